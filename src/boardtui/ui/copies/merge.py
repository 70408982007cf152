"""Choosing the copies to merge: those that lie about are offered, any other is typed, pasted or dropped.

The folder in which somebody looked last is remembered, and what lies there is offered too. What is merged already is
ticked off, stands last, and can be put out of the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import platformdirs
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from boardtui.domain.dates.dates import local_time, local_time_of
from boardtui.domain.immutable import immutable
from boardtui.report.words import counted
from boardtui.session.surroundings import note_on
from boardtui.settings.address import Address, is_address
from boardtui.settings.paths import address_problem, typed_paths
from boardtui.settings.places import inbox_of, keep_inbox
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.nearby import (
    DONE,
    Nearby,
    StatedCopy,
    boards_in,
    copies_near,
    moved_words,
    put_away,
    stated_copies,
)
from boardtui.ui.commands import bindings_for
from boardtui.ui.copies.merge_preview import MergePreview, Next
from boardtui.ui.shared.search_list import SearchList
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.shared.text_inputs import PathsInput
from boardtui.ui.table.item_table import ScreenColumn, TableRow

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


class MergeScreen(SearchList[None]):
    """Lists copies to tick.

    Args:
        ticked: copies that are ticked from the beginning.
    """

    CSS = "MergeScreen .about { height: auto; color: $text-muted; margin-bottom: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("merge")]
    commands = "merge"
    asks_for = "type to search: a file, a name, merged"
    empty = "Looking for copies of this board …"
    rows_around = 11

    def __init__(self, ticked: Sequence[Path] = ()) -> None:
        super().__init__("Merge copies that came back", ticked)
        self._offered = [Offered(path, "") for path in ticked]
        self._looked = False
        self._said: dict[Path, StatedCopy] = {}

    @property
    def dirty(self) -> bool:
        """A path or an address may be long."""
        return bool(self.query_one("#path", PathsInput).value)

    def above(self) -> list[Widget]:
        """Where all of this leads."""
        return [Static("Nothing changes before you have seen what would.", classes="about")]

    def below(self) -> list[Widget]:
        """A line for other copies."""
        return [PathsInput("", placeholder=_ASK, id="path")]

    def line_for(self, character: str) -> str:
        """What begins a path goes into the line for one."""
        return "#path" if character in "/~." else "#search"

    def fill(self) -> None:
        """Show what is ticked already, and look for more."""
        self.list_found()
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
            self._came(nearby)
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
            self.list_found()

    def _came(self, nearby: Sequence[Nearby]) -> None:
        times = {each.path: local_time_of(each.changed) for each in nearby}
        first = [Offered(each.path, times.get(each.path, each.changed)) for each in self._offered]
        known = {each.path for each in first}
        self._offered = [*first, *(Offered(each.path, times[each.path]) for each in nearby if each.path not in known)]
        self._looked = True
        self.list_found()
        if not self._offered:
            self.query_one("#path", PathsInput).focus()

    @property
    def _shown(self) -> list[Offered]:
        return matching([*self._with_what_they_say()], self.searched)

    def _with_what_they_say(self) -> Iterator[Offered]:
        return (Offered(each.path, each.changed, self._said.get(each.path)) for each in self._offered)

    def columns(self) -> tuple[ScreenColumn, ...]:
        """What is known of each copy."""
        home = self.host.file.path.absolute().parent if self.host.file is not None else Path()
        return (
            ScreenColumn("Copy", lambda each: one_line(each.path.name), share=3),
            ScreenColumn("For", lambda each: one_line(each.said.lead) if each.said is not None else "", share=2),
            ScreenColumn("What is new", _news, width=26),
            ScreenColumn("Last written", lambda each: each.changed, width=16, from_width=100, extra=True),
            ScreenColumn("Where", lambda each: _where(each.path, home), share=2, from_width=100),
        )

    def rows(self) -> list[TableRow]:
        """The copies that are searched for; those that are merged under a heading of their own."""
        if self._looked:
            what = (
                "Nothing listed is called so." if self._offered else "No copies lie beside the board or in Downloads."
            )
            self.table.empty = f"{what} Tab, then type where they are."
        rows, done = list[TableRow](), False
        for each in self._shown:
            if each.done and not done:
                rows.append(TableRow("", heading=f"Merged already · they can go into a folder called {DONE}"))
                done = True
            rows.append(TableRow(str(each.path), each))
        return rows

    def most_rows(self) -> int:
        """All copies, and two headings."""
        return len(self._offered) + 2

    def key_of(self, item: Offered) -> Path:
        """A copy is ticked by its path."""
        return item.path

    def action_tick_all(self) -> None:
        """Tick all that are listed and have something new; where they are, take their ticks away."""
        shown = {each.path for each in self._shown if each.said is not None and each.said.new}
        if not shown:
            self.complain("None of those listed has anything new.")
            return
        self.tick_all(shown)

    def action_put_away(self) -> None:
        """Move those that are merged into a folder beside them; where some are ticked, only those."""
        done = [each.path for each in self._with_what_they_say() if each.done and note_on(each.path) is None]
        if chosen := [path for path in done if path in self.ticked] or done:
            self.begin(self._put_away(chosen))
        else:
            self.complain("None of these copies is merged yet.")

    async def _put_away(self, chosen: Sequence[Path]) -> None:
        origin = self.host.around.origin
        moved = await self.host.do(lambda file: put_away(file, chosen, [origin] if origin is not None else []))
        if self.still_open:
            gone = set(chosen)
            self._offered = [each for each in self._offered if each.path not in gone]
            self.ticked = {path: None for path in self.ticked if path not in gone}
            self.list_found()
        self.host.say(moved_words(moved))

    def entered(self, line: Input) -> None:
        """Add what was typed, ticked; an empty line goes on to the preview."""
        if not line.value.strip():
            self.action_look()
        elif is_address(line.value):
            self._add_shared(line, look=False)
        elif self._add(line.value):
            line.clear()
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
        self.ticked |= dict.fromkeys(new)
        self.query_one("#search", Input).value = ""  # what was added must be seen
        self.list_found()
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
        chosen = [each.path for each in self._offered if each.path in self.ticked]
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


def _written(path: Path) -> str:
    try:
        return local_time_of(path.stat().st_mtime)
    except (OSError, OverflowError, ValueError):
        return ""
