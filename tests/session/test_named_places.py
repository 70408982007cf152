"""Which of what an item names can be opened: addresses, and documents that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.records.kinds import Action
from boardtui.session.named_places import places_in


def places(text: str, board: Path) -> list[str]:
    return places_in(Action(id="a", evidence=text), board)


@pytest.mark.parametrize(
    "name",
    [
        *("audit.pdf", "audit.docx", "audit.doc", "audit.odt", "audit.rtf", "audit.txt", "audit.md", "AUDIT.PDF"),
        *("figures.xlsx", "figures.xls", "figures.ods", "figures.csv", "talk.pptx", "talk.ppt", "talk.odp"),
        *("letter.msg", "letter.eml", "photo.png", "photo.jpg", "photo.jpeg", "an audit of March.pdf"),
    ],
)
def test_a_document_beside_the_board_is_opened_by_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    there = [(tmp_path / name).as_uri()]
    for text in (name, f"Evidence: {name}", f"  {name}.  ", f"Seen\n{name}"):
        assert places(text, tmp_path / "plan.board") == there
    assert places(f"x{name}", tmp_path / "plan.board") == []


@pytest.mark.parametrize(
    "name", ["audit.exe", "audit.sh", "audit.py", "audit.lnk", "audit.docm", "audit.html", "audit"]
)
def test_what_would_run_or_says_no_sort_is_not_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    assert places(name, tmp_path / "plan.board") == []


def test_an_address_is_opened_without_the_marks_that_end_the_sentence_and_each_once(tmp_path: Path) -> None:
    text = "See https://example.org/a?b=1, (HTTP://example.org/c). Again https://example.org/a?b=1!\nftp://example.org"
    assert places(text, tmp_path / "plan.board") == ["https://example.org/a?b=1", "HTTP://example.org/c"]
