"""A board brought up to date is the board that reading everything gives."""

import random
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from boardtui.domain.attention.mine import mine
from boardtui.domain.attention.topics import attention
from boardtui.domain.board.board import Board
from boardtui.domain.meetings.agenda import build_agenda
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action, Kpi, Meeting, Reading
from boardtui.store.board_file import BoardFile
from boardtui.store.history import edits_after

from .conftest import CHAIR, add_action, elsewhere, new_id

TODAY = date(2021, 3, 2)


def reading(kpi: str, period: str, value: str) -> Change:
    values = {"kpi": kpi, "series": "period", "period": period, "value": value}
    return Change(identity_for(KINDS["reading"], values, ""), "reading", values)


def used(board: Board) -> Board:
    """A board of which everything was asked already, so that all it works out is there to be kept."""
    board.find("")
    board.owned(Reading, "")
    board.linked(Action, next(iter(board.records["action"]), ""))
    assert board.conflicted is not None
    looked_at(board)
    return board


def looked_at(board: Board) -> tuple[object, ...]:
    """What a board should look at, what is due from somebody, and what a meeting should talk about."""
    return attention(board, TODAY), mine(board, CHAIR, TODAY), build_agenda(board, TODAY)


def assert_same(one: Board, other: Board) -> None:
    assert one == other
    for name in KINDS:
        assert one.of_kind(name) == other.of_kind(name)
        for record in other.of_kind(name):
            assert one.find(record.id) == record
    for owner in (record.id for name in KINDS for record in other.of_kind(name)):
        for kind in KINDS.values():
            assert one.owned(kind.record, owner) == other.owned(kind.record, owner)
        assert one.linked(Action, owner) == other.linked(Action, owner)
    assert one.conflicted == other.conflicted
    assert looked_at(one) == looked_at(other)


def test_edits_come_in_the_order_in_which_they_came_in_whoever_made_them(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1")
    for number in range(3):
        elsewhere(board_file, Change(action, "action", {"title": f"Audit {number}"}))
        board_file.write([Change(action, "action", {"lead": f"Head {number}"})], who=CHAIR)
    with board_file.reading() as reader:
        found = edits_after(reader, {})
    assert [edit.id for edit in found] == [entry.edit.id for entry in reversed(board_file.history())]


def test_what_went_since_a_meeting_is_told_in_the_order_in_which_it_was_made(board_file: BoardFile) -> None:
    actions = [add_action(board_file, f"1.{number}") for number in range(6)]
    meeting = new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who=CHAIR)
    board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _board: ("", ""))
    for each in reversed(actions):
        board_file.write([Change(each, "action", delete=True)], who=CHAIR)
    assert [each.id for each in board_file.read().since.gone] == actions


def test_only_what_is_entered_again_after_its_entry_was_undone_is_as_good_as_new(board_file: BoardFile) -> None:
    kpi = new_id()
    board_file.write([Change(kpi, "kpi", {"title": "Visits"})], who=CHAIR)
    figure = reading(kpi, "2021-02", "93%")

    def entered() -> tuple[bool | None, bool]:
        """Enter the figure, and tell what history makes of its coming back."""
        board_file.write([figure], who=CHAIR)
        newest = next(each for each in board_file.history(figure.record) if each.edit.group == "life")
        return newest.deleted, newest.anew

    board_file.write([figure], who=CHAIR)
    board_file.undo(who=CHAIR)
    assert entered() == (False, True)
    board_file.write([Change(figure.record, "reading", delete=True)], who=CHAIR)
    assert entered() == (False, False), "somebody deleted it, as a figure that had been there"
    board_file.undo(who=CHAIR)
    assert entered() == (False, False), "only that it came back was undone"
    board_file.undo(who=CHAIR)
    board_file.redo(who=CHAIR)
    assert not any(each.anew for each in board_file.history(figure.record)[:1])


def test_nothing_new_gives_the_same_board(board_file: BoardFile) -> None:
    board = board_file.read()
    assert board_file.refresh(board) is board


def test_one_new_reading_leaves_what_was_worked_out_of_other_kpis(board_file: BoardFile) -> None:
    first, second = new_id(), new_id()
    board_file.write([Change(each, "kpi", {"ref": "1"}) for each in (first, second)], who=CHAIR)
    board_file.write([reading(each, "2020-01", "5%") for each in (first, second)], who=CHAIR)
    before = used(board_file.read())
    board_file.write([reading(first, "2020-02", "6%")], who=CHAIR)
    after = board_file.refresh(before)
    assert [each.value for each in after.owned(Reading, first)] == ["5%", "6%"]
    assert after.owned(Reading, second) is before.owned(Reading, second)
    assert after.all(Kpi) is before.all(Kpi)
    assert_same(after, board_file.read())


def test_what_another_program_wrote_is_seen_too(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1")
    before = used(board_file.read())
    elsewhere(board_file, Change(action, "action", {"title": "Coaching"}))
    add_action(board_file, "1.2")
    after = board_file.refresh(before)
    assert [each.title for each in after.all(Action)] == ["Coaching", ""]
    assert_same(after, board_file.read())


def test_closing_a_meeting_changes_what_everything_is_compared_with(board_file: BoardFile) -> None:
    action, meeting = add_action(board_file, "1.1", due="2021-03-31"), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-19"})], who=CHAIR)
    board_file.write([Change(action, "action", {"rag": "red"})], who=CHAIR)
    before = used(board_file.read())
    board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _: ("", ""))
    after = board_file.refresh(before)
    assert after.since.meeting is not None
    assert after.since.meeting.id == meeting
    assert_same(after, board_file.read())


def test_going_on_to_the_next_item_of_a_meeting_leaves_all_else_as_it_was_worked_out(board_file: BoardFile) -> None:
    action, meeting, item = add_action(board_file, "1.1", lead=CHAIR), new_id(), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-03-02", "state": "running"})], who=CHAIR)
    board_file.write([Change(item, "agenda_item", {"meeting": meeting, "item": action})], who=CHAIR)
    before = used(board_file.read())
    board_file.write([Change(meeting, "meeting", {"current_item": item})], who=CHAIR)
    after = board_file.refresh(before)
    assert after.all(Meeting)[0].current_item == item
    assert after.all(Action) is before.all(Action)
    assert mine(after, CHAIR, TODAY).items[0] is mine(before, CHAIR, TODAY).items[0]
    assert_same(after, board_file.read())


def test_what_a_meeting_asked_waits_for_its_answer_once_the_meeting_is_closed(board_file: BoardFile) -> None:
    meeting, question = new_id(), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-03-02", "state": "running"})], who=CHAIR)
    board_file.write([Change(question, "challenge", {"text": "Why?", "meeting": meeting})], who=CHAIR)
    before = used(board_file.read())
    assert attention(before, TODAY).overview.unanswered == ()
    board_file.write([Change(meeting, "meeting", {"state": "closed"})], who=CHAIR)
    after = board_file.refresh(before)
    assert [each.record.id for each in attention(after, TODAY).overview.exceptions] == [question]
    assert_same(after, board_file.read())


def test_another_rule_of_the_board_is_seen_in_all_that_it_was_followed_in(board_file: BoardFile) -> None:
    add_action(board_file, "1.1", due="2021-03-20")
    before = used(board_file.read())
    assert len(attention(before, TODAY).overview.due) == 1
    board_file.write([Change(before.profile.id, "board", {"due_days": 7})], who=CHAIR)
    after = board_file.refresh(before)
    assert attention(after, TODAY).overview.due == ()
    assert_same(after, board_file.read())


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_the_result_is_that_of_reading_everything(board_file: BoardFile, seed: int) -> None:
    chance = random.Random(seed)
    board = board_file.read()
    kpis, actions, meeting = [new_id() for _ in range(3)], [new_id() for _ in range(3)], new_id()
    board_file.write([Change(each, "kpi", {"ref": str(n)}) for n, each in enumerate(kpis)], who=CHAIR)
    board_file.write(
        [Change(each, "action", {"ref": str(n), "lead": CHAIR}) for n, each in enumerate(actions)], who=CHAIR
    )
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-19"})], who=CHAIR)
    for step in range(40):
        used(board)
        kpi, action = chance.choice(kpis), chance.choice(actions)
        if step == 15:
            board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _: ("", ""))
        deed = chance.randrange(9)
        gone = board.find(action) is None
        if deed < 3:
            made = [reading(kpi, f"2020-{chance.randint(1, 9):02d}", f"{chance.randint(1, 99)}%") for _ in range(2)]
            board_file.write(made, who=CHAIR)
        elif deed == 3 and board.all(Reading):
            elsewhere(board_file, Change(chance.choice(board.all(Reading)).id, "reading", delete=True))
        elif deed == 4 and not gone:
            due = f"2021-0{chance.randint(1, 9)}-01"
            board_file.write([Change(action, "action", {"due": due, "links": chance.sample(kpis, 2)})], who=CHAIR)
        elif deed == 5:
            board_file.write([Change(action, "action", delete=not gone, restore=gone)], who=CHAIR)
        elif deed == 6:
            board_file.write([Change(board.profile.id, "board", {"title": str(step)})], who=CHAIR)
        elif deed == 8:
            board_file.write([Change(meeting, "meeting", {"current_item": chance.choice(actions)})], who=CHAIR)
        elif not gone:
            # Decided on an older board than the one that is there by now: a conflict, or the end of one.
            board_file.write([Change(action, "action", {"rag": chance.choice(["red", "green"])})], who=CHAIR)
            with BoardFile.open(board_file.path) as other:
                change = Change(action, "action", {"rag": "amber"}, resolve=chance.random() < 0.5)
                other.write([change], who="Lead", seen=board.edition)
        board = board_file.refresh(board)
        assert_same(board, board_file.read())


def test_what_records_are_linked_to_is_looked_up_once_and_then_only_brought_up_to_date(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    action, other = add_action(board_file, "1.1"), add_action(board_file, "1.2")
    board, looked_up = used(board_file.read()), list[str]()
    neighbours = Board.__dict__["_neighbours"].func
    counted = cached_property(lambda board: looked_up.append("all") or neighbours(board))  # type: ignore[func-returns-value]
    counted.__set_name__(Board, "_neighbours")
    monkeypatch.setattr(Board, "_neighbours", counted)
    for change in (
        Change(action, "action", {"rag": "red"}),
        Change(action, "action", {"links": [other]}),
        Change(other, "action", {"links": [action]}),
        Change(action, "action", {"links": []}),
        Change(other, "action", delete=True),
    ):
        board_file.write([change], who=CHAIR)
        board = used(board_file.refresh(board))
    assert looked_up == []
    assert_same(board, board_file.read())


def test_very_many_changes_are_simply_read(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boardtui.store.reading.MOST_TOUCHED", 2)
    before = board_file.read()
    for ref in ("1.1", "1.2", "1.3"):
        add_action(board_file, ref)
    assert_same(board_file.refresh(before), board_file.read())


def test_a_board_of_another_file_is_never_taken_for_an_older_state(board_file: BoardFile, tmp_path: Path) -> None:
    with BoardFile.create(tmp_path / "other.board", "Other") as other:
        for ref in ("1.1", "1.2"):
            add_action(other, ref)
        longer = other.read()
    assert board_file.refresh(longer).profile.title == "Improvement plan"
