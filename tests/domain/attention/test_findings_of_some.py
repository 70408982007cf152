"""What is found on some records by themselves is what looking at the whole board finds on them."""

import random
from datetime import date

from boardtui.domain.attention.findings import date_findings
from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS, Action, Milestone, Profile

TODAY = date(2021, 3, 2)
_DATES = ("2021-01-31", "2021-06-30", "2031-03-31", "1921-03-31", "31/06/2021", "March", "01/02/2021 or 3 May 2021", "")


def board_with(chance: random.Random) -> Board:
    """Actions and their milestones, with dates of which many make no sense, each by itself or beside the others."""
    actions = [
        Action(id=f"action {n}", ref=f"1.{n}", due=chance.choice(_DATES), original_due=chance.choice(_DATES), created=n)
        for n in range(12)
    ]
    milestones = [
        Milestone(
            id=f"milestone {n}",
            title=f"Step {n}",
            due=chance.choice(_DATES[:4]),
            created=20 + n,
            links=tuple(each.id for each in chance.sample(actions, 2)),
        )
        for n in range(12)
    ]
    records = {name: {each.id: each for each in (*actions, *milestones) if each.kind.name == name} for name in KINDS}
    return Board(profile=Profile(id="board"), records=records)


def test_the_dates_of_some_records_are_judged_as_beside_all_others() -> None:
    codes = set[str]()
    for seed in range(40):
        board = board_with(random.Random(seed))
        every = date_findings(board, TODAY)
        codes |= {each.code for each in every}
        for some in ({"action 1"}, {"milestone 3"}, {"action 2", "milestone 7", "milestone 4", "not there"}):
            assert date_findings(board, TODAY, among=some) == [each for each in every if each.record in some]
    assert codes == {"date_unclear", "date_impossible", "date_order", "due_before_original", "date_too_far"}
