"""Plans for the tests, and a clock that stands still."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.plan_toml import read_plan
from boardtui.exchange.samples import make_board

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)

HOSTILE = (
    "[SEND] plan | a [/",
    "a [/ | b\n| --- |\n# no heading",
    "back\\slash \\n \\u0041 \\",
    'three """ quotes """" and \'\'\' these',
    '"""',
    "\u200fخطة\u200e تحسين עברית",
    "👩‍👩‍👧‍👦 🇬🇧 e\u0301 \ufeff",
    "[[action]]\nref = '9.9'\n",
    "#, = { } [ ]",
    "\tindented\n\n\n  and spaced  ",
    "\x1b[31mred\x1b[0m \r\n \u2028",
    "=1+1",
)


def clock() -> datetime:
    return NOW


def board_of(text: str | bytes, folder: Path, name: str = "plan.toml") -> Board:
    """The board that a plan makes."""
    with make_board(folder / "made.board", read_plan(text, name=name), clock=clock) as made:
        board = made.read()
    (folder / "made.board").unlink()
    return board


def resolved(text: str) -> dict[str, Any]:
    """A plan as data in which links name their target by its place, so that what a key is called does not count.

    It follows links by itself and on purpose knows nothing of the code under test.
    """
    document = tomllib.loads(text)
    places: dict[str, str] = {}
    for kind, tables in document.items():
        for number, table in enumerate(tables if isinstance(tables, list) else []):
            for name in (table.pop("key", ""), table.get("ref", ""), kind == "meeting" and table.get("date", "")):
                if name:
                    places[f"{kind}:{name}"] = f"{kind} number {number}"
    for kind, tables in document.items():
        for table in tables if isinstance(tables, list) else []:
            for name in table.keys() & KINDS[kind].attributes.keys():
                look = KINDS[kind].attributes[name].look
                if look.form == "links":
                    table[name] = sorted(places[link] for link in table[name])
                elif look.form == "link":
                    if not (link := table[name]):  # it belongs to nothing, and says so
                        continue
                    fixed = f"{look.kinds[0]}:{link}" if len(look.kinds) == 1 else ""
                    table[name] = places[fixed if fixed in places else link]
    return document
