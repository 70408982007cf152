"""Sending a copy of a board: complete, closed, on disk, and checked as the one who gets it back will check it."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.text import same_key, tidy_line
from boardtui.domain.records.types import LINE_LIMIT
from boardtui.settings.disk import private_folder, put_in_place, remove_if_possible, unfinished, why_not
from boardtui.settings.paths import name_problem
from boardtui.store import backup, file
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import MADE_FOR, stated
from boardtui.store.copies.noted import Sending, note_sent, put
from boardtui.store.copies.receive import CopyRefused, known_edits, receive
from boardtui.store.copies.received_file import InspectionFolder
from boardtui.store.header import journal_of, put_new_board, says_it_is_a_board, take_away


class WouldLoseError(BoardError):
    """A file was not replaced, as it holds what is nowhere else. The sentence says what, and what to do."""


def send_copy(
    board_file: BoardFile,
    out: Path,
    *,
    lead: str = "",
    overwrite: bool = False,
    losing: bool = False,
    sending: Sending | None = None,
) -> Path:
    """Write a copy of a board to hand out.

    It appears under its name only once it is whole and verified; until then nothing that was there is touched.

    Args:
        board_file: the board.
        out: the file, or a folder to put it in.
        lead: who it is for: it opens on what is theirs, and is named after them where `out` is a folder.
        overwrite: replace a file of that name. Somebody was asked.
        losing: replace it also where edits in it were never merged. Somebody was asked that, too.
        sending: what is noted of it, in the copy and in the board; nothing is, where the copy is not handed out.

    Returns:
        Where the copy is.

    Raises:
        WouldLoseError: a board is there with edits that this one does not have, or it cannot be told.
        BoardError: there is such a file already, or the copy could not be written and verified.
    """
    target = out / copy_name(board_file.path, lead) if out.is_dir() else out
    if problem := name_problem(target):
        raise BoardError(problem)
    if not target.suffix:
        target = target.with_suffix(".board")
    if not target.parent.is_dir():
        raise BoardError(f"There is no folder {target.parent}. Make it first, or choose another.")
    if target.exists() and target.samefile(board_file.path):
        raise BoardError(f"{target} is the board itself. Choose another name for the copy.")
    if target.exists() and not target.is_file():
        raise BoardError(f"{target} is not an ordinary file. Choose another name for the copy.")
    if target.exists() and not overwrite:
        raise BoardError(f"{target} exists already. Choose another name, or say that it may be replaced.")
    stamp = file.FileStamp.of(target)
    _refuse_another_leads(target, lead)
    if overwrite and not losing:
        refuse_to_lose(board_file, target)
    part = unfinished(target)
    try:
        with file.plain_errors(target):
            backup.copy_database(board_file.path, part)
            note = _mark(part, lead, target.name, sending, board_file.now())
        _verify(board_file, part, note)
        if not overwrite:
            put_new_board(part, target)  # whoever made it meanwhile keeps theirs
        else:
            if file.FileStamp.of(target) != stamp:  # somebody has worked in it meanwhile, or made another one
                _refuse_another_leads(target, lead)
                refuse_to_lose(board_file, target)
            remove_if_possible(journal_of(target))  # it would be taken back into what is put there
            put_in_place(part, target)
        _settle(target.parent)
        if note is not None and not board_file.read_only:
            _note_here(board_file, note, target)
    except FileExistsError:
        raise BoardError(f"{target} exists already. Choose another name for the copy.") from None
    except OSError as error:
        raise BoardError(f"{target} could not be written: {why_not(error, target)}.") from None
    finally:
        take_away(part)
    return target


def _refuse_another_leads(target: Path, lead: str) -> None:
    """Refuse to replace the copy of somebody else: whoever agreed to a replacement did not mean that."""
    if target.exists() and (whose := _made_for(target)) and same_key(whose) != same_key(lead):
        raise BoardError(f"{target} is the copy for {whose}. Choose another name, or delete it first.")


def refuse_to_lose(board_file: BoardFile, target: Path) -> None:
    """Refuse to replace a board with a copy where that would lose an edit that is nowhere else.

    Raises:
        WouldLoseError: it has edits that the board does not have, or it cannot be told whether it has.
    """
    if not says_it_is_a_board(target):
        return
    with board_file.reading() as reader:
        ours = known_edits(reader)
    try:
        with InspectionFolder() as inspection:
            edits = receive(target, ours, inspection).edits
    except CopyRefused as refused:
        raise WouldLoseError(f"{target} was not replaced. {refused} What is in it may be nowhere else.") from None
    if edits:
        number = f"{len(edits):,} edit{'' if len(edits) == 1 else 's'}"
        people = ", ".join(dict.fromkeys(each.who for each in edits if each.who))
        whose = f" by {people}" if people else ""
        raise WouldLoseError(
            f"{target} was not replaced: it holds {number}{whose} that {board_file.path.name} does not have. "
            "Merge it first, or choose another name."
        )


def folder_meant(words: str) -> Path | None:
    """The folder that a path ending in a slash or backslash means, whether it is there or not; None for any other."""
    plain = words.rstrip("/\\")
    return Path(plain or words[:1]) if words.endswith(("/", "\\")) else None


def make_folder(folder: Path) -> None:
    """Make a folder to put copies in, for its owner alone, unless it is there.

    Raises:
        BoardError: it cannot be made, or its own folder is not there: a name mistyped would make two.
    """
    if folder.is_dir():
        return
    if problem := name_problem(folder):
        raise BoardError(problem)
    if folder.exists():
        raise BoardError(f"{folder} is a file and no folder. Choose another name for the folder.")
    if not folder.parent.is_dir():
        raise BoardError(f"There is no folder {folder.parent}. Make it first, or choose another.")
    try:
        private_folder(folder)
    except OSError as error:
        raise BoardError(f"The folder {folder} could not be made: {why_not(error, folder)}.") from None


def copy_names(path: Path, leads: Sequence[str]) -> dict[str, str]:
    """The file names of copies for several leads, by lead: each its own, also where two leads' names would give one."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for lead in leads:
        whole = Path(copy_name(path, lead))
        name, number = whole.name, 2
        while name.casefold() in taken:  # which some systems take for the same name
            name, number = f"{whole.stem}-{number}{whole.suffix}", number + 1
        taken.add(name.casefold())
        names[lead] = name
    return names


def copy_name(path: Path, lead: str) -> str:
    """The file name of a copy for somebody; characters that some systems do not take are left out."""
    plain = _plain(lead)
    return f"{path.stem} for {plain}.board" if plain else f"{path.stem} copy.board"


def _made_for(copy: Path) -> str:
    """Who a file that is there is the copy of; empty where it is nobody's, or no board at all."""
    try:
        # Only read: opening it as a board might upgrade a file that is about to be replaced.
        with contextlib.closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = stated(connection, MADE_FOR)
    except sqlite3.Error:
        return ""
    return tidy_line(found) if isinstance(found, str) else ""


def _mark(copy: Path, lead: str, called: str, sending: Sending | None, now: datetime) -> Edit | None:
    """Write into a copy who it is for, or that it is nobody's: it may be a copy of one that was somebody's.

    Returns:
        The note that it was sent, where one is made.
    """
    name = tidy_line(lead)[:LINE_LIMIT]
    try:
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=EXTRA")
            if connection.execute("SELECT 1 FROM meta WHERE name = ?", (MADE_FOR,)).fetchone():
                connection.execute("DELETE FROM meta WHERE name = ?", (MADE_FOR,))
            if name:
                connection.execute("INSERT INTO meta VALUES (?, ?)", (MADE_FOR, name))
            if sending is not None:
                return note_sent(connection, sending, name, tidy_line(called)[:LINE_LIMIT], now)
    except sqlite3.DatabaseError as error:
        if file.sqlite_code(error) != sqlite3.SQLITE_CORRUPT:
            raise
        # The check that follows says it better.
    return None


def _note_here(board_file: BoardFile, note: Edit, copy: Path) -> None:
    """Note in the board that the copy was sent. One that cannot be noted is not left to be handed out."""
    from boardtui.store.schema import reader_of

    try:
        with board_file.transaction(writing=True) as connection:
            put(reader_of(connection), [note], received=True)
    except BaseException:
        remove_if_possible(copy)
        raise


def _plain(lead: str) -> str:
    return " ".join(re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', " ", lead).split()).strip(". ")[:60]


def _verify(board_file: BoardFile, copy: Path, note: Edit | None) -> None:
    with board_file.reading() as reader:
        ours = known_edits(reader)
    try:
        with InspectionFolder() as inspection:
            received = receive(copy, ours, inspection)
    except CopyRefused as refused:
        raise BoardError(
            f"The copy was written but did not pass the check, and was removed: {refused} "
            "Look at the board with: boardtui check"
        ) from None
    if received.edits != (() if note is None else (note,)):
        raise BoardError("The board was changed while it was copied. Nothing is left of the copy: try again.")


def _settle(folder: Path) -> None:
    """See the new name on disk, where the system can say so for folders."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
