"""Deciding where copies disagree: what each says and why, then one key, a reason, and the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from boardtui.domain.board import Board
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.store.conflicts import Conflict
from boardtui.ui.commands import bindings_for
from boardtui.ui.conflict_lines import Choice, ToDecide, decide_detail, to_decide
from boardtui.ui.screens.decide import DecideScreen
from boardtui.ui.screens.dialog import Dialog, keys_line
from boardtui.ui.text import Piece, Pieces, plain
from boardtui.ui.widgets.item_table import Column, ItemTable, Row
from boardtui.ui.widgets.prompt_line import PromptLine, Question

NEEDED = "A reason is needed: others will want to know why it is so now."


class ConflictScreen(Dialog[None]):
    """Lists what is to be decided, with the one under the cursor in full.

    Args:
        about: the record to begin with, if something about it is to be decided.
    """

    CSS = """
    ConflictScreen .dialog { width: 100%; max-width: 200; height: 100%; max-height: 100%; }
    ConflictScreen .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    ConflictScreen ItemTable { height: 4; background: $surface; }
    ConflictScreen #whole { height: 1fr; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    ConflictScreen #whole:focus { border-top: solid $border; }
    ConflictScreen #text { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("conflicts")]

    def __init__(self, about: str = "") -> None:
        super().__init__()
        self._about = about
        self._edition = 0
        self._settling = False
        self._settled = 0

    @property
    def table(self) -> ItemTable:
        """What is to be decided."""
        return self.query_one(ItemTable)

    @property
    def current(self) -> ToDecide | None:
        """What is under the cursor."""
        item = self.table.item
        return item if isinstance(item, ToDecide) else None

    def compose(self) -> ComposeResult:
        """The list, the one under the cursor in full, the question for the reason, and the keys."""
        with Vertical(classes="dialog"):
            yield Static("To decide", classes="title", id="title")
            yield ItemTable(empty="Looking …")
            with VerticalScroll(id="whole"):
                yield Static(id="text", markup=False)
            yield Static(classes="problem", id="wrong")
            yield PromptLine()
            yield Static(keys_line("conflicts", self.board_app.settings.keys), classes="hint", id="keys")

    def on_mount(self) -> None:
        """Read what copies disagree about, which may take a moment."""
        self.table.palette = self.board_app.palette
        self.table.focus()
        self._look()

    def _look(self) -> None:
        def job(file: BoardFile) -> tuple[Board, list[Conflict]]:
            # The board first: what comes in between the two was not seen, and so stays to be decided.
            return file.read(), file.conflicts()

        self.board_app.run_on_file(job, self._show, self._complain)

    def _show(self, read: tuple[Board, list[Conflict]]) -> None:
        if not self.is_mounted:
            return
        board, conflicts = read
        items = to_decide(board, conflicts)
        self._edition = board.edition
        if not items:
            self.dismiss()
            self.board_app.say("Nothing is left to decide." if self._settled else "There is nothing to decide.")
            return
        self.table.show(_columns(), [Row(each.key, each) for each in items])
        self.table.styles.height = 1 + min(len(items), max(4, self.size.height // 4))
        if self._about:
            self.table.go_to(next((each.key for each in items if each.record == self._about), ""))
            self._about = ""
        self.query_one("#title", Static).update(plain(f"⚠ {len(items)} to decide"))
        self._show_whole()

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """Show what is under the cursor in full, from its beginning."""
        event.stop()
        self._show_whole()
        self._complain("")
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def _show_whole(self) -> None:
        board, item = self.board_app.board, self.current
        if board is not None and item is not None:
            self.query_one("#text", Static).update(decide_detail(board, item, self.board_app.palette))

        self._show_keys()

    def _show_keys(self) -> None:
        """Name the keys that work now: those of the question, or those for what is under the cursor."""
        prompt, item = self.query_one(PromptLine), self.current
        if prompt.asking:
            keys = Content.assemble(*(part for key, label in prompt.keys_now for part in _named(key, label)))
        else:
            hidden = () if item is None or item.may_write else ("write_third",)
            keys = keys_line("conflicts", self.board_app.settings.keys, hidden=hidden)
        self.query_one("#keys", Static).update(keys)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the reason is asked for, the keys of the list rest."""
        return not (action != "leave" and self.query_one(PromptLine).asking) if self.is_mounted else True

    def action_step(self, count: int) -> None:
        """Go to the next or the previous one."""
        self.table.step(count)

    def action_take(self, number: int) -> None:
        """Ask for the reason, then take what stands under a number."""
        item = self.current
        if item is None or self._settling:
            return
        if number > len(item.choices):
            self._complain(f"There is no {number} here: there are {len(item.choices)}.")
            return
        self._complain("")
        choice, edition = item.choices[number - 1], self._edition

        def answered(answers: list[str], _last: bool) -> None:
            self.table.focus()
            self._show_keys()
            self._settle(item, choice, answers[0], edition)

        def left() -> None:
            self.set_focus(self.table)
            self._show_keys()

        question = Question(f"{choice.label}. Why?", needed=NEEDED, value=choice.why, leaving="decides nothing")
        self.query_one(PromptLine).ask([question], answered, left)
        self._show_keys()

    def _settle(self, item: ToDecide, choice: Choice, why: str, edition: int) -> None:
        self._settling = True
        self.board_app.change(
            choice.changes,
            why=why,
            seen=edition,
            done=lambda _receipt: self._done(item, choice.label),
            failed=self._failed,
        )

    def action_write(self) -> None:
        """Write what is right, beginning with what was said."""
        item, board = self.current, self.board_app.board
        if item is None or board is None or self._settling:
            return
        if not item.may_write or item.conflict is None:
            self._complain("Here one of the numbers decides: there is nothing to write.")
            return

        def written(receipt: Receipt | None) -> None:
            if receipt is not None:
                self._done(item, "decided")

        self.app.push_screen(DecideScreen(board, item, self._edition), written)

    def _done(self, item: ToDecide, label: str) -> None:
        self._settling = False
        self._settled += 1
        self.board_app.say(f"{item.item}, {item.what}: {label[:1].lower()}{label[1:]} · u undoes")
        if self.is_mounted:
            self._look()

    def _failed(self, sentence: str) -> None:
        self._settling = False
        self._complain(sentence)

    def action_leave(self) -> None:
        """Leave the rest for later."""
        self.dismiss()

    def _complain(self, sentence: str) -> None:
        if self.is_mounted:
            self.query_one("#wrong", Static).update(plain(sentence))


def _named(key: str, label: str) -> tuple[tuple[str, str], str]:
    return (key, "bold $accent"), f" {label}  "


def _columns() -> Sequence[Column]:
    return (
        Column("Item", lambda item: item.item, width=16, to_width=99),
        Column("Item", lambda item: item.item, width=30, from_width=100),
        Column("What", lambda item: item.what, width=14),
        Column("1", lambda item: item.sides[0], share=1),
        Column("2", _second, share=1),
    )


def _second(item: ToDecide) -> Pieces:
    more = f" and {len(item.sides) - 2} more" if len(item.sides) > 2 else ""
    return [Piece(item.sides[1] if len(item.sides) > 1 else ""), Piece(more, "muted")]
