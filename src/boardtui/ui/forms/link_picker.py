"""Picking what a record is linked to, or what shows its impact: several at once, searched by ref and title."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, cell_name, field_label, named_in_full, ref_of, title_words
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Attribute
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.text import same_key
from boardtui.ui.commands import bindings_for
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.forms.values import picked_so_far, text_of
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, TypedList, keys_line
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain
from boardtui.ui.shared.text_inputs import LineInput
from boardtui.ui.table.item_table import Column, ItemTable, Row

_OFFERED = ("kpi", "action", "risk", "priority", "ambition", "next_step", "milestone")
"""The kinds that are offered where any can be linked: those that have a ref or a title people know."""


_EVIDENCE, _SHOWS_IMPACT = "evidence", ("kpi", "action", "risk")


@immutable
class Offer:
    """A record that can be picked: its identity, what it is called for short, and its title."""

    id: str
    name: str
    title: str


def offers(board: Board, kinds: Sequence[str], leave_out: str = "") -> list[Offer]:
    """What can be picked on a board, kind by kind.

    Args:
        board: the board.
        kinds: the kinds that are wanted; none means every kind that people know by a ref or a title.
        leave_out: the identity of a record that cannot be picked, as it would be linked to itself.
    """
    return [
        Offer(each.id, one_line(cell_name(board, each)) or one_line(ref_of(each)), one_line(title_words(board, each)))
        for kind in (kinds or _OFFERED)
        if kind in KINDS
        for each in board.of_kind(kind)
        if each.id != leave_out
    ]


def matching(offered: Sequence[Offer], words: str) -> list[Offer]:
    """The records in whose ref or title every word stands; those whose ref begins so come first."""
    wanted = same_key(words).split()
    found = [each for each in offered if all(word in same_key(f"{each.name} {each.title}") for word in wanted)]
    return sorted(found, key=lambda each: not (wanted and same_key(each.name).startswith(wanted[0])))


class LinkPicker(Dialog[tuple[str, ...]]):
    """Lists what can be picked. Gives the identities of what is ticked then; None where it is left.

    Args:
        asked: what it is for.
        offered: what can be picked.
        chosen: what is ticked at first.
        several: whether more than one can be.
    """

    CSS = """
    LinkPicker .dialog { width: 100%; max-width: 110; }
    LinkPicker ItemTable { height: 10; background: $surface; }
    LinkPicker LineInput { padding: 0; }
    LinkPicker .problem { min-height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("link_picker")]

    def __init__(self, asked: str, offered: Sequence[Offer], chosen: Collection[str], *, several: bool) -> None:
        super().__init__()
        self._asked, self._offered, self._several = asked, offered, several
        self._ticked = {each.id: None for each in offered if each.id in chosen}

    @property
    def table(self) -> ItemTable:
        """What can be picked."""
        return self.query_one(ItemTable)

    @property
    def dirty(self) -> bool:
        """A search is quickly typed again."""
        return False

    def compose(self) -> ComposeResult:
        """The search, and what it finds."""
        with Vertical(classes="dialog"):
            yield Static(plain(self._asked), classes="title")
            yield LineInput("", placeholder="type to search: a ref, or words of a title", id="search")
            yield TypedList(empty="Nothing on this board is called so.")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("link_picker", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with all of it, what is ticked first."""
        self.table.palette = self.host.palette
        self._offered = sorted(self._offered, key=lambda each: each.id not in self._ticked)
        self._show()
        self.table.focus()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.table.styles.height = max(4, min(len(self._offered) + 1, self.size.height - 8))

    def _show(self) -> None:
        columns = (
            Column("", self._mark, width=3),
            Column("Ref", lambda each: each.name, width=16),
            Column("Title", lambda each: each.title, share=1, wraps=True),
        )
        found = matching(self._offered, self.query_one("#search", Input).value)
        self.table.show(columns, [Row(each.id, each) for each in found])

    def _mark(self, each: Offer) -> Pieces:
        return [Piece("[x]", "accent")] if each.id in self._ticked else [Piece("[ ]", "muted")]

    def on_key(self, event: events.Key) -> None:
        """Letters that are typed over the list are searched for."""
        if self.table.has_focus and event.is_printable and event.character and event.character != " ":
            event.stop()
            search = self.query_one("#search", Input)
            self.set_focus(search)
            search.insert_text_at_cursor(event.character)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what is searched for."""
        event.stop()
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter after the search ticks the first that it found, and goes to the list."""
        event.stop()
        self.table.focus()
        if event.value.strip() and isinstance(each := self.table.item, Offer) and each.id not in self._ticked:
            self.action_tick()

    def action_tick(self) -> None:
        """Tick what is under the cursor, or take the tick away."""
        if not isinstance(each := self.table.item, Offer):
            return
        if each.id in self._ticked:
            del self._ticked[each.id]
        else:
            if not self._several:
                self._ticked.clear()
            self._ticked[each.id] = None
        self.table.redraw()

    def action_take(self) -> None:
        """Take what is ticked; where only one can be and none is, what is under the cursor."""
        if not self._several and not self._ticked:
            self.action_tick()
        self.dismiss(tuple(self._ticked))


def can_be_picked(attribute: Attribute) -> bool:
    """Whether a field names records of the board: links, and what shows that something has an impact."""
    return attribute.name == _EVIDENCE or attribute.look.form in ("link", "links")


async def pick_evidence(host: Host, board: Board, *, own: str) -> str:
    """Let somebody tick what shows an impact; what it is called, in one line, "" where the list is left."""
    title = "Evidence: tick what it names"
    chosen = await host.answer_of(LinkPicker(title, offers(board, _SHOWS_IMPACT, own), (), several=True))
    return "; ".join(_called(board, chosen or ()))


def _called(board: Board, chosen: Sequence[str]) -> list[str]:
    return [
        capitalised(named_in_full(board, each)) for identity in chosen if (each := board.find(identity)) is not None
    ]


async def pick(host: Host, board: Board, attribute: Attribute, row: FieldRow, *, own: str, before: Any) -> None:
    """Let somebody pick what a field names, and put it there.

    Args:
        host: the application.
        board: the board as the form shows it.
        attribute: the field; `row` is where it stands.
        row: see `attribute`.
        own: the identity of the record that is edited, which is not linked to itself.
        before: the value that the form was opened with.
    """
    evidence = attribute.name == _EVIDENCE
    found, rest = ([], []) if evidence else picked_so_far(board, attribute, row.text, before=before)
    offered = offers(board, _SHOWS_IMPACT if evidence else attribute.look.kinds, own)
    several = evidence or attribute.look.form == "links"
    asked = f"{field_label(board, attribute)}: {'tick what it names' if several else 'pick one'}"
    chosen = await host.answer_of(LinkPicker(asked, offered, found, several=several))
    if chosen is None or not row.is_attached:
        return
    if evidence:
        names = [each for each in _called(board, chosen) if each not in row.text]
        row.put("\n".join(filter(None, [row.text.rstrip(), *names])))
        return
    # What cannot be picked stays as it was typed: a link to what is deleted, a ref that is half typed.
    kept = [each for each in found if several and each not in {offer.id for offer in offered}]
    value = (*kept, *chosen) if several else "".join(chosen)
    row.put(", ".join(filter(None, [text_of(board, attribute, value), *rest])))
