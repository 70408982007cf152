"""The columns of the scorecard: which there are at each width, and what they say of a KPI, without a screen."""

from __future__ import annotations

from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.kpis import Frequency
from boardtui.report.seen import Seen
from boardtui.ui.kpis.columns import kpi_columns, make_up, period_labels
from boardtui.ui.shared.text import Pieces
from tests.domain.making import board_of, kpi_of, trend
from tests.ui.conftest import STYLES
from tests.ui.kpis.test_kpi_detail import ROWS, TODAY


def pieces(row: KpiRow, width: int, back: int = 0, figures: int = 0) -> dict[str, Pieces]:
    """What the columns that a table of some width has draw of a KPI."""
    found: dict[str, Pieces] = {}
    for column in kpi_columns(Seen(row.view.board, TODAY), lambda: back, figures):
        if column.from_width <= width <= column.to_width:
            cell = column.cell(row)
            assert not isinstance(cell, str) and {piece.style for piece in cell} <= STYLES
            assert column.label not in found
            found[column.label] = cell
    return found


def texts(row: KpiRow, width: int, back: int = 0) -> dict[str, str]:
    return {label: "".join(piece.text for piece in cell) for label, cell in pieces(row, width, back).items()}


def styles(row: KpiRow, width: int) -> dict[str, list[tuple[str, str]]]:
    return {
        label: [(piece.text, piece.style) for piece in cell if piece.style]
        for label, cell in pieces(row, width).items()
        if label not in ("Ref", "RAG")
    }


def test_at_each_width_there_are_the_most_telling_columns_and_as_many_periods_as_have_room() -> None:
    few = "Ref Measure Current RAG"
    usual = "Ref Measure Current Periods Target RAG "
    more = "Ref Measure Current Basis Periods Target RAG  Trend┊target SPC"
    wide = "Ref Measure Last year Current Basis Periods Target RAG Moved Trend┊target SPC"
    parts, verdicts = "Num. Den.", "Variation Assurance"
    whole = f"Ref Measure Last year {parts} Current Basis Periods Target RAG Moved Trend┊target {verdicts}"
    for first, last, labels in (
        (30, 59, few),
        (60, 111, usual),
        (112, 149, more),
        (150, 189, wide),
        (190, 400, whole),
    ):
        for width in (first, last):
            assert " ".join(pieces(ROWS["2.1"], width)) == labels, width
    for first, last, room in (
        (60, 111, 17),
        (112, 125, 23),
        (126, 149, 31),
        (150, 214, 39),
        (215, 239, 55),
        (240, 279, 79),
        (280, 400, 119),
    ):
        for width in (first, last):
            assert len(texts(ROWS["2.2"], width)["Periods"]) == room, width


def test_on_a_narrow_screen_the_current_figure_has_the_room_that_the_longest_number_needs() -> None:
    widths = {}
    for figures in (0, 7, 8, 10, 11):
        shown = [
            each
            for each in kpi_columns(Seen(ROWS["2.1"].view.board, TODAY), lambda: 0, figures)
            if each.label == "Current"
        ]
        widths[figures] = [each.width for each in shown]
    assert widths == {0: [7, 10], 7: [7, 10], 8: [8, 10], 10: [10, 10], 11: [10, 10]}


def test_what_a_line_says_of_a_kpi() -> None:
    found = texts(ROWS["2.1"], 200)
    assert (found["Measure"], found["Last year"], found["Current"]) == ("! ⚠ Measure 2.1", "88% 2018/19", "99%")
    assert found["Periods"] == f"{'99%':>39}"
    assert (found["Variation"], found["Assurance"]) == ("N No change", "? Hit and miss")
    assert found["Trend┊target"] == "▁        █┊▂"
    assert texts(ROWS["2.1"], 120)["SPC"] == "N ?" and texts(ROWS["2.2"], 120)["SPC"] == ""
    # When one has gone back by a period, others stand there.
    assert texts(ROWS["2.2"], 120)["Periods"] == "    89%     92%        "
    assert texts(ROWS["2.2"], 120, back=1)["Periods"] == "    91%     89%     92%"
    assert texts(ROWS["2.2"], 120)[""] == "↑" and texts(ROWS["2.2"], 200)["Moved"] == "↑ better"
    # One that shares its dates with no other has them beside its figures.
    assert texts(ROWS["2.4"], 200)["Periods"] == f"{'26/01/21    322 26/02/21    322':>39}"
    assert texts(ROWS["2.4"], 120)["Periods"] == f"{'26/02/21    322':>23}"
    assert texts(ROWS["2.4"], 120, back=1)["Periods"] == f"{'26/01/21    322':>23}"
    kpi = kpi_of("1.1", unit="percent")
    parted = board_of(kpi, *trend(kpi, {"2020-01": "45/50 90%"}))
    found = texts(Scorecard().rows(parted)[0], 200)
    assert (found["Num."], found["Den."]) == ("45", "50")


def test_figures_stand_out_and_what_is_beside_them_does_not() -> None:
    assert styles(ROWS["2.1"], 200) == {
        **{"Measure": [("!", "warning"), ("⚠", "warning")], "Last year": [("2018/19", "muted")]},
        **{"Num.": [], "Den.": [], "Current": [("99%", "strong")], "Basis": [], "Periods": []},
        **{"Target": [], "Moved": [], "Variation": [("N No change", "muted")]},
        "Trend┊target": [("▁        █", "accent"), ("┊", "muted"), ("▂", "strong")],
        "Assurance": [("? Hit and miss", "muted")],
    }
    assert styles(ROWS["2.1"], 120)["SPC"] == [("N", "muted"), ("?", "muted")]
    assert styles(ROWS["2.2"], 200)["Moved"] == [("↑ better", "mark-better")]
    assert styles(ROWS["2.2"], 200)["Basis"] == [("YTD", "muted")]
    assert styles(ROWS["2.3"], 200)["Moved"] == [("↓ worse", "mark-worse")]
    assert styles(ROWS["2.5"], 200)["Current"] == [("–", "muted")]
    assert styles(ROWS["2.4"], 120)["Periods"] == [("26/02/21 ", "muted")]
    assert styles(ROWS["2.4"], 120)["Trend┊target"] == [("       ▁██", "accent")]


def test_above_the_periods_arrows_say_where_there_are_more_of_them() -> None:
    row = ROWS["2.2"]  # by the month, from January 2019 to February 2021
    assert [period_labels(row, 17, back) for back in (0, 1, 30)] == [
        "  ‹Dec 20  Feb 21 ",
        "  ‹Nov 20  Dec 20›",
        "   Jan 19  Feb 19›",
    ]
    assert period_labels(row, 23, 0) == "‹Nov 20  Dec 20  Feb 21 "
    assert period_labels(row, 22, 0) == "       ‹Dec 20  Feb 21 "
    assert period_labels(row, 5, 1) == "N… D…›", "where there is little room they are cut before one of them goes"
    assert period_labels(ROWS["2.4"], 17, 1) == "  date and figure"
    empty = Scorecard().rows(board_of(kpi_of("1.1", frequency=Frequency.MONTHLY)))[0]
    assert period_labels(empty, 17, 0) == "  no readings yet"


def test_the_statuses_of_a_block_are_counted_with_as_many_words_as_have_room() -> None:
    counts = {Status.MISSED: 12, Status.MET: 3}
    forms = (" R ✖ Missed 12  G ● Met 3 ", " R ✖ 12  G ● 3 ", " ✖12  ●3 ")
    for room, form in ((26, forms[0]), (25, forms[1]), (15, forms[1]), (14, forms[2]), (5, forms[2])):
        found = make_up(counts, room)
        assert "".join(piece.text for piece in found) == form, room
        assert [piece.style for piece in found] == ["rag-red", "rag-green"]
