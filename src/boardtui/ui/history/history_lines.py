"""History as lines for people: who, when, from, to and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import (
    GONE,
    Remembered,
    capitalised,
    cell_name,
    field_label,
    full_name,
    line_name,
    remembering,
    value_words,
)
from boardtui.domain.records.edits import LIFE, EditId
from boardtui.domain.records.kinds import KINDS, Meeting, Record
from boardtui.report.palette import Palette
from boardtui.store.history import Entry
from boardtui.ui.shared.text import one_line, rich_plain

LONG = 60
"""Characters. A value longer than this gets lines of its own where there is room to read it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change, in words; empty for nothing."""

    label: str
    before: str
    after: str

    @property
    def line(self) -> str:
        """From and to on one line."""
        after = one_line(self.after) or "nothing"
        return f"{self.label}: {one_line(self.before)} → {after}" if self.before else f"{self.label}: {after}"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What somebody did to one record at one moment.

    Attributes:
        key: the id of its first edit.
        when: local time, day first.
        name: what the record is called, and that it is deleted where it is.
        cell: the same where there is little room.
        deed: `deleted`, `restored`, `added`, or empty for an ordinary change.
        fields: what changed.
        mark: whether it undid something, or came in with a copy.
        meeting: the meeting in which it was said, in words; empty outside one.
    """

    key: str
    when: str
    who: str
    name: str
    cell: str
    deed: str
    fields: Sequence[FieldChange] = field(default_factory=tuple)
    why: str = ""
    mark: str = ""
    meeting: str = ""

    @property
    def words(self) -> str:
        """What was done, on one line."""
        return "; ".join(filter(None, (self.deed, *(each.line for each in self.fields)))) or "as before"


def history_lines(board: Board, entries: Sequence[Entry], of: Record | None = None) -> list[HistoryLine]:
    """Entries as lines, in their order. What one person did to a record at once is one line.

    Args:
        board: the board as it is now.
        entries: the history.
        of: whose history it is; what belongs to it is then told without saying to what.
    """
    names = remembering(board, (entry.edit for entry in entries))
    return [
        _line(names, list(some), of)
        for _, some in groupby(entries, key=lambda e: (e.edit.batch, e.edit.record, e.edit.why, e.received))
    ]


def full_line(line: HistoryLine, palette: Palette) -> RenderableType:
    """A line with everything it says, long texts in full."""
    return Group(*_parts(line, palette))


def _parts(line: HistoryLine, palette: Palette) -> Iterator[RenderableType]:
    heading, muted = palette.style("heading"), palette.style("muted")
    yield Text(line.name, style=heading)
    yield Text.assemble((f"{line.when}  ", muted), line.who, (f"  {line.deed}".rstrip(), muted))
    if line.mark:
        yield Text(line.mark, style=palette.style("warning"))
    if line.meeting:
        yield Text.assemble(("Said at: ", muted), line.meeting)
    if line.why:
        yield Text.assemble(("Why: ", muted), line.why)
    for each in line.fields:
        if len(each.before) <= LONG and len(each.after) <= LONG and "\n" not in each.before + each.after:
            yield Text.assemble((f"{each.label}: ", muted), each.line.removeprefix(f"{each.label}: "))
            continue
        yield Text(each.label, style=heading)
        if each.before:
            yield Text("from", style=muted)
            yield rich_plain(each.before)
            yield Text("to", style=muted)
        yield rich_plain(each.after or "nothing")


def local_time(at: str) -> str:
    """A moment as people here write it: `31/03/2021 14:05`."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%d/%m/%Y %H:%M")
    except (ValueError, OverflowError):
        return at or "no time"


def _line(names: Remembered, entries: list[Entry], of: Record | None) -> HistoryLine:
    board, first = names.board, entries[0]
    record = names.find(first.edit.record)
    gone = "" if board.find(first.edit.record) is not None else f" {GONE}"
    unknown = capitalised(first.edit.kind.replace("_", " "))
    deleted = next((entry.deleted for entry in entries if entry.deleted is not None), None)
    added = all(not entry.edit.parents for entry in entries) and deleted is None
    deed = {True: "deleted", False: "restored", None: "added" if added and _is_first(entries) else ""}[deleted]
    meeting = board.get(Meeting, first.edit.meeting) if first.edit.meeting else None
    marks = []
    if first.edit.intent:
        marks.append("undoes an earlier change" if first.edit.undoes else "does it again")
    if _taken_apart(entries):
        marks.append("what was said before disagrees again")
    if first.received:
        marks.append("came in with a copy")
    return HistoryLine(
        key=str(first.edit.id),
        when=local_time(first.edit.at),
        who=first.edit.who or "unsigned",
        name=(line_name(names, record) if record is not None else unknown) + gone,
        cell=capitalised(cell_name(names, record) if record is not None else unknown) + gone,
        deed=deed,
        fields=tuple(_fields(names, entries, of)),
        why=one_line(first.edit.why),
        mark="; ".join(marks),
        meeting=full_name(names, meeting) if meeting else "a meeting" if first.edit.meeting else "",
    )


def _is_first(entries: list[Entry]) -> bool:
    # What is never set begins without a parent too; only the making of a record sets its first group.
    kind = KINDS.get(entries[0].edit.kind)
    groups = {entry.edit.group for entry in entries}
    return kind is None or len(groups) > 1 or next(iter(kind.groups)) in groups


def _taken_apart(entries: list[Entry]) -> list[Entry]:
    """The entries that stand beside a newer one in place of the same decision, which was undone: they are not shown."""
    newer: set[tuple[str, tuple[EditId, ...]]] = set()
    found = []
    for entry in entries:
        place = entry.edit.group, entry.edit.parents
        if entry.edit.group != LIFE and entry.edit.parents and place in newer:
            found.append(entry)
        newer.add(place)
    return found


def _fields(names: Remembered, entries: list[Entry], of: Record | None) -> Iterator[FieldChange]:
    beside = _taken_apart(entries)
    shown = [entry for entry in reversed(entries) if entry not in beside]
    changed = {name: (entry, pair) for entry in shown for name, pair in entry.changed.items()}
    kind = KINDS.get(entries[0].edit.kind)
    is_part = of is not None and entries[0].edit.record != of.id
    for name in [*(kind.attributes if kind else ()), *changed]:
        if name not in changed:
            continue
        _, (before, after) = changed.pop(name)
        attribute = kind.attributes.get(name) if kind else None
        if is_part and kind is not None and name in (kind.owner, *kind.natural_key):
            continue  # its name has said so
        if attribute is None:
            yield FieldChange(name, str(before or ""), str(after or ""))
        elif attribute.look.form != "data":
            was, now = (value_words(names, attribute, value, full=True) for value in (before, after))
            yield FieldChange(field_label(names, attribute), was, now)
