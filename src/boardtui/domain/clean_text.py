"""Text that only says something: nothing in it acts on the screen that shows it."""

from __future__ import annotations

import re

# Control characters but the line end, halves of characters, and marks that reorder what stands beside them, so that
# one cell could read as its neighbour. Letters of right-to-left scripts need none of them.
_ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Text without terminal escapes, control characters and marks that reorder what stands beside it.

    Text that holds none of them stays as it is, byte for byte.
    """
    if not _ACTING.search(text):
        return text
    return _ACTING.sub("", text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))
