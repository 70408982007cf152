"""How long it takes to merge ten copies of 500 edits each into a board of 50,000 edits, and to repeat that.

Run it from the project folder: python tests/benchmarks/merge.py
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Change, Edit, EditId, canonical
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import row_of
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.schema import EDIT

_RATINGS = ("red", "amber", "green", "blue")
_MERGE_SECONDS, _REPEAT_SECONDS = 2.0, 0.5


def _values(rnd: random.Random, number: int) -> tuple[str, dict[str, str]]:
    """A field group of an action and values such as leads enter."""
    group = rnd.choice(("status", "dates", "commentary"))
    if group == "status":
        return group, {"rag": rnd.choice(_RATINGS), "rationale": f"because of finding {number}"}
    if group == "dates":
        return group, {"due": f"2021-{1 + number % 12:02}-{1 + number % 28:02}", "due_reason": f"reason {number}"}
    return group, {"commentary": f"Progress {number}. " + "The audit found what it was to find. " * 6}


def fill(board_file: BoardFile, edits: int, records: int, rnd: random.Random) -> list[str]:
    """Put edits into a board as years of use would, at once: from many openings, one after the other."""
    actions = [str(uuid.UUID(int=rnd.getrandbits(128))) for _ in range(records)]
    openings = [uuid.UUID(int=rnd.getrandbits(128)).hex for _ in range(max(1, edits // 250))]
    heads: dict[tuple[str, str], EditId] = {}
    made: list[Edit] = []
    for index in range(edits - board_file.read().edition):
        action = actions[index] if index < records else rnd.choice(actions)
        group, values = ("title", {"title": f"Action {index}"}) if index < records else _values(rnd, index)
        identity = EditId(openings[index // 250], index % 250 + 1)
        edit = Edit.made(
            id=identity,
            lamport=index + 2,
            record=action,
            kind="action",
            group=group,
            value=canonical(validate("action", group, values)),
            why="said at the meeting",
            who=f"Lead {index % 9}",
            at="2021-02-03T04:05:06Z",
            parents=(heads[action, group],) if (action, group) in heads else (),
            batch=str(identity),
            meeting="",
            intent="",
        )
        heads[action, group] = edit.id
        made.append(edit)
    with board_file.transaction(writing=True) as connection:
        connection.execute(insert(EDIT), [row_of(edit, received=False) for edit in made])
        projection.rebuild(connection)
    return actions


def make_copies(board: Path, actions: list[str], copies: int, edits: int, rnd: random.Random) -> list[Path]:
    """Copies that as many leads edited, each on their own."""
    made = []
    for number in range(copies):
        copy = board.with_name(f"copy-{number}.board")
        shutil.copyfile(board, copy)
        with BoardFile.open(copy) as lead:
            changes = []
            for each in rnd.sample(range(len(actions)), min(edits, len(actions))):
                _group, values = _values(rnd, 1_000_000 + number * 10_000 + each)
                changes.append(Change(actions[each], "action", values))
            lead.write(changes, who=f"Lead {number}", why="monthly update")
        made.append(copy)
    return made


def main() -> int:
    """Measure, print, and say by the exit code whether the aims were met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=50_000, help="edits of the board")
    parser.add_argument("--records", type=int, default=1_500, help="actions they are about")
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--each", type=int, default=500, help="edits of each copy")
    wanted = parser.parse_args()
    rnd = random.Random(20210119)
    with TemporaryDirectory() as folder, BoardFile.create(Path(folder, "board.board"), "Benchmark") as board_file:
        actions = fill(board_file, wanted.edits, wanted.records, rnd)
        copies = make_copies(board_file.path, actions, wanted.copies, wanted.each, rnd)
        size = board_file.path.stat().st_size / 1e6
        print(f"{wanted.edits:,} edits ({size:.1f} MB), {wanted.copies} copies of {wanted.each} edits each")

        started = time.perf_counter()
        preview = preview_merge(board_file, copies)
        print(f"preview   {time.perf_counter() - started:6.2f} s   {preview.conflicts} disagreements")

        started = time.perf_counter()
        merged = merge(board_file, copies)
        first = time.perf_counter() - started
        print(f"merge     {first:6.2f} s   {len(merged.edits):,} edits came in (aim: {_MERGE_SECONDS} s)")

        started = time.perf_counter()
        again = merge(board_file, copies)
        repeated = time.perf_counter() - started
        print(f"repeat    {repeated:6.2f} s   {len(again.edits)} edits came in (aim: {_REPEAT_SECONDS} s)")
        right = not again.edits and len(merged.edits) >= wanted.copies * wanted.each
    return 0 if right and first <= _MERGE_SECONDS and repeated <= _REPEAT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
