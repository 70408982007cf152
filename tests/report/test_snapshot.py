"""The snapshot: a document that Word and GitHub read alike, whatever people typed, the same for the same data."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.board import Board, Since
from boardtui.domain.records.kinds import (
    Action,
    Ambition,
    Comparator,
    Kpi,
    Meeting,
    Milestone,
    Narrative,
    Profile,
    Reading,
)
from boardtui.domain.records.kpis import Basis, Polarity, Series
from boardtui.domain.records.rag import Rag
from boardtui.report.snapshot import SnapshotOptions, snapshot
from tests.domain.boards import board, since
from tests.report.boards import GOLDEN, LINES, TITLE, boards, hand_made

PANDOC = shutil.which("pandoc")
# A stroke that no backslash stands before divides cells.
DIVIDER = re.compile(r"(?<!\\)(?:\\\\)*\|")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Board:
    return hand_made(tmp_path_factory.mktemp("boards") / "hand-made.board")


@pytest.fixture(scope="module")
def all_boards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Board]:
    return boards(tmp_path_factory.mktemp("all"))


def section(markdown: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    lines = markdown.split("\n")
    start = next(i for i, line in enumerate(lines) if re.fullmatch(rf"#+ {re.escape(heading)}", line))
    level = len(lines[start].split(" ")[0])
    rest = lines[start + 1 :]
    end = next((i for i, line in enumerate(rest) if re.match(rf"#{{1,{level}}} ", line)), len(rest))
    return "\n".join(rest[:end])


def pandoc(markdown: str, to: str) -> str:
    assert PANDOC is not None
    return subprocess.run(
        [PANDOC, "-f", "gfm", "-t", to], input=markdown, capture_output=True, text=True, check=True, timeout=300
    ).stdout


class TestGolden:
    @pytest.mark.parametrize("name", ["hand-made", "improvement-plan", "kpi-scorecard", "progress-report"])
    def test_the_snapshot_is_the_one_that_was_approved(self, name: str, all_boards: dict[str, Board]) -> None:
        # If the difference is meant: python -m tests.report.boards
        assert snapshot(all_boards[name]) == (GOLDEN / f"{name}.md").read_text(encoding="utf-8")

    def test_the_same_data_gives_the_same_bytes_in_another_file(self, made: Board, tmp_path: Path) -> None:
        assert snapshot(hand_made(tmp_path / "again.board")) == snapshot(made)


class TestStructure:
    @pytest.mark.parametrize("name", ["hand-made", "improvement-plan", "kpi-scorecard", "progress-report"])
    def test_every_row_of_a_table_has_as_many_cells_as_its_heading(
        self, name: str, all_boards: dict[str, Board]
    ) -> None:
        lines = snapshot(all_boards[name]).split("\n")
        tables = [list(some) for is_row, some in groupby(lines, lambda line: line.startswith("|")) if is_row]
        assert tables
        for rows in tables:
            assert re.fullmatch(r"[|:-]+", rows[1])
            assert {len(DIVIDER.findall(row)) for row in rows} == {len(DIVIDER.findall(rows[0]))}, rows[0]

    def test_no_stroke_outside_a_table_and_no_html_anywhere(self, made: Board) -> None:
        markdown = snapshot(made)
        assert not [x for x in markdown.split("\n") if not x.startswith("|") and DIVIDER.search(x)]
        assert not re.search(r"(?<!\\)<", markdown)

    def test_headings_never_skip_a_level_and_none_is_empty(self, all_boards: dict[str, Board]) -> None:
        for made in all_boards.values():
            levels = [len(found) for found in re.findall(r"^(#+) \S", snapshot(made), re.MULTILINE)]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(after <= before + 1 for before, after in pairwise(levels))
            assert not re.search(r"^#+ *$", snapshot(made), re.MULTILINE)

    @pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
    def test_pandoc_sees_every_hostile_line_as_the_words_it_is(self, made: Board) -> None:
        page = pandoc(snapshot(made), "html")
        words = " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())
        for line in (TITLE, *LINES):
            assert " ".join(line.split()).removeprefix("- ") in words
        assert "<script" not in page
        assert "<pre" not in page
        assert "data-emoji" not in page

    def test_number_signs_at_the_end_of_a_title_are_not_the_closing_marks_of_a_heading(self) -> None:
        assert snapshot(board(profile=Profile(id="b", title="Plan ##"))).startswith("# Plan \\##\n")
        assert snapshot(board(profile=Profile(id="b", title="C#"))).startswith("# C#\n")

    @pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
    def test_pandoc_finds_every_table_and_only_our_headings(self, made: Board) -> None:
        markdown = snapshot(made)
        blocks = json.loads(pandoc(markdown, "json"))["blocks"]
        assert sum(block["t"] == "Table" for block in blocks) == len(re.findall(r"^\|[-:|]+\|$", markdown, re.M))
        assert sum(block["t"] == "Header" for block in blocks) == len(re.findall(r"^#+ ", markdown, re.M))
        assert {block["t"] for block in blocks} <= {"Header", "Para", "Table", "BulletList"}

    def test_where_a_terminal_escape_or_a_mark_that_reorders_text_stood_there_is_a_mark_to_see(self) -> None:
        nasty = "\x1b[31mred\x07 \u202edesrever\u2066 \x00end\x85"
        markdown = snapshot(board(Ambition(id="o", title=nasty, narrative=nasty), Action(id="a", title=nasty)))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", markdown)
        assert r"�\[31mred� �desrever� �end" in markdown


class TestWhatItSays:
    def test_the_key_is_the_boards_own(self) -> None:
        markdown = snapshot(board(Action(id="a"), profile=Profile(id="b", amber_means="On track")))
        assert "| **A ▲ Amber** | On track |" in markdown

    def test_where_nothing_is_rated_by_the_board_there_is_no_key_to_ratings(self) -> None:
        assert "What the ratings mean" not in snapshot(board(Kpi(id="k", title="Visits")))
        assert "What the ratings mean" in snapshot(board(Kpi(id="k", title="Visits"), Action(id="a")))

    def test_lateness_counts_from_the_next_meeting_and_not_from_the_clock(self) -> None:
        records = (Ambition(id="o", title="One"), Action(id="a", ambition="o", due="2021-03-01", rag=Rag.GREEN))
        early = snapshot(board(*records, Meeting(id="m", date="2021-03-02")))
        later = snapshot(board(*records, Meeting(id="m", date="2021-03-12")))
        assert "1 day late" in early
        assert "11 days late" in later

    def test_counts_tell_how_many_there_were_at_the_last_meeting(self, made: Board) -> None:
        summary = section(snapshot(made), "Summary")
        assert "| R ✖ Red | 1 | 0 | +1 |" in summary
        assert "| G ● Green | 1 | 2 | −1 |" in summary

    def test_marks_can_be_left_out(self, made: Board) -> None:
        markdown = snapshot(made, SnapshotOptions(marks=False))
        assert "| R ✖ Red | 1 |\n" in markdown
        assert "(↓ worse)" not in markdown
        assert "What has changed" not in markdown

    def test_without_a_closed_meeting_nothing_is_compared(self, made: Board) -> None:
        assert snapshot(replace(made, since=Since())) == snapshot(
            replace(made, since=Since()), SnapshotOptions(marks=False)
        )

    def test_a_routed_ambition_names_the_other_board_and_shows_no_rating(self, made: Board) -> None:
        found = section(snapshot(made), "Ambition 2 – Partnerships")
        assert "**Now routed through Start Well Board \\| TSSP**" in found
        assert "Red" not in found

    def test_the_reason_for_a_new_date_is_told_with_both_dates(self, made: Board) -> None:
        assert "- **1.1** 31/01/2021 → 31/03/2021: Winter \\| pressure." in snapshot(made)

    def test_an_original_date_is_not_repeated_as_if_somebody_had_reviewed_it(self, made: Board) -> None:
        row = next(
            x
            for x in snapshot(made).split("\n")
            if x.startswith("| 1.10 | Refresh the framework | not") and "days late" in x
        )
        assert [cell.strip() for cell in row.split("|")][5:8] == ["28/02/2021", "–", "2 days late"]

    def test_the_boards_own_word_stands_for_ambition(self) -> None:
        labels = Profile(id="b", ambition_label="theme", ambition_plural="themes")
        markdown = snapshot(board(Ambition(id="o", ref="3", title="Practice"), profile=labels))
        assert "## Theme 3 – Practice" in markdown

    def test_milestones_stand_in_the_order_of_their_days_and_the_undated_at_the_end(self) -> None:
        made = board(
            Milestone(id="c", title="Third", due="Ongoing", created=1),
            Milestone(id="b", title="Second", due="June – September 2021", created=2),
            Milestone(id="a", title="First", due="2021-05-31", created=3),
        )
        found = re.findall("First|Second|Third", section(snapshot(made), "Milestones"))
        assert found == ["First", "Second", "Third"]

    def test_what_two_copies_disagree_on_is_listed_but_not_published(self) -> None:
        item = Action(id="a", ref="1.1", rag=Rag.RED, rationale="No lead", conflicts=("status",))
        told = section(snapshot(board(item)), "Open disagreements between copies")
        assert "| action 1.1 |" in told
        assert "R ✖ Red · No lead" in told
        assert "disagree" not in snapshot(board(item), SnapshotOptions(public=True))

    def test_narrative_keeps_paragraphs_and_makes_lines_a_list(self) -> None:
        made = board(
            Narrative(id="a", section="progress", text="One\nTwo", position=1),
            Narrative(id="b", section="progress", text="Long.\n\nLonger.", position=2),
        )
        assert section(snapshot(made), "Progress").strip() == "- One\n- Two\n\nLong.\n\nLonger."

    def test_figures_that_contradict_their_parts_stand_as_stated_and_are_pointed_out(
        self, all_boards: dict[str, Board]
    ) -> None:
        markdown = snapshot(all_boards["kpi-scorecard"])
        assert "| 99.3% (199 of 200), " in markdown
        assert "- KPI 4.7 says 99.3%" in section(markdown, "Figures to check")

    def test_a_file_that_holds_nothing_still_makes_a_document(self) -> None:
        assert snapshot(board()).startswith("# Improvement plan\n\n**Council:** not stated\\\n")


def kpi(**values: Any) -> Kpi:
    return Kpi(**{"id": "k", "ref": "1", "unit": "count", **values})


def reading(period: str, value: str, identity: str = "", **values: Any) -> Reading:
    return Reading(**{"id": identity or period, "kpi": "k", "period": period, "value": value, **values})


class TestPublic:
    def published(self, made: Board) -> str:
        return snapshot(made, SnapshotOptions(public=True))

    def trend(self, made: Board, ref: str = "1") -> list[str]:
        row = next(x for x in section(self.published(made), "Trend").split("\n") if x.startswith(f"| {ref} "))
        return [cell.strip() for cell in row.strip("|").split("|")][2:]

    def test_counts_of_one_to_five_are_hidden_and_a_true_zero_and_six_are_not(self) -> None:
        days = ("2021-01", "2021-02", "2021-03", "2021-04")
        made = board(kpi(), *(reading(d, v) for d, v in zip(days, ("0", "1", "5", "6"), strict=True)))
        assert self.trend(made) == ["0", "c", "c", "6"]

    def test_nothing_is_hidden_in_the_boards_own_snapshot(self) -> None:
        made = board(kpi(), reading("2021-01", "3"))
        assert "| 3 |" in section(snapshot(made), "Trend")

    @pytest.mark.parametrize(("numerator", "denominator"), [("3", "150"), ("147", "150"), ("2", "4")])
    def test_a_percentage_of_few_children_or_all_but_few_is_hidden_with_its_parts(
        self, numerator: str, denominator: str
    ) -> None:
        made = board(
            kpi(unit="percent", polarity=Polarity.HIGH, basis=Basis.SNAPSHOT),
            reading("2021-01", "98.0%", "c", series=Series.CURRENT, numerator=numerator, denominator=denominator),
            reading("2021-01", "98.0%"),
        )
        markdown = self.published(made)
        assert "98.0%" not in markdown
        assert f"({numerator} of {denominator})" not in markdown
        assert self.trend(made) == ["c"]

    def test_what_is_hidden_is_not_shown_and_never_called_not_rated_and_the_totals_are_those_of_what_is_shown(
        self,
    ) -> None:
        hidden = kpi(unit="percent", polarity=Polarity.HIGH, minimum="90%", upper="95%")
        other = Kpi(id="k2", ref="2", title="Other", polarity=Polarity.HIGH, minimum="90%", upper="95%")
        figure = Reading(id="r2", kpi="k2", period="2021-01", value="60%", numerator="90", denominator="150")
        made = board(hidden, other, reading("2021-01", "98.0%", numerator="147", denominator="150"), figure)
        own, published = snapshot(made), self.published(made)
        assert "2 KPIs: 1 missed, 1 met." in own
        assert "2 KPIs: 1 missed, 1 not shown." in published
        row = next(line for line in published.split("\n") if line.startswith("| 1 |"))
        assert "○ Not shown" in row and "Not rated" not in row
        assert "| **○ Not shown** |" in section(published, "What the ratings mean")
        assert "Not shown" not in own

    def test_a_percentage_of_many_is_published(self) -> None:
        made = board(kpi(unit="percent"), reading("2021-01", "60%", numerator="90", denominator="150"))
        assert "60% (90 of 150)" in self.published(made)

    def test_the_next_smallest_count_goes_too_where_a_total_would_give_the_hidden_one_away(self) -> None:
        kpis = [kpi(id=i, ref=i, group="Cohorts") for i in ("a", "b", "c", "t")]
        values = {"a": "3", "b": "10", "c": "20", "t": "33"}
        made = board(*kpis, *(reading("2021-01", v, f"r{i}", kpi=i) for i, v in values.items()))
        assert [self.trend(made, each) for each in "abct"] == [["c"], ["c"], ["20"], ["33"]]

    def test_without_a_total_the_other_counts_of_a_group_stay(self) -> None:
        kpis = [kpi(id=i, ref=i, group="Cohorts") for i in ("a", "b", "c")]
        values = {"a": "3", "b": "10", "c": "20"}
        made = board(*kpis, *(reading("2021-01", v, f"r{i}", kpi=i) for i, v in values.items()))
        assert [self.trend(made, each) for each in "abc"] == [["c"], ["10"], ["20"]]

    def test_a_small_count_of_somebody_else_is_hidden_too(self) -> None:
        other = Comparator(id="x", kpi="k", title="previous year", year="2019/20", value="4")
        assert "previous year 2019/20: c" in self.published(board(kpi(), reading("2021-01", "12"), other))

    def test_no_bar_is_drawn_for_a_hidden_figure(self) -> None:
        made = board(kpi(), *(reading(f"2021-0{n}", v) for n, v in enumerate(("20", "3", "40"), 1)))
        assert "▁ █" in section(self.published(made), "KPI scorecard")


def test_a_hostile_board_is_told_since_its_last_meeting(made: Board) -> None:
    assert "- **1.10** Refresh the framework: G ● Green → R ✖ Red" in snapshot(made)


def test_what_is_new_since_the_meeting_says_so() -> None:
    made = board(Ambition(id="o"), Action(id="a", ref="1.1", ambition="o", rag=Rag.RED), since=since(new=("a",)))
    assert "| R ✖ Red (new) |" in snapshot(made)
