"""The examples in docs/plan-format.md are good plans."""

from __future__ import annotations

import re
from pathlib import Path

from boardtui.domain.records.kinds import Challenge, Milestone
from boardtui.exchange.plan import table_kinds
from tests.exchange.plans import board_of

DOCS = (Path(__file__).parents[2] / "docs" / "plan-format.md").read_text(encoding="utf-8")

# What the examples link to and do not show.
BESIDE = """
[[risk]]
ref = "R6"
[[meeting]]
date = "2021-03-02"
[[meeting]]
date = "2021-01-19"
"""


def test_the_examples_together_make_a_board(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    board = board_of("\n".join([*examples[:2], BESIDE, *examples[2:]]), tmp_path)
    assert board.all(Milestone)[0].title == "Launch of the framework"
    assert board.all(Challenge)[0].text == "What if nobody applies again?"


def test_every_kind_that_a_plan_can_hold_is_named() -> None:
    assert [kind.name for kind in table_kinds() if f"`{kind.name}`" not in DOCS] == []
