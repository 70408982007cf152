"""A sample is a throw-away copy in the middle of real work, on the day of which it speaks."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Meeting
from boardtui.exchange import samples
from boardtui.session.demo import clock_of_demo, make_demo
from boardtui.store.board_file import BoardFile
from tests.domain.making import board_of, new_id


def test_its_clock_begins_on_the_morning_of_that_day_and_goes_on_from_there() -> None:
    began = datetime(2026, 11, 5, 22, 15, tzinfo=UTC)
    times = iter((began, began, began + timedelta(minutes=90)))
    clock = clock_of_demo(board_of(Meeting(id=new_id(), date="2021-03-02")), lambda: next(times))
    assert [clock(), clock()] == [datetime(2021, 3, 2, 9, 30, tzinfo=UTC), datetime(2021, 3, 2, 11, tzinfo=UTC)]


def test_one_without_meetings_is_made_on_the_morning_of_its_paper_by_the_sample_itself() -> None:
    path = make_demo("kpi-scorecard")
    with BoardFile.open(path) as opened:
        first = opened.history()[-1].edit
    assert (path.name, first.who, first.at) == (
        "kpi-scorecard.board",
        "plan kpi-scorecard",
        "2019-03-31T08:00:00Z",
    )
    shutil.rmtree(path.parent)


def test_one_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise BoardError("The disk is full.")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(samples, "make_board", full)
    with pytest.raises(BoardError, match="The disk is full"):
        make_demo("kpi-scorecard")
    with pytest.raises(BoardError, match="improvement-plan"):
        make_demo("none")
    assert list(tmp_path.iterdir()) == []
