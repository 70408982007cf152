"""Choosing: one of a few things, such as a kind; or links, several at once, searched by ref and title."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

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
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.search_list import SearchList
from boardtui.ui.shared.text import one_line, plain
from boardtui.ui.table.item_table import ScreenColumn, TableRow

_OFFERED = ("kpi", "action", "risk", "priority", "ambition", "next_step", "milestone")
"""The kinds that are offered where any can be linked: those that have a ref or a title people know."""


_EVIDENCE, _SHOWS_IMPACT = "evidence", ("kpi", "action", "risk")
_ADDED = ("action", "next_step", "milestone", "kpi", "risk", "mitigation", "action_arising", "ambition")


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
        for each in board.of_kind(kind)
        if each.id != leave_out
    ]


def matching(offered: Sequence[Offer], words: str) -> list[Offer]:
    """The records in whose ref or title every word stands; those whose ref begins so come first."""
    wanted = same_key(words).split()
    found = [each for each in offered if all(word in same_key(f"{each.name} {each.title}") for word in wanted)]
    return sorted(found, key=lambda each: not (wanted and same_key(each.name).startswith(wanted[0])))


class LinkPicker(SearchList[tuple[str, ...]]):
    """Lists what can be picked. Gives the identities of what is ticked then; None where it is left.

    Args:
        asked: what it is for.
        offered: what can be picked.
        chosen: what is ticked at first, and stands first.
        several: whether more than one can be.
    """

    CSS = "LinkPicker .dialog { max-width: 110; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("link_picker")]
    commands = "link_picker"
    asks_for = "type to search: a ref, or words of a title"
    empty = "Nothing on this board is called so."
    rows_around = 8

    def __init__(self, asked: str, offered: Sequence[Offer], chosen: Collection[str], *, several: bool) -> None:
        super().__init__(asked, [each.id for each in offered if each.id in chosen])
        self._offered = sorted(offered, key=lambda each: each.id not in chosen)
        self.several = several

    def columns(self) -> tuple[ScreenColumn, ...]:
        """What each record is called."""
        return (
            ScreenColumn("Ref", lambda each: each.name, width=16),
            ScreenColumn("Title", lambda each: each.title, share=1, wraps=True),
        )

    def rows(self) -> list[TableRow]:
        """The records that are searched for."""
        return [TableRow(each.id, each) for each in matching(self._offered, self.searched)]

    def most_rows(self) -> int:
        """All that can be picked, and the heading."""
        return len(self._offered) + 1

    def key_of(self, item: Offer) -> str:
        """A record is ticked by its identity."""
        return item.id

    def found(self) -> None:
        """Enter after the search also ticks the first that it found."""
        if isinstance(each := self.table.item, Offer) and each.id not in self.ticked:
            self.action_tick()

    def action_take(self) -> None:
        """Take what is ticked; where only one can be and none is, what is under the cursor."""
        if not self.several and not self.ticked:
            self.action_tick()
        self.dismiss(tuple(self.ticked))


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


class Chooser(Dialog[str | None]):
    """Asks for one of a few things. Gives its value; None where nothing was chosen.

    Args:
        asked: the question.
        choices: the value of each, and it in words.
        chosen: the value of the one that holds now.
    """

    CSS = """
    Chooser .dialog { max-width: 76; }
    Chooser OptionList { height: auto; max-height: 14; border: none; background: $surface; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import_choice")]

    def __init__(self, asked: str, choices: Sequence[tuple[str, str]], chosen: str | None) -> None:
        super().__init__()
        self._asked, self._choices, self._chosen = asked, choices, chosen

    def compose(self) -> ComposeResult:
        """The question, and what can be chosen."""
        with Vertical(classes="dialog"):
            yield OneLine(plain(self._asked), classes="title")
            yield OptionList(*(Option(plain(words)) for _, words in self._choices), compact=True)
            yield Static(keys_line("import_choice", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with what holds now."""
        options = self.query_one(OptionList)
        values = [value for value, _ in self._choices]
        options.highlighted = values.index(self._chosen) if self._chosen in values else 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        self.dismiss(self._choices[event.option_index][0])

    def action_choose(self) -> None:
        """Take what is under the cursor."""
        if (place := self.query_one(OptionList).highlighted) is not None:
            self.dismiss(self._choices[place][0])


async def kind_to_add(host: Host, here: str) -> str | None:
    """Ask which kind is to be added, on a screen where all of them stand; None where nothing was chosen.

    Args:
        host: the application.
        here: the kind of the record under the cursor, which is chosen at first.
    """
    choices = [(each, capitalised(KINDS[each].label)) for each in _ADDED]
    return await host.answer_of(Chooser("Add what?", choices, here))
