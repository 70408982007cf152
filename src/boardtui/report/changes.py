"""What changed between two meetings, or since one: ratings, dates, figures, risks, and texts word by word.

It is worked out once, as tables and differences; `what_changed` shows it as Markdown or draws it in a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boardtui.domain.attention.movement import movement_mark
from boardtui.domain.attention.overview import as_at
from boardtui.domain.attention.schedule import same_day
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import (
    capitalised,
    field_label,
    full_name,
    named_in_full,
    remembering,
    the_meeting,
    value_words,
)
from boardtui.domain.dates.dates import format_day, read_date, show_date, slippage_days
from boardtui.domain.dates.periods import period_of
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import since_meeting, views
from boardtui.domain.records.kinds import KINDS, Kpi, Meeting, Reading, Record, Risk
from boardtui.domain.records.rag import read_rag
from boardtui.domain.records.risks import RiskState
from boardtui.domain.records.text import harmless
from boardtui.domain.risks.heat_map import Movement, movement, movements
from boardtui.report.differences import ComparedWords, Fate, difference, marked
from boardtui.report.document import Block, Column, bold, heading, join, paragraph, table
from boardtui.report.markdown import markdown

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

# What is only about the running of meetings.
_NOT_OF_THE_PLAN = ("meeting", "agenda_item")


@immutable
class ChangeTable:
    """A table of what changed in one way."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@immutable
class TextChange:
    """A text that was changed: whose it is, which one, and the difference."""

    name: str
    label: str
    pieces: tuple[ComparedWords, ...]


@immutable
class WhatChanged:
    """All that changed in a time.

    Attributes:
        title: the title of the plan.
        span: from when to when, in words.
        parts: tables; those without rows left out.
        texts: texts that were changed, in the order papers show things.
    """

    title: str
    span: str
    parts: tuple[ChangeTable, ...]
    texts: tuple[TextChange, ...]

    def __bool__(self) -> bool:
        return bool(self.parts or self.texts)


_RATINGS = (Column("What", 44), Column("Was", 14), Column("Is", 14), Column("Movement", 12), Column("Why", 40))
_DATES = (Column("What", 44), Column("Was", 14), Column("Is", 14), Column("Days", 8, "right"), Column("Why", 40))
_KPIS = (Column("KPI", 40), Column("Was", 16), Column("Is", 16), Column("Movement", 12), Column("Status", 16))
_FIGURES = (Column("KPI", 40), Column("Period", 14), Column("Was", 16), Column("Is", 16))
_RISKS = (Column("Risk", 44), Column("Was", 12), Column("Is", 12), Column("Movement", 14), Column("Why", 40))
_RECORDS = (Column("What", 60), Column("Change", 14))
_OTHERS = (Column("What", 44), Column("Field", 20), Column("Was", 30), Column("Is", 30))


def changed_between(board: Board, *, until: Meeting | None = None) -> WhatChanged:
    """Work out what changed.

    Args:
        board: the board at the end of the time, compared with the meeting at its beginning: as
            `BoardFile.read(since=..., at=...)` reads it.
        until: the meeting at the end; None for the board as it is now.
    """
    since = board.since.meeting
    if since is None:
        return WhatChanged(board.profile.title, "No meeting was closed, so there is nothing to compare with.", (), ())
    end = the_meeting(until) if until is not None else f"now ({format_day(as_at(board))})"
    found = (
        ChangeTable("Ratings", _RATINGS, tuple(_ratings(board))),
        ChangeTable("Dates", _DATES, tuple(_dates(board))),
        ChangeTable("KPIs", _KPIS, tuple(_kpis(board))),
        ChangeTable("Figures", _FIGURES, tuple(_figures(board))),
        ChangeTable("Risks", _RISKS, tuple(_risks(board))),
        ChangeTable("Added and removed", _RECORDS, tuple(_records(board))),
        ChangeTable("Other changes", _OTHERS, tuple(_others(board))),
    )
    return WhatChanged(
        title=board.profile.title,
        span=f"From {the_meeting(since)} to {end}",
        parts=tuple(part for part in found if part.rows),
        texts=tuple(_texts(board)),
    )


def _changed(board: Board) -> Iterator[Record]:
    """The records that are there now and were then, of which something differs."""
    for name in KINDS:
        if name not in _NOT_OF_THE_PLAN:
            yield from (record for record in board.of_kind(name) if record.id in board.since.before)


def _was(board: Board, record: Record, name: str) -> str:
    return value_words(remembering(board), record.kind.attributes[name], board.since.value(record, name))


def _is(board: Board, record: Record, name: str) -> str:
    return value_words(remembering(board), record.kind.attributes[name], getattr(record, name))


def _ratings(board: Board) -> Iterator[tuple[str, ...]]:
    for record in _changed(board):
        if record.kind.has("rag") and board.since.value(record, "rag") != getattr(record, "rag", None):
            before = read_rag(str(board.since.value(record, "rag"))).words
            why = str(getattr(record, "rationale", "") or getattr(record, "evidence", ""))
            now, mark = _is(board, record, "rag"), movement_mark(board, record).words
            yield (_name(board, record), before, now, mark, why)


def _dates(board: Board) -> Iterator[tuple[str, ...]]:
    for record in _changed(board):
        if not record.kind.has("due"):
            continue
        before, now = str(board.since.value(record, "due")), str(getattr(record, "due", ""))
        if before != now and not (before and now and same_day(before, now)):
            days = slippage_days(read_date(before), read_date(now))
            shown = "" if days is None else f"{days:+d}".replace("-", "−")
            why = str(getattr(record, "due_reason", ""))
            yield (_name(board, record), show_date(before), show_date(now), shown, why)


def _kpis(board: Board) -> Iterator[tuple[str, ...]]:
    for view in views(board):
        moved = since_meeting(view)
        if moved.before is None or moved.now is None or moved.before.record == moved.now.record:
            continue
        if moved.before.record.value == moved.now.record.value and moved.before.label == moved.now.label:
            continue
        before = view.status_of(moved.before).label
        status = view.status.label if before == view.status.label else f"{before} → {view.status.label}"
        was, now = (f"{each.record.value} ({each.label})" for each in (moved.before, moved.now))
        yield (full_name(board, view.kpi), was, now, moved.change.words, status)


def _figures(board: Board) -> Iterator[tuple[str, ...]]:
    gone = [each for each in board.since.gone if isinstance(each, Reading)]
    for kpi in board.all(Kpi):
        if kpi.id in board.since.new:
            continue
        for reading in board.owned(Reading, kpi.id):
            if reading.id in board.since.new:
                yield (full_name(board, kpi), _period(reading), "", _figure(reading.value, reading.provisional))
            elif "figure" in board.since.before.get(reading.id, {}):
                before = board.since.before[reading.id]["figure"]
                was, now = (
                    _figure(str(before["value"]), before["provisional"]),
                    _figure(reading.value, reading.provisional),
                )
                yield (full_name(board, kpi), _period(reading), was or "no figure", now)
        for reading in gone:
            if reading.kpi == kpi.id:
                yield (
                    full_name(board, kpi),
                    _period(reading),
                    _figure(reading.value, reading.provisional),
                    "removed",
                )


def _period(reading: Reading) -> str:
    return Stated(reading, period_of(reading.period)).label


def _figure(value: str, provisional: bool) -> str:
    return f"{value} (provisional)" if provisional and value else value


def _risks(board: Board) -> Iterator[tuple[str, ...]]:
    marks = movements(board)
    for risk in board.all(Risk):
        mark = marks.get(risk.id, Movement.NONE)
        if mark in (Movement.NONE, Movement.SAME) or risk.id in board.since.new:
            continue
        before = _was(board, risk, "current") or "unscored"
        closed = risk.state is RiskState.CLOSED
        now = "closed" if closed else _is(board, risk, "current") or "unscored"
        yield (_name(board, risk), before, now, mark.words, risk.closed_why if closed else risk.current_why)
    for risk in board.all(Risk):
        for which in ("inherent", "target"):
            before, now = board.since.value(risk, which), getattr(risk, which)
            if before is not None and before != now:
                moved = movement(str(before), str(now)).words
                name = f"{_name(board, risk)}, {which} score"
                why = str(getattr(risk, f"{which}_why"))
                yield (name, _was(board, risk, which) or "unscored", _is(board, risk, which) or "unscored", moved, why)


def _records(board: Board) -> Iterator[tuple[str, ...]]:
    """What was added, taken out, done and answered. Readings stand among the figures."""
    for name in KINDS:
        if name in (*_NOT_OF_THE_PLAN, "reading", "board"):
            continue
        yield from ((_name(board, each), "added") for each in board.of_kind(name) if each.id in board.since.new)
        yield from ((_name(board, each), "removed") for each in board.since.gone if each.kind.name == name)


# Told in a table of its own.
_TOLD = {"rag", "due", "current", "inherent", "target", "value", "provisional"}

# What is said for a value stands beside it in its table where that changed; a reason that changed alone is told by
# itself.
_REASONS = {
    "rationale": "rag",
    "due_reason": "due",
    "current_why": "current",
    "inherent_why": "inherent",
    "target_why": "target",
    "closed_why": "state",
}


def _differences(board: Board, *, texts: bool) -> Iterator[tuple[Record, str, str, str]]:
    for record in _changed(board):
        for name, attribute in record.kind.attributes.items():
            if name in _TOLD or attribute.look.form == "data" or (attribute.look.form == "text") is not texts:
                continue
            before = board.since.before[record.id].get(attribute.group)
            explained = _REASONS.get(name, "")
            if before is None or (explained in before and before[explained] != getattr(record, explained)):
                continue
            was, now = _was(board, record, name), _is(board, record, name)
            if was != now:
                yield record, field_label(board, attribute), was, now


def _others(board: Board) -> Iterator[tuple[str, ...]]:
    for record, label, was, now in _differences(board, texts=False):
        if not (isinstance(record, Risk) and label == KINDS["risk"].attributes["state"].label):
            yield (_name(board, record), label, was, now)


def _texts(board: Board) -> Iterator[TextChange]:
    for record, label, was, now in _differences(board, texts=True):
        yield TextChange(_name(board, record), label, tuple(difference(was, now)))


def _name(board: Board, record: Record) -> str:
    return capitalised(named_in_full(remembering(board), record))


NOTHING = "Nothing has changed."
KEY = "What was removed is struck through, what was put in is bold; … stands for what stayed as it was."
KEY_ON_SCREEN = "What was removed stands in [- -], what was put in is bold; … stands for what stayed as it was."


def what_changed(board: Board, *, until: Meeting | None = None) -> str:
    """Write what changed as Markdown: `changes_paper`, drawn."""
    return markdown(changes_paper(board, until=until))


def changes_paper(board: Board, *, until: Meeting | None = None) -> list[Block]:
    """Make the paper of what changed.

    Args:
        board: the board at the end of the time, compared with the meeting at its beginning: as
            `BoardFile.read(since=..., at=...)` reads it.
        until: the meeting at the end; None for the board as it is now.

    Returns:
        Its headings, paragraphs and tables, which Markdown and Word draw. The same data gives the same ones.
    """
    found = changed_between(board, until=until)
    out = heading(1, f"What changed: {found.title or 'Improvement plan'}") + paragraph(found.span)
    if not found and board.since.meeting is not None:
        out += paragraph(NOTHING)
    for part in found.parts:
        out += heading(2, part.title) + table(part.columns, part.rows)
    if found.texts:
        out += heading(2, "Texts") + paragraph(KEY)
        for each in found.texts:
            out += paragraph(join(bold(f"{each.name}, {each.label.lower()}:"), *map(marked, each.pieces)))
    return out


def what_changed_view(board: Board, *, until: Meeting | None = None) -> RenderableType:
    """Draw what changed for a terminal, as wide as it is there. User text is never read as markup."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    found = changed_between(board, until=until)
    shown: list[RenderableType] = [Text(harmless(found.span), style="bold")]
    if not found and board.since.meeting is not None:
        shown.append(Text(NOTHING))
    for part in found.parts:
        # Where it is narrow the widest columns give way first, so that no short word is broken.
        grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
        for column in part.columns:
            right = column.align == "right"
            grid.add_column(Text(column.heading), overflow="fold", justify="right" if right else "left")
        for row in part.rows:
            grid.add_row(*(Text(harmless(cell)) for cell in row))
        shown += [Text(""), Text(part.title, style="bold"), grid]
    if found.texts:
        shown += [Text(""), Text("Texts", style="bold"), Text(KEY_ON_SCREEN, style="dim")]
    for each in found.texts:
        shown += [Text(""), Text(harmless(f"{each.name}, {each.label.lower()}"), style="bold"), _drawn(each)]
    return Group(*shown)


_STYLES = {Fate.KEPT: "", Fate.GONE: "strike", Fate.NEW: "bold underline"}


def _drawn(change: TextChange) -> Text:
    from rich.text import Text

    return Text(" ").join(_piece(piece) for piece in change.pieces)


def _piece(piece: ComparedWords) -> Text:
    from rich.text import Text

    # A terminal that cannot strike through would show old and new alike: brackets say it without.
    words = f"[-{piece.text}-]" if piece.fate is Fate.GONE else piece.text
    return Text(harmless(words), style=_STYLES[piece.fate])
