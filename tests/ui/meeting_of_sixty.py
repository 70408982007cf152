"""A board whose next meeting has sixty items and two matters arising to talk about."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from boardtui.domain.records.edits import Change
from boardtui.session.meeting import agree_minutes, freezer
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import HOSTILE, change, identity

BEFORE = datetime(2021, 1, 19, 9, 0, tzinfo=UTC)
NOW = "2021-03-02T09:30:00+00:00"
ITEMS = 62
AMBITIONS, ACTIONS = 6, 9

JANUARY, MARCH = identity("january"), identity("march")


def make(path: Path) -> Path:
    """Six ambitions with nine red actions each, a meeting that was held and one that is planned."""
    with BoardFile.create(path, "Improvement plan", who="plan", clock=lambda: BEFORE) as made:
        made.write(_plan(), who="plan")
        made.close_meeting(JANUARY, who="Programme office", freeze=freezer(JANUARY))
        agree_minutes(made, JANUARY, who="Programme office", now=BEFORE)
        profile = made.read().profile.id
        made.write([Change(profile, "board", {"council": "Anywhere"})], who="Programme office")
    return path


def _plan() -> list[Change]:
    records = [
        change("meeting", "january", date="2021-01-19", chair="Independent Chair"),
        change("meeting", "march", date="2021-03-02", chair="Independent Chair", place="Room 1", planned_minutes=120),
    ]
    for ambition in range(1, AMBITIONS + 1):
        records.append(change("ambition", f"a{ambition}", ref=str(ambition), title=f"Ambition {ambition} {HOSTILE}"))
        for number in range(1, ACTIONS + 1):
            ref = f"{ambition}.{number}"
            records.append(
                change(
                    "action",
                    ref,
                    ref=ref,
                    ambition=identity(f"a{ambition}"),
                    title=f"Embed practice {ref} | in every team",
                    lead="Head of Service",
                    rag="red",
                    due="2021-03-31",
                    original_due="2020-12-31",
                    commentary="The first round is done.\nThe second has begun.",
                )
            )
    records.append(
        change("challenge", "asked", meeting=JANUARY, item=identity("1.1"), text="What do managers do differently?")
    )
    records.append(
        change(
            "action_arising",
            "task",
            meeting=JANUARY,
            item=identity("1.2"),
            text="Bring the audits",
            owner="Head of Service",
            due="2021-02-26",
        )
    )
    return records
