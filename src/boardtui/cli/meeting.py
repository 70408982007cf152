"""`boardtui meeting`: plan a meeting, run it, close it, and write its minutes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.common import As, BoardArgument, Json, examples, find_meeting, signature, today
from boardtui.cli.given import given_working_copy
from boardtui.cli.output import note, say, say_json, shell_word, write_out
from boardtui.domain.errors import BoardError
from boardtui.report.words import how_many

if TYPE_CHECKING:
    from datetime import datetime

    from boardtui.domain.board.board import Board
    from boardtui.domain.records.kinds import Meeting
    from boardtui.store.history import MeetingRecord

NEW_EXAMPLES = examples(
    "boardtui meeting new plan.board --date 02/03/2021 --minutes 90",
    'boardtui meeting new plan.board --date 02/03/2021 --title Extraordinary --attendees "Chair, Lead Member"',
)
RUN_EXAMPLES = examples("boardtui meeting run plan.board", "boardtui meeting run plan.board 02/03/2021")
BEGIN_EXAMPLES = examples("boardtui meeting begin plan.board", "boardtui meeting begin plan.board 02/03/2021")
CLOSE_EXAMPLES = examples(
    "boardtui meeting close plan.board",
    "boardtui meeting close plan.board 02/03/2021 --at 12:30",
    "boardtui meeting close plan.board --at last",
)
MINUTES_EXAMPLES = examples(
    "boardtui meeting minutes plan.board",
    "boardtui meeting minutes plan.board 02/03/2021 -o minutes.docx",
)
AGREE_EXAMPLES = examples(
    "boardtui meeting agree plan.board",
    "boardtui meeting agree plan.board 19/01/2021",
)
LIST_EXAMPLES = examples("boardtui meeting list plan.board", "boardtui meeting list plan.board --json")

commands = typer.Typer(help="Plan a meeting, run it, close it, write its minutes.", rich_markup_mode=None)

MeetingArgument = Annotated[
    str, typer.Argument(metavar="MEETING", help="Its date, such as 02/03/2021, or its title.", show_default=False)
]


@commands.command("new", epilog=NEW_EXAMPLES)
def new(
    board: BoardArgument,
    *,
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The day, such as 02/03/2021.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="If it has a name of its own.")] = "",
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help="Where it is held.")] = "",
    chair: Annotated[str, typer.Option("--chair", metavar="ROLE", help="Who chairs it.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help="What it is for.")] = "",
    papers: Annotated[str, typer.Option("--papers", metavar="TEXT", help="The papers before the board.")] = "",
    attendees: Annotated[
        str, typer.Option("--attendees", metavar="ROLES", help="Who attends: one a line, or between commas.")
    ] = "",
    apologies: Annotated[
        str, typer.Option("--apologies", metavar="ROLES", help="Who does not: one a line, or between commas.")
    ] = "",
    minutes: Annotated[
        int, typer.Option("--minutes", metavar="N", min=0, max=1440, help="How long it is to take.")
    ] = 0,
    as_name: As = "",
) -> None:
    """Plan a meeting. Its agenda builds itself, by exception."""
    from boardtui.domain.dates.dates import read_date
    from boardtui.domain.meetings.agenda_changes import make_agenda
    from boardtui.domain.meetings.meeting_changes import new_meeting
    from boardtui.domain.records.kinds import Meeting
    from boardtui.store.board_file import BoardFile

    who = signature(as_name)
    with BoardFile.open(board) as file:
        now = file.read()
        planned = new_meeting(
            now,
            day=date,
            title=title,
            place=place,
            chair=chair,
            purpose=purpose,
            papers=papers,
            attendees=attendees,
            apologies=apologies,
            minutes=minutes,
        )
        meeting = Meeting(id=planned[0].record, date=str(planned[0].values["date"]), title=title)
        agenda = make_agenda(now, meeting, read_date(meeting.date).day or today())
        with file.at_once():
            file.write([*planned, *agenda], who=who, why="planned the meeting", seen=now.edition)
            made = file.refresh(now)
        found = made.get(Meeting, meeting.id)
        assert found is not None
        _say_agenda(made, found)


def _say_agenda(board: Board, meeting: Meeting) -> None:
    from boardtui.domain.meetings.agenda import agenda_of, agenda_title, agenda_whys

    items, whys = agenda_of(board, meeting), agenda_whys(board, meeting)
    say(f"{_named(meeting)}: planned, with {how_many(len(items), 'agenda item')}")
    for number, item in enumerate(items, start=1):
        say(f"{number}.", agenda_title(board, item), f"({whys[item.id]})" if whys[item.id] else "")


def _named(meeting: Meeting) -> str:
    from boardtui.domain.board.words import capitalised, the_meeting

    name = the_meeting(meeting)
    title = f", {meeting.title}" if meeting.title and meeting.date else ""
    return f"{capitalised(name)}{title}"


@commands.command("run", epilog=RUN_EXAMPLES)
def run(board: BoardArgument, meeting: MeetingArgument = "") -> None:
    """Open the application on a meeting, to run it or go on with it.

    Without MEETING it is the one that runs, or the next one planned.
    """
    from boardtui.cli import application
    from boardtui.domain.meetings.sittings import refuse_closed
    from boardtui.store.board_file import BoardFile

    with BoardFile.open(board) as file:
        found = _meant_or_next(file.read(), meeting)
    refuse_closed(found)
    application.open_application(board, begins_with=found.id)


@commands.command("begin", epilog=BEGIN_EXAMPLES)
def begin(board: BoardArgument, meeting: MeetingArgument = "", as_name: As = "") -> None:
    """Open a meeting without the application.

    A backup is made first, and an agenda if nobody has made one. Without MEETING it is the next one planned. One
    that runs already is gone on with.
    """
    from datetime import UTC, datetime

    from boardtui.domain.meetings.agenda import agenda_of
    from boardtui.domain.meetings.sittings import refuse_closed
    from boardtui.domain.records.kinds import Meeting
    from boardtui.session.meeting import begin_meeting
    from boardtui.store.board_file import BoardFile

    who = signature(as_name)
    with BoardFile.open(board) as file:
        now = file.read()
        found = _meant_or_next(now, meeting)
        refuse_closed(found)
        begun_now = begin_meeting(file, now, found, who=who, now=datetime.now(UTC), today=today(), on_screen=False)
        after = file.refresh(now)
        begun = after.get(Meeting, found.id)
        assert begun is not None
        items = len(agenda_of(after, begun))
    how = "begun" if begun_now else "running already"
    say(f"{_named(begun)}: {how}, with {how_many(items, 'agenda item')}")


def _meant_or_next(board: Board, words: str) -> Meeting:
    from boardtui.domain.meetings.sittings import next_meeting

    found = find_meeting(board, words) if words else next_meeting(board, today())
    if found is None:
        raise BoardError("No meeting is planned. Plan one: boardtui meeting new")
    return found


@commands.command("close", epilog=CLOSE_EXAMPLES)
def close(
    board: BoardArgument,
    meeting: MeetingArgument = "",
    at: Annotated[
        str,
        typer.Option(
            "--at",
            metavar="TIME",
            help="When it closed: 12:30, 2021-03-02 12:30, last for the time of its last edit, or now.",
        ),
    ] = "",
    as_name: As = "",
) -> None:
    """Close a meeting: freeze the front sheet and the whole plan. What was said to change is listed.

    Without MEETING it is the one that runs. A closed meeting stays as it was. Its minutes are a draft, which
    ordinary edits of what was minuted correct, until they are agreed: boardtui meeting agree
    """
    from boardtui.domain.board.lookup import address
    from boardtui.report.closing_list import plain_lines
    from boardtui.report.edits_in_meeting import NOTHING_CHANGED
    from boardtui.session.meeting import close_meeting
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.conflicts import open_conflicts

    who = signature(as_name)
    if (given := given_working_copy(board)) is not None and given.problem is not None:
        note("What others entered since the last exchange is not in what is frozen.")
    with BoardFile.open(board) as file, file.at_once():
        now = file.read()
        found = find_meeting(now, meeting) if meeting else _the_running(now)
        meeting_record = file.meeting_record(found.id)
        when = _closing_time(found, meeting_record, at)
        close_meeting(file, found.id, who=who, at=when)
        said = plain_lines(now, meeting_record.entries) or [NOTHING_CHANGED]
        said += _left_over(now, found, meeting_record)
        left = len(open_conflicts(file))
    for line in said:
        say(line)
    say(f"{_named(found)}: closed")
    day, name = shell_word(found.date or address(now, found)), shell_word(board)
    if left:
        things = "1 disagreement between copies is" if left == 1 else f"{left:,} disagreements between copies are"
        note(f"{things} still open, and the papers say so: boardtui conflicts list {name}")
    note(f"To write its papers: boardtui meeting minutes {name} {day}; boardtui export {name} --at {day}")


def _left_over(board: Board, meeting: Meeting, meeting_record: MeetingRecord) -> list[str]:
    """What was parked or not reached, as a line each: it comes first at the next meeting."""
    from boardtui.domain.meetings.agenda import agenda_of, agenda_title
    from boardtui.domain.records.meetings import AgendaState
    from boardtui.report.minutes import not_reached

    parked = [each for each in agenda_of(board, meeting) if each.state is AgendaState.PARKED]
    both = (("Parked", parked), ("Not reached", not_reached(board, meeting, meeting_record)))
    return [f"{words}: {agenda_title(board, each)}" for words, some in both for each in some]


def _the_running(board: Board) -> Meeting:
    from boardtui.domain.meetings.sittings import running_meeting

    found = running_meeting(board)
    if found is None:
        raise BoardError("No meeting is running. To close one that was never opened, name it by its date.")
    return found


def _closing_time(meeting: Meeting, meeting_record: MeetingRecord, words: str) -> datetime:
    from datetime import UTC, datetime

    from boardtui.domain.meetings.meeting_changes import closing_time, read_time
    from boardtui.domain.meetings.sittings import moment

    now = datetime.now(UTC).astimezone()
    last, opened = moment(meeting_record.last_at), moment(meeting.opened_at)
    match words.strip().lower():
        case "":
            if opened is not None and opened.astimezone().date() < now.date():
                end = f"{last.astimezone():%d/%m/%Y at %H:%M}" if last is not None else "not recorded"
                raise BoardError(
                    f"{_named(meeting)} was opened on {opened.astimezone():%d/%m/%Y} and nobody closed it; its last "
                    f"edit was {end}. Close it with --at last or --at now, or go on with it: boardtui meeting run"
                )
            return closing_time(meeting, now)
        case "now":
            return closing_time(meeting, now)
        case "last":
            return closing_time(meeting, now, stated=last or opened or now)
        case _:
            return closing_time(meeting, now, stated=read_time(words, meeting.date, now))


@commands.command("minutes", epilog=MINUTES_EXAMPLES)
def minutes(
    board: BoardArgument,
    meeting: MeetingArgument = "",
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write into this file; - is standard output.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Write the minutes of a meeting, agreed or as a draft.

    They are those that the board agreed, or the draft as it has been corrected. They are Markdown, or a Word
    document where FILE ends in .docx.

    Without MEETING it is the one that runs, or the one closed last.
    """
    from boardtui.cli.export import refuse_to_replace
    from boardtui.session.export import Format, refuse_place, write_document
    from boardtui.session.meeting import minutes_of
    from boardtui.store.board_file import BoardFile

    out = None if out == Path("-") else out
    if out is not None:
        refuse_place(board, out)
        refuse_to_replace(out, force)
    with BoardFile.open(board) as file:
        now = file.read()
        found = find_meeting(now, meeting) if meeting else _the_latest(now)
        if out is not None and out.suffix.lower() == Format.DOCX.suffix:
            from boardtui.session.meeting import minutes_in_word

            text: str | bytes = minutes_in_word(file, found)
        else:
            text = minutes_of(file, found)
    if out is None:
        write_out(str(text))
        return
    write_document(out, text, board=board, replace=force)
    note(f"Wrote {out}")


def _the_latest(board: Board) -> Meeting:
    from boardtui.domain.meetings.sittings import running_meeting

    found = running_meeting(board) or board.since.meeting
    if found is None:
        raise BoardError("No meeting was held yet. For a draft of a planned one, name it by its date.")
    return found


@commands.command("agree", epilog=AGREE_EXAMPLES)
def agree(board: BoardArgument, meeting: MeetingArgument = "", as_name: As = "") -> None:
    """Agree the minutes of a closed meeting: they are frozen.

    What has been corrected in them is part of them. Without MEETING it is the one whose minutes have waited
    longest. Where a meeting runs, it is that one that agrees.
    """
    from datetime import UTC, datetime

    from boardtui.domain.meetings.minuted import to_agree
    from boardtui.session.meeting import agree_minutes
    from boardtui.store.board_file import BoardFile

    who = signature(as_name)
    with BoardFile.open(board) as file:
        now = file.read()
        waiting = to_agree(now)
        if not (meeting or waiting):
            raise BoardError("No minutes wait to be agreed. Those of a meeting do once it is closed.")
        found = find_meeting(now, meeting) if meeting else waiting[0]
        agreed = agree_minutes(file, found.id, who=who, now=datetime.now(UTC))
    say(f"{_named(agreed)}: minutes agreed")
    note(f"To write them: boardtui meeting minutes {shell_word(board)} {shell_word(found.date or found.title)}")


@commands.command("list", epilog=LIST_EXAMPLES)
def list_them(board: BoardArgument, json: Json = False) -> None:
    """List the meetings."""
    from boardtui.domain.records.kinds import Meeting
    from boardtui.store.board_file import BoardFile

    with BoardFile.open(board) as file:
        now = file.read()
    every = now.all(Meeting)
    if json:
        say_json([_as_data(now, each) for each in every])
        return
    for each in every:
        say(*_row(now, each))
    if not every:
        note("There are no meetings yet. Plan one: boardtui meeting new")


def _row(board: Board, meeting: Meeting) -> list[str]:
    from boardtui.domain.dates.dates import show_date
    from boardtui.domain.meetings.agenda import agenda_of
    from boardtui.domain.meetings.minuted import minutes_are_draft
    from boardtui.domain.meetings.sittings import nobody_closed

    state = "never closed" if meeting in nobody_closed(board, today()) else meeting.state.value
    items = len(agenda_of(board, meeting))
    if minutes_are_draft(meeting):
        state += ", minutes to agree"
    columns = [show_date(meeting.date) or "(no date)", state, how_many(items, "item")]
    return [*columns, *filter(None, (meeting.title, meeting.place))]


def _as_data(board: Board, meeting: Meeting) -> dict[str, Any]:
    from boardtui.domain.meetings.agenda import agenda_of, agenda_title, agenda_whys

    whys = agenda_whys(board, meeting)
    times = ("opened_at", "closed_at", "agreed_at")
    names = ("id", "date", "title", "place", "chair", "planned_minutes", *times, "digest")
    return {
        **{name: getattr(meeting, name) for name in names},
        "state": meeting.state.value,
        "attendees": meeting.attendees.split("\n") if meeting.attendees else [],
        "apologies": meeting.apologies.split("\n") if meeting.apologies else [],
        "agenda": [
            {"title": agenda_title(board, item), "why": whys[item.id], "state": item.state.value, "item": item.item}
            for item in agenda_of(board, meeting)
        ],
    }
