"""A small board in the middle of its work, the same on every run: what the screens are shown and tested with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.meetings.agenda_changes import make_agenda, move_to
from boardtui.domain.records.declare import identity_for, natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import HOSTILE, change, identity, ready

BEFORE = datetime(2021, 1, 11, 9, 0, tzinfo=UTC)
CLOSED = datetime(2021, 1, 19, 12, 0, tzinfo=UTC)
AFTER = datetime(2021, 2, 10, 9, 0, tzinfo=UTC)
NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)

LONG = (
    "Introduce and embed the use of supervision at every level of the service, so that reflective practice is the rule"
)


def _plan() -> list[Change]:
    return [
        change("ambition", "a1", ref="1", title=f"Leaders {HOSTILE}", lead="Head of Service", narrative="Nine points."),
        change("ambition", "a2", ref="2", title="Practice is good", rag="amber", lead="Principal Social Worker"),
        change("ambition", "a3", ref="3", title="Partners", routed_to="Start Well Board"),
        *(
            change("action", ref, ref=ref, ambition=identity(f"a{ref[0]}"), title=title, rag=rag, lead=lead, **dates)
            for ref, title, rag, lead, dates in (
                ("1.1", f"Coach {HOSTILE}", "green", "Head of Service", {"due": "2021-02-28"}),
                (
                    "1.2",
                    "Supervision audits",
                    "red",
                    "Head of Service",
                    {"due": "2021-02-18", "original_due": "2020-12-31"},
                ),
                ("1.10", "Framework in force", "blue", "", {"due": "2020-10-30"}),
                ("2.1", "Visits in time", "none", "Principal Social Worker", {"due": "31/06/2021"}),
                ("2.2", LONG, "green", "Principal Social Worker", {"due": "2021-03-20"}),
                ("3.1", "Joint forum", "red", "", {"due": "2021-01-31"}),
            )
        ),
        change("priority", "p1", title="Workforce", links=(identity("a1"),)),
        change("next_step", "s1", priority=identity("p1"), title="Retention offer", due="Dec 21", rag="amber"),
        change(
            "task_group",
            "t1",
            ambition=identity("a1"),
            action=identity("1.2"),
            title="Audit group",
            lead="Head of Service",
        ),
        change(
            "kpi",
            "k1",
            ref="4.7",
            title="Cases allocated",
            ambition=identity("a1"),
            polarity="high",
            minimum="90%",
            upper="95%",
        ),
        change(
            "risk",
            "r6",
            ref="CIP06",
            title="Agency cover",
            current="4x4",
            category="workforce",
            owner="Head of Service",
        ),
        change("narrative", "n1", section="key message", text="Most tasks are amber.\nPace matters."),
        change("narrative", "n2", section="could do better", heading="Plans", text=f"Too many lapse {HOSTILE}"),
        change("milestone", "m1", title="Monitoring visit", due="28th Jun - Sept"),
        change("milestone", "m2", title="Survey", due="Jan 21"),
        change("milestone", "m3", title="Launch", due="November 2020"),
        change("budget_line", "b1", title="Transformation", year="2020/21", approved="£335k", spent="£249k"),
        change("meeting", "jan", date="2021-01-19", chair="Independent Chair"),
        change("meeting", "mar", date="2021-03-02"),
        change(
            "decision", "d1", meeting=identity("jan"), text="Report every quarter", made_by="Board", date="2021-01-19"
        ),
        change(
            "challenge", "c1", meeting=identity("jan"), item=identity("1.2"), text="What do managers do differently?"
        ),
        change(
            "action_arising",
            "x1",
            meeting=identity("jan"),
            text="Bring the audits",
            owner="Head of Service",
            due="2021-03-30",
        ),
    ]


def _readings() -> list[Change]:
    found = []
    for period, value in (("2020-11", "93%"), ("2020-12", "91%")):
        values = {"kpi": identity("k1"), "series": "period", "period": period, "value": value}
        found.append(Change(identity_for(KINDS["reading"], values, natural_id("test", period)), "reading", values))
    return found


def make(place: Path) -> Path:
    """Make the board: a plan, a closed meeting, and what has happened since."""
    return ready(place, _build)


def _build(place: Path) -> None:
    with BoardFile.create(place, "Improvement plan", who="plan", clock=lambda: BEFORE) as made:
        board = made.read().profile.id
        profile = Change(board, "board", {"appetite": "workforce: cautious 9", "stale_days": 60})
        made.write([profile, *_plan(), *_readings()], who="plan", at=BEFORE)
        made.close_meeting(identity("jan"), who="Programme office", freeze=lambda _board: ("", ""), at=CLOSED)
        since = {"kpi": identity("k1"), "series": "period", "period": "2021-01", "value": "88%"}
        reading = Change(identity_for(KINDS["reading"], since, natural_id("test", "jan")), "reading", since)
        for each in (
            change("action", "1.1", rag="amber", rationale="Two sessions were put off"),
            change("action", "1.1", due="2021-03-31", due_reason="New managers join"),
            change("action", "2.2", commentary="Second round has begun"),
            change("risk", "r6", current="5x4"),
            change("narrative", "n2", text=f"Fewer lapse now {HOSTILE}"),
            reading,
        ):
            made.write([each], who="Head of Service", at=AFTER)


def exceptions_first(place: Path) -> Path:
    """Make the agenda of the March meeting as somebody does who asks what is open from January beside its items."""
    with BoardFile.open(place, clock=lambda: AFTER) as file:
        board = file.read()
        meeting = board.get(Meeting, identity("mar"))
        assert meeting is not None
        file.write(make_agenda(board, meeting, NOW.date()), who="Programme office", at=AFTER)
        board = file.read()
        task, question = agenda_of(board, meeting)[:2]
        changes = [
            *move_to(board, meeting, task, len(agenda_of(board, meeting))),
            Change(question.id, "agenda_item", delete=True),
        ]
        file.write(changes, who="Programme office", at=AFTER)
    return place
