"""Word documents read back, as tests look at them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from boardtui.settings.paths import bundled
from boardtui.settings.theme_files import read_theme

THEME = read_theme(bundled("themes") / "council-light.toml")[0]


def opened(content: bytes) -> Document:
    """A document as a program opens it."""
    return docx.Document(io.BytesIO(content))


def headings(document: Document) -> list[tuple[int, str]]:
    """The headings with their level: 0 for the title of the paper."""
    found = []
    for each in document.paragraphs:
        name = each.style.name if each.style is not None else ""
        if name == "Title":
            found.append((0, each.text))
        elif name is not None and name.startswith("Heading "):
            found.append((int(name.removeprefix("Heading ")), each.text))
    return found


def after(document: Document, heading: str) -> Table:
    """The first table after a heading."""
    blocks = list(document.iter_inner_content())
    start = next(i for i, each in enumerate(blocks) if isinstance(each, Paragraph) and each.text == heading)
    return next(each for each in blocks[start:] if isinstance(each, Table))


def fill(cell: _Cell) -> str:
    """The colour of a cell, as `#rrggbb`; empty for none."""
    shading = cell._tc.get_or_add_tcPr().find(qn("w:shd"))
    return "" if shading is None else f"#{shading.get(qn('w:fill'))}"


def text_colour(cell: _Cell) -> str:
    """The colour of the words of a cell; empty for that of its style."""
    colour = cell.paragraphs[0].runs[0].font.color.rgb
    return "" if colour is None else f"#{colour}"


def cells(table: Table) -> list[list[str]]:
    """The words of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def alternative_texts(document: Document) -> list[str]:
    """What each picture says to somebody who cannot see it."""
    return [each.get("descr", "") for each in document.element.body.iter(qn("wp:docPr"))]


def rooms(document: Document) -> Iterator[tuple[Table, int]]:
    """Each table with the width that its page leaves for it."""
    sections = iter(document.sections)
    section = next(sections)
    waiting: list[Table] = []
    for block in document.element.body:
        if block.tag == qn("w:tbl"):
            waiting.append(Table(block, document))
        if next(block.iter(qn("w:sectPr")), None) is not None:
            across = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
            yield from ((each, across) for each in waiting)
            waiting = []
            section = next(sections, section)
