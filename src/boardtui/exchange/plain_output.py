"""JSON and TOML as this program prints them: readable, and harmless in a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

from boardtui.domain.clean_text import ACTING

# JSON and TOML themselves escape only what stands before the space; a text that was edited by something else may hold
# any.
_ACTING = re.compile(f"[{ACTING}]")


def json_text(value: Any, *, sort_keys: bool = False) -> str:
    """Indented JSON with a line end. All characters stand as themselves but those that act on a screen."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys)) + "\n"


def escaped(document: str) -> str:
    """A JSON or TOML document in which what acts on a screen is escaped.

    Outside of strings such documents hold none of it, and within double quotes the escape means the same.
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
