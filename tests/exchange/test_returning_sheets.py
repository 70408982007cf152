"""Sheets that the program wrote and somebody worked on: what each cell is read as, and which record each row is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import GONE
from boardtui.domain.errors import BoardError
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Kpi, Meeting, Profile, Reading, Risk
from boardtui.domain.records.meetings import Decision
from boardtui.domain.records.rag import Rag
from boardtui.exchange.rows import kind_csv
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.importing import Preview, preview
from boardtui.exchange.sources.grid import Source
from boardtui.exchange.sources.reading import read_source, read_text
from boardtui.exchange.workbook import CUT
from tests.domain.making import board_of, new_id

PRACTICE = Ambition(id=new_id(), ref="1", title="Practice")
LEADERS = Ambition(id=new_id(), ref="2", title="Leaders")
WRITE = Action(id=new_id(), ref="1.1", title="Write", ambition=PRACTICE.id, rag=Rag.RED, lead="Chair", due="2021-03-31")
SEND = Action(id=new_id(), ref="1.2", title="Send", ambition=PRACTICE.id, commentary="Begun", other_words="Cost: 5")
VISITS = Kpi(id=new_id(), ref="2.1", title="Visits", position=3)
_MARCH = identity_for(KINDS["reading"], {"kpi": VISITS.id, "series": "period", "period": "2021-03"}, "")
MARCH = Reading(id=_MARCH, kpi=VISITS.id, period="2021-03", value="91%")
STAFF = Risk(id=new_id(), ref="R1", title="Staff leave")
MEETING = Meeting(id=new_id(), date="2021-03-02")
DECISION = Decision(id=new_id(), ref="D1", text="Two coaches", meeting=MEETING.id, item=WRITE.id)
BOARD = board_of(PRACTICE, LEADERS, WRITE, SEND, VISITS, MARCH, STAFF, MEETING, DECISION)


def brought(source: Source | str, board: Board = BOARD) -> Preview:
    read = read_text(source, "table.csv") if isinstance(source, str) else source
    done = preview(read, board, lambda _: (), Answers())
    assert done.returned
    return done


def table(kind: str, board: Board = BOARD) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(kind_csv(board, kind))))


def written(rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    made = csv.DictWriter(text, list(rows[0]))
    made.writeheader()
    made.writerows(rows)
    return text.getvalue()


def edited(kind: str, row: int, **cells: str) -> Preview:
    """What the sheet of a kind says after somebody has typed into some cells of a row."""
    rows = table(kind)
    for name, words in cells.items():
        rows[row][name.replace("_", " ")] = words
    return brought(written(rows))


def changed(done: Preview) -> dict[str, object]:
    return {each.field: each.after for each in done.planned.fields}


@pytest.mark.parametrize(
    ("kind", "heading", "typed", "field", "value"),
    [
        ("action", "RAG", "G", "rag", "green"),
        ("action", "Due", "30/04/2021", "due", "2021-04-30"),
        ("action", "Due", "2021-04-30", "due", "2021-04-30"),
        ("action", "Title", "  Write it ", "title", "Write it"),
        ("action", "Title", "'=1+1", "title", "=1+1"),
        ("action", "Ambition", "2", "ambition", "2"),
        ("action", "Linked to", "risk:R1, kpi:2.1", "links", "2.1, R1"),
        ("reading", "Provisional", "Yes", "provisional", True),
        ("reading", "Provisional", "TRUE", "provisional", True),
        ("reading", "Value", "92%", "value", "92%"),
        ("kpi", "Position", "5", "position", 5),
        ("kpi", "Position", "-5", "position", -5),
    ],
)
def test_a_cell_is_read_as_what_its_field_holds(kind: str, heading: str, typed: str, field: str, value: object) -> None:
    assert changed(edited(kind, 0, **{heading: typed})) == {field: value}


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("action", {"Lead": "", "Due": "", "RAG": "", "Ambition": "", "Linked_to": ""}),
        ("action", {"Progress": "not stated"}),
        ("action", {"Commentary": f"Begun{CUT}"}),
        ("action", {"Ambition": GONE}),
        ("reading", {"Provisional": "no", "Series": ""}),
        ("reading", {"Provisional": "FALSE", "Period": "Mar 2021"}),
        ("kpi", {"Position": ""}),
    ],
)
def test_an_empty_cell_and_one_that_says_the_same_change_nothing(kind: str, cells: dict[str, str]) -> None:
    done = edited(kind, 0, **cells)
    assert (done.planned.fields, done.planned.changes) == ([], [])


@pytest.mark.parametrize(
    ("kind", "heading", "typed", "said"),
    [
        ("action", "RAG", "purple", "E2: rag: "),
        ("action", "Ambition", "9", "A2: nothing is called 'ambition:9', in this file or on the board."),
        ("action", "Linked to", "kpi:2.1, kpi:9", "nothing is called 'kpi:9', in this file or on the board."),
        ("reading", "Provisional", "perhaps", "provisional: "),
        ("kpi", "Position", "five", "position: "),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_its_cell(kind: str, heading: str, typed: str, said: str) -> None:
    with pytest.raises(BoardError) as refused:
        edited(kind, 0, **{heading: typed})
    assert said in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(("wrong", "more"), [(10, ""), (11, "There is 1 more."), (13, "There are 3 more.")])
def test_ten_mistakes_are_told_and_the_others_are_counted(wrong: int, more: str) -> None:
    rows = [{**table("action")[0], "RAG": "purple"} for _ in range(wrong)]
    with pytest.raises(BoardError) as refused:
        brought(written(rows))
    told = str(refused.value).splitlines()
    assert len([each for each in told if ": rag: " in each]) == 10
    assert told[10:] == ([more] if more else [])


def test_a_record_is_found_by_its_ref_then_by_its_title_and_another_row_is_a_new_one() -> None:
    first, second = table("action")
    rows = [
        {**second, "Commentary": "Half of it"},
        {**first, "Ref": "", "Lead": "Director"},
        {**first, "Ref": "", "Title": "Meet"},
        {**first, "Ref": "1.1 ", "Title": "Unlike"},
    ]
    done = brought(written(rows))
    assert [(each.ref, each.field, each.after) for each in done.planned.fields] == [
        ("1.2", "commentary", "Half of it"),
        ("1.1", "title", "Unlike"),
    ]
    assert dict(done.planned.made) == {"action": 2}
    assert list(done.planned.outcomes.values()) == ["changed", "added", "added", "changed"]


def test_a_title_names_a_record_only_where_the_row_has_no_ref() -> None:
    first, _ = table("action")
    done = brought(written([{**first, "Ref": "", "Lead": "Director"}]))
    assert changed(done) == {"lead": "Director"}
    done = brought(written([{**first, "Ref": "7.7", "Lead": "Director"}]))
    assert dict(done.planned.made) == {"action": 1}


def test_two_rows_that_are_alike_are_two_records() -> None:
    row = table("action")[0]
    done = brought(written([row, row]))
    assert list(done.planned.outcomes.values()) == ["unchanged", "added"]


def test_what_is_new_says_no_more_than_the_file_and_is_signed_with_its_row() -> None:
    rows = table("action")
    rows.append({**dict.fromkeys(rows[0], ""), "Ambition": "1", "Ref": "1.3", "Title": "Meet", "RAG": "not rated"})
    (change,) = brought(written(rows)).planned.changes
    assert dict(change.values) == {"ref": "1.3", "title": "Meet", "ambition": PRACTICE.id}
    assert "table.csv" in change.why and "row 4" in change.why


def test_of_a_record_that_is_there_only_what_differs_is_written_with_what_stands_beside_it() -> None:
    (change,) = edited("action", 0, RAG="G").planned.changes
    assert dict(change.values) == {"rag": Rag.GREEN}
    (change,) = edited("action", 0, RAG="R", Rationale="Nobody is free").planned.changes
    assert dict(change.values) == {"rag": Rag.RED, "rationale": "Nobody is free"}


def test_a_link_to_the_board_itself_says_so_and_comes_back() -> None:
    ours = replace(WRITE, links=tuple(sorted((BOARD.profile.id, VISITS.id))))
    board = replace(BOARD, records={**BOARD.records, "action": {ours.id: ours}})
    (row,) = table("action", board)
    assert row["Linked to"] == "board, kpi:2.1"
    assert brought(written([row]), board).planned.changes == []


def test_rows_between_that_say_nothing_are_no_records() -> None:
    header, first, second = kind_csv(BOARD, "action").splitlines()
    done = brought("\n".join([header, first, "", ",,,", second, ""]))
    assert list(done.planned.outcomes.values()) == ["unchanged", "unchanged"]
    assert [each.at for read in done.reads for each in read.drafts] == ["2", "5"]


def test_columns_of_ones_own_stand_below_the_words_that_were_there() -> None:
    rows = [{**each, "Insurer": words, "Room": room} for each, words, room in zip(
        table("action"), ("County", ""), ("", "7"), strict=True
    )]  # fmt: skip
    done = brought(written(rows))
    told = [(each.ref, each.field, each.after) for each in done.planned.fields]
    assert told == [("1.1", "other_words", "Insurer: County"), ("1.2", "other_words", "Cost: 5\nRoom: 7")]


def test_a_kind_without_room_for_words_of_others_takes_no_columns_of_ones_own() -> None:
    rows = [{**each, "Insurer": "County"} for each in table("reading")]
    assert not preview(read_text(written(rows), "a.csv"), BOARD, lambda _: (), Answers()).returned


def test_a_link_may_lead_to_what_another_sheet_of_the_same_file_adds(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, kind, row in (
        ("Actions", "action", {"Ambition": "3", "Ref": "3.1", "Title": "Meet", "Linked to": "risk:R9"}),
        ("Ambitions", "ambition", {"Ref": "3", "Title": "Voice"}),
        ("Risks", "risk", {"Ref": "R9", "Title": "Nobody comes"}),
    ):
        sheet = book.create_sheet(title)
        headings = list(table(kind)[0])
        sheet.append(headings)
        sheet.append([row.get(each) for each in headings])
    book.save(tmp_path / "plan.xlsx")
    changes = brought(read_source(tmp_path / "plan.xlsx")).planned.changes
    ids = {change.kind: change.record for change in changes}
    action = next(change.values for change in changes if change.kind == "action")
    assert (action["ambition"], action["links"]) == (ids["ambition"], (ids["risk"],))


def test_an_empty_sheet_among_them_says_nothing(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Actions").append(list(table("action")[0]))
    book["Actions"].append(list(table("action")[0].values()))
    book.create_sheet("Notes")
    book.save(tmp_path / "plan.xlsx")
    done = brought(read_source(tmp_path / "plan.xlsx"))
    assert list(done.planned.outcomes.values()) == ["unchanged"]


def test_a_table_of_minutes_is_not_taken_for_a_sheet_of_ours() -> None:
    rows = [list(table("ambition")[0]), ["-"] * len(table("ambition")[0]), list(table("ambition")[0].values())]
    text = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    assert not preview(read_text(text, "minutes.md"), BOARD, lambda _: (), Answers()).returned


class TestTheBoardItself:
    """Its own words stand in a sheet of two columns."""

    def sheet(self, rows: Sequence[Sequence[object]], folder: Path, *, top: int = 1) -> Source:
        book = Workbook()
        made = book.worksheets[0]
        made.title = "Board"
        for row in [*[()] * (top - 1), ("Field", "Value"), *rows]:
            made.append(list(row))
        book.save(folder / "plan.xlsx")
        return read_source(folder / "plan.xlsx")

    def test_they_are_changed_and_what_is_no_field_is_passed_over(self, tmp_path: Path) -> None:
        labels = {each.name: each.label for each in KINDS["board"].attributes.values()}
        rows = [(labels["title"], "Our plan"), (labels["stale_days"], 30), ("Phone", "020"), (labels["council"], None)]
        assert changed(brought(self.sheet(rows, tmp_path))) == {"title": "Our plan", "stale_days": 30}
        assert changed(brought(self.sheet(rows, tmp_path, top=3))) == {"title": "Our plan", "stale_days": 30}

    def test_a_word_that_is_there_by_default_can_be_emptied(self, tmp_path: Path) -> None:
        labels = {each.name: each.label for each in KINDS["board"].attributes.values()}
        done = brought(self.sheet([(labels["red_means"], None), (labels["title"], "Plan")], tmp_path))
        assert changed(done) == {"red_means": "", "title": "Plan"}

    def test_other_lists_of_two_columns_are_not_taken_for_them(self, tmp_path: Path) -> None:
        title = KINDS["board"].attributes["title"].label
        for rows, ours in (
            ([(title, "Plan"), ("Phone", "020")], False),
            ([(title, "Plan"), ("Council", "North"), ("Phone", "020")], True),
        ):
            source = self.sheet(rows, tmp_path)
            assert preview(source, BOARD, lambda _: (), Answers()).returned is ours

    def test_another_word_for_ambitions_is_the_heading_of_their_column(self, tmp_path: Path) -> None:
        other = board_of(PRACTICE, WRITE, ambition_label="Theme")
        assert "Theme" in table("action", other)[0]
        rows = [{**each, "Lead": "Director"} for each in table("action", other)]
        assert changed(brought(written(rows))) == {"lead": "Director"}
        assert isinstance(other.profile, Profile)
