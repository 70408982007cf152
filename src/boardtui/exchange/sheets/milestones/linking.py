"""What a milestone says that it is linked to: actions, risks and KPIs, by their refs or their titles."""

from __future__ import annotations

import re

from boardtui.domain.board.board import Board
from boardtui.domain.records.text import one_line, same_key

KINDS = ("action", "risk", "kpi")
_NOUN = r"(?:actions?|risks?|kpis?|measures?)\s*(?:refs?|nos?|numbers?)?\.?\s*:?\s*"


class Linkable:
    """The records that can be linked: those of the board, and those that come with the same import."""

    def __init__(self, board: Board) -> None:
        self._called: dict[tuple[str, str], set[str]] = {}
        for kind in KINDS:
            for record in board.of_kind(kind):
                self.learn(kind, record.id, str(getattr(record, "ref", "")), str(getattr(record, "title", "")))

    def learn(self, kind: str, identity: str, *names: str) -> None:
        """Take in what a record is called."""
        for name in filter(None, map(same_key, names)):
            self._called.setdefault((kind, name), set()).add(identity)

    def find(self, heading: str, words: str) -> list[str]:
        """The records that words name; none where they do not name one of each, as of a ref that two records have."""
        said = [kind for kind in KINDS if kind in heading.casefold()] or list(KINDS)
        whole = self._one(said, words)
        if whole:
            return [whole]
        found = [self._one(said, each) for each in re.split(r"[;,&\n]|\band\b", words) if each.strip()]
        return found if all(found) else []

    def _one(self, kinds: list[str], words: str) -> str:
        line = one_line(words)
        for name in dict.fromkeys((line, re.sub(_NOUN, "", line, count=1, flags=re.IGNORECASE))):
            found = set().union(*(self._called.get((kind, same_key(name)), set()) for kind in kinds))
            if len(found) == 1:
                return found.pop()
        return ""
