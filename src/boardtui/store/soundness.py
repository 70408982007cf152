"""Is a board file sound? Everything is looked at in a private copy: the file itself is only read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, Code
from boardtui.store import backup, columns, file
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.receive import KnownEdits, check_as_received, identity_of, receive
from boardtui.store.copies.received_file import InspectionFolder
from boardtui.store.header import Damaged, check_header, journal_of
from boardtui.store.sound.parts import Helpers, helpers_for, reading
from boardtui.store.sound.rules import (
    Subject,
    UnreadableEdit,
    check_board,
    check_structure,
    missing_edits,
    together,
    whole_of,
)
from boardtui.store.verify import DAMAGE, damaged, fingerprint, is_whole, remember


def examine(path: Path) -> tuple[list[str], Board | None]:
    """Look closely at a board file.

    Returns:
        What is wrong with it, a sentence each, and the board it holds; no board where something is wrong.

    Raises:
        BoardError: there is no such file, it cannot be read, or a newer version made it.
    """
    try:
        check_header(path)
    except Damaged as error:
        return [str(damaged(path, error.what))], None
    with InspectionFolder("check") as own, helpers_for(path) as helpers:
        private = own.path / path.name
        try:
            _copy(path, private)
            if found := _problems(private, helpers):
                return [*found, *_told_of_damage(path, private)], None
            # All that opening would verify was looked at above.
            with BoardFile.open(private, verify=False) as opened:
                with opened.reading() as reader:
                    remember(fingerprint(reader, private))
                return [], opened.read()
        except Damaged as error:
            return [str(damaged(path, error.what))], None
        except BoardError as error:
            return [str(error)], None
        except DAMAGE:
            return [str(damaged(path, "something in it cannot be read"))], None


def _told_of_damage(path: Path, private: Path) -> list[str]:
    """What to do where the problems are such that the board is not opened, or is read-only."""
    return [] if is_whole(private) else [str(damaged(path))]


def _copy(path: Path, private: Path) -> None:
    journal = journal_of(path)
    try:
        with file.plain_errors(path):
            backup.copy_database(path, private, lasting=False)
    except BoardError as error:
        if error.code is Code.LOCKED or not journal.exists():
            raise
        # A write was cut short. SQLite takes it back when it opens the file for writing: let it do so in the copy.
        journal_of(private).write_bytes(journal.read_bytes())
        private.write_bytes(path.read_bytes())


def _problems(private: Path, helpers: Helpers) -> list[str]:
    """What is wrong with a private copy, a sentence each.

    Raises:
        BoardError: so much is wrong with it that nothing else is looked at, or nobody would take it in.
    """
    with reading(private, read_only=False) as reader:
        helpers.begin(reader, private)
        check_structure(reader, private.name)
        whole = whole_of(reader, private)
        check_board(reader, whole)
        refused = _refused(reader, private)
        try:
            seen = helpers.look(reader, whole)
        except UnreadableEdit:
            return [f"{private.name} holds an edit that cannot be read."]
        found = together([*missing_edits(reader), *(finding for each in seen for finding in each.findings)])
    if problems := [str(each) for each in found if each.place[0] != Subject.HEADS]:
        return problems
    if refused is not None:
        raise refused
    if found:
        raise BoardError(str(found[0]))
    return []


def _refused(reader: sqlite3.Connection, private: Path) -> Exception | None:
    """Why nobody would take in a file, so far as that does not lie in single edits."""
    try:
        if reader.execute("PRAGMA user_version").fetchone() == (columns.FORMAT,):
            check_as_received(reader, private)
        else:  # it is brought up to date first, in a copy of its own
            with InspectionFolder() as inspection:
                receive(private, KnownEdits(identity_of(private), {}), inspection)
    except (BoardError, *DAMAGE) as error:
        return error
    return None
