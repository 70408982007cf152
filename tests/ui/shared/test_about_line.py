"""The line above a table at the widths at which it says something else."""

from __future__ import annotations

import pytest

from boardtui.ui.shared.choices import about_line

FILTERS = ("all", "off target", "nearly")


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (58, "2 of 5 KPIs · f: all ▸off target  nearly  · Esc shows all"),
        (57, "2 of 5 KPIs · f: all ▸off target  nearly  · Esc shows all"),
        (56, "2 of 5 KPIs · f: all ▸off target  nearly "),
        (41, "2 of 5 KPIs · f: all ▸off target  nearly "),
        (40, "2… · showing off target · Esc shows all"),
        (20, "2… · showing off…"),
    ],
)
def test_all_filters_are_named_where_they_fit_and_what_esc_does_where_that_fits_too(width: int, said: str) -> None:
    assert about_line("2 of 5 KPIs", FILTERS, 1, "Esc shows all", width).plain.rstrip() == said.rstrip()


@pytest.mark.parametrize(
    ("on", "width", "said"),
    [
        (0, 36, "5 KPIs · f:▸all  off target  nearly "),
        (0, 35, "5 KPIs · f:▸all  off target …"),
        (0, 29, "5 KPIs · f:▸all  off target …"),
        (0, 28, "5 KPIs"),
        (1, 32, "5 KPIs · f:▸off target  nearly …"),
        (1, 31, "5 KPIs · showing off target"),
        (2, 35, "5 KPIs · f:▸nearly  all …"),
    ],
)
def test_where_not_all_fit_that_which_is_on_stands_first_and_those_that_follow_come_after_it(
    on: int, width: int, said: str
) -> None:
    assert about_line("5 KPIs", FILTERS, on, "", width).plain.rstrip() == said.rstrip()


@pytest.mark.parametrize(("on", "back"), [(0, ""), (1, "Esc shows all"), (2, "")])
def test_it_is_never_wider_than_its_room_and_only_the_filter_that_is_on_stands_out(on: int, back: str) -> None:
    for width in range(4, 70):
        line = about_line("2 of 5 KPIs", FILTERS, on, back, width)
        assert line.cell_length <= width
        assert [line.plain[each.start : each.end] for each in line.spans] == [f"▸{FILTERS[on]} "] * ("f:" in line.plain)
        assert "  ·" not in line.plain.replace("nearly  ·", ""), "no gap before what follows"


def test_what_is_on_and_how_to_be_rid_of_it_stay_in_sight_where_the_count_is_cut() -> None:
    text = "2 of 5 KPIs with “a long word that somebody has typed”"
    line = about_line(text, FILTERS, 1, "Esc shows all", 60).plain
    assert line.rstrip() == "2 of 5 KPIs with “a… · showing off target · Esc shows all"


@pytest.mark.parametrize(
    ("text", "filters", "on", "back", "said"),
    [
        ("5 KPIs", ("all",), 0, "", "5 KPIs"),
        ("x" * 40, ("all",), 0, "", "x" * 40),
        ("2 KPIs", ("all",), 0, "Esc shows all", "2 KPIs · Esc shows all"),
        ("", ("all",), 0, "", "showing all"),
        ("", FILTERS, 0, "", "f:▸all  off target  nearly"),
        ("", FILTERS, 2, "", "f: all  off target ▸nearly"),
    ],
)
def test_one_filter_is_no_choice_and_where_nothing_is_counted_the_line_begins_with_the_filters(
    text: str, filters: tuple[str, ...], on: int, back: str, said: str
) -> None:
    assert about_line(text, filters, on, back, 40).plain.rstrip() == said
