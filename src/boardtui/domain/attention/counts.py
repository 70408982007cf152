"""How many items have each rating, now and at the last meeting: of the whole plan and of each ambition."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from boardtui.domain.attention.movement import Mark, movement_mark, read_before
from boardtui.domain.attention.schedule import routed_to
from boardtui.domain.board.board import Board, remembered
from boardtui.domain.board.gathered import Asker, Gathered, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Action, Ambition, Meeting, NextStep, Record
from boardtui.domain.records.rag import WORST_FIRST, Rag, make_up


@immutable
class MakeUp:
    """How many items have each rating: now, and at the last meeting if one was closed."""

    now: Mapping[Rag, int]
    then: Mapping[Rag, int] | None = None

    @property
    def total(self) -> int:
        """How many items there are now."""
        return sum(self.now.values())

    def change(self, rating: Rag) -> int | None:
        """How many more items have the rating than at the last meeting; None without one."""
        return None if self.then is None else self.now[rating] - self.then[rating]


@immutable
class AmbitionStanding:
    """One ambition and its actions. `ambition` is None for actions that belong to no ambition."""

    ambition: Ambition | None
    actions: tuple[Action, ...]
    make_up: MakeUp
    mark: Mark = Mark.NONE

    @property
    def routed_to(self) -> str:
        """The board that has taken the ambition over; empty if none has."""
        return self.ambition.routed_to if self.ambition is not None else ""


def of_actions(board: Board) -> MakeUp:
    """The ratings of all actions whose ambition this board still runs."""
    found, then = COUNTED.on(board), _then(board)
    if then is not None:
        # Like is compared with like: what another board runs now is left out of the count then as well.
        then_elsewhere = _of_ambitions(then, (each.id for each in found.of("routed ambitions")))
        total = then.actions
        return MakeUp(_make_up(found, "actions"), {each: total[each] - then_elsewhere[each] for each in total})
    return MakeUp(_make_up(found, "actions"))


def of_next_steps(board: Board) -> MakeUp:
    """The ratings of all next steps."""
    then = _then(board)
    return MakeUp(_make_up(COUNTED.on(board), "next steps"), then.next_steps if then is not None else None)


def routed_elsewhere(board: Board) -> int:
    """How many actions are counted nowhere because another board has taken them over."""
    return COUNTED.on(board).count("routed actions")


def standings(board: Board) -> tuple[AmbitionStanding, ...]:
    """Each ambition with its actions and their ratings, then the actions that belong to none."""
    found = COUNTED.on(board)
    strays = strays_of(board)
    return (*found.of("standings"), *((strays,) if strays is not None else ()))


def nothing_rated(board: Board) -> str:
    """What has to be added to "nothing is red" where nobody has rated anything; else empty."""
    found = COUNTED.on(board)
    actions, steps = of_actions(board).total, of_next_steps(board).total
    if found.count("rated") or not (actions or steps):
        return ""
    lacking = "a rating" if found.count("dated") else "a rating or a date"
    return f"No {'action' if actions else 'next step'} has {lacking} yet, so this does not mean that all is on track."


def strays_of(board: Board) -> AmbitionStanding | None:
    """The actions that belong to no ambition, with their ratings; None where each belongs to one."""
    found, then = COUNTED.on(board), _then(board)
    if not (strays := found.of("strays")):
        return None
    of_none = then.by_ambition.keys() - board.records.get("ambition", {}).keys() if then is not None else ()
    before = _of_ambitions(then, of_none) if then is not None else None
    return AmbitionStanding(None, strays, MakeUp(_make_up(found, "strays"), before))


@remembered
def standing_of(board: Board, ambition: Ambition) -> AmbitionStanding:
    """An ambition with its actions and their ratings."""
    actions, then = board.owned(Action, ambition.id), _then(board)
    before = _of_ambitions(then, (ambition.id,)) if then is not None else None
    counts = MakeUp(make_up(action.rag for action in actions), before)
    return AmbitionStanding(ambition, actions, counts, movement_mark(board, ambition))


@lru_cache(maxsize=200)
def _counted(names: tuple[Hashable, ...]) -> Said:
    """That a record stands in some lists that are only counted: the same for ten thousand actions, and kept once."""
    return dict.fromkeys(names, (0, None))


def _asker(board: Board, _beside: Mapping[str, Any]) -> Asker:
    ambitions = board.records.get("ambition", {})

    def ask(record: Record) -> Said:
        """In which counts a record stands: those of the ratings are lists by name and rating."""
        if not isinstance(record, Ambition | Action | NextStep):
            return {}
        if isinstance(record, Ambition):
            routed: Said = {"routed ambitions": (0, record)} if record.routed_to else {}
            return {**counted(record), **routed, "standings": (counting_order(record), standing_of(board, record))}
        if isinstance(record, Action) and record.ambition not in ambitions:
            return {**counted(record), "strays": (counting_order(record), record)}
        return counted(record)

    def counted(record: Ambition | Action | NextStep) -> Said:
        rated = ("rated",) if record.rag is not Rag.NOT_RATED else ()
        dated = ("dated",) if not isinstance(record, Ambition) and record.due else ()
        return _counted((*names(record), *rated, *dated))

    def names(record: Ambition | Action | NextStep) -> tuple[Hashable, ...]:
        match record:
            case Ambition():
                return ()
            case Action() if routed_to(board, record):
                return ("routed actions",)
            case Action():
                of_none = record.ambition not in ambitions
                return (("actions", record.rag), ("strays", record.rag)) if of_none else (("actions", record.rag),)
            case _:
                return (("next steps", record.rag),)

    return ask


_KINDS = (Ambition, Action, NextStep)
COUNTED = Gathering(_asker, lambda board: (each for kind in _KINDS for each in board.all(kind)))
"""What is counted, by its name, and by name and rating."""


def _make_up(found: Gathered, name: str) -> dict[Rag, int]:
    return {rating: found.count((name, rating)) for rating in WORST_FIRST}


@immutable
class _Then:
    """The ratings at the last meeting: of all actions, of those that belonged to each ambition then, of next steps."""

    actions: Mapping[Rag, int]
    by_ambition: Mapping[str, Sequence[Rag]]
    next_steps: Mapping[Rag, int]


def _then(board: Board) -> _Then | None:
    return None if board.since.meeting is None else _at(board, board.since.meeting)


@remembered
def _at(board: Board, _meeting: Meeting) -> _Then:
    """The same of the meeting that the board is compared with: what was then stays so, whatever changes."""
    found: dict[str, list[Rag]] = {}
    for action in board.all(Action):
        if (rating := read_before(board, action)) is not None:
            found.setdefault(str(board.since.value(action, "ambition") or ""), []).append(rating)
    for gone in board.since.gone:
        if isinstance(gone, Action):
            found.setdefault(gone.ambition, []).append(gone.rag)
    steps = [rating for step in board.all(NextStep) if (rating := read_before(board, step)) is not None]
    steps += [gone.rag for gone in board.since.gone if isinstance(gone, NextStep)]
    return _Then(make_up(chain.from_iterable(found.values())), found, make_up(steps))


def _of_ambitions(then: _Then, ambitions: Iterable[str]) -> dict[Rag, int]:
    return make_up(rating for each in ambitions for rating in then.by_ambition.get(each, ()))
