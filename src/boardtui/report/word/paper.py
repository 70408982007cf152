"""A paper as a Word document, drawn from the same headings, paragraphs, lists and tables as the Markdown."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.text.paragraph import Paragraph as Line

from boardtui.domain.immutable import immutable
from boardtui.report.document import CONTENTS, Block, Bullets, Heading, Lines, Paragraph, Table, Words
from boardtui.report.word.look import (
    CONTENTS_ENTRY,
    CONTENTS_HEADING,
    FACT,
    bookmark,
    fill_contents,
    head_and_foot,
    lay_out,
    put_in_style,
    set_up,
)
from boardtui.report.word.tables import add_table, add_words
from boardtui.report.word.widths import LANDSCAPE, PORTRAIT, parts
from boardtui.settings.packages import steady_package
from boardtui.settings.themes import ThemeFile

_SHORT = 60
"""So many letters below a heading, such as who leads, are a part of it."""
_WORTH_CONTENTS = 2_500
"""Words. A shorter paper is read from its beginning and has no list of contents."""


@immutable
class Properties:
    """What a document says of itself.

    Attributes:
        author: who answers for the paper.
        council: whose board it is for.
        changed: when the board was last edited, in UTC.
    """

    author: str = ""
    council: str = ""
    changed: datetime = datetime(1980, 1, 1)


def word_paper(blocks: Sequence[Block], about: Properties, theme: ThemeFile | None) -> bytes:
    """Draw a paper. The same blocks give the same bytes.

    Args:
        blocks: what it is made of.
        about: what it says of itself.
        theme: whose colours it has; without one it is black on white, and every word is there.

    Returns:
        The bytes of a .docx file.
    """
    document = docx.Document()
    set_up(document, theme)
    blocks = _without_list_of_contents(blocks)
    title = next((str(each.words) for each in blocks if isinstance(each, Heading)), "")
    contents = _entries(blocks) if _length(blocks) > _WORTH_CONTENTS else []
    drawing = _Drawing(document, theme, contents)
    for number, (landscape, some) in enumerate(parts(blocks)):
        section = document.sections[0] if number == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        lay_out(section, landscape=landscape)
        if number == 0:
            head_and_foot(section, " – ".join(filter(None, (about.council, title))))
        else:
            section.different_first_page_header_footer = False
        drawing.draw(some, LANDSCAPE if landscape else PORTRAIT)
    _describe(document, title, about)
    draft = io.BytesIO()
    document.save(draft)
    return steady_package(draft.getvalue(), about.changed)


def _without_list_of_contents(blocks: Sequence[Block]) -> Sequence[Block]:
    """The same blocks without the contents that Markdown lists: the document has its own, whose entries are links."""
    for place, each in enumerate(blocks):
        if isinstance(each, Heading) and each.level == 2:
            rest = blocks[place + 1 :]
            listed = each.words == CONTENTS and bool(rest) and isinstance(rest[0], Bullets)
            return [*blocks[:place], *rest[1:]] if listed else blocks
    return blocks


def _entries(blocks: Sequence[Block]) -> list[str]:
    return [str(each.words) for each in blocks if isinstance(each, Heading) and each.level == 2]


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(words.split()) for block in blocks for words in _texts(block))


def _texts(block: Block) -> Sequence[str]:
    match block:
        case Heading() | Paragraph():
            return (block.words,)
        case Lines():
            return block.lines
        case Bullets():
            return block.items
        case Table():
            return [cell for row in block.rows for cell in row]


def _all_bold(words: Words) -> bool:
    return bool(words.runs) and all(run.bold for run in words.runs)


def _all_italic(words: Words) -> bool:
    return bool(words.runs) and all(run.italic for run in words.runs)


class _Drawing:
    """A document that grows, block by block."""

    def __init__(self, document: Document, theme: ThemeFile | None, contents: Sequence[str]) -> None:
        self._document = document
        self._theme = theme
        self._contents = contents
        self._headings = 0

    def draw(self, blocks: Sequence[Block], room: float) -> None:
        """Add the blocks of a part of the paper.

        Args:
            blocks: the blocks.
            room: the width of the text on its pages, in centimetres.
        """
        for place, block in enumerate(blocks):
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            below_heading = place > 0 and isinstance(blocks[place - 1], Heading)
            leads = below_heading and not isinstance(following, Heading | None)
            match block:
                case Heading():
                    self._heading(block)
                case Paragraph():
                    line = self._document.add_paragraph()
                    add_words(line, block.words)
                    # What introduces a list or a table stays with it, and what is a heading in all but name.
                    # So does a line in italics below a heading, or a short one: they would stand alone with it at
                    # the end of a page.
                    introduces = isinstance(following, Bullets | Table) or _all_bold(block.words)
                    leads = leads and (_all_italic(block.words) or len(block.words) <= _SHORT)
                    line.paragraph_format.keep_with_next = introduces or leads or None
                case Lines():
                    for words in block.lines:
                        line = self._line(FACT)
                        add_words(line, words)
                        line.paragraph_format.keep_with_next = leads or None
                case Bullets():
                    for words in block.items:
                        add_words(self._line("List Bullet"), words)
                case Table():
                    add_table(self._document, block, room, self._theme)

    def _line(self, style: str) -> Line:
        line = self._document.add_paragraph()
        put_in_style(line, style)
        return line

    def _heading(self, block: Heading) -> None:
        if block.level == 2 and self._headings == 0 and self._contents:
            self._add_contents()
        line = self._line("Title" if block.level == 1 else f"Heading {block.level - 1}")
        add_words(line, block.words)
        if block.level == 2:
            self._headings += 1
            bookmark(line, self._headings)

    def _add_contents(self) -> None:
        self._line(CONTENTS_HEADING).add_run(CONTENTS)
        lines = [self._line(CONTENTS_ENTRY) for _ in self._contents]
        fill_contents(lines, list(enumerate(self._contents, start=1)))


def _describe(document: Document, title: str, about: Properties) -> None:
    properties = document.core_properties
    properties.title, properties.subject = title[:255], about.council[:255]
    properties.author = properties.last_modified_by = about.author[:255] or "boardtui"
    properties.comments, properties.keywords, properties.language = "", "", "en-GB"
    properties.created = properties.modified = about.changed
    properties.revision = 1
    # The empty document that it began as has a picture of itself, which is not one of this paper.
    rels = document.part.package.rels
    for name in [name for name, each in rels.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del rels[name]
