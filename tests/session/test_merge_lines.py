"""What a merge would change, as lines that name the record, in the order of the board, by whom."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS
from boardtui.session.copies.merge_lines import by_person, merge_lines, names_after
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import preview_merge
from tests.store.conftest import new_id

LEAD, OTHER = "Principal Social Worker", "Head of Early Help"


class Office:
    """A board, and what people change in their copies of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ids = folder, dict[str, str]()
        self.path = folder / "plan.board"
        with BoardFile.create(self.path, "Plan", who="Office") as file:
            self.put(file, "Office", "kpi", "6.1", ref="6.1", title="% care leavers 'in touch'")
            self.put(file, "Office", "kpi", "6.2", ref="6.2", title="Visits")
            self.put(file, "Office", "risk", "R1", ref="R1", title="Capacity")
            self.put(file, "Office", "risk", "R2", ref="R2", title="Placements")
            self.put(file, "Office", "action", "1.10", ref="1.10", title="Later")
            self.put(file, "Office", "action", "1.2", ref="1.2", title="Audits")
            self.put(file, "Office", "meeting", "meeting", date="2021-03-02")
            for kpi in ("6.1", "6.2"):
                self.put(file, "Office", "reading", f"{kpi} Mar", kpi=self.ids[kpi], period="2019-03", value="92.8%")

    def put(self, file: BoardFile, who: str, kind: str, name: str, **values: Any) -> None:
        if name not in self.ids:
            self.ids[name] = identity_for(KINDS[kind], values, new_id())
        file.write([Change(self.ids[name], kind, values)], who=who)

    def copy(self, name: str) -> Path:
        return Path(shutil.copyfile(self.path, self.folder / f"{name}.board"))

    def lines(self, *copies: Path) -> list[str]:
        with BoardFile.open(self.path) as file:
            preview, board = preview_merge(file, copies), file.read()
        lines = merge_lines(names_after(board, preview), preview)
        return [text for who, some in by_person(lines) for text in (f"{who}:", *(line.text for line in some))]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_reading_is_named_by_ref_title_and_month_with_the_figure_that_was_and_that_comes(office: Office) -> None:
    copy = office.copy("lead")
    with BoardFile.open(copy) as file:
        office.put(file, LEAD, "reading", "6.1 Mar", value="94%")
        office.put(file, LEAD, "reading", "6.1 Apr", kpi=office.ids["6.1"], period="2019-04", value="95%", note="early")
    assert office.lines(copy) == [
        f"{LEAD}:",
        "6.1 % care leavers 'in touch' · Mar 19 · 92.8% → 94%",
        "6.1 % care leavers 'in touch' · Apr 19 · new: 95%; Note early",
    ]


def test_parts_stand_under_what_they_belong_to_in_the_order_of_the_board(office: Office) -> None:
    copy = office.copy("lead")
    about = {"meeting": office.ids["meeting"], "item": office.ids["1.2"], "text": "Bring the audit"}
    with BoardFile.open(copy) as file:
        office.put(file, LEAD, "mitigation", "second", risk=office.ids["R2"], title="Recruit")
        office.put(file, LEAD, "action_arising", "arising", **about)
        office.put(file, LEAD, "reading", "6.2 Mar", value="90%")
        office.put(file, LEAD, "risk", "R2", title="Places")
        office.put(file, LEAD, "action", "1.10", title="Later still")
        office.put(file, LEAD, "mitigation", "first", risk=office.ids["R1"], title="Train")
        office.put(file, LEAD, "kpi", "6.2", definition="Seen in time")
        office.put(file, LEAD, "reading", "6.1 Apr", kpi=office.ids["6.1"], period="2019-04", value="95%")
        office.put(file, LEAD, "reading", "6.1 Mar", value="94%")
        office.put(file, LEAD, "action", "1.2", lead="Head of Audit")
    names = [line.rsplit(" · ", 1)[0] for line in office.lines(copy)[1:]]
    assert names == [
        "Action 1.2 Audits · Lead",
        "Action arising “Bring the audit” on 1.2",
        "Action 1.10 Later still · Title",
        "6.1 % care leavers 'in touch' · Mar 19",
        "6.1 % care leavers 'in touch' · Apr 19",
        "KPI 6.2 Visits · Definition",
        "6.2 Visits · Mar 19",
        "Mitigation “Train” of R1",
        "Risk R2 Places · Title",
        "Mitigation “Recruit” of R2",
    ]


def test_what_one_person_did_stands_together_also_where_the_board_keeps_its_own_value(office: Office) -> None:
    first, second = office.copy("first"), office.copy("second")
    with BoardFile.open(first) as file:
        office.put(file, LEAD, "action", "1.2", lead="Head of Audit")
        office.put(file, LEAD, "risk", "R1", title="Capacity of teams")
    with BoardFile.open(second) as file:
        office.put(file, OTHER, "risk", "R2", title="Places")
    with BoardFile.open(office.path) as file:
        for title in ("Room", "Rooms", "Room for teams"):
            office.put(file, "Office", "risk", "R1", title=title)
    assert office.lines(second, first) == [
        f"{OTHER}:",
        "Risk R2 Places · Title · Placements → Places",
        f"{LEAD}:",
        "Action 1.2 Audits · Lead · nothing → Head of Audit",
        f"Risk R1 Room for teams · Title · stays Room for teams; COPIES DISAGREE: {LEAD} says Capacity of teams",
    ]


def test_where_copies_disagree_only_about_the_reason_the_rating_that_both_gave_is_not_called_in_question(
    office: Office,
) -> None:
    first, second = office.copy("first"), office.copy("second")
    for copy, who, reason in ((first, LEAD, "Two posts vacant"), (second, OTHER, "Funding ended")):
        with BoardFile.open(copy) as file:
            office.put(file, who, "action", "1.2", rag="red", rationale=reason)
    rating, reason = (line for line in office.lines(first, second) if " · " in line)
    assert "Red" in rating
    assert "DISAGREE" not in rating
    assert "COPIES DISAGREE" in reason
    assert "Two posts vacant" in reason
    assert "Funding ended" in reason


def test_a_record_that_goes_or_is_new_is_said_in_full(office: Office) -> None:
    copy = office.copy("lead")
    with BoardFile.open(copy) as file:
        file.write([Change(office.ids["1.10"], "action", delete=True)], who="")
        office.put(file, "", "action", "1.11", ref="1.11", title="Moderation", lead="Head of Audit")
    assert office.lines(copy) == [
        "unsigned:",
        "Action 1.10 Later · deleted",
        "Action 1.11 Moderation · new: Lead Head of Audit",
    ]
