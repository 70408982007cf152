"""Milestones that stand beside their action: which columns they are, and when a row says both what and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.text import same_key
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.columns import KEPT, MILESTONE, MILESTONE_DUE, TableMapping, said_columns
from boardtui.exchange.sheets.drafts import Draft, TableRead
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sheets.kinds import body_cells
from boardtui.exchange.sheets.rows import CONTINUATION
from boardtui.exchange.sheets.values import Dates, bullets
from boardtui.exchange.sources.grid import SheetCell, one_line

_NOUN = r"(?:(?:key|next|main) )?milestones?(?: (?:no )?(?P<number>\d+))?"
_WHAT = re.compile(rf"{_NOUN}(?: (?:description|name|title))?")
_WHEN = re.compile(rf"{_NOUN} (?:(?:due|target|planned) )?(?:dates?|due|by when|deadline)")
_NUMBERS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_DAY = (
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d"
    r"|(?:(?:end|start|middle|beginning)(?: of)? |early |mid[ -]?|late )?(?:\d{1,2}(?:st|nd|rd|th)?[ -])?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[,.]?[ -]?'?(?:20)?\d\d"
)
_DAY_LAST = re.compile(
    r"(?P<title>.*?[^\s,:–—(-])[\s,:–—-]*(?:\b(?:by|due|on|in|for)\b:?\s*)*"
    rf"[(\[]?(?:by |due )*(?P<day>{_DAY})[)\]]?\.?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(rf"(?:by )?[(\[]?(?P<day>{_DAY})[)\]]?\s*[:–—-]+\s*(?P<title>.+)", re.IGNORECASE)
_NONE = re.compile(r"none|nil|not applicable|tb[acd]|to be (?:agreed|confirmed|decided)", re.IGNORECASE)

# What a column below *Milestone* is taken for by its own heading alone: *Description*, *Due*.
_TAKEN = ("commentary", "due")


def take_milestones(mapping: TableMapping, answers: Answers) -> None:
    """Take a column of milestones for that where a column beside it says when they are, or where they do so themselves.

    *Milestone 2* goes with *Milestone 2 date*. A person who said what one of the columns is has the last word.
    """
    said = said_columns(mapping.table, answers)
    free = [
        each
        for each in mapping.table.headings
        if each.column not in said
        and (mapping.fields[each.column] == KEPT or (_below(each) and mapping.fields[each.column] in _TAKEN))
    ]
    whats, whens = _numbered(free, _WHAT), _numbered(free, _WHEN)
    for number, some in whats.items():
        # Of two columns that are headed alike nobody knows which date is whose.
        if len(some) == 1 and len(whens.get(number, ())) == 1:
            mapping.fields[some[0].column] = MILESTONE
            mapping.fields[whens[number][0].column] = MILESTONE_DUE
        elif len(some) == 1 and number not in whens and _say_their_days(body_cells(mapping.table, some[0].column)):
            mapping.fields[some[0].column] = MILESTONE


def _say_their_days(cells: list[SheetCell]) -> bool:
    """Whether most cells of a column of milestones say themselves when each of them is."""
    return sum(all(dated(each)[1] for each in listed(cell.text)) for cell in cells) * 2 >= max(len(cells), 1)


def _below(heading: ColumnHeading) -> bool:
    """Whether a column stands below a heading *Milestone* that it shares with others."""
    return any(re.fullmatch(_NOUN, each) for each in heading.bands)


def _numbered(headings: list[ColumnHeading], pattern: re.Pattern[str]) -> dict[str, list[ColumnHeading]]:
    found: dict[str, list[ColumnHeading]] = {}
    for each in headings:
        whole = one_line(re.sub(r"[()]", " ", each.words)).casefold()  # Milestone (Date)
        said = (each.plain, *(f"{band} {each.plain}" for band in each.bands))
        for words in (whole,) if _WHEN.fullmatch(whole) else said:
            if (match := pattern.fullmatch(words)) is not None:
                found.setdefault(match["number"] or "", []).append(each)
                break
    return found


class Beside:
    """Reads the milestones beside the actions of one table."""

    def __init__(self, mapping: TableMapping, dates: Dates) -> None:
        self._sheet, self._dates = mapping.table.sheet, dates
        whats, whens = (_numbered(mapping.columns(name), each) for name, each in _PARTS)
        self._pairs = {
            what[0].column: whens[number][0].column if number in whens else 0 for number, what in whats.items()
        }
        self._when = {when: what for what, when in self._pairs.items() if when}
        self._read: dict[tuple[int, int], bool] = {}

    def take(self, draft: Draft, row: int, column: int) -> bool:
        """Take a cell as one of a milestone; False where only words are clear, which the action keeps."""
        what = self._when.get(column, column)
        if what not in self._pairs:
            return False
        if (row, what) not in self._read:
            found = self._milestones(row, what)
            self._read[row, what] = bool(found)
            draft.beside += found
        return self._read[row, what]

    def _milestones(self, row: int, column: int) -> list[Draft]:
        """The milestones in a cell: one on the day beside it, or several each of which has a day; else none."""
        sheet, when = self._sheet, self._pairs[column]
        words = sheet.shared(row, column).text
        items = listed(words)
        if any(_NONE.fullmatch(each) or not re.search(r"[^\W\d_]{3}", each) for each in items) or not items:
            return []
        beside = sheet.shared(row, when).text if when else ""
        if len(items) == 1 and beside:
            said = [(items[0], self._dates.read(row, when), when)]
        elif beside:
            days = [self._dates.of_words(one_line(each)) for each in beside.split("\n") if each.strip()]
            if len(days) != len(items):
                return []  # of several in one cell nobody knows whose day it is
            said = [(item, day, when) for item, day in zip(items, days, strict=True)]
        else:
            parts = [dated(each) for each in items]
            said = [(title, self._dates.of_words(day), column) for title, day in parts]
        if not all(self._is_a_day(day) for _, day, _ in said):
            return []
        return [self._found(row, column, title, day, at) for title, day, at in said]

    def _is_a_day(self, due: str) -> bool:
        # While nobody has said in which order its dates are, 01/11/2025 is no day yet.
        said = read_date(due)
        return said.first is not None and not said.problem and not (self._dates.unsettled and _NUMBERS.fullmatch(due))

    def _found(self, row: int, column: int, title: str, due: str, when: int) -> Draft:
        found = Draft("milestone", self._sheet.row(row), row)
        found.put("title", one_line(title), self._sheet.cell(row, column))
        found.put("due", due, self._sheet.cell(row, when))
        return found


def listed(words: str) -> list[str]:
    """The milestones that a cell lists: its bullets, its lines, or what stands between semicolons."""
    items = list(bullets(words))
    if len(items) == 1 and ("\n" in words.strip() or ";" in words):
        parts = words.split("\n") if "\n" in words.strip() else words.split(";")
        items = [one_line(each) for each in parts]
    return [each.strip(" ;") for each in items if each.strip(" ;")]


def dated(item: str) -> tuple[str, str]:
    """What a milestone says of itself: its words, and its day or month; "" where it says none."""
    found = _DAY_LAST.fullmatch(item) or _DAY_FIRST.fullmatch(item)
    return (found["title"], found["day"]) if found is not None else (item, "")


_PARTS = ((MILESTONE, _WHAT), (MILESTONE_DUE, _WHEN))


def put_beside(read: TableRead) -> None:
    """Put the milestones of a table behind their actions; one that several actions share is one milestone of them."""
    known: dict[tuple[str, str], Draft] = {}
    read.drafts = [each for draft in read.drafts for each in (draft, *_new(draft, known))]
    rows = {each.row for each in known.values()}
    read.not_added = [each for each in read.not_added if each.reason != CONTINUATION or each.row not in rows]


def _new(draft: Draft, known: dict[tuple[str, str], Draft]) -> Iterator[Draft]:
    for each in draft.beside:
        key = same_key(str(each.values["title"])), str(each.values["due"])
        first = known.setdefault(key, each)
        if not any(action is draft for action in first.of):
            first.of.append(draft)
        if first is each:
            yield each
