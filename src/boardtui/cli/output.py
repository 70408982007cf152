"""Where the words of a command go: results to standard output, notes for the person to standard error."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from boardtui.domain.records.text import one_line
from boardtui.settings.paths import command_word

DONE, REFUSED = 0, 1
INTERRUPTED = 130  # what shells expect of a program that ctrl+c ended


def say(*columns: str) -> None:
    """Write one line of result to standard output. What could move the cursor is left out of it."""
    sys.stdout.write("  ".join(map(one_line, columns)) + "\n")


def say_json(value: Any) -> None:
    """Write a result for programs."""
    from boardtui.exchange.json_output import json_text

    write_out(json_text(value))


def write_out(text: str) -> None:
    """Write a document to standard output: UTF-8 wherever it goes, and every line end as it is."""
    write_bytes(text.encode("utf-8", errors="backslashreplace"))


def write_bytes(content: bytes) -> None:
    """Write a document to standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    """Write one line for the person who is watching to standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"boardtui: {one_line(text)}\n")
    sys.stderr.flush()


def shell_word(path: Path | str) -> str:
    """A path, or what means a record, as it can be pasted into a command."""
    text = one_line(str(path))
    return command_word(f"./{text}" if text.startswith("-") else text)
