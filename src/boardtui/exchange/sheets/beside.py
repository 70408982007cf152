"""Milestones that stand beside their action: which columns they are, and when a row says both what and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.text import same_key
from boardtui.exchange.sheets.answers import Answers
from boardtui.exchange.sheets.columns import KEPT, MILESTONE, MILESTONE_DUE, Mapping, said_columns
from boardtui.exchange.sheets.drafts import Draft, TableRead
from boardtui.exchange.sheets.headings import Heading
from boardtui.exchange.sheets.rows import CONTINUATION
from boardtui.exchange.sheets.values import Dates, bullets
from boardtui.exchange.sources.grid import one_line

_NOUN = r"(?:(?:key|next|main) )?milestones?(?: (?:no )?(?P<number>\d+))?"
_WHAT = re.compile(rf"{_NOUN}(?: (?:description|name|title))?")
_WHEN = re.compile(rf"{_NOUN} (?:(?:due|target|planned) )?(?:dates?|due|by when|deadline)")
_NUMBERS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_NONE = re.compile(r"none|nil|not applicable|tb[acd]|to be (?:agreed|confirmed|decided)", re.IGNORECASE)

# What a column below *Milestone* is taken for by its own heading alone: *Description*, *Due*.
_TAKEN = ("commentary", "due")


def take_milestones(mapping: Mapping, answers: Answers) -> None:
    """Take a column of milestones for that where a column beside it says when they are.

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


def _below(heading: Heading) -> bool:
    """Whether a column stands below a heading *Milestone* that it shares with others."""
    return any(re.fullmatch(_NOUN, each) for each in heading.bands)


def _numbered(headings: list[Heading], pattern: re.Pattern[str]) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
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

    def __init__(self, mapping: Mapping, dates: Dates) -> None:
        self._sheet, self._dates = mapping.table.sheet, dates
        whats, whens = (_numbered(mapping.columns(name), each) for name, each in _PARTS)
        self._pairs = {what[0].column: whens[number][0].column for number, what in whats.items() if number in whens}
        self._when = {when: what for what, when in self._pairs.items()}
        self._read: dict[tuple[int, int], Draft | None] = {}

    def take(self, draft: Draft, row: int, column: int) -> bool:
        """Take a cell as one of a milestone; False where only words are clear, which the action keeps."""
        what = self._when.get(column, column)
        if what not in self._pairs:
            return False
        if (row, what) not in self._read:
            found = self._read[row, what] = self._milestone(row, what)
            if found is not None:
                draft.beside.append(found)
        return self._read[row, what] is not None

    def _milestone(self, row: int, column: int) -> Draft | None:
        sheet, when = self._sheet, self._pairs[column]
        words = sheet.shared(row, column).text
        lines = list(bullets(words))
        several = len(lines) != 1 or "\n" in words.strip() or ";" in words
        if several or _NONE.fullmatch(words.strip()) or not re.search(r"[^\W\d_]{3}", words):
            return None  # of several in one cell nobody knows whose day it is
        due = self._dates.read(row, when)
        said = read_date(due)
        # While nobody has said in which order its dates are, 01/11/2025 is no day yet.
        if said.first is None or said.problem or (self._dates.unsettled and _NUMBERS.fullmatch(due)):
            return None
        found = Draft("milestone", sheet.row(row), row)
        found.put("title", one_line(lines[0]), sheet.cell(row, column))
        found.put("due", due, sheet.cell(row, when))
        return found


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
