"""The XmR rules, against the outputs of a reference implementation and as properties of any series."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boardtui.domain.kpis.spc import (
    LIMIT_FACTOR,
    NEAR_LIMIT_FACTOR,
    Analysis,
    Assurance,
    Direction,
    PointType,
    analyse,
    limits_kind,
    readings_wanted,
)
from boardtui.domain.kpis.trend import assurance_mark, variation_mark

Case = dict[str, Any]

CASES_FOLDER = Path(__file__).parents[2] / "data" / "spc_cases"
NAMED_CASES: list[Case] = [json.loads(path.read_text("utf-8")) for path in sorted(CASES_FOLDER.glob("*.json"))]
FUZZ_CASES: list[Case] = [
    json.loads(line) for line in gzip.decompress((CASES_FOLDER / "fuzz.jsonl.gz").read_bytes()).decode().splitlines()
]
# These have tests of their own, under "Differences on purpose".
DIFFERENT_ON_PURPOSE = {"c29_constant_screened_NaN_limits", "c40_missing_in_long_run", "fuzz_112"}

RULES = {
    "Common Cause": None,
    "Above UCL": "outside",
    "Below LCL": "outside",
    "7 Point Trend (Increasing)": "trend",
    "7 Point Trend (Decreasing)": "trend",
    "2 in 3 Above CL": "two_of_three",
    "2 in 3 Below CL": "two_of_three",
    "7 Points Above CL": "shift",
    "7 Points Below CL": "shift",
}
# Limits, fixed on these, so far apart that a small trend stays well within them.
WIDE_BASELINE = [-20, 30] * 3
MIRRORED: dict[Direction, Direction] = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}


def analyse_case(case: Case) -> Analysis:
    """Analyse a case's readings in date order; a re-base date without a reading is ignored."""
    given_input = case["input"]
    dated = sorted(zip(given_input["dates"], given_input["values"], strict=True), key=lambda pair: pair[0])
    dates = [date for date, _ in dated]
    return analyse(
        [value for _, value in dated],
        direction=given_input["improvement_direction"],
        target=given_input["target"],
        rebase_at=[dates.index(date) for date in given_input["rebase_dates"] if date in dates],
        fix_after=given_input["fix_after_n_points"],
        screen_outliers=given_input["screen_outliers"],
    )


def assert_agrees(case: Case) -> None:
    result, expected = analyse_case(case), case["expected"]
    assert len(result.points) == len(expected["points"])
    for point, reference in zip(result.points, expected["points"], strict=True):
        where = f"{case['id']} at {reference['date']}"
        assert point.value == reference["value"], where
        assert point.mean == close(reference["mean"]), where
        assert point.lower_limit == close(reference["lpl"]), where
        assert point.upper_limit == close(reference["upl"]), where
        assert point.rebase_group == reference["rebase_group"], where
        assert point.outside is reference["outside_limits"], where
        assert point.near_limit is reference["close_to_limits"], where
        assert point.rule == RULES[reference["special_cause_type"]], where
        assert point.point_type == reference["point_type"], where
    enough = len(case["input"]["values"]) >= 13
    assert result.variation == (expected["last_point_type"] if enough else None), case["id"]
    assert result.assurance == (expected["assurance_icon"] if enough else None), case["id"]


def close(number: float | None) -> object:
    # A zero limit may come out as a rounding error of zero, to which no relative tolerance applies.
    return None if number is None else pytest.approx(number, rel=1e-9, abs=1e-12)


def types(values: Sequence[float | None], direction: Direction = "increase", **options: Any) -> list[str]:
    return [point.point_type for point in analyse(values, direction=direction, **options).points]


def rules(values: Sequence[float | None], **options: Any) -> list[str | None]:
    return [point.rule for point in analyse(values, direction="increase", **options).points]


class TestAgainstTheReference:
    @pytest.mark.parametrize(
        "case",
        [case for case in NAMED_CASES if case["id"] not in DIFFERENT_ON_PURPOSE],
        ids=lambda case: case["id"],
    )
    def test_a_named_case_agrees(self, case: Case) -> None:
        assert_agrees(case)

    def test_every_random_case_agrees(self) -> None:
        for case in FUZZ_CASES:
            if case["id"] not in DIFFERENT_ON_PURPOSE:
                assert_agrees(case)

    def test_only_the_known_differences_are_left_out(self) -> None:
        assert (len(NAMED_CASES), len(FUZZ_CASES)) == (61, 120)
        failed = {case["id"] for case in NAMED_CASES + FUZZ_CASES if "error" in case["expected"]}
        assert DIFFERENT_ON_PURPOSE - failed == {"c29_constant_screened_NaN_limits"}
        assert failed < DIFFERENT_ON_PURPOSE


class TestDifferencesOnPurpose:
    def test_a_missing_value_breaks_a_run_where_the_reference_stops(self) -> None:
        case = next(case for case in NAMED_CASES if case["id"] == "c40_missing_in_long_run")
        values = case["input"]["values"]
        result = analyse_case(case)
        # Two high points, a gap, five high points: with the gap filled, the first two belong to the others.
        assert [point.rule for point in result.points[7:11]] == [None, None, None, "two_of_three"]
        filled = rules([*values[:9], 9.2, *values[10:]])
        assert filled[7:11] == ["two_of_three"] * 4
        assert result.variation == "special_cause_concern"

    def test_a_gap_in_a_long_series_leaves_the_rest_judged(self) -> None:
        case = next(case for case in FUZZ_CASES if case["id"] == "fuzz_112")
        result = analyse_case(case)
        # Eleven readings above the mean in a row, then one far below the lower limit.
        fired = {index: point.rule for index, point in enumerate(result.points) if point.rule}
        assert fired == {**dict.fromkeys(range(19, 30), "shift"), 30: "outside"}
        assert (result.variation, result.assurance) == ("common_cause", "fail")

    @pytest.mark.parametrize("screen_outliers", [True, False])
    def test_a_constant_series_has_limits_equal_to_its_mean(self, screen_outliers: bool) -> None:
        result = analyse([97.3] * 14, direction="increase", target=97.3, screen_outliers=screen_outliers)
        for point in result.points:
            assert (point.mean, point.lower_limit, point.upper_limit) == (97.3, 97.3, 97.3)
            assert (point.outside, point.near_limit, point.rule) == (False, False, None)
        assert (result.variation, result.assurance) == ("common_cause", "inconsistent")

    @pytest.mark.parametrize("screen_outliers", [True, False])
    def test_a_first_move_after_a_constant_baseline_is_outside(self, screen_outliers: bool) -> None:
        result = analyse([5] * 12 + [6], direction="increase", fix_after=12, screen_outliers=screen_outliers)
        assert result.points[-1].rule == "outside"
        assert result.variation == "special_cause_improvement"

    def test_no_verdict_is_given_below_thirteen_readings(self) -> None:
        rising: list[float | None] = [float(month) for month in range(12)]
        twelve = analyse(rising, direction="increase", target=-50)
        assert (twelve.variation, twelve.assurance) == (None, None)
        assert twelve.points[-1].point_type == "special_cause_improvement"
        thirteen = analyse([*rising, 12.0], direction="increase", target=-50)
        assert (thirteen.variation, thirteen.assurance) == ("special_cause_improvement", "pass")

    def test_of_the_missing_values_only_one_counts_towards_thirteen(self) -> None:
        one_gap = analyse([*range(6), None, *range(6, 12)], direction="increase", target=-50)
        assert (one_gap.variation, one_gap.assurance) == ("special_cause_improvement", "pass")
        two_gaps = analyse([*range(6), None, None, *range(6, 11)], direction="increase", target=-50)
        assert (two_gaps.variation, two_gaps.assurance) == (None, None)
        assert readings_wanted([*range(6), None, None, *range(6, 11)]) == 1
        later = analyse([*range(6), None, None, *range(6, 12)], direction="increase", target=-50)
        assert (later.variation, later.assurance) == ("special_cause_improvement", "pass")

    def test_a_rising_trend_that_ends_in_a_tie_with_the_next_one_is_rising_to_its_end(self) -> None:
        result = analyse([*WIDE_BASELINE, *range(7), *range(6, 13)], direction="increase", fix_after=6)
        assert [point.rule for point in result.points[6:]] == ["trend"] * 14
        assert {point.point_type for point in result.points[6:]} == {"special_cause_improvement"}


class TestShortAndEmptySeries:
    def test_an_empty_series_has_no_points_and_no_verdict(self) -> None:
        assert analyse([], direction="increase", target=1) == Analysis((), None, None)

    def test_one_reading_has_a_mean_and_no_limits(self) -> None:
        (point,) = analyse([3], direction="increase").points
        assert (point.mean, point.lower_limit, point.upper_limit) == (3, None, None)
        assert (point.outside, point.near_limit, point.rule) == (None, None, None)

    def test_two_readings_have_limits_from_their_one_moving_range(self) -> None:
        first, second = analyse([3, 4], direction="increase").points
        assert (first.lower_limit, first.upper_limit) == (close(0.84), close(6.16))
        assert (first.mean, second.mean) == (3.5, 3.5)

    @pytest.mark.parametrize("count", [1, 7, 20])
    def test_a_series_of_gaps_has_nothing_to_say(self, count: int) -> None:
        result = analyse([None] * count, direction="decrease", target=4, screen_outliers=True)
        assert {(p.mean, p.lower_limit, p.upper_limit, p.outside, p.point_type) for p in result.points} == {
            (None, None, None, None, "common_cause")
        }
        assert (result.variation, result.assurance) == (None, None)

    def test_readings_that_never_follow_one_another_have_no_limits(self) -> None:
        points = analyse([5, None, 7, None, 9], direction="increase").points
        assert {point.mean for point in points} == {7}
        assert {point.upper_limit for point in points} == {None}

    def test_gaps_at_the_edges_leave_the_limits_alone(self) -> None:
        bare = analyse([5, 6, 5, 7], direction="increase").points
        edged = analyse([None, 5, 6, 5, 7, None], direction="increase").points
        assert edged[1:-1] == bare
        assert (edged[0].upper_limit, edged[0].outside, edged[0].point_type) == (
            bare[0].upper_limit,
            None,
            "common_cause",
        )

    def test_a_missing_last_value_makes_the_variation_common_cause(self) -> None:
        high = [*([10, 12] * 8), 30]
        assert analyse(high, direction="increase").variation == "special_cause_improvement"
        assert analyse([*high, None], direction="increase").variation == "common_cause"


class TestRules:
    def test_a_point_on_a_limit_is_inside_it(self) -> None:
        # A fixed baseline of 0 and 1 has its upper limit at 0.5 + 2.66.
        limit = 0.5 + LIMIT_FACTOR
        result = analyse([0, 1, limit, limit + 0.001], direction="increase", fix_after=2)
        assert [point.outside for point in result.points] == [False, False, False, True]

    def test_a_point_on_the_near_line_is_not_near(self) -> None:
        line = 0.5 + NEAR_LIMIT_FACTOR
        result = analyse([0, 1, line, line + 0.001], direction="increase", fix_after=2)
        assert [point.near_limit for point in result.points] == [False, False, False, True]

    def test_a_point_outside_is_not_near(self) -> None:
        result = analyse([0, 1, 50], direction="increase", fix_after=2)
        assert (result.points[-1].outside, result.points[-1].near_limit) == (True, False)

    def test_a_point_outside_beside_a_near_one_makes_no_two_of_three(self) -> None:
        assert rules([0, 1, 3, 50, 0.6], fix_after=2)[2:] == [None, "outside", None]

    def test_only_the_near_points_of_two_in_three_are_flagged(self) -> None:
        assert rules([0, 1, 3, 0.6, 2.9, 0], fix_after=2) == [None, None, *["two_of_three", None] * 2]

    def test_two_of_three_needs_all_three_on_one_side(self) -> None:
        assert rules([0, 1, 3, 0.4, 2.9, 0], fix_after=2) == [None] * 6

    def test_two_of_three_needs_three_points(self) -> None:
        assert rules([0, 1, 0, 3, 2.9], fix_after=2) == [None] * 5

    def test_a_point_on_the_mean_breaks_a_shift(self) -> None:
        assert rules([0, 2, *[1.2, 1.1] * 4], fix_after=2)[2:] == ["shift"] * 8
        assert rules([0, 2, 1.2, 1.1, 1.2, 1.1, 1.0, 1.1, 1.2, 1.1], fix_after=2) == [None] * 10

    def test_equal_neighbours_break_a_trend(self) -> None:
        assert "trend" in rules([5, 1, 2, 3, 4, 5, 6, 7, 3])
        assert "trend" not in rules([5, 1, 2, 3, 4, 4, 5, 6, 7, 3])

    @pytest.mark.parametrize(("trend_length", "fires"), [(6, True), (7, False)])
    def test_the_trend_length_counts_points(self, trend_length: int, fires: bool) -> None:
        values = [4, 1, 2, 3, 4, 5, 6, 3, 4, 3]
        flagged = ["trend" if rule == "trend" else None for rule in rules(values, trend_length=trend_length)]
        assert flagged == ([None, *["trend"] * 6, None, None, None] if fires else [None] * 10)

    @pytest.mark.parametrize(("shift_length", "fires"), [(6, True), (7, True), (8, False)])
    def test_the_shift_length_can_be_set(self, shift_length: int, fires: bool) -> None:
        values = [0, 2, 0, *[1.2, 1.1] * 3, 1.2, 0]
        assert ("shift" in rules(values, fix_after=3, shift_length=shift_length)) is fires

    def test_the_turn_of_two_trends_takes_the_later_direction(self) -> None:
        flagged = types([*WIDE_BASELINE, *range(7), *range(5, -1, -1)], fix_after=6)[6:]
        assert flagged == ["special_cause_improvement"] * 6 + ["special_cause_concern"] * 7

    def test_a_falling_trend_above_the_mean_is_judged_by_its_slope(self) -> None:
        values = [0, 9, 0, 9, 0, 9, *[8, 7.5, 7, 6.5, 6, 5.5, 5]]
        assert types(values, fix_after=6)[6:] == ["special_cause_concern"] * 7
        assert types(values, "decrease", fix_after=6)[6:] == ["special_cause_improvement"] * 7
        assert types(values, "neutral", fix_after=6)[6:] == ["special_cause_neutral_low"] * 7


class TestParts:
    def test_a_new_part_has_its_own_limits_and_number(self) -> None:
        points = analyse([1, 2, 1, 2, 50, 60, 50], direction="increase", rebase_at=[4]).points
        assert [point.rebase_group for point in points] == [0, 0, 0, 0, 1, 1, 1]
        assert (points[3].mean, points[4].mean) == (1.5, close(160 / 3))

    def test_a_new_part_at_the_first_point_only_changes_its_number(self) -> None:
        points = analyse([1, 2, 3], direction="increase", rebase_at=[0]).points
        assert [point.rebase_group for point in points] == [1, 1, 1]
        assert {point.mean for point in points} == {2}

    def test_the_same_new_part_named_twice_and_out_of_order_counts_once(self) -> None:
        points = analyse([1, 2, 3, 4, 5], direction="increase", rebase_at=(4, 2, 4)).points
        assert [point.rebase_group for point in points] == [0, 0, 1, 1, 2]

    def test_fixed_limits_start_again_in_each_part(self) -> None:
        points = analyse([1, 2, 90, 5, 7, 90], direction="increase", rebase_at=[3], fix_after=2).points
        assert [point.mean for point in points] == [1.5, 1.5, 1.5, 6, 6, 6]

    def test_a_gap_in_the_baseline_counts_as_one_of_its_points(self) -> None:
        points = analyse([1, None, 3, 5, 90], direction="increase", fix_after=3).points
        assert points[0].mean == 2

    def test_fixing_after_more_points_than_there_are_uses_them_all(self) -> None:
        values = [3, 5, 4, 9, 2]
        assert analyse(values, direction="increase", fix_after=60) == analyse(values, direction="increase")

    def test_assurance_goes_by_the_last_part(self) -> None:
        values = [10, 12] * 7 + [30, 32] * 7
        assert analyse(values, direction="increase", target=20).assurance == "inconsistent"
        assert analyse(values, direction="increase", target=20, rebase_at=[14]).assurance == "pass"
        assert analyse(values, direction="decrease", target=20, rebase_at=[14]).assurance == "fail"

    def test_a_last_part_without_limits_is_hit_and_miss(self) -> None:
        result = analyse([10, 12] * 7 + [30], direction="increase", target=20, rebase_at=[14])
        assert result.assurance == "inconsistent"

    def test_screening_leaves_one_wild_jump_out_of_the_limits(self) -> None:
        values = [10, 12] * 6 + [90] + [10, 12] * 3
        open_limit = analyse(values, direction="increase").points[0].upper_limit
        screened = analyse(values, direction="increase", screen_outliers=True).points[0]
        assert open_limit is not None
        assert screened.mean is not None
        assert screened.upper_limit == close(screened.mean + LIMIT_FACTOR * 2) != open_limit

    def test_screening_drops_a_jump_of_exactly_so_many_average_jumps(self) -> None:
        # Jumps of 3267, 733, 0 and 0 average 1000; one of 3266 is just short of 3.267 times their average.
        dropped = analyse([0, 3267, 2534, 2534, 2534], direction="increase", screen_outliers=True).points[0]
        assert dropped.upper_limit == close(2173.8 + LIMIT_FACTOR * 733 / 3)
        kept = analyse([0, 3266, 2532, 2532, 2532], direction="increase", screen_outliers=True).points[0]
        assert kept.upper_limit == close(2172.4 + LIMIT_FACTOR * 1000)

    def test_each_part_says_whether_its_limits_are_on_trial(self) -> None:
        values: list[float | None] = [1, 2] * 12
        values[3] = None
        points = analyse(values, direction="increase", rebase_at=[14, 19]).points
        assert [points[index].limits for index in (0, 14, 19)] == ["full", None, None]
        points = analyse(values, direction="increase", rebase_at=[12]).points
        assert [points[index].limits for index in (0, 12)] == ["trial", "trial"]


class TestMarks:
    @pytest.mark.parametrize(
        ("count", "kind"), [(0, None), (5, None), (6, "trial"), (12, "trial"), (13, "full"), (99, "full")]
    )
    def test_limits_are_on_trial_from_six_and_full_from_thirteen(self, count: int, kind: str | None) -> None:
        assert limits_kind([1.0] * count) == kind

    def test_no_two_verdicts_share_a_letter_a_word_or_a_sentence(self) -> None:
        for marks in (
            [variation_mark(variation) for variation in (*get_args(PointType), None)],
            [assurance_mark(assurance) for assurance in (*get_args(Assurance), None)],
        ):
            for told in zip(*[(mark.letter, mark.word, mark.sentence) for mark in marks], strict=True):
                assert len(set(told)) == len(marks)
                assert all(told)
            assert all(len(mark.letter) == 1 and "\n" not in mark.sentence for mark in marks)

    def test_common_cause_warns_against_chasing_single_months(self) -> None:
        assert variation_mark("common_cause").sentence == "no significant change: do not chase single months"

    def test_an_unknown_verdict_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no variation called 'better'"):
            variation_mark("better")  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="no assurance called 'perhaps'"):
            assurance_mark("perhaps")  # type: ignore[arg-type]


class TestBadArguments:
    @pytest.mark.parametrize(
        "bad", ["n/a", float("nan"), float("inf"), True, 10**400, [1]], ids=lambda bad: str(bad)[:8]
    )
    def test_a_value_that_is_no_number_is_refused_by_its_place(self, bad: Any) -> None:
        with pytest.raises(ValueError, match=r"^Value 2 is not a number that can be charted\. "):
            analyse([1, bad, 3], direction="increase")
        with pytest.raises(ValueError, match=r"^The target is not a number"):
            analyse([1, 2, 3], direction="increase", target=bad)

    @pytest.mark.parametrize("direction", ["up", "", None, "Increase"])
    def test_an_unknown_direction_is_refused(self, direction: Any) -> None:
        with pytest.raises(ValueError, match="use increase, decrease or neutral"):
            analyse([1, 2], direction=direction)

    @pytest.mark.parametrize("index", [-1, 3, 1.0, True, "2019-04-01", None])
    def test_a_part_that_starts_at_no_value_is_refused(self, index: Any) -> None:
        with pytest.raises(ValueError, match=r"A new part cannot start at .* one of the 3 values"):
            analyse([1, 2, 3], direction="increase", rebase_at=[index])

    @pytest.mark.parametrize("name", ["fix_after", "shift_length", "trend_length"])
    @pytest.mark.parametrize("count", [1, 0, -7, 7.0, True, "7"])
    def test_a_count_below_two_is_refused(self, name: str, count: Any) -> None:
        with pytest.raises(ValueError, match="use a whole number of 2 or more"):
            analyse([1, 2, 3], direction="increase", **{name: count})


WHOLE = st.integers(-30, 30)
SERIES = st.lists(WHOLE, max_size=40)
GAPPY = st.lists(st.one_of(WHOLE, WHOLE, WHOLE, st.none()), max_size=40)
# Small steps up and down, with stretches of one sign: random numbers alone hardly hold a trend or a shift.
STEPPING = st.lists(
    st.tuples(st.sampled_from([-2, -1, 0, 1, 2]), st.integers(1, 8)).map(lambda run: [run[0]] * run[1]),
    max_size=6,
).map(lambda runs: [sum(steps) for steps in prefixes([step for run in runs for step in run])])
DIRECTIONS = st.sampled_from(get_args(Direction))
OPTIONS = st.fixed_dictionaries(
    {"screen_outliers": st.booleans(), "fix_after": st.one_of(st.none(), st.integers(2, 20))}
)


def prefixes(steps: list[int]) -> list[list[int]]:
    return [steps[:end] for end in range(1, len(steps) + 1)]


def clear_of_every_line(analysis: Analysis) -> bool:
    """Whether no value lies so near a line that rounding could put it on the other side."""
    for point in analysis.points:
        if point.value is not None and point.mean is not None and point.upper_limit is not None:
            spread = (point.upper_limit - point.mean) / LIMIT_FACTOR
            distance = abs(point.value - point.mean)
            if any(
                0 < abs(distance - factor * spread) < 1e-6 or (factor and distance == factor * spread)
                for factor in (0, NEAR_LIMIT_FACTOR, LIMIT_FACTOR)
            ):
                return False
    return True


class TestProperties:
    @settings(deadline=None)
    @given(st.one_of(GAPPY, STEPPING), DIRECTIONS, OPTIONS, st.integers(-999, 999), st.integers(-6, 6))
    def test_another_zero_or_unit_changes_no_verdict(
        self, values: list[int | None], direction: Direction, options: dict[str, Any], offset: int, power: int
    ) -> None:
        before = analyse(values, direction=direction, **options)
        assume(clear_of_every_line(before))
        moved = [None if value is None else (value + offset) * 2.0**power for value in values]
        after = analyse(moved, direction=direction, **options)
        assert [(p.rule, p.point_type) for p in after.points] == [(p.rule, p.point_type) for p in before.points]

    @settings(deadline=None)
    @given(st.one_of(GAPPY, STEPPING), DIRECTIONS, OPTIONS, st.integers(-50, 50))
    def test_mirrored_values_and_direction_give_the_same_verdicts(
        self, values: list[int | None], direction: Direction, options: dict[str, Any], target: int
    ) -> None:
        swap = {
            "special_cause_neutral_high": "special_cause_neutral_low",
            "special_cause_neutral_low": "special_cause_neutral_high",
        }
        mirrored = [None if value is None else -value for value in values]
        before = analyse(values, direction=direction, target=target, **options)
        after = analyse(mirrored, direction=MIRRORED[direction], target=-target, **options)
        assert [p.point_type for p in after.points] == [swap.get(t, t) for t in types(values, direction, **options)]
        assert after.assurance == before.assurance

    @settings(deadline=None)
    @given(st.one_of(SERIES, STEPPING), st.one_of(GAPPY, STEPPING), DIRECTIONS, OPTIONS)
    def test_each_part_is_as_if_it_stood_alone(
        self,
        first: list[int],
        second: list[int | None],
        direction: Direction,
        options: dict[str, Any],
    ) -> None:
        assume(first and second)
        together = analyse([*first, *second], direction=direction, rebase_at=[len(first)], **options).points
        alone = [
            *analyse(first, direction=direction, **options).points,
            *analyse(second, direction=direction, rebase_at=[0], **options).points,
        ]
        assert list(together) == alone

    @settings(deadline=None)
    @given(st.one_of(SERIES, STEPPING), st.data())
    def test_a_gap_leaves_no_run_across_it(self, values: list[int], data: st.DataObject) -> None:
        assume(values)
        gap = data.draw(st.integers(0, len(values) - 1))
        holed: list[int | None] = [*values[:gap], None, *values[gap + 1 :]]
        fired = rules(holed)
        assert fired[gap] is None
        for rule, length in (("trend", 7), ("two_of_three", 3), ("shift", 7)):
            # A side of the gap with fewer readings than the run needs can hold none of its own.
            for side in (range(gap), range(gap + 1, len(values))):
                if len(side) < length:
                    assert rule not in [fired[index] for index in side]

    @settings(deadline=None)
    @given(st.one_of(GAPPY, STEPPING), DIRECTIONS, OPTIONS)
    def test_the_answer_keeps_the_shape_of_the_question(
        self, values: list[int | None], direction: Direction, options: dict[str, Any]
    ) -> None:
        result = analyse(values, direction=direction, **options)
        assert [point.value for point in result.points] == values
        for point in result.points:
            assert (point.rule is None) == (point.point_type == "common_cause")
            assert (point.rule == "outside") == (point.outside is True)
            assert not (point.outside and point.near_limit)
