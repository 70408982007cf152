"""The checks on what the program keeps of a meeting and nobody types: its times, its frozen papers, what was known.

Nothing tidies such values when they are written, because the program writes them; in a copy they may be anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from boardtui.domain.clean_text import clean
from boardtui.domain.errors import InvalidValue, quoted
from boardtui.domain.kinds import Meeting
from boardtui.domain.meetings import MeetingState
from boardtui.domain.sittings import frozen_problem
from boardtui.store.writing import is_identity

SESSION = re.compile(r"[0-9a-f]{32}")
HIGHEST = 2**53  # numbers from here on are not exact in every program that reads JSON

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def is_time(text: str) -> bool:
    """Whether a text is a time as this program writes one: to the second, in UTC."""
    try:
        return _TIME.fullmatch(text) is not None and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_vector(text: str) -> bool:
    try:
        vector = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(vector, dict) and all(
        SESSION.fullmatch(session) and type(number) is int and 1 <= number < HIGHEST
        for session, number in vector.items()
    )


def _is_plain(text: str) -> bool:
    spaced = text.replace("\t", " ")
    return clean(spaced) == spaced


def _is_digest(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


RULES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "opened_at": (is_time, "is no time"),
    "closed_at": (is_time, "is no time"),
    "known": (_is_vector, "does not say which edits were known"),
    "digest": (_is_digest, "is no checksum"),
    "snapshot": (_is_plain, "is not plain text"),
    "minutes": (_is_plain, "is not plain text"),
    "current_item": (is_identity, "is not the identity of a record"),
}
"""For each field that the program keeps: what its value must be where it is not empty, and what is said if not."""


def check_kept(values: Mapping[str, Any]) -> None:
    """Check the values of a meeting that the program keeps, as far as a field group has such.

    Args:
        values: the valid values of one field group of a meeting.

    Raises:
        InvalidValue: no board keeps such a value, or what was frozen when the meeting closed is not what is there.
    """
    for field, (fits, otherwise) in RULES.items():
        value = values.get(field, "")
        if value and not fits(value):
            raise InvalidValue(f"{field}: {quoted(value[:100])} {otherwise}")
    if values.get("state") is MeetingState.CLOSED and frozen_problem(Meeting(id="", **values)):
        raise InvalidValue("snapshot: it is not the one that was frozen when the meeting closed")
