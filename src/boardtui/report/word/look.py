"""How a paper looks in Word: styles, pages, head and foot; and what Word works out itself, such as page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from boardtui.settings.themes import ThemeFile

CONTENTS = 'TOC \\o "1-1" \\h \\z \\u'
"""The headings of the sections, as links."""
FONT = "Arial"
"""It is on every machine of an office, and easy to read in print."""

IN_TABLE, TABLE_HEADING, FACT = "Table text", "Table heading", "Fact"
CONTENTS_HEADING, CONTENTS_ENTRY = "Contents heading", "toc 1"

_A4 = (Cm(21.0), Cm(29.7))
_MARGIN = Cm(2.0)
_HEADINGS = {"Heading 1": (14, 12, 4), "Heading 2": (12, 10, 3), "Heading 3": (11, 8, 3)}
"""Points: how large, how far from what stands above, and from what stands below. Deeper ones look like the third."""


def element(tag: str, /, **attributes: str) -> Any:
    """An element of the format, such as `w:shd`, with attributes of the same name space."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field, and what stands for it until a program works it out."""
    _begin(paragraph, instruction)
    paragraph.add_run(shown)
    _end(paragraph)


def _begin(paragraph: Paragraph, instruction: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    words = element("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    paragraph.add_run()._r.append(words)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def _end(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: Paragraph, number: int) -> None:
    """Make a heading a place that the contents lead to."""
    # Behind what the paragraph says of itself, which its style is a part of.
    paragraph._p.insert(1, element("w:bookmarkStart", id=str(number), name=bookmark_name(number)))
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def bookmark_name(number: int) -> str:
    """The name of the place of a heading: of the sort that Word gives itself, so that it renews it."""
    return f"_Toc{number:08d}"


def fill_contents(paragraphs: Sequence[Paragraph], entries: Sequence[tuple[int, str]]) -> None:
    """Write the contents as one field over several paragraphs, so that they can be read before anything is renewed.

    Args:
        paragraphs: one for each entry, in the style of its level.
        entries: the number of the heading's bookmark, and its words.
    """
    for place, (paragraph, (number, words)) in enumerate(zip(paragraphs, entries, strict=True)):
        if place == 0:
            _begin(paragraph, CONTENTS)
        link = element("w:hyperlink", anchor=bookmark_name(number), history="1")
        run = paragraph.add_run(words)
        link.append(run._r)
        paragraph._p.append(link)
    _end(paragraphs[-1])


def set_up(document: Document, theme: ThemeFile | None) -> None:
    """Give a new document the styles of a paper."""
    primary = "" if theme is None else theme.colours["primary"]
    _language(document)
    body = _style(document, "Normal", 10, 0, 5)
    body.paragraph_format.line_spacing = 1.05
    _style(document, "Title", 20, 0, 6, colour=primary, bold=True)
    for level in range(1, 6):
        size, above, below = _HEADINGS[f"Heading {min(level, 3)}"]
        style = _style(document, f"Heading {level}", size, above, below, colour=primary, bold=True)
        style.font.italic = False
        style.paragraph_format.keep_with_next = True
    _style(document, "List Bullet", 10, 0, 2)
    _style(document, FACT, 10, 0, 1)
    _style(document, IN_TABLE, 9, 1, 1).paragraph_format.line_spacing = 1.0
    _style(document, TABLE_HEADING, 9, 2, 2, bold=True).paragraph_format.line_spacing = 1.0
    _style(document, CONTENTS_HEADING, 14, 12, 4, colour=primary, bold=True).paragraph_format.keep_with_next = True
    _style(document, CONTENTS_ENTRY, 10, 0, 2)
    for name in ("Header", "Footer"):
        _style(document, name, 8.5, 0, 0)


def _style(
    document: Document, name: str, size: float, above: float, below: float, *, colour: str = "", bold: bool = False
) -> ParagraphStyle:
    names = {each.name for each in document.styles}
    if name not in names:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{which}"), None)  # a font of the theme would go before this one
    for which in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{which}"), FONT)
    style.font.size = Pt(size)
    style.font.bold = bold
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    else:
        for own in style.element.get_or_add_rPr().findall(qn("w:color")):
            style.element.rPr.remove(own)  # black, as the text of a letter
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)  # the line under the title of the sample document
    return style


def _language(document: Document) -> None:
    """Let Word check the spelling as the English do."""
    for each in document.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), "en-GB")


def put_in_style(paragraph: Paragraph, name: str) -> None:
    """Give a paragraph a style by its name, without looking through all styles each time, as the library does."""
    paragraph._p.style = name.replace(" ", "")  # as the library makes an id of a name


def lay_out(section: Section, *, landscape: bool) -> None:
    """The paper of a section and its margins."""
    short, long = _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Cm(1.0)


def head_and_foot(section: Section, words: str) -> None:
    """What paper it is at the head of every page but the first, and the number of the page at the foot of all."""
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = words
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = "Footer"
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.add_run("Page ")
        add_field(line, "PAGE", "1")
        line.add_run(" of ")
        add_field(line, "NUMPAGES", "1")
