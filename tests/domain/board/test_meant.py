"""Which record is meant where several could be: how much has to be typed, what goes first, and what is offered."""

from __future__ import annotations

import pytest

from boardtui.domain.board.leads import lead_called
from boardtui.domain.board.lookup import address, addresses, count_to_decide, lookup, lookup_all
from boardtui.domain.errors import AmbiguousRef, BoardError
from boardtui.domain.records.kinds import Action, Ambition, Decision, Kpi, Meeting, Milestone, Reading, Record, Risk
from tests.domain.boards import board


def meant(typed: str, *records: Record) -> list[str]:
    """The record that is meant, those that are offered instead, or nothing."""
    try:
        return [lookup(board(*records), typed).id]
    except AmbiguousRef as several:
        return list(several.candidates)
    except BoardError:
        return []


class TestWhatGoesFirst:
    ACTION, KPI, RISK = Action(id="a", ref="2.1"), Kpi(id="k", ref="2.1"), Risk(id="r", ref="2.1")

    @pytest.mark.parametrize(
        ("records", "found"),
        [
            ((KPI, ACTION, RISK), ["a"]),
            ((KPI, RISK), ["kpi:2.1", "risk:2.1"]),
            # One action among several KPIs of one ref: somebody has to put that right.
            ((ACTION, KPI, Kpi(id="l", ref="2.1", created=1)), ["action:2.1", "kpi:2.1 #1", "kpi:2.1 #2"]),
            ((ACTION, Action(id="b", ref="2.1", created=1), KPI), ["action:2.1 #1", "action:2.1 #2", "kpi:2.1"]),
        ],
    )
    def test_an_action_is_meant_where_each_kind_has_one_of_that_ref(
        self, records: tuple[Record, ...], found: list[str]
    ) -> None:
        assert meant("2.1", *records) == found

    def test_a_ref_goes_before_a_date_a_number_and_a_name(self) -> None:
        dated, named = Action(id="d", ref="2021-03-02"), Action(id="n", ref="", title="CIP1")
        meeting, risk = Meeting(id="m", date="2021-03-02"), Risk(id="r", ref="CIP1")
        assert meant("2021-03-02", dated, meeting) == ["d"]
        assert meant("2 March 2021", dated, meeting) == ["m"]
        assert meant("cip1", named, risk) == ["r"]
        assert meant("cip1", named) == ["n"]


class TestHowMuchIsTyped:
    DECISION = Decision(id="0123456789", text="Go on with the tender")

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("decision:Go on with the tender", True),
            ("go on with the tender", True),
            ("decision:go ", False),  # two letters
            ("decision:go o", True),
            ("go on", False),  # a beginning does only where the kind is named
            ("decision:on", False),
            ("01234567", True),
            ("0123456", False),
            ("decision:01234567", True),
            ("action:01234567", False),
            ("decision:#1", True),
            ("decision:#0", False),
            ("decision:#2", False),
            ("#1", False),
            ("decision:", False),
            ("challenge:go on with the tender", False),
        ],
    )
    def test_a_name_whole_or_its_beginning_with_the_kind_or_eight_letters_of_an_id(
        self, typed: str, found: bool
    ) -> None:
        assert meant(typed, self.DECISION, Action(id="other", ref="1.1", title="Coach")) == (
            ["0123456789"] if found else []
        )

    @pytest.mark.parametrize(("typed", "found"), [("milestone:lau", "l"), ("milestone:la", None), ("lau", None)])
    def test_three_letters_are_enough_of_a_name(self, typed: str, found: str | None) -> None:
        assert meant(typed, Milestone(id="l", title="Launch")) == ([] if found is None else [found])

    def test_what_has_a_ref_is_not_meant_by_the_beginning_of_its_title(self) -> None:
        assert meant("action:coach", Action(id="a", ref="1.1", title="Coaching")) == []
        assert meant("action:coaching", Action(id="a", ref="1.1", title="Coaching")) == ["a"]
        assert meant("action:coach", Action(id="a", title="Coaching")) == ["a"]
        whole, longer = Action(id="w", title="Coach"), Action(id="l", title="Coaching")
        assert meant("action:coach", whole, longer) == ["w"], "all of a name goes before a beginning"


class TestReadings:
    KPI = Kpi(id="k", ref="6.1")
    MARCH = Reading(id="r", kpi="k", period="2019-03", value="5")
    WORDS = Reading(id="w", kpi="k", period="spring", value="5")

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("6.1 2019-03", "r"),
            ("6.1,2019-03", "r"),
            ("6.1 spring", "w"),
            ("reading:6.1 Mar 19", "r"),
            ("action:6.1 Mar 19", None),
            ("6.12019-03", None),
            ("6.1 ,", None),
            ("6.1 2019-04", None),
            ("6.2 2019-03", None),
        ],
    )
    def test_a_reading_is_its_kpi_and_its_period_with_a_space_or_a_comma_between(
        self, typed: str, found: str | None
    ) -> None:
        assert meant(typed, self.KPI, Kpi(id="none"), self.MARCH, self.WORDS) == ([] if found is None else [found])


class TestWhatIsOffered:
    @pytest.mark.parametrize(("count", "more"), [(2, False), (10, False), (11, True)])
    def test_ten_are_offered_and_then_it_is_said_that_there_are_more(self, count: int, more: bool) -> None:
        some = [Action(id=f"a{place:02d}", ref="1.1", title=f"T{place}", created=place) for place in range(count)]
        with pytest.raises(AmbiguousRef, match=r"means more than one thing here\. Say which: ") as refused:
            lookup(board(*some), "1.1")
        assert len(refused.value.candidates) == min(count, 10)
        assert str(refused.value).endswith(", …." if more else ".")
        assert (", …" in str(refused.value)) is more

    @pytest.mark.parametrize(
        ("typed", "hint"),
        [
            ("9.9", " Actions here: 1.1 to 1.2."),
            ("kpi:9.9", " KPIs here: 2.1 to 2.1."),
            ("risk:9.9", ""),
            ("reading:9.9", ""),
        ],
    )
    def test_of_what_means_nothing_the_refs_that_there_are_are_told(self, typed: str, hint: str) -> None:
        made = board(Action(id="a", ref="1.1"), Action(id="b", ref="1.2"), Action(id="c"), Kpi(id="k", ref="2.1"))
        with pytest.raises(BoardError) as refused:
            lookup(made, typed)
        assert str(refused.value) == f"Nothing on this board has the ref '{typed}'.{hint}"

    def test_several_between_commas_are_each_looked_for_and_told_once(self) -> None:
        made = board(Action(id="a", ref="1.1"), Action(id="b", ref="1.2"), Action(id="c", title="Coach, and hire"))
        assert [each.id for each in lookup_all(made, "1.1, 1.2,,1.1")] == ["a", "b"]
        assert [each.id for each in lookup_all(made, "Coach, and hire")] == ["c"]
        for typed in ("1.1, 9.9", "9.9", "9.9 , 1.1"):
            with pytest.raises(BoardError, match=r"has the ref '9\.9'"):
                lookup_all(made, typed)


class TestAddresses:
    def test_the_shortest_that_means_a_record_and_no_other_is_its_address(self) -> None:
        records: list[Record] = [
            Action(id="a", ref="1.1", title="Coach", created=1),
            Action(id="b", ref="1.1", title="Coach", created=2),
            Action(id="c", ref="2.1"),
            Kpi(id="k", ref="2.1"),
            Decision(id="d", text="Go on, and on; then stop"),
            Decision(id="e", text="", created=3),
        ]
        there = board(*records)
        assert [address(there, each) for each in records[:4]] == ["action:1.1 #1", "action:1.1 #2", "2.1", "kpi:2.1"]
        for record in records:
            for among in (False, True):
                typed = address(there, record, among_others=among)
                assert lookup(there, typed) == record
                assert not (among and "," in typed)
            assert lookup(there, list(addresses(there, record))[-1]) == record, "the last of them always does"

    def test_what_is_to_decide_is_each_group_that_copies_disagree_on_and_each_ref_that_stands_twice(self) -> None:
        assert count_to_decide(board()) == 0
        twice = [Action(id=each, ref="1.1", conflicts=("status", "dates")) for each in "ab"]
        assert count_to_decide(board(*twice, Ambition(id="o", ref="1.1", conflicts=("title",)))) == 6


class TestNames:
    @pytest.mark.parametrize(("count", "hint"), [(8, "H."), (9, "H and 1 more."), (10, "H and 2 more.")])
    def test_eight_who_are_named_are_told_and_then_how_many_more(self, count: int, hint: str) -> None:
        made = board(*(Action(id=str(place), lead="ABCDEFGHIJ"[place]) for place in range(count)))
        with pytest.raises(BoardError) as refused:
            lead_called(made, "zzz")
        assert str(refused.value).endswith(f"There are: A; B; C; D; E; F; G; {hint}")

    def test_three_who_are_called_nearly_so_are_offered(self) -> None:
        made = board(*(Action(id=str(n), lead=f"Head of Area {n}") for n in range(5)))
        with pytest.raises(BoardError) as refused:
            lead_called(made, "head of")
        offered = "'Head of Area 0' or 'Head of Area 1' or 'Head of Area 2'"
        assert str(refused.value) == f"Nobody on this board is called 'head of'. Did you mean {offered}?"
