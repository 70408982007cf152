"""What a rating asks, of what, and whether it can go without an answer; and what is not rated at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Ambition, Meeting, Profile, Record, Risk
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Question
from boardtui.ui.shared.rating import follow_up, rate, rate_all
from tests.domain.boards import board

COACH = Action(id="a", ref="1.1", title="Coach", rag=Rag.GREEN, rationale="Held", evidence="Audit")
VISITS = Action(id="b", ref="1.2", title="Visits", rag=Rag.RED, back_to_green="2021-06-30", help_wanted="Money")
LEADERS = Ambition(id="l", ref="1", title="Leaders", rag=Rag.AMBER)
PARTNERS = Ambition(id="p", ref="3", title="Partners", routed_to="Start Well Board")
COVER = Risk(id="r", ref="CIP06", title="Cover")


class Asking:
    """Stands for the application: keeps what is said, written and asked."""

    def __init__(self, rule: ReasonRule = ReasonRule.NEVER, *, writable: bool = True) -> None:
        profile = Profile(id="board", reasons=rule, escalation="Red: the chief executive")
        self.board = board(COACH, VISITS, LEADERS, PARTNERS, COVER, profile=profile)
        self.today = date(2021, 3, 2)
        self.can_write = writable
        self.said: list[str] = []
        self.refused: list[str] = []
        self.written: list[Change] = []
        self.asked: list[Question] = []
        self.saving = ""

    def writable(self) -> bool:
        return self.can_write

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def refuse(self, sentence: str) -> None:
        self.refused.append(sentence)

    def write(self, changes: Sequence[Change]) -> asyncio.Future[Any]:
        self.written += changes
        written = asyncio.get_running_loop().create_future()
        written.set_result(SimpleNamespace(batch="b"))
        return written

    def ask(self, questions: Sequence[Question], *, saving: str = "") -> Any:
        self.asked, self.saving = list(questions), saving
        return SimpleNamespace(saved=lambda: None, left=False, answers=[], __aiter__=None)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        work.close()

    def rated(self, rating: Rag, *records: Record) -> list[tuple[str, bool]]:
        """What is asked, and whether an answer is needed, where these are rated, one by its key or all as ticked."""
        host = cast("Host", self)
        if len(records) == 1:
            rate(host, records[0], rating)
        else:
            rate_all(host, records, rating, done=lambda: None)
        return [(each.words, bool(each.needed)) for each in self.asked]


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (ReasonRule.NEVER, set()),
        (ReasonRule.RED_AND_AMBER, {Rag.RED, Rag.AMBER}),
        (ReasonRule.ALWAYS, {Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE}),
    ],
)
async def test_a_reason_is_asked_with_what_belongs_to_the_colour_and_needed_where_the_board_wants_it(
    rule: ReasonRule, needed: set[Rag]
) -> None:
    way_back = [("1.1: Back to green by?", False), ("1.1: Help wanted from the board?", False)]
    item = Action(id="a", ref="1.1", title="Coach")
    for rating, words, more in (
        (Rag.RED, "1.1 R ✖ why?", way_back),
        (Rag.AMBER, "1.1 A ▲ why?", way_back),
        (Rag.GREEN, "1.1 G ● why?", []),
        (Rag.BLUE, "1.1 B ■ which KPI or audit shows the impact?", []),
    ):
        host = Asking(rule)
        assert host.rated(rating, item) == [(words, rating in needed), *more]
        first = host.asked[0]
        assert first.needed in ("", f"This board wants a reason for {rating.value}.")
        hints = {Rag.RED: "Escalation: Red: the chief executive", Rag.BLUE: "Enter alone lists them"}
        assert first.hint == hints.get(rating, "") and (first.pick is not None) == (rating is Rag.BLUE)
        assert host.saving == "1.1 saving …" and [each.record for each in host.written] == ["a"]
    host = Asking(rule)
    assert host.rated(Rag.NOT_RATED, COACH) == [] and len(host.written) == 1, "taking it away needs no reason"


async def test_what_has_that_rating_already_is_asked_what_stands_beside_it_and_nothing_is_written() -> None:
    for rating, item, asked, values in (
        (Rag.GREEN, COACH, ["1.1 G ● why?"], ["Held"]),
        (Rag.RED, VISITS, 3, ["", "30/06/2021", "Money"]),
        (Rag.BLUE, Action(id="a", ref="1.1", rag=Rag.BLUE, evidence="Audit"), 1, ["Audit"]),
        (Rag.NOT_RATED, Action(id="a", ref="1.1"), [], []),
    ):
        host = Asking(ReasonRule.ALWAYS)
        found = host.rated(rating, item)
        assert [words for words, _ in found] == asked or len(found) == asked
        assert [each.value for each in host.asked] == values and host.written == []
        assert host.said == [f"{item.ref} is {rating.words} already"] and not any(needed for _, needed in found)


async def test_of_several_those_are_rated_that_can_be_and_have_another_rating_and_what_is_left_is_said() -> None:
    host = Asking(ReasonRule.ALWAYS)
    assert host.rated(Rag.GREEN, COACH, VISITS, LEADERS, COVER)[0] == ("1 action, 1 ambition G ● why?", True)
    assert [each.record for each in host.written] == ["b", "l"] and host.said == []
    for rating, records, said in (
        (Rag.RED, (VISITS, COVER), ["1 action: R ✖ Red already"]),
        (Rag.GREEN, (COACH, PARTNERS), ["1 action: G ● Green already"]),
    ):
        host = Asking()
        assert host.rated(rating, *records) == [] and (host.said, host.written) == (said, [])


async def test_what_has_no_rating_or_cannot_be_changed_is_refused_in_a_sentence_and_nothing_is_asked() -> None:
    risks, routed = "Risks have no rating of their own.", "They are now routed through other boards."
    visit = Meeting(id="m", date="2021-03-02")
    for records, said in (((COVER,), risks), ((COVER, visit), risks), ((PARTNERS, PARTNERS), routed)):
        host = Asking()
        assert host.rated(Rag.RED, *records) == [] and (host.refused, host.written) == ([said], [])
    for some in ((COACH,), (COACH, VISITS)):
        host = Asking(writable=False)
        assert host.rated(Rag.AMBER, *some) == [] and host.written == []


class Answers:
    """Stands for questions on the screen: hands on what is answered, and keeps what is done to them."""

    def __init__(self, *answers: str, typed: bool = True) -> None:
        self.answers = list(answers)
        self.words = ["typed"] if typed else []
        self.place = -1
        self.told: list[str] = []

    async def __aiter__(self) -> AsyncIterator[str]:
        for answer in self.answers:
            self.place += 1
            yield answer

    def saved(self) -> None:
        self.told.append("saved")

    def refuse(self, problem: str) -> None:
        self.told.append(f"refused: {problem}")

    def again(self, problem: str) -> None:
        self.told.append(f"again: {problem}")

    def close(self) -> list[str]:
        self.told.append("closed")
        return self.words


async def test_what_is_done_once_a_rating_is_on_disk_is_done_once_whenever_that_is() -> None:
    full = BoardError("The disk is full.")
    rating, fields = (
        [Change("a", "action", {"rag": "red"}), Change("b", "action", {"rag": "red"})],
        ["rationale", "help"],
    )
    why, helped = ([Change(each, "action", {field: "x"}) for each in "ab"] for field in fields)

    async def followed(asked: Answers | None, *fail: bool, with_why: bool = True) -> tuple[Any, ...]:
        """What is written, with its reason and what it continues; what is said and done."""
        host, written, done, fails = Asking(), list[Any](), list[str](), list(fail)
        loop = asyncio.get_running_loop()

        def write(
            changes: Sequence[Change], *, why: str = "", continues: str = "", seen: int | None = None
        ) -> asyncio.Future[Any]:
            written.append((list(changes), why, continues))
            result: asyncio.Future[Any] = loop.create_future()
            if fails.pop(0):
                result.set_exception(full)
            else:
                result.set_result(SimpleNamespace(batch=continues or "b"))
            return result

        host.write = write  # type: ignore[method-assign]
        on_disk = await follow_up(
            cast("Host", host),
            rating,
            write(rating),
            told="Red",
            asked=cast("Any", asked),
            fields=fields,
            with_why=with_why,
            done=lambda: done.append("done"),
        )
        return on_disk, written[1:], host.said, done

    once = (["Red"], ["done"])
    assert await followed(None, False) == (True, [], *once)
    for asked, fails, found, told in (
        (Answers("x", "x"), (False, False, False), (True, [(why, "x", "b"), (helped, "x", "b")]), ["saved"]),
        (Answers("", "x"), (False, False), (True, [(helped, "", "b")]), ["saved"]),
        (
            Answers("x", "x"),
            (False, True, False),
            (True, [(why, "x", "b"), (helped, "x", "b")]),
            ["saved", "again: The disk is full."],
        ),
        (
            Answers("x", "x"),
            (True, False, False),
            (True, [([*rating, *why], "x", ""), (helped, "x", "b")]),
            ["saved", "refused: The disk is full."],
        ),
        (Answers("", ""), (True, False), (True, [(rating, "", "")]), ["saved", "refused: The disk is full."]),
    ):
        assert await followed(asked, *fails) == (*found, *once), (asked.answers, fails)
        assert asked.told == told
    assert (await followed(Answers("x"), False, False, with_why=False))[1] == [(why, "", "b")]

    left = Answers("x", "", typed=False)
    with pytest.raises(BoardError, match=r"^The disk is full\.$"):
        await followed(left, True)
    assert left.told == ["closed"], "nothing was typed that could be tried again"
    left = Answers("x", "")
    with pytest.raises(BoardError, match=r"^The disk is full\. Not saved: typed$"):
        await followed(left, True, True, True)
    assert left.told == ["saved", "refused: The disk is full.", "again: The disk is full.", "closed"]
    with pytest.raises(BoardError, match=r"^The disk is full\.$"):
        await followed(None, True)


class Again(Asking):
    """Stands for the application where something is answered; says what is written, with its reason and batch."""

    def __init__(self, answers: Answers, fails: Sequence[int]) -> None:
        super().__init__()
        self.answers, self.fails = answers, fails
        self.found: list[tuple[str, object, str, str]] = []
        self.begun: list[Coroutine[Any, Any, None]] = []

    def ask(self, questions: Sequence[Question], *, saving: str = "") -> Any:
        return self.answers

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        self.begun.append(work)

    async def write(  # type: ignore[override]
        self, changes: Sequence[Change], *, why: str = "", continues: str = "", seen: int | None = None
    ) -> Any:
        (change,) = changes
        ((name, value),) = change.values.items()
        self.found.append((name, value, why, continues))
        if len(self.found) - 1 in self.fails:
            raise BoardError("The disk is full.")
        return SimpleNamespace(batch=continues or "b")


async def test_of_a_rating_that_stands_already_only_what_is_another_is_written_and_the_reason_is_one() -> None:
    for rating, item, answers, fails, written in (
        (Rag.GREEN, COACH, ("Held again",), (), [("rationale", "Held again", "Held again", "")]),
        (Rag.GREEN, COACH, ("Held",), (), []),
        (Rag.GREEN, COACH, ("",), (), []),
        (
            Rag.RED,
            VISITS,
            ("", "01/07/2021", "More money"),
            (),
            [("back_to_green", "01/07/2021", "", ""), ("help_wanted", "More money", "", "b")],
        ),
        (
            Rag.RED,
            VISITS,
            ("Late", "30/06/2021", "More money"),
            (0,),
            [("rationale", "Late", "Late", ""), ("help_wanted", "More money", "", "")],
        ),
        (Rag.BLUE, replace(COACH, rag=Rag.BLUE), ("KPI 2",), (), [("evidence", "KPI 2", "KPI 2", "")]),
    ):
        host = Again(Answers(*answers), fails)
        rate(cast("Host", host), item, rating)
        await host.begun[0]
        assert host.found == written, answers
        assert host.answers.told == ["again: The disk is full."] * len(fails)
