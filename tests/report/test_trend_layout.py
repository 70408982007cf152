"""What a trend table shows in so many cells: from which width on a column, a period and a blank between two comes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from boardtui.report.trend_layout import MEASURE, ORDER, PERIODS, Span, TrendLayout, Wish, filled, layout, wish, wrapped

WISHES = {
    **{name: Wish(5, 8) for name in ORDER if name != PERIODS},
    MEASURE: Wish(9, 40),
    "rag": Wish(3, 3),
    "arrow": Wish(1, 1),
}
MONTHS = Span(Wish(6, 7), 12)
ODD_DAYS = Span(Wish(15, 20), 3, dated=True)
FEW = {"ref": Wish(3, 12), MEASURE: Wish(9, 40), "current": Wish(12, 14), "rag": Wish(3, 3), "status": Wish(9, 14)}


def told(found: TrendLayout) -> str:
    """The columns but the first two and the last, with how many periods there are."""
    return " ".join(f"{found.periods} {name}" if name == PERIODS else name for name in found.columns)


class TestFromWhichWidthOn:
    @pytest.mark.parametrize(
        ("room", "columns", "measure"),
        [
            (29, "ref measure current rag arrow", 8),
            (38, "ref measure current target rag arrow", 8),
            (45, "ref measure current 1 periods target rag arrow", 8),
            (53, "ref measure current 1 periods target rag arrow", 16),
            (60, "ref measure current 2 periods target rag arrow", 16),
            (64, "ref measure current 2 periods target rag arrow", 20),
            (71, "ref measure current 3 periods target rag arrow", 20),
            (75, "ref measure current 3 periods target rag arrow", 24),
            (83, "ref measure current 3 periods target status arrow", 24),
            (90, "ref measure current 4 periods target status arrow", 24),
            (99, "ref measure current basis 4 periods target status arrow", 24),
            (106, "ref measure current basis 4 periods target status moved", 24),
            (115, "ref measure current basis 4 periods target status moved bars", 24),
            (124, "ref measure current basis 4 periods target status moved bars letters", 24),
            (133, "ref measure previous current basis 4 periods target status moved bars letters", 24),
            (137, "ref measure previous current basis 4 periods target status moved bars letters", 28),
            (
                155,
                "ref measure previous numerator denominator current basis 4 periods target status moved bars letters",
                28,
            ),
            (
                164,
                "ref measure previous numerator denominator current basis 4 periods target status moved bars "
                "variation assurance",
                28,
            ),
            (
                212,
                "ref measure previous numerator denominator current as at basis 6 periods target status moved bars "
                "variation assurance",
                28,
            ),
        ],
    )
    def test_the_most_telling_columns_come_first_each_as_soon_as_there_is_room_for_it(
        self, room: int, columns: str, measure: int
    ) -> None:
        found = layout(room, WISHES, [MONTHS])
        assert (found.width, told(found), found.widths[MEASURE]) == (room, columns, measure)
        before = layout(room - 1, WISHES, [MONTHS])
        assert (told(before), before.widths[MEASURE]) != (columns, measure)

    @pytest.mark.parametrize(
        ("room", "periods", "whole", "gap"),
        [
            (178, 6, False, 1),
            (183, 6, False, 1),
            (184, 6, True, 1),
            (192, 7, True, 1),
            (201, 8, True, 1),
            (202, 6, True, 2),
            (273, 11, True, 2),
            (274, 12, True, 2),
            (400, 12, True, 2),
        ],
    )
    def test_then_come_more_periods_and_more_room_for_each_until_all_are_there(
        self, room: int, periods: int, whole: bool, gap: int
    ) -> None:
        found = layout(room, WISHES, [MONTHS])
        assert (found.fitting(MONTHS), found.whole, found.gap) == (periods, whole, gap)
        assert found.each(MONTHS) == (7 if whole else 6)

    def test_what_is_left_over_goes_to_the_titles_as_far_as_they_need_it(self) -> None:
        assert [layout(room, WISHES, [MONTHS]).widths[MEASURE] for room in (274, 275, 278, 300)] == [36, 37, 40, 40]

    def test_a_long_ref_and_a_long_figure_are_broken_where_it_is_narrow(self) -> None:
        narrow, wide = layout(40, FEW, [MONTHS]), layout(136, FEW, [MONTHS])
        assert (narrow.widths["ref"], narrow.widths["current"]) == (8, 9)
        assert (wide.widths["ref"], wide.widths["current"]) == (12, 14)

    @pytest.mark.parametrize(("room", "fitting"), [(46, 0), (47, 1), (78, 1), (96, 2), (125, 3)])
    def test_a_figure_with_its_own_date_counts_for_two(self, room: int, fitting: int) -> None:
        assert layout(room, FEW, [ODD_DAYS]).fitting(ODD_DAYS) == fitting

    @pytest.mark.parametrize(
        ("room", "fitting"), [(46, (0, 0)), (47, (1, 2)), (94, (1, 3)), (95, (2, 4)), (115, (3, 6))]
    )
    def test_each_family_has_as_many_periods_as_fit_in_the_room_of_the_widest(
        self, room: int, fitting: tuple[int, int]
    ) -> None:
        months = Span(Wish(6, 7), 6)
        found = layout(room, FEW, [ODD_DAYS, months])
        assert (found.fitting(ODD_DAYS), found.fitting(months)) == fitting
        assert found.width <= room

    @pytest.mark.parametrize("spans", [[], [MONTHS], [ODD_DAYS], [MONTHS, ODD_DAYS]])
    @pytest.mark.parametrize("wishes", [WISHES, FEW, {MEASURE: Wish(5, 6), "rag": Wish(3, 3)}])
    def test_a_table_is_never_wider_than_its_terminal(self, wishes: dict[str, Wish], spans: list[Span]) -> None:
        for room in range(31, 300):
            assert layout(room, wishes, spans).width <= room


class TestCells:
    @pytest.mark.parametrize(
        ("text", "width", "lines"),
        [
            ("", 5, [""]),
            ("exact", 5, ["exact"]),
            ("two words", 9, ["two words"]),
            ("two words", 8, ["two", "words"]),
            ("one two three", 7, ["one two", "three"]),
            ("abcdefgh", 3, ["abc", "def", "gh"]),
            ("a bcdefgh i", 3, ["a", "bcd", "efg", "h i"]),
            ("家家家", 4, ["家家", "家"]),
        ],
    )
    def test_text_is_broken_between_words_and_within_one_only_where_it_fits_no_line(
        self, text: str, width: int, lines: list[str]
    ) -> None:
        assert wrapped(text, width) == lines

    def test_text_is_filled_up_on_the_side_where_it_does_not_stand(self) -> None:
        assert (filled("ab", 4), filled("ab", 4, right=True), filled("家", 4)) == ("ab  ", "  ab", "家  ")

    @pytest.mark.parametrize(
        ("heading", "texts", "wanted"),
        [
            ("Ref", [], Wish(3, 3)),
            ("Ref", ["1.10"], Wish(4, 4)),
            ("Target", ["at most 5"], Wish(6, 9)),
            ("", ["27% exc Dec", "3"], Wish(3, 11)),
            ("", ["x" * 16], Wish(16, 16)),
            ("", ["x" * 17], Wish(16, 17)),
            ("", ["家家"], Wish(4, 4)),
        ],
    )
    def test_a_column_would_like_to_break_no_word_and_if_it_can_nothing(
        self, heading: str, texts: Sequence[str], wanted: Wish
    ) -> None:
        assert wish(heading, texts) == wanted
