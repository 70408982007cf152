"""What of a screen's items is shown: part, ready filter and words typed, each of which narrows it further."""

from __future__ import annotations

from datetime import date

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Risk
from boardtui.ui.shared.choices import Choice, ReadyFilter, ShownPart
from tests.domain.boards import board

COACH = Action(id="a", ref="1.1", title="Coach", lead="Adviser")
VISITS = Action(id="b", ref="1.2", title="Visits", lead="Head of Service")
COVER = Risk(id="r", ref="CIP06", title="Cover", owner="Adviser")
RECORDS = (COACH, VISITS, COVER)
ALL = ReadyFilter("all", lambda _board, _item: True)
SECOND = ReadyFilter("second", lambda _board, item: item == "1.2")


def kept(choice: Choice, some: Board, ready: ReadyFilter = ALL, asked: list[str] | None = None) -> str:
    """The refs of the items that are shown; notes for which of them their words are asked."""

    def words_of(ref: str) -> str:
        if asked is not None:
            asked.append(ref)
        return next(each.title for each in records if each.ref == ref)

    records: list[Action | Risk] = [*some.all(Action), *some.all(Risk)]
    items = [(each.id, each, each.ref) for each in records]
    return " ".join(choice.kept(some, items, ready, words_of, date(2021, 3, 2)))


def test_each_of_part_ready_filter_and_words_narrows_it_and_without_any_all_is_shown() -> None:
    choice, some = Choice(), board(*RECORDS)
    assert not choice.narrows and kept(choice, some) == "1.1 1.2 CIP06"
    assert kept(choice, some, SECOND) == "1.2"
    choice.part = ShownPart("of some", lambda _board, record: record is not COACH)
    assert choice.narrows and not choice.in_part and kept(choice, some) == "1.2 CIP06"
    choice.words = "v"
    assert choice.narrows and choice.in_part and kept(choice, some) == "1.2 CIP06"
    choice.words = "vi"
    assert kept(choice, some) == kept(choice, some, SECOND) == "1.2"
    choice.ready = 1
    choice.clear_in_part()
    assert choice.narrows and not choice.in_part and kept(choice, some) == "1.2 CIP06"
    choice.words = "co"
    choice.clear()
    assert not choice.narrows and kept(choice, some) == "1.1 1.2 CIP06"
    choice.ready = 1
    assert choice.narrows and choice.in_part


def test_the_part_of_a_lead_is_named_and_what_is_added_to_it_is_theirs() -> None:
    for besides, label in (("", "for Adviser"), ("or in it", "for Adviser, or in it")):
        choice = Choice()
        choice.show_lead("Adviser", besides)
        assert choice.part is not None and choice.part.label == label
        assert kept(choice, board(*RECORDS)) == "1.1 CIP06"
        for record in RECORDS:
            added = {name: value for name, value in choice.part.values.items() if record.kind.has(name)}
            assert added == {"owner" if isinstance(record, Risk) else "lead": "Adviser"}, record.id
        before = choice.state
        choice.clear()
        assert before != choice.state == Choice().state


def test_the_words_of_an_item_are_asked_for_once_as_long_as_the_board_is_the_same() -> None:
    choice, asked = Choice(), list[str]()
    some, other = board(COACH, VISITS), board(COACH, Action(id="b", ref="1.2", title="Talks"))
    for words, on, found, again in (
        ("vi", some, "1.2", ["1.1", "1.2"]),
        ("vis", some, "1.2", []),
        ("vis", other, "", ["1.1", "1.2"]),
        ("tal", other, "1.2", []),
        ("tal", some, "", ["1.1", "1.2"]),
    ):
        choice.words = words
        asked.clear()
        assert (kept(choice, on, asked=asked), asked) == (found, again), words
