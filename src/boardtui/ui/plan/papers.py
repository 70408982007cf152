"""What the papers say around the plan: narrative, next steps, milestones, money, and what meetings asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.attention.schedule import who_answers
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, title_words
from boardtui.domain.dates.dates import read_date
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import (
    KINDS,
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
from boardtui.domain.records.plan import SECTIONS
from boardtui.domain.records.rag import WORST_FIRST, Rag
from boardtui.domain.records.text import same_key
from boardtui.report.columns import MOVED, REF, WHEN
from boardtui.report.palette import Palette
from boardtui.report.seen import Seen
from boardtui.ui.forms.chooser import Chooser
from boardtui.ui.plan.paper_cells import ref_cell, state_cell, text_cell, when_cell
from boardtui.ui.shared import columns
from boardtui.ui.shared.bars import as_text
from boardtui.ui.shared.columns import NOT_NARROW, rag, record_of, shown
from boardtui.ui.shared.detail import detail, field_lines
from boardtui.ui.shared.item_screen import ROOMY, ItemScreen, Order, ReadyFilter
from boardtui.ui.shared.text import one_line, rich_plain
from boardtui.ui.table.item_table import ScreenColumn


class PapersSection(Enum):
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


@immutable
class PaperRow:
    """One entry and the heading it stands under."""

    record: Record
    section: PapersSection
    heading: str

    @property
    def who(self) -> str:
        """Who answers for it, or said it."""
        record = self.record
        said = getattr(record, "made_by", "") or getattr(record, "raised_by", "") or getattr(record, "author", "")
        return one_line(who_answers(record) or str(said) or str(getattr(record, "source", "")))


def paper_rows(board: Board) -> list[PaperRow]:
    """Every entry of the papers, section by section."""
    return [
        PaperRow(board.profile, PapersSection.PAPER, "The paper"),
        *_narrative(board),
        *(PaperRow(each, PapersSection.PRIORITIES, "Priorities") for each in board.all(Priority)),
        *_steps(board),
        *_rows(_in_time(board.all(Milestone)), PapersSection.MILESTONES, "Milestones"),
        *_rows(board.all(BudgetLine), PapersSection.BUDGET, "Budget"),
        *_by_meeting(board, board.all(Decision), PapersSection.DECISIONS, "Decisions"),
        *_by_meeting(board, board.all(Challenge), PapersSection.CHALLENGES, "Challenges"),
        *_by_meeting(board, board.all(ActionArising), PapersSection.ARISING, "Actions arising"),
        *_groups(board),
    ]


def _rows(records: Iterable[Record], section: PapersSection, heading: str) -> Iterator[PaperRow]:
    return (PaperRow(record, section, heading) for record in records)


def _narrative(board: Board) -> Iterator[PaperRow]:
    known = {name: place for place, name in enumerate(SECTIONS)}
    every = sorted(
        board.all(Narrative),
        key=lambda each: (known.get(each.section.casefold(), len(known)), each.section.casefold()),
    )
    for each in every:
        section = one_line(each.section)
        yield PaperRow(each, PapersSection.NARRATIVE, capitalised(section) or "Narrative")


def _steps(board: Board) -> Iterator[PaperRow]:
    places = {priority.id: place for place, priority in enumerate(board.all(Priority))}
    for each in sorted(board.all(NextStep), key=lambda step: places.get(step.priority, len(places))):
        priority = board.get(Priority, each.priority)
        area = f" · {' '.join(filter(None, (priority.ref, priority.title)))}" if priority is not None else ""
        yield PaperRow(each, PapersSection.STEPS, one_line(f"Next steps{area}"))


def _in_time(milestones: Iterable[Milestone]) -> list[Milestone]:
    """In the order of a time line; what has no day it could be placed by comes last, as it was made."""

    def place(each: Milestone) -> tuple[bool, str, int]:
        day = read_date(each.due).first
        return day is None, day.isoformat() if day else "", each.created

    return sorted(milestones, key=place)


def _by_meeting(
    board: Board, records: Iterable[Decision | Challenge | ActionArising], section: PapersSection, heading: str
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
        yield PaperRow(each, PapersSection.GROUPS, one_line(f"Task and finish groups{of}"))


# What an entry may say without standing elsewhere for it.
_ANYWHERE = {"rag", "rationale", "commentary", "text", "answer", "done"}

_MOST_LINES = 6
"""Of an entry. Titles are whole in them; what is a text of its own is whole in the detail."""

_TITLE_BLOCK = ("council", "author", "paper_date", "purpose", "summary", "exceptions", "illustrative")


def paper_detail(board: Board, row: PaperRow, palette: Palette) -> RenderableType:
    """An entry in full, under its heading."""
    heading = rich_plain(row.heading, palette.style("muted"))
    match row.record:
        case Profile():
            return Group(heading, *_title_block(board, row.record, palette))
        case Priority():
            return Group(heading, detail(board, row.record, palette), *_next_steps(board, row.record, palette))
        case _:
            return Group(heading, detail(board, row.record, palette))


def _title_block(board: Board, profile: Profile, palette: Palette) -> list[RenderableType]:
    lines: list[RenderableType] = [rich_plain(profile.title or "title not stated", palette.style("strong"))]
    for name in _TITLE_BLOCK:
        lines += field_lines(board, profile, profile.kind.attributes[name], palette)
    lines += [Text(""), Text("What the ratings mean here", style=palette.style("heading"))]
    for rating in WORST_FIRST:
        if rating is not Rag.NOT_RATED:
            badge = as_text(rag(rating, word=True), palette)
            lines.append(Text.assemble(badge, " ", rich_plain(profile.meaning(rating) or "not stated")))
    return lines


def _next_steps(board: Board, priority: Priority, palette: Palette) -> list[RenderableType]:
    found = board.owned(NextStep, priority.id)
    if not found:
        return []
    lines: list[RenderableType] = [Text(""), Text("Its next steps", style=palette.style("heading"))]
    lines += [Text.assemble(as_text(rag(each.rag), palette), " ", rich_plain(each.title)) for each in found]
    return lines


class PapersScreen(ItemScreen):
    """Everything in the papers that is no action, KPI or risk, section by section."""

    wide_from = ROOMY  # titles are read before what stands beside them
    name_of_items = "entries"
    name_of_one = "entry"
    empty = "Nothing here yet. + adds a key message; f goes to the other sections. I imports a spreadsheet."
    made_of = (*(each.kind for each in PapersSection), "priority", "meeting", "ambition")

    def items(self, board: Board) -> Sequence[PaperRow]:
        """The entries, section by section."""
        return paper_rows(board)

    def swapped(
        self, board: Board, before: Board, was: Record | None, now: Record | None
    ) -> Sequence[tuple[PaperRow, PaperRow]] | None:
        """The entry that was rated or commented on; what else changes may give it another place or heading."""
        row = self.table.item_of(now.id) if now is not None else None
        if was is None or now is None or row is None:
            return None
        stays = all(name in _ANYWHERE or getattr(was, name) == getattr(now, name) for name in now.kind.attributes)
        return [(row, replace(row, record=now))] if stays else None

    def heading(self, board: Board, item: PaperRow) -> str:
        """The section and, within it, the heading or the area of focus."""
        return item.heading

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """Ref, what it says, who, when, how it stands, and whether it has changed."""
        seen = Seen(board, self.host.today)
        return (
            ScreenColumn(REF.heading, lambda item: ref_cell(board, item.record), width=6),
            ScreenColumn(
                "What it says",
                lambda item: text_cell(seen, item.record),
                spills=True,
                wraps=True,
                most_lines=_MOST_LINES,
            ),
            ScreenColumn("Who", lambda item: columns.words(item.who), width=20, from_width=100, extra=True),
            ScreenColumn(WHEN.heading, lambda item: when_cell(seen, item.record), width=16, from_width=NOT_NARROW),
            ScreenColumn(WHEN.heading, lambda item: when_cell(seen, item.record), width=10, to_width=NOT_NARROW - 1),
            ScreenColumn("State", lambda item: state_cell(item.record, word=False), width=5, to_width=89),
            ScreenColumn("State", lambda item: state_cell(item.record, word=True), width=15, from_width=90),
            shown(MOVED, seen, of=record_of, width=6, from_width=NOT_NARROW),
        )

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """One for each section, empty ones too: that is where + adds the first entry."""
        return (
            ReadyFilter("all", lambda _board, _item: True),
            *(
                ReadyFilter(
                    section.label,
                    partial(_is_in, section),
                    empty=f"No {section.several} yet. + adds the first. I imports a spreadsheet.",
                )
                for section in PapersSection
                if section is not PapersSection.PAPER
            ),
        )

    def orders(self) -> Sequence[Order]:
        """Section by section; then by date, and by who answers for it."""
        return (
            Order("section", lambda _board, _item: 0),
            Order("date", lambda _board, item: _day(item)),
            Order("who", lambda _board, item: (not item.who, same_key(item.who))),
        )

    def words(self, board: Board, item: PaperRow) -> str:
        """Everything the entry says, and its section."""
        return f"{item.heading}\n{title_words(board, item.record)}\n{super().words(board, item)}"

    def detail(self, board: Board, item: PaperRow) -> RenderableType:
        """The entry in full."""
        return paper_detail(board, item, self.host.palette)

    def _section(self) -> PapersSection:
        """The section that the cursor is in, or that is shown although it is empty."""
        if self.choice.ready:
            return [section for section in PapersSection if section is not PapersSection.PAPER][self.choice.ready - 1]
        item = self.table.item
        return item.section if isinstance(item, PaperRow) else PapersSection.NARRATIVE

    def action_add(self) -> None:
        """Add an entry: of the section that is shown, or where all are shown of whichever is chosen."""
        if self.choice.ready:
            super().action_add()
        elif self.host.writable():
            self.host.begin(self._add_chosen())

    async def _add_chosen(self) -> None:
        here = self.kind_to_add()
        first = sorted((each for each in PapersSection if each.kind), key=lambda each: each.kind != here)
        choices = [(each.kind, capitalised(KINDS[each.kind].label)) for each in first]
        if (kind := await self.host.answer_of(Chooser("Add what?", choices, here))) is not None:
            self.host.add(kind, {**self._values_of_part(kind), **(self.values_to_add() if kind == here else {})})

    def kind_to_add(self) -> str:
        """The kind of the section under the cursor."""
        return self._section().kind or PapersSection.NARRATIVE.kind

    def values_to_add(self) -> dict[str, Any]:
        """A new entry stands beside the one under the cursor: same section, same area of focus, same meeting."""
        record = self.selected
        if record is None or record.kind.name != self.kind_to_add():
            return {"section": "key message"} if self.kind_to_add() == "narrative" else {}
        match record:
            case Narrative():
                last = max((each.position for each in self._neighbours(record)), default=0)
                return {"section": record.section, "heading": record.heading, "position": last}
            case NextStep():
                return {"priority": record.priority}
            case TaskGroup():
                return {"ambition": record.ambition}
            case Challenge() | ActionArising():
                return {"meeting": record.meeting}
            case _:
                return {}

    def _neighbours(self, record: Narrative) -> list[Narrative]:
        board = self.host.board
        every = board.all(Narrative) if board is not None else ()
        return [each for each in every if each.section == record.section]

    def action_delete(self) -> None:
        """Delete the entry; the title block belongs to the board itself."""
        if (record := self.selected) is not None and record.kind.name == "board":
            self.host.refuse("The title block belongs to the board. e empties its fields.")
        else:
            super().action_delete()


def _is_in(section: PapersSection, _board: Board, item: PaperRow) -> bool:
    return item.section is section


def _day(item: PaperRow) -> tuple[bool, str]:
    record = item.record
    day = read_date(str(getattr(record, "due", "") or getattr(record, "date", ""))).day
    return day is None, day.isoformat() if day else ""
