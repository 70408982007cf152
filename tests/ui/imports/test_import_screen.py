"""Importing on the screen: a file chosen, its tables, the questions, the preview, all of it or nothing."""

from __future__ import annotations

import re
import sqlite3
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Kpi, Reading
from boardtui.exchange.samples import make_board, read_sample
from boardtui.exchange.sources.watch import Watch
from boardtui.session.importing import carry_out, import_lines
from boardtui.settings.paths import Paths
from boardtui.settings.settings import load_settings
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.ui.commands import BY_ID, words_to_find
from boardtui.ui.host import host_of
from boardtui.ui.imports.preview import ImportPreview
from boardtui.ui.imports.questions import ImportQuestions
from boardtui.ui.imports.source import ImportSource
from boardtui.ui.imports.tables import ImportTables
from boardtui.ui.opening.start import StartScreen
from tests.imports.sheets import day
from tests.ui.conftest import change, on_disk, opened, press, ready, seen, toasts, values_of, write
from tests.ui.rest import until

LOG = "Ref,Action,Lead,Due,Status,Priority\n"
JUNE = f"{LOG}A1,Write the plan,Director,30/06/2021,G,High\nA2,Train staff,HR,31/07/2021,In review,Low\n"
JULY = f"{LOG}A1,Write the plan,Director,31/08/2021,R,High\nA3,Publish it,PMO,01/09/2021,In review,Low\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def file(path: Path, text: str, name: str = "june.csv") -> Path:
    place = path.with_name(name)
    place.write_text(text, encoding="utf-8")
    return place


async def read(pilot: Pilot[Any], path: Path) -> None:
    """Have a file read whose path is typed."""
    await press(pilot, "I", "tab")
    await write(pilot, str(path))
    await press(pilot, "enter")


def words(pilot: Pilot[Any]) -> str:
    """What is seen, without frames and line breaks."""
    return " ".join(seen(pilot).replace("│", " ").split())


def actions(path: Path) -> dict[str, Action]:
    return {each.ref: each for each in on_disk(path).all(Action)}


def _scorecard(place: Path) -> None:
    make_board(place, read_sample("kpi-scorecard")).close()


class TestAMonthOfFigures:
    """The scorecard of the sample, with figures from a spreadsheet of another layout than its own."""

    MEASURES = (
        ("2.1", "% of contacts completed within 1 day", 0.970, 0.965, 0.958),
        ("2.10", "% of assessments completed within 45 working days", 0.894, 0.921, 0.93),
        ("6.3D", "% care leavers in suitable accommodation", 0.875, 0.88, 0.892),
        ("1.4", "Number of LAC", 335, 341, 338),
    )

    @pytest.fixture
    def scorecard(self, tmp_path: Path) -> Path:
        return ready(tmp_path / "scorecard.board", _scorecard)

    def workbook(self, path: Path, headings: Sequence[Any], *figures: int) -> Path:
        """A title and an empty row, then a row a measure: its name first, then its code, then its months."""
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(["Children's services scorecard"])
        sheet.append([])
        sheet.append(["Performance indicator", "Code", *headings])
        for ref, title, *months in self.MEASURES:
            sheet.append([title, ref, *(months[number] for number in figures)])
            for cell in sheet[sheet.max_row][2:]:
                cell.number_format = "0.0%" if isinstance(cell.value, float) else "0"
        for cell in sheet[3][2:]:
            cell.number_format = "mmm yyyy"
        book.save(path)
        return path

    def figures(self, board: Path, period: str) -> dict[str, str]:
        found = on_disk(board)
        return {
            kpi.ref: reading.value
            for reading in found.all(Reading)
            if reading.period == period and reading.series == "period"
            for kpi in [found.get(Kpi, reading.kpi)]
            if kpi is not None and kpi.ref in {ref for ref, *_ in self.MEASURES}
        }

    async def test_is_read_looked_at_and_entered_and_one_u_takes_it_back(self, scorecard: Path) -> None:
        march = self.workbook(scorecard.with_name("march.xlsx"), [day(2019, 2, 1), day(2019, 3, 1)], 0, 1)
        entered = {"2.1": "96.5%", "2.10": "92.1%", "6.3D": "88.0%", "1.4": "341"}
        async with opened(scorecard) as pilot:
            await read(pilot, march)
            assert isinstance(pilot.app.screen, ImportTables)
            assert "1 table found" in seen(pilot)
            assert re.search(r"Performance.* +Measure", seen(pilot))
            assert re.search(r"Mar 2019 +Figures of a\S* +96.5%", seen(pilot))
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, ImportPreview), "where nothing is asked, there is no step for it"
            assert "4 changed" in seen(pilot)
            assert "+ Reading of 2.1, Mar 19" in seen(pilot)
            assert self.figures(scorecard, "2019-03") == {}, "nothing is entered before it is said"
            await press(pilot, "i")
            assert "u takes all of it back" in " ".join(toasts(pilot).split())
            assert self.figures(scorecard, "2019-03") == entered
            await press(pilot, "u")
            assert self.figures(scorecard, "2019-03") == {}
            assert self.figures(scorecard, "2019-02")["2.1"] == "97.0%"

    async def test_next_month_asks_what_this_month_is_and_keeps_what_was_corrected_since(self, scorecard: Path) -> None:
        march = self.workbook(scorecard.with_name("march.xlsx"), [day(2019, 3, 1)], 1)
        april = self.workbook(scorecard.with_name("april.xlsx"), [day(2019, 3, 1), "This month"], 1, 2)
        async with opened(scorecard, size=(120, 40)) as pilot:
            await read(pilot, march)
            await press(pilot, "enter", "i")
        with BoardFile.open(scorecard) as office:
            board = office.read()
            kpi = next(each for each in board.all(Kpi) if each.ref == "2.10")
            march_reading = next(
                each for each in board.owned(Reading, kpi.id) if each.period == "2019-03" and each.series == "period"
            )
            office.write([Change(march_reading.id, "reading", {"value": "92.4%"})], who="Office", why="recounted")
        async with opened(scorecard, size=(120, 40)) as pilot:
            await read(pilot, april)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, ImportQuestions)
            assert "2 to answer" in seen(pilot)
            assert "the board says 92.4%" in words(pilot)
            await press(pilot, "space")
            await write(pilot, "some time")
            await press(pilot, "enter")
            assert "is no period" in words(pilot)
            pilot.app.screen.query_one("#answer", Input).value = ""
            await write(pilot, "2019-04")
            await press(pilot, "enter")
            assert "Somebody changed" in words(pilot)
            await press(pilot, "1", "enter", "i")
        assert self.figures(scorecard, "2019-03")["2.10"] == "92.4%"
        assert self.figures(scorecard, "2019-04") == {"2.1": "95.8%", "2.10": "93.0%", "6.3D": "89.2%", "1.4": "338"}


class TestAnswers:
    async def test_are_given_with_numbers_and_found_again_next_month(self, path: Path) -> None:
        async with opened(path) as pilot:
            await read(pilot, file(path, JUNE))
            assert "which ambition they go to" in words(pilot)
            await press(pilot, "enter", "2")
            assert "Which rating is “In review”" in words(pilot), "it is asked once the rows are taken"
            assert "Row" in seen(pilot)
            await press(pilot, "2", "enter", "i")
            (kept,) = Paths.of_this_user().maps.iterdir()
            assert kept.name in "".join(toasts(pilot).split())
            assert actions(path)["A2"].rag == "amber"
            assert values_of(path, "1.1", "rag") == {"rag": "green"}
            await read(pilot, file(path, JULY, "july.csv"))
            assert f"taken from imports/{kept.name}" in words(pilot)
            await press(pilot, "enter")
            assert "all answered" in seen(pilot)
            await press(pilot, "enter")
            assert "1 action added · 1 changed · 1 no longer in the file" in seen(pilot)
            assert "31/08/2021" in seen(pilot)
            await press(pilot, "enter")
            assert "Nothing is entered yet: i imports all of it." in words(pilot)
            await press(pilot, "i")
        found = actions(path)
        assert (found["A1"].due, found["A3"].rag) == ("2021-08-31", "amber")
        assert "A2" in found, "nothing is ever deleted"

    async def test_the_same_file_again_says_that_nothing_is_new(self, path: Path) -> None:
        async with opened(path) as pilot:
            await read(pilot, file(path, JUNE))
            await press(pilot, "enter", "1", "2", "enter", "i")
            before = path.read_bytes()
            await read(pilot, path.with_name("june.csv"))
            await press(pilot, "enter", "enter")
            assert "2 unchanged" in seen(pilot)
            assert "Nothing would change" in seen(pilot)
            await press(pilot, "i")
            assert isinstance(pilot.app.screen, ImportPreview), "there is nothing to enter"
            await press(pilot, "enter")
            assert path.read_bytes() == before

    async def test_what_is_left_open_is_asked_about_once_and_its_words_are_kept(self, path: Path) -> None:
        async with opened(path) as pilot:
            await read(pilot, file(path, JUNE))
            await press(pilot, "enter", "1", "enter")
            assert "1 question is open" in words(pilot)
            await press(pilot, "enter", "i")
        assert (actions(path)["A2"].rag, actions(path)["A2"].other_words) == (
            "not rated",
            "Status: In review\nPriority: Low",
        )

    async def test_an_ambition_that_is_not_there_is_made_where_its_title_is_typed(self, path: Path) -> None:
        async with opened(path) as pilot:
            await read(pilot, file(path, JUNE))
            await press(pilot, "enter", "space", "end", "enter")
            await write(pilot, "Permanence")
            await press(pilot, "enter", "delete", "enter", "enter")
            assert "Ambition “Permanence”" in words(pilot)
            await press(pilot, "i")
        board = on_disk(path)
        made = board.find(actions(path)["A1"].ambition)
        assert made is not None
        assert (made.kind.name, getattr(made, "title", "")) == ("ambition", "Permanence")


class TestTables:
    async def test_kind_and_columns_are_changed_by_keys(self, path: Path) -> None:
        async with opened(path) as pilot:
            await read(pilot, file(path, "Item,Note,When\nPlan signed,Kept short,30/06/2021\nPlan sent,,01/07/2021\n"))
            assert "? say what it holds" in seen(pilot)
            await press(pilot, "tab", "space")
            assert "First say what the table holds" in words(pilot)
            await press(pilot, "tab", "space", "down", "enter")
            assert "milestones" in seen(pilot)
            await press(pilot, "tab", "down", "l")
            assert "Not imported" in seen(pilot)
            await press(pilot, "enter", "enter", "i")
        (sent, signed) = sorted(on_disk(path).of_kind("milestone"), key=lambda each: str(getattr(each, "title", "")))
        assert (getattr(signed, "title", ""), getattr(signed, "due", "")) == ("Plan signed", "2021-06-30")
        assert getattr(signed, "note", "") == ""
        assert getattr(sent, "title", "") == "Plan sent"

    async def test_a_table_is_left_out_and_taken_in_again(self, path: Path) -> None:
        async with opened(path) as pilot:
            await read(pilot, file(path, "Milestone,Due date\nPlan signed,30/06/2021\nPlan sent,01/07/2021\n"))
            await press(pilot, "l")
            assert "left out" in seen(pilot)
            await press(pilot, "enter")
            assert "All tables are left out" in words(pilot)
            await press(pilot, "l")
            assert "2 added" in seen(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, ImportSource)


class TestWhereItComesFrom:
    async def test_files_beside_the_board_are_offered(self, path: Path) -> None:
        file(path, JUNE)
        async with opened(path) as pilot:
            await press(pilot, "I")
            assert "june.csv" in seen(pilot)
            assert "beside the board" in seen(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, ImportTables)

    async def test_a_path_typed_over_the_list_is_read_and_not_the_file_under_the_cursor(self, path: Path) -> None:
        file(path, JUNE)
        async with opened(path) as pilot:
            await press(pilot, "I")
            for name in ("scan", "kpis", "jan"):
                await press(pilot, *name, "full_stop", *"csv", "enter")
                assert isinstance(pilot.app.screen, ImportSource)
                line = pilot.app.screen.query_one("#path", Input)
                assert line.value == f"{name}.csv"
                line.clear()
                pilot.app.screen.table.focus()

    async def test_cells_are_pasted_wherever_the_cursor_is(self, path: Path) -> None:
        async with opened(path) as pilot:
            for tabs in (0, 1, 2):  # the files, the path, the text
                await press(pilot, "I", *(["tab"] * tabs))
                pilot.app.post_message(
                    events.Paste("Milestone\tDue date\nPlan signed\t30/06/2021\nPlan sent\t01/07/2021")
                )
                await press(pilot, "ctrl+s")
                assert "Import the pasted table · step 1 of 3" in seen(pilot), tabs
                await press(pilot, *(("escape",) * 3 if tabs < 2 else ("enter", "i")))
        assert {getattr(each, "title", "") for each in on_disk(path).of_kind("milestone")} == {
            "Plan signed",
            "Plan sent",
        }

    async def test_what_was_pasted_is_not_thrown_away_unasked(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "I")
            pilot.app.post_message(events.Paste("Milestone\tDue date\nPlan signed\t30/06/2021"))
            await press(pilot, "escape")
            assert "Esc again throws it away" in seen(pilot)
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, ImportSource)

    async def test_keys_that_come_faster_than_the_steps_never_reach_the_board_beneath(self, path: Path) -> None:
        before = path.read_bytes()
        async with opened(path) as pilot:
            for key in ("I", "tab", *"r0a", "escape", "I", "tab", *"b"):
                await pilot.press(key)
            await press(pilot)
            assert isinstance(pilot.app.screen, ImportSource)
            assert pilot.app.screen.query_one("#path", Input).value == "b"
        assert path.read_bytes() == before

    async def test_a_new_board_is_made_from_a_spreadsheet_that_is_typed_at_the_start(self, tmp_path: Path) -> None:
        log = tmp_path / "milestones.csv"
        log.write_text("Milestone,Due date\nPlan signed,30/06/2021\nPlan sent,01/07/2021\n", encoding="utf-8")
        async with opened(None) as pilot:
            await self._begin_with(pilot, log)
            await press(pilot, "enter", "i")
        assert len(on_disk(tmp_path / "milestones.board").of_kind("milestone")) == 2

    @pytest.mark.parametrize("keys", [("escape", "escape"), ("ctrl+q",)], ids=["left", "quit"])
    async def test_who_leaves_the_import_of_a_new_board_leaves_no_board_behind(
        self, keys: tuple[str, ...], tmp_path: Path
    ) -> None:
        log = file(tmp_path / "x", "Milestone,Due date\nPlan signed,30/06/2021\n", "milestones.csv")
        async with opened(None) as pilot:
            await self._begin_with(pilot, log)
            await press(pilot, *keys)
            await pilot.pause()
            assert [each.name for each in tmp_path.glob("*.board*")] == []
            if keys[0] == "escape":
                assert isinstance(pilot.app.screen, StartScreen)
                assert "milestones.board" not in seen(pilot)
        assert load_settings()[0].last_board is None

    async def test_who_had_a_board_open_comes_back_to_it(self, tmp_path: Path) -> None:
        log = file(tmp_path / "x", "Milestone,Due date\nPlan signed,30/06/2021\n", "milestones.csv")
        _scorecard(tmp_path / "before.board")
        async with opened(tmp_path / "before.board") as pilot:
            await press(pilot, "ctrl+o")
            await self._begin_with(pilot, log)
            await press(pilot, "escape", "escape")
            await pilot.pause()
            assert host_of(pilot.app).file is not None
            assert "before.board" in seen(pilot)
            assert "02/03/2021" in seen(pilot).splitlines()[0], "and to its date"
        assert [each.name for each in tmp_path.glob("*.board")] == ["before.board"]

    async def _begin_with(self, pilot: Pilot[Any], log: Path) -> None:
        """Make a board of a file whose path is typed at the start, as far as what is in the file."""
        await press(pilot, "tab")
        await write(pilot, str(log))
        await press(pilot, "enter", "ctrl+s")
        assert await until(pilot, lambda: isinstance(pilot.app.screen, ImportTables))
        await press(pilot)

    def test_it_is_found_in_the_palette_by_the_words_people_have_for_it(self) -> None:
        found = words_to_find(BY_ID["import"])
        assert all(word in found for word in ("import", "excel", "spreadsheet", "csv", "paste", "clipboard"))

    async def test_the_start_screen_offers_it(self) -> None:
        async with opened(None) as pilot:
            pilot.app.screen.query_one(OptionList).highlighted = 1
            await press(pilot, "enter")
            assert "a spreadsheet, a CSV file or a table" in seen(pilot)
            assert "Spreadsheet" in seen(pilot)


def _encrypted(place: Path) -> None:
    place.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))


def _old(place: Path) -> None:
    place.write_bytes(OLE + bytes(600))


def _damaged(place: Path) -> None:
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("xl/workbook.xml", "<")


def _huge(place: Path) -> None:
    with place.open("wb") as opened_file:
        opened_file.truncate(100_000_001)


def _nothing(place: Path) -> None:
    place.write_bytes(b"")


def _prose(place: Path) -> None:
    place.write_text("Dear all,\n\nthe plan is on its way.\n", encoding="utf-8")


BAD: list[tuple[str, Callable[[Path], None] | None, str]] = [
    ("locked.xlsx", _encrypted, "is protected with a password"),
    ("old.xls", _old, "is in the old format of Excel"),
    ("damaged.xlsx", _damaged, "is damaged, or is no workbook"),
    ("huge.csv", _huge, "is larger than 100 MB"),
    ("empty.csv", _nothing, "is empty"),
    ("letter.txt", _prose, "There is no table in letter.txt"),
    ("gone.xlsx", None, "is not there"),
]


class TestWhatCannotBeImported:
    async def test_each_bad_file_gets_one_sentence_and_the_board_is_untouched(self, path: Path) -> None:
        before = path.read_bytes()
        async with opened(path, size=(200, 40)) as pilot:
            await press(pilot, "I", "tab")
            for name, make, said in BAD:
                place = path.with_name(name)
                if make is not None:
                    make(place)
                pilot.app.screen.query_one("#path", Input).value = ""
                await write(pilot, str(place))
                await press(pilot, "enter")
                assert said in words(pilot), name
                assert isinstance(pilot.app.screen, ImportSource)
        assert path.read_bytes() == before

    async def test_esc_stops_the_reading_and_leaves_the_board_as_it_is(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began = []

        def never_ends(_path: Path, watch: Watch) -> None:
            began.append(True)
            rows = 0
            while True:
                rows += 1
                watch.at("Reading the file", rows)

        monkeypatch.setattr("boardtui.ui.imports.source.read_source", never_ends)
        before = path.read_bytes()
        async with opened(path) as pilot:
            await press(pilot, "I", "tab")
            await write(pilot, str(file(path, JUNE)))
            await pilot.press("enter")
            while not began:
                await pilot.pause(0.01)
            assert "Esc stops it" in seen(pilot)
            await pilot.press("escape")
            while pilot.app.screen.busy:  # type: ignore[attr-defined]
                await pilot.pause(0.01)
            await press(pilot)
            assert "Stopped. The board is as it was." in seen(pilot)
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, ImportSource), "the second Esc leaves"
        assert path.read_bytes() == before

    async def test_esc_stops_the_entering_and_nothing_of_it_is_entered(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began: list[bool] = []
        at = Watch.at

        def waits(watch: Watch, what: str, done: int = 0) -> None:
            if what == "Entering changes" and not began:
                began.append(True)
                while not watch.stopped:
                    time.sleep(0.01)
            at(watch, what, done)

        monkeypatch.setattr(Watch, "at", waits)
        async with opened(path) as pilot:
            await read(pilot, file(path, JUNE))
            await press(pilot, "enter", "1", "2", "enter")
            before = path.read_bytes()
            await pilot.press("i")
            while not began:
                await pilot.pause(0.01)
            assert "Esc stops it" in words(pilot)
            await pilot.press("escape")
            await press(pilot)
            assert "Stopped. The board is as it was; nothing is entered." in words(pilot)
            assert path.read_bytes() == before
            await press(pilot, "i")
        assert actions(path)["A1"].title == "Write the plan"

    async def test_no_other_program_gets_in_between_the_last_look_and_entering(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refused: list[str] = []

        def enter(board: BoardFile, *given: Any, **named: Any) -> Receipt:
            with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
                try:
                    other.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    refused.append(str(error))
            return carry_out(board, *given, **named)

        monkeypatch.setattr("boardtui.ui.imports.step.carry_out", enter)
        async with opened(path) as pilot:
            await read(pilot, file(path, JUNE))
            await press(pilot, "enter", "1", "2", "enter", "i")
        assert refused == ["database is locked"]
        assert actions(path)["A1"].title == "Write the plan"

    async def test_a_board_that_changed_meanwhile_is_looked_at_again_before_anything_is_entered(
        self, path: Path
    ) -> None:
        async with opened(path) as pilot:
            await read(pilot, file(path, JUNE))
            await press(pilot, "enter", "1", "2", "enter")
            with BoardFile.open(path) as other:
                other.write([change("action", "A1", ref="A1")], who="HR", why="begun by hand")
            await press(pilot, "i")
            assert "The board has changed meanwhile" in words(pilot)
            preview = pilot.app.screen
            assert isinstance(preview, ImportPreview)
            assert any(
                line.group == "changed"
                for line in import_lines(preview.job.preview, preview.job.board, preview.host.today)
            )
            await press(pilot, "i")
        assert actions(path)["A1"].title == "Write the plan"


async def test_a_plan_says_itself_what_it_holds_and_goes_on_to_what_would_happen(path: Path) -> None:
    practice = '[[ambition]]\nref = "2"\ntitle = "Practice"\n'
    audit = '[[action]]\nref = "9.1"\nambition = "2"\ntitle = "Audit"\n'
    plan = file(path, f"format = 1\n{practice}{audit}", "plan.toml")
    async with opened(path) as pilot:
        await read(pilot, plan)
        assert isinstance(pilot.app.screen, ImportPreview)
        assert "+ Action 9.1 Audit" in seen(pilot)
        await press(pilot, "i")
    assert actions(path)["9.1"].ambition == actions(path)["2.1"].ambition
