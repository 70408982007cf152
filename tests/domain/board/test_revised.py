"""A board with some records as they are by now is the same as one that is read as a whole."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from boardtui.domain.board.board import Board, Since, remembered
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Kpi, Meeting, Profile, Reading, Record, Risk
from boardtui.domain.records.meetings import MeetingState
from tests.domain.boards import LAST, board

IDS = tuple("abcdefgh")
PLAN: tuple[Any, ...] = (Ambition, Action, Risk, Kpi)


@remembered
def told(there: Board, record: Record) -> tuple[str, ...]:
    """Something that depends on what a record belongs to, on what belongs to it, and on its links."""
    beside = [each.id for kind in PLAN for each in there.linked(kind, record.id)]
    own = [each.id for kind in (Action, Reading) for each in there.owned(kind, record.id)]
    above = there.find(str(getattr(record, "ambition", "") or getattr(record, "kpi", "")))
    return (*beside, *own, repr(above), there.profile.ambition_label)


def looked_at(there: Board) -> dict[str, Any]:
    """All that is worked out of a board once, and kept."""
    every = [each for name in KINDS for each in there.of_kind(name)]
    return {
        "order": [each.id for each in every],
        "owned": {(kind, each): there.owned(kind, each) for kind in (Action, Reading) for each in IDS},
        "linked": {(kind, each): there.linked(kind, each) for kind in PLAN for each in IDS},
        "twice": there.refs_twice,
        "conflicted": there.conflicted,
        "told": {each.id: told(there, each) for each in every},
    }


def made(kind: Any, identity: str, chance: random.Random) -> Record:
    values: dict[str, Any] = {"created": chance.randint(1, 3), "conflicts": chance.choice(((), (), ("ref",)))}
    if kind is Reading:
        return kind(id=identity, kpi=chance.choice(IDS), period="2021-01", **values)
    values |= {"ref": chance.choice(("", "1.1", "1.10", "2")), "links": tuple(chance.sample(IDS, chance.randint(0, 2)))}
    if kind is Action:
        values["ambition"] = chance.choice(IDS)
    if kind in (Kpi, Risk, Action):
        return kind(id=identity, **values)  # type: ignore[no-any-return]
    return kind(id=identity, **{name: value for name, value in values.items() if name != "links"})  # type: ignore[no-any-return]


def revised(there: Board, *changed: tuple[str, str, Record | None], since: Since | None = None) -> Board:
    touched: dict[str, dict[str, Record | None]] = {}
    for kind, identity, record in changed:
        touched.setdefault(kind, {})[identity] = record
    now = there.since if since is None else since
    return there.revised(touched, since=now, redatings={}, commented={}, reported={}, edition=there.edition + 1)


def anew(there: Board) -> Board:
    """The same board, of which nothing is known yet."""
    return Board(profile=there.profile, records=there.records, since=there.since)


@pytest.mark.parametrize("seed", range(25))
def test_whatever_changes_all_that_is_kept_is_as_if_it_were_worked_out_anew(seed: int) -> None:
    chance = random.Random(seed)
    kinds = [chance.choice((*PLAN, Reading)) for _ in IDS]
    there = board(*(made(kind, each, chance) for kind, each in zip(kinds, IDS, strict=True)))
    looked_at(there)
    for _ in range(12):
        places = chance.sample(range(len(IDS)), chance.randint(1, 3))
        changed = [
            (kinds[at].kind.name, IDS[at], made(kinds[at], IDS[at], chance) if chance.random() < 0.8 else None)
            for at in places
        ]
        before, there = there, revised(there, *changed)
        if chance.random() < 0.7:
            assert looked_at(there) == looked_at(anew(there))
        pairs = there.changed_since(before)
        assert pairs is not None
        expected = {each: (before.find(each), there.find(each)) for _, each, _ in changed}
        assert sorted(map(repr, pairs)) == sorted(map(repr, expected.values()))


def test_what_belongs_to_itself_as_a_forged_copy_may_say_is_looked_at_once() -> None:
    selfish = Action(id="a", ambition="a")
    one, other = Action(id="b", ambition="c"), Action(id="c", ambition="b")
    there = board(selfish, one, other)
    looked_at(there)
    for record in (selfish, one):
        there = revised(there, ("action", record.id, replace(record, title="New")))
        assert looked_at(there) == looked_at(anew(there))


class TestKept:
    A, B, OTHER = Action(id="a", ref="1.1"), Action(id="b", ref="1.1", created=1), Action(id="c", ref="2")

    def test_what_nobody_touched_is_not_worked_out_again(self) -> None:
        there = board(self.A, self.B, self.OTHER)
        looked_at(there)
        same = revised(there, ("action", "c", replace(self.OTHER, title="New")))
        assert same.refs_twice is there.refs_twice
        assert same.conflicted is there.conflicted
        assert same.remembers(told.__wrapped__, self.A)  # type: ignore[attr-defined]
        assert not same.remembers(told.__wrapped__, replace(self.OTHER, title="New"))  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("identity", "now", "twice"),
        [
            ("c", Action(id="c", ref="1.1", created=2), ["a", "b", "c"]),
            ("b", Action(id="b", ref="3", created=1), []),
            ("b", None, []),
            ("a", Action(id="a", ref="1.1", created=5), ["b", "a"]),
            ("a", Action(id="a", ref="1.1", title="New"), ["a", "b"]),
        ],
    )
    def test_refs_that_stand_twice_follow_every_change_of_one(
        self, identity: str, now: Record | None, twice: list[str]
    ) -> None:
        there = board(self.A, self.B, self.OTHER)
        assert [[each.id for each in some] for some in there.refs_twice] == [["a", "b"]]
        found = revised(there, ("action", identity, now)).refs_twice
        assert [[each.id for each in some] for some in found] == ([twice] if twice else [])
        assert all(each is now for some in found for each in some if each.id == identity)

    @pytest.mark.parametrize(
        ("changed", "all_of_it"),
        [
            (("board", "board", Profile(id="board", ambition_label="theme")), True),
            (("meeting", "m", Meeting(id="m", title="New")), True),
            (("meeting", "m", Meeting(id="m", current_item="a")), False),
            (("meeting", "m", Meeting(id="m", state=MeetingState.CLOSED)), True),
            (("meeting", "m", None), True),
            (("meeting", "n", Meeting(id="n")), True),
            (("action", "c", Action(id="c", title="New")), False),
        ],
    )
    def test_all_is_looked_at_again_once_the_boards_own_words_or_its_meetings_change(
        self, changed: tuple[str, str, Record | None], all_of_it: bool
    ) -> None:
        meeting, profile = Meeting(id="m"), Profile(id="board")
        there = board(self.A, self.OTHER, meeting, profile, profile=profile)
        told(there, self.A)
        now = revised(there, changed)
        assert now.remembers(told.__wrapped__, self.A) is not all_of_it  # type: ignore[attr-defined]
        if changed[0] == "board":
            assert now.profile is changed[2]
            assert now.changed_since(there) is None

    def test_a_board_after_another_meeting_is_compared_with_that_and_all_is_looked_at_again(self) -> None:
        there = board(self.A)
        told(there, self.A)
        now = revised(there, ("action", "a", self.A), since=Since(meeting=LAST))
        assert now.changed_since(there) is None
        assert not now.remembers(told.__wrapped__, self.A)  # type: ignore[attr-defined]

    def test_what_changed_is_told_over_several_revisions_and_of_no_other_board(self) -> None:
        first = board(self.A, self.B, self.OTHER)
        second = revised(first, ("action", "a", None))
        third = revised(second, ("action", "c", replace(self.OTHER, title="New")))
        assert first.changed_since(first) == []
        pairs = third.changed_since(first)
        assert pairs is not None
        assert {(was and was.id, now and now.id) for was, now in pairs} == {("a", None), ("c", "c")}
        assert third.changed_since(None) is None
        assert third.changed_since(board(self.A)) is None
        assert second.changed_since(third) is None, "a later one"
        assert revised(first, ("action", "b", None)).changed_since(second) is None, "beside it"
        assert (first.edition, second.edition, third.edition) == (0, 1, 2)
