"""All that fills the screen while a meeting talks about one item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boardtui.domain.attention.exceptions import Exceptional, open_actions, open_challenges, reasons_for
from boardtui.domain.attention.movement import Mark, movement_mark, read_before
from boardtui.domain.attention.schedule import (
    SCHEDULED,
    Slippage,
    commented_words,
    date_words,
    routed_to,
    slippage,
    who_answers,
)
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, named_in_full, ref_and_title
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import KpiView, view
from boardtui.domain.meetings.questions import linked_kpis, linked_risks, questions_worth_asking
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Decision,
    Kpi,
    Mitigation,
    Record,
    Risk,
)
from boardtui.domain.records.rag import Rag, make_up
from boardtui.domain.risks.heat_map import Movement, moved


@immutable
class BriefText:
    """A text of an item with its label: `Rationale`, `Latest commentary`."""

    label: str
    text: str


@dataclass(frozen=True)
class ItemBrief:
    """What a meeting needs to know about one item.

    Attributes:
        record: the item.
        title: ref and title.
        kind: what it is, in the board's own words.
        who: the lead or owner; empty where nobody is named.
        rag: the rating; None for what has none.
        rag_before: the rating at the last meeting; None where there is nothing to compare with.
        mark: how it has moved since.
        routed_to: the board that has taken it over; empty if none has.
        dates: original and current date, re-datings with their reasons, days slipped and late; None without dates.
        texts: rationale, evidence, help wanted, latest commentary …: those that are there, as they stand.
        commented: the day of its commentary, as it is told; empty where there is none.
        kpis: the KPIs that bear on it, with figure, target, status and trend; the KPI itself for a KPI.
        risks: the open risks that bear on it; the risk itself for a risk.
        risk_marks: how each of those risks has moved since the last meeting, by id.
        mitigations: of a risk.
        make_up: of an ambition: how many of its actions have each rating.
        exceptions: of an ambition: its actions that are exceptions, with what makes them so.
        challenges: those that nobody has answered yet, about it.
        arising: actions arising that are not done, about it.
        decisions: what was decided about it, the latest first.
        questions: questions worth asking, the weightiest first.
    """

    record: Record
    title: str
    kind: str
    who: str
    rag: Rag | None
    rag_before: Rag | None
    mark: Mark
    routed_to: str
    dates: Slippage | None
    texts: tuple[BriefText, ...]
    commented: str
    kpis: tuple[KpiView, ...]
    risks: tuple[Risk, ...]
    risk_marks: dict[str, Movement]
    mitigations: tuple[Mitigation, ...]
    make_up: dict[Rag, int] | None
    exceptions: tuple[Exceptional, ...]
    challenges: tuple[Challenge, ...]
    arising: tuple[ActionArising, ...]
    decisions: tuple[Decision, ...]
    questions: tuple[str, ...]


# The field, and what it is called where a room reads it.
_TEXTS = (
    ("help_wanted", "Help wanted"),
    ("rationale", "Why this rating"),
    ("evidence", "Evidence"),
    ("text", ""),
    ("commentary", "Latest commentary"),
    ("narrative", "How it stands"),
    ("description", "Description"),
    ("current_why", "Why this score"),
    ("note", "Note"),
    ("difference", "How it will make a difference"),
    ("measure", "How we will know"),
)


def item_brief(board: Board, record: Record, today: date) -> ItemBrief:
    """Gather what a meeting needs to know about an item.

    Args:
        board: the board, compared with its last closed meeting.
        record: the item: of any kind.
        today: the day on which lateness is counted.
    """
    rated = record.kind.has("rag")
    risks = (record,) if isinstance(record, Risk) else linked_risks(board, record)
    actions = board.owned(Action, record.id) if isinstance(record, Ambition) else ()
    decided = [each for each in board.all(Decision) if each.item == record.id]
    return ItemBrief(
        record=record,
        title=ref_and_title(board, record),
        kind=(board.profile.ambition_label or "ambition") if isinstance(record, Ambition) else record.kind.label,
        who=who_answers(record),
        rag=Rag(getattr(record, "rag", Rag.NOT_RATED)) if rated else None,
        rag_before=read_before(board, record) if rated else None,
        mark=movement_mark(board, record),
        routed_to=routed_to(board, record),
        dates=slippage(board, record, today) if isinstance(record, SCHEDULED) else None,
        texts=(
            *_subject(board, record, today),
            *(BriefText(label or record.kind.label.capitalize(), text) for label, text in _texts(record)),
        ),
        commented=commented_words(board, record),
        kpis=tuple(view(board, kpi) for kpi in _kpis(board, record)),
        risks=risks,
        risk_marks={risk.id: moved(board, risk) for risk in risks},
        mitigations=board.owned(Mitigation, record.id),
        make_up=make_up(action.rag for action in actions) if isinstance(record, Ambition) else None,
        exceptions=tuple(
            Exceptional(action, reasons) for action in actions if (reasons := reasons_for(board, action, today))
        ),
        challenges=open_challenges(board, record),
        arising=open_actions(board, record),
        decisions=tuple(sorted(decided, key=lambda each: (each.created, each.id), reverse=True)),
        questions=tuple(questions_worth_asking(board, record, today)),
    )


def _subject(board: Board, record: Record, today: date) -> tuple[BriefText, ...]:
    """What a question or an action arising is about, and how that stands."""
    about = board.find(record.item) if isinstance(record, Challenge | ActionArising) and record.item else None
    if about is None:
        return ()
    rating = getattr(about, "rag", None)
    dates = slippage(board, about, today) if isinstance(about, SCHEDULED) else None
    due = f"due {date_words(dates.due)}" if dates is not None and dates.due else ""
    stands = (rating.words if rating is not None else "", due, dates.words if dates is not None else "")
    return (BriefText("About", " · ".join(filter(None, (capitalised(named_in_full(board, about)), *stands)))),)


def _texts(record: Record) -> list[tuple[str, str]]:
    found = ((label, str(getattr(record, name, "") or "")) for name, label in _TEXTS if record.kind.has(name))
    return [(label, text) for label, text in found if text]


def _kpis(board: Board, record: Record) -> tuple[Kpi, ...]:
    return (record,) if isinstance(record, Kpi) else linked_kpis(board, record)
