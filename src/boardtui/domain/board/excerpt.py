"""A part of a board: what belongs to one ambition, or to one person. All else can still be named, but is not listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Meeting, Record

R = TypeVar("R", bound=Record)

_TOLD_WITH = ("reading", "target_change", "comparator", "rebase", "mitigation", "agenda_item")
_SAID_ABOUT = ("decision", "challenge", "action_arising")


@dataclass(frozen=True)
class Excerpt(Board):
    """Some of a board's records.

    Attributes:
        whole: the board. What is not in the excerpt is found there by its id, so that links keep their names.
    """

    whole: Board | None = None

    def find(self, identity: str) -> Record | None:
        """The record with this id, in the excerpt or not, or None."""
        return super().find(identity) or (self.whole.find(identity) if self.whole is not None else None)

    def get(self, record: type[R], identity: str) -> R | None:
        """As `find`, for a kind."""
        found = super().get(record, identity)
        return found if found is not None or self.whole is None else self.whole.get(record, identity)


def excerpt(board: Board, kept: AbstractSet[str], *, meetings: bool = True) -> Board:
    """The board with only some of its records; its own words always stay.

    Args:
        board: the whole board.
        kept: the ids of the records.
        meetings: whether all meetings stay: a paper is for one of them, whatever it is about.
    """
    always = {board.profile.id, *(meeting.id for meeting in board.all(Meeting) if meetings)}
    records = {
        kind: {identity: each for identity, each in some.items() if identity in kept or identity in always}
        for kind, some in board.records.items()
    }
    gone = tuple(each for each in board.since.gone if each.id in kept or not kept.isdisjoint(_leads_to(each)))
    return Excerpt(
        profile=board.profile,
        records=records,
        since=replace(board.since, gone=gone),
        redatings=board.redatings,
        edition=board.edition,
        whole=board,
    )


def of_ambition(board: Board, ambition: Ambition) -> frozenset[str]:
    """The ids of an ambition and all that is about it: its actions, and what these or it are linked to, with its parts.

    Actions of another ambition are that one's, also where they are linked.
    """
    kept = _with_parts(board, {ambition.id}, tuple(KINDS))
    plan = [each for kind in (Ambition, Action) for each in board.all(kind) if each.id in kept]
    others = tuple(name for name in KINDS if name not in ("ambition", "action", "board"))
    for item in plan:
        for name in others:
            kept |= {each.id for each in board.linked(KINDS[name].record, item.id)}
    return frozenset(_with_owners(board, _with_parts(board, kept, (*_TOLD_WITH, *_SAID_ABOUT))))


def of_lead(board: Board, lead: str) -> frozenset[str]:
    """The ids of what is somebody's, with its parts and what was said about it, and what it belongs to."""
    return of_records(board, items_of(board, lead))


def of_records(board: Board, records: Iterable[Record]) -> frozenset[str]:
    """The ids of some records with their parts and what was said about them, and what they belong to."""
    kept = {each.id for each in records}
    return frozenset(_with_owners(board, _with_parts(board, kept, (*_TOLD_WITH, *_SAID_ABOUT))))


def with_owners(board: Board, kept: Iterable[str]) -> frozenset[str]:
    """Some records and what they belong to: an action is no action without its ambition."""
    return frozenset(_with_owners(board, set(kept)))


def _with_parts(board: Board, kept: set[str], kinds: tuple[str, ...]) -> set[str]:
    kept = set(kept)
    more = True
    while more:
        new = {
            each.id
            for name in kinds
            for each in board.of_kind(name)
            if each.id not in kept and not kept.isdisjoint(_leads_to(each))
        }
        kept |= new
        more = bool(new)
    return kept


def _with_owners(board: Board, kept: set[str]) -> set[str]:
    waiting = list(kept)
    while waiting:
        record = board.find(waiting.pop())
        owner = str(getattr(record, record.kind.owner)) if record is not None and record.kind.owner else ""
        if owner and owner not in kept:
            kept.add(owner)
            waiting.append(owner)
    return kept


def _leads_to(record: Record) -> Iterator[str]:
    """What a record belongs to or is about. That it was said at a meeting does not make it part of one."""
    for each in record.kind.attributes.values():
        if each.look.form == "link" and each.look.kinds != ("meeting",) and (value := getattr(record, each.name)):
            yield value
