"""What a board remembers of its records while others change is what looking at everything would say."""

import random
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.attention.topics import attention
from boardtui.domain.board.board import Board
from boardtui.domain.kpis.plausible import plausible_findings
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Kpi, Record
from boardtui.exchange.samples import make_board, read_sample, sample_names
from boardtui.store.board_file import BoardFile

TODAY = date(2021, 3, 2)
_WORDS = {
    "rag": ("red", "amber", "green", "blue", ""),
    "current": ("5x4", "1x2", ""),
    "value": ("12%", "97%", "1,020", "c", ""),
    "routed_to": ("Another board", ""),
    "state": ("open", "closed"),
    "progress": ("complete", "in progress", ""),
    "polarity": ("high", "low"),
    "minimum": ("80%", "0.9", "many"),
    "upper": ("90%", "31/07/2021"),
    **dict.fromkeys(("title", "answer", "evidence", "rationale", "lead"), ("Something else", "")),
}


def _change(board: Board, chance: random.Random) -> Change:
    records = [each for name in KINDS if name not in ("meeting", "board") for each in board.of_kind(name)]
    record = chance.choice(chance.choice([some for some in map(board.of_kind, KINDS) if some and some[0] in records]))
    fields = [name for name in record.kind.attributes if name in _WORDS or name in ("due", "next_review")]
    if not fields or chance.random() < 0.1:
        return Change(record.id, record.kind.name, delete=True)
    return Change(record.id, record.kind.name, {name: _value(record, name, chance) for name in [chance.choice(fields)]})


def _value(record: Record, name: str, chance: random.Random) -> Any:
    if name in ("due", "next_review"):
        day = TODAY + timedelta(days=chance.randint(-90, 90))
        return chance.choice((day.isoformat(), "31/06/2021", "Ongoing", ""))
    if name == "state" and record.kind.name == "agenda_item":
        return chance.choice(("parked", "discussed"))
    if name == "progress" and record.kind.name == "mitigation":
        return chance.choice(("complete", "in progress"))
    return chance.choice(_WORDS[name])


@pytest.mark.parametrize("sample", sample_names())
@pytest.mark.parametrize("meeting", [False, True], ids=["at-first", "after-a-meeting"])
def test_after_every_change_it_is_what_looking_at_everything_says(tmp_path: Path, sample: str, meeting: bool) -> None:
    chance = random.Random(f"{sample} {meeting}")
    with make_board(tmp_path / "plan.board", read_sample(sample)) as file:
        if meeting:
            identity = str(uuid.uuid4())
            file.write([Change(identity, "meeting", {"date": "2021-01-19"})], who="Chair")
            file.close_meeting(identity, who="Chair", freeze=lambda _: ("", ""))
        board = file.read()
        for _ in range(40):
            attention(board, TODAY)
            file.write([_change(board, chance)], who="Lead")
            board = file.refresh(board)
            assert attention(board, TODAY) == attention(file.read(), TODAY)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The KPIs whose figures are looked at, as it happens."""
    found: list[str] = []

    def noted(view: KpiView) -> Any:
        found.append(view.kpi.id)
        return plausible_findings(view)

    monkeypatch.setattr("boardtui.domain.kpis.figure_checks.plausible_findings", noted)
    return found


def test_an_edit_looks_at_the_figures_of_no_other_kpi(tmp_path: Path, looked_at: list[str]) -> None:
    with make_board(tmp_path / "plan.board", read_sample("kpi-scorecard")) as file:
        _look_after_edits(file, looked_at)


def _look_after_edits(file: BoardFile, looked_at: list[str]) -> None:
    board = file.read()
    first, *others = board.all(Kpi)
    attention(board, TODAY)
    assert len(looked_at) == 1 + len(others)
    looked_at.clear()
    file.write([Change(first.id, "kpi", {"commentary": "Better than it looks"})], who="Lead")
    board = file.refresh(board)
    attention(board, TODAY)
    assert looked_at == [first.id]
    looked_at.clear()
    reading = next(each for each in board.of_kind("reading") if getattr(each, "kpi", "") == others[0].id)
    file.write([Change(reading.id, "reading", {"value": "3%"})], who="Lead")
    attention(file.refresh(board), TODAY)
    assert looked_at == [others[0].id]
