"""Frozen papers of a meeting on the screen and beside the board: what acts on a terminal is not among them."""

from __future__ import annotations

import hashlib
import io
import uuid
from pathlib import Path

import pytest
from rich.console import Console

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.text import MARK
from boardtui.report.palette import Palette
from boardtui.session.meeting import write_papers
from boardtui.store.board_file import BoardFile
from boardtui.ui.meetings.rows import meeting_detail
from tests.report.word_files import opened as word_document

FORGED = "# Minutes\n\nAgreed\x1b[2J by \x9b31mall\u202e.\n"


@pytest.fixture
def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A board with a closed meeting whose papers no boardtui wrote, and the meeting's id."""
    path, identity = tmp_path / "plan.board", str(uuid.uuid4())
    papers = {"snapshot": FORGED, "minutes": FORGED, "digest": hashlib.sha256(FORGED.encode()).hexdigest()}
    with BoardFile.create(path, "Plan", who="Chair") as made, monkeypatch.context() as forger:
        forger.setattr("boardtui.store.writing.check_edit", lambda _edit, board: None)
        made.write(
            [Change(identity, "meeting", {"date": "2021-03-02", "state": "closed", "known": "{}", **papers})],
            who="Chair",
        )
    return path, identity


def test_the_minutes_on_the_screen_hold_no_escapes(meeting: tuple[Path, str]) -> None:
    path, identity = meeting
    with BoardFile.open(path) as opened:
        board = opened.read()
    found = board.get(Meeting, identity)
    assert found is not None
    drawn = io.StringIO()
    Console(file=drawn, width=60, color_system=None).print(meeting_detail(board, found, Palette({}), found.minutes))
    text = drawn.getvalue()
    assert f"Agreed{MARK}[2J by {MARK}31mall{MARK}." in text
    assert not set("\x1b\x9b\u202e") & set(text)


def test_the_files_beside_the_board_hold_no_escapes(meeting: tuple[Path, str]) -> None:
    path, identity = meeting
    with BoardFile.open(path) as opened:
        written = write_papers(opened, identity)
    markdown = [each for each in written if each.suffix == ".md"]
    assert {each.read_text(encoding="utf-8") for each in markdown} == {
        f"# Minutes\n\nAgreed{MARK}[2J by {MARK}31mall{MARK}.\n"
    }
    word = [each for each in written if each.suffix == ".docx"]
    for each in word:
        said = [paragraph.text for paragraph in word_document(each.read_bytes()).paragraphs]
        assert said == ["Minutes", f"Agreed{MARK}[2J by {MARK}31mall{MARK}."]
    assert len(markdown) == len(word) == 2
