"""What is recorded of an item and stands in no table: the fields whose declaration says that papers tell them."""

from __future__ import annotations

from collections.abc import Iterator

from boardtui.domain.board.words import field_label, line_name, value_words
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.report.document import Block, Words, bold, bullets, heading, join
from boardtui.report.sections.page import Page
from boardtui.report.words import one_line


def also_recorded(page: Page) -> list[Block]:
    """A line for each record that says something in such a field, under its label."""
    items = [
        join(bold(line_name(page.board, record)), *told)
        for kind in KINDS
        for record in page.board.of_kind(kind)
        if (told := list(_told(page, record)))
    ]
    return heading(2, "Also recorded") + bullets(items) if items else []


def _told(page: Page, record: Record) -> Iterator[Words]:
    for attribute in record.kind.attributes.values():
        value = getattr(record, attribute.name)
        if attribute.in_papers and value != attribute.default:
            words = one_line(value_words(page.board, attribute, value))
            yield join(
                f"{field_label(page.board, attribute)}:", words if words.endswith((".", "!", "?")) else f"{words}."
            )
