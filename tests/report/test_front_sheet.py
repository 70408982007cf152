"""The front sheet: two pages that tell a board what it is asked, what is off track and what is due."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.board import Board, Since
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.kpis.trend import Spc, spc
from boardtui.domain.records.kinds import Action, Ambition, Challenge, Kpi, Meeting, Narrative, Profile, Reading, Risk
from boardtui.domain.records.kpis import Frequency, Polarity
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.profile import Escalate
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from boardtui.exchange.samples import sample_names
from boardtui.report.sections import front
from boardtui.report.sections.front import FEW, MOST
from boardtui.report.snapshot import SnapshotOptions, front_sheet, snapshot
from tests.domain.boards import board, since
from tests.report.boards import GOLDEN, boards
from tests.report.test_snapshot import section

WORDS = 1100
"""How many words two pages hold."""


@pytest.fixture(scope="module")
def all_boards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Board]:
    return boards(tmp_path_factory.mktemp("all"))


@pytest.mark.parametrize("name", ["hand-made", *sample_names()])
def test_the_front_sheet_is_the_one_that_was_approved(name: str, all_boards: dict[str, Board]) -> None:
    # If the difference is meant: python -m tests.report.boards
    assert front_sheet(all_boards[name]) == (GOLDEN / "front" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sample_names())
def test_the_front_sheet_of_each_sample_fits_two_pages(name: str, all_boards: dict[str, Board]) -> None:
    assert len(front_sheet(all_boards[name]).split()) <= WORDS


def test_a_board_on_which_everything_is_wrong_still_has_a_front_sheet_of_two_pages() -> None:
    profile = Profile(id="b", appetite="delivery: averse 4")
    records = [Action(id=f"a{n}", ref=f"1.{n}", title="Coach every manager", rag=Rag.RED) for n in range(60)]
    risks = [Risk(id=f"r{n}", ref=f"R{n}", title="Capacity", category="delivery", current="5x5") for n in range(60)]
    text = front_sheet(board(*records, *risks, profile=profile))
    assert len(text.split()) <= WORDS
    off_track = section(text, "What is off track")
    assert off_track.count("Coach every manager") == MOST
    assert f"And {60 - MOST} more, in the full plan: {60 - MOST} red." in off_track
    above = section(text, "Risks above tolerance")
    assert above.count("Capacity") == FEW
    assert f"And {60 - FEW} more risks, in the full plan." in above


def test_the_gravest_come_first_and_the_others_are_counted_by_why_they_are_there() -> None:
    late = [Action(id=f"l{n}", ref=f"2.{n}", title="Late", rag=Rag.GREEN, due="2021-01-01") for n in range(MOST)]
    red = Action(id="r", ref="9.9", title="Red", rag=Rag.RED)
    told = section(front_sheet(board(*late, red, Meeting(id="m", date="2021-03-02"))), "What is off track")
    assert told.index("**9.9** Red") < told.index("**2.0** Late")
    assert "And 1 more, in the full plan: 1 overdue." in told


@pytest.mark.parametrize(
    ("scores", "state", "told"),
    [
        (("2x2",), RiskState.OPEN, "None."),
        (("2x2", ""), RiskState.OPEN, "None."),
        (("", ""), RiskState.OPEN, "None: the risks are unscored."),
        (("",), RiskState.CLOSED, "None."),
    ],
)
def test_that_no_risk_is_above_tolerance_is_not_told_as_good_news_where_none_is_scored(
    scores: tuple[str, ...], state: RiskState, told: str
) -> None:
    profile = Profile(id="b", appetite="delivery: averse 4")
    risks = (Risk(id=f"r{n}", category="delivery", current=each, state=state) for n, each in enumerate(scores))
    assert section(front_sheet(board(*risks, profile=profile)), "Risks above tolerance").strip() == told


def test_beneath_what_is_for_escalation_stands_what_the_board_does_with_it_but_not_in_public() -> None:
    red, rule = Action(id="a", ref="1.1", title="Audit", rag=Rag.RED), "Escalation: Red twice: the chief executive"
    profile = Profile(id="board", escalation="Red twice: the chief executive", escalate=Escalate.RED_TWICE)
    twice = board(red, profile=profile, since=since())
    once = board(red, profile=profile, since=since(a={"status": {"rag": Rag.AMBER}}))
    for paper in (front_sheet, snapshot):
        assert rule in paper(twice)
        assert rule not in paper(once)
        assert rule not in paper(twice, SnapshotOptions(public=True))
    assert "For escalation: red at the last meeting too; red." in section(front_sheet(twice), "What is off track")
    assert "for escalation, red" in section(snapshot(twice), "Exceptions")


class TestWhatTheBoardIsAsked:
    def test_recommendations_of_this_period_come_before_what_items_wait_for(self) -> None:
        blue = Action(id="a", ref="1.1", title="Coaching", rag=Rag.BLUE, evidence="Audit of May")
        red = Action(id="b", ref="1.2", title="Audit", rag=Rag.RED, help_wanted="A second auditor", lead="Head of QA")
        new = Narrative(id="n", section="Recommendation", text="Agree the revised timescales")
        old = Narrative(id="o", section="recommendation", text="Note the report of last year")
        told = section(
            front_sheet(board(blue, red, new, old, since=since(new=("n",), a={"status": {"rag": "green"}}))),
            "What the board is asked to do",
        )
        assert told.strip().split("\n") == [
            "- Agree the revised timescales",
            "- To agree that 1.1 Coaching is completed and embedded. Evidence: Audit of May",
            "- To help with 1.2 Audit: A second auditor (asked by: Head of QA)",
        ]

    def test_where_nothing_is_asked_it_says_so(self) -> None:
        assert "No recommendation is recorded." in front_sheet(board())


class TestKpis:
    @staticmethod
    def of_figures(*figures: int) -> Board:
        kpi = Kpi(
            id="k", ref="2.1", title="Visits in time", polarity=Polarity.HIGH, frequency=Frequency.MONTHLY,
            minimum="50%", upper="60%", unit="percent",
        )  # fmt: skip
        readings = [
            Reading(id=f"r{n}", kpi="k", period=f"{2020 + n // 12}-{n % 12 + 1:02d}", value=f"{figure}%")
            for n, figure in enumerate(figures)
        ]
        return board(kpi, *readings, Meeting(id="m", date="2022-01-10"))

    def test_a_real_change_for_the_worse_is_told_in_plain_words_though_the_target_is_met(self) -> None:
        steady = [90, 92] * 9
        told = section(front_sheet(self.of_figures(*steady, 70)), "KPIs off target or of concern")
        assert "**2.1** Visits in time – G ● Met: 70%" in told
        assert "Concerning: a real change for the worse: find out why and act on it" in told
        assert "None:" in section(front_sheet(self.of_figures(*steady)), "KPIs off target or of concern")

    def test_the_plan_says_what_the_control_chart_says_of_every_kpi(self) -> None:
        text = snapshot(self.of_figures(*([90, 92] * 9)))
        assert "No change: no significant change: do not chase single months" in section(text, "KPI scorecard")

    def test_off_target_is_told_with_figure_and_target(self) -> None:
        told = section(front_sheet(self.of_figures(40)), "KPIs off target or of concern")
        assert "**2.1** Visits in time – R ✖ Missed: 40%, Jan 20, against 50% – 60%" in told


def test_questions_and_actions_of_earlier_meetings_are_counted() -> None:
    asked = Challenge(id="c", text="Why?", meeting="old")
    old = Meeting(id="old", date="2021-01-19", state=MeetingState.CLOSED)
    assert "- Of earlier meetings: 1 question unanswered." in front_sheet(board(asked, old))


def test_what_copies_disagree_on_is_said_but_not_in_public() -> None:
    item = Action(id="a", ref="1.1", title="Coaching", conflicts=("status",))
    assert "1 question is open" in front_sheet(board(item))
    assert "disagree" not in front_sheet(board(item), SnapshotOptions(public=True))
    gone = Action(id="b", ref="1.2", title="Audit", commentary="Begun.", conflicts=("life", "commentary"))
    for items, asked, rows in (
        ([item], "1 question is open", ["| action 1.1 | RAG · Rationale"]),
        (
            [gone],
            "2 questions are open",
            ["| action 1.2 | whether it stays | Changed in one", "| action 1.2 | Commentary |"],
        ),
    ):
        assert asked in front_sheet(board(*items))
        whole = section(snapshot(board(*items)), "Open disagreements between copies")
        assert f"Copies of this board disagree, and {asked}." in whole
        assert [any(line.startswith(row) for line in whole.split("\n")) for row in rows] == [True] * len(rows)
        assert "disagree" not in snapshot(board(*items), SnapshotOptions(public=True))


def test_the_whole_plan_begins_with_the_narrative_of_this_period_and_ends_with_older_ones_by_date() -> None:
    def closed(name: str, day: str) -> Meeting:
        return Meeting(id=name, date=day, state=MeetingState.CLOSED, closed_at=f"{day}T12:00:00Z", known="{}")

    first, last = closed("first", "2020-11-03"), closed("last", "2021-01-19")
    said = [
        Narrative(id="n", section="key message", text="Said now", changed_at="2021-02-02T09:00:00Z"),
        Narrative(id="a", section="key message", text="Said in autumn", changed_at="2020-10-01T09:00:00Z"),
        Narrative(id="c", section="key message", text="Said at the close", changed_at="2020-11-03T12:00:00Z"),
        Narrative(id="w", section="doing well", text="Said in winter", changed_at="2021-01-02T09:00:00Z"),
    ]
    text = snapshot(board(first, last, *said, since=Since(meeting=last, new=frozenset("n"))))
    contents = section(text, "Contents").split("\n")
    assert contents[1] == "- Key messages"
    assert contents.index("- Narrative at the meeting of 19/01/2021") + 1 == contents.index(
        "- Narrative at the meeting of 03/11/2020"
    )
    assert section(text, "Key messages").strip() == "- Said now"
    assert "Said in winter" in section(text, "Narrative at the meeting of 19/01/2021")
    first_said = section(text, "Narrative at the meeting of 03/11/2020")
    assert "Said in autumn" in first_said and "Said at the close" in first_said
    assert "Said in" not in front_sheet(board(first, last, *said, since=since(new=("n",))))


def test_a_heading_of_the_narrative_stands_once_with_the_ambition_that_it_is_about() -> None:
    ambition = Ambition(id="a", ref="1", title="Practice")
    said: dict[str, Any] = {"section": "doing well", "heading": "Visits", "ambition": "a"}
    first, second = (Narrative(id=text, text=text, **said) for text in ("In time", "Well kept"))
    told = section(snapshot(board(ambition, first, second)), "Doing well")
    assert [line for line in told.split("\n") if line] == [
        *("**Visits** (ambition 1)", "- In time", "- Well kept", "(ambition 1)")
    ]


def test_parts_are_parts_of_the_whole_plan_and_have_no_contents(tmp_path: Path) -> None:
    text = snapshot(board(Action(id="a", ref="1.1", title="Coaching")), SnapshotOptions(only=("actions", "exceptions")))
    assert "Contents" not in text
    assert "### Actions" in text


def test_a_chart_is_worked_out_once_where_it_may_be_of_concern_or_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    kpis = [
        Kpi(id=f"k{n:02}", ref=f"K{n:02}", title="Visits", polarity=Polarity.HIGH, minimum="50%", unit="percent")
        for n in range(20)
    ]
    # The first three meet their minimum; all others miss it, which tells of them without a chart.
    values = ["60%" if n < 3 else "40%" for n in range(20)]
    figures = [Reading(id=f"f{n}", kpi=f"k{n:02}", period="Jan 2021", value=values[n]) for n in range(20)]
    charted: list[str] = []
    work_out = spc

    def counted(view: KpiView) -> Spc:
        charted.append(view.kpi.id)
        return work_out(view)

    monkeypatch.setattr(front, "spc", counted)
    text = front_sheet(board(*kpis, *figures))
    assert f"And {17 - FEW} more KPIs, in the full plan." in text and "An arrow says better or worse" in text
    told_of = [each.id for each in kpis[3 : 3 + FEW]]
    # And those of the first three again, to see that there is one with an arrow.
    first = [each.id for each in kpis[:3]]
    assert charted == [*first, *told_of, *first]


@pytest.mark.parametrize(("kept", "told"), [("2021-01-18", False), ("2021-01-19", True), ("soon", True), ("", True)])
def test_a_date_of_the_paper_from_before_the_last_meeting_is_not_told_for_it_was_of_an_earlier_paper(
    kept: str, told: bool
) -> None:
    held = Meeting(id="m", date="2021-01-19", state=MeetingState.CLOSED)
    text = front_sheet(board(held, profile=Profile(id="b", paper_date=kept), since=Since(meeting=held)))
    assert ("**Date of the paper:**" in text) == told
    assert "**Compared with the meeting of:** 19/01/2021" in text
    unmarked = board(held, profile=Profile(id="b", paper_date=kept), since=Since(meeting=held))
    assert "Compared with" not in snapshot(unmarked, SnapshotOptions(marks=False))


def test_where_nothing_moved_since_the_last_meeting_it_is_said_in_words_and_not_in_noughts() -> None:
    held = Meeting(id="m", date="2021-01-19", state=MeetingState.CLOSED)
    still = board(Action(id="a", ref="1.1", title="Coach"), held, since=Since(meeting=held))
    assert "Since the last meeting nothing got better or worse and no date was revised." in front_sheet(still)


def test_where_nobody_has_rated_anything_that_nothing_is_red_is_not_told_as_good_news() -> None:
    told = "No action has a rating or a date yet, so this does not mean that all is on track."
    plain, dated = Action(id="a", ref="1.1", title="Audit"), Action(id="b", ref="1.2", title="Train", due="2099-01-01")
    for paper in (front_sheet, snapshot):
        assert told in paper(board(plain))
        assert "No action has a rating yet, so" in paper(board(plain, dated))
        assert "all is on track" not in paper(board(plain, Action(id="c", ref="1.3", title="Coach", rag=Rag.GREEN)))


def test_a_figure_that_its_own_parts_do_not_give_is_not_told_as_if_it_were_sure() -> None:
    kpi = Kpi(id="k", ref="1", title="% visited", unit="percent", polarity=Polarity.HIGH, minimum="90", upper="95")
    sums = {"87.5%": False, "80%": True}
    for value, doubted in sums.items():
        read = Reading(id="r", kpi="k", period="2021-02", value=value, numerator="231", denominator="264")
        sheet = section(front_sheet(board(kpi, read)), "KPIs off target or of concern")
        assert f"{value} (231 of 264)" in sheet
        assert ("The figures stated do not agree: see Figures to check, in the full plan" in sheet) is doubted
        assert ("### Figures to check" in snapshot(board(kpi, read))) is doubted
        assert "do not agree" not in front_sheet(board(kpi, read), SnapshotOptions(public=True))


def test_the_front_sheet_points_only_to_what_the_full_plan_has() -> None:
    kpi, action = Kpi(id="k", ref="1", title="Visits"), Action(id="a", ref="1.1", title="Audit")
    assert "Every KPI, with its commentary and figures, is in the full plan." in front_sheet(board(kpi))
    assert "Every action, with its commentary, is in the full plan." in front_sheet(board(action))


class TestHowMuchItNames:
    @pytest.mark.parametrize(
        ("there", "more"), [(3, ""), (4, "And 1 more key message"), (5, "And 2 more key messages")]
    )
    def test_three_key_messages_stand_on_it(self, there: int, more: str) -> None:
        said = [Narrative(id=f"n{n}", section="key message", text=f"Said {n}.", position=n) for n in range(there)]
        text = section(front_sheet(board(*said)), "How we are doing")
        assert [f"Said {n}." in text for n in range(there)] == [n < 3 for n in range(there)]
        assert (f"{more}, in the full plan." in text) if more else ("more key" not in text)

    @pytest.mark.parametrize(("there", "more"), [(FEW, ""), (FEW + 1, "And 1 more item, in the full plan.")])
    def test_eight_items_are_named_that_are_due(self, there: int, more: str) -> None:
        items = [
            Action(id=f"a{n:02}", ref=f"1.{n}", title="Audit", due="2021-03-10", lead="Head") for n in range(there)
        ]
        text = section(
            front_sheet(board(*items, Meeting(id="m", date="2021-03-02"))), "What is due in the next 28 days"
        )
        assert text.count("- 10/03/2021: 1.") == FEW
        assert "(Head)" in text
        assert text.strip().endswith(more or "(Head)")

    @pytest.mark.parametrize(("there", "told"), [(1, "1 item has"), (2, "2 items have")])
    def test_what_has_no_readable_date_is_counted_also_where_nothing_else_is_due(self, there: int, told: str) -> None:
        items = [Action(id=f"a{n}", ref=f"1.{n}", title="Audit", due="31/06/2021") for n in range(there)]
        text = section(
            front_sheet(board(*items, Meeting(id="m", date="2021-03-02"))), "What is due in the next 28 days"
        )
        assert text.strip() == f"Nothing that has a date. {told} no date that can be read."

    @pytest.mark.parametrize(("there", "more"), [(3, ""), (4, "; and 1 more"), (5, "; and 2 more")])
    def test_three_items_are_named_of_each_kind_of_change(self, there: int, more: str) -> None:
        worse = [Action(id=f"w{n}", ref=f"1.{n}", title="Audit", rag=Rag.RED) for n in range(there)]
        new = [Action(id=f"n{n}", ref=f"2.{n}", title="Train") for n in range(there)]
        held = Meeting(id="m", date="2021-01-19", state=MeetingState.CLOSED)
        before = {each.id: {"status": {"rag": Rag.GREEN}} for each in worse}
        made = board(*worse, *new, since=Since(held, before=before, new=frozenset(each.id for each in new)))
        text = section(front_sheet(made), "What has changed since the last meeting")
        assert f"**Worse:** {'; '.join(f'1.{n} Audit (green → red)' for n in range(3))}{more}\n" in text
        assert f"**New:** {'; '.join(f'2.{n} Train' for n in range(3))}{more}" in text

    def test_the_gravest_ten_are_all_of_them_where_there_are_no_more(self) -> None:
        red = [Action(id=f"a{n}", ref=f"1.{n}", title="Audit", rag=Rag.RED) for n in range(MOST)]
        assert "more, in the full plan" not in front_sheet(board(*red))


def test_counts_stand_on_it_in_words_and_in_a_table_with_what_changed() -> None:
    items = (
        Action(id="a", ref="1.1", title="Audit", rag=Rag.RED, due="2021-02-01"),
        Action(id="b", ref="1.2", title="Train", rag=Rag.GREEN),
        Risk(id="r", ref="R1", title="Capacity", category="delivery", current="5x5"),
        Risk(id="s", ref="R2", title="Systems", category="delivery", current="1x1"),
        Meeting(id="m", date="2021-03-02"),
    )
    profile = Profile(
        id="b", appetite="delivery: averse 4", red_means="Late", amber_means="A little late", green_means="On time"
    )
    text = section(
        front_sheet(board(*items, profile=profile, since=since(a={"status": {"rag": Rag.GREEN}}))), "How we are doing"
    )
    assert "2 actions. 1 item is overdue and no open items have revised dates." in text
    assert "| R ✖ Red | Late | 1 | +1 |" in text
    assert "| G ● Green | On time | 1 | −1 |" in text
    assert "| A ▲ Amber | A little late | 0 | 0 |" in text
    assert "Not rated" not in text
    assert "- 2 open risks, 1 above the board's tolerance." in text
    alone = section(front_sheet(board(*items, profile=profile)), "How we are doing")
    assert "| R ✖ Red | Late | 1 |\n" in alone
    unrated = section(front_sheet(board(Action(id="c", ref="1.3", title="Coach"), *items)), "How we are doing")
    assert "| ○ Not rated | Nobody has rated it yet | 1 |" in unrated
