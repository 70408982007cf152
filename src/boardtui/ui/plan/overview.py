"""How the board is doing: the ratings, what changed, what is overdue or off target, what is due from whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType

from boardtui.domain.attention.counts import nothing_rated
from boardtui.domain.attention.exceptions import NO_EXCEPTIONS
from boardtui.domain.attention.findings import figures_left
from boardtui.domain.attention.topics import Attention, Group, Notable, Topic, attention, changed_notes, place_of
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import title_words
from boardtui.domain.dates.dates import read_date
from boardtui.domain.kpis.figure_checks import kpi_findings
from boardtui.domain.records.kinds import KINDS, Kpi, Reading, Record
from boardtui.domain.records.text import same_key
from boardtui.report.columns import MOVED, TITLE, WHAT, WHO_ANSWERS
from boardtui.report.seen import Seen
from boardtui.ui.commands import bindings_for
from boardtui.ui.plan.overview_top import OverviewTop
from boardtui.ui.shared import columns
from boardtui.ui.shared.columns import NOT_NARROW, rating_columns, record_of, shown
from boardtui.ui.shared.detail import detail
from boardtui.ui.shared.item_screen import ROOMY, ItemScreen, Order, ReadyFilter
from boardtui.ui.shared.text import Pieces, rich_plain
from boardtui.ui.shared.working_ahead import WorkingAhead
from boardtui.ui.table.item_table import ScreenColumn

_GROUPS = {group: place for place, group in enumerate(Group)}
_NOTHING = {
    Topic.CHANGED: "Nothing has changed since the last board.",
    Topic.OFF_TARGET: "No KPI is off target.",
    Topic.ABOVE_TOLERANCE: "No risk is above its tolerance.",
    Topic.STALE: "Every action and next step has had an update in time.",
    Topic.TO_DECIDE: "No copies disagree.",
    Topic.FINDINGS: "The data raise no question.",
    Topic.UNDATED: "Every date that is stated can be read.",
}
_NOTHING_YET = "Nothing on this board yet. + adds the first item. I imports a spreadsheet."


MANY_READINGS = 5_000
"""From so many figures on that nobody has looked at, the screen is drawn before they are."""


class OverviewScreen(ItemScreen):
    """What the board should look at, whatever kind it is, and why."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("overview")]

    name_of_items = "items"
    all_again = "Esc: exceptions"
    wide_from = ROOMY  # the reasons are what the board reads: they get the room first

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._worked_out: tuple[Board, date, Attention] | None = None
        self._looked = 0  # how often all figures have been looked at
        self._ahead = WorkingAhead(then=self._show_findings)

    def on_mount(self) -> None:
        """Begin to look at the figures of a board that has so many of them that nobody should wait for it."""
        self._ahead.begin(self)

    def _show_findings(self) -> None:
        """Show what the figures give, now that all have been looked at."""
        if (board := self.host.board) is not None and self._worked_out and not self._worked_out[2].complete:
            self._worked_out = None
            self._looked += 1
            if self.display:  # or else it is drawn anew when somebody goes there
                self.show_board(board)

    def attention(self, board: Board) -> Attention:
        """What the board should look at; worked out once for each state of it."""
        today = self.host.today
        if self._worked_out is None or self._worked_out[0] is not board or self._worked_out[1] != today:
            left = figures_left(board, today)
            few = sum(len(board.owned(Reading, each.kpi.id)) for each in left) < MANY_READINGS
            self._worked_out = (board, today, attention(board, today, figures=few))
            if not few:
                self._ahead.start(partial(kpi_findings, each, today) for each in left)
        return self._worked_out[2]

    def compose_top(self) -> ComposeResult:
        """The counts."""
        yield OverviewTop()

    def show_top(self, board: Board) -> None:
        """Bring the counts up to date."""
        self.query_one(OverviewTop).show(board, self.attention(board), self.host.palette)

    def show_rows(self, board: Board) -> None:
        """Show what answers the board's questions, or how to begin."""
        started = any(board.of_kind(kind) for kind in ("action", "next_step", "kpi", "risk"))
        self.empty = self.ready.empty if started else _NOTHING_YET
        super().show_rows(board)

    def items(self, board: Board) -> Sequence[Notable]:
        """Everything that answers one of the board's questions, gravest first."""
        return self.attention(board).notable

    def changed_items(self, board: Board, before: Board) -> Sequence[tuple[Notable | None, Notable | None]] | None:
        """What is told otherwise of the records that changed, and of those about which that says something else."""
        return changed_notes(board, before, self.host.today, figures=self.attention(board).complete)

    def stands_at(self, board: Board, item: Notable) -> Any:
        """The gravest first."""
        return place_of(board, item, self.host.today, figures=self.attention(board).complete)

    def follows(self) -> tuple[Any, ...]:
        """Whether the figures are among it."""
        return (self._looked,)

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """What it is, its title, why it is here, its rating and its movement."""
        topic = self._topic

        def why(item: Notable) -> Pieces:
            return columns.words(", ".join(item.why.get(topic, ())))

        records = [each.record for each in self.items(board) if topic in each.why]
        seen, of = Seen(board, self.host.today), record_of
        return (
            shown(WHAT, seen, of=of, width=10, to_width=NOT_NARROW - 1),
            shown(WHAT, seen, of=of, width=11, from_width=NOT_NARROW, to_width=99),
            shown(WHAT, seen, of=of, width=14, from_width=100),
            shown(TITLE, seen, of=of, share=2, to_width=99, wraps=True),
            ScreenColumn("Why it is here", why, share=3, from_width=NOT_NARROW, to_width=99),
            # The detail says again, in full, why it is here: where there is room for both, the title has more of it.
            shown(TITLE, seen, of=of, share=3, from_width=100, wraps=True),
            ScreenColumn("Why it is here", why, share=2, from_width=100),
            shown(WHO_ANSWERS, seen, of=of, width=22, from_width=110, extra=True),
            *rating_columns(seen, records),
            shown(MOVED, seen, of=of, width=6, from_width=NOT_NARROW),
        )

    @property
    def _topic(self) -> Topic:
        return list(Topic)[self.ready_place]

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """The questions of the board, the one that is asked first at the beginning."""
        board = self.host.board
        headings: dict[Topic, Callable[[Board, Any], str]] = {
            Topic.CHANGED: lambda _board, item: item.group.value,
            Topic.DUE: lambda _board, item: item.due.who or "Nobody is named",
        }
        orders: dict[Topic, Callable[[Board, Any], Any]] = {
            Topic.CHANGED: lambda _board, item: _GROUPS[item.group],
            Topic.DUE: lambda _board, item: (not item.due.who, same_key(item.due.who), item.due.day or date.max),
        }
        days = board.profile.due_days if board is not None else 0
        nothing = {**_NOTHING, Topic.EXCEPTIONS: NO_EXCEPTIONS, Topic.DUE: f"Nothing is due in the next {days} days."}
        if board is not None:
            nothing[Topic.EXCEPTIONS] = " ".join(filter(None, (NO_EXCEPTIONS, nothing_rated(board))))
        if board is not None and board.since.meeting is None:
            nothing[Topic.CHANGED] = "No meeting has been closed yet: there is nothing to compare with."
        return [
            ReadyFilter(
                f"due in {days} days" if topic is Topic.DUE else topic.value,
                partial(_answers, topic),
                order=orders.get(topic),
                heading=headings.get(topic),
                empty=nothing[topic],
            )
            for topic in Topic
        ]

    def counted(self, total: int, shown: int) -> str:
        """Nothing: each filter says how many it keeps."""
        return ""

    def filter_label(self, ready: ReadyFilter) -> str:
        """The question, with how many records answer it."""
        board = self.host.board
        topic = next((each for each in Topic if each.value == ready.label), Topic.DUE)
        if board is None:
            return ready.label
        if topic is Topic.FINDINGS and not self.attention(board).complete:
            return f"{ready.label} …"
        return f"{ready.label} {self.attention(board).count(topic)}"

    def action_add(self) -> None:
        """Add an item of any kind: which one is asked, as all of them stand here."""
        if self.host.writable():
            self.host.begin(self._add_chosen())

    async def _add_chosen(self) -> None:
        from boardtui.ui.forms.chooser import kind_to_add

        record = self.selected
        kind = await kind_to_add(self.host, record.kind.name if record is not None else "")
        if kind is not None:
            self.host.add(kind, {**self._values_of_part(kind), **_beside(record, kind)})

    def orders(self) -> Sequence[Order]:
        """Gravest first; then by what it is, who answers for it, and when it is due."""
        return (
            Order("gravity", lambda _board, _item: 0),
            Order("kind", lambda _board, item: item.record.kind.label.casefold()),
            Order("lead", lambda _board, item: (not item.who, same_key(item.who))),
            Order("due date", lambda _board, item: _day(item.record)),
        )

    def words(self, board: Board, item: Notable) -> str:
        """Everything the record says, and why it is here."""
        reasons = " ".join(reason for some in item.why.values() for reason in some)
        return f"{title_words(board, item.record)}\n{reasons}\n{super().words(board, item)}"

    def detail(self, board: Board, item: Notable) -> RenderableType:
        """Why the record is here, for every question it answers; then the record."""
        palette = self.host.palette
        said = {Topic.CHANGED: "since the last board: "}
        reasons = dict.fromkeys(said.get(topic, "") + reason for topic, some in item.why.items() for reason in some)
        lines = [Text("Why it is here", style=palette.style("heading"))]
        lines += [Text.assemble("· ", rich_plain(reason)) for reason in reasons]
        return Lines(*lines, Text(""), detail(board, item.record, palette))

    @property
    def selected(self) -> Record | None:
        """The record under the cursor, unless it has been taken out of the plan."""
        record, board = super().selected, self.host.board
        return board.find(record.id) if record is not None and board is not None else None

    async def action_go_there(self) -> None:
        """Go to the item on its own screen."""
        board, record = self.host.board, self.selected
        if board is None or record is None:
            if self.table.item is not None:
                self.host.say("It has been removed from the plan; H shows the history of the board.")
            return
        # A reading is listed with its KPI.
        owner = board.find(getattr(record, "kpi", ""))
        await self.host.go_to(owner if isinstance(owner, Kpi) else record)


def _beside(record: Record | None, kind: str) -> dict[str, Any]:
    """What a new record has from the one under the cursor: it belongs to that, or to what that belongs to."""
    owner = KINDS[kind].owner
    if record is None or not owner:
        return {}
    return {owner: record.id if record.kind.name == owner else getattr(record, owner, "")}


def _answers(topic: Topic, _board: Board, item: Notable) -> bool:
    return topic in item.why


def _day(record: Record) -> tuple[bool, str]:
    day = read_date(str(getattr(record, "due", "") or getattr(record, "next_review", ""))).day
    return day is None, day.isoformat() if day else ""
