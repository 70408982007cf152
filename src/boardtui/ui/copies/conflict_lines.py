"""What copies say, as lines for people: what a merge would change, where they disagree, refs that stand twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.board.board import Board
from boardtui.domain.board.deleting import affected_by_deleting
from boardtui.domain.board.lookup import next_free_ref, same_refs
from boardtui.domain.board.words import (
    Names,
    capitalised,
    cell_name,
    field_label,
    kind_label,
    kind_plural,
    line_name,
    ref_of,
    shortened,
    the_meeting,
    title_words,
    value_words,
)
from boardtui.domain.dates.dates import local_time
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Attribute, Kind
from boardtui.domain.records.edits import LIFE, Change, Edit
from boardtui.domain.records.kinds import KINDS, Meeting, Record
from boardtui.report.document import Block, Bullets, Heading, Paragraph
from boardtui.report.palette import Palette
from boardtui.report.words import how_many
from boardtui.session.copies.merge_lines import MergeLine
from boardtui.store.copies.conflicts import Conflict, ItemChange, Side, both_kept
from boardtui.store.copies.merge import CopyReport
from boardtui.ui.shared.text import difference_text, is_long, one_line, rich_plain


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
        sentence = f"Its clock seems {how_many(days, 'day')} {way}. The order of edits does not hang on it."
        parts.append(Text(sentence, style=palette.style("warning")))
    return Group(*parts)


def line_detail(names: Names, line: MergeLine, palette: Palette) -> RenderableType:
    """A line in full: both values, who, when and why, and what other copies say."""
    return Group(*_detail_parts(names, line, palette))


def page_text(blocks: Iterable[Block], palette: Palette) -> RenderableType:
    """A paper of headings, paragraphs and lists on the screen."""
    parts = list[Text]()
    for block in blocks:
        match block:
            case Heading():
                above = "\n" if parts and block.level < 3 else ""
                parts.append(Text(f"{above}{one_line(block.words)}", style=palette.style("heading")))
            case Bullets():
                parts += [Text(f"• {one_line(each)}") for each in block.items]
            case Paragraph():
                parts.append(Text(one_line(block.words), style=palette.style("muted")))
    return Group(*parts)


def signed(edit: Edit) -> str:
    """Who made an edit, when and why, on one line."""
    why = f": {one_line(edit.why)}" if edit.why else ""
    return f"{edit.who or 'unsigned'}, {local_time(edit.at)}{why}"


def _detail_parts(names: Names, line: MergeLine, palette: Palette) -> Iterator[RenderableType]:
    muted = palette.style("muted")
    yield Text(f"{line.title}{f' · {line.field}' if line.field else ''}", style=palette.style("heading"))
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


@immutable
class Resolution:
    """One way to decide.

    Attributes:
        label: what it does, for the question that asks for the reason.
        changes: the edits that do it.
        why: the reason that is offered.
    """

    label: str
    changes: tuple[Change, ...]
    why: str = ""


@immutable
class ToDecide:
    """One thing to decide.

    Attributes:
        key: tells it from the others, also after the file was read again.
        record: the id of the record it is about.
        item: what the record is called, where there is little room; `name` where there is more.
        what: what is in dispute.
        sides: what the sides say, on one line each, for the table.
        choices: the ways to decide, in the order of their numbers.
        conflict: the disagreement, or None where two records have the same ref.
        both: keeps what all sides wrote; None where that cannot be put together.
    """

    key: str
    record: str
    item: str
    name: str
    what: str
    sides: tuple[str, ...]
    choices: tuple[Resolution, ...]
    conflict: Conflict | None = None
    both: Resolution | None = None

    @property
    def may_write(self) -> bool:
        """Whether something else can be written than what the sides say."""
        return self.conflict is not None and bool(fields_of(self.conflict))


def to_decide(board: Board, conflicts: Sequence[Conflict]) -> list[ToDecide]:
    """Everything that waits for a person: first where copies disagree, then refs that stand twice."""
    return [*(_of_conflict(board, each) for each in conflicts), *(_of_refs(board, some) for some in same_refs(board))]


def fields_of(conflict: Conflict) -> list[Attribute]:
    """The fields of the group in dispute that people fill in."""
    kind = KINDS[conflict.kind]
    some = [kind.attributes[name] for name in kind.groups.get(conflict.group, ())]
    return [] if any(each.look.form == "data" for each in some) else some


def decide_detail(board: Board, item: ToDecide, palette: Palette) -> RenderableType:
    """What each side says, who said it, when and why, and what both started from."""
    return Group(*_parts(board, item, palette))


def said_by_sides(board: Board, conflict: Conflict, palette: Palette) -> Iterator[RenderableType]:
    """What all started from, and each side under its number; long texts as what each side changed in them."""
    muted, heading = palette.style("muted"), palette.style("heading")
    if conflict.group == LIFE:
        yield from _life_parts(board, conflict, palette)
        return
    yield Text("Both started from" if len(conflict.sides) == 2 else "All started from", style=heading)
    if conflict.base is None:
        yield Text("  nothing: each filled it in on their own", style=muted)
    else:
        yield from _values(board, conflict, conflict.base, None, palette)
    for number, side in enumerate(conflict.sides, start=1):
        yield _headed(board, str(number), side, palette, shown=number == 1)
        yield from _values(board, conflict, side.values, conflict.base, palette)


def _of_conflict(board: Board, conflict: Conflict) -> ToDecide:
    record = board.find(conflict.record)
    item, name = _names_of(board, record, KINDS[conflict.kind])
    key = f"{conflict.record} {conflict.group}"
    if conflict.group == LIFE:
        what, choices = "delete it?", tuple(_life_choices(board, conflict))
        sides: tuple[str, ...] = ("deleted", "edited, kept")
    else:
        own = fields_of(conflict)
        what = field_label(board, own[0]) if len(own) == 1 or any(a.name == "rag" for a in own) else conflict.group
        sides = tuple(_side_words(board, conflict, side) for side in conflict.sides)
        choices = tuple(
            Resolution(f"Take {number}", (Change(conflict.record, conflict.kind, dict(side.values), resolve=True),))
            for number, side in enumerate(conflict.sides, start=1)
        )
    kept = both_kept(conflict)
    both = Resolution("Keep both" if len(sides) == 2 else "Keep all", (kept,)) if kept is not None else None
    return ToDecide(key, conflict.record, item, name, what, sides, choices, conflict, both)


def _life_choices(board: Board, conflict: Conflict) -> Iterator[Resolution]:
    doomed = [(each.id, each.kind.name) for each in reversed(_owned(board, conflict))]
    doomed.append((conflict.record, conflict.kind))
    yield Resolution("Delete it", tuple(Change(*each, delete=True) for each in doomed))
    kept = [(conflict.record, conflict.kind), *conflict.gone_with]
    yield Resolution("Keep it", tuple(Change(*each, restore=True) for each in kept))


def _owned(board: Board, conflict: Conflict) -> Sequence[Record]:
    """What goes with the record in dispute when it is deleted."""
    record = board.find(conflict.record)
    return affected_by_deleting(board, record).owned if record is not None else ()


def _of_refs(board: Board, some: Sequence[Record]) -> ToDecide:
    """Refs that stand twice. The record that was made last comes first: the others are known by the ref already."""
    first = some[0]
    free, ref = next_free_ref(board, first), one_line(ref_of(first))
    newest = list(reversed(some))
    choices = tuple(
        Resolution(
            f"“{shortened(title_words(board, each), 40)}” becomes {free}",
            (Change(each.id, each.kind.name, {"ref": free}),),
            why=f"two {kind_plural(board, each.kind)} had the ref {ref}",
        )
        for each in newest
    )
    item = f"{capitalised(kind_label(board, first.kind))} {ref}"
    titles = tuple(title_words(board, each) for each in newest)
    return ToDecide(f"ref {first.id}", newest[0].id, item, item, "ref twice", titles, choices)


def _parts(board: Board, item: ToDecide, palette: Palette) -> Iterator[RenderableType]:
    muted = palette.style("muted")
    record = board.find(item.record)
    if item.conflict is not None:
        title = title_words(board, record) if record is not None and ref_of(record) else ""
        yield Text.assemble((item.name, palette.style("heading")), f"  {title}")
        yield from said_by_sides(board, item.conflict, palette)
        return
    count = len(item.choices)
    ref = ref_of(record) if record is not None else item.item
    yield Text(f"{count} have the ref {ref}", style=palette.style("heading"))
    for number, choice in enumerate(item.choices, start=1):
        own = board.find(choice.changes[0].record)
        lead = one_line(str(getattr(own, "lead", "") or getattr(own, "owner", "")))
        yield Text.assemble((f" {number} ", palette.style("accent")), choice.label, (f"  {lead}", muted))
    yield Text("One of them has to be called something else. Nothing else about it changes.", style=muted)
    yield Text("# gives the first of them the next free ref; a number gives it to the one beside it.", style=muted)


def _headed(board: Board, number: str, side: Side, palette: Palette, *, shown: bool = False) -> Text:
    edit = side.edit
    meeting = board.get(Meeting, edit.meeting) if edit.meeting else None
    said = f" · said at {the_meeting(meeting)}" if meeting is not None else ""
    text = Text.assemble(
        (f" {number} ", palette.style("cursor")),
        (f" {edit.who or 'unsigned'}", palette.style("strong")),
        (f"  {local_time(edit.at)}{said}", palette.style("muted")),
    )
    if shown:
        text.append("  shown for now", style=palette.style("muted"))
    if edit.why:
        text.append(f"\n  Why: {one_line(edit.why)}")
    return text


def _values(
    board: Board, conflict: Conflict, values: Mapping[str, Any], base: Mapping[str, Any] | None, palette: Palette
) -> Iterator[RenderableType]:
    """The fields of one side: all that say something, and those that no longer say what they said."""
    muted = palette.style("muted")
    attributes = fields_of(conflict)
    said = False
    for attribute in attributes:
        words = value_words(board, attribute, values.get(attribute.name, attribute.default))
        before = value_words(board, attribute, base.get(attribute.name)) if base is not None else ""
        if not words and not before:
            continue
        said = True
        label = f"  {field_label(board, attribute)}: " if len(attributes) > 1 else "  "
        if before and words and before != words and is_long(before, words):
            if label.strip():
                yield Text(label, style=muted)
            yield difference_text(before, words, palette)
        elif is_long(words) and base is None:
            if label.strip():
                yield Text(label, style=muted)
            yield rich_plain(words)
        else:
            same = " (as before)" if base is not None and before == words else ""
            yield Text.assemble((label, muted), words or "nothing", (same, muted))
    if not said:
        yield Text("  nothing", style=muted)


def _life_parts(board: Board, conflict: Conflict, palette: Palette) -> Iterator[RenderableType]:
    muted = palette.style("muted")
    yield Text("Deleted in one copy and edited in another", style=palette.style("warning"))
    deletions, edits = [s for s in conflict.sides if s.deletes], [s for s in conflict.sides if not s.deletes]
    for side in deletions:
        yield _headed(board, "1", side, palette)
    owned = _owned(board, conflict)
    yield Text(f"  Delete it{f', and {len(owned)} that belong to it' if owned else ''}", style=muted)
    kind = KINDS[conflict.kind]
    for side in edits:
        yield _headed(board, "2", side, palette)
        for name, value in side.values.items():
            attribute = kind.attributes.get(name)
            was = (conflict.base or {}).get(name)
            if attribute is None or was == value:
                continue
            before, words = value_words(board, attribute, was), value_words(board, attribute, value)
            if before and is_long(before, words):
                yield Text.assemble(
                    (f"  {field_label(board, attribute)}: ", muted), difference_text(before, words, palette)
                )
            elif before or words:
                arrow = f"{before} → " if before else ""
                yield Text.assemble((f"  {field_label(board, attribute)}: ", muted), f"{arrow}{words or 'nothing'}")
    too = f", and {len(conflict.gone_with)} that went with it" if conflict.gone_with else ""
    yield Text(f"  Keep it{too}", style=muted)


def _side_words(board: Board, conflict: Conflict, side: Side) -> str:
    """What a side says on one line: first what tells it from the others."""
    attributes = fields_of(conflict)
    differing = [a for a in attributes if len({str(s.values.get(a.name, "")) for s in conflict.sides}) > 1]
    words = (value_words(board, each, side.values.get(each.name, each.default)) for each in differing)
    return one_line("; ".join(filter(None, words))) or "nothing"


def _names_of(board: Board, record: Record | None, kind: Kind) -> tuple[str, str]:
    """What a record is called in a cell and in full. One that every copy deleted is only known by its kind."""
    if record is None:
        return (capitalised(kind_label(board, kind)),) * 2
    return capitalised(cell_name(board, record)), line_name(board, record)
