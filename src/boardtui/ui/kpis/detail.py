"""What the detail pane says of a KPI: where it stands, what the chart shows, its figures, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import ref_and_title
from boardtui.domain.dates.periods import Period, period_of
from boardtui.domain.kpis.readings import AHEAD, Stated, figure_of
from boardtui.domain.kpis.scorecard import since_meeting
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.spc import Point, readings_wanted
from boardtui.domain.kpis.targets import FigureChange
from boardtui.domain.kpis.trend import variation_mark
from boardtui.domain.kpis.words import parts, shown
from boardtui.domain.records.kinds import Action, Ambition, Comparator, Kpi, Rebase, Risk, TargetChange
from boardtui.domain.records.kpis import Basis, Frequency, Polarity, Series
from boardtui.domain.risks.matrix import matrix_of
from boardtui.report.columns import status_words
from boardtui.report.palette import Palette
from boardtui.report.scorecard_columns import change_words, verdict_words
from boardtui.ui.kpis.chart import chart
from boardtui.ui.shared.columns import pieces as pieces_of
from boardtui.ui.shared.columns import rag, score_badge
from boardtui.ui.shared.text import Piece, Pieces, one_line, rich_plain

SIDE_BY_SIDE = 110
"""The width in cells from which the chart stands beside the words."""

LATEST = 13
"""How many readings are listed beneath the table; all of them when the KPI is read in full."""

_POLARITIES = {
    Polarity.HIGH: "high is good",
    Polarity.LOW: "low is good",
    Polarity.NEAR: "close to target is good",
    Polarity.NONE: "neither way is good",
}


def kpi_detail(
    board: Board, row: KpiRow, palette: Palette, *, width: int, height: int, today: date, in_full: bool
) -> RenderableType:
    """A KPI in full.

    Args:
        board: the board.
        row: the KPI.
        palette: the styles.
        width: of the pane in cells.
        height: of the pane in lines.
        today: the day to tell stale figures by.
        in_full: the KPI is read by itself, so there is room for all of its figures.
    """
    top = list(_top(board, row, palette, today))
    words = list(_words(board, row, palette))
    figures = list(_figures(row, palette, None if in_full else LATEST))
    if width >= SIDE_BY_SIDE:
        left = width * 3 // 5
        drawn = chart(row, palette, left - 2, max(8, min(20, height - len(top) - 1)))
        if drawn is not None:
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column(width=left - 2)
            grid.add_column(ratio=1)
            # Where they would have to be cut to stand beside the chart, the figures stand beneath it.
            if all(each.width <= width - left for each in figures):
                grid.add_row(drawn, Group(*words, *(each.drawn(width - left, palette) for each in figures)))
                return Group(*top, grid)
            grid.add_row(drawn, Group(*words))
            return Group(*top, grid, *(each.drawn(width, palette) for each in figures))
    else:
        drawn = chart(row, palette, width, min(16, max(9, height - 8)) if in_full else 10)
    numbers = (each.drawn(width, palette) for each in figures)
    return Group(*top, *([drawn] if drawn is not None else []), *words, *numbers)


def _top(board: Board, row: KpiRow, palette: Palette, today: date) -> Iterator[RenderableType]:
    """What matters most, in lines: where it stands, what is to be looked at, what the chart says."""
    kpi = row.record
    heading = Text(f"{kpi.ref}  " if kpi.ref else "", style=palette.style("accent"))
    heading.append(kpi.title or "title not stated")
    heading.stylize("bold")
    yield heading
    if kpi.conflicts:
        yield Text("⚠ Copies disagree about this item: ! decides", style=palette.style("warning"))
    yield _line(_standing(board, row), palette)
    for finding in row.findings(today):
        yield Text(f"⚠ {finding.sentence}", style=palette.style("warning"))
    yield _verdict(row, palette)


def _standing(board: Board, row: KpiRow) -> Pieces:
    view = row.view
    pieces: list[Piece] = []
    if view.current is None:
        pieces.append(Piece("No figure yet: i enters one", "muted"))
    else:
        provisional = view.current.record.provisional
        pieces.append(Piece(one_line(shown(view.figure.text, provisional=provisional)) or "no figure", "strong"))
        missing = view.figure.missing
        if missing is not None and view.figure.text:
            pieces.append(Piece(f" ({missing.label})", "muted"))
        if made_of := one_line(parts(view.current)):
            pieces.append(Piece(f" = {made_of}"))
        basis = "" if row.record.basis is Basis.NOT_STATED else f", {row.record.basis.value}"
        pieces.append(Piece(f" · {one_line(view.as_at)}{basis}  "))
        status = view.status
        pieces += pieces_of(status_words(status))
    targets = view.targets
    words = f"target {one_line(targets.words)}" if targets.words else "no target"
    pieces.append(Piece(f"  {words}, {_POLARITIES[targets.polarity]}"))
    movement = view.movement
    if movement.before is not None:
        joined = {FigureChange.SAME: "as in", FigureChange.UP: "from", FigureChange.DOWN: "from"}.get(
            movement.change, "than"
        )
        before = f" {joined} {movement.before.label} ({one_line(movement.before.record.value)})"
        pieces += [Piece(" · "), *pieces_of(change_words(movement.change)), Piece(before if movement.change else "")]
    since = since_meeting(view)
    if since.change and board.since.meeting is not None:
        was = one_line(since.before.record.value) if since.before is not None else ""
        pieces += [Piece(" · since the last board "), *pieces_of(change_words(since.change)), Piece(f" (was {was})")]
    return pieces


def _verdict(row: KpiRow, palette: Palette) -> RenderableType:
    """The control chart in a line of plain English."""
    found = row.spc
    if found.analysis is None:
        return Text(found.reason, style=palette.style("muted"))
    variation, assurance = variation_mark(found.analysis.variation), found.assurance
    if found.analysis.variation is None:
        values = [value for _, value in found.points]
        count, wanted = sum(value is not None for value in values), readings_wanted(values)
        needed = f"{wanted} more is needed" if wanted == 1 else f"{wanted} more are needed"
        return Text(
            f"The limits are trial ones: {count} readings, and {needed} to tell a real change from chance.",
            style=palette.style("muted"),
        )
    pieces: list[Piece] = [*pieces_of(verdict_words(variation)), Piece(f": {variation.sentence}.  ")]
    if found.target is None or assurance is None:
        pieces.append(Piece("There is no target to judge it against.", "muted"))
    else:
        pieces += [*pieces_of(verdict_words(assurance)), Piece(f": {assurance.sentence}.")]
    last = found.analysis.points[-1]
    if last.limits != "full":
        pieces.append(Piece("  Since the re-base the limits are trial ones.", "muted"))
    return _line(pieces, palette)


def _words(board: Board, row: KpiRow, palette: Palette) -> Iterator[RenderableType]:
    kpi = row.record
    yield from _compared(row, palette)
    yield from _changes(board, row, palette)
    for label, text in (("Commentary", kpi.commentary), ("Definition", kpi.definition)):
        if text:
            yield Text(label, style=palette.style("heading"))
            yield rich_plain(text)
    yield from _linked(board, kpi, palette)
    frequency = "" if kpi.frequency is Frequency.NOT_STATED else kpi.frequency.value
    ambition = board.get(Ambition, kpi.ambition) if kpi.ambition else None
    headline = ref_and_title(board, ambition) if ambition is not None else ""
    for label, text in (("Lead", kpi.lead), ("Unit", kpi.unit), ("Read", frequency), ("Headline of", headline)):
        if text:
            yield Text.assemble((f"{label}: ", palette.style("muted")), rich_plain(one_line(text)))


def _compared(row: KpiRow, palette: Palette) -> Iterator[RenderableType]:
    if not row.view.comparators:
        return
    words = "; ".join(_comparator(each) for each in row.view.comparators)
    yield Text.assemble(("Compared with: ", palette.style("muted")), rich_plain(words))


def _comparator(found: Comparator) -> str:
    value = one_line(found.value) or "not stated"
    mark = " (provisional)" if found.provisional else ""
    missing = figure_of(found.value).missing
    why = f" ({missing.label})" if missing is not None and found.value else ""
    return f"{one_line(f'{found.title} {found.year}'.strip())}: {value}{why}{mark}"


def _changes(board: Board, row: KpiRow, palette: Palette) -> Iterator[RenderableType]:
    """Targets that changed from a period on, and where the limits start afresh."""
    changes = {each.since: each for each in board.owned(TargetChange, row.record.id)}
    if len(row.view.all_targets) > 1:
        yield Text("Targets", style=palette.style("heading"))
        for since, targets in row.view.all_targets:
            begins = f"from {since.label}" if since is not None else "at first"
            words = f"{begins}: {one_line(targets.words) or 'none'}, {_POLARITIES[targets.polarity]}"
            change = changes.get(targets.since)
            reason = f" ({one_line(change.reason)})" if change is not None and change.reason else ""
            yield rich_plain(words + reason)
    for rebase in board.owned(Rebase, row.record.id):
        period = period_of(rebase.period)
        begins = period.label if period is not None else one_line(rebase.period)
        yield rich_plain(f"Limits start afresh from {begins}: {one_line(rebase.reason) or 'no reason stated'}")


def _linked(board: Board, kpi: Kpi, palette: Palette) -> Iterator[RenderableType]:
    lines: list[Text] = []
    for action in board.linked(Action, kpi.id):
        lines.append(_link("Action", action.ref, action.title, rag(action.rag), palette))
    matrix = matrix_of(board.profile)
    for risk in board.linked(Risk, kpi.id):
        lines.append(_link("Risk", risk.ref, risk.title, [score_badge(matrix, risk.current)], palette))
    if lines:
        yield Text("Linked to", style=palette.style("heading"))
        yield from lines


def _link(kind: str, ref: str, title: str, badge: Pieces, palette: Palette) -> Text:
    return _line([Piece(f"{kind} {one_line(ref)} "), *badge, Piece(f" {one_line(title)}")], palette)


def _figures(row: KpiRow, palette: Palette, most: int | None) -> Iterator[_Figures]:
    """The figures themselves, latest first."""
    for series, label in ((Series.CURRENT, "Stated as current"), (Series.PERIOD, "Figures")):
        readings = [each for each in reversed(row.view.readings(series)) if not each.blank]
        if not readings:
            continue
        hidden = len(readings) - most if most is not None and len(readings) > most else 0
        heading = Text(label, style=palette.style("heading"))
        if hidden:
            heading.append(f"  the latest {most} of {len(readings)}; Enter shows all", style=palette.style("muted"))
        points = _points(row) if series is Series.PERIOD else {}
        yield _Figures(heading, [_cells(each, points, palette) for each in readings[: len(readings) - hidden]])


def _points(row: KpiRow) -> dict[Period, Point]:
    if row.spc.analysis is None:
        return {}
    periods = (period for period, _ in row.spc.points)
    return dict(zip(periods, row.spc.analysis.points, strict=True))


_COLUMNS = ("Period", "Num.", "Den.", "Value", "SPC", "Note")
_NOTE = 12
"""How many cells a note needs at least: it is broken into lines."""


class _Figures:
    """A table of readings with all that is said of any of them: columns in which nothing stands are left out.

    Args:
        heading: what stands above it.
        cells: of each line, in the order of the columns.
    """

    def __init__(self, heading: Text, cells: Sequence[Sequence[Text]]) -> None:
        self.heading = heading
        self.cells = cells
        widths = [max(each[place].cell_len for each in cells) for place in range(len(_COLUMNS))]
        self.widths = {
            name: max(width, len(name))
            for name, width in zip(_COLUMNS, widths, strict=True)
            if width or name in ("Period", "Value")
        }

    @property
    def width(self) -> int:
        """The cells that it needs, so that only notes are broken into lines."""
        return sum(min(width, _NOTE) if name == "Note" else width for name, width in self.widths.items()) + self._gaps

    @property
    def _gaps(self) -> int:
        return 2 * len(self.widths)

    def drawn(self, room: int, palette: Palette) -> RenderableType:
        """Draw it into so many cells; where that is too few, values are broken into lines, but no other figure."""
        table = Table(box=None, padding=(0, 2, 0, 0), header_style=palette.style("muted"))
        for name in self.widths:
            right = name in ("Num.", "Den.", "Value")
            may_break = name in ("Value", "Note")
            table.add_column(Text(name), justify="right" if right else "left", no_wrap=not may_break)
        shown = [[cell for name, cell in zip(_COLUMNS, row, strict=True) if name in self.widths] for row in self.cells]
        if sum(self.widths.values()) + self._gaps <= room:
            # Where nothing is broken a column is one cell: a long table is drawn ten times faster.
            shown = [[Text("\n").join(column) for column in zip(*shown, strict=True)]]
        for row in shown:
            table.add_row(*row)
        return Group(self.heading, table)


def _cells(each: Stated, points: dict[Period, Point], palette: Palette) -> list[Text]:
    record, point = each.record, points.get(each.period) if each.period is not None else None
    verdict = (
        pieces_of(verdict_words(variation_mark(point.point_type)))
        if point is not None and point.rule is not None
        else ()
    )
    value = Text(one_line(shown(record.value, provisional=record.provisional)))
    if (missing := each.figure.missing) is not None and record.value:
        value.append(f" ({missing.label})", style=palette.style("muted"))
    if record.conflicts:
        value.append(" ⚠", style=palette.style("warning"))
    parts = (Text(one_line(record.numerator)), Text(one_line(record.denominator)))
    period = Text(each.label)
    if each.ahead:
        period.append(f" ⚠ {AHEAD}", style=palette.style("warning"))
    return [period, *parts, value, _line(verdict, palette), Text(one_line(record.note))]


def _line(pieces: Pieces, palette: Palette) -> Text:
    """Pieces as a line that may be broken."""
    return Text.assemble(*((piece.text, palette.style(piece.style)) for piece in pieces))
