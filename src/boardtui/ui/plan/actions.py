"""Every action: rating, dates, slippage and movement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boardtui.domain.attention.exceptions import reasons_for
from boardtui.domain.attention.movement import Mark, movement_mark
from boardtui.domain.attention.schedule import is_overdue, is_redated, is_stale, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import belongs_to
from boardtui.domain.board.order import counting_order
from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.kinds import Action, Ambition, Record
from boardtui.domain.records.rag import WORST_FIRST
from boardtui.domain.records.text import same_key
from boardtui.report.columns import ACTION, DUE, LEAD, MOVED, ORIGINAL, RATED, REF, SLIPPAGE
from boardtui.report.seen import Seen
from boardtui.ui.shared.columns import NOT_NARROW, in_words_from, shown
from boardtui.ui.shared.item_screen import ROOMY, ItemScreen, Order, ReadyFilter, ShownPart
from boardtui.ui.shared.text import one_line
from boardtui.ui.table.item_table import ScreenColumn


class ActionsScreen(ItemScreen):
    """Every action of the plan, under its ambition."""

    wide_from = ROOMY  # titles are read before what stands beside them
    name_of_items = "actions"
    name_of_one = "action"
    adds = "action"
    empty = "No actions yet. + adds the first. I imports a spreadsheet."
    made_of = ("action", "ambition")

    def items(self, board: Board) -> Sequence[Action]:
        """The actions in the order of their ambitions."""
        places = {ambition.id: place for place, ambition in enumerate(board.all(Ambition))}
        return sorted(board.all(Action), key=lambda action: places.get(action.ambition, len(places)))

    def swapped(
        self, board: Board, before: Board, was: Record | None, now: Record | None
    ) -> Sequence[tuple[Action, Action]] | None:
        """The action that changed. Another ambition may bring its actions another place, heading and meaning."""
        if isinstance(was, Action) and isinstance(now, Action) and _place(was) == _place(now):
            return [(was, now)]
        return None

    def stands_at(self, board: Board, item: Action) -> Any:
        """In the order of the ambitions; those of none come last."""
        ambition = board.get(Ambition, item.ambition)
        of = (0, counting_order(ambition)) if ambition is not None else (1, ())
        return of, counting_order(item)

    def heading(self, board: Board, item: Action) -> str:
        """The ambition an action belongs to."""
        ambition = board.get(Ambition, item.ambition)
        if ambition is None:
            return f"No {board.profile.ambition_label}"
        return one_line(f"{board.profile.ambition_label.capitalize()} {ambition.ref} {ambition.title}".strip())

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """Ref, title, lead, rating, dates, slippage, movement."""
        seen = Seen(board, self.host.today)
        return (
            shown(REF, seen, width=5),
            shown(ACTION, seen, wraps=True),
            shown(LEAD, seen, width=18, from_width=100, extra=True),
            *in_words_from(90, RATED, seen),
            shown(DUE, seen, width=12),
            shown(ORIGINAL, seen, width=13, from_width=120, extra=True),
            shown(SLIPPAGE, seen, width=9, right=True, from_width=64),
            shown(MOVED, seen, width=6, from_width=NOT_NARROW),
        )

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """What a chair and a lead ask for."""
        today, me = self.host.today, self.host.settings.signature
        return (
            ReadyFilter("all", lambda _board, _action: True),
            ReadyFilter("exceptions", lambda board, action: bool(reasons_for(board, action, today))),
            ReadyFilter("mine", lambda board, action: belongs_to(board, action, me)),
            ReadyFilter("overdue", lambda board, action: is_overdue(board, action, today)),
            ReadyFilter("date revised", is_redated),
            ReadyFilter("stale", lambda board, action: is_stale(board, action, today)),
            ReadyFilter("moved", _has_moved),
        )

    def orders(self) -> Sequence[Order]:
        """By ambition first; then what matters most at the top."""
        today = self.host.today
        return (
            Order("ambition", lambda _board, _action: 0),
            Order("rating, worst first", lambda _board, action: WORST_FIRST.index(action.rag)),
            Order("due date", lambda _board, action: _day(action.due)),
            Order("slippage, most first", lambda board, action: -(slippage(board, action, today).slipped or 0)),
            Order("lead", lambda _board, action: (not action.lead, same_key(action.lead))),
        )

    def show_ambition(self, board: Board, ambition: Ambition) -> None:
        """Show only the actions of an ambition, until Esc."""
        label = f"of {one_line(f'{board.profile.ambition_label} {ambition.ref or ambition.title}')}"

        def keeps(_board: Board, action: Record) -> bool:
            return isinstance(action, Action) and action.ambition == ambition.id

        self.show_part(ShownPart(label, keeps, {"ambition": ambition.id}))

    def values_to_add(self) -> dict[str, Any]:
        """A new action joins the ambition of the one under the cursor."""
        selected = self.selected
        return {"ambition": selected.ambition} if isinstance(selected, Action) else {}


def _place(action: Action) -> Any:
    return action.ambition, counting_order(action)


def _has_moved(board: Board, action: Action) -> bool:
    return movement_mark(board, action) not in (Mark.NONE, Mark.SAME)


def _day(stated: str) -> tuple[bool, str]:
    day = read_date(stated).day
    return day is None, day.isoformat() if day else ""
