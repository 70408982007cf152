"""One kind of a board's records as CSV: the words that are kept, under the headings that a workbook has too."""

from __future__ import annotations

import csv
import io

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.guards import guarded
from boardtui.exchange.plan import written_fields
from boardtui.exchange.rows import Rows, headings


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
