"""What is said where a file was replaced, is gone or damaged, or words were left over; and what can be done."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from boardtui.domain.errors import BoardError, Code
from boardtui.report.words import how_many
from boardtui.settings.disk import remove_if_possible
from boardtui.settings.paths import free_path
from boardtui.settings.places import left_behind, words_in
from boardtui.store.board_file import BoardFile
from boardtui.ui.commands import bindings_for
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain

MOST_SHOWN = 10_000
"""How many characters of it are drawn; all of it is copied."""
_TITLES = {
    Code.GONE: "The board is no longer where it was",
    Code.REPLACED: "Another file is in the place of the board",
    Code.DAMAGED: "The board is damaged",
}
_ABOUT = {
    Code.GONE: "What you see is as it was last saved. Save a copy of it, or put the file back where it was.",
    Code.REPLACED: "Nothing is saved until you choose: open what is there now, bring over what was done here, as a "
    "merge that you see first, or save a copy of what is here.",
    Code.DAMAGED: "Nothing more is written into it. What you see may not be what was saved.",
}
_RESCUE = (
    "What you see can be saved as a plan, with what was done here: another copy of the board takes in what differs "
    "in it, and where there is none a board is made of it. Read it before."
)


async def offer_what_was_typed(host: Host) -> None:
    """Offer all that was left behind, what was typed last first, until somebody puts it off."""
    for path in left_behind():
        words = words_in(path)
        if words and not await host.answer_of(TypedBeforeScreen(path, words)):
            return


class TypedBeforeScreen(Dialog[bool]):
    """Shows what was typed, to be copied from there. Answers whether it was deleted.

    Args:
        path: the file in which it is.
        words: what was typed, each field under its name.
    """

    CSS = """
    TypedBeforeScreen .dialog { max-height: 100%; }
    TypedBeforeScreen VerticalScroll { height: auto; max-height: 12; margin: 1 0; scrollbar-size-vertical: 1; }
    TypedBeforeScreen #words { height: auto; }
    TypedBeforeScreen .problem { display: none; }
    TypedBeforeScreen .problem.said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("typed_before")]

    def __init__(self, path: Path, words: str) -> None:
        super().__init__()
        self._path = path
        self._words = words
        self._asked_to_delete = False

    def compose(self) -> ComposeResult:
        """What happened, what was typed, where it is kept, and the keys."""
        more = f"\n… {len(self._words) - MOST_SHOWN:,} characters more" if len(self._words) > MOST_SHOWN else ""
        with Vertical(classes="dialog"):
            yield Static("boardtui once ended on its own. This was being typed:", classes="title")
            with VerticalScroll():
                yield Static(plain(self._words[:MOST_SHOWN] + more), id="words")
            yield Static(plain(f"It is kept in {self._path}"), classes="hint")
            yield Static("", classes="problem", id="wrong")
            yield Static(keys_line("typed_before", self.host.settings.keys), classes="hint")

    def action_copy(self) -> None:
        """Put all of it on the clipboard."""
        self.host.copy_to_clipboard(self._words)

    def action_delete(self) -> None:
        """Delete the file, once somebody has said so twice."""
        if not self._asked_to_delete:
            self._asked_to_delete = True
            self.complain("Once it is deleted nothing of it is left. Del again deletes it.")
            return
        remove_if_possible(self._path)
        self.dismiss(True)


class TroubleScreen(Dialog[bool]):
    """Says what has become of the file, and offers what can be done.

    Args:
        trouble: what has become of it.
        file: the file as it is open; None where it could not be opened.
        path: where it is, where it is not open.
    """

    CSS = "TroubleScreen .about { height: auto; margin-bottom: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("trouble")]

    def __init__(self, trouble: BoardError, file: BoardFile | None, path: Path | None = None) -> None:
        super().__init__()
        self._trouble = trouble
        self._file = file
        self._path = path or (file.path if file is not None else Path())
        self._backup: Path | None = None
        self._rescues = False  # there is no whole backup, and what is shown is of this file

    def compose(self) -> ComposeResult:
        """What happened, and the keys for it."""
        with Vertical(classes="dialog"):
            yield Static(_TITLES[self._trouble.code], classes="title")
            yield Static(plain(str(self._trouble)), classes="about")
            yield Static(_ABOUT[self._trouble.code], classes="about", id="about")
            yield Static(classes="problem", id="wrong")
            yield Static(self._keys(), classes="hint", id="keys")

    def _keys(self) -> Content:
        return keys_line("trouble", self.host.settings.keys, hidden=self._hidden())

    def _hidden(self) -> set[str]:
        way_out = "trouble_restore" if self._backup is not None else "trouble_copy" if self._rescues else ""
        offered = {
            Code.GONE: {"trouble_copy"},
            Code.REPLACED: {"trouble_reopen", "trouble_merge", "trouble_copy"},
            Code.DAMAGED: {way_out},
        }[self._trouble.code]
        every = {"trouble_restore", "trouble_reopen", "trouble_merge", "trouble_copy"}
        return every - offered

    def on_mount(self) -> None:
        """See off the event loop whether there is a whole backup."""
        if self._trouble.code is Code.DAMAGED:
            self.host.begin(self._look_for_backup())

    async def _look_for_backup(self) -> None:
        from boardtui.store.verify import newest_whole_backup

        self._backup = await asyncio.to_thread(newest_whole_backup, self._path)
        self._rescues = self._backup is None and self._file is not None and self._file is self.host.file
        if self.still_open:
            self.query_one("#keys", Static).update(self._keys())
            if self._rescues:
                self.query_one("#about", Static).update(f"{_ABOUT[Code.DAMAGED]} {_RESCUE}")

    def _offers(self, command: str) -> bool:
        return command not in self._hidden()

    def action_restore(self) -> None:
        """Put the newest whole backup in the place of the board."""
        if self._backup is not None and self._offers("trouble_restore"):
            self.begin(self._restore(self._backup))

    async def _restore(self, backup: Path) -> None:
        from boardtui.store.backup import restore

        self.complain(f"Bringing back {backup.name} …")
        self.host.opened.close()
        kept = await asyncio.to_thread(restore, self._path, backup)
        self.dismiss(True)
        await self.host.open(self._path)
        where = f" The damaged file is kept as {kept.name}." if kept is not None else ""
        self.host.tell(f"The board is as it was in {backup.name}.{await self._bring_over()}{where}")

    async def _bring_over(self) -> str:
        """Write into the backup what was done here since; what it says of that."""
        from boardtui.session.bringing_over import bring_over

        if (ours := self._file) is None or not ours.made:
            return ""
        came, left = await self.host.do(lambda file: bring_over(file, ours.made, ours.created))
        told = f" What was done here since was brought over: {how_many(came, 'edit')}." if came else ""
        about = f"{len(left):,} could not be: what {'it is' if len(left) == 1 else 'they are'} about is not in it."
        return f"{told} {about}" if left else told

    def action_reopen(self) -> None:
        """Open what is there now."""
        if self._offers("trouble_reopen"):
            self.begin(self._reopen())

    async def _reopen(self) -> None:
        self.dismiss(True)
        await self.host.open(self._path)

    def action_merge(self) -> None:
        """Open what is there now, and show what a merge of what was done here would change."""
        if self._offers("trouble_merge"):
            self.begin(self._merge())

    async def _merge(self) -> None:
        from boardtui.ui.copies.merge import MergeScreen

        kept = await self._save()
        self.dismiss(True)
        await self.host.open(self._path)
        self.host.show_dialog(MergeScreen([kept]))

    def action_copy(self) -> None:
        """Save the board as it is shown."""
        if self._offers("trouble_copy"):
            self.begin(self._copy())

    async def _copy(self) -> None:
        if self._rescues:
            await self._save_as_plan()
            return
        try:
            kept = await self._save()
        except BoardError:
            if self._path.parent.is_dir() or self._file is None:
                raise
            await self._save_as_plan()  # what was on the drive cannot be read any more, what is shown is still here
            return
        self.dismiss(True)
        self.host.tell(f"Saved: {kept}", seconds=30)
        if kept == self._path:
            await self.host.open(kept)

    async def _save_as_plan(self) -> None:
        from boardtui.session.bringing_over import save_as_plan

        if (board := self.host.board) is None:
            raise BoardError("There is nothing to save.")
        plan = await asyncio.to_thread(save_as_plan, board, self._place())
        self.dismiss(True)
        self.host.tell(
            f"Saved: {plan}. Import it into another copy of the board (I), or make a board of it: boardtui new --from.",
            seconds=60,
        )

    def _place(self) -> Path:
        """Where the board lay; in the person's own folder where its folder or drive is gone."""
        if self._path.parent.is_dir():
            return self._path
        if not (home := Path.home()).is_dir():
            raise BoardError(f"The folder {self._path.parent} is gone too: put it back, or attach its drive again.")
        return home / self._path.name

    async def _save(self) -> Path:
        """Write what is open here beside the board, or in its place where nothing is there."""
        if self._file is None:
            raise BoardError("There is nothing to save.")
        place = self._place()
        aside = place.with_name(f"{place.stem} as it was here{place.suffix}")
        again = self._trouble.code is Code.GONE and place == self._path and not place.exists()
        target = free_path(place if again else aside)
        await asyncio.to_thread(self._file.save_as, target)
        return target
