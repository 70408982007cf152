"""Text that only says something: nothing in it acts on the screen that shows it."""

from __future__ import annotations

import re

ACTING = "\x7f-\x9f\u2028-\u202e\u2066-\u2069"
"""Within a character class: what acts on a screen and stands beyond the space, which JSON and TOML leave as it is.

Control characters, line and paragraph separators, and marks that reorder what stands beside them, so that one cell
could read as its neighbour. Letters of right-to-left scripts need none of them.
"""

# Those, the control characters before the space but the line end, and halves of characters.
_ACTING = re.compile(f"[\x00-\x09\x0b-\x1f{ACTING}\ud800-\udfff]")


def clean(text: str) -> str:
    """Text without terminal escapes, control characters and marks that reorder what stands beside it.

    Text that holds none of them stays as it is, byte for byte.
    """
    if not _ACTING.search(text):
        return text
    return _ACTING.sub("", text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))
