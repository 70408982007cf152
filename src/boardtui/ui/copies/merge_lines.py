"""What a merge would change, in full: a copy, or a line of the preview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.board.words import Names, value_words
from boardtui.domain.dates.dates import local_time
from boardtui.domain.records.edits import LIFE, Edit
from boardtui.domain.records.kinds import KINDS
from boardtui.report.document import Block, Bullets, Heading, Paragraph
from boardtui.report.palette import Palette
from boardtui.report.words import how_many
from boardtui.session.copies.merge_lines import MergeLine
from boardtui.store.copies.item_changes import ItemChange
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
