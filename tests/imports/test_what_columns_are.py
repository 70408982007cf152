"""What a column is taken for, by its heading and by what stands below it: at the edge of each rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.exchange.sheets.vocabulary import KINDS_READ
from tests.imports.sheets import BOARD, asked, looked_at, records, workbook
from tests.imports.test_rules import fields, values

KEPT = "kept_as_words"


def taken_for(heading: str, cells: list[object], folder: Path, *, kind: str = "action") -> str:
    """What a column is in a table of records that are named beside it."""
    rows = [[kind.capitalize(), "Blob", heading], *([f"Write to all {n}", f"b{n}", c] for n, c in enumerate(cells))]
    return fields(looked_at(workbook(rows), folder, kind=kind))[2]


class TestOfActions:
    @pytest.mark.parametrize(
        ("heading", "cells", "field"),
        [
            ("Comments", [5, "x"], KEPT),
            ("Comments", [5, "x", "y"], "commentary"),
            ("Comments", [None], "commentary"),
            ("Ref", ["x" * 25], "ref"),
            ("Ref", ["x" * 26], KEPT),
            ("Ref", ["x" * 25, "x" * 60, "x"], "ref"),
            ("RAG", ["G" * 40, "A"], "rag"),
            ("RAG", ["G" * 41, "A" * 41], KEPT),
            ("Status", ["G" * 28, "A" * 28], "rag"),
            ("Status", ["G" * 29, "A" * 29], KEPT),
            ("Status", [f"s{n}" for n in range(8)], "rag"),
            ("Status", [f"s{n}" for n in range(9)], KEPT),
            ("Status", [f"s{n % 9}" for n in range(17)], KEPT),
            ("Status", [f"s{n % 9}" for n in range(18)], "rag"),
            ("Progress", ["done", "written it now"], "rag"),
            ("Progress", ["done", "begun x", "wrote y"], "commentary"),
            ("Progress", ["50%", "green", "begun"], "rag"),
            ("Completed", ["1/2/25", "soon"], "completed"),
            ("Completed", ["1/2/25", "soon", "later"], KEPT),
            ("Completed", ["on the day", "soon"], KEPT),
            ("Raised", ["x", "1/2/25"], "raised"),
            ("Raised", ["x", "y"], KEPT),
            ("Raised", [None], "raised"),
            ("Forecast", ["1/2/25", "soon"], "due"),
            ("Forecast", ["1/2/25", "soon", "later"], KEPT),
            ("Forecast", [None], "due"),
        ],
    )
    def test_the_cells_decide_with_the_heading(
        self, heading: str, cells: list[object], field: str, tmp_path: Path
    ) -> None:
        assert taken_for(heading, cells, tmp_path) == field

    @pytest.mark.parametrize(("cells", "field"), [(["A1", "B2", "why"], "ref"), (["A1", "send", "why"], "title")])
    def test_codes_in_two_cells_of_three_name_nothing(self, cells: list[str], field: str, tmp_path: Path) -> None:
        rows = [["Action", "Description"], *([each, f"Write to all {n}"] for n, each in enumerate(cells))]
        assert fields(looked_at(workbook(rows), tmp_path, kind="action"))[0] == field

    @pytest.mark.parametrize(
        ("cells", "found"),
        [
            (["Write it", "Send it"], True),
            (["Write", "Send it", "Meet"], False),
            (["Write it", "Send it", "Meet"], True),
            ([f"Write it {min(n, 8)}" for n in range(10)], True),
            ([f"Write it {min(n, 7)}" for n in range(10)], False),
            (["Write it", "Send it", None, None], True),
            (["Write it", "Send it", None, None, None], False),
        ],
    )
    def test_without_a_heading_that_names_them_the_first_column_of_words_of_their_own_does(
        self, cells: list[str | None], found: bool, tmp_path: Path
    ) -> None:
        rows = [[f"r{n}", each, "PMO"] for n, each in enumerate(cells)]
        action = looked_at(workbook([["Ref", "Blob", "Lead"], *rows]), tmp_path, kind="action")
        decision = looked_at(workbook([["Ref", "Blob", "By"], *rows]), tmp_path, kind="decision")
        assert ((fields(action)[1] == "title"), (fields(decision)[1] == "text")) == (found, found)

    @pytest.mark.parametrize(
        ("first", "second", "found"),
        [
            ("Update Sept 25", "Update Oct 25", ["kept_as_words", "commentary"]),
            ("Update Oct 25", "Update Sept 25", ["commentary", "kept_as_words"]),
            ("Update Sept 25", "Cost Oct 25", ["kept_as_words", "kept_as_words"]),
            ("Update Sept 25", "Oct 25", ["kept_as_words", "commentary"]),
        ],
    )
    def test_of_several_months_of_updates_the_latest_is_the_commentary(
        self, first: str, second: str, found: list[str], tmp_path: Path
    ) -> None:
        text = f"Ref,Action,Lead,{first},{second}\n1,Write,A,Begun,Done\n"
        assert fields(looked_at(text, tmp_path, kind="action"))[3:] == found

    @pytest.mark.parametrize(("cells", "found"), [(["x", 5], "commentary"), ([4, 5], KEPT), ([None, None], KEPT)])
    def test_an_update_is_words_in_half_of_its_cells(self, cells: list[object], found: str, tmp_path: Path) -> None:
        rows: list[list[object]] = [["Ref", "Action", "Update Aug 25", "Update Sept 25", "Update Oct 25"]]
        rows += [[n, f"Write {n}", f"a{n}", f"b{n}", each] for n, each in enumerate(cells)]
        assert fields(looked_at(workbook(rows), tmp_path, kind="action"))[4] == found

    def test_beside_a_day_on_which_it_is_due_a_completion_date_is_that_day_it_was_done(self, tmp_path: Path) -> None:
        beside = "Action,Due,Completion date\nWrite,1/2/25,3/2/25\n"
        assert fields(looked_at(beside, tmp_path))[2] == "completed"
        both = "Action,Due,Completed,Completion date\nWrite,1/2/25,3/2/25,4/2/25\n"
        assert fields(looked_at(both, tmp_path))[2:] == ["completed", KEPT]
        alone = "Action,Lead,Completion date\nWrite,A,3/2/25\n"
        done = looked_at(alone, tmp_path)
        assert asked(done) == [("column", "Completion date", "C1")]
        assert done.open_questions[0].choices == ("due", "completed")
        settled = looked_at(alone, tmp_path, column={"Completion date": "completed"})
        assert (fields(settled)[2], asked(settled)) == ("completed", [])
        assert asked(looked_at(alone.replace("3/2/25", ""), tmp_path)) == []
        assert asked(looked_at(alone.replace("Completion date", "Date"), tmp_path)) == []

    @pytest.mark.parametrize("answered", ["Notes of mine", "NOTES OF MINE", "Notes_of_mine:", "D"])
    def test_who_says_what_a_column_is_says_it_by_its_heading_or_its_letter(
        self, answered: str, tmp_path: Path
    ) -> None:
        text = "Ref,Action,Comments,Notes of mine\n1,Write,Begun,Done\n"
        done = looked_at(text, tmp_path, column={answered: "commentary"})
        assert fields(done) == ["ref", "title", KEPT, "commentary"]
        assert (values(done, "commentary"), records(done)[0].kept) == (["Done"], [("Comments", "Begun")])

    def test_below_a_band_it_may_be_said_by_the_lowest_heading(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action", "Team"], [None, None, "Blob", "Glob"], ["1", "Write", "x", "y"]])
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)
        assert fields(looked_at((book, sheet), tmp_path, column={"Glob": "lead"}))[2:] == [KEPT, "lead"]

    @pytest.mark.parametrize(
        ("heading", "cells", "found"),
        [
            ("Ambition", ["Leadership", "People"], True),
            ("Theme", ["Theme 1: Leadership", "Theme 2: People"], True),
            ("Theme", ["Theme 1: Leadership", "People"], False),
            ("Bucket name", ["Theme 1: Leadership", "Theme 2: People"], False),
            ("Mission", ["Leadership", "People"], True),
            ("Mission no", ["1", "2"], True),
            ("Missions", ["Leadership", "People"], False),
        ],
    )
    def test_ambitions_are_named_by_that_word_or_the_boards_own_or_by_what_numbers_itself(
        self, heading: str, cells: list[str], found: bool, tmp_path: Path
    ) -> None:
        board = Board(replace(BOARD.profile, ambition_label="Mission"), BOARD.records)
        text = f"{heading},Action,Lead\n{cells[0]},Write,A\n{cells[1]},Send,B\n"
        assert ("ambition" in fields(looked_at(text, tmp_path, board=board, ambition=""))) == found


class TestOfOthers:
    @pytest.mark.parametrize(
        ("heading", "cells", "field"),
        [
            ("Treatment", ["Treat", "Tolerate."], "response"),
            ("Treatment", ["Treat", "Call them"], "response"),
            ("Treatment", ["Treat", "Call them", "Ask"], "mitigation"),
            ("Treatment", [None], "mitigation"),
            ("Response option", ["Call", "Ask"], KEPT),
            ("Response option", [None], "response"),
            ("Mitigation", ["Treat", "Accept it all"], KEPT),
            ("Mitigation", ["Treat", "Call", "Ask"], "mitigation"),
            ("Mitigation", [None], "mitigation"),
            ("Status", ["G" * 29, "A" * 29], KEPT),
            ("Consequence", ["3", "2"], "current impact"),
            ("Consequence", ["Delay", "Cost"], "description"),
            ("Impact", [None], "current impact"),
        ],
    )
    def test_of_risks(self, heading: str, cells: list[object], field: str, tmp_path: Path) -> None:
        rows = [["Risk", "Likelihood", heading], *([f"Late {n}", "2", each] for n, each in enumerate(cells))]
        assert fields(looked_at(workbook(rows), tmp_path, kind="risk"))[2] == field

    @pytest.mark.parametrize(
        ("band", "head", "found"),
        [
            ("Mitigation", ["Description", "Owner"], ["mitigation", "mitigation owner"]),
            ("Response", ["Description", "Owner"], ["mitigation", "owner"]),
            ("Residual", ["Description", "Owner"], [KEPT, "owner"]),
            ("Risk assessment", ["Description", "Owner"], [KEPT, "owner"]),
            ("Service", ["Description", "Owner"], ["description", "owner"]),
        ],
    )
    def test_of_risks_below_a_band(self, band: str, head: list[str], found: list[str], tmp_path: Path) -> None:
        rows = [["Ref", "Risk", band], [None, None, *head], ["1", "Late", "Words of it", "PMO"]]
        book, sheet = workbook(rows)
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)
        assert fields(looked_at((book, sheet), tmp_path, kind="risk"))[2:] == found

    def test_one_breakdown_over_two_columns_is_no_category(self, tmp_path: Path) -> None:
        one = looked_at("Risk,RBS Level 1,Owner\nLate,IT,A\n", tmp_path)
        two = looked_at("Risk,RBS Level 1,RBS Level 2\nLate,IT,Mail\n", tmp_path)
        assert (fields(one)[1], fields(two)[1]) == ("category", KEPT)

    def test_a_category_names_kpis_where_nothing_else_does(self, tmp_path: Path) -> None:
        alone = looked_at("Category,Target,Apr 25\nVisits,1,2\nPlans,2,3\n", tmp_path, kind="kpi")
        beside = looked_at("Category,Metrics,Apr 25\nVisits,x,2\nPlans,y,3\n", tmp_path, kind="kpi")
        assert (fields(alone)[0], fields(beside)[:2]) == ("title", [KEPT, "title"])

    def test_where_the_money_comes_from_names_a_line_if_nothing_else_does(self, tmp_path: Path) -> None:
        beside = looked_at("Funding,Line,Budget\nGrant,IT,5\n", tmp_path, kind="budget_line")
        alone = looked_at("Funding,Blob,Budget\nGrant,IT,5\n", tmp_path, kind="budget_line")
        assert (fields(beside)[:2], fields(alone)[:2]) == (["source", "title"], ["title", KEPT])


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Ref,Action,Lead\n1,Write,A", "action"),
            ("Ref,Matter arising,Owner\n1,Send,A", "action_arising"),
            ("Ref,Decision,Taken by\n1,Fund,Board", "decision"),
            ("Ref,Milestone,Date\n1,Signed,1/2/25", "milestone"),
            ("Theme,Risk,Action\nx,Late,Call\ny,Lost,Ask", "risk"),
            ("Action,Risk\nCall,Late\nAsk,Lost", "action"),
            ("Budget line,Action,Lead\nIT,Call,A\nHR,Ask,B", "action"),
            ("Risk no,Description,Lead\n1,Late,A", "risk"),
            ("Milestone ref,Description,Lead\n1,Late,A", "milestone"),
            ("Description,Likelihood,Impact\nLate,2,3", "risk"),
            ("Issue,Likelihood,Impact\nLate,2,3", ""),
            ("Issue,Owner,Status\nLate,A,Open", ""),
            ("Issue id,Issue,Action\n1,Late,Call", ""),
            ("Issue,Action,Owner\nLate,Call,A", "action"),
            ("Issue,Name,Owner\n4,Late,A", None),
            ("Version,Summary,Owner\n1,Late,A", ""),
            ("Summary,Owner,Due\nLate,A,1/2/25", None),
            ("KPI,Apr 25,May 25\nVisits,1,2", "kpi"),
            ("Name,Apr 25,May 25\nVisits,1,2", "kpi"),
            ("Name,Apr 25,Blob\nVisits,1,2\nPlans,3,4", None),
            ("Name,Month,Value\nVisits,Apr 25,2\nPlans,May 25,3", "kpi"),
            ("Name,Month,Value\nVisits,Apr 25,2\nPlans,May 25,3\nTalks,soon,4", "kpi"),
            ("Name,Month,Value\nVisits,Apr 25,2\nPlans,soon,3", None),
            ("Name,Month,Blob\nVisits,Apr 25,2\nPlans,May 25,3", None),
            ("Source of funding,Budget,Spend\nGrant,5,6", "budget_line"),
            ("Ambition no,Name,Lead\n1,Practice,A", "ambition"),
            ("Ambition owner,Summary,Due\nAnn,Practice,1/2/25", None),
        ],
    )
    def test_what_the_headings_say(self, text: str, kind: str | None, tmp_path: Path) -> None:
        done = looked_at(f"{text}\n", tmp_path)
        (read,) = done.reads
        assert (read.mapping.kind, read.mapping.foreign) == ((kind or None), kind == "")
        questions = [(each.about, each.choices) for each in done.open_questions if each.about == "kind"]
        assert questions == ([("kind", tuple(KINDS_READ))] if kind is None else [])

    @pytest.mark.parametrize(
        ("sheet", "head", "kind"),
        [
            ("Risk register", ["Summary", "Owner"], "risk"),
            ("Decisions", ["Summary", "Owner"], "decision"),
            ("Action log", ["Summary", "Owner"], "action"),
            ("Milestones", ["Name", "Owner"], "milestone"),
            ("Change log", ["Change", "Owner"], None),
            ("Lessons", ["Lesson learned", "Owner"], ""),
            ("Budget", ["Item", "Owner"], None),
            ("Budget", ["Item", "Budget"], None),
            ("Budget", ["Item", "Budget", "Forecast"], "budget_line"),
            ("Scorecard", ["Blob", "Owner"], None),
            ("Risk register", ["Description", "Action"], "action"),
            ("Risks", ["Issue", "Likelihood", "Impact"], "risk"),
        ],
    )
    def test_what_the_name_of_the_sheet_says_to_headings_that_do_not(
        self, sheet: str, head: list[str], kind: str | None, tmp_path: Path
    ) -> None:
        cells = {"Likelihood": 2, "Impact": 3, "Budget": 5, "Forecast": 6}
        book, first = workbook([["Ref", *head], *([n, *(cells.get(h, f"{h} {n}") for h in head)] for n in (1, 2))])
        first.title = sheet
        (read,) = looked_at((book, first), tmp_path).reads
        assert (read.mapping.kind, read.mapping.foreign) == ((kind or None), kind == "")

    @pytest.mark.parametrize(("same", "kind"), [(4, None), (5, "action")])
    def test_what_names_records_is_different_in_six_rows_of_ten(
        self, same: int, kind: str | None, tmp_path: Path
    ) -> None:
        rows = "".join(f"{n},Write {min(n, same)},Pay {n}\n" for n in range(10))
        assert looked_at(f"Ref,Action,Summary\n{rows}", tmp_path).reads[0].mapping.kind == kind

    @pytest.mark.parametrize(("filled", "kind"), [(2, "action"), (1, None)])
    def test_it_says_something_in_a_quarter_of_the_rows(self, filled: int, kind: str | None, tmp_path: Path) -> None:
        rows = "".join(f"{n},{f'Write {n}' if n < filled else ''},Pay {n}\n" for n in range(8))
        assert looked_at(f"Ref,Action,Summary\n{rows}", tmp_path).reads[0].mapping.kind == kind

    @pytest.mark.parametrize(
        ("title", "kind"), [("Action log", "action"), ("Actions of the meeting of 3 May", None), ("", "action")]
    )
    def test_actions_of_a_meeting_are_asked_about(self, title: str, kind: str | None, tmp_path: Path) -> None:
        done = looked_at(f"{title},,\n\nRef,Action,Lead\n1,Write,A\n", tmp_path)
        assert done.reads[0].mapping.kind == kind

    @pytest.mark.parametrize(
        ("words", "kinds"),
        [
            ("Risks,Tasks,Milestone", ["risk", "action", "milestone"]),
            ("Opportunities,Risk,Risk", ["risk", "risk"]),
            ("Action,Issue,Action", ["action", "action"]),
        ],
    )
    def test_a_column_of_kinds_may_say_them_of_many(self, words: str, kinds: list[str], tmp_path: Path) -> None:
        rows = "".join(f"{each},Title {n},Ann\n" for n, each in enumerate(words.split(",")))
        assert [each.kind for each in records(looked_at(f"Type,Title,Owner\n{rows}", tmp_path))] == kinds
