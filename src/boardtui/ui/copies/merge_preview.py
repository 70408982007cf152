"""What copies would change, copy by copy and item by item; then all of it or nothing, after a backup."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import local_time
from boardtui.domain.errors import BoardError
from boardtui.report.markdown import markdown
from boardtui.report.words import how_many
from boardtui.session.copies.merge_lines import MergeLine, MergePage, by_person, merge_lines, names_after, page_of
from boardtui.session.export import write_beside
from boardtui.store.copies.merge import CopyReport, MergeResult, merge, preview_merge
from boardtui.store.copies.nearby import moved_words, put_away
from boardtui.ui.commands import bindings_for
from boardtui.ui.copies.conflict_lines import copy_detail, line_detail, page_text, report_words
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

MOST_COPIES_SEEN = 5
"""How many copies are in sight at once on a small terminal; the others are scrolled to."""


class Next(Enum):
    """Where somebody goes from the preview."""

    CHOOSE = "back to choosing copies"
    BOARD = "back to the board"
    DECIDE = "on to what copies disagree about"


class MergePreview(Dialog[Next]):
    """Shows what merging would do, merges, and then shows what was done. Dismissed with whether that is so."""

    CSS = """
    MergePreview .dialog { width: 100%; max-width: 200; height: 100%; max-height: 100%; }
    MergePreview .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    MergePreview ItemTable { background: $surface; }
    MergePreview #copies { height: 3; }
    MergePreview #items { height: 3fr; margin-top: 1; }
    MergePreview #whole { height: 2fr; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    MergePreview #whole:focus { border-top: solid $border; }
    MergePreview #said { height: auto; }
    MergePreview #said.good { color: $success; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("merge_preview", "merged")]

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._paths = list(dict.fromkeys(paths))
        self._preview: MergeResult | None = None
        self._merged = False
        self._page: MergePage | None = None
        self._done: tuple[Path, ...] = ()

    def compose(self) -> ComposeResult:
        """Copies, changes, the one under the cursor in full, what is to be said, and the keys."""
        with Vertical(classes="dialog"):
            yield OneLine(plain("Looking at the copies …"), classes="title", id="title")
            yield ItemTable(id="copies", empty="")
            yield ItemTable(id="items", empty="")
            with VerticalScroll(id="whole"):
                yield Static(id="text", markup=False)
            yield Static(id="said", classes="problem")
            yield Static(classes="hint", id="keys")

    @property
    def copies(self) -> ItemTable:
        """The copies."""
        return self.query_one("#copies", ItemTable)

    @property
    def items(self) -> ItemTable:
        """What changes."""
        return self.query_one("#items", ItemTable)

    def on_mount(self) -> None:
        """Look at the copies, which may take a moment."""
        for table in (self.copies, self.items):
            table.palette = self.host.palette
        self.items.focus()
        self.begin(self._look())

    def _show_keys(self, where: str, *hidden: str) -> None:
        keys = keys_line(where, self.host.settings.keys, hidden=hidden)
        self.query_one("#keys", Static).update(keys)

    async def _look(self) -> None:
        self._show_keys("merge_preview", "merge_do", "merge_leave_out")
        self._say("")
        self.query_one("#title", Static).update(plain("Looking at the copies …"))
        paths = list(self._paths)
        preview = await self.host.do(lambda file: preview_merge(file, paths))
        if self.still_open and self.host.board is not None:
            self._preview = preview
            self._show(self.host.board, preview)
        if preview.to_tick and not preview.edits and not preview.refused:
            # Nothing has changed in it: there is nothing to agree to before it is ticked off as returned.
            who = self.host.settings.signature
            await self.host.do(lambda file: merge(file, preview, who=who))

    def _show(self, board: Board, preview: MergeResult) -> None:
        self.query_one("#title", Static).update(plain(_title(preview, self._to_decide(preview))))
        self.copies.show(_copy_columns(), [TableRow(str(each.path), each) for each in preview.copies])
        self.copies.styles.height = 1 + min(len(preview.copies), max(MOST_COPIES_SEEN, self.size.height // 5))
        self.items.empty = "Nothing would change." if preview.edits else "Nothing new: all of it is here already."
        self.items.show(_item_columns(), _rows(merge_lines(names_after(board, preview), preview)))
        if preview.refused:
            self._show_keys("merge_preview", "merge_do")
            one = len(preview.refused) == 1
            others = len(preview.copies) - len(preview.refused)
            rest = f" l leaves {'it' if one else 'them'} out and looks at the others." if others else ""
            self._say(f"{how_many(len(preview.refused), 'copy', 'copies')} refused, so nothing can be merged.{rest}")
            self.copies.go_to(str(preview.refused[0].path))
            self.copies.focus()
        elif not preview.edits:
            self._say("Nothing new: everything in these copies is here already.", good=True)
            self._show_keys("merged", "merged_decide", "merged_write", "merged_put_away")
            self.copies.focus()
        else:
            self._show_keys("merge_preview", "merge_leave_out")

    def on_item_table_moved(self) -> None:
        """Show what is under the cursor in full, from its beginning."""
        self._show_whole()
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def on_descendant_focus(self) -> None:
        """The table that has the keys says what is shown in full."""
        if self._preview is not None:
            self._show_whole()

    def _show_whole(self) -> None:
        board, palette, text = self.host.board, self.host.palette, self.query_one("#text", Static)
        if self.query_one("#whole").has_focus:
            return
        item = self.copies.item if self.copies.has_focus else self.items.item
        if isinstance(item, CopyReport):
            text.update(copy_detail(item, palette))
        elif isinstance(item, MergeLine) and board is not None and self._preview is not None:
            text.update(line_detail(names_after(board, self._preview), item, palette))
        else:
            text.update("")

    def action_leave_out(self) -> None:
        """Look again without the copies that are refused."""
        if self.busy or self._merged or self._preview is None or not self._preview.refused:
            return
        refused = {each.path for each in self._preview.refused}
        if not (left := [path for path in self._paths if path not in refused]):
            self._say("All of these copies are refused. Esc goes back to choose others.")
            return
        self._paths = left
        self.items.focus()
        self.begin(self._look())

    def action_merge(self) -> None:
        """Bring in exactly what is shown, or say why not."""
        preview = self._preview
        if self.busy or self._merged or preview is None or preview.refused or not preview.edits:
            return

        self.begin(self._merge(preview))

    async def _merge(self, preview: MergeResult) -> None:
        self._say("Merging …", good=True)
        who = self.host.settings.signature
        done = await self.host.do(lambda file: merge(file, preview, who=who))
        self._merged = True
        self._done = tuple(each.path for each in done.copies)
        self.host.around.merged()
        edits = how_many(len(done.edits), "edit")
        copies = how_many(sum(1 for each in done.copies if each.new), "copy", "copies")
        self.query_one("#title", Static).update(plain(f"Merged {edits} from {copies}"))
        left = self.host.to_decide
        decide = f"{how_many(left, 'thing')} to decide: ! begins. " if left else ""
        backup = f"The board as it was before: {_short(done.backup)}" if done.backup is not None else ""
        self._say(f"{decide}{backup}", good=True)
        self._show_keys("merged", *(() if left else ("merged_decide",)))
        today = self.host.today
        self._page = await self.host.do(lambda file: page_of(file, done, today))
        if self.still_open:
            self._show_page(self._page)

    def _show_page(self, page: MergePage) -> None:
        """What came from whom, what is to decide and what was not touched, in the place of the tables."""
        self.copies.display = self.items.display = False
        whole = self.query_one("#whole", VerticalScroll)
        whole.focus()
        self.query_one("#text", Static).update(page_text(page.blocks(), self.host.palette))
        whole.scroll_home(animate=False)

    def action_write(self) -> None:
        """Write the page as Markdown beside the board, under a name that nothing has yet."""
        if self.busy or self._page is None or self.host.file is None:
            return
        board = self.host.file.path
        folder = Path.home() if self.host.throwaway else board.absolute().parent
        out = folder / f"{board.stem} merged {self.host.today.isoformat()}.md"
        try:
            out = write_beside(out, markdown(self._page.blocks()), board=board)
        except BoardError as error:
            self.complain(str(error))
            return
        self._say(f"Wrote {out}", good=True)

    def action_put_away(self) -> None:
        """Move what was merged out of the way."""
        if self._done and self._page is not None:
            self.begin(self._put_away(self._done))

    async def _put_away(self, copies: Sequence[Path]) -> None:
        origin = self.host.around.origin
        moved = await self.host.do(lambda file: put_away(file, copies, [origin] if origin is not None else []))
        self._done = ()
        if self.still_open:
            self._say(moved_words(moved), good=True)

    def complain(self, sentence: str) -> None:
        """Say what is wrong, in the place of what was done."""
        self._say(sentence)

    def action_leave(self) -> None:
        """Back to choosing; after a merge, back to the board."""
        if self.busy:
            self.host.opened.stop_waiting()
        if not self.busy or self._preview is None:
            self.dismiss(Next.BOARD if self._merged else Next.CHOOSE)

    def action_close(self) -> None:
        """Back to the board, where there is nothing left to do here."""
        if self._merged or (self._preview is not None and not self._preview.edits and not self._preview.refused):
            self.dismiss(Next.BOARD)

    def action_decide(self) -> None:
        """Go on to what copies disagree about."""
        if self._merged:
            self.dismiss(Next.DECIDE)

    def _to_decide(self, preview: MergeResult) -> int:
        """Everything that will wait for a person then, as the list of what is to decide will count it."""
        board = self.host.board
        return preview.to_decide(board) if board is not None else preview.conflicts

    def _say(self, sentence: str, *, good: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(plain(sentence))
        said.set_class(good, "good")


def _title(preview: MergeResult, to_decide: int) -> str:
    parts = [how_many(len(preview.copies), "copy", "copies"), f"{how_many(len(preview.edits), 'new edit')}"]
    if to_decide:
        parts.append(f"⚠ {to_decide} to decide afterwards")
    return f"What would change: {' · '.join(parts)}"


def _copy_columns() -> Sequence[ScreenColumn]:
    return (
        ScreenColumn("Copy", _copy_name, share=2),
        ScreenColumn("From", _who, share=3),
        ScreenColumn("Edited from", lambda each: local_time(each.opened_at) if each.opened_at else "", width=16),
        ScreenColumn("New", lambda each: _number(each, each.new), width=5, right=True),
        ScreenColumn("Here", lambda each: _number(each, each.known), width=6, right=True),
        ScreenColumn("Decide", lambda each: _number(each, each.conflicts), width=6, right=True),
    )


def _copy_name(each: CopyReport) -> Pieces:
    name = one_line(each.path.name)
    return [Piece("✖ ", "error"), Piece(name)] if each.refused else [Piece(name)]


def _who(each: CopyReport) -> Pieces:
    style = "error" if each.refused else "" if each.new else "muted"
    clock = [Piece("⚠ clock ", "warning")] if each.skew_days else []
    return [*clock, Piece(one_line(report_words(each)), style)]


def _number(each: CopyReport, count: int) -> str:
    return "" if each.refused else f"{count:,}"


def _rows(lines: Sequence[MergeLine]) -> list[TableRow]:
    """The lines under whom they are from."""
    rows: list[TableRow] = []
    for who, some in by_person(lines):
        rows.append(TableRow("", heading=f"{one_line(who)} · {how_many(len(some), 'change')}"))
        rows += [TableRow(line.key, line) for line in some]
    return rows


def _item_columns() -> Sequence[ScreenColumn]:
    return (
        ScreenColumn("Item", _item_name, width=17, to_width=99),
        ScreenColumn("Item", _item_title, share=1, from_width=100, wraps=True),
        ScreenColumn("Field", lambda line: line.field, width=12, to_width=99),
        ScreenColumn("Field", lambda line: line.field, width=16, from_width=100),
        ScreenColumn("Now", lambda line: one_line(line.before) or [Piece("–", "muted")], share=1),
        ScreenColumn("Then", lambda line: line.then, share=1),
    )


def _item_name(line: MergeLine) -> Pieces:
    return _marked(line, line.item)


def _item_title(line: MergeLine) -> Pieces:
    return _marked(line, line.title)


def _marked(line: MergeLine, name: str) -> Pieces:
    return [Piece("⚠ ", "warning"), Piece(name)] if line.conflict else [Piece(name)]


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
