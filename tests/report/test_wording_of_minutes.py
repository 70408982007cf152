"""What minutes say of a meeting, line by line: from its records alone, without a file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    AgendaItem,
    Challenge,
    Decision,
    Meeting,
    Profile,
    Record,
)
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.report.minutes import minutes
from boardtui.store.history import MeetingRecord
from tests.domain.boards import LAST, board, since

AUDIT = Action(id="a", ref="1.1", title="Audit")
TRAIN = Action(id="b", ref="1.2", title="Train")


def item(name: str, **said: Any) -> AgendaItem:
    values: dict[str, Any] = {"meeting": "m", "position": ord(name[0]), "state": AgendaState.DISCUSSED} | said
    return AgendaItem(id=f"item {name}", **values)


def written(
    *records: Record, profile: Profile | None = None, agreed: str = "", new: tuple[str, ...] = (), **of: Any
) -> str:
    """The minutes of a meeting in March, of which something is stated."""
    meeting = Meeting(id="m", **{"date": "2021-03-02", **of})
    made = board(LAST, meeting, *records, profile=profile, since=since(new=new))
    return minutes(made, meeting, MeetingRecord(), agreed=agreed)


def section(text: str, title: str, level: int = 2) -> str:
    found = re.search(rf"^{'#' * level} {re.escape(title)}\n\n(.*?)(?=\n#{{1,{level}}} |\Z)", text, re.M | re.S)
    return found[1].strip() if found else ""


class TestTheirBeginning:
    @pytest.mark.parametrize(
        ("title", "plan", "heading"),
        [
            ("May board", "Our plan", "May board"),
            ("", "Our plan", "Our plan"),
            ("", "", "Improvement board"),
        ],
    )
    def test_they_are_called_after_the_meeting_or_the_plan(self, title: str, plan: str, heading: str) -> None:
        draft = written(title=title, profile=Profile(id="board", title=plan))
        assert draft.startswith(f"# Draft minutes: {heading}\n")
        assert "*A draft, until the board agrees it at its next meeting.*" in draft
        agreed = written(title=title, profile=Profile(id="board", title=plan), agreed="on 6 April")
        assert agreed.startswith(f"# Minutes: {heading}\n")
        assert "**Agreed:** on 6 April" in agreed and "A draft" not in agreed

    @pytest.mark.parametrize(
        ("opened", "closed", "time"),
        [
            ("2021-03-02T10:00:00Z", "2021-03-02T11:30:00Z", "**Time:** 10:00 to 11:30"),
            ("2021-03-02T10:00:00Z", "", "**Time:** from 10:00"),
            ("", "2021-03-02T11:30:00Z", "**Time:** until 11:30"),
            ("", "", ""),
        ],
    )
    def test_they_say_from_when_to_when_as_far_as_it_is_known(self, opened: str, closed: str, time: str) -> None:
        lines = written(opened_at=opened, closed_at=closed).replace("\\\n", "\n").split("\n")
        assert [line for line in lines if "Time" in line] == ([time] if time else [])

    def test_what_is_not_stated_of_the_meeting_is_said_and_of_the_board_left_out(self) -> None:
        bare = written(date="")
        for each in ("**Date:** not stated", "**Place:** not stated", "**Chair:** not stated"):
            assert each in bare
        assert "Council" not in bare and "**Plan:**" not in bare
        assert section(bare, "Attendance") == section(bare, "Apologies") == "None recorded."
        full = written(place="Hall", chair="Ann", attendees="Ann\nBob", apologies="Cy")
        for each in ("**Date:** 02/03/2021", "**Place:** Hall", "**Chair:** Ann"):
            assert each in full
        assert (section(full, "Attendance"), section(full, "Apologies")) == ("- Ann\n- Bob", "- Cy")


class TestItems:
    def test_each_is_told_by_what_became_of_it_under_the_number_that_it_has_among_those_not_cut(self) -> None:
        text = written(
            AUDIT,
            TRAIN,
            item("a", title="Welcome", state=AgendaState.SKIPPED),
            item("b", item="a", note="Looked at."),
            item("c", title="Any other business"),
            item("d", item="b", state=AgendaState.PARKED),
            item("e", title="Budget", state=AgendaState.PARKED, note="No papers."),
            item("f", title="Visits", state=AgendaState.TO_DO),
            item("g", title="Post", state=AgendaState.TO_DO, note="Read out."),
        )
        assert "Welcome" not in text
        said = section(text, "Items")
        assert section(text, "Item 1: Action 1.1 Audit", 3).endswith("Looked at.")
        assert section(text, "Item 4: Budget", 3) == "No papers.\n\nParked: to be taken at another meeting."
        assert section(text, "Item 6: Post", 3).split("\n\n")[0] == "Read out."
        assert said.endswith("**Noted:** Item 2: Any other business.")
        assert section(text, "Parked") == "- Item 3: Action 1.2 Train\n- Item 4: Budget"
        assert section(text, "Not reached") == "- Item 5: Visits"

    def test_what_an_item_gave_somebody_to_do_stands_in_one_table_with_its_number(self) -> None:
        text = written(
            AUDIT,
            TRAIN,
            item("a", item="a", state=AgendaState.TO_DO),
            item("b", title="Budget"),
            ActionArising(id="x", meeting="m", item="a", text="Send it", owner="Head", due="2021-04-01"),
            ActionArising(id="y", meeting="m", item="item b", text="Pay"),
            ActionArising(id="z", meeting="m", item="b", text="Book"),
        )
        assert [line.strip("| ").split(" | ") for line in section(text, "Actions arising").split("\n")[2:]] == [
            ["1. Action 1.1 Audit", "Send it", "Head", "01/04/2021"],
            ["2. Agenda item “Budget” of the meeting of 02/03/2021", "Pay", "not stated", "not stated"],
            ["Action 1.2 Train", "Book", "not stated", "not stated"],
        ]
        assert section(text, "Item 1: Action 1.1 Audit", 3) == "See the actions arising below."
        assert section(text, "Item 2: Budget", 3) == "See the actions arising below."

    def test_eight_that_were_not_reached_stand_a_line_each_and_more_in_one(self) -> None:
        waiting = [item(chr(97 + n), title=f"Topic {n}", state=AgendaState.TO_DO) for n in range(9)]
        assert section(written(*waiting[:8]), "Not reached").count("\n- ") == 7
        assert section(written(*waiting), "Not reached").startswith("Item 1: Topic 0; Item 2: Topic 1; ")

    def test_that_earlier_minutes_were_agreed_is_said_at_their_item_if_it_was_here(self) -> None:
        agreed, other = (
            Meeting(id=name, date="2021-01-19", state=MeetingState.CLOSED, agreed_in=where)
            for name, where in (("o", "m"), ("p", "last"))
        )
        text = written(agreed, other, item("a", item="o"), item("b", item="p"))
        assert text.count("The board agreed the minutes of the meeting of 19/01/2021.") == 1


class TestWhatWasSaid:
    @pytest.mark.parametrize(
        ("made_by", "told"),
        [("", "Fund it"), ("The Board", "Fund it"), ("Ann", "Fund it"), ("Bob", "Fund it *(Bob)*")],
    )
    def test_who_decided_is_told_unless_it_was_the_board_or_its_chair(self, made_by: str, told: str) -> None:
        text = written(Decision(id="d", meeting="m", text="Fund it", made_by=made_by), chair="ann")
        assert section(text, "Other matters") == f"**The board decided**\n\n- {told}"

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({}, "Why? **No answer yet.**"),
            ({"raised_by": "Ann"}, "Why? *(asked by Ann)* **No answer yet.**"),
            ({"answer": "So."}, "Why? **Answer:** So."),
            ({"answer": "So.", "answered_by": "Bob"}, "Why? **Answer:** So. *(Bob)*"),
        ],
    )
    def test_a_question_stands_with_who_asked_and_what_was_answered(self, said: dict[str, Any], told: str) -> None:
        text = written(AUDIT, item("a", item="a"), Challenge(id="c", meeting="m", item="a", text="Why?", **said))
        assert section(text, "Item 1: Action 1.1 Audit", 3).endswith(f"**The board asked**\n\n- {told}")
        assert section(text, "Other matters") == ""

    @pytest.mark.parametrize(
        ("who", "told"),
        [
            ("Ann", "*(asked by Ann, at the meeting of 19/01/2021)*"),
            ("", "*(asked at the meeting of 19/01/2021)*"),
        ],
    )
    def test_one_of_an_earlier_meeting_says_at_which(self, who: str, told: str) -> None:
        asked = Challenge(id="c", meeting="last", text="Why?", answer="So.", answered_in="m", raised_by=who)
        assert section(written(asked), "Other matters").endswith(f"- Why? {told} **Answer:** So.")


class TestMattersArising:
    def test_what_earlier_meetings_asked_for_stands_there_as_long_as_it_is_open_or_its_end_is_news(self) -> None:
        text = written(
            AUDIT,
            Meeting(id="o", title="Away day"),
            ActionArising(id="x", meeting="last", item="a", text="Send it", owner="Head", due="2021-02-27"),
            ActionArising(id="y", meeting="o", text="Pay", done=True, outcome="Paid"),
            ActionArising(id="z", meeting="last", text="Book", done=True),
            Challenge(id="c", meeting="o", item="a", text="Why?", raised_by="Ann"),
            Challenge(id="d", meeting="last", text="How?", answer="So.", answered_by="Bob"),
            Challenge(id="e", meeting="last", text="When?", answer="Now."),
            new=("y", "d"),
        )
        tables = [
            [line.strip("| ").split(" | ") for line in section(text, title, 3).split("\n")[2:]]
            for title in ("Actions arising from earlier meetings", "Challenges of earlier meetings")
        ]
        assert tables == [
            [
                ["19/01/2021", "Action 1.1 Audit", "Send it", "Head", "27/02/2021", "open, 3 days late"],
                ["Away day", "–", "Pay", "not stated", "not stated", "completed: Paid"],
            ],
            [
                ["Away day", "Action 1.1 Audit", "Why? *(Ann)*", "no answer yet"],
                ["19/01/2021", "–", "How?", "So. *(Bob)*"],
            ],
        ]

    @pytest.mark.parametrize(("count", "told"), [(1, "item 1."), (2, "items 1 and 2.")])
    def test_items_of_which_all_is_said_there_are_only_counted_below(self, count: int, told: str) -> None:
        asked = [
            Challenge(id=name, meeting="last", text="Why?", answer="So.", answered_in="m") for name in "cd"[:count]
        ]
        text = written(*asked, *(item(each.id, item=each.id) for each in asked), new=("c", "d"))
        assert section(text, "Items") == f"**Matters arising, above:** {told}"
        assert "Other matters" not in text


class TestTheNextMeeting:
    @pytest.mark.parametrize(
        ("others", "told"),
        [
            ([], "No date is fixed."),
            ([("n", "2021-03-01")], "No date is fixed."),
            ([("n", "2021-03-02")], "02/03/2021, n, Hall."),
            ([("n", "2021-05-04"), ("o", "2021-04-06")], "06/04/2021, o, Hall."),
            ([("o", "2021-04-06"), ("n", "2021-04-06")], "06/04/2021, n, Hall."),
            ([("n", "")], "No date is fixed."),
        ],
    )
    def test_it_is_the_first_that_is_no_earlier_than_this_one(self, others: list[tuple[str, str]], told: str) -> None:
        planned = [Meeting(id=name, date=day, title=name, place="Hall") for name, day in others]
        assert section(written(*planned), "Next meeting") == told

    def test_one_on_the_same_day_that_had_closed_before_was_not_the_next(self) -> None:
        def after(closed: str) -> str:
            other = Meeting(id="n", date="2021-03-02", title="Early", closed_at=closed)
            return section(written(other, closed_at="2021-03-02T11:30:00Z"), "Next meeting")

        assert after("2021-03-02T11:29:59Z") == "No date is fixed."
        assert after("2021-03-02T11:30:00Z") == after("") == "02/03/2021, Early."
