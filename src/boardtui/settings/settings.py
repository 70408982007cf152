"""What a person has chosen, kept between openings: how it is read and how it is written.

The file is ``settings.toml`` in the user's configuration folder. A person may edit it by hand, so reading
forgives (a plain sentence for each thing it cannot use, and the default in its place) and writing is careful
(only what changed, in one step, with everything that this version does not know left where it was).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import field, fields, replace
from itertools import count
from pathlib import Path
from typing import Any, Self

import tomli_w

from boardtui import __version__
from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import one_line, tidy_line
from boardtui.settings.disk import ChangedMeanwhileError, private_folder, why_not, write_in_one_step
from boardtui.settings.paths import Paths
from boardtui.settings.toml_files import TEXT, Shape, UnreadableFileError, parse_toml, read_bytes, read_toml, table_of

DEFAULT_THEME = "council-dark"
MOST_RECENT_BOARDS = 9
MOST_IN_PLACE = 50
LONGEST_SIGNATURE = 80
LONGEST_KEY = 60

_FIRST_COMMENT = (
    "# Settings of boardtui. The program keeps this first block of comments and every setting it does not\n"
    "# know; other comments are lost when it saves.\n"
)


def read_signature(text: str) -> tuple[str, str | None]:
    """Make a signature of what somebody typed or wrote into the file.

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


def _signature(_name: str, value: str, problems: list[str]) -> str:
    signature, complaint = read_signature(value)
    problems.extend([complaint] if complaint else [])
    return signature


def _theme_name(_name: str, value: str, _problems: list[str]) -> str:
    return tidy_line(value) or DEFAULT_THEME


def _board(name: str, value: str, _problems: list[str]) -> Path | None:
    if "\0" in value:
        raise UnreadableFileError(f"{name} is not the name of a file")
    return Path(value) if value else None


def _boards(most: int) -> Callable[[str, list[Any], list[str]], tuple[Path, ...]]:
    def check(name: str, value: list[Any], problems: list[str]) -> tuple[Path, ...]:
        found = (_read(_BOARD, name, each, None, problems) for each in value)
        return tuple(dict.fromkeys(path for path in found if path is not None))[:most]

    return check


def _keys(_name: str, value: dict[str, Any], problems: list[str]) -> dict[str, str]:
    found = {
        command: _read(_KEY, f"the key for {one_line(command)}", key, "", problems) for command, key in value.items()
    }
    return {command: key for command, key in found.items() if key}


def _key(name: str, value: str, _problems: list[str]) -> str:
    if not value or len(value) > LONGEST_KEY or value != tidy_line(value).replace(" ", ""):
        raise UnreadableFileError(f'{name} is not a key such as "ctrl+e"')
    return value


_BOARD = Shape(str, "the name of a file in quotation marks", _board, written=str)
_KEY = Shape(str, TEXT.words, _key)


def _boards_shape(most: int) -> Shape:
    return Shape(list, "a list of file names", _boards(most), written=lambda boards: [str(board) for board in boards])


def _setting(default: Any, shape: Shape, says: str) -> Any:
    """A field of the settings: what it is until somebody chooses, what stands for it in the file, and what it says."""
    given = {"default_factory": default} if callable(default) else {"default": default}
    return field(**given, metadata={"shape": shape, "says": says})


@immutable
class Settings:
    """What a person has chosen. Each setting is declared here and nowhere else.

    Reading, what is said of a mistake, writing, and the table in docs/settings.md follow from these lines.
    """

    signature: str = _setting(
        "",
        Shape(str, TEXT.words, _signature),
        f"What your edits are signed with, at most {LONGEST_SIGNATURE} characters; you are asked once.",
    )
    theme: str = _setting(DEFAULT_THEME, Shape(str, TEXT.words, _theme_name), "The name of the theme; `t` changes it.")
    last_board: Path | None = _setting(None, _BOARD, "The board that is opened when none is named.")
    recent_boards: tuple[Path, ...] = _setting(
        (),
        _boards_shape(MOST_RECENT_BOARDS),
        f"The boards you opened lately, the latest first, at most {MOST_RECENT_BOARDS}.",
    )
    edited_in_place: tuple[Path, ...] = _setting(
        (),
        _boards_shape(MOST_IN_PLACE),
        "The boards in synced folders that you work on there without being asked again, "
        f"the latest first, at most {MOST_IN_PLACE}.",
    )
    version_seen: str = _setting(
        "", TEXT, "The version that you used last, so that a newer one can say once what is new in it."
    )
    keys: dict[str, str] = _setting(
        dict, Shape(dict, "a table", _keys), "Your own keys: the name of a command, and the key you give it."
    )

    def with_board_opened(self, board: Path) -> Self:
        """These settings after a board was opened: it is the last one and heads the recent ones."""
        board = board.absolute()
        try:
            str(board).encode()
        except UnicodeEncodeError:
            # A name that is no text cannot be written in TOML. The board works; it is only not remembered.
            return self
        others = (other for other in self.recent_boards if other != board)
        recent = (board, *others)[:MOST_RECENT_BOARDS]
        return replace(self, last_board=board, recent_boards=recent, version_seen=__version__)

    def without_board(self, board: Path) -> Self:
        """These settings once a board is gone: it is neither the last one nor among the recent ones."""
        recent = tuple(other for other in self.recent_boards if other != board.absolute())
        last = self.last_board if self.last_board != board.absolute() else next(iter(recent), None)
        return replace(self, last_board=last, recent_boards=recent)

    def with_board_in_place(self, board: Path) -> Self:
        """These settings after a person chose to work on a board in its synced folder."""
        board = board.absolute()
        others = (other for other in self.edited_in_place if other != board)
        return replace(self, edited_in_place=(board, *others)[:MOST_IN_PLACE])


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
    return change_settings(lambda _present: settings, path)[1]


def _saved(change: Callable[[Settings], Settings], path: Path) -> tuple[Settings, list[str]]:
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
            return change(Settings()), [f"The settings were not saved: {path} cannot be read, {error}."]
        broken = True
    except OSError as error:
        return change(Settings()), [f"The settings were not saved: {path} cannot be opened, {why_not(error)}."]
    except RuntimeError:
        return change(Settings()), [f"The settings were not saved: {path} is a link that leads back to itself."]

    settings = change(_settings_of(document)[0])
    if not _put_changes(settings, document):
        return settings, []
    try:
        if broken:
            kept = _keep_broken(path, content)
            notes.append(f"The settings file could not be read. It is kept as {kept.name} and a new one was written.")
        private_folder(path.parent)
        comment = "" if broken else _comment_at_the_top(content.decode("utf-8-sig"))
        text = (comment or _FIRST_COMMENT) + "\n" + tomli_w.dumps(document)
        write_in_one_step(path, text.encode(), instead_of=content)
    except OSError as error:
        why = why_not(error)
        return settings, [f"The settings could not be saved to {path}: {why}. They hold until the program is closed."]
    except UnicodeEncodeError:
        return settings, ["The settings could not be saved: they hold characters that are no text."]
    return settings, notes


def change_settings(change: Callable[[Settings], Settings], path: Path | None = None) -> tuple[Settings, list[str]]:
    """Read the settings afresh, change them and save, so that another open window's choices are not undone.

    It is done again where another window saves its own in the same moment.

    Args:
        change: Makes the new settings of the present ones.
        path: The file; the user's own when not given.

    Returns:
        The new settings and the sentences of :func:`save_settings`.
    """
    while True:
        with suppress(ChangedMeanwhileError):
            return _saved(change, path or Paths.of_this_user().settings)


def _read(shape: Shape, name: str, value: object, otherwise: Any, problems: list[str]) -> Any:
    """What the program keeps of a value; where it cannot be used, that is said and another one taken."""
    try:
        return shape.read(name, value, problems)
    except UnreadableFileError as error:
        problems.append(f"In the settings file, {error}. It is passed over.")
        return otherwise


def _settings_of(document: dict[str, Any]) -> tuple[Settings, list[str]]:
    problems: list[str] = []
    default = Settings()
    values = {
        each.name: _read(each.metadata["shape"], each.name, document[each.name], getattr(default, each.name), problems)
        for each in fields(Settings)
        if each.name in document
    }
    return Settings(**values), problems + _unknown(document)


def _unknown(document: dict[str, Any]) -> list[str]:
    """A sentence for each name that is no setting: misspelt, it would be kept and do nothing."""
    known = [each.name for each in fields(Settings)]
    unknown = [name for name in document if name not in known]
    if not unknown:
        return []
    from difflib import get_close_matches

    told = []
    for name in unknown:
        near = get_close_matches(name.casefold(), known, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There is: {', '.join(known)}."
        told.append(f"In the settings file, {one_line(name)[:LONGEST_KEY]} is no setting of this version. {hint}")
    return told


def _put_changes(settings: Settings, document: dict[str, Any]) -> bool:
    """Bring a document up to date with the settings; whether that changed anything.

    What reads as it should already is left alone, also a value that was passed over: the person may be about
    to correct it.
    """
    present, _ = _settings_of(document)
    default = Settings()
    changed = False
    for each in fields(Settings):
        name = each.name
        value, before = getattr(settings, name), getattr(present, name)
        if value == before:
            continue
        changed = True
        if isinstance(value, dict):
            # What the table holds beside it may mean something to another version, or be corrected.
            table = document.get(name)
            kept = {key: old for key, old in table.items() if key not in before} if isinstance(table, dict) else {}
            document[name] = kept | value
        elif value == getattr(default, name):
            document.pop(name, None)
        else:
            document[name] = each.metadata["shape"].written(value)
    return changed


def settings_table() -> str:
    """All settings as a Markdown table, for docs/settings.md. It ends with a newline."""
    rows = [(f"`{each.name}`", each.metadata["shape"].words, each.metadata["says"]) for each in fields(Settings)]
    return table_of(("setting", "written as", "what it is"), rows)


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
