"""What the program hands out comes back without a difference: workbooks, CSV, JSON and plans."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.json_output import board_json
from boardtui.exchange.plan_toml import read_plan, write_plan
from boardtui.exchange.rows import kind_csv
from boardtui.exchange.samples import make_board, sample_names
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.importing import Preview
from boardtui.exchange.sources.reading import read_source
from boardtui.exchange.workbook import board_workbook
from boardtui.session.importing import carry_out, preview_of
from boardtui.store.board_file import BoardFile
from tests.exchange.plans import clock
from tests.exchange.test_plan_round_trip import EXAMPLES, plans

WRITTEN: dict[str, Callable[[Board], bytes]] = {
    "plan.xlsx": lambda board: board_workbook(board, None),
    "plan.json": lambda board: board_json(board).encode(),
    "plan.toml": lambda board: write_plan(board).encode(),
}
SAMPLES = Path(__file__).parents[2] / "sample_data"


def brought(file: BoardFile, path: Path) -> Preview:
    return preview_of(file, file.read(), read_source(path), Answers())


def as_tables(board: Board) -> dict[str, list[str]]:
    """All that a board holds, in words that do not depend on ids."""
    tables = {kind: kind_csv(board, kind).splitlines() for kind in KINDS if kind != "board"}
    # A row that says nothing is no row of a sheet; and a plan has the figures of a KPI in the order of their dates.
    tables = {kind: sorted(each for each in lines if each.strip(",")) for kind, lines in tables.items()}
    profile = {name: str(getattr(board.profile, name)) for name in KINDS["board"].attributes if name != "links"}
    return {**tables, "board": [f"{name}: {words}" for name, words in profile.items()]}


def opened(document: dict[str, Any] | str, folder: Path) -> BoardFile:
    text = document if isinstance(document, str) else tomli_w.dumps(document)
    return make_board(folder / "plan.board", read_plan(text, name="plan.toml"), clock=clock)


def changes_nothing(done: Preview) -> None:
    assert done.planned.fields == []
    assert done.planned.changes == []
    assert done.notices.questions == []
    assert {name for counts in done.counts.values() for name in counts} <= {"unchanged"}


@pytest.mark.parametrize("name", sample_names())
@pytest.mark.parametrize("form", WRITTEN)
def test_every_sample_comes_back_to_its_board_and_makes_another_one_like_it(
    form: str, name: str, tmp_path: Path
) -> None:
    text = (SAMPLES / f"{name}.toml").read_text(encoding="utf-8").partition("[[then]]")[0]
    with opened(text, tmp_path) as file:
        board = file.read()
        (tmp_path / form).write_bytes(WRITTEN[form](board))
        done = brought(file, tmp_path / form)
        changes_nothing(done)
        assert sum(map(len, (read.drafts for read in done.reads))) >= sum(map(len, board.records.values())) - 1
    with BoardFile.create(tmp_path / "other.board", "", who="Office") as other:
        done = brought(other, tmp_path / form)
        carry_out(other, done, who="Office")
        assert as_tables(other.read()) == as_tables(board)
        changes_nothing(brought(other, tmp_path / form))


@pytest.mark.parametrize("form", WRITTEN)
def test_what_an_item_is_about_is_known_before_it_is_looked_for(form: str, tmp_path: Path) -> None:
    document = {
        "format": 1,
        "board": {"title": "Board"},
        "priority": [{"key": "p", "ref": "1", "title": "Safety"}],
        "next_step": [{"priority": "priority:p", "title": "Visits", "links": ["agenda_item:bare"]}],
        "meeting": [{"key": "m", "date": "2021-03-02"}],
        "agenda_item": [
            {"key": "bare", "meeting": "meeting:m"},
            {"key": "about", "meeting": "meeting:m", "item": "decision:d"},
            {"key": "further", "meeting": "meeting:m", "item": "action_arising:a"},
        ],
        "action_arising": [{"key": "a", "ref": "A1", "item": "priority:p", "text": "Ask for figures"}],
        # It is called like what the item of the agenda is about, which is called like the action.
        "challenge": [{"item": "agenda_item:further", "text": "Why so late?"}],
        "decision": [{"key": "d", "meeting": "meeting:m", "text": "Two more coaches", "made_by": "The board"}],
    }
    with opened(document, tmp_path) as file, BoardFile.create(tmp_path / "other.board", "", who="Office") as other:
        (tmp_path / form).write_bytes(WRITTEN[form](file.read()))
        carry_out(other, brought(other, tmp_path / form), who="Office")
        assert as_tables(other.read()) == as_tables(file.read())


@settings(
    max_examples=EXAMPLES // 2,
    deadline=None,
    derandomize=EXAMPLES < 100,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # an example that fails is small, and making it smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans())
def test_any_board_comes_back_without_a_difference(document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(document, Path(folder)) as file:
        board = file.read()
        for form, write in WRITTEN.items():
            path = Path(folder) / form
            path.write_bytes(write(board))
            changes_nothing(brought(file, path))
        for kind in KINDS:
            if kind != "board" and board.of_kind(kind):
                path = Path(folder) / f"{kind}.csv"
                path.write_bytes(kind_csv(board, kind).encode())
                changes_nothing(brought(file, path))
        form = list(WRITTEN)[len(board.records["action"]) % len(WRITTEN)]
        with BoardFile.create(Path(folder) / "other.board", "", who="Office") as other:
            carry_out(other, brought(other, Path(folder) / form), who="Office")
            assert as_tables(other.read()) == as_tables(board)


PLAN = """
format = 1
[[ambition]]
ref = "1"
title = "Practice"
[[action]]
ambition = "1"
ref = "1.10"
title = "=1+1"
lead = "Director; Head of Service"
due = "2021-03-31"
commentary = "- first\\n- second"
[[action]]
ambition = "1"
ref = "1.2"
title = "'=quoted"
due = "31/06/2021"
links = ["kpi:2.1", "risk:R6"]
[[kpi]]
ref = "2.1"
title = "@home"
minimum = "−5"
upper = "-5"
[kpi.trend]
"2021-03" = "97.70%"
"2021-04" = "27% exc Dec"
"2021-05" = "c"
"2021-06" = "z"
"2021-07" = "x"
"2021-08" = "£335k"
"2021-09" = "n/a"
"2021-10" = "0"
"2020/21 Q3" = "None"
[[risk]]
ref = "R6"
current = "4x3"
"""


class TestEdited:
    """Somebody works on what was handed out, and it comes back."""

    def test_what_was_edited_is_changed_and_nothing_else(self, tmp_path: Path) -> None:
        with opened(PLAN, tmp_path) as file:
            path = tmp_path / "plan.xlsx"
            path.write_bytes(board_workbook(file.read(), None))
            book = load_workbook(path)
            sheet = book["Actions"]
            over = [cell.value for cell in sheet[1]]
            sheet.cell(2, over.index("RAG") + 1).value = "A"
            sheet.cell(3, over.index("Lead") + 1).value = None
            book.save(path)
            done = brought(file, path)
            told = [(each.ref, each.field, each.before, each.after, each.at) for each in done.planned.fields]
            assert told == [("1.2", "rag", "not rated", "amber", "Actions!2")]

    def test_what_a_file_says_beside_a_value_stays_and_the_same_file_changes_nothing_more(self, tmp_path: Path) -> None:
        plan = PLAN.replace('title = "=1+1"', 'title = "x"\nrag = "red"\nrationale = "Nobody is free"')
        with opened(plan, tmp_path) as file:
            path = tmp_path / "actions.csv"
            path.write_text(kind_csv(file.read(), "action").replace(",red,", ",amber,"), encoding="utf-8")
            done = brought(file, path)
            assert [(each.field, each.after) for each in done.planned.fields] == [("rag", "amber")]
            carry_out(file, done, who="Office")
            (action,) = [each for each in file.read().of_kind("action") if getattr(each, "rationale", "")]
            assert str(getattr(action, "rag", "")) == "amber"
            changes_nothing(brought(file, path))

    def test_a_row_that_was_added_is_a_record_and_finds_its_ambition(self, tmp_path: Path) -> None:
        with opened(PLAN, tmp_path) as file:
            text = kind_csv(file.read(), "action")
            over = text.splitlines()[0].split(",")
            new = {"Ambition": "1", "Ref": "1.3", "Title": "Added"}
            path = tmp_path / "actions.csv"
            path.write_text(text + ",".join(new.get(each, "") for each in over) + "\n", encoding="utf-8")
            done = brought(file, path)
            assert done.planned.made == {"action": 1}
            carry_out(file, done, who="Office")
            board = file.read()
            (added,) = [each for each in board.of_kind("action") if getattr(each, "ref", "") == "1.3"]
            assert getattr(added, "ambition", "") == board.of_kind("ambition")[0].id

    def test_a_column_of_ones_own_is_kept_as_words(self, tmp_path: Path) -> None:
        with opened(PLAN, tmp_path) as file:
            path = tmp_path / "plan.xlsx"
            path.write_bytes(board_workbook(file.read(), None, ["risk"]))
            book = load_workbook(path)
            sheet = book["Risks"]
            sheet.cell(1, sheet.max_column + 1).value = "Insurer"
            sheet.cell(2, sheet.max_column).value = "County"
            book.save(path)
            (change,) = brought(file, path).planned.fields
            assert (change.field, change.after) == ("other_words", "Insurer: County")

    def test_what_a_field_cannot_hold_is_refused_with_its_cell(self, tmp_path: Path) -> None:
        with opened(PLAN, tmp_path) as file:
            path = tmp_path / "plan.xlsx"
            path.write_bytes(board_workbook(file.read(), None))
            book = load_workbook(path)
            sheet = book["Actions"]
            over = [cell.value for cell in sheet[1]]
            sheet.cell(2, over.index("RAG") + 1).value = "purple"
            sheet.cell(3, over.index("Ambition") + 1).value = "9"
            book.save(path)
            with pytest.raises(BoardError) as refused:
                brought(file, path)
            first, second = str(refused.value).splitlines()
            assert first.startswith("Actions!E2: rag: ")
            assert second.startswith("Actions!A3: nothing is called ")

    def test_the_board_keeps_what_was_changed_there_since(self, tmp_path: Path) -> None:
        from boardtui.domain.records.edits import Change

        with opened(PLAN, tmp_path) as file:
            path = tmp_path / "actions.csv"
            text = kind_csv(file.read(), "action").replace("Director; Head of Service", "Director")
            path.write_text(text, encoding="utf-8")
            carry_out(file, brought(file, path), who="Office")
            action = next(each for each in file.read().of_kind("action") if getattr(each, "lead", ""))
            file.write([Change(action.id, "action", {"lead": "Chair"})], who="Office")
            done = brought(file, path)
            assert [(each.about, each.word) for each in done.open_questions] == [("conflict", "Director")]
            assert done.planned.changes == []


@pytest.mark.parametrize("title", ["#, = { } [ ]", "Pay, and the rest", "A, b", ", "])
def test_a_link_to_what_has_a_comma_in_its_name_comes_back_among_others(title: str, tmp_path: Path) -> None:
    budgets = [{"key": f"b{number}", "title": words} for number, words in enumerate([title, "Other", "Pay, not this"])]
    milestone = {"ref": "M1", "title": "Launch", "links": [f"budget_line:{each['key']}" for each in budgets]}
    with opened({"format": 1, "board": {}, "budget_line": budgets, "milestone": [milestone]}, tmp_path) as file:
        path = tmp_path / "plan.xlsx"
        path.write_bytes(board_workbook(file.read(), None))
        changes_nothing(brought(file, path))


def test_another_boards_word_for_ambitions_is_understood(tmp_path: Path) -> None:
    with opened(PLAN + '[board]\nambition_label = "Theme"\n', tmp_path) as file:
        (tmp_path / "plan.xlsx").write_bytes(board_workbook(file.read(), None))
        (tmp_path / "actions.csv").write_text(kind_csv(file.read(), "action"), encoding="utf-8")
    with BoardFile.create(tmp_path / "other.board", "", who="Office") as other:
        carry_out(other, brought(other, tmp_path / "plan.xlsx"), who="Office")
        assert other.read().profile.ambition_label == "Theme"
    unknown = pytest.raises(BoardError, match=r"A2: nothing is called .*ambition:1")
    with BoardFile.create(tmp_path / "third.board", "", who="Office") as third, unknown:
        brought(third, tmp_path / "actions.csv")


def test_a_plan_with_mistakes_is_refused_with_the_lines_of_all(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('format = 1\n[[action]]\nambition = "9"\nrag = "purple"\n', encoding="utf-8")
    with BoardFile.create(tmp_path / "plan.board", "", who="Office") as file, pytest.raises(BoardError) as refused:
        brought(file, path)
    assert [each.partition(":")[0] for each in str(refused.value).splitlines()] == [
        "plan.toml, line 3",
        "plan.toml, line 4",
    ]
