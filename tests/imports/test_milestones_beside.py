"""Milestones in columns beside their action, and in rows below it: what a careful human would enter."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.board.board_after import records_after
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Milestone, Profile
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.importing import Preview
from tests.imports.sheets import day, looked_at, outcomes, records, workbook

ID = "00000000-0000-4000-8000-000000000001"
HEAD = "Ref,Action,Lead,Milestone,Milestone date\n"
TEXT = f"{HEAD}1,Improve it,PMO,Guide agreed,01/10/2025\n,,,Training done,01/12/2025\n2,Plan it,HR,,\n"
PLAN = Board(
    Profile(id="p"),
    {**{kind: {} for kind in KINDS}, "ambition": {ID: Ambition(id=ID, ref="1", title="Practice")}},
)


def milestones(done: Preview) -> list[tuple[object, object, list[object]]]:
    """The milestones: what, when, and the refs of their actions."""
    found = [each for each in records(done) if each.kind == "milestone"]
    return [(each.values["title"], each.values["due"], [of.values["ref"] for of in each.of]) for each in found]


def actions(done: Preview) -> list[Draft]:
    return [each for each in records(done) if each.kind == "action"]


def board_after(done: Preview, board: Board = PLAN) -> Board:
    """The board with all that an import does to it."""
    after = records_after(board, done.planned.changes)
    of_kind = {
        kind: {
            **{each.id: each for each in board.of_kind(kind)},
            **{k: v for k, v in after.items() if v.kind.name == kind},
        }
        for kind in KINDS
    }
    return Board(board.profile, of_kind)


class TestMilestonesBesideActions:
    def test_what_stands_in_the_row_and_below_it_are_milestones_of_the_action(self, tmp_path: Path) -> None:
        done = looked_at(TEXT, tmp_path)
        assert milestones(done) == [
            ("Guide agreed", "2025-10-01", ["1"]),
            ("Training done", "2025-12-01", ["1"]),
        ]
        assert [each.kept for each in actions(done)] == [[], []]
        assert outcomes(done) == {}
        assert dict(done.planned.made) == {"action": 2, "milestone": 2}
        assert sum(map(sum, (each.values() for each in done.counts.values()))) == 3

    def test_they_are_linked_to_their_action(self, tmp_path: Path) -> None:
        board = board_after(looked_at(TEXT, tmp_path, board=PLAN))
        action = next(each for each in board.all(Action) if each.ref == "1")
        assert [each.links for each in board.all(Milestone)] == [(action.id,), (action.id,)]

    def test_the_same_sheet_again_changes_nothing(self, tmp_path: Path) -> None:
        board = board_after(looked_at(TEXT, tmp_path, board=PLAN))
        assert not looked_at(TEXT, tmp_path, board=board).planned.changes

    def test_a_day_that_moves_is_a_change_of_the_milestone_of_that_action(self, tmp_path: Path) -> None:
        text = f"{HEAD}1,Improve it,PMO,Report made,01/10/2025\n2,Plan it,HR,Report made,01/12/2025\n"
        board = board_after(looked_at(text, tmp_path, board=PLAN))
        moved = looked_at(text.replace("01/12", "20/12"), tmp_path, board=board)
        assert [(each.field, each.before, each.after) for each in moved.planned.fields] == [
            ("due", "2025-12-01", "2025-12-20")
        ]
        assert not moved.planned.made
        alone = text.replace("01/12", "20/12").replace("Report made,01/10/2025", ",")
        moved = looked_at(alone, tmp_path, board=board)
        assert [(each.field, each.before, each.after) for each in moved.planned.fields] == [
            ("due", "2025-12-01", "2025-12-20")
        ], "one of the same words beside another action is another"

    @pytest.mark.parametrize(
        "cells",
        [
            "Guide agreed,",
            ",01/10/2025",
            "Guide agreed,TBC",
            "TBC,01/10/2025",
            "N/A,01/10/2025",
            '"- Guide agreed\n- Training done",01/10/2025',
            '"Guide agreed\nTraining done",01/10/2025',
            "Guide agreed; Training done,01/10/2025",
        ],
        ids=["no date", "no words", "not a date", "to come", "none", "bullets", "lines", "one after the other"],
    )
    def test_what_does_not_say_both_stays_words_of_the_action(self, cells: str, tmp_path: Path) -> None:
        done = looked_at(f"{HEAD}1,Improve it,PMO,{cells}\n2,Plan it,HR,Agreed by all,03/11/2025\n", tmp_path)
        assert milestones(done) == [("Agreed by all", "2025-11-03", ["2"])]
        kept = " ".join(words for _, words in actions(done)[0].kept)
        said = cells.replace('"', "").replace(",", " ").split()
        assert kept.split() == said

    @pytest.mark.parametrize(
        "heads", ["Milestone,Milestone", "Milestone,Target", "Milestone,Milestone date,Milestone date"]
    )
    def test_columns_that_do_not_say_whose_date_it_is_stay_words(self, heads: str, tmp_path: Path) -> None:
        head = f"Ref,Action,Due,{heads}\n"
        done = looked_at(
            f"{head}1,Improve,01/01/2026,Guide,01/10/2025\n2,Plan,01/01/2026,Plan signed,01/11/2025\n", tmp_path
        )
        assert milestones(done) == []
        assert all(each.kept for each in actions(done))

    def test_numbered_ones_go_with_the_dates_of_their_numbers(self, tmp_path: Path) -> None:
        head = "Ref,Action,Milestone 1,Milestone 2,Milestone 1 date,Milestone 2 date\n"
        done = looked_at(f"{head}1,Improve,Guide,Training,01/10/2025,01/11/2025\n2,Plan,Text,,01/12/2025,\n", tmp_path)
        assert milestones(done) == [
            ("Guide", "2025-10-01", ["1"]),
            ("Training", "2025-11-01", ["1"]),
            ("Text", "2025-12-01", ["2"]),
        ]

    def test_one_that_is_merged_over_two_actions_is_one_milestone_of_both(self, tmp_path: Path) -> None:
        rows = [
            ["Ref", "Action", "Milestone", "Milestone date"],
            [1, "Improve", "Signed off", day(2025, 10, 1)],
            [2, "Plan"],
        ]
        book, sheet = workbook([*rows, [3, "Train", "All trained", day(2025, 12, 1)]])
        sheet.merge_cells("C2:C3")
        sheet.merge_cells("D2:D3")
        done = looked_at((book, sheet), tmp_path)
        assert milestones(done) == [("Signed off", "2025-10-01", ["1", "2"]), ("All trained", "2025-12-01", ["3"])]

    def test_who_says_that_the_column_stays_words_is_followed(self, tmp_path: Path) -> None:
        done = looked_at(TEXT, tmp_path, column={"Milestone": "kept_as_words"})
        assert milestones(done) == []
        assert ("Milestone", "Guide agreed") in actions(done)[0].kept

    def test_while_the_order_of_its_dates_is_open_none_is_a_day(self, tmp_path: Path) -> None:
        text = f"{HEAD}1,Improve,PMO,Guide,10/25/2025\n2,Plan,HR,Text done,01/11/2025\n"
        assert milestones(looked_at(text, tmp_path)) == []
        assert milestones(looked_at(text, tmp_path, date_order="mdy")) == [
            ("Guide", "2025-10-25", ["1"]),
            ("Text done", "2025-01-11", ["2"]),
        ]

    def test_who_stands_in_a_row_below_leads_the_milestone_and_not_the_action(self, tmp_path: Path) -> None:
        done = looked_at(TEXT.replace(",,,Training", ",,HR,Training"), tmp_path)
        found = [each for each in records(done) if each.kind == "milestone"]
        assert [each.values.get("lead", "") for each in found] == ["", "HR"]
        assert [each.values["lead"] for each in actions(done)] == ["PMO", "HR"]

    @pytest.mark.parametrize("when", ["Date", "Due"])
    def test_columns_below_a_heading_that_they_share_are_its_words_and_its_date(
        self, when: str, tmp_path: Path
    ) -> None:
        rows = [["Ref", "Action", "Milestone"], [None, None, "Description", when]]
        book, sheet = workbook([*rows, ["1", "Improve", "Guide", day(2025, 10, 1)], ["2", "Plan", "Text"]])
        sheet.merge_cells("C1:D1")
        done = looked_at((book, sheet), tmp_path)
        assert milestones(done) == [("Guide", "2025-10-01", ["1"])]
        assert "due" not in actions(done)[0].values

    def test_a_row_that_is_a_milestone_itself_has_its_words_and_day_where_actions_have_theirs(
        self, tmp_path: Path
    ) -> None:
        text = (
            "Type,Ref,Action,Milestone,Milestone date,Due\nAction,1,Improve,Guide,01/10/2025,\n"
            "Milestone,M1,Signed,,,01/11/2025\nAction,2,Plan,Text,01/12/2025,\n"
        )
        assert milestones(looked_at(text, tmp_path)) == [
            ("Guide", "2025-10-01", ["1"]),
            ("Signed", "2025-11-01", []),
            ("Text", "2025-12-01", ["2"]),
        ]
