"""Theme files as Textual themes and as the styles that tables are drawn with."""

from __future__ import annotations

from rich.style import Style
from textual.theme import Theme

from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import Matrix, Score
from boardtui.settings.themes import BANDS, ColourPair, ThemeFile
from boardtui.ui.shared.text import Palette


def textual_theme(theme: ThemeFile) -> Theme:
    """The theme as Textual wants it."""
    return Theme(**theme.textual_arguments())


def rag_style(rating: Rag) -> str:
    """The name of a rating's style in the palette."""
    return f"rag-{rating.value}"


def band_style(matrix: Matrix, score: Score) -> str:
    """The name of the style of a score's band; empty where it has none.

    Boards name their bands as they like and have as many as they like: a theme has four, from the lowest up.
    """
    level, highest = matrix.level(score), max(1, len(matrix.bands) - 1)
    return f"band-{BANDS[round(level * (len(BANDS) - 1) / highest)]}" if level >= 0 else ""


def palette(theme: ThemeFile) -> Palette:
    """The styles of a theme, by the names that tables use."""
    styles = {
        "muted": Style(color=theme.colours["muted"]),
        "strong": Style(bold=True),
        "heading": Style(color=theme.colours["accent"], bold=True),
        "accent": Style(color=theme.colours["accent"]),
        "error": Style(color=theme.colours["error"], bold=True),
        "warning": Style(color=theme.colours["warning"]),
        "success": Style(color=theme.colours["success"]),
        "cursor": _pair(theme.cursor),
        # Where the cursor is while something else has the keys.
        "cursor-away": Style(color=theme.colours["foreground"], bgcolor=theme.colours["boost"], bold=True),
        "header": _pair(theme.header),
    }
    styles |= {f"rag-{name}": _pair(pair) for name, pair in theme.rag.items()}
    styles |= {f"band-{name}": _pair(pair) for name, pair in theme.bands.items()}
    styles |= {f"mark-{name}": Style(color=colour) for name, colour in theme.marks.items()}
    return Palette(styles)


def _pair(pair: ColourPair) -> Style:
    style = Style(color=pair.text, bgcolor=pair.background)
    return style if pair.style == "none" else style + Style.parse(pair.style)
