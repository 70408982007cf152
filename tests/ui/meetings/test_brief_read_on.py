"""What is read on in a brief below its essentials: texts, questions, KPIs, risks, in one to three columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boardtui.domain.board.commented import Commented
from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.records.kinds import Action, Mitigation, Record
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.ui.meetings.brief import Brief
from tests.domain.making import board_of
from tests.ui.meetings.test_brief_whole import (
    ACTION,
    AMBITION,
    ITS_ACTIONS,
    KPI,
    READINGS,
    RISK,
    TODAY,
    action,
    rest,
    since,
    written,
)


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
        assert lines[0].startswith("Help wanted") and len(lines[1].rstrip()) <= 110
        endless = rest(action(commentary="x" * 100, help_wanted="Two posts"), RISK, width=110)
        assert sum(line.count("x") for line in endless) == 100, "nothing of an endless word is lost"
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
        places = [line.index(words) for words in ("Help wanted", "KPIs", "Suggested questions")]
        assert places == [0, 56, 112]

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

    @pytest.mark.parametrize(("width", "room"), [(78, 57), (46, 25), (45, 24), (30, 24)])
    def test_the_title_of_an_exception_is_cut_where_its_reasons_follow_on_the_line(self, width: int, room: int) -> None:
        for length, whole in ((room, True), (room + 1, False)):
            title = "x" * (length - 4)
            late = Action(id="z", ref="1.1", title=title, ambition="amb", rag=Rag.RED, due="2021-02-20")
            told = "".join(rest(AMBITION, late, width=width)).replace(" ", "")
            assert (f"1.1{title}–red,overdue" in told) is whole, (width, length)

    @pytest.mark.parametrize(("height", "charts"), [(33, 0), (34, 1)])
    def test_where_there_is_room_a_kpi_alone_is_drawn_as_a_chart(self, height: int, charts: int) -> None:
        def drawn(*records: Record) -> int:
            return sum("└" in line for line in rest(*records, *READINGS, height=height, meeting=None))

        assert drawn(KPI) == drawn(AMBITION, KPI) == charts
        assert len(rest(KPI, *READINGS, height=height, meeting=None)) == (23 if charts else 7)
        assert drawn(AMBITION, KPI, replace(KPI, id="k2", ref="2.2")) == 0
        assert "KPI trend" in rest(KPI, *READINGS, meeting=None)
        assert "KPI trend" not in rest(KPI, *READINGS)

    def test_what_nobody_has_said_is_said_to_be_so(self) -> None:
        assert rest(action())[:2] == ["Latest commentary", "not stated"]
        assert "Latest commentary" not in rest(action(help_wanted="Two posts"))
        board = replace(board_of(ACTION), commented={"a": Commented("2021-02-01T09:00:00Z")})
        brief = Brief(board, item_brief(board, ACTION, TODAY), None, None, Palette({}), width=78, height=24)
        lines = written(brief.rest())
        assert "Latest commentary (01/02/2021)" in lines and "Help wanted" in lines
        assert "Risks" not in rest(RISK), "a risk is no risk of itself"
        mitigation = Mitigation(id="m", risk="r", title="Hire", progress=Progress.STOPPED)
        assert rest(replace(RISK, links=()), mitigation)[-2:] == ["Mitigations", "· Hire – stopped"]

    def test_why_it_is_rated_so_is_read_again_only_where_it_was_cut_above(self) -> None:
        whole = "word " * 27 + "w"
        assert "Why this rating" not in rest(action(rag=Rag.RED, rationale=whole))
        assert "Why this rating" in rest(action(rag=Rag.RED, rationale=f"{whole}o"))
