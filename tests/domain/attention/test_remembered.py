"""What a board remembers of its records while others change is what looking at everything would say."""

import random
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.attention.counts import nothing_rated
from boardtui.domain.attention.mine import mine
from boardtui.domain.attention.topics import Topic, attention
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import leads
from boardtui.domain.kpis.plausible import plausible_findings
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.meetings.agenda import build_agenda
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
    if chance.random() < 0.1:
        asked = chance.choice(("challenge", "action_arising"))
        return Change(str(uuid.UUID(int=chance.getrandbits(128))), asked, {"text": "Why?", "item": record.id})
    fields = [name for name in record.kind.attributes if name in _WORDS or name in _OF_THEIR_OWN]
    if not fields or chance.random() < 0.1:
        return Change(record.id, record.kind.name, delete=True)
    name = chance.choice(fields)
    return Change(record.id, record.kind.name, {name: _value(board, record, name, chance)})


_OF_THEIR_OWN = ("due", "next_review", "links", "ambition", "ref")


def _value(board: Board, record: Record, name: str, chance: random.Random) -> Any:
    if name == "ref":
        return chance.choice(("1.1", "2.2", "K1", ""))
    if name == "ambition":
        return chance.choice([*(each.id for each in board.of_kind("ambition")), ""])
    if name == "links":
        some = [each.id for kind in ("kpi", "action", "milestone") for each in board.of_kind(kind)]
        return chance.sample(some, min(len(some), chance.randrange(3)))
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
        who = [*_leads(board), "Something else"]
        for _ in range(40):
            _looked_at(board, who)
            file.write([_change(board, chance)], who="Lead")
            board = file.refresh(board)
            as_read = file.read()
            attention(as_read, TODAY, figures=False)  # first, as the overview does; not so of the other board
            assert _looked_at(board, who) == _looked_at(as_read, who)


def _leads(board: Board) -> list[str]:
    """The three people of whom most is wanted."""
    named = leads(board)
    return sorted(named, key=lambda each: -named[each])[:3]


def _looked_at(board: Board, who: list[str]) -> list[Any]:
    """All that is kept from one state of a board to the next: what it should look at, and what is wanted of whom."""
    seen = [attention(board, TODAY, figures=figures) for figures in (True, False)]
    about = [each.about(topic) for each in seen for topic in Topic]
    counted = [each.count(topic) for each in seen for topic in Topic]
    theirs = [mine(board, each, TODAY) for each in who]
    agenda = build_agenda(board, TODAY)
    return [*seen, nothing_rated(board), about, counted, theirs, [(each.due, each.updated) for each in theirs], agenda]


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
