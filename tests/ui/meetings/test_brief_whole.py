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
    Mitigation,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import Progress
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
            ({"rag": Rag.RED}, {"rag": Rag.NOT_RATED}, " R ✖ Red    rated since the last board, was  - ○ Not rated"),
            (
                {"rag": Rag.NOT_RATED},
                {"rag": Rag.RED},
                " - ○ Not rated    no longer rated since the last board, was  R ✖ Red",
            ),
            ({"rag": Rag.NOT_RATED}, {}, " - ○ Not rated    ► same as at the last board"),
        ],
    )
    def test_how_a_rating_has_moved_since_the_last_board_is_said_beside_it(
        self, values: dict[str, Any], before: dict[str, Any], line: str
    ) -> None:
        record = action(**values)
        assert essentials(record, since=since(record, **before))[1] == line

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

    def test_a_kpi_before_the_board_shows_its_chart_and_its_latest_figures(self) -> None:
        assert essentials(KPI, *READINGS) == [
            "2.1 Timeliness",
            " - ○ Not rated   96% Feb 21, target 85% – 95%",
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
        assert [len(essentials(KPI, *READINGS, height=height)) - 6 for height in (17, 18, 24, 29, 30)] == [
            6,
            7,
            13,
            18,
            18,
        ]


class TestRest:
    def test_an_action_is_read_on_from_its_commentary_to_why_it_is_rated_so(self) -> None:
        assert rest(ACTION, KPI, *READINGS, RISK, since=since(RISK, current="3x3")) == [
            "Help wanted",
            "Two posts",
            "Latest commentary",
            "Nine of ten done",
            "Suggested questions",
            "· The date has moved once already: what makes the new one hold?",
            "· Why was the date moved? No reason is given.",
            "· It was due 10 days ago: what will it take, and by when?",
            "· Can the board give the help that is asked for: Two posts?",
            "KPIs",
            " - ○  2.1 Timeliness",
            "      96% Feb 21 target 85% – 95% △ up ▁▃▄▂▅▅▃▆▇█┊▇",
            "Risks",
            " 4 × 3 = 12 high  R1 Turnover ↓ worsened",
            "Why this rating",
            "Sessions are held with every team manager, and the notes of them are read by",
            "the principal social worker. Sessions are held with every team manager, and",
            "the notes of them are read by the principal social worker.",
        ]

    def test_from_110_cells_on_there_are_two_columns(self) -> None:
        lines = rest(ACTION, KPI, *READINGS, RISK, width=110)
        assert not any(line[53:56].strip() for line in lines)
        left, right = ([line[begin:end].rstrip() for line in lines] for begin, end in ((0, 53), (56, 110)))
        assert [line for line in left if line] == [
            "Help wanted",
            "Two posts",
            "Latest commentary",
            "Nine of ten done",
            "Why this rating",
            "Sessions are held with every team manager, and the",
            "notes of them are read by the principal social",
            "worker. Sessions are held with every team manager,",
            "and the notes of them are read by the principal",
            "social worker.",
        ]
        assert right[0] == "Suggested questions"
        assert right[-5:] == [
            "KPIs",
            " - ○  2.1 Timeliness",
            "      96% Feb 21 target 85% – 95% △ up ▁▃▄▂▅▅▃▆▇█┊▇",
            "Risks",
            " 4 × 3 = 12 high  R1 Turnover",
        ]
        assert rest(ACTION, KPI, *READINGS, RISK, width=109)[0] == "Help wanted"

    def test_from_165_cells_on_there_are_three(self) -> None:
        headings = ("Help wanted", "KPIs", "Suggested questions")
        for width, first in ((164, ["Help wanted", "Suggested questions"]), (165, list(headings))):
            line = rest(ACTION, KPI, *READINGS, RISK, width=width)[0]
            assert [words for words in headings if words in line] == first

    def test_an_ambition_shows_how_its_actions_are_rated_and_which_are_exceptions(self) -> None:
        assert rest(AMBITION, *ITS_ACTIONS, KPI, *READINGS, RISK, width=109) == [
            "How it stands",
            "Well begun",
            "Its actions",
            " R ✖ Red 1           A ▲ Amber 1         G ● Green 1",
            " R ✖  1.1 Coach managers – red, overdue, date newly revised",
            " G ●  1.2 Coach managers – overdue, date newly revised",
            " A ▲  1.3 Coach managers – amber and slipping, overdue, date newly revised",
            "KPIs",
            " - ○  2.1 Timeliness",
            "      96% Feb 21 target 85% – 95% △ up ▁▃▄▂▅▅▃▆▇█┊▇",
            "Risks",
            " 4 × 3 = 12 high  R1 Turnover",
        ]

    @pytest.mark.parametrize(("height", "charts"), [(33, 0), (34, 1)])
    def test_where_there_is_room_a_kpi_alone_is_drawn_as_a_chart(self, height: int, charts: int) -> None:
        def drawn(*records: Record) -> int:
            return sum("└" in line for line in rest(*records, *READINGS, height=height, meeting=None))

        assert drawn(KPI) == drawn(AMBITION, KPI) == charts
        assert drawn(AMBITION, KPI, replace(KPI, id="k2", ref="2.2")) == 0
        assert "KPI trend" in rest(KPI, *READINGS, meeting=None)
        assert "KPI trend" not in rest(KPI, *READINGS)

    def test_what_nobody_has_said_is_said_to_be_so(self) -> None:
        assert rest(action())[:2] == ["Latest commentary", "not stated"]
        assert "Latest commentary" not in rest(action(help_wanted="Two posts"))
        mitigation = Mitigation(id="m", risk="r", title="Hire", progress=Progress.STOPPED)
        assert rest(replace(RISK, links=()), mitigation)[-2:] == ["Mitigations", "· Hire – stopped"]

    def test_why_it_is_rated_so_is_read_again_only_where_it_was_cut_above(self) -> None:
        whole = "word " * 27 + "w"
        assert "Why this rating" not in rest(action(rag=Rag.RED, rationale=whole))
        assert "Why this rating" in rest(action(rag=Rag.RED, rationale=f"{whole}o"))


class TestAsked:
    def test_a_question_is_its_own_title_and_stands_there_once(self) -> None:
        short = Challenge(id="q", meeting="jan", item="a", text="Why is it late?")
        lines = essentials(short, ACTION)
        assert sum("Why is it late?" in line for line in lines) == 1
        assert "Question of 19/01/2021 · y answers it" in lines
        assert not any("Why is it late?" in line for line in rest(short, ACTION))
        assert "About" in rest(short, ACTION)

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
        assert written(own.recorded(said, 1)) == ["Recorded today", "  Decided: Go", "▸ Note: So"]
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
