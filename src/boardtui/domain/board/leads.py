"""Whose an item is: the people that a board names, and what belongs to one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, quoted
from boardtui.domain.records.kinds import KINDS, Action, ActionArising, Ambition, Challenge, Mitigation, Record, Risk

_WHO = ("lead", "co_lead", "owner")
# No comma: `Head of Service, Permanence` is one person.
_BETWEEN = re.compile(r"\s*[;/]\s*|\s+(?:and|&|\+)\s+", re.IGNORECASE)


def answers_for(record: Record, name: str) -> bool:
    """Whether a record names somebody as lead, co-lead or owner, alone or with others. Case does not matter."""
    wanted = _key(name)
    return bool(wanted) and any(wanted in _people(words) for words in _named_on(record))


def belongs_to(board: Board, record: Record, name: str) -> bool:
    """Whether an item is somebody's: they answer for it, or for what in it is theirs to update.

    An ambition is also the person's whose actions are in it, a risk the person's whose mitigations it has. A question
    that waits for its answer is for who answers for what it is about, and so is an action arising that names nobody.
    """
    if answers_for(record, name):
        return True
    match record:
        case Ambition():
            return any(answers_for(each, name) for each in board.owned(Action, record.id))
        case Risk():
            return any(answers_for(each, name) for each in board.owned(Mitigation, record.id))
        case Challenge(answer="") | ActionArising(owner=""):
            about = board.find(record.item)
            return about is not None and answers_for(about, name)
        case _:
            return False


def items_of(board: Board, name: str) -> tuple[Record, ...]:
    """Everything on a board that is somebody's."""
    return tuple(each for kind in KINDS for each in board.of_kind(kind) if belongs_to(board, each, name))


def leads(board: Board) -> dict[str, int]:
    """Who is named on a board, as it is spelled there, and for how many items; by name."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for record in _with_people(board):
        for words in dict.fromkeys(_named_on(record)):
            counts[spelled.setdefault(_key(words), " ".join(words.split()))] += 1
    return dict(sorted(counts.items(), key=lambda pair: (pair[0].casefold(), pair[0])))


def lead_called(board: Board, words: str) -> str:
    """Who on a board is called so, as it is spelled there.

    Raises:
        BoardError: nobody is; the sentence names those who are called nearly so.
    """
    named = list(leads(board))
    known = {_key(part): part for name in named for part in _BETWEEN.split(name)} | {_key(name): name for name in named}
    if found := known.get(_key(words)):
        return found
    if not named:
        raise BoardError("Nobody is named on this board as lead or owner, so no copy can be made for one.")
    wanted = _key(words)
    near = [name for name in named if wanted and wanted in _key(name)]
    near += [known[each] for each in get_close_matches(wanted, map(_key, named), n=3) if known[each] not in near]
    if near:
        hint = f"Did you mean {' or '.join(map(quoted, near[:3]))}?"
    else:
        more = f" and {len(named) - 8} more" if len(named) > 8 else ""
        hint = f"There are: {'; '.join(named[:8])}{more}."
    raise BoardError(f"Nobody on this board is called {quoted(words)}. {hint}")


def _with_people(board: Board) -> Iterator[Record]:
    for name, kind in KINDS.items():
        if any(kind.has(each) for each in _WHO):
            yield from board.of_kind(name)


def _named_on(record: Record) -> Iterator[str]:
    return (words for name in _WHO if (words := getattr(record, name, "")))


@lru_cache(maxsize=4096)
def _people(words: str) -> frozenset[str]:
    """Everybody whom a field may mean: all of it is one name, or it is several."""
    return frozenset({_key(words), *map(_key, _BETWEEN.split(words))})


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
