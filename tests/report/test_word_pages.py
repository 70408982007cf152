"""What LibreOffice makes of the Word documents: pages as somebody would print them. Where it is not there, no test."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from boardtui.report.document import Heading
from boardtui.report.snapshot import snapshot_paper
from boardtui.report.word.paper import Properties, word_paper
from tests.report.boards import boards
from tests.report.word_files import THEME

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(
    OFFICE is None or shutil.which("pdftotext") is None, reason="LibreOffice or pdftotext is not installed"
)

A4 = (595.3, 841.9)
"""Points."""


@dataclass
class Page:
    """A printed page: its size, and each word with where it ends, in points."""

    size: tuple[float, float]
    words: list[tuple[str, float, float]]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The pages of the snapshot of every sample."""
    folder = tmp_path_factory.mktemp("pages")
    names = []
    for name, board in boards(tmp_path_factory.mktemp("boards")).items():
        path = folder / f"{name}.docx"
        path.write_bytes(
            word_paper(snapshot_paper(board), Properties("Director", "Council", datetime(2021, 3, 2)), THEME)
        )
        names.append(path)
    subprocess.run(
        [
            *(str(OFFICE), f"-env:UserInstallation=file://{folder}/office", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), *map(str, names)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {path.stem: list(pages(path.with_suffix(".pdf"))) for path in names}


def pages(pdf: Path) -> list[Page]:
    """The pages of a PDF."""
    ran = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    found: list[Page] = []
    for line in ran.stdout.splitlines():
        if page := re.search(r'<page width="([0-9.]+)" height="([0-9.]+)"', line):
            found.append(Page((float(page[1]), float(page[2])), []))
        elif word := re.search(r'xMax="([0-9.]+)" yMax="([0-9.]+)">(.*)</word>', line):
            found[-1].words.append((word[3], float(word[1]), float(word[2])))
    return found


def test_every_page_is_a4_upright_or_turned(printed: dict[str, list[Page]]) -> None:
    for found in printed.values():
        assert found
        for page in found:
            assert sorted(page.size) == pytest.approx(list(A4), abs=1)
    sizes = {page.size for page in printed["improvement-plan"]}
    assert len(sizes) == 2


def test_no_word_lies_beyond_the_margin(printed: dict[str, list[Page]]) -> None:
    for name, found in printed.items():
        for number, page in enumerate(found, start=1):
            beyond = [word for word, right, foot in page.words if right > page.size[0] - 50 or foot > page.size[1]]
            assert beyond == [], f"{name}, page {number}"


def test_no_page_is_empty(printed: dict[str, list[Page]]) -> None:
    for name, found in printed.items():
        for number, page in enumerate(found, start=1):
            # Beside the line at the head and the number at the foot of it.
            assert len(page.words) > 15, f"{name}, page {number}: {page.words}"


def test_every_page_has_its_number_of_how_many(printed: dict[str, list[Page]]) -> None:
    for found in printed.values():
        for number, page in enumerate(found, start=1):
            last = [word for word, _, foot in page.words if foot > page.size[1] - 50]
            assert last == ["Page", str(number), "of", str(len(found))]


def test_no_heading_is_the_last_thing_on_its_page(
    printed: dict[str, list[Page]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name, board in boards(tmp_path_factory.mktemp("again")).items():
        headings = {tuple(each.words.split()) for each in snapshot_paper(board) if isinstance(each, Heading)}
        for number, page in enumerate(printed[name], start=1):
            body = [word for word, _, foot in page.words if foot <= page.size[1] - 50]
            if "Contents" in body:
                continue  # the list of contents ends with the words of a heading
            endings = {tuple(body[-length:]) for length in range(1, 30)}
            assert not endings & {each for each in headings if len(each) > 1}, f"{name}, page {number}"


def test_the_heading_of_a_long_table_is_printed_again_on_its_next_page(printed: dict[str, list[Page]]) -> None:
    with_heading = [
        page for page in printed["improvement-plan"] if {"Milestone", "Slippage"} <= {word for word, _, _ in page.words}
    ]
    assert len(with_heading) >= 2
