"""Figures on papers: what is read, what is missing and why, and whether a stated figure is the right one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.dates.figures import (
    Figure,
    Missing,
    Unit,
    percentage_of,
    read_figure,
    show_number,
    stated_agrees,
)


class TestReading:
    @pytest.mark.parametrize(
        ("text", "number", "unit", "qualifier"),
        [
            ("97.8%", "97.8", "percent", ""),
            ("2,995", "2995", "", ""),
            ("10\u00a0335", "10335", "", ""),
            ("0", "0", "", ""),
            ("0%", "0", "percent", ""),
            ("-0", "0", "", ""),
            ("17.70%", "17.70", "percent", ""),
            ("97.8 per cent", "97.8", "percent", ""),
            ("2.5", "2.5", "", ""),
            ("-3.2", "-3.2", "", ""),
            ("−3.2", "-3.2", "", ""),
            ("£335k", "335000", "money", ""),
            ("£1m", "1000000", "money", ""),
            ("£1.2 million", "1200000", "money", ""),
            ("£-3", "-3", "money", ""),
            ("-£86k", "-86000", "money", ""),
            ("45 working days", "45", "days", "working"),
            ("1 day", "1", "days", ""),
            ("27% exc Dec", "27", "percent", "exc Dec"),
            ("44% (12/27)", "44", "percent", "(12/27)"),
            ("27%, exc Dec", "27", "percent", "exc Dec"),
            ("27% - exc Dec", "27", "percent", "- exc Dec"),
            ("97.8%*", "97.8", "percent", "*"),
            ("**97.8%**", "97.8", "percent", ""),
            ("£914k projected", "914000", "money", "projected"),
        ],
    )
    def test_a_figure_is_read_with_its_unit_and_what_limits_it(
        self, text: str, number: str, unit: Unit, qualifier: str
    ) -> None:
        figure = read_figure(text)
        assert (str(figure.number), figure.unit, figure.qualifier) == (number, unit, qualifier)
        assert (figure.text, figure.missing, figure.problem) == (text, None, "")

    @pytest.mark.parametrize(
        "text",
        [
            "27 of 40",
            "27/40",
            "5-10",
            "5 – 10",
            "10 335",
            "1,03",
            "1.2.3",
            "19 January 2021",
            "30/04/2021",
            "3 m",
            "<5",
            "~50%",
            "£5%",
            "£1m of £3m",
            "50% and 60%",
            "1st",
            "1e5",
            "3pp",
            "95% or more",
            "95% or less",
            "12 days or fewer",
            "5 and above",
            "10+",
            "10 plus",
            "5 max",
            "5 at most",
            "٣",
            "tbc",
            "NaN",
            "9" * 19,
        ],
    )
    def test_what_is_not_one_figure_is_not_guessed_at(self, text: str) -> None:
        figure = read_figure(text)
        assert figure == Figure(text, problem=figure.problem)
        assert figure.problem == f"“{text}” is not one figure. Write a number such as 97.8%, 2,995 or £335k, or n/a."

    def test_a_long_text_is_shortened_in_the_sentence_about_it(self) -> None:
        assert len(read_figure("no figure at all " * 50).problem) < 120

    def test_the_sentence_about_a_hostile_text_cannot_steer_the_terminal(self) -> None:
        assert read_figure("\x1b[31mred").problem.startswith("“[31mred” is not one figure.")

    @pytest.mark.parametrize(
        ("text", "decimals", "step"),
        [
            ("17.70%", 2, "0.01"),
            ("2,995", 0, "1"),
            ("£335k", 0, "1000"),
            ("£1.2m", 0, "100000"),
            ("n/a", 0, "1"),
        ],
    )
    def test_a_figure_knows_how_finely_it_was_stated(self, text: str, decimals: int, step: str) -> None:
        figure = read_figure(text)
        assert (figure.decimals, figure.step) == (decimals, Decimal(step))


class TestMissing:
    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("", Missing.NOT_STATED),
            (" \n", Missing.NOT_STATED),
            ("-", Missing.DASH),
            ("–", Missing.DASH),
            ("n/a", Missing.NOT_APPLICABLE),
            ("N/A", Missing.NOT_APPLICABLE),
            ("z", Missing.NOT_APPLICABLE),
            ("c", Missing.CONFIDENTIAL),
            ("[c]", Missing.CONFIDENTIAL),
            (":", Missing.UNAVAILABLE),
            ("x", Missing.UNAVAILABLE),
            ("u", Missing.LOW),
            ("low", Missing.LOW),
        ],
    )
    def test_a_cell_without_a_figure_says_why_and_keeps_its_words(self, text: str, missing: Missing) -> None:
        assert read_figure(text) == Figure(text, missing=missing)

    def test_a_true_zero_is_not_missing(self) -> None:
        assert [read_figure(text).number for text in ("0", "0%", "0.0", "-0")] == [Decimal(0)] * 4
        assert {read_figure(text).missing for text in ("0", "0%", "0.0", "-0")} == {None}

    @pytest.mark.parametrize("missing", Missing)
    def test_each_reason_has_words_and_a_mark_that_is_read_back(self, missing: Missing) -> None:
        assert missing.label
        assert read_figure(missing.mark).missing is missing

    def test_no_two_reasons_read_the_same(self) -> None:
        assert len({missing.label for missing in Missing}) == len({missing.mark for missing in Missing}) == 6


class TestAgreement:
    @pytest.mark.parametrize(
        ("stated", "numerator", "denominator", "agrees"),
        [
            ("97.8%", "2995", "3063", True),
            ("97.2%", "13140", "13525", True),
            ("3.0%", "10", "335", True),
            ("99.3%", "199", "200", False),
            ("87.3%", "231", "264", False),
            ("87.5%", "231", "264", True),
            ("88%", "231", "264", True),
            ("50.1%", "5005", "10000", True),
            ("50.0%", "5005", "10000", False),
        ],
    )
    def test_a_percentage_agrees_if_it_rounds_to_what_was_stated(
        self, stated: str, numerator: str, denominator: str, agrees: bool
    ) -> None:
        derived = percentage_of(Decimal(numerator), Decimal(denominator))
        assert derived is not None
        assert stated_agrees(read_figure(stated), derived) is agrees

    def test_a_score_is_compared_in_its_own_unit(self) -> None:
        assert not stated_agrees(read_figure("2.5"), Decimal(64) / 29)
        assert stated_agrees(read_figure("2.2"), Decimal(64) / 29)

    def test_an_amount_in_thousands_is_compared_in_thousands(self) -> None:
        assert stated_agrees(read_figure("£335k"), Decimal(335_499))
        assert not stated_agrees(read_figure("£335k"), Decimal(335_500))

    @pytest.mark.parametrize("text", ["", "n/a", "no figure"])
    def test_a_cell_without_a_number_contradicts_nothing(self, text: str) -> None:
        assert stated_agrees(read_figure(text), Decimal("2.2"))

    @pytest.mark.parametrize("derived", ["NaN", "sNaN", "Infinity", "1E+99999"])
    def test_what_is_no_usable_number_does_not_agree(self, derived: str) -> None:
        assert not stated_agrees(read_figure("1"), Decimal(derived))

    @pytest.mark.parametrize(
        ("numerator", "denominator"),
        [("1", "0"), ("1", "-5"), ("NaN", "1"), ("1", "sNaN"), ("1E+999999", "1E-999999")],
    )
    def test_there_is_no_percentage_of_nothing(self, numerator: str, denominator: str) -> None:
        assert percentage_of(Decimal(numerator), Decimal(denominator)) is None


class TestShowing:
    @pytest.mark.parametrize(
        ("number", "decimals", "unit", "shown"),
        [
            ("97.85", 1, "percent", "97.9%"),
            ("97", 1, "percent", "97.0%"),
            ("2995", 0, "count", "2,995"),
            ("2.25", 1, "score", "2.3"),
            ("-3.5", 2, "money", "-£3.50"),
            ("335000", 0, "money", "£335,000"),
            ("1", 0, "days", "1 day"),
            ("45", 0, "days", "45 days"),
            ("-0.04", 1, "", "0.0"),
            ("1234.5", -2, "", "1,235"),
            ("NaN", 1, "percent", "-"),
            ("-Infinity", 1, "", "-"),
            ("1E+9999", 1, "", "-"),
        ],
    )
    def test_a_number_is_shown_rounded_half_up_with_its_unit(
        self, number: str, decimals: int, unit: Unit, shown: str
    ) -> None:
        assert show_number(Decimal(number), decimals, unit) == shown

    @given(
        st.decimals(-(10**9), 10**9, places=4),
        st.integers(0, 4),
        st.sampled_from(["percent", "count", "score", "money", "days", ""]),
    )
    def test_what_is_shown_is_read_back_and_agrees_with_the_number(
        self, number: Decimal, decimals: int, unit: Unit
    ) -> None:
        figure = read_figure(show_number(number, decimals, unit))
        assert figure.number is not None
        assert abs(figure.number - number) <= Decimal(5).scaleb(-decimals - 1)
        assert figure.decimals == decimals
        assert figure.unit == (unit if unit in ("percent", "money", "days") else "")
        assert stated_agrees(figure, number)


@given(
    st.text()
    | st.lists(
        st.sampled_from(["£", "-", "27", ",995", ".5", "%", "k", "m", " ", "exc Dec", "day", "(", "of", "–", "\u00a0"])
    ).map("".join)
)
def test_any_text_is_a_number_or_missing_or_a_problem_and_never_two_of_them(text: str) -> None:
    figure = read_figure(text)
    assert figure.text == text
    assert [figure.number is not None, figure.missing is not None, figure.problem != ""].count(True) == 1


@given(st.decimals(), st.decimals(), st.integers(-5, 500))
def test_arithmetic_on_any_numbers_never_fails(one: Decimal, other: Decimal, decimals: int) -> None:
    share = percentage_of(one, other)
    assert share is None or share.is_finite()
    stated_agrees(read_figure("97.8%"), one)
    assert show_number(one, decimals, "percent")
