"""The entries of the papers in their order, and how each kind of them is shown on one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from boardtui.domain.attention import who
from boardtui.domain.board import Board
from boardtui.domain.dates import read_date, show_date
from boardtui.domain.kinds import (
    ActionArising,
    Ambition,
    BudgetLine,
    Challenge,
    Decision,
    Meeting,
    Milestone,
    Narrative,
    NextStep,
    Priority,
    Profile,
    Record,
    TaskGroup,
)
from boardtui.domain.papers import SECTIONS
from boardtui.domain.rag import Rag
from boardtui.ui import columns
from boardtui.ui.naming import label_of, ref_of, title_of
from boardtui.ui.text import Piece, Pieces, one_line


class Section(Enum):
    """A part of the papers: its name among the filters, several of its entries, and the kind that `+` adds there."""

    PAPER = ("title block", "", "")
    NARRATIVE = ("narrative", "narrative", "narrative")
    PRIORITIES = ("priorities", "priorities", "priority")
    STEPS = ("next steps", "next steps", "next_step")
    MILESTONES = ("milestones", "milestones", "milestone")
    BUDGET = ("budget", "budget lines", "budget_line")
    DECISIONS = ("decisions", "decisions", "decision")
    CHALLENGES = ("challenges", "challenges", "challenge")
    ARISING = ("arising", "actions arising", "action_arising")
    GROUPS = ("groups", "task and finish groups", "task_group")

    def __init__(self, label: str, several: str, kind: str) -> None:
        self.label = label
        self.several = several
        self.kind = kind


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One entry and the heading it stands under."""

    record: Record
    section: Section
    heading: str

    @property
    def who(self) -> str:
        """Who answers for it, or said it."""
        record = self.record
        said = getattr(record, "made_by", "") or getattr(record, "raised_by", "") or getattr(record, "author", "")
        return one_line(who(record) or str(said) or str(getattr(record, "source", "")))


def paper_rows(board: Board) -> list[PaperRow]:
    """Every entry of the papers, section by section."""
    return [
        PaperRow(board.profile, Section.PAPER, "The paper"),
        *_narrative(board),
        *(PaperRow(each, Section.PRIORITIES, "Priorities") for each in board.all(Priority)),
        *_steps(board),
        *_rows(_in_time(board.all(Milestone)), Section.MILESTONES, "Milestones"),
        *_rows(board.all(BudgetLine), Section.BUDGET, "Budget"),
        *_by_meeting(board, board.all(Decision), Section.DECISIONS, "Decisions"),
        *_by_meeting(board, board.all(Challenge), Section.CHALLENGES, "Challenges"),
        *_by_meeting(board, board.all(ActionArising), Section.ARISING, "Actions arising"),
        *_groups(board),
    ]


def _rows(records: Iterable[Record], section: Section, heading: str) -> Iterator[PaperRow]:
    return (PaperRow(record, section, heading) for record in records)


def _narrative(board: Board) -> Iterator[PaperRow]:
    known = {name: place for place, name in enumerate(SECTIONS)}
    every = sorted(
        board.all(Narrative),
        key=lambda each: (known.get(each.section.casefold(), len(known)), each.section.casefold()),
    )
    for each in every:
        section = one_line(each.section)
        yield PaperRow(each, Section.NARRATIVE, section[:1].upper() + section[1:] or "Narrative")


def _steps(board: Board) -> Iterator[PaperRow]:
    places = {priority.id: place for place, priority in enumerate(board.all(Priority))}
    for each in sorted(board.all(NextStep), key=lambda step: places.get(step.priority, len(places))):
        priority = board.get(Priority, each.priority)
        area = f" · {' '.join(filter(None, (priority.ref, priority.title)))}" if priority is not None else ""
        yield PaperRow(each, Section.STEPS, one_line(f"Next steps{area}"))


def _in_time(milestones: Iterable[Milestone]) -> list[Milestone]:
    """In the order of a time line; what has no day it could be placed by comes last, as it was made."""

    def place(each: Milestone) -> tuple[bool, str, int]:
        stated = read_date(each.due)
        day = stated.first or stated.day
        return day is None, day.isoformat() if day else "", each.created

    return sorted(milestones, key=place)


def _by_meeting(
    board: Board, records: Iterable[Decision | Challenge | ActionArising], section: Section, heading: str
) -> list[PaperRow]:
    """The latest meeting first: what is still open is mostly there."""

    def day(record: Decision | Challenge | ActionArising) -> str:
        meeting = board.get(Meeting, record.meeting)
        found = read_date(meeting.date if meeting is not None else str(getattr(record, "date", ""))).day
        return found.isoformat() if found else ""

    latest_first = sorted(records, key=day, reverse=True)
    return list(_rows(latest_first, section, heading))


def _groups(board: Board) -> Iterator[PaperRow]:
    places = {ambition.id: place for place, ambition in enumerate(board.all(Ambition))}
    for each in sorted(board.all(TaskGroup), key=lambda group: places.get(group.ambition, len(places))):
        ambition = board.get(Ambition, each.ambition)
        of = f" · {board.profile.ambition_label} {ambition.ref or ambition.title}" if ambition is not None else ""
        yield PaperRow(each, Section.GROUPS, one_line(f"Task and finish groups{of}"))


# How an entry is shown on one line.


def ref_cell(board: Board, record: Record) -> Pieces:
    """Its own ref, or that of the record it is about."""
    match record:
        case TaskGroup():
            return [Piece(board.name(record.action) if record.action else "", "muted")]
        case NextStep():
            return [Piece(one_line(record.ref))]
        case _:
            return [Piece(one_line(ref_of(board, record)))]


def text_cell(board: Board, record: Record) -> Pieces:
    """What it says: heading and text of a narrative, a budget line with its figures."""
    match record:
        case Profile():
            return [Piece(one_line(" · ".join(filter(None, (record.title, record.council, record.author)))))]
        case Narrative():
            text = one_line(record.text)
            heading = [Piece(f"{one_line(record.heading)}: ", "strong")] if record.heading else []
            mark = [Piece("⚠ ", "warning")] if record.conflicts else []
            return [*mark, *heading, Piece(text) if text else Piece("nothing written yet", "muted")]
        case BudgetLine():
            return [*title_of(board, record), Piece(f" · {budget_words(record)}" if budget_words(record) else "")]
        case _:
            return title_of(board, record) if label_of(board, record) else [Piece("nothing written yet", "muted")]


def budget_words(line: BudgetLine) -> str:
    """The figures of a budget line as stated: `approved £335k, spent £249k`."""
    figures = (
        ("approved", line.approved),
        ("spent", line.spent),
        ("projected", line.projected),
        ("variance", line.variance),
    )
    return ", ".join(f"{label} {words}" for label, words in figures if words)


def when_cell(board: Board, record: Record, today: date) -> Pieces:
    """When it is due or was said, in the words of the paper; late and impossible dates are marked."""
    match record:
        case Profile():
            return columns.words(show_date(record.paper_date))
        case BudgetLine():
            return columns.words(record.year)
        case Decision() if record.date:
            return columns.words(show_date(record.date))
        case Decision() | Challenge():
            meeting = board.get(Meeting, record.meeting)
            return columns.words(show_date(meeting.date) if meeting is not None else "")
        case _ if record.kind.has("due"):
            return columns.due(board, today)(record)
        case _:
            return []


def state_cell(record: Record, *, word: bool) -> Pieces:
    """Its rating, or whether a question is answered and an action arising done."""
    match record:
        case Challenge():
            return _open(bool(record.answer), "answered" if word else "✓")
        case ActionArising():
            return _open(record.done, "done" if word else "✓")
        case Milestone() if record.rag is Rag.NOT_RATED:
            # A milestone is mostly a date on a time line, and nothing is missing where nobody rates it.
            return [Piece(" ○", "muted")]
        case _ if record.kind.has("rag"):
            return columns.rag(record.rag, word=word)  # type: ignore[attr-defined]
        case _:
            return []


def _open(closed: bool, word: str) -> Pieces:
    return [Piece(f" {word}", "success") if closed else Piece(" open", "warning")]
