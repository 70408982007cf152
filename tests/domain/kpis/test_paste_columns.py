"""What each column of pasted cells is taken for: by its heading, by what is in it, or by where the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.entry import Draft, Line, draft_of
from boardtui.domain.kpis.paste import Pasted, figures_words, match_paste
from boardtui.domain.kpis.paste_columns import GridPlace, read_cells
from tests.domain.kpis.test_paste_rows import FEB, lines

PARTS = ("numerator", "denominator", "value", "note")


def pasted(text: str, field: str = "value", at: int = 0, draft: Draft | None = None) -> Pasted:
    shown: Sequence[Line] = lines()

    def stands(line: Line) -> Draft:
        return draft if draft is not None else draft_of(line.stated(FEB))

    return match_paste(text, GridPlace(shown, shown[at].key, field, FEB, stands))


def told(found: Pasted) -> dict[str, dict[str, str]]:
    """What is filled in, by ref and field; a value that follows from parts is left out."""
    return {line.kpi.ref: {name: stated[name] for name in PARTS if stated[name]} for line, stated in found.lines}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("1", [["1"]]),
        ("1\n", [["1"]]),
        ("1\t\n\t\n", [["1", ""]]),
        ("1\r\n2", [["1"], ["2"]]),
        ("1\r\r2\r\r3", [["1"], ["2"], ["3"]]),  # both letters of a line end as carriage returns
        ("1\r\r2\r3", [["1"], [""], ["2"], ["3"]]),
        ("1\n\n2\n\n3", [["1"], [""], ["2"], [""], ["3"]]),  # line ends are not made of two letters
        ("1\r", [["1"]]),
        ('5"\t"6"', [['5"', "6"]]),
    ],
)
def test_cells_are_read_as_a_spreadsheet_or_a_terminal_writes_them(text: str, rows: list[list[str]]) -> None:
    assert read_cells(text) == rows


@pytest.mark.parametrize(
    ("text", "field", "filled"),
    [
        ("97%", "value", {"2.1": {"value": "97%"}}),
        ("45", "numerator", {"2.1": {"numerator": "45"}}),
        ("50", "denominator", {"2.1": {"denominator": "50"}}),
        ("moved", "note", {"2.1": {"note": "moved"}}),
        # Percentages are no parts, wherever the cursor stands.
        ("97%", "numerator", {"2.1": {"value": "97%"}}),
        ("97%", "denominator", {"2.1": {"value": "97%"}}),
        # Two columns are parts where the cursor stands in the first of them.
        ("45\t50", "numerator", {"2.1": {"numerator": "45", "denominator": "50", "value": "90%"}}),
        # The third is what the first two give, wherever all three are there.
        ("45\t50\t90%", "note", {"2.1": {"numerator": "45", "denominator": "50", "value": "90%"}}),
        ("45\t50\t0.9", "value", {"2.1": {"numerator": "45", "denominator": "50", "value": "0.9"}}),
        (
            "45\t50\t90%\n1\t0\t5%\n\t50\t9%",
            "value",
            {
                "2.1": {"numerator": "45", "denominator": "50", "value": "90%"},
                "2.10": {"numerator": "1", "denominator": "0", "value": "5%"},
                "2.3": {"denominator": "50", "value": "9%"},
            },
        ),
        ("45\t50\t91%", "value", {"2.1": {"numerator": "45", "denominator": "50", "value": "91%"}}),  # to a whole
        # Words behind the figures are notes, before them the name of the measure.
        ("97%\tmoved", "value", {"2.1": {"value": "97%", "note": "moved"}}),
        ("2.1\t97%\tmoved", "value", {"2.1": {"value": "97%", "note": "moved"}}),
        ("2.1\tmoved\t97%", "value", {"2.1": {"value": "97%"}}),
        ("2.1\t97%\tmoved\tsince", "value", {"2.1": {"value": "97%"}}),
    ],
)
def test_without_headings_the_figures_and_the_cursor_tell_the_columns(
    text: str, field: str, filled: dict[str, dict[str, str]]
) -> None:
    assert told(pasted(text, field)) == filled


@pytest.mark.parametrize(
    ("text", "field", "why"),
    [
        ("45\t50\t92%", "value", "3 columns of figures were pasted, and nothing says which is which"),
        ("45\t0\t92%", "value", "3 columns of figures were pasted"),  # no row says what the third is
        ("45\t50", "value", "2 columns of figures were pasted"),
        ("45\t50", "denominator", "2 columns of figures were pasted"),
        ("1\t2\t3\t4", "numerator", "4 columns of figures were pasted"),
        ("moved", "value", "There are no figures in what was pasted."),
        ("2.1\tmoved", "note", "There are no figures in what was pasted."),
        ("moved\t97%", "value", "names no KPI that is entered here, and not all of it is figures"),
        ("97%\tmoved\tsince", "value", "names no KPI that is entered here, and not all of it is figures"),
        ("Ref\tValue\tActual\n2.1\t1\t2", "value", "“Value” and “Actual” could both be the value"),
        ("Ref\tTarget\n2.1\tsoon", "value", "No column of what was pasted is headed as the figures"),
        ("Ref\tNorth\tSouth\n2.1\t1\t2", "value", "No column of what was pasted is headed as the figures"),
        ("Ref\tDec 20\tJan 21\n2.1\t1\t2", "value", "are headed Dec 20 and Jan 21, and this is Feb 21"),
        ("Ref\tOct 20\tNov 20\tDec 20\tJan 21\n2.1\t1\t2\t3\t4", "value", "headed Oct 20 and Nov 20 and Dec 20, and"),
    ],
)
def test_columns_that_do_not_tell_what_they_hold_are_refused_with_what_to_copy(text: str, field: str, why: str) -> None:
    with pytest.raises(BoardError) as refused:
        pasted(text, field)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ref\tTarget\tFeb 21\tNotes\n2.1\t95%\t97%\tmoved", ["Left out: “Target”."]),
        ("Ref\tJan 21\tFeb 21\tValue\n2.1\t91%\t97%\t5%", ["Left out: “Jan 21”, “Value”."]),
        ("Ref\tNorth\n2.1\t97%", ["“North” is taken as the value."]),
        ("Ref\tValue\n2.1\t97%", []),
        ("Measure\tIndicator\tValue\nVisits in time\t5\t97%", ["Left out: “Indicator”."]),
        ("2.1\t97%\tmoved\tsince", ["Left out: the columns of words after the figures."]),
    ],
)
def test_what_was_made_of_the_columns_is_said(text: str, said: list[str]) -> None:
    found = pasted(text)
    assert list(found.said) == said
    assert told(found)["2.1"]["value"] == "97%"


@pytest.mark.parametrize(("field", "said"), [("numerator", True), ("denominator", True), ("value", False)])
def test_that_percentages_go_into_the_value_is_said_where_the_cursor_stood_elsewhere(field: str, said: bool) -> None:
    assert list(pasted("97%", field).said) == (["These are percentages, so they go into Value."] if said else [])
    assert list(pasted("2.1\t97%", field).said) == []


@pytest.mark.parametrize(("above", "found"), [(3, True), (4, False)])
def test_a_heading_is_looked_for_in_the_first_four_rows(above: int, found: bool) -> None:
    text = "\n".join([*(f"Title {place}\t" for place in range(above)), "Ref\tResult", "2.1\t97%"])
    if found:
        assert told(pasted(text)) == {"2.1": {"value": "97%"}}
        return
    with pytest.raises(BoardError):
        pasted(text)


class TestWhatIsLeft:
    def test_new_parts_take_the_old_value_with_them_and_a_note_alone_does_not(self) -> None:
        stands = {"numerator": "40", "denominator": "50", "value": "80%", "note": "", "provisional": ""}
        assert told(pasted("46", "numerator", draft=stands))["2.1"] == {
            "numerator": "46",
            "denominator": "50",
            "value": "92%",
        }
        assert told(pasted("25", "denominator", draft=stands))["2.1"] == {
            "numerator": "40",
            "denominator": "25",
            "value": "160%",
        }
        assert told(pasted("moved", "note", draft=stands))["2.1"]["value"] == "80%"

    def test_what_stands_there_already_is_counted_and_not_filled_in(self) -> None:
        stands = {"numerator": "", "denominator": "", "value": "80%", "note": "", "provisional": ""}
        found = pasted("80%\n81%", draft=stands)
        assert (list(told(found)), found.same) == (["2.10"], 1)

    def test_one_fills_from_the_line_of_the_cursor_on(self) -> None:
        found = pasted("95%\n96%", at=len(lines()) - 1)
        assert list(told(found)) == ["6.3A"]
        assert [(each.words, each.figures, each.why) for each in found.left_out] == [
            ("row 2", "96%", "there is no KPI left")
        ]

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ("9.9\t\t5", "9.9 5: no KPI entered here has this ref."),
            (
                "9.7\t\t5\n9.8\t\t6\n2.1\tReviews in time\t7",
                "9.7 5: no KPI entered here has this ref; 9.8 6: no KPI entered here has this ref; and 1 more.",
            ),
        ],
    )
    def test_why_nothing_was_filled_in_is_told_for_two_rows_and_then_counted(self, rows: str, words: str) -> None:
        found = pasted(f"Ref\tMeasure\tValue\n{rows}")
        assert (told(found), found.why_nothing) == ({}, f"Nothing was filled in. {words}")

    def test_where_all_of_it_stands_there_that_is_told(self) -> None:
        stands = {"numerator": "", "denominator": "", "value": "80%", "note": "", "provisional": ""}
        assert pasted("80%", draft=stands).why_nothing == (
            "Nothing was filled in: what was pasted stands here already."
        )

    @pytest.mark.parametrize(
        ("stated", "words"),
        [
            ({"numerator": "45", "denominator": "50", "value": "90%"}, "45 / 50 90%"),
            ({"numerator": "45"}, "45"),
            ({"denominator": "50", "value": "90%"}, "50 90%"),
            ({"value": "90%"}, "90%"),
            ({"note": "moved"}, ""),
        ],
    )
    def test_the_figures_of_a_row_are_told_on_one_line(self, stated: dict[str, str], words: str) -> None:
        assert figures_words(stated) == words
