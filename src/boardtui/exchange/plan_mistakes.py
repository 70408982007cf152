"""Mistakes in the text of a plan: each is named with what to type instead, and the rest is still read."""

from __future__ import annotations

import re

from boardtui.domain.errors import quoted
from boardtui.settings.toml_files import UnreadableFileError, parse_toml

MOST_TOLD = 10
"""Mistakes. Who has mended these sees the others."""

_STATEMENT = re.compile(r"(?P<key>[ \t]*[^=\n]+?[ \t]*=[ \t]*)(?P<value>.*?)[ \t]*\r?")
_CURLY = "“”„‘’‚"
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})
_BEGINS_A_VALUE = ('"', "'", "[", "{")


def read_with_mistakes(content: bytes) -> tuple[dict[str, object], list[tuple[int, str]], bool]:
    """Parse TOML; where a line is wrong, say so, mend it by what was surely meant, and go on.

    Returns:
        The document; for each mistake its line and what to do; and whether the rest could be read as it was meant.

    Raises:
        UnreadableFileError: it is no text.
    """
    found: list[tuple[int, str]] = []
    while True:
        try:
            return parse_toml(content), found, True
        except UnreadableFileError as error:
            lines = content.decode("utf-8-sig", errors="replace").split("\n")
            seen = [line for line, _ in found]
            if not error.line or "UTF-8" in error.wrong:
                raise
            told, mended = _mended(lines[error.line - 1])
            if error.line in seen or len(found) >= MOST_TOLD:
                return {}, found, False
            found.append((error.line, f"this is {told or error.wrong}"))
            if mended is None:
                return {}, found, False
            lines[error.line - 1] = mended
            content = "\n".join(lines).encode()


def _mended(line: str) -> tuple[str, str | None]:
    """What is wrong with a line, and the line as it was meant; None where nobody can tell."""
    parts = _STATEMENT.fullmatch(line)
    if parts is None:
        return "", None
    key, value = parts["key"], parts["value"]
    if value.startswith(tuple(_CURLY)):
        straight = value.translate(_STRAIGHT)
        right = f"{key.strip()} {straight}"
        return f"not valid TOML: {value[0]} is a curly quotation mark. Type straight ones: {right}", key + straight
    if value.startswith(_BEGINS_A_VALUE) or not value or '"' in value:
        return "", None
    words = re.sub(r"[ \t]+#.*$", "", value)
    return (
        f"not valid TOML: {quoted(words)} is not between quotes. Put it between quotes: {key.strip()} "
        f'"{words}"'.replace("\\", "\\\\"),
        f'{key}"{words}"',
    )
