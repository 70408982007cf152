"""What changed, written: as Markdown, and as something to draw in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardtui.domain.board import Board
from boardtui.domain.clean_text import clean
from boardtui.domain.kinds import Meeting
from boardtui.report.changed_between import TextChange, changed_between
from boardtui.report.difference import Fate, Piece, marked
from boardtui.report.markdown import bold, heading, join, paragraph, table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

NOTHING = "Nothing has changed."
KEY = "What was taken out is struck through, what was put in is bold; … stands for what stayed as it was."
KEY_ON_SCREEN = "What was taken out stands in [- -], what was put in is bold; … stands for what stayed as it was."


def what_changed(board: Board, *, until: Meeting | None = None) -> str:
    """Write what changed as Markdown.

    Args:
        board: the board at the end of the time, compared with the meeting at its beginning: as
            `BoardFile.read(since=..., at=...)` reads it.
        until: the meeting at the end; None for the board as it is now.

    Returns:
        Markdown that ends with one newline. The same data gives the same bytes.
    """
    found = changed_between(board, until=until)
    out = heading(1, f"What changed: {found.title or 'Improvement plan'}") + paragraph(found.span)
    if not found and board.since.meeting is not None:
        out += paragraph(NOTHING)
    for part in found.parts:
        out += heading(2, part.title) + table(part.columns, part.rows)
    if found.texts:
        out += heading(2, "Texts") + paragraph(KEY)
        for each in found.texts:
            out += paragraph(join(bold(f"{each.name}, {each.label.lower()}:"), *map(marked, each.pieces)))
    return "\n".join(out).rstrip("\n") + "\n"


def what_changed_view(board: Board, *, until: Meeting | None = None) -> RenderableType:
    """Draw what changed for a terminal, as wide as it is there. User text is never read as markup."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    found = changed_between(board, until=until)
    shown: list[RenderableType] = [Text(clean(found.span), style="bold")]
    if not found and board.since.meeting is not None:
        shown.append(Text(NOTHING))
    for part in found.parts:
        grid = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, title_justify="left")
        for column in part.columns:
            grid.add_column(
                Text(column.heading),
                ratio=column.width,
                min_width=min(column.width, 12),
                overflow="fold",
                justify="right" if column.align == "right" else "left",
            )
        for row in part.rows:
            grid.add_row(*(Text(clean(cell)) for cell in row))
        shown += [Text(""), Text(part.title, style="bold"), grid]
    if found.texts:
        shown += [Text(""), Text("Texts", style="bold"), Text(KEY_ON_SCREEN, style="dim")]
    for each in found.texts:
        shown += [Text(""), Text(clean(f"{each.name}, {each.label.lower()}"), style="bold"), _drawn(each)]
    return Group(*shown)


_STYLES = {Fate.KEPT: "", Fate.GONE: "strike", Fate.NEW: "bold underline"}


def _drawn(change: TextChange) -> Text:
    from rich.text import Text

    return Text(" ").join(_piece(piece) for piece in change.pieces)


def _piece(piece: Piece) -> Text:
    from rich.text import Text

    # A terminal that cannot strike through would show old and new alike: brackets say it without.
    words = f"[-{piece.text}-]" if piece.fate is Fate.GONE else piece.text
    return Text(clean(words), style=_STYLES[piece.fate])
