"""Eight people write on one shared board at once while three screens show it: in the end all have the same.

With BOARDTUI_NIGHTLY=1 they do so for a minute.
"""

from __future__ import annotations

import os
import random
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.session.live import Live
from boardtui.session.sharing import Exchanger, make_working_copy_of
from boardtui.session.surroundings import SharedLine
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.shared import schema_of
from boardtui.store.soundness import examine
from tests.server import Server
from tests.store.replicas import _comparable

NIGHTLY = bool(os.environ.get("BOARDTUI_NIGHTLY"))
WRITERS, SCREENS = 8, 3
SECONDS = 60.0
WRITES = 4  # of each, where it is not nightly
WORDS = ("On track.", "Late.", "Begun again.", "[SEND] it | now")


def write_much(file: BoardFile, exchanger: Exchanger, number: int, failed: list[BaseException]) -> None:
    """Write into one working copy, and exchange after each write; now and then several go at once."""
    chance, ends = random.Random(number), time.monotonic() + SECONDS
    try:
        done = 0
        while time.monotonic() < ends if NIGHTLY else done < WRITES:
            done += 1
            actions = file.read().all(Action)
            chosen = chance.choice(actions)
            change = Change(chosen.id, "action", {"commentary": f"{chance.choice(WORDS)} {number} {done}"})
            if chance.random() < 0.2:
                change = Change(str(uuid.uuid4()), "action", {"ref": f"{number}.{done}", "title": "New"})
            elif chance.random() < 0.1 and len(actions) > 4:
                change = Change(chosen.id, "action", delete=True)
            file.write([change], who=f"Writer {number}")
            if chance.random() < 0.8:
                exchanger.exchange()
    except BaseException as error:  # noqa: BLE001 - the test is to say what happened in the thread
        failed.append(error)


@pytest.mark.slow
def test_eight_writers_and_three_screens_all_have_the_same_in_the_end(server: Server, tmp_path: Path) -> None:
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="plan") as first:
        first.write(
            [Change(str(uuid.uuid4()), "action", {"ref": f"0.{n}", "title": f"Action {n}"}) for n in range(8)],
            who="plan",
        )
        with first.reading() as reader:
            address = server.make_board(board_identity(reader))
        exchanger = Exchanger(address, lambda job: job(first), keep_note=False)
        exchanger.exchange()
        exchanger.close()
    paths = [make_working_copy_of(address, tmp_path / f"{number}") for number in range(WRITERS + SCREENS)]
    files = [BoardFile.open(path) for path in paths]
    exchangers = [Exchanger(address, _on(file)) for file in files]
    screens = [
        Live(
            each,
            SharedLine("plan", "host"),
            came=lambda _done: None,
            changed=lambda: None,
            clock=lambda: datetime.now(UTC),
        )
        for each in exchangers[WRITERS:]
    ]
    failed: list[BaseException] = []
    writers = [
        threading.Thread(target=write_much, args=(files[number], exchangers[number], number, failed))
        for number in range(WRITERS)
    ]
    try:
        for screen in screens:
            screen.start()
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(SECONDS + 120)
        for screen in screens:
            screen.stop(30)
        assert failed == []
        for _ in range(2):
            for exchanger in exchangers:
                assert exchanger.exchange().left_out == ()
        boards = [_comparable(file.read()) for file in files]
        assert all(board == boards[0] for board in boards)
        ((count,),) = server.run(f"SELECT count(*) FROM {schema_of(address)}.edit")
        assert {file.read().edition for file in files} == {count}
        assert count > 9 + WRITERS * WRITES * 0.5
        for path in paths:  # which works out what is shown from the edits anew, and compares
            assert examine(path)[0] == []
    finally:
        for exchanger in exchangers:
            exchanger.close()
        for file in files:
            file.close()


def _on(file: BoardFile) -> Callable[[Callable[[BoardFile], Any]], Any]:
    return lambda job: job(file)
