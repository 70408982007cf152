"""Reading the records of a plan: everything is checked before anything is made of it."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from boardtui.domain.errors import BoardError, InvalidValue, quoted
from boardtui.domain.records.declare import identity_for, unknown_field, validate
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Kind
from boardtui.domain.records.text import one_line, tidy_line
from boardtui.domain.records.types import Look
from boardtui.exchange.plan import (
    KEY,
    SERIES_TABLES,
    THE_BOARD,
    NameBook,
    name_field,
    period_key,
    table_kinds,
    written_fields,
)
from boardtui.settings.toml_files import UnreadableFileError, parse_toml

Path = tuple[str | int, ...]

# In a file that is known to be good TOML these are all that can hide or continue a statement: the four sorts of
# text, comments, and brackets that reach over several lines.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|[\[\]{}]|\n",
    re.DOTALL,
)
_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
_KEY = re.compile(rf"[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=")
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*\]")


def line_of(text: str, path: Path) -> int | None:
    """The line on which a value begins, or the table that holds it.

    Args:
        text: a good TOML document.
        path: names and indices that lead to the value, such as `("action", 2, "due")`.

    Returns:
        The number of the line from 1, or None where nothing of the path is found.
    """
    lines = _lines(text)
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _lines(text: str) -> dict[Path, int]:
    """The line of each table and value that stands on a line of its own."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            table = _within_last(_names(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table] - 1)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = table
            for name in _names(key[1]):
                path = (*path, name)
                found.setdefault(path, number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each line on which a statement can begin, with its number."""
    lines = text.split("\n")
    yield 1, lines[0]
    number, depth = 1, 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "\n":
                number += 1
                if not depth:
                    yield number, lines[number - 1]
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case longer:
                number += longer.count("\n")


def _names(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key, with their quotes read as TOML reads them."""
    names: tuple[str, ...] = ()
    level: Any = tomllib.loads(f"{dotted}=0")
    while isinstance(level, dict):
        name, level = next(iter(level.items()))
        names = (*names, name)
    return names


def _within_last(names: tuple[str, ...], counts: dict[Path, int]) -> Path:
    """The path of a header: a table within an array belongs to the last one of the array so far."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if path in counts and position < len(names) - 1:
            path = (*path, counts[path] - 1)
    return path


READING = KINDS["reading"]
NOT_RECORDS = ("format", "board", "then")


@dataclass(slots=True)
class Table:
    """One record as the plan writes it.

    Attributes:
        path: where it stands in the document.
        raw: the fields as written.
        known: values that its place says, such as the KPI of a reading.
        identity: its id, or "" while its key fields are not read.
        key: what it is called in links, if it has such a name.
    """

    path: Path
    kind: Kind
    raw: Mapping[str, Any]
    known: Mapping[str, Any] = field(default_factory=dict)
    identity: str = ""
    key: str = ""


class PlanText:
    """A document that has been parsed, and where things stand in it."""

    def __init__(self, text: str | bytes, name: str) -> None:
        self.name = one_line(name)
        content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        try:
            self.document = parse_toml(content)
        except UnreadableFileError as error:
            if error.line:
                raise BoardError(f"{self.name}, line {error.line}: this is {error.wrong}.") from None
            raise BoardError(f"{self.name}: {error}.") from None
        self._text = content.decode("utf-8-sig")

    def refusal(self, path: Path, reason: object) -> BoardError:
        """The error for something in the document: it names the file and, where it can, the line."""
        line = line_of(self._text, path)
        place = self.name if line is None else f"{self.name}, line {line}"
        sentence = str(reason)
        return BoardError(f"{place}: {sentence}" + ("" if sentence.endswith(".") else "."))

    def twice(self, path: Path, first: Path, what: str) -> BoardError:
        """The error for something that is there twice and must not be."""
        line = line_of(self._text, first)
        return self.refusal(path, f"{what} is there twice" + (f", first on line {line}." if line else "."))

    def tables(self, name: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """The tables of an array, each with its path."""
        array = self.document.get(name, [])
        how = f"Write each {name} as [[{name}]]"
        if not isinstance(array, list):
            raise self.refusal((name,), f"{name} is a list of tables. {how}")
        for index, raw in enumerate(array):
            yield (name, index), self.table((name, index), raw, how)

    def table(self, path: Path, value: Any, how: str) -> Mapping[str, Any]:
        """The value, which has to be a table."""
        if not isinstance(value, dict):
            # Where it is a list of tables, its first one has the heading.
            raise self.refusal((*path, 0), f"a table is needed here. {how}")
        return value


class RecordReader:
    """Turns the tables of a document into changes, and keeps the names that links use."""

    def __init__(self, source: PlanText) -> None:
        self.source = source
        self.names = NameBook()
        self.kinds: dict[str, Kind] = {THE_BOARD: KINDS["board"]}
        self._keys: dict[tuple[str, str], Path] = {}

    def read_all(self) -> tuple[dict[str, Any], tuple[Change, ...]]:
        """The board's own values, and a change for each record in the order of the plan."""
        profile = self.source.table(
            ("board",), self.source.document.get("board", {}), "Write what the board is called under [board]"
        )
        tables = []
        for table in self._tables():  # a KPI gets its id here, before its readings are asked for
            self.introduce(table)
            tables.append(table)
        # A record with key fields can be linked to only when these have given it its id.
        changes: dict[Path, Change] = {}
        first: dict[str, Path] = {}
        for table in sorted(tables, key=lambda table: not table.kind.natural_key):
            change = changes[table.path] = self.change(table)
            if (before := first.setdefault(change.record, table.path)) != table.path:
                raise self.source.twice(table.path, before, f"this {table.kind.label}")
        board = self.change(Table(("board",), KINDS["board"], profile, identity=THE_BOARD))
        return dict(board.values), tuple(changes[table.path] for table in tables)

    def introduce(self, table: Table) -> None:
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

    def change(self, table: Table, *, keep_defaults: bool = False) -> Change:
        """What a table says, with its links followed. What says no more than the default is left out."""
        kind, values = table.kind, dict(table.known)
        known = {each.name for each in written_fields(kind)}
        for name in table.raw:
            if name in known:
                values[name] = self._value(table, name)
            elif name != KEY or not table.key:
                raise self.source.refusal((*table.path, name), unknown_field(kind, name))
        if kind is READING and "period" in values:
            values["period"] = period_key(values["period"])
        if not table.identity:
            if not values.get(kind.owner):
                whose = f'a {kind.label} belongs to a {kind.owner}: say to which, as {kind.owner} = "1.1"'
                raise self.source.refusal(table.path, whose)
            self._identify(table, identity_for(kind, values, ""))
        if not keep_defaults:
            values = {name: value for name, value in values.items() if value != kind.attributes[name].default}
        return Change(table.identity, kind.name, values)

    def _identify(self, table: Table, identity: str) -> None:
        table.identity = identity
        self.kinds[identity] = table.kind
        self.names.add(table.kind, table.key, identity)
        if (own := name_field(table.kind)) in table.raw:
            self.names.add(table.kind, str(self._value(table, own)), identity)

    def _value(self, table: Table, name: str) -> Any:
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

    def _tables(self) -> Iterator[Table]:
        kinds = table_kinds()
        known = [kind.name for kind in kinds]
        for name, value in self.source.document.items():
            if name not in (*NOT_RECORDS, *known):
                reason = f"there is no kind of record {name!r}. There are: {', '.join(known)}."
                if name == READING.name:
                    reason = "readings stand within their KPI, as [kpi.trend] and [kpi.current]."
                raise self.source.refusal((name, 0) if isinstance(value, list) else (name,), reason)
        for kind in kinds:
            nested = SERIES_TABLES if kind.name == READING.owner else {}
            for path, raw in self.source.tables(kind.name):
                table = Table(path, kind, {name: value for name, value in raw.items() if name not in nested})
                yield table
                for place in nested:
                    yield from self._readings(table, place, raw.get(place, {}))

    def _readings(self, kpi: Table, place: str, raw: Any) -> Iterator[Table]:
        path = (*kpi.path, place)
        how = f'Write [{kpi.kind.name}.{place}] and under it lines such as "2018-09" = "97.3%"'
        for period, stated in self.source.table(path, raw, how).items():
            where = (*path, period)
            if period in READING.attributes:
                raise self.source.refusal(where, f"{period!r} is no period. {how}")
            figure = stated if isinstance(stated, dict) else {"value": stated}
            said = {READING.owner: kpi.identity, "series": SERIES_TABLES[place]}
            if twice := [name for name in ("period", *said) if name in figure]:
                raise self.source.refusal(where, f"the place of a reading says its {twice[0]}: leave it out")
            yield Table(where, READING, {"period": period, **figure}, said)


def _as_written(look: Look, raw: Any) -> Any:
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
