"""What surrounds the board file, and what is offered once for it: files left by sync programs, working copies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.errors import BoardError
from boardtui.session.working_copy import (
    Published,
    make_working_copy,
    origin_of,
    publish,
    published_edition,
    working_copy_of,
)
from boardtui.settings.paths import Paths
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import preview_merge
from boardtui.store.copies.nearby import conflicted_siblings, synced_folder
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import one_line, plain

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was noticed around a board when it was opened.

    Attributes:
        beside: files that a sync program made of other copies of the board, and that have something new.
        new: how many edits they have that are not here.
        service: what keeps the board's folder in step with other machines; "" if nothing does, or that is wanted so.
        local: there is a working copy already.
        waiting: for a working copy, how many edits its origin has that are not here.
    """

    beside: tuple[Path, ...] = ()
    new: int = 0
    service: str = ""
    local: bool = False
    waiting: int = 0


class Working:
    """Looks around a board for the application, and takes its edits to a working copy and back."""

    def __init__(self, app: BoardApp) -> None:
        self._app = app
        self.origin: Path | None = None
        self.around = Surroundings()
        self._published = 0
        self._moved = False  # the person has just come here from the origin, and was asked there

    def opened(self, path: Path) -> None:
        """Another board is open."""
        self.around, self.origin, self._published = Surroundings(), None, 0
        # A note beside any other file may have come with it, from anybody.
        if Paths.of_this_user().working.absolute() in path.absolute().parents:
            self.origin, self._published = origin_of(path), published_edition(path)

    @property
    def unpublished(self) -> int:
        """How many edits of this working copy are not in its origin yet; 0 for an ordinary board."""
        board = self._app.board
        return max(0, board.edition - self._published) if self.origin is not None and board is not None else 0

    def state(self) -> str:
        """What the header says of the file: that it is a working copy, and what of it is not published."""
        if self.origin is None:
            return ""
        return f"working copy, {self.unpublished} to publish" if self.unpublished else "working copy, published"

    def folders(self) -> list[Path]:
        """Where copies of this board may lie: beside it, and beside the board of which it is a working copy."""
        assert self._app.file is not None
        return [each.absolute().parent for each in (self._app.file.path, self.origin) if each is not None]

    def look_around(self) -> None:
        """See off the event loop what lies around the board: folders in a network may be slow to answer."""
        app = self._app
        if app.throwaway or app.file is None:
            return
        in_place, folder, origin = app.settings.edited_in_place, Paths.of_this_user().working, self.origin
        app.run_on_file(lambda file: look_around(file, origin, in_place, folder), self._noticed, lambda _sentence: None)

    def _noticed(self, around: Surroundings) -> None:
        self.around = around
        app = self._app
        if around.waiting:
            assert self.origin is not None
            noun = "edit is" if around.waiting == 1 else "edits are"
            app.say(
                f"{around.waiting:,} {noun} in {self.origin} that are not here: U brings them in and publishes yours."
            )
        moved, self._moved = self._moved, False
        if (around.beside or around.service) and app.file is not None and not app.file.read_only and not moved:
            app.push_screen(OfferScreen(around))

    def merged(self) -> None:
        """Copies came in: what lay beside the board was among them, or was seen and left."""
        self.around = Surroundings(service=self.around.service, local=self.around.local)

    def work_locally(self) -> None:
        """Open the working copy of the board, made now if there is none."""
        app = self._app
        if self.origin is not None:
            app.say(f"This is the working copy of {self.origin} already: U publishes.")
            return
        if app.throwaway:
            app.say("This is a throw-away copy already.")
            return
        folder = Paths.of_this_user().working
        app.run_on_file(lambda file: make_working_copy(file, folder), self._open)

    def _open(self, path: Path) -> None:
        self._moved = True
        self._app.starter.open(path)
        if self.origin is not None:
            self._app.say(f"You work on a local copy now. U publishes your edits to {self.origin}.")

    def stay(self) -> None:
        """Work in the synced folder, and do not ask again for this board."""
        path = self._app.file.path if self._app.file is not None else None
        if path is not None:
            self._app.settings, problems = change_settings(lambda settings: settings.with_board_in_place(path))
            for problem in problems:
                self._app.notify(problem, severity="warning", markup=False)

    def publish(self, then_quit: bool = False) -> None:
        """Bring the working copy and its origin to the same state."""
        origin, app = self.origin, self._app
        if origin is None:
            app.say("This is no working copy: every edit is in the board itself.")
            return

        def done(published: Published) -> None:
            self._published = published_edition(app.file.path) if app.file is not None else 0
            app.show_lines()
            if then_quit:
                app.exit()
            else:
                app.say(published_words(published, origin))

        app.run_on_file(lambda file: publish(file, origin), done)


def look_around(file: BoardFile, origin: Path | None, in_place: tuple[Path, ...], folder: Path) -> Surroundings:
    """Look around a board. Only reads; what cannot be read is not there.

    Args:
        file: the board.
        origin: the board of which it is a working copy, or None.
        in_place: boards that the person works on in their synced folders.
        folder: where the person's working copies lie.
    """
    path = file.path.absolute()
    try:
        beside = [*conflicted_siblings(path), *(conflicted_siblings(origin) if origin is not None else ())]
        seen = preview_merge(file, beside) if beside else None
        news = [each for each in seen.copies if each.new or each.refused] if seen is not None else []
        service = synced_folder(path) if origin is None and path not in in_place else ""
        local = bool(service) and working_copy_of(path, folder) is not None
        # The origin itself, which may be out of reach or gone.
        waiting = len(preview_merge(file, [origin]).edits) if origin is not None and origin.is_file() else 0
    except (OSError, RuntimeError, BoardError):
        return Surroundings()
    return Surroundings(
        tuple(each.path for each in news), len(seen.edits) if seen is not None else 0, service, local, waiting
    )


def published_words(published: Published, origin: Path) -> str:
    """In a sentence what publishing did."""
    out, came = len(published.went_out.edits), len(published.came_in.edits)
    if not out and not came:
        return f"Nothing new on either side: {origin} is as this copy is."
    decide = published.came_in.conflicts
    more = f" {decide} to decide: ! begins." if decide else ""
    return f"Published {out:,} edit{'' if out == 1 else 's'} to {origin}; {came:,} came in from there.{more}"


MOST_NAMED = 5
_CSS = """
    OfferScreen .about, LeavingScreen .about { height: auto; margin-bottom: 1; }
    """


class OfferScreen(Dialog[None]):
    """Says what was noticed around a board, and offers what can be done about it."""

    CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("offer")]

    def __init__(self, around: Surroundings) -> None:
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


def _title(around: Surroundings) -> str:
    if around.service:
        where = around.service if " " in around.service else f"a folder that {around.service} keeps in step"
        return f"This board lies in {where}"
    return "Other copies lie beside this board"


def _warning(around: Surroundings) -> str:
    keeper = "Several people or machines may write the file at once there, and edits can end up in conflict copies."
    if around.local:
        return f"{keeper} You have a local working copy of it: go on there, and publish with one key."
    return f"{keeper} Better work on a local copy: one key brings its edits back here, and merges what others did."
