"""What an exchange takes in, sends, counts and notes, step by step, with a server that is a list in memory."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import ClassVar, Self

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change, Edit
from boardtui.domain.records.kinds import Action
from boardtui.session import sharing
from boardtui.session.sharing import Exchanger, detach, make_working_copy_of, unsent_in, working_copy_at
from boardtui.session.surroundings import Note, note_of, note_on, write_note
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import COLUMNS, board_identity, row_of
from boardtui.store.shared import LogState, Posted
from tests.domain.making import new_id

ADDRESS = Address.read("postgresql://lead@office/boards?board=plan")
LEAD = "Principal Social Worker"


@dataclass
class Shelf:
    """What is on the server, in the order in which it came, and what goes wrong there."""

    identity: str = ""
    posted: list[Posted] = field(default_factory=list)
    refusal: BoardError | None = None
    away: BoardError | None = None
    asked: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    telling: bool = False

    def put_back(self, count: int) -> None:
        """Put the server back to an older state, as a backup does."""
        self.posted = self.posted[:count]


class ShelfLog:
    """A connection to it."""

    shelf: ClassVar[Shelf]

    def __init__(self, address: Address, password: str = "") -> None:
        assert address == ADDRESS
        self.ask("connect")
        self.shelf.passwords.append(password)

    def ask(self, what: str) -> None:
        self.shelf.asked.append(what)
        if self.shelf.away is not None:
            raise self.shelf.away

    def close(self) -> None:
        self.shelf.asked.append("close")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def standing(self) -> LogState:
        self.ask("standing")
        digests: dict[str, list[str]] = {}
        for each in self.shelf.posted:
            digests.setdefault(each.row[0], []).append(each.row[COLUMNS.index("digest")])
        sums = {
            name: (len(some), hashlib.sha256(" ".join(some).encode()).hexdigest()) for name, some in digests.items()
        }
        return LogState(self.shelf.identity, len(self.shelf.posted), sums)

    def pages(self, found: list[Posted]) -> Iterator[list[Posted]]:
        for start in range(0, len(found), 3):
            yield found[start : start + 3]

    def missing(self, after: Mapping[str, int]) -> Iterator[list[Posted]]:
        self.ask("missing")
        yield from self.pages([e for e in self.shelf.posted if e.row[1] > after.get(e.row[0], 1_000_000)])

    def since(self, arrival: int) -> Iterator[list[Posted]]:
        self.ask("since")
        yield from self.pages([each for each in self.shelf.posted if each.arrival > arrival])

    def add(self, edits: Sequence[Edit]) -> None:
        self.ask("add")
        if self.shelf.refusal is not None:
            raise self.shelf.refusal
        there = {each.row[:2] for each in self.shelf.posted}
        for edit in edits:
            row = tuple(row_of(edit, received=False)[name] for name in COLUMNS)
            if row[:2] not in there:
                self.shelf.posted.append(Posted(len(self.shelf.posted) + 1, "lead", row))

    def listen(self) -> None:
        self.ask("listen")

    def told(self) -> bool:
        self.ask("told")
        return self.shelf.telling

    def wait(self, seconds: float) -> bool:
        self.ask(f"wait {seconds:g}")
        return self.shelf.telling


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf()
    monkeypatch.setattr(ShelfLog, "shelf", made, raising=False)
    monkeypatch.setattr(sharing, "SharedLog", ShelfLog)
    return made


@pytest.fixture
def near(tmp_path: Path, shelf: Shelf) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "near.board", "Plan", who="plan") as made:
        with made.reading() as reader:
            shelf.identity = board_identity(reader)
        yield made


@pytest.fixture
def far(near: BoardFile, tmp_path: Path) -> Iterator[BoardFile]:
    shutil.copyfile(near.path, tmp_path / "far.board")
    with BoardFile.open(tmp_path / "far.board") as opened:
        yield opened


def exchanger(file: BoardFile, **given: bool | str) -> Exchanger:
    return Exchanger(ADDRESS, lambda job: job(file), **{"keep_note": False, **given})  # type: ignore[arg-type]


def add(file: BoardFile, *refs: str) -> None:
    for ref in refs:
        file.write([Change(new_id(), "action", {"ref": ref})], who=LEAD)


def refs(file: BoardFile) -> list[str]:
    return [each.ref for each in file.read().all(Action)]


def test_what_is_here_goes_out_once_and_what_is_there_comes_in_once(
    near: BoardFile, far: BoardFile, shelf: Shelf
) -> None:
    add(near, "1.1", "1.2", "1.3")
    ours, theirs = exchanger(near), exchanger(far)
    sent = ours.exchange()
    assert (sent.went_out, sent.came, sent.left_out, sent.refused) == (near.read().edition, 0, (), None)
    assert (ours.edition, ours.waiting, ours.connected) == (near.read().edition, 0, True)
    came = theirs.exchange()
    assert (came.came, came.went_out, refs(far)) == (near.read().edition - 1, 0, ["1.1", "1.2", "1.3"])
    add(far, "2.1")
    assert theirs.exchange().went_out == 1
    assert ours.exchange().came == 1
    assert shelf.asked.count("standing") == 2, "each of them compares all of it once"
    shelf.asked.clear()
    nothing = ours.exchange()
    assert (nothing.came_in, nothing.came, nothing.went_out) == (None, 0, 0)
    assert shelf.asked == ["since"], "only what came in since is asked for"
    assert refs(near) == refs(far)


def test_a_server_that_was_put_back_to_an_older_state_gets_all_it_lost(near: BoardFile, shelf: Shelf) -> None:
    add(near, "1.1", "1.2")
    ours = exchanger(near)
    for _ in range(2):
        ours.exchange()
    all_of_it = list(shelf.posted)
    shelf.put_back(2)
    assert ours.exchange().went_out == len(all_of_it) - 2
    assert [each.row for each in shelf.posted] == [each.row for each in all_of_it]


def test_what_the_server_does_not_take_is_sent_once_more_and_then_not_until_somebody_says_so(
    near: BoardFile, shelf: Shelf
) -> None:
    add(near, "1.1")
    waiting = near.read().edition
    shelf.refusal = BoardError("You may only look at it.")
    ours = exchanger(near)
    for _ in range(4):
        done = ours.exchange()
        assert (done.refused, done.went_out, ours.waiting) == (shelf.refusal, 0, waiting)
    assert shelf.asked.count("add") == 2
    add(near, "1.2")
    assert ours.exchange().refused is shelf.refusal
    assert shelf.asked.count("add") == 3, "there is more to send than what was refused"
    shelf.refusal = None
    assert ours.exchange().refused is not None
    ours.send_again()
    done = ours.exchange()
    assert (done.refused, done.went_out, ours.waiting) == (None, near.read().edition, 0)


def test_a_server_that_is_away_is_let_go_of_and_what_waits_is_still_counted(near: BoardFile, shelf: Shelf) -> None:
    ours = exchanger(near)
    ours.exchange()
    add(near, "1.1", "1.2")
    shelf.away = BoardError("The server does not answer.", code=Code.NOT_REACHED)
    with pytest.raises(BoardError, match="does not answer"):
        ours.exchange()
    assert (ours.waiting, ours.edition, ours.connected) == (2, near.read().edition, False)
    assert shelf.asked[-1] == "close"
    shelf.away = None
    assert ours.exchange().went_out == 2


def test_another_board_at_that_address_takes_nothing(near: BoardFile, shelf: Shelf) -> None:
    shelf.identity = "another"
    with pytest.raises(BoardError, match="another board than this working copy is of"):
        exchanger(near).exchange()
    assert shelf.posted == []


def test_edits_that_say_something_else_there_are_neither_taken_in_nor_sent(near: BoardFile, shelf: Shelf) -> None:
    add(near, "1.1")
    ours = exchanger(near)
    ours.exchange()
    first, *others = shelf.posted
    row = list(first.row)
    row[COLUMNS.index("digest")] = "0" * 64
    shelf.posted = [Posted(first.arrival, first.login, tuple(row)), *others]
    add(near, "1.2")
    again = exchanger(near)
    for _ in range(2):
        (said,) = again.exchange().left_out
        assert said.startswith("Edits on the server say something else than the same ones here")
    assert shelf.asked.count("missing") == 0


@pytest.mark.parametrize(("limit", "refused"), [(6, False), (5, True)])
def test_no_more_is_taken_in_than_a_board_can_have(
    limit: int, refused: bool, near: BoardFile, far: BoardFile, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(near, *(f"1.{number}" for number in range(1, 7)))
    exchanger(near).exchange()
    monkeypatch.setattr(sharing, "EDITS_LIMIT", limit)
    if refused:
        with pytest.raises(BoardError, match="holds more than any board, so nothing was taken in"):
            exchanger(far).exchange()
    else:
        assert exchanger(far).exchange().came == 6
    assert len(refs(far)) == (0 if refused else 6)


def test_no_more_text_is_taken_in_than_a_board_can_have(
    near: BoardFile, far: BoardFile, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    near.write([Change(new_id(), "action", {"commentary": "x" * 3_000})], who=LEAD)
    exchanger(near).exchange()
    length = sum(len(cell) for cell in shelf.posted[-1].row if isinstance(cell, str))
    monkeypatch.setattr(sharing, "NEW_TEXT_LIMIT", length - 1_001)
    with pytest.raises(BoardError, match="holds more than any board"):
        exchanger(far).exchange()
    monkeypatch.setattr(sharing, "NEW_TEXT_LIMIT", length - 1_000)
    assert exchanger(far).exchange().came == 1


class TestHearing:
    """The server tells of new edits, as far as it lets itself be asked to."""

    def test_nothing_is_heard_before_it_was_reached(self, near: BoardFile, shelf: Shelf) -> None:
        shelf.telling = True
        ours = exchanger(near)
        assert (ours.listen(), ours.told(), ours.wait(1)) == (False, False, False)
        assert (ours.edition, ours.waiting) == (0, 0)
        assert shelf.asked == []

    def test_afterwards_it_is_asked(self, near: BoardFile, shelf: Shelf) -> None:
        ours = exchanger(near)
        ours.exchange()
        shelf.asked.clear()
        assert (ours.listen(), ours.told(), ours.wait(2.5)) == (True, False, False)
        shelf.telling = True
        assert (ours.told(), ours.wait(1)) == (True, True)
        assert shelf.asked == ["listen", "told", "wait 2.5", "told", "wait 1"]

    def test_where_it_is_away_it_is_let_go_of(self, near: BoardFile, shelf: Shelf) -> None:
        ours = exchanger(near)
        hears: list[Callable[[], bool]] = [ours.told, partial(ours.wait, 1)]
        for heard in hears:
            shelf.away = None
            ours.exchange()
            shelf.away = BoardError("The server does not answer.")
            with pytest.raises(BoardError, match="does not answer"):
                heard()
            assert not ours.connected
        shelf.away = None
        ours.exchange()
        shelf.away = BoardError("A pooler between forbids it.")
        assert (ours.listen(), ours.connected) == (False, False)


class TestNoted:
    """Beside a working copy stands of which shared board it is, and what of it was there last."""

    @pytest.fixture
    def copy(self, near: BoardFile) -> Iterator[BoardFile]:
        path = Paths.of_this_user().working / "plan" / "plan.board"
        path.parent.mkdir(parents=True)
        shutil.copyfile(near.path, path)
        write_note(path, Note(ADDRESS, 7, 3))
        with BoardFile.open(path) as opened:
            yield opened

    def test_what_was_reached_is_noted_and_counted_from_the_note(self, copy: BoardFile, shelf: Shelf) -> None:
        begins = note_on(copy.path)
        ours = Exchanger(ADDRESS, lambda job: job(copy), begins=begins)
        assert (ours.edition, ours.waiting) == (7, 3)
        ours.use_password("a word")
        ours.exchange()
        note = note_on(copy.path)
        assert note is not None
        assert (note.edition, note.waiting, note.asks) == (copy.read().edition, 0, True)
        assert note.reached_at is not None
        assert shelf.passwords == ["a word"]
        add(copy, "1.1", "1.2")
        assert unsent_in(copy.path) == 2
        shelf.refusal = BoardError("You may only look at it.")
        ours.exchange()
        assert unsent_in(copy.path) == 2

    def test_one_that_was_detached_exchanges_nothing_and_gets_no_note(self, copy: BoardFile, shelf: Shelf) -> None:
        ours = Exchanger(ADDRESS, lambda job: job(copy))
        ours.exchange()
        detach(copy.path)
        with pytest.raises(BoardError, match="was detached") as refused:
            ours.exchange()
        assert (refused.value.code, ours.connected) == (Code.LEFT, False)
        assert not note_of(copy.path).exists()
        assert unsent_in(copy.path) == 0

    def test_a_working_copy_is_found_by_its_address_and_keeps_where_its_certificate_lies_now(
        self, copy: BoardFile
    ) -> None:
        folder = Paths.of_this_user().working
        now = Address.read("postgresql://lead@office/boards?board=plan&sslrootcert=/srv/root.crt")
        other = Address.read("postgresql://lead@office/boards?board=other")
        (folder / "gone").mkdir()
        write_note(folder / "gone" / "gone.board", Note(other))
        assert working_copy_at(ADDRESS, folder) == copy.path
        assert (working_copy_at(other, folder), working_copy_at(ADDRESS, folder / "missing")) == (None, None)
        assert working_copy_at(now, folder) == copy.path
        note = note_on(copy.path)
        assert note is not None and note.address == now


class TestMade:
    """A working copy is made of all that is on the server, in a place of its own."""

    def test_it_has_all_of_the_board_and_a_note_and_is_found_again(
        self, near: BoardFile, shelf: Shelf, tmp_path: Path
    ) -> None:
        add(near, "1.1", "1.2")
        exchanger(near).exchange()
        folder = tmp_path / "working"
        path = make_working_copy_of(ADDRESS, folder, "a word")
        assert path == folder / shelf.identity[:12] / "plan.board"
        with BoardFile.open(path) as made:
            assert refs(made) == ["1.1", "1.2"]
            assert made.read().edition == len(shelf.posted)
        note = note_on(path, folder)
        assert note is not None and (note.edition, note.waiting) == (len(shelf.posted), 0)
        assert working_copy_at(ADDRESS, folder) == path
        assert set(shelf.passwords[1:]) == {"a word"}
        assert shelf.asked[-1] == "close"

    def test_no_place_of_another_file_or_of_the_note_of_another_board_is_taken(
        self, near: BoardFile, shelf: Shelf, tmp_path: Path
    ) -> None:
        exchanger(near).exchange()
        folder = tmp_path / "working"
        places = [folder / f"{shelf.identity[:12]}{end}" / "plan.board" for end in ("", "-2", "-3")]
        for place in places:
            place.parent.mkdir(parents=True)
        places[0].touch()
        write_note(places[1], Note(Address.read("postgresql://lead@elsewhere/boards?board=plan")))
        write_note(places[2], Note(ADDRESS))  # the power went before the board was there
        assert make_working_copy_of(ADDRESS, folder) == places[2]
        assert places[0].read_bytes() == b""

    def test_of_an_empty_board_none_is_made(self, shelf: Shelf, tmp_path: Path) -> None:
        shelf.identity = new_id()
        with pytest.raises(BoardError, match="The shared board plan is empty"):
            make_working_copy_of(ADDRESS, tmp_path / "working")
        assert [each for each in (tmp_path / "working").rglob("*") if each.is_file()] == []
