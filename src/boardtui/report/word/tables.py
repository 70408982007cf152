"""A table of a paper as Word shows it: its heading on every page, ratings in colours, trends as small pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from PIL import Image, ImageDraw

from boardtui.report.document import Column, Run, Table, TrendLine, Words, inline
from boardtui.report.word.look import IN_TABLE, TABLE_HEADING, element, put_in_style
from boardtui.report.word.widths import TREND_WIDTH, row_lines, widths
from boardtui.report.words import NONE
from boardtui.settings.themes import ThemeFile

WIDE, HIGH = 360, 96
"""Dots: at 3 centimetres across, 300 to the inch."""
_TIMES = 3
"""It is drawn so many times larger and made smaller, which smooths its edges."""
_AROUND = 10
_BLACK, _GREY = (0, 0, 0), (110, 110, 110)
_FEWEST = 2

Colour = str | tuple[int, int, int]
_MARGIN = 85
"""Twentieths of a point between the line of a cell and its words."""
_LONG_ROW = 900
"""Letters in a cell. A row with more may go on over the page; a shorter one stays whole."""
_FEW_LINES = 12
"""A table with no more lines is not divided between two pages."""
_ALIGNED = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "": WD_ALIGN_PARAGRAPH.LEFT}


def can_be_drawn(trend: TrendLine) -> bool:
    """Whether there are figures enough for a line."""
    return sum(value is not None for value in trend.values) >= _FEWEST


def in_words(trend: TrendLine) -> str:
    """The picture for somebody who cannot see it."""
    told = ", ".join(
        f"{period} {'no figure' if value is None else f'{value:g}'}"
        for period, value in zip(trend.periods, trend.values, strict=True)
    )
    targets = " and ".join(f"{each:g}" for each in trend.targets)
    return f"Trend of {trend.name}: {told}" + (f"; target {targets}" if targets else "")


def trend_picture(trend: TrendLine, theme: ThemeFile | None) -> bytes:
    """Draw a trend. The same figures give the same bytes.

    Args:
        trend: two figures or more.
        theme: whose colours it has; black and grey where there is none.

    Returns:
        A PNG file.
    """
    ink: Colour
    target: Colour
    ink, target = (_BLACK, _GREY) if theme is None else (theme.colours["primary"], theme.colours["muted"])
    large = Image.new("RGB", (WIDE * _TIMES, HIGH * _TIMES), "white")
    draw = ImageDraw.Draw(large)
    place = _Places(trend)
    for each in trend.targets:
        _dashes(draw, place.down(each), target)
    for some in _unbroken(trend.values):
        line = [(place.across(index), place.down(value)) for index, value in some]
        draw.line(line, fill=ink, width=4 * _TIMES, joint="curve")
        if len(line) == 1:
            _dot(draw, line[0], 4, ink)
    last = max(index for index, value in enumerate(trend.values) if value is not None)
    value = trend.values[last]
    assert value is not None
    _dot(draw, (place.across(last), place.down(value)), 8, ink)
    small = large.resize((WIDE, HIGH), Image.Resampling.LANCZOS).quantize(16)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Places:
    """Where figures stand on the picture."""

    def __init__(self, trend: TrendLine) -> None:
        shown = [*(value for value in trend.values if value is not None), *trend.targets]
        self._low, self._span = min(shown), max(shown) - min(shown)
        self._steps = max(1, len(trend.values) - 1)

    def across(self, index: int) -> float:
        return (_AROUND + (WIDE - 2 * _AROUND) * index / self._steps) * _TIMES

    def down(self, value: float) -> float:
        part = (value - self._low) / self._span if self._span else 0.5
        return (HIGH - _AROUND - (HIGH - 2 * _AROUND) * part) * _TIMES


def _unbroken(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches without a missing figure."""
    stretch: list[tuple[int, float]] = []
    for index, value in enumerate(values):
        if value is not None:
            stretch.append((index, value))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _dashes(draw: ImageDraw.ImageDraw, down: float, colour: Colour) -> None:
    for left in range(0, WIDE * _TIMES, 18 * _TIMES):
        draw.line([(left, down), (left + 10 * _TIMES, down)], fill=colour, width=2 * _TIMES)


def _dot(draw: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float, colour: Colour) -> None:
    across, down = middle
    far = radius * _TIMES
    draw.ellipse((across - far, down - far, across + far, down + far), fill=colour)


def add_table(document: Document, table: Table, room: float, theme: ThemeFile | None) -> None:
    """Add a table and the space below it.

    Args:
        document: the document, at whose end it goes.
        table: the table.
        room: the width of the text on the page, in centimetres.
        theme: whose colours ratings and bands have; the words of a cell say the same in any case.
    """
    made = document.add_table(len(table.rows) + 1, len(table.columns))
    _frame(made, theme)
    _set_widths(made, widths(table, room))
    rows = list(made.rows)
    _head(rows[0], table.columns, theme)
    together = sum(row_lines(table, room)) <= _FEW_LINES
    for row, cells in zip(rows[1:], table.rows, strict=True):
        if max(map(len, cells), default=0) <= _LONG_ROW:
            row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for place, (cell, words) in enumerate(zip(_cells(row, made), cells, strict=True)):
            _fill(cell, words, table.columns[place], theme)
            cell.paragraphs[0].paragraph_format.keep_with_next = (together and row is not rows[-1]) or None
    put_in_style(document.add_paragraph(), IN_TABLE)


def _cells(row: _Row, table: WordTable) -> list[_Cell]:
    return [_Cell(each, table) for each in row._tr.tc_lst]


def _frame(table: WordTable, theme: ThemeFile | None) -> None:
    properties = table._tbl.tblPr
    borders = element("w:tblBorders")
    lines = "auto" if theme is None else theme.colours["secondary"].removeprefix("#")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=lines))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(_MARGIN), type="dxa"))
    table.autofit = False
    indent = element("w:tblInd", w=str(_MARGIN), type="dxa")
    for each in (indent, borders, margins):
        # What a table says of itself stands in a fixed order: this before how it looks.
        looks = properties.find(qn("w:tblLook"))
        properties.append(each) if looks is None else looks.addprevious(each)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        properties.find(qn("w:tblCellMar")).addprevious(layout)


def _set_widths(table: WordTable, found: Sequence[float]) -> None:
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, found, strict=True):
        column.w = Emu(Cm(width))
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, found, strict=True):
            cell.width = Emu(Cm(width))


def _head(row: _Row, columns: Sequence[Column], theme: ThemeFile | None) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    properties.append(element("w:tblHeader"))
    for cell, column in zip(_cells(row, row.table), columns, strict=True):
        line = cell.paragraphs[0]
        put_in_style(line, TABLE_HEADING)
        line.alignment = _ALIGNED[column.align]
        line.paragraph_format.keep_with_next = True
        add_words(line, inline(column.heading))
        if theme is not None:
            paint(cell, theme.header.background, theme.header.text)


def _fill(cell: _Cell, words: Words, column: Column, theme: ThemeFile | None) -> None:
    line = cell.paragraphs[0]
    put_in_style(line, IN_TABLE)
    line.alignment = _ALIGNED[column.align]
    if words.trend is not None and can_be_drawn(words.trend):
        picture = io.BytesIO(trend_picture(words.trend, theme))
        line.add_run().add_picture(picture, width=Cm(TREND_WIDTH))
        (described,) = line._p.iter(qn("wp:docPr"))
        described.set("descr", in_words(words.trend))
        (inline_picture,) = line._p.iter(qn("wp:inline"))
        for side in ("distT", "distB", "distL", "distR"):
            inline_picture.set(side, "0")  # what says nothing has a margin in some programs
        return
    if words.trend is not None or not words:
        line.add_run(NONE)
        return
    add_words(line, words)
    if words.tone and theme is not None:
        colours = theme.variables
        paint(cell, colours[f"{words.tone}-background"], colours[f"{words.tone}-text"])


def paint(cell: _Cell, background: str, text: str) -> None:
    """Give a cell and its words their colours, each `#rrggbb`."""
    filled = element("w:shd", val="clear", color="auto", fill=background.removeprefix("#"))
    cell._tc.get_or_add_tcPr().append(filled)
    for run in cell.paragraphs[0].runs:
        run.font.color.rgb = RGBColor.from_string(text.removeprefix("#"))


def add_words(line: Paragraph, words: Words) -> None:
    """Words with their emphasis at the end of a paragraph."""
    for run in words.runs:
        _add_run(line, run)


def _add_run(line: Paragraph, run: Run) -> None:
    added = line.add_run(run.text)
    # Only what is emphasised says so: the rest is as its style is.
    added.bold, added.italic = run.bold or None, run.italic or None
    added.font.strike = run.struck or None
