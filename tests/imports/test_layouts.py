"""The same sheet in another layout comes to the same records: moved, under a title, its columns in another order."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.importing import preview
from boardtui.exchange.sources.grid import Source, text_cell
from boardtui.exchange.sources.reading import read_source
from tests.imports.sheets import BOARD, records

GIVEN = Path(__file__).parents[1] / "data" / "import_cases" / "given"
CASES = [path for path in sorted(GIVEN.glob("*.expected.json")) if not path.name.startswith("g08")]  # lines are fixed


def moved(source: Source, down: int, right: int) -> Source:
    for sheet in source.sheets:
        sheet.rows = {
            row + down: {column + right: cell for column, cell in cells.items()} for row, cells in sheet.rows.items()
        }
        sheet.merged = [(a + down, b + right, c + down, d + right) for a, b, c, d in sheet.merged]
        sheet.hidden_columns = {column + right for column in sheet.hidden_columns}
    return source


def titled(source: Source) -> Source:
    source = moved(source, 4, 0)
    for sheet in source.sheets:
        sheet.rows[1], sheet.rows[2] = {1: text_cell("Report of the programme office")}, {1: text_cell("Version 3")}
    return source


def shuffled(source: Source) -> Source:
    for sheet in source.sheets:
        if sheet.merged:
            continue
        width = max(max(cells) for cells in sheet.rows.values())
        places = random.Random(7).sample(range(1, width + 1), width)
        sheet.rows = {
            row: dict(sorted((places[column - 1], cell) for column, cell in cells.items()))
            for row, cells in sheet.rows.items()
        }
    return source


def told(source: Source, answers: Answers) -> list[Any]:
    done = preview(source, BOARD, lambda _: (), answers)
    return sorted(
        (
            draft.kind,
            sorted((name, str(value)) for name, value in draft.values.items()),
            sorted(words for _, words in draft.kept),
            sorted(sorted((name, str(value)) for name, value in child.values.items()) for child in draft.children),
        )
        for draft in records(done)
    )


def give(answers: Answers, values: dict[str, Any], path: tuple[str, ...] = ()) -> Answers:
    for name, value in values.items():
        if isinstance(value, dict):
            give(answers, value, (*path, name))
        else:
            answers.give(value, *path, name)
    return answers


@pytest.mark.parametrize(
    "change", [lambda source: moved(source, 3, 2), titled, shuffled], ids=["moved", "titled", "shuffled"]
)
@pytest.mark.parametrize("path", CASES, ids=lambda each: each.name.partition(".")[0])
def test_another_layout_comes_to_the_same(path: Path, change: Callable[[Source], Source]) -> None:
    want = json.loads(path.read_text(encoding="utf-8"))
    if change is shuffled and path.name[:3] in ("g01", "g13", "g15"):
        pytest.skip("tables and titles there have places of their own")
    source, answers = read_source(GIVEN / want["source"]), want["setup"]["answers"]
    before = told(copy.deepcopy(source), give(Answers(), answers))
    assert before
    assert told(change(copy.deepcopy(source)), give(Answers(), answers)) == before
