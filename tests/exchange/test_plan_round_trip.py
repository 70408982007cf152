"""A plan that goes into a board comes out again as it was, and the second time to the byte."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardtui.domain.records.declare import Attribute, validate
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Milestone, Reading
from boardtui.exchange.plan import KEY, table_kinds, written_fields
from boardtui.exchange.plan_toml import write_plan
from boardtui.exchange.samples import read_sample, sample_names
from tests.exchange.plans import HOSTILE, board_of, resolved

EXAMPLES = 300 if os.environ.get("BOARDTUI_NIGHTLY") else 20

PLAN = """\
format = 1

[board]
title = "A plan"
summary = \"\"\"
First line.
Second line.\"\"\"

[[ambition]]
ref = "1"
title = "Practice"

[[action]]
ambition = "1"
ref = "1.1"
title = "Framework"
rag = "amber"
due = "2021-03-31"
links = [
    "kpi:2.1",
    "risk:CIP06",
]

[[kpi]]
ref = "2.1"
title = "Contacts"
[kpi.trend]
2018-09 = "97.3%"
2018-12 = "-"
[kpi.current]
2019-02 = { numerator = "13,140", denominator = "13,525", value = "97.2%", provisional = true }

[[comparator]]
kpi = "2.1"
title = "previous year"
year = "2017/18"
value = "95%"

[[risk]]
ref = "CIP06"
title = "Workforce"
current = "4x3"

[[milestone]]
key = "launch-of-the-framework"
title = "Launch of the framework"
due = "31/06/2021"

[[meeting]]
date = "2021-03-02"

[[agenda_item]]
meeting = "2021-03-02"
item = "milestone:launch-of-the-framework"
position = 10
"""


def test_a_plan_in_the_written_form_comes_out_byte_for_byte(tmp_path: Path) -> None:
    assert write_plan(board_of(PLAN, tmp_path)) == PLAN


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_comes_out_byte_for_byte_the_second_time(name: str, tmp_path: Path) -> None:
    sample = (Path(__file__).parents[2] / "sample_data" / f"{name}.toml").read_text(encoding="utf-8")
    once = write_plan(board_of(sample, tmp_path))
    assert read_sample(name).name == name
    assert write_plan(board_of(once, tmp_path)) == once


def test_figures_of_a_kpi_stand_in_date_order_under_the_names_of_their_periods(tmp_path: Path) -> None:
    plan = """
format = 1
[[kpi]]
ref = "2.1"
[kpi.trend]
"Oct 18" = "3"
"2018-09" = "1"
"2017/18" = "0"
"Q2 2018/19" = "2"
"""
    board = board_of(plan, tmp_path)
    assert {each.period for each in board.all(Reading)} == {"2018-10", "2018-09", "2017/18", "2018/19 Q2"}
    lines = write_plan(board).splitlines()
    assert lines[lines.index("[kpi.trend]") + 1 :] == [
        '"2017/18" = "0"',
        '"2018/19 Q2" = "2"',
        '2018-09 = "1"',
        '2018-10 = "3"',
    ]


def test_what_is_left_at_its_default_is_not_written(tmp_path: Path) -> None:
    plan = "format = 1\n[board]\nstale_days = 42\n"
    plan += '[[action]]\nambition = ""\nref = "1.1"\nrag = "none"\nlinks = []\nlead = ""\n'
    assert tomllib.loads(write_plan(board_of(plan, tmp_path))) == {
        "format": 1,
        "board": {},
        "action": [{"ambition": "", "ref": "1.1"}],
    }


def test_what_was_emptied_on_purpose_is_written_where_the_default_is_not_empty(tmp_path: Path) -> None:
    once = write_plan(board_of('format = 1\n[board]\nred_means = ""\n', tmp_path))
    assert tomllib.loads(once)["board"] == {"red_means": ""}
    assert board_of(once, tmp_path).profile.red_means == ""


def test_records_that_share_a_ref_get_keys_when_something_links_to_them(tmp_path: Path) -> None:
    plan = """
format = 1
[[action]]
ambition = ""
ref = "1.10"
key = "first"
title = "First"
[[action]]
ambition = ""
ref = "1.10"
key = "mine"
title = "Second"
[[action]]
ambition = ""
ref = "1-10"
title = "Third"
[[milestone]]
title = "x"
links = ["action:mine"]
"""
    board = board_of(plan, tmp_path)
    linked = board.linked(Action, board.all(Milestone)[0].id)
    assert [each.title for each in linked] == ["Second"]
    again = tomllib.loads(write_plan(board))
    assert [each.get("key") for each in again["action"]] == ["1-10-2", "1-10-3", None]
    assert again["milestone"][0]["links"] == ["action:1-10-3"]


def test_the_board_itself_can_be_linked_to(tmp_path: Path) -> None:
    plan = 'format = 1\n\n[board]\ntitle = "x"\n\n[[challenge]]\nitem = "board"\ntext = "Why?"\n'
    assert write_plan(board_of(plan, tmp_path)) == plan


def test_refs_are_found_without_regard_to_capitals_and_meetings_by_any_spelling_of_their_date(
    tmp_path: Path,
) -> None:
    plan = """
format = 1
[[risk]]
ref = "CIP06"
[[mitigation]]
risk = "cip06"
title = "m"
[[meeting]]
date = 2020-11-19
[[decision]]
meeting = "19/11/2020"
text = "d"
"""
    again = tomllib.loads(write_plan(board_of(plan, tmp_path)))
    assert again["mitigation"][0]["risk"] == "CIP06"
    assert again["decision"][0]["meeting"] == "2020-11-19"


def test_an_unknown_date_keeps_its_words(tmp_path: Path) -> None:
    board = board_of('format = 1\n[[action]]\nambition = ""\nref = "6.1"\ndue = "31/06/2021"\n', tmp_path)
    assert board.all(Action)[0].due == "31/06/2021"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_to_the_byte(text: str, tmp_path: Path) -> None:
    document = {
        "format": 1,
        "board": {"title": text, "summary": text},
        "ambition": [{"ref": text.strip()[:30], "title": text, "narrative": text}],
        "kpi": [{"ref": "1", "title": text, "trend": {"2018-10": text, "2018-09": {"value": text, "note": text}}}],
    }
    board = board_of(tomli_w.dumps(document), tmp_path)
    kept = validate("ambition", "narrative", {"narrative": text})["narrative"]
    assert board.all(Ambition)[0].narrative == board.profile.summary == kept
    september = next(each for each in board.all(Reading) if each.period == "2018-09")
    assert september.note == validate("reading", "note", {"note": text})["note"]
    once = write_plan(board)
    assert tomllib.loads(once)["board"].get("summary", "") == kept
    assert write_plan(board_of(once, tmp_path)) == once


def test_no_kind_has_a_field_by_a_name_that_the_plan_uses_for_itself() -> None:
    assert {kind.name for kind in table_kinds()} == set(KINDS) - {"board", "reading"}
    assert [kind.name for kind in KINDS.values() if kind.has(KEY)] == []
    assert not any(KINDS["kpi"].has(name) for name in ("trend", "current"))


TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("[]|/\\\"'#={}\n\t .,:-\u200f1aé", max_size=20),
)


def values_of(attribute: Attribute, links: list[str]) -> st.SearchStrategy[Any]:
    """What a plan can say in one field."""
    match attribute.look.form:
        case "flag":
            return st.booleans()
        case "number":
            return st.integers(0, 1000)
        case "choice":
            return st.sampled_from(attribute.look.choices)
        case "score":
            return st.sampled_from(["", "4x3", "5 × 5"])
        case "date":
            return st.one_of(TEXTS, st.sampled_from(["31/06/2021", "1 March 2021", "Q3", "2020-02-29"]))
        case "link":
            kinds = attribute.look.kinds
            fitting = [link for link in links if not kinds or link.split(":")[0] in kinds]
            return st.sampled_from(fitting or [""])
        case "links":
            return st.lists(st.sampled_from(links), max_size=3, unique=True)
        case _:
            return TEXTS


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """A plan with up to two records of every kind, linked to and fro."""
    kinds = table_kinds()
    numbers = {kind.name: draw(st.integers(0, 2)) for kind in kinds} | {"kpi": 1}
    links = [f"{name}:k{number}" for name, count in numbers.items() for number in range(count)]
    document: dict[str, Any] = {"format": 1, "board": record(draw, KINDS["board"].attributes.values(), [])}
    for kind in kinds:
        document[kind.name] = [
            # Key fields are numbered: the same ones twice would be the same record.
            ({"key": f"k{number}"} | ({kind.owner: ""} if kind.owner else {}))
            | record(
                draw, [each for each in written_fields(kind) if each.name not in (*kind.natural_key, "date")], links
            )
            | {name: "k0" if name == "kpi" else f"{name} {number}" for name in kind.natural_key}
            | ({"ref": f"r {number}"} if kind.has("ref") else {})
            for number in range(numbers[kind.name])
        ]
    figures = [each for each in KINDS["reading"].attributes.values() if each.group != "key"]
    for series in ("trend", "current"):
        periods = draw(st.lists(st.sampled_from(["2018-09", "2017/18", "2018/19 Q2", "2018-10"]), unique=True))
        document["kpi"][0][series] = {period: record(draw, figures, []) for period in periods}
    return document


def record(draw: st.DrawFn, attributes: Any, links: list[str]) -> dict[str, Any]:
    chosen = {each.name: draw(st.none() | values_of(each, links)) for each in attributes}
    return {name: value for name, value in chosen.items() if value is not None}


def normal(document: dict[str, Any]) -> dict[str, Any]:
    """The plan with each value as it is kept, and without defaults."""

    def kept(kind: str, table: dict[str, Any]) -> dict[str, Any]:
        result = {}
        for name, value in table.items():
            attribute = KINDS[kind].attributes.get(name)
            if attribute is None or attribute.look.form in ("link", "links"):
                if name == KINDS[kind].owner or value not in ("", []):
                    result[name] = value
            elif (now := validate(kind, attribute.group, {name: value})[name]) != attribute.default:
                result[name] = str(now) if isinstance(now, str) else now
        return result

    out: dict[str, Any] = {"format": 1, "board": kept("board", document["board"])}
    for kind, tables in document.items():
        if isinstance(tables, list) and tables:
            out[kind] = [kept(kind, table) for table in tables]
    kpi = out["kpi"][0]
    for series in ("trend", "current"):
        figures = {period: kept("reading", figure) for period, figure in kpi.pop(series, {}).items()}
        short = {period: f["value"] if f.keys() == {"value"} else f for period, f in figures.items()}
        if short:
            kpi[series] = short
    return out


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 100,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans())
def test_any_plan_comes_out_as_equal_data_and_then_byte_for_byte(document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = write_plan(board_of(tomli_w.dumps(document), Path(folder)))
        assert resolved(once) == resolved(tomli_w.dumps(normal(document)))
        assert write_plan(board_of(once, Path(folder))) == once


def test_a_link_finds_a_ref_that_looks_like_it_and_an_exact_spelling_goes_first(tmp_path: Path) -> None:
    plan = """
format = 1
[[risk]]
ref = "CIP.06"
[[mitigation]]
risk = "cip․06"
title = "looks alike"
[[risk]]
ref = "R’7"
key = "one"
title = "curly"
[[risk]]
ref = "R'7"
key = "other"
title = "plain"
[[mitigation]]
risk = "R'7"
title = "exact"
"""
    again = tomllib.loads(write_plan(board_of(plan, tmp_path)))
    assert {each["title"]: each["risk"] for each in again["mitigation"]} == {"looks alike": "CIP.06", "exact": "r-7"}
