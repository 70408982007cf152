"""Reading an Excel workbook: each sheet in one pass over its XML, so that empty rows by the million cost no memory."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from boardtui.domain.errors import BoardError
from boardtui.exchange.sources import shown
from boardtui.exchange.sources.grid import DATE, FLAG, MONTH, NUMBER, TEXT, TIME, Area, Sheet, SheetCell, Source, tidy
from boardtui.exchange.sources.watch import Watch

MOST_UNPACKED = 400_000_000
"""Bytes. A workbook that unpacks to more is no plan of a board."""
MOST_CELLS = 3_000_000
MOST_COLUMNS = 2_000
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_SIGN_FONTS = re.compile(r"wingdings|webdings|^symbol$", re.IGNORECASE)


def read_workbook(path: Path, watch: Watch) -> Source:
    """Read a workbook.

    Raises:
        BoardError: it is too large, damaged, or no workbook.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(path, archive)
            book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
            try:
                return Source(path.name, [_read_sheet(book, archive, sheet, watch) for sheet in book.worksheets])
            finally:
                book.close()
    except BoardError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, EOFError):
        raise BoardError(
            f"{path.name} is damaged, or is no workbook. Open it in Excel, save it as .xlsx and import that."
        ) from None


def _check_size(path: Path, archive: zipfile.ZipFile) -> None:
    unpacked = sum(each.file_size for each in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise BoardError(
            f"{path.name} unpacks to {unpacked // 1_000_000:,} MB, more than any plan needs. "
            "Copy the sheets that matter to a new workbook and import that."
        )


def _parsed(content: bytes) -> Element:
    from openpyxl.xml.functions import fromstring

    root: Element = fromstring(content)
    return root


class _Styles:
    """What a cell's style says: its number format, colour, boldness and font."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._theme = _theme_colours(book)
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, index: int) -> tuple[str, str, bool, str]:
        book = self._book
        try:
            style = book._cell_styles[index]
        except IndexError:
            return "General", "", False, ""
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        number = style.numFmtId
        code = BUILTIN_FORMATS.get(number) if number < 164 else book._number_formats[number - 164]
        font = book._fonts[style.fontId]
        name = str(font.name or "")
        code = "dd/mm/yyyy" if number == 14 else code or "General"  # 14 is the short date of the reader's own country
        return code, self._fill(book._fills[style.fillId]), bool(font.b), name if _SIGN_FONTS.search(name) else ""

    def _fill(self, fill: Any) -> str:
        if getattr(fill, "fill_type", None) != "solid":
            return ""
        colour = fill.fgColor
        if colour.type == "rgb" and isinstance(colour.rgb, str):
            return colour.rgb[-6:].upper()
        if colour.type == "indexed":
            from openpyxl.styles.colors import COLOR_INDEX

            return COLOR_INDEX[colour.indexed][-6:].upper() if colour.indexed < len(COLOR_INDEX) else ""
        if colour.type == "theme" and colour.theme < len(self._theme):
            return _tinted(self._theme[colour.theme], float(colour.tint or 0))
        return ""


def _theme_colours(book: Any) -> list[str]:
    raw = getattr(book, "loaded_theme", None)
    if not raw:
        return []
    found = []
    scheme = next((each for each in _parsed(raw).iter() if each.tag.endswith("}clrScheme")), None)
    for each in scheme if scheme is not None else ():
        inner = each[0] if len(each) else None
        found.append((inner.get("lastClr") or inner.get("val") or "") if inner is not None else "")
    # A cell counts light before dark, the theme dark before light.
    return [found[i] for i in (1, 0, 3, 2)] + found[4:] if len(found) > 3 else []


def _tinted(colour: str, tint: float) -> str:
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return ""
    parts = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    shaded = [round(p * (1 + tint)) if tint < 0 else round(p + (255 - p) * tint) for p in parts]
    return "".join(f"{max(0, min(255, p)):02X}" for p in shaded)


def _read_sheet(book: Any, archive: zipfile.ZipFile, worksheet: Any, watch: Watch) -> Sheet:
    sheet = Sheet(worksheet.title, hidden=worksheet.sheet_state != "visible")
    strings, styles = worksheet._shared_strings, _Styles(book)
    path = str(worksheet._worksheet_path).lstrip("/")
    since_1904 = book.epoch.year == 1904
    cells = 0
    with archive.open(path) as opened:
        for name, element in watch.over("Reading the file", _elements(opened)):
            match name:
                case "row":
                    number = int(element.get("r") or 0) or (max(sheet.rows, default=0) + 1)
                    if element.get("hidden") in ("1", "true"):
                        sheet.hidden_rows.add(number)
                    row = _row(element, strings, styles, since_1904)
                    if row:
                        sheet.rows[number] = row
                        cells += len(row)
                        if cells > MOST_CELLS:
                            raise BoardError(f"{sheet.name} holds more than {MOST_CELLS:,} cells. Import a part of it.")
                case "col":
                    if element.get("hidden") in ("1", "true"):
                        first, last = int(element.get("min", 1)), int(element.get("max", 1))
                        sheet.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))
                case "mergeCell":
                    if (area := _area(element.get("ref", ""))) is not None:
                        sheet.merged.append(area)
    sheet.charts = list(_charts(archive, path))
    # A sheet may hide all rows that hold nothing.
    sheet.hidden_rows &= sheet.rows.keys()
    return sheet


def _elements(opened: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """The elements of a sheet that matter, each let go of once it was looked at."""
    wanted = ("row", "col", "mergeCell")
    stack: list[Element] = []
    from openpyxl.xml.functions import iterparse

    for event, element in iterparse(opened, events=("start", "end")):
        if event == "start":
            stack.append(element)
            continue
        stack.pop()
        name = element.tag.rpartition("}")[2]
        if name in wanted:
            yield name, element
            element.clear()
            if stack:
                stack[-1].remove(element)


def _row(element: Element, strings: Any, styles: _Styles, since_1904: bool) -> dict[int, SheetCell]:
    row: dict[int, SheetCell] = {}
    column = 0
    for child in element:
        reference = child.get("r")
        column = _column(reference) if reference else column + 1
        if column > MOST_COLUMNS:
            break
        cell = _cell(child, strings, styles, since_1904)
        if cell is not None:
            row[column] = cell
    return row


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _cell(element: Element, strings: Any, styles: _Styles, since_1904: bool) -> SheetCell | None:
    code, fill, bold, font = styles.of(int(element.get("s") or 0))
    formula, raw, inline = False, None, None
    for child in element:
        match child.tag.rpartition("}")[2]:
            case "f":
                formula = True
            case "v":
                raw = child.text or ""  # a formula may show nothing: that is a value, too
            case "is":
                inline = "".join(part.text or "" for part in child.iter() if part.tag.endswith("}t"))
    kind = element.get("t", "n")
    if inline is not None:
        raw, kind = inline, "str"
    if raw is None or (raw == "" and kind != "str"):
        empty = formula or fill
        return SheetCell(fill=fill, bold=bold, formula=formula, uncached=formula, font=font) if empty else None
    looks: dict[str, Any] = {"fill": fill, "bold": bold, "formula": formula, "font": font}
    if kind == "s":
        raw = str(strings[int(raw)])
    if kind in ("s", "str", "inlineStr", "e"):
        shown_text = tidy(raw)
        exact = "" if raw == shown_text else raw
        return SheetCell(shown_text, TEXT, raw=exact, **looks) if shown_text or fill or formula else None
    if kind == "b":
        return SheetCell("TRUE" if raw == "1" else "FALSE", FLAG, **looks)
    if kind == "d":
        return _moment(datetime.fromisoformat(raw.rstrip("Z")), code, looks)
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return SheetCell(tidy(raw), TEXT, **looks)
    number = _as_typed(number, raw)
    if lasted := shown.show_duration(number, code):
        return SheetCell(lasted, TIME, **looks)
    if shown.date_parts(code):
        found = shown.serial_moment(number, since_1904=since_1904)
        if isinstance(found, datetime):
            return _moment(found, code, looks)
        if isinstance(found, time):
            return SheetCell(found.strftime("%H:%M"), TIME, **looks)
    return SheetCell(shown.show_number(number, code), NUMBER, number=number, percent="%" in code, **looks)


def _as_typed(number: Decimal, raw: str) -> Decimal:
    """A number as somebody typed it: 0.86 is kept in a file as 0.85999999999999999."""
    return Decimal(repr(float(raw))) if len(raw) > 15 and "." in raw else number


def _moment(moment: datetime, code: str, looks: dict[str, Any]) -> SheetCell:
    parts = shown.date_parts(code)
    sort = MONTH if "y" in parts and "m" in parts and "d" not in parts else DATE
    return SheetCell(shown.show_moment(moment, code), sort, moment=moment, **looks)


def _area(reference: str) -> Area | None:
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?", reference)
    if found is None:
        return None
    first, top = _column(found[1]), int(found[2])
    return top, first, int(found[4] or top), _column(found[3]) if found[3] else first


def _charts(archive: zipfile.ZipFile, sheet: str) -> Iterator[Area]:
    """Where charts and pictures lie on a sheet."""
    for drawing in _related(archive, sheet, "drawing"):
        try:
            root = _parsed(archive.read(drawing))
        except (KeyError, ParseError):
            continue
        for anchor in root:
            start, end = anchor.find(f"{_DRAWING}from"), anchor.find(f"{_DRAWING}to")
            if start is not None:
                top, left = _place(start)
                bottom, right = _place(end) if end is not None else (top + 14, left + 7)
                yield top, left, bottom, right


def _place(mark: Element) -> tuple[int, int]:
    def number(name: str) -> int:
        return int(mark.findtext(f"{_DRAWING}{name}") or 0) + 1

    return number("row"), number("col")


def _related(archive: zipfile.ZipFile, part: str, sort: str) -> Iterator[str]:
    folder, name = posixpath.split(part)
    try:
        root = _parsed(archive.read(f"{folder}/_rels/{name}.rels"))
    except (KeyError, ParseError):
        return
    for each in root:
        if each.get("Type", "").endswith(f"/{sort}"):
            target = each.get("Target", "")
            yield target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
