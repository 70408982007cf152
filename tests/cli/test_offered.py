"""What the shell offers while a line is typed: what begins like this, and never a word of trouble."""

from __future__ import annotations

import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import typer

from boardtui.cli.completion import complete_field, complete_lead, complete_only, complete_ref, complete_refs
from boardtui.cli.opening import complete_sample
from boardtui.cli.records import complete_kind
from boardtui.cli.show import complete_what_or_ref
from boardtui.domain.records.edits import Change
from boardtui.report.snapshot import PARTS
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui


def line(params: dict[str, Any]) -> typer.Context:
    """A line that was typed so far."""
    return cast(typer.Context, SimpleNamespace(params=params))


def test_refs_are_offered_with_their_kind_where_they_mean_two_things(board: Path) -> None:
    ctx = line({"board": board})
    assert complete_ref(ctx, "1.") == ["1.1", "1.2"]
    assert complete_ref(ctx, "kpi:") == ["kpi:1.2"]
    assert complete_refs(ctx, "1.1,CIP") == ["1.1,CIP06"]


def test_kinds_that_can_be_added_are_offered_and_the_board_is_none() -> None:
    assert complete_kind("b") == ["budget_line"]
    assert "board" not in complete_kind("") and complete_kind("ki") == []


def test_people_fields_and_their_values_are_offered(board: Path, boardtui: Boardtui) -> None:
    boardtui("set", board, "1.1", f"lead={LEAD}", *SIGNED)
    ctx = line({"board": board, "ref": "CIP06"})
    assert complete_lead(ctx, "princ") == [LEAD]
    assert complete_field(ctx, "cur") == ["current=", "current_why="]
    assert complete_field(ctx, "state=c") == ["state=closed"]
    assert complete_field(ctx, "ambition=") == ["ambition=1", "ambition=2"]
    ctx = line({"board": board, "kind": "action"})
    assert complete_field(ctx, "rag=a") == ["rag=amber"]
    assert complete_field(ctx, "lead=P") == [f"lead={LEAD}"]


def test_no_more_refs_are_offered_than_anybody_reads(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(str(uuid.uuid4()), "action", {"ref": f"7.{n}"}) for n in range(1, 202)], who="Office")
    ctx = line({"board": board})
    assert len(complete_ref(ctx, "7.")) == 200
    assert complete_ref(ctx, "7.20") == ["7.20", "7.200", "7.201"]


def test_what_can_stand_in_a_field_is_offered_by_what_the_field_holds(board: Path) -> None:
    ctx = line({"board": board, "kind": "action"})
    for begun, offered in (
        ("links=", ["links=1.1", "links=kpi:1.2"]),
        ("links=1.1,C", ["links=1.1,CIP06"]),
        ("title=", []),
    ):
        assert set(offered) <= set(complete_field(ctx, begun))
        assert bool(offered) == bool(complete_field(ctx, begun))
    assert "rag=" not in complete_field(line({"kind": "risk"}), "")
    every = complete_field(line({}), "")
    assert {"rag=", "current=", "value="} <= set(every) and every == sorted(every)


def test_a_board_that_cannot_be_read_offers_nothing(tmp_path: Path) -> None:
    ctx = line({"board": tmp_path / "none.board"})
    assert (complete_ref(ctx, ""), complete_lead(ctx, "")) == ([], [])


def test_parts_samples_and_what_can_be_shown_are_offered(board: Path) -> None:
    assert complete_only("exceptions,kp") == ["exceptions,kpis"]
    assert complete_only("") == list(PARTS)
    assert complete_sample("kpi") == ["kpi-scorecard"]
    assert complete_what_or_ref(line({"board": board}), "C") == ["CIP06"]
    assert complete_what_or_ref(line({"board": board}), "action:") == ["action:1.1", "action:1.2"]
    assert complete_what_or_ref(line({"board": board}), "risk")[:1] == ["risks"]


def test_a_yes_or_no_and_what_may_be_of_several_kinds_are_offered(board: Path) -> None:
    reading, decision = ({"kind": kind, "board": board} for kind in ("reading", "decision"))
    assert complete_field(line(reading), "provisional=") == ["provisional=yes", "provisional=no"]
    assert complete_field(line(reading), "provisional=n") == ["provisional=no"]
    assert complete_field(line(decision), "item=") == [
        *("item=1", "item=2", "item=1.1", "item=1.2", "item=kpi:1.2", "item=CIP06")
    ]
    assert complete_field(line(decision), "item=kpi") == ["item=kpi:1.2"]


def test_the_fields_are_those_of_the_first_of_several_refs_and_of_every_kind_where_that_is_not_there(
    board: Path,
) -> None:
    assert complete_field(line({"ref": "CIP06,1.1", "board": board}), "cur") == ["current=", "current_why="]
    assert "rag=" not in complete_field(line({"ref": "CIP06,1.1", "board": board}), "")
    assert {"rag=", "current="} <= set(complete_field(line({"ref": "nothing", "board": board}), ""))
    assert "rag=" in complete_field(line({"ref": "1.1"}), ""), "no board was typed yet"
    assert complete_lead(line({}), "P") == complete_ref(line({"board": ""}), "") == []
