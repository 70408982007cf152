"""A board may hold what gives commands to a terminal: printed, it is words."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.domain.meetings.sittings import verify_frozen
from boardtui.domain.records.edits import Change, EditId, canonical
from boardtui.domain.records.kinds import Action, Meeting
from boardtui.domain.records.text import MARK
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import Boardtui
from tests.store.conftest import plant
from tests.store.forging import sealed

SESSION = "0123456789abcdef" * 2

ACTING = "\x1b]0;own\x07\x1b[2J\x9b31m\x7f\u202e\u2066"
"""What gives a terminal a title, clears it, colours it, and turns the direction of reading."""

PLAIN = "# Minutes\n\nZoë: “20 %” → done ✓ عربي 👩‍👧\n"


def acts(text: str) -> set[str]:
    """The characters of a text that act on a screen; those joiners that names and emoji need are none."""
    return {c for c in text if c not in "\n\u200d" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")}


class TestWhatActsOnATerminal:
    """A board may hold texts that no boardtui wrote. Printing them gives words, not commands."""

    @pytest.fixture
    def forged(self, board: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A board with a closed meeting whose papers hold what acts on a terminal, and an action of such a name."""
        snapshot = f"{PLAIN}{ACTING}the end\n"
        papers = {"snapshot": snapshot, "minutes": snapshot, "digest": hashlib.sha256(snapshot.encode()).hexdigest()}
        state = {"state": "closed", "opened_at": ACTING, "closed_at": ACTING, "known": "{}", **papers}
        with BoardFile.open(board) as opened, monkeypatch.context() as forger:
            forger.setattr("boardtui.store.writing.check_edit", lambda _edit, board: None)
            (action, *_) = opened.read().all(Action)
            meeting = Change(str(uuid.uuid4()), "meeting", {"date": "2021-03-02", **state})
            opened.write([meeting, Change(action.id, "action", {"title": "Coach everyone"})], who="Forger")
            (edit,) = [each.edit for each in opened.history() if "Coach everyone" in each.edit.value]
            later = replace(edit, id=EditId(SESSION, 1), lamport=edit.lamport + 1, parents=(edit.id,))
            plant(opened, [sealed(replace(later, value=canonical({"title": "Coach \u202e everyone"})))])
        return board

    @pytest.mark.parametrize("words", [("export", "--at", "02/03/2021"), ("meeting minutes", "02/03/2021")])
    @pytest.mark.parametrize("to_a_file", [False, True])
    def test_frozen_papers_are_written_with_marks_in_its_place(
        self, forged: Path, boardtui: Boardtui, tmp_path: Path, words: tuple[str, ...], to_a_file: bool
    ) -> None:
        out = tmp_path / "paper.md"
        command, *rest = words
        ran = boardtui(*command.split(), forged, *rest, *(["-o", out] if to_a_file else []))
        assert ran.code == 0
        text = out.read_text(encoding="utf-8") if to_a_file else ran.out
        assert text == PLAIN + f"{MARK}]0;own{MARK}{MARK}[2J{MARK}31m{MARK}{MARK}{MARK}the end\n"
        # The text in the file is still the one that its digest was made of.
        with BoardFile.open(forged) as opened:
            assert verify_frozen(opened.read().all(Meeting)) == []

    @pytest.mark.parametrize(
        ("words", "papers", "titles"),
        [
            (("meeting list", "--json"), True, False),
            (("log", "--json"), True, True),
            (("export", "--to", "json"), True, True),
            (("show", "actions", "--json"), False, True),
        ],
    )
    def test_json_escapes_it_and_says_the_same(
        self, forged: Path, boardtui: Boardtui, words: tuple[str, ...], *, papers: bool, titles: bool
    ) -> None:
        command, *rest = words
        ran = boardtui(*command.split(), forged, *rest)
        assert ran.code == 0
        assert not acts(ran.out)
        held = str(ran.data)
        assert (repr(ACTING)[1:-1] in held, repr("Coach \u202e everyone")[1:-1] in held) == (papers, titles)

    def test_a_plan_escapes_it_and_says_the_same(self, forged: Path, boardtui: Boardtui) -> None:
        ran = boardtui("export", forged, "--to", "toml")
        assert not acts(ran.out)
        assert "Coach \u202e everyone" in [each["title"] for each in tomllib.loads(ran.out)["action"]]

    def test_json_keeps_readable_text_as_it_is(self, forged: Path, boardtui: Boardtui) -> None:
        assert "Zoë: “20 %” → done ✓ عربي 👩\u200d👧" in boardtui("export", forged, "--to", "json").out
