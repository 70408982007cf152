"""Sheets that this program has written, known by their headings: each cell is read for what it was written from."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.board.words import GONE
from boardtui.domain.errors import BoardError, InvalidValue, quoted
from boardtui.domain.records.declare import Attribute, Kind, validate
from boardtui.domain.records.kinds import KINDS, Profile, Record
from boardtui.domain.records.text import same_key
from boardtui.exchange.plan import THE_BOARD, period_key, table_kinds
from boardtui.exchange.returned.documents import DocumentEntry, Returned
from boardtui.exchange.rows import headings, unguarded
from boardtui.exchange.sheets.columns import KEPT, TableMapping
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.header_rows import headings_of
from boardtui.exchange.sources.grid import DATE, Sheet, SheetCell, Source
from boardtui.exchange.workbook import CUT

MOST_TOLD = 10
"""Mistakes. Who has mended these sees the others."""
_LINKS = ("link", "links")


def written_tables(source: Source, board: Board) -> Returned | None:
    """Read the sheets of a file that `export` has written.

    Args:
        source: what was read.
        board: the board they come back to.

    Returns:
        What they say; None where no sheet is one of ours.

    Raises:
        BoardError: a cell says what its field cannot hold; the sentence names the cells.
    """
    first = next((each for each in source.sheets if each.rows), None)
    if first is None:
        return None
    boards = [board, Board(_profile_of(source, board), board.records), Board(Profile(id=""), board.records)]
    tables = [table for sheet in source.sheets if (table := _written_table(sheet, boards)) is not None]
    if not tables:
        return None
    for number, table in enumerate(tables, 1):
        table.table.id = f"T{number}"
    return _Reader(board, tables).read()


def _written_table(sheet: Sheet, boards: list[Board]) -> TableMapping | None:
    """A sheet as a table of ours: all the headings of a kind are there, as one of these boards has them."""
    if sheet.given or not sheet.rows:
        return None
    top = min(sheet.rows)
    over = {column: same_key(cell.text) for column, cell in sheet.filled(top).items()}
    kinds = (*table_kinds(), KINDS["reading"])
    known = [
        (found, kind)
        for kind in kinds
        for each in boards
        if (found := _columns_of(kind, headings(each, kind), over)) is not None
    ]
    if known:
        # What one kind has another may have as well, and more.
        found, kind = max(known, key=lambda each: len(each[0]))
        return _mapping(sheet, top, kind.name, found, max(over))
    if list(over.values()) == ["field", "value"]:
        labels = {same_key(label) for label in headings(boards[0], KINDS["board"]).values()}
        said = [same_key(sheet.at(row, 1).text) for row in sheet.rows if row > top]
        if sum(each in labels for each in said) * 2 > len(said):
            return _mapping(sheet, top, "board", {}, 2)
    return None


def _columns_of(kind: Kind, labels: dict[str, str], over: dict[int, str]) -> dict[int, str] | None:
    """The field of each column; None where a field has none."""
    names = {same_key(label): name for name, label in labels.items()}
    found = {column: names[words] for column, words in over.items() if words in names}
    missing = labels.keys() - found.values()
    if not missing:
        return found if len(over) == len(found) or kind.has("other_words") else None
    # What a board calls its ambitions stands over a column: another board may call them otherwise.
    ours = [name for name in missing if kind.attributes[name].look.kinds == ("ambition",)]
    other = [column for column in over if column not in found]
    if set(ours) == missing and len(ours) == len(other) == 1 and list(labels).index(ours[0]) + 1 == other[0]:
        return found | {other[0]: ours[0]}
    return None


def _mapping(sheet: Sheet, top: int, kind: str, fields: dict[int, str], width: int) -> TableMapping:
    bottom = max(sheet.rows)
    over = headings_of(sheet, [top], 1, width)
    table = SheetTable(sheet, [top], (top, 1, bottom, width), over)
    return TableMapping(table, kind, {each.column: fields.get(each.column, KEPT) for each in over})


def _profile_of(source: Source, board: Board) -> Profile:
    """The board's own words as its sheet says them: other headings follow from them."""
    fields = {same_key(label): name for name, label in headings(board, KINDS["board"]).items()}
    said: dict[str, Any] = {}
    for sheet in source.sheets:
        if [cell.text for cell in sheet.filled(min(sheet.rows, default=1)).values()] == ["Field", "Value"]:
            for row in sheet.rows:
                name = fields.get(same_key(sheet.at(row, 1).text), "")
                if name and KINDS["board"].attributes[name].look.form == "line":
                    said[name] = sheet.at(row, 2).text
    return replace(board.profile, **said)


class _Reader:
    """Reads the rows of all tables; links are followed once it is known what all records are called."""

    def __init__(self, board: Board, tables: list[TableMapping]) -> None:
        self._board, self._tables = board, tables
        self._mistakes: list[str] = []
        self._links: dict[str, dict[str, SheetCell]] = {}
        self._places: dict[str, tuple[TableMapping, int, dict[str, int]]] = {}

    def read(self) -> Returned:
        entries = [entry for table in self._tables for entry in self._rows(table)]
        # What a record belongs to, and what it is about, are parts of its name: they come before what names it.
        for fields in (_owner, _about, self._others):
            entries = self._linked(entries, fields)
        if self._mistakes:
            more = len(self._mistakes) - MOST_TOLD
            told = [
                *self._mistakes[:MOST_TOLD],
                *([f"There {'is' if more == 1 else 'are'} {more} more."] if more > 0 else []),
            ]
            raise BoardError("\n".join(told))
        return Returned(entries, self._tables)

    def _linked(
        self, entries: list[DocumentEntry], fields: Callable[[DocumentEntry], Sequence[str]]
    ) -> list[DocumentEntry]:
        """The entries with what these fields lead to.

        A challenge may be about an item of an agenda, which is called like the action that it is about: what cannot be
        found yet is looked for again, as long as that finds more.
        """
        before, missing = list(self._mistakes), len(entries) * len(KINDS)
        while True:
            self._mistakes = list(before)
            names = _Names(self._as_board(entries), self._board)
            found = [self._followed(each, fields(each), names) for each in entries]
            entries = [
                replace(each, values={**each.values, **links}) for each, links in zip(entries, found, strict=True)
            ]
            left = len(self._mistakes) - len(before)
            if not 0 < left < missing:
                return entries
            missing = left

    def _others(self, entry: DocumentEntry) -> Sequence[str]:
        return [each for each in self._links[entry.identity] if each not in (*_owner(entry), *_about(entry))]

    def _rows(self, table: TableMapping) -> Iterator[DocumentEntry]:
        sheet = table.table.sheet
        if table.kind == "board":
            yield self._profile(table)
            return
        kind = KINDS[table.kind or ""]
        columns = {column: kind.attributes[name] for column, name in table.fields.items() if name != KEPT}
        extra = [each for each in table.table.headings if each.column not in columns and each.parts]
        for row in table.table.body:
            cells = sheet.rows.get(row, {})
            if not any(cell.written for cell in cells.values()):
                continue
            identity = str(uuid.uuid4())
            values: dict[str, object] = {}
            links = self._links[identity] = {}
            for column, field in columns.items():
                cell = sheet.at(row, column)
                if field.look.form in _LINKS:
                    links[field.name] = cell
                elif cell.written or _can_be_emptied(field):
                    values.update(self._value(kind, field, cell, sheet, sheet.cell(row, column)))
            kept = [
                f"{each.name}: {sheet.at(row, each.column).text}" for each in extra if sheet.at(row, each.column).text
            ]
            if kept:
                values["other_words"] = "\n".join(filter(None, (str(values.get("other_words", "")), *kept)))
            self._places[identity] = (table, row, {field.name: column for column, field in columns.items()})
            yield DocumentEntry(kind, identity, values, table, row)

    def _profile(self, table: TableMapping) -> DocumentEntry:
        sheet, kind = table.table.sheet, KINDS["board"]
        fields = {same_key(label): name for name, label in headings(self._board, kind).items()}
        values: dict[str, object] = {}
        links = self._links[THE_BOARD] = {}
        for row in table.table.body:
            name, cell = fields.get(same_key(sheet.at(row, 1).text)), sheet.at(row, 2)
            if name is None:
                continue
            field = kind.attributes[name]
            if field.look.form in _LINKS:
                links[name] = cell
            elif cell.written or _can_be_emptied(field):
                values.update(self._value(kind, field, cell, sheet, sheet.cell(row, 2)))
        self._places[THE_BOARD] = (table, table.table.body.start, {})
        return DocumentEntry(kind, THE_BOARD, values, table, table.table.body.start)

    def _value(self, kind: Kind, field: Attribute, cell: SheetCell, sheet: Sheet, at: str) -> dict[str, object]:
        """What a cell says of a field; nothing where it says nothing, or was cut."""
        words = _written(cell, sheet)
        if words.endswith(CUT):
            return {}
        value: object = words
        match field.look.form:
            case "date" if cell.sort == DATE and cell.moment is not None:
                value = cell.moment.date().isoformat()
            case "period":
                value = period_key(words)
            case "flag":
                value = {"yes": True, "true": True, "no": False, "false": False}.get(words.strip().casefold(), words)
            case "number" if words.lstrip("-").isdigit():
                value = int(words)
            case "choice" if words.casefold() == "not stated":
                value = ""
        try:
            return {field.name: validate(kind.name, field.group, {field.name: value})[field.name]}
        except InvalidValue as error:
            self._mistakes.append(f"{at}: {error}{'' if str(error).endswith('.') else '.'}")
            return {}

    def _followed(self, entry: DocumentEntry, fields: Sequence[str], names: _Names) -> dict[str, object]:
        found: dict[str, object] = {}
        for name in fields:
            cell = self._links.get(entry.identity, {}).get(name)
            if cell is None or not cell.written:
                continue
            field = entry.kind.attributes[name]
            words = _written(cell, self._places[entry.identity][0].table.sheet)
            some = [words] if field.look.form == "link" else words.split(", ")
            try:
                linked = [each for part in some if (each := names.find(part.strip(), field.look.kinds))]
            except BoardError as error:
                table, row, columns = self._places[entry.identity]
                self._mistakes.append(f"{table.table.sheet.cell(row, columns.get(name, 2))}: {error}")
                continue
            if linked:
                found[name] = linked[0] if field.look.form == "link" else tuple(sorted(linked))
        return found

    def _as_board(self, entries: list[DocumentEntry]) -> Board:
        """The records of the file as a board, on which they are called what they are called in links."""
        records: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
        profile: Record = Profile(id=THE_BOARD)
        for number, entry in enumerate(entries, 1):
            record = entry.kind.record(id=entry.identity, created=number, **entry.values)
            if entry.kind.name == "board":
                profile = record
            records[entry.kind.name][entry.identity] = record
        records["board"] = {THE_BOARD: profile}
        assert isinstance(profile, Profile)
        return Board(profile, records)


def _owner(entry: DocumentEntry) -> Sequence[str]:
    return (entry.kind.owner,)


def _about(_entry: DocumentEntry) -> Sequence[str]:
    return ("item",)


def _can_be_emptied(field: Attribute) -> bool:
    """Whether an empty cell says something of a field: that somebody took out the words it has by default."""
    return field.look.form in ("line", "text") and bool(field.default)


def _written(cell: SheetCell, sheet: Sheet) -> str:
    """The words of a cell; in a file of text those that would act in a sheet stand behind an apostrophe."""
    return cell.written if sheet.name else unguarded(cell.written)


class _Names:
    """Finds the record that a link names: among those of the file, else on the board."""

    def __init__(self, theirs: Board, ours: Board) -> None:
        self._theirs, self._ours = theirs, ours
        self._refs: dict[tuple[str, str], list[str]] = {}
        for name, kind in KINDS.items():
            if kind.has("ref"):
                for record in theirs.of_kind(name):
                    ref = same_key(str(getattr(record, "ref", "")))
                    self._refs.setdefault((name, ref), []).append(record.id)
        self._found: dict[str, str] = {}

    def find(self, words: str, kinds: tuple[str, ...]) -> str:
        """The id of the record; "" where it is one that is deleted.

        Raises:
            BoardError: nothing is called so, or several are.
        """
        if words in ("", GONE):
            return ""
        address = f"{kinds[0]}:{words}" if len(kinds) == 1 else words
        if address not in self._found:
            self._found[address] = self._look_up(address)
        return self._found[address]

    def _look_up(self, address: str) -> str:
        kind, _, ref = address.partition(":")
        by_ref = self._refs.get((kind, same_key(ref)), [])
        if len(by_ref) == 1:
            return by_ref[0]
        for board in (self._theirs, self._ours):
            try:
                return lookup(board, address).id
            except BoardError:
                continue
        raise BoardError(f"nothing is called {quoted(address)}, in this file or on the board.")
