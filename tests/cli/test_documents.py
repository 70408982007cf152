"""What is read from a board: tables, history, documents, checks."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from boardtui.exchange.samples import make_board, read_sample
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui


class TestShow:
    def test_a_table_shows_user_text_as_it_is_without_colours(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("show", board, "ambitions")
        assert ran.code == 0
        assert "[SEND] plan | a [/" in ran.out
        assert "\x1b" not in ran.out

    def test_a_pipe_gets_one_record_a_line_however_narrow_the_terminal_is(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        boardtui("set", board, "1.1", f"title={'Embed supervision audits ' * 12}", *SIGNED)
        monkeypatch.setenv("COLUMNS", "50")
        lines = boardtui("show", board, "actions").out.splitlines()
        assert [line.split("  ")[0] for line in lines] == ["1.1", "1.2"]
        assert {len(line.split("  ")) for line in lines} == {7}, "every line has every column"
        for what in ("summary", "kpis", "risks", "mitigations", "ambitions"):
            assert {line[:1] for line in boardtui("show", board, what).out.splitlines()}.isdisjoint({" ", ""}), what
        empty = boardtui("show", board, "decisions")
        assert (empty.out, "There are no decisions" in empty.err) == ("", True)

    def test_one_item_is_shown_in_full(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=red", "commentary=First.\nSecond.", *SIGNED)
        lines = boardtui("show", board, "1.1").out.splitlines()
        assert lines[0] == "Action 1.1 Coach every manager"
        assert {"Ambition: 1 Good practice", "RAG: R ✖ Red", "Due: 31/03/2021"} <= set(lines)
        boardtui("add", board, "reading", "kpi=1.2", "period=2021-03", "value=97%", "note=late", "--as", LEAD)
        assert "  1.2 Mar 21: Value 97%; Note late" in boardtui("show", board, "kpi:1.2").out.splitlines()
        assert "  Agency cover" in boardtui("show", board, "cip06", "--table").out
        risk = boardtui("show", board, "CIP06", "--json").data
        assert (risk["kind"], risk["parts"]["mitigation"][0]["title"]) == ("risk", "Agency cover")
        assert boardtui("show", board, "CIP06", "--filter", "x").code == 2

    def test_a_drawn_table_is_wide_enough_for_titles(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        long = "Embed supervision audits as standard, with a revised tool"
        boardtui("set", board, "1.1", f"title={long}", *SIGNED)
        assert long in boardtui("show", board, "actions", "--table").out
        monkeypatch.setenv("COLUMNS", "50")
        narrow = boardtui("show", board, "actions", "--table").out
        assert long not in narrow
        assert max(map(len, narrow.splitlines())) <= 50
        for nonsense in ("0", "wide", "-5"):
            monkeypatch.setenv("COLUMNS", nonsense)
            assert long in boardtui("show", board, "actions", "--table").out, nonsense

    def test_json_has_the_fields_by_name(self, board: Path, boardtui: Boardtui) -> None:
        rows = boardtui("show", board, "actions", "--json").data
        assert [(row["ref"], row["rag"]) for row in rows] == [("1.1", "not rated"), ("1.2", "not rated")]

    def test_the_filter_leaves_out_what_does_not_hold_the_words(self, board: Path, boardtui: Boardtui) -> None:
        rows = boardtui("show", board, "actions", "--filter", "COACH", "--json").data
        assert [row["ref"] for row in rows] == ["1.1"]
        shown = boardtui("show", board, "actions", "--filter", "COACH").out
        assert "Coach every manager" in shown
        assert "Refresh the framework" not in shown

    @pytest.mark.parametrize(
        ("words", "refs"),
        [
            ("rag:red", ["1.1"]),
            ('lead:"head of"', ["1.1"]),
            ("-rag:red", ["1.2"]),
            ("due:<30/06/2021", ["1.1"]),
            ("due:>30/06/2021", []),
            ("overdue", ["1.1"]),
            ("-overdue framework", ["1.2"]),
            ("undated", ["1.2"]),
            ("lead:[SEND]", ["1.2"]),
            ('"a [/" rag:none', ["1.2"]),
        ],
    )
    def test_the_filter_understands_what_it_understands_on_the_screen(
        self, board: Path, boardtui: Boardtui, words: str, refs: list[str]
    ) -> None:
        boardtui("set", board, "1.1", "rag=red", "lead=Head of Early Help", *SIGNED)
        boardtui("set", board, "1.2", "lead=[SEND] plan | a [/", *SIGNED)
        rows = boardtui("show", board, "actions", "--filter", words, "--json").data
        assert [row["ref"] for row in rows] == refs
        drawn = boardtui("show", board, "actions", "--filter", words).out.splitlines()
        assert [line.split("  ")[0] for line in drawn] == refs

    def test_what_cannot_be_shown_is_told_with_what_can(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("show", board, "everything")
        assert ran.code == 1
        assert "There is: summary, ambitions, actions" in ran.err

    def test_lateness_is_counted_on_the_day_of_the_snapshot_unless_another_is_given(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        boardtui("meeting", "new", board, "--date", "2021-04-10", "--as", LEAD)
        boardtui("set", board, "1.1", "due=31/03/2021", *SIGNED)
        assert "Position as at: 10/04/2021" in boardtui("show", board, "actions", "--table").out
        assert "Position as at  10/04/2021\n" in boardtui("show", board, "summary").out
        assert "**Position as at:** 10/04/2021" in boardtui("export", board).out
        late = {on: boardtui("show", board, "actions", "--on", on).out for on in ("02/04/2021", "2021-04-30")}
        assert "10 days late" in boardtui("show", board, "actions").out
        assert "2 days late" in late["02/04/2021"]
        assert "30 days late" in late["2021-04-30"]

    @pytest.mark.parametrize(("day", "why"), [("soon", "is no day"), ("31/06/2021", "there is no 31 June 2021")])
    def test_what_is_no_day_is_wrong_usage(self, board: Path, boardtui: Boardtui, day: str, why: str) -> None:
        ran = boardtui("show", board, "actions", "--on", day)
        assert (ran.code, ran.out) == (2, "")
        assert why in ran.err


class TestLog:
    def test_the_newest_change_comes_first_with_who_when_and_why(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=amber", *SIGNED)
        first, last = boardtui("log", board, "1.1").out.splitlines()
        assert f"{LEAD}  Action 1.1: RAG ○ Not rated -> A ▲ Amber; Rationale (empty) -> agreed with the lead" in first
        assert first.endswith("(agreed with the lead)")
        assert last.startswith("02/03/2021 10:00  Programme office  Action 1.1: added; Ambition 1; Ref 1.1; ")

    def test_the_whole_board_has_a_history_which_can_be_cut(self, board: Path, boardtui: Boardtui) -> None:
        assert len(boardtui("log", board).out.splitlines()) == 8
        assert len(boardtui("log", board, "--limit", 2).out.splitlines()) == 2

    def test_a_kpis_history_has_that_of_its_readings(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("add", board, "kpi", "ref=2.1", "title=Contacts", *SIGNED)
        boardtui("add", board, "reading", "kpi=2.1", "period=Feb 19", "value=97.2%", *SIGNED)
        reading, kpi = boardtui("log", board, "2.1").out.splitlines()
        assert "Reading of 2.1, Feb 19: added" in reading
        assert "KPI 2.1: added" in kpi
        (entry, _) = boardtui("log", board, "2.1", "--json").data[:2]
        boardtui("delete", board, entry["name"], "--yes", *SIGNED)
        assert "Reading of 2.1, Feb 19: deleted" in boardtui("log", board, "2.1").out.splitlines()[0]

    def test_a_deletion_that_was_undone_and_what_was_not_chosen_are_told_as_on_the_screen(
        self, board: Path, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        copy = tmp_path / "lead.board"
        shutil.copyfile(board, copy)
        boardtui("delete", board, "1.1", *SIGNED)
        boardtui("undo", board, "--as", LEAD)
        undone, deleted = boardtui("log", board, "1.1", "--limit", 2).out.splitlines()
        assert "Action 1.1: restored (undoes an earlier change)" in undone
        assert "Action 1.1: deleted (agreed with the lead; was undone)" in deleted
        boardtui("set", board, "1.1", "rag=red", *SIGNED)
        boardtui("set", copy, "1.1", "rag=amber", "--why", "seen in audits", "--as", "Lead")
        assert boardtui("merge", board, copy, "--yes").code == 1, "there is something to decide"
        ran = boardtui("conflicts", "resolve", board, "1.1", "rag=red", "--why", "The lead was there", "--as", LEAD)
        assert ran.code == 0
        (line,) = boardtui("log", board, "1.1", "--limit", 1).out.splitlines()
        assert "Action 1.1: decided; RAG R ✖ Red, not A ▲ Amber" in line and "The lead was there" in line
        entry = boardtui("log", board, "1.1", "--json").data[0]
        assert [each["said"]["rag"] for each in entry["not_chosen"]] == ["amber"]

    def test_json_says_from_what_to_what(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "due=30/06/2021", *SIGNED)
        (entry, *_) = boardtui("log", board, "1.1", "--json").data
        assert entry["changed"]["due"] == {"from": "2021-03-31", "to": "2021-06-30"}
        assert (entry["who"], entry["why"], entry["ref"]) == (LEAD, "agreed with the lead", "1.1")


class TestExport:
    def test_no_board_is_ever_replaced_by_a_document(self, board: Path, boardtui: Boardtui) -> None:
        copy = board.with_name("lead.board")
        copy.write_bytes(board.read_bytes())
        for out, words in ((board, "is the board itself"), (copy, "never replaces")):
            before = out.read_bytes()
            ran = boardtui("export", board, "-o", out, "--to", "markdown", "--force")
            assert (ran.code, ran.out) == (1, "")
            assert words in ran.err
            assert out.read_bytes() == before

    def test_markdown_goes_to_standard_output_by_default(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("export", board)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("# Improvement plan\n")
        assert boardtui("export", board, "-o", "-").out == ran.out

    def test_a_plan_that_is_exported_makes_the_same_board_again(
        self, board: Path, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        assert boardtui("export", board, "-o", tmp_path / "plan.toml").code == 0
        assert boardtui("new", tmp_path / "again.board", "--from", tmp_path / "plan.toml").code == 0
        assert boardtui("export", tmp_path / "again.board", "--to", "toml").out == (tmp_path / "plan.toml").read_text(
            encoding="utf-8"
        )

    def test_the_name_of_the_file_says_the_format_unless_it_is_given(
        self, board: Path, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        ran = boardtui("export", board, "-o", tmp_path / "plan.json")
        assert (ran.code, ran.out, ran.err) == (0, "", f"boardtui: Wrote {tmp_path / 'plan.json'}\n")
        assert (tmp_path / "plan.json").read_text(encoding="utf-8") == boardtui("export", board, "--to", "json").out
        boardtui("export", board, "-o", tmp_path / "plan.txt", "--to", "toml")
        assert (tmp_path / "plan.txt").read_text(encoding="utf-8").startswith("format = 1")

    def test_a_file_that_is_there_is_replaced_only_when_told(
        self, board: Path, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        out = tmp_path / "snapshot.md"
        out.write_text("mine", encoding="utf-8")
        ran = boardtui("export", board, "-o", out)
        assert ran.code == 1
        assert "--force" in ran.err
        assert out.read_text(encoding="utf-8") == "mine"
        assert boardtui("export", board, "-o", out, "--force").code == 0
        assert out.read_text(encoding="utf-8").startswith("# Improvement plan")

    def test_a_board_is_never_replaced_by_its_export(self, board: Path, boardtui: Boardtui) -> None:
        before = board.read_bytes()
        assert boardtui("export", board, "-o", board, "--force").code == 1
        assert board.read_bytes() == before

    def test_a_write_that_fails_leaves_what_was_there(
        self, board: Path, boardtui: Boardtui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = tmp_path / "snapshot.md"
        out.write_text("mine", encoding="utf-8")

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        ran = boardtui("export", board, "-o", out, "--force")
        assert ran.code == 1
        assert "no space left on device" in ran.err
        assert out.read_text(encoding="utf-8") == "mine"
        assert list(tmp_path.glob(".snapshot*")) == []

    def test_what_is_exported_is_for_its_owner_alone(self, board: Path, boardtui: Boardtui, tmp_path: Path) -> None:
        boardtui("export", board, "-o", tmp_path / "snapshot.md")
        assert (tmp_path / "snapshot.md").stat().st_mode & 0o077 == 0

    def test_movement_is_marked_since_the_meeting_that_is_named(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("add", board, "meeting", "date=2021-03-02", "--as", LEAD)
        with BoardFile.open(board) as opened:
            (meeting,) = opened.read().of_kind("meeting")
            opened.close_meeting(meeting.id, who="Chair", freeze=lambda _: ("snapshot", "minutes"))
        boardtui("set", board, "1.1", "rag=amber", *SIGNED)
        ran = boardtui("export", board, "--since", "2 March 2021")
        assert ran.code == 0
        assert "02/03/2021" in ran.out
        unknown = boardtui("export", board, "--since", "2020-01-01")
        assert (unknown.code, unknown.out) == (1, "")

    def test_small_counts_are_hidden_from_what_is_published(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "kpi:1.2", "unit=count", *SIGNED)
        boardtui("add", board, "reading", "kpi=1.2", "period=2021-02", "value=3", "--as", LEAD)
        assert "| 3 |" in boardtui("export", board, "--full").out
        assert "| 3 |" not in boardtui("export", board, "--full", "--public").out

    def test_what_was_hidden_and_what_is_left_to_read_is_said_to_the_person_and_not_in_the_paper(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        boardtui("set", board, "kpi:1.2", "unit=count", "commentary=Only 3 left.", *SIGNED)
        boardtui("add", board, "reading", "kpi=1.2", "period=2021-02", "value=3", "note=3 exc Dec", "--as", LEAD)
        boardtui("add", board, "reading", "kpi=1.2", "series=current", "period=2021-02", "value=3", "--as", LEAD)
        boardtui("add", board, "milestone", "title=2 children placed", "--as", LEAD)
        boardtui("set", board, "board", "summary=It was 3.", *SIGNED)
        ran = boardtui("export", board, "--full", "--public")
        assert "Hidden: KPI 1.2, Feb 21, value: a count of 1 to 5." in ran.err
        # The note on a reading stands nowhere in the document.
        assert (
            "Words are published as they are. Read the document before it goes out, above all: "
            "the executive summary; KPI 1.2; Milestone “2 children placed”.\n"
        ) in ran.err
        assert "Hidden:" not in ran.out
        assert "c: a small number" in ran.out
        assert boardtui("export", board).err == ""

    def test_that_words_are_published_as_they_are_is_said_whatever_is_hidden(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        words = "Words are published as they are. Read the document before it goes out.\n"
        ran = boardtui("export", board, "--full", "--public")
        assert ran.err == f"boardtui: No figure had to be hidden. {words}"
        assert "c: a small number" not in ran.out, "no c stands there"
        boardtui("set", board, "kpi:1.2", "unit=count", *SIGNED)
        boardtui("add", board, "reading", "kpi=1.2", "period=2021-02", "value=3", "--as", LEAD)
        told = boardtui("export", board, "--full", "--public").err.splitlines(keepends=True)
        assert told[1:] == [f"boardtui: {words}"]

    def test_only_what_would_have_stood_in_the_document_is_said_to_be_hidden(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        boardtui("set", board, "kpi:1.2", "unit=count", *SIGNED)
        for month in range(1, 9):
            value = "3" if month in (2, 3) else "30"
            boardtui("add", board, "reading", "kpi=1.2", f"period=2021-{month:02d}", f"value={value}", "--as", LEAD)
        ran = boardtui("export", board, "--full", "--public")
        assert "Hidden: KPI 1.2, Mar 21, value: a count of 1 to 5." in ran.err
        assert "Feb 21" not in ran.err + ran.out, "the trend shows six months"
        front = boardtui("export", board, "--public")
        assert "Hidden:" not in front.err and "1.2" not in front.out, "the front sheet prints no figure that is fine"
        part = boardtui("export", board, "--public", "--only", "kpis")
        assert "Hidden: KPI 1.2, Mar 21, value: a count of 1 to 5." in part.err
        # The parts of a month are printed where they are those of the current figure.
        for month in (7, 8):
            parts = ("numerator=3", "denominator=90", "value=3.3%")
            boardtui("add", board, "reading", "kpi=1.2", f"period=2022-{month:02d}", *parts, "--as", LEAD)
        told = boardtui("export", board, "--full", "--public").err
        assert "KPI 1.2, Aug 22, numerator:" in told
        assert "KPI 1.2, Jul 22, value:" in told
        assert "KPI 1.2, Jul 22, numerator:" not in told

    @pytest.mark.parametrize(
        ("figures", "said"),
        [
            (("c", "30"), "1 figure was hidden before it was entered: whether others give it away cannot be checked."),
            (("c", "u"), "2 figures were hidden before they were entered: whether others give them away cannot"),
        ],
    )
    def test_a_figure_that_came_hidden_already_is_said_not_to_be_protected(
        self, board: Path, boardtui: Boardtui, figures: tuple[str, str], said: str
    ) -> None:
        for month, value in enumerate(figures, start=1):
            boardtui("add", board, "reading", "kpi=1.2", f"period=2021-0{month}", f"value={value}", "--as", LEAD)
        ran = boardtui("export", board, "--full", "--public")
        assert said in ran.err
        assert "No other figure had to be hidden." in ran.err
        assert "c: a small number" in ran.out

    @pytest.mark.parametrize("name", ["x.xls", "x.PDF", "x.doc"])
    def test_a_name_that_promises_another_kind_of_file_is_refused(
        self, board: Path, boardtui: Boardtui, tmp_path: Path, name: str
    ) -> None:
        ran = boardtui("export", board, "-o", tmp_path / name)
        assert ran.code == 1
        assert f"No export is written as {Path(name).suffix}." in ran.err
        assert all(suffix in ran.err for suffix in (".md", ".txt", ".xlsx", ".csv", ".toml", ".json"))
        assert not (tmp_path / name).exists()

    @pytest.mark.parametrize("name", ["x.txt", "x.MD", "x.markdown", "x", "board 19.01.2021"])
    def test_a_text_file_and_a_name_without_an_ending_are_the_snapshot(
        self, board: Path, boardtui: Boardtui, tmp_path: Path, name: str
    ) -> None:
        assert boardtui("export", board, "-o", tmp_path / name).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8") == boardtui("export", board).out

    def test_a_format_that_is_named_is_written_under_any_name(
        self, board: Path, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        assert boardtui("export", board, "--to", "json", "-o", tmp_path / "x.data").code == 0
        assert (tmp_path / "x.data").read_text(encoding="utf-8").startswith("{")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    @pytest.mark.parametrize(("command", "name"), [(("export", "-o"), "pipe.md"), (("copy",), "pipe.board")])
    def test_what_is_no_ordinary_file_is_never_replaced(
        self, board: Path, boardtui: Boardtui, tmp_path: Path, command: tuple[str, ...], name: str
    ) -> None:
        # With /dev/null in its place every program on the machine would be hit.
        pipe = tmp_path / name
        os.mkfifo(pipe)
        ran = boardtui(command[0], board, *command[1:], pipe, "--force")
        assert ran.code == 1
        assert "not an ordinary file" in ran.err
        assert pipe.is_fifo()
        assert sorted(each.name for each in tmp_path.iterdir()) == [name, "plan.board"]

    def test_a_link_stays_a_link_and_its_file_is_written(self, board: Path, boardtui: Boardtui, tmp_path: Path) -> None:
        (tmp_path / "papers").mkdir()
        real, link = tmp_path / "papers" / "snapshot.md", tmp_path / "latest.md"
        real.write_text("old", encoding="utf-8")
        link.symlink_to(real)
        assert boardtui("export", board, "-o", link, "--force").code == 0
        assert link.is_symlink()
        assert real.read_text(encoding="utf-8") == boardtui("export", board).out

    def test_a_reader_who_leaves_early_sees_no_error(self, board: Path) -> None:
        command = [sys.executable, "-m", "boardtui", "export", str(board)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate()
        assert err == b""


class TestCheck:
    def test_a_sound_board_is_called_sound_and_left_alone(self, board: Path, boardtui: Boardtui) -> None:
        before = board.read_bytes()
        ran = boardtui("check", board)
        assert (ran.code, ran.out) == (0, "plan.board is sound: nothing to note\n")
        assert board.read_bytes() == before
        assert list(board.parent.iterdir()) == [board]

    def test_findings_on_the_data_are_told_and_end_with_1(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "due=31/06/2021", *SIGNED)
        ran = boardtui("check", board)
        assert ran.code == 1
        assert "1.1" in ran.out
        assert "plan.board is sound: 1 finding" in ran.out
        data = boardtui("check", board, "--json").data
        assert (data["sound"], data["problems"], len(data["findings"])) == (True, [], 1)
        assert data["findings"][0]["ref"] == "1.1"

    def test_figures_are_old_by_the_day_the_board_speaks_of(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "kpi:1.2", "frequency=monthly", *SIGNED)
        boardtui("add", board, "reading", "kpi=1.2", "period=2021-02", "value=97%", "--as", LEAD)
        boardtui("meeting", "new", board, "--date", "2021-03-02", "--as", LEAD)
        assert "last read" not in boardtui("check", board).out
        assert "KPI 1.2 was last read for Feb 21." in boardtui("check", board, "--on", "2022-03-02").out

    def test_the_sample_scorecard_is_told_of_its_three_slips_and_accused_of_nothing_else(
        self, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        with make_board(tmp_path / "scorecard.board", read_sample("kpi-scorecard")) as made:
            path = made.path
        found = boardtui("check", path, "--json").data["findings"]
        assert [each["ref"] for each in found if each["sentence"].startswith("KPI")] == ["4.7", "6.3D", "11.13"]

    @pytest.mark.parametrize(
        ("tampering", "said"),
        [
            ("UPDATE edit SET value = replace(value, 'Coach', 'Sack') WHERE grp = 'title'", "digest"),
            ("DELETE FROM edit WHERE arrival = 3", "number"),
            ("UPDATE edit SET who = 'Somebody else' WHERE arrival = 2", "digest"),
            ("UPDATE p_action SET title = 'Something else' WHERE ref = '1.1'", "differs from what the edits say"),
            ("DELETE FROM head WHERE grp = 'title'", "differs from what the edits say"),
            ("CREATE TRIGGER t AFTER INSERT ON edit BEGIN SELECT 1; END", "that no board has"),
            ("DROP TABLE edit", "edits are missing"),
        ],
    )
    def test_a_board_that_was_tampered_with_is_not_sound(
        self, board: Path, boardtui: Boardtui, tampering: str, said: str
    ) -> None:
        connection = sqlite3.connect(board)
        connection.executescript(tampering)
        connection.close()
        before = board.read_bytes()
        ran = boardtui("check", board, "--json")
        assert ran.code == 1
        assert ran.data["sound"] is False
        assert any(said in problem for problem in ran.data["problems"]), ran.data
        assert board.read_bytes() == before
        printed = boardtui("check", board)
        assert (printed.code, any(said in line for line in printed.out.splitlines())) == (1, True)
        assert "is sound" not in printed.out

    def test_a_snapshot_that_was_changed_after_the_meeting_is_noticed(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("add", board, "meeting", "date=2021-03-02", "--as", LEAD)
        with BoardFile.open(board) as opened:
            (meeting,) = opened.read().of_kind("meeting")
            opened.close_meeting(meeting.id, who="Chair", freeze=lambda _: ("as it was", "minutes"))
        assert boardtui("check", board, "--json").data["problems"] == []
        connection = sqlite3.connect(board)
        other = hashlib.sha256(b"as somebody would like it").hexdigest()
        was = hashlib.sha256(b"as it was").hexdigest()
        connection.execute("UPDATE edit SET value = replace(value, ?, ?)", (was, other))
        connection.commit()
        connection.close()
        problems = boardtui("check", board, "--json").data["problems"]
        assert any("of 02/03/2021 does not match its digest" in problem for problem in problems), problems
