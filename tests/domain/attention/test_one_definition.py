"""Screen, snapshot, agenda, summary table and JSON tell the same numbers of the same board on the same day."""

from __future__ import annotations

import io
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from boardtui.domain.attention.exceptions import Why
from boardtui.domain.attention.overview import as_at
from boardtui.domain.attention.schedule import SCHEDULED
from boardtui.domain.attention.topics import Topic, attention
from boardtui.domain.board.board import Board, Redating, Since
from boardtui.domain.meetings.agenda import build_agenda
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Kpi,
    Meeting,
    Milestone,
    Mitigation,
    NextStep,
    Profile,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.kpis import Polarity, Series
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.profile import Escalate
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from boardtui.exchange.samples import make_board, read_sample, sample_names
from boardtui.report.sections.page import Page, SnapshotOptions
from boardtui.report.snapshot import snapshot
from boardtui.report.tables import rows, table
from boardtui.store.board_file import BoardFile
from boardtui.ui.plan.overview_top import top_lines
from tests.domain.boards import LAST, board

MEETING = date(2021, 3, 2)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Board]:
    folder, boards = tmp_path_factory.mktemp("samples"), {}
    for name in sample_names():
        with make_board(folder / f"{name}.board", read_sample(name)) as made:
            boards[name] = made.read()
    return boards


def random_board(seed: int) -> Board:
    """A board of everything that the rules are about, at random but always the same for a number."""
    chance = random.Random(seed)
    identities = (f"x{number}" for number in range(10_000))

    def day(around: int = 60) -> str:
        words = (MEETING + timedelta(days=chance.randint(-around, around))).isoformat()
        return chance.choice((words, words, words, "", "31/06/2021", "April 2021", "Ongoing"))

    def made(kind: type[Record], **values: Any) -> Record:
        changed = MEETING - timedelta(days=chance.randint(0, 80))
        return kind(id=next(identities), changed_at=f"{changed.isoformat()}T10:00:00Z", **values)

    def rating() -> dict[str, Any]:
        return {
            "rag": chance.choice(list(Rag)),
            "evidence": chance.choice(("", "Audit of March")),
            "lead": chance.choice(("", "Head of Service", "Director")),
        }

    def score() -> str:
        return chance.choice(("", f"{chance.randint(1, 5)}x{chance.randint(1, 5)}"))

    ambitions = [
        made(Ambition, title="Ambition", routed_to=chance.choice(("", "", "", "Another board")), **rating())
        for _ in range(4)
    ]
    risks = [
        made(Risk, title="Risk", category=chance.choice(("money", "")), current=score(), next_review=day())
        for _ in range(6)
    ]
    risks = [replace(each, state=chance.choice(list(RiskState))) for each in risks]  # type: ignore[call-arg]
    of_plan: list[Record] = [*ambitions, *risks]
    owners = ["", *(each.id for each in ambitions)]
    for _ in range(20):
        dates = {"due": day(), "original_due": day()}
        of_plan.append(made(Action, title="Action", ambition=chance.choice(owners), **dates, **rating()))
    for _ in range(6):
        of_plan += [
            made(NextStep, title="Step", due=day(), **rating()),
            made(Milestone, title="M", due=day(), **rating()),
        ]
        mitigated = chance.choice(["gone", *(each.id for each in risks)])
        progress = chance.choice(list(Progress))
        of_plan.append(made(Mitigation, title="Mitigation", risk=mitigated, due=day(), progress=progress))
        about = chance.choice(["", "gone", *(each.id for each in of_plan)])
        asked = {"item": about, "meeting": chance.choice(("last", "now", ""))}
        of_plan.append(made(Challenge, text="Why?", answer=chance.choice(("", "So.")), **asked))
        of_plan.append(made(ActionArising, text="Do it", due=day(), done=chance.random() < 0.5, **asked))
    for _ in range(6):
        polarity = chance.choice((Polarity.HIGH, Polarity.LOW, Polarity.NONE))
        low, high = ("80%", "90%") if polarity is not Polarity.LOW else ("20%", "10%")
        kpi = made(Kpi, title="KPI", polarity=polarity, minimum=low, upper=high)
        figures = [
            made(Reading, kpi=kpi.id, series=Series.PERIOD, period=f"2021-0{month}", value=f"{chance.randint(5, 99)}%")
            for month in (1, 2)
        ]
        of_plan += [kpi, *figures]
    now = Meeting(id="now", date=MEETING.isoformat(), state=MeetingState.RUNNING)
    profile = Profile(
        id="board",
        appetite="money: cautious 9",
        due_days=chance.choice((7, 28, 60)),
        stale_days=30,
        escalate=chance.choice(list(Escalate)),
    )
    redatings: dict[str, tuple[Redating, ...]] = {
        each.id: (Redating("2021-01-31", "2021-02-28", "", "Lead", "2021-01-20T09:00:00Z"),)
        for each in of_plan
        if isinstance(each, SCHEDULED) and chance.random() < 0.2
    }
    return board(LAST, now, *of_plan, profile=profile, redatings=redatings, since=_since(chance, of_plan))


def _since(chance: random.Random, records: list[Record]) -> Since:
    if chance.random() < 0.3:
        return Since()
    before: dict[str, dict[str, dict[str, Any]]] = {}
    for each in records:
        for group, values in (
            ("status", {"rag": chance.choice(list(Rag))}),
            ("dates", {"due": "2021-02-10"}),
            ("current", {"current": "3x3"}),
            ("figure", {"value": f"{chance.randint(5, 99)}%", "provisional": False}),
        ):
            fits = group in each.kind.groups and set(values) <= set(each.kind.groups[group])
            if fits and chance.random() < 0.4:
                kept = {name: getattr(each, name) for name in each.kind.groups[group]}
                before.setdefault(each.id, {})[group] = {**kept, **values}
    new = frozenset(each.id for each in records if each.id not in before and chance.random() < 0.1)
    return Since(meeting=LAST, before=before, new=new)


def every_board(samples: dict[str, Board]) -> Iterator[tuple[str, Board, date]]:
    for name, sample in samples.items():
        for later in (0, 14, 400):
            yield f"{name} after {later} days", sample, as_at(sample) + timedelta(days=later)
    for seed in range(40):
        yield f"random {seed}", random_board(seed), MEETING


def section(markdown: str, heading: str) -> list[str]:
    """The lines of a table in a snapshot, without its head; nothing where it is not there."""
    _, found, rest = markdown.partition(f"\n## {heading}\n")
    lines = [line for line in rest.split("\n## ")[0].splitlines() if line.startswith("|")] if found else []
    return lines[2:]


def as_text(drawn: Any) -> str:
    written = io.StringIO()
    Console(file=written, width=2_000).print(drawn)
    return written.getvalue()


def told(text: str, pattern: str) -> int:
    """The number that a text tells; 0 where it says nothing of it."""
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def on_the_screen(a_board: Board, day: date) -> dict[str, int]:
    """What the Overview screen tells: the lines at its top, and how many rows each of its lists has."""
    seen = attention(a_board, day)
    top = "\n".join("".join(piece.text for piece in line) for line in top_lines(a_board, seen, 400, 40))
    changed = next((line for line in top.splitlines() if line.startswith("Since")), "")
    days = a_board.profile.due_days
    numbers = {
        "overdue": told(top, r"(\d+) overdue"),
        "re-dated": told(top.replace(changed, ""), r"(\d+) dates? revised"),
        "without recent update": told(top, r"(\d+) without recent update"),
        "due soon": told(top, rf"(\d+) due in {days} days"),
        "off target": told(top, r"(\d+) of \d+ KPIs? off target"),
        "above tolerance": told(top, r"(\d+) of \d+ risks? above tolerance"),
        "not answered": told(top, r"(\d+) questions? unanswered"),
        "better": told(top, r"↑ (\d+) better"),
        "worse": told(top, r"↓ (\d+) worse"),
    }
    lists = {
        "exceptions": Topic.EXCEPTIONS,
        "due soon": Topic.DUE,
        "without recent update": Topic.STALE,
        "off target": Topic.OFF_TARGET,
        "above tolerance": Topic.ABOVE_TOLERANCE,
    }
    for name, topic in lists.items():
        assert numbers.setdefault(name, len(seen.about(topic))) == len(seen.about(topic)), name
    return numbers


def in_json(a_board: Board, day: date) -> dict[str, int]:
    """What `show --json` tells: its figures, and what its records say one by one."""
    found = rows(a_board, "summary", today=day)
    numbers = {row["figure"]: row["count"] or 0 for row in found if row["about"] == "figure"}
    assert len([row for row in found if row["about"] == "exception"]) == numbers["exceptions"]
    dated = [
        row
        for what in ("actions", "next_steps", "milestones", "mitigations", "actions_arising")
        for row in rows(a_board, what, today=day)
    ]
    assert sum((row["late_days"] or 0) > 0 for row in dated) == numbers["overdue"]
    assert sum(row.get("stale", False) for row in dated) == numbers["without recent update"]
    risks, kpis = rows(a_board, "risks", today=day), rows(a_board, "kpis", today=day)
    assert sum(row["above_appetite"] for row in risks) == numbers["above tolerance"]
    assert sum(row["status"] == "missed" for row in kpis) == numbers["off target"]
    rated = [row for row in dated if "rag" in row] + rows(a_board, "ambitions", today=day)
    for way in ("better", "worse"):
        assert sum(row["movement"] == way for row in (*rated, *risks, *kpis)) == numbers[way]
    return numbers


def in_the_snapshot(a_board: Board, day: date) -> dict[str, int]:
    """What the snapshot tells. Its day is that of the board, so the board is told to speak of another one."""
    meeting = Meeting(id="now", date=day.isoformat(), state=MeetingState.RUNNING)
    others = {each.id: each for each in a_board.all(Meeting) if each.state is MeetingState.CLOSED}
    moved = replace(a_board, records={**a_board.records, "meeting": {**others, "now": meeting}})
    assert as_at(moved) == day
    text = snapshot(moved)
    return {
        "exceptions": len(section(text, "Exceptions")),
        "overdue": told(text, r"(\d+) items? (?:is|are) overdue"),
        "re-dated": told(text, r"overdue and (\d+) open"),
        "without recent update": len(section(text, "Without a recent update")),
        "due soon": len(section(text, f"Due in the next {a_board.profile.due_days} days")),
        "better": told(text, r"last meeting (\d+) got better"),
        "worse": told(text, r"better, (\d+) got worse"),
    }


def in_the_summary_table(a_board: Board, day: date) -> dict[str, int]:
    """What `show summary` tells."""
    text = as_text(table(a_board, "summary", today=day))
    return {
        "exceptions": told(text, r"Exceptions: (\d+)"),
        "due soon": told(text, rf"Due in {a_board.profile.due_days} days: (\d+)"),
        "without recent update": told(text, r"Without recent update: (\d+)"),
        "off target": told(text, r"Off target: (\d+)"),
        "above tolerance": told(text, r"Above tolerance: (\d+)"),
        "not answered": told(text, r"Unanswered: (\d+)"),
        "better": told(text, r"last meeting (\d+) got better"),
        "worse": told(text, r"better, (\d+) got worse"),
        "overdue": told(text, r"(\d+) items? (?:is|are) overdue"),
        "re-dated": told(text, r"overdue and (\d+) open"),
    }


def test_every_output_tells_the_same_numbers(samples: dict[str, Board]) -> None:
    for name, a_board, day in every_board(samples):
        screen = on_the_screen(a_board, day)
        json = in_json(a_board, day)
        for other in (in_the_snapshot(a_board, day), in_the_summary_table(a_board, day), screen):
            assert other == {key: json[key] for key in other}, name


def test_every_exception_and_no_other_reason_of_that_kind_is_on_the_agenda(samples: dict[str, Board]) -> None:
    for name, a_board, day in every_board(samples):
        running = next((each for each in a_board.all(Meeting) if each.state is MeetingState.RUNNING), None)
        entries = {each.record.id: each for each in build_agenda(a_board, day, running) if each.record is not None}
        found = attention(a_board, day).overview.exceptions
        for each in found:
            entry = entries.get(_subject(a_board, each.record))
            assert entry is not None, (name, each)
            if _subject(a_board, each.record) == each.record.id:
                assert all(reason.words in entry.why for reason in each.reasons), (name, each, entry.why)
        alone = {each.record.id for each in found}
        for identity, entry in entries.items():
            if identity not in alone:
                assert not any(why in entry.why for why in _SAID_OF_EXCEPTIONS), (name, entry)


def _subject(a_board: Board, record: Record) -> str:
    """What an agenda tells of a record under: a mitigation under its risk."""
    if isinstance(record, Mitigation) and a_board.get(Risk, record.risk) is not None:
        return record.risk
    return record.id


_SAID_OF_EXCEPTIONS = (
    Why.ESCALATED,
    Why.OFF_TARGET,
    Why.ABOVE_TOLERANCE,
    Why.SLIPPING,
    "days overdue",
    "no evidence",
    "worse since",
)


def test_the_numbers_of_days_are_settings_of_the_board() -> None:
    step = NextStep(id="a", title="Step", due="2021-04-10", changed_at="2021-02-20T10:00:00Z")
    for due_days, due in ((38, 0), (39, 1)):
        for stale_days, stale in ((10, 0), (9, 1), (0, 0)):
            there = board(step, profile=Profile(id="board", due_days=due_days, stale_days=stale_days))
            numbers = in_json(there, MEETING)
            assert (numbers["due soon"], numbers["without recent update"]) == (due, stale)
            assert on_the_screen(there, MEETING)["due soon"] == due
            assert bool(build_agenda(there, MEETING)) == bool(due)
    assert Profile(id="board").due_days == 28


def test_lack_of_news_adds_no_exception(samples: dict[str, Board]) -> None:
    plan = samples["improvement-plan"]
    today = attention(plan, as_at(plan)).overview
    later = attention(plan, as_at(plan) + timedelta(days=14)).overview
    assert len(later.stale) > 50 > len(today.stale)
    added = {each.record.id for each in later.exceptions} - {each.record.id for each in today.exceptions}
    assert added <= {each.id for each in later.overdue}


def test_a_published_snapshot_counts_its_exceptions_without_disagreements(samples: dict[str, Board]) -> None:
    plan = samples["improvement-plan"]
    disputed = replace(plan.all(Action)[0], conflicts=("status",))
    records = {**plan.records, "action": {**plan.records["action"], disputed.id: disputed}}
    seen = attention(replace(plan, records=records), as_at(plan))
    assert [each.record.id for each in seen.about(Topic.TO_DECIDE)] == [disputed.id]
    assert len(seen.overview.exceptions) == len(Page.of(plan, SnapshotOptions()).view.exceptions)


def test_a_board_made_before_the_setting_opens_and_looks_twenty_eight_days_ahead(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    make_board(path, read_sample("improvement-plan")).close()
    with closing(sqlite3.connect(path)) as older, older:
        older.execute("ALTER TABLE p_board DROP COLUMN due_days")
        older.execute("UPDATE meta SET value = 'older' WHERE name = 'projection'")
    with BoardFile.open(path) as file:
        profile = file.read().profile
        assert profile.due_days == 28
        file.write([Change(profile.id, "board", {"due_days": 7})], who="chair")
        assert file.read().profile.due_days == 7
