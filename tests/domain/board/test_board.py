"""Finding records by what people say, and counting as people count."""

import random
from datetime import datetime

import pytest

from boardtui.domain.board.board import Board, last_edited
from boardtui.domain.board.lookup import lookup
from boardtui.domain.board.order import ref_order
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Kpi, Meeting, Profile, Reading, Record, Risk


def board(*records: Record) -> Board:
    by_kind: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
    for record in records:
        by_kind[record.kind.name][record.id] = record
    return Board(profile=Profile(id="board"), records=by_kind)


def test_refs_are_counted_not_spelled() -> None:
    counted = ["1.1", "1.2", "1.9", "1.10", "2.1", "3.3", "3.3a", "3.4", "10.1", "CIP01", "CIP10", ""]
    shuffled = random.Random(1).sample(counted, len(counted))
    assert sorted(shuffled, key=ref_order) == counted


@pytest.mark.parametrize("ref", ["1", ".", "--", "[SEND]", "١.٢", "²", "1.²", "🙂", "a" * 500, "1." * 300])
def test_any_ref_can_be_counted(ref: str) -> None:
    assert sorted([ref, "1.1", "CIP01", ""], key=ref_order)[-1] == ""


def test_a_ref_finds_its_record_in_any_case() -> None:
    risk = Risk(id="r", ref="CIP06")
    assert lookup(board(risk), " cip06 ") is risk


@pytest.mark.parametrize(
    "typed", ["1．1", "1․1", "1。1", "\u00a01.1\u00a0", "１．１", "1\u00ad.1", "action:\u20091.1", "ＡＣＴＩＯＮ：1.1"]
)
def test_a_ref_finds_its_record_however_its_dot_and_its_spaces_were_typed(typed: str) -> None:
    action = Action(id="a", ref="1.1")
    assert lookup(board(action, Action(id="b", ref="11")), typed) is action


@pytest.mark.parametrize("kept", ["1．1", "1\u00ad.1\u202e", "１.１"])
def test_a_record_is_found_whose_ref_only_looks_like_what_was_typed(kept: str) -> None:
    action = Action(id="a", ref=kept)
    assert lookup(board(action), "1.1") is action


def test_what_stands_under_two_kinds_means_the_action_unless_the_kind_is_named() -> None:
    action, kpi = Action(id="a", ref="2.1"), Kpi(id="k", ref="2.1")
    both = board(action, kpi)
    assert lookup(both, "2.1") is action
    assert lookup(both, "kpi:2.1") is kpi


@pytest.mark.parametrize("typed", ["kpi:6.1 2019-03", "6.1 Mar 19", "reading:6.1 March 2019", "KPI:6.1, 2019-03"])
def test_a_reading_is_what_its_kpi_and_period_say_however_the_period_is_written(typed: str) -> None:
    kpi, other = Kpi(id="k", ref="6.1"), Kpi(id="o", ref="6.10")
    wanted = Reading(id="r", kpi="k", period="2019-03", value="92.8%")
    others = Reading(id="s", kpi="k", period="2019-04"), Reading(id="t", kpi="o", period="2019-03")
    now = board(kpi, other, wanted, *others)
    assert lookup(now, typed) is wanted
    with pytest.raises(BoardError, match="Nothing on this board"):
        lookup(now, "kpi:6.1 2018-03")


def test_a_ref_used_twice_in_one_kind_is_not_guessed() -> None:
    twice = board(Action(id="aaaaaaaa-1", ref="1.10", title="Coach"), Action(id="bbbbbbbb-2", ref="1.10"))
    with pytest.raises(BoardError, match=r"Say which: action:1\.10 #1 \(“Coach”\), action:1\.10 #2\."):
        lookup(twice, "1.10")
    assert lookup(twice, "action:1.10 #2").id == "bbbbbbbb-2"
    assert lookup(twice, "action:bbbbbbbb").id == "bbbbbbbb-2", "programs have ids from JSON"


def test_an_unknown_ref_says_which_there_are() -> None:
    with pytest.raises(BoardError, match=r"has the ref '9\.9'\. Actions here: 1\.1 to 1\.10\."):
        lookup(board(Action(id="a", ref="1.1"), Action(id="b", ref="1.10")), "9.9")


def test_an_empty_ref_finds_nothing_even_beside_records_without_one() -> None:
    with pytest.raises(BoardError):
        lookup(board(Action(id="a")), "")


def test_a_meeting_is_found_by_its_date_and_the_board_by_its_name() -> None:
    meeting = Meeting(id="m", date="2021-01-19")
    assert lookup(board(meeting), "meeting:2021-01-19") is meeting
    assert isinstance(lookup(board(), "board"), Profile)


def test_links_hold_in_both_directions_whoever_says_them() -> None:
    action, kpi, risk = Action(id="a", links=("k",)), Kpi(id="k"), Risk(id="r", links=("a",))
    linked = board(action, kpi, risk)
    assert linked.linked(Kpi, "a") == (kpi,)
    assert linked.linked(Action, "k") == (action,)
    assert linked.linked(Risk, "a") == (risk,)


def test_records_belong_to_their_owner_in_counting_order() -> None:
    ambition = Ambition(id="1")
    late, early = Action(id="x", ref="1.10", ambition="1"), Action(id="y", ref="1.2", ambition="1")
    assert board(ambition, late, early).owned(Action, "1") == (early, late)


@pytest.mark.parametrize(
    ("changed", "last"),
    [
        (["2021-03-02T09:00:00Z", "2021-03-01T10:00:00Z"], datetime(2021, 3, 2, 9)),
        (["2021-03-02T09:00:00.75+02:00"], datetime(2021, 3, 2, 7)),
        (["yesterday"], datetime(1980, 1, 1)),
        ([], datetime(1980, 1, 1)),
    ],
)
def test_a_board_was_made_when_it_was_last_edited_or_on_the_first_day_that_a_packed_file_can_name(
    changed: list[str], last: datetime
) -> None:
    records = [Action(id=f"a{place}", changed_at=at) for place, at in enumerate(changed)]
    assert last_edited(board(*records)) == last
