"""Which sentences of a commentary are held against the figures, against which of them, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from boardtui.domain.attention.findings import findings
from boardtui.domain.records.kinds import Kpi, Narrative, Record
from boardtui.domain.records.kpis import Basis
from tests.domain.kpis.test_figure_checks import TODAY
from tests.domain.making import board_of, current, kpi_of, new_id, previous_year, trend

CODE = "words_against_figures"


def said(*records: Record) -> list[str]:
    return [each.sentence for each in findings(board_of(*records), TODAY) if each.code == CODE]


def of_kpi(commentary: str, figures: dict[str, str], *more: Record, **values: Any) -> list[str]:
    """What is said of a commentary beside these figures of its trend."""
    kpi = kpi_of(commentary=commentary, **values)
    return said(kpi, *trend(kpi, figures), *more)


ROSE, FELL = "Visits have risen.", "Visits have fallen."


@pytest.mark.parametrize(
    ("figures", "rose", "fell"),
    [
        ({"2019-01": "90%", "2019-02": "92%"}, False, True),
        ({"2019-01": "92%", "2019-02": "90%"}, True, False),
        ({"2019-01": "90%", "2019-02": "90%"}, False, False),  # neither way: nobody says which is meant
        ({"2019-02": "92%"}, False, False),
        # The same month of the year before bears the words out as well.
        ({"2018-02": "95%", "2019-01": "90%", "2019-02": "92%"}, False, False),
        ({"2018-02": "91%", "2019-01": "90%", "2019-02": "92%"}, False, True),
        ({"2018-02": "92%", "2019-01": "90%", "2019-02": "92%"}, False, False),
        ({"2018-01": "95%", "2018-03": "95%", "2019-01": "90%", "2019-02": "92%"}, False, True),
        ({"2018-02": "n/a", "2019-01": "90%", "2019-02": "92%"}, False, True),
        ({"2019-01": "90%", "2019-02": "n/a"}, False, False),
        ({"spring": "90%", "summer": "92%"}, False, False),
        ({"0001-01": "90%", "0001-02": "92%"}, False, True),  # there is no year before
    ],
)
def test_a_claim_is_false_only_where_every_figure_it_may_mean_goes_the_other_way(
    figures: dict[str, str], rose: bool, fell: bool
) -> None:
    assert (bool(of_kpi(ROSE, figures)), bool(of_kpi(FELL, figures))) == (rose, fell)


@pytest.mark.parametrize(
    ("before", "rose", "fell"), [("95%", False, False), ("89%", False, True), ("92%", False, False), ("c", False, True)]
)
def test_the_previous_year_may_be_meant_too(before: str, rose: bool, fell: bool) -> None:
    for commentary, wrong in ((ROSE, rose), (FELL, fell)):
        kpi = kpi_of(commentary=commentary)
        figures = trend(kpi, {"2019-01": "90%", "2019-02": "92%"})
        assert bool(said(kpi, *figures, previous_year(kpi, "2017/18", before))) is wrong


def test_the_year_before_is_looked_for_among_the_figures_of_the_same_kind() -> None:
    kpi = kpi_of(commentary=FELL, basis=Basis.YEAR_TO_DATE)
    to_date = [current(kpi, period, value) for period, value in (("2019-01", "90%"), ("2019-02", "92%"))]
    assert said(kpi, *to_date, *trend(kpi, {"2018-02": "95%"})) == [
        "KPI 1.1 says “Visits have fallen”, but the figures of 1.1 show a rise: from 90% to 92%."
    ]
    assert said(kpi, *to_date, current(kpi, "2018-02", "95%")) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("increased from 92% to 90%", "“increased from 92% to 90%”, which is a fall"),
        ("fell from 90% to 92%", "“fell from 90% to 92%”, which is a rise"),
        ("increased from 90% to 92%", ""),
        ("increased from 90% to 90%", ""),
        ("fell from 90% to 90%", ""),
        ("increased from £90 to 85%", ""),  # two things
        ("increased from 90% to 85", "which is a fall"),
        ("increased from 90 to 85%", "which is a fall"),
        ("increased from 1,020 to 985", "which is a fall"),
        ("increased, after it fell, from 92% to 90%", ""),  # which of the two is meant
        ("a rise", ""),
    ],
)
def test_two_figures_in_the_words_are_held_against_each_other(text: str, wrong: str) -> None:
    found = said(Narrative(id=new_id(), section="highlight", text=f"Visits {text}."))
    assert [wrong in each for each in found] == ([True] if wrong else [])


def test_what_is_said_from_one_figure_to_another_is_not_held_against_the_trend() -> None:
    figures = {"2019-01": "92%", "2019-02": "90%"}
    assert of_kpi("Visits increased from 80% to 85%.", figures) == []
    assert len(of_kpi("Visits increased.", figures)) == 1


@pytest.mark.parametrize(("letters", "shown"), [(119, 119), (120, 120), (121, 120)])
def test_a_long_sentence_is_shortened_to_what_can_be_read(letters: int, shown: int) -> None:
    start = "Visits have risen and "
    sentence = start + "x" * (letters - len(start))
    (found,) = of_kpi(f"{sentence}.", {"2019-01": "92%", "2019-02": "90%"})
    quoted = found.partition("“")[2].partition("”")[0]
    assert len(quoted) == shown
    assert quoted.endswith("…") is (letters > shown)


@pytest.mark.parametrize(
    ("links", "found"), [((), 0), (("one",), 1), (("one", "two"), 0), (("gone",), 0), (("one", "gone"), 1)]
)
def test_a_narrative_item_is_held_against_the_one_kpi_it_is_linked_to_and_against_no_two(
    links: tuple[str, ...], found: int
) -> None:
    kpis = [Kpi(id=name, ref=name, title=name) for name in ("one", "two")]
    figures = [reading for kpi in kpis for reading in trend(kpi, {"2019-01": "92%", "2019-02": "90%"})]
    item = Narrative(id=new_id(), text="Visits have risen.", links=links)
    assert len(said(*kpis, *figures, item)) == found
