"""How the bands of a matrix are told apart without colour, and which scores fall into each."""

from __future__ import annotations

from typing import Any

import pytest

from boardtui.domain.records.kinds import Profile
from boardtui.domain.records.profile import MatrixSize
from boardtui.domain.risks.heat_map import by_band, label_of
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of, move, parse_score
from tests.domain.making import board_of, new_id
from tests.domain.risks.test_heat_map import risk_of


def matrix(**settings: Any) -> Matrix:
    return matrix_of(Profile(id=new_id(), **settings))


@pytest.mark.parametrize(
    ("bands", "letters"),
    [
        ("low 3, moderate 6, high 12, extreme 25", ["L", "M", "H", "E"]),
        ("minor 3, moderate 6, major 25", ["MI", "MO", "MA"]),
        ("Minor 3, mINIMAL 25", ["MINO", "MINI"]),
        ("high 12, highest 25", ["HIGH", "HIGHE"]),
        ("a 3, ab 25", ["A", "AB"]),
        ("low 25", ["L"]),
        ("", []),
    ],
)
def test_a_band_is_told_by_as_many_of_its_first_letters_as_no_other_begins_with(bands: str, letters: list[str]) -> None:
    assert list(matrix(bands=bands).letters.values()) == letters


@pytest.mark.parametrize(
    ("score", "band", "level"),
    [
        (Score(1, 3), "low", 0),
        (Score(2, 2), "high", 1),
        (Score(1, 2), "low", 0),
        (Score(2, 1), "high", 1),
        (Score(3, 4), "high", 1),
        (Score(3, 5), "", -1),  # no band reaches so far
    ],
)
def test_a_score_is_in_the_first_band_that_reaches_it_or_in_that_of_its_own(
    score: Score, band: str, level: int
) -> None:
    own = matrix(bands="low 3, high 12", band_overrides="2x1 high")
    assert (own.band(score), own.level(score)) == (band, level)


@pytest.mark.parametrize(
    ("settings", "problems"),
    [
        ({"bands": "low 0, high 25"}, ["Score band 'low 0' holds no score: scores begin at 1. Write the bands"]),
        ({"bands": "low 1, high 25"}, []),
        ({"bands": "low 3, high 3, top 25"}, ["Score band 'high 3' holds no score: the band before it ends at 3."]),
        ({"bands": "low 3, high 24"}, ["Scores from 25 to 25 have no band"]),
        ({"bands": "low 3, high 26"}, []),
        ({"appetite": "money: open 25"}, []),
        ({"appetite": "money: open 26"}, ["can never be passed"]),
        ({"band_overrides": "1x5 high, 1x5 high"}, []),
        ({"band_overrides": "5x5"}, ["'5x5' is not a cell and its band"]),
        ({"likelihoods": "1,2,3,4,5"}, []),
        ({"likelihoods": "1,2,3,4,5,6"}, ["There are 6 likelihood labels for a 5×5 matrix: write 5 between commas."]),
        ({"impacts": "1,2,3,4"}, ["There are 4 impact labels for a 5×5 matrix: write 5 between commas."]),
    ],
)
def test_settings_are_wrong_from_the_first_score_that_they_leave_out(
    settings: dict[str, str], problems: list[str]
) -> None:
    found = matrix(**settings).problems
    assert len(found) == len(problems)
    assert all(words in each for words, each in zip(problems, found, strict=True))


def test_of_too_many_labels_the_first_are_taken_and_of_too_few_the_numbers_stand_in() -> None:
    assert matrix(likelihoods="a,b,c,d,e,f").likelihoods == ("a", "b", "c", "d", "e")
    assert matrix(likelihoods="a,b,c", matrix=MatrixSize.FOUR).likelihoods == ("a", "b", "c", "4")
    assert matrix(likelihoods="").likelihoods == ("1", "2", "3", "4", "5")


def test_the_first_appetite_of_a_category_counts_and_its_words_are_kept() -> None:
    own = matrix(appetite="IT: very open 9\nit: averse 3\nmoney: 12")
    assert own.tolerance("It") == 9
    assert [(each.word, each.tolerance) for each in own.appetites.values()] == [("very open", 9), ("", 12)]
    assert own.tolerance("people") is None


@pytest.mark.parametrize(
    ("score", "dx", "dy", "size", "moved"),
    [
        (Score(5, 5), -1, 0, 4, Score(5, 4)),  # off a smaller matrix it stays so until it is moved along that side
        (Score(5, 5), 0, -1, 4, Score(4, 5)),
        (Score(5, 5), 1, 0, 4, Score(5, 4)),
        (Score(1, 1), 0, 1, 5, Score(2, 1)),
        (Score(1, 1), -1, 0, 5, Score(1, 1)),
        (Score(4, 4), 1, 1, 4, Score(4, 4)),
    ],
)
def test_a_move_ends_at_the_edge_of_the_side_it_goes_along(
    score: Score, dx: int, dy: int, size: int, moved: Score
) -> None:
    assert move(score, dx, dy, size) == moved


@pytest.mark.parametrize(
    ("words", "score"),
    [
        ("123456x1", Score(123456, 1)),
        ("1234567x1", None),
        ("4 x 3", Score(4, 3)),
        ("4  x  3", Score(4, 3)),
        ("4xx3", None),
    ],
)
def test_a_score_is_two_numbers_with_a_cross_between(words: str, score: Score | None) -> None:
    assert parse_score(words) == score


def test_a_risk_off_the_matrix_is_counted_with_the_unscored_and_only_those_given_are_counted() -> None:
    risks = [risk_of("1", "5x5"), risk_of("2", "4x4"), risk_of("3")]
    there = board_of(*risks, matrix=MatrixSize.FOUR, bands="low 3, high 16")
    assert by_band(there) == {"high": 1, "low": 0, "": 2}
    assert by_band(there, risks[1:2]) == {"high": 1, "low": 0, "": 0}
    assert list(by_band(there)) == ["high", "low", ""], "worst first"


@pytest.mark.parametrize(
    ("ref", "title", "label"), [("CIP1", "Money", "CIP1"), ("", "Money\nruns out", "Money runs out"), ("", "", "?")]
)
def test_a_risk_is_called_by_its_ref_or_its_title(ref: str, title: str, label: str) -> None:
    assert label_of(ref, title) == label
