"""Cells copied from a spreadsheet: read as it wrote them, and what each of their columns holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum, auto

from boardtui.domain.dates.date_words import quoted
from boardtui.domain.dates.periods import Period, period_of
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.entry import Draft, Line
from boardtui.domain.kpis.headings import field_headed
from boardtui.domain.kpis.readings import figure_of
from boardtui.domain.records.kpis import Series
from boardtui.domain.records.text import same_key, tidy_line

# A cell is quoted only if its quote is closed before the next cell begins: 5" is a cell too.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')


def read_cells(text: str) -> list[list[str]]:
    """The rows and cells that were copied, as a spreadsheet writes them to the clipboard.

    Cells are parted by tabs and rows by line ends; a cell that holds either, or a quote, stands in quotes. The line
    ends inside a cell become spaces. Rows are as long as they were written; empty rows at the end are left out.
    """
    only_returns = "\n" not in text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        found = _CELL.match(text, place)
        assert found is not None  # the empty cell always matches
        inside = found.group(1)
        rows[-1].append(tidy_line(inside.replace('""', '"') if inside is not None else found.group(2)))
        place = found.end()
        if place >= len(text):
            break
        if text[place] == "\n":
            rows.append([])
        place += 1
    while rows and not any(rows[-1]):
        rows.pop()
    # Some terminals pass both letters of a line end on as carriage returns: these are no empty rows in between.
    if only_returns and len(rows) > 1 and not any(any(row) for row in rows[1::2]):
        rows = rows[::2]
    return rows


class Role(Enum):
    """What a column holds."""

    REF = auto()
    MEASURE = auto()
    NUMERATOR = auto()
    DENOMINATOR = auto()
    VALUE = auto()
    NOTE = auto()
    OTHER = auto()


_ROLES = {
    "ref": Role.REF,
    "title": Role.MEASURE,
    "numerator": Role.NUMERATOR,
    "denominator": Role.DENOMINATOR,
    "value": Role.VALUE,
    "commentary": Role.NOTE,
}
_FIGURES = {Role.NUMERATOR: "numerator", Role.DENOMINATOR: "denominator", Role.VALUE: "value"}
FIELD_OF = {**_FIGURES, Role.NOTE: "note"}
TO_DATE = re.compile(r"\b(?:ytd|year to date|to date|rolling|cumulative|last 12 months|12 month)\b", re.IGNORECASE)


@immutable
class GridPlace:
    """Where the cursor of the grid stands: what is filled in where the rows name no KPI.

    Attributes:
        lines: the lines of the grid.
        at: the key of the line under the cursor.
        field: the field under the cursor.
        period: the period that is entered.
        draft: what stands in a line, also what is not saved yet.
    """

    lines: Sequence[Line]
    at: str
    field: str
    period: Period
    draft: Callable[[Line], Draft]


@immutable
class Columns:
    """What each column holds, what to say of that, and the series of the figures where a heading names it."""

    roles: Sequence[Role]
    said: Sequence[str] = ()
    series: Series | None = None


def read_columns(rows: list[list[str]], place: GridPlace) -> tuple[list[list[str]], Columns]:
    """The rows below a heading, and what their columns hold, by the heading or else by what is in them.

    Raises:
        BoardError: the columns do not tell what they hold; the sentence says what to copy instead.
    """
    return _with_heading(rows, place) or (rows, _by_content(rows, place))


def _with_heading(rows: list[list[str]], place: GridPlace) -> tuple[list[list[str]], Columns] | None:
    """The rows below a heading, and what it says of the columns; None where there is none."""
    for number, row in enumerate(rows[:4]):
        known = [_heading_of(cell, place.period) for cell in row]
        if len(rows) > 1 and any(role not in (None, Role.OTHER) for role in known):
            if not any(figure_of(cell).number is not None and period_of(cell) is None for cell in row):
                return rows[number + 1 :], _headed(row, known, rows[number + 1 :], place)
        elif periods := [period.label for cell in row if (period := _period(cell, place.period)) is not None]:
            raise BoardError(_other_period(periods, place.period))
        elif any(figure_of(cell).number is not None for cell in row):
            return None
    return None


def _heading_of(cell: str, period: Period) -> Role | None:
    found = _period(cell, period)
    if found is not None:
        return Role.VALUE if found == period else Role.OTHER
    return _ROLES.get(field_headed(cell))


def _period(cell: str, wanted: Period) -> Period | None:
    """The period a heading names; a bare number is none, and a year is one only where years are entered."""
    found = period_of(cell)
    if found is None or re.fullmatch(r"[0-9.,%£ ]+", cell):
        return None
    return found if found.kind is wanted.kind else None


def _other_period(labels: Sequence[str], wanted: Period) -> str:
    return (
        f"The pasted figures are headed {' and '.join(labels[:3])}, and this is {wanted.label}: nothing was filled in. "
        "Go to that period first."
    )


def _headed(row: list[str], known: list[Role | None], below: list[list[str]], place: GridPlace) -> Columns:
    said = []
    others = [found.label for cell in row if (found := _period(cell, place.period)) and found != place.period]
    here = [at for at, cell in enumerate(row) if _period(cell, place.period) == place.period]
    roles = [role or Role.OTHER for role in known]
    if here:
        # A period says better which figures are meant than a word does.
        roles = [Role.OTHER if role is Role.VALUE and at not in here else role for at, role in enumerate(roles)]
    if not any(role in _FIGURES for role in roles):
        if others:
            raise BoardError(_other_period(others, place.period))
        roles = _only_column_of_figures(roles, below)
        said.append(f"{quoted(row[roles.index(Role.VALUE)])} is taken as the value.")
    twice = [role for role, count in Counter(roles).items() if count > 1 and role is not Role.OTHER]
    if Role.MEASURE in twice:
        twice.remove(Role.MEASURE)
        first = roles.index(Role.MEASURE)
        roles = [Role.OTHER if role is Role.MEASURE and at != first else role for at, role in enumerate(roles)]
    if twice:
        both = " and ".join(quoted(cell) for cell, role in zip(row, roles, strict=True) if role is twice[0])
        raise BoardError(f"{both} could both be the {twice[0].name.lower()}: copy only one of these columns.")
    out = [cell for cell, role in zip(row, roles, strict=True) if role is Role.OTHER and cell]
    if out:
        said.append(f"Left out: {', '.join(quoted(each) for each in out)}.")
    value = next((cell for cell, role in zip(row, roles, strict=True) if role is Role.VALUE), "")
    return Columns(roles, said, Series.PERIOD if here else Series.CURRENT if TO_DATE.search(value) else None)


def _only_column_of_figures(roles: list[Role], below: list[list[str]]) -> list[Role]:
    found = [at for at, role in enumerate(roles) if role is Role.OTHER and _holds_figures(_column(below, at))]
    if len(found) != 1:
        raise BoardError(
            "No column of what was pasted is headed as the figures: head one “Value”, or numerator and denominator."
        )
    return [Role.VALUE if at == found[0] else role for at, role in enumerate(roles)]


def _column(rows: list[list[str]], at: int) -> list[str]:
    return [row[at] for row in rows if at < len(row) and row[at]]


def _holds_figures(cells: list[str]) -> bool:
    """Whether most of some cells are figures, or say why there is none."""
    return sum(1 for cell in cells if not figure_of(cell).problem) * 2 > len(cells)


def names_of(line: Line) -> frozenset[str]:
    """What may stand in one cell for a line: its title, that of its KPI, and either with the ref before it."""
    names = (line.title, line.kpi.title)
    return frozenset(map(same_key, (*names, *(f"{line.kpi.ref} {each}" for each in names if line.kpi.ref))))


def _by_content(rows: list[list[str]], place: GridPlace) -> Columns:
    """What the columns hold, where no heading says so."""
    width = max((len(row) for row in rows), default=0)
    columns = [_column(rows, at) for at in range(width)]
    roles = [Role.OTHER] * width
    refs = {same_key(line.kpi.ref) for line in place.lines if line.kpi.ref}
    titles = {name for line in place.lines for name in names_of(line)}
    for at, cells in enumerate(columns):
        # A single column, or the last one, holds figures: 1.1 is a ref and a figure.
        if at < width - 1 and Role.REF not in roles and _most(cells, refs):
            roles[at] = Role.REF
        elif Role.MEASURE not in roles and any(same_key(cell) in titles for cell in cells):
            roles[at] = Role.MEASURE
    named = Role.REF in roles or Role.MEASURE in roles
    rest = [at for at, role in enumerate(roles) if role is Role.OTHER and columns[at]]
    figures = [at for at in rest if _holds_figures(columns[at])]
    words = [at for at in rest if at not in figures and (not named or (figures and at > figures[-1]))]
    if not named and words not in ([], [width - 1]):
        raise BoardError(
            "What was pasted names no KPI that is entered here, and not all of it is figures: "
            "copy the column of the refs and the headings too."
        )
    for at, role in zip(figures, _figure_roles(rows, figures, place, named=named), strict=True):
        roles[at] = role
    said = []
    if len(words) == 1:
        roles[words[0]] = Role.NOTE
    elif words:
        said.append("Left out: the columns of words after the figures.")
    if (
        not named
        and len(figures) == 1
        and roles[figures[0]] is Role.VALUE
        and place.field in ("numerator", "denominator")
    ):
        said.append("These are percentages, so they go into Value.")
    return Columns(roles, said)


def _most(cells: list[str], known: set[str]) -> bool:
    return sum(1 for cell in cells if same_key(cell) in known) * 2 > len(cells)


def _figure_roles(rows: list[list[str]], at: list[int], place: GridPlace, *, named: bool) -> list[Role]:
    """What the columns of figures are: as many as there are tell it, or the cursor does."""
    parts = [Role.NUMERATOR, Role.DENOMINATOR]
    if len(at) == 3 and _third_follows(rows, at):
        return [*parts, Role.VALUE]
    if len(at) == 2 and place.field == "numerator" and not all(map(_LIKE_A_REF.fullmatch, _column(rows, at[0]))):
        return parts
    if len(at) == 1:
        percent = any(figure_of(cell).unit == "percent" for cell in _column(rows, at[0]))
        at_cursor = next(role for role, name in FIELD_OF.items() if name == place.field)
        return [Role.VALUE if named or (percent and at_cursor is not Role.NOTE) else at_cursor]
    if not at:
        if not named and place.field == "note":
            return []
        raise BoardError("There are no figures in what was pasted.")
    raise BoardError(
        f"{len(at)} columns of figures were pasted, and nothing says which is which: copy their headings too."
    )


# A column of these may be the refs of KPIs that are not entered here, and no numerators.
_LIKE_A_REF = re.compile(r"\s*[0-9]{1,2}\.[0-9]{1,2}[A-Za-z]?\s*", re.ASCII)


def _third_follows(rows: list[list[str]], at: list[int]) -> bool:
    """Whether a third column is what the first two give, wherever all three are there."""
    checked = 0
    for row in rows:
        found = [figure_of(row[each]) if each < len(row) else figure_of("") for each in at]
        top, bottom, value = (each.number for each in found)
        if top is None or bottom is None or value is None or not bottom:
            continue
        checked += 1
        part = top / bottom
        if not any(abs(value - part * scale) <= found[2].step for scale in (1, 100)):
            return False
    return checked > 0
