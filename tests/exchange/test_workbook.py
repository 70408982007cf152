"""A board as a workbook, read back as a spreadsheet program reads it."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook

from boardtui.domain.board.board import Board
from boardtui.domain.board.excerpt import excerpt
from boardtui.domain.board.words import GONE
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Kpi
from boardtui.domain.records.rag import Rag, read_rag
from boardtui.exchange.plan import table_kinds, written_fields
from boardtui.exchange.rows import guarded, headings, kind_csv, number_cell, steady
from boardtui.exchange.workbook import CUT, LONGEST_TEXT, board_workbook
from boardtui.settings.paths import bundled
from boardtui.settings.theme_files import read_theme
from tests.domain import making
from tests.domain.making import new_id
from tests.exchange.plans import HOSTILE, board_of
from tests.exchange.test_plan_round_trip import EXAMPLES, plans

THEME = read_theme(bundled("themes") / "council-light.toml")[0]

PLAN = """
format = 1
[[ambition]]
ref = "1"
title = "Practice"
[[action]]
ambition = "1"
ref = "1.10"
title = "=1+1"
rag = "amber"
due = "2021-03-31"
original_due = "Dec 21"
commentary = "- first\\n- second"
links = ["kpi:2.1", "risk:R6"]
[[action]]
ambition = "1"
ref = "1.2"
rag = "red"
[[kpi]]
ref = "2.1"
minimum = "−5"
upper = "-5"
[kpi.trend]
2021-03 = "97.7%"
2021-04 = "27% exc Dec"
2021-05 = "-"
[[risk]]
ref = "R6"
current = "4x3"
"""


def opened(board: Board) -> Workbook:
    return load_workbook(io.BytesIO(board_workbook(board, THEME)))


def column(book: Workbook, sheet: str, heading: str) -> list[Any]:
    """The cells under a heading."""
    first, *rest = book[sheet].iter_rows()
    place = [each.value for each in first].index(heading)
    return [row[place] for row in rest]


def test_every_kind_that_has_records_has_a_sheet_with_a_frozen_header_and_filters(tmp_path: Path) -> None:
    book = opened(board_of(PLAN, tmp_path))
    assert book.sheetnames == ["Ambitions", "Actions", "KPIs", "Readings", "Risks", "Board"]
    actions = book["Actions"]
    assert (actions.freeze_panes, actions.auto_filter.ref) == (
        "C2",
        f"A1:{actions.cell(3, actions.max_column).coordinate}",
    )
    assert [each.value for each in actions[1]][:3] == ["Ambition", "Ref", "Title"]
    assert all(8 <= each.width <= 60 for each in actions.column_dimensions.values())


def test_every_field_that_is_declared_has_a_column_of_its_own(tmp_path: Path) -> None:
    board = board_of(PLAN, tmp_path)
    for kind in table_kinds():
        over = headings(board, kind)
        assert list(over) == [each.name for each in written_fields(kind)]
        assert len({words.casefold() for words in over.values()}) == len(over)


def test_ratings_are_lettered_and_filled_with_the_colours_of_the_theme(tmp_path: Path) -> None:
    second, first = column(opened(board_of(PLAN, tmp_path)), "Actions", "RAG")
    assert (first.value, second.value) == ("A ▲ Amber", "R ✖ Red")
    for cell, rating in ((first, Rag.AMBER), (second, Rag.RED)):
        pair = THEME.rag[rating.value]
        assert (cell.fill.fgColor.rgb[2:], cell.font.color.rgb[2:]) == (pair.background[1:], pair.text[1:])
        assert read_rag(cell.value) is rating


def test_days_are_days_and_a_date_in_words_keeps_its_words(tmp_path: Path) -> None:
    book = opened(board_of(PLAN, tmp_path))
    _, due = column(book, "Actions", "Due")
    assert (due.value, due.number_format) == (datetime(2021, 3, 31), "dd/mm/yyyy")
    assert column(book, "Actions", "Original date")[1].value == "Dec 21"


def test_figures_are_numbers_that_show_what_was_stated(tmp_path: Path) -> None:
    book = opened(board_of(PLAN, tmp_path))
    percent, limited, dash = column(book, "Readings", "Value")
    assert (percent.value, percent.number_format) == (0.977, "0.0%")
    assert (limited.value, dash.value) == ("27% exc Dec", "-")
    minus, hyphen = (column(book, "KPIs", f"{each} target")[0] for each in ("Minimum", "Upper"))
    assert (minus.value, minus.number_format) == (-5, '0;"−"0')
    assert (hyphen.value, hyphen.number_format) == (-5, '0;"-"0')


def test_words_that_begin_like_a_formula_are_words(tmp_path: Path) -> None:
    book = opened(board_of(PLAN, tmp_path))
    _, title = column(book, "Actions", "Title")
    assert (title.value, title.data_type, title.quotePrefix) == ("=1+1", "s", True)
    _, commentary = column(book, "Actions", "Commentary")
    assert (commentary.value, commentary.data_type, commentary.quotePrefix) == ("- first\n- second", "s", True)


def test_links_are_refs_with_their_kind_where_several_can_be_meant(tmp_path: Path) -> None:
    book = opened(board_of(PLAN, tmp_path))
    assert {each.value for each in column(book, "Actions", "Ambition")} == {"1"}
    assert column(book, "Actions", "Linked to")[1].value == "kpi:2.1, risk:R6"
    assert column(book, "Readings", "KPI")[0].value == "2.1"


def test_the_same_board_gives_the_same_bytes_and_tells_no_time_of_writing(tmp_path: Path) -> None:
    board = board_of(PLAN, tmp_path)
    first = board_workbook(board, THEME)
    assert board_workbook(board, THEME) == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {each.date_time[0] for each in file.infolist()} == {1980}
        assert b"2021-03-02T10:00:00" in file.read("docProps/core.xml")
        assert b"Z</dcterms:modified>" in file.read("docProps/core.xml")


def test_without_a_theme_the_letters_are_still_there(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(board_workbook(board_of(PLAN, tmp_path), None)))
    assert column(book, "Actions", "RAG")[1].value == "A ▲ Amber"


def test_an_empty_board_makes_a_workbook_that_opens(tmp_path: Path) -> None:
    assert opened(board_of("format = 1\n", tmp_path)).sheetnames == ["Board"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    board = board_of(tomli_w.dumps({"format": 1, "narrative": [{"text": "x" * 40_000}]}), tmp_path)
    (text,) = column(opened(board), "Narrative items", "Text")
    assert (len(text.value), text.value.endswith(CUT)) == (LONGEST_TEXT, True)


def test_a_board_that_calls_its_ambitions_otherwise_has_sheets_that_can_be_opened(tmp_path: Path) -> None:
    label = "Theme [A/B]: a word that is far too long for a sheet"
    plan = {"format": 1, "board": {"ambition_plural": label}, "ambition": [{"ref": "1"}]}
    assert opened(board_of(tomli_w.dumps(plan), tmp_path)).sheetnames[0] == "Theme A B a word that is far to"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_written_and_read(text: str, tmp_path: Path) -> None:
    board = board_of(tomli_w.dumps({"format": 1, "ambition": [{"ref": "1", "narrative": text}]}), tmp_path)
    kept = steady(board.all(Ambition)[0].narrative)
    (read,) = column(opened(board), "Ambitions", "Narrative")
    assert read.data_type in ("s", "n")
    assert (read.value or "").replace("\r", "") == kept


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 100,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans())
def test_any_board_has_a_row_for_each_record_and_no_formula(plan: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        board = board_of(tomli_w.dumps(plan), Path(folder))
    book = opened(board)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type in ("f", "e")]
    rows = sum(sheet.max_row - 1 for sheet in book if sheet.title != "Board")
    assert rows == sum(len(board.of_kind(name)) for name in KINDS if name != "board")


STATED = {
    "97.7%": ("0.977", "0.0%"),
    "97%": ("0.97", "0%"),
    "97 %": ("0.97", '0" "%'),
    "2,995": ("2995", "#,##0"),
    "12.50": ("12.50", "0.00"),
    "£335k": ("335000", '"£"0,"k"'),
    "£1.5m": ("1500000", '"£"0.0,,"m"'),
    "£1,200": ("1200", '"£"#,##0'),
    "12 days": ("12", '0" days"'),
    "-5%": ("-0.05", '0%;"-"0%'),
    "0": ("0", "0"),
}


@pytest.mark.parametrize(("stated", "number", "shown"), [(each, *rest) for each, rest in STATED.items()])
def test_a_stated_figure_is_a_number_with_a_format_of_its_own(stated: str, number: str, shown: str) -> None:
    cell = number_cell(stated)
    assert cell is not None
    assert (cell.value, cell.shown) == (Decimal(number), shown)


@pytest.mark.parametrize(
    "stated", ["", "n/a", "c", "-", "007", "27% exc Dec", "1 of 4", "12 345", "1234567890123456", "-0"]
)
def test_what_no_number_would_show_stays_words(stated: str) -> None:
    assert number_cell(stated) is None


class TestCsv:
    def test_one_kind_is_written_as_it_is_kept(self, tmp_path: Path) -> None:
        board = board_of(PLAN, tmp_path)
        header, march, april, may = kind_csv(board, "reading").splitlines()
        assert header == "KPI,Series,Period,Numerator,Denominator,Value,Provisional,Note"
        assert march == "2.1,period,2021-03,,,97.7%,no,"
        assert (april, may) == ("2.1,period,2021-04,,,27% exc Dec,no,", "2.1,period,2021-05,,,-,no,")

    def test_links_to_what_is_not_in_a_part_of_the_board_have_its_ref_or_at_least_its_id(self) -> None:
        told, same, bare = (Kpi(id=new_id(), ref=ref, title="Visits") for ref in ("2,1", "3", ""))
        action = Action(id=new_id(), ref="1.1", title="Write", links=(told.id, same.id, bare.id, "gone"))
        board = making.board_of(action, told, same, bare, replace(same, id=new_id()))
        header, line = csv.reader(kind_csv(excerpt(board, {action.id}), "action").splitlines())
        assert dict(zip(header, line, strict=True))["Linked to"] == f"{GONE}, kpi:{bare.id}, kpi:2,1, kpi:3"

    @pytest.mark.parametrize("words", ["=1+1", "+cmd", "@SUM(A1)", "-1+1", "- a point", "=", "+44 20 x"])
    def test_what_a_spreadsheet_would_run_is_guarded(self, words: str) -> None:
        assert guarded(words) == f"'{words}"

    @pytest.mark.parametrize("words", ["-5", "−5", "-5%", "-£3k", "-", "+5%", "words", "1-2", ""])
    def test_what_it_would_not_run_is_left_as_it_is(self, words: str) -> None:
        assert guarded(words) == words
