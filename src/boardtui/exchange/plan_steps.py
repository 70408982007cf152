"""Reading the steps of a plan: the work that a sample plays after its plan is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from typing import Any, TypeVar

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.meetings import MeetingState
from boardtui.exchange.plan import Step, table_kinds
from boardtui.exchange.plan_read import READING, RecordReader, Table
from boardtui.exchange.plan_text import TablePath, PlanText

T = TypeVar("T")
STEPS = "then"
_VERBS = ("set", "add", "delete", "close_meeting")
_BESIDE = ("who", "why", "at", "meeting")


@dataclass(slots=True)
class StepReader:
    """Reads the steps in their order: each can name what the plan or an earlier step has made."""

    source: PlanText
    records: RecordReader
    closed: set[str]

    @classmethod
    def after(cls, source: PlanText, records: RecordReader, changes: tuple[Change, ...]) -> StepReader:
        """A reader for the steps that follow these changes."""
        state = KINDS["meeting"].attributes["state"].name
        closed = {each.record for each in changes if each.values.get(state) == MeetingState.CLOSED}
        return cls(source, records, closed)

    def read_all(self) -> tuple[Step, ...]:
        """The steps, every value and every link of them checked."""
        return tuple(self._step(path, raw) for path, raw in self.source.tables(STEPS))

    def _step(self, path: TablePath, raw: Mapping[str, Any]) -> Step:
        """One step; all that is wrong in it is told, and what is right is read."""
        verbs = [verb for verb in _VERBS if verb in raw]
        verb = verbs[0] if len(verbs) == 1 else ""
        if not verb:
            self.source.tell(self.source.refusal(path, f"a step says one of: {', '.join(_VERBS)}"))
        allowed = [*(verbs or _VERBS), *(["values"] if verb in ("", "set", "add") else []), *_BESIDE]
        for name in raw:
            if name not in allowed:
                reason = f"a step with {verb} has no {name!r}" if verb else f"a step has no {name!r}"
                self.source.tell(self.source.refusal((*path, name), f"{reason}. It has: {', '.join(allowed)}."))
        nothing: tuple[Change | None, str] = (None, "")
        change, closing = self._or_tell(lambda: self._done(path, raw, verb), nothing)
        return Step(
            change,
            closing,
            who=self._or_tell(lambda: self._words(path, raw, "who"), ""),
            why=self._or_tell(lambda: self._words(path, raw, "why"), ""),
            at=self._or_tell(lambda: self._moment(path, raw), None),
            meeting=self._or_tell(lambda: self._find(path, raw, "meeting", ("meeting",)), ""),
        )

    def _or_tell(self, read: Callable[[], T], otherwise: T) -> T:
        """What is read; where it is wrong, that is told and something else handed out."""
        try:
            return read()
        except BoardError as error:
            self.source.tell(error)
            return otherwise

    def _done(self, path: TablePath, raw: Mapping[str, Any], verb: str) -> tuple[Change | None, str]:
        """What a step changes, and the meeting that it closes."""
        change: Change | None = None
        closing = ""
        match verb:
            case "":
                pass
            case "close_meeting":
                closing = self._find(path, raw, verb, ("meeting",))
                if closing in self.closed:
                    raise self.source.refusal((*path, verb), "that meeting is closed already")
                self.closed.add(closing)
            case "set":
                identity = self._find(path, raw, verb, ())
                table = self._table(path, raw, self.records.kinds[identity].name)
                table.identity = identity
                change = self.records.change(table, keep_defaults=True)
            case "add":
                table = self._table(path, raw, self._words(path, raw, verb))
                self.records.introduce(table)
                change = self.records.change(table)
            case _:
                identity = self._find(path, raw, verb, ())
                change = Change(identity, self.records.kinds[identity].name, delete=True)
                if change.kind == "board":
                    raise self.source.refusal((*path, verb), "the board itself cannot be deleted")
                self.records.names.forget(identity)
        return change, closing

    def _table(self, path: TablePath, raw: Mapping[str, Any], kind: str) -> Table:
        kinds = [each.name for each in (*table_kinds(), READING)]
        if kind not in (*kinds, "board"):
            reason = f"there is no kind of record {kind!r}. There are: {', '.join(kinds)}."
            raise self.source.refusal((*path, "add"), reason)
        where = (*path, "values")
        values = self.source.table(where, raw.get("values", {}), 'Write values = { rag = "amber" }')
        return Table(where, KINDS[kind], values)

    def _find(self, path: TablePath, raw: Mapping[str, Any], name: str, kinds: tuple[str, ...]) -> str:
        words = self._words(path, raw, name)
        try:
            found = self.records.names.find(words, kinds)
        except ValueError as error:
            raise self.source.refusal((*path, name), f"{name}: {error}") from None
        if name in raw and not found:
            raise self.source.refusal((*path, name), f"{name}: say which record, as in action:1.1")
        return found

    def _words(self, path: TablePath, raw: Mapping[str, Any], name: str) -> str:
        words = raw.get(name, "")
        if not isinstance(words, str):
            raise self.source.refusal((*path, name), f"{name}: words between quotes are needed here")
        return words

    def _moment(self, path: TablePath, raw: Mapping[str, Any]) -> datetime | None:
        stated = raw.get("at")
        if stated is None:
            return None
        try:
            moment = stated if isinstance(stated, datetime) else datetime.fromisoformat(stated)
        except (TypeError, ValueError):
            moment = None
        if moment is None or moment.tzinfo is None:
            raise self.source.refusal((*path, "at"), "at: write the time as in 2021-02-04T09:15:00Z")
        if not 1900 <= moment.year < MAXYEAR:
            # Such a time may have no counterpart in another time zone.
            raise self.source.refusal((*path, "at"), "at: no work was done in that year")
        return moment
