"""Of whatever is pasted each figure goes to the KPI its row names, or nowhere; refs that look alike are told apart."""

from dataclasses import replace

import pytest

from boardtui.domain.dates.periods import parse_period
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.entry import Line, draft_of, lines_of
from boardtui.domain.kpis.paste import match_paste
from boardtui.domain.kpis.paste_columns import GridPlace
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from tests.domain.making import board_of, kpi_of, trend

FEB = parse_period("Feb 21")
KPIS = {
    "2.1": "Visits in time",
    "2.10": "Reviews in time",
    "2.3": "Children looked after",
    "3.1": "Plans agreed",
    "6.3D": "Decisions",
    "6.3A": "Appeals",
}

FILLED: dict[str, dict[str, str]] = {
    "2.1\t97%\n2.10\t98%": {"2.1": "97%", "2.10": "98%"},
    "2.10\t98%\n2.1\t97%": {"2.1": "97%", "2.10": "98%"},
    "2.10\t97%": {"2.10": "97%"},
    "6.3d\t97%": {"6.3D": "97%"},
    " 2.1 \t 97% ": {"2.1": "97%"},
    "2․1\t97%": {"2.1": "97%"},
    "2.1\u200b\t97%": {"2.1": "97%"},
    "2.1\t97%\n2.1\t97%": {"2.1": "97%"},
    "2.1\t97%\n2.1\t98%": {},
    "2.1\tReviews in time\t97%": {},
    "Visits in time\t97%": {"2.1": "97%"},
    "2.1 Visits in time\t97%": {"2.1": "97%"},
    "2.10 Reviews in time\t98%\n2.1 Visits in time\t97%": {"2.1": "97%", "2.10": "98%"},
    "2.1\t2.1 Visits in time\t97%": {"2.1": "97%"},
    "visits  in time\t97%": {"2.1": "97%"},
    '"Visits\nin time"\t97%\nPlans agreed\t80%': {"2.1": "97%", "3.1": "80%"},
    '2.10\t"98%\n"\n2.1\t97%': {"2.1": "97%", "2.10": "98%"},
    "Ref\tMeasure\tJan 21\tFeb 21\n2.1\tVisits in time\t91%\t97%": {"2.1": "97%"},
    "Ref\tFeb 21\tTarget\n2.1\t97%\t95%": {"2.1": "97%"},
    "Ref\tTarget\tActual\n2.1\t95%\t97%": {"2.1": "97%"},
    "Ref\tNumerator\tDenominator\n2.1\t45\t50": {"2.1": "45 / 50 / 90%"},
    "Ref\tDenominator\tNumerator\n2.1\t50\t45": {"2.1": "45 / 50 / 90%"},
    "2.1\t\n2.10\t98%": {"2.10": "98%"},
    "97%\n98%": {"2.1": "97%", "2.10": "98%"},
    "97%\n98%\n\n310": {"2.1": "97%", "2.10": "98%"},
    '97%\n98%\n"1,020"': {"2.1": "97%", "2.10": "98%", "2.3": "1,020"},
    "45\t50\t90%\n40\t50\t80%": {"2.1": "45 / 50 / 90%", "2.10": "40 / 50 / 80%"},
    "n/a\nc\n-": {"2.1": "n/a", "2.10": "c", "2.3": "-"},
    "2.3\t310\n2.1\t97%\n9.9\t97%": {"2.1": "97%", "2.3": "310"},
}
REFUSED = [
    "KPI 2.1\t97%",
    "2,1\t97%",
    "2.1.\t97%",
    "02.1\t97%",
    "2.01\t97%",
    "6.3\t97%",
    "6.3 D\t97%",
    "Visits\t97%",
    "Visits in\ttime\t97%",
    "2.1 Reviews in time\t97%",
    "2.10 Visits in time\t97%",
    "Total\t310\n2.1\t97%",
    "Ref\tMeasure\tMar 21\n2.1\tVisits in time\t97%",
    "45\t50",
    "44228\t97%",
    "2.3;310",
    "2.1  97%",
]
"""What may mean one KPI or another, or names none: it is refused in a sentence, and nothing is filled in."""


def lines() -> list[Line]:
    records = []
    for place, (ref, title) in enumerate(KPIS.items(), start=1):
        count = ref == "2.3"
        kpi = replace(kpi_of(ref), id=ref, title=title, unit="count" if count else "percent", position=place)
        figures = trend(kpi, {"2020-12": "300" if count else "90%", "2021-01": "310" if count else "91%"})
        records += [kpi, *(replace(each, id=f"{ref} {each.period}") for each in figures)]
    scorecard = Scorecard()
    return lines_of(scorecard.rows(board_of(*records)), scorecard)


def filled(text: str, field: str = "value") -> tuple[dict[str, str], int]:
    """The figures by ref, and how many rows were left out with a word."""
    shown = lines()
    found = match_paste(text, GridPlace(shown, shown[0].key, field, FEB, lambda line: draft_of(line.stated(FEB))))
    names = ("numerator", "denominator", "value")
    told = {line.kpi.ref: " / ".join(stated[name] for name in names if stated[name]) for line, stated in found.lines}
    return told, len(found.left_out)


@pytest.mark.parametrize(("text", "expected"), FILLED.items())
def test_a_figure_goes_to_the_kpi_its_row_names_and_to_no_other(text: str, expected: dict[str, str]) -> None:
    assert filled(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2.1\t97%\n2.1\t98%", 2),
        ("2.1\tReviews in time\t97%", 1),
        ("97%\n98%\n\n310", 1),
        ("2.3\t310\n2.1\t97%\n9.9\t97%", 1),
        ("97%\n98%\n3\n96%\n95%\n94%\n93%", 1),
    ],
)
def test_what_goes_nowhere_is_counted_and_said(text: str, left: int) -> None:
    assert filled(text)[1] == left


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_be_about_another_kpi_is_refused(text: str) -> None:
    with pytest.raises(BoardError):
        filled(text)


@pytest.mark.parametrize("text", ["6.3\t45", "9.9\t45\n9.10\t46", "8.1A\t45\n8.2\t50"])
def test_refs_that_no_kpi_has_are_no_numerators_where_the_cursor_stands_in_one(text: str) -> None:
    with pytest.raises(BoardError):
        filled(text, "numerator")
    assert filled("45\t50\n40\t50", "numerator")[0] == {"2.1": "45 / 50 / 90%", "2.10": "40 / 50 / 80%"}
