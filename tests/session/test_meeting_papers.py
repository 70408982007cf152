"""The papers of a closed meeting beside the board: in Markdown and in Word, under one name, never over another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Meeting
from boardtui.session import meeting
from boardtui.session.meeting import minutes_of, papers_in_words, write_papers
from tests.cli.test_meeting import markdown_headings
from tests.report.held import NEXT, held
from tests.report.word_files import headings, opened

NAMES = ("draft-minutes", "front-sheet", "snapshot")


def named(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.suffix in (".md", ".docx"))


def test_each_paper_is_written_in_markdown_and_in_word_and_the_two_say_the_same(tmp_path: Path) -> None:
    with held(tmp_path / "plan.board") as file:
        paths = write_papers(file, NEXT)
        meeting = file.read().get(Meeting, NEXT)
        assert meeting is not None
        texts = (minutes_of(file, meeting), meeting.front_sheet, meeting.snapshot)
    stems = [f"plan-2021-03-02-{each}" for each in NAMES]
    assert [each.name for each in paths] == [f"{stem}{ending}" for stem in stems for ending in (".md", ".docx")]
    for stem, text in zip(stems, texts, strict=True):
        assert (tmp_path / f"{stem}.md").read_text(encoding="utf-8") == text
        word = [words for _, words in headings(opened((tmp_path / f"{stem}.docx").read_bytes()))]
        # The document makes its own contents, of links.
        assert word == [each for each in markdown_headings(text) if each != "Contents"]
    assert papers_in_words(paths[:3]) == f"{stems[0]} (.md, .docx) and {stems[1]} (.md)"


def test_the_same_again_writes_nothing_and_a_lost_file_comes_back_as_it_was(tmp_path: Path) -> None:
    with held(tmp_path / "plan.board") as file:
        write_papers(file, NEXT)
        before = {name: (tmp_path / name).read_bytes() for name in named(tmp_path)}
        (tmp_path / "plan-2021-03-02-snapshot.docx").unlink()
        write_papers(file, NEXT)
    assert {name: (tmp_path / name).read_bytes() for name in named(tmp_path)} == before


def test_where_somebody_else_has_a_file_of_that_name_both_forms_get_the_next_number(tmp_path: Path) -> None:
    theirs = tmp_path / "plan-2021-03-02-front-sheet.docx"
    theirs.write_text("With the comments of the chair", encoding="utf-8")
    with held(tmp_path / "plan.board") as file:
        paths = write_papers(file, NEXT)
    assert theirs.read_text(encoding="utf-8") == "With the comments of the chair"
    assert [each.name for each in paths[2:4]] == [f"plan-2021-03-02-front-sheet-2{each}" for each in (".md", ".docx")]


def test_a_whole_plan_that_would_keep_the_room_waiting_is_written_in_markdown_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(tmp_path / "plan.board") as file:
        found = file.read().get(Meeting, NEXT)
        assert found is not None
        monkeypatch.setattr(meeting, "WORD_UP_TO", len(found.snapshot) - 1)
        write_papers(file, NEXT)
        assert "plan-2021-03-02-snapshot.md" in named(tmp_path)
        assert "plan-2021-03-02-snapshot.docx" not in named(tmp_path)
        monkeypatch.setattr(meeting, "WORD_UP_TO", len(found.snapshot))
        write_papers(file, NEXT)
        assert "plan-2021-03-02-snapshot.docx" in named(tmp_path)
        with pytest.raises(BoardError, match="There is no such meeting on this board"):
            write_papers(file, "another")
