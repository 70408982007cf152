"""Making records of the rows of a table: each cell read for what its column is, and nothing dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.sheets import meanings
from boardtui.exchange.sheets.ambitions import Ambitions, named_ambition
from boardtui.exchange.sheets.asking import Answers, Notices
from boardtui.exchange.sheets.columns import CHECKED, IGNORED, KEPT, MILESTONE_FIELDS, TableMapping, mapped_as
from boardtui.exchange.sheets.drafts import REFUSED, Draft, Named, NotAdded, TableRead
from boardtui.exchange.sheets.figures.kpi_rows import KpiRows
from boardtui.exchange.sheets.figures.long_table import LongTable
from boardtui.exchange.sheets.figures.periods import whole_period
from boardtui.exchange.sheets.headings import ColumnHeading, bare_word
from boardtui.exchange.sheets.milestones import Beside, put_beside, take_milestones
from boardtui.exchange.sheets.risk_scores import Scores
from boardtui.exchange.sheets.rows import CONTINUATION, SheetRow, not_added, rows_of, said_below
from boardtui.exchange.sheets.values import (
    DATE_FIELDS,
    Dates,
    Money,
    People,
    bullets,
    colour_word,
    is_ref_date,
    labelled_parts,
    read_rating,
    unwrapped,
)
from boardtui.exchange.sources.grid import Sheet, SheetCell, one_line
from boardtui.exchange.sources.watch import Watch

TEXT_FIELDS = (
    *("commentary", "description", "note", "measure", "difference", "contingency", "narrative", "achievements"),
    *("definition", "recommendation"),
)
_LINE_FIELDS = ("lead", "owner", "category", "group", "made_by", "source", "year", "unit", "frequency")
_PEOPLE = ("lead", "owner", "made_by")
_PASSED_OVER = ("kind", "period", "area", "ambition", IGNORED, CHECKED)


@dataclass(slots=True)
class Context:
    """What reading needs to know beside the table."""

    board: Board
    answers: Answers
    notices: Notices
    watch: Watch = field(default_factory=Watch)


class RowReader:
    """Reads the rows of one table as records of one kind."""

    def __init__(self, mapping: TableMapping, context: Context) -> None:
        self.mapping, self.context = mapping, context
        self.sheet: Sheet = mapping.table.sheet
        answers, notices = context.answers, context.notices
        self.dates = Dates(mapping, answers, notices)
        self.scores = Scores(mapping, context.board, answers, notices) if mapping.kind == "risk" else None
        self.money = Money(mapping, answers, notices) if mapping.kind == "budget_line" else None
        self.kpis = KpiRows(mapping, answers, notices) if mapping.kind == "kpi" else None
        self.beside = Beside(mapping, self.dates)
        self.people = People(mapping.table, [each.column for name in _PEOPLE for each in mapping.columns(name)])
        self.by_colour: list[int] = []
        # What belongs to a mitigation is read once that is there.
        self._in_order = sorted(
            mapping.table.headings, key=lambda each: mapping.fields[each.column].startswith("mitigation ")
        )
        self._kept_headings = frozenset(each.name for each in mapping.table.headings) | {"Section"}

    def draft(self, row: SheetRow) -> Draft:
        """The record that a row says."""
        draft = Draft(self.mapping.kind or "", self.sheet.row(row.number), row.number, headings=self._kept_headings)
        for heading in self._in_order:
            cell = self.sheet.shared(row.number, heading.column)
            if (cell.text or cell.fill) and not self._is_said_beside(row.number, heading.column):
                self._take(draft, row.number, heading, cell)
        if self.money is not None:
            self.money.finish(draft, draft.at)
        if self.scores is not None:
            self.scores.read(draft, row.number)
        if self.kpis is not None:
            self.kpis.read(draft, row.number, row.section)
        if row.section:
            self._section(draft, row)
        self._settle_first_date(draft)
        return draft

    def _is_said_beside(self, row: int, column: int) -> bool:
        """Whether a cell is covered by one that is merged over it from the left, which says its words already."""
        area = self.sheet.merge_at(row, column) if self.sheet.merged else None
        return area is not None and area[1] < column and self.mapping.fields[column] == KEPT

    def _settle_first_date(self, draft: Draft) -> None:
        """What was never revised is due when it was due at first, also where a kind has no field for that."""
        first = draft.values.get("original_due")
        if first is None:
            return
        if "due" not in draft.values:
            draft.put("due", first, draft.places["original_due"])
        elif not KINDS[draft.kind].has("original_due"):
            draft.keep(next(each.name for each in self.mapping.columns("original_due")), str(first))
        if not KINDS[draft.kind].has("original_due"):
            del draft.values["original_due"]

    def add_line(self, draft: Draft, row: SheetRow) -> None:
        """Add the words of a row that continues a record."""
        if (said := said_below(row.cells)) is not None:
            self._say_below(draft, said["label"], said["words"])
            return
        more = Draft(draft.kind, draft.at, row.number, headings=draft.headings)
        if self.kpis is not None and self.mapping.part in row.cells:
            self.kpis.read_figures(draft, row.number)
        for column, cell in row.cells.items():
            heading = next(each for each in self.mapping.table.headings if each.column == column)
            if self.mapping.fields[column] not in ("title", "text", "ref"):
                self._take(more, row.number, heading, cell)
        for each in more.beside if "lead" in more.values else ():
            each.put("lead", more.values["lead"], more.places["lead"])  # of the milestone in its row
        if more.beside:
            more.values.pop("lead", None)
        for name, value in more.values.items():
            before = draft.values.get(name)
            if before is None:
                draft.put(name, value, more.places[name])
            elif name in TEXT_FIELDS or name == "outcome":
                draft.values[name] = f"{before}\n{value}"
            elif name in _LINE_FIELDS:
                goes_on = re.search(r"(?:[/&,;+-]|\band)$", str(before))
                draft.values[name] = f"{before} {value}" if goes_on or name not in _PEOPLE else f"{before}; {value}"
            elif str(before) != str(value):
                heading_name = next(h.name for h in self.mapping.columns(name))
                more.keep(heading_name, str(value))
        order = {each.name: each.column for each in self.mapping.table.headings}
        draft.kept += sorted(more.kept, key=lambda each: order.get(each[0], 0))  # as the line has them
        draft.beside += more.beside
        draft.children += more.children

    def _say_below(self, draft: Draft, label: str, words: str) -> None:
        name = next((each for each in ("commentary", "note") if KINDS[draft.kind].has(each)), "")
        if not name:
            draft.keep(label.capitalize(), words)
            return
        before = str(draft.values.get(name, ""))
        draft.put(name, "\n".join(filter(None, (before, unwrapped(words)))), draft.places.get(name, draft.at))

    def _section(self, draft: Draft, row: SheetRow) -> None:
        if self.mapping.kind == "kpi" and whole_period(row.section) is not None:
            return
        if self.mapping.kind == "kpi" and "group" not in draft.values:
            draft.put("group", row.section, row.section_at)
        else:
            draft.keep("Section", row.section)

    def _take(self, draft: Draft, row: int, heading: ColumnHeading, cell: SheetCell) -> None:
        name, at = self.mapping.fields[heading.column], self.sheet.cell(row, heading.column)
        notices = self.context.notices
        if name in ("rag", "progress") or (name == "done" and cell.text):
            self._status(draft, row, heading, name)
            return
        if not cell.text:
            if name == KEPT and (colour := colour_word(self.sheet, row, heading)):
                draft.keep(heading.name, colour)
            return
        if name in _PASSED_OVER or name.startswith(("current", "inherent", "target")):
            return
        if self.kpis is not None and self.kpis.takes(name):
            return
        if name in MILESTONE_FIELDS and self.beside.take(draft, row, heading.column):
            return
        if name in (KEPT, *MILESTONE_FIELDS):
            self._keep(draft, heading, cell, at)
        elif name == "ref":
            if is_ref_date(cell):
                notices.flag(at, "ref_is_date", cell.text)
            draft.put("ref", one_line(cell.text), at)
        elif name == "links":
            draft.linked.append((heading.name, cell.text))
        elif name in ("title", "text"):
            self._title(draft, name, cell, at)
        elif name == "mitigation due":
            self._of_mitigation(draft, "due", self.dates.read(row, heading.column), heading, at)
        elif name in ("mitigation owner", "mitigation progress"):
            self._of_mitigation(draft, name.removeprefix("mitigation "), one_line(cell.text), heading, at)
        elif name == "mitigation":
            if cell.text not in meanings.NOTHING_WORDS:
                self._mitigate(draft, row, cell, at)
        elif name in DATE_FIELDS:
            self._date(draft, row, heading, name, at)
        elif name == "response":
            self._response(draft, heading, cell, at)
        elif name == "state":
            self._state(draft, heading, cell, at)
        elif self.money is not None and self.money.takes(name):
            self.money.read(draft, name, heading, cell, at)
        elif name in TEXT_FIELDS:
            self._text(draft, name, heading, cell, at)
        else:
            words = self.people.in_cell(cell) if name in _PEOPLE else one_line(cell.text)
            if words not in meanings.NOTHING_WORDS:
                draft.put(name, words, at)

    def _text(self, draft: Draft, name: str, heading: ColumnHeading, cell: SheetCell, at: str) -> None:
        if cell.text.casefold() in meanings.NOTHING_WORDS:
            return
        words = unwrapped(cell.text)
        if name in draft.values:
            draft.keep(heading.name, words)
        else:
            draft.put(name, words, at)

    def _keep(self, draft: Draft, heading: ColumnHeading, cell: SheetCell, at: str) -> None:
        if re.search(r"\bref(?:erence)?\b", heading.plain) and is_ref_date(cell):
            self.context.notices.flag(at, "ref_is_date", cell.text)
        if cell.font:
            self.context.notices.flag(at, "symbol_font", cell.text)
        if cell.text.casefold() not in meanings.NOTHING_WORDS:
            draft.keep(heading.name, cell.text)

    def _title(self, draft: Draft, name: str, cell: SheetCell, at: str) -> None:
        if self.mapping.kind == "ambition" and self.mapping.column("ref") is None:
            named = named_ambition(cell.text, at)
            if named.ref and named.title:  # as actions name it
                draft.put("ref", named.ref, at)
                draft.put(name, named.title, at)
                return
        parts = labelled_parts(cell.text) if self.mapping.kind == "risk" else {}
        title = next((parts.pop(each) for each in ("risk", "event") if parts.get(each)), "")
        if not title:
            draft.put(name, one_line(cell.text), at)
            return
        draft.put(name, title, at)
        words = [text if len(parts) == 1 else f"{label.capitalize()}: {text}" for label, text in parts.items() if text]
        draft.put("description", "\n".join(words), at)

    def _date(self, draft: Draft, row: int, heading: ColumnHeading, name: str, at: str) -> None:
        value = self.dates.read(row, heading.column)
        draft.put(name, value, at)
        words = one_line(self.sheet.shared(row, heading.column).text)
        # What the sheet says in an order that is not the board's stays beside what it was read as.
        if value and self.dates.month_first and name in ("completed", "raised") and words != value:
            draft.keep(heading.name, words)

    def _status(self, draft: Draft, row: int, heading: ColumnHeading, name: str) -> None:
        cell, at = self.sheet.shared(row, heading.column), self.sheet.cell(row, heading.column)
        word = bare_word(cell.text) if cell.text else ""
        if cell.font and cell.text:
            self.context.notices.flag(at, "symbol_font", cell.text)
        if name == "done":
            draft.put("done", (word.casefold() in meanings.DONE_WORDS or cell.text.casefold() == "[x]"), at)
            draft.keep(heading.name, cell.text)
            return
        if name == "rag":
            rating, kept, coloured = read_rating(
                self.sheet, row, heading.column, self.context.answers, self.context.notices
            )
            if coloured:
                self.by_colour.append(row)
            if rating is not None:
                draft.put("rag", rating.value, at)
            if kept:
                draft.keep(heading.name, kept)
        elif word and word not in meanings.NOTHING_WORDS:
            draft.keep(heading.name, cell.text)
        if (progress := meanings.PROGRESS_WORDS.get(word.casefold())) and draft.kind in ("action", "milestone"):
            draft.put("progress", progress.value, at)

    def _response(self, draft: Draft, heading: ColumnHeading, cell: SheetCell, at: str) -> None:
        response = meanings.RESPONSE_WORDS.get(bare_word(cell.text).casefold().strip(" ."))
        if response is not None:
            draft.put("response", response.value, at)
        else:
            draft.keep(heading.name, cell.text)

    def _state(self, draft: Draft, heading: ColumnHeading, cell: SheetCell, at: str) -> None:
        word = bare_word(cell.text)
        state = meanings.STATE_WORDS.get(word.casefold())
        if state is not None:
            draft.put("state", state.value, at)
            return
        if word not in meanings.NOTHING_WORDS:
            self.context.notices.ask("state", at, word)
            draft.keep(heading.name, cell.text)

    def _mitigate(self, draft: Draft, row: int, cell: SheetCell, at: str) -> None:
        for words in bullets(cell.text):
            child = Draft("mitigation", draft.at, row)
            child.put("title", words, at)
            draft.children.append(child)

    def _of_mitigation(self, draft: Draft, name: str, value: str, heading: ColumnHeading, at: str) -> None:
        """Something of a mitigation: that of the row, or of all its bullets."""
        if not value:
            return
        row = draft.row
        own = [child for child in draft.children if child.kind == "mitigation" and child.row == row]
        if not own:
            draft.keep(heading.name, value)
            return
        left = [each for each in self.mapping.columns("mitigation") if each.column < heading.column]
        near = [child for child in own if left and child.places["title"] == self.sheet.cell(row, left[-1].column)]
        for child in near or own:
            if name == "progress":
                progress = meanings.PROGRESS_WORDS.get(bare_word(value).casefold())
                child.put("progress", progress.value if progress else "", at)
                child.put("progress_words", "" if progress else value, at)
            else:
                child.put(name, value, at)


def read_table(mapping: TableMapping, context: Context) -> TableRead:
    """Read all rows of a table."""
    read = TableRead(mapping)
    if mapping.kind == "kpi" and mapping.long:
        return LongTable(mapping, context.answers, context.notices).read(read, context.watch)
    if mapping.kind == "action":
        take_milestones(mapping, context.answers)
    readers: dict[str | None, RowReader] = {mapping.kind: RowReader(mapping, context)}
    ambitions = Ambitions(mapping, context.board, context.answers, context.notices)
    last: tuple[RowReader, Draft] | None = None
    for row in context.watch.over("Reading rows", rows_of(mapping, ambitions.summary_rows())):
        read.seen += 1
        if row.what == "section":
            ambitions.enter(row)
        if (out := not_added(mapping, row)) is not None:
            if row.what == CONTINUATION and last is not None:
                last[0].add_line(last[1], row)
            elif row.what not in ("empty_numbered", "section", "duplicate_row"):
                last = None if row.what != CONTINUATION else last
            read.not_added.append(out)
            continue
        kind = row.kind or mapping.kind
        if kind not in readers and kind is not None:
            readers[kind] = RowReader(mapped_as(mapping, kind, context.board, context.answers), context)
        reader = readers[kind]
        if kind == "action":
            named, refused = ambitions.of_row(row)
            if refused:
                words = "; ".join(cell.text for cell in list(row.cells.values())[:4])
                read.not_added.append(
                    NotAdded(mapping.table.sheet.row(row.number), REFUSED, "unanswered", words, row.number)
                )
                last = None
                continue
        else:
            named = ambitions.stated(row)
        draft = _drafted(reader, row, named)
        read.drafts.append(draft)
        last = (reader, draft)
    for reader in readers.values():
        _finish(reader, read)
    put_beside(read)
    return read


def _drafted(reader: RowReader, row: SheetRow, named: Named | None) -> Draft:
    draft = reader.draft(row)
    if named is not None:
        draft.ambition = named
        if named.at == row.section_at:
            draft.kept = [each for each in draft.kept if each[0] != "Section"]
    return draft


def _finish(reader: RowReader, read: TableRead) -> None:
    """What can be said only once all rows are read."""
    sheet, mapping = reader.sheet, reader.mapping
    if reader.by_colour and (heading := mapping.column("rag")) is not None:
        area = (reader.by_colour[0], heading.column, reader.by_colour[-1], heading.column)
        reader.context.notices.flag(sheet.address(area), "rating_by_colour")
    if reader.scores is None:
        return
    agreed = reader.scores.finish()
    for heading in mapping.table.headings:
        if not mapping.fields[heading.column].endswith(" product"):
            continue
        agrees = heading.column in agreed
        mapping.fields[heading.column] = CHECKED if agrees else KEPT
        for draft in read.drafts:
            # A product that was not compared with its scores is kept: nothing says that it follows from them.
            if draft.kind == "risk" and not (agrees and (draft.row, heading.column) in reader.scores.compared):
                draft.keep(heading.name, sheet.shared(draft.row, heading.column).text)
