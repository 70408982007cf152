"""Finding what somebody means who calls up an item in a meeting."""

from __future__ import annotations

from boardtui.domain.agenda import agenda_of, agenda_title
from boardtui.domain.board import Board, lookup
from boardtui.domain.errors import BoardError
from boardtui.domain.kinds import AgendaItem, Meeting, Record
from boardtui.domain.meetings import AgendaState


def about(board: Board, item: AgendaItem) -> Record | None:
    """What an agenda item is about: a record of the plan, or itself for a topic; None for what was deleted."""
    return board.find(item.item) if item.item else item


def find_item(board: Board, meeting: Meeting, words: str) -> Record:
    """What somebody means who types a ref, a number on the agenda, or a word of a title.

    Returns:
        The agenda item; or the record itself, where it is not on the agenda.

    Raises:
        BoardError: nothing is meant, or several things.
    """
    text = " ".join(words.split())
    items = agenda_of(board, meeting)
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    by_record = {each.item: each for each in items if each.item}
    with_ref = [
        each
        for each in items
        if (record := board.find(each.item)) is not None
        and str(getattr(record, "ref", "")).casefold() == text.casefold()
    ]
    if len(with_ref) == 1:
        return with_ref[0]
    if not with_ref and text.isdecimal() and 1 <= int(text) <= len(taken):
        return taken[int(text) - 1]
    try:
        record = lookup(board, text)
    except BoardError:
        titled = [each for each in items if text.casefold() in agenda_title(board, each).casefold()]
        if len(titled) == 1:
            return titled[0]
        if titled:
            names = ", ".join(agenda_title(board, each)[:40] for each in titled[:3])
            raise BoardError(f"{text!r} stands in {len(titled)} items: {names}. Type more of it, or a ref.") from None
        raise
    if record.kind.name in ("board", "meeting"):
        raise BoardError(f"{text!r} is no item for an agenda. Type a ref such as 1.3, or a number on the agenda.")
    return by_record.get(record.id, record)
