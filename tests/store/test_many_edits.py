"""Many edits at once, as an import makes them: no work is done twice, and what is written is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change, Edit, EditId
from boardtui.domain.records.kinds import Reading
from boardtui.store import projection, writing
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import edits_of
from boardtui.store.edit_rules import check_edit
from tests.store.conftest import CHAIR, new_id, rebuild


def many(number: int = 40) -> list[Change]:
    return [Change(new_id(), "action", {"ref": str(each), "rag": "red", "lead": "Chair"}) for each in range(number)]


def test_new_records_are_not_read_again_to_be_shown(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(reader: Any, records: Iterable[str]) -> dict[str, list[Edit]]:
        wanted = list(records)
        read.extend(wanted)
        return edits_of(reader, wanted)

    monkeypatch.setattr(projection, "edits_of", counted)
    made = board_file.write(many(), who=CHAIR).created
    assert (len(made), read) == (40, [])
    board_file.write([Change(made[0], "action", {"rag": "green"})], who=CHAIR)
    assert read == [made[0]]


def test_a_value_that_many_records_have_is_looked_at_once(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[tuple[str, str]] = []
    check = check_edit

    def counted(edit: Edit, *, board: str) -> None:
        looked_at.append((edit.group, edit.value))
        check(edit, board=board)

    monkeypatch.setattr(writing, "check_edit", counted)
    receipt = board_file.write(many(), who=CHAIR)
    assert len(receipt.edits) > 80
    assert len(looked_at) == len(set(looked_at)) == 40 + 2


def test_where_others_may_have_written_meanwhile_all_is_read(board_file: BoardFile) -> None:
    kpi = new_id()
    board_file.write([Change(kpi, "kpi", {"ref": "1"})], who=CHAIR)
    seen = board_file.read().edition
    identity = natural_id("reading", kpi, "period", "2024-01")
    said = {"kpi": kpi, "series": "period", "period": "2024-01"}
    with BoardFile.open(board_file.path) as other:
        other.write([Change(identity, "reading", {**said, "value": "5"})], who="Lead")
    board_file.write([Change(identity, "reading", {**said, "value": "6"})], who=CHAIR, seen=seen)
    (reading,) = board_file.read().all(Reading)
    assert "figure" in reading.conflicts
    before = board_file.read().records
    rebuild(board_file)
    assert board_file.read().records == before


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(WORDS, WORDS, st.lists(st.integers(1, 10**9), max_size=3), st.integers(1, 10**12))
def test_a_digest_is_that_of_the_canonical_list(value: str, why: str, parents: list[int], lamport: int) -> None:
    edit = Edit(
        id=EditId("s", 3),
        lamport=lamport,
        record="r",
        kind="action",
        group="status",
        value=value,
        why=why,
        parents=tuple(EditId("t", each) for each in parents),
    )
    ids = sorted(f"t:{each}" for each in parents)
    content = ["s:3", lamport, "r", "action", "status", value, why, "", "", "", ids, "", ""]
    spelled = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    assert edit.content_digest() == hashlib.sha256(spelled.encode()).hexdigest()
