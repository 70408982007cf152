"""The history as lines for people, on the screen and on the command line alike, and what of it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from itertools import groupby
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import (
    GONE,
    Remembered,
    capitalised,
    cell_name,
    field_label,
    full_name,
    line_name,
    remembering,
    short_name,
    shortened,
    value_words,
)
from boardtui.domain.dates.dates import format_day, local_time
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.sittings import leads_through_meeting
from boardtui.domain.records.edits import LIFE, Edit, EditId
from boardtui.domain.records.kinds import KINDS, Meeting, Record
from boardtui.domain.records.text import around, pattern_of, same_key
from boardtui.report.edits_in_meeting import standing_batches, taken_back
from boardtui.report.words import one_line
from boardtui.store.history import Entry
from boardtui.store.search import SaidBefore


@immutable
class ToldChange:
    """One field of a change, in words; empty for nothing.

    Attributes:
        label: what the field is called.
        before, after: what it said, and says.
        unset: what it says where nobody has stated anything, such as `Not rated`.
        others: where it settles a disagreement, what was not chosen.
        settles: whether it does.
    """

    label: str
    before: str
    after: str
    unset: str = ""
    others: tuple[str, ...] = ()
    settles: bool = False

    @property
    def line(self) -> str:
        """From and to on one line; of a disagreement, what was chosen and what was not."""
        after = one_line(self.after) or "nothing"
        if self.settles:
            return f"{self.label}: {after}" + not_chosen(one_line(each) or "nothing" for each in self.others)
        return f"{self.label}: {one_line(self.before)} → {after}" if self.before else f"{self.label}: {after}"


def not_chosen(others: Iterable[str]) -> str:
    """What was not chosen, as a piece of a line: `, not A ▲ Amber`."""
    words = " or ".join(others)
    return f", not {words}" if words else ""


@immutable
class HistoryLine:
    """What somebody did to one record at one moment.

    Attributes:
        key: the id of its first edit.
        at: when, as it is kept.
        name: what the record is called, and that it is deleted where it is.
        cell: the same where there is little room.
        deed: `deleted`, `restored`, `added`, `decided`, or empty for an ordinary change.
        fields: what changed.
        mark: whether it undid something or was undone itself, or came in with a copy.
        meeting: the meeting in which it was said, in words; empty outside one.
    """

    key: str
    at: str
    who: str
    name: str
    cell: str
    deed: str
    fields: Sequence[ToldChange] = field(default_factory=tuple)
    why: str = ""
    mark: str = ""
    meeting: str = ""

    @property
    def when(self) -> str:
        """Local time, day first."""
        return local_time(self.at)

    @property
    def words(self) -> str:
        """What was done, on one line."""
        return "; ".join(filter(None, (self.deed, *(each.line for each in self.fields)))) or "as before"


def done_together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """What one person did to a record at once, the newest first."""
    for _, some in groupby(entries, key=lambda e: (e.edit.batch, e.edit.record, e.edit.why, e.received)):
        yield list(some)


def history_lines(
    board: Board,
    entries: Sequence[Entry],
    born: Mapping[str, EditId],
    *,
    of: Record | None = None,
    names: Remembered | None = None,
    full: bool = True,
) -> list[HistoryLine]:
    """Entries as lines, in their order. What one person did to a record at once is one line.

    Args:
        board: the board as it is now.
        entries: the history, the newest first.
        born: for each record, the edit that made it: as `BoardFile.first_edits` says.
        of: whose history it is; what belongs to it is then told without saying to what.
        names: what records are called, where that is known already.
        full: links by their full names, where there is room.
    """
    names = names or remembering(board, (entry.edit for entry in entries))
    gone = taken_back(entries)
    return [_Lines(names, born, gone, of, full).line(some) for some in done_together(entries)]


@immutable
class _Lines:
    names: Remembered
    born: Mapping[str, EditId]
    gone: set[str]
    of: Record | None
    full: bool

    def line(self, entries: list[Entry]) -> HistoryLine:
        names, board, first = self.names, self.names.board, entries[0]
        record = names.find(first.edit.record)
        gone = "" if board.find(first.edit.record) is not None else f" {GONE}"
        unknown = capitalised(first.edit.kind.replace("_", " "))
        meeting = board.get(Meeting, first.edit.meeting) if first.edit.meeting else None
        return HistoryLine(
            key=str(first.edit.id),
            at=first.edit.at,
            who=first.edit.who or "unsigned",
            name=(line_name(names, record) if record is not None else unknown) + gone,
            cell=capitalised(cell_name(names, record) if record is not None else unknown) + gone,
            deed=self._deed(entries),
            fields=tuple(self._fields(entries)),
            why=one_line(first.edit.why),
            mark="; ".join(self._marks(entries)),
            meeting=full_name(names, meeting) if meeting else "a meeting" if first.edit.meeting else "",
        )

    def _deed(self, entries: list[Entry]) -> str:
        life = next((entry for entry in entries if entry.deleted is not None), None)
        if life is not None and life.instead_of:
            return "decided: deleted, not kept" if life.deleted else "decided: kept, not deleted"
        if life is not None:
            return "deleted" if life.deleted else "restored"
        if any(self.born.get(entry.edit.record) == entry.edit.id for entry in entries):
            return "added"
        return "decided" if any(entry.instead_of for entry in entries) else ""

    def _marks(self, entries: list[Entry]) -> Iterator[str]:
        edit = entries[0].edit
        if edit.intent:
            yield "undoes an earlier change" if edit.undoes else "redoes it"
        elif edit.batch in self.gone:
            yield "was undone"
        if _taken_apart(entries):
            yield "what was said before disagrees again"
        if entries[0].received:
            yield "came in with a copy"

    def _fields(self, entries: list[Entry]) -> Iterator[ToldChange]:
        names, first = self.names, entries[0].edit
        beside = _taken_apart(entries)
        shown = [entry for entry in reversed(entries) if entry not in beside]
        changed = {name: pair for entry in shown for name, pair in entry.changed.items()}
        settled = {name: entry for entry in shown for name in _disputed(entry)}
        kind = KINDS.get(first.kind)
        is_part = self.of is not None and first.record != self.of.id
        named_already = (kind.owner, *kind.natural_key) if is_part and kind is not None else ()
        for name in dict.fromkeys([*(kind.attributes if kind else ()), *changed, *settled]):
            if (name not in changed and name not in settled) or name in named_already:
                continue  # the name of the part says this already
            before, after = changed.get(name, (None, None))
            attribute = kind.attributes.get(name) if kind else None
            if attribute is None:
                yield ToldChange(name, str(before or ""), str(after or ""))
                continue
            if attribute.look.form == "data":
                continue

            def words(value: Any, attribute: Any = attribute) -> str:
                return value_words(names, attribute, value, full=self.full)

            label, unset = field_label(names, attribute), words(attribute.default)
            if name in settled:
                now = settled[name].edit.values().get(name)
                others = dict.fromkeys(words(each.values().get(name)) for each in settled[name].instead_of)
                chosen = words(now)
                yield ToldChange(label, "", chosen, unset, tuple(each for each in others if each != chosen), True)
            else:
                yield ToldChange(label, words(before), words(after), unset)


def _disputed(entry: Entry) -> set[str]:
    """The fields on which those disagreed between whom an edit decided."""
    if not entry.instead_of or entry.edit.group == LIFE:
        return set()
    sides = [entry.edit.values(), *(each.values() for each in entry.instead_of)]
    return {name for name in sides[0] if len({repr(side.get(name)) for side in sides}) > 1}


def _taken_apart(entries: list[Entry]) -> list[Entry]:
    """The entries that stand beside a newer one in place of the same decision, which was undone: they are not shown."""
    newer: set[tuple[str, tuple[EditId, ...]]] = set()
    found = []
    for entry in entries:
        place = entry.edit.group, entry.edit.parents
        if entry.edit.group != LIFE and entry.edit.parents and place in newer:
            found.append(entry)
        newer.add(place)
    return found


ROOM = 76
"""Characters of the words around what was found."""


@immutable
class SaidLine:
    """Words that were said once.

    Attributes:
        record: the id of what they were said of.
        words: what was found, with the words around it.
        place: what it was said of and where, who said it and when, and whether that still stands.
        still: it stands on the board as it is now.
    """

    record: str
    words: str
    place: str
    still: bool


def said_lines(board: Board, found: list[SaidBefore], phrase: str, gone: Iterable[Edit]) -> list[SaidLine]:
    """Lines of what was found on a board.

    Args:
        board: the board as it is now.
        found: what was found on it.
        phrase: what was looked for.
        gone: all edits of what was deleted, where any of it was found: they say what that was called.
    """
    pattern = pattern_of([" ".join(phrase.split())])
    names = remembering(board, gone)
    lines = []
    for each in found:
        match = pattern.search(each.text) if pattern is not None else None
        if match is not None:
            words = around(each.text, match, ROOM)
            lines.append(SaidLine(each.edit.record, words, _place(board, names, each), _stands(board, each)))
    return lines


def _stands(board: Board, each: SaidBefore) -> bool:
    record = board.find(each.edit.record)
    return each.still and record is not None and (not each.field or getattr(record, each.field, "") == each.text)


def _place(board: Board, names: Remembered, each: SaidBefore) -> str:
    kind, record = KINDS.get(each.edit.kind), names.find(each.edit.record)
    where = line_name(names, record) if record is not None else capitalised(each.edit.kind.replace("_", " "))
    label = field_label(board, kind.attributes[each.field]) if kind is not None and each.field else "Reason"
    day = format_day(datetime.fromisoformat(each.edit.at).astimezone().date())
    state = "" if _stands(board, each) or not each.field else "since replaced"
    if board.find(each.edit.record) is None:
        state = "since removed"
    about = board.find(str(getattr(record, "item", ""))) if not isinstance(record, Meeting) else None
    of = f"on {line_name(board, about)}" if about is not None and short_name(board, about) not in where else ""
    return " · ".join(filter(None, (where, of, label, f"{each.edit.who}, {day}".lstrip(", "), state)))


@immutable
class WayBack:
    """How a line of the history can be taken back.

    Attributes:
        batch: what is taken back together; empty where it cannot be.
        why_not: why it cannot be.
        mine: it is this person's, and was not taken back yet.
        others: how many other records were changed by the same stroke, and go back with it.
    """

    batch: str
    why_not: str = ""
    mine: bool = False
    others: int = 0


def ways_back(board: Board, entries: Sequence[Entry], who: str, together: Mapping[str, int]) -> Mapping[str, WayBack]:
    """How each line of a history can be taken back, by the key of the line.

    Args:
        board: the board as it is now.
        entries: the history, the newest first.
        who: the person who asks.
        together: how many records were changed by each batch of them.
    """
    standing = standing_batches(entries)
    latest: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        latest.setdefault((entry.edit.record, entry.edit.group), entry)
    found = {}
    for some in done_together(entries):
        edit = some[0].edit
        batch = standing.get(edit.batch, edit.batch)
        if why_not := _not_mine(some, batch, who):
            way = WayBack("", why_not)
        elif why_not := _moved_on(board, some, latest):
            way = WayBack("", why_not, mine=True)
        else:
            way = WayBack(batch, mine=True, others=together.get(edit.batch, 1) - 1)
        found[str(edit.id)] = way
    return found


def _not_mine(some: Sequence[Entry], batch: str, who: str) -> str:
    edit = some[0].edit
    if some[0].received:
        return "It came in with a copy: set the item to what it should be."
    if same_key(edit.who) != same_key(who):
        return f"{edit.who or 'Somebody who did not sign'} did it: only what you did yourself can be taken back."
    if edit.undoes:
        return "It took something back itself: ctrl+y does that again."
    if not batch:
        return "It was taken back already."
    if all(leads_through_meeting(entry.edit) for entry in some):
        return "It leads through a meeting, which nobody takes back."
    return ""


def _moved_on(board: Board, some: Sequence[Entry], latest: Mapping[tuple[str, str], Entry]) -> str:
    """What was changed again since, if anything: what it is now, who did that and when."""
    record = board.find(some[0].edit.record)
    if record is None:
        gone = any(entry.deleted for entry in some)
        return "" if gone else "The item was deleted since."
    for entry in some:
        kind, last = KINDS.get(entry.edit.kind), latest[entry.edit.record, entry.edit.group]
        if kind is None or entry.edit.group == LIFE or last is entry:
            continue
        for name, (_before, after) in entry.changed.items():
            now = getattr(record, name, None)
            if kind.has(name) and _kept(now) != _kept(after):
                attribute = kind.attributes[name]
                words = shortened(one_line(value_words(board, attribute, now))) or "nothing"
                by = f"{last.edit.who or 'somebody'}, {local_time(last.edit.at)}"
                return f"{field_label(board, attribute)} is {words} since ({by}): set it to what it should be."
    return ""


def _kept(value: Any) -> str:
    """A value as it is compared: an edit keeps lists, a record tuples."""
    return str(list(value)) if isinstance(value, (list, tuple)) else str(value)


def told_back(line: HistoryLine) -> str:
    """What a line would be, taken back: from what it says now to what it said before."""
    if line.deed == "added":
        return "removed again"
    if line.deed == "deleted":
        return "brought back"
    parts = (
        f"{each.label}: {one_line(each.after) or 'nothing'} → {one_line(each.before) or each.unset or 'nothing'}"
        for each in line.fields
    )
    return "; ".join(parts)
