"""Reading the records of a plan: everything is checked before anything is made of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from boardtui.domain.errors import BoardError, InvalidValue, quoted
from boardtui.domain.kpis.readings import period_for
from boardtui.domain.records.declare import identity_for, unknown_field, validate
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Kind
from boardtui.domain.records.text import same_key, tidy_line
from boardtui.domain.records.types import FieldLook
from boardtui.exchange.plan import KEY, SERIES_TABLES, THE_BOARD, NameBook, name_field, table_kinds, written_fields
from boardtui.exchange.plan_text import PlanText, TablePath, line_of

READING = KINDS["reading"]
NOT_RECORDS = ("format", "board", "then")


@dataclass(slots=True)
class PlanTable:
    """One record as the plan writes it.

    Attributes:
        path: where it stands in the document.
        raw: the fields as written.
        known: values that its place says, such as the KPI of a reading.
        identity: its id, or "" while its key fields are not read.
        key: what it is called in links, if it has such a name.
        frequency: of a reading, how often its KPI is read, as the plan says it.
    """

    path: TablePath
    kind: Kind
    raw: Mapping[str, Any]
    known: Mapping[str, Any] = field(default_factory=dict)
    identity: str = ""
    key: str = ""
    frequency: str = ""


class RecordReader:
    """Turns the tables of a document into changes, and keeps the names that links use.

    Attributes:
        paths: where the record of each change stands in the document.
    """

    def __init__(self, source: PlanText) -> None:
        self.source = source
        self.names = NameBook()
        self.kinds: dict[str, Kind] = {THE_BOARD: KINDS["board"]}
        self.paths: list[TablePath] = []
        self._keys: dict[tuple[str, str], TablePath] = {}
        self._refs: dict[tuple[str, str], PlanTable] = {}

    def read_all(self) -> tuple[dict[str, Any], tuple[Change, ...]]:
        """The board's own values, and a change for each record in the order of the plan.

        What is wrong is told to the source and left out: ask it to refuse the mistakes before anything is made of this.
        """
        profile = self.source.table(
            ("board",), self.source.document.get("board", {}), "Write what the board is called under [board]"
        )
        tables = []
        for table in self._tables():  # the id of a KPI is made here: its readings need it
            try:
                self.introduce(table)
            except BoardError as error:
                self.source.tell(error)
                # Reading goes on, to find all that is wrong: the record gets an id and a key to which nothing can link.
                table.identity, table.key = table.identity or str(uuid.uuid4()), table.key or KEY
            tables.append(table)
        # A record with key fields can be linked to only when these have given it its id.
        changes: dict[TablePath, Change] = {}
        first: dict[str, TablePath] = {}
        for table in sorted(tables, key=lambda table: not table.kind.natural_key):
            try:
                change = changes[table.path] = self.change(table)
                self._refuse_what_add_refuses(table)
            except BoardError as error:
                self.source.tell(error)
                continue
            if (before := first.setdefault(change.record, table.path)) != table.path:
                self.source.tell(self.source.twice(table.path, before, f"this {table.kind.label}"))
        board = self.change(PlanTable(("board",), KINDS["board"], profile, identity=THE_BOARD))
        self.paths = [table.path for table in tables if table.path in changes]
        return dict(board.values), tuple(changes[path] for path in self.paths)

    def _refuse_what_add_refuses(self, table: PlanTable) -> None:
        """Refuse a record that could not be added to a board one by one.

        Raises:
            BoardError: it belongs to nothing, or another one of its kind has its ref.
        """
        kind, ref = table.kind, tidy_line(str(table.raw.get("ref", "")))
        # What a board once held can belong to nothing any more: a plan that was exported says so outright.
        if kind.owner and kind.owner not in table.raw and kind.owner not in table.known:
            raise self.source.refusal(table.path, _belongs(kind))
        if not kind.has("ref") or not same_key(ref):
            return
        first = self._refs.setdefault((kind.name, same_key(ref)), table)
        if first is not table and not (first.key and table.key):
            line = line_of(self.source.text, (*first.path, "ref"))
            raise self.source.refusal(
                (*table.path, "ref"),
                f"ref: another {kind.label} has the ref {quoted(ref)} already"
                f"{f', on line {line}' if line else ''}. Choose a free one; or, if both are to have it, "
                "give each a key.",
            )

    def introduce(self, table: PlanTable) -> None:
        """Give a record its names, and its id where no key fields determine it."""
        if KEY in table.raw:
            raw = table.raw[KEY]
            table.key = tidy_line(raw) if isinstance(raw, str) else ""
            if not table.key:
                raise self.source.refusal((*table.path, KEY), f"{KEY}: a name in quotes is needed here")
            path = (*table.path, KEY)
            if (before := self._keys.setdefault((table.kind.name, table.key), path)) != path:
                raise self.source.twice(path, before, f"the {table.kind.label} key {table.key!r}")
        if not table.kind.natural_key:
            self._identify(table, str(uuid.uuid4()))

    def change(self, table: PlanTable, *, keep_defaults: bool = False) -> Change:
        """What a table says, with its links followed. What says no more than the default is left out."""
        kind, values = table.kind, dict(table.known)
        known = {each.name for each in written_fields(kind)}
        for name in table.raw:
            if name in known:
                try:
                    values[name] = self._value(table, name)
                except BoardError as error:
                    self.source.tell(error)
            elif name != KEY or not table.key:
                self.source.tell(self.source.refusal((*table.path, name), unknown_field(kind, name)))
        if kind is READING and "period" in values:
            try:
                values["period"] = period_for(values["period"], table.frequency, kept=True).key
            except ValueError as error:
                self.source.tell(self.source.refusal(table.path, f"period: {error}"))
        if not table.identity:
            if not values.get(kind.owner):
                raise self.source.refusal(table.path, _belongs(kind))
            self._identify(table, identity_for(kind, values, ""))
        if not keep_defaults:
            values = {name: value for name, value in values.items() if value != kind.attributes[name].default}
        return Change(table.identity, kind.name, values)

    def _identify(self, table: PlanTable, identity: str) -> None:
        table.identity = identity
        self.kinds[identity] = table.kind
        self.names.add(table.kind, table.key, identity)
        if (own := name_field(table.kind)) in table.raw:
            self.names.add(table.kind, str(self._value(table, own)), identity)

    def _value(self, table: PlanTable, name: str) -> Any:
        """One value in the form in which it is kept."""
        attribute = table.kind.attributes[name]
        look = attribute.look
        try:
            value = _as_written(look, table.raw[name])
            if look.form == "link":
                value = self.names.find(value, look.kinds)
            elif look.form == "links":
                value = [self.names.find(each, look.kinds) for each in value]
            return validate(table.kind.name, attribute.group, {name: value})[name]
        except InvalidValue as error:
            reason = str(error)  # begins with the name of the field
        except ValueError as error:
            reason = f"{name}: {error}"
        raise self.source.refusal((*table.path, name), reason)

    def _tables(self) -> Iterator[PlanTable]:
        kinds = table_kinds()
        known = [kind.name for kind in kinds]
        for name, value in self.source.document.items():
            if name not in (*NOT_RECORDS, *known):
                reason = f"there is no kind of record {name!r}. There are: {', '.join(known)}."
                if name == READING.name:
                    reason = "readings stand within their KPI, as [kpi.trend] and [kpi.current]."
                self.source.tell(self.source.refusal((name, 0) if isinstance(value, list) else (name,), reason))
        for kind in kinds:
            nested = SERIES_TABLES if kind.name == READING.owner else {}
            for path, raw in self.source.tables(kind.name):
                table = PlanTable(path, kind, {name: value for name, value in raw.items() if name not in nested})
                yield table
                for place in nested:
                    try:
                        yield from self._readings(table, place, raw.get(place, {}))
                    except BoardError as error:
                        self.source.tell(error)

    def _readings(self, kpi: PlanTable, place: str, raw: Any) -> Iterator[PlanTable]:
        path = (*kpi.path, place)
        how = f'Write [{kpi.kind.name}.{place}] and under it lines such as "2018-09" = "97.3%"'
        for period, stated in self.source.table(path, raw, how).items():
            where = (*path, period)
            if period in READING.attributes:
                self.source.tell(self.source.refusal(where, f"{period!r} is no period. {how}"))
                return
            figure = stated if isinstance(stated, dict) else {"value": stated}
            said = {READING.owner: kpi.identity, "series": SERIES_TABLES[place]}
            if twice := [name for name in ("period", *said) if name in figure]:
                self.source.tell(
                    self.source.refusal(where, f"the place of a reading says its {twice[0]}: leave it out")
                )
                continue
            often = kpi.raw.get("frequency", "")
            yield PlanTable(
                where, READING, {"period": period, **figure}, said, frequency=often if isinstance(often, str) else ""
            )


def _belongs(kind: Kind) -> str:
    def article(noun: str) -> str:
        return "an" if noun[0] in "aeiou" else "a"

    owner = kind.owner.replace("_", " ")
    return (
        f'{article(kind.label)} {kind.label} belongs to {article(owner)} {owner}: say to which, as {kind.owner} = "1"'
    )


def _as_written(look: FieldLook, raw: Any) -> Any:
    """A TOML value, if it is of the sort the field is written as.

    Numbers are no words: 1.10 without quotes would become 1.1.
    """
    match look.form:
        case "flag":
            needed, fits = "true or false is", isinstance(raw, bool)
        case "number":
            needed, fits = "a whole number without quotes is", isinstance(raw, int) and not isinstance(raw, bool)
        case "links":
            fits = isinstance(raw, list) and all(isinstance(each, str) for each in raw)
            needed = 'a list such as ["action:1.1", "risk:R2"] is'
        case "date" if type(raw) is date:
            return raw.isoformat()
        case _:
            needed, fits = "words between quotes are", isinstance(raw, str)
    if not fits:
        match raw:
            case str():
                shown = quoted(raw)
            case list() | dict():
                shown = "a list or table"
            case _:
                shown = str(raw).lower()
        raise ValueError(f"{needed} needed here, not {shown}")
    return raw
