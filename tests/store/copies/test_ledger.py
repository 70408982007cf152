"""The ledger says what happened: whoever sent, edited, returned and passed on copies, and in whichever file."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardtui.domain.copies import CopyState, current
from boardtui.domain.errors import BoardError
from boardtui.domain.records.declare import FACTS
from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.store.copies import received_file
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.copies.noted import Sending, copies_out, sender_of, work_in
from boardtui.store.copies.send import send_copy
from boardtui.store.soundness import examine
from tests.store.conftest import CHAIR, add_action, new_id, rebuild
from tests.store.forging import forge_more

LEADS = ("", "Head of Service", "Principal Social Worker")
BACK_BY = date(2021, 3, 2)
NIGHTLY = bool(os.environ.get("BOARDTUI_NIGHTLY"))


@pytest.fixture(autouse=True)
def _without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_file, "PAUSE", 0.001)


# What happened, as somebody keeps it who watches all of them


@dataclass(frozen=True)
class Sent:
    number: int
    lead: str
    lamport: int


@dataclass(frozen=True)
class CameBack:
    number: int
    of: int
    brought: frozenset[tuple[int, int]]
    lamport: int


@dataclass(frozen=True)
class Edited:
    name: tuple[int, int]  # which opening of a file it was, and which edit in it
    lamport: int


@dataclass
class Held:
    """What a file holds, and which copy it is."""

    path: Path
    known: set[Sent | CameBack | Edited] = field(default_factory=set)
    own: Sent | None = None

    @property
    def lamport(self) -> int:
        return max((each.lamport for each in self.known), default=0)

    def standing_for(self) -> Sent | None:
        """The copy that this file stands for: the last that its lead was sent, as far as the file has heard."""
        if self.own is None or not self.own.lead:
            return self.own
        same = [each for each in self.known if isinstance(each, Sent) and each.lead == self.own.lead]
        return max(same, key=lambda each: each.lamport)


class Office:
    """Files, and what is done with them; beside them what happened."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)
        with BoardFile.create(folder / "plan.board", "Plan", who=CHAIR) as made:
            add_action(made, "1.1", title="Audit")
            (action,) = made.read().of_kind("action")
            self._action = action.id
            (lamport,) = [each.edit.lamport for each in made.history(limit=1)]
        self.files = [Held(made.path, {Edited((0, 0), lamport)})]
        self._names: dict[str, int] = {}  # which of the copies is which, by the file it was sent as

    def of(self, number: int) -> Held:
        return self.files[number % len(self.files)]

    def send(self, held: Held, lead: str) -> None:
        lamport = held.lamport + 1
        if any(isinstance(e, Sent) and (e.lead, e.lamport) == (lead, lamport) for f in self.files for e in f.known):
            return  # two at the same moment, of which neither came first
        sent = Sent(next(self._numbers), lead, lamport)
        out = self._folder / f"{sent.number}.board"
        with BoardFile.open(held.path) as file:
            send_copy(file, out, lead=lead, sending=Sending(CHAIR, BACK_BY))
        held.known.add(sent)
        self._names[out.name] = sent.number
        self.files.append(Held(out, set(held.known), sent))

    def edit(self, held: Held, how_often: int) -> None:
        opening = next(self._numbers)
        with BoardFile.open(held.path) as file:
            for number in range(1, how_often + 1):
                file.write([Change(self._action, "action", {"commentary": f"{opening}.{number}"})], who=CHAIR)
                held.known.add(Edited((opening, number), held.lamport + 1))

    def pass_on(self, held: Held) -> None:
        """Copied by hand, as one does to have it on two machines: it is the same copy still."""
        path = self._folder / f"by hand {next(self._numbers)}.board"
        shutil.copyfile(held.path, path)
        self.files.append(Held(path, set(held.known), held.own))

    def bring_in(self, into: Held, came: Held) -> None:
        if into is came:
            return
        new, which = came.known - into.known, came.standing_for()
        with BoardFile.open(into.path) as file:
            merge(file, [came.path], who=CHAIR)
        into.known |= new
        returned = {each.of for each in into.known if isinstance(each, CameBack)}
        if which is not None and (new or which.number not in returned):
            brought = frozenset(each.name for each in new if isinstance(each, Edited))
            into.known.add(CameBack(next(self._numbers), which.number, brought, into.lamport + 1))

    def check(self, held: Held) -> None:
        """The ledger of a file against what happened, as far as the file has heard of it."""
        with BoardFile.open(held.path) as file:
            copies = copies_out(file)
            work = work_in(file, copies)
        told = {self._names[each.file]: each for each in copies}
        sent = {each.number: each for each in held.known if isinstance(each, Sent)}
        assert told.keys() == sent.keys()
        for number, copy in told.items():
            back = [each for each in held.known if isinstance(each, CameBack) and each.of == number]
            lead = sent[number].lead
            later = [e for e in sent.values() if lead and e.lead == lead and e.lamport > sent[number].lamport]
            assert (copy.lead, copy.sent_by, copy.back_by) == (lead, CHAIR, BACK_BY)
            assert len(copy.returns) == len(back)
            assert work[copy.id].edits == len({name for each in back for name in each.brought})
            late = CopyState.REPLACED if later else CopyState.LATE
            assert copy.standing(BACK_BY) is (CopyState.RETURNED if back else late)


ACTS = st.one_of(
    st.tuples(st.just("send"), st.integers(0, 9), st.sampled_from(LEADS)),
    st.tuples(st.just("edit"), st.integers(0, 9), st.integers(1, 3)),
    st.tuples(st.just("pass on"), st.integers(0, 9), st.none()),
    st.tuples(st.just("bring in"), st.integers(0, 9), st.integers(0, 9)),
)


@settings(
    max_examples=300 if NIGHTLY else 8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(ACTS, min_size=6, max_size=12))
def test_the_ledger_of_every_file_equals_what_happened_to_it(acts: list[tuple[str, int, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for act, first, what in acts:
            held = office.of(first)
            match act, what:
                case "send", str():
                    office.send(held, what)
                case "edit", int():
                    office.edit(held, what)
                case "bring in", int():
                    office.bring_in(held, office.of(what))
                case _:
                    office.pass_on(held)
        # At the end all of it comes home, and once more: nothing is new then.
        home = office.files[0]
        for _ in range(2):
            for each in office.files[1:]:
                office.bring_in(home, each)
        for each in office.files:
            office.check(each)
        assert examine(home.path)[0] == []


# One by one


@pytest.fixture
def led(board_file: BoardFile) -> BoardFile:
    """A board with an action of a lead's."""
    add_action(board_file, "1.1", title="Audit", lead=LEADS[1])
    return board_file


def sent(led: BoardFile, name: str, lead: str = LEADS[1]) -> Path:
    return send_copy(led, led.path.with_name(f"{name}.board"), lead=lead, sending=Sending(CHAIR, BACK_BY))


def say(copy: Path, text: str) -> None:
    with BoardFile.open(copy) as lead:
        (action,) = lead.read().of_kind("action")
        lead.write([Change(action.id, "action", {"commentary": text})], who="Lead")


def test_an_earlier_program_passes_over_the_notes_and_refuses_them_in_a_copy(
    led: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a version without the ledger: the board opens, is whole and is edited; a copy with news of them is refused."""
    other = led.path.with_name("other.board")
    shutil.copyfile(led.path, other)
    copy = sent(led, "lead")
    before = led.read()
    monkeypatch.delitem(FACTS, "copy")
    for path in (led.path, copy):
        with BoardFile.open(path) as old:
            old.verify()
            assert [each.id for each in old.read().of_kind("action")] == [e.id for e in before.of_kind("action")]
            add_action(old, "1.2")
            rebuild(old)
    with BoardFile.open(other) as old:
        (report,) = preview_merge(old, [copy]).copies
    assert "comes from a newer boardtui" in report.refused


def test_what_was_sent_is_no_edit_of_the_plan_that_history_tells_or_undo_takes_back(led: BoardFile) -> None:
    history, shown = led.history(), led.read()
    copy = sent(led, "lead")
    assert led.history() == history
    assert led.refresh(shown).records == shown.records
    with BoardFile.open(copy) as lead, pytest.raises(BoardError, match="nothing of yours to undo"):
        lead.undo(who=CHAIR + " of the copy")
    led.undo(who=CHAIR)
    assert [each.lead for each in copies_out(led)] == [LEADS[1]]
    assert led.read().of_kind("action") == ()


def test_a_copy_that_could_not_be_noted_is_not_left_to_be_handed_out(
    led: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise BoardError("The disk is full.")

    monkeypatch.setattr(led, "transaction", full)
    with pytest.raises(BoardError, match="disk is full"):
        sent(led, "lead")
    assert [each.name for each in led.path.parent.glob("*.board")] == [led.path.name]


def test_a_copy_of_a_board_that_may_only_be_read_says_itself_that_it_was_sent(led: BoardFile) -> None:
    with BoardFile.open(led.path, read_only=True) as reading:
        copy = sent(reading, "lead")
    assert copies_out(led) == ()
    say(copy, "Begun.")
    merge(led, [copy], who=CHAIR)
    (told,) = copies_out(led)
    assert (told.lead, told.standing(BACK_BY)) == (LEADS[1], CopyState.RETURNED)


def test_a_copy_that_came_back_unchanged_is_ticked_off_once_and_makes_no_backup(led: BoardFile) -> None:
    copy = sent(led, "lead")
    done = merge(led, [copy], who=CHAIR)
    assert (done.backup, done.copies[0].ticked) == (None, True)
    edition = led.read().edition
    assert merge(led, [copy], who=CHAIR).to_tick == ()
    assert led.read().edition == edition
    (told,) = copies_out(led)
    assert work_in(led, [told])[told.id].edits == 0


def test_two_boards_that_tick_off_the_same_return_disagree_about_nothing(led: BoardFile) -> None:
    copy = sent(led, "lead")
    say(copy, "Begun.")
    other = led.path.with_name("other.board")
    shutil.copyfile(led.path, other)
    with BoardFile.open(other) as second:
        merge(second, [copy], who="Somebody else")
    merge(led, [copy], who=CHAIR)
    done = merge(led, [other], who=CHAIR)
    assert (done.conflicts, done.to_decide(led.read())) == (0, 0)
    (told,) = copies_out(led)
    assert {each.by for each in told.returns} == {CHAIR, "Somebody else"}
    assert work_in(led, [told])[told.id].edits == 1
    assert examine(led.path)[0] == []


def test_of_a_lead_who_was_sent_two_the_last_one_counts(led: BoardFile) -> None:
    first, _second = sent(led, "first"), sent(led, "second")
    assert [each.file for each in current(copies_out(led))] == ["second.board"]
    merge(led, [first], who=CHAIR)
    assert [each.standing(BACK_BY) for each in copies_out(led)] == [CopyState.RETURNED, CopyState.LATE]


def test_a_working_copy_that_publishes_is_no_copy_that_came_back(led: BoardFile) -> None:
    copy = sent(led, "lead")
    say(copy, "Begun.")
    merge(led, [copy])
    (told,) = copies_out(led)
    assert told.returns == ()


@pytest.mark.parametrize("forged", [{"back_by": "soon", "file": "", "lead": ""}, {"back_by": "2021-02-30"}])
def test_a_note_that_is_none_is_refused_like_any_other_edit(led: BoardFile, forged: dict[str, str]) -> None:
    copy = sent(led, "lead")
    say(copy, "Begun.")
    forge_more(copy, record=new_id(), kind="copy", grp="sent", value=forged, parents="")
    (report,) = preview_merge(led, [copy]).copies
    assert "is no day" in report.refused


def test_a_copy_says_who_made_it_and_a_copy_of_a_copy_who_made_that(led: BoardFile, tmp_path: Path) -> None:
    lead, other = LEADS[1:]
    first = send_copy(led, tmp_path / "first.board", lead=lead, sending=Sending("Office", BACK_BY))
    with BoardFile.open(first) as copy:
        second = send_copy(copy, tmp_path / "second.board", lead=other, sending=Sending(lead, BACK_BY))
        back = send_copy(copy, tmp_path / "sent back.board", lead=lead)
        assert sender_of(copy) == "Office", "also after they have sent a copy on themselves"
    assert sender_of(led) == ""
    for path, sender in ((second, lead), (back, "Office")):
        with BoardFile.open(path) as copy:
            assert sender_of(copy) == sender
