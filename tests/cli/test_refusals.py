"""Whatever is wrong is said in a plain sentence, and the file stays as it was, byte for byte."""

import os
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from boardtui.settings.places import left_behind, load_places
from boardtui.store import file
from boardtui.store.board_file import BoardFile
from boardtui.store.writing import EditWriter
from tests.cli.conftest import SIGNED, Boardtui, Ran, field


def one_plain_sentence(ran: Ran) -> None:
    assert ran.code == 1, ran
    assert ran.out == ""
    assert ran.err.startswith("boardtui: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert ran.err.rstrip().count(". ") <= 2


def no_board(path: Path) -> None:
    path.write_text("These are the minutes of the last meeting, and no board at all. " * 10, encoding="utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def cut_very_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def newer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:64] = (int.from_bytes(content[60:64], "big") + 1).to_bytes(4, "big")
    path.write_bytes(content)


def of_another_program(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[68:72] = b"\0\0\0\0"
    path.write_bytes(content)


def scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(255 - byte for byte in content[4096:])
    path.write_bytes(content)


DAMAGE = [no_board, empty, cut_short, cut_very_short, newer, of_another_program, scrambled]
COMMANDS = [
    ("set", "1.1", "rag=red", *SIGNED),
    ("show", "actions"),
    ("log",),
    ("export",),
    ("add", "action", "ambition=1", "ref=1.9", "--as", "Lead"),
    ("delete", "1.1", *SIGNED),
    ("conflicts", "list"),
]


def told(command: tuple[str, ...], board: Path) -> tuple[object, ...]:
    words = 2 if command[0] == "conflicts" else 1
    return (*command[:words], board, *command[words:])


class TestFiles:
    @pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
    @pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
    def test_what_is_no_whole_board_is_refused_and_left_alone(
        self, board: Path, boardtui: Boardtui, command: tuple[str, ...], damage: Callable[[Path], None]
    ) -> None:
        damage(board)
        before = board.read_bytes()
        one_plain_sentence(boardtui(*told(command, board)))
        assert board.read_bytes() == before

    def test_opening_says_what_is_wrong_before_the_screen_changes(self, board: Path, boardtui: Boardtui) -> None:
        newer(board)
        ran = boardtui(board)
        one_plain_sentence(ran)
        assert "Update boardtui" in ran.err

    def test_a_missing_file_and_a_missing_folder_are_named(self, tmp_path: Path, boardtui: Boardtui) -> None:
        missing = boardtui("show", tmp_path / "none.board", "actions")
        one_plain_sentence(missing)
        assert shlex.split(missing.err)[-3:] == ["boardtui", "new", str(tmp_path / "none.board")]
        folder = boardtui("new", tmp_path / "nowhere" / "plan.board")
        one_plain_sentence(folder)
        assert "There is no folder" in folder.err

    @pytest.mark.parametrize(
        "words",
        [
            ("show", "{}", "actions"),
            ("check", "{}"),
            ("new", "{}"),
            ("set", "{}", "1.1", "rag=red", "--why", "said", "--as", "Lead"),
            ("copy", "{board}", "{}"),
            ("export", "{board}", "-o", "{}"),
            ("merge", "{board}", "{}"),
            ("copies", "{board}", "{}"),  # which takes no second word, and would say which one it does not take
            ("import", "{board}", "{}"),
            ("import", "{board}", "x.csv", "--map={}"),
            ("{}",),
        ],
    )
    def test_an_address_is_refused_without_repeating_the_password_in_it(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...]
    ) -> None:
        address = "postgresql://lead:secret@host/db?board=plan"
        ran = boardtui(*(each.format(address, board=board) for each in words))
        one_plain_sentence(ran)
        assert "An address holds no password" in ran.err
        assert "secret" not in ran.err + ran.out

    @pytest.mark.parametrize(
        "words",
        [
            ("copy", "{board}", "{}"),
            ("export", "{board}", "-o", "{}"),
            ("import", "{board}", "{}", "--as", "Lead"),
            ("new", "new.board", "--from", "{}"),
            ("doctor", "{}"),
        ],
    )
    def test_where_a_file_is_wanted_an_address_is_refused(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...]
    ) -> None:
        ran = boardtui(*(each.format("postgresql://host/db?board=plan", board=board) for each in words))
        one_plain_sentence(ran)
        assert "That is the address of a shared board. This has to be a file" in ran.err

    def test_a_read_only_board_is_shown_but_not_changed(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(file, "is_writable", lambda _: False)
        before = board.read_bytes()
        assert "Coach every manager" in boardtui("show", board, "actions").out
        ran = boardtui("set", board, "1.1", "rag=red", *SIGNED)
        one_plain_sentence(ran)
        assert "read-only" in ran.err
        assert board.read_bytes() == before

    def test_a_read_only_meeting_is_refused_before_a_backup_is_tried(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        boardtui("meeting", "new", board, "--date", "2021-03-02", "--as", "Lead")
        monkeypatch.setattr(file, "is_writable", lambda _: False)
        ran = boardtui("meeting", "close", board, "2021-03-02", "--at", "now", "--as", "Lead")
        one_plain_sentence(ran)
        assert "read-only" in ran.err
        assert list(board.parent.iterdir()) == [board]

    @pytest.mark.skipif(sys.platform != "linux", reason="only here can a name be bytes that are no text")
    def test_a_name_that_is_no_text_works_like_any_other(self, tmp_path: Path, boardtui: Boardtui) -> None:
        path = os.fsdecode(bytes(tmp_path) + b"/b\xff.board")
        assert boardtui("new", path, "--title", "Plan").code == 0
        assert boardtui("set", path, "board", "title=Other", *SIGNED).code == 0
        assert boardtui("check", path).code == 0
        assert boardtui("copy", path, tmp_path / "copy.board").code == 0
        assert boardtui("merge", path, tmp_path / "copy.board").code == 0

    def test_a_command_to_go_on_with_can_be_pasted(self, tmp_path: Path, boardtui: Boardtui) -> None:
        path = tmp_path / "the plan.board"
        missing = boardtui("show", path, "actions").err
        assert shlex.split(missing)[-3:] == ["boardtui", "new", str(path)]
        assert f"To open it: boardtui '{path}'" in boardtui("new", path).out


class TestValues:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("9.99", "rag=red"), "Nothing on this board has the ref '9.99'"),
            (("\x1b[2J", "rag=red"), "Nothing on this board has the ref '\\x1b[2J'"),
            (("1.1", "colour=red"), "An action has no 'colour'. It has: ambition, ref, title"),
            (("1.1", "rag=purple"), "it can be red, amber, green, blue or none"),
            (("CIP06", "current=9x9x9"), "likelihood x impact, such as 4x3"),
            (("CIP06", "current=6x2"), "current: "),
            (("kpi:1.2", "position=first"), "position: "),
            (("kpi:1.2", "polarity=up"), "high, low, near target, none"),
            (("1.1", f"title={'long ' * 200}"), "500 fit: shorten it"),
            (("1.1", "ambition=9"), "ambition: Nothing on this board"),
            (("1.1", "links=CIP06,nothing"), "links: Nothing on this board"),
            (("board", "title=x", "stale_days=-1"), "stale_days: "),
        ],
    )
    def test_what_does_not_fit_is_refused_with_what_would(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...], said: str
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("set", board, *words, *SIGNED)
        one_plain_sentence(ran)
        assert said in ran.err
        assert board.read_bytes() == before

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("kpi:1.2", "position=abc"), "position: a whole number is needed here, not 'abc'."),
            (("kpi:1.2", "position=1.5"), "position: a whole number is needed here, not '1.5'."),
            (("board", "stale_days=-1"), "stale_days: it can be 0 at the least, not '-1'."),
            (("board", "stale_days=5000"), "stale_days: it can be 3,660 at the most, not '5000'."),
            (("1.1", "ambition=9"), "Nothing on this board has the ref 'ambition:9'. Ambitions here: 1 to 2."),
            (("1.1", "links=kpi:9"), "Nothing on this board has the ref 'kpi:9'. KPIs here: 1.2 to 1.2."),
        ],
    )
    def test_it_is_said_in_plain_words_what_is_needed(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...], said: str
    ) -> None:
        ran = boardtui("set", board, *words, *SIGNED)
        one_plain_sentence(ran)
        assert said in ran.err

    def test_a_yes_or_no_that_is_neither_is_refused(self, board: Path, boardtui: Boardtui) -> None:
        words = ("kpi=1.2", "period=2021-02", "value=3", "provisional=maybe")
        ran = boardtui("add", board, "reading", *words, "--as", "Lead")
        assert "provisional: yes or no is needed here, not 'maybe'." in ran.err

    @pytest.mark.parametrize("words", [("1.1", "rag={}"), ("{}", "rag=red"), ("CIP06", "current={}"), ("1.1", "{}")])
    def test_a_long_mistake_is_quoted_only_as_far_as_anybody_reads(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...]
    ) -> None:
        ran = boardtui("set", board, *(word.format("x" * 5_000) for word in words), *SIGNED)
        assert ran.code in (1, 2)
        assert "xxx…" in ran.err
        assert len(ran.err) < 400

    @pytest.mark.parametrize("words", [("title=Zo\udceb", *SIGNED), ("title=x", "--why", "Zo\udceb", "--as", "Lead")])
    def test_bytes_that_are_no_text_are_refused_and_not_dropped(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...]
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("set", board, "1.1", *words)
        one_plain_sentence(ran)
        assert "LANG to UTF-8" in ran.err
        assert board.read_bytes() == before

    def test_one_bad_value_keeps_the_good_ones_out_too(self, board: Path, boardtui: Boardtui) -> None:
        before = board.read_bytes()
        one_plain_sentence(boardtui("set", board, "1.1", "lead=Head of Service", "rag=purple", *SIGNED))
        assert board.read_bytes() == before

    @pytest.mark.parametrize("words", [("rag",), ("=red",), ("rag=red", "RAG=blue")])
    def test_words_that_are_no_field_and_value_are_wrong_usage(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...]
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("set", board, "1.1", *words, *SIGNED)
        assert (ran.code, ran.out) == (2, "")
        assert "Traceback" not in ran.err
        assert board.read_bytes() == before


class TestTheLastNet:
    @pytest.fixture
    def _broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise ZeroDivisionError("division by \x1b[31mzero")

        monkeypatch.setattr("boardtui.report.tables.lines", fail)

    @pytest.mark.usefixtures("_broken")
    def test_a_fault_of_the_program_is_a_sentence_that_says_how_to_look_closer(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        ran = boardtui("show", board, "actions")
        assert (ran.code, ran.out) == (70, "")
        assert "BOARDTUI_DEBUG=1" in ran.err
        assert "Traceback" not in ran.err
        assert "\x1b" not in ran.err

    @pytest.mark.usefixtures("_broken")
    def test_the_traceback_is_there_for_who_asks(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BOARDTUI_DEBUG", "1")
        assert "Traceback" in boardtui("show", board, "actions").err

    def test_ctrl_c_ends_quietly(self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("boardtui.report.tables.lines", interrupted)
        ran = boardtui("show", board, "actions")
        assert ran.code == 130
        assert "Traceback" not in ran.err

    @pytest.mark.skipif(os.name == "nt", reason="shells there close no streams")
    @pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
    def test_a_stream_that_the_shell_has_closed_stops_nothing(self, board: Path, closed: str, tmp_path: Path) -> None:
        words = f"set {shlex.quote(str(board))} 1.1 title=Other --why x --as Lead"
        script = f"{shlex.quote(sys.executable)} -m boardtui {words} {closed}"
        ran = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert field(board, "1.1", "title") == "Other"

    @pytest.mark.skipif(os.name == "nt", reason="shells there close no streams")
    @pytest.mark.parametrize(
        ("words", "code"), [("", 1), ("merge {board} {copy}", 1), ("import {board} {sheet}", 1), ("doctor {board}", 0)]
    )
    def test_where_nobody_can_type_as_the_input_is_closed_it_is_said_or_does_without(
        self, board: Path, boardtui: Boardtui, words: str, code: int
    ) -> None:
        copy, sheet = board.with_name("lead.board"), board.with_name("sheet.csv")
        boardtui("copy", board, copy)
        boardtui("set", copy, "1.1", "title=Other", *SIGNED)
        sheet.write_text("Ref,Action\n1.1,New\n", encoding="utf-8")
        said = (words or "{board}").format(board=board, copy=copy, sheet=sheet)
        script = f"{shlex.quote(sys.executable)} -m boardtui {said} <&-"
        ran = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
        assert ran.returncode == code
        assert "Something went wrong" not in ran.stderr

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    @pytest.mark.parametrize("name", ["settings.toml", "verified.txt", "places.json", "typed-2021.txt"])
    def test_a_pipe_in_place_of_a_file_beside_the_settings_is_not_waited_for(
        self, board: Path, boardtui: Boardtui, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        folder = tmp_path / "odd"
        folder.mkdir()
        os.mkfifo(folder / name)
        monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(folder))
        assert boardtui("show", board, "actions").code == 0
        assert boardtui("set", board, "1.1", "title=Other", *SIGNED).code == 0
        assert (load_places(), left_behind()) == ({}, [])

    def test_ctrl_c_while_the_program_is_still_being_loaded_ends_quietly_too(self) -> None:
        # The command line itself is what stands for a slow import here.
        script = (
            "import sys\n"
            "class Interrupted:\n"
            "    def find_spec(self, name, *_):\n"
            "        if name == 'boardtui.cli':\n"
            "            raise KeyboardInterrupt\n"
            "sys.meta_path.insert(0, Interrupted())\n"
            "from boardtui.__main__ import main\n"
            "main()\n"
        )
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (130, "")


def test_what_nobody_foresaw_ends_with_70_and_shows_no_words_of_the_board(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_values: object, **_more: object) -> None:
        raise RuntimeError("a name on the board")

    monkeypatch.setattr(BoardFile, "read", broken)
    ran = boardtui("show", board, "actions")
    assert (ran.code, ran.out) == (70, "")
    assert "RuntimeError" in ran.err and "BOARDTUI_DEBUG=1" in ran.err
    assert "a name" not in ran.err and "Traceback" not in ran.err


def looks_writable(_board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share whose access lists refuse what its permissions allow: the file opens, but only to be read."""
    connect = file._connect
    monkeypatch.setattr(file, "_connect", lambda path, *, read_only: connect(path, read_only=True))


def has_no_room_for_a_journal(_board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which no file can be made: SQLite says so once the journal is needed."""

    def refuse(_writer: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(EditWriter, "flush", refuse)


@pytest.mark.parametrize(
    ("refusal", "what_to_do"),
    [
        (looks_writable, "work on a copy, or make the file and its folder writable"),
        (has_no_room_for_a_journal, "Work on a copy in a folder of your own"),
    ],
)
def test_a_share_that_only_looks_writable_says_so_at_the_first_save(
    refusal: Callable[[Path, pytest.MonkeyPatch], None],
    what_to_do: str,
    boardtui: Boardtui,
    board: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = board.read_bytes()
    refusal(board, monkeypatch)
    ran = boardtui("set", board, "1.1", "title=x", *SIGNED)
    one_plain_sentence(ran)
    assert what_to_do in ran.err
    assert board.read_bytes() == before
