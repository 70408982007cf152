"""Tables with a row for each figure: period, area, numerator and denominator stand in columns of their own."""

from __future__ import annotations

import re
from decimal import Decimal

from boardtui.domain.records.text import same_key
from boardtui.domain.records.types import LINE_LIMIT
from boardtui.exchange.sheets import meanings
from boardtui.exchange.sheets.asking import Answers, Notices
from boardtui.exchange.sheets.columns import IGNORED, KEPT, TableMapping
from boardtui.exchange.sheets.drafts import REFUSED, SKIPPED, Draft, NotAdded, TableRead
from boardtui.exchange.sheets.figures.by_period import put_target
from boardtui.exchange.sheets.figures.figure_parts import COMPARATOR, TARGETS, is_wide_area
from boardtui.exchange.sheets.figures.kpi_rows import comparator, number_of, read_manner, read_unit, reading
from boardtui.exchange.sheets.figures.periods import Periods, is_within_a_year, is_year
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sheets.kinds import body_cells
from boardtui.exchange.sheets.rows import RECORD, SheetRow, rows_of
from boardtui.exchange.sheets.values import figure_words, is_no_figure
from boardtui.exchange.sheets.vocabulary import rank
from boardtui.exchange.sources.grid import one_line
from boardtui.exchange.sources.watch import Watch

FIGURES = ("value", "numerator", "denominator")
_ENOUGH = 2
_OF_THE_KPI = ("group", "lead", "definition", "source", "unit", "polarity", "frequency")
"""Taken from the first row of a KPI; where a later one says otherwise, that is said of its figure."""
_AREA_CODE = re.compile(
    r"(?:(?:old|new) )?(?:country|region|la|lad|local authority|area|geography|ons|utla)(?: name)? code"
)


class LongTable:
    """Reads one such table."""

    def __init__(self, mapping: TableMapping, answers: Answers, notices: Notices) -> None:
        self._mapping, self._answers, self._notices = mapping, answers, notices
        self._sheet = mapping.table.sheet
        self._find_parts()
        value = mapping.column("value")
        self._percent = value is not None and bool(
            re.search(r"percent|pct|%", f"{value.plain} {value.words} {value.hint}")
        )
        self._period_columns = self._find_period()
        self._areas = mapping.columns("area")
        self._area_column = self._finest()
        self._within: set[str] = set()
        self._area: str | None = None
        self._drafts: dict[tuple[str, str], Draft] = {}

    def read(self, read: TableRead, watch: Watch) -> TableRead:
        """Read its rows into the records they come to."""
        rows = list(rows_of(self._mapping))
        read.seen = len(rows)
        if self._area_column is not None:
            at = self._sheet.cell(self._area_column.row, self._area_column.column)
            self._area = self._notices.ask(
                "area", at, answer=self._answers.get("area"), within=self._mapping.table.id, key=("area",)
            )
            self._within = self._areas_around(rows)
        periods = Periods(self._mapping, self._answers, self._notices)
        for row in watch.over("Reading rows", rows):
            out = self._row(row, periods, read)
            if out is not None:
                outcome, reason = out
                words = "; ".join(cell.text for cell in list(row.cells.values())[:6])
                read.not_added.append(NotAdded(self._sheet.row(row.number), outcome, reason, words, row.number))
        read.drafts = list(self._drafts.values())
        self._keep_the_rest()
        return read

    def _row(self, row: SheetRow, periods: Periods, read: TableRead) -> tuple[str, str] | None:
        """Enter one figure.

        Returns:
            Why it was not entered; None where it was.
        """
        if row.what != RECORD:
            return (REFUSED if row.what == "no_title" else SKIPPED), row.what
        whose = self._whose(row)
        if whose is None:
            return SKIPPED, "other_area"
        if self._area_column is not None and self._area is None:
            return REFUSED, "unanswered"
        figures, at = self._figures(row)
        if not figures:
            return SKIPPED, "no_figure"
        period = self._period(row, periods)
        if not period:
            return REFUSED, "unanswered"
        draft = self._draft(row)
        if whose:
            child = Draft("comparator", self._sheet.row(row.number), row.number)
            child.put("title", whose, at)
            child.put("year", period, at)
            child.put("value", figures.get("value", ""), at)
        else:
            if any(each.kind == "reading" and each.values["period"] == period for each in draft.children):
                # Rows of one KPI and period differ in something that only a person knows.
                self._notices.ask("area", self._mapping.table.first_cell, within=self._mapping.table.id)
                return REFUSED, "unanswered"
            child = reading(draft, row.number, period, at=at, **figures)
            child.at = self._sheet.row(row.number)
            self._note(child, row)
            self._put_targets(draft, row, period)
        draft.children.append(child)
        if not whose:
            self._compare(draft, row, period)
        read.readings.append((row.number, child))
        return None

    def _compare(self, draft: Draft, row: SheetRow, period: str) -> None:
        """Enter what stands beside a figure of the board's own, of the same period unless its heading says another."""
        for heading in self._mapping.columns(COMPARATOR):
            cell, at = self._sheet.shared(row.number, heading.column), self._sheet.cell(row.number, heading.column)
            if cell.text:
                words = figure_words(cell, percent=self._is_percent(draft))
                draft.children.append(comparator(draft, row.number, heading, words, at=at, year=period))

    def _period(self, row: SheetRow, periods: Periods) -> str:
        """The period of a row: of one column, or of one for the year and one for its month or quarter."""
        column, within_year = self._period_columns
        if column is None:
            return ""
        cell, at = self._sheet.shared(row.number, column.column), self._sheet.cell(row.number, column.column)
        within = self._sheet.shared(row.number, within_year.column) if within_year is not None else None
        if within is not None and within.text:
            return periods.of_words(f"{one_line(within.text)} {one_line(cell.text)}", at)
        academic = any("academic" in each.text.casefold() for each in row.cells.values())
        return periods.of_cell(cell, at, academic=academic)

    def _find_period(self) -> tuple[ColumnHeading | None, ColumnHeading | None]:
        """The column of periods; or that of years, and one beside it for the month or quarter that is meant."""
        said = [each for each in self._mapping.table.headings if rank("kpi", "period", each.plain) is not None]
        bare = [each for each in said if all(map(is_within_a_year, body_cells(self._mapping.table, each.column)))]
        years = [each for each in said if all(map(is_year, body_cells(self._mapping.table, each.column)))]
        if not bare or not years:
            return self._mapping.column("period"), None
        for each in (*self._mapping.columns("period"), bare[0], years[0]):
            self._mapping.fields[each.column] = "period" if each in (bare[0], years[0]) else KEPT
        return years[0], bare[0]

    def _draft(self, row: SheetRow) -> Draft:
        names = {name: self._mapping.column(name) for name in ("ref", "title")}
        words = {
            name: one_line(self._sheet.shared(row.number, heading.column).text) if heading is not None else ""
            for name, heading in names.items()
        }
        key = (same_key(words["ref"]), same_key(words["title"]))
        if key not in self._drafts:
            draft = Draft("kpi", self._sheet.row(row.number), row.number)
            draft.headings = frozenset(each.name for each in self._mapping.table.headings)
            for name, heading in names.items():
                if heading is not None:
                    draft.put(name, words[name], self._sheet.cell(row.number, heading.column))
            if not read_unit(self._mapping, draft, row.number) and self._percent:
                draft.put("unit", "percent", draft.at)
            read_manner(self._mapping, draft, row.number, self._notices)
            for name in ("group", "lead", "definition", "source"):
                heading = self._mapping.column(name)
                if heading is not None:
                    at = self._sheet.cell(row.number, heading.column)
                    draft.put(name, one_line(self._sheet.shared(row.number, heading.column).text), at)
            self._drafts[key] = draft
        return self._drafts[key]

    def _put_targets(self, draft: Draft, row: SheetRow, period: str) -> None:
        """The targets of a row, from its period on."""
        for name in TARGETS:
            heading = self._mapping.column(name)
            cell = self._sheet.shared(row.number, heading.column) if heading is not None else None
            if heading is not None and cell is not None and cell.text and cell.text not in meanings.NOTHING_WORDS:
                words = figure_words(cell, percent=self._is_percent(draft))
                put_target(draft, row.number, period, name, words, at=self._sheet.cell(row.number, heading.column))

    def _is_percent(self, draft: Draft) -> bool:
        return self._percent or draft.values.get("unit") == "percent"

    def _figures(self, row: SheetRow) -> tuple[dict[str, str], str]:
        found, first = {}, ""
        heading = self._mapping.column("unit")
        unit = self._sheet.shared(row.number, heading.column).text if heading is not None else ""
        for name in FIGURES:
            column = self._mapping.column(name)
            cell = self._sheet.shared(row.number, column.column) if column is not None else None
            if column is None or cell is None or not cell.text:
                continue
            percent = name == "value" and (self._percent or unit.strip().casefold() in ("%", "percent", "percentage"))
            words = figure_words(cell, percent=percent)
            at = self._sheet.cell(row.number, column.column)
            if is_no_figure(words):
                self._notices.flag(at, "not_a_figure", words)
            found[name] = words
            first = first or at
        return found, first

    def _note(self, child: Draft, row: SheetRow) -> None:
        heading = self._mapping.column("commentary")
        if heading is not None and (words := one_line(self._sheet.shared(row.number, heading.column).text)):
            child.put("note", words, self._sheet.cell(row.number, heading.column))

    # Areas

    def _finest(self) -> ColumnHeading | None:
        """The column that tells the areas apart; None where there is but one area.

        Rows of a region, or of the country, may leave empty what names a council.
        """
        sheet, (_, left, _, right) = self._sheet, self._mapping.table.area
        body = [row for row in self._mapping.table.body if sheet.filled(row, left, right)]
        ranked = [(rank("kpi", "area", each.plain) or 0, each) for each in self._areas]
        several = [(best, each) for best, each in ranked if len({sheet.at(row, each.column).text for row in body}) > 1]
        several = [pair for pair in several if "level" not in pair[1].plain and "type" not in pair[1].plain] or several
        return min(several, key=lambda pair: (pair[0], pair[1].column))[1] if several else None

    def _areas_around(self, rows: list[SheetRow]) -> set[str]:
        """What the rows of the board's own area say that it lies in."""
        if self._area is None or self._area_column is None:
            return set()
        own = same_key(self._area)
        column = self._area_column.column
        return {
            same_key(self._sheet.at(row.number, each.column).text)
            for row in rows
            if same_key(self._sheet.at(row.number, column).text) == own
            for each in self._areas
            if each is not self._area_column
        } - {""}

    def _whose(self, row: SheetRow) -> str | None:
        """Whose figure it is: "" for the board's own area, the name of an area it lies in, None for any other."""
        if self._area_column is None or self._area is None:
            return ""
        words = one_line(self._sheet.at(row.number, self._area_column.column).text)
        if same_key(words) == same_key(self._area):
            return ""
        if words:
            return words if same_key(words) in self._within or is_wide_area(words) else None
        others = [each for each in self._areas if each is not self._area_column]
        others = [each for each in others if "level" not in each.plain and "type" not in each.plain]
        for heading in sorted(others, key=lambda each: each.plain.startswith("country")):
            name = one_line(self._sheet.at(row.number, heading.column).text)
            if name:
                return name if same_key(name) in self._within or is_wide_area(name) else None
        return None

    # Columns

    def _find_parts(self) -> None:
        """Find numerator and denominator among columns of numbers by what follows from them."""
        mapping = self._mapping
        value = mapping.column("value")
        if value is None or mapping.column("numerator") is not None:
            return
        body = list(mapping.table.body)[:300]
        numbers: dict[int, dict[int, Decimal]] = {}
        for heading in mapping.table.headings:
            if mapping.fields[heading.column] == KEPT or heading is value:
                found = {
                    row: n for row in body if (n := number_of(self._sheet.at(row, heading.column).text)) is not None
                }
                if len(found) >= _ENOUGH:
                    numbers[heading.column] = found
        stated = numbers.pop(value.column, {})
        for above, tops in numbers.items():
            for below, bottoms in numbers.items():
                rows = [row for row in stated if row in tops and bottoms.get(row)]
                agree = sum(abs(tops[row] / bottoms[row] * 100 - stated[row]) < Decimal("0.6") for row in rows)
                moving = any(tops[row] for row in rows)
                if above != below and len(rows) >= _ENOUGH and moving and agree * 5 >= len(rows) * 4:
                    mapping.fields[above], mapping.fields[below] = "numerator", "denominator"
                    return

    def _words(self, row: int, heading: ColumnHeading) -> str:
        return one_line(self._sheet.shared(row, heading.column).text)

    def _keep_the_rest(self) -> None:
        """Keep on the KPI what all rows of its own say alike, and beside each figure what differs from row to row."""
        mapping = self._mapping
        for heading in [each for name in _OF_THE_KPI for each in mapping.columns(name)]:
            for draft in self._drafts.values():
                first = self._words(draft.row, heading)
                for child in draft.children:
                    if child.kind == "reading" and (words := self._words(child.row, heading)) != first:
                        _say_of_figure(draft, child, heading.name, words)
        for heading in mapping.columns(KEPT):
            said = False
            for draft in self._drafts.values() if not _AREA_CODE.fullmatch(heading.plain) else ():
                own = [each for each in draft.children if each.kind == "reading"] or draft.children
                each_says = [self._words(child.row, heading) for child in own]
                if len(set(each_says)) == 1:
                    draft.keep(heading.name, each_says[0])
                elif own[0].kind == "reading":
                    for child, words in zip(own, each_says, strict=True):
                        _say_of_figure(draft, child, heading.name, words)
                said = said or any(each_says)
            if not said:
                mapping.fields[heading.column] = IGNORED


def _say_of_figure(draft: Draft, child: Draft, heading: str, words: str) -> None:
    """Put what a row says beside its figure into the note of that; what is too long for a note is kept on the KPI."""
    if not words or words in meanings.NOTHING_WORDS:
        return
    note = "; ".join(filter(None, (str(child.values.get("note", "")), f"{heading}: {words}")))
    if len(note) <= LINE_LIMIT:
        child.values["note"] = note
        child.places.setdefault("note", child.at)
    else:
        draft.keep(f"{heading} ({child.values['period']})", words)
