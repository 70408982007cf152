"""What an import says in words: its questions, what a table holds, what a column is, and why a row is not entered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, field_label, kind_label, kind_plural
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.text import listed_in_words
from boardtui.exchange.sheets.asking import CONFLICT, ImportQuestion
from boardtui.exchange.sheets.columns import CHECKED, IGNORED, KEPT, TableMapping
from boardtui.exchange.sheets.drafts import TableRead
from boardtui.exchange.sheets.figures.figure_parts import NOTE
from boardtui.exchange.sheets.importing import Preview
from boardtui.exchange.sources.grid import Sheet, column_number, one_line

_ASKED = {
    "kind": "What does the table at {at} hold?",
    "ambition": "Which {ambition} do the actions at {at} go to?",
    "column": "What is the column {word} at {at}?",
    "rating": "Which rating is {word} at {at}?",
    "score word": "Which {part} is {word} at {at}, as a number?",
    "period": "Which period is {word} at {at}?",
    "date order": "{word} at {at} can only be month first. In which order are the dates?",
    "area": "Whose figures in the column at {at} are yours?",
    "unit": "{word} at {at} stands beside per cents. Is it a fraction of one?",
    "money": "The amounts are in {word}, says {at}. Enter them as they stand?",
    "summary rows": "Rows of the table at {at} sum up those below them. Are they sections?",
    CONFLICT: "Somebody changed {told}; {at} says {word}. Which is right?",
    "state": "{word} at {at} is neither open nor closed: it is kept in words, and settled on the board.",
    "scale": "The scores at {at} go to {word}, and those of this board do not: they are kept in words, unscored.",
    "polarity": "Whether high or low is good does not follow from {word} at {at}: it is settled on the board.",
}
_IN_SHORT = {
    "kind": "what it holds",
    "ambition": "which {ambition} they go to",
    "column": "what the column {words} is",
    "rating": "which rating is {words}",
    "score word": "{words} as numbers",
    "period": "which period is {words}",
    "date order": "in which order the dates are",
    "area": "whose figures are yours",
    "unit": "whether {words} are fractions of one",
    "money": "whether the amounts are entered as they stand",
    "summary rows": "whether rows that sum up others are sections",
    CONFLICT: "which is right where somebody changed the board",
}
_FIELDS = {
    KEPT: "Kept as words",
    IGNORED: "Not imported",
    CHECKED: "Compared only",
    "reading": "Figures of a period",
    NOTE: "Said of a figure",
    "period": "Period of the figure",
    "value": "The figure",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "area": "Area of the figure",
    "kind": "What the row is",
    "mitigation": "Mitigation",
    "done": "Whether it is done",
    "milestone": "Milestone",
    "milestone due": "Milestone: when",
}
# The standard colours of spreadsheets.
_COLOURS = {
    "C00000": "dark red",
    "FF0000": "red",
    "FFC000": "orange",
    "FFFF00": "yellow",
    "92D050": "light green",
    "00B050": "green",
    "00B0F0": "light blue",
    "0070C0": "blue",
    "002060": "dark blue",
    "7030A0": "purple",
}
REASONS = {
    "section": "a heading of the rows below it",
    "empty_numbered": "nothing but its number or formulas",
    "repeated_header": "the headings once more",
    "total": "a total",
    "continuation": "goes on with the row above, to which its words went",
    "duplicate_row": "the same row once more",
    "other_area": "figures of another area",
    "no_figure": "no figure",
    "no_title": "there is no title in it",
    "no_kind": "boards have no such records",
    "unanswered": "a question about it is open",
}
_WAITING = ("unanswered", "no_kind")
FLAGS = {
    "hidden": "hidden in the file; it was read",
    "impossible_date": "no day that exists; kept as words",
    "not_a_date": "not one plain day; kept as words",
    "no_year": "a date without a year",
    "month_only": "a month, not a day",
    "several_dates": "several dates",
    "serial_date": "a number that stands for a date",
    "ref_is_date": "a date where a ref belongs",
    "same_ref": "several rows have this ref",
    "not_a_figure": "not a figure",
    "not_a_score": "not a score",
    "scale": "another scale than the board's",
    "score_disagrees": "not the product of the two scores",
    "no_cached_value": "formulas without a value in the file",
    "rating_by_colour": "ratings taken from the colour of the cells",
    "symbol_font": "signs of a symbol font",
}


def question_words(question: ImportQuestion, board: Board) -> str:
    """A question as a person is asked it."""
    return _ASKED.get(question.about, "{about} {word} at {at}").format(
        about=question.about,
        word=word_words(str(question.word)),
        part=question.key[1] if len(question.key) > 2 else "number",
        at=question.at,
        told=question.told,
        ambition=kind_label(board, KINDS["ambition"]),
    )


def asked_in_short(questions: Iterable[ImportQuestion], board: Board) -> str:
    """What is going to be asked, in one sentence: `what it holds; which rating is “Done”, “Late”`."""
    words: dict[str, dict[str, None]] = {}
    for each in questions:
        words.setdefault(each.about, {})[word_words(str(each.word))] = None
    label = kind_label(board, KINDS["ambition"])
    return "; ".join(_IN_SHORT[about].format(words=", ".join(some), ambition=label) for about, some in words.items())


def place_words(address: str) -> str:
    """An address as it begins a line: a row of a file without sheets is `Row 3`, a column of it `Column C`."""
    if address.isdigit():
        return f"Row {address}"
    return f"Column {address}" if address.isalpha() else address


def word_words(word: str) -> str:
    """The word that a question is about; a colour by the name that people have for it."""
    words = one_line(word)
    if (fill := words.removeprefix("colour ")) != words:
        return f"the colour {_COLOURS[fill]}" if fill in _COLOURS else f"the colour {fill}"
    return f"“{words}”"


def kind_words(name: str, board: Board) -> str:
    """What the records of a table are called, several of them."""
    return kind_plural(board, KINDS[name])


def holds_words(mapping: TableMapping, board: Board) -> str:
    """What a table was taken for."""
    if mapping.left_out:
        return "left out"
    if mapping.kind is not None:
        return kind_words(mapping.kind, board)
    return "nothing a board has" if mapping.foreign else "? say what it holds"


def field_words(name: str, kind: str | None, board: Board) -> str:
    """What a column is taken for, in the words that forms have for it."""
    first, _, rest = name.partition(" ")
    if name in _FIELDS:
        return _FIELDS[name]
    if first == "mitigation":
        return f"Mitigation: {field_words(rest, 'mitigation', board)}"
    if rest == "product":
        return capitalised(f"{first} score, compared only")
    if kind is not None and KINDS[kind].has(name):
        return field_label(board, KINDS[kind].attributes[name])
    return capitalised(name.replace("_", " "))


def asked_about(done: Preview, table: str) -> Iterator[ImportQuestion]:
    """The questions that stand in a table."""
    area = next(read.mapping.table for read in done.reads if read.mapping.table.id == table)
    top, left, bottom, right = area.area
    above = area.title_at[0] if area.title_at is not None else top
    for question in done.notices.questions:
        found = place_of(question.at, [area.sheet])
        if found is not None and above <= found[1] <= bottom and left <= found[2] <= right:
            yield question


_PLACE = re.compile(
    r"(?:L(?P<line>\d+)(?P<at>[A-Z]*)|(?P<letters>[A-Z]+)(?P<row>\d+)|(?P<whole>\d+)|(?P<column>[A-Z]+))(?::.*)?"
)


def place_of(address: str, sheets: list[Sheet]) -> tuple[Sheet, int, int] | None:
    """The sheet, row and column of an address; a row stands for its first column, a column for its first row."""
    for sheet in sheets:
        start = f"{sheet.name}!" if sheet.name else ""
        words = address.removeprefix(start)
        if not address.startswith(start) or (not start and "!" in address):
            continue
        found = _PLACE.fullmatch(words)
        if found is None:
            continue
        if sheet.by_line:
            return (sheet, int(found["line"]), column_number(found["at"] or "A")) if found["line"] else None
        # L23 is a cell in a sheet that is not counted by lines.
        row = int(found["line"] or found["row"] or found["whole"] or 1)
        column = column_number("L" if found["line"] else found["letters"] or found["column"] or "A")
        return sheet, *sheet.stands_at(row, column)
    return None


@immutable
class SampleRow:
    """A row of a table as it is shown: what stands in each column."""

    number: int
    cells: Mapping[int, str]

    def __getitem__(self, column: int) -> str:
        return self.cells.get(column, "")


def sample_rows(read: TableRead, count: int = 3) -> list[SampleRow]:
    """The first rows of a table from which records come; the first rows with words where none do."""
    sheet, table = read.mapping.table.sheet, read.mapping.table
    _, left, _, right = table.area
    records = [*(each.row for each in read.drafts), *(each.row for each in read.not_added if each.reason in _WAITING)]
    rows = sorted(records) or [row for row in table.body if sheet.filled(row, left, right)]
    return [
        SampleRow(row, {column: _shown(sheet, row, column) for column in range(left, right + 1)})
        for row in list(dict.fromkeys(rows))[:count]
    ]


def _shown(sheet: Sheet, row: int, column: int) -> str:
    """What a cell shows; of one that is only coloured, its colour."""
    cell = sheet.shared(row, column)
    return one_line(cell.text) or (f"({_COLOURS[cell.fill]})" if cell.fill in _COLOURS else "")


def rows_asked_about(question: ImportQuestion, done: Preview) -> list[str]:
    """The addresses of the rows that a question concerns: of a word where it stands, of a table all of its rows."""
    if question.word:
        return question.rows
    for read in done.reads:
        table = read.mapping.table
        if any(each is question for each in asked_about(done, table.id)):
            _, left, _, right = table.area
            return [table.sheet.row(row) for row in table.body if table.sheet.filled(row, left, right)]
    return question.rows


def row_words(done: Preview, address: str) -> str:
    """What stands in the row of an address, as far as it tells which row it is."""
    sheets = [read.mapping.table.sheet for read in done.reads]
    found = place_of(address, [*sheets, *done.source.sheets])
    if found is None:
        return ""
    sheet, row, _ = found
    return " · ".join(one_line(cell.text) for cell in list(sheet.filled(row).values())[:4])


def made_words(done: Preview, board: Board) -> str:
    """What an import makes: `12 actions and 1 ambition`."""
    parts = [
        f"{count:,} {kind_label(board, KINDS[kind]) if count == 1 else kind_plural(board, KINDS[kind])}"
        for kind, count in done.planned.made.items()
    ]
    return listed_in_words(parts)
