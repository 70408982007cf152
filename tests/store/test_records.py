"""Records are read in parts, and words that many of them have are kept once: a large board fits into little memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action, Kpi, Reading
from boardtui.store import records
from boardtui.store.board_file import BoardFile
from boardtui.store.records import Alike, read_records

from .conftest import CHAIR, add_action, new_id

MONTHS = [f"20{year}-{month:02d}" for year in (18, 19, 20) for month in range(1, 13)]


@pytest.fixture
def with_figures(board_file: BoardFile) -> BoardFile:
    """A board on which two KPIs have the same figure month after month."""
    kpis = [new_id(), new_id()]
    board_file.write([Change(each, "kpi", {"title": "A measure"}) for each in kpis], who=CHAIR)
    values = [{"kpi": each, "series": "period", "period": month, "value": "85.0%"} for each in kpis for month in MONTHS]
    board_file.write([Change(identity_for(KINDS["reading"], each, ""), "reading", each) for each in values], who=CHAIR)
    return board_file


class Watched:
    """A connection that notes how many rows are taken from it at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.taken: list[int] = []

    def execute(self, query: str, values: Any = ()) -> Any:
        cursor, watched = self._connection.execute(query, values), self

        class Cursor:
            def fetchmany(self, count: int) -> list[Any]:
                rows = cursor.fetchmany(count)
                watched.taken.append(len(rows))
                return rows

        return Cursor()


@contextmanager
def watched(board_file: BoardFile) -> Iterator[Any]:
    with board_file.reading() as reader:
        yield Watched(reader)


def test_words_that_many_records_have_are_kept_once(with_figures: BoardFile) -> None:
    add_action(with_figures, "1", title="Audit", lead="Head of Service")
    add_action(with_figures, "2", title="Plan", lead="Head of Service")
    board = with_figures.read()
    readings = board.all(Reading)
    assert len(readings) == 2 * len(MONTHS)
    assert len({id(each.kpi) for each in readings}) == len(board.all(Kpi))
    assert len({id(each.period) for each in readings}) == len(MONTHS)
    assert len({id(each.value) for each in readings}) == 1
    assert len({id(each.changed_at) for each in readings}) == len({each.changed_at for each in readings})
    assert len({id(each.lead) for each in board.all(Action)}) == 1


def test_words_that_are_all_different_are_not_kept_beside_the_records() -> None:
    alike = Alike()
    for place in range(0, 100_000, 1_000):
        words = [f"Word {number}" for number in range(place, place + 1_000)]
        assert list(alike.of(words)) == words
    assert len(alike) < 25_000


def test_never_are_more_rows_read_at_once_than_a_part(with_figures: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_ROWS", 10)
    with watched(with_figures) as reader:
        found = read_records(reader, KINDS["reading"])
    assert found == list(with_figures.read().records["reading"].values())
    assert sum(reader.taken) == len(found) == 2 * len(MONTHS)
    assert max(reader.taken) == 10


def test_records_come_in_the_order_they_were_made_wherever_their_rows_are(with_figures: BoardFile) -> None:
    with sqlite3.connect(with_figures.path) as connection:
        connection.execute("CREATE TABLE backwards AS SELECT * FROM p_reading ORDER BY created DESC, id")
        connection.execute("DELETE FROM p_reading")
        connection.execute("INSERT INTO p_reading SELECT * FROM backwards")
        connection.execute("DROP TABLE backwards")
    connection.close()
    with with_figures.reading() as reader:
        found = read_records(reader, KINDS["reading"])
        some = read_records(reader, KINDS["reading"], ids=sorted(each.id for each in found[::3]))
    assert [each.created for each in found] == sorted(each.created for each in found)
    assert some == found[::3]
