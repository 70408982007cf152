"""The plan format: a board's content as a TOML file that people can read, write and keep. docs/plan-format.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from pathlib import Path
from typing import Any, TypeVar

import tomli_w

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.kpis import Reading, Series
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.text import one_line
from boardtui.exchange.json_output import escaped
from boardtui.exchange.plan import (
    FORMAT,
    KEY,
    SERIES_TABLES,
    Naming,
    Plan,
    PlanStep,
    period_key,
    period_order,
    table_kinds,
    written_fields,
)
from boardtui.exchange.plan_read import READING, PlanTable, RecordReader
from boardtui.exchange.plan_text import PlanText, TablePath
from boardtui.settings.disk import why_not
from boardtui.settings.paths import address_problem

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

    def read_all(self) -> tuple[PlanStep, ...]:
        """The steps, every value and every link of them checked."""
        return tuple(self._step(path, raw) for path, raw in self.source.tables(STEPS))

    def _step(self, path: TablePath, raw: Mapping[str, Any]) -> PlanStep:
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
        return PlanStep(
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

    def _table(self, path: TablePath, raw: Mapping[str, Any], kind: str) -> PlanTable:
        kinds = [each.name for each in (*table_kinds(), READING)]
        if kind not in (*kinds, "board"):
            reason = f"there is no kind of record {kind!r}. There are: {', '.join(kinds)}."
            raise self.source.refusal((*path, "add"), reason)
        where = (*path, "values")
        values = self.source.table(where, raw.get("values", {}), 'Write values = { rag = "amber" }')
        return PlanTable(where, KINDS[kind], values)

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


def write_plan(board: Board) -> str:
    """Write down everything a board holds now, without its history.

    Left out are fields that hold their default, what the program keeps for itself about a meeting (the frozen
    snapshot, its digest, the known edits), links to records that are deleted, and figures of a deleted KPI. Links
    stand in the order of their text. Records stand in the order in which they were made.

    Returns:
        A TOML document. Lines end with a line feed.
    """
    return _Writer(board).document()


class _Writer:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._tables = {kind.name: self._records(kind.name) for kind in table_kinds()}
        self._naming = Naming(board, self._in_order())

    def document(self) -> str:
        blocks = [f"format = {FORMAT}\n", "[board]\n" + self._body(self._board.profile)]
        for name, records in self._tables.items():
            for record in records:
                readings = self._readings_of(record) if name == Reading.kind.owner else ""
                blocks.append(f"[[{name}]]\n{self._body(record)}{readings}")
        return escaped("\n".join(blocks))

    def _records(self, name: str) -> list[Record]:
        """The records of a kind as they were made, without those that their key fields no longer identify."""
        some = sorted(self._board.records.get(name, {}).values(), key=lambda each: (each.created, each.id))
        kind = KINDS[name]
        if not kind.natural_key:
            return some
        owners = {each for owner in kind.attributes[kind.owner].look.kinds for each in self._board.records[owner]}
        return [record for record in some if getattr(record, kind.owner) in owners]

    def _in_order(self) -> Iterator[Record]:
        for name, records in self._tables.items():
            for record in records:
                yield record
                if name == Reading.kind.owner:
                    for series in SERIES_TABLES.values():
                        yield from self._series(record, series)

    def _series(self, kpi: Record, series: Series) -> list[Reading]:
        """The readings of one series of a KPI, by date."""
        some = [each for each in self._board.owned(Reading, kpi.id) if each.series is series]
        return sorted(some, key=lambda each: period_order(each.period))

    def _readings_of(self, kpi: Record) -> str:
        text = ""
        for place, series in SERIES_TABLES.items():
            readings = self._series(kpi, series)
            spellings = Counter(period_key(each.period) for each in readings)
            if readings:
                text += f"[{kpi.kind.name}.{place}]\n"
            for each in readings:
                period = period_key(each.period)
                # Two spellings of one month stay apart, for a person to put right.
                text += self._reading(each, period if spellings[period] == 1 else each.period)
        return text

    def _reading(self, reading: Reading, period: str) -> str:
        """A reading on one line: its figure alone, or with what else is known about it."""
        placed = Reading.kind.groups["key"]
        stated = {name: value for name, value in self._stated(reading).items() if name not in placed}
        if stated.keys() == {"value"}:
            return _pair(period, stated["value"]) + "\n"
        # Written by hand in part: tomli_w gives each inner table a heading of its own.
        inner = ", ".join(_pair(name, value) for name, value in stated.items())
        return f"{_pair(period, 0).removesuffix('0')}{{ {inner} }}\n"

    def _body(self, record: Record) -> str:
        return tomli_w.dumps(self._stated(record), multiline_strings=True)

    def _stated(self, record: Record) -> dict[str, Any]:
        """The fields of a record that hold more than their default, in the form in which TOML takes them."""
        stated: dict[str, Any] = {}
        if key := self._naming.keys.get(record.id):
            stated[KEY] = key
        for each in written_fields(record.kind):
            value, look = getattr(record, each.name), each.look
            # What belongs to nothing says so: where it is merely left out, a plan is refused.
            if value == each.default and each.name != record.kind.owner:
                continue
            if look.form == "link":
                value = self._naming.link(value, look.kinds)
            elif look.form == "links":
                value = sorted(filter(None, (self._naming.link(link, look.kinds) for link in value)))
            if each.name == record.kind.owner or value not in ("", []) or look.form not in ("link", "links"):
                # A choice is a text to everybody but its own type, and that is what TOML knows.
                stated[each.name] = str(value) if isinstance(value, str) else value
        return stated


def _pair(name: str, value: Any) -> str:
    return tomli_w.dumps({name: value}).removesuffix("\n")


__all__ = ["FORMAT", "LARGEST_PLAN", "Plan", "PlanStep", "read_plan", "read_plan_file", "write_plan"]

LARGEST_PLAN = 50_000_000
"""Bytes. The plan of a large board has less than one million."""


def read_plan(text: str | bytes, *, name: str) -> Plan:
    """Read a plan. Nothing is made yet, and nothing but a wholly good plan is handed out.

    Args:
        text: the document, or the bytes of its file: UTF-8, with or without a byte order mark.
        name: what to call it in errors and in the history, such as `plan.toml`.

    Raises:
        BoardError: it is no plan, or something in it does not fit; the sentence names the line where it can.
    """
    source = PlanText(text, name)
    if not source.document:
        raise BoardError(f"{source.name} is empty. A plan begins with the line: format = {FORMAT}")
    stated = source.document.get("format")
    if stated is None:
        raise BoardError(f"{source.name} does not say that it is a plan: begin it with the line format = {FORMAT}")
    if stated != FORMAT or not isinstance(stated, int) or isinstance(stated, bool):
        shown = stated if isinstance(stated, int | float | str) else "unclear"
        newer = isinstance(stated, int) and stated > FORMAT
        what = "Update boardtui to read it." if newer else f"Write format = {FORMAT} if it is a plan."
        raise source.refusal(("format",), f"its format is {shown!r} and this version reads {FORMAT}. {what}")
    records = RecordReader(source)
    profile, changes = records.read_all()
    steps = StepReader.after(source, records, changes).read_all()
    source.refuse_mistakes()
    return Plan(source.name, profile, changes, steps, source.lines_of([("board",), *records.paths]))


def read_plan_file(path: Path) -> Plan:
    """Read the plan in a file.

    Raises:
        BoardError: as for `read_plan`, or the file cannot be opened.
    """
    name = one_line(path.name)
    try:
        if not path.is_file():
            said = f"There is no file {one_line(str(path))}. Give the name of a plan, such as plan.toml."
            raise BoardError(address_problem(path) or said)
        if path.stat().st_size > LARGEST_PLAN:
            raise BoardError(f"{name} is far too large for a plan. Look whether it is the right file.")
        content = path.read_bytes()
    except OSError as error:
        raise BoardError(f"{name} cannot be read: {why_not(error)}.") from None
    return read_plan(content, name=name)
