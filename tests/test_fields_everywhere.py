"""A field is declared in one line, and what follows from it is there: form, `set`, detail, history, JSON and TOML."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import field_label
from boardtui.domain.records.declare import Attribute, Kind
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.exchange.json_output import board_json
from boardtui.exchange.plan_toml import read_plan_file, write_plan
from boardtui.exchange.samples import make_board
from boardtui.report.palette import palette
from boardtui.session.history_lines import history_lines
from boardtui.session.meeting import freeze
from boardtui.settings.theme_files import load_themes
from boardtui.store.history import Entry
from boardtui.ui.forms.values import form_fields, hint
from boardtui.ui.shared.detail import detail

PLAN = Path(__file__).parent / "data" / "pinned" / "plan.toml"
"""A plan in which every field that a plan can state has a value."""

FIELDS = [
    (kind, attribute)
    for kind in KINDS.values()
    for attribute in kind.attributes.values()
    if attribute in form_fields(kind)
]


OTHER: dict[str, object] = {"other_words": "Priority: high"}
DONE: dict[str, object] = {"progress": "complete", "completed": "2021-02-01"}
YOUNGER: dict[str, dict[str, object]] = {
    **{kind.name: dict(OTHER) for kind in KINDS.values() if kind.has("other_words")},
    "action": {**OTHER, **DONE, "raised": "2020-09-01"},
    "milestone": {**OTHER, **DONE},
    "kpi": {**OTHER, "source": "Case system"},
    "risk": {**OTHER, "raised": "2020-09-01", "contingency": "Call in agency staff"},
    "decision": {**OTHER, "ref": "D1"},
    "action_arising": {**OTHER, "ref": "A1"},
}
"""Values of the fields that are younger than that plan."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, list[Entry]]]:
    plan = read_plan_file(PLAN)
    with make_board(tmp_path_factory.mktemp("fields") / "plan.board", plan, who="office", freeze=freeze) as file:
        # Younger than the plan, which is never changed.
        board = file.read()
        rules = {"due_days": 21, "update_cycle": "month", "escalation": "Red twice: the board", "escalate": "red twice"}
        younger = [Change(board.profile.id, "board", rules)]
        for kind, values in YOUNGER.items():
            younger += [Change(board.of_kind(kind)[0].id, kind, values)]
        file.write(younger, who="office")
        yield file.read(), file.history()


def with_value(board: Board, kind: Kind, attribute: Attribute) -> Record | None:
    """A record in which a field says something else than its default."""
    records = (record for record in board.of_kind(kind.name))
    return next((record for record in records if getattr(record, attribute.name) != attribute.default), None)


@pytest.mark.parametrize(("kind", "attribute"), FIELDS, ids=lambda each: each.name)
def test_a_field_is_told_wherever_fields_are(made: tuple[Board, list[Entry]], kind: Kind, attribute: Attribute) -> None:
    board, entries = made
    record = with_value(board, kind, attribute)
    assert record is not None, "give it a value above"
    label = field_label(board, attribute)
    # As JSON and as a plan.
    data = json.loads(board_json(board))
    stated = [data["board"]] if kind.name == "board" else data["records"][kind.name]
    assert any(attribute.name in each for each in stated if kind.name == "board" or each["id"] == record.id)
    # In the history, on the screen and for programs.
    of_record = [entry for entry in entries if entry.edit.record == record.id]
    assert any(attribute.name in entry.edit.values() for entry in of_record)
    lines = "\n".join(line.words for line in history_lines(board, of_record, {}, of=record))
    assert label.casefold() in lines.casefold() or kind.name == "board"
    # In the detail: under its label, or as what the record is called.
    theme = next(theme for theme in load_themes()[0] if theme.name == "council-dark")
    shown = io.StringIO()
    Console(file=shown, width=400).print(detail(board, record, palette(theme)))
    value = str(getattr(record, attribute.name))
    assert label in shown.getvalue() or value.splitlines()[0] in shown.getvalue()
    # In the form, with a line of help.
    assert hint(attribute)


def test_a_plan_states_all_of_them(made: tuple[Board, list[Entry]]) -> None:
    board, _ = made
    written = write_plan(board)
    missing = [
        f"{kind.name}.{attribute.name}"
        for kind, attribute in FIELDS
        if with_value(board, kind, attribute) is not None and f"{attribute.name} = " not in written
    ]
    # A reading stands in its KPI as a value under its period.
    assert [name for name in missing if not name.startswith("reading.")] == []
