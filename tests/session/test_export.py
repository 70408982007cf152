"""A board as a document: of which format, in which place, of what is wanted, and for whom the file is."""

from __future__ import annotations

import io
import os
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Action, Ambition, Milestone, Risk
from boardtui.session.excerpts import Wanted
from boardtui.session.export import (
    Format,
    content,
    document,
    form_of,
    refuse_place,
    word_document,
    write_document,
)
from boardtui.store.board_file import BoardFile
from tests.domain.making import board_of, new_id
from tests.report.word_files import opened


@pytest.fixture
def plan() -> Board:
    """A board with an ambition, its action, a risk and a milestone."""
    first = Ambition(id=new_id(), ref="1", title="Practice")
    return board_of(
        first,
        Action(id=new_id(), ref="1.1", ambition=first.id, title="Coaching"),
        Risk(id=new_id(), ref="R1", title="Capacity"),
        Milestone(id=new_id(), title="Launch"),
        title="Plan",
        council="Ourtown",
        author="Director",
    )


def test_the_end_of_a_name_says_the_format_and_what_only_looks_like_one_belongs_to_the_name() -> None:
    for name, form in (
        ("a.md", Format.MARKDOWN),
        ("a.TXT", Format.MARKDOWN),
        ("a.Markdown", Format.MARKDOWN),
        ("a.docx", Format.DOCX),
        ("a.xlsx", Format.XLSX),
        ("a.csv", Format.CSV),
        ("a.toml", Format.TOML),
        ("a.JSON", Format.JSON),
        ("a", Format.MARKDOWN),
        ("a 19.01.2021", Format.MARKDOWN),
        ("a.version_two", Format.MARKDOWN),
        ("a.verylongs", Format.MARKDOWN),
        ("a.größe", Format.MARKDOWN),
    ):
        assert form_of(Path(name)) is form, name
    for name in ("a.pdf", "a.PDF", "a.x", "a.m4", "a.abcdefgh"):
        with pytest.raises(BoardError, match=r"No export is written as \."):
            form_of(Path(name))


def test_data_hold_the_kinds_that_are_wanted_and_no_section_of_the_snapshot(plan: Board) -> None:
    some = Wanted(only=("actions", "milestones"))
    assert set(tomllib.loads(document(plan, Format.TOML, wanted=some))) == {
        *("format", "board", "ambition", "action", "milestone")
    }
    assert document(plan, Format.CSV, wanted=Wanted(only=("risks",))).splitlines()[1].startswith("R1,Capacity,")
    book = load_workbook(io.BytesIO(content(plan, Format.XLSX, wanted=some)))
    assert book.sheetnames == ["Actions", "Milestones"]
    for form in (Format.TOML, Format.JSON, Format.XLSX):
        with pytest.raises(BoardError, match="summary is a section of the snapshot, which is Markdown"):
            content(plan, form, wanted=Wanted(only=("summary",)))
    for only in ((), ("actions", "risks"), ("summary",)):
        with pytest.raises(BoardError, match="A CSV file holds one kind of record"):
            content(plan, Format.CSV, wanted=Wanted(only=only))


def test_a_part_is_always_of_the_whole_plan_and_only_the_whole_has_a_front_sheet(plan: Board) -> None:
    front, whole = (document(plan, Format.MARKDOWN, full=full) for full in (False, True))
    assert ("### Actions" in front, "### Actions" in whole) == (False, True)
    actions = frozenset(plan.records["action"])
    for wanted in (Wanted(only=("actions",)), Wanted(within=actions)):
        assert "Coaching" in document(plan, Format.MARKDOWN, wanted=wanted), wanted


def test_only_a_file_for_spreadsheets_begins_with_the_mark_of_its_letters(plan: Board) -> None:
    mark = "\ufeff".encode()
    for form, wanted in (
        (Format.CSV, Wanted(only=("risks",))),
        (Format.MARKDOWN, Wanted()),
        (Format.TOML, Wanted()),
        (Format.JSON, Wanted()),
    ):
        assert content(plan, form, wanted=wanted).startswith(mark) == (form is Format.CSV), form


def test_a_word_document_says_who_wrote_it_and_of_which_council(plan: Board) -> None:
    said = opened(word_document(plan, [])).core_properties
    assert (said.author, said.subject) == ("Director", "Ourtown")
    assert opened(content(plan, Format.DOCX)).core_properties.author == "Director"


def test_a_place_that_no_export_can_have_is_refused_before_anything_is_made(
    board_file: BoardFile, tmp_path: Path
) -> None:
    board, other, link = board_file.path, tmp_path / "lead.board", tmp_path / "link.md"
    other.write_bytes(board.read_bytes())
    link.symlink_to(board)
    for place, said in (
        (Path("a\0b.md"), "That is no name for a file"),
        (tmp_path / "nowhere" / "a.md", "There is no folder"),
        (tmp_path, "is a folder. Name a file in it"),
        (board, "is the board itself"),
        (link, "is the board itself"),
        (other, "is a board, which a document never replaces"),
    ):
        with pytest.raises(BoardError, match=said):
            refuse_place(board, place)
    refuse_place(board, tmp_path / "new.md")
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    refuse_place(board, tmp_path / "old.md")
    refuse_place(tmp_path / "gone.board", tmp_path / "old.md")


def test_a_document_replaces_no_board_not_even_one_that_came_there_meanwhile(
    board_file: BoardFile, tmp_path: Path
) -> None:
    other = tmp_path / "paper.md"
    other.write_bytes(board_file.path.read_bytes())
    with pytest.raises(BoardError, match="is a board, which a document never replaces"):
        write_document(other, "Paper", board=board_file.path)
    assert other.read_bytes() == board_file.path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="files there are for somebody in another way")
def test_a_new_document_is_for_those_the_board_is_for_and_one_that_was_there_for_whom_it_was(
    board_file: BoardFile, tmp_path: Path
) -> None:
    shared, mine = tmp_path / "shared.md", tmp_path / "mine.md"
    board_file.path.chmod(0o664)
    write_document(shared, "Paper", board=board_file.path)
    write_document(mine, b"Paper")
    assert (shared.stat().st_mode & 0o777, mine.stat().st_mode & 0o777) == (0o664, 0o600)
    shared.chmod(0o640)
    write_document(shared, "Later", board=board_file.path, replace=True)
    assert (shared.stat().st_mode & 0o777, shared.read_text(encoding="utf-8")) == (0o640, "Later")
    tmp_path.chmod(0o2775)
    write_document(tmp_path / "group.md", "Paper")
    assert (tmp_path / "group.md").stat().st_mode & 0o777 == 0o660
