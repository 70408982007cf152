"""How a board looks as a workbook: its sheets and their names, what stays in sight, widths, colours, and printing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Ambition, Meeting, Narrative, Reading
from boardtui.domain.records.rag import Rag
from boardtui.exchange.workbook import CUT, LONGEST_TEXT, NARROWEST, WIDEST, board_workbook
from boardtui.settings.paths import bundled
from boardtui.settings.theme_files import read_theme
from tests.domain.making import board_of, kpi_of, new_id

THEME = read_theme(bundled("themes") / "council-light.toml")[0]
KPI = kpi_of("2.1", title="Visits", definition="d" * 70)
BOARD = board_of(
    Ambition(id=new_id(), ref="1", title="Practice"),
    Action(id=new_id(), ref="1.1", title="Write it all down", rag=Rag.RED, due="2021-03-31"),
    Action(id=new_id(), ref="1.2", title="short\nlines", rag=Rag.NOT_RATED),
    KPI,
    Reading(id=new_id(), kpi=KPI.id, period="2021-02", value="91.5%"),
    Meeting(id=new_id(), date="2021-03-02"),
    title="Plan",
)


def book_of(board: Board = BOARD, kinds: tuple[str, ...] = ()) -> Workbook:
    return load_workbook(io.BytesIO(board_workbook(board, THEME, kinds)))


def sheet_of(book: Workbook, title: str) -> Worksheet:
    sheet = book[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def column(sheet: Worksheet, heading: str) -> tuple[str, list[Any]]:
    """The letter of a column and the cells under its heading."""
    place = [cell.value for cell in sheet[1]].index(heading) + 1
    return get_column_letter(place), [sheet.cell(row, place) for row in range(2, sheet.max_row + 1)]


@pytest.mark.parametrize(
    ("kinds", "titles"),
    [
        ((), ["Ambitions", "Actions", "KPIs", "Readings", "Meetings", "Board"]),
        (("action",), ["Actions"]),
        (("reading", "kpi"), ["KPIs", "Readings"]),
        (("risk",), ["Board"]),
    ],
)
def test_there_is_a_sheet_for_each_kind_that_is_wanted_and_never_none(
    kinds: tuple[str, ...], titles: list[str]
) -> None:
    assert book_of(kinds=kinds).sheetnames == titles


@pytest.mark.parametrize(
    ("plural", "title"),
    [
        ("actions", "Actions 2"),
        ("board", "Board"),
        ("a/b: [c]?", "A b c"),
        ("?*", "Sheet"),
        ("x" * 40, "X" + "x" * 30),
    ],
)
def test_every_sheet_has_a_name_that_a_sheet_can_have_and_no_other_one_has(plural: str, title: str) -> None:
    board = board_of(
        Ambition(id=new_id(), ref="1"), Action(id=new_id(), ref="1.1"), ambition_plural=plural, ambition_label="x"
    )
    names = book_of(board).sheetnames
    assert len({each.casefold() for each in names}) == len(names) == 3
    assert all(len(each) <= 31 for each in names)
    assert title in names


def test_what_a_record_is_called_and_the_headings_stay_in_sight_and_can_be_filtered() -> None:
    book = book_of()
    frozen = {each.title: each.freeze_panes for each in book.worksheets}
    assert frozen == {
        **{"Ambitions": "B2", "Actions": "C2", "KPIs": "B2", "Readings": "A2", "Meetings": "A2", "Board": "A2"}
    }
    actions = sheet_of(book, "Actions")
    assert actions.auto_filter.ref == f"A1:{get_column_letter(actions.max_column)}3"


def test_a_column_is_as_wide_as_its_longest_line_within_bounds() -> None:
    book = book_of()
    actions, kpis = sheet_of(book, "Actions"), sheet_of(book, "KPIs")
    widths = {name: actions.column_dimensions[column(actions, name)[0]].width for name in ("Title", "Ref", "Due")}
    assert widths["Title"] == len("Write it all down") + 2
    assert widths["Ref"] == NARROWEST
    assert widths["Due"] == len("dd/mm/yyyy") + 2
    letter, _ = column(actions, "Original date")
    assert actions.column_dimensions[letter].width == len("Original date") + 3
    assert kpis.column_dimensions[column(kpis, "Definition")[0]].width == WIDEST
    board = sheet_of(book, "Board")
    labels = [str(board.cell(row, 1).value) for row in range(2, board.max_row + 1)]
    assert board.column_dimensions["A"].width == max(map(len, labels)) + 3
    assert board.column_dimensions["B"].width == WIDEST


def test_headings_are_bold_and_coloured_and_words_are_wrapped_from_the_top() -> None:
    actions = sheet_of(book_of(), "Actions")
    for cell in actions[1]:
        assert cell.font.b and cell.alignment.wrap_text and cell.alignment.vertical == "top"
        assert cell.fill.fgColor.rgb[2:] == THEME.header.background.removeprefix("#")
    (_, (title, _)), (_, (due, _)) = column(actions, "Title"), column(actions, "Due")
    assert (bool(title.alignment.wrap_text), title.alignment.vertical) == (True, "top")
    assert (bool(due.alignment.wrap_text), due.alignment.vertical) == (False, "top")
    plain = load_workbook(io.BytesIO(board_workbook(BOARD, None)))
    heading = sheet_of(plain, "Actions")["A1"]
    assert heading.font.b and heading.fill.fill_type is None


def test_only_a_rating_is_coloured_and_what_is_not_rated_is_not() -> None:
    actions = sheet_of(book_of(), "Actions")
    _, (red, unrated) = column(actions, "RAG")
    assert red.fill.fgColor.rgb[2:] == THEME.rag["red"].background.removeprefix("#")
    assert red.font.b is ("bold" in THEME.rag["red"].style.split())
    assert unrated.fill.fill_type is None
    assert all(cell.fill.fill_type is None for cell in column(actions, "Title")[1])


def test_numbers_are_numbers_and_pages_are_as_wide_as_the_paper() -> None:
    readings = sheet_of(book_of(), "Readings")
    _, (value,) = column(readings, "Value")
    assert (value.value, value.data_type, value.number_format) == (0.915, "n", "0.0%")
    assert (readings.page_setup.orientation, readings.print_title_rows) == ("landscape", "$1:$1")
    assert readings.page_setup.fitToHeight in (0, False, "0")
    assert readings.sheet_properties.pageSetUpPr is not None and readings.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize(("length", "cut"), [(LONGEST_TEXT, False), (LONGEST_TEXT + 1, True)])
def test_a_text_is_cut_only_where_a_cell_cannot_hold_it(length: int, cut: bool) -> None:
    board = board_of(Narrative(id=new_id(), text="x" * length))
    _, (text,) = column(sheet_of(book_of(board), "Narrative items"), "Text")
    assert (len(text.value), text.value.endswith(CUT)) == (LONGEST_TEXT, cut)


def test_the_board_itself_is_a_list_of_its_words() -> None:
    board = sheet_of(book_of(), "Board")
    assert [cell.value for cell in board[1]] == ["Field", "Value"]
    said = {board.cell(row, 1).value: board.cell(row, 2).value for row in range(2, board.max_row + 1)}
    assert said["Title"] == "Plan"
    assert load_workbook(io.BytesIO(board_workbook(BOARD, None))).properties.creator == "boardtui"
