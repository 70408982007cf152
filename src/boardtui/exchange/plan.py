"""What a plan is: the content of a board without its history, and how its records are named in links."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import normal_form
from boardtui.domain.dates.periods import Period, parse_period
from boardtui.domain.errors import quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Attribute, Kind, natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.kpis import Series
from boardtui.domain.records.text import same_key, tidy_line

FORMAT = 1
KEY = "key"  # names a record within one plan, for links to it; it is no field of the record

# The figures of a KPI are written within it, each of its two series as a table of its own.
SERIES_TABLES = {"trend": Series.PERIOD, "current": Series.CURRENT}

# Stands for the board's own id, which is not known before its file is made.
THE_BOARD = natural_id("board", "of a plan")


@immutable
class PlanStep:
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


@immutable
class Plan:
    """A plan that has been read and found good: every value fits and every link has its target.

    Attributes:
        name: what it was read from, such as `plan.toml`.
        profile: the values of the board's own fields that the plan states.
        changes: one for each record, with a new id or the one its key fields determine. An id equal to
            `THE_BOARD` stands for the board itself.
        steps: what is played afterwards, in this order.
        lines: the line of the file on which the board's own fields begin, then that of the record of each change.
    """

    name: str
    profile: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    lines: tuple[int, ...] = ()


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


BOARD_NAME = "board"
_LONGEST_KEY = 40
_HINTS = 6
_WORDS = ("line", "text", "date", "period")


def name_field(kind: Kind) -> str:
    """The field by which people name a record of a kind, or "" if there is none."""
    return "ref" if kind.has("ref") else "date" if kind.name == "meeting" else ""


class NameBook:
    """The names in a plan that is being read."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, list[str]]] = {name: {} for name in KINDS}

    def add(self, kind: Kind, name: str, identity: str) -> None:
        """Give a record a name. Several may have the same: only a link to it is then refused."""
        known = self._ids[kind.name].setdefault(name, [])
        if name and identity not in known:
            known.append(identity)

    def forget(self, identity: str) -> None:
        """Take all names from a record that is deleted."""
        for names in self._ids.values():
            for known in names.values():
                if identity in known:
                    known.remove(identity)

    def find(self, words: object, kinds: tuple[str, ...] = ()) -> str:
        """The id of the record that a link names; "" for no words.

        Args:
            words: what the plan says.
            kinds: the kinds of record that can be linked here; empty for any. Where it is one, its name may
                be left out.

        Raises:
            ValueError: nothing has the name, or several have; the sentence says so.
        """
        text = tidy_line(words)
        if not text:
            return ""
        if len(kinds) == 1 and (found := self._named(kinds[0], text)):
            return self._only(kinds[0], text, found)
        prefix, separator, name = text.partition(":")
        if text == BOARD_NAME and (not kinds or BOARD_NAME in kinds):
            return THE_BOARD
        if separator and prefix in (kinds or KINDS):
            if found := self._named(prefix, name.strip()):
                return self._only(prefix, name.strip(), found)
            kinds, text = (prefix,), name.strip()
        if len(kinds) != 1:
            allowed = ", ".join(kinds or (name for name in KINDS if name != BOARD_NAME))
            raise ValueError(
                f"{quoted(text)} does not say what it links to. Write the kind first, as in action:1.1. "
                f"The kinds are: {allowed}."
            )
        raise ValueError(f"there is no {KINDS[kinds[0]].label} {quoted(text)} in this plan.{self._hint(kinds[0])}")

    def _named(self, kind: str, name: str) -> list[str]:
        names = self._ids[kind]
        if found := names.get(name) or (names.get(normal_form(name)) if kind == "meeting" else None):
            return found
        # What looks the same means the same. An exact spelling has gone before.
        return [each for known, some in names.items() if same_key(known) == same_key(name) for each in some]

    def _only(self, kind: str, name: str, found: list[str]) -> str:
        if len(found) > 1:
            raise ValueError(
                f"{len(found)} {KINDS[kind].plural} are called {name!r}. Give the one that is meant a key of "
                "its own, and link to that."
            )
        return found[0]

    def _hint(self, kind: str) -> str:
        known = [name for name, some in self._ids[kind].items() if some and len(name) <= _LONGEST_KEY]
        if not known:
            return ""
        more = ", …" if len(known) > _HINTS else ""
        return f" There is: {', '.join(map(repr, known[:_HINTS]))}{more}."


class Naming:
    """The names that records get in a plan that is written.

    Attributes:
        keys: the made-up keys, by record id: for records that something links to and nothing else names.
    """

    def __init__(self, board: Board, in_order: Iterable[Record]) -> None:
        """Name the records.

        Args:
            board: the board.
            in_order: the records that are written, in the order of the plan. Keys follow it, so that they are
                the same when the plan is read and written again.
        """
        records = list(in_order)
        self.keys: dict[str, str] = {}
        self._names = {board.profile.id: (BOARD_NAME, "")}
        taken: dict[str, Counter[str]] = {name: Counter() for name in KINDS}
        alike: Counter[tuple[str, str]] = Counter()
        for record in records:
            taken[record.kind.name][_own_name(record)] += 1
            alike[record.kind.name, same_key(_own_name(record))] += 1
        wanted = {identity for record in (*records, board.profile) for identity in _linked_by(record)}
        for record in records:
            kind, name = record.kind.name, _own_name(record)
            # Records that share a ref have keys: without them a plan with two of one ref is refused.
            shared = alike[kind, same_key(name)] > 1 and record.kind.has("ref")
            if not name or taken[kind][name] > 1 or (shared and name):
                if record.id not in wanted and not (shared and name):
                    continue
                name = self.keys[record.id] = _new_key(record, taken[kind])
                taken[kind][name] += 1
            self._names[record.id] = (kind, name)

    def link(self, identity: str, kinds: tuple[str, ...]) -> str:
        """How a link names a record; "" where it is not on the board any more or cannot be linked here."""
        kind, name = self._names.get(identity, ("", ""))
        if not kind or (kinds and kind not in kinds):
            return ""
        if not name:
            return kind
        return name if len(kinds) == 1 else f"{kind}:{name}"


def _own_name(record: Record) -> str:
    own = name_field(record.kind)
    return str(getattr(record, own)) if own else ""


def _linked_by(record: Record) -> Iterable[str]:
    for each in record.kind.attributes.values():
        if each.look.form == "link":
            yield getattr(record, each.name)
        elif each.look.form == "links":
            yield from getattr(record, each.name)


def _new_key(record: Record, taken: Counter[str]) -> str:
    stated = (getattr(record, each.name) for each in written_fields(record.kind) if each.look.form in _WORDS)
    plain = unicodedata.normalize("NFKD", next(filter(None, stated), "")).encode("ascii", "ignore").decode()
    stem = ""
    for word in re.findall("[a-z0-9]+", plain.lower()):
        if len(stem) + len(word) >= _LONGEST_KEY:
            break
        stem = f"{stem}-{word}" if stem else word
    key = stem = stem or record.kind.name.replace("_", "-")
    number = 1
    while taken[key]:
        number += 1
        key = f"{stem}-{number}"
    return key
