"""A part of a board as a document: some sections, one ambition, one person, in every format; and sheets."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from boardtui.domain.records.kinds import KINDS
from boardtui.report.snapshot import PARTS
from boardtui.session.excerpts import KINDS_OF
from boardtui.session.export import Format, content
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import SIGNED, Boardtui
from tests.report.word_files import headings, opened

LEAD = "Head of Early Help"


@pytest.fixture
def whole(tmp_path: Path, boardtui: Boardtui) -> Path:
    """Two ambitions with an action each, a KPI and a risk of the first, and what hangs on them."""
    plan = tmp_path / "plan.toml"
    plan.write_text(
        """
format = 1
[[ambition]]
ref = "1"
title = "Practice"
[[ambition]]
ref = "2"
title = "Partners"
[[action]]
ambition = "1"
ref = "1.1"
title = "Coaching"
rag = "red"
lead = "Head of Early Help"
links = ["kpi:2.1"]
[[action]]
ambition = "2"
ref = "2.1"
title = "Front door"
rag = "green"
[[kpi]]
ref = "2.1"
title = "Visits"
[kpi.trend]
2021-03 = "97.7%"
[[kpi]]
ref = "9.9"
title = "Other"
[[risk]]
ref = "R1"
title = "Capacity"
ambition = "1"
owner = "Director"
[[mitigation]]
risk = "R1"
title = "Cover"
[[risk]]
ref = "R2"
title = "Systems"
[[meeting]]
date = "2021-03-02"
[[decision]]
meeting = "2021-03-02"
item = "action:1.1"
text = "Ask again"
[[milestone]]
title = "Launch"
""",
        encoding="utf-8",
    )
    boardtui("new", tmp_path / "whole.board", "--from", plan)
    return tmp_path / "whole.board"


def exported(boardtui: Boardtui, board: Path, *words: str) -> Any:
    ran = boardtui("export", board, *words)
    assert ran.code == 0, ran.err
    return ran.out


def refs(boardtui: Boardtui, board: Path, *words: str) -> dict[str, list[str]]:
    """The names of the records in the JSON of a part, of the kinds that it holds any of."""
    records = json.loads(exported(boardtui, board, "--to", "json", *words))["records"]
    return {kind: [each["name"] for each in some] for kind, some in records.items() if some}


class TestAmbition:
    def test_it_comes_with_its_actions_and_all_that_is_about_them(self, whole: Path, boardtui: Boardtui) -> None:
        assert refs(boardtui, whole, "--ambition", "1") == {
            "ambition": ["1"],
            "action": ["1.1"],
            "kpi": ["2.1"],
            "reading": ["2.1 Mar 21"],
            "risk": ["R1"],
            "mitigation": ["Cover"],
            "meeting": ["02/03/2021"],
            "decision": ["Ask again"],
        }

    def test_the_snapshot_is_about_it_alone(self, whole: Path, boardtui: Boardtui) -> None:
        out = exported(boardtui, whole, "--ambition", "1")
        assert "Coaching" in out and "Visits" in out and "Capacity" in out
        assert "Front door" not in out and "Systems" not in out and "(deleted)" not in out
        assert "1 action: 1 red." in out

    def test_one_that_is_not_there_is_refused(self, whole: Path, boardtui: Boardtui) -> None:
        ran = boardtui("export", whole, "--ambition", "7")
        assert (ran.code, "Ambitions here: 1 to 2" in ran.err) == (1, True)


class TestLead:
    def test_what_is_theirs_comes_with_what_it_belongs_to(self, whole: Path, boardtui: Boardtui) -> None:
        found = refs(boardtui, whole, "--lead", "head of early help")
        assert (found["ambition"], found["action"], found["decision"]) == (["1"], ["1.1"], ["Ask again"])
        assert "kpi" not in found and "risk" not in found
        assert refs(boardtui, whole, "--lead", "Director")["mitigation"] == ["Cover"]

    def test_a_lead_and_an_ambition_narrow_each_other(self, whole: Path, boardtui: Boardtui) -> None:
        assert "action" not in refs(boardtui, whole, "--lead", LEAD, "--ambition", "2")

    def test_a_name_that_nobody_has_is_refused(self, whole: Path, boardtui: Boardtui) -> None:
        assert "Nobody on this board is called" in boardtui("export", whole, "--lead", "Nobody").err


class TestOnly:
    def test_sections_of_the_snapshot(self, whole: Path, boardtui: Boardtui) -> None:
        out = exported(boardtui, whole, "--only", "exceptions,kpis")
        assert [line for line in out.splitlines() if line.startswith("## ")] == ["## Exceptions", "## KPI scorecard"]
        assert out.startswith("# ")

    def test_kinds_of_the_data(self, whole: Path, boardtui: Boardtui) -> None:
        assert set(refs(boardtui, whole, "--only", "kpis,risks")) == {"kpi", "reading", "risk", "mitigation"}
        plan = tomllib.loads(exported(boardtui, whole, "--to", "toml", "--only", "actions"))
        assert {"ambition", "action"} == set(plan) - {"format", "board"}, "an action comes with its ambition"

    def test_exceptions_are_records_of_many_kinds(self, whole: Path, boardtui: Boardtui) -> None:
        assert refs(boardtui, whole, "--only", "exceptions") == {"action": ["1.1"]}

    def test_a_name_that_means_nothing_here_is_refused_with_those_that_do(
        self, whole: Path, boardtui: Boardtui
    ) -> None:
        assert "There is: summary," in boardtui("export", whole, "--only", "foo").err
        assert "Markdown" in boardtui("export", whole, "--to", "json", "--only", "summary").err
        assert "frozen" not in boardtui("export", whole, "--at", "02/03/2021", "--only", "kpis").out

    def test_every_kind_of_record_can_be_asked_for_in_every_format_of_data(
        self, whole: Path, boardtui: Boardtui
    ) -> None:
        assert {kind for some in KINDS_OF.values() for kind in some} == set(KINDS) - {"board"}
        assert set(KINDS_OF) <= set(PARTS), "and every one of them as a section of the snapshot"
        for name in KINDS_OF:
            for form in ("csv", "toml", "json"):
                assert exported(boardtui, whole, "--to", form, "--only", name)

    def test_every_name_of_the_snapshot_can_be_asked_for(self, whole: Path, boardtui: Boardtui) -> None:
        for name in PARTS:
            assert exported(boardtui, whole, "--only", name).startswith("# ")


class TestPublic:
    def test_an_excerpt_hides_what_the_whole_hides(self, tmp_path: Path, boardtui: Boardtui) -> None:
        """Two excerpts put together give away nothing that the whole does not."""
        plan = tmp_path / "small.toml"
        rows = "".join(
            f'[[ambition]]\nref = "{n}"\n[[kpi]]\nref = "{n}.1"\ntitle = "Children {n}"\nunit = "count"\n'
            f'ambition = "{n}"\n[kpi.trend]\n2021-03 = "{count}"\n'
            for n, count in ((1, 3), (2, 40), (3, 43))
        )
        plan.write_text(f"format = 1\n{rows}", encoding="utf-8")
        board = tmp_path / "small.board"
        boardtui("new", board, "--from", plan)
        whole = exported(boardtui, board, "--full", "--public")
        for n in (1, 2, 3):
            part = exported(boardtui, board, "--public", "--ambition", str(n))
            rows_of_it = [line for line in part.splitlines() if line.startswith(f"| {n}.1")]
            assert rows_of_it and all(row in whole for row in rows_of_it)
            assert ("| c, Mar 21 |" in "".join(rows_of_it)) == (n < 3), (
                "the small one, and the one that would give it away"
            )


class TestSheets:
    def test_a_workbook_is_written_by_the_name_of_its_file(self, whole: Path, boardtui: Boardtui) -> None:
        out = whole.with_name("out.xlsx")
        assert boardtui("export", whole, "-o", out, "--ambition", "1", "--only", "actions,risks").code == 0
        book = load_workbook(out)
        assert book.sheetnames == ["Actions", "Risks", "Mitigations"]
        assert [row[1] for row in book["Actions"].iter_rows(min_row=2, values_only=True)] == ["1.1"]

    def test_a_csv_file_holds_one_kind_and_opens_with_its_letters(self, whole: Path, boardtui: Boardtui) -> None:
        out = whole.with_name("out.csv")
        assert "one kind of record" in boardtui("export", whole, "-o", out).err
        boardtui("set", whole, "1.1", "title=Café", *SIGNED)
        assert boardtui("export", whole, "-o", out, "--only", "actions").code == 0
        assert out.read_bytes().startswith(b"\xef\xbb\xbfAmbition,Ref,Title,")
        printed = exported(boardtui, whole, "--to", "csv", "--only", "actions")
        assert printed.startswith("Ambition,Ref,Title,"), "the mark is for what opens files"
        assert [each["Title"] for each in csv.DictReader(io.StringIO(printed))] == ["Café", "Front door"]

    def test_the_screen_and_the_command_write_the_same_workbook(self, whole: Path, boardtui: Boardtui) -> None:
        out = whole.with_name("out.xlsx")
        boardtui("export", whole, "-o", out)
        with BoardFile.open(whole) as opened:
            assert out.read_bytes() == content(opened.read(), Format.XLSX)


class TestWord:
    """A Word document is the snapshot, of what is wanted of the board."""

    def titles(self, boardtui: Boardtui, board: Path, *words: str) -> list[str]:
        out = board.with_name("out.docx")
        ran = boardtui("export", board, "-o", out, "--force", *words)
        assert ran.code == 0, ran.err
        return [words for level, words in headings(opened(out.read_bytes())) if level == 1]

    def test_it_has_the_sections_of_the_markdown(self, whole: Path, boardtui: Boardtui) -> None:
        for words in ((), ("--only", "exceptions,kpis"), ("--ambition", "1"), ("--lead", LEAD), ("--public",)):
            lines = exported(boardtui, whole, *words).splitlines()
            wanted = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
            wanted = [each for each in wanted if each != "Contents"]  # Word lists them, in a style of their own
            assert self.titles(boardtui, whole, *words) == wanted, words
        assert self.titles(boardtui, whole, "--only", "exceptions,kpis") == ["Exceptions", "KPI scorecard"]

    def test_what_is_hidden_for_publication_is_told_as_for_the_markdown(self, whole: Path, boardtui: Boardtui) -> None:
        out = whole.with_name("out.docx")
        told = boardtui("export", whole, "--public", "-o", out).err
        assert told.replace(out.name, "") == (
            boardtui("export", whole, "--public", "-o", whole.with_name("out.md")).err.replace("out.md", "")
        )
        assert "had to be hidden" in told

    def test_it_goes_to_a_pipe_and_not_to_a_screen(
        self, whole: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        for form, what in (("docx", "A Word document"), ("xlsx", "A workbook")):
            ran = boardtui("export", whole, "--to", form)
            said = f"{what} is not for the screen. Give it a name: -o board.{form}"
            assert (ran.code, said in ran.err) == (2, True)
        assert boardtui("export", whole, "-o", whole.with_name("out.xlsx")).code == 0
