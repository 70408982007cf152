"""A board and the copies of it that two leads have edited: what merging and deciding are tested with."""

from __future__ import annotations

from pathlib import Path

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from tests.ui.conftest import HOSTILE, NOW, change, identity

HEAD = f"Head of Service {HOSTILE}"
WORKER = "Principal Social Worker"
LONG = (
    "Reviewed the supervision framework with all team managers in January; audits show reflective practice in six of "
    "ten files. The second round begins in April."
)


def two_copies(path: Path) -> tuple[Path, Path]:
    """Send copies of a board to two leads, who edit them, partly the same things."""
    with BoardFile.open(path, clock=lambda: NOW) as board:
        board.write([change("action", "1.2", commentary=LONG, lead="Head of Service")], who="office")
        board.write([change("action", "2.1", lead=WORKER)], who="office")
        first = send_copy(board, path.parent, lead="Head of Service")
        second = send_copy(board, path.parent, lead=WORKER)
    with BoardFile.open(first, clock=lambda: NOW) as copy:
        for edit, why in (
            (change("action", "1.1", rag="red", rationale="No coaches in post"), "two left"),
            (change("action", "1.2", commentary=LONG.replace("six of", "eight of")), "new audit"),
            (Change(identity("2.1"), "action", delete=True), "done elsewhere"),
            (change("action", "x1", ref="1.3", title="Exit interviews [b]", ambition=identity("a1")), ""),
        ):
            copy.write([edit], who=HEAD, why=why)
    with BoardFile.open(second, clock=lambda: NOW) as copy:
        for edit, why in (
            # The first one, so that what this copy says of the others is later, and shown, on every run.
            (change("risk", "r6", current="4x4"), "rates went up"),
            (change("action", "1.1", rag="amber", rationale="Sessions were held"), "saw it"),
            (change("action", "1.2", commentary=LONG.replace("April", "May")), ""),
            (change("action", "2.1", title="Visits on time"), "clearer"),
            (change("action", "x2", ref="1.3", title="Student placements", ambition=identity("a1")), ""),
        ):
            copy.write([edit], who=WORKER, why=why)
    return first, second


def merged(path: Path) -> Path:
    """The board after both copies have come in."""
    copies = two_copies(path)
    with BoardFile.open(path, clock=lambda: NOW) as board:
        merge(board, copies)
    return path
