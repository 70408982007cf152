"""Theme files: the themes that come with the program and those that a user has written, in TOML.

A theme file is data only. It is checked completely when it is read (every field there, every colour known,
all text readable on what lies under it), so that nothing later can fail on it: a theme with a fault is
reported and passed over. docs/themes.md tells users how to write one.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from boardtui.domain.records.text import one_line
from boardtui.settings.disk import why_not
from boardtui.settings.paths import Paths, bundled
from boardtui.settings.settings import DEFAULT_THEME, Settings
from boardtui.settings.themes import FIELDS, LEAST_CONTRAST, PAIR, ThemeField, ThemeFile, contrast
from boardtui.settings.toml_files import UnreadableFileError, read_toml

NO_COLOUR_THEME = "no-colour"


def load_themes(user_folder: Path | None = None) -> tuple[list[ThemeFile], list[str]]:
    """Read the themes that come with the program and then the user's own, each group by file name.

    A user's theme may not take the name of another one: the names that come with the program always mean the
    same.

    Args:
        user_folder: Folder of the user's themes; the usual one when not given.

    Returns:
        The themes that can be used, and a plain sentence for each file or setting passed over.
    """
    themes: list[ThemeFile] = []
    problems: list[str] = []
    try:
        folders = [bundled("themes")]
    except FileNotFoundError as error:
        problems.append(str(error))
        folders = []
    for folder in (*folders, user_folder or Paths.of_this_user().themes):
        try:
            files = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(f"The theme folder {folder} cannot be opened: {why_not(error)}.")
            continue
        for path in files:
            shown = one_line(path.name)
            try:
                theme, notes = read_theme(path)
                _refuse_taken_name(theme, themes)
            except UnreadableFileError as error:
                problems.append(f"The theme file {shown} is passed over: {error}.")
            except OSError as error:
                problems.append(f"The theme file {shown} is passed over: {why_not(error)}.")
            else:
                themes.append(theme)
                problems.extend(f"In the theme file {shown}, {note}." for note in notes)
    return themes, problems


def read_theme(path: Path) -> tuple[ThemeFile, list[str]]:
    """Read and check one theme file.

    Returns:
        The theme, and a remark on each setting in the file that means nothing to this program.

    Raises:
        UnreadableFileError: The theme cannot be used; the message says what to change.
        OSError: The file cannot be opened.
    """
    document = read_toml(path)
    problems: list[str] = []
    found: dict[str, Any] = {"source": path}
    for each in FIELDS:
        value = each.shape.read(each.path, _given(document, each), problems)
        if each.table:
            # A rating is called what the domain calls it: "not rated".
            found.setdefault(each.table, {})[each.name.replace("_", " ")] = value
        else:
            found[each.name] = value
    theme = ThemeFile(**found)
    for what, text, background in theme.text_pairs():
        ratio = contrast(text, background)
        if ratio < LEAST_CONTRAST:
            # Rounded down, so that 4.49 is not called 4.5 and refused for being less than 4.5.
            raise UnreadableFileError(
                f"{what} cannot be read easily ({text} on {background} has a contrast of "
                f"{int(ratio * 10) / 10} to 1, and at least {LEAST_CONTRAST} is needed)"
            )
    return theme, [f"{name} means nothing to this program and is ignored" for name in _unknown(document)]


def choose_theme(settings: Settings, themes: Sequence[ThemeFile], env: Mapping[str, str]) -> ThemeFile:
    """The theme to start with.

    Args:
        settings: The person's settings.
        themes: What :func:`load_themes` found.
        env: The environment. Textual removes ``NO_COLOR`` from it when an application is made: ask before.

    Returns:
        The theme without colour where ``NO_COLOR`` is set, even to nothing (Textual then draws in grey, which
        this theme is made for); else the theme of the settings, or the default one.

    Raises:
        LookupError: There is no theme at all; the message is a sentence to show.
    """
    wanted = [settings.theme, DEFAULT_THEME]
    if "NO_COLOR" in env:
        wanted.insert(0, NO_COLOUR_THEME)
    by_name = {theme.name: theme for theme in themes}
    for name in wanted:
        if name in by_name:
            return by_name[name]
    if not themes:
        raise LookupError("This installation lacks its themes. Install boardtui again.")
    return themes[0]


def missing_theme(settings: Settings, themes: Sequence[ThemeFile]) -> str | None:
    """A sentence if the theme of the settings is not there, so that another is not taken in silence."""
    if any(theme.name == settings.theme for theme in themes):
        return None
    return f"There is no usable theme called {settings.theme}. The usual one is shown; choose another with t."


def _refuse_taken_name(theme: ThemeFile, themes: Sequence[ThemeFile]) -> None:
    for other in themes:
        if other.name == theme.name:
            raise UnreadableFileError(
                f"the name {theme.name} is taken by {one_line(other.source.name)}; give it a name of its own"
            )


def _given(document: dict[str, Any], field: ThemeField) -> object:
    """What a file holds for a field.

    Raises:
        UnreadableFileError: Nothing.
    """
    table: object = document
    done: list[str] = []
    for name in field.path.split("."):
        if not isinstance(table, dict):
            raise UnreadableFileError(f"{'.'.join(done)} should be a table")
        done.append(name)
        if name not in table:
            raise UnreadableFileError(f"{'.'.join(done)} is missing")
        table = table[name]
    return table


def _unknown(document: dict[str, Any]) -> Iterator[str]:
    """What a file holds beside the fields: at its top, then in its tables, then in the pairs."""
    known = {each.path for each in FIELDS} | {each.table for each in FIELDS}
    known |= {f"{each.path}.{name}" for each in FIELDS if each.shape.kind is dict for name in PAIR}
    waiting = [("", document)]
    for start, table in waiting:
        for name, value in table.items():
            path = f"{start}{name}"
            if path not in known:
                yield one_line(path)
            elif isinstance(value, dict):
                waiting.append((f"{path}.", value))
