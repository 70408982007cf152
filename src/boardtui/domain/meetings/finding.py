"""Finding what somebody wants to talk about in a meeting: on the agenda, or anywhere in the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.board.words import kind_label, ref_and_title, shortened
from boardtui.domain.errors import AmbiguousRef, BoardError, quoted
from boardtui.domain.meetings.agenda import agenda_of, agenda_title
from boardtui.domain.records.kinds import AgendaItem, Meeting, Record
from boardtui.domain.records.meetings import AgendaState
from boardtui.domain.records.text import same_key

TALKED_ABOUT = (
    *("ambition", "action", "kpi", "risk", "mitigation", "priority", "next_step", "milestone"),
    *("decision", "challenge", "action_arising"),
)
"""The kinds of record that can be called up by their words while a meeting runs."""

MOST_NAMED = 3
"""Records. More are only counted where words mean several."""

_LONGEST_NAME = 44


def find_item(board: Board, meeting: Meeting, words: str) -> Record:
    """What somebody means who types a ref, a number on the agenda, or words of a title.

    Returns:
        The agenda item; or the record itself, where it is not on the agenda.

    Raises:
        BoardError: nothing is meant, or several things; the sentence names what comes near.
    """
    text = " ".join(words.split())
    items = agenda_of(board, meeting)
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    by_record = {each.item: each for each in items if each.item}
    with_ref = [
        each
        for each in items
        if (record := board.find(each.item)) is not None and same_key(str(getattr(record, "ref", ""))) == same_key(text)
    ]
    if len(with_ref) == 1:
        return with_ref[0]
    if not with_ref and text.isdecimal() and 1 <= int(text) <= len(taken):
        return taken[int(text) - 1]
    try:
        record = lookup(board, text)
    except BoardError as error:
        record = _with_words(board, items, text, error)
    if record.kind.name in ("board", "meeting"):
        raise BoardError(f"{quoted(text)} is no item for an agenda. Type a ref such as 1.3, or a number on the agenda.")
    return by_record.get(record.id, record)


def _with_words(board: Board, items: Sequence[AgendaItem], text: str, nothing: BoardError) -> Record:
    """The one item whose title has the words: of the agenda, or else of the plan."""
    wanted = same_key(text).split()
    named = [(each, agenda_title(board, each)) for each in items]
    for some in (named, list(_of_the_plan(board))):
        found = [(record, name) for record, name in some if all(word in same_key(name) for word in wanted)]
        if len(found) == 1:
            return found[0][0]
        if found:
            several = f"{quoted(text)} stands in {len(found)} items: {_named(found)}."
            raise BoardError(f"{several} Type more of it, or a ref.")
        if isinstance(nothing, AmbiguousRef):
            break  # it says already which ones are meant
    on_it = {each.item for each in items}
    others = [(record, name) for record, name in _of_the_plan(board) if record.id not in on_it]
    near = [
        (record, name)
        for record, name in (*named, *others)
        if any(len(word) > 2 and word in same_key(name) for word in wanted)
    ]
    if near and not isinstance(nothing, AmbiguousRef):
        raise BoardError(f"Nothing has all of {quoted(text)}. Some of it stands in {_named(near)}.") from nothing
    raise nothing


def _of_the_plan(board: Board) -> Iterator[tuple[Record, str]]:
    for kind in TALKED_ABOUT:
        for record in board.of_kind(kind):
            yield record, f"{kind_label(board, record.kind)} {ref_and_title(board, record)}"


def _named(found: Sequence[tuple[Record, str]]) -> str:
    """The first of several, by what would be typed to mean one of them."""
    names = [shortened(name, _LONGEST_NAME) for _, name in found[:MOST_NAMED]]
    more = len(found) - len(names)
    return "; ".join(names) + (f" and {more} more" if more else "")
