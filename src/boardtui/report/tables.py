"""Parts of a board as tables in a terminal, and as plain values for programs.

User text only ever becomes `Text`: a plain `str` would be read as markup, and `[SEND] plan` would lose a word. Colours
stand in it by the names that `palette` gives them: a console that is given a palette draws them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from boardtui.domain.attention.counts import MakeUp
from boardtui.domain.attention.exceptions import Exceptional, above_tolerance
from boardtui.domain.attention.schedule import SCHEDULED
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import ref_of, short_name
from boardtui.domain.dates.dates import format_day
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.scorecard import view, views
from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.records.kinds import Kpi, Record
from boardtui.domain.records.rag import WORST_FIRST, Rag
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.heat_map import Grid, grid
from boardtui.domain.risks.matrix import Score
from boardtui.domain.typed.filter import Filter, read_filter
from boardtui.report.columns import rag_words
from boardtui.report.document import Table, Words
from boardtui.report.palette import band_style
from boardtui.report.plain_values import plain_fields, plain_values
from boardtui.report.record_tables import IN_A_TERMINAL
from boardtui.report.sections.page import Page, SnapshotOptions
from boardtui.report.sections.risks import refs_of
from boardtui.report.sections.summary import headline, what_it_is
from boardtui.report.words import NONE, NOT_STATED, one_line

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table as Drawn
    from rich.text import Text


# rich, and the table of trends, are imported when they are drawn: what goes into a pipe needs neither.

_KINDS = {
    "ambitions": "ambition",
    "actions": "action",
    "kpis": "kpi",
    "risks": "risk",
    "priorities": "priority",
    "next_steps": "next_step",
    "milestones": "milestone",
    "budget": "budget_line",
    "narrative": "narrative",
    "meetings": "meeting",
    "decisions": "decision",
    "challenges": "challenge",
    "actions_arising": "action_arising",
    "task_groups": "task_group",
    "mitigations": "mitigation",
}

WHAT = ("summary", *_KINDS)
"""What can be shown."""

_POSITION = "Position as at"


def table(board: Board, what: str, *, today: date | None = None, filter: str = "") -> RenderableType:
    """A part of a board as something that rich can draw.

    Args:
        board: the board.
        what: one of `WHAT`.
        today: the day on which lateness is counted; the one the board speaks of by default, as in the snapshot.
        filter: only rows that hold these words, in whatever case.

    Raises:
        BoardError: there is no such part.
    """
    from rich.console import Group
    from rich.text import Text

    page = _page(board, what, today)
    if what == "summary":
        return _summary(page, filter)
    records = _records(page, what, filter)
    if not records:
        return Text(nothing(what, filter))
    if what == "kpis":
        there = {record.id for record in records}
        from boardtui.report.trend_table import TrendTable

        rows_there = [row for row in Scorecard().rows(page.board) if row.record.id in there]
        return TrendTable(rows_there, page.today)
    columns = IN_A_TERMINAL[_KINDS[what]]
    shown = drawn(Table(columns, tuple(tuple(each.cell(page, record) for each in columns) for record in records)))
    if isinstance(records[0], SCHEDULED):
        return Group(shown, _position(page))
    if what == "risks":
        return Group(*_heat_map(grid(board), {record.id for record in records}), shown)
    return shown


def _position(page: Page) -> Text:
    """The day on which lateness is counted: the same plan is late by another number of days on another day."""
    from rich.text import Text

    return Text(f"{_POSITION}: {_as_at(page)}")


def _as_at(page: Page) -> str:
    return format_day(page.today) if page.today != date.min else NOT_STATED


def lines(board: Board, what: str, *, today: date | None = None, filter: str = "") -> Iterator[list[str]]:
    """The same part for a pipe: the cells of each record, one record after the other. No column is left out.

    Raises:
        BoardError: there is no such part.
    """
    page = _page(board, what, today)
    if what == "summary":
        yield from _summary_lines(page, filter)
        return
    for record in _records(page, what, filter):
        if isinstance(record, Kpi):
            from boardtui.report.trend_table import words_of

            yield [one_line(words) or NONE for words in words_of(KpiRow(view(page.board, record)))]
        else:
            yield [column.cell(page, record) or NONE for column in IN_A_TERMINAL[record.kind.name]]


def _summary_lines(page: Page, filter: str) -> Iterator[list[str]]:
    for rating in WORST_FIRST:
        yield [rating.words, *map(str, _numbers(page.view.make_up, rating))]
    yield [_POSITION, _as_at(page)]
    for label, count in _figures(page):
        yield [label, str(count)]
    for each in page.view.exceptions:
        if _matches(page, each, filter):
            yield _exception_cells(page, each)


def _exception_cells(page: Page, each: Exceptional) -> list[str]:
    return [
        one_line(ref_of(each.record)) or NONE,
        one_line(what_it_is(page, each.record)),
        Rag(getattr(each.record, "rag", Rag.NOT_RATED)).words if each.record.kind.has("rag") else NONE,
        each.short,
    ]


def rows(board: Board, what: str, *, today: date | None = None, filter: str = "") -> list[dict[str, Any]]:
    """The same part as plain values, for JSON: the fields of each record by name, and what follows from them.

    A link is the ref of what it leads to. Days are numbers, dates and figures are the words that are kept. Where
    lateness is told, `as_at` is the day on which it is counted.

    Raises:
        BoardError: there is no such part.
    """
    page = _page(board, what, today)
    if what == "summary":
        return _summary_rows(page, filter)
    return [plain_values(page, record) for record in _records(page, what, filter)]


def _page(board: Board, what: str, today: date | None) -> Page:
    if what not in WHAT:
        raise BoardError(f"There is no {what!r} to show. There is: {', '.join(WHAT)}.")
    return Page.of(board, SnapshotOptions(), today)


def nothing(what: str, filter: str) -> str:
    """The sentence for a part of a board in which there is nothing."""
    words = "KPIs" if what == "kpis" else what.replace("_", " ")
    return f"No {words} with “{one_line(filter)}”." if filter else f"There are no {words} on this board yet."


def _records(page: Page, what: str, filter: str) -> list[Record]:
    kind = _KINDS[what]
    every = (view.kpi for view in views(page.board)) if kind == "kpi" else page.board.of_kind(kind)
    wanted = read_filter(filter)
    return [record for record in every if not filter or _holds(page, record, wanted)]


def _holds(page: Page, record: Record, wanted: Filter) -> bool:
    kept = [str(value) for name, value in plain_fields(page, record).items() if record.kind.has(name)]
    if isinstance(record, Kpi):
        from boardtui.report.trend_table import words_of

        shown = list(words_of(KpiRow(view(page.board, record))))
    else:
        shown = [str(column.cell(page, record)) for column in IN_A_TERMINAL[record.kind.name]]
    return wanted.keeps(page.board, record, same_key("\n".join((*kept, *shown))), page.today)


def _summary(page: Page, filter: str) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    found = [each for each in page.view.exceptions if _matches(page, each, filter)]
    counts = empty_table()
    for heading in ("Rating", "Actions", *(("Last meeting",) if page.marked else ())):
        counts.add_column(Text(heading), justify="left" if heading == "Rating" else "right")
    for rating in WORST_FIRST:
        counts.add_row(
            cell_text(rag_words(rating)), *(Text(str(number)) for number in _numbers(page.view.make_up, rating))
        )
    exceptions = empty_table()
    for heading in ("Ref", "What", "Rating", "Why"):
        exceptions.add_column(Text(heading), no_wrap=heading in ("Ref", "Rating"))
    for each in found:
        exceptions.add_row(
            Text(one_line(ref_of(each.record)) or NONE),
            Text(one_line(what_it_is(page, each.record))),
            cell_text(rag_words(Rag(getattr(each.record, "rag", Rag.NOT_RATED))))
            if each.record.kind.has("rag")
            else Text(NONE),
            Text(each.short),
        )
    title = Text(one_line(page.board.profile.title) or "Improvement plan", style="bold")
    told = exceptions if found else Text("No exceptions." if not filter else nothing("exceptions", filter))
    return Group(
        title,
        _position(page),
        Text(headline(page)),
        Text(" · ".join(f"{label}: {count}" for label, count in _figures(page))),
        counts,
        told,
    )


def _figures(page: Page) -> list[tuple[str, int]]:
    view = page.view
    numbers = (
        ("Exceptions", view.exceptions),
        (f"Due in {view.due_days} days", view.due),
        ("Without a readable date", view.undated),
        ("Without recent update", view.stale),
        ("Off target", view.off_target),
        ("Above tolerance", view.above_tolerance),
        ("Unanswered", view.unanswered),
    )
    return [(label, len(found)) for label, found in numbers]


def _numbers(made_of: MakeUp, rating: Rag) -> list[int]:
    return [made_of.now[rating], *([made_of.then[rating]] if made_of.then is not None else [])]


def _matches(page: Page, each: Exceptional, filter: str) -> bool:
    if not (wanted := read_filter(filter)).terms:
        return True  # all that follows from a KPI, its chart too, is not to be worked out for nothing
    words = (*map(str, plain_values(page, each.record).values()), each.short)
    return wanted.keeps(page.board, each.record, same_key("\n".join(words)), page.today)


def _summary_rows(page: Page, filter: str) -> list[dict[str, Any]]:
    made_of = page.view.make_up
    counts = [
        {
            "about": "actions",
            "as_at": page.today.isoformat(),
            "rag": rating.value,
            "count": made_of.now[rating],
            "last_meeting": None if made_of.then is None else made_of.then[rating],
        }
        for rating in WORST_FIRST
    ]
    found = [
        {
            "about": "exception",
            "as_at": page.today.isoformat(),
            "kind": each.record.kind.name,
            "ref": ref_of(each.record),
            "name": short_name(page.board, each.record),
            "what": what_it_is(page, each.record),
            "rag": str(getattr(each.record, "rag", "")),
            "reasons": [reason.why.value for reason in each.reasons],
        }
        for each in page.view.exceptions
        if _matches(page, each, filter)
    ]
    figures = [
        {"about": "figure", "as_at": page.today.isoformat(), "figure": name, "count": number}
        for name, number in page.view.figures.items()
        if same_key(filter) in same_key(name)
    ]
    return [*(row for row in counts if same_key(filter) in str(row["rag"])), *figures, *found]


def _heat_map(found: Grid, shown: set[str]) -> Iterator[RenderableType]:
    """The map, and beneath it what does not stand on it."""
    from rich.table import Table as Drawn
    from rich.text import Text

    matrix = found.matrix
    shown_map = Drawn(title=Text("Current scores"), show_lines=True, header_style="bold")
    shown_map.add_column(Text("Likelihood ↓ Impact →"))
    for impact in range(1, matrix.size + 1):
        shown_map.add_column(Text(f"{impact} {one_line(matrix.impacts[impact - 1])}"))
    for likelihood in range(matrix.size, 0, -1):
        cells = [_square(found, Score(likelihood, impact), shown) for impact in range(1, matrix.size + 1)]
        shown_map.add_row(Text(f"{likelihood} {one_line(matrix.likelihoods[likelihood - 1])}"), *cells)
    yield shown_map
    if any(above_tolerance(risk, matrix) for some in found.cells.values() for risk in some if risk.id in shown):
        yield Text("! above the board's tolerance")
    if names := refs_of(found, [risk for risk in found.unscored if risk.id in shown]):
        yield Text(f"Not scored: {names}")
    for risk, problem in zip(found.outside, found.problems, strict=True):
        if risk.id in shown:
            yield Text(one_line(problem))


def _square(found: Grid, score: Score, shown: set[str]) -> Text:
    from rich.text import Text

    refs = refs_of(found, [risk for risk in found.cells[score] if risk.id in shown])
    band = one_line(f"{found.matrix.band(score)} {score.value}").strip()
    square = Text(refs, style="bold")
    return square.append(("\n" if refs else "") + band, style=band_style(found.matrix, score))


# rich is imported when something is drawn: most of what is printed goes into a pipe, a line for each record.


def empty_table() -> Drawn:
    """A table without columns, as all of them look."""
    from rich import box
    from rich.table import Table as Drawn

    return Drawn(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")


def cell_text(words: Words) -> Text:
    """What stands in a cell, with the name of its colour in the palette; a dash where nothing does."""
    from rich.text import Text

    return Text.assemble(*((run.text, run.tone) for run in words.runs), style=words.tone) if words else Text(NONE)


def drawn(table: Table) -> Drawn:
    """Draw a table without the columns in which nothing is said: in a terminal width is dear."""
    from rich.text import Text

    said = [any(row[place] for row in table.rows) for place in range(len(table.columns))]
    shown = empty_table()
    for column, says in zip(table.columns, said, strict=True):
        if says:
            right = column.align == "right"
            shown.add_column(Text(column.heading), justify="right" if right else "left", no_wrap=column.whole)
    for row in table.rows:
        shown.add_row(*(cell_text(words) for words, says in zip(row, said, strict=True) if says))
    return shown
