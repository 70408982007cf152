"""A board as JSON holds everything, and always the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import tomli_w

from boardtui.domain.records.declare import validate
from boardtui.domain.records.kinds import KINDS, Action, Risk
from boardtui.exchange.json_output import board_json
from boardtui.exchange.plan_toml import read_plan
from boardtui.exchange.samples import make_board
from boardtui.store.board_file import BoardFile
from tests.exchange.plans import HOSTILE, board_of, clock

PLAN = """
format = 1
[board]
title = "Title"
[[risk]]
ref = "CIP06"
[[action]]
ambition = ""
ref = "1.10"
rag = "amber"
links = ["risk:CIP06"]
[[action]]
ambition = ""
ref = "1.2"
"""


def test_it_holds_every_field_of_every_record_with_ids(tmp_path: Path) -> None:
    board = board_of(PLAN, tmp_path)
    loaded = json.loads(board_json(board))
    assert set(loaded["records"]) == set(KINDS) - {"board"}
    assert [each["ref"] for each in loaded["records"]["action"]] == ["1.2", "1.10"]
    action = loaded["records"]["action"][1]
    assert action["id"] == board.all(Action)[1].id
    assert (action["rag"], action["links"]) == ("amber", [board.all(Risk)[0].id])
    always = {"id", "name", "created", "changed_at", "conflicts"}
    assert set(action) >= set(KINDS["action"].attributes) | always
    assert set(loaded["board"]) >= set(KINDS["board"].attributes) | always
    assert loaded["board"]["stale_days"] == 42


def test_the_same_board_gives_the_same_bytes_after_it_is_opened_again(tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_plan(PLAN, name="p"), clock=clock) as made:
        first = board_json(made.read())
    with BoardFile.open(tmp_path / "a.board") as again:
        assert board_json(again.read()) == first
    assert first.endswith("}\n")


def test_hostile_text_is_kept(tmp_path: Path) -> None:
    plan = tomli_w.dumps({"format": 1, "narrative": [{"text": text} for text in HOSTILE]})
    loaded = json.loads(board_json(board_of(plan, tmp_path)))
    assert [each["text"] for each in loaded["records"]["narrative"]] == [
        validate("narrative", "text", {"text": text})["text"] for text in HOSTILE
    ]
