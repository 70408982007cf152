"""The risk heat map: bands, places, appetite, movement."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.attention.exceptions import above_tolerance, all_above_tolerance
from boardtui.domain.board.board import Board, Since
from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.kinds import Meeting, Profile, Risk
from boardtui.domain.records.profile import MatrixSize
from boardtui.domain.records.risks import RiskState
from boardtui.domain.risks.heat_map import Movement, by_band, grid, moved, movement, movements, path, path_problem
from boardtui.domain.risks.matrix import Matrix, Score, check_score, matrix_of, move, parse_score
from tests.domain.making import board_of, new_id

scores = st.builds(Score, st.integers(1, 5), st.integers(1, 5))
score_words = scores.map(str) | st.just("")


def risk_of(ref: str = "CIP01", current: str = "", **values: Any) -> Risk:
    return Risk(id=new_id(), ref=ref, title=f"Risk {ref}", current=current, **values)


def matrix(**settings: Any) -> Matrix:
    return matrix_of(Profile(id=new_id(), **settings))


class TestScores:
    @pytest.mark.parametrize("words", ["4x3", " 4 X 3 ", "4×3", "4*3"])
    def test_a_score_is_likelihood_times_impact(self, words: str) -> None:
        assert parse_score(words) == Score(likelihood=4, impact=3)
        assert Score(likelihood=4, impact=3).value == 12

    @pytest.mark.parametrize("words", ["", "12", "high", "4x", "4x3x2"])
    def test_what_is_no_score_is_unscored(self, words: str) -> None:
        assert parse_score(words) is None

    @pytest.mark.parametrize("words", ["0x3", "3x0", "6x1", "1x6", "-1x3", "10x10"])
    def test_0_and_6_are_refused_on_a_5_by_5_matrix(self, words: str) -> None:
        with pytest.raises(InvalidValue, match=r"not on this board's 5×5 matrix: likelihood and impact go from 1 to 5"):
            check_score(words, 5)

    def test_5_is_refused_on_a_4_by_4_matrix(self) -> None:
        assert check_score("4 × 4", 4) == "4x4"
        with pytest.raises(InvalidValue, match="4×4"):
            check_score("5x1", 4)

    def test_unscored_is_accepted_and_words_are_refused(self) -> None:
        assert check_score(" ", 5) == ""
        with pytest.raises(InvalidValue, match="'high' is no score"):
            check_score("high", 5)

    def test_arrow_keys_move_along_impact_and_likelihood_and_stop_at_the_edges(self) -> None:
        assert move(Score(3, 3), 1, 0, 5) == Score(3, 4)
        assert move(Score(3, 3), 0, 1, 5) == Score(4, 3)
        assert move(Score(5, 5), 1, 1, 5) == Score(5, 5)
        assert move(Score(1, 1), -1, -1, 5) == Score(1, 1)

    @given(scores, st.integers(-9, 9), st.integers(-9, 9), st.sampled_from([4, 5]))
    def test_a_move_never_leaves_the_matrix_and_no_move_changes_nothing(
        self, score: Score, dx: int, dy: int, size: int
    ) -> None:
        if score.fits(size):
            assert move(score, dx, dy, size).fits(size)
        assert move(score, 0, 0, size) == score


class TestBands:
    @given(scores)
    def test_the_usual_bands_are_low_moderate_high_extreme(self, score: Score) -> None:
        value = score.value
        expected = "low" if value <= 3 else "moderate" if value <= 6 else "high" if value <= 12 else "extreme"
        assert matrix().band(score) == expected

    @given(scores, scores)
    def test_a_higher_score_is_never_in_a_lower_band(self, one: Score, other: Score) -> None:
        if one.value <= other.value:
            assert matrix().level(one) <= matrix().level(other)

    def test_a_cell_can_have_a_band_of_its_own(self) -> None:
        own = matrix(band_overrides="1x5 High, 2 x 5 extreme")
        assert (own.band(Score(1, 5)), own.band(Score(5, 1))) == ("high", "moderate")
        assert len(own.problems) == 1
        assert matrix(band_overrides="1x5 high, 2x5 extreme").problems == ()

    def test_bands_of_several_words_are_read(self) -> None:
        own = matrix(bands="very low 2, all else 25")
        assert [own.band(Score(1, each)) for each in (2, 3)] == ["very low", "all else"]
        assert own.problems == ()

    @pytest.mark.parametrize(
        ("settings", "sentence"),
        [
            ({"bands": "low 3, high 12"}, "Scores from 13 to 25 have no band: the last band has to reach 25."),
            ({"bands": ""}, "Scores from 1 to 25 have no band: the last band has to reach 25."),
            ({"bands": "low 3, high"}, "Score band 'high' is not a name and its highest score: write it like high 12."),
            ({"bands": "high 25, low 3"}, "Score band 'low 3' holds no score: the band before it ends at 25."),
            ({"bands": "low 3, Low 25"}, "There are two score bands called 'Low': give one of them another name."),
            ({"band_overrides": "1x6 high"}, "1x6 has a band of its own, but is not on a 5×5 matrix."),
            ({"band_overrides": "1x5 dire"}, "1x5 is put into the band 'dire', but there is no such band."),
            ({"band_overrides": "1x5 high, 1x5 low"}, "1x5 is put into two bands: keep one of them."),
            ({"band_overrides": "high"}, "'high' is not a cell and its band: write it like 1x5 high."),
            ({"likelihoods": "Rare, Likely"}, "There are 2 likelihood labels for a 5×5 matrix"),
            ({"appetite": "workforce: cautious"}, "'workforce: cautious' has no tolerance score"),
            ({"appetite": "workforce 9"}, "'workforce 9' has no tolerance score"),
            ({"appetite": "workforce: open 26"}, "can never be passed: the highest score is 25."),
            (
                {"appetite": "IT: open 9\nit: averse 3"},
                "The risk appetite for 'it' is stated twice: the first is used.",
            ),
        ],
    )
    def test_settings_that_make_no_sense_are_said_in_a_sentence(self, settings: dict[str, str], sentence: str) -> None:
        assert any(sentence in problem for problem in matrix(**settings).problems)

    def test_the_settings_a_board_begins_with_are_right(self) -> None:
        assert matrix().problems == ()
        assert matrix().likelihoods[0] == "Rare"
        assert matrix().impacts[-1] == "Catastrophic"

    def test_a_missing_label_is_shown_as_its_number(self) -> None:
        assert matrix(impacts="Minor, Major").impacts == ("Minor", "Major", "3", "4", "5")

    @given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
    def test_no_settings_can_break_the_map(self, bands: str, overrides: str, appetite: str) -> None:
        own = matrix(bands=bands, band_overrides=overrides, appetite=appetite)
        assert all(isinstance(own.band(score), str) for score in own.cells())


class TestGrid:
    def test_every_open_risk_is_in_exactly_one_place(self) -> None:
        risks = [
            risk_of("CIP01", "4x3"),
            risk_of("CIP02", "4x3"),
            risk_of("CIP03"),
            risk_of("CIP04", "5x5"),
            risk_of("CIP05", "2x2", state=RiskState.CLOSED),
        ]
        seen = grid(board_of(*risks))
        assert [risk.ref for risk in seen.cells[Score(4, 3)]] == ["CIP01", "CIP02"]
        assert [risk.ref for risk in seen.unscored] == ["CIP03"]
        assert sum(map(len, seen.cells.values())) + len(seen.unscored) + len(seen.outside) == 4
        assert len(seen.cells) == 25

    def test_the_highest_likelihood_stands_on_top(self) -> None:
        assert list(grid(board_of()).cells)[:2] == [Score(5, 1), Score(5, 2)]

    def test_a_score_outside_a_smaller_matrix_is_kept_and_flagged(self) -> None:
        seen = grid(board_of(risk_of("CIP04", "5x4"), risk_of("CIP05", "4x4"), matrix=MatrixSize.FOUR))
        assert [risk.current for risk in seen.outside] == ["5x4"]
        assert [risk.ref for risk in seen.cells[Score(4, 4)]] == ["CIP05"]
        assert seen.problems == ("CIP04: the current score 5x4 is not on the 4×4 matrix. Score it again from 1 to 4.",)

    def test_each_of_the_three_scores_has_its_own_map(self) -> None:
        board = board_of(risk_of("CIP01", "4x3", inherent="5x5", target="1x2"))
        assert [
            list(filter(grid(board, which).cells.get, grid(board, which).cells)) for which in ("inherent", "target")
        ] == [
            [Score(5, 5)],
            [Score(1, 2)],
        ]
        with pytest.raises(InvalidValue, match="inherent, current, target"):
            grid(board, "worst")  # type: ignore[arg-type]

    def test_risks_are_counted_by_band_and_the_unscored_apart(self) -> None:
        board = board_of(risk_of("1", "5x5"), risk_of("2"), risk_of("3", "1x1", state=RiskState.CLOSED))
        assert by_band(board) == {"extreme": 1, "high": 0, "moderate": 0, "low": 0, "": 1}


class TestAppetite:
    appetite = "Workforce: cautious 9\nfinance: eager 16"

    def above(self, current: str, category: str, **values: Any) -> bool:
        return above_tolerance(risk_of("R", current, category=category, **values), matrix(appetite=self.appetite))

    def test_a_score_above_the_tolerance_of_its_category_is_flagged_and_one_on_it_is_not(self) -> None:
        assert self.above("5x2", " WORKFORCE ")
        assert not self.above("3x3", "workforce")
        assert not self.above("4x4", "Finance")

    def test_nothing_is_said_of_other_categories_unscored_or_closed_risks(self) -> None:
        assert not self.above("5x5", "IT")
        assert not self.above("", "workforce")
        assert not self.above("5x5", "workforce", state=RiskState.CLOSED)

    def test_the_line_runs_between_the_cells(self) -> None:
        line = matrix(appetite=self.appetite).above_appetite("workforce")
        assert Score(2, 5) in line
        assert Score(3, 3) not in line
        assert matrix().above_appetite("workforce") == frozenset()

    @given(scores)
    def test_a_risk_is_flagged_if_and_only_if_its_cell_is_beyond_the_line(self, score: Score) -> None:
        line = matrix(appetite=self.appetite).above_appetite("workforce")
        assert self.above(str(score), "workforce") == (score in line)

    def test_the_worst_comes_first(self) -> None:
        risks = [risk_of(ref, score, category="workforce") for ref, score in (("1", "5x2"), ("2", "5x5"), ("3", "1x1"))]
        assert [risk.ref for risk in all_above_tolerance(board_of(*risks, appetite=self.appetite))] == ["2", "1"]


class TestMovement:
    @pytest.mark.parametrize(
        ("before", "now", "expected"),
        [
            ("3x3", "3x4", "↓ worsened"),
            ("3x4", "3x3", "↑ improved"),
            ("3x4", "4x3", "► same"),
            ("", "", "► same"),
            ("", "3x3", "new"),
            (None, "3x3", "new"),
            (None, "", "new"),
            ("3x3", None, "closed"),
            ("3x3", "", "no longer scored"),
            (None, None, ""),
        ],
    )
    def test_a_lower_score_is_an_improvement(self, before: str | None, now: str | None, expected: str) -> None:
        assert movement(before, now).words == expected

    @given(score_words, score_words)
    def test_there_and_back_are_opposite(self, before: str, now: str) -> None:
        opposite = {
            Movement.WORSENED: Movement.IMPROVED,
            Movement.IMPROVED: Movement.WORSENED,
            Movement.SAME: Movement.SAME,
            Movement.NEW: Movement.UNSCORED,
            Movement.UNSCORED: Movement.NEW,
        }
        assert movement(now, before) is opposite[movement(before, now)]

    def at_meeting(self, *risks: Risk, **since: Any) -> Board:
        return board_of(*risks, since=Since(Meeting(id=new_id()), **since))

    def test_a_risk_is_compared_with_its_score_at_the_last_meeting(self) -> None:
        risk = risk_of("CIP01", "3x4")
        then = {risk.id: {"current": {"current": "3x3", "current_why": ""}}}
        assert moved(self.at_meeting(risk, before=then), risk) is Movement.WORSENED
        assert moved(self.at_meeting(risk), risk) is Movement.SAME
        assert moved(self.at_meeting(risk, new=frozenset({risk.id})), risk) is Movement.NEW

    def test_without_a_meeting_nothing_is_new(self) -> None:
        risk = risk_of("CIP01", "3x4")
        assert moved(board_of(risk), risk) is Movement.NONE
        assert movements(board_of(risk)) == {}

    def test_closing_reopening_and_deleting_are_told(self) -> None:
        closed, reopened = risk_of("1", "3x4", state=RiskState.CLOSED), risk_of("2", "3x4")
        gone, gone_closed = risk_of("3", "2x2"), risk_of("4", "2x2", state=RiskState.CLOSED)
        then = {
            closed.id: {"state": {"state": "open", "closed_why": ""}},
            reopened.id: {"state": {"state": "closed", "closed_why": "done"}},
        }
        board = self.at_meeting(closed, reopened, before=then, gone=(gone, gone_closed))
        assert movements(board) == {
            closed.id: Movement.CLOSED,
            reopened.id: Movement.NEW,
            gone.id: Movement.CLOSED,
        }


class TestPath:
    def test_a_path_leads_from_inherent_over_current_to_target(self) -> None:
        risk = risk_of("1", "4x3", inherent="5x4", target="2x3")
        assert path(risk) == (("inherent", Score(5, 4)), ("current", Score(4, 3)), ("target", Score(2, 3)))
        assert path_problem(risk) == ""

    @given(score_words, score_words, score_words)
    def test_a_path_has_a_step_for_each_score_there_is(self, inherent: str, current: str, target: str) -> None:
        risk = risk_of("1", current, inherent=inherent, target=target)
        assert [str(score) for _, score in path(risk)] == [each for each in (inherent, current, target) if each]

    def test_a_path_that_goes_up_is_said(self) -> None:
        assert path_problem(risk_of("1", "2x2", target="3x3")) == (
            "the target score (3x3) is higher than the current one (2x2)"
        )
        assert "inherent" in path_problem(risk_of("1", "5x5", inherent="4x4"))
