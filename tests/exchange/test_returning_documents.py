"""A board as JSON and a plan on their way back: what each record says, and what is refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Kpi
from boardtui.exchange.json_output import FORMAT, board_json
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.importing import Preview, preview
from boardtui.exchange.sources.reading import read_text
from tests.domain.making import board_of, new_id

PRACTICE = Ambition(id=new_id(), ref="1", title="Practice")
KPI = Kpi(id=new_id(), ref="2.1", title="Visits")
WRITE = Action(id=new_id(), ref="1.1", title="Write", ambition=PRACTICE.id, lead="Chair", links=(KPI.id,))
BOARD = board_of(PRACTICE, KPI, WRITE, title="Plan", council="North")


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(board_json(BOARD))
    return found


def brought(stated: dict[str, Any] | str, name: str = "board.json", board: Board = BOARD) -> Preview:
    text = stated if isinstance(stated, str) else json.dumps(stated)
    done = preview(read_text(text, name), board, lambda _: (), Answers())
    assert done.returned
    return done


def changed(done: Preview) -> list[tuple[str, str, object]]:
    return [(each.ref, each.field, each.after) for each in done.planned.fields]


def test_what_a_document_says_otherwise_is_changed_and_what_it_leaves_out_stays() -> None:
    stated = document()
    assert changed(brought(stated)) == []
    (action,) = stated["records"]["action"]
    action["lead"] = "Director"
    del action["title"]
    stated["board"]["title"] = "Our plan"
    assert changed(brought(stated)) == [("1.1", "lead", "Director"), ("board", "title", "Our plan")]


def test_links_lead_to_the_records_of_the_document_and_those_out_of_it_say_nothing() -> None:
    stated = document()
    (action,) = stated["records"]["action"]
    action["links"] = [PRACTICE.id, "elsewhere"]
    action["ambition"] = "elsewhere"
    done = brought(stated)
    assert changed(done) == [("1.1", "links", "1")]
    action["links"] = ["elsewhere"]
    assert changed(brought(stated)) == []


def test_of_two_that_are_called_alike_each_is_known_by_all_it_says_whatever_the_ids_of_another_board_are() -> None:
    one, other = (Action(id=new_id(), title="Audit", lead=lead, links=(KPI.id,)) for lead in ("Ann", "Bob"))
    board = board_of(KPI, one, other)
    stated: dict[str, Any] = json.loads(board_json(board))
    stated["records"]["action"].reverse()
    text = json.dumps(stated)
    for each in (KPI, one, other):
        text = text.replace(each.id, new_id())
    assert changed(brought(text, board=board)) == []


def test_a_link_to_the_board_itself_leads_to_the_one_it_comes_to() -> None:
    stated = document()
    (action,) = stated["records"]["action"]
    action["links"] = [stated["board"]["id"]]
    other = board_of()
    made = next(each for each in brought(stated, board=other).planned.changes if each.kind == "action")
    assert made.values["links"] == (other.profile.id,)


def test_records_are_told_by_their_place_in_the_list_and_in_the_words_of_their_kind() -> None:
    done = brought(document(), board=board_of())
    places = {draft.kind: draft.at for read in done.reads for draft in read.drafts}
    assert places["action"] == f"{KINDS['action'].plural}!2"
    assert dict(done.planned.made) == {"ambition": 1, "kpi": 1, "action": 1}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"records": None}, "board.json is no board: it is not what `boardtui export --to json` writes"),
        ({"records": []}, "board.json is no board: it is not what"),
        ({"records": {"action": [{}]}}, "board.json is no board: it is not what"),
        ({"records": {"action": 7}}, "board.json is no board: it is not what"),
        ({"board": 7}, "board.json is no board: a record in it has no fields"),
        ({"format": FORMAT + 1}, f"board.json has the format {FORMAT + 1} and this version reads {FORMAT}. Update"),
        ({"records": {"gizmo": []}}, "board.json: this version knows no records of the kind 'gizmo'."),
        ({"records": {"board": []}}, "board.json: this version knows no records of the kind 'board'."),
        ({"records": {"action": [{"id": "a"}, {"id": "b", "rag": "purple"}]}}, "board.json, action 2: rag: "),
        ({"board": {"stale_days": "many"}}, "board.json, board: stale_days: "),
    ],
)
def test_what_is_no_board_is_refused_with_the_place_that_is_wrong(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(BoardError) as refused:
        brought({**document(), **wrong})
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("missing", ["format", "board", "records"])
def test_a_document_without_one_of_its_parts_is_no_board(missing: str) -> None:
    stated = document()
    del stated[missing]
    with pytest.raises(BoardError, match=r"board\.json is no board"):
        brought(stated)


PLAN = 'format = 1\n[board]\ntitle = "Our plan"\n\n[[ambition]]\nref = "1"\ntitle = "Practice"\n\n'
PLAN += '[[action]]\nambition = "1"\nref = "1.1"\nlead = "Director"\n'


def test_a_plan_changes_what_it_says_and_tells_the_lines() -> None:
    done = brought(PLAN, "plan.toml")
    assert changed(done) == [("board", "title", "Our plan"), ("1.1", "lead", "Director")]
    assert [each.at for each in done.planned.fields] == ["L2", "L9"]
    assert {draft.kind: draft.at for read in done.reads for draft in read.drafts} == {
        **{"board": "L2", "ambition": "L5", "action": "L9"}
    }


def test_each_kind_is_told_as_a_table_with_its_place_what_its_records_are_called_and_what_is_said_of_them() -> None:
    def tables(done: Preview) -> list[tuple[str, list[str], list[tuple[int, str]]]]:
        some = [read.mapping.table for read in done.reads]
        return [
            (
                each.sheet.address(each.area),
                [heading.words for heading in each.headings],
                [(row, each.sheet.at(row, 1).text) for row in each.body],
            )
            for each in some
        ]

    more = f'{PLAN}\n[[action]]\nambition = "1"\nlead = "Chair"\n'
    assert tables(brought(more, "plan.toml")) == [
        ("L1:L2", ["Title"], [(2, "Our plan")]),
        ("L4:L5", ["Ref", "Title"], [(5, "1")]),
        ("L8:L14", ["Ambition", "Ref", "Lead"], [(9, "1.1"), *((row, "") for row in range(10, 14)), (14, "-")]),
    ]
    stated = document()
    stated["records"] = {"ambition": [{"id": PRACTICE.id, "title": "Practice"}], "kpi": []}
    stated["board"] = {"title": "Plan"}
    assert tables(brought(stated)) == [
        ("ambitions!A1:A2", ["Title"], [(2, "Practice")]),
        ("boards!A1:A2", ["Title"], [(2, "Plan")]),
    ]


def test_a_plan_that_plays_steps_is_for_a_new_board() -> None:
    with pytest.raises(BoardError, match=r"plan\.toml plays steps .* boardtui new plan\.board --from plan\.toml"):
        brought(f'{PLAN}[[then]]\nset = "action:1.1"\nvalues = {{ rag = "red" }}\n', "plan.toml")


def test_a_plan_without_words_of_the_board_changes_none() -> None:
    text = PLAN.replace('[board]\ntitle = "Our plan"\n', "")
    done = brought(text, "plan.toml")
    assert changed(done) == [("1.1", "lead", "Director")]
    assert {draft.kind for read in done.reads for draft in read.drafts} == {"ambition", "action"}
