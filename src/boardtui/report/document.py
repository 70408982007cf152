"""What a paper is made of: headings, paragraphs, lists and tables. Markdown and Word draw the same ones.

Words of a paper are `str`. What emphasis they have, and which colour a cell of them has, is kept beside them in
`Words`, which is a `str` of the plain words: so whoever writes a section puts words together as usual, and only what
draws them needs to know how bold is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used
from boardtui.domain.records.text import harmless
from boardtui.report.words import one_line

_BULLET = when_used(r"^\s*[-*•‣◦▪·–]\s+(?=\S)")
LOWEST_HEADING = 6
CONTENTS = "Contents"
"""The heading over the list of contents, of which a document makes links."""


@immutable
class Run:
    """Words within a line that are emphasised in one way. They hold no line end.

    Attributes:
        tone: the colour that a terminal gives them, by its name in the palette. Papers have no colours within a cell.
    """

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    tone: str = ""


@immutable
class TrendLine:
    """The latest figures of a KPI, where they can be drawn as a line.

    Attributes:
        name: the KPI, for those who cannot see the picture.
        values: the figures in the order of their periods; None for one that is missing.
        periods: what each period is called.
        targets: where the targets lie on the same scale.
    """

    name: str
    values: tuple[float | None, ...]
    periods: tuple[str, ...]
    targets: tuple[float, ...] = ()


class Words(str):
    """Words on one line with their emphasis.

    Attributes:
        runs: the same words, divided where the emphasis changes.
        tone: the colour of a cell that holds nothing else, by its name in the palette; empty for none.
        trend: the line that a paper with pictures shows in place of the words.
    """

    __slots__ = ("runs", "tone", "trend")

    runs: tuple[Run, ...]
    tone: str
    trend: TrendLine | None

    def __new__(cls, runs: Iterable[Run] = (), tone: str = "", trend: TrendLine | None = None) -> Words:
        """Put runs together."""
        runs = tuple(run for run in runs if run.text)
        made = super().__new__(cls, "".join(run.text for run in runs))
        made.runs, made.tone, made.trend = runs, tone, trend
        return made


@immutable
class Column:
    """What a column of a table is: its heading, the fact that it shows, and how that is put into words.

    A table of records is made of such columns wherever it stands, in a paper, in a terminal and on a screen. How wide
    one is there, and from where on there is room for it, says the `ui.table.table_columns.ScreenColumn` made of it.

    Attributes:
        heading: what stands over it.
        width: how much of a page it gets, beside the other columns.
        align: right, centre, or left where empty.
        optional: whether it is left out where none of its cells says anything; a terminal leaves out every such one.
        drawn: whether it holds pictures only, and is left out where none can be drawn.
        whole: whether a terminal never breaks it into lines.
        make: makes the cell of a record, of what it is seen on and the record, for a table of records.
        missing: what a paper says where the record says nothing; a terminal has a dash there.
        short: what stands over it where only `brief` has room; the heading where empty.
        brief: makes the same cell where there is little room, as on a screen; `make` does where there is none.
        quiet: whether most records have nothing to say here, so that a screen leaves such a cell empty.
    """

    heading: str
    width: int = 10
    align: str = ""
    optional: bool = False
    drawn: bool = False
    whole: bool = False
    make: Callable[[Any, Any], str] | None = None
    missing: str = ""
    short: str = ""
    brief: Callable[[Any, Any], str] | None = None
    quiet: bool = False

    def cell(self, seen: Any, record: Any, *, brief: bool = False) -> Words:
        """What a record says in this column; empty for nothing."""
        make = self.brief if brief and self.brief is not None else self.make
        assert make is not None
        return inline(make(seen, record))


@immutable
class Heading:
    """A heading; level 1 is the title of the paper."""

    level: int
    words: Words


@immutable
class Paragraph:
    """One paragraph."""

    words: Words


@immutable
class Lines:
    """Lines that stand directly under each other, such as those of a title block."""

    lines: tuple[Words, ...]


@immutable
class Bullets:
    """A list."""

    items: tuple[Words, ...]


@immutable
class Table:
    """A table. Every row has a cell for each column; one that says nothing is empty."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]

    def without_pictures(self) -> Table:
        """The same without the columns that only hold pictures."""
        kept = [place for place, column in enumerate(self.columns) if not column.drawn]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return Table(tuple(self.columns[place] for place in kept), rows)


Block = Heading | Paragraph | Lines | Bullets | Table


def inline(words: str) -> Words:
    """Words within a line, without emphasis unless they have some. Line ends become a space or a stroke."""
    return words if isinstance(words, Words) else Words([Run(one_line(words))])


def join(*parts: str, separator: str = " ") -> Words:
    """Parts of a line, without the empty ones."""
    runs: list[Run] = []
    for part in filter(None, map(inline, parts)):
        own = [replace(run, tone=part.tone) for run in part.runs] if part.tone else part.runs
        runs += [Run(separator), *own] if runs else own
    return Words(runs)


def bold(words: str) -> Words:
    """Words in bold."""
    return Words(replace(run, bold=True) for run in inline(words).runs)


def italic(words: str) -> Words:
    """Words in italics."""
    return Words(replace(run, italic=True) for run in inline(words).runs)


def struck(words: str) -> Words:
    """Words that are struck through."""
    return Words(replace(run, struck=True) for run in inline(words).runs)


def toned(words: str, tone: str) -> Words:
    """Words that fill a cell and give it a colour, which says nothing that they do not say."""
    return Words(inline(words).runs, tone)


def lit(words: str, tone: str) -> Words:
    """Words that a terminal shows in a colour, and a paper as it shows others."""
    return Words(replace(run, tone=tone) for run in inline(words).runs)


def heading(level: int, words: str) -> list[Block]:
    """A heading. Levels below six do not exist and become six."""
    return [Heading(min(level, LOWEST_HEADING), inline(words))]


def paragraph(*words: str) -> list[Block]:
    """One paragraph; nothing where there are no words."""
    text = join(*words)
    return [Paragraph(text)] if text else []


def lines(*parts: str) -> list[Block]:
    """Lines that stand directly under each other; nothing where there are none."""
    texts = tuple(inline(part) for part in parts if part)
    return [Lines(texts)] if texts else []


def bullets(items: Iterable[str]) -> list[Block]:
    """A list; nothing where there are no items."""
    texts = tuple(inline(item) for item in items if item)
    return [Bullets(texts)] if texts else []


def prose(text: str) -> list[Block]:
    """Text of several lines as its writer laid it out: paragraphs, and lists where lines begin with a bullet."""
    if isinstance(text, Words):
        return paragraph(text)
    out: list[Block] = []
    items: list[str] = []
    for each in harmless(text).split("\n"):
        if bullet := _BULLET.match(each):
            items.append(each[bullet.end() :])
            continue
        out += bullets(items) + paragraph(each)
        items = []
    return out + bullets(items)


def listed(text: str) -> list[Block]:
    """Text that holds one thing a line, as a list, whether or not its lines begin with a bullet."""
    return bullets(_BULLET.sub("", each).strip() for each in harmless(text).split("\n"))


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[Block]:
    """A table; nothing where there are no rows.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    body = [tuple(cell for _, cell in zip(columns, map(inline, cells), strict=True)) for cells in rows]
    if not body:
        return []
    kept = [place for place, column in enumerate(columns) if not column.optional or any(row[place] for row in body)]
    return [Table(tuple(columns[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in body))]


def records_table(columns: Sequence[Column], page: Any, records: Iterable[Any]) -> list[Block]:
    """A table with a row for each record, made as its columns say; nothing where there are no records."""
    return table(columns, [[each.cell(page, record) or each.missing for each in columns] for record in records])


def told_of(name: str, *texts: str) -> list[Block]:
    """What texts say of something: a point of a list if each is one line, and else as their writers laid them out."""
    said = [text for text in texts if text.strip()]
    if not said:
        return []
    if not any("\n" in text.strip() for text in said):
        return bullets([join(bold(name), *said)])
    return paragraph(bold(name)) + [block for text in said for block in prose(text)]


def closed_up(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, of which lists that follow each other are one list."""
    out: list[Block] = []
    for each in blocks:
        if isinstance(each, Bullets) and out and isinstance(before := out[-1], Bullets):
            out[-1] = Bullets((*before.items, *each.items))
        else:
            out.append(each)
    return out
