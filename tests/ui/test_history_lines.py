"""A change in full: short texts on one line, long ones under their label, and what belongs to it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from rich.style import Style

from boardtui.report.palette import Palette
from boardtui.session.history_lines import HistoryLine, ToldChange
from boardtui.ui.history import LONG, full_line
from tests.ui.conftest import lines, opened, press, settle
from tests.ui.council_board import make

LINE = HistoryLine(key="1", at="2021-03-01T09:00:00Z", who="Lead", name="Action 1.1 Coach", cell="1.1", deed="")


def told(line: HistoryLine) -> list[str]:
    """The lines of a change."""
    out = io.StringIO()
    Console(file=out, width=200, color_system=None).print(full_line(line, Palette({"muted": Style()})))
    return [each.rstrip() for each in out.getvalue().splitlines()]


def test_what_belongs_to_a_change_is_told_before_what_it_changed() -> None:
    full = replace(
        LINE,
        deed="decided",
        mark="came in with a copy",
        meeting="the meeting of 02/03/2021",
        why="Staff left",
        fields=[ToldChange("Due", "31/03/2021", "30/04/2021")],
    )
    assert told(full) == [
        "Action 1.1 Coach",
        "01/03/2021 09:00  Lead  decided",
        "came in with a copy",
        "Said at: the meeting of 02/03/2021",
        "Why: Staff left",
        "Due: 31/03/2021 → 30/04/2021",
    ]
    assert told(LINE) == ["Action 1.1 Coach", "01/03/2021 09:00  Lead"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (ToldChange("Title", "a" * LONG, "b" * LONG), [f"Title: {'a' * LONG} → {'b' * LONG}"]),
        (ToldChange("Title", "a", "b" * (LONG + 1)), ["Title", "from", "a", "to", "b" * (LONG + 1)]),
        (ToldChange("Title", "a" * (LONG + 1), ""), ["Title", "from", "a" * (LONG + 1), "to", "nothing"]),
        (ToldChange("Text", "", "two\nlines"), ["Text", "two", "lines"]),
        (ToldChange("Text", "", "one"), ["Text: one"]),
        (
            ToldChange("Text", "", "one", others=("two\nlines", ""), settles=True),
            ["Text", "one", "and not", "two", "lines", "and not", "nothing"],
        ),
        (ToldChange("Text", "", "one", others=("two", ""), settles=True), ["Text: one, not two or nothing"]),
    ],
)
def test_a_text_that_is_long_or_of_several_lines_has_lines_of_its_own(change: ToldChange, said: list[str]) -> None:
    assert told(replace(LINE, fields=[change]))[2:] == said


async def test_the_history_says_what_it_did_at_any_width(tmp_path: Path, snapshot: object) -> None:
    said: list[str] = []
    async with opened(make(tmp_path / "plan.board"), size=(140, 30)) as pilot:
        for keys in (("h",), ("H",)):
            await press(pilot, *keys)
            for width in (140, 107, 106, 105, 104, 103, 102, 80):
                await pilot.resize_terminal(width, 30)
                await settle(pilot)
                said += [f"--- {width}", *lines(pilot)]
            await press(pilot, "escape")
    assert "\n".join(said) == snapshot
