"""What is different where a person sits at a terminal: it opens, it asks, it says where the demo was."""

import os
import re
from pathlib import Path

from tests.cli.conftest import LEAD, SIGNED, Boardtui, field
from tests.terminal import boardtui as terminal


def test_the_demo_opens_in_the_middle_of_work_and_says_afterwards_where_it_was() -> None:
    settings = Path(os.environ["BOARDTUI_CONFIG_DIR"]) / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('signature = "Chair"\n', encoding="utf-8")  # so that nothing is asked first
    with terminal("demo", size=(100, 30)) as running:
        running.wait_for("Updated Improvement Plan", "throw-away")
        running.press("q")
        assert running.wait_for_end() == 0
        said = "".join(running.text.split("\n"))
    found = re.search(r"The throw-away copy was (\S+\.board)\.\s*It is deleted\.", said)
    assert found, said
    assert not Path(found[1]).exists()


def test_a_merge_asks_first_and_no_means_no(board: Path, boardtui: Boardtui) -> None:
    copy = board.with_name("copy.board")
    boardtui("copy", board, copy)
    boardtui("set", copy, "1.1", "lead=Head of Service", *SIGNED)
    for answer, lead in (("n", ""), ("y", "Head of Service")):
        with terminal("merge", board, copy) as running:
            running.wait_for(f"by {LEAD}"[:20], "Merge 1 edit?")
            running.press(answer, "enter")
            assert running.wait_for_end() == (0 if lead else 1)
        assert field(board, "1.1", "lead") == lead


def test_the_tour_of_the_demo_begins_with_it() -> None:
    settings = Path(os.environ["BOARDTUI_CONFIG_DIR"]) / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('signature = "Chair"\n', encoding="utf-8")
    with terminal("demo", "--tour", size=(100, 30)) as running:
        running.wait_for("Tour 1 of 7")
        running.press("q")
        assert running.wait_for_end() == 0
