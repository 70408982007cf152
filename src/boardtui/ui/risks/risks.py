"""The risks: the heat map with the refs in their cells, and the register beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar, cast

from rich.console import RenderableType
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.schedule import is_review_due
from boardtui.domain.board.board import Board
from boardtui.domain.board.order import counting_order
from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.kinds import Mitigation, Record, Risk
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.heat_map import Movement, is_open, moved, score_of
from boardtui.domain.risks.matrix import matrix_of
from boardtui.report.columns import DUE, MITIGATION, MOVED, OWNER, REF, RISK, SLIPPAGE
from boardtui.report.risk_columns import NEXT_REVIEW, PROGRESS, RESPONSE, SCORE, TOLERANCE
from boardtui.report.seen import Seen
from boardtui.ui.commands import bindings_for
from boardtui.ui.risks.detail import risk_detail
from boardtui.ui.risks.heat_map import HeatMap
from boardtui.ui.risks.map_keys import RiskMapKeys, close_or_open, further
from boardtui.ui.shared.columns import NOT_NARROW, shown
from boardtui.ui.shared.detail import DetailPane
from boardtui.ui.shared.item_screen import Order, ReadyFilter
from boardtui.ui.shared.text_inputs import FilterInput
from boardtui.ui.shared.working_ahead import once_drawn
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

Keeps = Callable[[Board, Risk], bool]


def register(board: Board) -> Sequence[Risk]:
    """The risks, the highest current score first; unscored ones and then closed ones at the end."""
    return sorted(board.all(Risk), key=_by_score)


def _by_score(risk: Risk) -> tuple[bool, bool, int]:
    return not is_open(risk), *_highest_first(risk)


def _place(risk: Risk) -> Any:
    return _by_score(risk), counting_order(risk)


def register_columns(board: Board, today: date) -> Sequence[ScreenColumn]:
    """Ref, title, score and band, movement, tolerance, owner, response, next review; as many as fit."""
    seen = Seen(board, today)
    return (
        shown(REF, seen, width=7),
        shown(RISK, seen, share=3, wraps=True),
        shown(SCORE, seen, width=14, from_width=NOT_NARROW, brief=False),
        shown(SCORE, seen, width=6, to_width=NOT_NARROW - 1),
        shown(MOVED, seen, width=6, from_width=40),
        shown(TOLERANCE, seen, width=9, from_width=56),
        shown(OWNER, seen, from_width=90, share=2),
        shown(RESPONSE, seen, width=9, from_width=96),
        shown(NEXT_REVIEW, seen, width=12, from_width=66),
        shown(NEXT_REVIEW, seen, width=10, to_width=39),
    )


def mitigation_columns(board: Board, today: date) -> Sequence[ScreenColumn]:
    """Status, title, owner, due date, slippage, movement."""
    seen = Seen(board, today)
    return (
        shown(PROGRESS, seen, width=16),
        shown(MITIGATION, seen, share=3, wraps=True),
        shown(OWNER, seen, share=1),
        shown(DUE, seen, width=12),
        shown(SLIPPAGE, seen, width=9, right=True, from_width=70),
        shown(MOVED, seen, width=7, from_width=NOT_NARROW),
    )


def register_filters(today: date) -> Sequence[tuple[str, Keeps, str]]:
    """The ready filters: label, what it keeps, and what is said where it keeps nothing."""
    return (
        ("open", lambda _board, risk: is_open(risk), ""),
        (
            "above tolerance",
            lambda board, risk: above_tolerance(risk, matrix_of(board.profile)),
            "No risk is above what the board tolerates.",
        ),
        (
            "worsened",
            lambda board, risk: is_open(risk) and moved(board, risk) is Movement.WORSENED,
            "No risk has worsened since the last board.",
        ),
        ("review due", lambda _board, risk: is_review_due(risk, today), "No review is due."),
        (
            "unscored",
            lambda _board, risk: is_open(risk) and score_of(risk) is None,
            "Every open risk has a score.",
        ),
        ("closed", lambda _board, risk: not is_open(risk), "No risk has been closed."),
    )


def _highest_first(risk: Risk) -> tuple[bool, int]:
    score = score_of(risk)
    return score is None, -score.value if score is not None else 0


def review_day(risk: Risk) -> tuple[bool, str]:
    """A key that sorts risks by their next review, those without one last."""
    day = read_date(risk.next_review).day
    return day is None, day.isoformat() if day else ""


class RisksScreen(RiskMapKeys):
    """The risks of the plan on the board's matrix, and the register of them."""

    DEFAULT_CSS = """
    RisksScreen #body { layout: horizontal; }
    RisksScreen #register { width: 1fr; height: 1fr; }
    RisksScreen.wide #register { width: 2fr; border-left: solid $border-blurred; }
    RisksScreen HeatMap { display: none; width: 3fr; }
    RisksScreen.mapping HeatMap { display: block; }
    RisksScreen.mapping #register { display: none; }
    RisksScreen.wide HeatMap { display: block; }
    RisksScreen.wide #register { display: block; }
    RisksScreen.wide #tables, RisksScreen.wide.roomy #tables { width: 1fr; height: 3fr; }
    RisksScreen.wide #detail { width: 1fr; height: 2fr; border-left: none; border-top: solid $border-blurred; }
    RisksScreen.wide.roomy #detail { width: 1fr; height: 2fr; }
    RisksScreen #mitigations { display: none; height: auto; max-height: 40%; min-height: 2; margin: 0 1; }
    RisksScreen.reading HeatMap { display: none; }
    RisksScreen.reading #register { display: block; border: none; width: 1fr; }
    RisksScreen.reading #detail { height: 1fr; width: 1fr; border: none; }
    RisksScreen.reading #mitigations { display: block; }
    RisksScreen.whole-items HeatMap { display: none; }
    RisksScreen.whole-items #detail { display: none; }
    RisksScreen.whole-items #register { display: block; width: 1fr; border: none; }
    RisksScreen.whole-map HeatMap { display: block; }
    RisksScreen.whole-map #register { display: none; }
    """

    # Space ticks a risk; where it takes a mitigation further, that comes first.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("risks"),
        *(each for each in bindings_for("items") if each.id == "tick"),
    ]

    name_of_items = "risks"
    name_of_one = "risk"
    adds = "risk"
    made_of = ("risk", "mitigation")
    of_lead = "or their mitigations"
    empty = "No risks yet. + adds the first. I imports a spreadsheet."
    all_again = "Esc shows all open ones"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._in_mitigations = False  # they have the keys, or had them before a line asked something

    # The register.

    def items(self, board: Board) -> Sequence[Risk]:
        """The highest current score first; unscored ones and then closed ones at the end."""
        return register(board)

    def swapped(
        self, board: Board, before: Board, was: Record | None, now: Record | None
    ) -> Sequence[tuple[Risk, Risk]] | None:
        """The risk that changed, as long as it keeps its place; a mitigation may let its risk pass a filter."""
        if isinstance(was or now, Mitigation):
            of_it = {each.risk for each in (was, now) if isinstance(each, Mitigation)}
            risks = ((before.get(Risk, each), board.get(Risk, each)) for each in of_it)
            return [(was, now) for was, now in risks if was is not None and now is not None]
        if isinstance(was, Risk) and isinstance(now, Risk) and _place(was) == _place(now):
            return [(was, now)]
        return None

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """Ref, title, score and band, movement, tolerance, owner, response, next review."""
        return register_columns(board, self.host.today)

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """What is run; what the board asks about; what was closed."""
        found = register_filters(self.host.today)
        return [ReadyFilter(label, keeps, empty=empty) for label, keeps, empty in found]

    def orders(self) -> Sequence[Order]:
        """By score first; then by what people look for."""
        return (
            Order("current score", lambda _board, _risk: 0),
            Order("ref", lambda _board, risk: counting_order(risk)),
            Order("owner", lambda _board, risk: (not risk.owner, same_key(risk.owner))),
            Order("next review", lambda _board, risk: review_day(risk)),
            Order("category", lambda _board, risk: (not risk.category, same_key(risk.category))),
        )

    def detail(self, board: Board, item: Risk) -> RenderableType:
        """The risk in full; while it is read, its mitigations stand in a table of their own."""
        reading = self.has_class("reading")
        return risk_detail(board, item, self.host.palette, self.host.today, mitigations=not reading)

    def compose(self) -> ComposeResult:
        """The map, and the register with its detail; they take turns where there is no room for both."""
        yield Vertical(id="top")
        yield Static(id="about")
        yield FilterInput(self.completed)
        with Horizontal(id="body"):
            yield HeatMap(id="map")
            with Vertical(id="register"):
                with Vertical(id="tables"):
                    yield ItemTable(id="items", empty=self.empty)
                yield DetailPane(id="detail")
                yield ItemTable(id="mitigations", empty="No mitigations yet. M adds one. I imports a spreadsheet.")

    @property
    def mitigations(self) -> ItemTable:
        """The mitigations of the risk that is read."""
        return self.query_one("#mitigations", ItemTable)

    @property
    def tick_table(self) -> ItemTable:
        """The mitigations of the risk that is read, where they have the keys; the risks otherwise."""
        return self.mitigations if self.has_class("reading") and self._in_mitigations else self.table

    @property
    def selected(self) -> Record | None:
        """What the keys act on: the mitigation or the risk under the cursor; nothing in an empty cell."""
        if self.tick_table is self.mitigations and self.mitigations.item is not None:
            return cast(Mitigation, self.mitigations.item)
        return None if self._in_empty_cell() else super().selected

    # Drawing.

    def show_detail(self) -> None:
        """Draw the detail, and the mitigations that are edited in it."""
        super().show_detail()
        board, risk = self.host.board, self.table.item
        if board is None:
            return
        found = board.owned(Mitigation, risk.id) if risk is not None else ()
        self.mitigations.palette = self.host.palette
        self.mitigations.show(mitigation_columns(board, self.host.today), [TableRow(each.id, each) for each in found])
        self.show_ticks_among(self.mitigations)

    # Going about.

    def focus_items(self) -> None:
        """Give the keys to the map or the register, whichever had them."""
        if self.has_class("reading"):
            if not self.mitigations.has_focus:
                super().focus_items()
        else:
            (self.map if self._on_map else self.table).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember whether the mitigations have the keys: then they are what is ticked."""
        if event.widget in (self.mitigations, self.table, self.map, self.query_one("#detail")):
            self._in_mitigations = event.widget is self.mitigations
            self.show_about()

    def action_other_side(self) -> None:
        """From the map to the register and back; in a risk, from its text to its mitigations and back."""
        if self.has_class("reading"):
            detail = self.query_one("#detail")
            (detail if self.mitigations.has_focus else self.mitigations).focus()
            return
        self._turn_to(map_=not self._on_map)

    def go_to(self, key: str) -> bool:
        """Put the cursor on a risk, or on a mitigation within its risk."""
        board = self.host.board
        found = board.get(Mitigation, key) if board is not None else None
        if found is None:
            there = super().go_to(key)
            self._follow()
            self._draw_map()
            return there
        if not super().go_to(found.risk):
            return False
        self._follow()
        self.add_class("reading")
        self.show_detail()
        self.mitigations.go_to(key)
        once_drawn(self, self.mitigations.focus)
        return True

    def action_open(self) -> None:
        """Read the risk in full; edit the mitigation under the cursor."""
        if isinstance(self.selected, Mitigation):
            self.action_edit()
        elif self.selected is not None:
            super().action_open()
            self.show_detail()
            # What was hidden until now can only have the keys once it is there.
            once_drawn(self, self.focus_items)

    def _leave_reading(self) -> None:
        super()._leave_reading()
        self.show_detail()

    # Changing what is said of a risk.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a mitigation goes on step by step."""
        if action == "next_progress" and not isinstance(self.selected, Mitigation):
            return False
        return super().check_action(action, parameters)

    def action_no_rating(self) -> None:
        """Risks are scored, not rated."""
        self.host.refuse("Risks have no rating of their own: m moves them on the map.")

    def action_close_risk(self) -> None:
        """Close the risk, or open it again. Why is asked, and it is kept."""
        risk = self._risk()
        if risk is not None and self.selected is not None:
            close_or_open(self.host, risk)

    def kind_to_add(self) -> str:
        """A risk; a mitigation where those have the keys."""
        return "mitigation" if self.has_class("reading") and self.mitigations.has_focus else "risk"

    def values_to_add(self) -> dict[str, Any]:
        """A new mitigation belongs to its risk; a new risk begins with the score of the empty cell in focus."""
        risk = self._risk()
        if self.kind_to_add() == "mitigation":
            return {"risk": risk.id} if risk is not None else {}
        if self._focus.view == "current" and self._focus.cell is not None and self._in_empty_cell():
            return {"current": str(self._focus.cell)}
        return {}

    def action_add_mitigation(self) -> None:
        """Add a mitigation to the risk."""
        risk = self._risk()
        if risk is not None and (self.selected is not None):
            self.host.add("mitigation", {"risk": risk.id})

    def action_next_progress(self) -> None:
        """Say that a mitigation is one step further."""
        if isinstance(each := self.selected, Mitigation):
            further(self.host, each.id)
