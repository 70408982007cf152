"""The risks in the snapshot: a heat map that becomes a table in Word, and what is above tolerance first."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Mitigation, Profile, Record, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.profile import MatrixSize
from boardtui.domain.records.risks import RiskState
from boardtui.report.snapshot import snapshot
from tests.domain.boards import board, since

PANDOC = shutil.which("pandoc")
GOLDEN = Path(__file__).parent / "golden" / "risks.md"
HOSTILE = "[SEND] plan | a [/"
APPETITE = "workforce: cautious 9\nsystems: open 12"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def risk(ref: str, current: str = "", **values: Any) -> Risk:
    return Risk(
        id=values.pop("id", f"id-{ref}"), ref=ref, title=values.pop("title", f"Risk {ref}"), current=current, **values
    )


def made_of(*records: Record, since: Any = None, **profile: Any) -> Board:
    return board(
        *records, profile=Profile(id="board", **{"title": "Plan", "appetite": APPETITE, **profile}), since=since
    )


def section(made: Board) -> str:
    return re.search(r"^## Risks\n.*?(?=^## |\Z)", snapshot(made), re.MULTILINE | re.DOTALL)[0]  # type: ignore[index]


def everything() -> Board:
    """Risks of every sort: above tolerance, worsened, improved, new, closed, unscored, removed, hostile."""
    worse = risk(
        "CIP01", "4x4", category="workforce", owner="Head", current_why="Two left", inherent="5x4", target="2x3"
    )
    return made_of(
        Action(id="a1", ref="1.1", title="Coach"),
        worse,
        risk(
            "CIP02",
            "2x2",
            category="systems",
            title=f"System {HOSTILE}",
            links=("a1",),
            description="Why.\n# Not a heading",
        ),
        risk("CIP03", "3x3"),
        risk("CIP04", "2x2", state=RiskState.CLOSED, closed_why="Posts | filled"),
        risk("CIP05"),
        risk("סיכון", "2x2", title="風險"),
        Mitigation(
            id="m1", risk="id-CIP01", title="Recruit", owner="Lead", progress=Progress.IN_PROGRESS, due="2021-03-31"
        ),
        Mitigation(id="m2", risk="id-CIP01", title="Map", progress=Progress.COMPLETE),
        since=since(
            new=("id-CIP03",),
            gone=(risk("CIP09", "3x4", title="Taken out"),),
            **{
                "id-CIP01": {"current": {"current": "3x3", "current_why": ""}},
                "id-CIP02": {"current": {"current": "4x2", "current_why": ""}},
                "id-CIP04": {"state": {"state": "open", "closed_why": ""}},
            },
        ),
    )


def test_the_section_is_the_one_that_was_approved() -> None:
    # If the difference is meant: python -m tests.report.test_risks_markdown
    assert section(everything()) == GOLDEN.read_text(encoding="utf-8")


def test_what_is_above_tolerance_comes_before_everything_else_with_what_is_in_hand() -> None:
    shown = section(everything())
    headings = re.findall(r"^### (.*)$", shown, re.MULTILINE)
    assert headings == ["Above tolerance", "Heat map", "Movement since the last meeting", "Register", "Mitigations"]
    assert "| **CIP01** Risk CIP01 | 16 (4×4) extreme | 9 (workforce: cautious) | Head | Recruit |" in shown
    made = made_of(
        risk("A", "5x5"), risk("B", "2x5", category="workforce"), risk("C"), risk("D", "1x1", state=RiskState.CLOSED)
    )
    rows = re.findall(r"^\| ([A-D]) \|", section(made), re.MULTILINE)
    assert rows == ["B", "A", "C", "D"], "above tolerance, then by score, unscored, closed"


def test_the_map_marks_what_is_above_tolerance_and_names_every_band() -> None:
    shown = section(everything())
    assert "| **4 Likely** | moderate 4 | high 8 | high 12 | **CIP01!** (extreme 16) | extreme 20 |" in shown
    assert "**Not scored:** CIP05" in shown
    assert "An exclamation mark: above the board's tolerance." in shown


def test_movement_tells_then_now_and_why_the_worse_first() -> None:
    rows = section(everything()).split("### Movement")[1].split("###")[0].splitlines()[4:-1]
    assert rows == [
        "| **CIP01** Risk CIP01 | 3×3 | 4×4 | ↓ worsened | Two left |",
        r"| **CIP02** System \[SEND\] plan \| a \[/ | 4×2 | 2×2 | ↑ improved | – |",
        "| **CIP03** Risk CIP03 | – | 3×3 | new | – |",
        r"| **CIP04** Risk CIP04 | 2×2 | closed | closed | Posts \| filled |",
        "| **CIP09** Taken out | 3×4 | – | removed | – |",
    ]


def test_a_score_off_a_smaller_matrix_is_kept_and_said() -> None:
    shown = section(made_of(risk("CIP01", "5x4"), risk("CIP02", "4x4"), matrix=MatrixSize.FOUR))
    assert "20 (5×4), not on the 4×4 matrix" in shown
    assert "CIP01: the current score 5x4 is not on the 4×4 matrix. Score it again from 1 to 4." in shown
    assert "**5" not in shown and "**CIP02** (extreme 16)" in shown


def test_two_hundred_risks_in_one_cell_are_counted_there_and_all_registered() -> None:
    shown = section(made_of(*(risk(f"R{number:03d}", "3x3") for number in range(200))))
    cell = next(line for line in shown.splitlines() if line.startswith("| **3 Possible**"))
    assert cell.count("R0") == 12 and "+188" in cell
    assert len(re.findall(r"^\| R\d{3} \|", shown, re.MULTILINE)) == 200


def test_a_long_description_is_told_whole() -> None:
    assert "word " * 1000 + "end" in section(made_of(risk("CIP01", "3x3", description="word " * 1000 + "end")))


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
def test_in_word_the_map_is_a_table_with_the_refs_in_their_cells(tmp_path: Path) -> None:
    out = tmp_path / "risks.docx"
    subprocess.run(
        [str(PANDOC), "-f", "gfm", "-t", "docx", "-o", str(out)],
        input=section(everything()),
        text=True,
        check=True,
        timeout=300,
    )
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as word:
        document = ElementTree.fromstring(word.read("word/document.xml"))
    tables = [
        [
            ["".join(text.text or "" for text in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]
            for row in each.iter(f"{WORD}tr")
        ]
        for each in document.iter(f"{WORD}tbl")
    ]
    assert [len(each[0]) for each in tables] == [5, 6, 5, 8, 5]
    above, heat, moved, register, mitigations = tables
    assert len(heat) == 6 and all(len(row) == 6 for row in heat)
    assert heat[2][4] == "CIP01! (extreme 16)" and heat[4][2] == "CIP02, סיכון (moderate 4)"
    assert above[1][0] == "CIP01 Risk CIP01" and moved[2][0] == f"CIP02 System {HOSTILE}"
    assert len(register) == 7 and mitigations[1][1:4] == ["Recruit", "Lead", "in progress"]


if __name__ == "__main__":
    GOLDEN.write_text(section(everything()), encoding="utf-8")
