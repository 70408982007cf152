"""Patterns that are compiled when they are first used: a command uses few of the hundred that its modules hold."""

from __future__ import annotations

import re
from typing import Any, cast


def when_used(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, for `.fullmatch()` and all the rest; only functions of `re` do not take it."""
    return cast("re.Pattern[str]", _WhenUsed(pattern, flags))


class _WhenUsed:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern  # others are put together from it
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern. It is kept here, so that this is asked once for each."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found
