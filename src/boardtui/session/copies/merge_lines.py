"""What a merge would change, as lines for people: by whom, and there in the order of the board.

The preview on the screen and `merge --dry-run` both show these lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.order import counting_order
from boardtui.domain.board.words import (
    Names,
    Remembered,
    capitalised,
    cell_name,
    field_label,
    kind_label,
    line_name,
    named_in_full,
    ref_and_title,
    shortened,
    title_words,
    value_words,
    which_one,
)
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Kind
from boardtui.domain.records.edits import LIFE, Edit, EditId
from boardtui.domain.records.kinds import KINDS, Comparator, Reading, Rebase, Record, TargetChange
from boardtui.report.words import EMPTY, from_to, one_line
from boardtui.store.copies.item_changes import ItemChange
from boardtui.store.copies.merge import Preview

LONGEST_TITLE = 80
"""Characters of a name with its title, so that what becomes of it is still in sight."""

UNSIGNED = "unsigned"
"""Who made an edit that nobody signed."""


@immutable
class MergeLine:
    """What a merge does to one field of a record, or that it adds, deletes or brings back a record.

    Attributes:
        key: tells the line from the others.
        by: who made the edit that comes in.
        item: what the record is called, where there is little room; `name` where there is more, `title` with its title.
        field: the label of the field; empty for the record as a whole, and for the figure of a reading.
        before, after: the values in words, in full.
        conflict: copies disagree about it: somebody has to decide afterwards.
        changes: the changes it stands for.
        also: what other copies say instead, where they disagree; `who_else` the same with who says it.
        more: of a new record, what else it says.
    """

    key: str
    by: str
    item: str
    name: str
    title: str
    field: str
    before: str
    after: str
    conflict: bool
    changes: tuple[ItemChange, ...]
    also: tuple[str, ...] = ()
    who_else: str = ""
    more: str = ""

    @property
    def then(self) -> str:
        """What is shown afterwards, and what other copies say, on one line."""
        return " or ".join(one_line(each) or EMPTY for each in (self.after, *self.also))

    @property
    def edit(self) -> Edit:
        """The edit whose value is shown afterwards."""
        return self.changes[0].edit

    @property
    def is_new(self) -> bool:
        """Whether it says that a record is new."""
        return all(each.before is None for each in self.changes)

    @property
    def text(self) -> str:
        """All of it as one line of text: `6.1 % care leavers in touch · Mar 19 · 92.8% → 94%`."""
        if self.is_new:
            change = f"new: {self.more}" if self.more else "new"
        elif self.changes[0].group == LIFE and not self.conflict:
            change = self.after
        elif self.before == self.after:
            change = f"stays {shortened(self.after) or EMPTY}"
        else:
            change = from_to(shortened(self.before), shortened(self.after))
        disagree = f"; COPIES DISAGREE{': ' if self.who_else else ''}{self.who_else}" if self.conflict else ""
        return f"{' · '.join(filter(None, (self.title, self.field, change)))}{disagree}"


def names_after(board: Board, preview: Preview) -> Remembered:
    """The board, with the records that a merge brings or changes as they are afterwards."""
    return Remembered(board, preview.records)


def merge_lines(names: Remembered, preview: Preview) -> list[MergeLine]:
    """The lines of a preview: those of one person together, and there in the order of the board.

    A part stands under what it belongs to: a reading under its KPI, a mitigation under its risk, what arose at a
    meeting under the item that it is about.
    """
    came = {edit.id: edit for edit in preview.edits}
    items = [list(_lines_of(names, list(some), came)) for _, some in groupby(preview.items, key=lambda it: it.record)]
    people = list(dict.fromkeys([who for copy in preview.copies if copy.new for who in copy.who]))
    places = {some[0].changes[0].record: _place(names, some[0].changes[0].record) for some in items if some}
    lines = [line for some in items for line in some]
    people += sorted({line.by for line in lines} - set(people))
    return sorted(lines, key=lambda line: (people.index(line.by), places[line.changes[0].record]))


def by_person(lines: Iterable[MergeLine]) -> Iterator[tuple[str, list[MergeLine]]]:
    """The lines with whom they are from, person by person."""
    for who, some in groupby(lines, key=lambda line: line.by):
        yield who, list(some)


def _lines_of(names: Remembered, changes: Sequence[ItemChange], came: dict[EditId, Edit]) -> Iterator[MergeLine]:
    kind, record = KINDS[changes[0].kind], names.known[changes[0].record]
    item, name = capitalised(cell_name(names, record)), line_name(names, record)
    title = _title(names, record)
    shown = [each for each in changes if each.group == LIFE or kind.attributes[each.field].look.form != "data"]
    own = [each for each in shown if each.group != LIFE]
    if own and all(each.before is None for each in own):
        yield _of_new(names, record, own, came)
        own = []
    for each in (each for each in shown if each.group == LIFE):
        by = _by(each, came)
        before, after = _life_words(each)
        yield MergeLine(
            f"{each.record} life",
            by,
            item,
            name,
            title,
            "",
            before,
            after,
            each.conflict,
            (each,),
            who_else=_life_sides(each) if each.conflict else "",
        )
    unlike = {each.group for each in own if _unlike(each)}
    for each in own:
        attribute = kind.attributes[each.field]
        before, after = (value_words(names, attribute, value) for value in (each.before, each.after))
        # Two who rate red for different reasons disagree about the reasons: that line says so, and this one need not.
        conflict = each.conflict and (_unlike(each) or each.group not in unlike)
        others = [(e.who, e.values().get(each.field)) for e in each.others if each.field in e.values()]
        said = [(who, value_words(names, attribute, value)) for who, value in others]
        yield MergeLine(
            f"{each.record} {each.field}",
            _by(each, came),
            item,
            name,
            title,
            "" if _is_figure(kind, each.field) else field_label(names, attribute),
            before,
            after,
            conflict,
            (each,),
            tuple(words for words in dict.fromkeys(words for _, words in said) if words != after),
            ", ".join(f"{who or 'somebody'} says {shortened(words) or EMPTY}" for who, words in said),
        )


def _unlike(change: ItemChange) -> bool:
    """Whether another copy says something else of this very field."""
    return any(edit.values().get(change.field, change.after) != change.after for edit in change.others)


def _of_new(names: Names, record: Record, own: Sequence[ItemChange], came: dict[EditId, Edit]) -> MergeLine:
    """That a record is new, with what it says: of a reading its figure, of others their title."""
    kind = record.kind
    figure = next((str(each.after) for each in own if _is_figure(kind, each.field)), "")
    title = figure if kind.natural_key else title_words(names, record)
    named_already = {kind.owner, *kind.natural_key, "ref", "title", "heading", "text"}
    more = [figure] if figure else []
    for each in own:
        attribute = kind.attributes[each.field]
        words = shortened(value_words(names, attribute, each.after))
        if words and each.field not in named_already and not _is_figure(kind, each.field):
            more.append(f"{field_label(names, attribute)} {words}")
    return MergeLine(
        record.id,
        _by(own[0], came),
        capitalised(cell_name(names, record)),
        line_name(names, record),
        _title(names, record),
        "",
        "",
        f"new{': ' if title else ''}{title}",
        any(each.conflict for each in own),
        tuple(own),
        more="; ".join(more),
    )


def _title(names: Names, record: Record) -> str:
    """The name with its title, shortened where that is long. A figure begins with its KPI: `6.1 Visits · Mar 19`."""
    if isinstance(record, Reading | TargetChange | Comparator | Rebase) and (kpi := names.find(record.kpi)):
        label = "" if isinstance(record, Reading | Comparator) else f"{kind_label(names, record.kind)} "
        if which := which_one(record):
            return f"{shortened(ref_and_title(names, kpi), LONGEST_TITLE)} · {label}{which}"
    return shortened(capitalised(named_in_full(names, record)), LONGEST_TITLE)


def _is_figure(kind: Kind, field: str) -> bool:
    """Whether a field is what its record is about: the figure of a reading needs no label."""
    return field == "value" and bool(kind.natural_key)


def _by(change: ItemChange, came: dict[EditId, Edit]) -> str:
    """Who made the edit that comes in; what is shown afterwards may be what the board says already."""
    own = next((each for each in (change.edit, *change.others) if each.id in came), change.edit)
    return own.who or UNSIGNED


def _life_words(change: ItemChange) -> tuple[str, str]:
    if change.conflict:
        return "edited and deleted", "kept until you decide"
    return ("here", "deleted") if change.after else ("deleted", "back again")


def _life_sides(change: ItemChange) -> str:
    sides = (change.edit, *change.others)
    gone = [each for each in sides if each.group == LIFE and each.value == "false"]
    edited = [each for each in sides if each not in gone]
    return f"deleted by {_people(gone)}, edited by {_people(edited)}"


def _people(edits: Sequence[Edit]) -> str:
    return ", ".join(dict.fromkeys(each.who or "somebody" for each in edits))


def _place(names: Names, identity: str) -> tuple[Any, ...]:
    """Where a record stands on the board: after what it belongs to or is about, and among others of its kind."""
    found: list[tuple[Any, ...]] = []
    seen: set[str] = set()
    while (record := names.find(identity) if identity else None) is not None and record.id not in seen:
        seen.add(record.id)
        period = str(getattr(record, "period", ""))
        found.append((list(KINDS).index(record.kind.name), period, *counting_order(record)))
        identity = str(getattr(record, "item", "") or getattr(record, record.kind.owner or "id"))
    return tuple(reversed(found))
