"""What bringing a file back would do: its records are found on the board, and only what differs is changed."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import named, plain_value, ref_of, short_name
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Kind, Record
from boardtui.domain.records.origin import ImportMemory, imported_from
from boardtui.domain.records.text import same_key
from boardtui.exchange.plan import THE_BOARD, name_field, written_fields
from boardtui.exchange.returned.documents import DocumentEntry, Returned
from boardtui.exchange.sheets.asking import CONFLICT, KEEPS, TAKES, Answers, Notices
from boardtui.exchange.sheets.drafts import ADDED, CHANGED, UNCHANGED
from boardtui.exchange.sheets.planning import FieldChange, Planned

_NAMES = ("title", "text", "heading", "name")


class Comparison:
    """Compares what a file says with the board. An empty cell says nothing: nothing is ever emptied or deleted."""

    def __init__(self, board: Board, memory: ImportMemory, notices: Notices, answers: Answers, source: str) -> None:
        self._board, self._memory, self._notices, self._source = board, memory, notices, source
        self._answers = answers
        self._ids: dict[str, str] = {THE_BOARD: board.profile.id}
        self._known: dict[str, Record] = {board.profile.id: board.profile}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self.planned = Planned()

    def plan(self, returned: Returned) -> Planned:
        """Work out what to do with all that a file says."""
        by_kind: dict[str, list[DocumentEntry]] = {}
        for entry in returned.entries:
            by_kind.setdefault(entry.kind.name, []).append(entry)
        # What a record belongs to, and what gives it its id, has to be known before the record.
        for name in sorted(by_kind, key=lambda each: (bool(KINDS[each].natural_key), list(KINDS).index(each))):
            self._match(KINDS[name], by_kind[name])
        for name, some in by_kind.items():
            found = [self._ids[each.identity] for each in some if self._ids[each.identity] in self._known]
            self._last[name] = max((self._memory.last.get(each, 0) for each in found), default=0)
        for entry in returned.entries:
            self._one(entry)
        return self.planned

    # Finding

    def _match(self, kind: Kind, entries: list[DocumentEntry]) -> None:
        if kind.name == "board":
            return
        if kind.natural_key:
            for entry in entries:
                identity = identity_for(kind, self._mapped(entry), "")
                self._take(entry, identity, self._board.records[kind.name].get(identity))
            return
        there = self._board.records[kind.name]
        left = []
        for entry in entries:
            record = there.get(entry.identity)
            if record is not None:
                self._take(entry, record.id, record)
            else:
                left.append(entry)
        for tell_entry, tell_record in self._ways(kind):
            left = self._pair(
                left, [each for each in there.values() if each.id not in self._taken], tell_entry, tell_record
            )
        for entry in left:
            self._take(entry, str(uuid.uuid4()), None)

    def _ways(self, kind: Kind) -> Iterable[tuple[Any, Any]]:
        """What tells records apart, the surest first: all they say, then their ref, then what they are called."""
        plain = [each for each in written_fields(kind) if each.look.form not in ("link", "links")]
        own = name_field(kind)
        title = next((each for each in _NAMES if kind.has(each)), "")
        yield (
            lambda entry: tuple(entry.values.get(each.name, each.default) for each in plain),
            lambda record: tuple(getattr(record, each.name) for each in plain),
        )
        if own:
            yield (
                lambda entry: same_key(str(entry.values.get(own, ""))),
                lambda record: same_key(str(getattr(record, own))),
            )
        if title:
            yield (
                lambda entry: "" if entry.values.get("ref") else same_key(str(entry.values.get(title, ""))),
                lambda record: same_key(str(getattr(record, title))),
            )

    def _pair(
        self, entries: list[DocumentEntry], records: list[Record], of_entry: Any, of_record: Any
    ) -> list[DocumentEntry]:
        """Pair those that are told alike, in their order.

        Returns:
            The entries that are left.
        """
        places: dict[Any, list[Record]] = {}
        for record in records:
            if key := of_record(record):
                places.setdefault(key, []).append(record)
        left = []
        for entry in entries:
            found = places.get(of_entry(entry) or None, [])
            if found:
                record = found.pop(0)
                self._take(entry, record.id, record)
            else:
                left.append(entry)
        return left

    def _take(self, entry: DocumentEntry, identity: str, record: Record | None) -> None:
        self._ids[entry.identity] = identity
        if record is not None:
            self._known[identity] = record
            self._taken.add(identity)

    # Changing

    def _mapped(self, entry: DocumentEntry) -> dict[str, Any]:
        """The values of an entry with links by the ids of the board; empty ones say nothing."""
        values: dict[str, Any] = {}
        for name, said in entry.values.items():
            form, value = entry.kind.attributes[name].look.form, said
            if form == "link":
                value = self._ids.get(said, said)
            elif form == "links":
                value = tuple(sorted(self._ids.get(each, each) for each in said))
            # Empty says nothing, unless somebody emptied what is not empty by default.
            if value not in ("", (), []) or entry.kind.attributes[name].default not in ("", (), []):
                values[name] = value
        return values

    def _one(self, entry: DocumentEntry) -> None:
        identity, values = self._ids[entry.identity], self._mapped(entry)
        record, kind = self._known.get(identity), entry.kind
        table = entry.table.table
        if record is None:
            values = {name: value for name, value in values.items() if value != kind.attributes[name].default}
            self._write(entry, identity, values)
            self.planned.made[kind.name] += 1
            outcome = ADDED
        else:
            changed = self._differences(entry, record, values)
            outcome = CHANGED if changed else UNCHANGED
            if changed:
                # What a file says beside a value stays with it, also where it said so of the one before.
                groups = {kind.attributes[name].group for name in changed}
                beside = {
                    name: value
                    for name, value in values.items()
                    if kind.attributes[name].group in groups and getattr(record, name) == value
                }
                self._write(entry, identity, {**beside, **changed})
        self.planned.outcomes[table.id, entry.row] = outcome

    def _differences(self, entry: DocumentEntry, record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        kind = entry.kind
        for name, value in values.items():
            before = getattr(record, name)
            if value == before or name in kind.natural_key:
                continue
            imported_at = self._last.get(kind.name, 0)
            kept = plain_value(before)
            changed_here = self._memory.changed_since(record.id, kind.name, name, kept, imported_at=imported_at)
            if changed_here and not self._takes(record, name, value, entry.at):
                continue
            changed[name] = value
            self.planned.fields.append(
                FieldChange(
                    kind.name,
                    ref_of(record) or short_name(self._board, record),
                    name,
                    self._said(kind, name, before),
                    self._said(kind, name, value),
                    entry.at,
                )
            )
        return changed

    def _takes(self, record: Record, name: str, value: Any, at: str) -> bool:
        """Whether a person takes what the file says in place of what somebody has changed on the board since."""
        within, said = f"{record.id} {name}", self._said(record.kind, name, getattr(record, name))
        key, label = (CONFLICT, within), record.kind.attributes[name].label.lower()
        told, answer = f"{label} of {named(self._board, record)}: the board says {said}", self._answers.get(*key)
        self._notices.ask(CONFLICT, at, str(value), answer, within=within, key=key, choices=(KEEPS, TAKES), told=told)
        return answer == TAKES

    def _said(self, kind: Kind, name: str, value: Any) -> Any:
        """A value as a program reads it; links by what the board calls the records."""
        if kind.attributes[name].look.form in ("link", "links"):
            some = (value,) if isinstance(value, str) else value
            found = [self._board.find(each) for each in some if each]
            return ", ".join(short_name(self._board, each) for each in found if each is not None)
        return value if isinstance(value, bool | int) else str(value)

    def _write(self, entry: DocumentEntry, identity: str, values: Mapping[str, Any]) -> None:
        sheet = entry.table.table.sheet
        why = imported_from(self._source, sheet.name, sheet.place(entry.row))
        self.planned.changes.append(Change(identity, entry.kind.name, dict(values), why=why))


def counts_of(planned: Planned, table: str) -> Counter[str]:
    """How many rows of a table are added, changed and unchanged."""
    return Counter(outcome for (name, _), outcome in planned.outcomes.items() if name == table)
