"""What was said once, as lines for people: where it was said, by whom and when, and the words around it."""

from __future__ import annotations

from datetime import datetime

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import Remembered, capitalised, field_label, line_name, remembering, short_name
from boardtui.domain.dates.dates import format_day
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.domain.said.looking import around, pattern_of
from boardtui.store.saying import SaidBefore

ROOM = 76
"""Characters of the words around what was found."""


@immutable
class SaidLine:
    """Words that were said once.

    Attributes:
        record: the id of what they were said of.
        words: what was found, with the words around it.
        place: what it was said of and where, who said it and when, and whether that still stands.
        still: it stands on the board as it is now.
    """

    record: str
    words: str
    place: str
    still: bool


def said_lines(board: Board, found: list[SaidBefore], phrase: str) -> list[SaidLine]:
    """Lines of what was found on a board.

    Args:
        board: the board as it is now.
        found: what was found on it.
        phrase: what was looked for.
    """
    pattern = pattern_of([" ".join(phrase.split())])
    names = remembering(board, [each.edit for each in found])
    lines = []
    for each in found:
        match = pattern.search(each.text) if pattern is not None else None
        if match is not None:
            words = around(each.text, match, ROOM)
            lines.append(SaidLine(each.edit.record, words, _place(board, names, each), _stands(board, each)))
    return lines


def _stands(board: Board, each: SaidBefore) -> bool:
    record = board.find(each.edit.record)
    return each.still and record is not None and (not each.field or getattr(record, each.field, "") == each.text)


def _place(board: Board, names: Remembered, each: SaidBefore) -> str:
    kind, record = KINDS.get(each.edit.kind), names.find(each.edit.record)
    where = line_name(names, record) if record is not None else capitalised(each.edit.kind.replace("_", " "))
    label = field_label(board, kind.attributes[each.field]) if kind is not None and each.field else "Reason"
    day = format_day(datetime.fromisoformat(each.edit.at).astimezone().date())
    state = "" if _stands(board, each) or not each.field else "since replaced"
    if board.find(each.edit.record) is None:
        state = "since removed"
    about = board.find(str(getattr(record, "item", ""))) if not isinstance(record, Meeting) else None
    of = f"on {line_name(board, about)}" if about is not None and short_name(board, about) not in where else ""
    return " · ".join(filter(None, (where, of, label, f"{each.edit.who}, {day}".lstrip(", "), state)))
