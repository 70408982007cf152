"""The list of copies as lines for people: who was sent one, who has returned it, what they did, who is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of, leads
from boardtui.domain.copies import CopyOut, CopyState, Work, current, untouched
from boardtui.domain.dates.dates import format_day, local_time
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.text import same_key
from boardtui.report.words import counted

NOBODY = "nobody in particular"


@immutable
class CopyLine:
    """A lead, and the copy that they were sent last.

    Attributes:
        lead: as they are spelled; "" for nobody in particular.
        items: how many items are theirs on the board now.
        copy: the copy; None where they were never sent one.
        standing: where it stands; None where there is none.
        work: what was done in it.
        left: what of theirs it leaves as it was.
    """

    lead: str
    items: int
    copy: CopyOut | None = None
    standing: CopyState | None = None
    work: Work = Work()
    left: tuple[Record, ...] = ()

    @property
    def key(self) -> str:
        """Tells the line from the others."""
        return self.copy.id if self.copy is not None else f"lead {self.lead}"

    @property
    def name(self) -> str:
        """Whose copy it is, in words."""
        return self.lead or NOBODY

    @property
    def sent(self) -> str:
        """When it was sent, in words; empty where none was."""
        return local_time(self.copy.sent_at) if self.copy is not None else ""

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        copy = self.copy
        if copy is None:
            return "none sent"
        match self.standing:
            case CopyState.RETURNED:
                return f"returned {local_time(copy.returns[-1].at)[:10]}"
            case CopyState.LATE if copy.back_by is not None:
                return f"late since {format_day(copy.back_by)}"
            case CopyState.REPLACED:
                return "replaced by a later one"
            case _:
                return f"out, back before {format_day(copy.back_by)}" if copy.back_by is not None else "out"

    @property
    def did(self) -> str:
        """What was done in it, in words; empty as long as it is not back."""
        if self.copy is None or not self.copy.returns:
            return ""
        if not self.work.edits:
            return "nothing changed"
        parts = [counted(self.work.edits, "edit")]
        others = [each for each in self.work.who if same_key(each) != same_key(self.lead)]
        if others or not self.lead:
            parts.append(f"by {', '.join(self.work.who)}")
        words = " ".join(parts)
        if self.lead and self.items:
            words += f", {len(self.left):,} of {counted(self.items, 'item')} untouched"
        return words


def copy_lines(
    board: Board, copies: Sequence[CopyOut], work: Mapping[str, Work], today: date, *, every: bool = False
) -> list[CopyLine]:
    """A line for each lead of the board and for each copy that is out.

    Those who are late come first, then who has theirs, who has returned it, and who was never sent one.

    Args:
        board: the board.
        copies: every copy, in the order of sending.
        work: what was done in each, by its identity.
        today: the day on which somebody is late.
        every: also copies in the place of which a later one was sent.
    """
    wanted = tuple(copies) if every else current(copies)
    lines = [_line(board, each, work.get(each.id, Work()), today) for each in wanted]
    known = {same_key(each.lead) for each in lines}
    lines += [CopyLine(name, count) for name, count in leads(board).items() if same_key(name) not in known]
    return sorted(lines, key=lambda line: (_ORDER.index(line.standing), same_key(line.lead)))


_ORDER = (CopyState.LATE, CopyState.OUT, CopyState.RETURNED, CopyState.REPLACED, None)


def _line(board: Board, copy: CopyOut, work: Work, today: date) -> CopyLine:
    left = untouched(board, copy.lead, work.records) if copy.lead else ()
    items = len(items_of(board, copy.lead)) if copy.lead else 0
    return CopyLine(copy.lead, items, copy, copy.standing(today), work, left)


def summary_line(lines: Sequence[CopyLine]) -> str:
    """How many copies stand where, such as `4 copies: 1 late, 2 out, 1 returned`."""
    some = [line.standing for line in lines if line.standing is not None]
    told = [f"{some.count(each):,} {each.value}" for each in CopyState if each in some]
    told.sort(key=lambda words: [each.value for each in _ORDER if each].index(words.split()[-1]))
    return f"{counted(len(some), 'copy', 'copies')}: {', '.join(told)}" if some else "no copy was sent yet"
