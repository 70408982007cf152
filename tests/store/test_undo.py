"""Undo and redo: across restarts, in any sequence, and never against somebody else's later edit."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardtui.domain.errors import BoardError
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action, AgendaItem, Meeting, Reading
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from tests.store.conftest import CHAIR, add_action, new_id, rebuild


def state(board_file: BoardFile) -> dict[str, tuple[str, str, str]]:
    return {a.id: (a.ref, a.rag.value, a.rationale) for a in board_file.read().all(Action)}


def test_undo_works_after_a_restart(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
    with BoardFile.open(board_file.path) as reopened:
        reopened.undo(who=CHAIR)
        assert state(reopened)[identity][1] == "green"
        reopened.redo(who=CHAIR)
        assert state(reopened)[identity][1] == "red"


def test_a_rating_and_its_reason_are_undone_together(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    receipt = board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
    board_file.write([Change(identity, "action", {"rationale": "staff left"})], who=CHAIR, continues=receipt.batch)
    board_file.undo(who=CHAIR)
    assert state(board_file)[identity] == ("1.1", "green", "")


def test_what_was_undone_is_not_gone_on_with_and_all_that_came_after_can_be_taken_back(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    batch = board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR).batch
    board_file.undo(who=CHAIR)
    board_file.write([Change(identity, "action", {"commentary": "staff left"})], who=CHAIR, continues=batch)
    board_file.undo(who=CHAIR)
    action = board_file.read().get(Action, identity)
    assert action is not None and (action.rag.value, action.commentary) == ("green", "")
    board_file.redo(who=CHAIR)
    action = board_file.read().get(Action, identity)
    assert action is not None and (action.rag.value, action.commentary) == ("green", "staff left")


def test_what_was_done_again_after_an_undo_is_not_gone_on_with_either(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    batch = board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR).batch
    board_file.undo(who=CHAIR)
    board_file.redo(who=CHAIR)
    board_file.write([Change(identity, "action", {"rationale": "staff left"})], who=CHAIR, continues=batch)
    seen = [state(board_file)[identity]]
    for _ in range(2):
        board_file.undo(who=CHAIR)
        seen.append(state(board_file)[identity])
    assert seen == [("1.1", "red", "staff left"), ("1.1", "red", ""), ("1.1", "green", "")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["write", "write", "continue", "other", "undo", "undo", "redo"]), max_size=24))
def test_undo_and_redo_take_the_steps_of_one_person_in_turn_whatever_came_between(steps: list[str]) -> None:
    with TemporaryDirectory() as folder, BoardFile.create(Path(folder, "plan.board"), who="plan") as made:
        mine, theirs = add_action(made, "1.1"), new_id()
        made.write([Change(theirs, "action", {"ref": "1.2"})], who="plan")
        done: list[tuple[str, tuple[str, str], tuple[str, str]]] = []  # the batch, and both titles before and after it
        undone: list[tuple[str, tuple[str, str], tuple[str, str]]] = []
        taken_back: set[str] = set()
        now = ("", "")
        for number, step in enumerate(steps):
            word = f"{number}"
            if step == "write":
                batch = made.write([Change(mine, "action", {"title": word})], who=CHAIR).batch
                after = (word, now[1])
                done, undone = [*done, (batch, now, after)], []
                now = after
            elif step == "continue" and (done or undone):
                # Whoever asks goes on with what was done last, even where that was taken back in the meantime.
                last = max([*done, *undone], key=lambda each: int(each[0].rpartition(":")[2]))[0]
                batch = made.write([Change(theirs, "action", {"title": word})], who=CHAIR, continues=last).batch
                after = (now[0], word)
                if last in taken_back:
                    done.append((batch, now, after))
                else:
                    done[-1] = (last, done[-1][1], after)
                undone, now = [], after
            elif step == "other":
                made.write([Change(theirs, "action", {"commentary": word})], who="somebody else")
            elif step == "undo" and done:
                made.undo(who=CHAIR)
                undone.append(done.pop())
                taken_back.add(undone[-1][0])
                now = undone[-1][1]
            elif step == "redo" and undone:
                made.redo(who=CHAIR)
                done.append(undone.pop())
                now = done[-1][2]
            shown = [made.read().get(Action, each) for each in (mine, theirs)]
            assert tuple(each.title for each in shown if each is not None) == now


def test_undoing_an_addition_removes_the_record_and_redo_brings_it_back_whole(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    board_file.undo(who=CHAIR)
    assert state(board_file) == {}
    board_file.redo(who=CHAIR)
    assert state(board_file)[identity] == ("1.1", "green", "")


def test_one_undo_brings_back_everything_that_was_deleted_together(board_file: BoardFile) -> None:
    first, second = add_action(board_file, "1.1"), add_action(board_file, "1.2")
    board_file.write([Change(each, "action", delete=True) for each in (first, second)], who=CHAIR)
    assert state(board_file) == {}
    board_file.undo(who=CHAIR)
    assert set(state(board_file)) == {first, second}


def test_undo_is_refused_with_an_explanation_when_somebody_has_moved_on(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1")
    board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
    board_file.write([Change(identity, "action", {"rag": "blue"})], who="Lead")
    before = board_file.read()
    with pytest.raises(BoardError, match="Lead has changed the same action since"):
        board_file.undo(who=CHAIR)
    assert board_file.read() == before


def test_nobody_undoes_what_others_did(board_file: BoardFile) -> None:
    add_action(board_file, "1.1")
    with pytest.raises(BoardError, match="nothing of yours to undo"):
        board_file.undo(who="Lead")


def test_making_the_board_cannot_be_undone(tmp_path: Path) -> None:
    with BoardFile.create(tmp_path / "x.board", "Plan", who=CHAIR) as made:
        with pytest.raises(BoardError, match="nothing of yours"):
            made.undo(who=CHAIR)
        assert made.read().profile.title == "Plan"


def test_a_new_edit_after_an_undo_leaves_nothing_to_redo(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
    board_file.undo(who=CHAIR)
    board_file.write([Change(identity, "action", {"rag": "blue"})], who=CHAIR)
    with pytest.raises(BoardError, match="nothing to do again"):
        board_file.redo(who=CHAIR)


@pytest.mark.parametrize("reopened", [False, True], ids=["in one opening", "opened anew before each step"])
def test_two_undos_and_two_redos_bring_back_exactly_each_step(board_file: BoardFile, *, reopened: bool) -> None:
    first, second = add_action(board_file, "1.1", rag="green"), add_action(board_file, "1.2")

    def step(name: str) -> None:
        if reopened:
            with BoardFile.open(board_file.path) as again:
                getattr(again, name)(who=CHAIR)
        else:
            getattr(board_file, name)(who=CHAIR)

    nothing = {first: ("1.1", "green", ""), second: ("1.2", "not rated", "")}
    one = {**nothing, first: ("1.1", "red", "staff left")}
    both = {**one, second: ("1.2", "amber", "")}
    assert state(board_file) == nothing
    board_file.write([Change(first, "action", {"rag": "red", "rationale": "staff left"})], who=CHAIR)
    assert state(board_file) == one
    board_file.write([Change(second, "action", {"rag": "amber"})], who=CHAIR)
    assert state(board_file) == both

    for _ in range(2):
        for name, expected in (("undo", one), ("undo", nothing), ("redo", one), ("redo", both)):
            step(name)
            assert state(board_file) == expected
    with pytest.raises(BoardError, match="nothing to do again"):
        step("redo")
    assert state(board_file) == both


def test_two_redos_of_one_field_bring_back_its_values_one_after_the_other(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    for rag in ("amber", "red"):
        board_file.write([Change(identity, "action", {"rag": rag})], who=CHAIR)
    walked = []
    for name in ("undo", "undo", "redo", "redo", "undo", "redo"):
        getattr(board_file, name)(who=CHAIR)
        walked.append(state(board_file)[identity][1])
    assert walked == ["amber", "green", "amber", "red", "amber", "red"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 2), st.just("")),
        st.tuples(st.just("rate"), st.integers(0, 2), st.sampled_from(["red", "amber", "green", "none"])),
        st.tuples(st.just("say"), st.integers(0, 2), st.sampled_from(["a", "b"])),
        st.tuples(st.just("delete"), st.integers(0, 2), st.just("")),
        st.tuples(st.just("undo"), st.just(0), st.just("")),
        st.tuples(st.just("redo"), st.just(0), st.just("")),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_undo_and_redo_walk_through_the_states_the_person_saw(steps: list[tuple[str, int, str]]) -> None:
    """Against a plain list of states: an editor's undo stack."""
    with TemporaryDirectory() as folder, BoardFile.create(Path(folder) / "x.board", who="plan") as board_file:
        ids = [new_id() for _ in range(3)]
        past: list[dict[str, tuple[str, str, str]]] = []
        future: list[dict[str, tuple[str, str, str]]] = []
        for verb, which, word in steps:
            now = state(board_file)
            identity = ids[which]
            if verb in ("undo", "redo"):
                source, target = (past, future) if verb == "undo" else (future, past)
                if not source:
                    with pytest.raises(BoardError):
                        getattr(board_file, verb)(who=CHAIR)
                    continue
                getattr(board_file, verb)(who=CHAIR)
                target.append(now)
                assert state(board_file) == source.pop()
                continue
            known = bool(board_file.history(identity))
            if (verb == "add") == known or (known and identity not in now):
                continue
            values = {"add": {"ref": "1.1"}, "rate": {"rag": word}, "say": {"rationale": word}, "delete": {}}[verb]
            receipt = board_file.write([Change(identity, "action", values, delete=verb == "delete")], who=CHAIR)
            if receipt.edits:
                past.append(now)
                future = []


def test_undo_after_going_on_in_a_meeting_takes_back_the_rating_not_the_step(board_file: BoardFile) -> None:
    identity, meeting, item = add_action(board_file, "1.1", rag="green"), new_id(), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Office")
    board_file.write([Change(item, "agenda_item", {"meeting": meeting, "item": identity})], who="Office")
    board_file.write([Change(meeting, "meeting", {"state": "running"})], who=CHAIR)
    board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
    step = [
        Change(item, "agenda_item", {"state": "discussed"}),
        Change(meeting, "meeting", {"current_item": item}),
    ]
    board_file.write(step, who=CHAIR)
    board_file.undo(who=CHAIR)
    assert state(board_file)[identity][1] == "green"
    board_file.redo(who=CHAIR)
    assert state(board_file)[identity][1] == "red"
    # What was said in a meeting is taken out of it, from wherever, as long as it runs.
    board_file.write([Change(identity, "action", {"rag": "amber"})], who=CHAIR, meeting=meeting)
    other = new_id()
    for said_in, told in (("", meeting), (other, other)):
        assert {edit.meeting for edit in board_file.undo(who=CHAIR, meeting=said_in).edits} == {told}
        board_file.redo(who=CHAIR)
    board_file.write([Change(meeting, "meeting", {"state": "planned"})], who=CHAIR)
    board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR, meeting=meeting)
    assert {edit.meeting for edit in board_file.undo(who=CHAIR).edits} == {""}


def test_parking_an_item_can_be_taken_back(board_file: BoardFile) -> None:
    meeting, item = new_id(), new_id()
    board_file.write([Change(item, "agenda_item", {"meeting": meeting, "title": "Any other business"})], who="Office")
    board_file.write([Change(item, "agenda_item", {"state": "parked"})], who=CHAIR)
    board_file.undo(who=CHAIR)
    parked = board_file.read().get(AgendaItem, item)
    assert parked is not None and parked.state is AgendaState.TO_DO


def test_redo_after_a_parking_was_taken_back_parks_it_again_and_does_nothing_older(board_file: BoardFile) -> None:
    identity, item = add_action(board_file, "1.1", rag="green"), new_id()
    board_file.write([Change(item, "agenda_item", {"meeting": new_id(), "title": "Other matters"})], who="Office")
    board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
    board_file.write([Change(item, "agenda_item", {"state": "parked"})], who=CHAIR)

    def seen() -> tuple[str, str]:
        found = board_file.read().get(AgendaItem, item)
        assert found is not None
        return found.state.value, state(board_file)[identity][1]

    board_file.undo(who=CHAIR)
    assert seen() == ("to do", "red")
    board_file.undo(who=CHAIR)
    assert seen() == ("to do", "green"), "the second undo takes back what was done before it was parked"
    board_file.redo(who=CHAIR)
    assert seen() == ("to do", "red")
    board_file.redo(who=CHAIR)
    assert seen() == ("parked", "red")


def test_undo_never_reopens_a_closed_meeting(board_file: BoardFile) -> None:
    meeting = new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-19"})], who="Office")
    board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _board: ("snapshot", "minutes"))
    with pytest.raises(BoardError, match="nothing of yours to undo"):
        board_file.undo(who=CHAIR)
    closed = board_file.read().get(Meeting, meeting)
    assert closed is not None and closed.state is MeetingState.CLOSED


class TestTakingBackADecision:
    """What copies disagreed about is to be decided again, by the same words of the same people."""

    @pytest.fixture
    def identity(self, board_file: BoardFile) -> str:
        """An action that the chair rates red and a lead, in a copy, green."""
        identity = add_action(board_file, "1.1", rag="amber", rationale="slow")
        copy = send_copy(board_file, board_file.path.with_name("copy.board"))
        board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR, why="no coaches")
        with BoardFile.open(copy) as lead:
            lead.write([Change(identity, "action", {"rag": "green"})], who="Lead", why="seen it")
        merge(board_file, [copy])
        return identity

    @staticmethod
    def sides(board_file: BoardFile) -> list[tuple[str, str, str, str]]:
        (conflict,) = open_conflicts(board_file)
        assert conflict.base is not None
        return [(s.edit.who, s.edit.why, s.values["rag"], conflict.base["rag"]) for s in conflict.sides]

    def test_a_rating_given_while_it_is_open_can_be_taken_back_and_it_stays_open(
        self, board_file: BoardFile, identity: str
    ) -> None:
        before, shown = self.sides(board_file), state(board_file)
        board_file.write([Change(identity, "action", {"rag": "blue"})], who=CHAIR, why="signed off")
        meanwhile = self.sides(board_file)
        assert [rag for _, _, rag, _ in meanwhile] == ["blue", before[1][2]]
        for _ in range(2):
            board_file.undo(who=CHAIR)
            assert (self.sides(board_file), state(board_file)) == (before, shown)
            board_file.redo(who=CHAIR)
            assert {rag for _, _, rag, _ in self.sides(board_file)} == {"blue", before[1][2]}
            assert state(board_file)[identity][1] == "blue"

    def test_what_came_in_since_and_disagrees_is_not_passed_over(self, board_file: BoardFile, identity: str) -> None:
        copy = send_copy(board_file, board_file.path.with_name("later.board"))
        with BoardFile.open(copy) as lead:
            lead.write([Change(identity, "action", {"rag": "none"})], who="Lead")
        board_file.write([Change(identity, "action", {"rag": "blue"})], who=CHAIR)
        merge(board_file, [copy])
        with pytest.raises(BoardError, match="Lead has changed the same action since"):
            board_file.undo(who=CHAIR)

    @pytest.mark.parametrize("word", ["red", "green", "blue"])
    def test_it_is_open_again_as_it_was(self, board_file: BoardFile, identity: str, word: str) -> None:
        before, shown = self.sides(board_file), state(board_file)
        board_file.write([Change(identity, "action", {"rag": word}, resolve=True)], who=CHAIR)
        assert open_conflicts(board_file) == []
        board_file.undo(who=CHAIR)
        assert self.sides(board_file) == before
        assert {(who, rag) for who, _, rag, _ in before} == {(CHAIR, "red"), ("Lead", "green")}
        assert state(board_file) == shown

    def test_it_can_be_decided_and_taken_back_again_and_again(self, board_file: BoardFile, identity: str) -> None:
        before, shown = self.sides(board_file), state(board_file)
        board_file.write([Change(identity, "action", {"rag": "blue"}, resolve=True)], who=CHAIR)
        for _ in range(3):
            board_file.undo(who=CHAIR)
            assert (self.sides(board_file), state(board_file)) == (before, shown)
            board_file.redo(who=CHAIR)
            assert (open_conflicts(board_file), state(board_file)[identity][1]) == ([], "blue")
        board_file.undo(who=CHAIR)
        board_file.write([Change(identity, "action", {"rag": "green"}, resolve=True)], who=CHAIR)
        assert open_conflicts(board_file) == []

    def test_of_three_sides_two_of_which_agree_the_same_is_shown_again(self, board_file: BoardFile) -> None:
        identity = add_action(board_file, "1.1", rag="amber")
        copies = [send_copy(board_file, board_file.path.with_name(f"{name}.board")) for name in ("lead", "other")]
        for path, word, busy in zip([board_file.path, *copies], ["red", "green", "red"], range(3), strict=True):
            # Who has done more before says it later, by the order of edits.
            with BoardFile.open(path) as opened:
                for number in range(busy):
                    opened.write([Change(identity, "action", {"commentary": f"{number}"})], who=path.stem)
                opened.write([Change(identity, "action", {"rag": word})], who=path.stem)
        merge(board_file, copies)
        shown = state(board_file)
        assert shown[identity][1] == "red"
        board_file.write([Change(identity, "action", {"rag": "blue"}, resolve=True)], who=CHAIR)
        board_file.undo(who=CHAIR)
        assert state(board_file) == shown
        (rating,) = [each for each in open_conflicts(board_file) if each.group == "status"]
        assert [(side.edit.who, side.values["rag"]) for side in rating.sides] == [("other", "red"), ("lead", "green")]

    def test_it_is_open_again_in_the_copies_too(self, board_file: BoardFile, identity: str) -> None:
        board_file.write([Change(identity, "action", {"rag": "blue"}, resolve=True)], who=CHAIR)
        copy = send_copy(board_file, board_file.path.with_name("later.board"))
        board_file.undo(who=CHAIR)
        with BoardFile.open(copy) as lead:
            assert open_conflicts(lead) == []
            assert merge(lead, [board_file.path]).conflicts == 1
            assert self.sides(lead) == self.sides(board_file)
            assert lead.read().records == board_file.read().records
            rebuild(lead)
            assert lead.read().records == board_file.read().records

    def test_what_somebody_has_said_since_is_never_taken_apart(self, board_file: BoardFile, identity: str) -> None:
        board_file.write([Change(identity, "action", {"rag": "blue"}, resolve=True)], who=CHAIR)
        board_file.write([Change(identity, "action", {"rag": "red"})], who="Lead")
        with pytest.raises(BoardError, match="Lead has changed the same action since"):
            board_file.undo(who=CHAIR)

    @pytest.fixture
    def edited_or_deleted(self, board_file: BoardFile) -> str:
        """An action that a lead deleted in a copy while the chair rated it."""
        identity = add_action(board_file, "1.1", rag="amber", commentary="On the way")
        copy = send_copy(board_file, board_file.path.with_name("copy.board"))
        board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
        with BoardFile.open(copy) as lead:
            lead.write([Change(identity, "action", delete=True)], who="Lead", why="done elsewhere")
        merge(board_file, [copy])
        return identity

    @pytest.mark.parametrize("change", [{"restore": True}, {"delete": True}])
    def test_deleted_here_and_edited_there_is_open_again(
        self, board_file: BoardFile, edited_or_deleted: str, change: dict[str, Any]
    ) -> None:
        def open_now() -> list[tuple[str, str, bool]]:
            (conflict,) = open_conflicts(board_file)
            assert conflict.group == "life"
            return [(side.edit.who, side.edit.why, side.deletes) for side in conflict.sides]

        before, shown = open_now(), state(board_file)
        board_file.write([Change(edited_or_deleted, "action", **change)], who=CHAIR)
        decided = state(board_file)
        assert open_conflicts(board_file) == []
        for _ in range(2):
            board_file.undo(who=CHAIR)
            assert (open_now(), state(board_file)) == (before, shown)
            board_file.redo(who=CHAIR)
            assert (open_conflicts(board_file), state(board_file)) == ([], decided)

    def test_taking_back_that_a_record_was_brought_back_spares_what_others_wrote_into_it(
        self, board_file: BoardFile
    ) -> None:
        identity = add_action(board_file, "1.1", rag="amber")
        board_file.write([Change(identity, "action", delete=True)], who=CHAIR)
        board_file.write([Change(identity, "action", restore=True)], who=CHAIR)
        board_file.write([Change(identity, "action", {"commentary": "Begun"})], who="Lead")
        board_file.undo(who=CHAIR)
        assert set(state(board_file)) == {identity}
        assert [conflict.group for conflict in open_conflicts(board_file)] == ["life"]

    def test_what_was_written_and_undone_in_between_does_not_keep_a_deleted_record(self, board_file: BoardFile) -> None:
        identity = add_action(board_file, "1.1", rag="amber")
        board_file.write([Change(identity, "action", delete=True)], who=CHAIR)
        board_file.write([Change(identity, "action", restore=True)], who=CHAIR)
        board_file.write([Change(identity, "action", {"commentary": "Begun", "rag": "red"})], who=CHAIR)
        board_file.undo(who=CHAIR)
        board_file.undo(who=CHAIR)
        assert (state(board_file), open_conflicts(board_file)) == ({}, [])

    def test_a_reading_that_was_deleted_and_entered_anew_is_gone_again(self, board_file: BoardFile) -> None:
        kpi = new_id()
        board_file.write([Change(kpi, "kpi", {"ref": "2.1"})], who="Office")
        values = {"kpi": kpi, "period": "2018-09", "value": "97%"}
        reading = identity_for(KINDS["reading"], values, "")
        board_file.write([Change(reading, "reading", values)], who=CHAIR)
        board_file.write([Change(reading, "reading", delete=True)], who=CHAIR)
        board_file.write([Change(reading, "reading", {**values, "value": "98%"})], who=CHAIR)
        board_file.undo(who=CHAIR)
        assert (board_file.read().all(Reading), open_conflicts(board_file)) == ((), [])
        board_file.redo(who=CHAIR)
        assert [each.value for each in board_file.read().all(Reading)] == ["98%"]
