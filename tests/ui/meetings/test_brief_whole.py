"""Whole briefs, line by line: of an action, a KPI, a risk, an ambition, and of what was asked at meetings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from boardtui.domain.board.board import Board, Since
from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Kpi,
    Meeting,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.ui.meetings.brief import Brief, clipped, presented
from boardtui.ui.meetings.recorded import Recorded
from tests.domain.making import board_of, months, trend

TODAY = date(2021, 3, 2)
BEFORE = Meeting(id="jan", date="2021-01-19", state=MeetingState.CLOSED)
NOW = Meeting(id="mar", date="2021-03-02", state=MeetingState.RUNNING)
LONG = "Sessions are held with every team manager, and the notes of them are read by the principal social worker. "


def written(drawn: RenderableType, width: int = 78) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(drawn)
    return [line.replace("\u00a0", " ").rstrip() for line in out.getvalue().splitlines()]


def brief_of(
    record: Record,
    *others: Record,
    meeting: Meeting | None = NOW,
    since: Since | None = None,
    width: int = 78,
    height: int = 24,
    large: bool = False,
    **profile: Any,
) -> Brief:
    board = board_of(record, *others, BEFORE, NOW, since=since, **profile)
    about = item_brief(board, board.find(record.id) or record, TODAY)
    return Brief(board, about, meeting, None, Palette({}), width=width, height=height, large=large)


def essentials(record: Record, *others: Record, width: int = 78, **rest: Any) -> list[str]:
    return written(brief_of(record, *others, width=width, **rest).essentials(), width)


def rest(record: Record, *others: Record, width: int = 78, **values: Any) -> list[str]:
    return written(brief_of(record, *others, width=width, **values).rest(), width)


def action(**values: Any) -> Action:
    return Action(id="a", ref="1.1", **{"title": "Coach managers", **values})


def since(record: Record, **before: Any) -> Since:
    """A board on which some fields of a record were different at the meeting before."""
    groups: dict[str, dict[str, Any]] = {}
    for name, value in before.items():
        group = record.kind.attributes[name].group
        own = {each: getattr(record, each) for each in record.kind.groups.get(group, (name,))}
        groups.setdefault(group, own)[name] = value
    return Since(BEFORE, {record.id: groups})


ACTION = action(
    **{"rag": Rag.RED, "rationale": LONG * 2, "lead": "Head", "due": "2021-02-20", "original_due": "2020-12-31"},
    **{"back_to_green": "2021-05-01", "commentary": "Nine of ten done", "help_wanted": "Two posts"},
)
EARLIER = Challenge(id="q1", meeting="jan", item="a", text=f"Why is it late? {LONG}", raised_by="DfE")
TODAYS = Challenge(id="q2", meeting="mar", item="a", text=f"Who coaches? {LONG * 3}")
TASK = ActionArising(id="t1", meeting="jan", item="a", text="Write it down", owner="Lead", due="2021-03-31")
TODAYS_TASK = ActionArising(id="t2", meeting="mar", item="a", text=f"Send it round. {LONG * 2}")
RISK = Risk(id="r", ref="R1", title="Turnover", current="4x3", category="workforce", owner="Head", links=("a", "amb"))
KPI = Kpi(id="k", ref="2.1", title="Timeliness", minimum="85%", upper="95%", links=("a",), ambition="amb")
FIGURES = ["80%", "82%", "85%", "83%", "88%", "90%", "91%", "89%", "92%", "93%", "90%", "94%", "95%", "96%"]
READINGS: Sequence[Reading] = trend(KPI, months("2020-01", FIGURES))
AMBITION = Ambition(id="amb", ref="1", title="Practice", lead="Director", narrative="Well begun")
ITS_ACTIONS = [
    replace(ACTION, id=f"x{number}", ref=f"1.{number}", ambition="amb", rag=rag)
    for number, rag in enumerate((Rag.RED, Rag.GREEN, Rag.AMBER), start=1)
]


class TestEssentials:
    def test_an_action_begins_with_its_rating_its_dates_why_and_what_was_asked(self) -> None:
        changed = since(ACTION, rag=Rag.AMBER)
        assert essentials(ACTION, EARLIER, TODAYS, TASK, TODAYS_TASK, since=changed) == [
            "1.1 Coach managers",
            " R ✖ Red    ↓ worse since the last board, was  A ▲ Amber",
            "Due: 20/02/2021, original date 31/12/2020   +51 days, date revised once, 10",
            "days late",
            "Why: Sessions are held with every team manager, and the notes of them are read",
            "by the principal social worker. Sessions are held with every… · back to green",
            "by 01/05/2021",
            "Question 1 of 19/01/2021: Why is it late? Sessions are held with every team",
            "manager, and the notes of them are read by the principal social worker. · y",
            "answers it",
            "Question 2 of today: Who coaches? Sessions are held with every team manager,",
            "and the notes of them are read by the principal social worker. Sessions…",
            "Action 1 of 19/01/2021 (Lead, by 31/03/2021): Write it down · f marks it",
            "complete",
            "Action 2 of today (nobody named, no date): Send it round. Sessions are held",
            "with every team manager, and the notes of them are read by the principal…",
        ]

    def test_where_there_is_room_lines_stand_apart_and_while_it_is_prepared_no_key_answers(self) -> None:
        assert essentials(ACTION, EARLIER, TASK, meeting=None, height=34, width=100) == [
            "1.1 Coach managers",
            "",
            " R ✖ Red",
            "Due: 20/02/2021, original date 31/12/2020   +51 days, date revised once, 10 days late",
            "Why: Sessions are held with every team manager, and the notes of them are read by the principal",
            "social worker. Sessions are held with every team manager, and the notes of them are read… · back to",
            "green by 01/05/2021",
            "",
            "Question of 19/01/2021: Why is it late? Sessions are held with every team manager, and the notes of",
            "them are read by the principal social worker.",
            "Action of 19/01/2021 (Lead, by 31/03/2021): Write it down",
        ]
        assert "" not in essentials(ACTION, EARLIER, TASK, meeting=None, height=33, width=100)

    def test_one_question_of_today_is_told_among_what_was_recorded_only(self) -> None:
        assert not any("Question" in line or "Action" in line for line in essentials(ACTION, TODAYS, TODAYS_TASK))
        numbered = essentials(ACTION, EARLIER, TODAYS)
        assert [line.split(":")[0] for line in numbered if line.startswith("Question")] == [
            "Question 1 of 19/01/2021",
            "Question 2 of today",
        ]
        unknown = essentials(ACTION, replace(EARLIER, meeting="gone"))
        assert "Question of earlier: Why is it late?" in " ".join(unknown)

    @pytest.mark.parametrize(
        ("values", "before", "line"),
        [
            ({"rag": Rag.RED}, {"rag": Rag.AMBER}, " R ✖ Red    ↓ worse since the last board, was  A ▲ Amber"),
            ({"rag": Rag.GREEN}, {"rag": Rag.AMBER}, " G ● Green    ↑ better since the last board, was  A ▲ Amber"),
            ({"rag": Rag.RED}, {"title": "Coach"}, " R ✖ Red    ► same as at the last board"),
            ({"rag": Rag.RED}, {"rag": Rag.NOT_RATED}, " R ✖ Red    rated since the last board, was  ○ Not rated"),
            (
                {"rag": Rag.NOT_RATED},
                {"rag": Rag.RED},
                " ○ Not rated    no longer rated since the last board, was  R ✖ Red",
            ),
            ({"rag": Rag.NOT_RATED}, {}, " ○ Not rated    ► same as at the last board"),
        ],
    )
    def test_how_a_rating_has_moved_since_the_last_board_is_said_beside_it(
        self, values: dict[str, Any], before: dict[str, Any], line: str
    ) -> None:
        record = action(**values)
        assert essentials(record, since=since(record, **before))[1] == line
        assert essentials(record, KPI, *READINGS, since=since(record, **before))[1] == line, "of its own rating"

    @pytest.mark.parametrize(
        ("values", "line"),
        [
            ({}, "Due: no date stated"),
            ({"due": "2021-03-31"}, "Due: 31/03/2021   no slippage"),
            ({"due": "2021-03-31", "original_due": "2021-03-31"}, "Due: 31/03/2021   no slippage"),
            (
                {"due": "2021-03-31", "original_due": "2021-03-01"},
                "Due: 31/03/2021, original date 01/03/2021   +30 days, date revised once",
            ),
            ({"due": "2021-03-02"}, "Due: 02/03/2021   no slippage"),
            ({"due": "2021-03-01"}, "Due: 01/03/2021   1 day late"),
            ({"due": "soon"}, "Due: soon ⚠ it cannot be read as a date   no slippage"),
        ],
    )
    def test_its_dates_are_told_with_the_original_one_where_that_is_another(
        self, values: dict[str, Any], line: str
    ) -> None:
        assert essentials(action(**values))[2] == line

    @pytest.mark.parametrize(
        ("values", "line"),
        [
            ({"rag": Rag.RED, "rationale": "Two left"}, "Why: Two left"),
            ({"rag": Rag.BLUE, "evidence": "Seen", "rationale": "Two left"}, "Evidence: Seen"),
            ({"rag": Rag.RED, "back_to_green": "2021-05-01"}, "Why: no reason given · back to green by 01/05/2021"),
        ],
    )
    def test_why_it_is_rated_so_or_the_evidence_is_told(self, values: dict[str, Any], line: str) -> None:
        assert essentials(action(**values))[-1] == line

    @pytest.mark.parametrize(
        ("current", "before", "line"),
        [
            ("4x3", "3x3", " 4 × 3 = 12 high  above tolerance   ↓ worsened, was 3 × 3"),
            ("4x3", "4x4", " 4 × 3 = 12 high  above tolerance   ↑ improved, was 4 × 4"),
            ("4x3", "3x4", " 4 × 3 = 12 high  above tolerance   ► same"),
            ("4x3", "4x3", " 4 × 3 = 12 high  above tolerance   ► same"),
            ("3x3", "4x4", " 3 × 3 = 9 high    ↑ improved, was 4 × 4"),
            ("6x3", "4x4", "⚠ 6×3 off the map   ↓ worsened, was 4 × 4"),
            ("", "", "unscored   ► same"),
        ],
    )
    def test_a_risk_begins_with_its_score_and_how_it_has_moved(self, current: str, before: str, line: str) -> None:
        record = replace(RISK, current=current)
        own = essentials(record, since=since(record, current=before), appetite="workforce: cautious 9")
        assert own[1] == line
        linked = replace(record, links=("k",))
        told = essentials(linked, KPI, *READINGS, since=since(linked, current=before), appetite="workforce: cautious 9")
        assert told[1] == line, "and not of its KPI"

    def test_what_is_routed_to_another_board_says_so(self) -> None:
        routed = essentials(replace(AMBITION, routed_to="Start Well Board"))
        assert routed[1] == " ○ Not rated    now routed through Start Well Board"

    def test_a_title_has_two_lines_and_a_question_three(self) -> None:
        lines = essentials(action(title=LONG * 3), replace(EARLIER, text=LONG * 6))
        assert [number for number, line in enumerate(lines) if "…" in line] == [1, 6]
        assert lines[2] == " ○ Not rated" and lines[4].startswith("Question of 19/01/2021: ")

    def test_a_kpi_says_how_its_figure_has_moved_since_the_last_board(self) -> None:
        new = Since(BEFORE, new=frozenset([READINGS[-1].id]))
        assert essentials(KPI, *READINGS, since=new, width=100)[1].endswith("   △ up since the last board, was 95%")
        added = Since(BEFORE, new=frozenset(["k"]))
        assert essentials(KPI, *READINGS, since=added)[1] == essentials(KPI, *READINGS)[1], "a new one has not moved"

    def test_a_kpi_before_the_board_shows_its_chart_and_its_latest_figures(self) -> None:
        assert essentials(KPI, *READINGS) == [
            "2.1 Timeliness",
            " ○ Not rated   96% Feb 21, target 85% – 95%",
            "   ┌─────────────────────────────────────────────────────────────────────────┐",
            "100┤                                                                         │",
            "   │                                                                         │",
            " 95┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━⢀⣀⣀H⠤⠤⠔⠒⠒H━━━│",
            "   │                                          ⢀⣀⣀●⣀        ⣀⠤H⠉⠉⠁            │",
            " 90┤                     ●⣀⣀⣀⣀⣀●⣀⡀      ⣀⠤⠔●⠉⠉⠁    ⠉⠒⠢⢄●⡠⠔⠊                  │",
            "   │───────────────●⡠⠤⠒⠊⠉────────⠈⠉⠑⠒●⠊⠉─────────────────────────────────────│",
            "   │             ⡠⠊                                                          │",
            " 85┤╍╍╍●⠤⣀⡀╍╍╍⢀⠔⠉╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍│",
            "   │┈┈┈┈┈┈⠈⠉⠒L⠁┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈│",
            " 80┤                                                                         │",
            "   └───────────────┬─────────────────┬─────────────────┬─────────────────┬───┘",
            "                May 20            Aug 20            Nov 20           Feb 21",
            "━━ upper target 95%   ╍╍ minimum 85%   ── mean   ┈┈ limits   H higher",
            "L lower   latest 12 of 14",
            "Mar 20 85% · Apr 20 83% · May 20 88% · Jun 20 90% · Jul 20 91% · Aug 20 89% ·",
            "Sep 20 92% · Oct 20 93% · Nov 20 90% · Dec 20 94% · Jan 21 95% · Feb 21 96%",
        ]
        assert essentials(KPI, *READINGS, meeting=None) == essentials(KPI, *READINGS)[:2]
        assert essentials(KPI, READINGS[0])[2:] == ["Jan 20 80%"]
        some = trend(KPI, {"2020-01": "80%", "2020-02": "", "soon": "70%"})
        assert essentials(KPI, *some)[-1] == "Jan 20 80%", "what nobody has measured yet is not told"
        assert [len(essentials(KPI, *READINGS, height=height)) - 6 for height in (17, 18, 24, 29, 30)] == [
            6,
            7,
            13,
            18,
            18,
        ]


class TestAsked:
    def test_a_question_is_its_own_title_and_stands_there_once(self) -> None:
        short = Challenge(id="q", meeting="jan", item="a", text="Why is it late?")
        lines = essentials(short, ACTION)
        assert sum("Why is it late?" in line for line in lines) == 1
        assert "Question of 19/01/2021 · y answers it" in lines
        assert not any("Why is it late?" in line for line in rest(short, ACTION))
        assert "About" in rest(short, ACTION)
        assert "Why is it late?" in rest(short, ACTION, large=True), "large letters may not show all of it"

    def test_a_question_that_does_not_fit_into_its_title_is_read_on(self) -> None:
        long = Challenge(id="q", meeting="jan", item="a", text=LONG * 5)
        assert essentials(long, ACTION)[4].endswith("…")
        assert LONG.strip()[-30:] in " ".join(rest(long, ACTION))

    def test_in_large_letters_the_question_is_there_in_small_ones_too(self) -> None:
        short = Challenge(id="q", meeting="jan", item="a", text="Why is it late?")
        assert any(line.endswith("Why is it late? · y answers it") for line in essentials(short, ACTION, large=True))


class TestRecorded:
    def test_each_stands_on_its_line_and_the_one_that_is_picked_is_marked(self) -> None:
        said = [Recorded(label, words, ACTION, "", ()) for label, words in (("Decided", "Go"), ("Note", "So"))]
        own = brief_of(ACTION)
        assert written(own.recorded(said, -1)) == ["Recorded today", "  Decided: Go", "  Note: So"]
        marked = own.recorded(said, 1)
        assert written(marked) == ["Recorded today", "  Decided: Go", "▸ Note: So"]
        assert [marked.plain[each.start : each.end] for each in marked.spans if each.style == "bold"] == ["▸ Note: So"]
        assert own.recorded([], -1).plain == ""
        roomy = written(brief_of(ACTION, height=34).recorded(said, 0))
        assert roomy == ["", "Recorded today", "▸ Decided: Go", "  Note: So"]


class TestMinutes:
    @pytest.mark.parametrize(
        ("agreed", "line"), [("", "A draft · Y agrees it, as it has been corrected"), ("What was said", "Agreed")]
    )
    def test_the_minutes_of_a_meeting_say_whether_they_are_a_draft(self, agreed: str, line: str) -> None:
        feb = Meeting(id="feb", date="2021-02-16", state=MeetingState.CLOSED, known="{}", front_sheet="Plan")
        assert essentials(replace(feb, agreed_minutes=agreed))[1] == line


class TestCut:
    @pytest.mark.parametrize(("words", "lines", "room"), [("ab", 1, 20), ("ab", 2, 32), ("ab", 3, 44)])
    def test_a_text_is_cut_where_it_would_need_more_lines(self, words: str, lines: int, room: int) -> None:
        text = (words * 30)[:room]
        assert clipped(text, 20, lines) == text
        assert clipped(text + "a", 20, lines) == f"{text[:-1]}…"
        assert cell_len(clipped("a" * 50, 0, 1)) == 2


def test_outside_of_a_meeting_an_item_is_shown_in_large_letters_with_all_there_is_to_read() -> None:
    board: Board = board_of(ACTION, EARLIER)
    lines = written(presented(board, ACTION, TODAY, Palette({}), width=78, height=24))
    assert "Help wanted" in lines and any("Question of earlier: Why is it late?" in line for line in lines)
    assert sum("▐" in line for line in lines) >= 5 and not any("answers it" in line for line in lines)
