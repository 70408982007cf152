"""What a command changed, told in lines for people and as values for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boardtui.cli.fields import change_words
from boardtui.cli.output import note, shell_word

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.board.finding import Finding
    from boardtui.domain.records.declare import Record


MOST_TOLD = 10
"""So many doubtful dates and figures that came in together are told one by one."""


def tell_findings(found: Sequence[Finding], board: Path) -> None:
    """Say what somebody should look at among dates and figures that came in together."""
    for each in found[:MOST_TOLD]:
        note(f"Look at it again: {each.sentence}")
    if len(found) > MOST_TOLD:
        note(f"And {len(found) - MOST_TOLD} more dates and figures to look at: boardtui check {shell_word(board)}")


def touched(before: Board, after: Board, ids: Iterable[str]) -> Iterator[tuple[Record | None, Record | None]]:
    """Each of some records as it was and as it is; None where it was not there or is not any more."""
    for identity in dict.fromkeys(ids):
        was, now = before.find(identity), after.find(identity)
        if was is not None or now is not None:
            yield was, now


def changed_fields(was: Record, now: Record) -> Iterator[str]:
    """The names of the fields in which two states of a record differ, in the order in which they are declared."""
    for name, attribute in now.kind.attributes.items():
        if attribute.look.form != "data" and getattr(was, name) != getattr(now, name):
            yield name


def lines_of(before: Board, after: Board, ids: Iterable[str]) -> Iterator[str]:
    """What became of some records: a line for each field that changed, or that one was added or deleted."""
    from boardtui.domain.board.words import line_name

    for was, now in touched(before, after, ids):
        if now is None:
            assert was is not None  # one of the two is there
            yield f"{line_name(before, was)}: deleted"
        elif was is None:
            yield f"{line_name(after, now)}: added"
        else:
            for name in changed_fields(was, now):
                words = change_words(after, now.kind, name, getattr(was, name), getattr(now, name))
                yield f"{line_name(after, now)}: {words}"


def data_of(before: Board, after: Board, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The same for programs: for each record its id, its kind, its names, what was done, and the fields by name."""
    from boardtui.domain.board.words import plain_value, ref_of, short_name

    told = []
    for was, now in touched(before, after, ids):
        there, board = (now, after) if now is not None else (was, before)
        assert there is not None  # one of the two is there
        old = was if was is not None else there.kind.record(id=there.id)
        fields = changed_fields(old, now) if now is not None else ()
        changed = {
            name: {"from": plain_value(getattr(old, name)), "to": plain_value(getattr(now, name))} for name in fields
        }
        told.append(
            {
                "id": there.id,
                "kind": there.kind.name,
                "ref": ref_of(there),
                "name": short_name(board, there),
                "done": _done(was, now, changed),
                "changed": changed,
            }
        )
    return told


def _done(was: Record | None, now: Record | None, changed: dict[str, Any]) -> str:
    if now is None:
        return "deleted"
    if was is None:
        return "added"
    return "changed" if changed else "unchanged"
