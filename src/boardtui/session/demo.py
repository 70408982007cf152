"""A throw-away copy of a sample board, in the middle of real work."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.exchange.plan import Plan
    from boardtui.store.open_file import Clock

DEFAULT_SAMPLE = "improvement-plan"


def make_demo(sample: str = DEFAULT_SAMPLE) -> Path:
    """Make a sample board in a new temporary folder, which the caller may delete when it is done with.

    Args:
        sample: name of the sample, such as `kpi-scorecard`.

    Returns:
        The path of the board.

    Raises:
        BoardError: there is no such sample, or the temporary folder cannot be written.
    """
    from boardtui.exchange.samples import make_board, read_sample
    from boardtui.session.meeting import freeze
    from boardtui.settings.disk import temporary_folder

    plan = read_sample(sample)
    folder = temporary_folder("demo")
    try:
        path = folder / f"{sample}.board"
        make_board(path, plan, who=f"sample {sample}", clock=_on_the_day_of(plan), freeze=freeze).close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return path


def _on_the_day_of(plan: Plan) -> Clock:
    """The clock by which a sample is made: what is done in it afterwards is done on the day of its paper, or later."""
    from boardtui.domain.dates.dates import read_date
    from boardtui.store.open_file import utc_now

    day = read_date(str(plan.profile.get("paper_date", ""))).day
    return utc_now if day is None else lambda: datetime.combine(day, time(8), tzinfo=UTC)


def clock_of_demo(board: Board, clock: Clock) -> Clock:
    """A clock that begins on the morning of the day a sample board speaks of, and goes on from there.

    By today's date everything in a sample would be years late, and nobody could see what the program shows.
    """
    from boardtui.domain.attention.overview import as_at

    began = clock()
    morning = datetime.combine(as_at(board), time(9, 30), tzinfo=began.astimezone().tzinfo)
    return lambda: morning + (clock() - began)
