"""Long and wide sheets: the work grows with the cells and with nothing else, and nothing of them is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from boardtui.exchange.sheets.importing import Preview
from boardtui.exchange.sources.grid import Sheet, SheetCell
from tests.imports.sheets import asked, looked_at, records

STATES = ("Open", "In review", "Closed")


def rows_of(count: int) -> str:
    """An action log: refs, titles, leads, dates, a status, and a column that no field takes."""
    lines = (
        f"A{n},Action number {n},Lead {n % 7},{n % 28 + 1:02}/06/2025,{STATES[n % 3]},Note {n}" for n in range(count)
    )
    return "\n".join(["Ref,Action,Lead,Due,Status,Cost centre", *lines, ""])


def looks_at_cells(count: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, Preview]:
    """How often cells are looked at for so many rows, at most one of them, and what comes of it."""
    looks: Counter[tuple[int, int]] = Counter()
    at = Sheet.at

    def counted(self: Sheet, row: int, column: int) -> SheetCell:
        looks[row, column] += 1
        return at(self, row, column)

    with monkeypatch.context() as patched:
        patched.setattr(Sheet, "at", counted)
        done = looked_at(rows_of(count), folder)
    late = max(times for (row, _), times in looks.items() if row > count // 2)
    return looks.total(), late, done


class TestLongSheets:
    def test_ten_times_the_rows_are_ten_times_the_looks_and_no_more_questions(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few, often, short = looks_at_cells(1_000, tmp_path, monkeypatch)
        many, as_often, long = looks_at_cells(10_000, tmp_path, monkeypatch)
        assert as_often <= often, "no cell is looked at more often because there are more of them"
        assert many <= 10 * few
        assert asked(long) == asked(short) != []
        assert len(long.notices.questions) == len(short.notices.questions)
        assert long.planned.made["action"] == 10_000
        assert len(long.planned.changes) == 10_000


class TestWideSheets:
    WORDS = ("Ref", "Action", "Lead", "Due", *(f"Extra {n}" for n in range(1, 37)))

    def wide(self, heads: tuple[str, ...], folder: Path) -> Preview:
        rows = [
            [f"A{row}", f"Do {row}", "PMO", "30/06/2025", *(f"r{row}c{n}" for n in range(36))] for row in range(1, 4)
        ]
        return looked_at("\n".join(map(",".join, [heads, *rows])) + "\n", folder)

    def test_of_forty_columns_each_that_has_no_field_is_kept_under_its_heading(self, tmp_path: Path) -> None:
        found = records(self.wide(self.WORDS, tmp_path))
        assert [each.values["title"] for each in found] == ["Do 1", "Do 2", "Do 3"]
        assert found[2].kept == [(f"Extra {n + 1}", f"r3c{n}") for n in range(36)]

    def test_of_forty_columns_headed_alike_no_word_is_lost(self, tmp_path: Path) -> None:
        done = self.wide((*self.WORDS[:4], *["Notes"] * 36), tmp_path)
        for row, draft in enumerate(records(done), 1):
            said = [*draft.values.values(), *(words for _, words in draft.kept)]
            assert {f"r{row}c{n}" for n in range(36)} <= set(map(str, said))
        assert all(heading.startswith("Notes") for draft in records(done) for heading, _ in draft.kept)


class TestLongWords:
    def test_words_too_long_for_a_reading_are_kept_whole_on_the_kpi(self, tmp_path: Path) -> None:
        words = " ".join(f"reason {n}" for n in range(80))
        done = looked_at(f"KPI,Target,Apr 2025,May 2025\nVisits,90%,91%,{words}\nPlans,80%,85%,86%\n", tmp_path)
        (visits, _) = [each.values for each in done.planned.changes if each.kind == "kpi"]
        assert visits["other_words"] == f"Value 2025-05: {words}"
        readings = [each.values for each in done.planned.changes if each.kind == "reading"]
        assert [each.get("value", "") for each in readings] == ["91%", "85%", "86%"], "and no reading without a figure"
