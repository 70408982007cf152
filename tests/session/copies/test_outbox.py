"""Copies for several leads in one step: the message to each, and nothing is written while something is in the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Meeting
from boardtui.session.copies.outbox import files_there, message_to, send_several
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.noted import Sending
from tests.domain.making import board_of, new_id

TODAY = date(2026, 3, 2)


def action(ref: str, lead: str = "Chair", **values: str) -> Action:
    return Action(id=new_id(), ref=ref, title=values.pop("title", f"Action {ref}"), lead=lead, **values)  # type: ignore[arg-type]


def test_a_message_lists_what_is_late_and_what_is_due_of_that_lead_and_of_nobody_else() -> None:
    board = board_of(
        action("1.1", due="2026-02-28"),
        action("1.2", due="2026-03-10", title="T" * 200),
        action("1.3", due="2026-12-31"),
        action("2.1", lead="Head of Audit", due="2026-02-28"),
        action("2.2", lead="Head of Audit", due="2026-03-10"),
        title="Our plan",
    )
    text = message_to(board, "Chair", "plan-chair.board", TODAY, date(2026, 3, 9))
    assert text.startswith("# Our plan: your copy\n\nTo Chair,\n\nWith this comes plan-chair.board, the board as it")
    assert "as it stands on 02/03/2026. Please open it, update what is yours (3 items)" in text.replace("\n", " ")
    assert "and send the same file back **before 09/03/2026.**" in text.replace("\n", " ")
    late, due = text.split("\n## ")[1:]
    assert late.splitlines()[0] == "Overdue" and due.splitlines()[0] == "Due in the next 28 days"
    (overdue,) = [each for each in late.splitlines() if each.startswith("- ")]
    assert "28/02/2026" in overdue and "1.1 Action 1.1" in overdue
    (soon,) = [each for each in due.splitlines() if each.startswith("- ")]
    assert "10/03/2026" in soon and soon.endswith("T…") and len(soon) < 140
    assert "2.1" not in text and "2.2" not in text and "1.3" not in text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "**as soon as you can.**"),
        (date(2026, 3, 9), "**before 09/03/2026.**"),
        (date(2026, 3, 16), "**before the meeting on 16/03/2026.**"),
    ],
)
def test_it_says_by_when_the_copy_is_wanted_back(day: date | None, words: str) -> None:
    board = board_of(action("1.1"), Meeting(id=new_id(), date="2026-03-16"))
    text = message_to(board, "Chair", "plan.board", TODAY, day)
    assert text.startswith("# The board: your copy\n")
    assert words in text.replace("\n", " ") and "(1 item)" in text


class TestSent:
    SENDING = Sending("Office", date(2026, 3, 9))

    @pytest.fixture
    def file(self, tmp_path: Path) -> Iterator[BoardFile]:
        with BoardFile.create(tmp_path / "plan.board", "Plan", who="Office") as made:
            for ref, lead in (("1.1", "Chair"), ("2.1", "Head of Audit")):
                made.write([Change(new_id(), "action", {"ref": ref, "title": "Some", "lead": lead})], who="Office")
            (tmp_path / "out").mkdir()
            yield made

    def test_each_gets_a_copy_and_a_message_beside_it(self, file: BoardFile, tmp_path: Path) -> None:
        sent = send_several(file, tmp_path / "out", ["Chair", "Head of Audit"], self.SENDING, TODAY)
        assert [each.lead for each in sent] == ["Chair", "Head of Audit"]
        assert [each.message for each in sent] == [each.copy.with_suffix(".md") for each in sent]
        for each in sent:
            text = each.message.read_text(encoding="utf-8")
            assert f"To {each.lead}," in text and each.copy.name in text and "09/03/2026" in text
            with BoardFile.open(each.copy) as copied:
                assert copied.made_for() == each.lead
        there = files_there(file.path, tmp_path / "out", ["Chair", "Head of Audit"])
        assert there == [path for each in sent for path in (each.copy, each.message)]
        assert files_there(file.path, tmp_path / "out", ["Chair"]) == there[:2]

    def test_nothing_is_written_while_a_file_is_in_the_way(self, file: BoardFile, tmp_path: Path) -> None:
        out = tmp_path / "out"
        (only,) = send_several(file, out, ["Head of Audit"], self.SENDING, TODAY)
        only.copy.unlink()
        with pytest.raises(BoardError, match=r"\.md exists already\. Nothing was written"):
            send_several(file, out, ["Chair", "Head of Audit"], self.SENDING, TODAY)
        assert list(out.iterdir()) == [only.message]
        sent = send_several(file, out, ["Chair", "Head of Audit"], self.SENDING, TODAY, overwrite=True)
        assert len(sent) == 2 and len(list(out.iterdir())) == 4

    def test_a_copy_with_edits_that_never_came_back_is_replaced_only_by_who_means_it(
        self, file: BoardFile, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        (first,) = send_several(file, out, ["Head of Audit"], self.SENDING, TODAY)
        with BoardFile.open(first.copy) as copy:
            copy.write([Change(new_id(), "action", {"ref": "9.9"})], who="Head of Audit")
        with pytest.raises(BoardError):
            send_several(file, out, ["Chair", "Head of Audit"], self.SENDING, TODAY, overwrite=True)
        assert sorted(out.iterdir()) == sorted([first.copy, first.message]), "none of the others either"
        sent = send_several(file, out, ["Head of Audit"], self.SENDING, TODAY, overwrite=True, losing=True)
        with BoardFile.open(sent[0].copy) as copy:
            assert [each.ref for each in copy.read().all(Action)] == ["1.1", "2.1"]
