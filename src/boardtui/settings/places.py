"""What is found again at the next start: where a person was on each board, and what was typed but not entered."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from boardtui.domain.immutable import immutable
from boardtui.settings.disk import ChangedMeanwhileError, private_folder, write_in_one_step, write_new
from boardtui.settings.paths import Paths, under_free_name

_PATTERN = "typed-*.txt"
_FOR_THE_MENDER = "For whoever mends the program:"
MOST_BOARDS = 40
LARGEST_FILE = 2_000_000
"""Bytes."""


def save_left_behind(words: Sequence[tuple[str, str]], failure: BaseException | None, now: datetime) -> Path:
    """Write what was typed, and below it where the program failed, without the values it worked with.

    Args:
        words: what each field is called, and what stood in it.
        failure: what ended the program.
        now: the time, for the name of the file.

    Raises:
        OSError: the file cannot be written.
    """
    folder = Paths.of_this_user().config
    private_folder(folder)
    lines = [f"{label}:\n{text}\n" for label, text in words]
    where = "".join(traceback.format_tb(failure.__traceback__)) if failure is not None else ""
    lines.append(f"{_FOR_THE_MENDER} {type(failure).__name__} at\n{where}")
    content = "\n".join(lines).encode()
    return under_free_name(folder / f"typed-{now:%Y-%m-%d-%H%M%S}.txt", lambda free: write_new(free, content))


def left_behind() -> list[Path]:
    """The files that are still there, the latest first."""
    found = sorted(Paths.of_this_user().config.glob(_PATTERN), reverse=True)
    return [each for each in found if each.is_file()]


def words_in(path: Path) -> str:
    """What was typed by such a file, each field under its name; empty where it cannot be read, or nothing was."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(_FOR_THE_MENDER)[0].strip() if _FOR_THE_MENDER in text else text.strip()


@immutable
class KeptFilter:
    """A filter that somebody has given a name.

    Attributes:
        words: what was typed.
        ready: the label of the ready filter that was on.
        order: the label of the order.
    """

    words: str = ""
    ready: str = ""
    order: str = ""


@immutable
class ScreenPlace:
    """How a screen was left.

    Attributes:
        cursor: the key of the row.
        words, ready, order: what was shown, and in what order: see `KeptFilter`.
        whole: which part had the whole screen; empty for none.
        filters: those that were kept, by name.
    """

    cursor: str = ""
    words: str = ""
    ready: str = ""
    order: str = ""
    whole: str = ""
    filters: Mapping[str, KeptFilter] = field(default_factory=dict)


@immutable
class BoardPlace:
    """How a board was left.

    Attributes:
        path: the file it was in.
        counts: how it stood, for the list of boards.
        screen: the screen that was shown.
        inbox: the folder in which copies of it that came back were looked for last.
        screens: all that were.
    """

    path: str = ""
    counts: str = ""
    screen: str = ""
    inbox: str = ""
    screens: Mapping[str, ScreenPlace] = field(default_factory=dict)


P = TypeVar("P", KeptFilter, ScreenPlace, BoardPlace)


def load_places(path: Path | None = None) -> dict[str, BoardPlace]:
    """How each board was left, by its identity, the one that was left last at the end."""
    return _places_in(_content(path or Paths.of_this_user().places))


def _content(path: Path) -> bytes | None:
    """What the file holds, nothing where there is none; None where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE or not path.is_file():
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError:
        return None


def _places_in(content: bytes | None) -> dict[str, BoardPlace]:
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    return {board: _board(each) for board, each in found.items()} if isinstance(found, dict) else {}


def keep_place(board: str, place: BoardPlace, path: Path | None = None, *, since: BoardPlace | None = None) -> None:
    """Keep how a board was left; its inbox stays unless another is named, and so do all other boards.

    Where that cannot be written, the next start begins where every first one does.

    Args:
        board: its identity.
        place: how it is left.
        path: the file; the user's own when not given.
        since: how it was read or kept here before. Filters that another window has kept since then stay.
    """

    def change(there: BoardPlace) -> BoardPlace:
        screens = place.screens
        if since is not None:
            screens = {name: _with_filters(name, each, since, there) for name, each in screens.items()}
        return replace(place, inbox=place.inbox or there.inbox, screens=screens)

    _change(board, change, path)


def _with_filters(name: str, now: ScreenPlace, since: BoardPlace, there: BoardPlace) -> ScreenPlace:
    before = since.screens.get(name, ScreenPlace()).filters
    theirs = there.screens.get(name, ScreenPlace()).filters
    own = {each: kept for each, kept in now.filters.items() if before.get(each) != kept}
    left = {each: kept for each, kept in theirs.items() if each in now.filters or each not in before}
    return replace(now, filters={**left, **own})


def _change(board: str, change: Callable[[BoardPlace], BoardPlace], path: Path | None) -> None:
    while True:
        with suppress(ChangedMeanwhileError):  # by another window, whose place stays
            _change_once(board, change, path or Paths.of_this_user().places)
            return


def _change_once(board: str, change: Callable[[BoardPlace], BoardPlace], path: Path) -> None:
    content = _content(path)
    places = _places_in(content)
    places[board] = change(places.pop(board, BoardPlace()))
    latest = dict(list(places.items())[-MOST_BOARDS:])
    try:
        private_folder(path.parent)
        text = json.dumps({name: asdict(each) for name, each in latest.items()}, ensure_ascii=False, indent=1)
        write_in_one_step(path, text.encode(), instead_of=content)
    except (OSError, UnicodeEncodeError):
        pass


def keep_inbox(board: str, inbox: Path, path: Path | None = None) -> None:
    """Keep in which folder copies of a board were looked for."""
    _change(board, lambda before: replace(before, inbox=str(inbox)), path)


def inbox_of(board: str, path: Path | None = None) -> Path | None:
    """The folder in which copies of a board were looked for last; None where there is none."""
    inbox = load_places(path).get(board, BoardPlace()).inbox
    return Path(inbox) if inbox else None


def counts_by_path(path: Path | None = None) -> dict[str, str]:
    """How the boards stood when they were left, by the paths of their files."""
    return {each.path: each.counts for each in load_places(path).values() if each.path and each.counts}


def _board(found: object) -> BoardPlace:
    screens = {name: _screen(each) for name, each in _table(found, "screens").items()}
    return replace(_lines(BoardPlace, found), screens=screens)


def _screen(found: object) -> ScreenPlace:
    filters = {name: _lines(KeptFilter, each) for name, each in _table(found, "filters").items()}
    return replace(_lines(ScreenPlace, found), filters=filters)


def _lines(kind: type[P], found: object) -> P:
    """What of a table is text where text is wanted."""
    names = [each.name for each in fields(kind)]
    table = found if isinstance(found, dict) else {}
    return kind(**{name: table[name] for name in names if isinstance(table.get(name), str)})


def _table(found: object, name: str) -> dict[str, Any]:
    table = found.get(name) if isinstance(found, dict) else None
    return table if isinstance(table, dict) else {}
