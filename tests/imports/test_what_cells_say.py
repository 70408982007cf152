"""What single cells say: days, ratings, figures, lists, people and amounts, at the edge of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.styles import Font

from tests.imports.sheets import asked, coloured, day, flags, looked_at, records, shown_as, workbook
from tests.imports.test_rules import values


class TestDays:
    @pytest.mark.parametrize(
        ("words", "due", "flag"),
        [
            ("1/2/25", "2025-02-01", ""),
            ("01.02.2025", "2025-02-01", ""),
            ("1-2-2025 09:30", "2025-02-01", ""),
            ("2025-02-01T09:30:05Z", "2025-02-01", ""),
            ("2025/2/1", "2025-02-01", ""),
            ("1 February 2025", "2025-02-01", ""),
            ("1/2-25", "1/2-25", "not_a_date"),
            ("30/06", "30/06", "no_year"),
            ("3 May", "3 May", "no_year"),
            ("Q3", "Q3", "not_a_date"),
            ("Quarter 3", "Quarter 3", "not_a_date"),
            ("May 2025", "May 2025", "month_only"),
            ("2025", "2025", "not_a_date"),
            ("Q1 2025/26", "Q1 2025/26", "not_a_date"),
            ("31/06/2021", "31/06/2021", "impossible_date"),
            ("25000", "1968-06-11", "serial_date"),
            ("24999", "24999", "not_a_date"),
            ("79999", "2119-01-10", "serial_date"),
            ("80000", "80000", "not_a_date"),
            ("-", "", ""),
            ("–", "", ""),
            ("N/A", "N/A", "not_a_date"),
        ],
    )
    def test_one_real_day_is_that_and_all_else_stays_words(
        self, words: str, due: str, flag: str, tmp_path: Path
    ) -> None:
        done = looked_at(f"Ref,Action,Due\n1,Write,{words}\n2,Send,1/3/25\n", tmp_path)
        assert values(done, "due") == [due, "2025-03-01"]
        assert flags(done) == ([("C2", flag)] if flag else [])

    @pytest.mark.parametrize("number", [25_000, 25_000.5, 44_286])
    def test_a_number_may_be_a_day(self, number: float, tmp_path: Path) -> None:
        done = looked_at(workbook([["Ref", "Action", "Due"], ["1", "Write", number]]), tmp_path)
        assert values(done, "due") == ["2021-03-31" if number == 44_286 else "1968-06-11"]
        assert [what for _, what in flags(done)] == ["serial_date"]

    @pytest.mark.parametrize(
        ("days", "questions"),
        [
            (("03/04/2025", "04/13/2025"), ["04/13/2025"]),
            (("03/04/2025", "12/31/2025"), ["12/31/2025"]),
            (("03/04/2025", "12/32/2025"), []),
            (("03/04/2025", "12/12/2025"), []),
            (("13/04/2025", "04/13/2025"), []),
            (("31/12/2025", "04/13/2025"), []),
            (("32/12/2025", "04/13/2025"), ["04/13/2025"]),
            (("13/13/2025", "04/13/2025"), ["04/13/2025"]),
            (("04/13/2025", "04/14/2025"), ["04/13/2025"]),
            (("04/13/2025 10:00", "TBC"), ["04/13/2025 10:00"]),
        ],
    )
    def test_the_first_that_can_only_be_month_first_is_asked_about(
        self, days: tuple[str, str], questions: list[str], tmp_path: Path
    ) -> None:
        done = looked_at(f"Ref,Action,Due\n1,Write,{days[0]}\n2,Send,{days[1]}\n", tmp_path)
        assert [(about, word) for about, word, _ in asked(done)] == [("date order", each) for each in questions]

    def test_a_column_that_is_no_date_may_prove_the_one_order_and_not_the_other(self, tmp_path: Path) -> None:
        proof = looked_at("Action,Blob,Due\nWrite,04/13/2025,03/04/2025\n", tmp_path)
        assert asked(proof) == [("date order", "04/13/2025", "B2")]
        assert proof.open_questions[0].choices == ("mdy", "dmy")
        none = looked_at("Action,Blob,Due\nWrite,13/04/2025,04/13/2025\n", tmp_path)
        assert asked(none) == [("date order", "04/13/2025", "C2")]
        order = looked_at("Action,Blob,Due\nWrite,04/13/2025,04/14/2025\n", tmp_path)
        assert asked(order) == [("date order", "04/14/2025", "C2")], "a column of dates is asked about first"

    def test_a_real_date_proves_no_order_however_it_is_shown(self, tmp_path: Path) -> None:
        rows = [["Ref", "Action", "Due"], [1, "Write", day(2025, 4, 13)], [2, "Send", "04/13/2025"]]
        book, sheet = workbook(rows)
        shown_as(sheet, "C2", "mm/dd/yyyy")
        assert asked(looked_at((book, sheet), tmp_path)) == [("date order", "04/13/2025", "Plan!C3")]
        shown_as(sheet, "C2", "dd/mm/yyyy")
        assert asked(looked_at((book, sheet), tmp_path)) == [("date order", "04/13/2025", "Plan!C3")]

    def test_in_the_other_order_the_words_of_days_that_have_gone_stay_beside_them(self, tmp_path: Path) -> None:
        text = "Action,Due,Completed,Raised\nWrite,04/13/2025,04/14/2025,2025-04-01\n"
        (action,) = records(looked_at(text, tmp_path, date_order="mdy"))
        assert [action.values[name] for name in ("due", "completed", "raised")] == [
            *("2025-04-13", "2025-04-14", "2025-04-01")
        ]
        assert action.kept == [("Completed", "04/14/2025")]
        (action,) = records(looked_at("Action,Due,Completed\nWrite,13/4/25,14/4/25\n", tmp_path))
        assert action.kept == []

    @pytest.mark.parametrize(
        ("words", "flag"), [("3-Apr", True), ("03-Apr", True), ("3-April", False), ("A-Apr", False), ("3/4", False)]
    )
    def test_a_ref_that_became_a_date_is_pointed_out_wherever_refs_stand(
        self, words: str, tmp_path: Path, *, flag: bool
    ) -> None:
        done = looked_at(f"Ref,Action,Cross reference,Blob\n{words},Write,{words},{words}\n", tmp_path)
        assert flags(done) == ([("A2", "ref_is_date"), ("C2", "ref_is_date")] if flag else [])
        assert values(done, "ref") == [words]


class TestRatings:
    def row(self, *cells: str | None, fill: tuple[str, ...] = (), folder: Path, colour: str = "FF0000") -> object:
        book, sheet = workbook([["Ref", "Action", "RAG", "Lead"], ["1", "Write", *cells], ["2", "Send", "G", "B"]])
        for each in fill:
            coloured(sheet, each, colour)
        return (values(done := looked_at((book, sheet), folder), "rag")[0], records(done)[0].kept, asked(done))

    def test_a_colour_says_it_only_where_no_word_does_and_its_row_has_another(self, tmp_path: Path) -> None:
        assert self.row(None, "A", fill=("C2",), folder=tmp_path) == ("red", [], [])
        assert self.row("-", "A", fill=("C2",), folder=tmp_path) == ("red", [], [])
        assert self.row("A", "A", fill=("C2",), folder=tmp_path) == ("amber", [], [])
        assert self.row(None, "A", fill=("B2", "C2", "D2"), folder=tmp_path) == ("", [], [])
        assert self.row(None, "A", fill=("B2", "C2"), folder=tmp_path) == ("red", [], [])
        assert self.row(None, "A", fill=("C2", "D2"), folder=tmp_path) == ("red", [], [])
        assert self.row(None, "A", fill=("C2",), folder=tmp_path, colour="FFFFFF") == ("", [], [])
        assert self.row(None, "A", folder=tmp_path) == ("", [], [])

    def test_a_word_that_is_none_may_be_any_rating_or_none(self, tmp_path: Path) -> None:
        text = "Ref,Action,RAG\n1,Write,On-track!\n2,Send,on-track\n"
        (question,) = looked_at(text, tmp_path).open_questions
        assert (question.word, question.choices) == ("On-track", ("red", "amber", "green", "blue", "none"))
        assert question.rows == ["C2", "C3"]
        for answer, rating in (("blue", "blue"), ("none", "not rated")):
            assert values(looked_at(text, tmp_path, rating_words={"On-track": answer}), "rag") == [rating] * 2

    def test_the_rows_that_a_colour_rated_are_pointed_out_from_first_to_last(self, tmp_path: Path) -> None:
        book, sheet = workbook(
            [["Ref", "Action", "RAG"], *([n, f"Write {n}", "G" if n == 1 else None] for n in range(4))]
        )
        for cell in ("C2", "C4"):
            coloured(sheet, cell, "00B050")
        assert flags(looked_at((book, sheet), tmp_path)) == [("Plan!C2:C4", "rating_by_colour")]

    @pytest.mark.parametrize(
        ("fill", "row", "heading", "kept"),
        [
            ("00B050", ("D2",), "RAG last month", [("RAG last month", "green")]),
            ("00B050", ("C2", "D2", "E2"), "RAG last month", []),
            ("FFFFFF", ("D2",), "RAG last month", []),
            ("FFFF00", ("D2",), "BRAG in May", [("BRAG in May", "colour FFFF00")]),
            ("00B050", ("D2",), "Storage", []),
        ],
    )
    def test_an_earlier_rating_by_colour_is_kept(
        self, fill: str, row: tuple[str, ...], heading: str, kept: list[tuple[str, str]], tmp_path: Path
    ) -> None:
        book, sheet = workbook(
            [["Ref", "Action", "RAG", heading, "Blob"], ["1", "Write", "G", None, None], ["2", "Go"]]
        )
        for each in row:
            coloured(sheet, each, fill)
        sheet["E3"] = "x"
        assert records(looked_at((book, sheet), tmp_path))[0].kept == kept

    def test_signs_of_a_symbol_font_in_a_status_are_pointed_out(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action", "RAG"], ["1", "Write", "n"], ["2", "Send", None]])
        for cell in ("C2", "C3"):
            sheet[cell].font = Font(name="Wingdings")
        assert flags(looked_at((book, sheet), tmp_path)) == [("Plan!C2", "symbol_font")]

    @pytest.mark.parametrize(
        ("kind", "word", "progress"),
        [
            ("Action", "Completed", "complete"),
            ("Action", "Not started", "not started"),
            ("Action", "✔ Complete", "complete"),
            ("Action", "Waiting", ""),
            ("Action", "-", ""),
            ("Milestone", "Stopped", "stopped"),
        ],
    )
    def test_how_far_it_is_is_said_in_the_programs_words_and_the_others_stay(
        self, kind: str, word: str, progress: str, tmp_path: Path
    ) -> None:
        done = looked_at(f"Ref,{kind},RAG,Status,Date\n1,Write,G,{word},1/2/25\n2,Send,A,x,2/2/25\n", tmp_path)
        assert values(done, "progress") == [progress, ""]
        assert [each for each in records(done)[0].kept if each[0] == "Status"] == (
            [("Status", word)] if word != "-" else []
        )

    @pytest.mark.parametrize(
        ("word", "done"), [("Yes", True), ("closed", True), ("y", True), ("No", False), ("x", False)]
    )
    def test_an_action_arising_is_done_where_it_says_so(self, word: str, tmp_path: Path, *, done: bool) -> None:
        text = f"Ref,Matter arising,Owner,Done?\n1,Send,Clerk,{word}\n2,Ask,Chair,\n"
        read = looked_at(text, tmp_path)
        assert [each.values.get("done") for each in records(read)] == [done, None]
        assert [each.kept for each in records(read)] == [[("Done?", word)], []]


class TestTexts:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("It went well\nand on", "It went well and on"),
            ("It went well.\nAnd on", "It went well.\nAnd on"),
            ("It went:\nand on", "It went:\nand on"),
            ("• One\n• Two", "• One\n• Two"),
            ("- One\n- Two", "- One\n- Two"),
            ("a) One\nb) Two", "a) One\nb) Two"),
            ("It went\n2 of them", "It went\n2 of them"),
            ("It went\n\nand on", "It went\n\nand on"),
            ("It went\n\n\n\nand on", "It went\n\nand on"),
            ("-", ""),
            ("No comments", ""),
            ("None", "None"),
        ],
    )
    def test_sentences_are_joined_and_lists_and_paragraphs_stay(self, cell: str, text: str, tmp_path: Path) -> None:
        done = looked_at(workbook([["Ref", "Action", "Comments"], ["1", "Write", cell], ["2", "Go", "x"]]), tmp_path)
        assert values(done, "commentary")[0] == text

    @pytest.mark.parametrize(
        ("cell", "titles"),
        [
            ("Call\nweekly", ["Call weekly"]),
            ("• Call\nweekly\n• Audit", ["Call weekly", "Audit"]),
            ("• Call • Audit; • Ask", ["Call", "Audit", "Ask"]),
            ("Call • Audit", ["Call • Audit"]),
            ("1. Call 2. Audit 3. Ask", ["Call", "Audit", "Ask"]),
            ("1. Call 3. Ask", ["Call 3. Ask"]),
            ("1) Call 2. Audit", ["Call 2. Audit"]),
            ("2. Call 3. Audit", ["Call 3. Audit"]),
            ("a) Call; b) Audit", ["Call", "Audit"]),
            ("(a) Call (b) Audit", ["Call", "Audit"]),
            ("1.5 posts", ["1.5 posts"]),
            ("-5 posts", ["-5 posts"]),
            ("- Call\n- Audit", ["Call", "Audit"]),
            ("•\n• Audit", ["Audit"]),
            ("•", []),
            ("-", []),
            (" ".join(f"{n}. m{n}" for n in range(1, 27)), [f"m{n}" for n in range(1, 27)]),
            (" ".join(f"{n}. m{n}" for n in range(1, 28)), [*(f"m{n}" for n in range(1, 26)), "m26 27. m27"]),
        ],
    )
    def test_a_list_in_a_cell_is_several_mitigations(self, cell: str, titles: list[str], tmp_path: Path) -> None:
        done = looked_at(workbook([["Ref", "Risk", "Mitigation"], ["1", "Late", cell], ["2", "Lost", "Go"]]), tmp_path)
        assert [each.values["title"] for each in records(done)[0].children] == titles

    @pytest.mark.parametrize(
        ("cell", "title", "description"),
        [
            ("Risk: Late\nEffect: Delay", "Late", "Delay"),
            ("Event: Late\nCause: Pay\nEffects: Delay\nand cost", "Late", "Cause: Pay\nEffect: Delay and cost"),
            ("Risk: - Late\nagain", "Late again", None),
            ("Risk: Late\nImpact:", "Late", None),
            ("Late\nEffect: Delay", "Late Effect: Delay", None),
            ("Cause: Pay\nEffect: Delay", "Cause: Pay Effect: Delay", None),
        ],
    )
    def test_a_risk_may_say_its_parts_itself(
        self, cell: str, title: str, description: str | None, tmp_path: Path
    ) -> None:
        done = looked_at(workbook([["Ref", "Risk", "Owner"], ["1", cell, "A"], ["2", "Lost", "B"]]), tmp_path)
        assert [records(done)[0].values.get(name) for name in ("title", "description")] == [title, description]

    def test_a_second_description_is_kept(self, tmp_path: Path) -> None:
        rows = [["Ref", "Risk", "Description"], ["1", "Risk: Late\nEffect: Delay", "More of it"]]
        (risk,) = records(looked_at(workbook(rows), tmp_path))
        assert (risk.values["description"], risk.kept) == ("Delay", [("Description", "More of it")])

    def test_an_action_says_no_parts(self, tmp_path: Path) -> None:
        rows = [["Ref", "Action", "Lead"], ["1", "Risk: Late\nEffect: Delay", "A"]]
        assert values(looked_at(workbook(rows), tmp_path), "title") == ["Risk: Late Effect: Delay"]

    @pytest.mark.parametrize(
        ("first", "others", "lead"),
        [
            ("Ann\nBob", ("Ann", "Bob"), "Ann; Bob"),
            ("Ann\nBob", ("Ann", "Cy"), "Ann Bob"),
            ("Ann\n\nBob", ("ann", "BOB"), "Ann; Bob"),
            ("• Ann\n• Bob", ("Cy", "Di"), "Ann; Bob"),
            ("Ann", ("Bob", "Cy"), "Ann"),
            ("-", ("Bob", "Cy"), ""),
        ],
    )
    def test_lines_are_people_where_each_of_them_leads_alone(
        self, first: str, others: tuple[str, str], lead: str, tmp_path: Path
    ) -> None:
        rows = [["Ref", "Action", "Lead"], ["1", "Write", first], ["2", "Send", others[0]], ["3", "Meet", others[1]]]
        assert values(looked_at(workbook(rows), tmp_path), "lead")[0] == lead

    def test_ambitions_and_lines_say_nothing_in_dashes(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Risk,Category,Blob\n1,Late,-,–\n2,Lost,People,x\n", tmp_path)
        assert (values(done, "category"), [each.kept for each in records(done)]) == (
            ["", "People"],
            [[], [("Blob", "x")]],
        )


class TestAmounts:
    @pytest.mark.parametrize(
        ("words", "spent", "flag"),
        [
            ("(5)", "-5", False),
            ("(£1,204.50)", "-£1,204.50", False),
            ("(5", "(5", True),
            ("5)", "5)", True),
            ("(x)", "(x)", True),
            ("soon", "soon", True),
        ],
    )
    def test_brackets_are_below_nought_and_what_is_none_is_pointed_out(
        self, words: str, spent: str, tmp_path: Path, *, flag: bool
    ) -> None:
        done = looked_at(f'Budget line,Budget,Spend\nIT,40,"{words}"\nHR,30,2\n', tmp_path)
        assert values(done, "spent")[0] == spent
        assert flags(done) == ([("C2", "not_a_figure")] if flag else [])

    @pytest.mark.parametrize(
        ("title", "head", "word", "at"),
        [
            ("Budget 2024/25 in thousands", "Budget,Spend", "in thousands", "A1"),
            ("Budget 2024/25", "Budget (£k),Spend (£k)", "£k", "B3"),
            ("Budget 2024/25", "Budget,Spend £m", "£m", "C3"),
            ("Budget 2024/25", "Budget,Blob £m", "", ""),
        ],
    )
    def test_thousands_are_asked_about_where_a_title_or_an_amount_tells_them(
        self, title: str, head: str, word: str, at: str, tmp_path: Path
    ) -> None:
        text = f"{title},,\n\nBudget line,{head}\nIT,40,3\nHR,30,2\n"
        done = looked_at(text, tmp_path)
        assert asked(done) == ([("money", word, at)] if word else [])
        assert values(done, "year") == ["2024/25"] * 2
        assert ("approved" in records(done)[0].values) == (not word)
        settled = looked_at(text, tmp_path, money="as stated")
        assert values(settled, "approved") == ["40", "30"]

    def test_the_year_of_a_line_is_its_own_before_that_of_the_title(self, tmp_path: Path) -> None:
        text = "Budget 2024/25,,\n\nBudget line,Year,Budget\nIT,2023/24,3\nHR,,2\n"
        assert values(looked_at(text, tmp_path), "year") == ["2023/24", "2024/25"]
        assert values(looked_at("Budget line,Budget 2025/26,Spend\nIT,4,3\n", tmp_path), "year") == ["2025/26"]


def test_what_was_never_revised_is_kept_where_a_kind_has_no_field_for_it(tmp_path: Path) -> None:
    rows = [
        ["Milestone", "Original date", "Revised date"],
        ["Signed", day(2025, 1, 1), day(2025, 2, 1)],
        ["Told", day(2025, 3, 1)],
    ]
    done = looked_at(workbook(rows), tmp_path)
    assert values(done, "due") == ["2025-02-01", "2025-03-01"]
    assert [each.kept for each in records(done)] == [[("Original date", "2025-01-01")], []]
    assert all("original_due" not in each.values for each in records(done))


def test_a_month_that_a_cell_shows_is_one_and_a_whole_day_is_one(tmp_path: Path) -> None:
    book, sheet = workbook([["Action", "Due", "Original date"], ["Write", day(2026, 6, 1), day(2026, 5, 1)]])
    shown_as(sheet, "B2", "mmm-yy")
    shown_as(sheet, "C2", "dd/mm/yyyy")
    done = looked_at((book, sheet), tmp_path)
    assert (values(done, "due"), values(done, "original_due")) == (["Jun-26"], ["2026-05-01"])
    assert flags(done) == [("Plan!B2", "month_only")]
