"""What stands beside a line of the meeting screen: the brief of an item, an agenda, or frozen minutes."""

from __future__ import annotations

from datetime import date

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.text import Text

from boardtui.domain.agenda import agenda_of, agenda_title
from boardtui.domain.board import Board
from boardtui.domain.item_brief import item_brief
from boardtui.domain.kinds import Meeting
from boardtui.domain.meetings import AgendaState
from boardtui.domain.sittings import frozen_minutes
from boardtui.ui.detail import detail
from boardtui.ui.meeting_brief import Brief
from boardtui.ui.meeting_rows import AgendaRow
from boardtui.ui.text import Palette, one_line


def agenda_detail(board: Board, row: AgendaRow, palette: Palette, today: date, room: int) -> RenderableType:
    """Why an item is on the agenda, and its brief.

    Args:
        board: the board.
        row: the item.
        palette: the colours.
        today: the day on which lateness is counted.
        room: the width there is, in cells of the terminal.
    """
    why: list[RenderableType] = [Text(f"Here because: {row.why}", style=palette.style("accent"))] if row.why else []
    brief = item_brief(board, row.record, today)
    # At the width of the detail there is one column; charts are for the whole screen.
    return Group(*why, Brief(board, brief, None, row.item, palette, width=min(room, 109), height=24).drawn())


def meeting_detail(board: Board, meeting: Meeting, palette: Palette) -> RenderableType:
    """The agenda of a planned meeting, or the minutes of a closed one."""
    if minutes := frozen_minutes(meeting):
        return Group(
            Text("Minutes, as they were frozen", style=palette.style("accent")),
            Markdown(minutes, hyperlinks=False),
        )
    items = [each for each in agenda_of(board, meeting) if each.state is not AgendaState.SKIPPED]
    agenda = [Text(f"{number}. {one_line(agenda_title(board, each))}") for number, each in enumerate(items, start=1)]
    heading = [Text("Agenda", style=palette.style("heading"))] if agenda else []
    return Group(detail(board, meeting, palette), *heading, *agenda)
