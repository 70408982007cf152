"""Which board is opened, and what becomes of a throw-away copy."""

import io
import os
import shutil
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from boardtui.cli import application
from boardtui.domain.attention.overview import as_at
from boardtui.domain.errors import UNFORESEEN
from boardtui.domain.records.edits import Change
from boardtui.session.demo import make_demo
from boardtui.store.board_file import BoardFile
from boardtui.store.open_file import damage_of
from boardtui.ui import app as ui
from tests.cli.conftest import Boardtui

SAMPLE = "improvement-plan"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The boards that the application was opened with, one after the other."""
    boards: list[Path | None] = []

    def instead(
        path: Path | None, *, throwaway: bool = False, tour: bool = False, file: BoardFile | None = None
    ) -> None:
        boards.append(path)
        if file is not None:
            file.close()
        if throwaway:
            assert path is not None
            with BoardFile.open(path) as board:
                assert len(board.history()) > 100

    monkeypatch.setattr(application, "open_application", instead)
    return boards


class TestOpening:
    def test_a_board_is_opened_by_its_name_alone(
        self, board: Path, boardtui: Boardtui, opened: list[Path | None]
    ) -> None:
        assert boardtui(board).code == 0
        assert opened == [board]

    @pytest.mark.parametrize("words", [("--read-only",), ()])
    def test_it_may_be_opened_to_be_looked_at_only(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
    ) -> None:
        opened: list[tuple[Path, bool]] = []

        def instead(path: Path, *, file: BoardFile) -> None:
            opened.append((path, file.read_only))
            file.close()

        monkeypatch.setattr(application, "open_application", instead)
        assert boardtui(board, *words).code == 0
        assert opened == [(board, bool(words))]

    def test_a_board_without_an_ending_is_opened_if_it_is_there(
        self, board: Path, boardtui: Boardtui, opened: list[Path | None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(board.parent)
        board.rename("plan")
        assert boardtui("plan").code == 0
        assert opened == [Path("plan")]

    def test_without_a_name_the_last_one_is_opened(
        self,
        board: Path,
        boardtui: Boardtui,
        opened: list[Path | None],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path))
        (tmp_path / "settings.toml").write_text(f"last_board = '{board}'\n", encoding="utf-8")
        assert boardtui().code == 0
        board.unlink()
        ran = boardtui()
        assert ran.code == 0
        assert "no longer there" in ran.err
        assert opened == [board, None]

    def test_without_any_the_start_screen_opens(self, boardtui: Boardtui, opened: list[Path | None]) -> None:
        assert boardtui().code == 0
        assert opened == [None]

    def test_without_a_terminal_nothing_is_drawn(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO())
        ran = boardtui(board)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("boardtui: A board is opened in a terminal")


@dataclass
class Ended:
    """An application that has ended, as it ends in one way or another."""

    shared_boards: set[Path] = field(default_factory=set)
    failure: BaseException | None = None
    showed: Path | None = None
    left_behind: Path | None = None
    was_typing: bool = False
    held_up: bool = False
    unsaved: bool = False
    return_code: int = 0
    ran: bool = False

    def run(self) -> None:
        self.ran = True


@pytest.mark.parametrize(
    ("ended", "code", "said"),
    [
        (Ended(), 0, ""),
        (Ended(return_code=3), 3, ""),
        (Ended(failure=KeyError()), UNFORESEEN, "{unforeseen}"),
        (Ended(failure=KeyError(), showed=Path("{board}")), UNFORESEEN, "{unforeseen}"),
        (
            Ended(failure=KeyError(), left_behind=Path("/typed.txt"), was_typing=True),
            UNFORESEEN,
            "{unforeseen} What you were typing is in /typed.txt.",
        ),
        (
            Ended(failure=KeyError(), left_behind=Path("/typed.txt")),
            UNFORESEEN,
            "{unforeseen} Where it failed is in /typed.txt.",
        ),
        (
            Ended(failure=KeyError(), showed=Path("{damaged}"), left_behind=Path("/typed.txt")),
            1,
            "{damage} Where it failed is in /typed.txt.",
        ),
        (Ended(held_up=True), 0, ""),
        (Ended(showed=Path("{board}")), 0, ""),
        (Ended(held_up=True, showed=Path("{board}")), 100, ""),
        (Ended(held_up=True, showed=Path("{board}"), unsaved=True), 101, "{held}"),
        (Ended(held_up=True, showed=Path("{board}"), unsaved=True, return_code=7), 107, "{held}"),
    ],
)
def test_however_the_application_ends_it_is_said_what_became_of_what_was_done(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, ended: Ended, code: int, said: str
) -> None:
    def at_once(code: int) -> None:
        raise SystemExit(100 + code)  # what waits for the file is not waited for

    damaged = board.with_name("damaged.board")
    damaged.write_bytes(board.read_bytes()[:20_000])
    words = {
        "unforeseen": "boardtui met something that it did not foresee, and has ended. All you confirmed is saved.",
        "damage": damage_of(damaged),
        "held": "plan.board is being written by another program. What was not shown as saved is not in it.",
    }
    if ended.showed is not None:
        ended = replace(ended, showed=Path(str(ended.showed).format(board=board, damaged=damaged)))
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    monkeypatch.setattr(os, "_exit", at_once)
    monkeypatch.setattr(ui, "BoardApp", lambda _path, *, file, **_options: file.close() or ended)
    ran = boardtui(board)
    assert (ran.code, ran.err) == (code, f"boardtui: {said.format(**words)}\n" if said else "")
    assert ended.ran


class TestDemo:
    def test_the_copy_is_a_whole_board_and_is_gone_afterwards(
        self, boardtui: Boardtui, opened: list[Path | None]
    ) -> None:
        ran = boardtui("demo")
        assert ran.code == 0
        (path,) = opened
        assert path is not None
        assert path.name == f"{SAMPLE}.board"
        assert not path.parent.exists()
        assert f"The throw-away copy was {path}. It is deleted." in ran.err

    @pytest.mark.parametrize(("sample", "day"), [("kpi-scorecard", "2019-03-31"), ("progress-report", "2015-02-10")])
    def test_a_sample_without_meetings_stays_on_the_day_of_its_paper_when_somebody_works_on_it(
        self, sample: str, day: str
    ) -> None:
        path = make_demo(sample)
        noon = datetime.combine(date.fromisoformat(day), time(12), tzinfo=UTC)
        with BoardFile.open(path) as opened:
            opened.write([Change(str(uuid.uuid4()), "priority", {"title": "New"})], who="Chair", at=noon)
            assert as_at(opened.read()) == date.fromisoformat(day)
        shutil.rmtree(path.parent)

    def test_there_are_several_samples(self, boardtui: Boardtui, opened: list[Path | None]) -> None:
        assert boardtui("demo", "--sample", "progress-report").code == 0
        assert [path.stem for path in opened if path] == ["progress-report"]
        ran = boardtui("demo", "--sample", "none")
        assert ran.code == 1
        assert SAMPLE in ran.err


class TestNew:
    def test_an_empty_board_has_its_title(self, tmp_path: Path, boardtui: Boardtui) -> None:
        path = tmp_path / "new.board"
        assert boardtui("new", path, "--title", "[SEND] plan | a [/").code == 0
        assert boardtui("export", path).out.startswith("# ")
        with BoardFile.open(path) as opened:
            assert opened.read().profile.title == "[SEND] plan | a [/"

    def test_a_file_that_is_there_stays(self, board: Path, boardtui: Boardtui) -> None:
        before = board.read_bytes()
        ran = boardtui("new", board)
        assert ran.code == 1
        assert "exists already" in ran.err
        assert board.read_bytes() == before

    def test_a_line_of_a_plan_that_cannot_be_read_is_named_and_no_board_is_made(
        self, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        plan = tmp_path / "plan.toml"
        plan.write_text('format = 1\n[board]\ntitle = "x"\n[[action]]\nref = 1.1.1\n', encoding="utf-8")
        ran = boardtui("new", tmp_path / "new.board", "--from", plan)
        assert (ran.code, ran.out) == (1, "")
        assert "line 5" in ran.err
        assert not (tmp_path / "new.board").exists()

    @pytest.mark.parametrize("line", ['rag = "purple"', 'colour = "red"', "title = 3.5e", 'ambition = "9"'])
    def test_a_value_of_a_plan_that_does_not_fit_is_named_with_its_line(
        self, tmp_path: Path, boardtui: Boardtui, line: str
    ) -> None:
        plan = tmp_path / "plan.toml"
        plan.write_text(f'format = 1\n[[action]]\nref = "1.1"\n{line}\n', encoding="utf-8")
        ran = boardtui("new", tmp_path / "new.board", "--from", plan)
        assert (ran.code, ran.out) == (1, "")
        assert "plan.toml" in ran.err
        assert "line 4" in ran.err
        assert not (tmp_path / "new.board").exists()

    def test_a_plan_that_is_far_too_large_makes_no_board(self, tmp_path: Path, boardtui: Boardtui) -> None:
        plan = tmp_path / "plan.toml"
        plan.touch()
        os.truncate(plan, 50_000_001)
        ran = boardtui("new", tmp_path / "new.board", "--from", plan)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == "boardtui: plan.toml is far too large for a plan. Look whether it is the right file.\n"
        assert list(tmp_path.iterdir()) == [plan]

    def test_a_plan_that_is_not_there_or_no_text_is_refused(self, tmp_path: Path, boardtui: Boardtui) -> None:
        assert boardtui("new", tmp_path / "new.board", "--from", tmp_path / "none.toml").code == 1
        (tmp_path / "plan.toml").write_bytes(b"\xff\xfe\x00format")
        assert boardtui("new", tmp_path / "new.board", "--from", tmp_path / "plan.toml").code == 1
        assert not (tmp_path / "new.board").exists()
