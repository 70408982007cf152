"""Scores of risks as registers state them: which columns they are, which numbers, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.sheets import asked, flags, looked_at, records
from tests.imports.test_rules import fields, values


def register(head: str, *rows: str) -> str:
    return "\n".join([f"Ref,Risk,{head}", *(f"R{n},Late {n},{row}" for n, row in enumerate(rows, 1)), ""])


class TestNumbers:
    @pytest.mark.parametrize(
        ("cells", "score", "flag"),
        [
            ("4,3", "4x3", []),
            ("4 - Likely,3 (Moderate)", "4x3", []),
            ("L5,I 4", "5x4", []),
            ("L:5,I=4", "5x4", []),
            ("Likely (4),Major - 3", "4x3", []),
            ("Almost  certain,major", "5x4", []),
            ("1,5", "1x5", []),
            ("5,1", "5x1", []),
            ("6,3", "", ["not_a_score"]),
            ("0,3", "", ["not_a_score"]),
            ("2.5,3", "", ["not_a_score"]),
            ("1000,3", "", ["not_a_score"]),
            ("3,-", "", []),
            ("3,", "", []),
            (",3", "", []),
        ],
    )
    def test_of_likelihood_and_impact(self, cells: str, score: str, flag: list[str], tmp_path: Path) -> None:
        done = looked_at(register("Likelihood,Impact", cells, "2,2", "2,2"), tmp_path)
        assert values(done, "current") == [score, "2x2", "2x2"]
        assert [what for _, what in flags(done)] == flag
        told = zip(("Likelihood", "Impact"), cells.split(","), strict=True)
        assert records(done)[0].kept == ([] if score else [(name, words) for name, words in told if words])

    def test_words_are_asked_about_by_part_and_answered_with_a_number_of_the_boards_scale(self, tmp_path: Path) -> None:
        text = register("Likelihood,Impact", "High,High", "high,2")
        done = looked_at(text, tmp_path)
        assert asked(done) == [("score word", "High", "C2"), ("score word", "High", "D2")]
        assert done.open_questions[0].choices == ("1", "2", "3", "4", "5")
        for answer, score in (("1", "1x2"), ("5", "5x2"), ("0", ""), ("6", "")):
            settled = looked_at(text, tmp_path, score_words__likelihood={"High": answer})
            assert values(settled, "current") == ["", score]


class TestScales:
    @pytest.mark.parametrize(
        ("head", "rows", "where"),
        [
            ("Likelihood,Impact", ["6,3", "2,2"], ""),
            ("Likelihood,Impact", ["6,3", "2,6"], "C1:D1"),
            ("Likelihood,Impact", ["6,6", *["2,3"] * 9], "C1:D1"),
            ("Likelihood,Impact", ["6,6", *["2,3"] * 10], ""),
            ("Likelihood (1-5),Impact (1-5)", ["6,6", "7,7"], ""),
            ("Likelihood (1-10),Impact (1-10)", ["2,3"], "C1:D1"),
            ("Likelihood (1 to 4),Impact", ["2,3"], "C1:D1"),
            ("Likelihood,Impact (1–4)", ["2,3"], "C1:D1"),
            ("Likelihood (1-4),Impact (1-5)", ["2,3"], ""),
            ("Likelihood (1-10),Impact (1-10)", ["High,Low"], ""),
            ("Likelihood (1-10),Owner,Impact (1-10)", ["2,A,3"], "C1"),
        ],
    )
    def test_one_that_is_not_the_boards_is_asked_about_and_its_scores_stay_words(
        self, head: str, rows: list[str], where: str, tmp_path: Path
    ) -> None:
        done = looked_at(register(head, *rows), tmp_path)
        assert [at for about, _, at in asked(done) if about == "scale"] == ([where] if where else [])
        last = {"C1:D1": f"C2:D{len(rows) + 1}", "C1": "C2:E2", "": ""}[where]
        assert [at for at, what in flags(done) if what == "scale"] == ([last] if where else [])
        if where:
            assert values(done, "current") == [""] * len(rows)
            assert all(len(each.kept) == 2 for each in records(done))

    def test_the_scale_that_is_asked_about_is_the_one_that_is_stated(self, tmp_path: Path) -> None:
        done = looked_at(register("Likelihood (risk),Impact (1 to 4)", "2,3"), tmp_path)
        assert asked(done) == [("scale", "(1 to 4)", "C1:D1")]

    def test_each_score_has_its_own(self, tmp_path: Path) -> None:
        head = "Inherent likelihood (1-10),Inherent impact (1-10),Residual likelihood (1-4),Residual impact (1-4)"
        done = looked_at(register(head, "2,3,1,1"), tmp_path)
        assert asked(done) == [("scale", "(1-10)", "C1:D1"), ("scale", "(1-4)", "E1:F1")]


class TestProducts:
    @pytest.mark.parametrize(
        ("rows", "where", "kept"),
        [
            (["2,3,6", "2,3,6"], [], ["", ""]),
            (["2,3,6", "2,3,7", "2,3,8"], ["E3:E4"], ["6", "7", "8"]),
            (["2,3,6", "2,3,7", "2,2,4", "2,3,8"], ["E3", "E5"], ["6", "7", "4", "8"]),
            (["2,3,5", "2,3,7"], ["E2:E3"], ["5", "7"]),
            (["2,3,5", "2,3,", "2,3,7"], ["E2:E4"], ["5", "", "7"]),
            (["2,3,6", "2,,9", ",3,9"], [], ["", "9", "9"]),
            (["2,3,6", "2,3,"], [], ["", ""]),
            (["2,3,6", "2,3,High", "2,2,4"], [], ["", "High", ""]),
        ],
    )
    def test_one_that_follows_is_not_kept_and_one_that_does_not_is_pointed_out(
        self, rows: list[str], where: list[str], kept: list[str], tmp_path: Path
    ) -> None:
        done = looked_at(register("Likelihood,Impact,Score", *rows), tmp_path)
        assert flags(done) == [(each, "score_disagrees") for each in where]
        assert ["".join(words for name, words in each.kept if name == "Score") for each in records(done)] == kept
        assert fields(done)[4] == ("kept_as_words" if where else "checked")

    @pytest.mark.parametrize(
        ("cells", "field"),
        [
            (["6", "High", "7"], "current product"),
            (["6", "High"], "kept"),
            (["High", "Low"], "kept"),
            (["", ""], "kept"),
        ],
    )
    def test_it_is_a_number_in_two_rows_of_three(self, cells: list[str], field: str, tmp_path: Path) -> None:
        done = looked_at(register("Likelihood,Impact,Risk level score", *(f"2,3,{each}" for each in cells)), tmp_path)
        assert (flags(done) != []) == (field == "current product")


class TestColumns:
    @pytest.mark.parametrize(
        ("head", "row", "found"),
        [
            ("L,I", "2,3", {"current": "2x3"}),
            ("I,L", "2,3", {"current": "3x2"}),
            ("L,Owner", "2,A", {"owner": "A"}),
            ("L,Impact", "2,3", {"current": "2x3"}),
            ("Likelihood,Likelihood,Impact", "likely,4,3", {"current": "4x3"}),
            ("Likelihood,Likelihood,Impact", "4,likely,3", {"current": "4x3"}),
            ("Likelihood,Impact,Residual likelihood,Residual impact", "4,5,2,3", {"inherent": "4x5", "current": "2x3"}),
            ("Target likelihood,Target impact,Likelihood,Impact", "1,1,2,2", {"target": "1x1", "current": "2x2"}),
            (
                "Likelihood,Impact,Net likelihood,Net impact,Gross likelihood,Gross impact",
                "1,1,2,2,3,3",
                {"current": "2x2", "inherent": "3x3"},
            ),
            (
                "Gross score,Net score,Target score",
                "4x5,2x2,1x1",
                {"inherent": "4x5", "current": "2x2", "target": "1x1"},
            ),
            ("Score,Net score", "4x5,2x2", {"inherent": "4x5", "current": "2x2"}),
            ("Score,Rating", "4x5,2x2", {"current": "4x5"}),
            ("Likelihood,Impact,Score", "2,3,4x5", {"current": "2x3"}),
            ("Likelihood,Impact,Net score", "2,3,4x5", {"current": "2x3"}),
        ],
    )
    def test_which_score_each_is_of(self, head: str, row: str, found: dict[str, str], tmp_path: Path) -> None:
        (risk,) = records(looked_at(register(head, row), tmp_path))
        assert {name: each for name, each in risk.values.items() if name not in ("ref", "title")} == found

    @pytest.mark.parametrize(
        ("heading", "cells", "description"),
        [
            ("Impact", ["Delay to all of it"], True),
            ("Impact", ["3: major", "2: minor"], False),
            ("Impact", ["one two three four"], True),
            ("Impact", ["3"], False),
            ("Effect", ["Delay"], True),
            ("Severity", ["Delay"], False),
        ],
    )
    def test_impact_is_a_score_if_it_could_be_one(
        self, heading: str, cells: list[str], tmp_path: Path, *, description: bool
    ) -> None:
        done = looked_at(register(f"Likelihood,{heading}", *(f"3,{each}" for each in cells)), tmp_path)
        assert (fields(done)[3] == "description") == description

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            (["x" * 16], 1),
            (["x" * 17], 0),
            (["one two 3 four"], 1),
            (["a b c d e"], 0),
            (list("abcdefghij"), 10),
            (list("abcdefghijk"), 0),
            (["3", "a b c d e"], 1),
            (["3", "a b c d e", "f g h i j"], 0),
        ],
    )
    def test_scores_are_numbers_or_a_few_short_words(self, cells: list[str], words: int, tmp_path: Path) -> None:
        done = looked_at(register("Severity,Likelihood", *(f"{each},3" for each in cells)), tmp_path)
        assert len(asked(done)) == words

    @pytest.mark.parametrize(
        ("cells", "scores"),
        [
            (["4x5", "x"], ["4x5", ""]),
            (["4x5", "x", "y"], ["", "", ""]),
            (["4x9", "2x2"], ["", "2x2"]),
            (["5x5"], ["5x5"]),
        ],
    )
    def test_both_stand_in_a_column_if_they_do_so_in_half_of_the_rows(
        self, cells: list[str], scores: list[str], tmp_path: Path
    ) -> None:
        done = looked_at(register("Score", *cells), tmp_path)
        assert values(done, "current") == scores
        wrong = [
            n for n, (cell, score) in enumerate(zip(cells, scores, strict=True), 2) if cell != score and any(scores)
        ]
        assert flags(done) == [(f"C{n}", "not_a_score") for n in wrong]
        assert [words for each in records(done) for _, words in each.kept] == [
            cell for cell, score in zip(cells, scores, strict=True) if not score
        ]

    @pytest.mark.parametrize(
        ("heading", "cell", "score"),
        [
            ("Score (SxL)", "4x3", "3x4"),
            ("Score (SxL)", "P4 S3", "4x3"),
            ("Score (severity x probability)", "4x3", "3x4"),
            ("Score (LxS)", "4x3", "4x3"),
            ("Score", "S4 P5", "5x4"),
            ("Score", "4 x L3", "3x4"),
            ("Score", "4 x I3", "4x3"),
            ("Score", "4x3 = 12 high", "4x3"),
            ("Score", "4x3 (12)", "4x3"),
        ],
    )
    def test_which_of_the_two_is_the_impact_is_said_by_letters_before_the_heading(
        self, heading: str, cell: str, score: str, tmp_path: Path
    ) -> None:
        done = looked_at(register(heading, cell), tmp_path)
        assert (values(done, "current"), flags(done)) == ([score], [])

    @pytest.mark.parametrize(
        ("rows", "of_mitigations"),
        [
            (["Call,Open", ",,Ask,Complete"], True),
            (["Call,Open", ",,Ask,"], False),
            (["Call,Open", "Ask,Complete"], False),
        ],
    )
    def test_a_status_is_that_of_mitigations_where_rows_below_a_risk_have_one(
        self, rows: list[str], tmp_path: Path, *, of_mitigations: bool
    ) -> None:
        text = register("Mitigation,Status", rows[0]) + (rows[1] if rows[1][0] == "," else f"R2,Lost,{rows[1]}")
        done = looked_at(f"{text}\nR3,Gone,Go,Closed\n", tmp_path)
        assert values(done, "state")[0] == ("" if of_mitigations else "open")


class TestMitigations:
    def test_what_belongs_to_one_goes_to_that_of_its_row_or_stays_with_the_risk(self, tmp_path: Path) -> None:
        head = "Mitigation,Action due,Action owner,Action status"
        done = looked_at(register(head, "Call,1/2/25,A,Complete", ",1/2/25,B,Waiting", "Ask,-,,"), tmp_path)
        called, alone, ask = records(done)
        assert [each.values for each in called.children] == [
            {"title": "Call", "due": "2025-02-01", "owner": "A", "progress": "complete"}
        ]
        assert alone.kept == [("Action due", "2025-02-01"), ("Action owner", "B"), ("Action status", "Waiting")]
        assert [each.values for each in ask.children] == [{"title": "Ask"}]

    @pytest.mark.parametrize(
        ("head", "row", "due"),
        [
            ("Existing controls,Further actions,Action due", "Call,Ask,1/2/25", {"Ask": "2025-02-01", "Call": None}),
            ("Existing controls,Further actions,Action due", "Call,,1/2/25", {"Call": "2025-02-01"}),
            ("Existing controls,Action due,Further actions", "Call,1/2/25,Ask", {"Call": "2025-02-01", "Ask": None}),
            ("Action due,Mitigation", "1/2/25,Call", {"Call": "2025-02-01"}),
            ("Mitigation,Action due", "• Call • Ask,1/2/25", {"Call": "2025-02-01", "Ask": "2025-02-01"}),
        ],
    )
    def test_a_date_is_that_of_the_nearest_on_its_left(
        self, head: str, row: str, due: dict[str, str | None], tmp_path: Path
    ) -> None:
        (risk,) = records(looked_at(register(head, row), tmp_path))
        assert {each.values["title"]: each.values.get("due") for each in risk.children} == due

    def test_responses_and_states_are_said_in_the_programs_words_or_kept(self, tmp_path: Path) -> None:
        done = looked_at(register("Response option,Status", "Reduce,open", "Avoid.,shut", "Hope,-"), tmp_path)
        assert (values(done, "response"), values(done, "state")) == (["treat", "terminate", ""], ["open", "", ""])
        assert [each.kept for each in records(done)] == [[], [("Status", "shut")], [("Response option", "Hope")]]
        assert asked(done) == [("state", "shut", "D3")]
