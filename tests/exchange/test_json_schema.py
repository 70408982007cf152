"""The JSON of a board is what its schema says: numbers beside what was stated, ISO days, names beside ids."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings

from boardtui.domain.board.beside import beside, day_of, number_of
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.json_output import board_json
from boardtui.exchange.samples import sample_names
from tests.exchange.plans import board_of
from tests.exchange.schema import faults
from tests.exchange.test_plan_round_trip import EXAMPLES, plans

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "board.schema.json").read_text(encoding="utf-8"))

PLAN = """
format = 1
[[ambition]]
ref = "1"
[[action]]
ambition = "1"
ref = "1.1"
due = "2021-03-31"
original_due = "Dec 21"
links = ["kpi:2.1"]
[[kpi]]
ref = "2.1"
minimum = "90%"
[kpi.trend]
2021-03 = { numerator = "1,203", value = "97.7%" }
2021-04 = "c"
[[budget_line]]
approved = "£335k"
"""


def of_plan(text: str, folder: Path) -> Any:
    return json.loads(board_json(board_of(text, folder)))


@pytest.mark.parametrize("name", [*sample_names(), "pinned"])
def test_a_board_is_what_the_schema_says(name: str, tmp_path: Path) -> None:
    pinned = name == "pinned"
    file = ROOT / "tests" / "data" / "pinned" / "plan.toml" if pinned else ROOT / "sample_data" / f"{name}.toml"
    assert list(faults(of_plan(file.read_text(encoding="utf-8"), tmp_path), SCHEMA, SCHEMA)) == []


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 100,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans())
def test_any_board_is_what_the_schema_says_and_holds_what_the_board_holds(plan: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        board = board_of(tomli_w.dumps(plan), Path(folder))
    loaded = json.loads(board_json(board))
    assert list(faults(loaded, SCHEMA, SCHEMA)) == []
    for kind, tables in loaded["records"].items():
        by_id = {each.id: each for each in board.of_kind(kind)}
        assert {each["id"] for each in tables} == set(by_id)
        for each in tables:
            for name in KINDS[kind].attributes:
                kept = getattr(by_id[each["id"]], name)
                assert each[name] == (list(kept) if isinstance(kept, tuple) else kept)


def test_a_number_stands_beside_what_was_stated(tmp_path: Path) -> None:
    records = of_plan(PLAN, tmp_path)["records"]
    first, second = records["reading"]
    assert (first["value"], first["number"]) == ("97.7%", 97.7)
    assert (first["numerator"], first["numerator_number"]) == ("1,203", 1203)
    assert (second["value"], second["number"]) == ("c", None)
    assert (records["kpi"][0]["minimum"], records["kpi"][0]["minimum_number"]) == ("90%", 90)
    assert records["budget_line"][0]["approved_number"] == 335_000


def test_days_are_iso_and_names_stand_beside_ids(tmp_path: Path) -> None:
    records = of_plan(PLAN, tmp_path)["records"]
    (action,) = records["action"]
    assert (action["due"], action["due_day"]) == ("2021-03-31", "2021-03-31")
    assert (action["original_due"], action["original_due_day"]) == ("Dec 21", "2021-12-31")
    assert (action["ambition"], action["ambition_name"]) == (records["ambition"][0]["id"], "1")
    assert (action["links"], action["links_names"]) == ([records["kpi"][0]["id"]], ["2.1"])
    assert action["name"] == "1.1"


def test_nothing_that_stands_beside_a_value_has_the_name_of_a_field(tmp_path: Path) -> None:
    board = board_of(PLAN, tmp_path)
    for kind in KINDS.values():
        for attribute in kind.attributes.values():
            value: Any = () if attribute.look.form == "links" else ""
            assert not beside(board, attribute, value).keys() & kind.attributes.keys()


@pytest.mark.parametrize(
    ("stated", "number"), [("−5", -5), ("97.0%", 97), ("1.25", 1.25), ("27% exc Dec", 27), ("n/a", None), ("", None)]
)
def test_a_figure_is_read_as_its_number(stated: str, number: float | None) -> None:
    assert number_of(stated) == number


def test_words_that_tell_no_day_have_none() -> None:
    assert [day_of(each) for each in ("Ongoing", "31/06/2021", "")] == [None, None, None]


class TestTheValidator:
    """It would notice what is wrong."""

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("format",), 2),
            (("records", "action", 0, "rag"), "purple"),
            (("records", "action", 0, "due_day"), "31/03/2021"),
            (("records", "action", 0, "colour"), "red"),
            (("records", "reading", 0, "number"), "97.7"),
            (("records", "acton"), []),
        ],
    )
    def test_a_value_that_does_not_fit_is_found(self, tmp_path: Path, path: tuple[Any, ...], value: Any) -> None:
        loaded = of_plan(PLAN, tmp_path)
        inner = loaded
        for each in path[:-1]:
            inner = inner[each]
        inner[path[-1]] = value
        assert len(list(faults(loaded, SCHEMA, SCHEMA))) == 1

    def test_a_field_that_is_missing_is_found(self, tmp_path: Path) -> None:
        loaded = of_plan(PLAN, tmp_path)
        del loaded["records"]["action"][0]["due"]
        assert list(faults(loaded, SCHEMA, SCHEMA)) == [".records.action[0]: due is missing"]
