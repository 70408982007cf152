"""The steps of an import, one by one: what each says of the file, which keys do what, and how much is in sight."""

from __future__ import annotations

import io
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from rich.console import Console
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input, Static

from boardtui.exchange.sources.watch import Watch
from boardtui.session import importing
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.imports.preview import ImportPreview
from boardtui.ui.imports.questions import ImportQuestions
from boardtui.ui.imports.tables import ImportTables
from boardtui.ui.table.item_table import ItemTable
from boardtui.ui.table.table_columns import lay_out
from tests.imports.sheets import day
from tests.ui.conftest import change, opened, press, seen, toasts, write
from tests.ui.imports.test_import_screen import file, read
from tests.ui.locking import locked
from tests.ui.rest import until

AMBITION = "Which ambition do the actions at Log!A1 go to?"
RISK = "“Watched” at Risks!C2 is neither open nor closed: it is kept in words, and settled on the board."
LONG = " ".join(["Reviewed the supervision framework with all of the team managers and again in the spring."] * 4)


def said(pilot: Pilot[Any], name: str) -> str:
    """What a part of a step says."""
    return str(pilot.app.screen.query_one(f"#{name}", Static).visual)


def below(pilot: Pilot[Any]) -> list[str]:
    """What stands in full below the lists."""
    out = io.StringIO()
    Console(file=out, width=500, color_system=None).print(pilot.app.screen.query_one("#text", Static).content)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def rows(table: ItemTable) -> list[list[str]]:
    """What stands in each cell of a table, row by row."""
    cells = [[column.cell(row.item) for column in table._columns] for row in table._rows if row.key]
    return [
        ["".join(piece.text for piece in cell) if not isinstance(cell, str) else cell for cell in row] for row in cells
    ]


def headings(table: ItemTable) -> list[str]:
    return [column.label for column in table._columns]


def many(place: Path) -> Path:
    """A log with a title and an empty cell, five tables of milestones, and a sheet that holds none."""
    book = Workbook()
    log = book.worksheets[0]
    log.title = "Log"
    for row in (
        ["Improvement log"],
        [],
        ["Ref", "Action", "Lead", "Due", "Status", "", "Priority"],
        ["A1", "Write the plan", "Director", day(2021, 6, 30), "In review", "", "High"],
        ["A2", "Train staff", None, day(2021, 7, 31), "G", "x", "Low"],
        ["A3", "Publish it", "PMO", None, "R"],
        ["A4", "Check it", "PMO", None, "R"],
    ):
        log.append(row)
    for number in range(1, 6):
        sheet = book.create_sheet(f"M{number}")
        for row in (["Milestone", "Due date"], [f"Sign plan {number}", day(2021, number, 28)], [f"Send plan {number}"]):
            sheet.append(row)
    book.create_sheet("Notes").append(["Dear all"])
    book.save(place)
    return place


async def test_the_tables_of_a_workbook_are_told_with_three_rows_each_and_changed_with_keys(path: Path) -> None:
    async with opened(path, size=(100, 24)) as pilot:
        await read(pilot, many(path.with_name("many.xlsx")))
        step = pilot.app.screen
        assert isinstance(step, ImportTables)
        tables, columns = step.tables, step.columns
        assert tables.has_focus
        assert said(pilot, "title").strip() == "Import many.xlsx · step 1 of 3: 6 tables found"
        assert rows(tables)[:2] == [
            ["Log!A3:G7 Improvement log", "actions", "4", "1"],
            ["M1!A1:B3", "milestones", "2", "–"],
        ]
        assert headings(columns) == ["", "Column", "Taken for", "Row 4", "Row 5", "Row 6"]
        assert rows(columns)[2:6] == [
            ["C", "Lead", "Lead", "Director", "", "PMO"],
            ["D", "Due", "Due", "2021-06-30", "2021-07-31", ""],
            ["E", "Status", "RAG", "In review", "G", "R"],
            ["F", "(no heading)", "Kept as words", "", "x", ""],
        ]
        unread = "Read, and no tables: title Log!A1, notes Notes!A1"
        assert below(pilot) == [
            *("Log!A3:G7 Improvement log: 4 waiting for an answer", "Will be asked: which ambition they go to", unread)
        ]
        assert tables.region.height == 1 + 4
        await pilot.resize_terminal(100, 40)
        await press(pilot, "down")
        assert tables.region.height == 1 + 6, "all of them, where there is room"
        assert headings(columns)[3:] == ["Row 2", "Row 3", ""]
        assert rows(columns)[1] == ["B", "Due date", "When", "2021-01-28", "", ""]
        assert below(pilot) == ["M1!A1:B3: 2 added", unread]
        await press(pilot, "l")
        assert rows(tables)[1] == ["M1!A1:B3", "left out", "–", "–"]
        assert columns.keys == [] and "It is left out. l takes it in again." in seen(pilot)
        assert below(pilot) == ["M1!A1:B3: nothing to import", unread]
        await press(pilot, "tab", "space", "l")
        assert pilot.app.screen is step, "there is no column to change"
        assert below(pilot) == ["M1!A1:B3: nothing to import", unread], "nor one to tell"
        await press(pilot, "tab", "l", "up", "tab")
        assert below(pilot) == ["A Ref: Ref", "A1 · A2 · A3"]
        await press(pilot, "down", "down")
        assert below(pilot) == ["C Lead: Lead", "Director · (empty) · PMO"]
        await press(pilot, "l")
        assert rows(columns)[2][2] == "Not imported"
        assert below(pilot)[0] == "C Lead: Not imported"
        await press(pilot, "l")
        assert rows(columns)[2][2] == "Lead"
        await press(pilot, "space")
        assert "What is the column C Lead?" in seen(pilot)
        await press(pilot, "escape", "space", "up", "up", "enter")
        assert rows(columns)[2][2] not in ("Lead", "Not imported"), "another field was chosen"
        await press(pilot, "space", "end", "enter")
        assert rows(columns)[2][2] == "Lead", "as it was found"
        await press(pilot, "tab", "space")
        assert "What does Log!A3:G7 Improvement log hold?" in seen(pilot)
        await press(pilot, "down", "enter")
        assert rows(tables)[0][1] != "actions"
        await press(pilot, "space", "end", "enter")
        assert rows(tables)[0] == ["Log!A3:G7 Improvement log", "actions", "4", "1"]
        # With the mouse: a double click changes what it is on.
        await pilot.click(ItemTable, offset=(5, 1), times=2)
        await press(pilot)
        assert "What does Log!A3:G7 Improvement log hold?" in seen(pilot)
        await press(pilot, "escape", "enter")
        assert isinstance(pilot.app.screen, ImportQuestions)
        await press(pilot, "escape")
        assert pilot.app.screen is step
        await press(pilot, "enter", "1", "2", "enter", "i")
        assert "Imported from many.xlsx: 4 actions and 10 milestones added. u takes all of it back." in toasts(pilot)
        assert isinstance(pilot.app, BoardApp) and pilot.app.item_screen is not None
        assert pilot.app.item_screen.id == "papers", "where most of what was imported stands"


async def test_a_question_is_answered_by_number_from_a_list_or_in_words_and_opened_again(path: Path) -> None:
    with BoardFile.open(path) as board:
        board.write([change("ambition", f"a{n}", ref=str(n), title=f"Ambition {n}") for n in range(3, 13)], who="plan")
    book = Workbook()
    log = book.worksheets[0]
    log.title = "Log"
    log.append(["Ref", "Action", "Status"])
    for number in range(205):
        log.append([f"9.{number}", f"Work {number}", "Half done" if number % 2 else "Begun"])
    risks = book.create_sheet("Risks")
    for row in (["Ref", "Risk", "Status"], ["R1", "Agency cover", "Watched"], ["R2", "Caseloads", "Open"]):
        risks.append(row)
    book.save(path.with_name("long.xlsx"))
    async with opened(path, size=(120, 30)) as pilot:
        await read(pilot, path.with_name("long.xlsx"))
        await press(pilot, "enter")
        step = pilot.app.screen
        assert isinstance(step, ImportQuestions)
        assert said(pilot, "title").strip() == "Import long.xlsx · step 2 of 3: 1 to answer"
        board_words = "on the board, later"
        assert rows(step.table) == [
            [AMBITION, "? open", "205"],
            [RISK, board_words, "1"],
        ]
        lines = below(pilot)
        assert lines[:3] == [AMBITION, "1 1 Leaders [SEND] plan | a [/", "2 2 Practice"]
        assert lines[9:13] == [
            *("9 9 Ambition 9", "Space: all 12 of them or the title of a new ambition"),
            *("It concerns 205 rows:", "  Log!2  9.0 · Work 0 · Begun"),
        ]
        assert len(lines) == 12 + 200, "more rows than that nobody reads"
        await press(pilot, "space", "escape", "tab", "end")
        whole = step.query_one("#whole", VerticalScroll)
        assert whole.scroll_y > 0
        await press(pilot, "tab", "down")
        assert whole.scroll_y == 0
        assert below(pilot)[:2] == [RISK, "It concerns 1 row:"]
        await press(pilot, "1", "delete")
        assert rows(step.table)[1][1] == board_words
        await press(pilot, "space")
        assert said(pilot, "wrong") == "That is settled on the board, after the import: its words are kept there."
        await press(pilot, "up", "enter")
        assert said(pilot, "wrong").startswith("1 question is open: words stay words")
        # Who answers has seen to it: what is left open after that is asked about again.
        await press(pilot, "9")
        assert said(pilot, "wrong") == ""
        answers = {each[0]: each[1] for each in rows(step.table)}
        assert answers[AMBITION] == "9 Ambition 9"
        assert said(pilot, "title").endswith("2 to answer")
        assert step.question is not None and step.question.open, "on to what the answer has opened"
        ratings = "1 R ✖ Red   2 A ▲ Amber   3 G ● Green   4 B ■ Blue   5 ○ Not rated"
        assert below(pilot)[1] == ratings
        for narrow, first in ((5, ratings), (4, "1 R ✖ Red")):  # as wide as they are, and the frame
            await pilot.resize_terminal(len(ratings) + narrow, 30)
            await press(pilot, "up", "down")
            assert below(pilot)[1] == first
        await press(pilot, "6")
        assert said(pilot, "title").endswith("2 to answer"), "there is no sixth"
        await press(pilot, "2")
        assert said(pilot, "title").endswith("1 to answer")
        await press(pilot, "enter")
        assert said(pilot, "wrong").startswith("1 question is open")
        await press(pilot, "5")
        assert said(pilot, "title").endswith("all answered · Enter goes on")
        await press(pilot, "delete")
        assert said(pilot, "title").endswith("1 to answer")
        assert step.question is not None and step.question.open
        await press(pilot, "delete", "3", "home", "space", "end", "enter")
        line = pilot.app.screen.query_one("#answer", Input)
        assert line.value == "9", "what was answered before"
        assert line.placeholder == "the title of a new ambition · Enter takes it"
        assert AMBITION in seen(pilot)
        line.value = " "
        await press(pilot, "enter")
        assert said(pilot, "wrong") == "Type an answer, or Esc to skip the question."
        await write(pilot, "Permanence")
        await press(pilot, "enter")
        assert rows(step.table)[0][1] == "Permanence"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ImportPreview)


async def test_what_would_happen_is_told_line_by_line_and_the_one_under_the_cursor_in_full(path: Path) -> None:
    log = (
        "Ref,Action,Lead,Due,Commentary\n"
        f"1.2,Audits,Head,30/04/2021,{LONG}\n"
        "1.1,Coach [SEND] plan | a [/,,31/02/2021,\n"
        "9.1,New one,PMO,,\n"
        ",No ref and no title is,,,\n"
        "2.1,Visits,,,\n"
    )
    async with opened(path, size=(120, 30)) as pilot:
        await read(pilot, file(path, log, "log.csv"))
        await press(pilot, "enter", "1", "enter")
        step = pilot.app.screen
        assert isinstance(step, ImportPreview)
        table = step.table
        assert table.has_focus
        assert said(pilot, "title").strip() == "Import log.csv · step 3 of 3: what would happen"
        assert said(pilot, "counts") == "2 actions added · 3 changed"
        assert [row.heading for row in table._rows if row.heading] == [
            *("Changed: on the board already, and different in the file", "Added: not on the board yet", "To look at")
        ]
        coach = "1.1 Coach [SEND] plan | a [/"
        assert [[mark, what, field, now, then, where] for mark, what, field, _, now, then, where in rows(table)] == [
            ["~", "1.2 Audits", "Lead", "", "Head", "row 2"],
            ["~", "1.2 Audits", "Due", "31/03/2021", "30/04/2021", "row 2"],
            ["~", "1.2 Audits", "Commentary", "", LONG, "row 2"],
            ["~", coach, "Due", "", "31/02/2021", "row 3"],
            ["~", coach, "Original date", "", "31/02/2021", "row 3"],
            ["~", "2.1 Visits", "Ambition", "2", "1", "row 6"],
            ["+", "Action 9.1 New one", "", "", "PMO · 1", "row 4"],
            ["+", "Action “No ref and no title is” of ambition 1", "", "", "1", "row 5"],
            ["!", "D3", "", "", "no day that exists; kept as words: “31/02/2021”", "D3"],
        ]
        for width, others in ((99, {2: 12}), (100, {3: 18, 6: 16})):
            there = dict(lay_out(table._columns, [], width))
            assert len(there) == len(headings(table)) - 3 + len(others)
            assert {place: there[place] for place in others} == others
        told = [below(pilot)]
        for _ in range(8):
            await press(pilot, "down")
            told.append(below(pilot))
        assert told[:3] == [
            ["1.2 Audits · Lead (row 2)", "nothing → Head"],
            ["1.2 Audits · Due (row 2)", "31/03/2021 → 30/04/2021"],
            ["1.2 Audits · Commentary (row 2)", f"[+{LONG}+]"],
        ]
        assert told[6] == ["Action 9.1 New one (row 4)", "Lead: PMO", "Ambition: 1"]
        assert told[8] == [
            *("D3", "no day that exists; kept as words: “31/02/2021”", "1.1 · Coach [SEND] plan | a [/ · 31/02/2021")
        ]
        await pilot.resize_terminal(40, 16)
        await press(pilot, "up", "up", "up", "up", "up", "up")
        whole = step.query_one("#whole", VerticalScroll)
        await press(pilot, "tab", "end")
        assert whole.scroll_y > 0
        await press(pilot, "tab", "up")
        assert whole.scroll_y == 0
        assert "import all" in said(pilot, "keys") and "close" not in said(pilot, "keys")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ImportQuestions)
        await press(pilot, "enter", "i")
        assert toasts(pilot).startswith("Imported from log.csv: 2 actions added, 3 changed. u takes all of it back.")
        assert isinstance(pilot.app, BoardApp) and pilot.app.item_screen is not None
        assert pilot.app.item_screen.id == "actions"
        await read(pilot, path.with_name("log.csv"))
        await press(pilot, "enter", "enter")
        assert said(pilot, "title").strip() == "Import log.csv · step 3 of 3: nothing new"
        assert "import all" not in said(pilot, "keys") and "Enter close" in said(pilot, "keys")
        assert said(pilot, "said") == "Nothing would change: all that can be entered is on the board just so."


async def test_what_follows_from_an_answer_is_waited_for_or_stopped_which_takes_the_answer_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.3)  # after which it is tried again
    slow: list[bool] = []
    goes_on, real = threading.Event(), importing.preview_of

    def looks(*given: Any, watch: Watch, **more: Any) -> Any:
        while slow and not watch.stopped:
            watch.at("Comparing", 7)
            time.sleep(0.01)
        if slow:
            goes_on.wait(120)
            watch.at("Comparing", 7)
        return real(*given, watch=watch, **more)

    monkeypatch.setattr("boardtui.ui.imports.step.preview_of", looks)
    async with opened(path, size=(100, 24)) as pilot:
        await read(pilot, file(path, "Milestone,Due date\nPlan signed,30/06/2021\nPlan sent,\n"))
        step = pilot.app.screen
        assert isinstance(step, ImportTables)
        slow.append(True)
        await pilot.press("l")
        assert await until(pilot, lambda: "Comparing: 7 … Esc stops it." in said(pilot, "said"))
        await pilot.press("enter")
        asked = "What follows from that is being worked out … Esc stops it."
        assert await until(pilot, lambda: said(pilot, "said") == asked)
        await pilot.press("escape")
        assert await until(pilot, lambda: said(pilot, "said") == "Stopping …")
        goes_on.set()
        await press(pilot)
        assert said(pilot, "wrong") == "Stopped. Nothing was imported." and said(pilot, "said") == ""
        assert step.is_current and rows(step.tables)[0][1:3] == ["milestones", "2"], "it is not left out after all"
        slow.clear()
        await press(pilot, "l")
        assert rows(step.tables)[0][1] == "left out" and said(pilot, "wrong") == ""
        await press(pilot, "l", "enter")
        assert isinstance(pilot.app, BoardApp) and isinstance(pilot.app.screen, ImportPreview)
        before = path.read_bytes()
        pilot.app.opened.close()  # so that it is opened anew, with that patience
        with locked(path):
            await pilot.press("i")
            assert await until(pilot, lambda: "Another program keeps the file locked" in said(pilot, "wrong"))
            await pilot.press("escape")
            assert await until(pilot, lambda: "is being written by another program" in said(pilot, "wrong"))
        assert path.read_bytes() == before
        await press(pilot, "i")
        assert "2 milestones added" in toasts(pilot)
