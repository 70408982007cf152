"""A board may hold edits that no boardtui wrote: however tangled, what they say is shown and can be settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import LIFE, Change, Edit, EditId, Origins, canonical, record_state
from boardtui.domain.records.kinds import KINDS, Action
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import Conflict, changes, common_ancestor, open_conflicts
from boardtui.store.history import redatings
from tests.store.conftest import CHAIR, add_action, plant
from tests.store.forging import sealed

SESSION = "0123456789abcdef" * 2
MANY = 2_000


def identity(number: int) -> EditId:
    return EditId(SESSION, number)


def title(record: str, number: int, *, after: Iterable[int] = (), says: str = "", **more: Any) -> Edit:
    """An edit of the title of an action that names others as what it replaces."""
    return sealed(
        Edit(
            id=identity(number),
            lamport=100 + number,
            record=record,
            kind="action",
            group="title",
            value=canonical({"title": says or f"title {number}"}),
            who="Forger",
            at="2021-01-01T00:00:00Z",
            parents=tuple(map(identity, after)),
            **{"batch": str(identity(number)), **more},
        )
    )


def undo_of(number: int) -> str:
    return f"undo:{identity(number)}"


def settle(board_file: BoardFile, conflict: Conflict, side: int) -> None:
    """Take one side, as the command line and the screen do."""
    values = dict(conflict.sides[side].values)
    board_file.write([Change(conflict.record, conflict.kind, values, resolve=True)], who=CHAIR)


def sides_of(conflict: Conflict) -> set[str]:
    return {str(side.values["title"]) for side in conflict.sides}


@pytest.fixture
def action(board_file: BoardFile) -> str:
    return add_action(board_file, "1.1", title="Audit")


class TestIntents:
    @pytest.fixture
    def circle(self, action: str) -> list[Edit]:
        """Edits that claim to take back one another."""
        return [
            title(action, 1, intent=undo_of(2)),
            title(action, 2, after=[1], intent=undo_of(3)),
            title(action, 3, after=[2], intent=undo_of(2), batch=str(identity(2))),
        ]

    def test_edits_that_take_each_other_back_in_a_circle_can_be_settled(
        self, board_file: BoardFile, action: str, circle: list[Edit]
    ) -> None:
        plant(board_file, circle)
        (conflict,) = open_conflicts(board_file)
        assert sides_of(conflict) == {"Audit", "title 3"}
        settle(board_file, conflict, 1)
        assert open_conflicts(board_file) == []

    def test_what_stands_in_a_circle_is_not_undone_with_what_it_hangs_on(
        self, board_file: BoardFile, action: str, circle: list[Edit]
    ) -> None:
        plant(board_file, circle)
        with BoardFile.open(board_file.path) as again, pytest.raises(BoardError, match="Forger has changed the same"):
            again.undo(who=CHAIR)

    def test_each_edit_of_a_circle_says_what_it_says_whichever_is_asked_first(self) -> None:
        circle = [title("r", 1, intent=undo_of(4)), title("r", 2, intent=undo_of(3))]
        ordinary = [title("r", 3, after=[1]), title("r", 4, after=[2])]
        leading_in = title("r", 5, after=[4], intent=undo_of(4))
        every = [*circle, *ordinary, leading_in]
        for some in (every, every[::-1]):
            origins = Origins(every)
            assert [origins.of(each) for each in some] == some

    def test_a_long_way_back_through_undo_ends_where_it_began(self, board_file: BoardFile, action: str) -> None:
        first = title(action, 1)
        way = [
            first,
            *(title(action, n, after=[n - 1], says="title 1", intent=undo_of(n - 1)) for n in range(2, 5_001)),
        ]
        # Each is a step of its own: what is taken back is what came before the one that it takes back.
        assert Origins(way).of(way[1]) is None
        plant(board_file, way)
        (conflict,) = open_conflicts(board_file)
        assert sides_of(conflict) == {"Audit", "title 1"}

    def test_a_deletion_in_a_circle_is_shown_as_a_deletion(
        self, board_file: BoardFile, action: str, circle: list[Edit]
    ) -> None:
        plant(board_file, [sealed(replace(edit, group=LIFE, value="false")) for edit in circle])
        (conflict,) = open_conflicts(board_file)
        assert [side.deletes for side in conflict.sides][:2] == [True, False]
        board_file.write([Change(action, "action", restore=True)], who=CHAIR)
        assert open_conflicts(board_file) == []


class Counted(dict[EditId, Edit]):
    """Edits by id that count how often one is looked up."""

    looked_up = 0

    def __contains__(self, key: object) -> bool:
        self.looked_up += 1
        return super().__contains__(key)


class CountedParents(tuple[EditId, ...]):
    """What an edit replaces, which counts how often it is gone through."""

    read = 0

    def __iter__(self) -> Iterator[EditId]:
        CountedParents.read += 1
        return super().__iter__()


class TestWork:
    """It grows with the number of edits, not with its square: a copy may hold many thousand."""

    @pytest.mark.parametrize("all_at_the_end", [True, False])
    def test_what_many_sides_started_from_is_found_in_one_walk(self, all_at_the_end: bool) -> None:
        chain = [title("r", n, after=[n - 1] if n > 1 else []) for n in range(1, MANY + 1)]
        heads = [title("r", MANY + n, after=[MANY if all_at_the_end else n]) for n in range(1, MANY + 1)]
        edits = Counted({edit.id: edit for edit in (*chain, *heads)})
        assert common_ancestor(heads, edits) is (chain[-1] if all_at_the_end else chain[0])
        assert edits.looked_up < 4 * MANY

    def test_what_a_deletion_had_seen_is_gone_through_once(self) -> None:
        edits = [title("r", n) for n in range(1, MANY + 1)]
        seen = CountedParents(edit.id for edit in edits[: MANY // 2])
        last = title("r", MANY + 1)
        deletion = replace(last, group=LIFE, value="false", parents=seen)
        after = record_state([*edits, deletion])
        before = record_state(edits[:1])
        CountedParents.read = 0
        (life, *_) = changes(before, after)
        assert (life.group, len(life.others)) == (LIFE, MANY // 2)
        assert CountedParents.read == 1

    def test_many_undos_of_one_thing_look_at_it_once(self) -> None:
        first = replace(title("r", 1), parents=CountedParents())
        undos = [title("r", n, intent=undo_of(1)) for n in range(2, MANY)]
        origins = Origins([first, *undos])
        CountedParents.read = 0
        assert {origins.of(each) for each in undos} == {None}
        assert CountedParents.read == 1

    def test_a_side_that_thousands_took_back_and_up_again_is_found(self, board_file: BoardFile, action: str) -> None:
        other = [title(action, 1, says="Other"), title(action, 2, says="Third")]
        decided = title(action, 3, after=[1, 2], says="Decided")
        again = [title(action, n, after=[3], says="Other", intent=undo_of(3)) for n in range(4, MANY)]
        plant(board_file, [*other, decided, *again])
        (conflict,) = open_conflicts(board_file)
        assert sides_of(conflict) == {"Audit", "Other"}
        said = next(side.edit for side in conflict.sides if side.values["title"] == "Other")
        assert said.id == identity(1)


def old_ancestors(edit: Edit, edits: dict[EditId, Edit]) -> set[EditId]:
    """Everything that an edit comes from, one after another: slow, and plainly right."""
    found: set[EditId] = set()
    waiting = list(edit.parents)
    while waiting:
        parent = waiting.pop()
        if parent in edits and parent not in found:
            found.add(parent)
            waiting += edits[parent].parents
    return found


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Edit], list[Edit]]:
    """A field group's edits and some of them. Mostly as people make them; at times in an order that cannot be."""
    count = draw(st.integers(1, 12))
    forged = draw(st.booleans())
    edits = []
    for number in range(1, count + 1):
        earlier = st.integers(1, count + 2) if forged else st.integers(max(1, number - 4), max(1, number - 1))
        after = draw(st.sets(earlier, max_size=3)) - {number}
        lamport = draw(st.integers(1, 5)) if forged else number
        meeting = draw(st.sampled_from(("", "", "m")))
        edits.append(replace(title("r", number, after=sorted(after)), lamport=lamport, meeting=meeting))
    some = draw(st.lists(st.sampled_from(edits), min_size=1, max_size=4))
    return edits, some


@settings(deadline=None, max_examples=400)
@given(histories())
def test_what_all_sides_started_from_is_what_it_always_was(history: tuple[list[Edit], list[Edit]]) -> None:
    edits, heads = history
    by_id = {edit.id: edit for edit in edits}
    shared = set.intersection(*(old_ancestors(head, by_id) for head in heads))
    latest = shared - {older for each in shared for older in by_id[each].parents}
    expected = max((by_id[each] for each in latest), key=lambda e: (bool(e.meeting), e.lamport, e.id), default=None)
    assert common_ancestor(heads, by_id) == expected


def test_due_dates_that_were_set_and_taken_back_many_times_count_once_each(board_file: BoardFile, action: str) -> None:
    dated = []
    for number in range(1, 101):
        value = canonical({"due": f"2021-{1 + number % 12:02}-01", "due_reason": ""})
        dated.append(sealed(replace(title(action, number, after=[number - 1]), group="dates", value=value)))
    undone = [
        sealed(replace(title(action, 100 + n, after=[100], intent=undo_of(n)), group="dates", value=dated[0].value))
        for n in range(2, 100)
    ]
    plant(board_file, [*dated, *undone])
    with board_file.reading() as reader:
        (left,) = redatings(reader)[action]
    assert (left.before, left.now) == ("2021-04-01", "2021-05-01")


class TestGroupsInPart:
    """An edit need not say every field of its group: those that came since have their defaults."""

    @pytest.mark.parametrize("said", [{}, {"rag": "red"}, {"rationale": "no auditor"}])
    def test_a_side_that_says_a_part_or_nothing_can_be_taken(
        self, board_file: BoardFile, action: str, said: dict[str, str]
    ) -> None:
        board_file.write([Change(action, "action", {"rag": "amber", "rationale": "late"})], who=CHAIR)
        plant(board_file, [sealed(replace(title(action, 1), group="status", value=canonical(said)))])
        (conflict,) = open_conflicts(board_file)
        default = {name: KINDS["action"].attributes[name].default for name in KINDS["action"].groups["status"]}
        (taken,) = (number for number, side in enumerate(conflict.sides) if side.edit.who == "Forger")
        assert dict(conflict.sides[taken].values) == {**default, **said}
        settle(board_file, conflict, taken)
        assert open_conflicts(board_file) == []
        (now,) = board_file.read().all(Action)
        assert (now.rag, now.rationale) == (said.get("rag", default["rag"]), said.get("rationale", ""))

    def test_the_other_side_can_be_taken_as_well(self, board_file: BoardFile, action: str) -> None:
        board_file.write([Change(action, "action", {"rag": "amber"})], who=CHAIR)
        plant(board_file, [sealed(replace(title(action, 1), group="status", value="{}"))])
        (conflict,) = open_conflicts(board_file)
        (taken,) = (number for number, side in enumerate(conflict.sides) if side.edit.who == CHAIR)
        settle(board_file, conflict, taken)
        assert open_conflicts(board_file) == []
        assert board_file.read().all(Action)[0].rag == "amber"
