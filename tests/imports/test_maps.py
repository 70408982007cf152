"""Maps of answers, as a person writes them: what one can say, and what is said of what none can."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.exchange.sheets.asking import Answers, is_kind, read_answers, write_answers
from boardtui.exchange.sheets.importing import preview
from boardtui.exchange.sources.reading import read_text
from tests.imports.sheets import BOARD, records


def read(text: str, folder: Path) -> Answers:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("score_words = 4", "score_words has to be a table"),
        ("[score_words]\nhigh = 4", "score_words is for likelihood or impact, not 'high'"),
        ("[score_words]\nimpact = 4", "score_words is for likelihood or impact, not 'impact'"),
        ("[score_words.cost]\nhigh = 4", "score_words is for likelihood or impact, not 'cost'"),
        ('[score_words.impact]\nhigh = "x"', "score_words.impact.high has to be a number, such as 4, not 'x'"),
        ('[score_words.impact]\nhigh = "٤"', "has to be a number"),
        ("ambition = true", "ambition has to be words between quotes"),
        ("ambition = [1]", "ambition has to be words between quotes"),
        ("ambition = 1.5", "ambition has to be words between quotes"),
        ('headings = "Ref"', "headings has to be a list of words"),
        ('date_order = "ymd"', "date_order can be dmy, mdy, not 'ymd'"),
        ('money = "x"', "money can be as stated, not 'x'"),
        ('summary_rows = "x"', "summary_rows can be section, not 'x'"),
        ('[unit]\nM1 = "x"', "unit.M1 can be fraction, as stated, not 'x'"),
        ('[rating_words]\nDone = "x"', "rating_words.Done can be red, amber, green, blue, none, not 'x'"),
        ('[kind]\nT1 = "x"', "kind.T1 can be action, milestone, risk, kpi, "),
        ('colour = "x"', "no map has 'colour'. It can have: headings, ambition, "),
    ],
)
def test_what_no_map_says_is_refused(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BoardError) as refused:
        read(text, tmp_path)
    assert told in str(refused.value)


def test_what_it_says_is_found_by_words_however_they_are_spelled(tmp_path: Path) -> None:
    text = (
        'headings = ["Ref", "Action"]\nambition = 1\ndate_order = " mdy "\n[kind]\nT1 = "none"\n'
        '[column]\n"Owner (lead):" = "lead"\n[unit]\nM1 = "fraction"\n'
        "[score_words.impact]\nHigh = 4\n[score_words.likelihood]\nHigh = 5\n"
    )
    answers = read(text, tmp_path)
    assert answers.headings == ("Ref", "Action")
    assert (answers.get("ambition"), answers.get("date_order"), answers.get("kind", "T1")) == ("1", "mdy", "none")
    assert (answers.get("column", "owner"), answers.get("unit", "m1")) == ("lead", "fraction")
    assert answers.get("score_words", "impact", "HIGH") == "4"
    assert (answers.get("score_words", "impact", "Low"), answers.get("area")) == (None, None)


def test_only_answers_that_were_asked_for_are_written_in_the_order_of_the_map(tmp_path: Path) -> None:
    answers = Answers(headings=("Ref",))
    answers.give("4", "score_words", "impact", "High")
    answers.give("lead", "column", "Owner")
    answers.give("1", "ambition")
    answers.give("x", "area")
    answers.get("score_words", "impact", "high")
    answers.get("column", "owner")
    answers.get("ambition")
    document = {
        "headings": ["Ref"],
        "ambition": "1",
        "column": {"Owner": "lead"},
        "score_words": {"impact": {"High": "4"}},
    }
    assert answers.as_map() == document
    assert list(answers.as_map()) == list(document)
    answers.take_back("column", "OWNER")
    assert "column" not in answers.as_map()
    path = tmp_path / "saved.toml"
    write_answers(answers, path)
    assert read_answers(path).get("score_words", "impact", "High") == "4"
    with pytest.raises(BoardError, match="is there already and was not replaced"):
        write_answers(answers, path)
    with pytest.raises(BoardError, match="is there already"):
        write_answers(answers, path, replace=tmp_path / "other.toml")
    write_answers(answers, path, replace=path)


def test_kinds_that_tables_can_hold_are_known_by_name() -> None:
    assert [is_kind(each) for each in ("action", "kpi", "reading", "none", "")] == [True, True, False, False, False]


def test_a_table_that_a_person_leaves_out_is_not_read_and_leaves_no_question(tmp_path: Path) -> None:
    answers = read('ambition = "1"\n[kind]\nT1 = "none"\n', tmp_path)
    text = "Ref,Action\n1,Write\nRef,Risk,Owner,Likelihood,Impact\nR1,Send,A,1,2\n"
    done = preview(read_text(text, "table.csv"), BOARD, lambda _: (), answers)
    assert [each.mapping.left_out for each in done.reads] == [True, False]
    assert [each.values["title"] for each in records(done)] == ["Send"]
    assert ("kind", "A1", "none") in [(each.about, each.at, each.answer) for each in done.notices.questions]
    assert done.nothing_left
    assert set(done.reads[0].mapping.fields.values()) == {"ignored"}
