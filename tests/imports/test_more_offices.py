"""More sheets of the kinds that are met: sub-headings, scores in one cell, lists in a cell, plans in questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import KINDS, Profile
from tests.imports.sheets import asked, coloured, day, flags, looked_at, outcomes, put, records, workbook
from tests.imports.test_milestones_beside import HEAD, PLAN, actions, board_after, milestones
from tests.imports.test_rules import fields, values

EMPTY = Board(Profile(id="p"), {kind: {} for kind in KINDS})


class TestSubHeadings:
    """A heading that names an ambition holds until the next that does; others divide its actions."""

    def test_a_heading_below_that_of_an_ambition_is_kept_and_the_ambition_holds(self, tmp_path: Path) -> None:
        text = (
            "Ref,Action,Lead,Due\nAmbition 1: Practice,,,\nSupervision,,,\n1.1,Write it,PSW,01/04/2025\n"
            "Audit,,,\n1.2,Audit it,QA,01/05/2025\nAmbition 2: People,,,\n2.1,Recruit,HR,01/06/2025\n"
        )
        done = looked_at(text, tmp_path, board=EMPTY, ambition="")
        named = [(each.ambition.ref, each.ambition.title) for each in records(done) if each.ambition]
        assert named == [("1", "Practice"), ("1", "Practice"), ("2", "People")]
        assert [each.kept for each in records(done)] == [[("Section", "Supervision")], [("Section", "Audit")], []]
        assert asked(done) == []

    def test_a_heading_of_another_level_names_no_other_ambition(self, tmp_path: Path) -> None:
        text = (
            "Ref,Action,Lead,Due\nPriority 1: Leadership,,,\nOutcome: leaders know the service,,,\n"
            "1.1,Set up the board,DCS,01/04/2025\nPriority 2 – Practice,,,\n2.1,Write it,PSW,01/06/2025\n"
        )
        done = looked_at(text, tmp_path, board=EMPTY, ambition="")
        assert [each.ambition.title for each in records(done) if each.ambition] == ["Leadership", "Practice"]
        assert records(done)[0].kept == [("Section", "Outcome: leaders know the service")]
        assert done.planned.made["ambition"] == 2

    def test_a_line_of_a_budget_without_any_amount_is_the_heading_of_those_below(self, tmp_path: Path) -> None:
        text = "Budget line,Funding,Budget,Actual\nStaffing,,,\nManagers,Core,100,50\nSubtotal,,100,50\n"
        done = looked_at(text, tmp_path)
        (line,) = records(done)
        assert (line.values["title"], line.values["source"], line.kept) == (
            "Managers",
            "Core",
            [("Section", "Staffing")],
        )
        assert outcomes(done) == {"2": "section", "4": "total"}


class TestScoresInOneCell:
    @pytest.mark.parametrize(
        ("heading", "words", "score"),
        [
            ("Risk score", "4x5", "4x5"),
            ("Risk score", "4 x 5 = 20", "4x5"),
            ("Risk score (LxI)", "4x5 (20)", "4x5"),
            ("Risk score (I x L)", "4x5=20 High", "5x4"),
            ("Risk score (Impact x Likelihood)", "4×5", "5x4"),
            ("Risk score", "L4 I5", "4x5"),
            ("Risk score", "I4 x L5 = 20", "5x4"),
        ],
    )
    def test_likelihood_and_impact_are_told_by_heading_or_letter(
        self, heading: str, words: str, score: str, tmp_path: Path
    ) -> None:
        done = looked_at(f"Ref,Risk,{heading},Owner\nR1,Late,{words},HR\n", tmp_path)
        assert (values(done, "current"), flags(done)) == ([score], [])

    def test_a_product_that_is_none_is_pointed_out_and_kept(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Risk,Risk score\nR1,Late,3x3=8\nR2,Lost,2x2=4\n", tmp_path)
        assert flags(done) == [("C2", "score_disagrees")]
        assert records(done)[0].kept == [("Risk score", "3x3=8")]

    def test_beside_a_residual_score_the_other_is_the_inherent_one(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Risk,Score,Residual score\nR1,Late,4x4,2x4\n", tmp_path)
        assert fields(done)[2:] == ["inherent", "current"]


class TestMitigations:
    @pytest.mark.parametrize(
        "words",
        [
            "1. Audit; 2. Train 3. Talk",
            "a) Audit b) Train c) Talk",
            "(1) Audit (2) Train (3) Talk",
            "• Audit • Train; • Talk",
        ],
    )
    def test_a_list_in_one_line_is_several(self, words: str, tmp_path: Path) -> None:
        (risk,) = records(looked_at(f"Ref,Risk,Mitigation\nR1,Late,{words}\n", tmp_path))
        assert [each.values["title"] for each in risk.children] == ["Audit", "Train", "Talk"]

    @pytest.mark.parametrize(
        "words", ["1. Audit is 2.5 times as long", "Chase weekly; tell the board", "1.5 posts more"]
    )
    def test_one_is_one(self, words: str, tmp_path: Path) -> None:
        (risk,) = records(looked_at(f"Ref,Risk,Mitigation\nR1,Late,{words}\n", tmp_path))
        assert len(risk.children) == 1

    @pytest.mark.parametrize("merged", [True, False])
    def test_a_status_that_rows_below_a_risk_have_is_that_of_the_mitigations(
        self, tmp_path: Path, *, merged: bool
    ) -> None:
        rows = [
            ["Ref", "Risk", "Mitigating action", "Action owner", "Due", "Status"],
            ["R1", "Late", "Review pay", "CFO", day(2025, 5, 1), "In progress"],
            [None, None, "Ask who leaves", "HR", day(2025, 6, 1), "Complete"],
            ["R2", "Lost", "Train", "PMO", day(2025, 7, 1), "Waiting"],
        ]
        book, sheet = workbook(rows)
        for area in ("A2:A3", "B2:B3") if merged else ():
            sheet.merge_cells(area)
        done = looked_at((book, sheet), tmp_path)
        told = [each for risk in records(done) for each in risk.children]
        assert [each.values.get("progress", "") for each in told] == ["in progress", "complete", ""]
        assert told[2].values["progress_words"] == "Waiting"
        assert outcomes(done) == {"Plan!3": "continuation"}
        assert asked(done) == []


class TestRatings:
    def test_what_an_earlier_rating_was_by_its_colour_is_kept(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action", "RAG", "RAG last month"], [1, "Write it"], [2, "Send it"]])
        for cell, colour in (("C2", "00B050"), ("D2", "FFC000"), ("C3", "C00000"), ("D3", "FFFF00")):
            coloured(sheet, cell, colour)
        done = looked_at((book, sheet), tmp_path)
        assert values(done, "rag") == ["green", "red"]
        assert [each.kept for each in records(done)] == [
            [("RAG last month", "amber")],
            [("RAG last month", "colour FFFF00")],
        ]

    def test_an_arrow_beside_a_rating_is_kept(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Action,RAG\n1,Write it,Green ↑\n2,Send it,Amber\n", tmp_path)
        assert values(done, "rag") == ["green", "amber"]
        assert [each.kept for each in records(done)] == [[("RAG", "Green ↑")], []]

    def test_a_column_headed_rag_is_it_however_many_words_it_has(self, tmp_path: Path) -> None:
        text = "Ref,Action,RAG\n" + "".join(f"{n},Do {n},Amber {n}\n" for n in range(12))
        done = looked_at(text, tmp_path)
        assert fields(done)[2] == "rag"
        assert len(asked(done)) == 12


class TestMilestonesInACell:
    """Several in one cell, each with its day."""

    @pytest.mark.parametrize(
        "cell",
        [
            "• Guide agreed – 01/10/2025\n• Training done (1 December 2025)",
            "Guide agreed by 1 October 2025; Training done: 1st Dec 2025",
            "1. 01/10/2025: Guide agreed 2. 2025-12-01 – Training done",
            "Guide agreed, due 01.10.25\nTraining done - by 01/12/25",
        ],
        ids=["bullets", "semicolon", "numbered", "lines"],
    )
    def test_each_is_a_milestone_of_the_action(self, cell: str, tmp_path: Path) -> None:
        done = looked_at(f'Ref,Action,Milestones\n1,Improve it,"{cell}"\n2,Plan it,\n', tmp_path)
        assert milestones(done) == [("Guide agreed", "2025-10-01", ["1"]), ("Training done", "2025-12-01", ["1"])]
        assert [each.kept for each in actions(done)] == [[], []]

    def test_as_many_days_as_lines_go_with_them_one_by_one(self, tmp_path: Path) -> None:
        done = looked_at(f'{HEAD}1,Improve,PMO,"Guide agreed\nTraining","01/10/2025\n01/12/2025"\n', tmp_path)
        assert milestones(done) == [("Guide agreed", "2025-10-01", ["1"]), ("Training", "2025-12-01", ["1"])]
        assert flags(done) == []

    @pytest.mark.parametrize("cell", ["Guide by 1 May 2025; Training", "Guide agreed", "All of it by 2026; By May"])
    def test_where_one_has_no_day_all_stay_words_of_the_action(self, cell: str, tmp_path: Path) -> None:
        done = looked_at(f"Ref,Action,Milestones\n1,Improve,{cell}\n2,Plan,Text by 3 May 2025\n", tmp_path)
        assert milestones(done) == [("Text", "2025-05-03", ["2"])]
        assert actions(done)[0].kept == [("Milestones", cell)]

    def test_a_day_that_moves_next_month_is_a_change_and_what_is_gone_stays(self, tmp_path: Path) -> None:
        text = "Ref,Action,Milestones\n1,Improve,Guide by 1 May 2025; Training by 1 June 2025\n"
        board = board_after(looked_at(text, tmp_path, board=PLAN))
        assert not looked_at(text, tmp_path, board=board).planned.changes
        moved = looked_at("Ref,Action,Milestones\n1,Improve,Training by 1 July 2025\n", tmp_path, board=board)
        assert [(each.field, each.before, each.after) for each in moved.planned.fields] == [
            ("due", "2025-06-01", "2025-07-01")
        ]
        assert not moved.planned.made

    def test_a_month_is_kept_as_it_is_said(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Action,Milestones\n1,Improve,Guide by end of June 2025\n", tmp_path)
        assert milestones(done) == [("Guide", "end of June 2025", ["1"])]


class TestMilestonesThatNameTheirActions:
    def test_they_are_linked_to_them_wherever_these_stand_in_the_file(self, tmp_path: Path) -> None:
        book, sheet = workbook(
            [
                ["Milestone", "Linked action", "Date"],
                ["Signed", "1.1", day(2025, 4, 1)],
                ["Trained", "Actions 1.1 and 1.2", day(2025, 6, 1)],
                ["Told", "Train staff", day(2025, 7, 1)],
                ["Lost", "1.1, 9.9", day(2025, 8, 1)],
            ]
        )
        put(book.create_sheet("Actions"), [["Ref", "Action"], ["1.1", "Write the policy"], ["1.2", "Train staff"]])
        done = looked_at((book, sheet), tmp_path, board=PLAN)
        names = {each.record: each.values["ref"] for each in done.planned.changes if each.kind == "action"}
        made = [each.values for each in done.planned.changes if each.kind == "milestone"]
        assert [sorted(names[each] for each in one.get("links", ())) for one in made] == [
            ["1.1"],
            ["1.1", "1.2"],
            ["1.2"],
            [],
        ]
        assert [one.get("other_words", "") for one in made] == ["", "", "", "Linked action: 1.1, 9.9"]
        assert not looked_at((book, sheet), tmp_path, board=board_after(done)).planned.changes

    def test_an_action_whose_ref_another_has_too_is_not_taken_for_it(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Milestone", "Action", "Date"], ["Signed", "1.1", day(2025, 4, 1)]])
        put(book.create_sheet("Actions"), [["Ref", "Action"], ["1.1", "Write it"], ["1.1", "Send it"]])
        (made,) = [
            each.values for each in looked_at((book, sheet), tmp_path).planned.changes if each.kind == "milestone"
        ]
        assert (made.get("links"), made["other_words"]) == (None, "Action: 1.1")


class TestTextThatIsNotWellWritten:
    def test_a_quotation_mark_that_nothing_closes_is_said_and_swallows_no_rows(self, tmp_path: Path) -> None:
        with pytest.raises(BoardError, match="opens a cell in row 2 and none closes it"):
            looked_at('Ref,Action\n1,"Write it\n2,Send it\n3,Meet\n', tmp_path)

    def test_between_tabs_quotation_marks_that_close_no_cell_are_words(self, tmp_path: Path) -> None:
        text = 'Ref\tAction\tLead\n1\t"Deep dive" review\tPSW\n2\t"Unclosed\tHR\n'
        assert values(looked_at(text, tmp_path, name="x.txt"), "title") == ['"Deep dive" review', '"Unclosed']

    def test_a_cell_of_several_lines_at_the_end_is_whole(self, tmp_path: Path) -> None:
        done = looked_at('Ref,Action\n1,Send it\n2,"Write\nit"', tmp_path)
        assert values(done, "title") == ["Send it", "Write it"]

    def test_what_a_line_has_beyond_the_headings_is_kept(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Action,Lead\n1,Write it,PSW,all,of it\n2,Send it\n", tmp_path)
        assert [each.kept for each in records(done)] == [[("D", "all"), ("E", "of it")], []]


class TestRisksInWords:
    """*Impact* is a score nearly everywhere, and the words of what would happen in some registers."""

    def test_beside_a_score_words_are_what_would_happen(self, tmp_path: Path) -> None:
        text = (
            "Ref,Risk,Cause,Consequence,Likelihood (1-5),Impact (1-5)\nR1,Late,Pay,Delay,4,3\nR2,Lost,Theft,Cost,2,5\n"
        )
        done = looked_at(text, tmp_path)
        assert (values(done, "current"), values(done, "description")) == (["4x3", "2x5"], ["Delay", "Cost"])
        assert (records(done)[0].kept, asked(done)) == ([("Cause", "Pay")], [])

    def test_short_words_that_are_of_no_scale_are_not_asked_about(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Risk,Impact,Likelihood,Severity\nR1,Late,Delay,3,2\nR2,Lost,Cost,2,1\n", tmp_path)
        assert (values(done, "description"), values(done, "current")) == (["Delay", "Cost"], ["3x2", "2x1"])
        assert asked(done) == []

    def test_words_of_a_scale_are_asked_about(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Risk,Likelihood,Impact\nR1,Late,HIgh,Low - Medium\nR2,Lost,Rare,Severe\n", tmp_path)
        assert [word for _, word, _ in asked(done)] == ["HIgh", "Low - Medium", "Severe"]

    def test_a_register_is_known_by_the_heading_of_its_refs(self, tmp_path: Path) -> None:
        done = looked_at("Risk No.,Description,Controls,Lead\n1,Staff leave,Pay,HR\n2,Fines,Train,PMO\n", tmp_path)
        assert [each.kind for each in records(done)] == ["risk", "risk"]


class TestShortHeadings:
    def test_by_and_on_head_who_decided_and_when(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Decision,By,On\n1,Fund it,Board,06/05/2025\n", tmp_path)
        assert fields(done) == ["ref", "text", "made_by", "date"]

    def test_two_cells_that_say_the_same_by_chance_are_no_section(self, tmp_path: Path) -> None:
        done = looked_at("Team,Action,Lead\nAudit,Audit,\nFront door,Write it,PSW\n", tmp_path)
        assert values(done, "title") == ["Audit", "Write it"]

    def test_the_month_that_is_reported_is_the_period(self, tmp_path: Path) -> None:
        text = "Measure ID,Measure name,Reporting month,Actual\nM1,Visits,Jan 25,81%\nM1,Visits,Feb 25,82%\n"
        (kpi,) = records(looked_at(text, tmp_path))
        assert [each.values["period"] for each in kpi.children] == ["2025-01", "2025-02"]

    @pytest.mark.parametrize(
        ("words", "lead"),
        [
            ("DCS\nHead of Service", "DCS; Head of Service"),
            ("Head of\nService", "Head of Service"),
            ("• DCS\n• Clerk", "DCS; Clerk"),
        ],
    )
    def test_people_below_each_other_are_several_where_each_is_known(
        self, words: str, lead: str, tmp_path: Path
    ) -> None:
        text = f'Ref,Action,Lead\n1,Write it,"{words}"\n2,Send it,DCS\n3,Meet,Head of Service\n'
        assert values(looked_at(text, tmp_path), "lead")[0] == lead


class TestMilestoneTables:
    ROWS = (
        ("Milestone", "Owner", "Dates", None, None, "RAG", None),
        (None, None, "Original", "Revised", "Actual", "Last", "This"),
        ("Signed", "PMO", day(2025, 1, 1), day(2025, 2, 1), None, "A", "G"),
        ("Trained", "HR", day(2025, 3, 1), None, day(2025, 3, 2), "G", "B"),
    )

    def test_dates_and_ratings_may_stand_below_a_band(self, tmp_path: Path) -> None:
        book, sheet = workbook(self.ROWS)
        for area in ("A1:A2", "B1:B2", "C1:E1", "F1:G1"):
            sheet.merge_cells(area)
        done = looked_at((book, sheet), tmp_path)
        assert values(done, "due") == ["2025-02-01", "2025-03-01"], "what was never revised is due as at first"
        assert values(done, "completed") == ["", "2025-03-02"]
        assert values(done, "rag") == ["green", "blue"]
        assert [sorted(each.kept) for each in records(done)] == [
            [("Last", "A"), ("Original", "2025-01-01")],
            [("Last", "G")],
        ]


class TestPlansInQuestions:
    TEXT = (
        "Area for improvement,What needs to happen,By whom,By when,What difference will it make?,RAG\n"
        "Practice,Write it,PSW,30/6/25,Children are seen,Green\n,Audit it,QA,31/7/25,,Amber\n"
        "People,Recruit,HR,1/9/25,,Red\n"
    )

    def test_a_plan_whose_headings_are_questions_is_one_of_actions(self, tmp_path: Path) -> None:
        done = looked_at(self.TEXT, tmp_path, board=EMPTY, ambition="", ambition_column="Area for improvement")
        assert fields(done) == ["ambition", "title", "lead", "due", "difference", "rag"]
        assert [each.ambition.title for each in records(done) if each.ambition] == ["Practice", "Practice", "People"]
        assert done.planned.made == {"ambition": 2, "action": 3}

    def test_its_first_column_is_offered_as_the_ambitions_and_not_taken_unasked(self, tmp_path: Path) -> None:
        done = looked_at(self.TEXT, tmp_path, board=EMPTY, ambition="")
        (question,) = done.open_questions
        assert (question.about, question.choices) == ("ambition", ("Area for improvement",))


class TestCells:
    def test_rows_of_formulas_without_values_do_not_end_a_table(self, tmp_path: Path) -> None:
        rows = [["Ref", "Action", "RAG", "Lead", "Due"], [1, "Write", "G", "PSW", day(2025, 5, 1)]]
        rows += [["=A2+1", None, None, None, None], ["=A3+1", "=Lists!A1", "R", "HR", None]]
        done = looked_at(workbook(rows), tmp_path)
        assert outcomes(done) == {"Plan!4": "no_title"}, "it is refused, and not passed over"
        assert ("Plan!B4", "no_cached_value") in flags(done)

    @pytest.mark.parametrize("words", ["2025/03/04", "2025.3.4", "2025-03-04"])
    def test_a_date_that_begins_with_its_year_is_read_in_that_order(self, words: str, tmp_path: Path) -> None:
        done = looked_at(f"Action,Due\nWrite,{words}\n", tmp_path)
        assert (values(done, "due"), flags(done)) == (["2025-03-04"], [])

    def test_a_tick_says_that_an_action_arising_is_done(self, tmp_path: Path) -> None:
        done = looked_at("Action arising,Owner,Complete?\nSend it,Clerk,✅\nAsk,Chair,❌\n", tmp_path)
        assert values(done, "done") == [True, False]

    def test_a_box_that_is_ticked_in_markdown_says_so_too(self, tmp_path: Path) -> None:
        text = "| Matter arising | Owner | Done |\n|---|---|---|\n| Send it | Clerk | [x] |\n| Ask | Chair | [ ] |\n"
        assert values(looked_at(text, tmp_path, name="m.md"), "done") == [True, False]

    @pytest.mark.parametrize("heading", ["Comments / update (max 200 words)", "Comment / progress", "Comments/Actions"])
    def test_comments_may_share_their_heading(self, heading: str, tmp_path: Path) -> None:
        done = looked_at(f"Ref,Action,Lead,{heading}\n1,Write it,PSW,Drafted\n", tmp_path)
        assert values(done, "commentary") == ["Drafted"]

    def test_words_that_are_merged_over_two_columns_are_kept_once(self, tmp_path: Path) -> None:
        book, sheet = workbook(
            [["Ref", "Action", None, "Lead"], ["1", "Write it", None, "PSW"], ["2", "Send", None, "HR"]]
        )
        for area in ("B1:C1", "B2:C2", "B3:C3"):
            sheet.merge_cells(area)
        done = looked_at((book, sheet), tmp_path)
        assert [(each.values["title"], each.kept) for each in records(done)] == [("Write it", []), ("Send", [])]

    def test_letters_below_raid_say_what_a_row_is(self, tmp_path: Path) -> None:
        text = "Ref,RAID,Title,Prob,Impact,Actions / mitigation\n1,R,Late,3,4,Chase\n2,A,Money comes,,,\n3,I,Gone,,,\n"
        done = looked_at(text, tmp_path)
        assert [each.kind for each in records(done)] == ["risk"]
        assert records(done)[0].children[0].values["title"] == "Chase"
        assert outcomes(done) == {"3": "no_kind", "4": "no_kind"}
