"""Records come and go; their history stays."""

from pathlib import Path

import pytest

from boardtui.domain.records.kinds import Action, Ambition, BudgetLine, Mitigation, Reading, Risk, TargetChange
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui, field


@pytest.mark.parametrize("kind", ["budget_line", "budget-line", "budget line", " Budget Line "])
def test_a_kind_of_two_words_is_known_however_they_are_joined(board: Path, boardtui: Boardtui, kind: str) -> None:
    assert boardtui("add", board, kind, "title=Tablets", "--as", LEAD).code == 0
    with BoardFile.open(board) as file:
        assert [line.title for line in file.read().all(BudgetLine)] == ["Tablets"]


class TestAdd:
    def test_an_action_is_added_under_its_ambition(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("add", board, "action", "ambition=1", "ref=1.10", "title=[SEND] a [/", "--as", LEAD)
        assert (ran.code, ran.out) == (0, "Action 1.10: added\n")
        assert field(board, "1.10", "title") == "[SEND] a [/"
        assert field(board, "1.10", "ambition") == field(board, "1.1", "ambition")

    def test_the_first_date_and_the_reason_go_where_they_belong(self, board: Path, boardtui: Boardtui) -> None:
        words = ("ambition=1", "ref=1.10", "title=x", "due=31/03/2021", "rag=red", "--why", "No coaches")
        boardtui("add", board, "action", *words, "--as", LEAD)
        assert field(board, "1.10", "original_due") == "2021-03-31"
        assert field(board, "1.10", "rationale") == "No coaches"
        ran = boardtui("add", board, "action", "ambition=1", "ref=1.11", "title=y", "--why", "Asked for", "--as", LEAD)
        assert (ran.code, field(board, "1.11", "rationale")) == (0, ""), "what was not rated needs no reason"

    def test_a_reading_of_a_period_is_entered_once(self, board: Path, boardtui: Boardtui) -> None:
        assert boardtui("add", board, "reading", "kpi=1.2", "period=March 2021", "value=97%", "--as", LEAD).code == 0
        ran = boardtui("add", board, "reading", "kpi=1.2", "period=2021-03", "value=98%", "--as", LEAD)
        assert ran.code == 1
        assert "There is such a reading already" in ran.err
        with BoardFile.open(board) as opened:
            (reading,) = opened.read().all(Reading)
        assert (reading.period, reading.value) == ("2021-03", "97%")

    def test_a_new_kpi_goes_to_the_end_of_the_scorecard_by_command_and_by_import(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        boardtui("set", board, "kpi:1.2", "position=3", "--why", "As the paper has it", "--as", LEAD)
        assert boardtui("add", board, "kpi", "ref=0.1", "title=Calls answered", "--as", LEAD).code == 0
        sheet = board.with_name("kpis.csv")
        sheet.write_text("Ref,KPI,Unit,2021/22,2022/23\n0.0,Letters sent,count,1,2\n", encoding="utf-8")
        ran = boardtui("import", board, sheet, "--yes", "--as", LEAD)
        assert ran.code == 0, ran.err
        assert [field(board, f"kpi:{ref}", "position") for ref in ("1.2", "0.1", "0.0")] == [3, 4, 5]

    def test_new_targets_keep_the_polarity_that_is_not_stated_anew(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "kpi:1.2", "polarity=low", "--why", "Fewer is better", "--as", LEAD)
        words = ("kpi=1.2", "since=March 2021", "minimum=90%", "upper=97%")
        assert boardtui("add", board, "target_change", *words, "--as", LEAD).code == 0
        with BoardFile.open(board) as opened:
            (change,) = opened.read().all(TargetChange)
        assert (change.polarity, change.upper) == ("low", "97%")
        later = ("kpi=1.2", "since= March  2021", "upper=98%")
        again = boardtui("add", board, "target_change", *later, "--as", LEAD)
        assert "There is such a target change already. To change it: boardtui set ... " in again.err
        assert boardtui("add", board, "target_change", *later, "--update", "--as", LEAD).code == 0
        with BoardFile.open(board) as opened:
            (change,) = opened.read().all(TargetChange)
        assert (change.polarity, change.minimum, change.upper) == ("low", "90%", "98%")
        other = ("kpi=1.2", "since=2021-04", "polarity=high", "upper=98%")
        assert boardtui("add", board, "target_change", *other, "--as", LEAD).code == 0
        with BoardFile.open(board) as opened:
            assert [each.polarity for each in opened.read().all(TargetChange)] == ["low", "high"]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("action", "title=x"), "Actions belong to an ambition. Say which: ambition=REF"),
            (("reading", "period=2021-03", "value=1"), "Readings belong to a kpi. Say which: kpi=REF"),
            (("action", "ambition=1", "ref=1.1"), "has the ref '1.1' already"),
            (("reading", "kpi=1.2", "period=soon", "value=1"), "period: "),
            (("risk", "ref=CIP11", "current=much"), "likelihood x impact, such as 4x3"),
        ],
    )
    def test_what_cannot_be_added_is_refused(
        self, board: Path, boardtui: Boardtui, words: tuple[str, ...], said: str
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("add", board, *words, "--as", LEAD)
        assert (ran.code, ran.out) == (1, "")
        assert said in ran.err
        assert board.read_bytes() == before


class TestDelete:
    def test_a_deleted_record_is_gone_and_its_history_is_not(self, board: Path, boardtui: Boardtui) -> None:
        assert boardtui("delete", board, "1.1", *SIGNED).out == "Action 1.1: deleted\n"
        assert boardtui("set", board, "1.1", "rag=red", *SIGNED).code == 1
        history = boardtui("log", board, "1.1").out.splitlines()
        assert "Action 1.1: deleted" in history[0]
        assert "Title Coach every manager" in history[-1]

    def test_what_has_records_of_its_own_is_deleted_with_them_only_when_told(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("delete", board, "ambition:1", *SIGNED)
        assert ran.code == 1
        assert "2 actions" in ran.err
        assert board.read_bytes() == before
        assert boardtui("delete", board, "ambition:1", *SIGNED, "--yes").out == (
            "Ambition 1: deleted, with 2 actions\n"
        )
        with BoardFile.open(board) as opened:
            now = opened.read()
        assert [each.ref for each in now.all(Ambition)] == ["2"]
        assert now.all(Action) == ()
        assert len(now.all(Risk)) == len(now.all(Mitigation)) == 1

    def test_the_board_itself_stays_and_nothing_goes_without_a_reason(self, board: Path, boardtui: Boardtui) -> None:
        before = board.read_bytes()
        ran = boardtui("delete", board, "board", *SIGNED)
        assert (ran.code, ran.err) == (1, "boardtui: The board itself cannot be deleted from its own file.\n")
        assert boardtui("delete", board, "1.1", "--why", " ", "--as", LEAD).code == 2
        assert board.read_bytes() == before

    def test_what_was_asked_about_it_and_is_still_open_stays_and_is_said(self, board: Path, boardtui: Boardtui) -> None:
        assert boardtui("add", board, "challenge", "item=1.1", "text=When?", "--as", LEAD).code == 0
        ran = boardtui("delete", board, "1.1", *SIGNED)
        said = "Still open about what was deleted: 1 challenge. They stay on the board."
        assert (ran.code, ran.err) == (0, f"boardtui: {said}\n")
