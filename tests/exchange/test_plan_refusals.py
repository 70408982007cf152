"""A plan that does not fit is refused in one sentence that names the file and the line, and nothing is made."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.exchange import plan_toml
from boardtui.exchange.plan_toml import read_plan, read_plan_file


def refusal(text: str | bytes) -> str:
    with pytest.raises(BoardError) as refused:
        read_plan(text, name="plan.toml")
    return str(refused.value)


def test_an_empty_file_is_told_how_a_plan_begins() -> None:
    for empty in ("", " \n\n", "# a comment\n", b"\xef\xbb\xbf"):
        assert refusal(empty) == "plan.toml is empty. A plan begins with the line: format = 1"


def test_a_document_that_does_not_say_it_is_a_plan_is_refused() -> None:
    assert "begin it with the line format = 1" in refusal('[board]\ntitle = "x"\n')


@pytest.mark.parametrize("number", ["2", "0", '"1"', "1.0", "true", "[1]"])
def test_another_format_is_refused(number: str) -> None:
    assert refusal(f"# note\nformat = {number}\n").startswith("plan.toml, line 2: its format is")
    assert ("Update boardtui" in refusal(f"format = {number}\n")) == (number == "2")


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    assert refusal("format = 1\n[board]\ntitle = x\n").startswith("plan.toml, line 3: this is not valid TOML")


def test_what_is_never_closed_is_refused_with_a_line() -> None:
    assert "not closed" in refusal('format = 1\n[board]\ntitle = """\n')


def test_a_field_that_is_said_twice_is_refused_with_its_line() -> None:
    assert refusal('format = 1\n[board]\ntitle = "x"\ntitle = "y"\n').startswith("plan.toml, line 4: ")


def test_bytes_that_are_not_utf_8_are_refused_and_a_byte_order_mark_is_not() -> None:
    assert refusal("format = 1\n[board]\ntitle = 'é'\n".encode("latin-1")) == (
        "plan.toml, line 3: this is not UTF-8 text."
    )
    plan = read_plan("\ufeffformat = 1\n[board]\ntitle = 'é'\n".encode(), name="plan.toml")
    assert plan.profile == {"title": "é"}


# The start of each refusal, and a word that has to be in it.
REFUSED = {
    "an unknown kind": ("[[acton]]\n", 2, "'acton'. There are: ambition, action,"),
    "an unknown table": ("[acton]\n", 2, "'acton'"),
    "an unknown field": ('[[milestone]]\nraag = "red"\n', 3, "A milestone has no 'raag'. It has: ref,"),
    "an unknown field of the board": ('[board]\n\ntitel = "x"\n', 4, "A board has no 'titel'"),
    "a field the program keeps for itself": ('[[meeting]]\nsnapshot = "x"\n', 3, "no 'snapshot'"),
    "an impossible rating": ('[[milestone]]\nrag = "purple"\n', 3, "'purple' is no rating: it can be red,"),
    "an impossible choice": ('[[risk]]\nresponse = "hope"\n', 3, "'hope' is not one of:"),
    "an impossible score": ('[[risk]]\ncurrent = "12"\n', 3, "write likelihood x impact"),
    "a number for words": ("[[milestone]]\nref = 1.10\n", 3, "ref: words between quotes are needed here"),
    "words for a number": ('[[kpi]]\nposition = "1"\n', 3, "position: a whole number"),
    "a truth for a number": ("[[kpi]]\nposition = true\n", 3, "position: a whole number"),
    "a number out of range": ("[board]\nstale_days = -1\n", 3, "stale_days: "),
    "words for a truth": ('[[action_arising]]\ndone = "yes"\n', 3, "done: true or false"),
    "words for a list": ('[[risk]]\nlinks = "milestone:1"\n', 3, "links: a list such as"),
    "a line that is too long": (f'[[milestone]]\ntitle = "{"x" * 501}"\n', 3, "501 characters long and 500 fit"),
    "one table for a list": ('[milestone]\nref = "1"\n', 2, "[[milestone]]"),
    "a list for the board": ("[[board]]\n", 2, "[board]"),
    "a value for a table": ('kpi = ["x"]\n', 2, "[[kpi]]"),
    "readings of their own": ("[[reading]]\n", 2, "[kpi.trend]"),
    "a figure without quotes": ("[[kpi]]\n[kpi.trend]\n2018-09 = 97.30\n", 4, "value: words between quotes"),
    "an unknown field of a reading": ('[[kpi]]\n[kpi.current]\n2018-09 = { v = "1" }\n', 4, "reading has no 'v'"),
    "a reading in place of its series": (
        '[[kpi]]\ncurrent = { period = "2019-02", value = "3" }\n',
        3,
        '"2018-09" = "97.3%"',
    ),
    "a reading that says its period twice": (
        '[[kpi]]\n[kpi.trend]\n2018-09 = { period = "2018-10" }\n',
        4,
        "says its period: leave it out",
    ),
    "two spellings of one period": (
        '[[kpi]]\n[kpi.trend]\n2018-09 = "1"\n"Sep 18" = "2"\n',
        5,
        "this reading is there twice, first on line 4.",
    ),
    "a comparator of no KPI": ('[[comparator]]\ntitle = "England"\n', 2, "belongs to a kpi"),
    "a comparator that is there twice": (
        '[[kpi]]\nref = "1"\n[[comparator]]\nkpi = "1"\n[[comparator]]\nkpi = "1"\n',
        6,
        "this comparator is there twice, first on line 4.",
    ),
    "an unknown target": (
        '[[ambition]]\nref = "1"\n[[action]]\nambition = "9"\n',
        5,
        "ambition: there is no ambition '9' in this plan. There is: '1'.",
    ),
    "a target of a kind that does not fit": (
        '[[risk]]\nref = "1"\n[[action]]\nambition = "risk:1"\n',
        5,
        "there is no ambition 'risk:1'",
    ),
    "a link that does not say its kind": ('[[risk]]\nlinks = ["1.1"]\n', 3, "Write the kind first"),
    "a link to what two refs mean": (
        '[[ambition]]\nref = "1"\nkey = "a"\n[[ambition]]\nref = "1"\nkey = "b"\n[[action]]\nambition = "1"\n',
        9,
        "2 ambitions are called '1'. Give the one that is meant a key",
    ),
    "a key that is there twice": (
        '[[milestone]]\nkey = "a"\n[[milestone]]\nkey = "a"\n',
        5,
        "the milestone key 'a' is there twice, first on line 3.",
    ),
    "a key that is no name": ("[[milestone]]\nkey = 5\n", 3, "key: "),
    "a step that says nothing": ('[[then]]\nwho = "Chair"\n', 2, "a step says one of: set, add, delete"),
    "a step that says two things": (
        '[[milestone]]\nref = "1"\n[[then]]\nset = "milestone:1"\ndelete = "milestone:1"\n',
        4,
        "a step says one of",
    ),
    "a step with an unknown word": ('[[then]]\nset = "board"\nwhen = "now"\n', 4, "has no 'when'"),
    "a step on what is not there": ('[[then]]\nset = "milestone:1"\n', 3, "set: there is no milestone '1'"),
    "a step that adds an unknown kind": ('[[then]]\nadd = "acton"\n', 3, "no kind of record 'acton'"),
    "a value in a step": (
        '[[then]]\nadd = "milestone"\nwho = "Chair"\nvalues = { rag = "purple" }\n',
        5,
        "rag: 'purple' is no rating",
    ),
    "a value in a table of a step": (
        '[[then]]\nadd = "milestone"\n[then.values]\nref = "1"\nrag = "purple"\n',
        6,
        "rag: 'purple' is no rating",
    ),
    "a key that a step would change": (
        '[[milestone]]\nkey = "a"\n[[then]]\nset = "milestone:a"\nvalues = { key = "b" }\n',
        6,
        "has no 'key'",
    ),
    "a time without its zone": ('[[then]]\nset = "board"\nat = "2021-01-19T11:30:00"\n', 4, "at: write the time"),
    "a step on what an earlier one deleted": (
        '[[milestone]]\nref = "1"\n[[then]]\ndelete = "milestone:1"\n[[then]]\nset = "milestone:1"\n',
        7,
        "there is no milestone '1'",
    ),
    "a step that deletes the board": ('[[then]]\ndelete = "board"\n', 3, "cannot be deleted"),
    "a meeting that is closed twice": (
        '[[meeting]]\ndate = "2021-01-19"\nstate = "closed"\n[[then]]\nclose_meeting = "19/01/2021"\n',
        6,
        "closed already",
    ),
}


@pytest.mark.parametrize(("text", "line", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused_with_file_line_and_reason(text: str, line: int, words: str) -> None:
    sentence = refusal("format = 1\n" + text)
    assert sentence.startswith(f"plan.toml, line {line}: ")
    assert words in sentence
    assert sentence.endswith(".") and "\n" not in sentence


def test_the_line_is_right_below_text_that_looks_like_a_plan() -> None:
    text = '''format = 1
[[milestone]]
title = "one"
note = """
[[milestone]]
rag = "red" # "\\"""
"""
links = [
]
[[milestone]] # the second
title = 'x [[milestone]]'
note = \'\'\'
[[milestone]]\'\'\'
"rag" = "purple"
'''
    assert refusal(text).startswith("plan.toml, line 14: rag: ")


def test_the_line_is_right_with_windows_line_ends() -> None:
    assert refusal(b'format = 1\r\n\r\n[[milestone]]\r\nrag = "x"\r\n').startswith("plan.toml, line 4: rag: ")


def test_a_record_on_the_line_of_its_array_is_refused_with_that_line() -> None:
    text = 'format = 1\nmilestone = [{ ref = "1" }, { rag = "x" }]\n'
    assert refusal(text).startswith("plan.toml, line 2: rag: ")


def test_a_ref_that_two_records_have_is_refused_unless_each_has_a_key() -> None:
    two = 'format = 1\n[[milestone]]\nref = "1.10"\n{}[[milestone]]\nref = "1.10"\n{}'
    assert refusal(two.format("", "")) == (
        "plan.toml, line 5: ref: another milestone has the ref '1.10' already, on line 3. Choose a free one; or, if "
        "both are to have it, give each a key."
    )
    plan = read_plan(two.format('key = "a"\n', 'key = "b"\n'), name="plan.toml")
    assert len(plan.changes) == 2


class TestWhatAddRefuses:
    """What could not be added to a board one by one cannot come in with a plan."""

    def test_two_ambitions_of_one_ref(self) -> None:
        assert "line 5: ref: another ambition has the ref '1' already, on line 3" in refusal(
            'format = 1\n[[ambition]]\nref = "1"\n[[ambition]]\nref = "1"\n'
        )

    def test_an_action_without_its_ambition(self) -> None:
        assert refusal('format = 1\n[[action]]\nref = "1.1"\n') == (
            'plan.toml, line 2: an action belongs to an ambition: say to which, as ambition = "1".'
        )

    @pytest.mark.parametrize(
        ("frequency", "example"),
        [
            ("monthly", "monthly, write it as 2018-09 or Sep 18"),
            ("quarterly", "quarterly, write it as 2020/21 Q1"),
            ("financial year", "yearly, write it as 2017/18"),
            ("", "Write it as Sep 18, Q1 2020/21,"),
        ],
    )
    def test_a_period_that_is_none_with_a_hint_for_the_frequency(self, frequency: str, example: str) -> None:
        told = refusal(f'format = 1\n[[kpi]]\nref = "1"\nfrequency = "{frequency}"\n[kpi.trend]\nQ1 = "5"\n')
        assert told.startswith("plan.toml, line 6: period: 'Q1' is no period. ")
        assert example in told


class TestSeveralMistakes:
    def test_ten_are_told_each_with_its_line_and_what_to_do(self) -> None:
        text = "format = 1\n[board]\ntitle = Improvement plan # ours\ncouncil = “Trafford”\n" + "".join(
            f'[[milestone]]\nref = "{number}"\nrag = "purple"\n' for number in range(8)
        )
        lines = refusal(text).split("\n")
        assert lines[:2] == [
            "plan.toml, line 3: this is not valid TOML: 'Improvement plan' is not between quotes. "
            'Put it between quotes: title = "Improvement plan".',
            "plan.toml, line 4: this is not valid TOML: “ is a curly quotation mark. Type straight ones: "
            'council = "Trafford".',
        ]
        assert [line.split(":")[0] for line in lines[2:]] == [f"plan.toml, line {7 + 3 * n}" for n in range(8)]
        assert all("it can be red, amber" in line for line in lines[2:])

    def test_of_more_than_ten_the_rest_is_counted(self) -> None:
        lines = refusal("format = 1\n" + '[[milestone]]\nrag = "x"\n' * 13).split("\n")
        assert (len(lines), lines[-1]) == (11, "plan.toml: there are 3 more.")

    def test_a_line_that_nobody_can_mend_is_told_with_those_before_it(self) -> None:
        lines = refusal('format = 1\n[board]\ntitle = x\n[[milestone]\nrag = "purple"\n').split("\n")
        assert [line.split(":")[0] for line in lines] == ["plan.toml, line 3", "plan.toml, line 4"]

    @pytest.mark.parametrize("value", ["31/03/2021", "1.1a", "amber", "£5", "yes"])
    def test_a_bare_word_is_told_to_be_put_between_quotes(self, value: str) -> None:
        assert f'Put it between quotes: title = "{value}"' in refusal(f"format = 1\n[board]\ntitle = {value}\n")


def test_a_file_name_cannot_disturb_the_screen() -> None:
    with pytest.raises(BoardError) as refused:
        read_plan("", name="a\x1b[31m\n\u202eb.toml")
    assert str(refused.value).startswith("a\N{REPLACEMENT CHARACTER}[31m \N{REPLACEMENT CHARACTER}b.toml is empty")


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(BoardError, match="There is no file"):
            read_plan_file(path)


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b'\xef\xbb\xbfformat = 1\r\n[board]\r\ntitle = "x"\r\n')
    plan = read_plan_file(tmp_path / "mine.toml")
    assert (plan.name, plan.profile) == ("mine.toml", {"title": "x"})


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_that_no_clock_can_show_is_refused_with_its_line(at: str) -> None:
    text = f'format = 1\n[[then]]\nset = "board"\nvalues = {{ title = "x" }}\nat = {at}\n'
    assert refusal(text).startswith("plan.toml, line 5: at: ")


def test_a_file_far_larger_than_any_plan_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.toml"
    plan.touch()
    os.truncate(plan, 50_000_001)  # nothing but its length: it takes no room on the disk
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(BoardError) as refused:
        read_plan_file(plan)
    assert str(refused.value) == "plan.toml is far too large for a plan. Look whether it is the right file."


def test_the_largest_plan_is_still_read_and_one_byte_more_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.toml"
    text = 'format = 1\n[board]\ntitle = "Plan"\n'
    plan.write_text(text, encoding="utf-8", newline="\n")
    monkeypatch.setattr(plan_toml, "LARGEST_PLAN", len(text))
    assert read_plan_file(plan).profile == {"title": "Plan"}
    plan.write_text(text + "\n", encoding="utf-8", newline="\n")
    with pytest.raises(BoardError, match="far too large"):
        read_plan_file(plan)


def test_a_plan_that_the_disk_does_not_give_is_refused_with_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    plan = tmp_path / "plan.toml"
    plan.write_text("format = 1\n", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(BoardError) as refused:
        read_plan_file(plan)
    assert str(refused.value) == "plan.toml cannot be read: input/output error."


def test_all_mistakes_of_records_and_of_steps_are_told_at_once() -> None:
    text = """format = 1
[[milestone]]
ref = "1"
rag = "purple"
[[then]]
set = "milestone:1"
who = 3
when = "now"
at = "2021-01-19T11:30:00"
values = { rag = "pink", due = 5 }
[[then]]
add = "acton"
why = 4
meeting = "2020-01-01"
[[then]]
close_meeting = "2020-02-02"
"""
    with pytest.raises(BoardError) as refused:
        read_plan(text, name="plan.toml")
    lines = [int(each.partition("line ")[2].partition(":")[0]) for each in str(refused.value).splitlines()]
    assert lines == [4, 7, 8, 9, 10, 10, 12, 13, 14, 16]
