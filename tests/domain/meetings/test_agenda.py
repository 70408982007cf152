"""The agenda that builds itself, the questions worth asking, and what a meeting does."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from boardtui.domain.board.board import Board, Since
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of, build_agenda
from boardtui.domain.meetings.agenda_changes import (
    add_item,
    cut,
    extend,
    go_back,
    go_on,
    make_agenda,
    move_down,
    move_to,
    move_up,
    park_and_go_on,
)
from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.meetings.meeting_changes import (
    action_arising,
    answer_challenge,
    challenge,
    closing_time,
    decision,
    new_meeting,
    one_a_line,
    read_time,
    start_meeting,
)
from boardtui.domain.meetings.questions import questions_worth_asking
from boardtui.domain.meetings.sittings import nobody_closed, planned_minutes, running_time, time_taken
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    AgendaItem,
    Ambition,
    Challenge,
    Decision,
    Kpi,
    Meeting,
    Mitigation,
    NextStep,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.kpis import Polarity
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.profile import Profile
from boardtui.domain.records.rag import Rag
from tests.domain.boards import LAST, board, redated, since

TODAY = date(2021, 3, 2)
MARCH = Meeting(id="march", date="2021-03-02")
OPENED = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)


def titles(a_board: Board, meeting: Meeting | None = None) -> list[str]:
    return [entry.title for entry in build_agenda(a_board, TODAY, meeting)]


def why(a_board: Board, title: str) -> str:
    return next(entry.why for entry in build_agenda(a_board, TODAY) if entry.title == title)


def changed(**groups: dict[str, object]) -> Since:
    """Action 1.1 has changed since the last meeting: the values then, by group."""
    return Since(meeting=LAST, before={"1.1": groups})


def action(ref: str, **values: object) -> Action:
    return Action(id=ref, ref=ref, ambition=ref.split(".", maxsplit=1)[0], **{"lead": "Head", **values})  # type: ignore[arg-type]


def ambition(ref: str, **values: object) -> Ambition:
    return Ambition(id=ref, ref=ref, **{"lead": "Director", **values})  # type: ignore[arg-type]


def numbered() -> object:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


class TestWhatComesUp:
    def test_the_gravest_ambition_comes_first_with_its_own_actions_after_it(self) -> None:
        now = board(
            ambition("1", rag=Rag.GREEN),
            action("1.1", rag=Rag.GREEN, due="2021-02-20"),
            ambition("2", rag=Rag.AMBER),
            action("2.1", rag=Rag.GREEN, due="2021-12-31"),
            ambition("3"),
            action("3.1", rag=Rag.RED),
            ambition("4", rag=Rag.GREEN),
        )
        assert titles(now) == ["3", "3.1", "2", "1", "1.1"]

    def test_within_an_ambition_red_comes_before_slipping_then_sign_off_then_overdue_then_re_dated(self) -> None:
        moved, rated = {"due": "2021-05-31", "due_reason": ""}, {"rag": Rag.GREEN}
        before: dict[str, dict[str, dict[str, Any]]] = {"1.1": {"dates": moved}, "1.3": {"status": rated}}
        now = board(
            ambition("1"),
            action("1.1", rag=Rag.GREEN, due="2021-06-30"),
            action("1.2", rag=Rag.GREEN, due="2021-02-20"),
            action("1.3", rag=Rag.BLUE, evidence="The register"),
            action("1.4", rag=Rag.AMBER, due="2021-06-30", original_due="2021-03-31"),
            action("1.5", rag=Rag.RED),
            since=Since(meeting=LAST, before=before),
        )
        assert titles(now) == ["1", "1.5", "1.4", "1.3", "1.2", "1.1"]

    def test_kpis_risks_and_next_steps_follow_in_that_order(self) -> None:
        now = board(
            NextStep(id="step", title="Launch", due="2021-03-20"),
            Risk(id="risk", ref="CIP1", category="money", current="4x4"),
            Kpi(id="kpi", ref="2.1", polarity=Polarity.HIGH, minimum="90%", upper="95%"),
            Reading(id="reading", kpi="kpi", period="2021-02", value="80%"),
            ambition("1", rag=Rag.RED),
            profile=Profile(id="board", appetite="money: cautious 9"),
        )
        assert titles(now) == ["1", "2.1", "CIP1", "Launch"]
        assert why(now, "2.1") == "off target: 80% against 90% – 95%"
        assert why(now, "CIP1") == "above tolerance: 16 against 9"
        assert why(now, "Launch") == "due 20/03/2021"

    def test_blue_asks_for_sign_off_until_a_meeting_has_closed_with_it(self) -> None:
        item = action("1.1", rag=Rag.BLUE)
        asking = board(ambition("1"), item, since=changed(status={"rag": Rag.GREEN}))
        assert (
            why(asking, "1.1") == "blue, for sign-off, no evidence named; better since the last meeting, was G ● Green"
        )
        assert titles(board(ambition("1"), item, since=since())) == []

    def test_an_amber_action_in_time_is_no_exception_and_a_slipped_one_is(self) -> None:
        in_time = action("1.1", rag=Rag.AMBER, due="2021-06-30", original_due="2021-06-30")
        slipped = action("1.2", rag=Rag.AMBER, due="2021-06-30", original_due="2021-03-31")
        assert titles(board(ambition("1"), in_time, slipped)) == ["1", "1.2"]

    def test_an_action_re_dated_since_the_last_meeting_comes_up_whatever_its_colour(self) -> None:
        item = action("1.1", rag=Rag.GREEN, due="2021-06-30")
        moved = changed(dates={"due": "2021-05-31", "due_reason": ""})
        assert why(board(ambition("1"), item, since=moved), "1.1") == "date revised since the last meeting"
        respelt = changed(dates={"due": "30 June 2021", "due_reason": ""})
        assert titles(board(ambition("1"), item, since=respelt)) == []

    def test_what_another_board_runs_does_not_come_up(self) -> None:
        now = board(ambition("1", routed_to="Start Well Board", rag=Rag.RED), action("1.1", rag=Rag.RED))
        assert titles(now) == []

    def test_matters_arising_come_first_each_with_its_words_and_what_it_is_about(self) -> None:
        asked = Challenge(id="asked", meeting="last", item="1.1", text="When will it be done?")
        answered = Challenge(id="answered", meeting="last", item="1.1", text="Why?", answer="Because")
        done = ActionArising(id="done", meeting="last", item="1.2", text="Send it", done=True)
        later = ActionArising(id="later", meeting="last", item="1.3", text="Send the bill", due="2021-03-31")
        late = ActionArising(id="late", meeting="last", text="Bring the budget", due="2021-02-12")
        items = [action(f"1.{n}", rag=Rag.GREEN) for n in (1, 2, 3)]
        now = board(LAST, ambition("1", rag=Rag.RED), *items, asked, answered, done, later, late)
        assert titles(now) == ["Bring the budget", "Send the bill", "When will it be done?", "1"]
        assert why(now, "Bring the budget") == "open action arising, due 12/02/2021; 18 days overdue"
        assert why(now, "Send the bill") == "open action arising, due 31/03/2021; about action 1.3"
        assert why(now, "When will it be done?") == "challenge unanswered since 19/01/2021; about action 1.1"

    def test_what_was_asked_about_an_item_that_is_there_anyway_is_told_beside_it_too(self) -> None:
        asked = Challenge(id="asked", meeting="last", item="1.1", text="When?")
        now = board(ambition("1"), action("1.1", rag=Rag.RED), asked)
        assert titles(now) == ["When?", "1", "1.1"]
        assert why(now, "1.1") == "red; unanswered challenge"

    def test_what_was_asked_about_nothing_in_the_plan_says_nothing_of_it(self) -> None:
        now = board(Challenge(id="asked", meeting="last", item="gone", text="Who pays?"))
        assert why(now, "Who pays?") == "challenge unanswered"

    def test_what_this_meeting_itself_asked_puts_nothing_on_its_agenda(self) -> None:
        asked = Challenge(id="asked", meeting="march", item="1.1", text="When?")
        now = board(ambition("1"), action("1.1", rag=Rag.GREEN), asked, MARCH)
        assert titles(now, MARCH) == []

    def test_the_chairs_own_topics_stand_between_what_was_left_open_and_the_exceptions(self) -> None:
        topic = AgendaItem(
            id="topic", meeting="march", title="[SEND] plan | a [/", why="asked by the chair", position=1
        )
        asked = Challenge(id="asked", meeting="last", text="Who pays?")
        now = board(ambition("1", rag=Rag.RED), asked, topic, MARCH)
        assert titles(now, MARCH) == ["Who pays?", "[SEND] plan | a [/", "1"]
        own = build_agenda(now, TODAY, MARCH)[1]
        assert (own.why, own.agenda_item) == ("asked by the chair", topic)


def with_agenda(*items: AgendaItem, meeting: Meeting = MARCH) -> Board:
    return board(meeting, *items)


def item(name: str, position: int, **values: object) -> AgendaItem:
    return AgendaItem(id=name, meeting="march", title=name, position=position, **values)  # type: ignore[arg-type]


def order_after(now: Board, changes: list) -> list[str]:  # type: ignore[type-arg]
    new = {change.record: change.values["position"] for change in changes if "position" in change.values}
    items = [*agenda_of(now, MARCH)]
    return sorted((each.id for each in items), key=lambda name: new.get(name, now.get(AgendaItem, name).position))  # type: ignore[union-attr]


class TestTheAgenda:
    def test_made_twice_it_is_the_same(self) -> None:
        now = board(ambition("1", rag=Rag.RED), action("1.1", rag=Rag.RED), MARCH)
        first = make_agenda(now, MARCH, TODAY, identity=numbered())  # type: ignore[arg-type]
        assert [change.values["item"] for change in first] == ["1", "1.1"]
        made = board(
            *now.all(Ambition),
            *now.all(Action),
            MARCH,
            *(AgendaItem(id=change.record, **change.values) for change in first),
        )
        assert make_agenda(made, MARCH, TODAY) == []

    def test_made_again_it_adds_what_is_new_after_what_it_follows_and_keeps_the_order_of_hands(self) -> None:
        there = [
            AgendaItem(id="b", meeting="march", item="2", position=10),
            AgendaItem(id="a", meeting="march", item="1", position=20, state=AgendaState.SKIPPED),
        ]
        now = board(ambition("1", rag=Rag.RED), action("1.1", rag=Rag.RED), ambition("2", rag=Rag.AMBER), MARCH, *there)
        changes = make_agenda(now, MARCH, TODAY, identity=numbered())  # type: ignore[arg-type]
        assert [(change.values["item"], change.values["position"]) for change in changes] == [("1.1", 30)]

    def test_an_item_moves_up_and_down_one_place_and_stops_at_the_ends(self) -> None:
        now = with_agenda(item("a", 10), item("b", 20), item("c", 30))
        a, _b, c = agenda_of(now, MARCH)
        assert order_after(now, move_up(now, MARCH, c)) == ["a", "c", "b"]
        assert order_after(now, move_down(now, MARCH, a)) == ["b", "a", "c"]
        assert move_up(now, MARCH, a) == move_down(now, MARCH, c) == []

    @pytest.mark.parametrize(
        ("number", "order"),
        [(1, ["c", "a", "x", "b"]), (2, ["a", "x", "c", "b"]), (3, ["a", "x", "b", "c"]), (9, ["a", "x", "b", "c"])],
    )
    def test_a_number_moves_an_item_to_that_place_among_those_that_are_taken(
        self, number: int, order: list[str]
    ) -> None:
        cut_out = item("x", 20, state=AgendaState.SKIPPED)
        now = with_agenda(item("a", 10), cut_out, item("b", 30), item("c", 40))
        assert order_after(now, move_to(now, MARCH, agenda_of(now, MARCH)[-1], number)) == order
        with pytest.raises(BoardError, match="It is cut, and so has no number"):
            move_to(now, MARCH, cut_out, 1)

    def test_i_puts_what_was_left_open_before_the_chairs_own_topics_and_exceptions_after_them(self) -> None:
        topics = [item("First", 10), item("Second", 20)]
        asked = Challenge(id="asked", meeting="last", text="Who pays?")
        now = board(MARCH, *topics, asked, ambition("1", rag=Rag.RED))
        changes = make_agenda(now, MARCH, TODAY, identity=numbered())  # type: ignore[arg-type]
        placed = {each.values.get("item") or each.record: each.values["position"] for each in changes}
        assert placed == {"asked": 10, "First": 20, "Second": 30, "1": 40}

    @pytest.mark.parametrize("count", [1, 7, 11, 12, 13, 60])
    def test_the_times_of_items_add_up_to_that_of_the_meeting_however_many_there_are(self, count: int) -> None:
        meeting = Meeting(id="march", planned_minutes=90)
        minutes = planned_minutes(meeting, [item(f"{n}", n) for n in range(count)])
        assert sum(minutes.values()) == 90
        assert max(minutes.values()) - min(minutes.values()) <= 1

    def test_a_new_item_says_what_it_takes_from_the_time_of_the_others(self) -> None:
        meeting = Meeting(id="march", planned_minutes=90)
        before = [item("a", 1, planned_minutes=30), item("b", 2), item("c", 3)]
        told = time_taken(meeting, before, [*before, item("d", 4)])
        assert told == "3 items without a time of their own share 60 min: > gives one more."
        assert time_taken(Meeting(id="march"), before, [*before, item("d", 4)]) == ""
        assert time_taken(meeting, [item("a", 1, planned_minutes=30)], [item("a", 1, planned_minutes=30)]) == ""

    def test_items_without_positions_can_be_moved(self) -> None:
        now = with_agenda(item("a", 0, created=1), item("b", 0, created=2))
        assert order_after(now, move_up(now, MARCH, agenda_of(now, MARCH)[1])) == ["b", "a"]

    def test_a_topic_is_put_after_the_item_it_is_to_follow(self) -> None:
        now = with_agenda(item("a", 10), item("b", 20))
        changes = add_item(now, MARCH, title="New", after=agenda_of(now, MARCH)[0])
        assert changes[0].values["position"] == 20
        assert [(each.record, each.values["position"]) for each in changes[1:]] == [("b", 30)]

    def test_a_record_is_on_an_agenda_once_and_a_topic_needs_words(self) -> None:
        now = board(MARCH, ambition("1", title="Practice"), AgendaItem(id="x", meeting="march", item="1"))
        with pytest.raises(BoardError, match="1 Practice is on the agenda already"):
            add_item(now, MARCH, record=now.find("1"))
        with pytest.raises(BoardError, match="Say what the item is about"):
            add_item(now, MARCH, title="  ")

    def test_items_without_a_time_share_what_the_others_leave_of_the_meeting(self) -> None:
        meeting = Meeting(id="march", planned_minutes=90)
        items = [item("a", 1, planned_minutes=30), item("b", 2), item("c", 3), item("d", 4, state=AgendaState.SKIPPED)]
        assert planned_minutes(meeting, items) == {"a": 30, "b": 30, "c": 30}

    def test_extending_gives_more_time_and_never_less_than_none(self) -> None:
        now = with_agenda(item("a", 10, planned_minutes=10))
        only = agenda_of(now, MARCH)[0]
        assert extend(now, MARCH, only)[0].values == {"planned_minutes": 15}
        assert extend(now, MARCH, only, -60)[0].values == {"planned_minutes": 0}

    def test_going_on_marks_the_item_discussed_and_passes_over_what_was_cut(self) -> None:
        meeting = Meeting(id="march", current_item="a")
        now = with_agenda(item("a", 1), item("b", 2, state=AgendaState.SKIPPED), item("c", 3), meeting=meeting)
        assert [(each.record, each.values) for each in go_on(now, meeting)] == [
            ("a", {"state": "discussed"}),
            ("march", {"current_item": "c"}),
        ]
        at_c = Meeting(id="march", current_item="c")
        assert [each.values for each in go_back(now, at_c)] == [{"current_item": "a"}]
        assert [each.values for each in go_on(now, at_c)] == [{"state": "discussed"}]

    def test_parking_goes_on_to_the_next_item(self) -> None:
        meeting = Meeting(id="march", current_item="a")
        now = with_agenda(item("a", 1), item("b", 2), meeting=meeting)
        assert [each.values for each in park_and_go_on(now, meeting)] == [{"state": "parked"}, {"current_item": "b"}]

    def test_cutting_twice_changes_nothing_more(self) -> None:
        assert cut(item("a", 1))[0].values == {"state": "skipped"}
        assert cut(item("a", 1, state=AgendaState.SKIPPED)) == []

    def test_an_empty_agenda_can_be_stepped_through(self) -> None:
        assert go_on(with_agenda(), MARCH) == go_back(with_agenda(), MARCH) == []

    def test_running_time_says_how_far_the_meeting_is_against_its_plan(self) -> None:
        meeting = Meeting(id="march", planned_minutes=60, current_item="b", opened_at="2021-03-02T10:00:00Z")
        items = [item("a", 1, planned_minutes=10, state=AgendaState.DISCUSSED), item("b", 2, planned_minutes=20)]
        now = running_time(meeting, items, datetime(2021, 3, 2, 10, 42, tzinfo=UTC))
        assert now.words == "2 of 2 · 42 of 60 min"
        assert (now.settled, now.due, now.behind) == (1, 30, 12)
        at_a = running_time(Meeting(id="march", planned_minutes=60, current_item="a"), items, OPENED)
        assert (at_a.words, at_a.due) == ("1 of 2 · 60 min planned", 10)

    def test_running_time_without_plan_or_start_says_only_what_is_known(self) -> None:
        now = running_time(MARCH, [item("a", 1)], OPENED)
        assert (now.words, now.elapsed, now.behind) == ("1 item", None, 0)


class TestTheMeeting:
    def test_a_second_meeting_on_one_day_needs_a_title_of_its_own(self) -> None:
        there = board(Meeting(id="a", date="2021-03-02", title="Board"))
        with pytest.raises(BoardError, match=r"There is a meeting on 02/03/2021 already called 'Board'\."):
            new_meeting(there, day="2 March 2021", title=" BOARD ")
        assert new_meeting(there, day="2 March 2021", title="Extraordinary")[0].values["date"] == "2021-03-02"

    @pytest.mark.parametrize("words", ["31/06/2021", "March 2021", "soon", "", "June – September 2021"])
    def test_a_meeting_needs_a_day_that_exists(self, words: str) -> None:
        with pytest.raises(BoardError, match=r"Write it like 02/03/2021\."):
            new_meeting(board(), day=words)

    def test_a_pasted_list_of_people_becomes_one_a_line(self) -> None:
        assert one_a_line("Chair, Lead Member ,, DfE Adviser") == "Chair\nLead Member\nDfE Adviser"
        assert one_a_line("- Chair\r\n2. Director, Early Help\n\nChair\n") == "Chair\nDirector, Early Help"
        assert one_a_line("Chair; Director, Early Help;") == "Chair\nDirector, Early Help"
        assert one_a_line(" \n") == ""

    def test_opening_puts_the_first_open_item_on_the_screen(self) -> None:
        now = with_agenda(item("a", 1, state=AgendaState.SKIPPED), item("b", 2))
        opening, first = start_meeting(now, MARCH, OPENED)
        assert opening.values == {"state": "running", "opened_at": "2021-03-02T10:00:00Z"}
        assert first.values == {"current_item": "b"}

    def test_a_meeting_that_was_left_goes_on_where_it_was(self) -> None:
        left = Meeting(id="march", state=MeetingState.RUNNING, current_item="b")
        assert start_meeting(with_agenda(item("a", 1), item("b", 2), meeting=left), left, OPENED) == []

    def test_a_closed_meeting_is_not_reopened_and_the_way_to_correct_it_is_said(self) -> None:
        closed = Meeting(id="march", date="2021-03-02", state=MeetingState.CLOSED)
        with pytest.raises(BoardError, match=r"^The meeting of 02/03/2021 is closed .* minuted at the next meeting\.$"):
            start_meeting(board(closed), closed, OPENED)
        with pytest.raises(BoardError, match="ordinary edit"):
            decision(closed, "Go on")

    def test_while_one_meeting_runs_another_is_not_opened(self) -> None:
        running = Meeting(id="old", date="2021-01-19", state=MeetingState.RUNNING)
        with pytest.raises(BoardError, match="The meeting of 19/01/2021 was never closed"):
            start_meeting(board(running, MARCH), MARCH, OPENED)

    def test_a_meeting_opened_on_an_earlier_day_is_one_that_nobody_closed(self) -> None:
        running = Meeting(id="old", state=MeetingState.RUNNING, opened_at="2021-03-01T10:00:00Z")
        assert nobody_closed(board(running), TODAY) == (running,)
        assert nobody_closed(board(running), date(2021, 3, 1)) == ()

    def test_a_clock_that_cannot_be_right_closes_no_meeting(self) -> None:
        running = Meeting(id="march", state=MeetingState.RUNNING, opened_at="2021-03-02T10:00:00Z")
        never_set, slow = datetime(1970, 1, 1, tzinfo=UTC), datetime(2021, 3, 2, 9, 59, tzinfo=UTC)
        with pytest.raises(BoardError, match="The clock of this machine says 01/01/1970, which cannot be right"):
            closing_time(running, never_set)
        with pytest.raises(BoardError, match="but the meeting was opened on 02/03/2021 at 10:00"):
            closing_time(running, slow)
        stated = datetime(2021, 3, 2, 12, 30, tzinfo=UTC)
        assert closing_time(running, never_set, stated=stated) == stated

    def test_a_time_is_read_on_the_day_of_the_meeting(self) -> None:
        assert read_time("12:30", "2021-03-02", OPENED) == datetime(2021, 3, 2, 12, 30, tzinfo=UTC)
        assert read_time("2021-03-03 9:05".replace(" 9", " 09"), "2021-03-02", OPENED).day == 3
        for words in ("25:00", "noon", "12.75"):
            with pytest.raises(BoardError, match="is no time"):
                read_time(words, "2021-03-02", OPENED)

    def test_what_is_said_is_kept_with_its_item_and_its_meeting(self) -> None:
        about, meeting = action("1.1"), Meeting(id="march", date="2021-03-02", chair="Chair")
        said = decision(meeting, "Go on", item=about)[0]
        assert said.values == {
            "meeting": "march",
            "item": "1.1",
            "text": "Go on",
            "made_by": "Chair",
            "date": "2021-03-02",
        }
        task = action_arising(meeting, "Send it", owner="Head", due="12/03/2021", item=about)[0]
        assert (task.kind, task.values["owner"], task.values["due"]) == ("action_arising", "Head", "12/03/2021")

    @pytest.mark.parametrize("say", [decision, challenge, action_arising])
    def test_nothing_is_recorded_without_words(self, say: object) -> None:
        with pytest.raises(BoardError, match="there are no words yet"):
            say(MARCH, " \n")  # type: ignore[operator]

    def test_an_answer_names_the_meeting_at_which_it_was_given(self) -> None:
        asked = Challenge(id="asked", text="When?")
        assert answer_challenge(asked, "In May", answered_by="Head", meeting=MARCH)[0].values == {
            "answer": "In May",
            "answered_by": "Head",
            "answered_in": "march",
        }
        with pytest.raises(BoardError, match="Write the answer"):
            answer_challenge(asked, "")


def asked_of(record: Record, *others: Record, **values: object) -> list[str]:
    return questions_worth_asking(board(record, *others, **values), record, TODAY)  # type: ignore[arg-type]


class TestQuestions:
    def test_amber_and_re_dated_twice_asks_what_has_changed(self) -> None:
        late = action("1.1", rag=Rag.AMBER, due="2021-04-30", rationale="x", back_to_green="2021-04-30")
        moved = {"1.1": redated("2021-01-31", "2021-02-28", "2021-04-30", why="tender late")}
        assert asked_of(late, redatings=moved) == ["What has changed since the last two dates were missed?"]

    def test_a_date_moved_without_a_reason_is_asked_about(self) -> None:
        moved = {"1.1": redated("2021-01-31", "2021-04-30")}
        good = action("1.1", rag=Rag.GREEN, due="2021-04-30")
        assert asked_of(good, redatings=moved) == ["Why was the date moved? No reason is given."]

    def test_blue_without_named_evidence_is_asked_what_shows_the_impact(self) -> None:
        assert "What shows the impact? No evidence is named" in asked_of(action("1.1", rag=Rag.BLUE))[0]
        vague = action("1.1", rag=Rag.BLUE, evidence="Everybody says it is better")
        assert asked_of(vague) == ["Which KPI or audit shows the impact? The evidence names neither."]
        named = action("1.1", rag=Rag.BLUE, evidence="H2.2 is below Q1")
        assert asked_of(named, Kpi(id="k", ref="H2.2")) == []
        assert asked_of(action("1.1", rag=Rag.BLUE, evidence="The January audit")) == []

    def test_red_without_a_reason_or_a_way_back_is_asked_for_both(self) -> None:
        asked = asked_of(action("1.1", rag=Rag.RED, due="2021-04-30", help_wanted="Two days a week."))
        assert asked == [
            "Can the board give the help that is asked for: Two days a week?",
            "Why is it red, and what is being done to recover?",
            "When is it expected to be green again?",
        ]

    def test_an_impossible_date_is_asked_about_in_its_own_words(self) -> None:
        asked = asked_of(action("1.1", rag=Rag.GREEN, due="31/06/2021"))
        assert asked and asked[0].startswith("When is it really due? '31/06/2021' cannot be right")

    def test_a_good_rating_beside_a_missed_kpi_is_asked_about(self) -> None:
        kpi = Kpi(id="k", ref="2.1", polarity=Polarity.HIGH, minimum="90%", upper="95%")
        reading = Reading(id="r", kpi="k", period="2021-02", value="80%")
        asked = asked_of(action("1.1", rag=Rag.GREEN, due="2021-04-30", links=("k",)), kpi, reading)
        assert asked == ["It is rated green, but KPI 2.1 is off target (80% against 90% – 95%): what explains that?"]

    def test_a_green_ambition_with_a_red_action_is_asked_how_they_go_together(self) -> None:
        asked = asked_of(ambition("1", rag=Rag.GREEN), action("1.1", rag=Rag.RED), action("1.2", rag=Rag.RED))
        assert asked == ["It is rated green, but 1.1 and 1.2 are red: how do the two go together?"]

    def test_a_kpi_that_rises_while_its_words_say_it_fell_is_asked_about(self) -> None:
        kpi = Kpi(id="k", ref="2.1", commentary="The figure fell this month.", minimum="1", polarity=Polarity.HIGH)
        readings = [Reading(id=f"r{n}", kpi="k", period=f"2021-0{n}", value=f"{n}0%") for n in (1, 2)]
        asked = asked_of(kpi, *readings)
        assert any("says “The figure fell this month”" in each and each.endswith("which is right?") for each in asked)

    def test_a_kpi_missed_three_times_running_is_asked_what_will_be_different(self) -> None:
        kpi = Kpi(id="k", ref="2.1", polarity=Polarity.HIGH, minimum="90%", upper="95%")
        readings = [Reading(id=f"r{n}", kpi="k", period=f"2020-1{n}", value="80%") for n in (0, 1, 2)]
        assert asked_of(kpi, *readings)[0].startswith("It has missed its target in the last 3 periods")

    def test_a_kpi_that_got_worse_is_asked_what_is_behind_it(self) -> None:
        kpi = Kpi(id="k", ref="2.1", polarity=Polarity.HIGH, minimum="70%", upper="95%")
        readings = [Reading(id=f"r{n}", kpi="k", period=f"2021-0{n}", value=f"{100 - 10 * n}%") for n in (1, 2)]
        assert asked_of(kpi, *readings) == ["It got worse, from 90% (Jan 21) to 80% (Feb 21): what is behind it?"]

    def test_a_risk_above_tolerance_with_nothing_under_way_is_asked_about(self) -> None:
        risk = Risk(id="risk", category="money", current="4x4", owner="Head")
        settings = Profile(id="board", appetite="money: cautious 9")
        assert asked_of(risk, profile=settings) == [
            "It is above what the board tolerates (16 against 9): no mitigation is under way, so what can be done?"
        ]
        under_way = Mitigation(id="m", risk="risk", title="Cover")
        assert "what else can be done?" in asked_of(risk, under_way, profile=settings)[0]

    def test_what_the_board_asked_before_is_not_asked_again(self) -> None:
        asked = Challenge(id="c", item="1.1", text="[b]When[/b] | is it done?")
        assert asked_of(action("1.1", rag=Rag.GREEN, due="2021-04-30"), asked) == []

    def test_nothing_is_asked_about_an_item_of_which_nothing_stands_out(self) -> None:
        assert asked_of(action("1.1", rag=Rag.GREEN, due="2021-04-30")) == []

    def test_no_kind_of_record_is_too_odd_to_be_asked_about(self) -> None:
        assert asked_of(Decision(id="d", text="x")) == asked_of(Meeting(id="m")) == []


class TestTheBrief:
    def test_it_holds_what_a_room_needs_to_know_about_an_action(self) -> None:
        about = action(
            "1.1", title="[SEND] plan", rag=Rag.AMBER, due="2021-02-28", commentary="Half done", links=("k",)
        )
        records = [
            about,
            Kpi(id="k", ref="2.1"),
            Risk(id="r", ref="CIP1", links=("1.1",)),
            Challenge(id="c", item="1.1", text="When?"),
            Challenge(id="answered", item="1.1", text="Who?", answer="Me"),
            ActionArising(id="t", item="1.1", text="Send it"),
            Decision(id="d", item="1.1", text="Go on"),
        ]
        brief = item_brief(board(*records, since=changed(status={"rag": Rag.GREEN})), about, TODAY)
        assert (brief.title, brief.rag, brief.rag_before, brief.mark) == (
            "1.1 [SEND] plan",
            Rag.AMBER,
            Rag.GREEN,
            "worse",
        )
        assert brief.dates is not None and brief.dates.late == 2
        assert [(each.label, each.text) for each in brief.texts] == [("Latest commentary", "Half done")]
        assert [each.kpi.ref for each in brief.kpis] == ["2.1"]
        assert [each.ref for each in brief.risks] == ["CIP1"]
        assert [each.id for each in brief.challenges] == ["c"]
        assert [each.id for each in brief.arising] == ["t"]
        assert [each.id for each in brief.decisions] == ["d"]
        assert brief.questions

    def test_of_an_ambition_it_shows_the_make_up_and_the_exceptional_actions_in_the_boards_own_word(self) -> None:
        about = ambition("1", rag=Rag.GREEN)
        theme = Profile(id="board", ambition_label="theme")
        now = board(about, action("1.1", rag=Rag.RED), action("1.2", rag=Rag.GREEN), profile=theme)
        brief = item_brief(now, about, TODAY)
        assert brief.kind == "theme"
        assert brief.make_up is not None and brief.make_up[Rag.RED] == 1
        assert [each.record.id for each in brief.exceptions] == ["1.1"]

    def test_every_kind_of_record_has_one(self) -> None:
        for record in (Kpi(id="k"), Risk(id="r"), NextStep(id="s"), Challenge(id="c", text="x"), Meeting(id="m")):
            assert item_brief(board(record), record, TODAY).record is record
