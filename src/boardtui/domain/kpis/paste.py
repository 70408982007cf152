"""Figures copied from a spreadsheet, each given to the KPI that its row names.

A row is matched by its ref, else by its title. Only where nothing names the KPIs does its place count, and then only as
far as the first empty row: what stands after a gap in a sheet need not stand after the same gap on the board.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.entry import Line, as_stated
from boardtui.domain.kpis.paste_columns import (
    FIELD_OF,
    TO_DATE,
    Columns,
    GridPlace,
    Role,
    names_of,
    read_cells,
    read_columns,
)
from boardtui.domain.records.kpis import Series
from boardtui.domain.records.text import one_line, same_key


@immutable
class LeftOut:
    """A pasted row that is not filled in.

    Attributes:
        words: what names it, as it was pasted.
        figures: the figures in it.
        why: the reason, as a part of a sentence.
    """

    words: str
    figures: str
    why: str


@immutable
class Pasted:
    """What pasted cells come to.

    Attributes:
        lines: each line that would change, with what would stand in it.
        left_out: the rows with figures that no line takes.
        same: how many rows say what stands there already.
        said: what was made of the columns, as sentences.
    """

    lines: Sequence[tuple[Line, dict[str, str]]]
    left_out: Sequence[LeftOut]
    same: int = 0
    said: Sequence[str] = ()

    @property
    def why_nothing(self) -> str:
        """Why nothing is filled in, where that is so."""
        if not self.left_out:
            return "Nothing was filled in: what was pasted stands here already."
        some = "; ".join(f"{each.words} {each.figures}: {each.why}" for each in self.left_out[:2])
        more = f"; and {len(self.left_out) - 2} more" if len(self.left_out) > 2 else ""
        return one_line(f"Nothing was filled in. {some}{more}.")


def match_paste(text: str, place: GridPlace) -> Pasted:
    """Find out which figures of a pasted text belong to which line; an empty cell leaves its place alone.

    Raises:
        BoardError: the columns do not tell what they hold; the sentence says what to copy instead.
    """
    rows, columns = read_columns(read_cells(text), place)
    if Role.REF in columns.roles or Role.MEASURE in columns.roles:
        return _by_name(rows, columns, place)
    return _by_position(rows, columns, place)


def _by_name(rows: list[list[str]], columns: Columns, place: GridPlace) -> Pasted:
    taken: dict[str, list[tuple[Line, dict[str, str], LeftOut]]] = {}
    left_out: list[LeftOut] = []
    for row in rows:
        cells: dict[Role, str] = {
            role: cell for role, cell in zip(columns.roles, row, strict=False) if cell and role is not Role.OTHER
        }
        stated = {FIELD_OF[role]: cell for role, cell in cells.items() if role in FIELD_OF}
        if not any(name != "note" for name in stated):
            continue
        found = _line_of(cells.get(Role.REF, ""), cells.get(Role.MEASURE, ""), place.lines, columns.series)
        if isinstance(found, str):
            left_out.append(_left(cells, stated, found))
        else:
            taken.setdefault(found.key, []).append((found, stated, _left(cells, stated, "")))
    good = []
    for each in taken.values():
        if any(stated != each[0][1] for _, stated, _ in each):
            left_out += [LeftOut(left.words, left.figures, "stands in more than one pasted row") for _, _, left in each]
        else:
            good.append(each[0][:2])
    return _filled(good, left_out, place, columns)


def _left(cells: Mapping[Role, str], stated: Mapping[str, str], why: str) -> LeftOut:
    words = " ".join(filter(None, (cells.get(Role.REF), cells.get(Role.MEASURE))))
    return LeftOut(words, figures_words(stated), why)


def figures_words(stated: Mapping[str, str]) -> str:
    """The figures of a line or row on one line: `45 / 50 90%`; empty without any."""
    parts = " / ".join(filter(None, (stated.get("numerator"), stated.get("denominator"))))
    return " ".join(filter(None, (parts, stated.get("value"))))


def _line_of(ref: str, measure: str, lines: Sequence[Line], series: Series | None) -> Line | str:
    """The one line that a ref or a title means, or why there is none."""
    by_title = [line for line in lines if measure and same_key(measure) in names_of(line)]
    if not ref:
        return _one(by_title, measure, series, "title")
    by_ref = [line for line in lines if line.kpi.ref and same_key(line.kpi.ref) == same_key(ref)]
    if not by_ref:
        return "no KPI entered here has this ref"
    both = [line for line in by_ref if line in by_title]
    if by_title and not both:
        return f"the measure is that of {by_title[0].kpi.ref or by_title[0].title}, the ref is not"
    return _one(both or by_ref, measure, series, "ref")


def _one(found: Sequence[Line], measure: str, series: Series | None, by: str) -> Line | str:
    """The line among those of one ref or title: a KPI with a figure to date has two."""
    if not found:
        return f"no KPI entered here has this {by}"
    if len({line.first.record.id for line in found}) > 1:
        return f"more than one KPI here has this {by}"
    exact = [line for line in found if same_key(line.title) == same_key(measure)] if len(found) > 1 else []
    if len(found) > 1 and not exact:
        series = series or (Series.CURRENT if TO_DATE.search(measure) else None)
        if series is None:
            return "it has a line for the period and one to date, and the row does not say which"
    left = exact or [line for line in found if series in (None, line.series)]
    return left[0] if left else "it has no figure to date here"


def _by_position(rows: list[list[str]], columns: Columns, place: GridPlace) -> Pasted:
    start = next((number for number, line in enumerate(place.lines) if line.key == place.at), 0)
    good: list[tuple[Line, dict[str, str]]] = []
    left_out: list[LeftOut] = []
    gap = False
    for number, row in enumerate(rows):
        cells = zip(columns.roles, row, strict=False)
        stated = {FIELD_OF[role]: cell for role, cell in cells if cell and role in FIELD_OF}
        gap = gap or not stated
        if not gap and start + number < len(place.lines):
            good.append((place.lines[start + number], stated))
        elif stated:
            why = "it stands after an empty row: copy the refs too" if gap else "there is no KPI left"
            left_out.append(LeftOut(f"row {number + 1}", figures_words(stated) or stated["note"], why))
    return _filled(good, left_out, place, columns)


def _filled(
    good: Sequence[tuple[Line, Mapping[str, str]]], left_out: Sequence[LeftOut], place: GridPlace, columns: Columns
) -> Pasted:
    lines = []
    for line, cells in good:
        before = place.draft(line)
        # A value that stood beside other parts is not that of the new ones.
        parts_only = "value" not in cells and ("numerator" in cells or "denominator" in cells)
        stated = as_stated(line, place.period, {**before, **({"value": ""} if parts_only else {}), **cells})
        if stated != before:
            lines.append((line, stated))
    order = {line.key: number for number, line in enumerate(place.lines)}
    lines.sort(key=lambda each: order[each[0].key])
    return Pasted(lines, left_out, len(good) - len(lines), columns.said)
