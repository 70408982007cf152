"""What Word works out itself: page numbers, and the list of contents with links to the headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

CONTENTS = 'TOC \\o "1-1" \\h \\z \\u'
"""The headings of the sections, as links."""


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
    begin = element("w:bookmarkStart", id=str(number), name=bookmark_name(number))
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, begin)
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
