"""The line in which a filter is typed: it completes the names of fields, and what can stand after them."""

from __future__ import annotations

from collections.abc import Callable

from textual.suggester import Suggester
from textual.widgets import Input


class FilterInput(Input):
    """A filter as it is typed; → takes what is offered in grey.

    Args:
        complete: the whole line with its last word completed; empty where there is nothing to complete.
    """

    def __init__(self, complete: Callable[[str], str]) -> None:
        super().__init__(
            id="filter",
            placeholder="words, rag:red, due:<30/06, -done · → completes · Enter keeps the filter · Esc clears it",
            suggester=_Completing(complete),
        )


class _Completing(Suggester):
    def __init__(self, complete: Callable[[str], str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        return self._complete(value) or None
