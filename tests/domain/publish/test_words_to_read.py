"""The texts that somebody has to read before a board is published: those that may tell of a child, and few others."""

from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from boardtui.domain.board.board import Board, Redating, Since
from boardtui.domain.board.words import short_name
from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.publish.words_to_read import counts_a_few_people, has_number, names_ref, words_to_read
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    BudgetLine,
    Challenge,
    Comparator,
    Decision,
    Kpi,
    Meeting,
    Milestone,
    Mitigation,
    Narrative,
    NextStep,
    Record,
    Risk,
)
from boardtui.exchange.samples import make_board, read_sample, sample_names
from boardtui.report.snapshot import SnapshotOptions, snapshot
from tests.domain.making import board_of, kpi_of, new_id, previous_year, trend


def to_read(board: Board) -> dict[str, tuple[str, ...]]:
    """What is to be read of a published board: what people call each record, and its fields."""
    document = snapshot(board, SnapshotOptions(public=True))
    found = words_to_read(board, suppressed(board)[1], document)
    return {each.record.kind.name if each.record == board.profile else each.record.id: each.fields for each in found}


def with_a_small_kpi(*records: Record, ref: str = "2.1", figure: str = "3", **profile: Any) -> Board:
    """A board with these records and a KPI of which there were so many in February."""
    kpi = replace(SMALL, ref=ref)
    return board_of(kpi, *trend(kpi, {"2019-01": "12", "2019-02": figure}), *records, **profile)


SMALL = kpi_of("2.1", unit="count")
ABOUT = (SMALL.id,)
X = "x"


class TestAFewPeople:
    @pytest.mark.parametrize(
        "text",
        [
            "3 children unplaced",
            "Place the 3 children of KPI 2.1",
            "Two of the children have moved.",
            "one child waits",
            "One young person was seen; 40 others were not.",
            "one of the babies",
            "Both siblings moved.",
            "2 looked-after children",
            "3 of 40 families",
            "1-5 care leavers",
            "Children missing: 3",
            "Care leavers without a home (two)",
            "Children missing (one child)",
            "The number of young people missing fell to 4.",
            "a sibling group of three",
            "five new referrals",
        ],
    )
    def test_a_number_from_one_to_five_beside_a_word_for_people_is_found(self, text: str) -> None:
        assert counts_a_few_people(text)

    @pytest.mark.parametrize(
        "text",
        [
            "335 children",
            "6 children",
            "13 young people and 2,995 families",
            "5% of children",
            "2.5 referrals a day",
            "£3 for each child",
            "1. Children come first",
            "2) Families are heard",
            "Visits to children by 3 March",
            "KPI 2 children in need",
            "Stage 2 complaints from families",
            "5 year plan for children",
            "2-year-old children",
            "Children aged 3",
            "children under 5",
            "Q3 referrals",
            "2 plans for children",
            "two children's homes",
            "one-to-one with young people",
            "3 audits",
            "No one asked the child",
            "In 2018/19 children waited",
        ],
    )
    def test_what_counts_no_few_people_is_not(self, text: str) -> None:
        assert not counts_a_few_people(text)

    @pytest.mark.parametrize("text", ["It was 3, now 14", "One was missing", "down to 92.5%", "all but three"])
    def test_any_other_number_is_one_where_a_figure_is_hidden(self, text: str) -> None:
        assert has_number(text)
        assert not counts_a_few_people(text)

    @pytest.mark.parametrize("text", ["since 19/02/2019", "due on 3rd March", "for 6 weeks", "action 1.1", "no one"])
    def test_a_date_a_time_span_and_a_ref_are_no_numbers_even_there(self, text: str) -> None:
        assert not has_number(text)

    @pytest.mark.parametrize("part", ["1.", "1", "1'", "1 '", "two ", "KPI 1, ", "child ", "child 2 to ", "1-", "_1 "])
    def test_a_long_hostile_text_is_read_without_delay(self, part: str) -> None:
        text = f"KPI {part * (50_000 // len(part))}%"
        began = process_time()
        counts_a_few_people(text)
        has_number(text)
        names_ref(text, "2.1", alone=False)
        assert process_time() - began < 2


class TestWhatIsToBeRead:
    @pytest.mark.parametrize(
        ("record", "fields"),
        [
            (Risk(id=X, ref="R1", title="3 unplaced", links=ABOUT), ("title",)),
            (Milestone(id=X, title="All 3 placed", due="2019-03-02", links=ABOUT), ("title",)),
            (Milestone(id=X, title="Placed", note="3 of them", links=ABOUT), ("note",)),
            (NextStep(id=X, title="Place the 3", links=ABOUT), ("title",)),
            (
                Action(id=X, ref="1.1", title="Place the 3", help_wanted="Homes for 3", links=ABOUT),
                ("title", "help_wanted"),
            ),
            (Action(id=X, ref="1.1", title="Place", commentary="One was seen", links=ABOUT), ("commentary",)),
            (ActionArising(id=X, item=SMALL.id, text="See them", outcome="all 3 seen"), ("outcome",)),
            (Challenge(id=X, item=SMALL.id, text="Why?", answer="All 3 moved"), ("answer",)),
            (Comparator(id=X, kpi=SMALL.id, title="previous year, 3 of them ill", value="19"), ("title",)),
            (Action(id=X, ref="1.1", commentary="KPI 2.1 was 3"), ("commentary",)),
            (Narrative(id=X, section="key message", text="3 missing (KPI 2.1)"), ("text",)),
            (Narrative(id=X, section="key message", text="KPIs 1.9, 2.1: 3 missing"), ("text",)),
        ],
    )
    def test_every_printed_text_about_a_hidden_figure_with_a_number_is_named(
        self, record: Record, fields: tuple[str, ...]
    ) -> None:
        assert to_read(with_a_small_kpi(record)) == {X: fields}
        # Nothing is hidden, and nothing of it is about few people.
        assert to_read(with_a_small_kpi(record, figure="30")) == {}

    @pytest.mark.parametrize(
        "record",
        [
            Decision(id=X, text="All 3 children are to be visited"),
            Milestone(id=X, title="2 children reviewed"),
            BudgetLine(id=X, title="Homes for 3 children", approved="£20"),
            Risk(id=X, ref="R1", title="One family may leave"),
            Ambition(id=X, ref="1", title="Missing", achievements="Plans made\n3 children returned"),
        ],
    )
    def test_a_few_people_are_named_wherever_they_stand_and_whatever_is_hidden(self, record: Record) -> None:
        assert list(to_read(with_a_small_kpi(record))) == [X]
        assert list(to_read(with_a_small_kpi(record, figure="30"))) == [X]

    def test_numbers_elsewhere_are_left_alone(self) -> None:
        others = [
            Action(id="a", ref="1.1", title="Train 3 managers", commentary="12.1 was 3 in May"),
            Narrative(id="n", section="highlight", text="335 children in 3 schools"),
        ]
        assert to_read(with_a_small_kpi(*others)) == {}

    def test_the_kpi_itself_is_named_for_a_number_but_not_for_its_ref(self) -> None:
        assert to_read(board_of(SMALL, *trend(SMALL, {"2019-02": "3"}))) == {}
        said = replace(SMALL, title="Children missing (one child)", commentary="KPI 2.1 fell since 02/2019; it was 3.")
        assert to_read(board_of(said, *trend(said, {"2019-02": "3"}))) == {SMALL.id: ("title", "commentary")}

    def test_a_ref_that_an_action_has_too_means_the_kpi_only_after_the_word(self) -> None:
        same = Action(id=new_id(), ref="2.1", title="Visit")
        bare = Narrative(id=X, section="highlight", text="2.1: all 3 are in place")
        assert X in to_read(with_a_small_kpi(bare))
        assert X not in to_read(with_a_small_kpi(bare, same))
        assert X in to_read(with_a_small_kpi(replace(bare, text="KPI 2.1: all 3 are in place"), same))

    def test_what_belongs_to_a_linked_risk_and_the_ambition_of_the_kpi_are_about_it(self) -> None:
        ambition, risk = (
            Ambition(id="a", ref="1", narrative="3 remain"),
            Risk(id="r", ref="R1", title="Homes", links=ABOUT),
        )
        kpi = replace(SMALL, ambition="a")
        mitigation = Mitigation(id="m", risk="r", title="Find homes for the 3")
        board = board_of(kpi, *trend(kpi, {"2019-02": "3"}), ambition, risk, mitigation)
        assert list(to_read(board)) == ["a", "m"]

    def test_the_summaries_are_read_for_any_number_but_the_settings_are_not(self) -> None:
        board = with_a_small_kpi(summary="All but 3.", exceptions="None", appetite="safety: averse 3")
        assert to_read(board) == {"board": ("summary",)}

    def test_a_reason_for_an_earlier_date_is_read_and_so_is_what_is_no_longer_in_the_plan(self) -> None:
        moved = Action(id=X, ref="1.1", title="Visit", due="2019-04-01")
        why = {X: (Redating("2019-03-01", "2019-04-01", "2 children were ill", "Lead", "2019-02-01"),)}
        gone = Action(id="gone", ref="1.2", title="House two children")
        board = board_of(moved, since=Since(Meeting(id=new_id()), gone=(gone,)), redatings=why)
        assert to_read(board) == {X: ("due_reason",), "gone": ("title",)}

    def test_what_the_document_does_not_print_need_not_be_read(self) -> None:
        kpi: Kpi = replace(SMALL, definition="3 sorts of visits")
        (reading,) = trend(kpi, {"2019-02": "3"})
        held = Meeting(id=new_id(), date="2019-01-08", notes="3 children discussed")
        board = board_of(kpi, replace(reading, note="3 exc Dec"), previous_year(kpi, "2017/18", "19"), held)
        assert to_read(board) == {}

    def test_layout_does_not_hide_a_text(self) -> None:
        text = "First | line\n\n- *All* of [the] 3 **children** | were_seen"
        assert to_read(board_of(Narrative(id=X, section="highlight", text=text))) == {X: ("text",)}


@pytest.mark.parametrize("name", sample_names())
def test_the_list_for_a_whole_plan_is_short_enough_to_be_read(name: str, tmp_path: Path) -> None:
    with make_board(tmp_path / "sample.board", read_sample(name), who="office") as file:
        board = file.read()
    document = snapshot(board, SnapshotOptions(public=True))
    found = [short_name(board, each.record) for each in words_to_read(board, suppressed(board)[1], document)]
    assert found == (["7"] if name == "improvement-plan" else [])
