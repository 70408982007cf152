"""What a plan is: the content of a board without its history, as it can be written down in one text file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from boardtui.domain.declare import Attribute, Kind, natural_id
from boardtui.domain.edits import Change
from boardtui.domain.kinds import KINDS
from boardtui.domain.kpis import Series
from boardtui.domain.periods import Period, parse_period

FORMAT = 1
KEY = "key"  # names a record within one plan, for links to it; it is no field of the record

# The figures of a KPI are written within it, each of its two series as a table of its own.
SERIES_TABLES = {"trend": Series.PERIOD, "current": Series.CURRENT}

# Stands for the board's own id, which is not known before its file is made.
THE_BOARD = natural_id("board", "of a plan")


@dataclass(frozen=True, slots=True)
class Step:
    """Work that is played after the plan is in, so that a sample opens in the middle of things.

    Attributes:
        change: what is changed, or None where a meeting is closed.
        close_meeting: id of the meeting to be closed, or "".
        who: the job title it is signed with; "" for that of the plan.
        why: the reason.
        at: when it was done; None for now.
        meeting: id of the meeting in which it was said, or "".
    """

    change: Change | None = None
    close_meeting: str = ""
    who: str = ""
    why: str = ""
    at: datetime | None = None
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that has been read and found good: every value fits and every link has its target.

    Attributes:
        name: what it was read from, such as `plan.toml`.
        profile: the values of the board's own fields that the plan states.
        changes: one for each record, with a new id or the one its key fields determine. An id equal to
            `THE_BOARD` stands for the board itself.
        steps: what is played afterwards, in this order.
    """

    name: str
    profile: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    steps: tuple[Step, ...] = ()


def written_fields(kind: Kind) -> list[Attribute]:
    """The fields of a kind that a plan holds: all but those the program keeps for itself."""
    return [each for each in kind.attributes.values() if each.look.form != "data"]


def table_kinds() -> list[Kind]:
    """The kinds that have tables of their own in a plan, what is linked to before what links to it if possible."""
    names = [name for name in KINDS if name not in ("board", "reading")]
    ordered = [name for name in _READING_ORDER if name in names]
    return [KINDS[name] for name in ordered + [name for name in names if name not in ordered]]


# The order in which people read a plan. A kind that is not named here comes after these.
_READING_ORDER = (
    *("ambition", "action", "priority", "next_step", "task_group"),
    *("kpi", "target_change", "comparator", "rebase", "risk", "mitigation"),
    *("narrative", "milestone", "budget_line"),
    *("meeting", "agenda_item", "decision", "challenge", "action_arising"),
)


def period_key(words: str) -> str:
    """A period as it is stored, where the words are one; else the words, for the checks to find."""
    try:
        return parse_period(words).key
    except ValueError:
        return words


def period_order(words: str) -> tuple[bool, Period | str]:
    """A key that sorts periods by date, and what is no period to the end."""
    try:
        return False, parse_period(words)
    except ValueError:
        return True, words
