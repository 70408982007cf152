"""What a lead says of an item in the pass: which fields are asked, and the changes that what was typed comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from boardtui.domain.attention.mine import figure_due
from boardtui.domain.attention.schedule import changed_day, commented_day, slippage, with_first_date
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.dates.periods import Period
from boardtui.domain.errors import InvalidValue
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.entry import Line, as_stated, change_of, doubts, draft_of, usual_field
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Challenge, Kpi, Record, Risk
from boardtui.domain.records.kpis import Series
from boardtui.domain.records.rag import Rag, re_rated, read_rag
from boardtui.ui.commands import bindings_for
from boardtui.ui.forms.values import problems_of, text_of, value_of
from boardtui.ui.shared.text import plain

_OFFERED = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE, Rag.NOT_RATED)
RATING, FIGURE = "rag", "figure"
REASON = "reason"
"""Why the rating changes: the rationale, or the evidence of a blue one. It is asked only where the rating changes."""

_WORDS = {
    "action": "commentary",
    "kpi": "commentary",
    "risk": "commentary",
    "ambition": "narrative",
    "next_step": "rationale",
    "milestone": "rationale",
    "mitigation": "progress_words",
    "action_arising": "outcome",
    "challenge": "answer",
}
_FIRST = {"mitigation": ("progress",), "action_arising": ("done",), "risk": ("current", "current_why")}
_LAST = ("due", "due_reason", "help_wanted")

SHOWN_ONCE_CHANGED = {REASON: RATING, "current_why": "current", "due_reason": "due"}
"""Fields that explain another one, and are asked once that is changed."""

_PARTS = re.compile(r"\s*([^/]+?)\s*/\s*([^/]+?)\s*")


class RatingPick(Widget, can_focus=True):
    """All ratings in a row, the chosen one marked.

    Args:
        rating: the one that is chosen at first.
        picked: what is done once another is chosen, before the next key is taken: it may be the first letter of why.
    """

    DEFAULT_CSS = """
    RatingPick { height: 1; width: 1fr; background: $boost; }
    RatingPick:focus { background: $panel; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("pass_rating")]

    def __init__(self, rating: Rag, picked: Callable[[], None]) -> None:
        super().__init__(id="rag")  # as the field is called
        self.rating = rating
        self._picked = picked

    def render(self) -> Content:
        """Each rating with its letter and shape; the chosen one between brackets, and not by colour alone."""
        parts: list[Content | tuple[str, str]] = []
        # Where there is no room for all the words, only the chosen one has its own.
        short = sum(len(each.words) + 3 for each in _OFFERED) > self.size.width
        for each in _OFFERED:
            chosen = each is self.rating
            mark = each.mark if each is not Rag.NOT_RATED else f"0 {each.shape}"
            words = mark if short and not chosen else each.words
            style = "bold reverse" if chosen and self.has_focus else "bold" if chosen else "$text-muted"
            parts.append((f"[{words}]" if chosen else f" {words} ", style))
            parts.append(plain(" "))
        return Content.assemble(*parts)

    def action_rate(self, rating: str) -> None:
        """Choose a rating."""
        self.rating = read_rag(rating)
        self.refresh()
        self._picked()


@immutable
class Outcome:
    """What was typed for an item comes to changes, or to sentences about what is wrong, by field.

    Attributes:
        doubt: what to ask before it is saved, if anything.
    """

    changes: tuple[Change, ...] = ()
    problems: Mapping[str, str] | None = None
    doubt: str = ""


def words_field(record: Record) -> str:
    """The field that holds what a lead says of an item in their own words."""
    return _WORDS.get(record.kind.name, "")


def fields_of(board: Board, record: Record, today: date) -> tuple[str, ...]:
    """The fields that the pass asks of an item, in their order."""
    kind, words = record.kind, words_field(record)
    first = [RATING] if kind.has(RATING) else []
    if kind.has(RATING) and words != "rationale":
        first.append(REASON)
    if isinstance(record, Kpi) and figure_due(board, record, today) is not None:
        first.append(FIGURE)
    first += _FIRST.get(kind.name, ())
    return (*first, *filter(None, (words,)), *(name for name in _LAST if kind.has(name)))


def at_first(board: Board, record: Record, name: str) -> str:
    """What stands in a field at first: the words of the last time stand beside theirs, which begins empty."""
    if name in (FIGURE, REASON, words_field(record)):
        return ""
    if name == RATING:
        return str(getattr(record, RATING).value)
    if name in SHOWN_ONCE_CHANGED:
        return ""  # what was said of the value before says nothing about the next one
    return text_of(board, record.kind.attributes[name], getattr(record, name))


def last_update(board: Board, record: Record, today: date) -> str:
    """The last update of an item on one line: when, its rating, its dates, and what was wanted of the board."""
    parts = []
    said, changed = board.commented.get(record.id), changed_day(record)
    day = commented_day(board, record) or changed
    if said is not None and said.brought and changed is not None:
        # What came in a plan is nobody's update; what was done beside it since is one.
        parts.append(f"{'Last update' if changed != day else 'Brought in'} {format_day(changed)}")
    elif day is not None:
        parts.append(f"Last update {format_day(day)}")
    rating = getattr(record, RATING, None)
    if isinstance(rating, Rag):
        parts.append(rating.words)
    if isinstance(record, Risk):
        parts.append(f"score {record.current.replace('x', '×') or 'not stated'}")
    if isinstance(record, Kpi) and (line := _line(board, record)).row.view.current is not None:
        latest = line.row.view.current
        parts.append(f"{latest.label}: {latest.record.value}")
    if due := str(getattr(record, "due", "")):
        parts.append(f"due {show_date(due)}")
        if slipped := slippage(board, record, today).words:  # type: ignore[arg-type]
            parts.append(slipped)
    if wanted := str(getattr(record, "help_wanted", "")):
        parts.append(f"help wanted: {wanted}")
    return " · ".join(parts)


def outcome(
    board: Board,
    record: Record,
    typed: Mapping[str, str],
    *,
    today: date,
    who: str,
    again: bool = False,
    sure: bool = False,
) -> Outcome:
    """The changes that what was typed in the pass comes to.

    Args:
        board: the board as it was when the item was shown.
        record: the item.
        typed: what stands in each field.
        today: the day it is.
        who: who signs.
        again: what was said the last time is said again, also where it is nothing.
        sure: what is doubtful was looked at and stays.
    """
    values, problems = _read(board, record, typed)
    words = words_field(record)
    if isinstance(record, Challenge) and values.get("answer"):
        values["answered_by"] = who
    problems = problems_of(board, record.kind, record, values) | problems
    for name in ("rationale", "evidence"):
        if name in problems and words != name:
            problems[REASON] = problems.pop(name)
    # Who types what was said before says it again, by whichever key.
    said_before = bool(words) and words in values and values[words] == getattr(record, words)
    if said_before:
        del values[words]
    changes = []
    if values:
        changes.append(Change(record.id, record.kind.name, with_first_date(record.kind, values, was=record)))
    if (again or said_before) and words and words not in values and not isinstance(record, Challenge):
        changes.append(Change(record.id, record.kind.name, {words: getattr(record, words)}, again=True))
    # A date that is none is kept in words, but who types fast does not see what stands beneath it.
    asked = [read_date(str(values["due"])).problem] if values.get("due") else []
    if typed.get(FIGURE, "").strip() and isinstance(record, Kpi):
        figure, doubtful = _figure(board, record, typed[FIGURE], today)
        asked.append(doubtful)
        changes.append(figure)
    if problems:
        return Outcome(problems=problems)
    doubt = "" if sure else "; ".join(filter(None, asked))
    return Outcome((), doubt=doubt) if doubt else Outcome(tuple(changes))


def _read(board: Board, record: Record, typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, text in typed.items():
        if name in (FIGURE, REASON) or text == at_first(board, record, name):
            continue
        if name == RATING:
            # What stands in the other fields is what was seen: it is given with the new rating.
            rating, why = read_rag(text), typed.get(REASON, "").strip()
            given = {"evidence": why} if rating is Rag.BLUE else {"reason": why}
            values |= re_rated(rating, **given, help_wanted=typed.get("help_wanted", "").strip())
            values = {each: value for each, value in values.items() if record.kind.has(each)}
            continue
        attribute = record.kind.attributes[name]
        try:
            values[name] = value_of(board, record.kind, attribute, text, before=getattr(record, name))
        except InvalidValue as error:
            problems[name] = str(error)
    return values, problems


def _line(board: Board, kpi: Kpi) -> Line:
    scorecard = Scorecard()
    row = next(each for each in scorecard.rows(board) if each.record.id == kpi.id)
    # Of a KPI with two series it is the one that was kept up last.
    kept_up = max(Series, key=lambda series: max((each.start for each in row.all_by_period[series]), default=date.min))
    return Line(row, scorecard, kept_up)


def period_of_figure(board: Board, kpi: Kpi, today: date) -> Period:
    """The period whose figure the pass asks for."""
    period = figure_due(board, kpi, today)
    assert period is not None  # else the field is not asked
    return period


def _draft(line: Line, period: Period, text: str) -> dict[str, str]:
    """What was typed as the fields of a line of the grid: `45 / 50` is a numerator and a denominator."""
    draft = draft_of(None)
    if parts := _PARTS.fullmatch(text):
        return draft | {"numerator": parts[1], "denominator": parts[2]}
    return draft | {"value": text.strip()}


def figure_words(board: Board, kpi: Kpi, text: str, today: date) -> str:
    """What stands beneath the figure: how it is understood, or what it was before and how it can be written."""
    line, period = _line(board, kpi), period_of_figure(board, kpi, today)
    if text.strip():
        stated = as_stated(line, period, _draft(line, period, text))
        return f"= {stated['value'] or 'no figure'} for {period.label}"
    parts = []
    for label, other in (("last", period.previous()), ("a year before", period.same_period_last_year())):
        if (reading := line.stated(other)) is not None:
            parts.append(f"{label} {reading.value}")
    if usual_field(line, period) == "numerator":
        parts.append("45/50 gives the percentage")
    return " · ".join(parts)


def _figure(board: Board, kpi: Kpi, text: str, today: date) -> tuple[Change, str]:
    line, period = _line(board, kpi), period_of_figure(board, kpi, today)
    stated = as_stated(line, period, _draft(line, period, text))
    asked = "; ".join(each.rstrip(".") for each in doubts(line, period, stated, today))
    return change_of(line, period, stated), asked
