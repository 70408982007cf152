"""The way of a risk across the matrix: inherent, past meetings, now, target."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.records.kinds import Risk
from boardtui.domain.risks.heat_map import PathStep, arrow, steps_of
from boardtui.domain.risks.matrix import Score, parse_score
from tests.domain.making import new_id

scores = st.builds(Score, st.integers(1, 5), st.integers(1, 5))
score_words = scores.map(str) | st.just("")
pasts = st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), score_words), max_size=6)


def risk(**values: str) -> Risk:
    return Risk(id=new_id(), **values)  # type: ignore[arg-type]


def test_a_path_goes_from_inherent_over_the_meetings_to_now_and_target() -> None:
    found = steps_of(risk(inherent="5x4", current="4x3", target="2x3"), [("January", "4x4")])
    assert [(step.words, str(step.score)) for step in found] == [
        ("inherent", "5x4"),
        ("January", "4x4"),
        ("now", "4x3"),
        ("target", "2x3"),
    ]


def test_where_it_did_not_move_two_steps_are_one() -> None:
    found = steps_of(risk(inherent="4x4", current="4x4"), [("January", "4x4"), ("March", "4x4")])
    assert found == (PathStep(("inherent", "January", "March", "now"), Score(4, 4)),)
    assert found[0].words == "inherent to now"


def test_without_any_score_there_is_no_path() -> None:
    assert steps_of(risk(), [("January", "")]) == ()


@given(score_words, score_words, score_words, pasts)
def test_every_score_is_on_the_path_in_its_order_and_no_step_stands_still(
    inherent: str, current: str, target: str, past: list[tuple[str, str]]
) -> None:
    found = steps_of(risk(inherent=inherent, current=current, target=target), past)
    every = [("inherent", inherent), *past, ("now", current), ("target", target)]
    said = [(label, str(step.score)) for step in found for label in step.labels]
    assert said == [(label, words) for label, words in every if words]
    assert all(one.score != other.score for one, other in pairwise(found))


@given(scores, scores)
def test_the_arrow_back_is_the_opposite_one_and_up_means_more_likely(one: Score, other: Score) -> None:
    opposite = dict(zip("↖↑↗←→↙↓↘", "↘↓↙→←↗↑↖", strict=True)) | {"": ""}
    assert arrow(other, one) == opposite[arrow(one, other)]
    assert (arrow(one, other) in ("↖", "↑", "↗")) == (other.likelihood > one.likelihood)
    assert (arrow(one, other) == "") == (one == other)


def test_what_is_no_score_is_no_place() -> None:
    assert parse_score("high") is None
    assert steps_of(risk(current="high")) == ()
