"""A workbook as it is read: what its cells show, how they look, and what of a sheet is hidden, merged or drawn."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from boardtui.domain.errors import BoardError
from boardtui.exchange.sources import excel
from boardtui.exchange.sources.grid import DATE, FLAG, MONTH, NOTHING, NUMBER, TEXT, TIME, Sheet
from boardtui.exchange.sources.reading import read_source


def read(folder: Path, fill_in: Callable[[Workbook, Worksheet], object]) -> Sheet:
    """The first sheet of a workbook that is filled in, saved and read."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill_in(book, sheet)
    book.save(folder / "plan.xlsx")
    return read_source(folder / "plan.xlsx").sheets[0]


def rewritten(path: Path, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> None:
    """A workbook with a part of it as another program would write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def read_as(folder: Path, cells: str) -> Sheet:
    """A sheet of which these are the rows, as they stand in the file."""
    Workbook().save(folder / "plan.xlsx")
    rewritten(
        folder / "plan.xlsx", lambda text: text.replace("<sheetData></sheetData>", f"<sheetData>{cells}</sheetData>")
    )
    return read_source(folder / "plan.xlsx").sheets[0]


@pytest.mark.parametrize(
    ("value", "code", "text", "sort"),
    [
        ("Write  to\nall ", "General", "Write to\nall", TEXT),
        (0.86, "0%", "86%", NUMBER),
        (3, "General", "3", NUMBER),
        (True, "General", "TRUE", FLAG),
        (False, "General", "FALSE", FLAG),
        ("#N/A", "General", "#N/A", TEXT),
        (datetime(2026, 3, 5), "dd/mm/yyyy", "05/03/2026", DATE),
        (datetime(2026, 3, 5, 9, 30), "d mmm yyyy hh:mm", "5 Mar 2026 09:30", DATE),
        (datetime(2026, 3, 5), "d mmm", "5 Mar", DATE),
        (datetime(2026, 3, 1), "mmm-yy", "Mar-26", MONTH),
        (datetime(2026, 3, 1), "yyyy", "2026", DATE),
        (46086, "mm-dd-yy", "05/03/2026", DATE),  # the short date of whoever reads it
        (time(9, 30), "h:mm", "09:30", TIME),
        (timedelta(hours=30), "[h]:mm", "30:00", TIME),
        (timedelta(minutes=7, seconds=30), "mm:ss", "7:30", TIME),
    ],
)
def test_a_cell_is_what_it_shows_and_of_which_sort_that_is(
    value: object, code: str, text: str, sort: str, tmp_path: Path
) -> None:
    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        sheet.append([])
        sheet.append([None, value])
        sheet["B2"].number_format = code

    cell = read(tmp_path, fill_in).at(2, 2)
    assert (cell.text, cell.sort) == (text, sort)


@pytest.mark.parametrize(
    ("written", "text", "number"),
    [
        ('<c r="A1"><v>0.85999999999999999</v></c>', "0.86", "0.86"),
        ('<c r="A1"><v>1234567890123456</v></c>', "1234567890000000", "1234567890123456"),
        ('<c r="A1"><v>12345678901234567</v></c>', "12345678900000000", "12345678901234567"),
        ('<c r="A1"><v>1234567890.0625</v></c>', "1234567890", "1234567890.0625"),
        ('<c r="A1"><v>many</v></c>', "many", None),
        ('<c r="A1" t="str"><v> as it  is</v></c>', "as it is", None),
        ('<c r="A1" t="inlineStr"><is><r><t>in </t></r><r><t>parts</t></r></is></c>', "in parts", None),
        ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!", None),
        ('<c r="A1" t="d"><v>2026-03-05T00:00:00Z</v></c>', "05/03/2026", None),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE", None),
    ],
)
def test_a_cell_is_read_however_a_program_has_written_it(
    written: str, text: str, number: str | None, tmp_path: Path
) -> None:
    cell = read_as(tmp_path, f'<row r="1">{written}</row>').at(1, 1)
    assert (cell.text, cell.number) == (text, None if number is None else Decimal(number))


def test_what_is_behind_a_cell_is_kept_beside_what_it_shows(tmp_path: Path) -> None:
    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = 0.86, datetime(2026, 3, 1), " two  words", "words"
        sheet["A1"].number_format, sheet["B1"].number_format = "0%", "mmm-yy"
        sheet["E1"], sheet["F1"] = 1, 2
        sheet["E1"].number_format, sheet["F1"].number_format = '0" first"', '0" last"'  # no program knows these before

    sheet = read(tmp_path, fill_in)
    assert [sheet.at(1, column).text for column in (5, 6)] == ["1 first", "2 last"]
    assert (sheet.at(1, 1).number, sheet.at(1, 1).percent) == (Decimal("0.86"), True)
    assert (sheet.at(1, 2).moment, sheet.at(1, 2).percent) == (datetime(2026, 3, 1), False)
    assert [sheet.at(1, column).written for column in (3, 4)] == [" two  words", "words"]
    assert [sheet.at(1, column).raw for column in (3, 4)] == [" two  words", ""]


def test_rows_and_cells_that_do_not_say_where_they_stand_follow_each_other(tmp_path: Path) -> None:
    row = "<c><v>1</v></c><c><v>2</v></c>"
    sheet = read_as(tmp_path, f'<row>{row}</row><row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row>{row}</row>')
    shown = {row: {column: cell.text for column, cell in cells.items()} for row, cells in sheet.rows.items()}
    assert shown == {1: {1: "1", 2: "2"}, 5: {3: "1", 4: "2"}, 6: {1: "1", 2: "2"}}


def test_the_days_of_a_workbook_that_counts_from_1904_are_its_days(tmp_path: Path) -> None:
    def fill_in(book: Workbook, sheet: Worksheet) -> None:
        book.epoch = CALENDAR_MAC_1904
        sheet["A1"] = datetime(2026, 3, 5)
        sheet["A1"].number_format = "dd/mm/yyyy"

    assert read(tmp_path, fill_in).at(1, 1).text == "05/03/2026"


def test_a_formula_shows_the_value_that_is_kept_and_one_without_is_told(tmp_path: Path) -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><v>2</v></c>'
    cells += '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>1+1</f><v></v></c>'
    sheet = read_as(tmp_path, f'<row r="1">{cells}</row>')
    shown = [(cell.text, cell.formula, cell.uncached) for cell in sheet.rows[1].values()]
    # That of the fourth is there: it shows nothing.
    assert shown == [("2", True, False), ("", True, True), ("2", False, False), ("", True, False), ("", True, True)]
    assert [sheet.uncached(1, first, last) for first, last in ((1, 1), (1, 2), (2, 2), (3, 4), (4, 5))] == [
        *(False, True, True, False, True)
    ]


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        (PatternFill("solid", fgColor="FFFFC000"), "FFC000"),
        (PatternFill("solid", fgColor="ffffc000"), "FFC000"),
        (PatternFill("solid", fgColor=Color(indexed=2)), "FF0000"),
        (PatternFill("solid", fgColor=Color(indexed=64)), ""),
        (PatternFill("solid", fgColor=Color(indexed=63)), "333333"),
        (PatternFill("solid", fgColor=Color(theme=0)), "FFFFFF"),
        (PatternFill("solid", fgColor=Color(theme=1)), "000000"),
        (PatternFill("solid", fgColor=Color(theme=2)), "EEECE1"),
        (PatternFill("solid", fgColor=Color(theme=3)), "1F497D"),
        (PatternFill("solid", fgColor=Color(theme=4)), "4F81BD"),
        (PatternFill("solid", fgColor=Color(theme=4, tint=0.5)), "A7C0DE"),
        (PatternFill("solid", fgColor=Color(theme=4, tint=-0.5)), "28405E"),
        (PatternFill("solid", fgColor=Color(theme=11)), "800080"),
        (PatternFill("solid", fgColor=Color(theme=12)), ""),
        (PatternFill("gray125", fgColor="FFFFC000"), ""),
        (PatternFill(), ""),
    ],
)
def test_a_cell_has_the_colour_that_a_person_sees(fill: PatternFill, colour: str, tmp_path: Path) -> None:
    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        sheet["A1"], sheet["A1"].fill, sheet["B1"].fill = "A", fill, fill

    sheet = read(tmp_path, fill_in)
    assert sheet.at(1, 1).fill == colour
    # One that is empty is kept for its colour alone.
    assert (sheet.at(1, 2) is NOTHING, sheet.at(1, 2).fill) == (not colour, colour)


def test_bold_words_and_letters_that_are_signs_are_told(tmp_path: Path) -> None:
    fonts = [Font(bold=True), Font(name="Wingdings 2"), Font(name="Symbol"), Font(name="Symbolic"), Font(name="Arial")]

    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        for column, font in enumerate(fonts, 1):
            sheet.cell(1, column, "ü").font = font

    looks = [(cell.bold, cell.font) for cell in read(tmp_path, fill_in).rows[1].values()]
    assert looks == [(True, ""), (False, "Wingdings 2"), (False, "Symbol"), (False, ""), (False, "")]


def test_what_is_hidden_is_known_but_rows_that_hold_nothing_are_not_hidden(tmp_path: Path) -> None:
    def fill_in(book: Workbook, sheet: Worksheet) -> None:
        for row in range(1, 4):
            sheet.cell(row, 1, "words")
        for row in (2, 9):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions.group("B", "D", hidden=True)
        sheet.column_dimensions["F"].hidden = True
        book.create_sheet("Lists").sheet_state = "hidden"
        book.create_sheet("Keys").sheet_state = "veryHidden"

    sheet = read(tmp_path, fill_in)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {2, 3, 4, 6})
    assert [(each.name, each.hidden) for each in read_source(tmp_path / "plan.xlsx").sheets] == [
        *(("Sheet", False), ("Lists", True), ("Keys", True))
    ]


def test_merged_cells_share_what_stands_in_the_first_of_them(tmp_path: Path) -> None:
    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        sheet["B2"], sheet["D2"] = "Practice", "Write"
        sheet.merge_cells("B2:C4")

    sheet = read(tmp_path, fill_in)
    assert sheet.merged == [(2, 2, 4, 3)]
    inside = [(2, 2), (2, 3), (4, 2), (4, 3)]
    outside = [(1, 2), (5, 2), (2, 1), (4, 4)]
    assert {sheet.shared(*each).text for each in inside} == {"Practice"}
    assert {sheet.merge_at(*each) for each in inside} == {(2, 2, 4, 3)}
    assert {sheet.shared(*each).text for each in outside} == {""}
    assert {sheet.merge_at(*each) for each in outside} == {None}


@pytest.mark.parametrize("end", [AnchorMarker(col=6, row=20), None])
def test_charts_are_known_by_where_they_lie(end: AnchorMarker | None, tmp_path: Path) -> None:
    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = 1
        chart = BarChart()
        chart.add_data(Reference(sheet, 1, 1))
        start, size = AnchorMarker(col=2, row=4), XDRPositiveSize2D(1_000_000, 1_000_000)
        anchor: Any = TwoCellAnchor(_from=start, to=end) if end else OneCellAnchor(_from=start, ext=size)
        chart.anchor = anchor
        sheet.add_chart(chart)

    # Of one that does not say where it ends, the size that such charts have is believed.
    assert read(tmp_path, fill_in).charts == [(5, 3, 21, 7) if end else (5, 3, 19, 10)]


def test_columns_beyond_any_table_are_not_read(tmp_path: Path) -> None:
    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(1, excel.MOST_COLUMNS, "last")
        sheet.cell(1, excel.MOST_COLUMNS + 1, "beyond")
        sheet.cell(2, 1, "next")

    sheet = read(tmp_path, fill_in)
    assert (list(sheet.rows[1]), list(sheet.rows[2])) == ([excel.MOST_COLUMNS], [1])


def test_a_workbook_that_is_far_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_in(_book: Workbook, sheet: Worksheet) -> None:
        for row in range(1, 5):
            sheet.cell(row, 1, row)

    with monkeypatch.context() as patched:
        patched.setattr(excel, "MOST_CELLS", 4)
        read(tmp_path, fill_in)
        patched.setattr(excel, "MOST_CELLS", 3)
        with pytest.raises(BoardError, match="Sheet holds more than 3 cells"):
            read(tmp_path, fill_in)
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        unpacked = sum(each.file_size for each in archive.infolist())
    monkeypatch.setattr(excel, "MOST_UNPACKED", unpacked)
    assert read_source(tmp_path / "plan.xlsx").sheets
    monkeypatch.setattr(excel, "MOST_UNPACKED", unpacked - 1)
    with pytest.raises(BoardError, match=r"plan\.xlsx unpacks to 0 MB, more than any plan needs"):
        read_source(tmp_path / "plan.xlsx")


@pytest.mark.parametrize("change", [lambda _: "<worksheet", lambda text: text.replace('t="n"', 't="s"')])
def test_a_damaged_workbook_is_refused_with_what_to_do(change: Callable[[str], str], tmp_path: Path) -> None:
    read(tmp_path, lambda _, sheet: sheet.cell(1, 1, 7))
    rewritten(tmp_path / "plan.xlsx", change)
    with pytest.raises(BoardError, match=r"plan\.xlsx is damaged, or is no workbook\. Open it in Excel"):
        read_source(tmp_path / "plan.xlsx")
