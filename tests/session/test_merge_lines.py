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


def test_where_one_edited_what_another_deleted_both_are_named_and_it_is_kept_until_somebody_decides(
    office: Office,
) -> None:
    first, second = office.copy("first"), office.copy("second")
    with BoardFile.open(first) as file:
        file.write([Change(office.ids["1.2"], "action", delete=True)], who=LEAD)
    with BoardFile.open(second) as file:
        office.put(file, OTHER, "action", "1.2", lead="Head of Audit")
    assert office.lines(first, second) == [
        f"{LEAD}:",
        "Action 1.2 Audits · edited and deleted → kept until you decide; "
        f"COPIES DISAGREE: deleted by {LEAD}, edited by {OTHER}",
        f"{OTHER}:",
        "Action 1.2 Audits · Lead · nothing → Head of Audit",
    ]


def test_what_was_deleted_here_and_comes_back_says_so(office: Office) -> None:
    with BoardFile.open(office.path) as file:
        file.write([Change(office.ids["1.2"], "action", delete=True)], who="Office")
    copy = office.copy("lead")
    with BoardFile.open(copy) as file:
        file.write([Change(office.ids["1.2"], "action", restore=True)], who=LEAD)
    assert office.lines(copy) == [f"{LEAD}:", "Action 1.2 Audits · back again"]


def test_who_did_not_sign_is_somebody_and_an_emptied_field_says_nothing(office: Office) -> None:
    with BoardFile.open(office.path) as file:
        office.put(file, "Office", "action", "1.2", lead="Head of Audit")
    first, second = office.copy("first"), office.copy("second")
    with BoardFile.open(first) as file:
        office.put(file, "", "action", "1.2", lead="Head of Quality")
    with BoardFile.open(second) as file:
        office.put(file, OTHER, "action", "1.2", lead="")
    with BoardFile.open(office.path) as file:
        for lead in ("Director", "Chair", "Office"):
            office.put(file, "Office", "action", "1.2", lead=lead)
        preview, board = preview_merge(file, [first, second]), file.read()
    (line,) = merge_lines(names_after(board, preview), preview)
    said = set(line.who_else.split(", "))
    assert said == {"somebody says Head of Quality", f"{OTHER} says nothing"}
    assert (line.before, line.after, set(line.also)) == ("Office", "Office", {"Head of Quality", ""})
    assert line.text.startswith("Action 1.2 Audits · Lead · stays Office; COPIES DISAGREE: ")
    assert set(line.then.split(" or ")) == {"Office", "Head of Quality", "nothing"}


def test_what_is_new_says_all_but_what_its_name_says_already(office: Office) -> None:
    copy = office.copy("lead")
    with BoardFile.open(copy) as file:
        office.put(file, LEAD, "target_change", "t", kpi=office.ids["6.1"], since="2019-04", upper="95%")
        office.put(file, LEAD, "comparator", "c", kpi=office.ids["6.1"], title="England", year="2019", value="90%")
        office.put(file, LEAD, "rebase", "r", kpi=office.ids["6.1"], period="2019-04", reason="new system")
        office.put(file, LEAD, "action", "1.12", ref="1.12", title="T" * 200, rag="red", due="2021-03-02")
        office.put(file, LEAD, "decision", "d", meeting=office.ids["meeting"], text="Two more coaches")
    assert office.lines(copy)[1:] == [
        f"Action 1.12 {'T' * 67}… · new: Due 02/03/2021; RAG R ✖ Red",
        "6.1 % care leavers 'in touch' · target change from Apr 19 · new: Upper target 95%",
        "6.1 % care leavers 'in touch' · England 2019 · new: 90%",
        "6.1 % care leavers 'in touch' · re-base point from Apr 19 · new: Reason new system",
        "Decision “Two more coaches” at the meeting of 02/03/2021 · new: Meeting 02/03/2021",
    ]
    with BoardFile.open(office.path) as file:
        preview, board = preview_merge(file, [copy]), file.read()
    short = [(line.item, line.name, line.after) for line in merge_lines(names_after(board, preview), preview)]
    assert short[1:] == [
        ("6.1 from Apr 19", "Target change of 6.1 from Apr 19", "new"),
        ("6.1 England 2019", "Comparator of 6.1, England 2019", "new: 90%"),
        ("6.1 from Apr 19", "Re-base point of 6.1 from Apr 19", "new"),
        (
            "Decision Two more coaches",
            "Decision “Two more coaches” at the meeting of 02/03/2021",
            "new: Two more coaches",
        ),
    ]
