"""Choosing the copies to merge: those that lie about are offered, any other is typed, pasted or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import platformdirs
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.immutable import immutable
from boardtui.session.history_lines import local_time
from boardtui.settings.paths import typed_paths
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.nearby import Nearby, boards_in, copies_near
from boardtui.store.copies.receive import stated_lead
from boardtui.ui.commands import bindings_for
from boardtui.ui.copies.merge_preview import MergePreview, Next
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.item_table import Column, ItemTable, Row
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.shared.text_inputs import PathsInput

_ASK = "path of a copy, or of a folder with copies · Enter adds it"


@immutable
class Offered:
    """A copy that can be ticked; `changed` is when its file was last written, in words."""

    path: Path
    changed: str


class MergeScreen(Dialog[None]):
    """Lists copies to tick.

    Args:
        ticked: copies that are ticked from the beginning.
    """

    CSS = """
    MergeScreen .dialog { width: 100%; max-width: 140; }
    MergeScreen .about { height: auto; color: $text-muted; margin-bottom: 1; }
    MergeScreen ItemTable { height: 10; background: $surface; }
    MergeScreen #path { margin-top: 1; padding: 0; }
    MergeScreen .problem { min-height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("merge")]

    def __init__(self, ticked: Sequence[Path] = ()) -> None:
        super().__init__()
        self._ticked = set(ticked)
        self._offered = [Offered(path, "") for path in ticked]
        self._whose: dict[Path, str] = {}

    @property
    def table(self) -> ItemTable:
        """The copies."""
        return self.query_one(ItemTable)

    def compose(self) -> ComposeResult:
        """The copies found, and a line for others."""
        with Vertical(classes="dialog"):
            yield Static("Merge copies that came back", classes="title")
            yield Static("Nothing changes before you have seen what would.", classes="about")
            yield ItemTable(empty="Looking for copies of this board …")
            yield PathsInput("", placeholder=_ASK, id="path")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("merge", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Show what is ticked already, and look for more."""
        self.table.palette = self.host.palette
        self._show()
        self.table.focus()
        self.host.begin(self._look_for_more())

    async def _look_for_more(self) -> None:
        host, origin = self.host, self.host.around.origin

        def look(file: BoardFile) -> list[Nearby]:
            others = {origin.resolve()} if origin is not None else set()
            folders = [*host.around.folders(file.path), platformdirs.user_downloads_path()]
            return [each for each in copies_near(file.path, folders) if each.path.resolve() not in others]

        nearby = await host.do(look)
        if self.still_open:
            self._found(nearby)
            await self._name_them()

    async def _name_them(self) -> None:
        """Say whose copy each is. The files are looked into off the event loop: a folder may be slow."""
        wanted = [each.path for each in self._offered if each.path not in self._whose]
        found = await self.host.do(lambda _: {path: stated_lead(path) for path in wanted})
        if self.still_open:
            self._whose |= found
            self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.table.styles.height = max(4, min(len(self._offered) + 1, self.size.height - 10))

    def _found(self, nearby: Sequence[Nearby]) -> None:
        times = {each.path: _time(each.changed) for each in nearby}
        first = [Offered(each.path, times.get(each.path, each.changed)) for each in self._offered]
        known = {each.path for each in first}
        self._offered = [*first, *(Offered(each.path, times[each.path]) for each in nearby if each.path not in known)]
        self.table.empty = "No copies lie beside the board or in Downloads. Tab, then type where they are."
        self._show()
        if not self._offered:
            self.query_one("#path", PathsInput).focus()

    def _show(self) -> None:
        home = self.host.file.path.absolute().parent if self.host.file is not None else Path()
        columns = (
            Column("", self._mark, width=3),
            Column("Copy", lambda each: one_line(each.path.name), share=3),
            Column("For", lambda each: one_line(self._whose.get(each.path, "")), share=2),
            Column("Last written", lambda each: each.changed, width=16),
            Column("Where", lambda each: _where(each.path, home), share=2),
        )
        self.table.show(columns, [Row(str(each.path), each) for each in self._offered])
        self.on_resize()

    def _mark(self, each: Offered) -> Pieces:
        return [Piece("[x]", "accent")] if each.path in self._ticked else [Piece("[ ]", "muted")]

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """A double click ticks."""
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        """Tick the copy under the cursor, or take the tick away."""
        if isinstance(each := self.table.item, Offered):
            self._ticked ^= {each.path}
            self.complain("")
            self.table.redraw()

    def on_input_changed(self, event: PathsInput.Changed) -> None:
        """What was said of the line before no longer holds."""
        event.stop()
        self.complain("")

    def on_input_submitted(self, event: PathsInput.Submitted) -> None:
        """Add what was typed, ticked; an empty line goes on to the preview."""
        event.stop()
        if not event.value.strip():
            self.action_look()
        elif self._add(event.value):
            event.input.clear()
            self.table.focus()

    def _add(self, text: str) -> bool:
        """Add what a path names, ticked; False, with a sentence on the screen, where it names nothing."""
        host = self.host
        assert host.file is not None
        own, new = host.file.path.resolve(), list[Path]()
        for path in typed_paths(text, host.file.path):
            try:
                if path.is_dir():
                    inside = [each for each in boards_in(path) if each.resolve() != own]
                    if not inside:
                        self.complain(f"There are no copies in {path}.")
                        return False
                    new += inside
                elif not path.is_file():
                    self.complain(f"There is no file {path}. Check its name and folder.")
                    return False
                elif path.resolve() == own:
                    self.complain(f"{path.name} is the board itself. Name a copy of it.")
                    return False
                else:
                    new.append(path)
            except (OSError, ValueError, RuntimeError):
                self.complain("That is no name for a file. Type another.")
                return False
        if not new:
            self.complain("That is no name for a file. Type another.")
            return False
        known = {each.path for each in self._offered}
        self._offered = [*(Offered(path, _written(path)) for path in new if path not in known), *self._offered]
        self._ticked |= set(new)
        self._show()
        self.table.go_to(str(new[0]))
        self.host.begin(self._name_them())
        return True

    def action_look(self) -> None:
        """Show what the ticked copies would change."""
        typed = self.query_one("#path", PathsInput)
        if typed.value.strip():
            if not self._add(typed.value):
                return
            typed.clear()
        chosen = [each.path for each in self._offered if each.path in self._ticked]
        if not chosen:
            self.complain("Tick at least one copy with Space, or type where one is.")
            return

        self.complain("")
        self.host.begin(self._preview(chosen))

    async def _preview(self, chosen: list[Path]) -> None:
        goes = await self.host.answer_of(MergePreview(chosen))
        if goes in (Next.BOARD, Next.DECIDE):
            self.dismiss()
        if goes is Next.DECIDE:
            self.host.decide()


def _where(path: Path, home: Path) -> str:
    if path.parent == home:
        return "beside the board"
    if path.parent == platformdirs.user_downloads_path():
        return "Downloads"
    return one_line(str(path.parent))


def _time(seconds: float) -> str:
    return local_time(datetime.fromtimestamp(seconds, UTC).isoformat())


def _written(path: Path) -> str:
    try:
        return _time(path.stat().st_mtime)
    except (OSError, OverflowError, ValueError):
        return ""
