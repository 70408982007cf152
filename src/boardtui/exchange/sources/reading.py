"""Opening what somebody wants to import: which format it is, text as sheets of cells, and why it cannot be read."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.exchange.sources.excel import read_workbook
from boardtui.exchange.sources.grid import Sheet, SheetCell, Source, text_cell
from boardtui.exchange.sources.watch import Watch
from boardtui.settings.disk import why_not
from boardtui.settings.paths import address_problem

MOST_CELLS = 3_000_000
_DELIMITERS = ",;\t|"
_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
LARGEST = 100_000_000
"""Bytes of a file that is read."""
_IS_A_DOCUMENT = re.compile(r"(?:\s*#[^\n]*\n)*\s*format *= *\d+\s*(?:\n|$)|\s*\{\s*\"(?:format|board)\"\s*:")
"""How a plan and the JSON of a board begin, whatever they are called."""
_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".pptx", ".ppt", ".msg", ".eml")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def decoded(content: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252.

    Raises:
        BoardError: it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").removeprefix("\ufeff")
    start = content[:4000]
    if start.count(b"\0") > len(start) // 4:
        # UTF-16 without its mark: every other byte of plain words is nothing.
        order = "utf-16-le" if start[1::2].count(b"\0") >= start[::2].count(b"\0") else "utf-16-be"
        return content.decode(order, errors="replace")
    if b"\0" in content:
        raise BoardError(f"{name} is no text. Save the table as .xlsx or .csv and import that.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_delimited(text: str, name: str, *, tabs: bool = False) -> Source:
    """Read a table whose cells stand between commas, semicolons or tabs. Rows are records, as a spreadsheet has them.

    Raises:
        BoardError: it cannot be read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = "\t" if tabs else ""
    if found := re.match(r"sep=(.)\n", text, re.IGNORECASE):
        delimiter, text = found[1], text[found.end() :]
    delimiter = delimiter or _delimiter_of(text)
    sheet = Sheet()
    cells = 0
    # What is pasted from a document has tabs between its cells, and its quotation marks are words.
    as_words = delimiter == "\t" and not _well_quoted(text, delimiter)
    if not as_words and (left_open := _left_open(text, delimiter)):
        raise BoardError(
            f"{name}: a quotation mark opens a cell in row {left_open} and none closes it, so that all below would be "
            "one cell. Close it, or save the table as .xlsx and import that."
        )
    reader = csv.reader(
        io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE if as_words else csv.QUOTE_MINIMAL
    )
    try:
        for number, record in enumerate(reader, 1):
            row = {column: cell for column, words in enumerate(record, 1) if (cell := text_cell(words)).text}
            cells += len(row)
            if cells > MOST_CELLS:
                raise BoardError(f"{name} holds more than {MOST_CELLS:,} cells. Import a part of it.")
            if row:
                sheet.rows[number] = row
    except csv.Error as error:
        raise BoardError(f"{name} cannot be read as a table: {error}. Save it as .xlsx and import that.") from None
    return Source(name, [sheet])


def _well_quoted(text: str, delimiter: str) -> bool:
    """Whether every cell that begins with a quotation mark ends with one."""
    try:
        for _ in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _left_open(text: str, delimiter: str) -> int:
    """The row in which a quotation mark opens a cell that nothing closes; 0 where there is none."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows = first = before = 0
    try:
        for _ in reader:
            rows, first, before = rows + 1, before, reader.line_num
    except csv.Error:
        return 0  # whoever reads the table says what is wrong with it
    last = "\n".join(text.split("\n")[first:])
    # Rows can only have been swallowed by a last cell that goes on over several lines.
    return rows if "\n" in last.rstrip("\n") and not _well_quoted(last, delimiter) else 0


def _delimiter_of(text: str) -> str:
    """What stands between the cells: whatever takes most records into the same number of cells."""
    start = text[:200_000]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            records = [len(each) for each in islice(csv.reader(io.StringIO(start), delimiter=delimiter), 200)]
        except csv.Error:
            continue
        wide = Counter(width for width in records if width > 1)
        if not wide:
            continue
        width, times = wide.most_common(1)[0]
        if (weight := times * min(width, 12)) > most:
            best, most = delimiter, weight
    return best


def has_markdown_table(text: str) -> bool:
    """Whether a text holds a Markdown table."""
    lines = text.splitlines()
    return any(
        _RULE.fullmatch(line) and "|" in line and "|" in lines[number - 1]
        for number, line in enumerate(lines)
        if number
    )


def read_markdown(text: str, name: str) -> Source:
    """Read the tables of a Markdown document. Rows are lines; what is no table stands in the first column."""
    sheet = Sheet(by_line=True)
    lines = text.split("\n")
    title, number = "", 0
    while number < len(lines):
        line = lines[number]
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if "|" in line and "|" in below and _RULE.fullmatch(below):
            last = number + 1
            while last + 1 < len(lines) and "|" in lines[last + 1] and lines[last + 1].strip():
                last += 1
            for each in (number, *range(number + 2, last + 1)):
                if row := _markdown_row(lines[each]):
                    sheet.rows[each + 1] = row
            sheet.given.append((number + 1, last + 1, title))
            number = last + 1
            continue
        if line.strip():
            sheet.rows[number + 1] = {1: text_cell(plain_markdown(line))}
            if found := re.match(r"\s*#{1,6}\s+(.*)", line):
                title = plain_markdown(found[1])
        number += 1
    return Source(name, [sheet])


def _markdown_row(line: str) -> dict[int, SheetCell]:
    bare = line.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    parts = re.split(r"(?<!\\)\|", bare)
    return {column: cell for column, part in enumerate(parts, 1) if (cell := text_cell(plain_markdown(part))).text}


def plain_markdown(text: str) -> str:
    """The words of a piece of Markdown, without its marks."""
    text = text.strip().replace("\\|", "|")
    text = re.sub(r"<br\s*/?>", "\n", text, flags=re.IGNORECASE)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^>]*>", "", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])", r"\1", text)
    text = re.sub(r"~~(.+?)~~", r"\1", text)
    text = re.sub(r"`([^`]+)`", r"\1", text)
    return html.unescape(text)


def read_source(path: Path, watch: Watch | None = None) -> Source:
    """Read the sheets of a file.

    Args:
        path: the file.
        watch: is told how far it is, and can stop it.

    Raises:
        BoardError: there is none, or it cannot be read; the sentence says what to do.
    """
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is not there"
            said = f"{path} {what}. Give a .xlsx, .csv, .tsv, .txt or .md file."
            raise BoardError(address_problem(path) or said)
        if path.stat().st_size > LARGEST:
            raise BoardError(f"{path.name} is larger than {LARGEST // 1_000_000} MB. Import a part of it.")
        content = path.read_bytes()
    except OSError as error:
        raise BoardError(
            f"{path} cannot be read: {why_not(error)}. Close it in other programs and try again."
        ) from None
    if path.suffix.lower() in _DOCUMENTS:
        raise BoardError(
            f"{path.name} is no spreadsheet. Copy its table, paste it into Excel, save that as .xlsx and import it."
        )
    if content.startswith(_OLE):
        raise BoardError(_old_or_locked(path, content))
    if content.startswith(b"PK"):
        return read_workbook(path, watch or Watch())
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers", ".html", ".htm"):
        raise BoardError(f"{path.name} is no workbook. Open it in Excel, save it as .xlsx and import that.")
    return read_text(decoded(content, path.name), path.name)


def read_text(text: str, name: str) -> Source:
    """Read text that was in a file or was pasted.

    Raises:
        BoardError: nothing is in it, or it cannot be read.
    """
    if not text.strip():
        raise BoardError(f"{name} is empty. There is nothing to import.")
    suffix = Path(name).suffix.lower()
    if suffix in (".toml", ".json") or _IS_A_DOCUMENT.match(text):
        return Source(name, [], text)
    if suffix in (".md", ".markdown") or (suffix not in (".csv", ".tsv") and has_markdown_table(text)):
        return read_markdown(text, name)
    return read_delimited(text, name, tabs=suffix == ".tsv")


def _old_or_locked(path: Path, content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"{path.name} is protected with a password. Open it in Excel, save a copy without it and import that."
    return f"{path.name} is in the old format of Excel. Open it, save it as .xlsx and import that."
