"""What is found again at the next start: where one was, which folder was looked into, and what was typed."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from boardtui.settings import places
from boardtui.settings.disk import private_folder
from boardtui.settings.paths import Paths
from boardtui.settings.places import (
    MOST_BOARDS,
    BoardPlace,
    KeptFilter,
    ScreenPlace,
    counts_by_path,
    inbox_of,
    keep_inbox,
    keep_place,
    left_behind,
    load_places,
    save_left_behind,
    words_in,
)

NOW = datetime(2026, 3, 2, 9, 5, 7)
RISKS = ScreenPlace("risk 1", "owner:chair", "Open", "By score", "map", {"mine": KeptFilter("chair", "Open", "By ref")})
PLACE = BoardPlace("/srv/plan.board", "12 actions", "risks", "/srv/back", {"risks": RISKS, "kpis": ScreenPlace("k")})


class TestPlaces:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "state" / "places.json"

    def test_two_windows_that_leave_at_once_are_both_found_again(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make, other = private_folder, [PLACE]

        def meanwhile(folder: Path) -> None:
            make(folder)
            if other:
                keep_place("two", other.pop(), file)

        monkeypatch.setattr(places, "private_folder", meanwhile)
        keep_place("one", PLACE, file)
        assert load_places(file) == {"one": PLACE, "two": PLACE}

    def test_a_filter_that_another_window_of_the_board_keeps_stays(self, file: Path) -> None:
        def with_filters(**filters: str) -> BoardPlace:
            kept = {name: KeptFilter(words) for name, words in filters.items()}
            return BoardPlace(screens={"risks": ScreenPlace(filters=kept)})

        keep_place("one", began := with_filters(old="a", other="b"), file)
        keep_place("one", with_filters(old="a", other="b", theirs="c"), file, since=began)
        keep_place("one", with_filters(other="d", own="e"), file, since=began)
        assert load_places(file)["one"].screens == with_filters(other="d", theirs="c", own="e").screens

    def test_how_a_board_was_left_is_there_again(self, file: Path) -> None:
        keep_place("one", PLACE, file)
        assert load_places(file) == {"one": PLACE}
        if os.name == "posix":
            assert file.parent.stat().st_mode & 0o077 == 0

    def test_the_folder_of_copies_stays_until_another_is_named(self, file: Path) -> None:
        assert inbox_of("one", file) is None
        keep_inbox("one", Path("/srv/back"), file)
        assert inbox_of("one", file) == Path("/srv/back")
        keep_place("one", BoardPlace("/srv/plan.board", screen="kpis"), file)
        assert inbox_of("one", file) == Path("/srv/back")
        keep_inbox("one", Path("/srv/in"), file)
        assert load_places(file)["one"] == BoardPlace("/srv/plan.board", screen="kpis", inbox="/srv/in")

    def test_the_last_left_is_at_the_end_and_only_so_many_are_kept(self, file: Path) -> None:
        for number in range(MOST_BOARDS):
            keep_place(f"board {number}", BoardPlace(f"/srv/{number}"), file)
        keep_place("board 0", BoardPlace("/srv/0", "again"), file)
        assert list(load_places(file)) == [*(f"board {number}" for number in range(1, MOST_BOARDS)), "board 0"]
        keep_place("new", BoardPlace("/srv/new"), file)
        assert len(load_places(file)) == MOST_BOARDS
        assert next(iter(load_places(file))) == "board 2"

    def test_counts_are_told_of_boards_that_have_a_path_and_counts(self, file: Path) -> None:
        for name, path, counts in (("a", "/srv/a", "1 action"), ("b", "/srv/b", ""), ("c", "", "2 actions")):
            keep_place(name, BoardPlace(path, counts), file)
        assert counts_by_path(file) == {"/srv/a": "1 action"}

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            ("[", {}),
            ("[]", {}),
            ("[" * 100_000, {}),
            ('{"one": 7}', {"one": BoardPlace()}),
            ('{"one": {"path": 7, "screen": "kpis", "more": "x"}}', {"one": BoardPlace(screen="kpis")}),
            ('{"one": {"screens": []}}', {"one": BoardPlace()}),
            (
                '{"one": {"screens": {"kpis": {"cursor": "k", "filters": {"a": {"words": 1, "order": "x"}}}}}}',
                {"one": BoardPlace(screens={"kpis": ScreenPlace("k", filters={"a": KeptFilter(order="x")})})},
            ),
        ],
    )
    def test_whatever_stands_in_the_file_what_can_be_used_is(
        self, content: str, found: dict[str, BoardPlace], file: Path
    ) -> None:
        file.parent.mkdir()
        file.write_text(content, encoding="utf-8")
        assert load_places(file) == found

    def test_a_file_that_is_far_too_large_is_not_read(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keep_place("one", PLACE, file)
        monkeypatch.setattr(places, "LARGEST_FILE", file.stat().st_size)
        assert load_places(file)
        monkeypatch.setattr(places, "LARGEST_FILE", file.stat().st_size - 1)
        assert load_places(file) == {}

    def test_where_it_cannot_be_written_nothing_happens(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        keep_place("one", PLACE, tmp_path / "file" / "places.json")
        keep_place("one", BoardPlace("\udcff"), tmp_path / "places.json")
        assert [each.name for each in tmp_path.iterdir()] == ["file"]

    def test_letters_of_every_sort_stay_letters(self, file: Path) -> None:
        keep_place("one", BoardPlace("/srv/Plan für März.board"), file)
        assert "für März" in file.read_text(encoding="utf-8")
        assert list(json.loads(file.read_bytes())) == ["one"]


class TestLeftBehind:
    """When the program fails, what was typed lies in a file."""

    def failure(self, value: str = "of the board") -> BaseException:
        try:
            int(value)
        except ValueError as error:
            return error
        pytest.fail("it is no number")

    def test_it_holds_what_was_typed_and_where_it_failed_but_no_values(self) -> None:
        path = save_left_behind([("Title", "Write"), ("Reason", "two\nlines")], self.failure(), NOW)
        assert path == Paths.of_this_user().config / "typed-2026-03-02-090507.txt"
        text = path.read_text(encoding="utf-8")
        assert text.startswith("Title:\nWrite\n\nReason:\ntwo\nlines\n\nFor whoever mends the program: ValueError at\n")
        assert "test_places.py" in text and "of the board" not in text
        assert words_in(path) == "Title:\nWrite\n\nReason:\ntwo\nlines"
        if os.name == "posix":
            assert path.stat().st_mode & 0o777 == 0o600
            assert path.parent.stat().st_mode & 0o077 == 0

    def test_a_second_one_in_the_same_second_has_a_name_of_its_own_and_the_latest_comes_first(self) -> None:
        first = save_left_behind([("Title", "A")], None, NOW)
        second = save_left_behind([("Title", "B")], None, NOW)
        third = save_left_behind([("Title", "C")], None, NOW.replace(year=2027))
        (third.parent / "typed-9.txt").mkdir()
        (third.parent / "other.txt").touch()
        assert len({first, second, third}) == 3
        assert left_behind()[0] == third
        assert set(left_behind()) == {first, second, third}
        assert [words_in(each) for each in (first, second, third)] == ["Title:\nA", "Title:\nB", "Title:\nC"]

    def test_one_that_a_person_has_edited_or_that_is_gone_says_what_there_is(self, tmp_path: Path) -> None:
        (tmp_path / "typed-1.txt").write_text("  only words \n", encoding="utf-8")
        assert words_in(tmp_path / "typed-1.txt") == "only words"
        assert words_in(tmp_path / "missing.txt") == ""
