"""Importing into a board on disk: what is read is compared with it, and entered as one batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import Edit
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.finding import Found
from boardtui.exchange.sheets.importing import Preview, preview
from boardtui.exchange.sources.grid import Source
from boardtui.exchange.sources.watch import Watch
from boardtui.settings.disk import remove_if_possible
from boardtui.settings.paths import TEXTS, can_be_imported
from boardtui.settings.unfinished import put_new, unfinished
from boardtui.store.board_file import BoardFile, Receipt, exists_already, must_be_new
from boardtui.store.history import edits_of_kinds


@contextmanager
def building(path: Path) -> Iterator[Path]:
    """A place beside a path where a board is built: it gets its name when it is whole, and is deleted otherwise.

    Raises:
        BoardError: it cannot be made there, or somebody made it meanwhile.
    """
    must_be_new(path)
    part = unfinished(path)
    try:
        yield part
        put_new(part, path)
    except FileExistsError:
        raise exists_already(path) from None
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            remove_if_possible(left)


def preview_of(
    file: BoardFile,
    board: Board,
    source: Source,
    answers: Answers,
    *,
    sheet: str = "",
    kind: str = "",
    watch: Watch | None = None,
    found: Found | None = None,
) -> Preview:
    """What importing a source into an open board would do.

    Args:
        file: the board.
        board: what was read from it.
        source: what was read from the source.
        answers: what a person has said.
        sheet: the one sheet that is read; all by default.
        kind: what all tables hold.
        watch: is told how far it is, and can stop it.
        found: the tables of the source, where they were found already.

    Raises:
        BoardError: the board cannot be read, or an answer names what is not there.
    """

    def said_before(kinds: Collection[str]) -> list[Edit]:
        with file.reading() as reader:
            return edits_of_kinds(reader, kinds)

    return preview(source, board, said_before, answers, sheet=sheet, kind=kind, watch=watch, found=found)


def carry_out(
    file: BoardFile, done: Preview, *, who: str, meeting: str = "", seen: int | None = None, watch: Watch | None = None
) -> Receipt:
    """Enter what a preview says, all of it or nothing.

    Args:
        file: the board.
        done: the preview.
        who: the name the edits are signed with.
        meeting: id of the meeting in which it is done.
        seen: the edition of the board that the preview was made from.
        watch: can stop it, until it is whole.

    Raises:
        BoardError: the board cannot be written, or it was stopped; nothing is entered then.
    """
    why = f"imported from {Path(done.source.name).name}"
    step = partial(watch.at, "Entering changes") if watch is not None else None
    return file.write(done.planned.changes, who=who, why=why, meeting=meeting, seen=seen, step=step)


MOST_OFFERED = 50
PLAN = ".toml"


def sources_near(folders: Iterable[Path]) -> list[tuple[Path, float]]:
    """The files in some folders that may be imported, each with when it was last written: spreadsheets, newest first.

    Texts, of which most hold no table, and plans come after them.
    """
    found: dict[Path, float] = {}
    for folder in dict.fromkeys(folders):
        with suppress(OSError):  # what was found until then is better than nothing
            for path in folder.iterdir():
                known = can_be_imported(path) or path.suffix.casefold() == PLAN
                if known and not path.name.startswith((".", "~$")) and path.is_file():
                    found[path] = path.stat().st_mtime

    def place(each: tuple[Path, float]) -> tuple[bool, float, str]:
        return each[0].suffix.casefold() in (*TEXTS, PLAN), -each[1], str(each[0])

    return sorted(found.items(), key=place)[:MOST_OFFERED]
