"""Which part of a board a document is about: some sections, one ambition, one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boardtui.domain.errors import BoardError, quoted
from boardtui.domain.immutable import immutable

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board

KINDS_OF: dict[str, tuple[str, ...]] = {
    "ambitions": ("ambition",),
    "actions": ("action",),
    "kpis": ("kpi", "reading", "target_change", "comparator", "rebase"),
    "risks": ("risk", "mitigation"),
    "priorities": ("priority",),
    "next_steps": ("next_step",),
    "task_groups": ("task_group",),
    "milestones": ("milestone",),
    "budget": ("budget_line",),
    "narrative": ("narrative",),
    "readings": ("reading",),
    "target_changes": ("target_change",),
    "comparators": ("comparator",),
    "rebases": ("rebase",),
    "mitigations": ("mitigation",),
    "meetings": ("meeting",),
    "agenda_items": ("agenda_item",),
    "decisions": ("decision",),
    "challenges": ("challenge",),
    "actions_arising": ("action_arising",),
}
"""The kinds of record that each name means, what it is about first."""

LISTS = ("exceptions", "due", "stale")
"""Names that mean some records of many kinds: those that a board should look at."""


@immutable
class Wanted:
    """What of a board is wanted.

    Attributes:
        only: names of sections, kinds and lists; all by default.
        within: the ids of the records of an ambition or of somebody; None for all.
    """

    only: tuple[str, ...] = ()
    within: frozenset[str] | None = None

    @classmethod
    def read(cls, board: Board, *, only: str = "", ambition: str = "", lead: str = "") -> Wanted:
        """What a person asks for.

        Args:
            board: the board.
            only: names between commas.
            ambition: the ref of an ambition.
            lead: who is named on the board as lead or owner.

        Raises:
            BoardError: there is no such name, ambition or person; the sentence lists those there are.
        """
        from boardtui.domain.board.excerpt import of_ambition, of_lead
        from boardtui.domain.board.leads import lead_called
        from boardtui.domain.board.lookup import lookup
        from boardtui.domain.records.kinds import Ambition
        from boardtui.report.snapshot import PARTS

        names = tuple(dict.fromkeys(filter(None, (each.strip().lower() for each in only.split(",")))))
        names = tuple(each.replace("-", "_").replace(" ", "_") for each in names)
        if unknown := [each for each in names if each not in PARTS]:
            raise BoardError(f"There is no part {quoted(unknown[0])}. There is: {', '.join(PARTS)}.")
        within: frozenset[str] | None = None
        if ambition:
            found = lookup(board, f"ambition:{ambition.removeprefix('ambition:')}")
            assert isinstance(found, Ambition)  # nothing else is looked for
            within = of_ambition(board, found)
        if lead:
            theirs = of_lead(board, lead_called(board, lead))
            within = theirs if within is None else within & theirs
        return cls(names, within)

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.only and self.within is None


def kinds_wanted(wanted: Wanted) -> tuple[str, ...]:
    """The kinds of record that are wanted, in the order of papers; empty for all.

    Raises:
        BoardError: a name means a section of the snapshot and no records.
    """
    from boardtui.domain.records.kinds import KINDS

    names = [each for each in wanted.only if each not in LISTS]
    if words := [each for each in names if each not in KINDS_OF]:
        raise BoardError(
            f"{words[0]} is a section of the snapshot, which is Markdown. Leave it out, or add --to markdown."
        )
    if len(names) < len(wanted.only):
        return ()  # the lists hold records of every kind
    some = {kind for each in names for kind in KINDS_OF[each]}
    return tuple(kind for kind in KINDS if kind in some)


def only_wanted(board: Board, wanted: Wanted, *, owners: bool = False) -> Board:
    """The board with only the records that are wanted.

    Args:
        board: the whole board.
        wanted: what is wanted.
        owners: also what they belong to, without which they could not be read in again.
    """
    from boardtui.domain.board.excerpt import excerpt, with_owners

    if wanted.everything:
        return board
    kept = set(_named(board, wanted)) if wanted.only else {each for some in board.records.values() for each in some}
    if wanted.within is not None:
        kept &= wanted.within
    return excerpt(board, with_owners(board, kept) if owners else kept, meetings=not wanted.only)


def _named(board: Board, wanted: Wanted) -> Iterator[str]:
    from boardtui.domain.attention.overview import as_at, overview

    for name in wanted.only:
        for kind in KINDS_OF.get(name, ()):
            yield from board.records.get(kind, {})
    if set(LISTS).intersection(wanted.only):
        view = overview(board, as_at(board))
        found = {
            "exceptions": [each.record for each in view.exceptions],
            "due": [each.record for each in view.due],
            "stale": view.stale,
        }
        for name in LISTS:
            if name in wanted.only:
                yield from (record.id for record in found[name])
