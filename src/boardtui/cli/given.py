"""The boards that a command was given: a path is one, and the address of a shared board means its working copy.

Before a command reads a working copy, edits are exchanged with the server, and again after it has written. Where the
server is away the command does its work all the same, and it is said what is not on the server yet.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from boardtui.cli.output import note
from boardtui.cli.words import is_completing
from boardtui.domain.dates.dates import local_time
from boardtui.domain.errors import BoardError, Code
from boardtui.settings.address import Address, is_address
from boardtui.settings.paths import Paths

if TYPE_CHECKING:
    from boardtui.session.sharing import Exchanged, Exchanger

# What exchanges is imported where it is used: most commands are about a file.


@dataclass
class Given:
    """A working copy of a shared board that a command was given.

    Attributes:
        path: the working copy.
        exchanger: what exchanges its edits.
        done: what was exchanged before the command; None where nothing was.
        problem: why nothing could be exchanged.
    """

    path: Path
    exchanger: Exchanger
    done: Exchanged | None = None
    problem: BoardError | None = None
    left_out: dict[str, None] = field(default_factory=dict)

    def exchange(self) -> None:
        """Exchange edits now, with the password that was typed meanwhile, if any; what stands in the way is kept."""
        from boardtui.session.sharing import password_for

        if password := password_for(self.exchanger.address):
            self.exchanger.use_password(password)
        try:
            self.done = self.exchanger.exchange()
            self.left_out |= dict.fromkeys(self.done.left_out)
            self.problem = self.done.refused
        except BoardError as error:
            self.problem = error


_given: dict[Path, Given] = {}


def board_given(words: str, *, exchanges: bool = True) -> Path:
    """The file that somebody means by a path or an address.

    Args:
        words: what was typed.
        exchanges: exchange edits now, and not only when the command is over.

    Raises:
        BoardError: it is an address that cannot be one, or of a board of which no working copy can be made.
    """
    if not is_address(words):
        path = Path(words)
        if Paths.of_this_user().working.absolute() not in path.absolute().parents:
            return path
        from boardtui.session.surroundings import note_on

        if (found := note_on(path)) is None or not path.is_file():
            return path
        address = found.address
    else:
        address = Address.read(words)
        path = _working_copy(address)
    if not is_completing():
        _remember(path, address, exchanges=exchanges)
    return path


def given_working_copy(path: Path) -> Given | None:
    """What is known of a working copy of a shared board that this command was given; None for any other file."""
    return _given.get(path)


def ask_for_password(address: Address) -> str:
    """Ask the person at the terminal for a password. It is kept in memory only.

    Raises:
        BoardError: nobody is there to ask.
    """
    import getpass

    if not sys.stdin.isatty():
        raise BoardError(
            f"{address.server} asks for a password. Put it into a password file of PostgreSQL (pgpass) or a service "
            "file, or run this at a terminal.",
            code=Code.PASSWORD_NEEDED,
        )
    from boardtui.session.sharing import remember_password

    password = getpass.getpass(f"Password for the board {address.board} on {address.server}: ")
    remember_password(address, password)
    return password


def begin() -> None:
    """A command begins: nothing was given to it yet."""
    _given.clear()


def finish() -> None:
    """A command is over: what it wrote into a working copy goes to the server, and it is said what did not."""
    for each in list(_given.values()):
        try:
            _finish(each)
        except BoardError as error:
            note(str(error))
        finally:
            each.exchanger.close()
    if _given:
        from boardtui.session.sharing import forget_passwords

        forget_passwords()
    _given.clear()


def _finish(given: Given) -> None:
    from boardtui.session.sharing import unsent_in
    from boardtui.session.surroundings import note_on

    if not given.path.is_file() or note_on(given.path) is None:  # the command left the shared board
        return
    if given.problem is None and unsent_in(given.path):
        given.exchange()
    for sentence in given.left_out:
        note(sentence)
    if given.problem is None:
        return
    if waiting := unsent_in(given.path):
        edits = "1 edit is" if waiting == 1 else f"{waiting:,} edits are"
        note(f"Saved here. {edits} not on the server yet: {given.problem}")
    elif (known := note_on(given.path)) is not None and known.reached:
        note(f"{given.problem} This is the board as it was on {local_time(known.reached)}.")


def _working_copy(address: Address) -> Path:
    """The working copy of a shared board: the one there is, or a new one."""
    from boardtui.session.sharing import make_working_copy_of, working_copy_at

    folder = Paths.of_this_user().working
    if (there := working_copy_at(address, folder)) is not None:
        return there
    if is_completing():  # while a line is typed nothing is made
        raise BoardError("There is no working copy of that board yet.")
    try:
        return make_working_copy_of(address, folder)
    except BoardError as error:
        if error.code is not Code.PASSWORD_NEEDED:
            raise
    return make_working_copy_of(address, folder, ask_for_password(address))


def _remember(path: Path, address: Address, *, exchanges: bool) -> None:
    from boardtui.session.sharing import Exchanger, on_path, password_for
    from boardtui.session.surroundings import note_on

    if path in _given:
        return
    known = note_on(path)
    password = password_for(address)
    if exchanges and not password and known is not None and known.asks and sys.stdin.isatty():
        password = ask_for_password(address)
    given = _given[path] = Given(path, Exchanger(address, on_path(path), password=password))
    if not exchanges:
        return
    given.exchange()
    if given.problem is not None and given.problem.code is Code.PASSWORD_NEEDED and sys.stdin.isatty():
        given.problem = None
        given.exchanger = Exchanger(address, on_path(path), password=ask_for_password(address))
        given.exchange()
