"""What stands in the columns that several screens show: dates, slippage, ratings, scores, movement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Decision, Mitigation, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import matrix_of
from boardtui.report.columns import DUE, LEAD, MOVED, ORIGINAL, RATED, SLIPPAGE, TITLE, WHAT
from boardtui.report.document import Column
from boardtui.report.risk_columns import NEXT_REVIEW, score_badge
from boardtui.report.seen import Seen
from boardtui.ui.shared.columns import in_words_from, pieces, rating_columns, shown
from boardtui.ui.shared.text import Pieces
from tests.domain.boards import board, redated, since
from tests.domain.making import kpi_of, months, trend

TODAY = date(2021, 3, 2)
ACTION = Action(id="a", ref="1.1", title="Coach", rag=Rag.RED)
RISK = Risk(id="r", ref="CIP06", title="Cover", current="5x4")
UNSCORED = Risk(id="q", title="Funding")
BEYOND = Risk(id="p", title="Demand", current="9x9")
KPI = kpi_of("2.1", polarity="high", minimum="90%", upper="95%")
DECISION = Decision(id="d", text="Report every quarter")
EVERY: tuple[Record, ...] = (ACTION, RISK, UNSCORED, BEYOND, KPI, DECISION)
READINGS = trend(KPI, months("2020-10", ["93%", "91%", "88%"]))


def said(pieces: Pieces | str) -> str:
    """The words of a cell, each part with its style where it has one."""
    assert not isinstance(pieces, str)
    return "|".join(f"{piece.text}<{piece.style}>" if piece.style else piece.text for piece in pieces)


def told(declared: Column, some: Board, record: Record) -> str:
    """What a screen says of a record in a column."""
    return said(shown(declared, Seen(some, TODAY)).cell(record))


class TestDates:
    @pytest.mark.parametrize(
        ("stated", "rating", "words"),
        [
            ("", Rag.RED, "–<muted>"),
            ("2021-03-01", Rag.RED, "01/03/2021 !<error>"),
            ("2021-03-01", Rag.BLUE, "01/03/2021"),
            ("2021-03-02", Rag.RED, "02/03/2021"),
            ("Feb 2021", Rag.RED, "Feb 2021 !<error>"),
            ("Jan - Feb 2021", Rag.RED, "! Jan - Feb 2021<error>"),
            ("31/06/2021", Rag.RED, "⚠ 31/06/2021<warning>"),
            ("31/06/2021", Rag.BLUE, "⚠ 31/06/2021<warning>"),
            ("by the spring", Rag.RED, "⚠ by the spring<warning>"),
        ],
    )
    def test_what_is_late_and_what_no_date_can_be_read_from_is_marked(
        self, stated: str, rating: Rag, words: str
    ) -> None:
        item = replace(ACTION, due=stated, rag=rating)
        assert told(DUE, board(item), item) == words

    def test_only_the_date_on_which_something_is_due_makes_it_late_and_of_a_risk_its_review(self) -> None:
        item = replace(ACTION, due="2021-02-28", original_due="2020-12-31")
        risk = replace(RISK, next_review="2021-01-01")
        some = board(item, risk)
        assert told(ORIGINAL, some, item) == "31/12/2020"
        assert told(NEXT_REVIEW, some, risk) == told(DUE, some, risk) == "01/01/2021 !<error>"

    @pytest.mark.parametrize(
        ("due", "first", "revisions", "words"),
        [
            ("2021-03-11", "2021-03-01", (), "+10d ×1<warning>"),
            ("2021-02-20", "2021-03-01", (), "-9d ×1<warning>"),
            ("2021-03-11", "2021-03-01", ("2021-03-01", "2021-03-05", "2021-03-11"), "+10d ×2<warning>"),
            ("2021-03-01", "2021-03-01", ("2021-03-01", "2021-04-01", "2021-03-01"), "×2<warning>"),
            ("words", "2021-03-01", ("2021-03-01", "words"), "×1<warning>"),
            ("2021-03-01", "2021-03-01", (), ""),
            ("2021-03-01", "", (), ""),
            ("", "", (), ""),
        ],
    )
    def test_slippage_is_days_and_how_often_the_date_was_moved(
        self, due: str, first: str, revisions: tuple[str, ...], words: str
    ) -> None:
        item = replace(ACTION, due=due, original_due=first)
        some = board(item, redatings={"a": redated(*revisions)} if revisions else None)
        assert told(SLIPPAGE, some, item) == words


class TestRatings:
    def rated(self, some: Board, *records: Record) -> dict[tuple[str, int, int, int], list[str]]:
        """What each column says of each record, by its label and the widths it has and is shown at."""
        items = [SimpleNamespace(record=each) for each in records]
        return {
            (each.label, each.width, each.from_width, each.to_width): [said(each.cell(item)) for item in items]
            for each in rating_columns(Seen(some, TODAY), records)
        }

    def test_where_there_are_risks_their_scores_have_a_column_and_words_wait_for_a_wide_table(self) -> None:
        found = self.rated(board(*EVERY, *READINGS), *EVERY)
        assert found == {
            ("RAG", 5, 0, 149): [" R ✖ <rag-red>", "", "", "", " R ✖ <rag-red>", ""],
            ("Rating", 15, 150, 10_000): [" R ✖ Red <rag-red>", "", "", "", " R ✖ Missed <rag-red>", ""],
            ("Score", 5, 0, 149): ["", " 20 <band-extreme>", "–<muted>", "⚠ 9×9<warning>", "", ""],
            ("Current score", 13, 150, 10_000): [
                "",
                " 20 extreme <band-extreme>",
                "–<muted>",
                "⚠ 9×9<warning>",
                "",
                "",
            ],
        }

    def test_where_there_is_none_the_words_come_earlier(self) -> None:
        found = self.rated(board(*EVERY, *READINGS), ACTION, DECISION)
        assert found == {
            ("RAG", 5, 0, 89): [" R ✖ <rag-red>", ""],
            ("Rating", 15, 90, 10_000): [" R ✖ Red <rag-red>", ""],
        }

    def test_of_items_of_one_kind_what_has_no_rating_has_no_badge(self) -> None:
        found = {
            (each.from_width, each.to_width): each for each in in_words_from(90, RATED, Seen(board(ACTION), TODAY))
        }
        assert found.keys() == {(0, 89), (90, 10_000)}
        assert [said(found[0, 89].cell(each)) for each in (ACTION, DECISION)] == [" R ✖ <rag-red>", ""]
        assert [said(found[90, 10_000].cell(each)) for each in (ACTION, DECISION)] == [" R ✖ Red <rag-red>", ""]


def test_a_score_is_a_badge_with_its_band_and_what_is_no_score_of_the_matrix_is_flagged_and_kept() -> None:
    matrix = matrix_of(board().profile)
    for words, named, alone in (
        ("5x4", " 20 extreme <band-extreme>", " 20 <band-extreme>"),
        ("1x2", " 2 low <band-low>", " 2 <band-low>"),
        ("9x9", "⚠ 9×9 off the map<warning>", "⚠ 9×9<warning>"),
        ("rather\nhigh", "rather / high<muted>", "–<muted>"),
        ("", "unscored<muted>", "–<muted>"),
    ):
        badges = [score_badge(matrix, words, word=word) for word in (True, False)]
        assert [said(pieces(each)) for each in badges] == [named, alone]


class TestNames:
    def test_the_ref_stands_before_the_kind_and_what_has_none_is_its_kind(self) -> None:
        some = board(*EVERY)
        assert told(WHAT, some, RISK) == "CIP06| |risk<muted>"
        assert told(WHAT, some, UNSCORED) == "risk<muted>"

    def test_a_disagreement_stands_before_the_title_and_a_title_that_is_missing_is_said(self) -> None:
        some = board(*EVERY)
        assert told(TITLE, some, ACTION) == "Coach"
        assert told(TITLE, some, replace(ACTION, conflicts=("title",))) == "⚠<warning>| |Coach"
        assert told(TITLE, some, replace(ACTION, title="")) == "title not stated<muted>"
        assert told(TITLE, some, DECISION) == "Report every quarter"

    def test_a_field_is_one_line_or_a_dash(self) -> None:
        lead = shown(LEAD, Seen(board(ACTION), TODAY), width=18)
        assert (lead.label, lead.width) == ("Lead", 18)
        assert said(lead.cell(replace(ACTION, lead="Head of\nService"))) == "Head of / Service"
        assert said(lead.cell(ACTION)) == said(lead.cell(DECISION)) == "–<muted>"


class TestMovement:
    def test_an_arrow_where_something_can_be_better_and_a_word_where_it_cannot(self) -> None:
        barrier = Mitigation(id="m", risk="r", title="Agency")
        news = since(
            new=("q",),
            a={"status": {"rag": "amber"}},
            r={"current": {"current": "4x4"}},
            d={"text": {"text": "Report every month"}},
        )
        some = board(*EVERY, barrier, *READINGS, since=news)
        assert {each.id: told(MOVED, some, each) for each in (*EVERY, barrier)} == {
            "a": "↓<mark-worse>",
            "r": "↓<mark-worse>",
            "q": "new<accent>",
            "p": "►<mark-same>",
            KPI.id: "►<mark-same>",
            "d": "edited<accent>",
            "m": "►<mark-same>",
        }

    def test_what_stays_as_it_was_says_so_where_it_is_rated_and_nothing_where_it_is_not(self) -> None:
        some = board(*EVERY, since=since(new=(KPI.id,)))
        assert told(MOVED, some, ACTION) == "►<mark-same>"
        assert told(MOVED, some, DECISION) == ""
        assert told(MOVED, some, KPI) == "new<accent>"

    def test_without_a_closed_meeting_nothing_has_moved(self) -> None:
        some = board(*EVERY, *READINGS)
        assert [told(MOVED, some, each) for each in EVERY] == [""] * len(EVERY)
