"""What stands around tables, in boxes of cells that touch or nearly do: titles, forms, keys and notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.importing import preview
from boardtui.exchange.sources.reading import read_source
from tests.imports.sheets import BOARD, coloured, looked_at, put, workbook
from tests.imports.test_where_tables_are import others, ranges


class TestWhatStandsAround:
    @pytest.mark.parametrize(
        ("cells", "what"),
        [
            ({"A1": "Plan of the board"}, [("title", "A1")]),
            ({"A1": "Plan", "A2": "of the board", "A3": "Version 3"}, [("title", "A1:A3")]),
            ({"A1": "Plan", "A2": "of the board", "A3": "Version 3", "A4": "May"}, [("notes", "A1:A4")]),
            ({"A1": "Plan", "A3": "Version 3"}, [("title", "A1"), ("title", "A3")]),
            ({"A1": "Plan", "D1": "May"}, [("title", "A1:D1")]),
            ({"A1": "Plan", "E1": "May"}, [("title", "A1"), ("title", "E1")]),
            ({"A1": "Plan", "F1": "May"}, [("title", "A1"), ("notes", "F1")]),
            ({"A12": "Plan of the board"}, [("notes", "A12")]),
            ({"A12": "Meaning of it"}, [("legend", "A12")]),
            ({"A12": "x " * 39 + "key"}, [("notes", "A12")]),
            ({"A12": "x " * 38 + "key"}, [("legend", "A12")]),
            ({"A12": "Owner:", "B12": "PMO", "A13": "Date", "B13": "May"}, [("form", "A12:B13")]),
            ({"A12": "Owner", "B12": "PMO", "A13": "Date", "B13": "May"}, [("notes", "A12:B13")]),
            ({"A12": "Owner", "B12": "PMO", "A13": "Version", "B13": 3}, [("form", "A12:B13")]),
            ({"A12": "a", "B12": "b", "A13": "c", "B13": "d", "A14": "e", "B14": "f"}, [("form", "A12:B14")]),
            ({"A12": "a", "B12": "b", "A13": "c", "B14": "d"}, [("form", "A12:B14")]),
            ({"A15": "a:", "B15": "b", "C15": "x", "A16": "c", "B16": "d"}, [("notes", "A15:C16")]),
            ({"A12": "Owner:", "B12": "PMO"}, [("notes", "A12:B12")]),
        ],
    )
    def test_each_is_told_by_its_form_and_place(
        self, cells: dict[str, str | int], what: list[tuple[str, str]], tmp_path: Path
    ) -> None:
        book, sheet = workbook([["Ref", "Action", "Lead", "RAG", "Due"], ["1", "Write", "A", "G", "x"]], top=6)
        for at, words in cells.items():
            sheet[at] = words
        assert others(looked_at((book, sheet), tmp_path)) == what

    @pytest.mark.parametrize(
        ("colours", "what"), [(["FF0000", "00B050"], "legend"), (["FF0000"], "notes"), (["FF0000", "123456"], "notes")]
    )
    def test_words_in_two_colours_of_ratings_are_a_key(self, colours: list[str], what: str, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action"], ["1", "Write"]])
        put(sheet, [["Late"], ["Done"]], top=12)
        for row, colour in enumerate(colours, 12):
            coloured(sheet, f"A{row}", colour)
        assert others(looked_at((book, sheet), tmp_path)) == [(what, "A12:A13")]

    def test_an_empty_sheet_and_an_empty_merged_area_are_said(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action"], ["1", "Write"]])
        sheet.merge_cells("D5:E6")
        book.create_sheet("Nothing")
        assert others(looked_at((book, sheet), tmp_path)) == [("empty block", "D5:E6"), ("empty sheet", "A1")]

    def test_a_hidden_sheet_is_read_only_by_name(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action"], ["1", "Write"]])
        hidden = book.create_sheet("Old")
        put(hidden, [["Ref", "Action", "Lead"], ["2", "Send", "A"]], top=3, left=2)
        hidden.sheet_state = "hidden"
        assert others(looked_at((book, sheet), tmp_path)) == [("hidden sheet", "B3:D4")]
        path = tmp_path / "table.xlsx"
        done = preview(read_source(path), BOARD, lambda _: (), Answers(), sheet="OLD")
        assert (ranges(done), others(done)) == (["B3:D4"], [])
