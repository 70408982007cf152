"""How a form understands what is typed into its fields, shows what they hold, and says what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Kpi, Meeting, Priority, Profile, Record, Risk
from boardtui.domain.records.kpis import Frequency
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag
from boardtui.ui.forms.values import (
    form_fields,
    frequency_of,
    hint,
    picked_so_far,
    problems_of,
    reading_of,
    text_of,
    value_of,
)
from tests.domain.boards import board
from tests.ui.conftest import identity

FIRST = Action(
    id=identity("x1"), ref="1.1", title="Coach 1", ambition=identity("a1"), rag=Rag.RED, rationale="Staff left"
)
RECORDS: list[Record] = [
    Ambition(id=identity("a1"), ref="1", title="Leaders"),
    Ambition(id=identity("a2"), ref="2", title="Lead others"),
    FIRST,
    *(Action(id=identity(f"x{n}"), ref=f"1.{n}", title=f"Coach {n}", ambition=identity("a1")) for n in range(2, 9)),
    Kpi(id=identity("k"), ref="1.1", title="Cases", frequency=Frequency.MONTHLY),
    Risk(id=identity("r"), ref="CIP06", title="Cover", current="4x4"),
    Meeting(id=identity("m"), date="2021-01-19"),
    Meeting(id=identity("m2"), date="2021-03-02"),
    Priority(id=identity("p"), title="Workforce"),
]
BOARD = board(*RECORDS)
NO_FIGURE = "is not one figure. Write a number such as 97.8%, 2,995 or £335k, or n/a. Kept as words."
NO_SCORE = "likelihood x impact, each from 1 to 5"
NO_REF = "Nothing on this board has the ref {!r}. Actions here: 1.1 to 1.8."


def read(field: str, text: str, before: Any = "") -> tuple[str, bool]:
    """How a field of a kind understands a text, and whether it is doubtful."""
    kind, _, name = field.partition(".")
    found = reading_of(BOARD, KINDS[kind].attributes[name], text, before=before, frequency=Frequency.MONTHLY)
    return found.words, found.doubtful


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("action.due", "31/03/2021", "= 31/03/2021"),
        ("action.due", "Mar 2021", "= 01/03/2021 – 31/03/2021"),
        ("action.due", "Jan - Feb 2021", "= 01/01/2021 – 28/02/2021"),
        ("action.due", "  ", ""),
        ("action.title", "31/03/2021", ""),
        ("reading.value", "97.8%", "= 97.8%"),
        ("reading.value", "12.50", "= 12.50"),
        ("reading.value", "1,234", "= 1,234"),
        ("reading.value", "n/a", "= not applicable"),
        ("reading.value", "c", "= confidential"),
        ("reading.value", "27% exc Dec", "= 27% exc Dec"),
        ("kpi.minimum", "90%", "= 90%"),
        ("risk.current", "4x4", "= 16 extreme · Likely × Major"),
        ("risk.current", "5x1", "= 5 moderate · Almost certain × Negligible"),
        ("action.ambition", "1", "= 1 Leaders"),
        ("action.ambition", "ambition:2", "= 2 Lead others"),
        ("risk.links", "1.1", "= action 1.1 Coach 1"),
        ("risk.links", "1.3, CIP06", "= action 1.3 Coach 3 · risk CIP06 Cover"),
        ("risk.links", "1.3;kpi:1.1\nCIP06", "= action 1.3 Coach 3 · KPI 1.1 Cases · risk CIP06 Cover"),
        ("decision.meeting", "19/01/2021", "= meeting of 19/01/2021"),
        ("decision.meeting", "2021-01-19", "= meeting of 19/01/2021"),
        ("reading.period", "2018-09", "= Sep 18"),
        ("reading.period", "Q1 2020/21", "= Q1 2020/21"),
    ],
)
def test_what_can_be_read_is_said_back(field: str, text: str, words: str) -> None:
    assert read(field, text) == (words, False)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("action.due", "31/06/2021", "there is no 31 June 2021: kept as words"),
        ("action.due", "soon", "it cannot be read as a date: kept as words"),
        ("action.due", "28th Jun - Sept", "no year is stated: kept as words"),
        ("reading.value", "many", f"“many” {NO_FIGURE}"),
        ("kpi.upper", "18%–12%", f"“18%–12%” {NO_FIGURE}"),
        ("risk.current", "6x1", NO_SCORE),
        ("risk.current", "0x3", NO_SCORE),
        ("risk.current", "4", NO_SCORE),
        ("action.ambition", "9", "'9' is no ambition of this board. There are: 1, 2."),
        ("action.ambition", "2, 1", "'2, 1' is no ambition of this board. There are: 1, 2."),
        ("action.ambition", "lead", "lead? 1 Leaders; 2 Lead others"),
        ("risk.links", "1.9", NO_REF.format("1.9")),
        ("risk.links", "1.3;9.9", f"action 1.3 Coach 3 · {NO_REF.format('9.9')}"),
        (
            "risk.links",
            "coach",
            "coach? 1.1 Coach 1; 1.2 Coach 2; 1.3 Coach 3; 1.4 Coach 4; 1.5 Coach 5; …",
        ),
        ("risk.links", "cip", "cip? CIP06 Cover"),
        ("decision.meeting", "5/5/2021", "'5/5/2021' is no meeting of this board. There are: 19/01/2021, 02/03/2021."),
        ("next_step.priority", "x", "'x' is no priority of this board. There are: Workforce."),
        (
            "reading.period",
            "rubbish",
            "'rubbish' is no period. For a KPI that is read monthly, write it as 2018-09 or Sep 18.",
        ),
    ],
)
def test_what_cannot_be_read_says_what_is_wrong_with_it_or_what_may_be_meant(field: str, text: str, words: str) -> None:
    assert read(field, text) == (words, True)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (
            "risk.links",
            tuple(map(identity, ("k", "gone", "gone2", "x1", "p"))),
            "kpi:1.1, (deleted), (deleted 2), 1.1, Workforce",
        ),
        ("risk.links", (), ""),
        ("action.ambition", identity("a1"), "1"),
        ("action.ambition", "", ""),
        ("decision.meeting", identity("m"), "19/01/2021"),
        ("action.due", "2021-03-31", "31/03/2021"),
        ("action.due", "by the spring", "by the spring"),
        ("reading.period", "2018-09", "Sep 18"),
        ("reading.provisional", True, "yes"),
        ("reading.provisional", False, ""),
    ],
)
def test_what_a_field_holds_stands_in_it_as_people_write_it_and_comes_back_the_same(
    field: str, value: Any, text: str
) -> None:
    kind, _, name = field.partition(".")
    attribute = KINDS[kind].attributes[name]
    assert text_of(BOARD, attribute, value) == text
    again = value_of(BOARD, KINDS[kind], attribute, text, before=value, frequency=Frequency.MONTHLY)
    assert (set(again) if isinstance(value, tuple) else again) == (set(value) if isinstance(value, tuple) else value)


def test_what_is_gone_can_be_kept_but_not_linked_anew() -> None:
    links = KINDS["risk"].attributes["links"]
    assert read("risk.links", "1.1, (deleted)", before=(identity("gone"),)) == (
        "= action 1.1 Coach 1 · (deleted)",
        False,
    )
    assert picked_so_far(BOARD, links, "1.1, (deleted), 9.9", before=(identity("gone"),)) == (
        [identity("x1"), identity("gone")],
        ["9.9"],
    )
    with pytest.raises(InvalidValue):
        value_of(BOARD, KINDS["risk"], links, "(deleted)")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("action.due", "Due: the date it is due now, such as 31/03/2021, or words"),
        (
            "risk.links",
            "Linked to: actions and KPIs it bears on · refs between commas, such as 1.1, kpi:2.1; ctrl+l picks them",
        ),
        ("action.ambition", "Ambition: the ambition it belongs to · its ref; ctrl+l picks it"),
        ("action.rag", "RAG: red, amber, green, blue or none · Enter shows the choices"),
        ("reading.provisional", "Provisional: Space ticks it"),
        ("action.ref", "Ref: what people say aloud, such as 1.1"),
        ("action.title", "Title"),
    ],
)
def test_a_field_says_what_it_is_for_and_how_it_is_written_once(field: str, words: str) -> None:
    kind, _, name = field.partition(".")
    assert hint(KINDS[kind].attributes[name]) == words


def test_a_meeting_has_a_day_of_its_own() -> None:
    kind, held = KINDS["meeting"], BOARD.all(Meeting)[0]
    taken = "There is a meeting on 02/03/2021 already. If this is another one, give it a title of its own."
    assert problems_of(BOARD, kind, None, {"date": "2021-03-02"}) == {"date": taken}
    assert problems_of(BOARD, kind, held, {"date": "2021-03-02"}) == {"date": taken}
    assert problems_of(BOARD, kind, held, {"date": held.date}) == {}


def test_a_new_record_says_where_it_belongs_and_a_ref_is_had_once() -> None:
    kind = KINDS["action"]
    needed = {"ambition": "Say where this action belongs: ambition is needed."}
    taken = {"ref": "Another action has the ref 1.2 already. Choose a free one."}
    assert problems_of(BOARD, kind, None, {"ref": "1.9"}) == needed
    assert problems_of(BOARD, kind, None, {"ref": "1.2", "ambition": identity("a1")}) == taken
    assert problems_of(BOARD, kind, FIRST, {"ref": "1.2"}) == taken
    assert problems_of(BOARD, kind, FIRST, {"ref": "1.1"}) == {}
    assert problems_of(BOARD, kind, FIRST, {"ref": ""}) == {}


@pytest.mark.parametrize(
    ("rule", "record", "values", "wanted"),
    [
        (ReasonRule.NEVER, None, {"rag": Rag.RED}, ""),
        (ReasonRule.RED_AND_AMBER, None, {"rag": Rag.RED}, "rationale"),
        (ReasonRule.RED_AND_AMBER, None, {"rag": Rag.AMBER}, "rationale"),
        (ReasonRule.RED_AND_AMBER, None, {"rag": Rag.GREEN}, ""),
        (ReasonRule.RED_AND_AMBER, None, {"rag": Rag.RED, "rationale": "Staff left"}, ""),
        (ReasonRule.RED_AND_AMBER, FIRST, {"rag": Rag.AMBER}, "rationale"),
        (ReasonRule.RED_AND_AMBER, FIRST, {"rag": Rag.RED}, ""),
        (ReasonRule.RED_AND_AMBER, FIRST, {"rag": Rag.RED, "rationale": ""}, "rationale"),
        (ReasonRule.ALWAYS, FIRST, {"rag": Rag.GREEN}, "rationale"),
        (ReasonRule.ALWAYS, FIRST, {"rag": Rag.BLUE}, "evidence"),
        (ReasonRule.ALWAYS, FIRST, {"rag": Rag.BLUE, "evidence": "Audit"}, ""),
        (ReasonRule.ALWAYS, FIRST, {"rag": Rag.NOT_RATED}, ""),
        (ReasonRule.ALWAYS, FIRST, {"title": "Coach"}, ""),
    ],
)
def test_a_board_that_wants_reasons_wants_them_of_a_rating_that_is_new(
    rule: ReasonRule, record: Action | None, values: dict[str, Any], wanted: str
) -> None:
    some = board(*RECORDS, profile=Profile(id="board", reasons=rule))
    found = problems_of(some, KINDS["action"], record, {"ambition": identity("a1"), **values})
    rating = values["rag"].value if "rag" in values else ""
    assert found == ({wanted: f"This board wants a reason for {rating}."} if wanted else {})


def test_how_often_a_kpi_is_read_is_known_from_its_ref() -> None:
    kind = KINDS["reading"]
    assert frequency_of(BOARD, kind, "1.1") == Frequency.MONTHLY
    assert frequency_of(BOARD, kind, "9.9") == frequency_of(BOARD, kind, "") == ""
    assert frequency_of(BOARD, KINDS["action"], "1.1") == ""


def test_a_form_leaves_out_what_the_program_keeps() -> None:
    shown = {each.name for each in form_fields(KINDS["meeting"])}
    assert {"date", "chair", "planned_minutes"} <= shown
    assert not any(each.look.form == "data" for each in form_fields(KINDS["meeting"]))
