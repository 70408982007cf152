"""One item in full, as it is printed, copied and mailed."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console
from rich.theme import Theme

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Decision,
    Kpi,
    Meeting,
    Mitigation,
    Reading,
    Record,
    Risk,
    TaskGroup,
)
from boardtui.domain.records.kpis import Polarity
from boardtui.domain.records.rag import Rag
from boardtui.report.item import item, item_data, item_drawn, item_line, item_text
from tests.domain.boards import board, redated, since

COACH = Action(
    id="coach",
    ref="1.1",
    title="Coach every manager",
    ambition="practice",
    lead="Head of QA",
    rag=Rag.AMBER,
    due="2021-02-12",
    original_due="2021-01-31",
    commentary="Half are done.\n\nThe rest follow",
    conflicts=("status", LIFE),
)
VISITS = Kpi(id="visits", ref="2.1", title="Visits", unit="percent", polarity=Polarity.HIGH, minimum="50%", upper="60%")
HERE = board(
    Meeting(id="february", date="2021-02-16"),
    Ambition(id="practice", ref="1", title="Practice"),
    COACH,
    Action(id="audit", ref="1.2", title="Audit", ambition="practice", rag=Rag.RED),
    TaskGroup(id="hub", ambition="practice", action="coach", title="Practice hub", lead="Head of QA"),
    Challenge(id="why", meeting="february", item="coach", text="Why\nlate?", raised_by="Chair"),
    Decision(id="bare", item="audit"),
    Risk(id="capacity", ref="R1", title="Capacity", current="4x3", owner="Head of Early Help"),
    Risk(id="systems", ref="R2", title="Systems"),
    Mitigation(id="recruit", risk="capacity", title="Recruit"),
    VISITS,
    Kpi(id="audits", ref="2.2", title="Audits"),
    Reading(id="january", kpi="visits", period="2021-01", value="40%"),
    since=since(coach={"status": {"rag": Rag.GREEN}}),
    redatings={"coach": redated("2021-01-31", "2021-02-12", why="Winter")},
)


def found(identity: str) -> Record:
    record = HERE.find(identity)
    assert record is not None
    return record


def text_of(identity: str, today: date | None = None) -> list[str]:
    return item_text(item(HERE, found(identity), today=today)).split("\n")


class TestInFull:
    def test_each_field_is_a_line_under_its_label_then_what_follows_from_them_and_what_belongs_to_it(self) -> None:
        assert text_of("coach") == [
            "Action 1.1 Coach every manager",
            "Ambition: 1 Practice",
            "Ref: 1.1",
            "Title: Coach every manager",
            "Lead: Head of QA",
            "RAG: A ▲ Amber",
            "Original date: 31/01/2021",
            "Due: 12/02/2021",
            "Commentary:",
            "  Half are done.",
            "",
            "  The rest follow",
            "Slippage: +12 days, date revised once, 4 days late",
            "Since the last meeting: ↓ worse",
            "Copies disagree on: RAG · Rationale · Evidence · Back to green · Help wanted; whether it stays",
            "Task and finish groups:",
            "  Practice hub: Ambition 1; Name Practice hub; Lead Head of QA",
            "Challenges:",
            "  Why: Meeting 16/02/2021; Challenge Why / late?; Raised by Chair",
            "",
        ]

    def test_what_belongs_to_it_stands_under_its_kind_and_does_not_say_again_what_it_belongs_to(self) -> None:
        lines = text_of("practice")
        parts = lines[lines.index("Actions:") :]
        assert [each.split(";")[0] for each in parts] == [
            "Actions:",
            "  1.1: Ref 1.1",
            "  1.2: Ref 1.2",
            "Task and finish groups:",
            "  Practice hub: Action 1.1",
            "",
        ]

    def test_a_part_that_says_nothing_more_is_its_name_alone(self) -> None:
        assert text_of("audit")[-3:] == ["Decisions:", "  decision without words", ""]

    def test_a_kpi_says_where_it_stands_and_its_readings_say_of_what_they_are(self) -> None:
        lines = text_of("visits")
        assert "Current: 40%, R ✖ Missed" in lines
        assert lines[lines.index("Readings:") + 1] == "  2.1 Jan 21: Value 40%"
        assert "Current: not stated, ○ Not rated" in text_of("audits")

    def test_lateness_is_counted_on_the_day_that_is_asked_for(self) -> None:
        assert "Slippage: +12 days, date revised once, 10 days late" in text_of("coach", date(2021, 2, 22))

    def test_where_no_meeting_was_held_and_nothing_is_late_there_are_the_fields_alone(self) -> None:
        here = board(Action(id="a", ref="1.1", title="Coach"))
        told = item_text(item(here, here.all(Action)[0]))
        assert told == "Action 1.1 Coach\nRef: 1.1\nTitle: Coach\nRAG: ○ Not rated\n"


class TestInOneLine:
    @pytest.mark.parametrize(
        ("identity", "line"),
        [
            ("coach", "1.1 Coach every manager · A ▲ Amber · due 12/02/2021 · Head of QA"),
            ("audit", "1.2 Audit · R ✖ Red"),
            ("capacity", "R1 Capacity · 4×3 · Head of Early Help"),
            ("systems", "R2 Systems · unscored"),
            ("visits", "2.1 Visits · 40% (Jan 21), R ✖ Missed"),
            ("audits", "2.2 Audits · no figure (no period), ○ Not rated"),
            ("hub", "Practice hub · Head of QA"),
        ],
    )
    def test_a_mail_says_what_it_is_where_it_stands_and_who_answers(self, identity: str, line: str) -> None:
        assert item_line(HERE, found(identity)) == line


class TestForPrograms:
    def test_it_has_its_kind_its_fields_and_its_parts_by_kind(self) -> None:
        data = item_data(HERE, found("coach"), today=date(2021, 2, 22))
        assert (data["kind"], data["ref"], data["late_days"]) == ("action", "1.1", 10)
        assert {kind: [each["id"] for each in some] for kind, some in data["parts"].items()} == {
            "task_group": ["hub"],
            "challenge": ["why"],
        }
        assert item_data(HERE, found("audits"))["parts"] == {}


class TestDrawn:
    def drawn(self, here: Board, record: Record, rating: Rag | None) -> str:
        out = io.StringIO()
        console = Console(file=out, width=72, color_system=None)
        console.print(item_drawn(item(here, record), rating))
        return out.getvalue()

    def test_labels_stand_at_the_left_and_words_beside_them(self) -> None:
        lines = [line.rstrip() for line in self.drawn(HERE, COACH, Rag.AMBER).split("\n")]
        assert lines[:5] == [
            "Action 1.1 Coach every manager",
            "",
            "Ambition                1 Practice",
            "Ref                     1.1",
            "Title                   Coach every manager",
        ]
        assert "RAG                     A ▲ Amber" in lines
        assert "Challenges              Why: Meeting 16/02/2021; Challenge Why / late?;" in lines

    def test_what_people_typed_is_never_read_as_markup_and_the_rating_has_its_colour(self) -> None:
        here = board(ActionArising(id="x", text="[bold]Ask[/bold]"))
        assert "[bold]Ask[/bold]" in self.drawn(here, here.all(ActionArising)[0], None)
        console = Console(width=72, color_system="truecolor", theme=Theme({"rag-amber": "black on yellow"}))
        lines = console.render_lines(item_drawn(item(HERE, COACH), Rag.AMBER), pad=False)
        parts = [part for line in lines for part in line if part.style is not None and part.text.strip()]
        assert [part.text.strip() for part in parts if part.style and part.style.bgcolor] == ["A ▲ Amber"]
        assert {"Action 1.1 Coach every manager", "RAG"} <= {
            part.text.strip() for part in parts if part.style and part.style.bold
        }
