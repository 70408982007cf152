"""Files and addresses that an item names. The program never opens one by itself: a person does, with a key."""

from __future__ import annotations

import re
from pathlib import Path

from boardtui.domain.records.kinds import Record
from boardtui.settings.paths import is_file, typed_path

_ADDRESS = re.compile(r"https?://[^\s<>\"'“”]+", re.IGNORECASE)
_DOCUMENTS = frozenset(
    (
        *(".pdf", ".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".ods", ".csv", ".pptx"),
        *(".ppt", ".odp", ".txt", ".md", ".png", ".jpg", ".jpeg", ".msg", ".eml"),
    )
)
"""What may be opened: what is read, and never what would run."""

_FIELDS = ("evidence", "commentary", "note", "source")


def places_in(record: Record, board: Path) -> list[str]:
    """The addresses, and the files that are there, which a record names, each once and as an address to open.

    Args:
        record: the record.
        board: the board's file: a name without a folder means a file beside it.
    """
    found: dict[str, None] = {}
    for field in _FIELDS:
        text = str(getattr(record, field, ""))
        found |= {each.rstrip(".,;:!?)]"): None for each in _ADDRESS.findall(text)}
        for line in _ADDRESS.sub("", text).splitlines():
            found |= dict.fromkeys(_files_in(line, board))
    return list(found)


def _files_in(line: str, board: Path) -> list[str]:
    """The files that a line names: all of it, what follows a colon, or one of its words."""
    candidates = [line, line.partition(": ")[2], *line.split()]
    for words in (each.strip().strip(".,;") for each in candidates):
        path = typed_path(words, board) if Path(words).suffix.casefold() in _DOCUMENTS else None
        if path is not None and is_file(path):
            return [path.as_uri()]
    return []
