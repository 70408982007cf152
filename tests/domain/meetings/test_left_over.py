"""What a meeting parked or did not reach returns first at the next one, and says so."""

from datetime import date

from boardtui.domain.board.board import Board
from boardtui.domain.meetings.agenda import agenda_whys, build_agenda
from boardtui.domain.meetings.agenda_changes import make_agenda
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    AgendaItem,
    Ambition,
    Challenge,
    Decision,
    Meeting,
    Record,
)
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.rag import Rag
from tests.domain.boards import board

TODAY = date(2021, 3, 2)
MARCH = Meeting(id="march", date="2021-03-02")
RED = Ambition(id="2", ref="2", rag=Rag.RED)


def titles(a_board: Board, meeting: Meeting | None = None) -> list[str]:
    return [entry.title for entry in build_agenda(a_board, TODAY, meeting)]


def why(a_board: Board, title: str) -> str:
    return next(entry.why for entry in build_agenda(a_board, TODAY) if entry.title == title)


def action(ref: str, rag: Rag = Rag.GREEN) -> Action:
    return Action(id=ref, ref=ref, lead="Head", rag=rag, due="2021-12-31")


class TestWhatWasLeftOver:
    def held(self, identity: str, day: str, *items: AgendaItem) -> tuple[Record, ...]:
        meeting = Meeting(id=identity, date=day, state=MeetingState.CLOSED, closed_at=f"{day}T12:00:00Z")
        return (meeting, *items)

    def item(self, meeting: str, ref: str, state: AgendaState, **values: str) -> AgendaItem:
        return AgendaItem(id=f"{meeting} {ref}", meeting=meeting, item=ref, state=state, **values)  # type: ignore[arg-type]

    def topic(self, meeting: str, title: str, state: AgendaState) -> AgendaItem:
        return AgendaItem(id=f"{meeting} {title}", meeting=meeting, title=title, state=state)

    def test_what_was_parked_or_not_reached_comes_first_and_says_when(self) -> None:
        january = self.held(
            "jan",
            "2021-01-19",
            self.item("jan", "1.1", AgendaState.PARKED),
            self.item("jan", "1.2", AgendaState.TO_DO),
            self.item("jan", "1.3", AgendaState.DISCUSSED),
            self.item("jan", "1.4", AgendaState.SKIPPED),
            self.item("jan", "1.5", AgendaState.TO_DO, note="Was read out"),
        )
        quiet = [action(f"1.{number}") for number in range(1, 6)]
        now = board(RED, *quiet, *january)
        assert titles(now) == ["1.1", "1.2", "2"]
        assert why(now, "1.1") == "parked on 19/01/2021"
        assert why(now, "1.2") == "not reached on 19/01/2021"

    def test_it_says_what_else_brings_it_up_and_stands_there_once(self) -> None:
        january = self.held("jan", "2021-01-19", self.item("jan", "1.1", AgendaState.PARKED))
        now = board(RED, action("1.1", Rag.RED), *january)
        assert titles(now) == ["1.1", "2"]
        assert why(now, "1.1") == "parked on 19/01/2021; red"

    def test_a_topic_of_the_chairs_own_returns_with_its_words(self) -> None:
        january = self.held("jan", "2021-01-19", self.topic("jan", "Staffing [SEND] | agency", AgendaState.PARKED))
        now = board(RED, MARCH, *january)
        assert titles(now, MARCH) == ["Staffing [SEND] | agency", "2"]
        new = make_agenda(now, MARCH, TODAY)[0].values
        assert (new["title"], new["item"], new["why"]) == ("Staffing [SEND] | agency", "", "parked on 19/01/2021")

    def test_what_is_on_the_agenda_already_is_not_put_there_twice_and_says_that_it_was_left(self) -> None:
        january = self.held(
            "jan",
            "2021-01-19",
            self.topic("jan", "Staffing", AgendaState.PARKED),
            self.item("jan", "1.1", AgendaState.TO_DO),
        )
        there = [
            AgendaItem(id="a", meeting="march", title="STAFFING", position=10),
            AgendaItem(id="b", meeting="march", item="1.1", why="red", position=20),
        ]
        now = board(MARCH, action("1.1", Rag.RED), *january, *there)
        assert make_agenda(now, MARCH, TODAY) == []
        assert agenda_whys(now, MARCH) == {"a": "parked on 19/01/2021", "b": "not reached on 19/01/2021; red"}

    def test_a_later_meeting_that_took_it_settles_it(self) -> None:
        january = self.held(
            "jan",
            "2021-01-19",
            self.item("jan", "1.1", AgendaState.PARKED),
            self.topic("jan", "Staffing", AgendaState.TO_DO),
        )
        february = self.held(
            "feb",
            "2021-02-16",
            self.item("feb", "1.1", AgendaState.DISCUSSED),
            self.topic("feb", "Staffing", AgendaState.SKIPPED),
        )
        quiet = action("1.1")
        assert titles(board(quiet, *january)) == ["1.1", "Staffing"]
        assert titles(board(quiet, *january, *february)) == []
        there = AgendaItem(id="x", meeting="feb", item="1.1", state=AgendaState.DISCUSSED)
        held = Meeting(id="feb", date="2021-02-16", state=MeetingState.CLOSED, closed_at="2021-02-16T12:00:00Z")
        assert agenda_whys(board(quiet, *january, held, there), held) == {"x": "parked on 19/01/2021"}

    def test_what_was_left_twice_says_when_last(self) -> None:
        january = self.held("jan", "2021-01-19", self.item("jan", "1.1", AgendaState.PARKED))
        february = self.held("feb", "2021-02-16", self.item("feb", "1.1", AgendaState.TO_DO))
        assert why(board(action("1.1"), *january, *february), "1.1") == "not reached on 16/02/2021"

    def test_what_was_answered_done_or_deleted_since_waits_no_longer(self) -> None:
        january = self.held(
            "jan", "2021-01-19", *(self.item("jan", ref, AgendaState.PARKED) for ref in ("asked", "task", "gone"))
        )
        asked = Challenge(id="asked", text="Why?", answer="Because")
        assert titles(board(asked, ActionArising(id="task", text="Send it", done=True), *january)) == []
        assert titles(
            board(Challenge(id="asked", text="Why?"), ActionArising(id="task", text="Send it"), *january)
        ) == [
            "Send it",
            "Why?",
        ]

    def test_what_a_decision_was_made_about_was_reached(self) -> None:
        january = self.held("jan", "2021-01-19", self.item("jan", "1.1", AgendaState.TO_DO))
        said = Decision(id="d", meeting="jan", item="1.1", text="Go on")
        assert titles(board(action("1.1"), *january, said)) == []
