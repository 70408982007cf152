"""What an office does takes as many keys as docs/keys.md says, and no more than its like elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.ui.doc_tables import with_table
from tests.ui.conftest import on_disk, opened, press, seen, toasts, write
from tests.ui.council_board import exceptions_first, make
from tests.ui.office_tasks import MARK, TASKS, Task, Typed, table

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("task", TASKS, ids=[task.what for task in TASKS])
async def test_a_task_is_done_with_the_keys_it_is_said_to_take(task: Task, tmp_path: Path) -> None:
    board = exceptions_first(make(tmp_path / "plan.board"))
    async with opened(board) as pilot:
        await press(pilot, *task.start)
        assert not task.done(on_disk(board), seen(pilot))
        for key in task.keys:
            if isinstance(key, Typed):
                await write(pilot, key.words)
            else:
                await press(pilot, key)
        assert task.done(on_disk(board), seen(pilot) + toasts(pilot))


@pytest.mark.parametrize("task", [task for task in TASKS if task.like], ids=lambda task: task.what)
def test_it_takes_no_more_keys_than_its_like_elsewhere_but_for_a_reason(task: Task) -> None:
    assert task.like is not None
    name, count = task.like
    assert task.count <= count + ("without a reason" in name)


def test_the_page_says_what_is_asserted() -> None:
    text = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert text == with_table(text, MARK, table()), "python -m tests.ui.office_tasks . writes it anew"
