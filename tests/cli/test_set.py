"""`boardtui set` changes what it says it changes, and nothing else."""

from pathlib import Path

import pytest

from boardtui.cli.output import say
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui, field


class TestAcknowledging:
    def test_each_changed_field_is_said_with_its_old_and_new_value(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("set", board, "1.1", "rag=amber", *SIGNED)
        assert ran.code == 0
        assert ran.out == (
            "Action 1.1: RAG ○ Not rated -> A ▲ Amber\nAction 1.1: Rationale (empty) -> agreed with the lead\n"
        )
        assert ran.err == ""

    def test_nothing_is_acknowledged_that_is_not_on_disk(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        when_it_is_said: list[str] = []

        def watched(line: str) -> None:
            when_it_is_said.append(field(board, "1.1", "lead"))
            say(line)

        monkeypatch.setattr("boardtui.cli.records.say", watched)
        assert "Lead (empty) -> Head of Service" in boardtui("set", board, "1.1", "lead=Head of Service", *SIGNED).out
        assert when_it_is_said == ["Head of Service"], "any other program reads it already"

    def test_a_refused_write_acknowledges_nothing(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from boardtui.domain.errors import BoardError

        def full(*_: object, **__: object) -> None:
            raise BoardError("The disk is full, so plan.board was not changed. Free some space and try again.")

        monkeypatch.setattr(BoardFile, "write", full)
        ran = boardtui("set", board, "1.1", "rag=amber", *SIGNED)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == "boardtui: The disk is full, so plan.board was not changed. Free some space and try again.\n"

    def test_a_value_that_is_there_already_changes_nothing_and_says_so(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=amber", *SIGNED)
        with BoardFile.open(board) as opened:
            edits = len(opened.history())
        ran = boardtui("set", board, "1.1", "rag=A", "--why", "again", "--as", LEAD)
        assert (ran.code, ran.out) == (0, "Action 1.1: nothing changed, it says so already\n")
        with BoardFile.open(board) as opened:
            assert len(opened.history()) == edits

    def test_several_fields_are_one_change_that_one_undo_takes_back(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=red", "lead=Head of Service", "due=30/06/2021", *SIGNED)
        with BoardFile.open(board) as opened:
            opened.undo(who=LEAD)
        assert field(board, "1.1", "rag") is Rag.NOT_RATED
        assert field(board, "1.1", "lead") == ""
        assert field(board, "1.1", "due") == "2021-03-31"

    def test_text_that_looks_like_markup_or_moves_the_cursor_is_said_as_plain_text(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        ran = boardtui("set", board, "1.1", "title=[SEND] plan | a [/ \x1b[31mred\x07 \u202eturned", *SIGNED)
        assert ran.out == "Action 1.1: Title Coach every manager -> [SEND] plan | a [/ [31mred turned\n"
        assert "\x1b" not in field(board, "1.1", "title")

    def test_text_that_could_be_a_link_or_an_option_is_taken_as_it_is(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "commentary=--why=x = y\nsecond line", *SIGNED)
        assert field(board, "1.1", "commentary") == "--why=x = y\nsecond line"


class TestReasons:
    def test_what_was_said_for_the_old_rating_does_not_stand_for_the_new_one(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        boardtui("set", board, "1.1", "rag=red", "back_to_green=30/04/2021", "help_wanted=Money", *SIGNED)
        ran = boardtui("set", board, "1.1", "rag=green", "--why", "coaches are back", "--as", LEAD)
        assert "Help wanted Money -> (empty)" in ran.out
        assert field(board, "1.1", "rationale") == "coaches are back"
        assert field(board, "1.1", "back_to_green") == ""

    def test_a_rationale_that_is_given_is_kept(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=red", "rationale=No coaches", *SIGNED)
        assert field(board, "1.1", "rationale") == "No coaches"

    def test_a_new_date_takes_its_reason_from_the_reason_given(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "due=30/06/2021", *SIGNED)
        assert field(board, "1.1", "due") == "2021-06-30"
        assert field(board, "1.1", "due_reason") == "agreed with the lead"

    def test_a_new_score_takes_its_reason_from_the_reason_given(self, board: Path, boardtui: Boardtui) -> None:
        assert "Current score 2 × 3 -> 4 × 3" in boardtui("set", board, "CIP06", "current=4 x 3", *SIGNED).out
        assert field(board, "CIP06", "current_why") == "agreed with the lead"

    @pytest.mark.parametrize("words", [(), ("--why", ""), ("--why", "  ")])
    def test_no_reason_is_wrong_usage(self, board: Path, boardtui: Boardtui, words: tuple[str, ...]) -> None:
        before = board.read_bytes()
        assert boardtui("set", board, "1.1", "rag=red", "--as", LEAD, *words).code == 2
        assert board.read_bytes() == before


class TestRefs:
    def test_links_take_refs(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("set", board, "1.1", "links=kpi:1.2, CIP06", "ambition=2", *SIGNED)
        assert ran.out.splitlines() == [
            "Action 1.1: Ambition 1 -> 2",
            "Action 1.1: Linked to (empty) -> KPI 1.2, risk CIP06",
        ]

    def test_a_link_is_emptied_by_nothing(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "links=CIP06", *SIGNED)
        assert boardtui("set", board, "1.1", "links=", *SIGNED).out == "Action 1.1: Linked to risk CIP06 -> (empty)\n"

    def test_an_action_is_meant_where_a_kpi_has_the_same_ref_unless_the_kind_is_said(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        assert boardtui("set", board, "1.2", "title=A", *SIGNED).out.startswith("Action 1.2: ")
        assert boardtui("set", board, "kpi:1.2", "title=B", *SIGNED).out.startswith("KPI 1.2: ")

    def test_the_board_itself_is_called_board(self, board: Path, boardtui: Boardtui) -> None:
        assert boardtui("set", board, "board", "council=Ourtown", *SIGNED).out == (
            "The board: Council (empty) -> Ourtown\n"
        )

    def test_a_ref_that_is_taken_is_refused(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("set", board, "1.1", "ref=1.2", *SIGNED)
        assert ran.code == 1
        assert "has the ref '1.2' already" in ran.err


class TestSigning:
    def test_the_name_given_signs(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=red", *SIGNED)
        with BoardFile.open(board) as opened:
            assert opened.history(limit=1)[0].edit.who == LEAD
        ran = boardtui("set", board, "1.1", "rag=amber", "--why", "x", "--as", "Cha\u202eir")
        held = "boardtui: The name to sign edits with held characters that cannot be shown; they were left out.\n"
        assert (ran.code, ran.err) == (0, held)
        with BoardFile.open(board) as opened:
            assert opened.history(limit=1)[0].edit.who == "Chair"
        for name, said in ((" ", "The name to sign with is empty. Give one with --as NAME."), ("x" * 81, "80 charac")):
            refused = boardtui("set", board, "1.1", "rag=red", "--why", "x", "--as", name)
            assert (refused.code, said in refused.err) == (1, True)

    def test_without_one_the_name_in_the_settings_signs(
        self, board: Path, boardtui: Boardtui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "settings.toml").write_text('signature = "Chair"\n', encoding="utf-8")
        monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path))
        boardtui("set", board, "1.1", "rag=red", "--why", "x")
        with BoardFile.open(board) as opened:
            assert opened.history(limit=1)[0].edit.who == "Chair"

    def test_nobody_cannot_sign(self, board: Path, boardtui: Boardtui) -> None:
        before = board.read_bytes()
        ran = boardtui("set", board, "1.1", "rag=red", "--why", "x")
        assert (ran.code, ran.out) == (1, "")
        assert "--as NAME" in ran.err
        assert "settings.toml" in ran.err
        assert board.read_bytes() == before


class TestConflicts:
    def test_a_change_beside_a_conflict_says_that_there_is_one(self, board: Path, boardtui: Boardtui) -> None:
        copy = board.with_name("copy.board")
        boardtui("copy", board, copy)
        boardtui("set", board, "1.1", "rag=red", *SIGNED)
        boardtui("set", copy, "1.1", "rag=green", *SIGNED)
        boardtui("merge", board, copy, "--yes")
        ran = boardtui("set", board, "1.1", "lead=Head of Service", *SIGNED)
        assert ran.code == 0
        assert "Copies disagree about action 1.1 (status)" in ran.err


class TestMeetings:
    def test_a_meeting_is_not_closed_by_setting_its_state(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("add", board, "meeting", "date=2021-03-30", "--as", LEAD)
        ran = boardtui("set", board, "meeting:2021-03-30", "state=closed", *SIGNED)
        assert ran.code == 1
        assert "by running it" in ran.err

    def test_what_the_program_keeps_for_itself_is_no_field_to_set(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("add", board, "meeting", "date=2021-03-30", "--as", LEAD)
        ran = boardtui("set", board, "meeting:2021-03-30", "digest=0", *SIGNED)
        assert ran.code == 1
        assert "A meeting has no 'digest'" in ran.err


class TestDates:
    def test_the_first_date_is_the_original_one_and_later_ones_are_not(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("set", board, "1.2", "due=31/03/2021", *SIGNED)
        assert ran.out.splitlines() == [
            "Action 1.2: Original date (empty) -> 31/03/2021",
            "Action 1.2: Due (empty) -> 31/03/2021",
        ]
        boardtui("set", board, "1.2", "due=30/06/2021", *SIGNED)
        assert field(board, "1.2", "original_due") == "2021-03-31"
        assert field(board, "1.2", "due_reason") == "agreed with the lead"

    def test_an_impossible_date_is_kept_in_its_words(self, board: Path, boardtui: Boardtui) -> None:
        assert boardtui("set", board, "1.1", "due=31/06/2021", *SIGNED).code == 0
        assert field(board, "1.1", "due") == "31/06/2021"
