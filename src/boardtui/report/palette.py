"""The colours of a theme by what they mean: the one place that screens and printed tables have them from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from boardtui.domain.immutable import immutable
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import Matrix, Score
from boardtui.settings.themes import BANDS, MARKS, ThemeFile

if TYPE_CHECKING:
    from rich.style import Style

# rich is imported where a style is made: names of styles stand also in what is printed as plain words.


@immutable
class Palette:
    """The styles of a theme, by name."""

    styles: Mapping[str, Style]

    def style(self, name: str) -> Style:
        """The style with this name; none for an unknown one."""
        found = self.styles.get(name)
        if found is None:
            from rich.style import Style

            return Style.null()
        return found


def rag_style(rating: Rag) -> str:
    """The name of a rating's style in the palette."""
    return f"rag-{rating.value.replace(' ', '-')}"


def band_style(matrix: Matrix, score: Score) -> str:
    """The name of the style of a score's band; empty where it has none.

    Boards name their bands as they like and have as many as they like: a theme has four, from the lowest up.
    """
    level, highest = matrix.level(score), max(1, len(matrix.bands) - 1)
    return f"band-{BANDS[round(level * (len(BANDS) - 1) / highest)]}" if level >= 0 else ""


def mark_style(movement: str) -> str:
    """The name of the style of a movement: better, worse or the same, or else that of what only stands out."""
    return f"mark-{movement}" if movement in MARKS else "accent"


def palette(theme: ThemeFile) -> Palette:
    """The styles of a theme, by the names that tables use."""
    from rich.style import Style

    styles = {
        "muted": Style(color=theme.colours["muted"]),
        "strong": Style(bold=True),
        "heading": Style(color=theme.colours["accent"], bold=True),
        "accent": Style(color=theme.colours["accent"]),
        "error": Style(color=theme.colours["error"], bold=True),
        "warning": Style(color=theme.colours["warning"]),
        "success": Style(color=theme.colours["success"]),
        "cursor": Style.parse(theme.cursor.as_style),
        # Where the cursor is while something else has the keys.
        "cursor-away": Style(color=theme.colours["foreground"], bgcolor=theme.colours["boost"], bold=True),
        "header": Style.parse(theme.header.as_style),
    }
    styles |= {f"rag-{name.replace(' ', '-')}": Style.parse(pair.as_style) for name, pair in theme.rag.items()}
    styles |= {f"band-{name}": Style.parse(pair.as_style) for name, pair in theme.bands.items()}
    styles |= {f"mark-{name}": Style(color=colour) for name, colour in theme.marks.items()}
    return Palette(styles)
