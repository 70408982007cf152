"""What a merge would change, as lines for people: copy by copy, then item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.board.board import Board, ref_order
from boardtui.domain.board.words import (
    Names,
    Remembered,
    capitalised,
    cell_name,
    field_label,
    line_name,
    short_name,
    title_words,
    value_words,
)
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import LIFE, Edit
from boardtui.domain.records.kinds import KINDS
from boardtui.report.palette import Palette
from boardtui.session.history_lines import local_time
from boardtui.store.copies.item_changes import ItemChange
from boardtui.store.copies.merge import CopyReport, Preview
from boardtui.ui.shared.text import difference_text, is_long, one_line, rich_plain


@immutable
class MergeLine:
    """What a merge does to one field of a record, or that it adds, deletes or brings back a record.

    Attributes:
        key: tells the line from the others.
        item: what the record is called, where there is little room; `name` where there is more.
        field: the label of the field; empty for the record as a whole.
        before, after: the values in words, in full.
        conflict: copies disagree about it: somebody has to decide afterwards.
        changes: the changes it stands for.
        also: what other copies say instead, where they disagree.
    """

    key: str
    item: str
    name: str
    field: str
    before: str
    after: str
    conflict: bool
    changes: tuple[ItemChange, ...]
    also: tuple[str, ...] = ()

    @property
    def then(self) -> str:
        """What is shown afterwards, and what other copies say, on one line."""
        return " or ".join(one_line(each) or "nothing" for each in (self.after, *self.also))

    @property
    def edit(self) -> Edit:
        """The edit whose value is shown afterwards."""
        return self.changes[0].edit


def names_after(board: Board, preview: Preview) -> Remembered:
    """The board, with the records that a merge brings or changes as they are afterwards."""
    return Remembered(board, preview.records)


def merge_lines(names: Remembered, preview: Preview) -> list[MergeLine]:
    """The lines of a preview: item by item as people count them, and what has to be decided first."""
    items = [list(_lines_of(names, list(some))) for _, some in groupby(preview.items, key=lambda change: change.record)]
    return [line for some in sorted(filter(None, items), key=lambda some: _place(names, some)) for line in some]


def report_words(report: CopyReport) -> str:
    """In words what a copy brings."""
    if report.refused:
        # Which copy it is stands beside it, and where it lies would leave no room for the reason.
        words = report.refused.replace(str(report.path), report.path.name).removeprefix(report.path.name).strip()
        return f"refused: {words}"
    if not report.new:
        return "nothing new"
    return ", ".join(report.who) or "unsigned"


def copy_detail(report: CopyReport, palette: Palette) -> RenderableType:
    """Everything a report says of a copy."""
    muted, parts = palette.style("muted"), [Text(str(report.path), style=palette.style("heading"))]
    if report.refused:
        words = report.refused.replace(str(report.path), report.path.name)
        parts.append(Text(f"Refused: {words}", style=palette.style("error")))
        parts.append(Text("Nothing is merged as long as it is among the copies.", style=muted))
        return Group(*parts)
    who = ", ".join(report.who) or "unsigned"
    if report.new:
        parts.append(Text.assemble(("From: ", muted), who))
        when = f"{local_time(report.opened_at)} to {local_time(report.last_at)}"
        parts.append(Text.assemble(("Edited: ", muted), when))
    else:
        parts.append(Text.assemble(("Last edit: ", muted), f"{who}, {local_time(report.last_at)}"))
    counts = f"{report.new:,} new · {report.known:,} here already · {report.conflicts:,} to decide"
    parts.append(Text.assemble(("Edits: ", muted), counts))
    if report.skew_days:
        way = "ahead" if report.skew_days > 0 else "behind"
        days = abs(report.skew_days)
        sentence = (
            f"Its clock seems {days:,} day{'' if days == 1 else 's'} {way}. The order of edits does not hang on it."
        )
        parts.append(Text(sentence, style=palette.style("warning")))
    return Group(*parts)


def line_detail(names: Names, line: MergeLine, palette: Palette) -> RenderableType:
    """A line in full: both values, who, when and why, and what other copies say."""
    return Group(*_detail_parts(names, line, palette))


def signed(edit: Edit) -> str:
    """Who made an edit, when and why, on one line."""
    why = f": {one_line(edit.why)}" if edit.why else ""
    return f"{edit.who or 'unsigned'}, {local_time(edit.at)}{why}"


def _detail_parts(names: Names, line: MergeLine, palette: Palette) -> Iterator[RenderableType]:
    muted = palette.style("muted")
    yield Text(f"{line.name}{f' · {line.field}' if line.field else ''}", style=palette.style("heading"))
    yield Text(signed(line.edit), style=muted)
    if not line.field:
        yield Text(f"{line.before} → {line.after}" if line.before else line.after)
        for change in line.changes:
            attribute = KINDS[change.kind].attributes.get(change.field)
            if attribute is not None and (words := value_words(names, attribute, change.after)):
                yield Text.assemble((f"{attribute.label}: ", muted), words)
    elif is_long(line.before, line.after) and line.before:
        yield difference_text(line.before, line.after, palette)
    else:
        yield Text.assemble(("now: ", muted), line.before or "nothing")
        yield Text.assemble(("then: ", muted), line.after or "nothing")
    for change in line.changes:
        yield from _others(names, change, palette)


def _others(names: Names, change: ItemChange, palette: Palette) -> Iterator[RenderableType]:
    if change.conflict:
        yield Text("⚠ Copies disagree: you decide after the merge.", style=palette.style("warning"))
    attribute = KINDS[change.kind].attributes.get(change.field)
    for other in change.others:
        yield Text.assemble(("Another says: ", palette.style("muted")), signed(other))
        for name, value in other.values().items():
            own = attribute if attribute is not None and attribute.name == name else None
            if own is None and change.group == LIFE:
                own = KINDS[change.kind].attributes.get(name)
            if own is not None and own.look.form != "data":
                yield rich_plain(f"  {own.label}: {value_words(names, own, value) or 'nothing'}")


def _lines_of(names: Remembered, changes: Sequence[ItemChange]) -> Iterator[MergeLine]:
    kind, record = KINDS[changes[0].kind], names.known[changes[0].record]
    item, name = capitalised(cell_name(names, record)), line_name(names, record)
    shown = [each for each in changes if each.group == LIFE or kind.attributes[each.field].look.form != "data"]
    own = [each for each in shown if each.group != LIFE]
    if own and all(each.before is None for each in own):
        title = title_words(names, record) if record.kind.natural_key == () else ""
        yield MergeLine(
            changes[0].record,
            item,
            name,
            "",
            "",
            f"new{': ' if title else ''}{title}",
            any(e.conflict for e in own),
            tuple(own),
        )
        own = []
    for each in (each for each in shown if each.group == LIFE):
        yield MergeLine(f"{each.record} life", item, name, "", *_life_words(each), each.conflict, (each,))
    for each in own:
        attribute = kind.attributes[each.field]
        before, after = (value_words(names, attribute, value) for value in (each.before, each.after))
        others = (e.values().get(each.field) for e in each.others if each.field in e.values())
        also = tuple(w for w in dict.fromkeys(value_words(names, attribute, o) for o in others) if w != after)
        yield MergeLine(
            f"{each.record} {each.field}",
            item,
            name,
            field_label(names, attribute),
            before,
            after,
            each.conflict,
            (each,),
            also,
        )


def _life_words(change: ItemChange) -> tuple[str, str]:
    if change.conflict:
        return "edited and deleted", "kept until you decide"
    return ("here", "deleted") if change.after else ("deleted", "back again")


def _place(names: Remembered, lines: Sequence[MergeLine]) -> tuple[Any, ...]:
    change = lines[0].changes[0]
    settled = not any(line.conflict for line in lines)
    return (
        settled,
        list(KINDS).index(change.kind),
        ref_order(short_name(names, names.known[change.record])),
        change.record,
    )
