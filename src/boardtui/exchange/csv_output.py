"""One kind of a board's records as CSV: the words that are kept, under the headings that a workbook has too."""

from __future__ import annotations

import csv
import io

from boardtui.domain.board.board import Board
from boardtui.domain.dates.figures import read_figure
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.text import harmless
from boardtui.exchange.plan import written_fields
from boardtui.exchange.rows import Rows, headings

_ACTS_IN_A_SHEET = ("=", "+", "-", "@")


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


def guarded(words: str) -> str:
    """Words that no spreadsheet program takes for a formula."""
    words = harmless(words)
    if not words.startswith(_ACTS_IN_A_SHEET):
        return words
    figure = read_figure(words)
    # A figure with words behind it may well be a formula: "-1+cmd".
    is_figure = (
        not figure.problem and not figure.qualifier and (figure.number is not None or figure.missing is not None)
    )
    return words if is_figure else f"'{words}"
