"""A theme: its fields, each declared once, and what is handed to Textual and its style sheet of them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import one_line, tidy_line
from boardtui.settings.toml_files import TEXT, TRUTH, Shape, UnreadableFileError, table_of

LEAST_CONTRAST = 4.5
"""Contrast ratio of text that WCAG 2.2 asks for at level AA (success criterion 1.4.3)."""

STYLES = frozenset({"none", "bold", "italic", "underline", "reverse"})
LONGEST_NAME = 40


@immutable
class ColourPair:
    """Text and what lies under it.

    Attributes:
        background: Colour as ``#rrggbb``.
        text: Colour as ``#rrggbb``.
        style: Words such as ``bold underline``, or ``none``, as a style sheet takes them.
    """

    background: str
    text: str
    style: str = "none"

    @property
    def as_style(self) -> str:
        """The pair as both Textual's content and Rich take it: ``bold #000000 on #F2B134``."""
        # Rich knows "none" only where it stands alone.
        words = "" if self.style == "none" else f"{self.style} "
        return f"{words}{self.text} on {self.background}"


def _name(_field: str, value: str, _problems: list[str]) -> str:
    if not re.fullmatch(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_NAME - 1}}}", value):
        raise UnreadableFileError(f"its name may hold only small letters, digits and hyphens, at most {LONGEST_NAME}")
    return value


def _label(_field: str, value: str, _problems: list[str]) -> str:
    label = tidy_line(value)
    if not 0 < len(label) <= LONGEST_NAME:
        raise UnreadableFileError(f"its label should have 1 to {LONGEST_NAME} characters")
    return label


def _colour(field: str, value: str, _problems: list[str]) -> str:
    if re.fullmatch(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", value) is None:
        shown = one_line(value)[:30]
        raise UnreadableFileError(f'{field} is "{shown}", which is not a colour; write # and six digits, as #1B2A41')
    digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
    return f"#{digits.upper()}"


def _style(field: str, value: str, _problems: list[str]) -> str:
    words = value.split()
    if not words or not STYLES.issuperset(words) or ("none" in words and len(words) > 1):
        raise UnreadableFileError(f"{field} may only hold the words {', '.join(sorted(STYLES))}")
    return " ".join(words)


_COLOUR = Shape(str, TEXT.words, _colour)
PAIR: Mapping[str, Shape] = {"background": _COLOUR, "text": _COLOUR, "style": Shape(str, TEXT.words, _style)}
"""What a pair of colours holds. Only its style may be left out."""


def _pair(field: str, value: dict[str, Any], problems: list[str]) -> ColourPair:
    given = {"style": "none"} | value
    for name in PAIR:
        if name not in given:
            raise UnreadableFileError(f"{field}.{name} is missing")
    return ColourPair(**{name: shape.read(f"{field}.{name}", given[name], problems) for name, shape in PAIR.items()})


@immutable
class ThemeField:
    """One field of a theme file.

    Attributes:
        path: Its table and its name, as ``colours.primary``.
        shape: What stands for it in the file, and how it is checked.
        words: The same for people.
        says: What it is for.
        on: The fields of ``[colours]`` that it is written on, and so has to be readable on.
    """

    path: str
    shape: Shape
    words: str
    says: str
    on: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The table it stands in; empty for the top of the file."""
        return self.path.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its name within its table."""
        return self.path.rpartition(".")[2]


def _one(path: str, says: str, on: tuple[str, ...] = ()) -> ThemeField:
    return ThemeField(path, _COLOUR, "colour", says, on)


def _two(path: str, says: str) -> ThemeField:
    return ThemeField(path, Shape(dict, "a table", _pair), "pair", says)


_EVERYWHERE = ("background", "surface", "panel")
_UNDER_THE_MOUSE_TOO = (*_EVERYWHERE, "boost")

FIELDS = (
    ThemeField(
        "name", Shape(str, TEXT.words, _name), "text", "What settings.toml calls it: small letters, digits and hyphens."
    ),
    ThemeField("label", Shape(str, TEXT.words, _label), "text", f"What people see, at most {LONGEST_NAME} characters."),
    ThemeField("dark", TRUTH, TRUTH.words, "Whether light text stands on dark."),
    _one("colours.primary", "Main buttons, and headings in long texts.", _EVERYWHERE),
    _one("colours.secondary", "Lines and scroll bars: no text, but at least 3 to 1 to be seen."),
    _one("colours.accent", "Keys in the last line, links, the frame of what has the keys.", _EVERYWHERE),
    _one("colours.foreground", "Text.", _UNDER_THE_MOUSE_TOO),
    _one("colours.muted", "Less important text.", _UNDER_THE_MOUSE_TOO),
    _one("colours.background", "The screen."),
    _one("colours.surface", "Panes and fields on it."),
    _one("colours.panel", "Bars, and headings of tables."),
    _one("colours.boost", "The row under the mouse."),
    _one("colours.success", "What went well.", _EVERYWHERE),
    _one("colours.warning", "What to look at.", _EVERYWHERE),
    _one("colours.error", "What is late or wrong.", _EVERYWHERE),
    _two("header", "The line at the top."),
    _two("cursor", "The row that the keys act on; its text colour holds for the whole row."),
    _two("rag.red", "A red rating."),
    _two("rag.amber", "An amber rating."),
    _two("rag.green", "A green rating."),
    _two("rag.blue", "A blue rating."),
    _two("rag.not_rated", "What is not rated."),
    _two("bands.low", "The lowest band of risk scores."),
    _two("bands.moderate", "The second band."),
    _two("bands.high", "The third band."),
    _two("bands.extreme", "The highest band."),
    _one("marks.better", "What moved to the better since the last meeting.", _EVERYWHERE),
    _one("marks.worse", "What moved to the worse.", _EVERYWHERE),
    _one("marks.same", "What did not move.", _EVERYWHERE),
)
"""Every field of a theme file. Reading, checking and the table in docs/themes.md follow from these lines."""

BANDS, MARKS = (tuple(each.name for each in FIELDS if each.table == table) for table in ("bands", "marks"))


def fields_table() -> str:
    """All fields of a theme file as a Markdown table, for docs/themes.md. It ends with a newline."""
    rows = [(f"`{each.path}`", each.words, each.says, ", ".join(each.on)) for each in FIELDS]
    return table_of(("field", "written as", "what it is for", "readable on"), rows)


@immutable
class ThemeFile:
    """One theme, complete and readable.

    Attributes:
        name: What settings.toml calls it: small letters, digits and hyphens.
        label: What people see.
        dark: Whether light text stands on dark.
        colours: The colours of ``[colours]``, by name.
        header: The pair of the line at the top.
        cursor: The pair of the row that the keys act on.
        rag: A pair for each rating, by the value that the domain gives it.
        bands: A pair for each of :data:`BANDS`, for the risk heat map.
        marks: Text colours for movement, by name.
        source: The file it was read from.
    """

    name: str
    label: str
    dark: bool
    colours: Mapping[str, str]
    header: ColourPair
    cursor: ColourPair
    rag: Mapping[str, ColourPair]
    bands: Mapping[str, ColourPair]
    marks: Mapping[str, str]
    source: Path

    @property
    def variables(self) -> dict[str, str]:
        """Values for the style sheet: ours, and those of Textual's that its guesses would leave hard to read.

        Ours are ``header-background`` and ``header-text``; ``rag-red-background``, ``rag-red-text``,
        ``rag-red-style`` and so for each rating (``rag-not-rated-…``) and band (``band-low-…``);
        ``mark-better``, ``mark-worse``, ``mark-same``. Every theme has the same ones.
        """
        colour = self.colours
        variables = {
            "header-background": self.header.background,
            "header-text": self.header.text,
            "text-muted": colour["muted"],
            "text-disabled": colour["muted"],
            "foreground-muted": colour["muted"],
            "foreground-disabled": colour["muted"],
            "block-cursor-background": self.cursor.background,
            "block-cursor-foreground": self.cursor.text,
            # Textual drops a theme's boost where the theme has a panel too.
            "boost": colour["boost"],
            "block-cursor-blurred-background": colour["boost"],
            "block-cursor-blurred-foreground": colour["foreground"],
            "block-hover-background": colour["boost"],
            "border": colour["accent"],
            "border-blurred": colour["secondary"],
            "input-selection-background": self.cursor.background,
            "input-selection-foreground": self.cursor.text,
            "screen-selection-background": self.cursor.background,
            "screen-selection-foreground": self.cursor.text,
            "scrollbar": colour["secondary"],
            "scrollbar-hover": colour["primary"],
            "scrollbar-active": colour["primary"],
            "scrollbar-background": colour["surface"],
            "link-color": colour["accent"],
            "link-background-hover": self.cursor.background,
            "link-color-hover": self.cursor.text,
            # What Textual lays under the heading of a table's column when the cursor is there.
            "accent-darken-1": colour["boost"],
            # Textual's black or white at 87 % is too faint on some coloured buttons.
            "text": "auto 100%",
        }
        for name in ("primary", "accent", "success", "warning", "error"):
            variables[f"text-{name}"] = colour[name]
            variables[f"{name}-muted"] = colour["panel"]
        variables["text-secondary"] = colour["foreground"]
        variables["secondary-muted"] = colour["panel"]
        for family, pairs in (("rag", self.rag), ("band", self.bands)):
            for name, pair in pairs.items():
                stem = f"{family}-{name.replace(' ', '-')}"
                variables[f"{stem}-background"] = pair.background
                variables[f"{stem}-text"] = pair.text
                variables[f"{stem}-style"] = pair.style
        variables.update((f"mark-{name}", value) for name, value in self.marks.items())
        return variables

    def textual_arguments(self) -> dict[str, Any]:
        """The theme as Textual takes it: ``textual.theme.Theme(**theme.textual_arguments())``."""
        # Textual has a muted of its own, which it mixes; ours is among the variables.
        colours = {name: colour for name, colour in self.colours.items() if name != "muted"}
        return {"name": self.name, "dark": self.dark, "variables": self.variables, **colours}

    def text_pairs(self) -> Iterator[tuple[str, str, str]]:
        """All text that the program draws in this theme: what it is, its colour, the colour under it."""
        for each in FIELDS:
            found = getattr(self, each.table or each.name)
            value = found[each.name.replace("_", " ")] if each.table else found
            if isinstance(value, ColourPair):
                yield f"the text of {each.path}", value.text, value.background
            for place in each.on:
                yield f"{each.path.removeprefix('colours.')} on {place}", value, self.colours[place]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it, from 1 (the same) to 21 (black and white).

    Args:
        one: Colour as ``#rrggbb``.
        other: Colour as ``#rrggbb``; the order does not matter.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
