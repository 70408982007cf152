"""History as lines for people: who, when, from, to and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.board.board import Board, name_of
from boardtui.domain.dates.dates import show_date
from boardtui.domain.kpis.readings import show_period
from boardtui.domain.records.declare import Attribute
from boardtui.domain.records.edits import LIFE, EditId
from boardtui.domain.records.kinds import KINDS, Meeting, Record
from boardtui.domain.records.rag import Rag, read_rag
from boardtui.report.palette import Palette
from boardtui.store.history import Entry
from boardtui.ui.shared.naming import field_words, which_one
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
        name: what the record is called, with its kind.
        deed: `deleted`, `restored`, `added`, or empty for an ordinary change.
        fields: what changed.
        mark: whether it undid something, or came in with a copy.
        meeting: the meeting in which it was said, in words; empty outside one.
    """

    key: str
    when: str
    who: str
    name: str
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
    names = _names(board, entries, of)
    return [
        _line(board, names, list(some), of)
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


def _line(board: Board, names: Mapping[str, str], entries: list[Entry], of: Record | None) -> HistoryLine:
    first = entries[0]
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
        name=names[first.edit.record],
        deed=deed,
        fields=tuple(_fields(board, entries, of)),
        why=one_line(first.edit.why),
        mark="; ".join(marks),
        meeting=f"meeting of {show_date(meeting.date)}" if meeting else "a meeting" if first.edit.meeting else "",
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


def _fields(board: Board, entries: list[Entry], of: Record | None) -> Iterator[FieldChange]:
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
            yield FieldChange(
                attribute.label, value_words(board, attribute, before), value_words(board, attribute, after)
            )


def value_words(board: Board, attribute: Attribute, value: Any) -> str:
    """A value as an edit holds it, in words; empty for nothing."""
    if value is None:
        return ""
    if isinstance(attribute.default, Rag):
        rating = read_rag(value)
        return f"{rating.mark} {rating.word}"
    return field_words(board, attribute, tuple(value) if isinstance(value, list) else value)


def _names(board: Board, entries: Sequence[Entry], of: Record | None) -> dict[str, str]:
    """What each record is called; a deleted one by the last name the history has for it."""
    names: dict[str, str] = {}
    for entry in reversed(entries):
        edit = entry.edit
        record = board.find(edit.record)
        if record is not None:
            names[edit.record] = _called(board, record, of)
            continue
        values = edit.values()
        name = next((str(values[each]) for each in ("ref", "title", "period", "text") if values.get(each)), "")
        if name or edit.record not in names:
            known = names.get(edit.record, "")
            # A ref is the name people say; a title that comes in a later edit does not replace it.
            if not known or values.get("ref"):
                named = show_period(one_line(name)[:LONG])
                names[edit.record] = f"{_label(edit.kind)} {named}".strip() + " (deleted)"
    return names


def _called(board: Board, record: Record, of: Record | None) -> str:
    if record.kind.name == "board":
        return "The board"
    label = _label(record.kind.name)
    name = which_one(board, record) or one_line(show_date(name_of(record)))
    owner = board.find(getattr(record, record.kind.owner)) if record.kind.owner else None
    # A ref says enough; a period or a title alone does not say of what.
    if owner is None or str(getattr(record, "ref", "")):
        return f"{label} {name}"
    if of is not None and owner.id == of.id:
        return f"{name} {record.kind.label}"
    return f"{label} {name} of {one_line(name_of(owner))}"


def _label(kind_name: str) -> str:
    kind = KINDS.get(kind_name)
    label = kind.label if kind else kind_name
    return label.capitalize() if label.islower() else label
