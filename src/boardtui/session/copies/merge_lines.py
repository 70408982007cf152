"""A merge as lines for people: what it would change and by whom; and the page afterwards, with what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from boardtui.domain.attention.findings import brought_findings
from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import same_refs
from boardtui.domain.board.order import counting_order
from boardtui.domain.board.words import (
    Names,
    Remembered,
    capitalised,
    cell_name,
    field_label,
    kind_label,
    line_name,
    named_in_full,
    ref_and_title,
    ref_of,
    shortened,
    title_words,
    value_words,
    which_one,
)
from boardtui.domain.copies import CopyState, untouched, work_of
from boardtui.domain.dates.dates import format_day
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Kind
from boardtui.domain.records.edits import LIFE, Edit, EditId
from boardtui.domain.records.kinds import KINDS, Comparator, Reading, Rebase, Record, TargetChange
from boardtui.domain.records.text import same_key
from boardtui.report.document import Block, bullets, heading, paragraph
from boardtui.report.words import EMPTY, counted, from_to, one_line
from boardtui.session.copies.copy_lines import CopyLine, copy_lines
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import Conflict, ItemChange, open_conflicts
from boardtui.store.copies.merge import CopyReport, MergeResult
from boardtui.store.copies.noted import copies_out, work_in

LONGEST_TITLE = 80
"""Characters of a name with its title, so that what becomes of it is still in sight."""

UNSIGNED = "unsigned"
"""Who made an edit that nobody signed."""


@immutable
class MergeLine:
    """What a merge does to one field of a record, or that it adds, deletes or brings back a record.

    Attributes:
        key: tells the line from the others.
        by: who made the edit that comes in.
        item: what the record is called, where there is little room; `name` where there is more, `title` with its title.
        field: the label of the field; empty for the record as a whole, and for the figure of a reading.
        before, after: the values in words, in full.
        conflict: copies disagree about it: somebody has to decide afterwards.
        changes: the changes it stands for.
        also: what other copies say instead, where they disagree; `who_else` the same with who says it.
        more: of a new record, what else it says.
    """

    key: str
    by: str
    item: str
    name: str
    title: str
    field: str
    before: str
    after: str
    conflict: bool
    changes: tuple[ItemChange, ...]
    also: tuple[str, ...] = ()
    who_else: str = ""
    more: str = ""

    @property
    def then(self) -> str:
        """What is shown afterwards, and what other copies say, on one line."""
        return " or ".join(one_line(each) or EMPTY for each in (self.after, *self.also))

    @property
    def edit(self) -> Edit:
        """The edit whose value is shown afterwards."""
        return self.changes[0].edit

    @property
    def is_new(self) -> bool:
        """Whether it says that a record is new."""
        return all(each.before is None for each in self.changes)

    @property
    def text(self) -> str:
        """All of it as one line of text: `6.1 % care leavers in touch · Mar 19 · 92.8% → 94%`."""
        if self.is_new:
            change = f"new: {self.more}" if self.more else "new"
        elif self.changes[0].group == LIFE and not self.conflict:
            change = self.after
        elif self.before == self.after:
            change = f"stays {shortened(self.after) or EMPTY}"
        else:
            change = from_to(shortened(self.before), shortened(self.after))
        disagree = f"; COPIES DISAGREE{': ' if self.who_else else ''}{self.who_else}" if self.conflict else ""
        return f"{' · '.join(filter(None, (self.title, self.field, change)))}{disagree}"


def names_after(board: Board, preview: MergeResult) -> Remembered:
    """The board, with the records that a merge brings or changes as they are afterwards."""
    return Remembered(board, preview.records)


def merge_lines(names: Remembered, preview: MergeResult) -> list[MergeLine]:
    """The lines of a preview: those of one person together, and there in the order of the board.

    A part stands under what it belongs to: a reading under its KPI, a mitigation under its risk, what arose at a
    meeting under the item that it is about.
    """
    came = {edit.id: edit for edit in preview.edits}
    items = [list(_lines_of(names, list(some), came)) for _, some in groupby(preview.items, key=lambda it: it.record)]
    people = list(dict.fromkeys([who for copy in preview.copies if copy.new for who in copy.who]))
    places = {some[0].changes[0].record: _place(names, some[0].changes[0].record) for some in items if some}
    lines = [line for some in items for line in some]
    people += sorted({line.by for line in lines} - set(people))
    return sorted(lines, key=lambda line: (people.index(line.by), places[line.changes[0].record]))


def by_person(lines: Iterable[MergeLine]) -> Iterator[tuple[str, list[MergeLine]]]:
    """The lines with whom they are from, person by person."""
    for who, some in groupby(lines, key=lambda line: line.by):
        yield who, list(some)


def _lines_of(names: Remembered, changes: Sequence[ItemChange], came: dict[EditId, Edit]) -> Iterator[MergeLine]:
    kind, record = KINDS[changes[0].kind], names.known[changes[0].record]
    item, name = capitalised(cell_name(names, record)), line_name(names, record)
    title = _title(names, record)
    shown = [each for each in changes if each.group == LIFE or kind.attributes[each.field].look.form != "data"]
    own = [each for each in shown if each.group != LIFE]
    if own and all(each.before is None for each in own):
        yield _of_new(names, record, own, came)
        own = []
    for each in (each for each in shown if each.group == LIFE):
        by = _by(each, came)
        before, after = _life_words(each)
        yield MergeLine(
            f"{each.record} life",
            by,
            item,
            name,
            title,
            "",
            before,
            after,
            each.conflict,
            (each,),
            who_else=_life_sides(each) if each.conflict else "",
        )
    unlike = {each.group for each in own if _unlike(each)}
    for each in own:
        attribute = kind.attributes[each.field]
        before, after = (value_words(names, attribute, value) for value in (each.before, each.after))
        # Two who rate red for different reasons disagree about the reasons: that line says so, and this one need not.
        conflict = each.conflict and (_unlike(each) or each.group not in unlike)
        others = [(e.who, e.values().get(each.field)) for e in each.others if each.field in e.values()]
        said = [(who, value_words(names, attribute, value)) for who, value in others]
        yield MergeLine(
            f"{each.record} {each.field}",
            _by(each, came),
            item,
            name,
            title,
            "" if _is_figure(kind, each.field) else field_label(names, attribute),
            before,
            after,
            conflict,
            (each,),
            tuple(words for words in dict.fromkeys(words for _, words in said) if words != after),
            ", ".join(f"{who or 'somebody'} says {shortened(words) or EMPTY}" for who, words in said),
        )


def _unlike(change: ItemChange) -> bool:
    """Whether another copy says something else of this very field."""
    return any(edit.values().get(change.field, change.after) != change.after for edit in change.others)


def _of_new(names: Names, record: Record, own: Sequence[ItemChange], came: dict[EditId, Edit]) -> MergeLine:
    """That a record is new, with what it says: of a reading its figure, of others their title."""
    kind = record.kind
    figure = next((str(each.after) for each in own if _is_figure(kind, each.field)), "")
    title = figure if kind.natural_key else title_words(names, record)
    named_already = {kind.owner, *kind.natural_key, "ref", "title", "heading", "text"}
    more = [figure] if figure else []
    for each in own:
        attribute = kind.attributes[each.field]
        words = shortened(value_words(names, attribute, each.after))
        if words and each.field not in named_already and not _is_figure(kind, each.field):
            more.append(f"{field_label(names, attribute)} {words}")
    return MergeLine(
        record.id,
        _by(own[0], came),
        capitalised(cell_name(names, record)),
        line_name(names, record),
        _title(names, record),
        "",
        "",
        f"new{': ' if title else ''}{title}",
        any(each.conflict for each in own),
        tuple(own),
        more="; ".join(more),
    )


def _title(names: Names, record: Record) -> str:
    """The name with its title, shortened where that is long. A figure begins with its KPI: `6.1 Visits · Mar 19`."""
    if isinstance(record, Reading | TargetChange | Comparator | Rebase) and (kpi := names.find(record.kpi)):
        label = "" if isinstance(record, Reading | Comparator) else f"{kind_label(names, record.kind)} "
        if which := which_one(record):
            return f"{shortened(ref_and_title(names, kpi), LONGEST_TITLE)} · {label}{which}"
    return shortened(capitalised(named_in_full(names, record)), LONGEST_TITLE)


def _is_figure(kind: Kind, field: str) -> bool:
    """Whether a field is what its record is about: the figure of a reading needs no label."""
    return field == "value" and bool(kind.natural_key)


def _by(change: ItemChange, came: dict[EditId, Edit]) -> str:
    """Who made the edit that comes in; what is shown afterwards may be what the board says already."""
    own = next((each for each in (change.edit, *change.others) if each.id in came), change.edit)
    return own.who or UNSIGNED


def _life_words(change: ItemChange) -> tuple[str, str]:
    if change.conflict:
        return "edited and deleted", "kept until you decide"
    return ("here", "deleted") if change.after else ("deleted", "back again")


def _life_sides(change: ItemChange) -> str:
    sides = (change.edit, *change.others)
    gone = [each for each in sides if each.group == LIFE and each.value == "false"]
    edited = [each for each in sides if each not in gone]
    return f"deleted by {_people(gone)}, edited by {_people(edited)}"


def _people(edits: Sequence[Edit]) -> str:
    return ", ".join(dict.fromkeys(each.who or "somebody" for each in edits))


def _place(names: Names, identity: str) -> tuple[Any, ...]:
    """Where a record stands on the board: after what it belongs to or is about, and among others of its kind."""
    found: list[tuple[Any, ...]] = []
    seen: set[str] = set()
    while (record := names.find(identity) if identity else None) is not None and record.id not in seen:
        seen.add(record.id)
        period = str(getattr(record, "period", ""))
        found.append((list(KINDS).index(record.kind.name), period, *counting_order(record)))
        identity = str(getattr(record, "item", "") or getattr(record, record.kind.owner or "id"))
    return tuple(reversed(found))


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
    done: MergeResult
    conflicts: tuple[Conflict, ...]
    copies: tuple[CopyLine, ...]
    today: date

    def blocks(self) -> list[Block]:
        """The page, for the screen and for Markdown."""
        title, merged = self.board.profile.title, f"copies merged on {format_day(self.today)}"
        blocks: list[Block] = [
            *heading(1, f"{title}: {merged}" if title else capitalised(merged)),
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
        away = [
            f"{each.name}: {each.stands}" for each in self.copies if each.standing in (CopyState.LATE, CopyState.OUT)
        ]
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


def page_of(file: BoardFile, done: MergeResult, today: date) -> MergePage:
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
