"""Opening what somebody wants to import: which format it is, and one plain sentence where it cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.exchange.sources.excel import read_workbook
from boardtui.exchange.sources.grid import Source
from boardtui.exchange.sources.text import decoded, has_markdown_table, read_delimited, read_markdown
from boardtui.exchange.sources.watch import Watch
from boardtui.settings.disk import why_not
from boardtui.settings.paths import address_problem

LARGEST = 100_000_000
"""Bytes of a file that is read."""
_IS_A_DOCUMENT = re.compile(r"(?:\s*#[^\n]*\n)*\s*format *= *\d+\s*(?:\n|$)|\s*\{\s*\"(?:format|board)\"\s*:")
"""How a plan and the JSON of a board begin, whatever they are called."""
_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".pptx", ".ppt", ".msg", ".eml")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
