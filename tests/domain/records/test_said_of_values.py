"""Which words go with the value they were said of, and which values came from a file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boardtui.domain.board.words import LONGEST_NAME, shortened
from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.explained import without_old_words
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.origin import imported_from, made_from, remembered, says_brought


class TestOldWords:
    def kept(self, kind: str, group: str, before: dict[str, Any], after: dict[str, Any], *given: str) -> dict[str, Any]:
        """What is other than the default of a group, once it was changed."""
        defaults = {name: KINDS[kind].attributes[name].default for name in KINDS[kind].groups[group]}
        new = {**defaults, **before, **after}
        found = without_old_words(KINDS[kind], {**defaults, **before}, new, {name: new[name] for name in given})
        return {name: str(value) for name, value in found.items() if value != defaults[name]}

    @pytest.mark.parametrize(
        ("kind", "group", "before", "after", "given", "kept"),
        [
            ("action", "dates", {"due": "1", "due_reason": "ill"}, {"due": "2"}, ("due",), {"due": "2"}),
            (
                "action",
                "dates",
                {"due": "1", "due_reason": "ill"},
                {"due": "1"},
                ("due",),
                {"due": "1", "due_reason": "ill"},
            ),
            (
                "action",
                "dates",
                {"due": "1", "due_reason": "ill"},
                {"due": "2"},
                ("due", "due_reason"),
                {"due": "2", "due_reason": "ill"},
            ),
            # Words that say nothing of an empty value waited for this one.
            (
                "challenge",
                "answer",
                {"answered_by": "Head"},
                {"answer": "So"},
                ("answer",),
                {"answer": "So", "answered_by": "Head"},
            ),
            (
                "challenge",
                "answer",
                {"answer": "No", "answered_by": "Head"},
                {"answer": "So"},
                ("answer",),
                {"answer": "So"},
            ),
            (
                "action",
                "progress",
                {"progress": "in progress", "completed": "May"},
                {"progress": "complete"},
                ("progress",),
                {"progress": "complete", "completed": "May"},
            ),
            (
                "action",
                "progress",
                {"progress": "complete", "completed": "May"},
                {"progress": "in progress"},
                ("progress",),
                {"progress": "in progress"},
            ),
        ],
    )
    def test_they_go_with_the_value_unless_they_are_said_anew_or_waited_for_another(
        self,
        kind: str,
        group: str,
        before: dict[str, str],
        after: dict[str, str],
        given: tuple[str, ...],
        kept: dict[str, str],
    ) -> None:
        assert self.kept(kind, group, before, after, *given) == kept


class TestBrought:
    @pytest.mark.parametrize(
        ("why", "first", "brought"),
        [
            (imported_from("plan.xlsx", "Actions", "row 9"), False, True),
            (imported_from("plan.csv", "", "line 12"), False, True),
            (imported_from("a, b.xlsx", "C, D", "column AB"), False, True),
            ("imported from plan.xlsx", False, False),
            ("imported from plan.xlsx, row 9 by hand", False, False),
            ("imported from plan.xlsx, row", False, False),
            (made_from("plan.toml", ""), True, True),
            (made_from("plan.toml", "Office"), True, True),
            (made_from("plan.toml", ""), False, False),
            ("", True, False),
        ],
    )
    def test_a_value_came_from_a_file_where_the_reason_of_its_edit_says_so(
        self, why: str, first: bool, brought: bool
    ) -> None:
        assert says_brought(why, first=first) is brought

    def test_the_reason_names_file_sheet_and_place_and_long_names_are_cut(self) -> None:
        assert imported_from(" my \n plan.xlsx", " The  actions ", "row 9") == (
            "imported from my plan.xlsx, sheet The actions, row 9"
        )
        assert imported_from("p.csv", " ", "line 9") == "imported from p.csv, line 9"
        assert made_from("plan.toml", "Office") == "made from plan.toml by Office"
        cut = imported_from("x" * 201, "y" * 101, "row 9")
        assert (cut.count("x"), cut.count("y")) == (200, 100)

    def edit(self, number: int, why: str = "", **more: Any) -> Edit:
        values = json.dumps(more.pop("values", {"title": f"T{number}"}))
        said = {"record": "a", "kind": "action", "group": "title", "value": values, "batch": f"s:{number}", **more}
        return Edit(id=EditId("s", number), lamport=number, why=why, **said)

    @pytest.mark.parametrize(
        ("value", "imported_at", "more", "changed"),
        [
            ("T2", 9, [], False),  # as the last import said
            ("other", 9, [], True),
            ("T1", 9, [], True),
            ("T1", 9, ["undo:s:2"], False),  # that import was taken back
            ("T2", 9, ["undo:s:2", "redo:s:2"], False),
        ],
    )
    def test_a_field_was_changed_where_it_is_not_what_the_last_import_said_that_stands(
        self, value: str, imported_at: int, more: list[str], changed: bool
    ) -> None:
        why = imported_from("p.csv", "", "line 9")
        edits = [self.edit(2, why), self.edit(1, why)]
        edits += [self.edit(3 + place, intent=each) for place, each in enumerate(more)]
        memory = remembered(edits)
        assert memory.changed_since("a", "action", "title", value, imported_at=imported_at) is changed
        assert memory.made_by == {"a": "s:1"}
        assert memory.last == {"a": 1 if more == ["undo:s:2"] else 2}

    @pytest.mark.parametrize(("imported_at", "changed"), [(0, False), (2, True), (3, False), (4, False)])
    def test_what_no_import_spoke_of_was_changed_after_the_import_it_is_compared_with(
        self, imported_at: int, changed: bool
    ) -> None:
        memory = remembered([self.edit(3)])
        assert memory.changed_since("a", "action", "title", "T3", imported_at=imported_at) is changed
        assert not memory.changed_since("b", "action", "title", "T3", imported_at=imported_at)


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("a" * LONGEST_NAME, LONGEST_NAME, "a" * LONGEST_NAME),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two, three", 12, "one two…"),
        ("one twothreefour", 10, "one twoth…"),  # half of it is too little to be left
        ("onetwo three", 10, "onetwo…"),
        ("onetw three", 10, "onetw thr…"),
        ("a\n b", 9, "a b"),
    ],
)
def test_what_is_too_long_ends_with_a_word_unless_that_leaves_less_than_half(
    text: str, longest: int, shown: str
) -> None:
    assert shortened(text, longest) == shown
