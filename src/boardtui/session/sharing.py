"""A board that is shared over a server: everybody works in a working copy, and edits are exchanged.

The working copy is an ordinary board. All of it works where the server is away; what was entered meanwhile goes out at
the next exchange. A note beside it says which shared board it is of, and what of it is on the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Edit
from boardtui.session.surroundings import Note, note_of, note_on, write_note
from boardtui.settings.address import Address
from boardtui.settings.disk import private_folder, remove_if_possible, why_not
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import edition
from boardtui.store.copies.receive import EDITS_LIMIT, NEW_TEXT_LIMIT
from boardtui.store.shared import Posted, SharedLog

T = TypeVar("T")
OnFile = Callable[[Callable[[BoardFile], T]], T]


def working_copy_at(address: Address, folder: Path) -> Path | None:
    """The working copy of a shared board, where there is one.

    Args:
        address: where the shared board is. It is used from now on, where certificates were looked for elsewhere.
        folder: where this person's working copies lie.
    """
    try:
        notes = sorted(folder.glob("*/*.board.toml"))
    except OSError:
        return None
    for path in (note.with_suffix("") for note in notes):
        note = note_on(path, folder)
        if note is not None and note.address.place == address.place and path.is_file():
            if note.address != address:  # the certificate lies elsewhere now
                write_note(path, replace(note, address=address))
            return path
    return None


def unsent_in(path: Path) -> int:
    """How many edits of a working copy are not on the server, as far as is known here; 0 for every other file.

    Raises:
        BoardError: the file cannot be read.
    """
    if (note := note_on(path)) is None:
        return 0
    with BoardFile.open(path, read_only=True, verify=False) as file, file.reading() as reader:
        return note.unsent(edition(reader))


def detach(path: Path) -> None:
    """Make an ordinary board of a working copy: what is entered in it from now on stays in it."""
    remove_if_possible(note_of(path))


@immutable
class Exchanged:
    """What an exchange did.

    Attributes:
        came_in: what the working copy took over; None where nothing was new.
        went_out: how many edits went to the server.
        left_out: what on the server was not taken in, and why, a sentence each.
        refused: why the server did not take what was to go out; None where it did, or there was nothing.
    """

    came_in: Any = None
    went_out: int = 0
    left_out: tuple[str, ...] = ()
    refused: BoardError | None = None

    @property
    def came(self) -> int:
        """How many edits came in."""
        return len(self.came_in.edits) if self.came_in is not None else 0


@dataclass
class _Known:
    """What is known of the server over one connection.

    Attributes:
        log: the connection.
        sessions: for each session the highest number there.
        arrival: what came in up to here was looked at.
        last: the columns of what came in there, as far as it was seen.
        altered: sessions that say something else there than here, and so are neither taken in nor sent.
        left_out: for each session of which something was left out, why.
        refused: how many edits the server did not take, and why: the same ones are not sent again over and over.
        tried_again: whether they were sent once more after that was compared which is there.
    """

    log: SharedLog
    sessions: dict[str, int] = field(default_factory=dict)
    arrival: int = -1
    last: tuple[Any, ...] | None = None
    altered: frozenset[str] = frozenset()
    left_out: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[int, BoardError] | None = None
    tried_again: bool = False


class Exchanger:
    """Exchanges edits between a working copy and a server. Used by one thread at a time.

    Args:
        address: where the shared board is.
        on_file: does something with the working copy and gives what came of it. It is never done while the server is
            waited for.
        password: what somebody typed; "" where none is needed, or the library finds it.
        keep_note: whether a note is kept beside the file.
        begins: the note that lies there, for who asks what is not on the server before it was reached.

    Attributes:
        edition: the edition of the working copy when edits were exchanged last.
        waiting: how many of its edits were not on the server then.
    """

    def __init__(
        self,
        address: Address,
        on_file: OnFile[Any],
        *,
        password: str = "",
        keep_note: bool = True,
        begins: Note | None = None,
    ) -> None:
        self.address = address
        self._on_file = on_file
        self._password = password
        self._keep_note = keep_note
        self._known: _Known | None = None
        self.edition, self.waiting = (begins.edition, begins.waiting) if begins is not None else (0, 0)

    def use_password(self, password: str) -> None:
        """From the next connection on use a password that somebody typed."""
        self._password = password

    def exchange(self) -> Exchanged:
        """Take in what is new on the server, and send what is not there.

        Raises:
            BoardError: the server is not reached or refuses, or only a newer program may share; the code says which.
                What came in until then is on disk, and what did not go out goes out the next time. That it does not
                take what was to go out is no error: see `Exchanged.refused`.
        """
        from boardtui.store.copies.posted import take_in_posted, unsent

        if self._keep_note and not self._on_file(lambda file: note_of(file.path).is_file()):
            self.close()
            raise BoardError("This board was detached from the shared one: it exchanges nothing.", code=Code.LEFT)
        try:
            known = self._known or _Known(SharedLog(self.address, self._password))
            self._known = known
            posted = self._news(known)
            held = sum(known.sessions.values())
            came = None
            if posted:
                taken = self._on_file(lambda file: take_in_posted(file, posted, held))
                came, known.left_out = taken.preview, {**known.left_out, **taken.left_out}
            going = self._on_file(lambda file: unsent(file, known.sessions, known.altered))
            refused = self._send(known, going)
        except BoardError:
            with suppress(BoardError):  # what came in until then is not counted among what is to be sent
                if (reached := self._known) is not None and reached.arrival >= 0:
                    self._on_file(lambda file: self._take_stock(file, reached))
            self.close()
            raise
        self._on_file(lambda file: self._take_stock(file, known))
        left = tuple(dict.fromkeys((*known.left_out.values(), *(_ALTERED for _ in known.altered))))
        if left:  # they may be mended, or others build on them: everything is compared again the next time
            known.arrival = -1
        went_out = len(going) if refused is None else 0
        return Exchanged(came if came is not None and came.edits else None, went_out, left, refused)

    def send_again(self) -> None:
        """Send again, at the next exchange, what the server did not take: somebody may have been given the right."""
        if self._known is not None:
            self._known.refused = None

    def _send(self, known: _Known, going: list[Edit]) -> BoardError | None:
        """Send edits; why the server did not take them. What others sent comes in all the same."""
        if not going or (known.refused is not None and known.refused[0] == len(going)):
            return known.refused[1] if going and known.refused is not None else None
        try:
            known.log.add(going)
        except BoardError as error:
            if error.code is not Code.OTHER:
                raise
            if known.tried_again:
                known.refused = (len(going), error)
            else:  # what is there may be less than was thought: it is compared, and sent once more
                known.tried_again, known.arrival = True, -1
            return error
        known.sessions |= {edit.id.session: edit.id.number for edit in going}
        known.refused, known.tried_again = None, False
        return None

    def listen(self) -> bool:
        """Ask the server to tell of new edits. Whether it does: a pooler between may forbid it."""
        if self._known is None:
            return False
        try:
            self._known.log.listen()
        except BoardError:
            self.close()
            return False
        return True

    def told(self) -> bool:
        """Whether the server has told of new edits while something else was asked of it.

        Raises:
            BoardError: the server is no longer reached.
        """
        return self._hears(lambda log: log.told())

    def wait(self, seconds: float) -> bool:
        """Wait until the server tells of new edits, at most so long. Whether it did.

        Raises:
            BoardError: the server is no longer reached.
        """
        return self._hears(lambda log: log.wait(seconds))

    def _hears(self, asked: Callable[[SharedLog], bool]) -> bool:
        if self._known is None:
            return False
        try:
            return asked(self._known.log)
        except BoardError:
            self.close()
            raise

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._known is not None

    def close(self) -> None:
        """Let go of the server. The next exchange connects anew, and compares everything."""
        known, self._known = self._known, None
        if known is not None:
            known.log.close()

    def _news(self, known: _Known) -> list[Posted]:
        if known.arrival >= 0 and (posted := self._since(known)) is not None:
            return posted
        return self._all_that_is_missing(known)

    def _since(self, known: _Known) -> list[Posted] | None:
        """What came in after what is known; None where that is not there any more, as after an older backup."""
        # What came in last is asked for once more: a server that was put back numbers what comes in anew.
        posted = _gathered(known.log.since(max(0, known.arrival - 1)))
        if known.arrival > 0:
            if not posted or posted[0].arrival != known.arrival or known.last not in (None, posted[0].row):
                return None
            known.last = posted.pop(0).row
        for each in posted:
            session, number = each.row[:2]
            known.sessions[session] = max(number, known.sessions.get(session, 0))
            known.arrival, known.last = each.arrival, each.row
        return posted

    def _all_that_is_missing(self, known: _Known) -> list[Posted]:
        from boardtui.store.copies.posted import compare

        standing = known.log.standing()
        difference = self._on_file(lambda file: compare(file, standing))
        known.sessions, known.altered = dict(difference.sessions), difference.altered
        known.arrival, known.last, known.left_out = standing.arrival, None, {}
        return _gathered(known.log.missing(difference.after)) if difference.after else []

    def _take_stock(self, file: BoardFile, known: _Known) -> None:
        from boardtui.store.copies.posted import unsent

        with file.reading() as reader:
            self.edition = edition(reader)
        self.waiting = len(unsent(file, known.sessions))
        reached = file.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
        note = Note(self.address, self.edition, self.waiting, reached, bool(self._password))
        if self._keep_note and note_on(file.path) != note and note_of(file.path).is_file():  # it may just be detached
            write_note(file.path, note)


_ALTERED = (
    "Edits on the server say something else than the same ones here, so they were neither taken in nor sent. One side "
    "was changed by hand or put back from an older state: ask who runs the server."
)


def _gathered(pages: Iterable[list[Posted]]) -> list[Posted]:
    """All pages, as long as they are not more than any board."""
    found: list[Posted] = []
    length = 0
    for page in pages:
        found += page
        length += sum(len(cell) for each in page for cell in each.row if isinstance(cell, str))
        if len(found) > EDITS_LIMIT or length > NEW_TEXT_LIMIT + 1_000 * len(found):
            raise BoardError("The server holds more than any board, so nothing was taken in.")
    return found


_typed: dict[Address, str] = {}


def remember_password(address: Address, password: str) -> None:
    """Keep a password that somebody typed, in memory only and until the program ends."""
    _typed[address] = password


def password_for(address: Address) -> str:
    """The password that was typed for a server; "" for none."""
    return _typed.get(address, "")


def forget_passwords() -> None:
    """Forget every password that was typed."""
    _typed.clear()


def on_path(path: Path, clock: Callable[[], datetime] | None = None) -> OnFile[Any]:
    """Does something with a file that is opened for it and closed again."""

    def run(job: Callable[[BoardFile], Any]) -> Any:
        with BoardFile.open(path) as file:
            if clock is not None:
                file.keep_time_by(clock)
            return job(file)

    return run


def make_working_copy_of(address: Address, folder: Path, password: str = "") -> Path:
    """Make a working copy of a shared board, of all that is on the server.

    Args:
        address: where the shared board is.
        folder: where this person's working copies lie. It is made if need be.
        password: what somebody typed.

    Raises:
        BoardError: the server is not reached, there is no such board, or the copy cannot be written.
    """
    from boardtui.store.copies.posted import take_in_posted

    with SharedLog(address, password) as log:
        standing = log.standing()
        posted = _gathered(log.since(0))
    held = sum(highest for highest, _ in standing.sessions.values())

    def fill(made: BoardFile) -> None:
        taken = take_in_posted(made, posted, held)
        if not any(edit.record == standing.identity for edit in taken.preview.edits):
            raise BoardError(
                f"The shared board {address.board} is empty. Who has the board puts it there: "
                "boardtui share BOARD ADDRESS"
            )

    path = _free_place(standing.identity, address, folder)
    try:
        private_folder(path.parent)
    except OSError as error:
        raise BoardError(f"No working copy could be made in {folder}: {why_not(error)}.") from None
    # The note first: a working copy that was edited is never without one, even if the power goes in between.
    write_note(path, Note(address))
    try:
        BoardFile.create_with(path, standing.identity, fill).close()
    except BoardError:
        if not path.is_file():  # else another program made it in this moment, and its note stays with it
            remove_if_possible(note_of(path))
            raise
    with BoardFile.open(path) as file:
        exchanger = Exchanger(address, lambda job: job(file), password=password)
        try:
            exchanger.exchange()
        finally:
            exchanger.close()
    return path


def _free_place(identity: str, address: Address, folder: Path) -> Path:
    number = 1
    while True:
        place = folder / (identity[:12] if number == 1 else f"{identity[:12]}-{number}") / f"{address.board}.board"
        if not place.exists() and (not note_of(place).exists() or note_on(place, folder) == Note(address)):
            return place
        number += 1
