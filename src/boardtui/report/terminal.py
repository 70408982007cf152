"""A table of a paper as a terminal shows it. User text only ever becomes `Text`: a `str` would be read as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardtui.report.document import Table, Words
from boardtui.report.words import NONE

if TYPE_CHECKING:
    from rich.table import Table as Drawn
    from rich.text import Text

# rich is imported when something is drawn: most of what is printed goes into a pipe, a line for each record.


def empty_table() -> Drawn:
    """A table without columns, as all of them look."""
    from rich import box
    from rich.table import Table as Drawn

    return Drawn(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")


def cell_text(words: Words) -> Text:
    """What stands in a cell, with the name of its colour in the palette; a dash where nothing does."""
    from rich.text import Text

    return Text(words or NONE, style=words.tone)


def drawn(table: Table) -> Drawn:
    """Draw a table without the columns in which nothing is said: in a terminal width is dear."""
    from rich.text import Text

    said = [any(row[place] for row in table.rows) for place in range(len(table.columns))]
    shown = empty_table()
    for column, says in zip(table.columns, said, strict=True):
        if says:
            right = column.align == "right"
            shown.add_column(Text(column.heading), justify="right" if right else "left", no_wrap=column.whole)
    for row in table.rows:
        shown.add_row(*(cell_text(words) for words, says in zip(row, said, strict=True) if says))
    return shown
