"""What people chose is kept, nothing else of their file is touched, and no file can stop the program."""

import os
import re
import stat
import sys
import threading
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.settings import paths
from boardtui.settings.paths import Paths, bundled
from boardtui.settings.settings import Settings, change_settings, load_settings, read_signature, save_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of a person who has never used the program."""
    monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config" / "settings.toml"


def write(file: Path, text: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


class TestPlaces:
    def test_the_environment_names_the_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path))
        assert Paths.of_this_user().settings == tmp_path / "settings.toml"
        assert Paths.of_this_user().themes == tmp_path / "themes"

    def test_without_it_the_folder_is_the_usual_one_of_the_system(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BOARDTUI_CONFIG_DIR", "")

        def usual(name: str, appauthor: bool) -> Path:
            assert (name, appauthor) == ("boardtui", False)
            return tmp_path / name

        monkeypatch.setattr("platformdirs.user_config_path", usual)
        assert Paths.of_this_user().config == tmp_path / "boardtui"

    def test_a_checkout_has_its_data_at_the_top(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "src" / "boardtui")
        (tmp_path / "themes").mkdir()
        assert bundled("themes") == tmp_path / "themes"

    def test_an_installed_wheel_has_its_data_in_the_package(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = tmp_path / "lib" / "site-packages" / "boardtui"
        monkeypatch.setattr(paths, "_PACKAGE", package)
        (package / "sample_data").mkdir(parents=True)
        # A folder of that name which happens to lie further up belongs to somebody else.
        (tmp_path / "lib" / "sample_data").mkdir()
        assert bundled("sample_data") == package / "sample_data"

    def test_an_incomplete_installation_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "src" / "boardtui")
        with pytest.raises(FileNotFoundError, match=r"lacks its folder themes\. Install boardtui again"):
            bundled("themes")

    def test_this_installation_is_complete(self) -> None:
        assert (bundled("themes") / "council-dark.toml").is_file()


class TestFirstStart:
    def test_nobody_has_been_asked_for_a_name_and_nothing_is_wrong(self, file: Path) -> None:
        settings, problems = load_settings()
        assert settings == Settings(signature="", theme="council-dark", last_board=None, recent_boards=(), keys={})
        assert problems == []

    def test_looking_and_saving_nothing_new_leaves_no_file(self, file: Path) -> None:
        assert save_settings(load_settings()[0]) == []
        assert not file.parent.exists()

    def test_the_first_choice_makes_the_folder_and_the_file(self, file: Path) -> None:
        assert save_settings(Settings(signature="Programme office")) == []
        assert tomllib.loads(file.read_text("utf-8")) == {"signature": "Programme office"}


class TestKeepingChoices:
    def test_everything_chosen_is_there_next_time(self, file: Path, tmp_path: Path) -> None:
        chosen = Settings(
            signature="Zoë [SEND] | “lead” 🧭 محمد",
            theme="projector",
            last_board=tmp_path / "b [old] ü.board",
            recent_boards=(tmp_path / "b [old] ü.board", tmp_path / "a.board"),
            keys={"undo": "ctrl+z", "help": "f1"},
        )
        assert save_settings(chosen) == []
        assert load_settings() == (chosen, [])

    def test_what_this_version_does_not_know_stays_in_the_file(self, file: Path) -> None:
        write(
            file,
            '# my own note\n# and another\ntheme = "projector"\nfuture = [1, 2]\n\n'
            '[keys]\nundo = "ctrl+z"\nodd = 7\n\n[of_a_later_version]\nx = 1.5\n',
        )
        settings, _ = load_settings()
        assert save_settings(replace(settings, signature="Chair", keys={"redo": "ctrl+r"})) == []
        assert tomllib.loads(file.read_text("utf-8")) == {
            "theme": "projector",
            "signature": "Chair",
            "future": [1, 2],
            "keys": {"odd": 7, "redo": "ctrl+r"},
            "of_a_later_version": {"x": 1.5},
        }
        assert file.read_text("utf-8").startswith("# my own note\n# and another\n")

    def test_comments_at_the_top_do_not_grow_from_saving_to_saving(self, file: Path) -> None:
        for name in ("A", "B", "C"):
            save_settings(Settings(signature=name))
        assert file.read_text("utf-8").count("#") == 2

    def test_the_file_is_not_touched_when_nothing_changed(self, file: Path) -> None:
        text = 'signature   =   "Chair" # mine\nkeys = {}\n'
        write(file, text)
        assert save_settings(load_settings()[0]) == []
        assert file.read_text("utf-8") == text

    def test_a_choice_taken_back_leaves_the_file(self, file: Path) -> None:
        save_settings(Settings(signature="Chair", theme="projector", last_board=Path("/a.board")))
        save_settings(Settings(signature="Chair"))
        assert tomllib.loads(file.read_text("utf-8")) == {"signature": "Chair"}

    def test_a_change_does_not_undo_what_another_window_chose_meanwhile(self, file: Path) -> None:
        others = [Settings(theme="projector")]

        def change(now: Settings) -> Settings:
            if others:
                save_settings(others.pop())  # the other window, in this moment
            return replace(now, signature="Chair")

        settings, problems = change_settings(change)
        assert (settings.theme, settings.signature, problems) == ("projector", "Chair", [])
        assert load_settings()[0] == settings

    @pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
    def test_a_linked_settings_file_stays_a_link(self, file: Path, tmp_path: Path) -> None:
        real = tmp_path / "dotfiles.toml"
        write(real, 'theme = "projector"\n')
        file.parent.mkdir()
        file.symlink_to(real)
        change_settings(lambda now: replace(now, signature="Chair"))
        assert file.is_symlink()
        assert 'signature = "Chair"' in real.read_text("utf-8")

    @pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")
    def test_who_may_read_the_file_stays_as_it_was(self, file: Path) -> None:
        write(file, 'theme = "projector"\n')
        file.chmod(0o640)
        change_settings(lambda now: replace(now, signature="Chair"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o640


class TestRecentBoards:
    def test_the_latest_board_comes_first_and_only_once(self, tmp_path: Path) -> None:
        settings = Settings()
        for name in ("a", "b", "a"):
            settings = settings.with_board_opened(tmp_path / name)
        assert settings.recent_boards == (tmp_path / "a", tmp_path / "b")
        assert settings.last_board == tmp_path / "a"

    def test_nine_are_remembered(self, tmp_path: Path) -> None:
        settings = Settings()
        for number in range(12):
            settings = settings.with_board_opened(tmp_path / f"{number}.board")
        assert [board.stem for board in settings.recent_boards] == [str(number) for number in range(11, 2, -1)]

    def test_a_board_is_remembered_by_its_whole_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert Settings().with_board_opened(Path("a.board")).last_board == tmp_path / "a.board"

    def test_a_file_name_that_is_no_text_is_simply_not_remembered(self, file: Path) -> None:
        opened = Settings(signature="Chair").with_board_opened(Path("/boards/\udcff.board"))
        assert opened == Settings(signature="Chair")
        assert save_settings(opened) == []


class TestSignature:
    def test_an_ordinary_name_stays_as_it_is(self) -> None:
        assert read_signature("  Siân   O’Brien (Head of Service) ") == (
            "Siân O’Brien (Head of Service)",
            None,
        )

    def test_characters_that_act_on_the_screen_are_left_out_and_that_is_said(self) -> None:
        signature, sentence = read_signature("Cha\x1b[31mir\u202e")
        assert signature == "Cha[31mir"
        assert sentence == "The name to sign edits with held characters that cannot be shown; they were left out."

    def test_a_name_that_is_far_too_long_is_refused(self) -> None:
        assert read_signature("x" * 80) == ("x" * 80, None)
        signature, sentence = read_signature("x" * 81)
        assert signature == ""
        assert sentence is not None
        assert "at most 80 characters" in sentence

    def test_the_same_holds_for_one_written_into_the_file(self, file: Path) -> None:
        write(file, f'signature = "{"x" * 500}"\n')
        settings, problems = load_settings()
        assert settings.signature == ""
        assert problems == ["The name to sign edits with may have at most 80 characters: shorten it."]


class TestMistakesInTheFile:
    def test_a_broken_file_is_reported_with_its_line_and_the_defaults_hold(self, file: Path) -> None:
        write(file, 'signature = "Chair"\n\ntheme = projector\n')
        settings, (problem,) = load_settings()
        assert settings == Settings()
        assert "line 3 is not valid TOML" in problem
        assert str(file) in problem

    def test_a_file_that_ends_too_early_is_reported(self, file: Path) -> None:
        write(file, 'signature = "Chair"\nrecent_boards = [\n')
        assert "line 2" in load_settings()[1][0]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b'theme = "a"\nsignature = "\xff\xfe"\n', "line 2 is not UTF-8 text"),
            (b"x = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
            (b"x = " + b"1" * 5000, "not valid TOML"),
            (b"#" * 1_000_001, "too large"),
        ],
    )
    def test_no_content_can_stop_the_program(self, file: Path, content: bytes, said: str) -> None:
        write(file, content)
        settings, (problem,) = load_settings()
        assert settings == Settings()
        assert said in problem

    def test_a_folder_in_place_of_the_file_is_reported_and_left(self, file: Path) -> None:
        file.mkdir(parents=True)
        assert "not an ordinary file" in load_settings()[1][0]
        (problem,) = save_settings(Settings(signature="Chair"))
        assert problem.startswith("The settings were not saved")
        assert file.is_dir()

    @pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
    def test_a_link_that_leads_back_to_itself_is_reported(self, file: Path) -> None:
        file.parent.mkdir()
        file.symlink_to(file)
        assert "cannot be opened" in load_settings()[1][0]
        assert "not saved" in save_settings(Settings(signature="Chair"))[0]

    def test_the_byte_order_mark_of_windows_editors_does_no_harm(self, file: Path) -> None:
        write(file, b'\xef\xbb\xbftheme = "projector"\r\n')
        assert load_settings() == (Settings(theme="projector"), [])
        assert change_settings(lambda now: replace(now, signature="Chair"))[1] == []
        assert load_settings()[0] == Settings(theme="projector", signature="Chair")

    def test_values_of_the_wrong_kind_are_reported_and_the_rest_is_used(self, file: Path) -> None:
        write(
            file,
            'signature = 7\ntheme = ["a"]\nlast_board = false\nrecent_boards = ["/a.board", 3, "/b.board"]\n'
            '[keys]\nundo = "ctrl+z"\nredo = true\nhelp = ""\nquit = "q u"\n',
        )
        settings, problems = load_settings()
        assert settings == Settings(
            recent_boards=(Path("/a.board"), Path("/b.board")),
            keys={"undo": "ctrl+z"},
        )
        assert len(problems) == 7
        keys = [f"key for {command}" for command in ("redo", "help", "quit")]
        for name in ("signature", "theme", "last_board", "recent_boards", *keys):
            assert sum(name in problem for problem in problems) == 1, name

    def test_tables_and_lists_of_the_wrong_kind_are_reported(self, file: Path) -> None:
        write(file, 'recent_boards = "/a.board"\nkeys = "ctrl+z"\nlast_board = "a\\u0000b"\n')
        settings, problems = load_settings()
        assert settings == Settings()
        assert len(problems) == 3

    def test_a_misspelt_setting_is_told_with_the_nearest_there_is_and_kept(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('signatur = "Chair"\n', encoding="utf-8")
        settings, problems = load_settings(file)
        assert settings.signature == ""
        assert problems == ["In the settings file, signatur is no setting of this version. Did you mean signature?"]
        file.write_text('x = 1\ntheme = "council-light"\n', encoding="utf-8")
        settings, problems = load_settings(file)
        assert settings.theme == "council-light"
        assert problems[0].startswith(
            "In the settings file, x is no setting of this version. There is: signature, theme,"
        )
        change_settings(lambda now: replace(now, theme="council-dark"), file)
        assert "x = 1" in file.read_text(encoding="utf-8")

    def test_a_wrong_value_waits_in_the_file_until_its_owner_corrects_it(self, file: Path) -> None:
        write(file, "theme = 7\n")
        change_settings(lambda now: replace(now, signature="Chair"))
        assert tomllib.loads(file.read_text("utf-8")) == {"theme": 7, "signature": "Chair"}
        change_settings(lambda now: replace(now, theme="projector"))
        assert tomllib.loads(file.read_text("utf-8"))["theme"] == "projector"

    def test_a_broken_file_is_kept_before_a_new_one_takes_its_place(self, file: Path) -> None:
        write(file, "signature = Chair\n")
        (note,) = save_settings(Settings(theme="projector"))
        assert "settings.toml.broken" in note
        assert (file.parent / "settings.toml.broken").read_text("utf-8") == "signature = Chair\n"
        assert load_settings() == (Settings(theme="projector"), [])

    def test_an_older_broken_file_is_not_lost_to_a_newer_one(self, file: Path) -> None:
        for number in (1, 2, 2):
            write(file, f"broken {number}\n")
            save_settings(Settings(theme="projector"))
        kept = {path.name: path.read_text("utf-8") for path in file.parent.glob("*.broken*")}
        assert kept == {"settings.toml.broken": "broken 1\n", "settings.toml.broken-2": "broken 2\n"}

    def test_a_broken_file_stays_where_it_is_while_nothing_is_chosen(self, file: Path) -> None:
        write(file, "signature = Chair\n")
        assert save_settings(load_settings()[0]) == []
        assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


class TestSavingSafely:
    @pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
    def test_a_full_disk_leaves_the_old_file_whole(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        save_settings(Settings(signature="Chair"))
        before = file.read_bytes()

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(step, full)
            (problem,) = save_settings(Settings(signature="Another"))
        assert "could not be saved" in problem
        assert "no space left on device" in problem
        assert file.read_bytes() == before
        assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]

    def test_the_new_file_is_on_disk_before_it_takes_the_place_of_the_old(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []

        def note(name: str, real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object) -> object:
                done.append(name)
                return real(*arguments)

            return call

        monkeypatch.setattr(os, "fsync", note("to disk", os.fsync))
        monkeypatch.setattr(Path, "replace", note("in place", Path.replace))
        save_settings(Settings(signature="Chair"))
        assert done == ["to disk", "in place"]

    def test_a_file_in_place_of_the_folder_is_a_sentence_not_a_crash(self, file: Path) -> None:
        file.parent.write_text("not a folder", encoding="utf-8")
        assert load_settings()[0] == Settings()
        assert re.search("not (be )?saved", save_settings(Settings(signature="Chair"))[0])

    def test_text_that_cannot_be_written_is_a_sentence_not_a_crash(self, file: Path) -> None:
        assert "could not be saved" in save_settings(Settings(signature="\udcff"))[0]
        assert not file.exists()

    def test_two_programs_that_save_at_once_leave_a_whole_file(self, file: Path) -> None:
        names = {"start", *(f"{who}{number}" * 400 for who in "ab" for number in range(10))}
        seen: list[str] = []
        problems: list[str] = []

        def save(who: str) -> None:
            for number in range(10):
                # A long value makes a torn file likely.
                problems.extend(save_settings(Settings(theme=f"{who}{number}" * 400)))

        def watch() -> None:
            for _ in range(200):
                settings, found = load_settings()
                problems.extend(found)
                seen.append(settings.theme)

        save_settings(Settings(theme="start"))
        threads = [threading.Thread(target=save, args=(who,)) for who in "ab"]
        threads.append(threading.Thread(target=watch))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []
        assert set(seen) <= names
        assert load_settings()[0].theme in names
        assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]
