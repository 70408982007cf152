"""Dates and figures that can hardly be meant are saved as they are, and said at once and by `boardtui check`."""

from pathlib import Path

import pytest

from boardtui.cli.changes import tell_findings
from boardtui.domain.board.finding import Finding
from tests.cli.conftest import SIGNED, Boardtui, field

KPI = ["kpi", "ref=9.1", "title=Visits", "unit=percent", "polarity=high", "minimum=90%", "upper=95%"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("before Easter", "cannot be read as a date"),
        ("31/O3/2021", "cannot be read as a date"),
        ("31/03/2021?", "cannot be read as a date"),
        ("44286", "keeps for 31/03/2021"),
        ("31/03/0021", "the year 0021 cannot be meant"),
        ("31/03/2210", "the year 2210 cannot be meant"),
    ],
)
def test_a_date_that_cannot_be_read_is_told_when_it_is_set_and_by_check(
    board: Path, boardtui: Boardtui, words: str, problem: str
) -> None:
    ran = boardtui("set", board, "1.1", f"due={words}", *SIGNED)
    assert ran.code == 0
    assert problem in ran.err
    assert problem in boardtui("check", board).out
    assert "Without a readable date  1" in boardtui("show", board, "summary").out


def test_a_date_that_can_be_read_is_told_by_nobody(board: Path, boardtui: Boardtui) -> None:
    assert boardtui("set", board, "1.1", "due=w/c 1 March 2027", *SIGNED).err == ""
    assert field(board, "1.1", "due") == "w/c 1 March 2027"
    assert boardtui("set", board, "1.1", "due=31–03–2027", *SIGNED).err == ""
    assert field(board, "1.1", "due") == "2027-03-31"
    assert "Without a readable date  0" in boardtui("show", board, "summary").out


def test_a_date_added_with_a_record_is_told_too(board: Path, boardtui: Boardtui) -> None:
    ran = boardtui("add", board, "action", "ambition=1", "ref=9.9", "title=Coach", "due=before Easter", *SIGNED[-2:])
    assert "before Easter" in ran.err


def test_day_counts_that_cannot_be_are_findings(board: Path, boardtui: Boardtui) -> None:
    boardtui("set", board, "1.1", "due=31/03/1991", *SIGNED)
    assert "days late: wrong year?" in boardtui("check", board, "--on", "31/03/2021").out


@pytest.mark.parametrize(
    ("period", "value", "problem"),
    [
        ("Feb 21", "978%", "more than the whole"),
        ("Feb 21", "0.97", "fraction of 1"),
        ("Mar 2091", "97%", "had not begun"),
    ],
)
def test_a_figure_that_can_hardly_be_meant_is_told_when_it_is_added_and_by_check(
    board: Path, boardtui: Boardtui, period: str, value: str, problem: str
) -> None:
    boardtui("add", board, *KPI, *SIGNED[-2:])
    ran = boardtui("add", board, "reading", "kpi=9.1", f"period={period}", f"value={value}", *SIGNED[-2:])
    assert ran.code == 0
    assert problem in ran.err
    assert problem in boardtui("check", board).out


def test_only_what_a_figure_brings_is_told_when_it_is_added(board: Path, boardtui: Boardtui) -> None:
    def added(period: str, value: str) -> str:
        return boardtui("add", board, "reading", "kpi=9.1", f"period={period}", f"value={value}", *SIGNED[-2:]).err

    boardtui("add", board, *KPI, *SIGNED[-2:])
    assert "978%" in added("Jan 21", "978%")
    assert added("Feb 21", "97%") == ""
    assert added("Mar 21", "96%") == ""
    assert "has no reading for Apr 21" in added("May 21", "95%")
    assert added("Jun 21", "95%") == ""
    assert boardtui("set", board, "kpi:9.1", "ref=9.2", *SIGNED).err == ""


def test_a_figure_that_is_put_right_says_nothing_of_what_it_was(board: Path, boardtui: Boardtui) -> None:
    boardtui("add", board, *KPI, *SIGNED[-2:])
    reading = ("reading", "kpi=9.1", "period=Jan 21", "value=978%", *SIGNED[-2:])
    assert "978%" in boardtui("add", board, *reading).err
    assert boardtui("set", board, "kpi:9.1 2021-01", "value=97.8%", *SIGNED).err == ""


def test_of_many_doubts_ten_are_told_and_how_many_more_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    doubts = [Finding("record", "1.1", "code", f"Doubt {number}.") for number in range(1, 13)]
    for count, more in ((0, []), (10, []), (11, ["And 1 more"]), (12, ["And 2 more"])):
        tell_findings(doubts[:count], Path("the plan.board"))
        assert capsys.readouterr().err.splitlines() == [
            *(f"boardtui: Look at it again: Doubt {number}." for number in range(1, min(count, 10) + 1)),
            *(f"boardtui: {each} to look at: boardtui check 'the plan.board'" for each in more),
        ]


def test_a_target_that_is_a_date_is_told(board: Path, boardtui: Boardtui) -> None:
    boardtui("add", board, *KPI, *SIGNED[-2:])
    assert "is not one figure" in boardtui("set", board, "kpi:9.1", "upper=31/07/2021", *SIGNED).err


def test_a_plan_tells_what_is_doubtful_in_it(tmp_path: Path, boardtui: Boardtui) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'format = 1\n[[ambition]]\nref = "1"\ntitle = "Practice"\n'
        '[[action]]\nambition = "1"\nref = "1.1"\ntitle = "Coach"\ndue = "before Easter"\n',
        encoding="utf-8",
    )
    ran = boardtui("new", tmp_path / "plan.board", "--from", plan)
    assert ran.code == 0
    assert "before Easter" in ran.err


DOUBTFUL_SHEETS = [
    ("Ref,Measure,Unit,Feb 21\n9.1,Visits,percent,978%\n", "978% is more than the whole"),
    ("Ref,Measure,Unit,Feb 21\n9.1,Visits,percent,1\n", "1 is a fraction of 1"),
    ("Ref,Measure,Unit,Mar 2091\n9.1,Visits,percent,97%\n", "had not begun"),
    ("Ref,Action,Lead,Due date,Status\n1.1,Coach,Head,31/O3/2021,Green\n1.2,Audit,Head,30/06/2021,Red\n", "31/O3/2021"),
]


@pytest.mark.parametrize(("sheet", "problem"), DOUBTFUL_SHEETS)
def test_what_is_doubtful_in_a_sheet_is_told_when_it_is_imported(
    board: Path, tmp_path: Path, boardtui: Boardtui, sheet: str, problem: str
) -> None:
    boardtui("add", board, *KPI, *SIGNED[-2:])
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    ran = boardtui("import", board, tmp_path / "sheet.csv", "--yes", *SIGNED[-2:])
    assert problem in "".join(line for line in ran.err.splitlines() if "Look at it again" in line)
    again = boardtui("import", board, tmp_path / "sheet.csv", "--yes", *SIGNED[-2:])
    assert "Look at it again" not in again.err


def test_what_is_doubtful_in_a_copy_is_told_before_it_is_merged(
    board: Path, tmp_path: Path, boardtui: Boardtui
) -> None:
    boardtui("add", board, *KPI, *SIGNED[-2:])
    boardtui("copy", board, tmp_path / "lead.board")
    for period, value in (("Feb 21", "978%"), ("Mar 21", "97%")):
        added = ("reading", "kpi=9.1", f"period={period}", f"value={value}")
        boardtui("add", tmp_path / "lead.board", *added, *SIGNED[-2:])
    boardtui("set", tmp_path / "lead.board", "1.1", "due=before Easter", *SIGNED)
    looked = boardtui("merge", board, tmp_path / "lead.board", "--dry-run")
    merged = boardtui("merge", board, tmp_path / "lead.board", "--yes", "--report", tmp_path / "report.md")
    for told in (looked.err, merged.err, (tmp_path / "report.md").read_text(encoding="utf-8")):
        assert "978% is more than the whole" in told
        assert "before Easter" in told
    assert "Look at it again" not in boardtui("merge", board, tmp_path / "lead.board", "--yes").err
