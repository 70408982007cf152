"""What records, fields and values are called: one name for each, whoever asks."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.board.board import Board, Since
from boardtui.domain.board.lookup import address, lookup
from boardtui.domain.board.words import (
    GONE,
    LONGEST_NAME,
    Remembered,
    cell_name,
    choices_of,
    field_label,
    full_name,
    line_name,
    name_of,
    named,
    named_in_full,
    plain_value,
    ref_and_title,
    remembering,
    short_name,
    shortened,
    title_words,
    value_words,
)
from boardtui.domain.records.edits import Edit, EditId, canonical
from boardtui.domain.records.kinds import (
    KINDS,
    Action,
    ActionArising,
    AgendaItem,
    Ambition,
    BudgetLine,
    Challenge,
    Comparator,
    Decision,
    Kpi,
    Meeting,
    Milestone,
    Mitigation,
    Narrative,
    NextStep,
    Priority,
    Profile,
    Reading,
    Rebase,
    Record,
    Risk,
    TargetChange,
    TaskGroup,
)
from boardtui.domain.records.kpis import Basis, Series
from boardtui.domain.records.rag import Rag
from tests.domain.boards import board


def identity(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


A, B, K, R, P, M = (identity(each) for each in ("ambition", "action", "kpi", "risk", "priority", "meeting"))
PREFIX = re.compile(r"\b[0-9a-f]{8}\b")

SAMPLES: dict[str, tuple[Record, str, str]] = {
    "board": (Profile(id=identity("board"), title="Plan"), "board", "the board"),
    "ambition": (Ambition(id=A, ref="1", title="Lead well"), "1", "1 Lead well"),
    "action": (Action(id=B, ref="1.3", title="Moderation", ambition=A), "1.3", "1.3 Moderation"),
    "priority": (Priority(id=P, ref="2", title="Voice"), "2", "2 Voice"),
    "task_group": (
        TaskGroup(id=identity("group"), ambition=A, title="Front door"),
        "Front door",
        "task and finish group “Front door” of theme 1",
    ),
    "next_step": (
        NextStep(id=identity("step"), priority=P, title="Ask families"),
        "Ask families",
        "next step “Ask families” of priority 2",
    ),
    "kpi": (Kpi(id=K, ref="H3.2", title="Visits in time"), "H3.2", "H3.2 Visits in time"),
    "reading": (
        Reading(id=identity("reading"), kpi=K, period="2020/21 Q4", value="88%"),
        "H3.2 Q4 2020/21",
        "reading of H3.2, Q4 2020/21",
    ),
    "target_change": (
        TargetChange(id=identity("targets"), kpi=K, since="2019-04"),
        "H3.2 from Apr 19",
        "target change of H3.2 from Apr 19",
    ),
    "comparator": (
        Comparator(id=identity("england"), kpi=K, title="England", year="2017/18"),
        "H3.2 England 2017/18",
        "comparator of H3.2, England 2017/18",
    ),
    "rebase": (
        Rebase(id=identity("rebase"), kpi=K, period="2019-04"),
        "H3.2 from Apr 19",
        "re-base point of H3.2 from Apr 19",
    ),
    "risk": (Risk(id=R, ref="CIP06", title="Agency cover ends"), "CIP06", "CIP06 Agency cover ends"),
    "mitigation": (
        Mitigation(id=identity("mitigation"), risk=R, title="Recruit"),
        "Recruit",
        "mitigation “Recruit” of CIP06",
    ),
    "narrative": (
        Narrative(id=identity("narrative"), section="key message", text="We know our children.\nAll of them."),
        "We know our children.",
        "narrative item “We know our children.” under key message",
    ),
    "milestone": (
        Milestone(id=identity("milestone"), title="Inspection window"),
        "Inspection window",
        "milestone “Inspection window”",
    ),
    "budget_line": (
        BudgetLine(id=identity("money"), title="Staffing", source="DfE", year="2014/15"),
        "Staffing",
        "budget line “Staffing”, DfE, 2014/15",
    ),
    "meeting": (
        Meeting(id=M, date="2021-03-02", title="March board"),
        "02/03/2021",
        "meeting of 02/03/2021, March board",
    ),
    "agenda_item": (
        AgendaItem(id=identity("item"), meeting=M, item=B),
        "1.3",
        "agenda item on 1.3 of the meeting of 02/03/2021",
    ),
    "decision": (
        Decision(id=identity("decision"), meeting=M, item=B, text="Ask for a recovery plan"),
        "Ask for a recovery plan",
        "decision “Ask for a recovery plan” on 1.3",
    ),
    "challenge": (
        Challenge(id=identity("challenge"), meeting=M, text="Who pays?"),
        "Who pays?",
        "challenge “Who pays?” at the meeting of 02/03/2021",
    ),
    "action_arising": (
        ActionArising(id=identity("arising"), meeting=M, item=A, text="Bring the audit"),
        "Bring the audit",
        "action arising “Bring the audit” on theme 1",
    ),
}


@pytest.fixture(scope="module")
def theme() -> Board:
    """A board with one record of each kind, which says theme for ambition."""
    own = Profile(id=identity("board"), title="Plan", ambition_label="theme", ambition_plural="themes")
    return board(*(record for record, _, _ in SAMPLES.values() if record.kind.name != "board"), profile=own)


def test_the_table_has_every_kind() -> None:
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_has_a_short_and_a_full_name(kind: str, theme: Board) -> None:
    record, short, full = SAMPLES[kind]
    assert (short_name(theme, record), full_name(theme, record)) == (short, full)


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_it_is_is_said_once(kind: str, theme: Board) -> None:
    record = SAMPLES[kind][0]
    label = "theme" if kind == "ambition" else KINDS[kind].label
    for name in (named(theme, record), named_in_full(theme, record)):
        assert name.count(label) == 1, name
    assert line_name(theme, record)[0].isupper()


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_a_record_is_called_finds_it(kind: str, theme: Board) -> None:
    record = theme.profile if kind == "board" else SAMPLES[kind][0]
    words = address(theme, record)
    assert lookup(theme, words).id == record.id
    assert not PREFIX.search(words)


VALUES: dict[str, tuple[Any, str]] = {
    "line": ("Head of Service", "Head of Service"),
    "text": ("One.\nTwo.", "One.\nTwo."),
    "date": ("2021-03-31", "31/03/2021"),
    "period": ("2020/21 Q4", "Q4 2020/21"),
    "figure": ("97.8%", "97.8%"),
    "number": (15, "15"),
    "flag": (True, "yes"),
    "score": ("4x3", "4 × 3"),
    "data": ("{}", ""),
}
LINKED = {"ambition": A, "action": B, "kpi": K, "risk": R, "priority": P, "meeting": M}
SHOWN = {A: "1", B: "1.3", K: "H3.2", R: "CIP06", P: "2", M: "02/03/2021"}


@pytest.mark.parametrize(("kind", "name"), [(kind.name, name) for kind in KINDS.values() for name in kind.attributes])
def test_each_field_is_said_as_people_write_it(kind: str, name: str, theme: Board) -> None:
    attribute = KINDS[kind].attributes[name]
    look = attribute.look
    assert value_words(theme, attribute, None) == ""
    if look.form == "choice":
        for words, value in choices_of(attribute):
            assert value_words(theme, attribute, value) == (Rag(value).words if name == "rag" else value)
            assert words == (value_words(theme, attribute, value) or "not stated")
    elif look.form in ("link", "links") and len(look.kinds) == 1:
        if look.kinds[0] in LINKED:
            there = LINKED[look.kinds[0]]
            assert value_words(theme, attribute, there) == SHOWN[there]
    elif look.form in ("link", "links"):
        assert value_words(theme, attribute, R) == "risk CIP06"
        assert value_words(theme, attribute, A) == "theme 1"
    else:
        value, words = VALUES[look.form]
        assert value_words(theme, attribute, value) == words


def test_several_links_stand_in_the_order_in_which_people_count(theme: Board) -> None:
    links = KINDS["ambition"].attributes["links"]
    assert value_words(theme, links, (R, K, B, identity("nobody"))) == f"action 1.3, risk CIP06, KPI H3.2, {GONE}"
    assert value_words(theme, links, [B], full=True) == "action 1.3 Moderation"


def test_no_is_a_value_and_nothing_is_none(theme: Board) -> None:
    assert value_words(theme, KINDS["reading"].attributes["provisional"], False) == "no"
    assert value_words(theme, KINDS["board"].attributes["stale_days"], 0) == "0"
    assert value_words(theme, KINDS["action"].attributes["due"], "") == ""


def test_a_field_is_labelled_in_the_boards_own_word(theme: Board) -> None:
    assert field_label(theme, KINDS["action"].attributes["ambition"]) == "Theme"
    assert field_label(theme, KINDS["action"].attributes["due"]) == "Due"


def test_json_has_the_values_as_they_are_kept() -> None:
    assert plain_value((A, B)) == [A, B]
    assert (plain_value(Basis.YEAR_TO_DATE), type(plain_value(Basis.YEAR_TO_DATE))) == ("year to date", str)
    assert (plain_value(False), plain_value(0), plain_value("2021-03-31")) == (False, 0, "2021-03-31")


def test_the_two_series_of_a_kpi_have_two_names(theme: Board) -> None:
    current = Reading(id=identity("now"), kpi=K, series=Series.CURRENT, period="2020/21 Q4")
    assert short_name(theme, current) == "H3.2 Q4 2020/21, current"


def test_a_name_of_a_long_text_ends_with_a_word(theme: Board) -> None:
    text = "The board asked the director to come back with a plan of recovery before the summer"
    decision = Decision(id=identity("long"), item=B, text=text)
    assert full_name(theme, decision) == ("decision “The board asked the director to come back with a plan of…” on 1.3")
    assert title_words(theme, decision) == text
    assert ref_and_title(theme, decision) == text


@pytest.mark.parametrize("text", ["word " * 50, "x" * 200, "a" * 40 + " " + "b" * 40, "", "short"])
def test_what_is_shortened_fits_and_what_fits_stays(text: str) -> None:
    line = " ".join(text.split())
    assert len(shortened(text)) <= LONGEST_NAME
    assert (shortened(text) == line) == (len(line) <= LONGEST_NAME)


def test_what_says_nothing_is_called_by_what_it_is(theme: Board) -> None:
    assert full_name(theme, Decision(id=identity("mute"), item=B)) == "decision without words on 1.3"
    assert short_name(theme, Action(id=identity("bare"))) == "action without a title"
    assert full_name(theme, Meeting(id=identity("undated"))) == "meeting without a date"
    assert cell_name(theme, SAMPLES["reading"][0]) == "H3.2 Q4 2020/21"
    assert cell_name(theme, SAMPLES["action"][0]) == "action 1.3"


def test_items_that_are_about_each_other_have_names_all_the_same() -> None:
    one = AgendaItem(id=identity("one"), item=identity("two"))
    two = AgendaItem(id=identity("two"), item=identity("one"))
    there = board(one, two)
    assert all("agenda item" in full_name(there, each) for each in (one, two))


@pytest.mark.parametrize("kind", [each for each in SAMPLES if each != "board"])
def test_a_deleted_record_is_called_what_its_edits_called_it(kind: str, theme: Board) -> None:
    record, short, full = SAMPLES[kind]
    edits = [
        Edit(
            id=EditId("s", number),
            lamport=number,
            record=record.id,
            kind=kind,
            group=group,
            value=canonical({name: plain_value(value) for name, value in record.values(group).items()}),
        )
        for number, group in enumerate(record.kind.groups, start=1)
    ]
    gone = theme.revised({kind: {record.id: None}}, since=Since(), redatings={}, commented={}, reported={}, edition=1)
    assert name_of(gone, record.id) == GONE
    names = remembering(gone, reversed(edits))
    assert name_of(names, record.id) == short
    assert full_name(names, names.known[record.id]) == full


def test_what_a_later_version_kept_beside_it_does_no_harm(theme: Board) -> None:
    values = canonical({"ref": "9.9", "mood": "good"})
    edit = Edit(id=EditId("s", 1), lamport=1, record=identity("new"), kind="action", group="ref", value=values)
    assert name_of(remembering(theme, [edit]), identity("new")) == "9.9"


def test_what_was_there_at_the_last_meeting_is_remembered() -> None:
    there = board(since=Since(gone=(Action(id=B, ref="1.3"),)))
    assert (name_of(there, B), name_of(remembering(there), B)) == (GONE, "1.3")


def test_a_record_that_is_about_to_change_is_called_what_it_will_be(theme: Board) -> None:
    names = Remembered(theme, {B: Action(id=B, ref="1.4", title="Moderation")})
    assert named(names, SAMPLES["decision"][0]) == "decision “Ask for a recovery plan” on 1.4"


@st.composite
def some_records(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Records that say little, belong to one another at random, and have ids of all sorts."""
    ids = draw(st.lists(st.uuids(version=4).map(str), min_size=4, max_size=12, unique=True))
    records = []
    for identity in ids:
        kind = draw(st.sampled_from([name for name in KINDS if name != "board"]))
        values: dict[str, Any] = {"id": identity}
        for name, attribute in KINDS[kind].attributes.items():
            if attribute.look.form == "link":
                values[name] = draw(st.sampled_from(["", *ids]))
            elif name in ("ref", "title", "heading", "text", "section", "period", "since", "year", "date"):
                values[name] = draw(st.sampled_from(["", "1.1", "One, two", "a\nb", "2019-04", "x" * 90]))
        records.append((kind, values))
    return records


@given(some_records())
def test_no_name_is_empty_has_a_line_end_or_shows_an_id(records: list[tuple[str, dict[str, Any]]]) -> None:
    there = board(*(KINDS[kind].record(**values) for kind, values in records))
    for kind in KINDS:
        for record in there.of_kind(kind):
            for make in (short_name, full_name, named, named_in_full, cell_name, line_name, ref_and_title, address):
                name = make(there, record)
                assert name == " ".join(name.split()) != ""
                assert record.id[:8] not in name
                assert not any(other.id[:8] in name for each in KINDS for other in there.of_kind(each))


@given(some_records())
def test_every_address_means_the_record_it_is_that_of(records: list[tuple[str, dict[str, Any]]]) -> None:
    there = board(*(KINDS[kind].record(**values) for kind, values in records))
    for kind in KINDS:
        for record in there.of_kind(kind):
            assert lookup(there, address(there, record)).id == record.id
