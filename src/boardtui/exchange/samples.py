"""Boards made from plans: those that come with the program, and anybody's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import Papers
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.origin import made_from
from boardtui.exchange.plan import THE_BOARD, Plan, PlanStep
from boardtui.exchange.plan_toml import read_plan
from boardtui.settings.disk import unfinished
from boardtui.settings.paths import bundled
from boardtui.store.board_file import BoardFile, exists_already, must_be_new
from boardtui.store.header import put_new_board, take_away
from boardtui.store.open_file import Clock, utc_now

Freeze = Callable[[Board, Meeting], Papers | tuple[str, str]]


def sample_names() -> tuple[str, ...]:
    """The names of the sample boards that come with the program.

    Raises:
        BoardError: the installation is incomplete.
    """
    return tuple(sorted(_samples()))


def read_sample(name: str) -> Plan:
    """Read a sample.

    Raises:
        BoardError: there is no such sample; the sentence lists those there are.
    """
    samples = _samples()
    if name not in samples:
        raise BoardError(f"There is no sample {name!r}. There are: {', '.join(sorted(samples))}.")
    return read_plan(samples[name].read_bytes(), name=name)


def _samples() -> dict[str, Path]:
    try:
        return {path.stem: path for path in bundled("sample_data").glob("*.toml")}
    except FileNotFoundError as error:
        raise BoardError(str(error)) from None


def signature(plan: Plan) -> str:
    """The name that the edits of a plan are signed with: nobody's, so that no undo takes back a whole plan."""
    return f"plan {plan.name}"


def make_board(
    path: Path, plan: Plan, *, who: str = "", clock: Clock = utc_now, freeze: Freeze | None = None
) -> BoardFile:
    """Make a board from a plan: its records in one batch, then its steps. All of it, or no file.

    The plan, and each step that names nobody, is signed `plan <name>`, so that a person's undo never takes it
    back. It is dated no later than its first step.

    Args:
        path: the file to make.
        plan: what to put into it.
        who: who makes the board, for the history: it stands in the reason of the first edits.
        clock: the time of what has no time of its own, and of all later edits.
        freeze: makes what is frozen of a meeting that a step closes; empty ones by default.

    Returns:
        The open board.

    Raises:
        BoardError: there is such a file already, or it cannot be written. No file is left behind.
    """
    times = [step.at for step in plan.steps if step.at is not None]
    began = min([clock(), *times], key=lambda moment: moment.astimezone(UTC))
    title = str(plan.profile.get("title", ""))
    # The first edit is dated by the clock of the file, so that one is set back and the file opened anew.
    must_be_new(path)
    part = unfinished(path)
    board_file = BoardFile.create(part, title, who=signature(plan), clock=lambda: began)
    try:
        with board_file:
            identity = board_file.read().profile.id
            changes = [Change(identity, "board", plan.profile)] if plan.profile else []
            board_file.write(
                [*changes, *(_for_board(change, identity) for change in plan.changes)],
                who=signature(plan),
                why=made_from(plan.name, who),
                at=began,
            )
            for step in plan.steps:
                _play(board_file, step, identity, who=step.who or signature(plan), clock=clock, freeze=freeze)
        put_new_board(part, path)
    except FileExistsError:
        raise exists_already(path) from None
    finally:
        board_file.close()
        take_away(part)
    return BoardFile.open(path, clock=clock)


def _play(board_file: BoardFile, step: PlanStep, board: str, *, who: str, clock: Clock, freeze: Freeze | None) -> None:
    at: datetime = step.at or clock()
    if step.change is not None:
        change = _for_board(step.change, board)
        board_file.write([change], who=who, why=step.why, meeting=step.meeting, at=at)
        return

    def frozen(now: Board) -> Papers | tuple[str, str]:
        meeting = now.get(Meeting, step.close_meeting)
        return freeze(now, meeting) if freeze is not None and meeting is not None else ("", "")

    board_file.close_meeting(step.close_meeting, who=who, freeze=frozen, at=at)


def _for_board(change: Change, board: str) -> Change:
    """The change with the board's own id where the plan could only say *the board*."""

    def real(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(real, value))
        return board if value == THE_BOARD else value

    return replace(
        change,
        record=real(change.record),
        values={name: real(value) for name, value in change.values.items()},
    )
