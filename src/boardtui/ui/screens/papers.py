"""What the papers say around the plan: narrative, next steps, milestones, money, and what meetings asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from rich.console import RenderableType

from boardtui.domain.board import Board
from boardtui.domain.dates import read_date
from boardtui.domain.kinds import ActionArising, Challenge, Narrative, NextStep, TaskGroup
from boardtui.ui import columns
from boardtui.ui.naming import label_of
from boardtui.ui.screens.item_screen import ItemScreen, Order, ReadyFilter
from boardtui.ui.screens.paper_rows import PaperRow, Section, paper_rows, ref_cell, state_cell, text_cell, when_cell
from boardtui.ui.screens.papers_detail import paper_detail
from boardtui.ui.widgets.item_table import Column


class PapersScreen(ItemScreen):
    """Everything in the papers that is no action, KPI or risk, section by section."""

    name_of_items = "entries"
    name_of_one = "entry"
    empty = "Nothing here yet. + adds a key message; f goes to the other sections."

    def items(self, board: Board) -> Sequence[PaperRow]:
        """The entries, section by section."""
        return paper_rows(board)

    def heading(self, board: Board, item: PaperRow) -> str:
        """The section and, within it, the heading or the area of focus."""
        return item.heading

    def columns(self, board: Board) -> Sequence[Column]:
        """Ref, what it says, who, when, how it stands, and whether it has changed."""
        today = self.board_app.today
        return (
            Column("Ref", lambda item: ref_cell(board, item.record), width=6),
            Column("What it says", lambda item: text_cell(board, item.record), spills=True),
            Column("Who", lambda item: columns.words(item.who), width=20, from_width=100),
            Column("When", lambda item: when_cell(board, item.record, today), width=16),
            Column("State", lambda item: state_cell(item.record, word=False), width=5, to_width=89),
            Column("State", lambda item: state_cell(item.record, word=True), width=15, from_width=90),
            Column("Since", lambda item: [columns.movement(board, item.record)], width=6),
        )

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """One for each section, empty ones too: that is where + adds the first entry."""
        return (
            ReadyFilter("all", lambda _board, _item: True),
            *(
                ReadyFilter(
                    section.label, partial(_is_in, section), empty=f"No {section.several} yet. + adds the first."
                )
                for section in Section
                if section is not Section.PAPER
            ),
        )

    def orders(self) -> Sequence[Order]:
        """Section by section; then by date, and by who answers for it."""
        return (
            Order("section", lambda _board, _item: 0),
            Order("date", lambda _board, item: _day(item)),
            Order("who", lambda _board, item: (not item.who, item.who.casefold())),
        )

    def words(self, board: Board, item: PaperRow) -> str:
        """Everything the entry says, and its section."""
        return f"{item.heading}\n{label_of(board, item.record)}\n{super().words(board, item)}"

    def detail(self, board: Board, item: PaperRow) -> RenderableType:
        """The entry in full."""
        return paper_detail(board, item, self.board_app.palette)

    def _section(self) -> Section:
        """The section that the cursor is in, or that is shown although it is empty."""
        if self.choice.ready:
            return [section for section in Section if section is not Section.PAPER][self.choice.ready - 1]
        item = self.table.item
        return item.section if isinstance(item, PaperRow) else Section.NARRATIVE

    def kind_to_add(self) -> str:
        """The kind of the section under the cursor."""
        return self._section().kind or Section.NARRATIVE.kind

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
        board = self.board_app.board
        every = board.all(Narrative) if board is not None else ()
        return [each for each in every if each.section == record.section]

    def action_delete(self) -> None:
        """Delete the entry; the title block belongs to the board itself."""
        if (record := self.selected) is not None and record.kind.name == "board":
            self.board_app.refuse("The title block belongs to the board. e empties its fields.")
        else:
            super().action_delete()


def _is_in(section: Section, _board: Board, item: PaperRow) -> bool:
    return item.section is section


def _day(item: PaperRow) -> tuple[bool, str]:
    record = item.record
    day = read_date(str(getattr(record, "due", "") or getattr(record, "date", ""))).day
    return day is None, day.isoformat() if day else ""
