"""A board as a workbook for a spreadsheet program: a sheet a kind, with filters, real dates and real numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from boardtui.domain.board.board import Board, last_edited
from boardtui.domain.board.words import capitalised, kind_plural
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import harmless
from boardtui.exchange.plan import table_kinds, written_fields
from boardtui.exchange.rows import ACTS_IN_A_SHEET, Rows, WorkbookCell, headings, steady
from boardtui.settings.packages import steady_package

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from boardtui.settings.themes import ColourPair, ThemeFile

LONGEST_TEXT = 32_767
"""Characters. No spreadsheet program keeps more in a cell."""
CUT = " … (cut: a cell holds no more; the board has all of it)"
NARROWEST, WIDEST = 8, 60
"""Characters. What is longer is broken into lines within its cell."""

_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 31
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def board_workbook(board: Board, theme: ThemeFile | None, kinds: Sequence[str] = ()) -> bytes:
    """Write a board as an .xlsx file. The same board gives the same bytes.

    Args:
        board: the board.
        theme: whose colours the ratings have; none where no theme can be read. The letter and the word are there
            in any case.
        kinds: only these kinds; all of them, and the board's own words, by default.

    Returns:
        The bytes of the file. A kind of which the board has no record has no sheet.
    """
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    rows, titles = Rows(board), set[str]()
    order = [kind.name for kind in table_kinds()]
    order.insert(order.index("kpi") + 1, "reading")
    for name in order:
        records = board.of_kind(name)
        if records and (not kinds or name in kinds):
            sheet = book.create_sheet(_title(capitalised(kind_plural(board, KINDS[name])), titles))
            _write_table(sheet, board, rows, records, theme)
    if not kinds or not book.sheetnames:
        _write_profile(book.create_sheet(_title("Board", titles)), board, rows, theme)
    return _saved(book, last_edited(board))


def _write_table(
    sheet: Worksheet, board: Board, rows: Rows, records: Sequence[Record], theme: ThemeFile | None
) -> None:
    fields = written_fields(records[0].kind)
    over = headings(board, records[0].kind)
    _write_header(sheet, [over[each.name] for each in fields], theme)
    widths = [len(over[each.name]) + 3 for each in fields]  # room for the arrow of the filter
    for number, record in enumerate(records, start=2):
        for column, field in enumerate(fields, start=1):
            cell = rows.cell(record, field)
            _write_cell(sheet.cell(number, column), cell, theme)
            widths[column - 1] = max(widths[column - 1], _width(cell))
    names = [each.name for each in fields]
    # What a record is called stays in sight, whichever way one looks.
    kept = names.index("ref") + 2 if "ref" in names else 1
    sheet.freeze_panes = sheet.cell(2, kept).coordinate
    sheet.auto_filter.ref = f"A1:{sheet.cell(len(records) + 1, len(fields)).coordinate}"
    _set_widths(sheet, widths)


def _write_profile(sheet: Worksheet, board: Board, rows: Rows, theme: ThemeFile | None) -> None:
    profile = board.profile
    over = headings(board, profile.kind)
    _write_header(sheet, ["Field", "Value"], theme)
    for number, field in enumerate(written_fields(profile.kind), start=2):
        _write_cell(sheet.cell(number, 1), WorkbookCell(over[field.name]), theme)
        _write_cell(sheet.cell(number, 2), rows.cell(profile, field), theme)
    sheet.freeze_panes = "A2"
    _set_widths(sheet, [max(map(len, over.values())) + 3, WIDEST])


def _write_header(sheet: Worksheet, words: Iterable[str], theme: ThemeFile | None) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    for column, heading in enumerate(words, start=1):
        cell = sheet.cell(1, column)
        _write_cell(cell, WorkbookCell(heading), theme)
        if theme is not None:
            _paint(cell, theme.header)
        cell.font = Font(color=cell.font.color, bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the paper
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_cell(target: Cell | MergedCell, cell: WorkbookCell, theme: ThemeFile | None) -> None:
    from openpyxl.styles import Alignment

    target.alignment = Alignment(vertical="top", wrap_text=isinstance(cell.value, str))
    if isinstance(cell.value, str):
        words = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", steady(cell.value))
        if len(words) > LONGEST_TEXT:
            words = words[: LONGEST_TEXT - len(CUT)] + CUT
        if not words:
            return
        target.value = words
        # Whatever they begin with they are words, also after somebody has edited the cell.
        target.data_type = "s"
        if words.startswith(ACTS_IN_A_SHEET):
            target.quotePrefix = True
    else:
        target.value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
        target.number_format = cell.shown
    if theme is not None and cell.rating is not None and cell.rating is not Rag.NOT_RATED:
        _paint(target, theme.rag[cell.rating.value])


def _paint(target: Cell | MergedCell, pair: ColourPair) -> None:
    from openpyxl.styles import Font, PatternFill

    target.fill = PatternFill("solid", fgColor=pair.background.removeprefix("#"))
    target.font = Font(color=pair.text.removeprefix("#"), bold="bold" in pair.style.split())


def _width(cell: WorkbookCell) -> int:
    if not isinstance(cell.value, str):
        return len(cell.shown) + 2
    return max((len(line) for line in cell.value.split("\n")), default=0) + 2


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width, NARROWEST), WIDEST)


def _title(words: str, taken: set[str]) -> str:
    """A title that a sheet can have and no other one has."""
    plain = " ".join(_NOT_IN_A_TITLE.sub(" ", harmless(words)).split())[:_LONGEST_TITLE].strip() or "Sheet"
    title, number = plain, 1
    while title.casefold() in taken:
        number += 1
        title = f"{plain[: _LONGEST_TITLE - 4]} {number}"
    taken.add(title.casefold())
    return title


def _saved(book: Workbook, moment: datetime) -> bytes:
    """The bytes of the file, in which nothing tells when it was written."""
    book.properties.creator = "boardtui"
    book.properties.created = moment
    draft = io.BytesIO()
    book.save(draft)
    return steady_package(draft.getvalue(), moment)
