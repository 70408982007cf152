"""Matters arising: what became of what earlier meetings asked for, and what of the last one was corrected since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from boardtui.domain.board import Board
from boardtui.domain.dates import format_day, show_date
from boardtui.domain.kinds import ActionArising, Challenge, Meeting
from boardtui.domain.schedule import date_words, slippage
from boardtui.domain.sittings import moment, name_of_meeting
from boardtui.report.markdown import Column, Markup, bullets, heading, italic, join, paragraph, table
from boardtui.report.said import Said, said_of, told_lines
from boardtui.report.values import with_kind
from boardtui.report.words import NOT_STATED, capitalised

if TYPE_CHECKING:
    from boardtui.store.past import Spoken

_ARISING = (
    *(Column("Asked at", 12), Column("About", 20), Column("Action", 50), Column("Who", 18), Column("By when", 14)),
    Column("How it stands", 26),
)
_CHALLENGES = (Column("Asked at", 12), Column("About", 20), Column("Challenge", 50), Column("Answer", 50))

# What is expected to happen to something that a meeting said: it is no correction of it.
_PROGRESS = {
    "action_arising": {"dates"},
    "agenda_item": {"state", "position", "planned_minutes"},
    "meeting": {"state", "place_in_agenda"},
}


def matters_arising(board: Board, meeting: Meeting, spoken: Spoken, today: date) -> list[str]:
    """The section on matters arising; nothing where there are none.

    Args:
        board: the board at the close of the meeting.
        meeting: the meeting.
        spoken: with the corrections of what was said at the meeting before.
        today: the day on which lateness is counted.
    """
    out: list[str] = []
    if rows := [_asked_for(board, each, today) for each in board.all(ActionArising) if _told(board, meeting, each)]:
        out += heading(3, "Actions arising from earlier meetings") + table(_ARISING, rows)
    if rows := [_challenged(board, each) for each in board.all(Challenge) if _told(board, meeting, each)]:
        out += heading(3, "Challenges of earlier meetings") + table(_CHALLENGES, rows)
    if corrected := _corrections(board, spoken):
        out += heading(3, "Corrected since") + corrected
    return heading(2, "Matters arising") + out if out else []


def _told(board: Board, meeting: Meeting, each: ActionArising | Challenge) -> bool:
    """Whether an earlier meeting's asking is still open, or came to an end since the last meeting."""
    if each.meeting == meeting.id:
        return False
    over = each.done if isinstance(each, ActionArising) else bool(each.answer)
    return not over or each.id in board.since.before or each.id in board.since.new


def _asked_for(board: Board, each: ActionArising, today: date) -> Sequence[str]:
    dates = slippage(board, each, today)
    state = "done" if each.done else ", ".join(filter(None, ("open", dates.words)))
    return (
        *(_when(board, each.meeting), _about(board, each.item), each.text, each.owner or NOT_STATED),
        *(date_words(dates.due) or NOT_STATED, f"{state}: {each.outcome}" if each.outcome else state),
    )


def _challenged(board: Board, each: Challenge) -> Sequence[str]:
    return (_when(board, each.meeting), _about(board, each.item), each.text, each.answer or "no answer yet")


def _when(board: Board, identity: str) -> str:
    asked = board.get(Meeting, identity)
    return "" if asked is None else show_date(asked.date) or asked.title


def _about(board: Board, identity: str) -> str:
    record = board.find(identity)
    return "" if record is None else with_kind(board, record)


def _corrections(board: Board, spoken: Spoken) -> list[str]:
    entries = [each for each in spoken.corrected if each.edit.group not in _PROGRESS.get(each.edit.kind, ())]
    told = said_of(board, entries)
    if not told or spoken.previous is None:
        return []
    what = f"This was said at {name_of_meeting(spoken.previous)} and has been changed since it closed."
    return paragraph(what) + bullets(join(line, _by(each)) for each in told for line in told_lines(board, each))


def _by(said: Said) -> Markup:
    when = moment(said.when)
    day = format_day(when.date()) if when is not None else ""
    return italic(capitalised(", ".join(filter(None, (" and ".join(said.who), day)))))
