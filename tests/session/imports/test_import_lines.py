"""All that a second import would do to a board, line by line, and what is entered then: all of it or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.importing import Preview
from boardtui.exchange.sources.reading import read_text
from boardtui.session.importing import (
    MOST_OFFERED,
    ImportLine,
    building,
    carry_out,
    counts_of,
    counts_words,
    counts_words_of,
    import_lines,
    preview_of,
    sources_near,
)
from boardtui.store.board_file import BoardFile
from tests.domain.making import new_id

TODAY = date(2025, 1, 1)
LOG = (
    "Ref,Action,Due,Lead,Notes\nA1,Write the plan,30/06/2025,Chair,one\nA2,Train staff,31/07/2025,HR,\n"
    "A3,Audit,31/08/2025,HR,\n"
)
NEXT = LOG.replace("Chair", "Director").replace(
    "A2,Train staff,31/07/2025,HR,\n", "A4,Meet,31/02/2026,,\nTotal,3,,,\n,,30/06/2025,X,\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="Office") as made:
        made.write([Change(new_id(), "ambition", {"ref": "1", "title": "Practice"})], who="Office")
        yield made


def look(file: BoardFile, text: str, **answers: str) -> Preview:
    given = Answers()
    for name, answer in {"ambition": "1", **answers}.items():
        if answer:
            given.give(answer, name)
    return preview_of(file, file.read(), read_text(text, "log.csv"), given)


def test_each_line_says_what_becomes_of_a_row_or_a_record_and_what_needs_an_eye_comes_first(file: BoardFile) -> None:
    carry_out(file, look(file, LOG), who="Office")
    done, board = look(file, NEXT), file.read()
    assert import_lines(done, board, TODAY) == [
        ImportLine("refused", "Row 5: 30/06/2025; X", after="there is no title in it", at="5"),
        ImportLine("changed", "A1 Write the plan", "Lead", "Chair", "Director", "row 2"),
        ImportLine(
            "added",
            "Action A4 Meet",
            after="31/02/2026 · 1 · 31/02/2026",
            at="row 3",
            fields=(("Due", "31/02/2026"), ("Ambition", "1"), ("Original date", "31/02/2026")),
        ),
        ImportLine("gone", "Action A2 Train staff"),
        ImportLine("to look at", "C3", after="no day that exists; kept as words: “31/02/2026”", at="C3"),
        ImportLine("skipped", "Row 4: Total; 3", after="a total", at="4"),
        ImportLine("unchanged", "Row 6: A3 · Audit · 31/08/2025 · HR", at="6"),
    ]
    assert counts_of(done) == {"added": 1, "changed": 1, "unchanged": 1, "skipped": 1, "refused": 1}
    assert counts_words(done, board) == (
        "1 action added · 1 changed · 1 unchanged · 1 left alone · 1 refused · 1 no longer in the file"
    )
    assert counts_words_of(done, "T1") == "1 added · 1 changed · 1 unchanged · 1 left alone · 1 refused"
    assert counts_words_of(done, "T2") == "nothing to import"


def test_rows_that_wait_are_counted_apart_from_those_that_are_refused_table_by_table(file: BoardFile) -> None:
    text = LOG + ",,30/06/2025,X,\n" + "\n" * 9 + "Milestone,Due date\nPlan signed,30/06/2025\n,01/07/2025\n"
    done = look(file, text, ambition="")
    assert counts_words(done, file.read()) == "1 milestone added · 2 refused · 3 waiting for an answer"
    assert [counts_words_of(done, table) for table in ("T1", "T2")] == [
        "1 refused · 3 waiting for an answer",
        "1 added · 1 refused",
    ]
    assert [counts_of(done, table)["refused"] for table in ("", "T1", "T2")] == [5, 4, 1]


def test_what_is_entered_is_one_batch_that_says_from_where_and_in_which_meeting(file: BoardFile) -> None:
    meeting = new_id()
    file.write([Change(meeting, "meeting", {"date": "2025-01-01"})], who="Office")
    before = file.read().edition
    receipt = carry_out(file, look(file, LOG), who="Secretary", meeting=meeting, seen=before)
    assert len({edit.batch for edit in receipt.edits}) == 1
    assert {(edit.who, edit.meeting) for edit in receipt.edits} == {("Secretary", meeting)}
    assert {edit.why for edit in receipt.edits} == {f"imported from log.csv, row {row}" for row in (2, 3, 4)}
    assert [each.ref for each in file.read().all(Action)] == ["A1", "A2", "A3"]
    file.undo(who="Secretary")
    assert file.read().all(Action) == ()


class TestBuilding:
    """A board that is made of a file gets its name when it is whole."""

    def test_it_is_there_when_it_is_whole_and_nothing_is_left_beside_it(self, tmp_path: Path) -> None:
        with building(tmp_path / "new.board") as part:
            part.write_bytes(b"whole")
            part.with_name(f"{part.name}-journal").touch()
            assert not (tmp_path / "new.board").exists()
        assert [each.name for each in tmp_path.iterdir()] == ["new.board"]
        assert (tmp_path / "new.board").read_bytes() == b"whole"

    def test_what_fails_leaves_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(BoardError, match="stopped"), building(tmp_path / "new.board") as part:
            part.write_bytes(b"half")
            part.with_name(f"{part.name}-journal").touch()
            raise BoardError("stopped")
        assert list(tmp_path.iterdir()) == []

    def test_a_board_that_is_there_stays(self, tmp_path: Path) -> None:
        (tmp_path / "new.board").write_bytes(b"old")
        with pytest.raises(BoardError, match=r"new\.board"), building(tmp_path / "new.board"):
            pytest.fail("it was begun all the same")
        (tmp_path / "new.board").unlink()
        with pytest.raises(BoardError, match=r"new\.board"), building(tmp_path / "new.board") as part:
            part.write_bytes(b"mine")
            (tmp_path / "new.board").write_bytes(b"theirs")
        assert [each.name for each in tmp_path.iterdir()] == ["new.board"]
        assert (tmp_path / "new.board").read_bytes() == b"theirs"


def test_of_what_is_new_all_is_told_that_its_name_does_not_say_already(file: BoardFile) -> None:
    done = look(file, "Code,Indicator,Unit,Apr 25\n2.1,Visits,percent,978%\n", ambition="")
    lines = import_lines(done, file.read(), date(2025, 6, 1))
    assert [(line.group, line.item, line.fields) for line in lines if line.group == "added"] == [
        ("added", "KPI 2.1 Visits", (("Unit", "percent"),)),
        ("added", "Reading of 2.1, Apr 25", (("Value", "978%"),)),
    ]
    assert [line.after for line in lines if line.group == "to look at"]
    risk = look(file, "Ref,Risk,Likelihood,Impact,Mitigation\nR1,Capacity,3,4,Agency cover\n", ambition="")
    told = {line.item: line.fields for line in import_lines(risk, file.read(), TODAY)}
    assert told == {"Risk R1 Capacity": (("Current score", "3 × 4"),), "Mitigation “Agency cover” of R1": ()}


def test_those_a_person_most_likely_means_are_offered_first(tmp_path: Path) -> None:
    for number, name in enumerate(("b.toml", "c.txt", "~$open.xlsx", "old.CSV", "new.xlsx", "d.docx", "e.md")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_600_000_000 + number, 1_600_000_000 + number))
    for name in ("same.xlsx", "alike.xlsx"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_500_000_000, 1_500_000_000))
    found = sources_near([tmp_path / "missing", tmp_path])
    assert [path.name for path, _ in found] == [
        *("new.xlsx", "old.CSV", "alike.xlsx", "same.xlsx"),
        *("e.md", "c.txt", "b.toml"),
    ]
    assert found[0][1] == 1_600_000_004


def test_of_very_many_files_about_only_so_many_are_offered(tmp_path: Path) -> None:
    for number in range(MOST_OFFERED + 1):
        (tmp_path / f"{number:03d}.xlsx").touch()
    (tmp_path / ".hidden.xlsx").touch()
    (tmp_path / "folder.xlsx").mkdir()
    found = [path.name for path, _ in sources_near([tmp_path, tmp_path])]
    assert len(found) == len(set(found)) == MOST_OFFERED
    assert not {".hidden.xlsx", "folder.xlsx"} & set(found)
