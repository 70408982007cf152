"""Choosing the copies to merge: those that lie about are offered, any other is typed, pasted or dropped.

The folder in which somebody looked last is remembered, and what lies there is offered too. What is merged already is
ticked off, stands last, and can be put out of the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import platformdirs
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.domain.immutable import immutable
from boardtui.report.words import counted
from boardtui.session.history_lines import local_time
from boardtui.session.notes import note_on
from boardtui.settings.address import Address, is_address
from boardtui.settings.paths import address_problem, typed_paths
from boardtui.settings.places import inbox_of, keep_inbox
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.nearby import Nearby, boards_in, copies_near
from boardtui.store.copies.put_away import DONE, moved_words, put_away
from boardtui.store.copies.stated import StatedCopy, stated_copies
from boardtui.ui.commands import bindings_for
from boardtui.ui.copies.merge_preview import MergePreview, Next
from boardtui.ui.shared.dialog import Dialog, TypedList, keys_line
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.shared.text_inputs import LineInput, PathsInput
from boardtui.ui.table.item_table import Column, ItemTable, Row

_ASK = "path or address of a copy, or a folder with copies · Enter adds it"


@immutable
class Offered:
    """A copy that can be ticked.

    Attributes:
        changed: when its file was last written, in words.
        said: what the file says of itself; None as long as nobody has looked.
    """

    path: Path
    changed: str
    said: StatedCopy | None = None

    @property
    def news(self) -> str:
        """What it has that is not here, in words."""
        if self.said is None:
            return ""
        if not self.said.readable:
            return "no copy of this board"
        if not self.said.new:
            return "✓ merged" if self.said.merged else "nothing new"
        since = f" since {local_time(self.said.since)[:10]}" if self.said.since else ""
        return f"{counted(self.said.new, 'edit')}{since}"

    @property
    def done(self) -> bool:
        """Whether it is merged, with all that it has."""
        return self.said is not None and self.said.merged


def matching(offered: Sequence[Offered], words: str) -> list[Offered]:
    """The copies with every word in name, in whose it is or in what it has; those that are done last."""
    wanted = words.casefold().split()
    found = [each for each in offered if all(word in _searched(each) for word in wanted)]
    return sorted(found, key=lambda each: each.done)


def _searched(each: Offered) -> str:
    return f"{each.path.name} {each.said.lead if each.said is not None else ''} {each.news}".casefold()


class MergeScreen(Dialog[None]):
    """Lists copies to tick.

    Args:
        ticked: copies that are ticked from the beginning.
    """

    CSS = """
    MergeScreen .dialog { width: 100%; max-width: 140; }
    MergeScreen .about { height: auto; color: $text-muted; margin-bottom: 1; }
    MergeScreen ItemTable { height: 10; background: $surface; }
    MergeScreen LineInput { padding: 0; }
    MergeScreen .problem { min-height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("merge")]

    def __init__(self, ticked: Sequence[Path] = ()) -> None:
        super().__init__()
        self._ticked = set(ticked)
        self._offered = [Offered(path, "") for path in ticked]
        self._looked = False
        self._said: dict[Path, StatedCopy] = {}

    @property
    def table(self) -> ItemTable:
        """The copies."""
        return self.query_one(ItemTable)

    def compose(self) -> ComposeResult:
        """The copies found, and a line for others."""
        with Vertical(classes="dialog"):
            yield Static("Merge copies that came back", classes="title")
            yield Static("Nothing changes before you have seen what would.", classes="about")
            yield LineInput("", placeholder="type to search: a file, a name, merged", id="search")
            yield TypedList(empty="Looking for copies of this board …")
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
        host, origin, inbox = self.host, self.host.around.origin, self._inbox()

        def look(file: BoardFile) -> list[Nearby]:
            others = {origin.resolve()} if origin is not None else set()
            folders = [*host.around.folders(file.path), platformdirs.user_downloads_path()]
            nearby = copies_near(file.path, [*folders, *([inbox] if inbox is not None else [])])
            return [each for each in nearby if each.path.resolve() not in others]

        nearby = await host.do(look)
        if self.still_open:
            self._found(nearby)
            await self._look_into_them()

    def _inbox(self) -> Path | None:
        board = self.host.board
        return inbox_of(board.profile.id) if board is not None else None

    async def _look_into_them(self, *, again: bool = False) -> None:
        """Say whose copy each is and what it has. It is done off the event loop: a folder may be slow."""
        wanted = [each.path for each in self._offered if again or each.path not in self._said]
        found = await self.host.do(lambda file: stated_copies(file, wanted))
        if self.still_open:
            self._said |= found
            self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.table.styles.height = max(4, min(len(self._offered) + 2, self.size.height - 11))

    def _found(self, nearby: Sequence[Nearby]) -> None:
        times = {each.path: _time(each.changed) for each in nearby}
        first = [Offered(each.path, times.get(each.path, each.changed)) for each in self._offered]
        known = {each.path for each in first}
        self._offered = [*first, *(Offered(each.path, times[each.path]) for each in nearby if each.path not in known)]
        self._looked = True
        self._show()
        if not self._offered:
            self.query_one("#path", PathsInput).focus()

    @property
    def _shown(self) -> list[Offered]:
        return matching([*self._with_what_they_say()], self.query_one("#search", Input).value)

    def _with_what_they_say(self) -> Iterator[Offered]:
        return (Offered(each.path, each.changed, self._said.get(each.path)) for each in self._offered)

    def _show(self) -> None:
        home = self.host.file.path.absolute().parent if self.host.file is not None else Path()
        columns = (
            Column("", self._mark, width=3),
            Column("Copy", lambda each: one_line(each.path.name), share=3),
            Column("For", lambda each: one_line(each.said.lead) if each.said is not None else "", share=2),
            Column("What is new", _news, width=26),
            Column("Last written", lambda each: each.changed, width=16, from_width=100, extra=True),
            Column("Where", lambda each: _where(each.path, home), share=2, from_width=100),
        )
        if self._looked:
            what = (
                "Nothing listed is called so." if self._offered else "No copies lie beside the board or in Downloads."
            )
            self.table.empty = f"{what} Tab, then type where they are."
        rows, done = list[Row](), False
        for each in self._shown:
            if each.done and not done:
                rows.append(Row("", heading=f"Merged already · they can go into a folder called {DONE}"))
                done = True
            rows.append(Row(str(each.path), each))
        self.table.show(columns, rows)
        self.on_resize()

    def _mark(self, each: Offered) -> Pieces:
        return [Piece("[x]", "accent")] if each.path in self._ticked else [Piece("[ ]", "muted")]

    def on_key(self, event: events.Key) -> None:
        """Letters that are typed over the list are searched for; what begins a path goes into the line for one."""
        if self.table.has_focus and event.is_printable and event.character and event.character != " ":
            event.stop()
            line = self.query_one("#path" if event.character in "/~." else "#search", Input)
            self.set_focus(line)
            line.insert_text_at_cursor(event.character)

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

    def action_tick_all(self) -> None:
        """Tick all that are listed and have something new; where they are, take their ticks away."""
        shown = {each.path for each in self._shown if each.said is not None and each.said.new}
        if not shown:
            self.complain("None of those listed has anything new.")
            return
        self._ticked = self._ticked - shown if shown <= self._ticked else self._ticked | shown
        self.complain("")
        self.table.redraw()

    def action_put_away(self) -> None:
        """Move those that are merged into a folder beside them; where some are ticked, only those."""
        done = [each.path for each in self._with_what_they_say() if each.done and note_on(each.path) is None]
        if chosen := [path for path in done if path in self._ticked] or done:
            self.begin(self._put_away(chosen))
        else:
            self.complain("None of these copies is merged yet.")

    async def _put_away(self, chosen: Sequence[Path]) -> None:
        origin = self.host.around.origin
        moved = await self.host.do(lambda file: put_away(file, chosen, [origin] if origin is not None else []))
        if self.still_open:
            gone = set(chosen)
            self._offered = [each for each in self._offered if each.path not in gone]
            self._ticked -= gone
            self._show()
        self.host.say(moved_words(moved))

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of the line before no longer holds."""
        event.stop()
        if event.value:
            self.complain("")
        if event.input.id == "search":
            self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """After the search, to what it found. Add what was typed, ticked; an empty line goes on to the preview."""
        event.stop()
        if event.input.id == "search":
            self.table.focus()
        elif not event.value.strip():
            self.action_look()
        elif is_address(event.value):
            self._add_shared(event.input, look=False)
        elif self._add(event.value):
            event.input.clear()
            self.table.focus()

    def _add_shared(self, line: Input, *, look: bool) -> None:
        """Add the working copy of a shared board, brought up to date; what is typed may hold a password."""
        text = line.value
        line.clear()
        self.begin(self._fetch(text, look=look))

    async def _fetch(self, text: str, *, look: bool) -> None:
        from boardtui.ui.copies.sharing import up_to_date, working_copy_for

        assert self.host.file is not None
        address = Address.read(text)
        self.complain(f"Asking {address.server} for the board {address.board} …")
        path = await working_copy_for(self.host, address)
        if path is None:
            self.complain(f"{address.server} was given no password.")
            return
        if path.resolve() == self.host.file.path.resolve():
            self.complain("That is the shared board that is open: its edits are exchanged on their own.")
            return
        problem = await up_to_date(address, path)
        self._offer([path])
        self.complain(f"{problem} What is ticked is the board as it was when it was reached last." if problem else "")
        self.table.focus()
        if look and not problem:
            self.action_look()

    def _add(self, text: str) -> bool:
        """Add what a path names, ticked; False, with a sentence on the screen, where it names nothing."""
        host = self.host
        assert host.file is not None
        own, new, inbox = host.file.path.resolve(), list[Path](), None
        for path in typed_paths(text, host.file.path):
            try:
                if path.is_dir():
                    inside = [each for each in boards_in(path) if each.resolve() != own]
                    if not inside:
                        self.complain(f"There are no copies in {path}.")
                        return False
                    new += inside
                    inbox = path
                elif not path.is_file():
                    self.complain(address_problem(path) or f"There is no file {path}. Check its name and folder.")
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
        self._offer(new)
        if inbox is not None and not host.throwaway and host.board is not None:
            keep_inbox(host.board.profile.id, inbox.absolute())
        return True

    def _offer(self, new: Sequence[Path]) -> None:
        """List copies, ticked."""
        known = {each.path for each in self._offered}
        self._offered = [*(Offered(path, _written(path)) for path in new if path not in known), *self._offered]
        self._ticked |= set(new)
        self.query_one("#search", Input).value = ""  # what was added must be seen
        self._show()
        self.table.go_to(str(new[0]))
        self.host.begin(self._look_into_them())

    def action_look(self) -> None:
        """Show what the ticked copies would change."""
        typed = self.query_one("#path", PathsInput)
        if is_address(typed.value):
            self._add_shared(typed, look=True)
            return
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
        elif self.still_open:  # one that had nothing new is ticked off by now
            await self._look_into_them(again=True)
        if goes is Next.DECIDE:
            self.host.decide()


def _news(each: Offered) -> Pieces:
    style = "" if each.said is not None and each.said.new else "muted"
    return [Piece(each.news, style if each.said is None or each.said.readable else "warning")]


def _where(path: Path, home: Path) -> str:
    if (shared := note_on(path)) is not None:
        return f"shared on {shared.address.server}"
    if path.parent == home:
        return "beside the board"
    if path.parent == platformdirs.user_downloads_path():
        return "Downloads"
    if path.is_relative_to(home):
        return one_line(str(path.parent.relative_to(home)))
    return one_line(f"…/{path.parent.name}")  # in full it stands in the preview; its end says more than its beginning


def _time(seconds: float) -> str:
    return local_time(datetime.fromtimestamp(seconds, UTC).isoformat())


def _written(path: Path) -> str:
    try:
        return _time(path.stat().st_mtime)
    except (OSError, OverflowError, ValueError):
        return ""
