"""A theme: the colours of one look, and what is handed to Textual and its style sheet of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

LEAST_CONTRAST = 4.5
"""Contrast ratio of text that WCAG 2.2 asks for at level AA (success criterion 1.4.3)."""

COLOURS = (
    "primary",
    "secondary",
    "accent",
    "foreground",
    "muted",
    "background",
    "surface",
    "panel",
    "boost",
    "success",
    "warning",
    "error",
)
RAG = ("red", "amber", "green", "blue", "not rated")
"""The ratings by the values the domain gives them; a theme file writes ``not_rated``."""
BANDS = ("low", "moderate", "high", "extreme")
MARKS = ("better", "worse", "same")
STYLES = frozenset({"none", "bold", "italic", "underline", "reverse"})

_WRITTEN_ON = ("background", "surface", "panel")
_USED_AS_TEXT = ("foreground", "muted", "primary", "accent", "success", "warning", "error")


@dataclass(frozen=True, slots=True)
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


class TextualTheme(TypedDict):
    """The arguments of ``textual.theme.Theme``, all by the names it gives them."""

    name: str
    primary: str
    secondary: str
    warning: str
    error: str
    success: str
    accent: str
    foreground: str
    background: str
    surface: str
    panel: str
    boost: str
    dark: bool
    variables: dict[str, str]


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """One theme, complete and readable.

    Attributes:
        name: What settings.toml calls it: small letters, digits and hyphens.
        label: What people see.
        dark: Whether light text stands on dark.
        colours: A colour for each of :data:`COLOURS`.
        header: The line at the top.
        cursor: The row that the keys act on; its text colour holds for the whole row.
        rag: A pair for each of :data:`RAG`.
        bands: A pair for each of :data:`BANDS`, for the risk heat map.
        marks: Text colours for each of :data:`MARKS`, for movement.
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

    def textual_arguments(self) -> TextualTheme:
        """The theme as Textual takes it: ``textual.theme.Theme(**theme.textual_arguments())``."""
        return TextualTheme(
            name=self.name,
            primary=self.colours["primary"],
            secondary=self.colours["secondary"],
            warning=self.colours["warning"],
            error=self.colours["error"],
            success=self.colours["success"],
            accent=self.colours["accent"],
            foreground=self.colours["foreground"],
            background=self.colours["background"],
            surface=self.colours["surface"],
            panel=self.colours["panel"],
            boost=self.colours["boost"],
            dark=self.dark,
            variables=self.variables,
        )

    def text_pairs(self) -> Iterator[tuple[str, str, str]]:
        """All text that the program draws in this theme: what it is, its colour, the colour under it."""
        for place in _WRITTEN_ON:
            for name in _USED_AS_TEXT:
                yield f"{name} on {place}", self.colours[name], self.colours[place]
            for name, value in self.marks.items():
                yield f"marks.{name} on {place}", value, self.colours[place]
        for name in ("foreground", "muted"):
            yield f"{name} on boost", self.colours[name], self.colours["boost"]
        pairs = {"header": self.header, "cursor": self.cursor}
        pairs |= {f"rag.{name.replace(' ', '_')}": pair for name, pair in self.rag.items()}
        pairs |= {f"bands.{name}": pair for name, pair in self.bands.items()}
        for name, pair in pairs.items():
            yield f"the text of {name}", pair.text, pair.background


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
