"""What a person has chosen, kept between openings: how it is read and how it is written.

The file is ``settings.toml`` in the user's configuration folder. A person may edit it by hand, so reading
forgives (a plain sentence for each thing it cannot use, and the default in its place) and writing is careful
(only what changed, in one step, with everything that this version does not know left where it was).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any, Self

import tomli_w

from boardtui.domain.records.text import one_line, tidy_line
from boardtui.settings.paths import Paths
from boardtui.settings.toml_files import (
    UnreadableFileError,
    parse_toml,
    read_bytes,
    read_toml,
    why_not,
    write_in_one_step,
)

DEFAULT_THEME = "council-dark"
MOST_RECENT_BOARDS = 9
MOST_IN_PLACE = 50
LONGEST_SIGNATURE = 80
LONGEST_KEY = 60

_FIRST_COMMENT = (
    "# Settings of boardtui. The program keeps this first block of comments and every setting it does not\n"
    "# know; other comments are lost when it saves.\n"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has chosen.

    Attributes:
        signature: The name that edits are signed with; empty until the person has been asked.
        theme: Name of the theme.
        last_board: The board to open when none is named.
        recent_boards: Boards opened lately, the latest first, at most nine.
        edited_in_place: Boards in synced folders that the person works on there, and does not want to be asked again.
        keys: Remapped keys: command id to key, such as ``{"undo": "ctrl+z"}``.
    """

    signature: str = ""
    theme: str = DEFAULT_THEME
    last_board: Path | None = None
    recent_boards: tuple[Path, ...] = ()
    edited_in_place: tuple[Path, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)

    def with_board_opened(self, board: Path) -> Self:
        """These settings after a board was opened: it is the last one and heads the recent ones."""
        board = board.absolute()
        try:
            str(board).encode()
        except UnicodeEncodeError:
            # A name that is no text cannot be written in TOML. The board works; it is only not remembered.
            return self
        others = (other for other in self.recent_boards if other != board)
        return replace(self, last_board=board, recent_boards=(board, *others)[:MOST_RECENT_BOARDS])

    def with_board_in_place(self, board: Path) -> Self:
        """These settings after a person chose to work on a board in its synced folder."""
        board = board.absolute()
        others = (other for other in self.edited_in_place if other != board)
        return replace(self, edited_in_place=(board, *others)[:MOST_IN_PLACE])

    def without_board(self, board: Path) -> Self:
        """These settings with a board forgotten, for one that is no longer there."""
        board = board.absolute()
        return replace(
            self,
            last_board=None if self.last_board == board else self.last_board,
            recent_boards=tuple(other for other in self.recent_boards if other != board),
        )


def read_signature(text: str) -> tuple[str, str | None]:
    """Make a signature of what somebody typed or wrote into the file.

    Args:
        text: The name as given.

    Returns:
        The signature, empty when refused, and a sentence when it is not what was given.
    """
    signature = tidy_line(text)
    if len(signature) > LONGEST_SIGNATURE:
        return (
            "",
            f"The name to sign edits with may have at most {LONGEST_SIGNATURE} characters: shorten it.",
        )
    if signature != one_line(text):  # which shows a mark where a character was left out
        return (
            signature,
            "The name to sign edits with held characters that cannot be shown; they were left out.",
        )
    return signature, None


def load_settings(path: Path | None = None) -> tuple[Settings, list[str]]:
    """Read the settings. Never fails: what cannot be used is reported and its default taken.

    Args:
        path: The file; the user's own when not given.

    Returns:
        The settings, and a plain sentence for each problem.
    """
    path = path or Paths.of_this_user().settings
    try:
        document = read_toml(path)
    except FileNotFoundError:
        return Settings(), []
    except UnreadableFileError as error:
        return Settings(), [
            f"The settings file cannot be read: {error}. The defaults are used; correct {path} or remove it."
        ]
    except OSError as error:
        return Settings(), [f"The settings file {path} cannot be opened: {why_not(error)}. The defaults are used."]
    return _settings_of(document)


def save_settings(settings: Settings, path: Path | None = None) -> list[str]:
    """Write the settings that differ from those in the file. Nothing is written when none does.

    The file is replaced in one step once the new one is on disk, so a reader sees the old or the new one, and
    sees it whole. Keys and tables that this version does not know are kept. A file that cannot be understood
    is first kept beside it as ``settings.toml.broken``.

    Args:
        settings: The settings to keep.
        path: The file; the user's own when not given.

    Returns:
        Plain sentences: what could not be saved, or that a broken file was put aside. Empty when all is well.
    """
    path = path or Paths.of_this_user().settings
    notes: list[str] = []
    content = b""
    document: dict[str, Any] = {}
    broken = False
    try:
        # A settings file is often a link into a folder of dotfiles: replace what it points to, not the link.
        path = path.resolve()
        content = read_bytes(path)
        document = parse_toml(content)
    except FileNotFoundError:
        pass
    except UnreadableFileError as error:
        if not content:
            return [f"The settings were not saved: {path} cannot be read, {error}."]
        broken = True
    except OSError as error:
        return [f"The settings were not saved: {path} cannot be opened, {why_not(error)}."]
    except RuntimeError:
        return [f"The settings were not saved: {path} is a link that leads back to itself."]

    if not _put_changes(settings, document):
        return []
    try:
        if broken:
            kept = _keep_broken(path, content)
            notes.append(f"The settings file could not be read. It is kept as {kept.name} and a new one was written.")
        path.parent.mkdir(parents=True, exist_ok=True)
        comment = "" if broken else _comment_at_the_top(content.decode("utf-8-sig"))
        write_in_one_step(path, ((comment or _FIRST_COMMENT) + "\n" + tomli_w.dumps(document)).encode())
    except OSError as error:
        why = why_not(error)
        return [f"The settings could not be saved to {path}: {why}. They hold until the program is closed."]
    except UnicodeEncodeError:
        return ["The settings could not be saved: they hold characters that are no text."]
    return notes


def change_settings(change: Callable[[Settings], Settings], path: Path | None = None) -> tuple[Settings, list[str]]:
    """Read the settings afresh, change them and save, so that another open window's choices are not undone.

    Args:
        change: Makes the new settings of the present ones.
        path: The file; the user's own when not given.

    Returns:
        The new settings and the sentences of :func:`save_settings`.
    """
    settings = change(load_settings(path)[0])
    return settings, save_settings(settings, path)


def _settings_of(document: dict[str, Any]) -> tuple[Settings, list[str]]:
    problems: list[str] = []

    def text(name: str, value: object) -> str:
        if not isinstance(value, str):
            problems.append(f"In the settings file, {name} should be text in quotation marks. It is passed over.")
            return ""
        return value

    def board(name: str, value: object) -> Path | None:
        given = text(name, value)
        if "\0" in given:
            problems.append(f"In the settings file, {name} is not the name of a file. It is passed over.")
            return None
        return Path(given) if given else None

    def table(name: str, kind: type[list[Any]] | type[dict[str, Any]], shape: str) -> Any:
        value = document.get(name, kind())
        if not isinstance(value, kind):
            problems.append(f"In the settings file, {name} should be {shape}. It is passed over.")
            return kind()
        return value

    def boards(name: str) -> list[Path]:
        found = (board(name, value) for value in table(name, list, "a list of file names"))
        return list(dict.fromkeys(path for path in found if path is not None))

    signature, complaint = read_signature(text("signature", document.get("signature", "")))
    if complaint:
        problems.append(complaint)
    keys: dict[str, str] = {}
    for command, value in table("keys", dict, "a table").items():
        name = f"the key for {one_line(command)}"
        key = text(name, value)
        if key and len(key) <= LONGEST_KEY and key == tidy_line(key).replace(" ", ""):
            keys[command] = key
        elif isinstance(value, str):
            problems.append(f'In the settings file, {name} is not a key such as "ctrl+e". It is passed over.')
    return (
        Settings(
            signature=signature,
            theme=tidy_line(text("theme", document.get("theme", DEFAULT_THEME))) or DEFAULT_THEME,
            last_board=board("last_board", document.get("last_board", "")),
            recent_boards=tuple(boards("recent_boards")[:MOST_RECENT_BOARDS]),
            edited_in_place=tuple(boards("edited_in_place")[:MOST_IN_PLACE]),
            keys=keys,
        ),
        problems,
    )


def _put_changes(settings: Settings, document: dict[str, Any]) -> bool:
    """Bring a document up to date with the settings; whether that changed anything.

    What reads as it should already is left alone, also a value that was passed over: the person may be about
    to correct it.
    """
    present, _ = _settings_of(document)
    default = Settings()
    changed = False
    for name in ("signature", "theme", "last_board", "recent_boards", "edited_in_place"):
        value = getattr(settings, name)
        if value == getattr(present, name):
            continue
        changed = True
        if value == getattr(default, name):
            document.pop(name, None)
        elif isinstance(value, tuple):
            document[name] = [str(item) for item in value]
        else:
            document[name] = str(value)
    if settings.keys != present.keys:
        changed = True
        table = document.get("keys")
        if not isinstance(table, dict):
            table = document["keys"] = {}
        for command in present.keys.keys() - settings.keys.keys():
            del table[command]
        table.update(settings.keys)
    return changed


def _comment_at_the_top(text: str) -> str:
    """The comment lines that a file begins with."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line + "\n")
    return "".join(lines)


def _keep_broken(path: Path, content: bytes) -> Path:
    """Keep a file that could not be understood, under a name that is free or that holds the same already."""
    for number in count(1):
        kept = path.with_name(f"{path.name}.broken" + (f"-{number}" if number > 1 else ""))
        if not kept.exists():
            write_in_one_step(kept, content)
            return kept
        if kept.is_file() and kept.read_bytes() == content:
            return kept
    raise AssertionError  # pragma: no cover - count() does not end
