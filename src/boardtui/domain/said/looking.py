"""Finding words in texts: what looks the same is the same, and what is found is told with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from boardtui.domain.records.text import one_line

# What `same_key` takes for the same letter.
_LOOK_ALIKE = {"'": "['’‘`´]", "-": "[-‐‑‒–—−]", '"': '["“”]', " ": r"\s+"}


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of some words, however they were typed; None where there are none."""
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile("|".join("".join(map(_letter, each)) for each in longest_first), re.IGNORECASE)


def _letter(letter: str) -> str:
    return _LOOK_ALIKE.get(letter, re.escape(letter))


def around(text: str, found: re.Match[str], room: int) -> str:
    """The words around what was found, on one line of at most so many characters."""
    before = (room - (found.end() - found.start())) // 2
    start = max(0, found.start() - max(before, 0))
    piece = text[start : start + room * 2]
    line = one_line(piece)
    if start:
        line = "…" + line.partition(" ")[2]  # the first word may be half of one
    return line if len(line) <= room else f"{line[: room - 1].rstrip()}…"
