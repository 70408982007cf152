"""Twelve things an office does with a board, the keys each takes, and what is so afterwards.

`python -m tests.ui.office_tasks FOLDER` writes their table into docs/keys.md; a test holds it true.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.records.kinds import Action, Decision, Reading, Risk
from boardtui.settings.toml_files import table_of
from boardtui.ui.command import printed


@dataclass(frozen=True)
class Typed:
    """Words that are typed: they are no keys of the program and are not counted."""

    words: str


@dataclass(frozen=True)
class Task:
    """A thing that is done.

    Attributes:
        what: it, as an office would say it.
        start: the keys that lead to where it begins, which are not counted.
        keys: the keys it takes, and what is typed in between.
        done: whether it is so, by the board as it is on the disk and by what is seen.
        like: the nearest thing in a terminal program that is praised for its keys, and how many it takes there.
    """

    what: str
    start: Sequence[str]
    keys: Sequence[str | Typed]
    done: Callable[[Board, str], bool]
    like: tuple[str, int] | None = None

    @property
    def count(self) -> int:
        """How many keys it takes besides what is typed."""
        return sum(not isinstance(key, Typed) for key in self.keys)


def _action(board: Board, ref: str) -> Action:
    found = lookup(board, ref)
    assert isinstance(found, Action)
    return found


def _rating(board: Board, ref: str) -> tuple[str, str]:
    return _action(board, ref).rag.value, _action(board, ref).rationale


def _risk(board: Board) -> Risk:
    (found,) = board.all(Risk)
    return found


def _dues(board: Board) -> set[str]:
    return {each.due for each in board.all(Action)}


WHY = Typed("Two coaches are off sick")
TASKS = (
    Task(
        "Rate an action and say why",
        ("3", "down"),
        ("g", WHY, "enter"),
        lambda board, _seen: _rating(board, "1.2") == ("green", WHY.words),
        ("lazygit: a commit with its message", 2),
    ),
    Task(
        "Take it back, whatever belonged to it",
        ("3", "g", "escape"),
        ("u",),
        lambda board, _seen: _action(board, "1.1").rag.value == "amber",
        ("lazygit: undo", 1),
    ),
    Task(
        "Move the due date of an action, with the reason",
        ("3",),
        ("l", Typed("30/06/2021"), "enter", WHY, "enter"),
        lambda board, _seen: _action(board, "1.1").due == "2021-06-30",
    ),
    Task(
        "Move six due dates with one reason",
        ("3",),
        ("space", *["shift+down"] * 5, "l", Typed("30/06/2021"), "enter", WHY, "enter"),
        lambda board, _seen: _dues(board) == {"2021-06-30"},
        ("visidata: set a column in six selected rows, without a reason", 8),
    ),
    Task(
        "Write a new comment on an action",
        ("3",),
        ("comma", Typed("All but two are coached."), "ctrl+s"),
        lambda board, _seen: _action(board, "1.1").commentary == "All but two are coached.",
        ("lazygit: a commit with its message", 2),
    ),
    Task(
        "Change something from anywhere, in words",
        ("7",),
        ("ctrl+p", Typed("2.1 green"), "enter", WHY, "enter"),
        lambda board, _seen: _rating(board, "2.1") == ("green", WHY.words),
    ),
    Task(
        "Find an item from anywhere",
        ("3",),
        ("ctrl+p", Typed("Agency cover"), "enter"),
        lambda _board, seen: "Agency cover" in seen,
        ("k9s: go to a resource by name", 2),
    ),
    Task(
        "Show only what is overdue",
        ("3",),
        ("slash", Typed("overdue"), "enter"),
        lambda _board, seen: "of 6 actions" in seen,
        ("k9s: filter a list", 2),
    ),
    Task(
        "Move a risk on the heat map, with the reason",
        ("5",),
        ("m", "left", "enter", WHY, "enter"),
        lambda board, _seen: _risk(board).current == "5x3",
    ),
    Task(
        "Enter the figure of a KPI for the month",
        ("4",),
        ("i", Typed("94%"), "enter", "escape"),
        lambda board, _seen: any(each.value == "94%" for each in board.all(Reading)),
    ),
    Task(
        "Record a decision on the item that is discussed",
        ("6", "space"),
        ("d", Typed("Report it every month"), "enter"),
        lambda board, _seen: any(each.text == "Report it every month" for each in board.all(Decision)),
        ("lazygit: a commit with its message", 2),
    ),
    Task(
        "Write the front sheet of the board pack",
        ("1",),
        ("x", "enter"),
        lambda _board, seen: "Wrote" in seen,
        ("visidata: save a sheet", 2),
    ),
)


def table() -> str:
    """The tasks as a Markdown table."""
    rows = [
        (task.what, str(task.count), _keys(task), f"{task.like[0]}: {task.like[1]}" if task.like else "")
        for task in TASKS
    ]
    return table_of(("task", "keys", "which", "its like elsewhere"), rows)


def _keys(task: Task) -> str:
    found: list[list[Any]] = []
    for key in task.keys:
        shown = "*words*" if isinstance(key, Typed) else f"`{printed(key)}`"
        if found and found[-1][0] == shown:
            found[-1][1] += 1
        else:
            found.append([shown, 1])
    return " ".join(shown if times == 1 else f"{shown} ×{times}" for shown, times in found)


MARK = "tasks"

if __name__ == "__main__":
    from boardtui.ui.doc_tables import with_table

    page = Path(sys.argv[1]) / "docs" / "keys.md"
    page.write_text(with_table(page.read_text(encoding="utf-8"), MARK, table()), encoding="utf-8")
