"""What `boardtui show` prints: every part of a board, for people and for programs."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Action, Ambition, Decision, Meeting, Risk
from boardtui.domain.records.rag import Rag
from boardtui.report.snapshot import snapshot
from boardtui.report.tables import WHAT, lines, rows, table
from tests.domain.boards import board, since
from tests.domain.making import board_of, current, kpi_of, previous_year, trend
from tests.report.boards import TITLE, hand_made

TODAY = date(2021, 3, 2)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Board:
    return hand_made(tmp_path_factory.mktemp("boards") / "hand-made.board")


def shown(made: Board, what: str, *, width: int = 200, filter: str = "") -> str:
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(table(made, what, today=TODAY, filter=filter))
    return out.getvalue()


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_everything_can_be_shown_at_any_width(what: str, width: int, made: Board) -> None:
    lines = shown(made, what, width=width).splitlines()
    assert lines
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("what", WHAT)
def test_everything_is_plain_values_for_json(what: str, made: Board) -> None:
    found = rows(made, what, today=TODAY)
    assert found
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("what", [each for each in WHAT if each != "summary"])
def test_an_empty_board_says_that_there_is_nothing_yet(what: str) -> None:
    words = "KPIs" if what == "kpis" else what.replace("_", " ")
    assert shown(board(), what) == f"There are no {words} on this board yet.\n"
    assert rows(board(), what, today=TODAY) == []


def test_an_unknown_part_lists_those_there_are(made: Board) -> None:
    with pytest.raises(BoardError, match=r"There is no 'acts' to show\. There is: summary, ambitions, actions"):
        table(made, "acts", today=TODAY)


def test_what_people_typed_is_never_read_as_markup(made: Board) -> None:
    assert " ".join(TITLE.split()) in " ".join(shown(made, "actions", width=400).split())


def test_terminal_escapes_are_not_printed() -> None:
    made = board(Action(id="a", title="\x1b[2J\x1b]0;x\x07plan\nnext"), Risk(id="r", ref="\x1b[31m", current="2x2"))
    assert "\x1b" not in shown(made, "actions") + shown(made, "risks") + shown(made, "summary")
    assert "plan / next" in shown(made, "actions")


def test_a_rating_is_letter_shape_and_word(made: Board) -> None:
    printed = shown(made, "actions")
    assert "A ▲ Amber" in printed
    assert "B ■ Blue" in printed
    assert "○ Not rated" in printed


def test_rows_come_as_people_count(made: Board) -> None:
    assert [row["ref"] for row in rows(made, "actions", today=TODAY)] == ["1.1", "1.2", "1.3", "1.4", "1.10", "2.1"]


def test_values_for_programs_are_words_numbers_and_refs(made: Board) -> None:
    first = rows(made, "actions", today=TODAY)[0]
    assert first["rag"] == "amber"
    assert first["due"] == "2021-03-31"
    assert (first["slipped_days"], first["late_days"], first["redatings"]) == (121, 0, 2)
    assert first["ambition"] == "1"
    assert first["movement"] == "same"


def test_an_impossible_date_is_no_number_and_says_why(made: Board) -> None:
    item = rows(made, "actions", today=TODAY)[1]
    assert (item["due"], item["late_days"]) == ("31/06/2021", None)
    assert item["date_problem"] == "there is no 31 June 2021"


@pytest.mark.parametrize(
    ("words", "refs"),
    [("COACH", ["1.1"]), ("social worker", ["1.1"]), ("blue", ["1.3"]), ("rest follow", ["1.1"]), ("1.10", ["1.10"])],
)
def test_the_filter_looks_in_ref_title_lead_rating_and_text_in_whatever_case(
    words: str, refs: list[str], made: Board
) -> None:
    assert [row["ref"] for row in rows(made, "actions", today=TODAY, filter=words)] == refs
    assert all(ref in shown(made, "actions", filter=words) for ref in refs)


def test_a_filter_that_finds_nothing_says_so(made: Board) -> None:
    assert shown(made, "actions", filter="[zzz") == "No actions with “[zzz”.\n"


def test_risks_come_with_the_heat_map_and_its_words(made: Board) -> None:
    printed = shown(made, "risks")
    assert "5 Almost certain" in printed
    assert "extreme 20" in printed
    assert printed.count("CIP01") == 2


def test_a_routed_ambition_names_the_other_board(made: Board) -> None:
    assert "now routed through Start Well Board | TSSP" in shown(made, "ambitions")


def test_the_summary_counts_and_lists_exceptions(made: Board) -> None:
    printed = shown(made, "summary")
    assert "5 actions: 1 red, 1 amber, 1 green, 1 blue and 1 not rated." in printed
    assert "red, overdue" in printed
    counts = [row for row in rows(made, "summary", today=TODAY) if row["about"] == "actions"]
    assert [(row["rag"], row["count"], row["last_meeting"]) for row in counts][:2] == [("red", 1, 0), ("amber", 1, 1)]


def test_columns_in_which_nothing_is_said_are_left_out() -> None:
    printed = shown(board(Action(id="a", title="No lead, no ref")), "actions")
    assert "Lead" not in printed
    assert "Ref" not in printed
    assert "No lead, no ref" in printed


def test_what_a_decision_is_about_is_named_or_left_empty_once_it_is_deleted() -> None:
    made = board(
        Ambition(id="o", ref="4"), Decision(id="d", item="o", text="Yes"), Decision(id="e", item="gone", text="No")
    )
    assert "ambition 4" in shown(made, "decisions")


def test_late_days_count_from_the_day_that_is_given() -> None:
    made = board(Action(id="a", due="2021-03-01", rag=Rag.GREEN))
    assert rows(made, "actions", today=date(2021, 3, 11))[0]["late_days"] == 10


@pytest.mark.parametrize("what", ["summary", "actions", "next_steps", "milestones", "mitigations", "actions_arising"])
def test_the_day_on_which_lateness_is_counted_is_that_of_the_snapshot_and_is_said(what: str, made: Board) -> None:
    out = StringIO()
    Console(file=out, width=200, color_system=None).print(table(made, what))
    (line,) = [line.strip() for line in out.getvalue().splitlines() if line.startswith("Position as at")]
    assert f"**{line.replace(':', ':**')}" in snapshot(made)
    assert {row["as_at"] for row in rows(made, what)} == {"2021-03-02"}
    assert {row["as_at"] for row in rows(made, what, today=date(2026, 11, 21))} == {"2026-11-21"}


def test_the_filter_passes_over_ids_and_days_that_are_only_counted() -> None:
    made = board(Action(id="abc12345", due="2021-03-01"))
    for words in ("abc12345", "False", "2021-03-11"):
        assert rows(made, "actions", today=date(2021, 3, 11), filter=words) == []
    assert len(rows(made, "actions", today=date(2021, 3, 11), filter="10 days late")) == 1


def test_nothing_depends_on_where_the_board_lies(made: Board, tmp_path: Path) -> None:
    again = hand_made(tmp_path / "elsewhere.board")
    assert rows(again, "actions", today=TODAY) == rows(made, "actions", today=TODAY)


COUNTED = board(
    Meeting(id="m", date="2021-03-02"),
    Action(id="a", ref="1.1", title="Coach", rag=Rag.RED, due="2021-02-12"),
    Action(id="b", ref="1.2", title="Audit", rag=Rag.GREEN),
    Risk(id="r", ref="R1", title="Capacity", current="5x5"),
    since=since(a={"status": {"rag": Rag.AMBER}}),
)
EXCEPTION = ["1.1", "Coach", "R ✖ Red", "red, overdue, worse"]


class TestTheSummary:
    def test_for_a_pipe_it_is_the_counts_now_and_then_the_day_the_figures_and_each_exception(self) -> None:
        assert list(lines(COUNTED, "summary")) == [
            ["R ✖ Red", "1", "0"],
            ["A ▲ Amber", "0", "1"],
            ["G ● Green", "1", "1"],
            ["B ■ Blue", "0", "0"],
            ["○ Not rated", "0", "0"],
            ["Position as at", "02/03/2021"],
            ["Exceptions", "1"],
            ["Due in 28 days", "0"],
            ["Without a readable date", "0"],
            ["Without recent update", "0"],
            ["Off target", "0"],
            ["Above tolerance", "0"],
            ["Unanswered", "0"],
            EXCEPTION,
        ]
        assert list(lines(board(Action(id="a")), "summary"))[:5] == [
            ["R ✖ Red", "0"],
            ["A ▲ Amber", "0"],
            ["G ● Green", "0"],
            ["B ■ Blue", "0"],
            ["○ Not rated", "1"],
        ]

    @pytest.mark.parametrize(("words", "there"), [("coach", True), ("overdue", True), ("zzz", False)])
    def test_a_filter_keeps_the_exceptions_that_hold_its_words_and_all_counts(self, words: str, there: bool) -> None:
        found = list(lines(COUNTED, "summary", filter=words))
        assert (EXCEPTION in found) is there
        assert len(found) == 13 + there
        printed = shown(COUNTED, "summary", filter=words)
        assert ("Coach" in printed) is there
        assert ("No exceptions with “zzz”." in printed) is not there

    def test_for_programs_each_row_says_what_it_is_about(self) -> None:
        found = rows(COUNTED, "summary")
        assert [each["about"] for each in found] == ["actions"] * 5 + ["figure"] * 12 + ["exception"]
        assert {each["figure"]: each["count"] for each in found if each["about"] == "figure" and each["count"]} == {
            "exceptions": 1,
            "overdue": 1,
            "worse": 1,
        }
        assert found[-1] == {
            "about": "exception",
            "as_at": "2021-03-02",
            "kind": "action",
            "ref": "1.1",
            "name": "1.1",
            "what": "Coach",
            "rag": "red",
            "reasons": ["red", "overdue", "worse"],
        }
        assert [each.get("figure", each["about"]) for each in rows(COUNTED, "summary", filter="Overdue")] == [
            "overdue",
            "exception",
        ]
        assert [each["rag"] for each in rows(COUNTED, "summary", filter="green")] == ["green"]

    def test_the_last_meeting_has_a_column_only_where_there_was_one(self) -> None:
        assert "Last meeting" in shown(COUNTED, "summary")
        alone = shown(board(Action(id="a", title="Alone")), "summary")
        assert "Last meeting" not in alone
        assert "No exceptions.\n" in alone
        assert alone.startswith("Improvement plan\nPosition as at: ")


def test_the_figures_of_a_kpi_are_values_for_programs_with_their_numbers() -> None:
    kpi = kpi_of("2.1", title="Visits", unit="percent")
    made = board_of(
        *(kpi, *trend(kpi, {"2021-01": "3/4 75% exc Dec", "2021-02": "c"})),
        *(current(kpi, "2021-02", "7/8 87.5%"), previous_year(kpi, "2019/20", "70%")),
    )
    (found,) = rows(made, "kpis")
    figures = {
        "current": "87.5%",
        "current_number": 87.5,
        "numerator": "7",
        "numerator_number": 7,
        "denominator": "8",
        "denominator_number": 8,
        "provisional": False,
        "as_at": "Feb 21",
        "previous_year": {"value": "70%", "number": 70, "year": "2019/20", "provisional": False},
        "status": "not rated",
        "change": None,
    }
    assert {name: found[name] for name in figures} == figures
    period = {
        "period": "2021-01",
        "in_the_future": False,
        "value": "75% exc Dec",
        "number": 75,
        "qualifier": "exc Dec",
        "missing": None,
        "numerator": "3",
        "numerator_number": 3,
        "denominator": "4",
        "denominator_number": 4,
        "provisional": False,
    }
    nothing = dict.fromkeys(("numerator_number", "denominator_number", "number"))
    hidden = {"period": "2021-02", "value": "c", "qualifier": "", "missing": "confidential"}
    assert found["periods"] == [period, {**period, **nothing, **hidden, "numerator": "", "denominator": ""}]


def test_the_score_of_a_risk_is_a_number_for_programs_with_its_band_and_whether_the_board_tolerates_it() -> None:
    (found,) = rows(COUNTED, "risks")
    assert (found["score"], found["band"], found["above_appetite"]) == (25, "extreme", False)
    (unscored,) = rows(board(Risk(id="r", ref="R1")), "risks")
    assert (unscored["score"], unscored["band"], unscored["above_appetite"]) == (None, None, False)
    (line,) = lines(COUNTED, "risks")
    assert line[:5] == ["R1", "Capacity", "–", "unscored", "25 extreme"]
