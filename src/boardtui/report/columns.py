"""The columns of the tables of records: each says once what stands over it and how a record fills it.

Papers, the tables of a terminal and the screens are put together from them, so that one fact has one heading and is
told in the same words everywhere. Where there is little room a column has a shorter heading and a briefer cell, which
stand beside the others here. The columns of the scorecard are in `report.scorecard_columns`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from boardtui.domain.attention.counts import standing_of
from boardtui.domain.attention.movement import Mark, movement_mark
from boardtui.domain.attention.schedule import (
    SCHEDULED,
    Scheduled,
    date_words,
    is_review_due,
    routed_to,
    slippage,
    who_answers,
)
from boardtui.domain.board.words import kind_label, ref_or_owners, title_words
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.kpis.scorecard import since_meeting, view
from boardtui.domain.kpis.targets import FigureChange, Status
from boardtui.domain.records.kinds import Ambition, Kpi, Mitigation, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.heat_map import moved
from boardtui.report import words
from boardtui.report.document import Column, Run, Words, join, lit, toned
from boardtui.report.palette import mark_style, rag_style
from boardtui.report.seen import Seen
from boardtui.report.words import NOT_STATED, one_line

Columns = tuple[Column, ...]
Make = Callable[[Seen, Any], str]


def field(heading: str, name: str, width: int = 10, **more: Any) -> Column:
    """A column of one text, date or figure."""
    return Column(heading, width, make=lambda _, record: show_date(str(getattr(record, name, ""))), **more)


def link(heading: str, name: str, width: int = 10, **more: Any) -> Column:
    """A column with what a record belongs to."""
    return Column(heading, width, make=lambda seen, record: seen.named(getattr(record, name)), **more)


# What a record is.


def titled(seen: Seen, record: Record) -> Words:
    """The title, marked where copies disagree about the record; a KPI that is part of another has that before it."""
    shown = title_words(seen.board, record)
    return join(lit("⚠", "warning") if record.conflicts else "", shown or lit(f"title {NOT_STATED}", "muted"))


def title(heading: str, width: int = 34) -> Column:
    """A column of titles, under the word for what has them where all are of one kind."""
    return Column(heading, width, make=lambda _, record: record.title, brief=titled, missing=NOT_STATED)


def _what(seen: Seen, record: Record) -> Words:
    """Ref and kind: `CIP06 risk`. The ref comes first, so that it is never what is cut."""
    return join(ref_or_owners(seen.board, record), lit(kind_label(seen.board, record.kind), "muted"))


REF = field("Ref", "ref", 6, optional=True, whole=True)
WHAT = Column("What", 34, make=_what)
TITLE, ACTION, RISK, MITIGATION = title("Title"), title("Action"), title("Risk", 36), title("Mitigation", 44)
LEAD, OWNER = (field(heading, heading.lower(), 18, missing=NOT_STATED) for heading in ("Lead", "Owner"))
WHO_ANSWERS = replace(LEAD, make=lambda _, record: who_answers(record))
"""Of a table that mixes kinds, some of which have owners."""


# How it stands.


def rag_words(rating: Rag) -> Words:
    """A rating as letter, shape and word, in its colour."""
    return toned(rating.words, rag_style(rating))


def rag_mark(rating: Rag) -> Words:
    """A rating as letter and shape, in its colour."""
    return toned(rating.mark, rag_style(rating))


def status_words(status: Status) -> Words:
    """The status of a KPI as letter, shape and word, in the colour of the rating, as ratings are told."""
    return toned(status.label, rag_style(status.rag))


def _rated(seen: Seen, record: Any) -> str:
    if isinstance(record, Kpi):
        return status_words(view(seen.board, record).status)
    return rag_words(record.rag) if record.kind.has("rag") else ""


def _rated_mark(seen: Seen, record: Any) -> str:
    if isinstance(record, Kpi):
        return rag_mark(view(seen.board, record).status.rag)
    return rag_mark(record.rag) if record.kind.has("rag") else ""


def _rating(seen: Seen, record: Any) -> str:
    return words.rating(seen.board, record) if routed_to(seen.board, record) else rag_words(Rag(record.rag))


def _ambition_rating(_: Seen, ambition: Ambition) -> str:
    return f"now routed through {one_line(ambition.routed_to)}" if ambition.routed_to else rag_words(ambition.rag)


def _ambition_mark(_: Seen, ambition: Ambition) -> str:
    # An arrow stands where the shapes of the others do.
    return Words([Run("  →", tone="muted")]) if ambition.routed_to else rag_mark(ambition.rag)


RATED = Column("Rating", 14, make=_rated, brief=_rated_mark, short="RAG", whole=True, quiet=True)
"""As it is rated here, or the status of a KPI; nothing for what has neither."""
RATING = replace(RATED, make=_rating)
"""The same, unless another board has taken over what is rated."""
RATING_MOVED = replace(RATED, make=lambda seen, record: seen.rating(record))
"""A rating with its movement, where that has no column of its own."""
AMBITION_RATING = replace(RATED, make=_ambition_rating, brief=_ambition_mark)


def _made_of(seen: Seen, ambition: Ambition) -> str:
    if ambition.routed_to:
        return ""
    counts = standing_of(seen.board, ambition).make_up.now
    return " ".join(f"{rating.mark} {counts[rating]}" for rating in counts if counts[rating])


MADE_OF = Column("Actions", make=_made_of)


def _changed(seen: Seen, record: Record) -> FigureChange | None:
    """How the figure of a KPI has changed; it may have gone up or down where neither is better."""
    if not isinstance(record, Kpi) or record.id in seen.board.since.new:
        return None
    return since_meeting(view(seen.board, record)).change


def _movement(seen: Seen, record: Record) -> str:
    if not seen.marked:
        return ""
    if (change := _changed(seen, record)) is not None:
        return lit(change.words, mark_style(change.value))
    mark = movement_mark(seen.board, record)
    return lit(moved(seen.board, record).words if isinstance(record, Risk) else mark.words, mark_style(mark.value))


def _movement_brief(seen: Seen, record: Record) -> str:
    """An arrow, or a word where nothing can be better or worse; nothing where no meeting was closed."""
    board = seen.board
    if not seen.marked:
        return ""
    if (change := _changed(seen, record)) is not None:
        return lit(change.arrow, mark_style(change.value))
    mark = movement_mark(board, record)
    if mark is Mark.SAME and not (record.kind.has("rag") or isinstance(record, Risk | Mitigation)):
        return lit("edited", "accent") if record.id in board.since.before else ""
    return lit(mark.arrow, mark_style(mark.value))


MOVED = Column("Since last meeting", 12, make=_movement, brief=_movement_brief, short="Since", quiet=True)


# Its dates.


def _due(record: Any) -> str:
    """When something is due as it is stated: of a risk its next review."""
    return str(getattr(record, "next_review" if isinstance(record, Risk) else "due", ""))


def _day(stated: str, *, late: bool = False) -> str:
    """A date of which it is marked that it is late, or that it is none."""
    if stated and read_date(stated).problem:
        return lit(f"⚠ {show_date(stated)}", "warning")
    shown = show_date(stated)
    # Where the words may be cut at their end, the mark stands before them.
    return lit(f"{shown} !" if len(shown) <= 10 else f"! {shown}", "error") if late else shown


def _due_brief(seen: Seen, record: Any) -> str:
    if isinstance(record, Risk):
        return _day(record.next_review, late=is_review_due(record, seen.today))
    late = isinstance(record, SCHEDULED) and slippage(seen.board, record, seen.today).late
    return _day(_due(record), late=bool(late))


def _slipped(seen: Seen, item: Scheduled) -> str:
    """The days slipped, and how often the date was moved."""
    against = slippage(seen.board, item, seen.today)
    days = f"{against.slipped:+d}d" if against.slipped else ""
    times = f"×{against.redatings}" if against.redatings else ""
    return lit(" ".join(filter(None, (days, times))), "warning" if against.redatings else "")


DUE = Column(
    *("Due", 14),
    make=lambda _, record: date_words(read_date(_due(record))),
    brief=_due_brief,
    missing=NOT_STATED,
)
WHEN = replace(DUE, heading="When", width=16)
"""The day of a milestone, which is a date on a time line."""
ORIGINAL = Column(
    *("Original date", 12),
    make=lambda seen, item: date_words(slippage(seen.board, item, seen.today).original),
    brief=lambda _, item: _day(item.original_due),
    missing=NOT_STATED,
)
SLIPPAGE = Column("Slippage", 16, make=lambda seen, item: seen.slipped(item), brief=_slipped, optional=True, quiet=True)
