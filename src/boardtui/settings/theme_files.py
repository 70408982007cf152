"""Theme files: the themes that come with the program and those that a user has written, in TOML.

A theme file is data only. It is checked completely when it is read (every field there, every colour known,
all text readable on what lies under it), so that nothing later can fail on it: a theme with a fault is
reported and passed over. docs/themes.md tells users how to write one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from boardtui.domain.records.text import one_line, tidy_line
from boardtui.settings.paths import Paths, bundled
from boardtui.settings.settings import DEFAULT_THEME, Settings
from boardtui.settings.themes import (
    BANDS,
    COLOURS,
    LEAST_CONTRAST,
    MARKS,
    RAG,
    STYLES,
    ColourPair,
    ThemeFile,
    contrast,
)
from boardtui.settings.toml_files import UnreadableFileError, read_toml, why_not

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

    Args:
        path: The file.

    Returns:
        The theme, and a remark on each setting in the file that means nothing to this program.

    Raises:
        UnreadableFileError: The theme cannot be used; the message says what to change.
        OSError: The file cannot be opened.
    """
    part = _Part("", read_toml(path))
    name = part.text("name")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        raise UnreadableFileError("its name may hold only small letters, digits and hyphens, at most 40")
    label = tidy_line(part.text("label"))
    if not 0 < len(label) <= 40:
        raise UnreadableFileError("its label should have 1 to 40 characters")
    colours, marks, rag, bands = (part.part(name) for name in ("colours", "marks", "rag", "bands"))
    theme = ThemeFile(
        name=name,
        label=label,
        dark=part.truth("dark"),
        colours={name: colours.colour(name) for name in COLOURS},
        header=part.pair("header"),
        cursor=part.pair("cursor"),
        rag={name: rag.pair(name.replace(" ", "_")) for name in RAG},
        bands={name: bands.pair(name) for name in BANDS},
        marks={name: marks.colour(name) for name in MARKS},
        source=path,
    )
    for what, text, background in theme.text_pairs():
        ratio = contrast(text, background)
        if ratio < LEAST_CONTRAST:
            # Rounded down, so that 4.49 is not called 4.5 and refused for being less than 4.5.
            raise UnreadableFileError(
                f"{what} cannot be read easily ({text} on {background} has a contrast of "
                f"{int(ratio * 10) / 10} to 1, and at least {LEAST_CONTRAST} is needed)"
            )
    return theme, [f"{unknown} means nothing to this program and is ignored" for unknown in part.unused()]


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


class _Part:
    """One table of a theme file. It remembers what was asked for, so that the rest can be called unknown."""

    def __init__(self, name: str, table: dict[str, Any]) -> None:
        self._name = name
        self._table = table
        self._asked: set[str] = set()
        self._parts: list[_Part] = []

    def _path(self, name: str) -> str:
        return f"{self._name}.{name}" if self._name else name

    def _get(self, name: str, kind: type, shape: str) -> Any:
        self._asked.add(name)
        if name not in self._table:
            raise UnreadableFileError(f"{self._path(name)} is missing")
        if not isinstance(self._table[name], kind):
            raise UnreadableFileError(f"{self._path(name)} should be {shape}")
        return self._table[name]

    def text(self, name: str) -> str:
        text: str = self._get(name, str, "text in quotation marks")
        return text

    def truth(self, name: str) -> bool:
        truth: bool = self._get(name, bool, "true or false")
        return truth

    def part(self, name: str) -> "_Part":
        part = _Part(self._path(name), self._get(name, dict, "a table"))
        self._parts.append(part)
        return part

    def colour(self, name: str) -> str:
        given = self.text(name)
        if re.fullmatch(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", given) is None:
            shown = one_line(given)[:30]
            raise UnreadableFileError(
                f'{self._path(name)} is "{shown}", which is not a colour; write # and six digits, as #1B2A41'
            )
        digits = given[1:] if len(given) == 7 else "".join(digit * 2 for digit in given[1:])
        return f"#{digits.upper()}"

    def pair(self, name: str) -> ColourPair:
        part = self.part(name)
        style = part.text("style") if "style" in part._table else "none"
        words = style.split()
        if not words or not STYLES.issuperset(words) or ("none" in words and len(words) > 1):
            raise UnreadableFileError(f"{part._path('style')} may only hold the words {', '.join(sorted(STYLES))}")
        return ColourPair(part.colour("background"), part.colour("text"), " ".join(words))

    def unused(self) -> Iterator[str]:
        for name in self._table:
            if name not in self._asked:
                yield one_line(self._path(name))
        for part in self._parts:
            yield from part.unused()
