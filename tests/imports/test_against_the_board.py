"""What rows come to beside the board: which ambition, which record, what changes, and what is kept as words."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS, Action, Ambition, BudgetLine, Mitigation, Profile, Record, Risk
from boardtui.exchange.sheets.importing import Preview
from tests.imports.sheets import asked, looked_at, outcomes, records, workbook


def board_of(*some: Record) -> Board:
    held: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    for each in (Ambition(id="a", ref="1", title="Practice"), *some):
        held[each.kind.name][each.id] = each
    return Board(Profile(id="p"), held)


def changes(done: Preview) -> list[tuple[str, str, object, object]]:
    return [(each.ref, each.field, each.before, each.after) for each in done.planned.fields]


def ambitions(done: Preview) -> list[tuple[str, str]]:
    return [(each.ambition.ref, each.ambition.title) for each in records(done) if each.ambition]


class TestAmbitions:
    @pytest.mark.parametrize(
        ("words", "ref", "title"),
        [
            ("Ambition 1: Practice", "1", "Practice"),
            ("Ambition no. 4 – Practice", "4", "Practice"),
            ("Theme A: People", "A", "People"),
            ("Priority 2 Front door", "2", "Front door"),
            ("1 - Practice", "1", "Practice"),
            ("1.2. Practice", "1.2", "Practice"),
            ("3 Practice", "3", "Practice"),
            ("2b", "2b", ""),
            ("Area 7", "7", ""),
            ("Practice", "", "Practice"),
            ("Area of focus", "", "Area of focus"),
            ("Theme A People", "", "Theme A People"),
            ("2025 2026", "", "2025 2026"),
        ],
    )
    def test_a_cell_names_one_by_ref_title_or_both(self, words: str, ref: str, title: str, tmp_path: Path) -> None:
        done = looked_at(f"Ambition,Action,Lead\n{words},Write,A\n,Send,B\n", tmp_path, ambition="")
        assert ambitions(done) == [(ref, title)] * 2

    @pytest.mark.parametrize(
        ("title", "sheet", "found"),
        [
            ("Ambition 2: Front door", "Plan", ("2", "Front door")),
            ("Ambition 2", "Plan", None),
            ("The board\nAmbition 2: Front door", "Plan", ("2", "Front door")),
            ("Ambition 2: Front door\nAmbition 3: People", "Plan", None),
            ("", "Ambition 2", ("2", "")),
            ("", "Theme 12b", ("12b", "")),
            ("", "Ambition 2.1", None),
            ("", "Ambition 2 Front door", ("2", "Front door")),
            ("", "Second ambition", None),
            ("Ambition 3: People", "Ambition 2", ("3", "People")),
        ],
    )
    def test_the_title_of_a_table_or_the_name_of_its_sheet_may_name_it(
        self, title: str, sheet: str, found: tuple[str, str] | None, tmp_path: Path
    ) -> None:
        rows = [[each] for each in title.split("\n")] + [[], ["Ref", "Action", "Lead"], ["1", "Write", "A"]]
        book, first = workbook(rows)
        first.title = sheet
        done = looked_at((book, first), tmp_path, ambition="")
        assert ambitions(done) == ([found] if found else [])
        assert [about for about, _, _ in asked(done)] == ([] if found else ["ambition"])

    def test_an_action_that_the_board_has_stays_where_it_is(self, tmp_path: Path) -> None:
        board = board_of(Action(id="x", ref="1.1", title="Write", ambition="a"))
        text = "Ref,Action,Lead\n1.1,Write it anew,A\n9,write,B\n,Send,C\n"
        done = looked_at(text, tmp_path, board=board, ambition="")
        assert outcomes(done) == {"4": "unanswered"}
        assert ambitions(done) == []

    @pytest.mark.parametrize(
        ("answer", "found"), [("Stream", ["People", "Place"]), ("stream", ["People", "Place"]), ("Blob", ["x", "y"])]
    )
    def test_a_person_says_which_column_names_it(self, answer: str, found: list[str], tmp_path: Path) -> None:
        text = "Ref,Action,Stream,Blob,Ambition\n1,Write,People,x,p\n2,Send,Place,y,q\n"
        done = looked_at(text, tmp_path, ambition="", ambition_column=answer)
        assert [title for _, title in ambitions(done)] == found
        assert [name for name, _ in records(done)[0].kept if name == "Ambition"] == ["Ambition"]

    def test_of_two_that_are_headed_alike_the_letter_says_which(self, tmp_path: Path) -> None:
        text = "Ref,Action,Theme,Theme\n1,Write,People,x\n2,Send,People,x\n3,Meet,Place,y\n"
        (question,) = looked_at(text, tmp_path, ambition="").open_questions
        assert question.choices == ("C", "D")
        done = looked_at(text, tmp_path, ambition="", ambition_column="D")
        assert [title for _, title in ambitions(done)] == ["x", "x", "y"]

    def test_one_that_the_board_has_is_found_by_ref_or_title_and_another_is_made_once(self, tmp_path: Path) -> None:
        text = "Ambition,Action\n1,Write\nPRACTICE,Send\n2: People,Meet\n2,Go\nPeople,Stay\n"
        done = looked_at(text, tmp_path, ambition="")
        made = [each.values for each in done.planned.changes if each.kind == "ambition"]
        assert made == [{"ref": "2", "title": "People"}]
        assert done.planned.made == {"ambition": 1, "action": 5}
        linked = [each.values["ambition"] for each in done.planned.changes if each.kind == "action"]
        assert (linked[:2], len(set(linked[2:]))) == (["a", "a"], 1)

    def test_of_other_records_what_is_left_empty_goes_on_with_none_and_none_is_made(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Risk,Ambition\n1,Late,Practice\n2,Lost,\n3,Left,Nine\n", tmp_path)
        made = [each.values for each in done.planned.changes if each.kind == "risk"]
        assert [each.get("ambition") for each in made] == ["a", None, None]
        assert [each.get("other_words") for each in made] == [None, None, "Ambition: Nine"]

    @pytest.mark.parametrize(
        ("head", "rows", "sums"),
        [
            ("WBS", ["1", "1.1", "1.2", "2"], ["2"]),
            ("WBS", ["1", "1.1", "1.1.1", "1.2"], ["2", "3"]),
            ("WBS", ["1.", "1.1.", "2."], ["2"]),
            ("WBS", ["1", "10", "2"], []),
            ("WBS", ["1", "x", "1.1"], ["2"]),
            ("Outline level", ["1", "2", "2", "1"], ["2"]),
            ("Outline level", ["1", "1", "1"], []),
        ],
    )
    def test_rows_that_sum_up_those_below_them_are_sections_if_a_person_says_so(
        self, head: str, rows: list[str], sums: list[str], tmp_path: Path
    ) -> None:
        text = "\n".join([f"{head},Task,Who", *(f"{each},Do {n} of it,PMO" for n, each in enumerate(rows)), ""])
        done = looked_at(text, tmp_path, kind="action")
        assert asked(done) == ([("summary rows", "", "A1")] if sums else [])
        assert [each.choices for each in done.open_questions] == ([("section",)] if sums else [])
        assert len(records(done)) == len(rows)
        done = looked_at(text, tmp_path, kind="action", summary_rows="section")
        assert outcomes(done) == dict.fromkeys(sums, "section")


class TestWhichRecordItIs:
    OLD = (
        Action(id="x", ref="1.1", title="Write", ambition="a"),
        Action(id="y", ref="2.1", title="Send", ambition="a"),
        Action(id="z", ref="2.1", title="Meet", ambition="a"),
        Action(id="w", title="Go home", ambition="a"),
    )

    @pytest.mark.parametrize(
        ("row", "is_"),
        [
            ("1.1,Anew", "x"),
            (",Write", "x"),
            (",WRITE", "x"),
            ("2.1,Meet", "z"),
            ("2.1,Send", "y"),
            ("2.1,Anew", ""),
            ("3.1,Write", ""),
            ("3.1,Go  home", "w"),
            (",Anew", ""),
        ],
    )
    def test_the_ref_says_it_and_else_the_title(self, row: str, is_: str, tmp_path: Path) -> None:
        done = looked_at(f"Ref,Action,Lead\n{row},Ann\nB1,Talk,Bob\n", tmp_path, board=board_of(*self.OLD))
        led = next(each for each in done.planned.changes if each.values.get("lead") == "Ann")
        assert (led.record if led.record in "wxyz" else "") == is_

    def test_none_is_two_rows(self, tmp_path: Path) -> None:
        board = board_of(*self.OLD)
        twice = looked_at("Ref,Action,Lead\n1.1,Write,Ann\n1.1,Write,Bob\n3,Talk,Cy\n", tmp_path, board=board)
        assert (twice.planned.made["action"], [each[3] for each in changes(twice)]) == (2, ["Ann"])
        titles = looked_at("Ref,Action,Lead\n,Write,Ann\n,Write,Bob\n3,Talk,Cy\n", tmp_path, board=board)
        assert titles.planned.made["action"] == 2

    @pytest.mark.parametrize(("year", "made"), [("2024/25", 0), ("2025/26", 1), ("", 0)])
    def test_a_line_of_another_year_is_another(self, year: str, made: int, tmp_path: Path) -> None:
        board = board_of(BudgetLine(id="l", title="IT", year="2024/25", approved="5"))
        done = looked_at(f"Budget line,Year,Budget\nIT,{year},7\nHR,2024/25,3\n", tmp_path, board=board)
        assert done.planned.made["budget_line"] == made + 1
        undated = board_of(BudgetLine(id="l", title="IT", approved="5"))
        done = looked_at(f"Budget line,Year,Budget\nIT,{year},7\nHR,2024/25,3\n", tmp_path, board=undated)
        assert done.planned.made["budget_line"] == 1

    def test_mitigations_are_those_of_the_same_words(self, tmp_path: Path) -> None:
        risk = Risk(id="r", ref="R1", title="Late")
        old = (Mitigation(id="m", risk="r", title="Call"), Mitigation(id="n", risk="r", title="Audit"))
        text = "Ref,Risk,Mitigation,Action owner\nR1,Late,audit,Ann\n,,Ask,Bob\n"
        done = looked_at(text, tmp_path, board=board_of(risk, *old))
        assert changes(done) == [("R1", "mitigation owner", "", "Ann")]
        assert dict(done.planned.made) == {"mitigation": 1}
        assert done.planned.outcomes == {("T1", 2): "changed"}


class TestWhatChanges:
    OLD = Action(
        id="x", ref="1.1", title="Write", lead="Ann", due="2025-02-01", ambition="a", other_words="Blob: a\nNote: b"
    )

    def test_only_what_the_sheet_says_otherwise_does(self, tmp_path: Path) -> None:
        board = board_of(self.OLD)
        same = looked_at("Ref,Action,Lead,Due\n1.1,WRITE,Ann,1/2/25\n", tmp_path, board=board)
        assert (changes(same), same.planned.outcomes) == ([], {("T1", 2): "unchanged"})
        done = looked_at("Ref,Action,Lead,Due\n1.1,Write,,3/2/25\n", tmp_path, board=board)
        assert changes(done) == [("1.1", "due", "2025-02-01", "2025-02-03")]
        assert [each.at for each in done.planned.fields] == ["D2"]
        assert done.planned.changes[0].why == "imported from table.csv, row 2"

    def test_words_that_have_no_field_join_those_that_are_there(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Action,Blob\n1.1,Write,c\n", tmp_path, board=board_of(self.OLD))
        assert changes(done) == [("1.1", "other_words", "Blob: a\nNote: b", "Blob: a\nNote: b\nBlob: c")]
        assert done.planned.outcomes == {("T1", 2): "changed"}

    def test_an_action_that_goes_to_another_ambition_says_from_which(self, tmp_path: Path) -> None:
        board = board_of(self.OLD, Ambition(id="b", ref="2", title="People"))
        done = looked_at("Ref,Action,Ambition\n1.1,Write,People\n", tmp_path, board=board, ambition="")
        assert changes(done) == [("1.1", "ambition", "1", "2")]

    @pytest.mark.parametrize(("length", "kept"), [(500, False), (501, True)])
    def test_a_title_that_is_too_long_is_cut_after_a_word_and_kept_whole(
        self, length: int, tmp_path: Path, *, kept: bool
    ) -> None:
        title = ("word " * 101)[: length - 1] + "d"
        made = looked_at(f"Ref,Action\n1,{title}\n2,Send\n", tmp_path).planned.changes[0].values
        assert (made["title"] == title) != kept
        assert made["title"].endswith(" …") == kept
        assert made.get("other_words") == (f"Title: {title}" if kept else None)

    def test_what_a_field_cannot_hold_is_kept_under_its_name(self, tmp_path: Path) -> None:
        done = looked_at(f"Ref,Action,Lead\n{'x' * 101},Write,{'y' * 501}\n", tmp_path, column={"Ref": "ref"})
        made = done.planned.changes[0].values
        assert "lead" not in made
        assert f"Lead: {'y' * 501}" in made["other_words"]

    def test_what_a_field_of_its_mitigation_cannot_hold_is_kept_on_the_risk_and_the_rest_of_it_made(
        self, tmp_path: Path
    ) -> None:
        text = f"Ref,Risk,Mitigation,Action owner\nR1,Late,Call,{'y' * 501}\nR2,Lost,Ask,Ann\n"
        done = looked_at(text, tmp_path)
        made = [(each.kind, each.values) for each in done.planned.changes]
        assert [values.get("other_words") for kind, values in made if kind == "risk"] == [f"Owner: {'y' * 501}", None]
        mitigations = [values for kind, values in made if kind == "mitigation"]
        assert [(each["title"], each.get("owner")) for each in mitigations] == [("Call", None), ("Ask", "Ann")]
