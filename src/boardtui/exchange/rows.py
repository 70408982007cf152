"""A kind of record as a table, or as CSV: its headings, and its cells, which no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date
from decimal import Decimal

from boardtui.domain.board.beside import labels
from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import address
from boardtui.domain.board.order import ref_order
from boardtui.domain.board.words import GONE, ref_of, value_words
from boardtui.domain.dates.figures import read_figure
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Attribute, Kind, Record
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import harmless, same_key
from boardtui.exchange.plan import written_fields

ACTS_IN_A_SHEET = ("=", "+", "-", "@")
_GUARDED = re.compile(r"'+[=+\-@]")
DATE_FORMAT = "dd/mm/yyyy"
FIRST_DAY_OF_SHEETS = date(1900, 3, 1)
"""Spreadsheets count the days before this one wrongly."""

MOST_DIGITS = 15
"""A spreadsheet keeps no more of a number."""

_STATED = re.compile(
    r"(?P<sign>[-−–])?(?P<money>£ ?)?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<fraction>\.[0-9]+)?"
    r"(?P<scale> ?(?:k|thousand|m|million|bn|billion)\b)?(?P<percent> ?%)?(?P<days> (?:working |calendar )?days?)?",
    re.IGNORECASE | re.ASCII,
)
_THOUSANDS = {"k": 1, "thousand": 1, "m": 2, "million": 2, "bn": 3, "billion": 3}


def steady(words: str) -> str:
    """Words as a file keeps them: what would act on a screen is a mark, and a tab stays one."""
    return "\t".join(harmless(part) for part in words.split("\t"))


def guarded(words: str) -> str:
    """Words with an apostrophe before what a spreadsheet program would take for a formula.

    A figure such as -5 and a mere dash get none. Words that begin like guarded ones get one more.
    """
    words = steady(words)
    if _GUARDED.match(words):
        return f"'{words}"
    if not words.startswith(ACTS_IN_A_SHEET):
        return words
    figure = read_figure(words)
    # A figure with words behind it may well be a formula: "-1+cmd".
    is_figure = (
        not figure.problem and not figure.qualifier and (figure.number is not None or figure.missing is not None)
    )
    return words if is_figure else f"'{words}"


def unguarded(words: str) -> str:
    """Words without the apostrophe that guards them."""
    return words[1:] if _GUARDED.match(words) else words


@immutable
class WorkbookCell:
    """What stands in a cell.

    Attributes:
        value: words, a number or a day.
        shown: how a number or a day is shown, as the code of a number format; empty for words.
        rating: the rating that it says, if it is one.
    """

    value: str | int | Decimal | date
    shown: str = ""
    rating: Rag | None = None


def headings(board: Board, kind: Kind) -> dict[str, str]:
    """What stands over the column of each field, by name: its label, made unlike that of any other column."""
    return labels(board, kind, written_fields(kind))


class Rows:
    """Makes the cells of a board's records. What a link is called is looked up once."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._refs = {
            name: Counter(same_key(ref_of(each)) for each in board.of_kind(name))
            for name, kind in KINDS.items()
            if kind.has("ref")
        }
        self._names: dict[str, tuple[str, str]] = {}

    def cell(self, record: Record, field: Attribute) -> WorkbookCell:
        """What a field holds, for a spreadsheet: numbers and days as such, where they show what was stated."""
        value = getattr(record, field.name)
        if isinstance(field.default, Rag):
            return WorkbookCell(Rag(value).words, rating=Rag(value))
        match field.look.form:
            case "link" | "links":
                return WorkbookCell(self.links(field, value))
            case "figure":
                return number_cell(value) or WorkbookCell(value)
            case "date":
                return _day_cell(value) or WorkbookCell(value_words(self._board, field, value))
            case "number":
                return WorkbookCell(int(value), "0")
            case _:
                return WorkbookCell(value_words(self._board, field, value))

    def words(self, record: Record, field: Attribute) -> str:
        """What a field holds, for a file that holds only words: as it is kept, but links by their refs."""
        value = getattr(record, field.name)
        match field.look.form:
            case "link" | "links":
                return self.links(field, value)
            case "flag":
                return "yes" if value else "no"
            case _:
                return str(value)

    def links(self, field: Attribute, value: str | tuple[str, ...]) -> str:
        """Links as refs, with the kind before each where several kinds can be meant: `1.1` or `kpi:2.1, risk:R6`."""
        identities = [value] if isinstance(value, str) else value
        # By kind and ref: in the order of their ids the same plan would look otherwise on another board.
        named = sorted(
            (self._named(identity) for identity in identities if identity),
            key=lambda each: (each[0], ref_order(each[1])),
        )
        one_kind = len(field.look.kinds) == 1
        return ", ".join(words if one_kind or not kind else f"{kind}:{words}" for kind, words in named)

    def _named(self, identity: str) -> tuple[str, str]:
        """The kind of a record, and the words that mean it among its kind."""
        if identity not in self._names:
            record = self._board.find(identity)
            self._names[identity] = ("", GONE) if record is None else self._meant(record)
        return self._names[identity]

    def _meant(self, record: Record) -> tuple[str, str]:
        kind, ref = record.kind.name, ref_of(record)
        if kind == "board":
            return "", kind
        # A ref that takes words apart, or that several have, would not be found again.
        if ref and "," not in ref and self._refs[kind][same_key(ref)] <= 1:
            return kind, ref
        if self._board.records[kind].get(record.id) is None:
            return kind, ref or record.id
        return kind, address(self._board, record, among_others=True).removeprefix(f"{kind}:")


def number_cell(stated: str) -> WorkbookCell | None:
    """A figure as a number that is shown as it was stated; None for words, and where a number would not show them.

    97.7% is 0.977 shown with one decimal, £335k is 335,000 shown in thousands.
    """
    figure, found = read_figure(stated), _STATED.fullmatch(stated)
    if figure.number is None or figure.qualifier or figure.problem or found is None:
        return None
    whole, fraction = found["whole"], found["fraction"] or ""
    digits = whole.replace(",", "")
    if (len(digits) > 1 and digits.startswith("0")) or len(digits + fraction.removeprefix(".")) > MOST_DIGITS:
        return None
    if found["percent"] and (found["scale"] or found["money"] or found["days"]):
        return None
    shown = ("#,##0" if "," in whole else "0") + (f".{'0' * (len(fraction) - 1)}" if fraction else "")
    number = figure.number
    if scale := found["scale"]:
        shown += "," * _THOUSANDS[scale.strip().lower()] + _literal(scale)
    if percent := found["percent"]:
        number /= 100
        shown += f"{_literal(percent.removesuffix('%'))}%"
    shown = _literal(found["money"]) + shown + _literal(found["days"])
    if sign := found["sign"]:
        # The part after the semicolon is for numbers below zero: it shows the sign that was written.
        shown = f"{shown};{_literal(sign)}{shown}"
        if not number:
            return None
    return WorkbookCell(number, shown)


def _literal(words: str | None) -> str:
    return f'"{words}"' if words else ""


def _day_cell(kept: str) -> WorkbookCell | None:
    try:
        day = date.fromisoformat(kept)
    except ValueError:
        return None
    return WorkbookCell(day, DATE_FORMAT) if day >= FIRST_DAY_OF_SHEETS and day.isoformat() == kept else None


def kind_csv(board: Board, kind: str) -> str:
    """Write the records of one kind as CSV: dates as ISO dates, figures as stated, links as refs.

    A text that a spreadsheet program would take for a formula gets an apostrophe before it; a figure such as -5 and a
    mere dash get none.
    """
    declared, rows, out = KINDS[kind], Rows(board), io.StringIO()
    fields, over = written_fields(declared), headings(board, declared)
    written = csv.writer(out, lineterminator="\n")
    written.writerow([guarded(over[each.name]) for each in fields])
    for record in board.of_kind(kind):
        written.writerow([guarded(rows.words(record, each)) for each in fields])
    return out.getvalue()
