"""Five million characters pasted by mistake: refused in one sentence wherever the cursor is, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import Input, TextArea

from boardtui.domain.records.types import TEXT_LIMIT
from boardtui.ui.app import BoardApp
from boardtui.ui.imports.source import ImportSource
from boardtui.ui.shared.input_app import MOST_PASTED, too_long
from tests.ui.conftest import opened, press, toasts, write

LONG = "Five million [x\n" * 333_334


@pytest.mark.parametrize(
    "keys",
    [("r",), ("g",), ("slash",), ("comma",), ("e",), ("ctrl+p",), ("4", "i"), ("I", "tab")],
    ids=["reason", "date", "filter", "comment", "form", "palette", "figures", "import"],
)
async def test_it_is_refused_and_what_was_typed_stays_and_goes_on(path: Path, keys: tuple[str, ...]) -> None:
    async with opened(path) as pilot:
        await press(pilot, *keys)
        line = pilot.app.focused
        assert isinstance(line, Input | TextArea)

        def words() -> str:
            return line.value if isinstance(line, Input) else line.text

        await press(pilot, "end", "4")
        before = words()
        assert "4" in before
        await write(pilot, LONG)
        assert f"What was pasted is {len(LONG):,} characters long" in toasts(pilot)
        said = {each.message: each.severity for each in pilot.app._notifications}
        assert {said[each] for each in said if each.startswith("What was pasted")} == {"error"}, said
        assert words() == before and pilot.app.focused is line
        await press(pilot, "2")
        assert words() == before.replace("4", "42", 1)
        assert isinstance(pilot.app, BoardApp) and pilot.app.failure is None


def test_what_is_only_too_long_for_its_field_is_pasted_to_be_shortened_there() -> None:
    assert MOST_PASTED > TEXT_LIMIT
    assert too_long("x" * MOST_PASTED, Screen()) == ""
    assert f"{MOST_PASTED:,} can be pasted here: nothing was." in too_long("x" * (MOST_PASTED + 1), Screen())


def test_a_table_may_be_longer_than_what_a_field_holds() -> None:
    assert too_long("x" * 1_000_000, ImportSource()) == ""
    assert "1,000,000 can be pasted here" in too_long("x" * 1_000_001, ImportSource())
