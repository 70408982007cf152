"""The commands there are, each with the module that is imported when it is called. A new one is a line here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

COMMANDS: Mapping[str, str] = {
    "open": "opening",
    "demo": "opening",
    "new": "opening",
    "show": "show",
    "set": "records",
    "add": "records",
    "delete": "records",
    "undo": "records",
    "redo": "records",
    "log": "log",
    "import": "import_file",
    "export": "export",
    "check": "show",
    "leads": "send",
    "copy": "send",
    "copies": "send",
    "merge": "copies",
    "publish": "copies",
    "share": "share",
    "leave": "share",
    "conflicts": "conflicts",
    "meeting": "meeting",
    "backup": "backups",
    "serve": "browser.serve",
    "doctor": "doctor",
}


def is_completing() -> bool:
    """Whether a shell asks how a word goes on. PowerShell leaves the variable behind, with nothing in it."""
    return bool(os.environ.get("_BOARDTUI_COMPLETE"))


def could_be_a_board(word: str) -> bool:
    """Whether the first word is no command but may be a file.

    A mistyped command should be called that, and not a file that is not there.
    """
    if word in COMMANDS or word.startswith("-"):
        return False
    return bool(set(word) & {".", "/", os.sep}) or Path(word).exists()
