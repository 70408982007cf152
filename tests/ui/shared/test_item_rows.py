"""A list of which a few items came, went or changed is the list that making all its rows gives."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, ClassVar

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Ambition, Decision, Meeting, Record
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import pattern_of
from boardtui.ui.shared.choices import Order, ReadyFilter, ShownPart
from boardtui.ui.shared.item_list import ItemList
from boardtui.ui.shared.item_rows import ItemRows
from boardtui.ui.table.item_table import ScreenColumn, TableRow
from tests.domain.boards import board

HOST = SimpleNamespace(palette="of the evening", today=date(2021, 3, 2), settings=())
LABELS = ("", "Practice", "Visits")
RATINGS = (Rag.RED, Rag.AMBER, Rag.BLUE)


class Table:
    """Stands for the table: keeps the rows, and counts how often it was given all of them."""

    def __init__(self) -> None:
        self.palette = self.lit = None
        self.empty = ""
        self.columns: Sequence[ScreenColumn] = ()
        self.given = 0
        self._rows: list[TableRow] = []

    @property
    def rows(self) -> list[TableRow]:
        return self._rows.copy()

    def show(self, columns: Sequence[ScreenColumn], rows: Sequence[TableRow]) -> None:
        self.columns, self._rows = columns, list(rows)
        self.given += 1

    def swap(self, columns: Sequence[ScreenColumn], items: Mapping[str, Any]) -> None:
        self.columns = columns
        for key, item in items.items():
            self._rows[self.place(key)] = TableRow(key, item)

    def light(self, words: Any) -> None:
        self.lit = words

    def place(self, key: str) -> int:
        return next(place for place, row in enumerate(self._rows) if row.key == key)

    def __contains__(self, key: str) -> bool:
        return any(key == row.key for row in self._rows)


class Actions(ItemRows):
    """The actions of a plan, under the titles of their ambitions."""

    name_of_items = "actions"
    made_of: ClassVar[Collection[str] | None] = ("action", "ambition")

    def __init__(self) -> None:
        super().__init__(id="actions")
        self.stands = Table()
        self.made = 0
        self.days_shown = 7

    @property
    def host(self) -> Any:
        return HOST

    @property
    def table(self) -> Any:
        return self.stands

    def items(self, board: Board) -> Sequence[Action]:
        self.made += 1
        return sorted(board.all(Action), key=lambda each: (self.stands_at(board, each), each.id))

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        return [ScreenColumn(f"Edition {board.edition}", str)]

    def heading(self, board: Board, item: Action) -> str:
        ambition = board.get(Ambition, item.ambition)
        return ambition.title if ambition is not None else ""

    def stands_at(self, board: Board, item: Action) -> Any:
        return item.ambition, item.ref

    def follows(self) -> tuple[Any, ...]:
        return (self.days_shown,)

    def swapped(
        self, board: Board, before: Board, was: Record | None, now: Record | None
    ) -> Sequence[tuple[Any, Any]] | None:
        return None if isinstance(now or was, Ambition) else [(was, now)]

    def ready_filters(self) -> Sequence[ReadyFilter]:
        return (
            ReadyFilter("all", lambda _board, _item: True),
            ReadyFilter("red", lambda _board, item: item.rag is Rag.RED, empty="None is red."),
            ReadyFilter("decided on", lambda board, item: any(each.item == item.id for each in board.all(Decision))),
            ReadyFilter(
                "by title",
                lambda _board, item: item.rag is not Rag.BLUE,
                order=lambda _board, item: item.title,
                heading=lambda _board, item: item.title[:1],
            ),
        )

    def orders(self) -> Sequence[Order]:
        return Order("in order", lambda _board, _item: 0), Order("by rating", lambda _board, item: item.rag.value)


def all_of(rows: Actions) -> tuple[list[TableRow], tuple[int, int], str]:
    return rows.table.rows, rows._counts, rows.table.empty


def like(rows: Actions, some: Board) -> Actions:
    """A list that shows the same of a board, made for it."""
    made = Actions()
    made.choice.ready, made.choice.order = rows.choice.ready, rows.choice.order
    made.choice.words, made.choice.part = rows.choice.words, rows.choice.part
    made.show_rows(some)
    return made


def changed(some: Board, chance: random.Random) -> Board:
    """A revision of a board in which a few records are others, new or gone."""
    touched: dict[str, dict[str, Record | None]] = {}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        name = f"{chance.randrange(12)}"
        action = Action(
            id=name,
            ref=f"{chance.randrange(4)}",
            title=chance.choice(("Audits", "Visits")),
            rag=chance.choice(RATINGS),
            ambition=chance.choice("xyz"),
        )
        there = some.get(Action, name)
        match chance.randrange(12):
            case 0:
                touched.setdefault("action", {})[name] = None
            case 1:
                ambition = Ambition(id=chance.choice("xyz"), title=chance.choice(LABELS))
                touched.setdefault("ambition", {})[ambition.id] = ambition
            case 2:
                decision = Decision(id=f"d{chance.randrange(3)}", item=name)
                touched.setdefault("decision", {})[decision.id] = decision
            case 3 | 4 | 5 if there is not None:
                # Rated alone, it stands where it stood in the first order.
                touched.setdefault("action", {})[name] = Action(
                    id=name, ref=there.ref, title=there.title, rag=chance.choice(RATINGS), ambition=there.ambition
                )
            case _:
                touched.setdefault("action", {})[name] = action
    return some.revised(touched, since=some.since, redatings={}, commented={}, reported={}, edition=some.edition + 1)


def test_whatever_changes_the_rows_what_is_counted_and_what_is_said_are_those_of_a_list_made_anew() -> None:
    of_x = ShownPart("of x", lambda _board, record: getattr(record, "ambition", "") == "x", {})
    for ready, order, words, part in (
        (0, 0, "", None),
        (0, 1, "", None),
        (1, 0, "", None),
        (1, 1, "", None),
        (2, 0, "", None),
        (3, 0, "", None),
        (0, 0, "visits", None),
        (0, 0, "", of_x),
    ):
        chance = random.Random(f"{ready} {order} {words}")
        there = board(Ambition(id="x", title="Practice"), *(Action(id=f"{n}", ambition="x") for n in range(3)))
        rows = Actions()
        rows.choice.ready, rows.choice.order, rows.choice.words, rows.choice.part = ready, order, words, part
        rows.show_rows(there)
        for step in range(80):
            for _ in range(chance.choice((1, 1, 1, 2))):
                there = changed(there, chance)
            rows.show_rows(there)
            assert all_of(rows) == all_of(like(rows, there)), (ready, order, words, step)
            assert rows.table.columns[0].label == f"Edition {there.edition}"
        assert rows.made < 60, f"most of them are mended: {ready, order, words}"


def test_only_what_is_another_board_or_shown_in_another_way_is_looked_at_again() -> None:
    there = board(Action(id="a", title="Visits"), Action(id="b", title="Audits"))
    rows = Actions()
    for what, made in (
        ("the first time", 1),
        ("again", 1),
        ("other words", 2),
        ("again", 2),
        ("another day", 3),
        ("another board", 4),
        ("another filter", 5),
    ):
        match what:
            case "other words":
                rows.choice.words = "visits"
            case "another day":
                rows.days_shown = 14
            case "another board":
                there = board(*there.all(Action))
            case "another filter":
                rows.choice.ready, rows.choice.words = 1, ""
        rows.show_rows(there)
        assert rows.made == made == rows.table.given, what
        assert (rows.table.lit == pattern_of(["visits"])) == (rows.choice.words == "visits")
        assert rows.table.palette == HOST.palette
    assert rows.table.empty == "None is red."


def test_what_stays_where_it_is_is_drawn_there_and_whoever_deletes_the_last_one_reads_how_to_add_one() -> None:
    there = board(Action(id="a", title="Visits"), Action(id="b", title="Audits"))
    rows = Actions()
    rows.show_rows(there)
    for touched, left, said in (
        ({"a": Action(id="a", title="Visits", rag=Rag.RED)}, ["a", "b"], "None of the actions here: f shows others."),
        ({"a": None}, ["b"], "None of the actions here: f shows others."),
        ({"b": None}, [], Actions.empty),
    ):
        there = there.revised(
            {"action": touched}, since=there.since, redatings={}, commented={}, reported={}, edition=0
        )
        rows.show_rows(there)
        assert ([each.key for each in rows.table.rows], rows.table.empty) == (left, said)
        assert rows.table.given == 3 - len(left), "all rows only where one goes"
        assert rows._counts == (len(left), len(left))


def test_what_is_said_where_nothing_is_shown_tells_why() -> None:
    full, bare = board(Action(id="a", title="Visits")), board()
    for some, ready, words, said in (
        (bare, 0, "", Actions.empty),
        (bare, 1, "", Actions.empty),
        (full, 1, "", "None is red."),
        (full, 2, "", "None of the actions here: f shows others."),
        (full, 2, "audits", "Nothing here has that. Esc shows all."),
        (bare, 0, "audits", "Nothing here has that. Esc shows all."),
    ):
        rows = Actions()
        rows.choice.ready, rows.choice.words = ready, words
        rows.show_rows(some)
        assert (rows.table.empty, rows.table.rows) == (said, [])
    rows.choice.words, rows.choice.part = "", ShownPart("of x", lambda _board, _record: False, {})
    rows.show_rows(full)
    assert rows.table.empty == "Nothing here has that. Esc shows all."


def test_a_filter_that_is_there_no_more_is_as_none_and_what_is_looked_through_are_the_words_of_an_item() -> None:
    assert [each.label for each in ItemRows(id="any").filters_shown()] == ["all"]
    rows = Actions()
    rows.choice.ready = len(rows.ready_filters())
    assert rows.ready.label == "all"
    some = board(Action(id="hidden", ref="1.1", title="Visits", rag=Rag.RED, due="2021-06-30"))
    (item,) = some.all(Action)
    words = rows.words(some, item)
    assert "1.1" in words and "Visits" in words and "Red" in words and "hidden" not in words
    held = rows.words(some, Meeting(id="m", date="2021-01-19", place="The hall", opened_at="2021-01-19T09:00:00Z"))
    assert "The hall" in held and "09:00" not in held, "what only the program reads is found by nobody"


def test_what_is_counted_is_one_or_several_and_of_how_many_where_not_all_are_shown() -> None:
    some = ItemList(id="any")
    assert [some.counted(*each) for each in ((2, 2), (1, 1), (2, 1))] == ["2 items", "1 items", "1 of 2 items"]
    some.name_of_one = "item"
    assert [some.counted(*each) for each in ((0, 0), (1, 1), (1, 0), (2, 1))] == [
        "0 items",
        "1 item",
        "0 of 1 item",
        "1 of 2 items",
    ]
