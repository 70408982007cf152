"""After a merge one page says what came from whom, what is to decide, and what each lead left as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from boardtui.domain.records.edits import Change
from boardtui.report.markdown import markdown
from boardtui.session.copies.merge_lines import page_of
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import send_copy
from tests.store.conftest import new_id

LEAD, OTHER, LATE = "Principal Social Worker", "Head of Early Help", "Head of Audit"
TODAY = date(2049, 3, 2)


def test_it_says_what_came_from_whom_what_is_to_decide_what_was_not_touched_and_who_is_not_back(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    ids = {ref: new_id() for ref in ("1.1", "1.2", "1.3", "1.4")}
    titles = dict(zip(ids, ("Coaching", "Audits", "Teams", "Visits"), strict=True))
    with BoardFile.create(path, "Plan", who="Office") as file:
        for ref, lead in zip(ids, (LEAD, LEAD, OTHER, LATE), strict=True):
            values = {"ref": ref, "title": titles[ref], "lead": lead, "rag": "amber"}
            file.write([Change(ids[ref], "action", values)], who="Office")
        sending = Sending("Office", date(2049, 3, 1))
        copies = {
            lead: send_copy(file, tmp_path / f"{lead}.board", lead=lead, sending=sending)
            for lead in (LEAD, OTHER, LATE)
        }
    for lead, ref, values in (
        (LEAD, "1.1", {"rag": "green"}),
        (OTHER, "1.1", {"rag": "red"}),
        (OTHER, "1.3", {"commentary": "Two teams began."}),
    ):
        with BoardFile.open(copies[lead]) as copy:
            copy.write([Change(ids[ref], "action", values)], who=lead)
        for other in ("1.9",) if ref == "1.1" else ():
            with BoardFile.open(copies[lead]) as copy:
                copy.write([Change(new_id(), "action", {"ref": other, "title": f"By {lead}"})], who=lead)
    with BoardFile.open(path) as file:
        done = merge(file, [copies[LEAD], copies[OTHER]], who="Office")
        page = markdown(page_of(file, done, TODAY).blocks())
    parts = {part.split("\n")[0]: part.split("\n", 2)[-1].strip() for part in page.split("\n## ")}
    assert list(parts) == [
        "# Plan: copies merged on 02/03/2049",
        "What came from whom",
        "What is to decide",
        "What was not touched",
        "Not back yet",
    ]
    came = parts["What came from whom"]
    assert came.startswith("7 edits from 2 copies. The board as it was before: 0001-merge-")
    first, second = came.split("\n### ")[1:]
    assert first.startswith(LEAD) and "- Action 1.9 By Principal Social Worker · new" in first
    assert second.startswith(OTHER) and "- Action 1.3 Teams · Commentary · nothing → Two teams began." in second
    assert "RAG" in first + second
    decide = parts["What is to decide"].splitlines()
    assert [line.partition(":")[0] for line in decide] == ["- Action 1.1 Coaching", "- Action 1.9 stands twice"]
    assert {f"{LEAD} says RAG G ● Green", f"{OTHER} says RAG R ✖ Red"} == set(decide[0].partition(": ")[2].split("; "))
    assert f"“By {LEAD}”" in decide[1] and f"“By {OTHER}”" in decide[1]
    assert parts["What was not touched"].splitlines() == [
        f"- {LEAD}: 1 item: action 1.2 Audits",
        f"- {OTHER}: nothing is left as it was",
    ]
    assert parts["Not back yet"] == f"- {LATE}: late since 01/03/2049"


def test_a_copy_of_which_nothing_is_noted_counts_by_what_came_with_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    ids = [new_id(), new_id()]
    with BoardFile.create(path, "Plan", who="Office") as file:
        for number, each in enumerate(ids, start=1):
            file.write([Change(each, "action", {"ref": f"1.{number}", "title": "Some", "lead": LEAD})], who="Office")
        copied = send_copy(file, tmp_path / "lead.board", lead=LEAD)
    with BoardFile.open(copied) as copy:
        copy.write([Change(ids[0], "action", {"commentary": "Begun"})], who=LEAD)
    with BoardFile.open(path) as file:
        page = markdown(page_of(file, merge(file, [copied]), TODAY).blocks())
    assert f"- {LEAD}: 1 item: action 1.2 Some" in page
    assert "## What is to decide\n\nNothing." in page
    assert "Not back yet" not in page


def test_what_was_edited_here_and_deleted_there_is_to_decide_and_a_lead_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    ids = [new_id() for _ in range(3)]
    with BoardFile.create(path, "", who="Office") as file:
        for number, each in enumerate(ids, start=1):
            values = {"ref": f"1.{number}", "title": "Some", "lead": LEAD, "due": "2049-01-01"}
            file.write([Change(each, "action", values)], who="Office")
        copies = [send_copy(file, tmp_path / f"{name}.board", lead=name) for name in (LEAD, LEAD.upper())]
        nobodys = send_copy(file, tmp_path / "plain.board", lead="")
    for copied, who, change in (
        (copies[0], LEAD, Change(ids[0], "action", delete=True)),
        (copies[1], LEAD, Change(ids[1], "action", {"due": "31/06/2049"})),
        (nobodys, "", Change(ids[1], "action", {"due": "01/07/2049"})),
    ):
        with BoardFile.open(copied) as copy:
            copy.write([change], who=who)
    with BoardFile.open(path) as file:
        file.write([Change(ids[0], "action", {"commentary": "Begun"})], who="")
        page = markdown(page_of(file, merge(file, [*copies, nobodys]), TODAY).blocks())
    parts = {part.split("\n")[0]: part.split("\n", 2)[-1].strip() for part in page.split("\n## ")}
    assert page.startswith("# Copies merged on 02/03/2049\n")
    assert parts["What came from whom"].startswith("3 edits from 3 copies.")
    life, due = parts["What is to decide"].splitlines()
    assert life.partition(": ")[0] == "- Action 1.1 Some"
    assert set(life.partition(": ")[2].split(", ")) == {f"{LEAD} deleted it", "unsigned edited it"}
    assert due.partition(": ")[0] == "- Action 1.2 Some"
    assert f"{LEAD} says Due 31/06/2049" in due and "unsigned says Due 01/07/2049" in due
    left = parts["What was not touched"].splitlines()
    assert left == [f"- {LEAD}: 1 item: action 1.3 Some"]
