"""What is offered once when a board is opened or left: copies to merge, a local working copy, publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.ui.commands import bindings_for
from boardtui.ui.screens.dialog import Dialog, keys_line
from boardtui.ui.text import one_line, plain

if TYPE_CHECKING:
    from boardtui.ui.working import Around

MOST_NAMED = 5
_CSS = """
    OfferScreen .about, LeavingScreen .about { height: auto; margin-bottom: 1; }
    """


class OfferScreen(Dialog[None]):
    """Says what was noticed around a board, and offers what can be done about it."""

    CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("offer")]

    def __init__(self, around: Around) -> None:
        super().__init__()
        self._around = around

    def compose(self) -> ComposeResult:
        """What was noticed, and the keys for it."""
        around = self._around
        with Vertical(classes="dialog"):
            yield Static(plain(_title(around)), classes="title")
            if around.beside:
                names = [one_line(path.name) for path in around.beside]
                more = f"\n  and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
                listed = "".join(f"\n  {name}" for name in names[:MOST_NAMED])
                edits = f"{around.new:,} edit{'' if around.new == 1 else 's'}"
                yield Static(
                    plain(f"A sync program left copies of this board beside it, with {edits} not in it:{listed}{more}"),
                    classes="about",
                )
            if around.service:
                yield Static(plain(_warning(around)), classes="about")
            keys = self.board_app.settings.keys
            yield Static(keys_line("offer", keys, hidden=self._hidden()), classes="hint")

    def _hidden(self) -> set[str]:
        hidden = set() if self._around.beside else {"offer_merge"}
        return hidden if self._around.service else hidden | {"offer_local", "offer_here"}

    def action_merge(self) -> None:
        """To the merge screen, with those files ticked."""
        if self._around.beside:
            self.dismiss()
            self.app.call_later(self.board_app.action_merge)

    def action_work_locally(self) -> None:
        """Work on a local copy."""
        if self._around.service:
            self.dismiss()
            self.board_app.working.work_locally()

    def action_stay(self) -> None:
        """Work here, and do not ask again."""
        if self._around.service:
            self.dismiss()
            self.board_app.working.stay()


class LeavingScreen(Dialog[None]):
    """Says that edits of a working copy are not published yet."""

    CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("leaving")]

    def compose(self) -> ComposeResult:
        """How many, where to, and the keys."""
        working = self.board_app.working
        one = working.unpublished == 1
        with Vertical(classes="dialog"):
            yield Static("Not published yet", classes="title")
            edits = f"{working.unpublished:,} edit{' of this working copy is' if one else 's of this working copy are'}"
            safe = f"{'It is' if one else 'They are'} on disk here, and can be published any time."
            yield Static(plain(f"{edits} not in {working.origin} yet. {safe}"), classes="about")
            yield Static(keys_line("leaving", self.board_app.settings.keys), classes="hint")

    def action_publish(self) -> None:
        """Publish, then leave; if that cannot be, stay and say why."""
        self.dismiss()
        self.board_app.working.publish(then_quit=True)

    def action_quit(self) -> None:
        """Leave as it is."""
        self.app.exit()


def _title(around: Around) -> str:
    if around.service:
        where = around.service if " " in around.service else f"a folder that {around.service} keeps in step"
        return f"This board lies in {where}"
    return "Other copies lie beside this board"


def _warning(around: Around) -> str:
    keeper = "Several people or machines may write the file at once there, and edits can end up in conflict copies."
    if around.local:
        return f"{keeper} You have a local working copy of it: go on there, and publish with one key."
    return f"{keeper} Better work on a local copy: one key brings its edits back here, and merges what others did."
