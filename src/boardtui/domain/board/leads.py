"""Whose an item is: the people that a board names, and what belongs to one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, quoted
from boardtui.domain.patterns import when_used
from boardtui.domain.records.kinds import KINDS, Action, ActionArising, Ambition, Challenge, Mitigation, Record, Risk
from boardtui.domain.records.text import one_line, same_key

_WHO = ("lead", "co_lead", "owner")
# No comma: `Head of Service, Permanence` is one person.
_BETWEEN = when_used(r"\s*[;/]\s*|\s+(?:and|&|\+)\s+", re.IGNORECASE)


def answers_for(record: Record, name: str) -> bool:
    """Whether a record names somebody as lead, co-lead or owner, alone or with others. Case does not matter."""
    wanted = same_key(name)
    return bool(wanted) and any(wanted in _people(words) for words in _named_on(record))


def belongs_to(board: Board, record: Record, name: str) -> bool:
    """Whether an item is somebody's: they answer for it, or for what in it is theirs to update.

    An ambition is also the person's whose actions are in it, a risk the person's whose mitigations it has. A question
    that waits for its answer is for who answers for what it is about, and so is an action arising that names nobody.
    """
    wanted = same_key(name)
    return bool(wanted) and any(wanted in _people(words) for words in _whose(board, record))


def _whose(board: Board, record: Record) -> Iterator[str]:
    """The words of all fields that make an item somebody's."""
    yield from _named_on(record)
    match record:
        case Ambition():
            yield from (words for each in board.owned(Action, record.id) for words in _named_on(each))
        case Risk():
            yield from (words for each in board.owned(Mitigation, record.id) for words in _named_on(each))
        case Challenge(answer="") | ActionArising(owner=""):
            if (about := board.find(record.item)) is not None:
                yield from _named_on(about)


def items_of(board: Board, name: str) -> tuple[Record, ...]:
    """Everything on a board that is somebody's."""
    return tuple(each for each in with_people(board) if belongs_to(board, each, name))


class Whoever:
    """Whether anything on a board is somebody's, asked again and again while the board goes on changing."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._known: dict[str, bool] = {}

    def take(self, board: Board) -> None:
        """The board as it is now: only what changed is looked at again."""
        changed = board.changed_since(self._board)
        if changed is None or any(before is not None and now is None for before, now in changed):
            self._known = {}
        else:
            found = [now for _, now in changed if now is not None]
            for name, theirs in self._known.items():
                self._known[name] = theirs or any(belongs_to(board, each, name) for each in found)
        self._board = board

    def has_items(self, name: str) -> bool:
        """Whether anything on the board is somebody's, or was since it was opened."""
        if self._board is None or not name:
            return False
        if name not in self._known:
            board = self._board
            self._known[name] = any(belongs_to(board, each, name) for each in with_people(board))
        return self._known[name]


def leads(board: Board) -> dict[str, int]:
    """Who is named on a board, as it is spelled there, and how many items are theirs; by name."""
    theirs: Counter[str] = Counter()
    for record in with_people(board):
        theirs.update({person for words in _whose(board, record) for person in _people(words)})
    named = counted_names(words for record in with_people(board) for words in _once_each(_named_on(record)))
    return {name: theirs[same_key(name)] for name in sorted(named, key=lambda each: (same_key(each), each))}


def counted_names(names: Iterable[str]) -> dict[str, int]:
    """How often each name stands among some, those that look the same as one.

    Returns:
        The number of times by name, in the order in which they come first. A name is spelled as it is most often, and
        of spellings that are as frequent as the first one is.
    """
    spellings: dict[str, Counter[str]] = {}
    for name in names:
        spellings.setdefault(same_key(name), Counter())[one_line(name)] += 1
    return {some.most_common(1)[0][0]: some.total() for some in spellings.values()}


def _once_each(names: Iterable[str]) -> Iterable[str]:
    return {same_key(name): name for name in names}.values()


def lead_called(board: Board, words: str) -> str:
    """Who on a board is called so, as it is spelled there.

    Raises:
        BoardError: nobody is; the sentence names those who are called nearly so.
    """
    named = list(leads(board))
    known = {same_key(part): part for name in named for part in _BETWEEN.split(name)}
    known |= {same_key(name): name for name in named}
    if found := known.get(same_key(words)):
        return found
    if not named:
        raise BoardError("Nobody is named on this board as lead or owner, so no copy can be made for one.")
    wanted = same_key(words)
    near = [name for name in named if wanted and wanted in same_key(name)]
    near += [known[each] for each in get_close_matches(wanted, map(same_key, named), n=3) if known[each] not in near]
    if near:
        hint = f"Did you mean {' or '.join(map(quoted, near[:3]))}?"
    else:
        more = f" and {len(named) - 8} more" if len(named) > 8 else ""
        hint = f"There are: {'; '.join(named[:8])}{more}."
    raise BoardError(f"Nobody on this board is called {quoted(words)}. {hint}")


WITH_PEOPLE = tuple(name for name, kind in KINDS.items() if name == "challenge" or any(map(kind.has, _WHO)))
"""The kinds of record that may be somebody's."""


def with_people(board: Board) -> Iterator[Record]:
    """The records that may be somebody's, in the order of their kinds."""
    for name in WITH_PEOPLE:
        yield from board.of_kind(name)


def _named_on(record: Record) -> Iterator[str]:
    return (words for name in _WHO if (words := getattr(record, name, "")))


@lru_cache(maxsize=4096)
def _people(words: str) -> frozenset[str]:
    """Everybody whom a field may mean: all of it is one name, or it is several."""
    return frozenset({same_key(words), *map(same_key, _BETWEEN.split(words))})
