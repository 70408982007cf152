"""The test of convergence is worth something: each of these faults in merging makes it fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection, delete, insert, select

from boardtui.domain.errors import BoardError
from boardtui.domain.records import edits as domain_edits
from boardtui.domain.records.edits import LIFE, Edit, RecordState
from boardtui.store import projection, writing
from boardtui.store.board_file import BoardFile
from boardtui.store.copies import merge
from boardtui.store.schema import EDIT, HEAD
from boardtui.store.writing import EditWriter
from tests.store.replicas import Copies

Patch = pytest.MonkeyPatch


def conflict_dropped(patch: Patch) -> None:
    """Copies that say different things are shown as if they agreed."""
    real = domain_edits.record_state
    patch.setattr(
        projection,
        "record_state",
        lambda edits: replace(real(edits), conflicts=()),
    )


def later_one_wins(patch: Patch) -> None:
    """What comes in replaces what is here: the other side is no longer current."""
    real = projection.advanced

    def advanced(state: RecordState | None, new: Sequence[Edit]) -> RecordState:
        after = real(state, new)
        groups = {name: replace(group, heads=group.heads[:1]) for name, group in after.groups.items()}
        return replace(after, groups=groups, conflicts=tuple(c for c in after.conflicts if c == LIFE))

    patch.setattr(projection, "advanced", advanced)


def delete_wins(patch: Patch) -> None:
    """A deletion also takes what the deleter did not know of."""
    real = domain_edits.record_state

    def record_state(edits: Sequence[Edit]) -> RecordState:
        state = real(edits)
        if LIFE in state.groups and any(edit.value == "false" for edit in state.groups[LIFE].heads):
            return replace(state, deleted=True, conflicts=())
        return state

    patch.setattr(projection, "record_state", record_state)


def edit_wins(patch: Patch) -> None:
    """A deletion that stands beside an edit is forgotten instead of shown."""
    real = domain_edits.record_state

    def record_state(edits: Sequence[Edit]) -> RecordState:
        state = real(edits)
        return replace(state, conflicts=tuple(each for each in state.conflicts if each != LIFE))

    patch.setattr(projection, "record_state", record_state)


def stale_heads(patch: Patch) -> None:
    """A merge leaves the table of current edits as it was."""
    real = projection.replace_states

    def replace_states(connection: Connection, states: Sequence[RecordState]) -> None:
        records = [state.record for state in states]
        before = [dict(row._mapping) for row in connection.execute(select(HEAD).where(HEAD.c.record.in_(records)))]
        real(connection, states)
        if before:
            connection.execute(delete(HEAD).where(HEAD.c.record.in_(records)))
            connection.execute(insert(HEAD), before)

    patch.setattr(projection, "replace_states", replace_states)


def early_commit(patch: Patch) -> None:
    """The edits are on disk before the rest of the merge is done."""

    def insert_and_commit(connection: Connection, planned: merge.MergeResult) -> None:
        real_execute = connection.execute

        class Committing:
            def __getattr__(self, name: str) -> Any:
                return getattr(connection, name)

            def execute(self, statement: Any, *arguments: Any) -> Any:
                result = real_execute(statement, *arguments)
                if getattr(statement, "is_insert", False):
                    connection.exec_driver_sql("COMMIT")
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                return result

        real(Committing(), planned)  # type: ignore[arg-type]

    real = merge.take_in
    patch.setattr(merge, "take_in", insert_and_commit)


def single_parent_resolution(patch: Patch) -> None:
    """A decision between copies replaces only one of them."""
    real = EditWriter.add

    def add(
        self: EditWriter, record: str, kind: str, group: str, value: Any, parents: Sequence[Edit], *, intent: str = ""
    ) -> Edit:
        return real(self, record, kind, group, value, parents if group == LIFE else parents[:1], intent=intent)

    patch.setattr(EditWriter, "add", add)


def _heads_in_order(patch: Patch, key: Callable[[Edit], Any]) -> None:
    real = domain_edits.heads

    def heads(edits: Iterable[Edit]) -> tuple[Edit, ...]:
        return tuple(sorted(real(edits), key=key, reverse=True))

    for module in (domain_edits, writing):
        patch.setattr(module, "heads", heads)


def newest_clock_wins(patch: Patch) -> None:
    """The wall clock says which of two values is shown."""
    _heads_in_order(patch, lambda edit: (edit.at, edit.lamport, edit.id))


def meeting_does_not_count(patch: Patch) -> None:
    """What was said in a meeting is not shown before what was said elsewhere."""
    _heads_in_order(patch, lambda edit: (edit.lamport, edit.id))


def replica_id_in_the_file(patch: Patch) -> None:
    """Every opening of a copied file gives its edits the numbers of one and the same replica."""
    real = BoardFile.__init__

    def init(self: BoardFile, *arguments: Any, **options: Any) -> None:
        real(self, *arguments, **options)
        self._session = "0123456789abcdef" * 2

    patch.setattr(BoardFile, "__init__", init)


def counter_forgets_what_came_in(patch: Patch) -> None:
    """The Lamport counter goes on from the edits of this file, not from all that is known."""
    real = EditWriter.__init__

    def init(self: EditWriter, *arguments: Any, **options: Any) -> None:
        real(self, *arguments, **options)
        self._lamport = self._number

    patch.setattr(EditWriter, "__init__", init)


def only_newer_edits_come_in(patch: Patch) -> None:
    """A merge passes over what was said before the newest thing here."""
    real = merge.take_in

    def take_in(connection: Connection, planned: merge.MergeResult) -> None:
        here = max(connection.execute(select(EDIT.c.lamport)).scalars())
        newer = tuple(edit for edit in planned.edits if edit.lamport > here)
        real(connection, replace(planned, edits=newer, edition=-1))

    patch.setattr(merge, "take_in", take_in)


MUTANTS = [
    conflict_dropped,
    later_one_wins,
    delete_wins,
    edit_wins,
    stale_heads,
    early_commit,
    single_parent_resolution,
    newest_clock_wins,
    meeting_does_not_count,
    replica_id_in_the_file,
    counter_forgets_what_came_in,
    only_newer_edits_come_in,
]


@pytest.mark.slow
@pytest.mark.parametrize(
    "mutant", MUTANTS if os.environ.get("BOARDTUI_NIGHTLY") else MUTANTS[::3], ids=lambda mutant: mutant.__name__
)
def test_a_faulty_merge_is_noticed(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    with pytest.raises((AssertionError, BoardError)):
        run_state_machine_as_test(
            Copies,
            settings=settings(
                max_examples=200,
                stateful_step_count=25,
                deadline=None,
                database=None,
                derandomize=True,
                report_multiple_bugs=False,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
