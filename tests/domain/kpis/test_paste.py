"""Figures copied from a spreadsheet: what each cell holds, and which KPI each row is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.dates.periods import parse_period
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.entry import Line, draft_of, lines_of
from boardtui.domain.kpis.paste import Pasted, match_paste
from boardtui.domain.kpis.paste_columns import GridPlace, read_cells
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.records.text import tidy_line
from tests.ui.conftest import on_disk
from tests.ui.kpi_boards import scorecard

FEB = parse_period("2021-02")


@pytest.fixture
def lines(tmp_path: Path) -> list[Line]:
    """The lines of the monthly KPIs: 2.1, 2.3, 3.1 for the month, 3.1 for the year to date, 4.2 and 4.3."""
    path = tmp_path / "scorecard.board"
    scorecard(path)
    card = Scorecard()
    return lines_of([row for row in card.rows(on_disk(path)) if row.kind is FEB.kind], card)


def pasted(text: str, lines: list[Line], *, at: int = 0, field: str = "value") -> Pasted:
    """Paste with the cursor on a line and field."""
    place = GridPlace(lines, lines[at].key, field, FEB, lambda line: draft_of(line.stated(FEB)))
    return match_paste(text, place)


def filled(found: Pasted) -> dict[str, str]:
    """The figures by ref, the year to date with a +: `{"2.1": "45 / 50 90%"}`."""
    made = {}
    for line, stated in found.lines:
        parts = " / ".join(filter(None, (stated["numerator"], stated["denominator"])))
        name = line.kpi.ref + ("+" if line.title.startswith("year to date") else "")
        made[name] = " ".join(filter(None, (parts, stated["value"])))
    return made


class TestCells:
    def test_a_quoted_cell_with_a_line_break_is_one_cell(self) -> None:
        assert read_cells('"Contacts\nin a day"\t92%\n2.3\t15%') == [["Contacts in a day", "92%"], ["2.3", "15%"]]

    def test_a_terminals_carriage_returns_are_line_breaks_inside_quotes_too(self) -> None:
        assert read_cells('"Contacts\rin a day"\t92%\r2.3\t15%\r') == [["Contacts in a day", "92%"], ["2.3", "15%"]]

    def test_quotes_around_a_figure_go_and_doubled_quotes_are_one(self) -> None:
        assert read_cells('"1,020"\t"said ""no"""') == [["1,020", 'said "no"']]

    def test_a_quote_that_is_part_of_the_words_stays(self) -> None:
        assert read_cells('"Quick" wins\t12\n"never closed\t13') == [['"Quick" wins', "12"], ['"never closed', "13"]]

    @given(
        st.lists(
            st.lists(st.text(st.sampled_from('ab 1,%"\t\n')), min_size=2, max_size=4).filter(
                lambda row: row[0].strip()
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_what_a_spreadsheet_writes_is_read_back(self, rows: list[list[str]]) -> None:
        def cell(text: str) -> str:
            return '"' + text.replace('"', '""') + '"' if set(text) & set('"\t\n') else text

        text = "\r\n".join("\t".join(map(cell, row)) for row in rows)
        assert read_cells(text) == [[tidy_line(each) for each in row] for row in rows]


class TestByName:
    def test_rows_are_matched_by_ref_in_any_order(self, lines: list[Line]) -> None:
        assert filled(pasted("4.2\t340\n2.1\t92%", lines, at=2)) == {"2.1": "92%", "4.2": "340"}

    def test_a_line_break_in_a_quoted_measure_moves_no_figure(self, lines: list[Line]) -> None:
        found = pasted('2.1\t"Contacts\nin a day"\t92%\n2.3\tRe-referrals\t15%\n4.2\tLooked after\t310', lines)
        assert filled(found) == {"2.1": "92%", "2.3": "15%", "4.2": "310"}

    def test_rows_are_matched_by_title_where_there_is_no_ref(self, lines: list[Line]) -> None:
        assert filled(pasted("Nothing yet\t7\nLooked  After\t310", lines)) == {"4.2": "310", "4.3": "7"}

    def test_a_heading_says_what_the_columns_are_and_what_is_left_out(self, lines: list[Line]) -> None:
        text = "Ref\tMeasure\tTarget\tNumerator\tDenominator\tFeb 21\tComments\n2.1\tContacts\t95%\t46\t50\t92%\tmoved"
        found = pasted(text, lines)
        assert filled(found) == {"2.1": "46 / 50 92%"}
        assert found.lines[0][1]["note"] == "moved"
        assert list(found.said) == ["Left out: “Target”."]

    def test_of_two_months_the_one_that_is_entered_is_taken(self, lines: list[Line]) -> None:
        found = pasted("Ref\tJan 21\tFeb-21\n2.1\t91%\t92%\n2.3\t14%\t15%", lines)
        assert filled(found) == {"2.1": "92%", "2.3": "15%"}
        assert list(found.said) == ["Left out: “Jan 21”."]

    def test_figures_of_another_month_are_refused(self, lines: list[Line]) -> None:
        with pytest.raises(BoardError, match=r"headed Mar 21, and this is Feb 21: nothing was filled in"):
            pasted("Ref\tMar 21\n2.1\t92%", lines)
        with pytest.raises(BoardError, match=r"headed Mar 21"):
            pasted("Mar 21\n92%\n15%", lines)

    def test_a_title_above_the_heading_is_no_heading(self, lines: list[Line]) -> None:
        assert filled(pasted("Monthly performance\t\n\t\nRef\tResult\n2.3\t15%", lines)) == {"2.3": "15%"}

    def test_the_only_column_of_figures_is_the_value_whatever_its_heading_and_that_is_said(
        self, lines: list[Line]
    ) -> None:
        found = pasted("Ref\tNorthshire\n2.1\t92%", lines)
        assert filled(found) == {"2.1": "92%"}
        assert list(found.said) == ["“Northshire” is taken as the value."]

    def test_what_matches_nothing_is_said_with_its_figure(self, lines: list[Line]) -> None:
        found = pasted("2.1\t92%\n9.9\t5\n2.3\t15%", lines)
        assert [(each.words, each.figures, each.why) for each in found.left_out] == [
            ("9.9", "5", "no KPI entered here has this ref")
        ]

    def test_a_ref_beside_the_measure_of_another_kpi_is_left_out(self, lines: list[Line]) -> None:
        found = pasted("2.1\tContacts\t92%\n4.2\tNothing yet\t7", lines)
        assert filled(found) == {"2.1": "92%"}
        assert [each.why for each in found.left_out] == ["the measure is that of 4.3, the ref is not"]

    def test_a_ref_that_stands_twice_with_different_figures_is_left_out(self, lines: list[Line]) -> None:
        found = pasted("2.1\t92%\n2.1\t29%\n2.3\t15%\n2.3\t15%", lines)
        assert filled(found) == {"2.3": "15%"}
        assert [each.figures for each in found.left_out] == ["92%", "29%"]

    def test_rows_without_a_figure_are_passed_over(self, lines: list[Line]) -> None:
        found = pasted("Ref\tMeasure\tValue\n\tFront door\t\n2.1\tContacts\t92%", lines)
        assert (filled(found), list(found.left_out)) == ({"2.1": "92%"}, [])

    def test_what_stands_there_already_is_counted(self, lines: list[Line]) -> None:
        place = GridPlace(
            lines,
            lines[0].key,
            "value",
            parse_period("2021-01"),
            lambda line: draft_of(line.stated(parse_period("2021-01"))),
        )
        found = match_paste("2.3\t14%\n4.2\t336", place)
        assert (filled(found), found.same) == ({"4.2": "336"}, 1)

    def test_a_kpi_with_a_figure_to_date_is_told_by_heading_or_measure(self, lines: list[Line]) -> None:
        assert filled(pasted("Ref\tYTD\n3.1\t91%", lines)) == {"3.1+": "91%"}
        assert filled(pasted("Ref\tFeb 21\n3.1\t91%", lines)) == {"3.1": "91%"}
        assert filled(pasted("3.1\tPlans (YTD)\t90%\n3.1\tmonth: Plans\t91%", lines)) == {"3.1": "91%", "3.1+": "90%"}

    def test_without_that_it_is_left_out(self, lines: list[Line]) -> None:
        found = pasted("3.1\t91%\n2.1\t92%", lines)
        assert filled(found) == {"2.1": "92%"}
        assert "does not say which" in found.left_out[0].why

    def test_a_figure_to_date_never_becomes_that_of_the_month(self, lines: list[Line]) -> None:
        found = pasted("Ref\tYTD\n2.1\t91%", lines)
        assert (filled(found), found.left_out[0].why) == ({}, "it has no figure to date here")


class TestByPosition:
    def test_one_column_fills_the_field_of_the_cursor_downwards(self, lines: list[Line]) -> None:
        assert filled(pasted("340\n7", lines, at=4)) == {"4.2": "340", "4.3": "7"}

    def test_three_columns_are_numerator_denominator_and_value_wherever_the_cursor_is(self, lines: list[Line]) -> None:
        found = pasted("46\t50\t92%\n15\t100\t15%", lines)
        assert filled(found) == {"2.1": "46 / 50 92%", "2.3": "15 / 100 15%"}

    def test_columns_that_do_not_tell_which_is_which_are_refused(self, lines: list[Line]) -> None:
        for text in ("91%\t92%", "1\t2\t3", "46\t50\t92%\t91%"):
            with pytest.raises(BoardError, match="copy their headings too"):
                pasted(text, lines)

    def test_it_never_goes_on_after_an_empty_row(self, lines: list[Line]) -> None:
        found = pasted("92%\n\n15%", lines)
        assert filled(found) == {"2.1": "92%"}
        assert [(each.words, each.figures) for each in found.left_out] == [("row 3", "15%")]

    def test_rows_beyond_the_last_line_are_left_out(self, lines: list[Line]) -> None:
        found = pasted("1\n2\n3", lines, at=4)
        assert [(each.figures, each.why) for each in found.left_out] == [("3", "there is no KPI left")]

    def test_words_that_match_no_kpi_are_not_taken_by_position(self, lines: list[Line]) -> None:
        with pytest.raises(BoardError, match="names no KPI that is entered here"):
            pasted("Visits in time\t92%\nPlans agreed\t15%", lines)

    def test_refs_that_match_no_kpi_are_not_taken_for_figures(self, lines: list[Line]) -> None:
        with pytest.raises(BoardError):
            pasted("PI-07\t92%\nPI-08\t15%", lines)

    def test_a_sentence_is_no_figure(self, lines: list[Line]) -> None:
        with pytest.raises(BoardError, match="no figures"):
            pasted("still to come\nnot agreed yet", lines)

    def test_new_parts_take_the_old_value_with_them(self, lines: list[Line]) -> None:
        draft = {"numerator": "40", "denominator": "50", "value": "80%", "note": "", "provisional": ""}
        place = GridPlace(lines, lines[0].key, "numerator", FEB, lambda _: draft)
        assert filled(match_paste("46\t50", place)) == {"2.1": "46 / 50 92%"}
