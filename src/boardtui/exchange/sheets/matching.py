"""Finding the records that rows and links speak of: by ref, else by title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.text import one_line, same_key
from boardtui.exchange.sheets.drafts import Draft

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


def title_of(record: Record) -> str:
    """What names a record beside its ref."""
    return str(getattr(record, "title", "") or getattr(record, "text", ""))


def draft_title(draft: Draft) -> str:
    """What names a draft beside its ref."""
    return str(draft.values.get("title") or draft.values.get("text") or "")


class Matcher:
    """Finds the records that the drafts of one kind are. A record is found once."""

    def __init__(self, board: Board, kind: str, drafts: Iterable[Draft]) -> None:
        self._by_ref: dict[str, list[Record]] = {}
        self._by_title: dict[str, list[Record]] = {}
        for record in board.of_kind(kind):
            if ref := same_key(str(getattr(record, "ref", ""))):
                self._by_ref.setdefault(ref, []).append(record)
            self._by_title.setdefault(_key(title_of(record)), []).append(record)
        self._times = Counter(same_key(str(draft.values.get("ref", ""))) for draft in drafts)
        self._taken: set[str] = set()

    def find(self, draft: Draft, beside: Collection[str] = ()) -> Record | None:
        """The record that a draft is; None where it is a new one.

        Args:
            draft: the draft.
            beside: of a milestone, the actions of the board beside which it stands.
        """
        found = self._beside(draft, beside) if draft.of else self._find(draft)
        if found is not None:
            self._taken.add(found.id)
        return found

    def _beside(self, draft: Draft, actions: Collection[str]) -> Record | None:
        """A milestone of these actions, or one that is linked to nothing, of the same day before one of another."""
        free = [each for each in self._by_title.get(_key(draft_title(draft)), ()) if each.id not in self._taken]
        linked = {each.id: set(getattr(each, "links", ())) for each in free}
        found = [each for each in free if not linked[each.id] or linked[each.id] & set(actions)]
        due = draft.values.get("due")
        found.sort(key=lambda each: (not linked[each.id], getattr(each, "due", "") != due))
        return next(iter(found), None)

    def _find(self, draft: Draft) -> Record | None:
        ref, title = same_key(str(draft.values.get("ref", ""))), _key(draft_title(draft))
        titled = [each for each in self._by_title.get(title, ()) if each.id not in self._taken] if title else []
        titled = [each for each in titled if _same_year(each, draft)]
        if not ref:
            return titled[0] if titled else None
        called = [each for each in self._by_ref.get(ref, ()) if each.id not in self._taken]
        if len(called) == 1 and self._times[ref] == 1:
            return called[0]
        if called:
            return next((each for each in called if _key(title_of(each)) == title), None)
        # Somebody has given it a ref meanwhile.
        return next((each for each in titled if not getattr(each, "ref", "")), None)


def _key(title: str) -> str:
    return same_key(" ".join(title.split()))


def _same_year(record: Record, draft: Draft) -> bool:
    if record.kind.name != "budget_line":
        return True
    before, now = str(getattr(record, "year", "")), str(draft.values.get("year", ""))
    return not before or not now or same_key(before) == same_key(now)


def split_mitigations(
    drafts: Sequence[Draft], owned: Sequence[Record], brought: Collection[str]
) -> list[tuple[Draft, Record | None]]:
    """The mitigations of a risk, each with that of the board that it is.

    What is worded otherwise now is taken for the one an earlier import brought, where as many are left on both sides.
    """
    pairs: list[tuple[Draft, Record | None]] = []
    left: list[Record] = list(owned)
    for draft in drafts:
        found = next((each for each in left if _key(title_of(each)) == _key(draft_title(draft))), None)
        if found is not None:
            left.remove(found)
        pairs.append((draft, found))
    lone = [position for position, (_, found) in enumerate(pairs) if found is None]
    left = [each for each in left if each.id in brought]
    if len(lone) == len(left):
        for position, record in zip(lone, left, strict=True):
            pairs[position] = (pairs[position][0], record)
    return pairs
