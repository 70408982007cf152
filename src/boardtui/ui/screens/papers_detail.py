"""What the detail says of an entry of the papers: the whole of its text, and where it belongs."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.board import Board
from boardtui.domain.kinds import NextStep, Priority, Profile
from boardtui.domain.rag import WORST_FIRST, Rag
from boardtui.ui.bars import as_text
from boardtui.ui.columns import rag
from boardtui.ui.detail import detail, field_lines
from boardtui.ui.screens.paper_rows import PaperRow
from boardtui.ui.text import Palette, rich_plain

_TITLE_BLOCK = ("council", "author", "paper_date", "purpose", "summary", "exceptions", "illustrative")


def paper_detail(board: Board, row: PaperRow, palette: Palette) -> RenderableType:
    """An entry in full, under its heading."""
    heading = rich_plain(row.heading, palette.style("muted"))
    match row.record:
        case Profile():
            return Group(heading, *_title_block(board, row.record, palette))
        case Priority():
            return Group(heading, detail(board, row.record, palette), *_steps(board, row.record, palette))
        case _:
            return Group(heading, detail(board, row.record, palette))


def _title_block(board: Board, profile: Profile, palette: Palette) -> list[RenderableType]:
    lines: list[RenderableType] = [rich_plain(profile.title or "title not stated", palette.style("strong"))]
    for name in _TITLE_BLOCK:
        lines += field_lines(board, profile, profile.kind.attributes[name], palette)
    lines += [Text(""), Text("What the ratings mean here", style=palette.style("heading"))]
    for rating in WORST_FIRST:
        if rating is not Rag.NOT_RATED:
            badge = as_text(rag(rating, word=True), palette)
            lines.append(Text.assemble(badge, " ", rich_plain(profile.meaning(rating) or "not stated")))
    return lines


def _steps(board: Board, priority: Priority, palette: Palette) -> list[RenderableType]:
    found = board.owned(NextStep, priority.id)
    if not found:
        return []
    lines: list[RenderableType] = [Text(""), Text("Its next steps", style=palette.style("heading"))]
    lines += [Text.assemble(as_text(rag(each.rag), palette), " ", rich_plain(each.title)) for each in found]
    return lines
