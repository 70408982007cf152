"""A local working copy of a board in a synced or network folder, and what else lies around a board.

The copy is an ordinary copy, and publishing is merging both ways: whatever else happens to either file meanwhile, no
edit is lost, and a step that was cut short is done again.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import tomli_w

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.session.surroundings import Noticed, note_of, origin_of, published_edition
from boardtui.settings.disk import private_folder, why_not, write_in_one_step
from boardtui.settings.paths import is_file
from boardtui.settings.synced import synced_folder
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import edition
from boardtui.store.copies.merge import MergeResult, merge, preview_merge
from boardtui.store.copies.nearby import conflicted_siblings
from boardtui.store.copies.receive import identity_of
from boardtui.store.copies.send import send_copy

_COMMENT = "# The board beside this file is a working copy. This says of which board, and what of it is published.\n\n"


@immutable
class Published:
    """What publishing a working copy did.

    Attributes:
        came_in: what the working copy took over from its origin.
        went_out: what the origin took over from the working copy.
    """

    came_in: MergeResult
    went_out: MergeResult


def working_copy_of(origin: Path, folder: Path) -> Path | None:
    """The working copy of a board, if there is one.

    Args:
        origin: the board. It need not be within reach.
        folder: where this person's working copies lie.
    """
    return next((path for path, noted in _working_copies(folder) if _is_its_origin(origin, path, noted)), None)


def make_working_copy(board_file: BoardFile, folder: Path) -> Path:
    """Make a working copy of a board, or find the one there is: what was edited in it is never replaced.

    Args:
        board_file: the board.
        folder: where this person's working copies lie. It is made if need be.

    Raises:
        BoardError: it could not be made, or another board was worked on under this name and place.
    """
    origin = board_file.path.absolute()
    identity = identity_of(origin)
    path = working_copy_of(origin, folder) or _free_place(identity, origin, folder)
    if path.is_file():
        if not (own := identity_of(path)) or own != identity:
            raise BoardError(f"{path} is a working copy of another board that lay in this place. Move it away first.")
        if origin_of(path) != origin:
            _write_note(path, origin, published_edition(path))
        return path
    try:
        private_folder(path.parent)
    except OSError as error:
        raise BoardError(f"No working copy could be made in {folder}: {why_not(error)}.") from None
    # The note first: a working copy that was edited is never without one, even if the power goes in between.
    _write_note(path, origin, _edition(board_file))
    try:
        return send_copy(board_file, path, lead=board_file.made_for())
    except BoardError:
        if identity_of(path) != identity:
            raise
        return path  # another program made it in this moment


def publish(working: BoardFile, origin: Path) -> Published:
    """Bring a working copy and its origin to the same state.

    Both are previewed before either is written. The origin's news come into the working copy first, then the working
    copy into the origin; each all or nothing, after a backup. If it stops in between, doing it again completes it.

    Raises:
        BoardError: one of the two cannot be read, is refused or cannot be written; the sentence says what is done.
    """
    if not is_file(origin):
        raise BoardError(
            f"{origin} is not within reach, so nothing was published. Your edits are safe: try again later."
        )
    with BoardFile.open(origin, clock=working.now) as other:
        other.must_be_writable()
        before = _edition(working)
        coming = preview_merge(working, [origin])
        going = preview_merge(other, [working.path])
        for planned in (coming, going):
            if planned.refused:
                raise BoardError(f"Nothing was published. {planned.refused[0].refused}")
        came_in = merge(working, coming)
        try:
            went_out = merge(other, going)
        except BoardError as error:
            raise BoardError(f"{origin.name} could not be written, and your edits are safe here. {error}") from None
    # What somebody writes here in the meantime is in neither preview, and so counts as not published.
    _write_note(working.path, origin, before + len(came_in.edits))
    return Published(came_in, went_out)


def _working_copies(folder: Path) -> list[tuple[Path, Path]]:
    """Each working copy with the board that its note names."""
    try:
        notes = sorted(folder.glob("*/*.board.toml"))
    except OSError:
        return []
    paths = [note.with_suffix("") for note in notes]
    return [(path, noted) for path in paths if is_file(path) and (noted := origin_of(path)) is not None]


def _is_its_origin(origin: Path, path: Path, noted: Path) -> bool:
    """Whether a working copy is one of a board: it lies where the note says, or was moved or renamed.

    A network drive that is away has no identity, and one that comes back under another letter has another path.
    """
    if os.path.normcase(origin.absolute()) == os.path.normcase(noted) or _same_file(origin, noted):
        return True
    # Under another name and elsewhere it may be somebody's copy: what was done here is not to go into that.
    kept = origin.name == noted.name or _same_file(origin.parent, noted.parent)
    return kept and not is_file(noted) and bool(own := identity_of(origin)) and own == identity_of(path)


def _free_place(identity: str, origin: Path, folder: Path) -> Path:
    """Where a new working copy goes; one without a note that is there already is found again."""
    for number in count(1):
        place = folder / (identity[:12] if number == 1 else f"{identity[:12]}-{number}") / origin.name
        if origin_of(place) is None or not is_file(place):
            return place
    raise AssertionError("there is always a next number")


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _edition(board_file: BoardFile) -> int:
    with board_file.reading() as reader:
        return edition(reader)


def _write_note(path: Path, origin: Path, edition: int) -> None:
    try:
        document = tomli_w.dumps({"origin": str(origin), "published": edition})
        write_in_one_step(note_of(path), (_COMMENT + document).encode())
    except OSError as error:
        raise BoardError(f"{note_of(path)} could not be written: {why_not(error)}.") from None
    except UnicodeEncodeError:
        raise BoardError(f"The name of {origin.parent} is no text. Rename the folder, then try again.") from None


def look_around(file: BoardFile, origin: Path | None, in_place: tuple[Path, ...], folder: Path) -> Noticed:
    """Look around a board. Only reads; what cannot be read is not there.

    Args:
        file: the board.
        origin: the board of which it is a working copy, or None.
        in_place: boards that the person works on in their synced folders.
        folder: where the person's working copies lie.
    """
    path = file.path.absolute()
    try:
        beside = [*conflicted_siblings(path), *(conflicted_siblings(origin) if origin is not None else ())]
        seen = preview_merge(file, beside) if beside else None
        news = [each for each in seen.copies if each.new or each.refused] if seen is not None else []
        service = synced_folder(path) if origin is None and path not in in_place else ""
        local = bool(service) and working_copy_of(path, folder) is not None
        # The origin itself, which may be out of reach or gone.
        waiting = len(preview_merge(file, [origin]).edits) if origin is not None and origin.is_file() else 0
    except (OSError, RuntimeError, BoardError):
        return Noticed()
    return Noticed(
        tuple(each.path for each in news), len(seen.edits) if seen is not None else 0, service, local, waiting
    )
