"""Where a value came from, as the reason of its edit says: the file, the sheet and the row it was imported from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used
from boardtui.domain.records.edits import LIFE, Edit, heads
from boardtui.domain.records.kinds import KINDS

_IMPORTED = when_used(r"imported from .+, (?:sheet .+, )?(?:(?:row|line) [0-9]+|column [A-Z]+)")


def imported_from(source: str, sheet: str, place: str) -> str:
    """The reason of an edit that an import makes, such as `imported from plan.xlsx, sheet Actions, row 9`.

    Args:
        source: the name of the file.
        sheet: that of the sheet; "" for a file of text.
        place: the row, line or column of the record.
    """
    name = " ".join(source.split())[:200]
    within = f", sheet {' '.join(sheet.split())[:100]}" if sheet.strip() else ""
    return f"imported from {name}{within}, {place}"


def is_imported(edit: Edit) -> bool:
    """Whether an import made an edit."""
    return not edit.intent and _says_imported(edit.why)


def _says_imported(why: str) -> bool:
    return _IMPORTED.fullmatch(why) is not None


_MADE = "made from "


def made_from(plan: str, who: str) -> str:
    """The reason of the edits by which a board is made from a plan."""
    return f"{_MADE}{plan}" + (f" by {who}" if who else "")


def _is_brought(edit: Edit) -> bool:
    return not edit.intent and says_brought(edit.why, first=not edit.parents)


def says_brought(why: str, *, first: bool) -> bool:
    """Whether a value came from a file: by an import, or when the board was made from a plan.

    Args:
        why: the reason of the edit, which is no undo or redo.
        first: whether nothing was said there before.
    """
    return _says_imported(why) or (first and why.startswith(_MADE))


@immutable
class ImportMemory:
    """What earlier imports brought, and the plan a board was made from; those that were undone are forgotten.

    Attributes:
        said: for each record and field group, the last edit that brought a value.
        current: for each record and field group, the edit that is shown now.
        made_by: for each record that an import made, the batch of that import.
        last: for each record, the Lamport counter of the last edit that brought a value.
    """

    said: Mapping[tuple[str, str], Edit] = field(default_factory=dict)
    current: Mapping[tuple[str, str], Edit] = field(default_factory=dict)
    made_by: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)

    def changed_since(self, record: str, kind: str, name: str, value: Any, *, imported_at: int) -> bool:
        """Whether somebody has changed a field since an import spoke of it.

        Args:
            record: the id of the record.
            kind: its kind.
            name: the field.
            value: what the board says now, as edits keep it.
            imported_at: the Lamport counter of the last import of what is compared with the board.
        """
        attribute = KINDS[kind].attributes[name]
        said = self.said.get((record, attribute.group))
        if said is not None:
            return bool(said.values().get(name, attribute.default) != value)
        current = self.current.get((record, attribute.group))
        # An import that found the field as it was said nothing; only what is younger than it was changed since.
        return current is not None and 0 < imported_at < current.lamport


def remembered(edits: Iterable[Edit]) -> ImportMemory:
    """What earlier imports brought, from all edits of the kinds in question."""
    edits = list(edits)
    undone = _undone(edits)
    said: dict[tuple[str, str], Edit] = {}
    groups: dict[tuple[str, str], list[Edit]] = {}
    first: dict[str, Edit] = {}
    last: dict[str, int] = {}
    for edit in edits:
        groups.setdefault((edit.record, edit.group), []).append(edit)
        if edit.record not in first or edit.lamport < first[edit.record].lamport:
            first[edit.record] = edit
        if edit.group == LIFE or not _is_brought(edit) or edit.batch in undone:
            continue
        key = (edit.record, edit.group)
        if key not in said or said[key].lamport < edit.lamport:
            said[key] = edit
        last[edit.record] = max(last.get(edit.record, 0), edit.lamport)
    made_by = {record: edit.batch for record, edit in first.items() if is_imported(edit)}
    current = {key: heads(some)[0] for key, some in groups.items() if key[1] != LIFE}
    return ImportMemory(said, current, made_by, last)


def _undone(edits: Iterable[Edit]) -> set[str]:
    """The batches that are taken back now: whatever was done to them last decides."""
    latest: dict[str, Edit] = {}
    for edit in edits:
        batch = edit.reversed_batch
        if batch and (batch not in latest or latest[batch].lamport < edit.lamport):
            latest[batch] = edit
    return {batch for batch, edit in latest.items() if edit.undoes}
