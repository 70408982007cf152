"""Reading cells: dates in the order of their column, ratings, figures, texts with their lines, people, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from boardtui.domain.dates.dates import NO_YEAR, SEVERAL, from_excel_serial, normal_form, read_date
from boardtui.domain.dates.figures import read_figure
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key
from boardtui.exchange.sheets import meanings
from boardtui.exchange.sheets.asking import Answers, Notices, rating_answer
from boardtui.exchange.sheets.columns import MILESTONE_DUE, TableMapping
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.headings import ColumnHeading, bare_word, year_in
from boardtui.exchange.sheets.kinds import body_cells
from boardtui.exchange.sources.grid import DATE, MONTH, NUMBER, Sheet, SheetCell, one_line

DATE_FIELDS = (
    *("due", "original_due", "raised", "completed", "date", "next_review", "mitigation due"),
    *("spent_at", "back_to_green", MILESTONE_DUE),
)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_TIME = re.compile(r"[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|BST))?$")
_BULLET = re.compile(r"^\s*(?:[•‣▪●◦∙·*–—]|-(?=\s)|\(?(?:\d{1,2}|[a-z])[.)](?=\s))\s*")
_LABEL = re.compile(
    r"^\s*(?P<label>risks?|event|causes?|effects?|consequences?|impacts?)\s*:\s*[-–]?\s*(?P<rest>.*)$", re.IGNORECASE
)
_FIVE_DIGITS = re.compile(r"\d{5}")
_SERIAL = range(25_000, 80_000)
AMOUNTS = ("approved", "spent", "projected", "variance")


class Dates:
    """Reads the dates of one table. In which order a day is written is settled for all of it, never for a cell."""

    def __init__(self, mapping: TableMapping, answers: Answers, notices: Notices) -> None:
        self._sheet, self._notices = mapping.table.sheet, notices
        answer = answers.get("date_order")
        self.month_first = answer == "mdy"
        self.unsettled = False
        proof = _proof(mapping)
        if proof is not None:
            row, column, text = proof
            at = self._sheet.cell(row, column)
            choices = ("mdy", "dmy")
            answered = notices.ask(
                "date order", at, text, answer, within=self._sheet.name, key=("date_order",), choices=choices
            )
            self.unsettled = answered is None

    def read(self, row: int, column: int) -> str:
        """What a cell says: an ISO date where it is one real day, else its words."""
        cell, at = self._sheet.shared(row, column), self._sheet.cell(row, column)
        if not cell.text or cell.text in meanings.NOTHING_WORDS:
            return ""
        if cell.sort == DATE and cell.moment is not None:
            return cell.moment.date().isoformat()
        if cell.sort == MONTH:
            self._notices.flag(at, "month_only", cell.text)
            return cell.text
        serial = (
            cell.number if cell.sort == NUMBER else Decimal(cell.text) if _FIVE_DIGITS.fullmatch(cell.text) else None
        )
        if serial is not None and int(serial) in _SERIAL:
            day = from_excel_serial(float(serial))
            if day is not None:
                self._notices.flag(at, "serial_date", cell.text)
                return day.isoformat()
        return self.of_words(one_line(cell.text), at)

    def of_words(self, words: str, at: str = "") -> str:
        """What words say: an ISO date where they are one real day, else the words; flagged where they stand."""
        bare = _TIME.sub("", words)
        if (found := _NUMERIC.fullmatch(bare)) is not None:
            if self.unsettled:
                return words
            if self.month_first:
                bare = f"{found[3]}/{found[1]}/{found[4]}"
        if (found := _YEAR_FIRST.fullmatch(bare)) is not None:
            bare = f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
        stated = read_date(bare)
        if stated.exact and not stated.problem and (form := normal_form(bare)) != " ".join(bare.split()):
            return form
        if stated.exact and not stated.problem and re.fullmatch(r"\d{4}-\d\d-\d\d", bare):
            return bare
        if at:
            self._notices.flag(at, _flag_of(stated.problem, bare), words)
        return words


def _flag_of(problem: str, words: str) -> str:
    if problem == NO_YEAR:
        return "not_a_date" if re.fullmatch(r"q(?:uarter )?\s?[1-4]", words, re.IGNORECASE) else "no_year"
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}", words):
        return "no_year"
    if problem == SEVERAL:
        return "several_dates"
    if problem.startswith(("there is no", "that day is")):
        return "impossible_date"
    stated = read_date(words)
    if stated.first is not None and not stated.exact and stated.first.day == 1 and _is_month(words):
        return "month_only"
    return "not_a_date"


def _is_month(words: str) -> bool:
    stated = read_date(words)
    first, last = stated.first, stated.last
    return first is not None and last is not None and (first.year, first.month) == (last.year, last.month)


def _proof(mapping: TableMapping) -> tuple[int, int, str] | None:
    """The first date of a table that can only be month first, where none can only be day first."""
    table = mapping.table
    wanted = [h.column for h in table.headings if mapping.fields[h.column] in DATE_FIELDS]
    wanted += [h.column for h in table.headings if h.column not in wanted]
    first: tuple[int, int, str] | None = None
    for column in wanted:
        for row in table.body:
            cell = table.sheet.at(row, column)
            if cell.sort in (DATE, MONTH, NUMBER):
                continue
            found = _NUMERIC.fullmatch(_TIME.sub("", cell.text))
            if found is None:
                continue
            one, two = int(found[1]), int(found[3])
            if 12 < one <= 31 and two <= 12 and mapping.fields[column] in DATE_FIELDS:
                return None
            if one <= 12 < two <= 31 and first is None:
                first = (row, column, cell.text)
    return first


def is_ref_date(cell: SheetCell) -> bool:
    """Whether a spreadsheet made a date of a ref such as 3-4."""
    return cell.sort in (DATE, MONTH) or bool(
        re.fullmatch(r"\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", cell.text)
    )


def read_rating(
    sheet: Sheet, row: int, column: int, answers: Answers, notices: Notices
) -> tuple[Rag | None, str, bool]:
    """The rating in a cell.

    Returns:
        The rating, None where there is none or it has to be asked; the word to keep where it was no rating; and
        whether the colour said it.
    """
    cell = sheet.shared(row, column)
    if cell.text and cell.text not in meanings.NOTHING_WORDS:
        word = bare_word(cell.text)
        if (rating := meanings.RATING_WORDS.get(word.casefold())) is not None:
            return rating, one_line(cell.text) if re.search("[←-⇿▲▼►◄]", cell.text) else "", False
        return _asked_rating(word, sheet.cell(row, column), answers, notices), one_line(cell.text), False
    if not cell.fill or cell.fill == "FFFFFF" or _banded(sheet, row, column, cell.fill):
        return None, "", False
    if (rating := meanings.STANDARD_FILLS.get(cell.fill)) is not None:
        return rating, "", True
    word = f"colour {cell.fill}"
    return _asked_rating(word, sheet.cell(row, column), answers, notices), word, True


def colour_word(sheet: Sheet, row: int, heading: ColumnHeading) -> str:
    """What the colour of an empty cell says in a column of earlier or other ratings; "" where it says nothing."""
    fill = sheet.shared(row, heading.column).fill
    if not re.search(r"\bb?rag\b", heading.plain) or not fill or _banded(sheet, row, heading.column, fill):
        return ""
    rating = meanings.STANDARD_FILLS.get(fill)
    return rating.value if rating is not None else "" if fill == "FFFFFF" else f"colour {fill}"


def _asked_rating(word: str, at: str, answers: Answers, notices: Notices) -> Rag | None:
    choices = ("red", "amber", "green", "blue", "none")
    key = ("rating_words", word)
    answer = notices.ask("rating", at, word, answers.get(*key), key=key, choices=choices)
    return rating_answer(answer) if answer else None


def _banded(sheet: Sheet, row: int, column: int, fill: str) -> bool:
    """Whether a colour is that of the whole row, and so says nothing."""
    beside = [sheet.rows.get(row, {}).get(each) for each in (column - 1, column + 1)]
    return all(cell is not None and cell.fill == fill for cell in beside)


def figure_words(cell: SheetCell, *, percent: bool = False) -> str:
    """A figure as the cell shows it; a bare number with a sign where its column or unit is per cent."""
    words = one_line(cell.text)
    if words.startswith("(") and words.endswith(")") and re.fullmatch(r"\(£?[\d,.]+%?\)", words):
        words = f"-{words[1:-1]}"
    if percent and re.fullmatch(r"[-+−]?[\d,]*\.?\d+", words):
        return f"{words}%"
    return words


def is_no_figure(words: str) -> bool:
    """Whether words stand where a figure belongs and are none."""
    return bool(read_figure(words).problem)


def unwrapped(text: str) -> str:
    """Text whose sentences do not end where a cell was full; bullets and paragraphs keep their lines."""
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        wrapped = before and line and not _BULLET.match(line) and not re.search(r"[.:;!?]$", before)
        if wrapped and not line[:1].isdigit():
            lines[-1] = f"{before} {line}"
        else:
            lines.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def bullets(text: str) -> Iterator[str]:
    """The items of a list in a cell, their wrapped lines joined; a text without bullets is one item."""
    lines = [line for line in _a_line_each(text).split("\n") if line.strip()]
    if not lines or not _BULLET.match(lines[0]):
        if text.strip():
            yield one_line(text)
        return
    item = ""
    for line in lines:
        if _BULLET.match(line):
            if item:
                yield item
            item = _BULLET.sub("", line, count=1).strip()
        else:
            item = f"{item} {line.strip()}".strip()
    if item:
        yield item


def _a_line_each(text: str) -> str:
    """A list that runs on in one line, such as `1. Audit 2. Training`, with a line for each of its items."""
    if re.match(r"\s*[•‣▪●]", text):
        return re.sub(r"[\s;]+(?=[•‣▪●])", "\n", text)
    first = re.match(r"\s*\(?(1|a)([.)])\s", text)
    if first is None:
        return text
    listed, rest = "", text
    for number in range(2, 27):
        mark = re.escape((str(number) if first[1] == "1" else "abcdefghijklmnopqrstuvwxyz"[number - 1]) + first[2])
        found = re.search(rf"[;\s]\s*(?=\(?{mark}\s)", rest)
        if found is None:
            break
        listed += f"{rest[: found.start()]}\n"
        rest = rest[found.end() :]
    return listed + rest


def labelled_parts(text: str) -> dict[str, str]:
    """A cell that says `Risk:` and `Effects:` itself, as the words under each; empty where it does not."""
    parts: dict[str, list[str]] = {}
    label = ""
    for line in text.split("\n"):
        found = _LABEL.match(line)
        if found is not None:
            label = found["label"].casefold().rstrip("s")
            parts.setdefault(label, [])
        if not label:
            return {}
        words = (found["rest"] if found is not None else line).strip()
        if words:
            parts[label].append(words)
    return {name: " ".join(lines) for name, lines in parts.items()}


class People:
    """Those who are named in the columns of one table."""

    def __init__(self, table: SheetTable, columns: Sequence[int]) -> None:
        cells = [cell.text for column in columns for cell in body_cells(table, column)]
        self._alone = (
            {same_key(words) for words in cells if "\n" not in words} if any("\n" in w for w in cells) else set()
        )

    def in_cell(self, cell: SheetCell) -> str:
        """The words of a cell, with a semicolon between lines each of which stands alone in another cell.

        `Head of` above `Service` is one person, whom a narrow column broke in two.
        """
        if len(named := list(bullets(cell.text))) > 1:
            return "; ".join(named)
        lines = [one_line(each) for each in cell.text.split("\n") if each.strip()]
        if len(lines) > 1 and all(same_key(each) in self._alone for each in lines):
            return "; ".join(lines)
        return one_line(cell.text)


class Money:
    """Reads the amounts of one table."""

    def __init__(self, mapping: TableMapping, answers: Answers, notices: Notices) -> None:
        self._mapping, self._notices = mapping, notices
        self._unsettled = False
        table = mapping.table
        places = [(table.title, table.title_at)]
        places += [
            (" ".join(each.parts), (each.row, each.column))
            for each in table.headings
            if mapping.fields[each.column] in AMOUNTS
        ]
        for words, place in places:
            found = meanings.MONEY_SCALE.search(words)
            if found is not None:
                at = table.sheet.cell(*place) if place is not None else table.first_cell
                answer = notices.ask(
                    "money", at, found[0].strip("()"), answers.get("money"), key=("money",), choices=("as stated",)
                )
                self._unsettled = answer is None
                break
        said = " ".join(
            [table.title, *(each.words for each in table.headings if mapping.fields[each.column] in AMOUNTS)]
        )
        self._year = year_in(said)

    def takes(self, name: str) -> bool:
        """Whether a field is an amount."""
        return name in AMOUNTS

    def read(self, draft: Draft, name: str, heading: ColumnHeading, cell: SheetCell, at: str) -> None:
        """Read an amount."""
        words = figure_words(cell)
        if is_no_figure(words):
            self._notices.flag(at, "not_a_figure", words)
        if self._unsettled:
            draft.keep(heading.name, words)
        else:
            draft.put(name, words, at)

    def finish(self, draft: Draft, at: str) -> None:
        """Give a line the year that the title of its table names."""
        if self._year and "year" not in draft.values:
            draft.put("year", self._year, at)
