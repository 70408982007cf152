"""What is offered once for what lies around the board file: copies left by sync programs, a local working copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.errors import BoardError
from boardtui.report.words import how_many
from boardtui.session.surroundings import Noticed
from boardtui.settings.paths import Paths
from boardtui.settings.settings import change_settings
from boardtui.ui.commands import bindings_for
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import one_line, plain

if TYPE_CHECKING:
    from boardtui.session.working_copy import Published
    from boardtui.store.board_file import BoardFile

# What is done with working copies needs SQLModel. It is imported off the event loop, which would stand still meanwhile.


async def offer_what_is_around(host: Host) -> None:
    """See what lies around the board, off the event loop as a network folder may be slow; offer what can be done."""
    if host.throwaway or host.file is None:
        return
    around, in_place, folder = host.around, host.settings.edited_in_place, Paths.of_this_user().working
    origin = around.origin

    def look(file: BoardFile) -> Noticed:
        from boardtui.session.working_copy import look_around

        return look_around(file, origin, in_place, folder)

    try:
        noticed = await host.do(look)
    except BoardError:
        return
    around.noticed = noticed
    if noticed.waiting:
        waiting = how_many(noticed.waiting, "edit is", "edits are")
        host.say(f"{waiting} in {origin} that are not here: U brings them in and publishes yours.")
    moved, around.moved_here = around.moved_here, False
    if (noticed.beside or noticed.service) and not host.file.read_only and not moved:
        host.show_dialog(OfferScreen(noticed))


async def work_locally(host: Host) -> None:
    """Open the working copy of the board, made now if there is none."""
    if host.around.origin is not None:
        host.say(f"This is the working copy of {host.around.origin} already: U publishes.")
        return
    if host.around.line is not None:
        host.say("This is a working copy of a shared board already: edits are exchanged on their own.")
        return
    if host.throwaway:
        host.say("This is a throw-away copy already.")
        return
    folder = Paths.of_this_user().working

    def make(file: BoardFile) -> Path:
        from boardtui.session.working_copy import make_working_copy

        return make_working_copy(file, folder)

    path = await host.do(make)
    host.around.moved_here = True
    await host.open(path)
    if host.around.origin is not None:
        host.say(f"You work on a local copy now. U publishes your edits to {host.around.origin}.")


def stay_in_folder(host: Host) -> None:
    """Work in the synced folder, and do not ask again for this board."""
    if host.file is not None:
        path = host.file.path
        host.settings, problems = change_settings(lambda settings: settings.with_board_in_place(path))
        host.warn(problems)


async def publish(host: Host, *, then_quit: bool = False) -> None:
    """Bring the working copy and its origin to the same state."""
    around = host.around
    if around.line is not None:
        from boardtui.ui.copies.sharing import exchange

        await exchange(host)
        return
    if (origin := around.origin) is None:
        host.say("This is no working copy: every edit is in the board itself.")
        return

    def bring_together(file: BoardFile) -> Published:
        from boardtui.session.working_copy import publish

        return publish(file, origin)

    published = await host.do(bring_together)
    if host.file is not None:
        around.published(host.file.path)
    host.show_lines()
    if then_quit:
        host.leave()
    else:
        host.say(published_words(published, origin))


def published_words(published: Published, origin: Path) -> str:
    """In a sentence what publishing did."""
    out, came = len(published.went_out.edits), len(published.came_in.edits)
    if not out and not came:
        return f"Nothing new on either side: {origin} is as this copy is."
    decide = published.came_in.conflicts
    more = f" {decide} to decide: ! begins." if decide else ""
    return f"Published {how_many(out, 'edit')} to {origin}; {came:,} came in from there.{more}"


MOST_NAMED = 5
_CSS = """
    OfferScreen .about, LeavingScreen .about { height: auto; margin-bottom: 1; }
    """


class OfferScreen(Dialog[None]):
    """Says what was noticed around a board, and offers what can be done about it."""

    CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("offer")]

    def __init__(self, noticed: Noticed) -> None:
        super().__init__()
        self._noticed = noticed

    def compose(self) -> ComposeResult:
        """What was noticed, and the keys for it."""
        noticed = self._noticed
        with Vertical(classes="dialog"):
            yield Static(plain(_title(noticed)), classes="title")
            if noticed.beside:
                names = [one_line(path.name) for path in noticed.beside]
                more = f"\n  and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
                listed = "".join(f"\n  {name}" for name in names[:MOST_NAMED])
                edits = how_many(noticed.new, "edit")
                yield Static(
                    plain(f"A sync program left copies of this board beside it, with {edits} not in it:{listed}{more}"),
                    classes="about",
                )
            if noticed.service:
                yield Static(plain(_warning(noticed)), classes="about")
            keys = self.host.settings.keys
            yield Static(keys_line("offer", keys, hidden=self._hidden()), classes="hint")

    def _hidden(self) -> set[str]:
        hidden = set() if self._noticed.beside else {"offer_merge"}
        return hidden if self._noticed.service else hidden | {"offer_local", "offer_here"}

    def action_merge(self) -> None:
        """To the merge screen, with those files ticked."""
        if self._noticed.beside:
            self.dismiss()
            self.host.merge()

    def action_work_locally(self) -> None:
        """Work on a local copy."""
        if self._noticed.service:
            self.dismiss()
            self.host.begin(work_locally(self.host))

    def action_stay(self) -> None:
        """Work here, and do not ask again."""
        if self._noticed.service:
            self.dismiss()
            stay_in_folder(self.host)


class LeavingScreen(Dialog[None]):
    """Says that edits of a working copy are not published yet."""

    CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("leaving")]

    def compose(self) -> ComposeResult:
        """How many, where to, and the keys."""
        waiting = self.host.around.unpublished(self.host.board)
        one = waiting == 1
        with Vertical(classes="dialog"):
            yield Static("Not published yet", classes="title")
            edits = f"{waiting:,} edit{' of this working copy is' if one else 's of this working copy are'}"
            safe = f"{'It is' if one else 'They are'} on disk here, and can be published any time."
            yield Static(plain(f"{edits} not in {self.host.around.origin} yet. {safe}"), classes="about")
            yield Static(keys_line("leaving", self.host.settings.keys), classes="hint")

    def action_publish(self) -> None:
        """Publish, then leave; if that cannot be, stay and say why."""
        self.dismiss()
        self.host.begin(publish(self.host, then_quit=True))

    def action_quit(self) -> None:
        """Leave as it is."""
        self.host.leave()


def _title(noticed: Noticed) -> str:
    if noticed.service:
        where = noticed.service if " " in noticed.service else f"a folder that {noticed.service} keeps in step"
        return f"This board lies in {where}"
    return "Other copies lie beside this board"


def _warning(noticed: Noticed) -> str:
    keeper = "Several people or machines may write the file at once there, and edits can end up in conflict copies."
    if noticed.local:
        return f"{keeper} You have a local working copy of it: go on there, and publish with one key."
    return f"{keeper} Better work on a local copy: one key brings its edits back here, and merges what others did."
