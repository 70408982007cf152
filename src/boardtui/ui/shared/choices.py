"""What can be chosen of a screen's items with a key, and the line that says what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import partial
from typing import Any

from rich.cells import cell_len
from textual.content import Content

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import belongs_to
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key
from boardtui.domain.typed.filter import read_filter
from boardtui.ui.shared.text import cut, fitted, one_line, plain


@immutable
class ReadyFilter:
    """A filter that one key reaches.

    Attributes:
        label: what it keeps, in a word or two.
        keeps: whether it keeps an item.
        order: what the items it keeps are sorted by, where that is not the first order of the screen.
        heading: the heading an item stands under while it is on, where that is not the screen's own.
        empty: what is said where it keeps nothing.
    """

    label: str
    keeps: Callable[[Board, Any], bool]
    order: Callable[[Board, Any], Any] | None = None
    heading: Callable[[Board, Any], str] | None = None
    empty: str = ""


@immutable
class ShownPart:
    """The part of a screen's items that is shown until Esc, such as the actions of one ambition or of one lead.

    Attributes:
        label: what part it is, as it follows the count: `of ambition 1`.
        keeps: whether a record belongs to it.
        values: what a record that is added to it has already, as far as its kind has such fields.
    """

    label: str
    keeps: Callable[[Board, Record], bool]
    values: Mapping[str, Any] = field(default_factory=dict)


@immutable
class Order:
    """An order that one key reaches; `key` sorts the items."""

    label: str
    key: Callable[[Board, Any], Any]


# What an order is called where it has another word than the heading of its column.
_ORDERED_BY = {
    "rag": "rating",
    "what": "kind",
    "review": "next review",
    "score": "current score",
}


def order_by(heading: str, orders: Sequence[Order], now: int) -> int | None:
    """The place of the order that the heading of a column stands for; None where there is none.

    The first order stands in the order of the refs. The heading of the order that is on goes back to that.
    """
    column = same_key(heading)
    wanted = _ORDERED_BY.get(column, column)
    for place, each in enumerate(orders):
        if same_key(each.label).startswith(wanted) and wanted:
            return 0 if place == now else place
    return 0 if column == "ref" else None


class Choice:
    """What of a screen's items is shown now, and in what order.

    Attributes:
        ready: the place of the ready filter that is on.
        order: the place of the order they are in.
        words: what is typed as a filter.
        part: the part of them that is shown until Esc, if only one is.
        lead: whose items that part is, if it is a lead's.
    """

    def __init__(self) -> None:
        self.ready = 0
        self.order = 0
        self.words = ""
        self.part: ShownPart | None = None
        self.lead = ""
        self._board: Board | None = None
        self._texts: dict[str, str] = {}  # the words of its items, by their keys

    @property
    def state(self) -> tuple[Any, ...]:
        """All of it, to tell whether it is still the same."""
        return self.ready, self.order, self.words, self.part, self.lead

    @property
    def in_part(self) -> bool:
        """Whether anything narrows what is shown besides the part."""
        return bool(self.words or self.ready)

    @property
    def narrows(self) -> bool:
        """Whether anything keeps items out of sight."""
        return self.in_part or self.part is not None

    def show_lead(self, lead: str, besides: str) -> None:
        """Show only what is a lead's.

        Args:
            lead: their name.
            besides: what makes an item theirs apart from that they answer for it, if anything.
        """
        label = ", ".join(filter(None, (f"for {one_line(lead)}", besides)))
        keeps = partial(_belongs_to, lead)
        self.part, self.lead = ShownPart(label, keeps, dict.fromkeys(("lead", "owner"), lead)), lead

    def clear(self) -> None:
        """Show all; the order stays."""
        self.part, self.lead = None, ""
        self.clear_in_part()

    def clear_in_part(self) -> None:
        """Show all of the part."""
        self.ready, self.words = 0, ""

    def kept(
        self,
        board: Board,
        items: Iterable[tuple[str, Record, Any]],
        ready: ReadyFilter,
        words_of: Callable[[Any], str],
        today: date,
    ) -> list[Any]:
        """The items that are shown.

        Args:
            board: the board.
            items: each with its key and its record.
            ready: the ready filter that is on.
            words_of: the words in which is looked for those that were typed.
            today: the day on which lateness is counted.
        """
        keeps = self.keeper(board, ready, words_of, today)
        return [item for key, record, item in items if keeps(key, record, item)]

    def keeper(
        self, board: Board, ready: ReadyFilter, words_of: Callable[[Any], str], today: date
    ) -> Callable[[str, Record, Any], bool]:
        """What says of an item, its key and its record, whether it is shown: see `kept`."""
        wanted = read_filter(self.words)
        if self._board is not board:
            self._board, self._texts = board, {}
        texts = self._texts

        def has_words(key: str, record: Record, item: Any) -> bool:
            if key not in texts:
                texts[key] = same_key(words_of(item))  # the next key typed looks in it again
            return wanted.keeps(board, record, texts[key], today)

        def keeps(key: str, record: Record, item: Any) -> bool:
            return (
                (self.part is None or self.part.keeps(board, record))
                and ready.keeps(board, item)
                and (not wanted.terms or has_words(key, record, item))
            )

        return keeps


def _belongs_to(lead: str, board: Board, record: Record) -> bool:
    return belongs_to(board, record, lead)


def about_line(text: str, labels: Sequence[str], on: int, back: str, width: int) -> Content:
    """The line above a table: how many items, all ready filters with the one that is on, and what Esc does.

    All filters are named where they fit, so that nobody has to find them out one by one; else the one that is on and
    those that come next.

    Args:
        text: how many items are shown, and of what.
        labels: what the ready filters are called.
        on: the place of the one that is on.
        back: what Esc does; empty where nothing is filtered.
        width: the room in cells.
    """
    lead = f"{text} · f:" if text else "f:"
    row = "".join(f" {label} " for label in labels)
    end = f" · {back}" if back else ""
    if len(labels) > 1 and cell_len(lead + row) <= width:
        chips: list[str | tuple[str, str]] = [lead]
        for place, label in enumerate(labels):
            chips.append((f"▸{label} ", "$foreground bold") if place == on else f" {label} ")
        return Content.assemble(*chips, end if cell_len(lead + row + end) <= width else "")
    room = width - cell_len(lead + end) - 1
    turn = [*labels[on:], *labels[:on]]
    fits = max(
        (n for n in range(2, len(turn)) if cell_len("".join(f" {each} " for each in turn[:n])) <= room), default=0
    )
    if not fits:
        showing = f"showing {labels[on]}" if on or not text else ""
        end = "".join(f" · {each}" for each in (showing, back) if each)
        # What is on and how to be rid of it stay in sight: what is cut is the end of what is shown.
        room = max(4, width - cell_len(end))
        said = cut(text, room) if cell_len(text) > room else text
        return plain(fitted((said + end).removeprefix(" · "), max(4, width)))
    # As many as fit, from the one that is on to those that follow.
    return Content.assemble(
        lead, (f"▸{labels[on]} ", "$foreground bold"), *(f" {each} " for each in turn[1:fits]), "…", end
    )


def filter_at(x: int, line: str, labels: Sequence[str], on: int) -> int | None:
    """The place of the ready filter that stands at a column of the line above a table; None for none."""
    begin = line.find("f:")
    for place, label in enumerate(labels):
        chip = ("▸" if place == on else " ") + label + " "
        start = line.find(chip, begin)
        if begin >= 0 and start >= 0 and cell_len(line[:start]) <= x < cell_len(line[:start]) + cell_len(chip):
            return place
    return None


def has_rating(record: Record) -> bool:
    """Whether the RAG keys mean something for a record."""
    return record.kind.has("rag")


def rating_of(record: Record) -> Rag:
    """A record's rating; not rated where it has none."""
    return getattr(record, "rag", Rag.NOT_RATED)
