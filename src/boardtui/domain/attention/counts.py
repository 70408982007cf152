"""How many items have each rating, now and at the last meeting: of the whole plan and of each ambition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from boardtui.domain.attention.movement import Mark, movement_mark, read_before
from boardtui.domain.attention.schedule import routed_to
from boardtui.domain.board.board import Board, remembered
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Action, Ambition, Meeting, NextStep
from boardtui.domain.records.rag import Rag, make_up


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
class Standing:
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
    then = _actions_then(board)
    # Like is compared with like: what another board runs now is left out of the count then as well.
    run_then = (then or {}).keys() - {each.id for each in board.all(Ambition) if each.routed_to}
    return _make_up([action for action in board.all(Action) if not routed_to(board, action)], then, run_then)


def of_next_steps(board: Board) -> MakeUp:
    """The ratings of all next steps."""
    return MakeUp(make_up(step.rag for step in board.all(NextStep)), _next_steps_then(board))


def routed_elsewhere(board: Board) -> int:
    """How many actions are counted nowhere because another board has taken them over."""
    return sum(bool(routed_to(board, action)) for action in board.all(Action))


def standings(board: Board) -> tuple[Standing, ...]:
    """Each ambition with its actions and their ratings, then the actions that belong to none."""
    found = [standing_of(board, ambition) for ambition in board.all(Ambition)]
    if sum(len(each.actions) for each in found) < len(board.all(Action)):
        known, then = {ambition.id for ambition in board.all(Ambition)}, _actions_then(board)
        strays = tuple(action for action in board.all(Action) if action.ambition not in known)
        found.append(Standing(None, strays, _make_up(strays, then, (then or {}).keys() - known)))
    return tuple(found)


@remembered
def standing_of(board: Board, ambition: Ambition) -> Standing:
    """An ambition with its actions and their ratings."""
    actions = board.owned(Action, ambition.id)
    counts = _make_up(actions, _actions_then(board), {ambition.id})
    return Standing(ambition, actions, counts, movement_mark(board, ambition))


def _make_up(actions: Iterable[Action], then: _ByAmbition | None, ambitions: Set[str]) -> MakeUp:
    before = None if then is None else make_up(r for each in ambitions for r in then.get(each, ()))
    return MakeUp(make_up(action.rag for action in actions), before)


_ByAmbition = Mapping[str, list[Rag]]


def _actions_then(board: Board) -> _ByAmbition | None:
    """The ratings of the actions at the last meeting, by the ambition to which they belonged then."""
    return None if board.since.meeting is None else _actions_at(board, board.since.meeting)


@remembered
def _actions_at(board: Board, _meeting: Meeting) -> _ByAmbition:
    """The same of the meeting that the board is compared with: what was then stays so, whatever changes."""
    found: dict[str, list[Rag]] = {}
    for action in board.all(Action):
        if (rating := read_before(board, action)) is not None:
            found.setdefault(str(board.since.value(action, "ambition") or ""), []).append(rating)
    for gone in board.since.gone:
        if isinstance(gone, Action):
            found.setdefault(gone.ambition, []).append(gone.rag)
    return found


def _next_steps_then(board: Board) -> dict[Rag, int] | None:
    if board.since.meeting is None:
        return None
    before = (read_before(board, step) for step in board.all(NextStep))
    gone = (step.rag for step in board.since.gone if isinstance(step, NextStep))
    return make_up(rating for rating in (*before, *gone) if rating is not None)
