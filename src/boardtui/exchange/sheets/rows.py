"""What each row of a table is: a record, a section, a line of the record above, or one that cannot be entered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from boardtui.domain.immutable import immutable
from boardtui.exchange.sheets import meanings, vocabulary
from boardtui.exchange.sheets.columns import KEPT, MILESTONE, MILESTONE_FIELDS, TableMapping
from boardtui.exchange.sheets.drafts import REFUSED, SKIPPED, NotAdded
from boardtui.exchange.sheets.kinds import row_kind
from boardtui.exchange.sources.grid import NUMBER, TEXT, SheetCell

RECORD, CONTINUATION = "record", "continuation"
_CONTINUES = (
    *("commentary", "mitigation", "description", "note", "measure", "difference", "contingency", "narrative"),
    *("achievements", "definition", "recommendation", "outcome", "lead", "owner", KEPT, MILESTONE),
)
_OF_A_PART = (KEPT, *MILESTONE_FIELDS)
_WITH_A_MITIGATION = ("mitigation due", "mitigation owner", "mitigation progress")
_NAMES_ITSELF = re.compile(
    r"(?:ambition|theme|section|priority|workstream|work ?stream|objective|outcome|phase|stage|part|area|pillar)s?"
    r"\s*(?:\d+|[a-z]\b)?\s*[:.–-]",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:milestones?|sub -? ?(?:actions?|tasks?)|steps?|stages?)\b")
_PAGE = re.compile(r"page \d+(?: of \d+)?", re.IGNORECASE)
_SAID_BELOW = re.compile(
    r"(?P<label>commentary|comments?|narrative|updates?|explanation|analysis|context|notes?)\s*[:–-]\s*(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONE_REF = re.compile(r"[A-Za-z]{0,5}[._/-]?\d[\w./-]{0,10}")


@dataclass(slots=True)
class SheetRow:
    """One row of a table that says something.

    Attributes:
        number: the row.
        what: a record, a continuation, or why there is no record in it.
        cells: what it shows, by column.
        section: the words of the section it stands in.
        section_at: where those stand.
        kind: the kind its own column of kinds says; None where there is no such column.
    """

    number: int
    what: str
    cells: dict[int, SheetCell]
    section: str = ""
    section_at: str = ""
    kind: str | None = None


@dataclass(slots=True)
class _Reader:
    mapping: TableMapping
    summary: frozenset[int]
    section: str = ""
    section_at: str = ""
    before: set[tuple[tuple[int, str], ...]] = field(default_factory=set)
    record_above: bool = False
    title_above: str = ""


def rows_of(mapping: TableMapping, summary: frozenset[int] = frozenset()) -> Iterator[SheetRow]:
    """The rows of a table that say something, each with what it is.

    Args:
        mapping: the table.
        summary: rows that sum up others, which a person says are sections.
    """
    reader = _Reader(mapping, summary)
    table = mapping.table
    _, left, _, right = table.area
    typical = _typical(mapping)
    for number in table.body:
        cells = table.sheet.filled(number, left, right)
        if cells:
            yield _classified(reader, number, cells, typical)


@immutable
class _Typical:
    width: float
    bold: bool
    filled: bool


def _typical(mapping: TableMapping) -> _Typical:
    """What the rows of a table usually look like: how many cells they have, and whether their titles are bold."""
    table, title = mapping.table, mapping.title
    _, left, _, right = table.area
    rows = [table.sheet.filled(row, left, right) for row in table.body[:500]]
    widths = [len(row) for row in rows if row]
    titles = [row[title.column] for row in rows if title is not None and title.column in row and len(row) > 1]
    bold = sum(cell.bold for cell in titles) * 2 > len(titles)
    filled = sum(bool(cell.fill) for cell in titles) * 2 > len(titles)
    return _Typical(median(widths) if widths else 0, bold, filled)


def _classified(reader: _Reader, number: int, cells: dict[int, SheetCell], typical: _Typical) -> SheetRow:
    mapping = reader.mapping
    table = mapping.table
    what = _what(reader, number, cells, typical)
    row = SheetRow(number, what, cells, reader.section, reader.section_at)
    if what == "section" and not _PAGE.fullmatch(next(iter(cells.values())).text):
        reader.section = _section_words(mapping, cells)
        if mapping.kind == "kpi":
            reader.before.clear()  # the same figure may be that of another month
        reader.section_at = table.sheet.cell(number, next(iter(cells)))
        row.section, row.section_at = reader.section, reader.section_at
    by_row = mapping.column("kind")
    if what == RECORD and by_row is not None:
        row.kind = row_kind(table.sheet.shared(number, by_row.column).text, by_row)
    if what in (RECORD, "no_title", "section", "total", "repeated_header"):
        reader.record_above = what == RECORD
    return row


def _section_words(mapping: TableMapping, cells: dict[int, SheetCell]) -> str:
    """What a section says, once: its ref and its title, or all of it where no title stands in it."""
    named = [
        each.column for each in (mapping.column("ref"), mapping.title) if each is not None and each.column in cells
    ]
    title = mapping.title
    columns = named if title is not None and title.column in cells else list(cells)
    return " ".join(dict.fromkeys(" ".join(cells[column].text.split()) for column in columns))


def _what(reader: _Reader, number: int, cells: dict[int, SheetCell], typical: _Typical) -> str:
    mapping = reader.mapping
    table, fields = mapping.table, mapping.fields
    title, ref = mapping.title, mapping.column("ref")
    if table.is_repeated_header(number):
        return "repeated_header"
    if reader.record_above and said_below(cells) is not None:
        return CONTINUATION
    if number in reader.summary or _is_section(mapping, number, cells, typical):
        return "section"
    if _is_total(mapping, cells):
        return "total"
    titled = title is not None and title.column in cells and _is_own(mapping, number, title.column)
    # Another part of the figures of the KPI above, whose title may stand there once or in each row.
    same = not titled or (title is not None and cells[title.column].text == reader.title_above)
    if mapping.part in cells and reader.record_above and same:
        return CONTINUATION
    if titled and title is not None:
        reader.title_above = cells[title.column].text
        words = tuple((column, cell.text) for column, cell in cells.items())
        if words in reader.before and len(words) > 1:
            return "duplicate_row"
        reader.before.add(words)
        return RECORD
    if mapping.kind is None and title is None and not _only_counts(cells):
        return RECORD
    if title is not None and not _is_own(mapping, number, title.column) and reader.record_above:
        return CONTINUATION
    typed = {column: cell for column, cell in cells.items() if not cell.formula}
    numbering = {column for column in typed if _counts(mapping, column, cells)}
    products = {column for column in typed if fields[column].endswith(" product")}
    if not typed.keys() - numbering - products:
        return "empty_numbered"
    if reader.record_above and (ref is None or ref.column not in typed) and _continues(mapping, typed):
        return CONTINUATION
    return "no_title"


def said_below(cells: dict[int, SheetCell]) -> re.Match[str] | None:
    """What a row that says nothing else says of the record above it, such as `Commentary: late start`."""
    if len({cell.text for cell in cells.values()}) != 1:
        return None
    return _SAID_BELOW.fullmatch(next(iter(cells.values())).text)


def _is_own(mapping: TableMapping, number: int, column: int) -> bool:
    """Whether a cell is not covered by one that is merged over it from above."""
    area = mapping.table.sheet.merge_at(number, column) if mapping.table.sheet.merged else None
    return area is None or area[0] == number


def _counts(mapping: TableMapping, column: int, cells: dict[int, SheetCell]) -> bool:
    """Whether a cell is a ref, or a number below a heading such as *No.*: it says nothing of its own."""
    words = cells[column].text
    if mapping.fields[column] == "ref":
        return len(words.split()) == 1
    heading = next(each for each in mapping.table.headings if each.column == column)
    return words.isdigit() and re.fullmatch(vocabulary.NUMBERING, heading.plain) is not None


def _only_counts(cells: dict[int, SheetCell]) -> bool:
    """Whether a row of a table that nobody knows yet holds nothing but numbering or formulas."""
    typed = {column: cell for column, cell in cells.items() if not cell.formula}
    return len(typed) <= 1 and all(cell.sort == NUMBER or cell.text.isdigit() for cell in typed.values())


def _is_section(mapping: TableMapping, number: int, cells: dict[int, SheetCell], typical: _Typical) -> bool:
    # A merged row says in each cell of a text file what it says once in a workbook; two alike may be one by chance.
    if len(cells) == 2 or len({cell.text for cell in cells.values()}) > 1:
        return False
    column, cell = next(iter(cells.items()))
    if cell.sort != TEXT or not re.search(r"[^\W\d_]", cell.text) or len(cell.text) > 200:
        return False
    table = mapping.table
    area = table.sheet.merge_at(number, column) if table.sheet.merged else None
    width = table.area[3] - table.area[1] + 1
    if area is not None and area[0] == number and area[3] - area[1] + 1 >= max(2, width // 2):
        return True
    if area is not None and area[2] > area[0]:
        return False
    named = mapping.fields[column]
    if meanings.TOTAL_WORDS.fullmatch(cell.text) or (named == "ref" and _LONE_REF.fullmatch(cell.text)):
        return False
    title = mapping.title
    if title is not None and column == title.column:
        if typical.width <= 1.5:
            return False
        looks = (cell.bold and not typical.bold) or (bool(cell.fill) and not typical.filled)
        return bool(looks or _NAMES_ITSELF.match(cell.text) or cell.text.endswith(":")) or (
            mapping.kind in ("kpi", "budget_line") and typical.width >= 3
        )
    if named in _CONTINUES and named not in _OF_A_PART:
        return False
    return column == table.area[1] or (named == "ref" and len(cell.text.split()) > 1)


def _is_total(mapping: TableMapping, cells: dict[int, SheetCell]) -> bool:
    """Whether a row sums up those above it: it says so, and holds nothing but figures beside that.

    A KPI may be called *Total contacts*, and an action *Total review of placements*.
    """
    title = mapping.title
    firsts = {next(iter(cells)), *({title.column} if title is not None else ())}
    for column in firsts & cells.keys():
        words = " ".join(cells[column].text.split())
        if not meanings.TOTAL_WORDS.fullmatch(words) or (
            mapping.kind == "kpi" and not meanings.BARE_TOTAL.fullmatch(words)
        ):
            continue
        others = [cell for each, cell in cells.items() if each != column]
        figures = sum(_sums(cell) for cell in others)
        return figures * 2 >= len(others) if mapping.kind in ("budget_line", None) else figures == len(others)
    return False


def _sums(cell: SheetCell) -> bool:
    return cell.sort == NUMBER or cell.formula or bool(meanings.AMOUNT.fullmatch(cell.text))


def _continues(mapping: TableMapping, typed: dict[int, SheetCell]) -> bool:
    """Whether a row goes on with what the row above it says: it holds nothing but more words of it."""
    fields = mapping.fields
    mitigated = any(fields[column] == "mitigation" for column in typed)
    parts = _has_part(mapping, typed)
    for column, cell in typed.items():
        if (fields[column] in _WITH_A_MITIGATION and mitigated) or (fields[column] in _OF_A_PART and parts):
            continue
        if fields[column] not in _CONTINUES or cell.sort != TEXT or not re.search(r"[^\W\d_]{2}", cell.text):
            return False
    return bool(typed)


def _has_part(mapping: TableMapping, typed: dict[int, SheetCell]) -> bool:
    """Whether a row names a part of the record above it, such as a milestone of an action: its day goes with it."""
    return any(
        mapping.fields[each.column] in _OF_A_PART
        and _PART.search(each.plain)
        and re.search(r"[^\W\d_]{3}", typed[each.column].text)
        for each in mapping.table.headings
        if each.column in typed
    )


def not_added(mapping: TableMapping, row: SheetRow) -> NotAdded | None:
    """Why no record comes from a row; None where one does."""
    sheet = mapping.table.sheet
    words = "; ".join(" ".join(cell.text.split())[:80] for cell in list(row.cells.values())[:6])
    if row.what == RECORD:
        if row.kind == "" or (mapping.foreign and row.kind is None):
            return NotAdded(sheet.row(row.number), REFUSED, "no_kind", words, row.number)
        if mapping.kind is None:
            return NotAdded(sheet.row(row.number), REFUSED, "unanswered", words, row.number)
        return None
    outcome = REFUSED if row.what == "no_title" else SKIPPED
    return NotAdded(sheet.row(row.number), outcome, row.what, words, row.number)
