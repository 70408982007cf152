"""Lists of what records say, kept while a board goes on changing: those that changed are asked anew.

A list of all that is overdue is made by asking each record once. When one record changes, it alone is asked again, with
those of which something else may be true since, so that an edit costs the same on a board of any size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.memory import Revision
from boardtui.domain.records.kinds import Narrative, Record

Said = Mapping[Hashable, tuple[Any, Any]]
"""What one record adds to some lists, by their names: its place there, to be compared with others, and what it is."""

Asker = Callable[[Record], Said]
"""Asks one record of a board."""

MOST_LEFT = 2_000
"""Where more records than that are to be asked again, asking all of them is as good."""


class Gathered:
    """What the records of one state of a board have said.

    Attributes:
        said: what each record said, by its id; nothing is there of those that said nothing.
        beside: what was worked out about all of them together: see `Gathering`.
    """

    def __init__(
        self,
        said: Mapping[str, Said],
        lists: Mapping[Hashable, _Ordered],
        beside: Mapping[str, Any],
        revision: Revision | None = None,
    ) -> None:
        self.said = said
        self.beside = beside
        self._lists = lists
        self._revision = revision or Revision()

    def of(self, name: Hashable) -> tuple[Any, ...]:
        """A list, in its order."""
        found = self._lists.get(name)
        return found.all if found is not None else ()

    def count(self, name: Hashable) -> int:
        """How long a list is."""
        found = self._lists.get(name)
        return len(found) if found is not None else 0

    def said_of(self, identity: str, name: Hashable) -> tuple[Any, Any] | None:
        """What a record has added to a list, with its place in it; None where it has added nothing."""
        return self.said.get(identity, {}).get(name)

    def changed_since(self, earlier: Gathered, name: Hashable) -> list[tuple[Any, Any]] | None:
        """What records that were asked again since add to a list, as it was and as it is; None where one adds nothing.

        None for all of them where this is no later state of the earlier one.
        """
        if (asked := self._revision.touched_since(earlier._revision)) is None:
            return None
        pairs = [(earlier.said_of(each, name), self.said_of(each, name)) for each in asked]
        return [(was and was[1], now and now[1]) for was, now in pairs if was is not None or now is not None]

    def mended(self, now: Mapping[str, Said], beside: Mapping[str, Any]) -> Gathered:
        """The same once some records say something else."""
        said, lists, copied = dict(self.said), dict(self._lists), set[Hashable]()

        def own(name: Hashable) -> _Ordered:
            if name not in copied:
                copied.add(name)
                lists[name] = lists[name].copy() if name in lists else _Ordered([])
            return lists[name]

        for identity, new in now.items():
            for name, (place, _) in said.pop(identity, {}).items():
                own(name).take_out(place, identity)
            for name, (place, value) in new.items():
                own(name).put_in(place, identity, value)
            if new:
                said[identity] = new
        return Gathered(said, lists, beside, Revision(frozenset(now), self._revision))


def gather(every: Iterable[tuple[str, Said]], beside: Mapping[str, Any]) -> Gathered:
    """Put what all records said into lists."""
    said: dict[str, Said] = {}
    found: dict[Hashable, list[tuple[Any, ...]]] = {}
    for identity, each in every:
        if each:
            said[identity] = each
            for name, (place, value) in each.items():
                found.setdefault(name, []).append((place, identity, value))
    return Gathered(said, {name: _Ordered(some) for name, some in found.items()}, beside)


class _Ordered:
    """One list: places, ids and values. Two places that are alike are told apart by the id, so no value is compared.

    It is put in order when that is first of account: many lists are only counted.
    """

    __slots__ = ("_all", "_found", "_is_sorted")

    def __init__(self, found: list[tuple[Any, ...]], *, is_sorted: bool = False) -> None:
        self._found = found
        self._is_sorted = is_sorted
        self._all: tuple[Any, ...] | None = None

    def __len__(self) -> int:
        return len(self._found)

    @property
    def all(self) -> tuple[Any, ...]:
        if self._all is None:
            self._all = tuple(map(itemgetter(2), self._sorted()))
        return self._all

    def copy(self) -> _Ordered:
        return _Ordered(self._sorted().copy(), is_sorted=True)

    def take_out(self, place: Any, identity: str) -> None:
        found = self._sorted()
        del found[bisect_left(found, (place, identity))]

    def put_in(self, place: Any, identity: str, value: Any) -> None:
        found = self._sorted()
        found.insert(bisect_left(found, (place, identity)), (place, identity, value))

    def _sorted(self) -> list[tuple[Any, ...]]:
        if not self._is_sorted:
            # In a new list, which takes the place of the other as a whole: another thread may be reading it.
            self._found, self._is_sorted = sorted(self._found), True
        return self._found


def _nothing_beside(_board: Board, before: Mapping[str, Any] | None, *_more: Hashable) -> Mapping[str, Any]:
    return before if before is not None else {}


class Gathering:
    """What records are asked, and when.

    What a record says may depend on what `remembered` allows, on records that are about it, and on what is beside it.

    Args:
        asker: makes what asks a record: from a board, what is beside, and more that can be a key of a dictionary.
        among: the records that have something to say; others that change are asked, too, and must say nothing.
        beside: what is to be known of all records together, by the ids of those that it is about; made of a board, of
            what it was on the board before, which is given back where it is the same still, and of more.
        more_than: what else was asked that is the same but for some records, if anything; where the records have been
            asked that, only those are asked again. Made of a board and of more: the other more, and these records.
        alone: whether what a record says depends on nothing but that record.
        deleted: whether records that were deleted since the last meeting are asked, too.
    """

    def __init__(
        self,
        asker: Callable[..., Asker],
        among: Callable[[Board], Iterable[Record]],
        beside: Callable[..., Mapping[str, Any]] = _nothing_beside,
        *,
        more_than: Callable[..., tuple[tuple[Hashable, ...], Iterable[Record]] | None] = lambda *_: None,
        alone: bool = False,
        deleted: bool = False,
    ) -> None:
        self._asker = asker
        self._among = among
        self._beside = beside
        self._more_than = more_than
        self._alone = alone
        self._deleted = deleted

    def on(self, board: Board, *more: Hashable) -> Gathered:
        """What the records of a board say."""
        key = (self, more)
        found, left = self._known(board, more)
        if found is None or len(left) > MOST_LEFT:
            beside = self._beside(board, None, *more)
            ask = self._asker(board, beside, *more)
            found = gather(((each.id, ask(each)) for each in self._among(board)), beside)
        elif left:
            found = self._mended(board, found, left, more)
        board.gathered[key] = (found, frozenset())
        return found

    def _known(self, board: Board, more: tuple[Hashable, ...]) -> tuple[Gathered | None, frozenset[str]]:
        """What was said already, if anything, and the records that are to be asked again."""
        found: tuple[Gathered | None, frozenset[str]] = board.gathered.get((self, more), (None, frozenset()))
        if found[0] is None and (like := self._more_than(board, *more)) is not None:
            less, records = like
            found = board.gathered.get((self, less), (None, frozenset()))
            return found[0], found[1] | {each.id for each in records}
        return found

    def left(self, board: Board, *more: Hashable) -> frozenset[str] | None:
        """The records that are asked again when the board is asked next; None where all are asked."""
        found, left = board.gathered.get((self, more), (None, frozenset()))
        return None if found is None or len(left) > MOST_LEFT else left

    def _mended(self, board: Board, found: Gathered, left: Collection[str], more: tuple[Hashable, ...]) -> Gathered:
        beside, ids = self._beside(board, found.beside, *more), set(left)
        if beside is not found.beside:
            both = beside.keys() | found.beside.keys()
            ids |= {each for each in both if beside.get(each) != found.beside.get(each)}
        if not self._alone:
            ids |= _about(board, ids)
        ask = self._asker(board, beside, *more)
        gone = {each.id: each for each in board.since.gone if each.id in ids} if self._deleted else {}
        records = {each: board.find(each) or gone.get(each) for each in ids}
        now = {identity: ask(record) if record is not None else {} for identity, record in records.items()}
        return found.mended(now, beside)


def _about(board: Board, ids: Collection[str]) -> set[str]:
    """The records that are named after some others, or are theirs who answer for those, or speak of their figures."""
    about = _ABOUT.on(board)
    found = {other for each in ids for other in about.of(each)}
    kpis = (each for each in ids if each in board.records.get("kpi", ()))
    return found | {each.id for kpi in kpis for each in board.linked(Narrative, kpi)}


_ABOUT_AN_ITEM = ("challenge", "action_arising", "decision")


def _asker_of_items(_board: Board, _beside: Mapping[str, Any]) -> Asker:
    def ask(record: Record) -> Said:
        item = str(getattr(record, "item", "")) if record.kind.name in _ABOUT_AN_ITEM else ""
        return {item: (0, record.id)} if item else {}

    return ask


_ABOUT = Gathering(
    _asker_of_items, lambda board: (each for name in _ABOUT_AN_ITEM for each in board.of_kind(name)), alone=True
)
"""The ids of what is about each record, listed by its id."""
