"""No key costs more on a large board than on a small one: the lines of our own code that it runs are counted.

What grows with a board runs once for each of its records, so it is found wherever it hides: in a filter, a count, an
order, or in bringing up to date what is known. Time is never looked at.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import boardtui
from boardtui.session.open_board import OpenBoard
from boardtui.store.board_file import BoardFile
from boardtui.ui.screens import SCREENS
from tests.ui.conftest import CHAIR, NOW, change, identity, opened, press, ready, settle

OURS = str(Path(boardtui.__file__).parent)
STRAY = 1_200  # lines, such as those of one more drawing: what grows with the board runs far more
SCREENFUL = 60  # more than the lines of the screen, so that it is full on the small board, too


def _board(actions: int) -> Any:
    others = range(SCREENFUL + actions // 50)

    def build(place: Path) -> None:
        with BoardFile.create(place, "A plan", who="plan", clock=lambda: NOW) as made:
            made.write(
                [
                    *(change("ambition", f"a{n}", ref=f"{n}", title=f"Ambition {n}") for n in range(actions // 2)),
                    *(
                        change(
                            "action",
                            f"{n}",
                            ref=f"{n // 2}.{n}",
                            title=f"Action {n}",
                            ambition=identity(f"a{n // 2}"),
                            rag="red" if n < SCREENFUL else "green",
                            lead=CHAIR if n < SCREENFUL else "Lead",
                        )
                        for n in range(actions)
                    ),
                    *(change("kpi", f"k{n}", ref=f"K{n}", title=f"Measure {n}") for n in others),
                    *(
                        change("reading", f"k{n} {month}", kpi=identity(f"k{n}"), period=month, value="55%")
                        for n in others
                        for month in ("2020-11", "2020-12", "2021-01")
                    ),
                    *(change("risk", f"r{n}", ref=f"R{n}", title=f"Risk {n}", current="2x3") for n in others),
                    *(change("next_step", f"s{n}", ref=f"N{n}", title=f"Step {n}") for n in others),
                    *(
                        change("action", f"none{n}", ref=f"99999.{n}", title=f"Of none {n}", rag="green")
                        for n in range(3)
                    ),
                    change("meeting", "m", date="2021-03-02", title="The board"),
                    *(
                        change(
                            "agenda_item", f"i{n}", meeting=identity("m"), item=identity(f"{n}"), why="red", position=n
                        )
                        for n in range(10)
                    ),
                ],
                who="plan",
            )
            last = {"kpi": identity("k1"), "series": "period", "period": "2021-01"}
            made.write([change("reading", "k1 2021-01", **last, value="56%")], who=CHAIR)

    return build


_few, _many = _board(2 * SCREENFUL), _board(10_000)


async def _lines_run(path: Path, keys: list[str], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines of our own code each key runs, wherever they run."""
    monkeypatch.setattr("boardtui.ui.shared.painting.MOST_SECONDS", 60.0)
    # What is done in between, or again and again while a key is under way, is not the key's.
    monkeypatch.setattr("boardtui.ui.shared.input_app.CALM_SECONDS", 1e9)
    monkeypatch.setattr("boardtui.ui.shared.input_app._LOOK_SECONDS", 1e9)
    run, counts = Counter[str](), list[int]()

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        if event == "line":
            run["lines"] += 1
        return trace

    off_the_loop = OpenBoard._off_the_loop

    async def traced(board: OpenBoard, work: Any) -> Any:
        def working() -> Any:
            sys.settrace(trace)
            try:
                return work()
            finally:
                sys.settrace(None)

        return await off_the_loop(board, working)

    monkeypatch.setattr(OpenBoard, "_off_the_loop", traced)
    async with opened(path, size=(120, 40)) as pilot:
        await press(pilot, "3", "b", "escape", "escape", "escape")
        for place in range(1, len(SCREENS) + 1):
            await press(pilot, str(place))  # each is made, and what is worked out once is worked out
        for key in keys:
            run.clear()
            before = sys.gettrace()
            sys.settrace(trace)
            try:
                await press(pilot, key.removeprefix("~"))
            finally:
                sys.settrace(before)
            await settle(pilot)
            if not key.startswith("~"):
                counts.append(run["lines"])
    return counts


# The keys that are pressed one after the other; those behind a ~ only lead to what is counted.
LEFT = "~escape ~escape ~escape"  # what is asked for after a rating
KEYS = {
    "going about": "~3 1 down 2 down 4 down 3 down 5 down 6 7 down 8 down",
    "rating an action": f"~3 ~down a {LEFT} u U",
    "rating on the overview": f"~1 ~down a {LEFT} u",
    "rating what is mine": f"~8 ~down a {LEFT} u",
    "rating on an agenda and in the meeting": f"~6 ~down ~down g {LEFT} u ~space ~space right g {LEFT} u",
    "rating an ambition": f"~2 ~down r {LEFT} u",
    "rating a next step": f"~7 ~down ~down r {LEFT} u",
    "a figure taken back and put in again": "~4 ~down ~u u ctrl+y",
    "coming back after a rating": f"~3 ~r {LEFT} 2 4 5 7 3 1 8 6",
    "coming back after a rating of an action of no ambition": f"2 ~3 ~end ~a {LEFT} 2",
    "an update": " ".join(f"~{place} ~down ~comma ~x enter u" for place in (1, 2, 3, 5, 7, 8)),
}


AT_NIGHT = (
    *("rating an ambition", "rating a next step", "rating what is mine", "an update"),
    "a figure taken back and put in again",
    *("rating on the overview", "coming back after a rating"),
    "coming back after a rating of an action of no ambition",
)


@pytest.mark.parametrize("what", [each for each in KEYS if "BOARDTUI_NIGHTLY" in os.environ or each not in AT_NIGHT])
async def test_a_key_runs_as_much_of_our_code_among_ten_thousand_actions_as_among_a_few(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KEYS[what].split()
    few = await _lines_run(ready(tmp_path / "few.board", _few), keys, monkeypatch)
    many = await _lines_run(ready(tmp_path / "many.board", _many), keys, monkeypatch)
    assert len(few) > 1 and all(few)
    counted = zip((each for each in keys if not each.startswith("~")), few, many, strict=True)
    assert [each for each in counted if each[2] > 1.25 * each[1] + STRAY] == []
