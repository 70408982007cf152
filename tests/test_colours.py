"""Colours that mean something come from the theme, on every screen and in every printed table."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color
from rich.console import Console
from rich.errors import StyleSyntaxError
from rich.style import Style
from rich.theme import Theme

from boardtui.domain.records.kinds import Profile
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import Score, matrix_of
from boardtui.report.columns import rag_words
from boardtui.report.palette import Palette, band_style, mark_style, palette, rag_style
from boardtui.report.tables import cell_text
from boardtui.settings.theme_files import load_themes
from boardtui.settings.themes import ThemeFile

SOURCE = Path(__file__).parents[1] / "src" / "boardtui"
DRAWING = sorted(file for room in ("ui", "report", "cli") for file in (SOURCE / room).rglob("*.py"))
THEMES = load_themes(Path("there-is-no-such-folder"))[0]

_CSS_COLOUR = re.compile(r"(?:color|background|tint|border[a-z-]*|outline[a-z-]*)\s*:\s*([^;]+);")
_NO_COLOUR = re.compile(
    r"\$[\w-]+|\d+%|none|transparent|auto|solid|round|tall|heavy|double|wide|inner|outer|hkey|vkey|blank|thick|dashed"
)


def named_colours(source: str) -> Iterator[str]:
    """What in a module names a colour itself: in a style sheet, a style, or anywhere as six digits."""
    tree = ast.parse(source)
    styles: set[int] = set()
    for node in ast.walk(tree):
        # Styles stand in calls by their name, and as the second of a pair of text and style.
        if isinstance(node, ast.keyword) and node.arg in ("style", "header_style", "color", "bgcolor"):
            styles.add(id(node.value))
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            styles.add(id(node.elts[1]))
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if re.search(r"#[0-9a-fA-F]{6}\b", node.value) or (id(node) in styles and _has_colour(node.value)):
            yield node.value
        yield from (value for value in _CSS_COLOUR.findall(node.value) if _NO_COLOUR.sub("", value).strip())


def _has_colour(style: str) -> bool:
    try:
        found = Style.parse(style)
    except StyleSyntaxError:
        return False
    return found.color is not None or found.bgcolor is not None


@pytest.mark.parametrize("file", DRAWING, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_no_module_that_draws_names_a_colour_itself(file: Path) -> None:
    assert list(named_colours(file.read_text(encoding="utf-8"))) == []


def test_the_style_sheet_names_no_colour_itself() -> None:
    sheet = (SOURCE / "ui" / "app.tcss").read_text(encoding="utf-8")
    found = _CSS_COLOUR.findall(sheet)
    assert found
    assert [value for value in found if _NO_COLOUR.sub("", value).strip()] == []


@pytest.mark.parametrize(
    "line",
    [
        'x = "white on #a4161a"',
        'Text("late", style="bold red")',
        'parts = [("late", "yellow")]',
        'CSS = "Screen { color: green; }"',
        'CSS = "Screen { border: solid #ff0000; }"',
        'Style(color="red")',
    ],
)
def test_a_colour_that_is_named_would_be_noticed(line: str) -> None:
    assert list(named_colours(line))


def drawn(theme: ThemeFile, rating: Rag, *, no_color: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, color_system="truecolor", force_terminal=True, no_color=no_color, legacy_windows=False)
    console.push_theme(Theme(palette(theme).styles))
    console.print(cell_text(rag_words(rating)))
    return out.getvalue()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("rating", list(Rag))
def test_a_printed_rating_has_the_colours_of_the_theme_and_its_letter_and_shape(theme: ThemeFile, rating: Rag) -> None:
    pair = theme.rag[rating.value]
    words = drawn(theme, rating)
    for colour, layer in ((pair.text, 38), (pair.background, 48)):
        assert f"{layer};2;{';'.join(map(str, Color.parse(colour).get_truecolor()))}" in words
    assert rating.words in words


def test_without_colour_a_printed_rating_keeps_letter_shape_and_style() -> None:
    theme = next(theme for theme in THEMES if theme.name == "no-colour")
    words = drawn(theme, Rag.RED, no_color=True)
    assert "38;2" not in words and "48;2" not in words
    assert "\x1b[1;7m" in words, "bold and reversed"
    assert "R ✖" in words


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_rating_band_and_movement_has_a_style_in_every_theme(theme: ThemeFile) -> None:
    styles: Palette = palette(theme)
    matrix = matrix_of(Profile(id="b"))
    names = [
        *map(rag_style, Rag),
        *(band_style(matrix, Score(each, each)) for each in range(1, 6)),
        *map(mark_style, ("better", "worse", "same", "new")),
    ]
    assert [name for name in names if styles.style(name).color is None] == []
