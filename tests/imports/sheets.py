"""Small sheets for tests, and what an import makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS, Ambition, Profile
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.importing import Preview, preview
from boardtui.exchange.sources.reading import read_source, read_text

BOARD = Board(
    Profile(id="p"),
    {**{kind: {} for kind in KINDS}, "ambition": {"a": Ambition(id="a", ref="1", title="Practice")}},
)


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number)


def workbook(rows: Sequence[Any], *, top: int = 1, left: int = 1, name: str = "Plan") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Plan"
    put(sheet, rows, top=top, left=left)
    return book, sheet


def put(sheet: Worksheet, rows: Sequence[Any], *, top: int = 1, left: int = 1) -> None:
    for row, cells in enumerate(rows, top):
        for column, value in enumerate(cells, left):
            if value is not None:
                sheet.cell(row, column, value)


def coloured(sheet: Worksheet, cell: str, colour: str) -> None:
    sheet[cell].fill = PatternFill("solid", fgColor="FF" + colour)


def shown_as(sheet: Worksheet, cells: str, code: str) -> None:
    found = sheet[cells]
    for row in found if isinstance(found, tuple) else ((found,),):
        for cell in row:
            cell.number_format = code


def looked_at(
    source: tuple[Workbook, Worksheet] | str,
    folder: Path,
    *,
    name: str = "",
    board: Board = BOARD,
    kind: str = "",
    **answers: Any,
) -> Preview:
    """What importing it would do. All actions go to ambition 1 unless an answer says otherwise."""
    given = Answers()
    for key, value in {"ambition": "1", **answers}.items():
        if isinstance(value, Mapping):
            for word, answer in value.items():
                given.give(answer, *key.split("__"), word)
        elif value:
            given.give(value, key)
    if isinstance(source, str):
        read = read_text(source, name or "table.csv")
    else:
        path = folder / (name or "table.xlsx")
        source[0].save(path)
        read = read_source(path)
    return preview(read, board, lambda _: (), given, kind=kind)


def records(done: Preview) -> list[Draft]:
    return [draft for read in done.reads for draft in read.drafts]


def asked(done: Preview) -> list[tuple[str, str, str]]:
    """The questions that are open: about what, which word, where."""
    return [(each.about, each.word, each.at) for each in done.open_questions]


def flags(done: Preview) -> list[tuple[str, str]]:
    return [(each.at, each.what) for each in done.notices.flags]


def outcomes(done: Preview) -> dict[str, str]:
    return {each.at: each.reason for read in done.reads for each in read.not_added}
