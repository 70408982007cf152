"""The page after a merge: what came from whom, what is to decide, and what each lead did not touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from boardtui.domain.attention.findings import brought_findings
from boardtui.domain.board.board import Board
from boardtui.domain.board.refs import same_refs
from boardtui.domain.board.words import (
    capitalised,
    field_label,
    kind_label,
    named_in_full,
    ref_of,
    shortened,
    title_words,
    value_words,
)
from boardtui.domain.copies import Standing, untouched, work_of
from boardtui.domain.dates.dates import format_day
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.text import same_key
from boardtui.report.document import Block, bullets, heading, paragraph
from boardtui.report.words import EMPTY, counted
from boardtui.session.copies.copy_lines import CopyLine, copy_lines
from boardtui.session.copies.merge_lines import UNSIGNED, by_person, merge_lines, names_after
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import Conflict, open_conflicts
from boardtui.store.copies.merge import CopyReport, Preview
from boardtui.store.copies.noted import copies_out, work_in


@immutable
class MergePage:
    """What the page is made of, read from the board after the merge.

    Attributes:
        board: the board with all of it in.
        done: what came in.
        conflicts: what copies disagree about now.
        copies: where each copy stands.
        today: the day of the page.
    """

    board: Board
    done: Preview
    conflicts: tuple[Conflict, ...]
    copies: tuple[CopyLine, ...]
    today: date

    def blocks(self) -> list[Block]:
        """The page, for the screen and for Markdown."""
        title = self.board.profile.title
        blocks: list[Block] = [
            *heading(1, f"{f'{title}: ' if title else ''}copies merged on {format_day(self.today)}"),
            *heading(2, "What came from whom"),
            *paragraph(self._summary()),
        ]
        for who, lines in by_person(merge_lines(names_after(self.board, self.done), self.done)):
            blocks += [*heading(3, who), *bullets([line.text for line in lines])]
        decide = [*map(self._disagreement, self.conflicts), *self._twice()]
        blocks += [*heading(2, "What is to decide"), *(bullets(decide) if decide else paragraph("Nothing."))]
        doubtful = brought_findings(self.board, set(self.done.records), self.today)
        if doubtful:
            blocks += [*heading(2, "What to look at again"), *bullets([each.sentence for each in doubtful])]
        left = [*self._left()]
        if left:
            blocks += [*heading(2, "What was not touched"), *bullets(left)]
        away = [f"{each.name}: {each.stands}" for each in self.copies if each.standing in (Standing.LATE, Standing.OUT)]
        if away:
            blocks += [*heading(2, "Not back yet"), *bullets(away)]
        return blocks

    def _summary(self) -> str:
        copies = sum(1 for each in self.done.copies if each.new)
        backup = f" The board as it was before: {self.done.backup.name}." if self.done.backup is not None else ""
        return f"{counted(len(self.done.edits), 'edit')} from {counted(copies, 'copy', 'copies')}.{backup}"

    def _disagreement(self, conflict: Conflict) -> str:
        record = self.board.find(conflict.record)
        kind = KINDS[conflict.kind]
        name = named_in_full(self.board, record) if record is not None else kind_label(self.board, kind)
        if conflict.group == LIFE:
            told = (f"{_who(each.edit.who)} {'deleted' if each.deletes else 'edited'} it" for each in conflict.sides)
            return f"{capitalised(name)}: {', '.join(dict.fromkeys(told))}"
        differing = [
            kind.attributes[field]
            for field in kind.groups.get(conflict.group, ())
            if len({str(side.values.get(field, "")) for side in conflict.sides}) > 1
        ]
        sides = []
        for side in conflict.sides:
            words = [
                f"{field_label(self.board, each)} "
                f"{shortened(value_words(self.board, each, side.values.get(each.name, each.default))) or EMPTY}"
                for each in differing
            ]
            sides.append(f"{_who(side.edit.who)} says {', '.join(words)}")
        return f"{capitalised(name)}: {'; '.join(sides)}"

    def _twice(self) -> Iterator[str]:
        for some in same_refs(self.board):
            titles = "; ".join(f"“{shortened(title_words(self.board, each))}”" for each in some)
            yield f"{capitalised(kind_label(self.board, some[0].kind))} {ref_of(some[0])} stands twice: {titles}"

    def _left(self) -> Iterator[str]:
        """Of each lead whose copy was among these, what of theirs no copy of theirs has touched."""
        told: set[str] = set()
        for report in self.done.copies:
            if not report.lead or report.refused or same_key(report.lead) in told:
                continue
            told.add(same_key(report.lead))
            left = self._untouched(report)
            names = "; ".join(shortened(named_in_full(self.board, each)) for each in left)
            told_of = f"{counted(len(left), 'item')}: {names}" if left else "nothing is left as it was"
            yield f"{report.lead}: {told_of}"

    def _untouched(self, report: CopyReport) -> tuple[Record, ...]:
        known = next((each for each in self.copies if each.copy is not None and each.copy.id == report.copy), None)
        if known is not None and known.copy is not None and known.copy.returns:
            return known.left
        # Nothing was noted of it, as of a copy that an earlier version made: then what came with it now counts.
        same = [each for each in self.done.copies if same_key(each.lead) == same_key(report.lead)]
        brought: Mapping[str, int] = {session: n for each in same for session, n in each.brought.items()}
        return untouched(self.board, report.lead, work_of(self.done.edits, brought).records)


def page_of(file: BoardFile, done: Preview, today: date) -> MergePage:
    """What the page after a merge says.

    Args:
        file: the board, with all of it in.
        done: what came in.
        today: the day of the page, and the day on which somebody is late.
    """
    board, sent = file.read(), copies_out(file)
    lines = copy_lines(board, sent, work_in(file, sent), today)
    return MergePage(board, done, tuple(open_conflicts(file)), tuple(lines), today)


def _who(name: str) -> str:
    return name or UNSIGNED
