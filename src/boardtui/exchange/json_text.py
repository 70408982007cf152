"""JSON as this program prints it: readable, and harmless in a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

# Control characters, and what turns the direction of reading or breaks a line. JSON itself escapes only those below
# the space; a text that was edited by something else may hold any.
_ACTING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def json_text(value: Any, *, sort_keys: bool = False) -> str:
    """Indented JSON with a line end. All characters stand as themselves but those that act on a screen."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys)
    # Outside of strings JSON holds none of them, and within one the escape means the same.
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
