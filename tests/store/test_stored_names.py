"""The names that a board file holds, written out: a board that was made once is read under these names for ever."""

from __future__ import annotations

import tomllib
from enum import EnumType
from pathlib import Path

import pytest

from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.kinds import FACTS, KINDS
from boardtui.store.columns import from_columns

STORED = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "pinned" / "stored_names.toml").read_text(encoding="utf-8")
)
CHOICES: dict[str, list[str]] = STORED.pop("choices")
GONE = "boards on people's laptops hold these names: add a migration"
NEW = "a new name is written into boards from now on: once it is right, add it to stored_names.toml"


def now_declared() -> dict[str, dict[str, list[str]]]:
    return {
        kind.name: {group: list(names) for group, names in kind.groups.items()}
        for kind in (*KINDS.values(), *FACTS.values())
    }


def places(groups: dict[str, dict[str, list[str]]]) -> set[tuple[str, str, str]]:
    return {(kind, group, name) for kind, some in groups.items() for group, names in some.items() for name in names}


def test_every_kind_group_and_field_is_still_called_as_boards_hold_it() -> None:
    assert places(STORED) - places(now_declared()) == set(), GONE


def test_no_field_is_kept_under_a_name_that_nobody_has_looked_at() -> None:
    assert places(now_declared()) - places(STORED) == set(), NEW


def choices_now() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for name, attribute in kind.attributes.items():
            if isinstance(type(attribute.default), EnumType):
                found[f"{kind.name}.{name}"] = [str(each.value) for each in type(attribute.default)]
    return found


def test_every_choice_is_still_spelled_as_boards_hold_it() -> None:
    now = {(field, value) for field, values in choices_now().items() for value in values}
    held = {(field, value) for field, values in CHOICES.items() for value in values}
    assert held - now == set(), GONE
    assert now - held == set(), NEW
    # What is read back from the columns of the file is the same list.
    for field, values in CHOICES.items():
        kind, name = field.split(".")
        reader = from_columns(KINDS[kind])[name]
        assert [reader(value).value for value in values] == values


@pytest.mark.parametrize(
    ("kind", "key", "identity"),
    [
        ("reading", ("a", "b", "c"), "6720c2c9-72ca-517e-9088-ae518d22fac8"),
        ("target_change", ("a", "b"), "0d949402-58b2-5993-9504-666be4eaa245"),
        ("comparator", ("a", "b", "c"), "1a439da2-230b-51d8-86c6-1aa61d15ef9b"),
        ("rebase", ("a", "b"), "a587060d-5032-5b96-9ea0-18ff682fb095"),
    ],
)
def test_what_its_key_names_has_the_same_identity_in_every_copy_and_version(
    kind: str, key: tuple[str, ...], identity: str
) -> None:
    """Otherwise the same month, entered by two people with two versions, would be two readings."""
    assert natural_id(kind, *key) == identity, GONE


def test_what_is_identified_by_its_key_is_identified_by_the_same_fields() -> None:
    assert {kind.name: kind.natural_key for kind in KINDS.values() if kind.natural_key} == {
        "reading": ("kpi", "series", "period"),
        "target_change": ("kpi", "since"),
        "comparator": ("kpi", "title", "year"),
        "rebase": ("kpi", "period"),
    }, GONE
