"""The title and the rating of an item in letters that are read at the other end of a room."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import ref_of
from boardtui.domain.meetings.brief import ItemBrief
from boardtui.domain.records.kinds import Kpi, Risk
from boardtui.domain.risks.heat_map import score_of
from boardtui.domain.risks.matrix import matrix_of
from boardtui.report.palette import Palette, band_style, rag_style
from boardtui.ui.shared.text import one_line

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont, ImageFont

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""A cell with each of its quarters filled or not: top left counts 1, top right 2, bottom left 4, bottom right 8."""
_POINTS = 11
"""The size of the letters: one that is clear in so few dots."""
_ABOVE, _BELOW = 9, 3
"""Dots above the line that letters stand on, and below it."""
_BETWEEN = 1
"""Dots between two letters."""
_LEAST = (_ABOVE + _BELOW) // 2 - 1
"""Lines of the terminal that one line of large letters takes at least."""
_BENEATH = 2
"""Lines that are left for what is read from nearer."""
# The letters there are are those of English; what is typed otherwise is drawn as its nearest.
_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "•": "-", "\u00a0": " "}
)


def large_title(board: Board, brief: ItemBrief, palette: Palette, width: int, height: int) -> Iterator[Text]:
    """Ref and rating, then as much of the title as leaves room for a few lines beneath; where that is cut, all of it.

    Args:
        board: the board.
        brief: what is known of the item.
        palette: the styles.
        width: of the room there is, in cells.
        height: of it, in lines.
    """
    words, style = _standing(board, brief, palette)
    ref, title = one_line(ref_of(brief.record)), one_line(brief.title)
    title = title.removeprefix(ref).strip()
    beside = width_of(ref) + 4 if ref else 0
    top = list(_side_by_side(_drawn(ref), beside, _drawn(_cut(words, width - beside - 2)), style))
    lines, whole = large_lines(title, width, max(1, height - len(top) - _BENEATH))
    yield from top
    strong = palette.style("strong")
    yield from (Text(line, style=strong, no_wrap=True) for line in lines)
    if not whole:
        yield Text(title, style=strong)


def _standing(board: Board, brief: ItemBrief, palette: Palette) -> tuple[str, Style]:
    """What stands beside the ref: the rating, the figure of a KPI, the score of a risk."""
    record = brief.record
    if isinstance(record, Kpi) and brief.kpis:
        seen = brief.kpis[0]
        words = f"{one_line(seen.figure.text) or 'no figure'} {seen.status.label}"
        return words, palette.style(rag_style(seen.status.rag))
    if isinstance(record, Risk):
        matrix, score = matrix_of(board.profile), score_of(record)
        if score is None:
            return "unscored", palette.style("muted")
        if not score.fits(matrix.size):
            return f"{score} off the map", palette.style("warning")
        return f"{score.value} {one_line(matrix.band(score))}", palette.style(band_style(matrix, score))
    if brief.rag is not None:
        letter = "" if brief.rag.letter == "-" else f"{brief.rag.letter} "
        return f"{letter}{brief.rag.word}", palette.style(rag_style(brief.rag))
    return "", Style()


def _side_by_side(left: Sequence[str], beside: int, right: Sequence[str], style: Style) -> Iterator[Text]:
    width = max(map(len, right), default=0)
    for one, other in zip_longest(left, right, fillvalue=""):
        line = Text(one.ljust(beside), no_wrap=True)
        if right:
            line.append(f" {other.ljust(width)} ", style=style)
        yield line


def width_of(words: str) -> int:
    """How many cells some words take in large letters."""
    return (sum(_advance(letter) for letter in _drawable(words)) + 1) // 2


def large_lines(words: str, width: int, height: int) -> tuple[list[str], bool]:
    """Words in large letters, broken between words: lines of the terminal, and whether that is all of them.

    Args:
        words: what is drawn, in the letters there are.
        width: in cells; what is longer goes on in the next line.
        height: in lines of the terminal; the first line of letters is there whatever it is.
    """
    left = _drawable(words).split()
    drawn: list[str] = []
    while left:
        line = left.pop(0)
        while left and width_of(f"{line} {left[0]}") <= width:
            line += f" {left.pop(0)}"
        rows = _drawn(_cut(line, width))
        room = height - len(drawn) - len(rows)
        if drawn and room < 0:
            return drawn, False
        if width_of(line) > width or (left and room < _LEAST):
            return drawn + _drawn(_cut(line, width, more=True)), False
        drawn += rows
    return drawn, True


def _cut(words: str, width: int, *, more: bool = False) -> str:
    """Words that fit into so many cells, with dots where some are left out or more come after them."""
    words = _drawable(words)
    if width_of(words) <= width and not more:
        return words
    while words and width_of(f"{words}...") > width:
        words = words[:-1].rstrip() if " " not in words else words.rpartition(" ")[0]
    return f"{words}..."


def _drawable(words: str) -> str:
    """Words in the letters there are: without accents, and with plain quotes and dashes."""
    plain = unicodedata.normalize("NFKD", words.translate(_PLAIN))
    return "".join(letter for letter in plain if " " <= letter <= "~" or letter == "£")


def _drawn(line: str) -> list[str]:
    """One line of letters as rows of cells, all of one length; no row for what hangs below where nothing does."""
    line = _drawable(line)  # a ref may hold any letter
    if not line:
        return []
    width = width_of(line) * 2 + 2
    dots = [[0] * width for _ in range(_ABOVE + _BELOW)]
    left = 0
    for letter in line:
        for x, y in _dots(letter):
            if 0 <= y + _ABOVE < len(dots) and left + x >= 0:
                dots[y + _ABOVE][left + x] = dots[y + _ABOVE][left + x + 1] = 1  # twice as wide: seen from afar
        left += _advance(letter)
    rows = [
        "".join(
            _QUADRANTS[dots[y][x] | dots[y][x + 1] << 1 | dots[y + 1][x] << 2 | dots[y + 1][x + 1] << 3]
            for x in range(0, width - 2, 2)
        )
        for y in range(0, len(dots), 2)
    ]
    return rows if rows[-1].strip() else rows[:-1]


@cache
def _font() -> FreeTypeFont | ImageFont:
    from PIL import ImageFont as fonts  # noqa: N813 - imported when large letters are wanted, which is seldom

    return fonts.load_default(_POINTS)


@cache
def _dots(letter: str) -> list[tuple[int, int]]:
    """The dots of a letter: how far right of its beginning, and how far below the line it stands on."""
    mask, (left, top) = _font().getmask2(letter, "1", anchor="ls")  # type: ignore[union-attr]
    width, height = mask.size
    return [(x + left, y + top) for y in range(height) for x in range(width) if mask.getpixel((x, y))]


@cache
def _advance(letter: str) -> int:
    return round(_font().getlength(letter)) + _BETWEEN
