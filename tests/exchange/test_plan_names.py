"""The names by which a plan links its records, how they are found and made; and the lines on which things stand."""

from __future__ import annotations

import re

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Challenge, Meeting, Milestone
from boardtui.exchange.plan import NameBook, period_key, period_order, table_kinds
from boardtui.exchange.plan_text import MOST_TOLD, line_of
from boardtui.exchange.plan_toml import read_plan, write_plan
from tests.domain.making import board_of, new_id

ACTION, MEETING, RISK = (KINDS[name] for name in ("action", "meeting", "risk"))


@pytest.fixture
def names() -> NameBook:
    book = NameBook()
    book.add(ACTION, "1.1", "first")
    book.add(ACTION, "A b", "second")
    book.add(MEETING, "2021-03-02", "meeting")
    return book


@pytest.mark.parametrize(
    ("words", "kinds", "found"),
    [
        ("1.1", ("action",), "first"),
        ("action:1.1", ("action",), "first"),
        ("action: 1.1", ("action", "risk"), "first"),
        ("action:1.1", (), "first"),
        ("a  B", ("action",), "second"),
        ("02/03/2021", ("meeting",), "meeting"),
        ("meeting:2 March 2021", (), "meeting"),
        ("", ("action",), ""),
        ("  ", (), ""),
    ],
)
def test_a_link_finds_what_has_the_name(words: str, kinds: tuple[str, ...], found: str, names: NameBook) -> None:
    assert names.find(words, kinds) == found


@pytest.mark.parametrize(
    ("words", "kinds", "said"),
    [
        ("9.9", ("action",), "there is no action '9.9' in this plan. There is: '1.1', 'A b'."),
        ("9.9", ("risk",), "there is no risk '9.9' in this plan."),
        ("action:9.9", (), "there is no action '9.9' in this plan. There is: '1.1', 'A b'."),
        ("1.1", ("action", "risk"), "'1.1' does not say what it links to. Write the kind first, as in action:1.1."),
        ("risk:1.1", ("action", "kpi"), "'risk:1.1' does not say what it links to."),
        ("gizmo:1.1", (), "'gizmo:1.1' does not say what it links to."),
        ("board", ("action", "risk"), "'board' does not say what it links to."),
    ],
)
def test_where_nothing_has_the_name_it_says_what_there_is(
    words: str, kinds: tuple[str, ...], said: str, names: NameBook
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        names.find(words, kinds)


def test_the_board_is_none_of_the_kinds_to_choose_from(names: NameBook) -> None:
    with pytest.raises(ValueError, match=r"The kinds are: (.*)\.$") as refused:
        names.find("x", ())
    assert sorted(str(refused.value).rpartition(": ")[2].rstrip(".").split(", ")) == sorted({*KINDS} - {"board"})


def test_a_name_of_several_is_refused_until_one_of_them_is_gone(names: NameBook) -> None:
    names.add(ACTION, "1.1", "first")
    assert names.find("1.1", ("action",)) == "first", "the same once more is no other"
    names.add(ACTION, "1.1", "third")
    with pytest.raises(ValueError, match=r"2 actions are called '1\.1'\. Give the one that is meant a key"):
        names.find("1.1", ("action",))
    names.forget("first")
    assert names.find("1.1", ("action",)) == "third"
    names.forget("third")
    with pytest.raises(ValueError, match=r"There is: 'A b'\.$"):
        names.find("1.1", ("action",))


@pytest.mark.parametrize(("count", "end"), [(6, "'6'."), (7, "'6', …."), (9, "'6', ….")])
def test_six_names_are_offered_and_none_that_is_far_too_long(count: int, end: str) -> None:
    book = NameBook()
    book.add(RISK, "x" * 41, "long")
    for number in range(1, count + 1):
        book.add(RISK, str(number), f"risk {number}")
    with pytest.raises(ValueError, match=re.escape(f"There is: '1', '2', '3', '4', '5', {end}") + "$"):
        book.find("none", ("risk",))
    book.add(ACTION, "x" * 40, "short enough")
    with pytest.raises(ValueError, match=f"There is: '{'x' * 40}'"):
        book.find("none", ("action",))


class TestKeys:
    """What something links to and nothing else names gets a key of its own words."""

    def keys(self, *titles: str) -> list[str]:
        some = [Milestone(id=new_id(), title=title) for title in titles]
        about = Ambition(id=new_id(), ref="1", links=tuple(each.id for each in some))
        return re.findall(r'key = "(.*)"', write_plan(board_of(about, *some)))

    @pytest.mark.parametrize(
        ("titles", "keys"),
        [
            (("Plan signed",), ["plan-signed"]),
            (("Plan signed", "Plan: signed!", "plan signed"), ["plan-signed", "plan-signed-2", "plan-signed-3"]),
            (("Café für März",), ["cafe-fur-marz"]),
            (("خطة",), ["milestone"]),
            (("x" * 39,), ["x" * 39]),
            (("x" * 40,), ["milestone"]),
            (("a" * 20 + " " + "b" * 19,), ["a" * 20 + "-" + "b" * 19]),
            (("a" * 20 + " " + "b" * 20 + " c",), ["a" * 20]),
        ],
    )
    def test_it_is_made_of_the_first_words(self, titles: tuple[str, ...], keys: list[str]) -> None:
        assert self.keys(*titles) == keys

    def test_what_nothing_links_to_gets_none_and_two_of_one_ref_get_one_each(self) -> None:
        alone = board_of(Milestone(id=new_id(), title="Plan signed"))
        assert "key" not in write_plan(alone)
        ambition = Ambition(id=new_id(), ref="1")
        some = [Action(id=new_id(), ref=ref, title="Write", ambition=ambition.id) for ref in ("1.1", "1.1 ", "1.2")]
        text = write_plan(board_of(ambition, *some))
        assert re.findall(r'key = "(.*)"', text) == ["1-1", "1-1-2"]
        assert len(read_plan(text, name="plan.toml").changes) == 4

    def test_two_of_one_name_that_has_no_ref_get_none_unless_something_links_to_them(self) -> None:
        one, other = Meeting(id=new_id(), date="2021-03-02"), Meeting(id=new_id(), date="2021-03-02")
        assert "key" not in write_plan(board_of(one, other))
        asked = Challenge(id=new_id(), text="Why?", meeting=one.id)
        assert write_plan(board_of(one, other, asked)).count("key = ") == 1

    def test_links_say_the_kind_only_where_several_can_be_meant(self) -> None:
        ambition = Ambition(id=new_id(), ref="1")
        action = Action(id=new_id(), ref="1.1", ambition=ambition.id, links=(ambition.id, "gone"))
        challenge = Challenge(id=new_id(), text="Why?", item=action.id)
        text = write_plan(board_of(ambition, action, challenge))
        assert 'ambition = "1"' in text
        assert re.sub(r"\s", "", text).count('links=["ambition:1",]') == 1
        assert 'item = "action:1.1"' in text


def test_tables_stand_in_the_order_in_which_people_read_and_none_is_left_out() -> None:
    order = [kind.name for kind in table_kinds()]
    assert order[:3] == ["ambition", "action", "priority"]
    assert sorted(order) == sorted(name for name in KINDS if name not in ("board", "reading"))


@pytest.mark.parametrize(("words", "key"), [("Mar 2021", "2021-03"), ("2020/21 Q3", "2020/21 Q3"), ("soon", "soon")])
def test_a_period_is_kept_by_its_key_and_other_words_as_they_are(words: str, key: str) -> None:
    assert period_key(words) == key


def test_what_is_no_period_stands_after_those_that_are() -> None:
    words = ["soon", "2021-03", "2020-12", "later"]
    assert sorted(words, key=period_order) == ["2020-12", "2021-03", "later", "soon"]


LINES = """
format = 1
[board]
title = "x"

[[action]]
ref = "[[action]]"
text = \"\"\"
[[action]]
ref = 1
\"\"\"
links = [
  "a", # ] [
  "b",
]
[action.sub]
'a b' = 1

[[action]]
"ref" = 'it''s'
due.day = { a = 1, b = [1,
2] }
title = "y"
""".replace("it''s", "its")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("format",), 2),
        (("board",), 3),
        (("board", "title"), 4),
        (("board", "missing"), 3),
        (("action", 0), 6),
        (("action", 0, "ref"), 7),
        (("action", 0, "text"), 8),
        (("action", 0, "links"), 12),
        (("action", 0, "links", 1), 12),
        (("action", 0, "sub"), 16),
        (("action", 0, "sub", "a b"), 17),
        (("action", 1), 19),
        (("action", 1, "ref"), 20),
        (("action", 1, "due"), 21),
        (("action", 1, "due", "day"), 21),
        (("action", 1, "title"), 23),
        (("risk", 0), None),
        ((), None),
    ],
)
def test_the_line_of_everything_in_a_document_is_known(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(LINES, path) == line


@pytest.mark.parametrize(
    ("wrong", "more"), [(MOST_TOLD, ""), (MOST_TOLD + 1, "there is 1 more."), (MOST_TOLD + 4, "there are 4 more.")]
)
def test_only_so_many_mistakes_are_told_in_the_order_of_the_plan(wrong: int, more: str) -> None:
    text = "".join(f'[[risk]]\nref = "R{number}"\nresponse = "purple"\n' for number in range(wrong))
    with pytest.raises(BoardError) as refused:
        read_plan(f"format = 1\n{text}", name="plan.toml")
    told = str(refused.value).splitlines()
    lines = [int(re.findall(r"line (\d+)", each)[0]) for each in told[:MOST_TOLD]]
    assert len(lines) == MOST_TOLD and lines == sorted(lines)
    assert told[MOST_TOLD:] == ([f"plan.toml: {more}"] if more else [])


def refused(text: str) -> list[str]:
    with pytest.raises(BoardError) as caught:
        read_plan(f"format = 1\n{text}", name="plan.toml")
    return str(caught.value).splitlines()


def test_a_line_that_cannot_be_mended_is_told_once() -> None:
    (told,) = refused("[board]\ntitle = “a” b”\n")
    assert told.startswith("plan.toml, line 3: this is not valid TOML: “ is a curly quotation mark.")


@pytest.mark.parametrize(("wrong", "told"), [(3, 3), (MOST_TOLD, MOST_TOLD), (MOST_TOLD + 3, MOST_TOLD)])
def test_curly_marks_are_told_line_by_line_up_to_so_many(wrong: int, told: int) -> None:
    lines = refused("".join(f"[[risk]]\nref = “R{number}”\n" for number in range(wrong)))
    assert [each.partition(":")[0] for each in lines] == [f"plan.toml, line {3 + 2 * n}" for n in range(told)]
