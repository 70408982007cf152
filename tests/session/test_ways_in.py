"""A date means the same whichever way it comes in: form, `set`, `add`, plan, spreadsheet, palette or merge."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from boardtui.domain.attention.findings import entry_findings
from boardtui.domain.attention.overview import overview
from boardtui.domain.attention.schedule import due_soon
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import normal_form, read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action
from boardtui.domain.typed.values import read_sentence, read_values
from boardtui.exchange.plan_toml import read_plan_file
from boardtui.exchange.samples import make_board
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sources.reading import read_source
from boardtui.session.importing import carry_out, preview_of
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from boardtui.ui.forms.values import reading_of, value_of

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
AMBITION, COACH = natural_id("test", "1"), natural_id("test", "1.1")
DUE = KINDS["action"].attributes["due"]

DAYS = {
    "31/03/2021": "2021-03-31",
    "31-3-21": "2021-03-31",
    "31–03–2021": "2021-03-31",
    "31‑03‑2021": "2021-03-31",
    "31—03—2021": "2021-03-31",
    "31−03−2021": "2021-03-31",
    "31.03.2021": "2021-03-31",
    "31 / 03 / 2021": "2021-03-31",
    "31/03/2021 12:00": "2021-03-31",
    "31/03/2021 10am": "2021-03-31",
    "31/03/2021 at 12:00": "2021-03-31",
    "2021-03-31T00:00:00": "2021-03-31",
    "20210331": "2021-03-31",
    "2021/03/31": "2021-03-31",
    "31st of March, 2021": "2021-03-31",
    "March 31, 2021": "2021-03-31",
    "Wed 31 Mar 21": "2021-03-31",
    "31-MAR-2021": "2021-03-31",
    "31/03/2021\u200b": "2021-03-31",
    "w/c 1 March 2021": "2021-03-01",
    "week commencing 01/03/2021": "2021-03-01",
    "W/E 5 March 2021": "2021-03-05",
    "by 31 March 2021": "2021-03-31",
    "end of March 2021": "2021-03-31",
    "Mar-21": "2021-03-31",
    "March '21": "2021-03-31",
    "Q3 2020/21": "2020-12-31",
    "2020/21": "2021-03-31",
    "31/03/2021 - 30/04/2021": "2021-04-30",
    "12/11/20": "2020-11-12",
    "31/3/49": "2049-03-31",
}
NONE = [
    "before Easter",
    "31/O3/2021",
    "3l/03/2021",
    "31/03/2021?",
    "(31/03/2021)",
    "c. 31/03/2021",
    "31/03/202131 May 2027",
    "31/03/2021; 30/04/2021",
    "31/03/2021 (was 28/02/2021)",
    "31/03/2021 revised",
    "Completed 31/03/2021",
    "31/06/2021",
    "29/02/2021",
    "31 Sept 2021",
    "00/00/0000",
    "31/03/0021",
    "31/03/1921",
    "31/03/2099",
    "31/3/51",
    "31/03/2210",
    "Tuesday 31 June 2021",
    "01032021",
    "310321",
    "31//03/2021",
    "131/03/2021",
    "31/03/20211",
    "31\\03\\2021",
    "31|03|2021",
    "31/03/２０２１",
    "mid-March 2021",
    "Summer 2021",
    "FY21",
    "2021",
    "1/4",
    "Q3",
    "1st",
    "Year end",
    "ASAP",
    "Ongoing (31/03/2021)",
    "31st March 20 21",
]
"""Words that tell no day, and say why: they are kept, found, and count as no date."""


def by_form(file: BoardFile, _folder: Path, words: str) -> str:
    board = file.read()
    assert reading_of(board, DUE, words).doubtful is bool(read_date(words).problem)
    file.write([Change(COACH, "action", {"due": value_of(board, KINDS["action"], DUE, words)})], who="Lead")
    return due(file)


def by_set(file: BoardFile, _folder: Path, words: str) -> str:
    file.write([Change(COACH, "action", read_values(file.read(), KINDS["action"], {"due": words}))], who="Lead")
    return due(file)


def by_plan(_file: BoardFile, folder: Path, words: str) -> str:
    quoted = words.replace("\\", "\\\\")
    Path(folder, "plan.toml").write_text(
        'format = 1\n[[ambition]]\nref = "1"\ntitle = "Practice"\n'
        f'[[action]]\nambition = "1"\nref = "1.1"\ntitle = "Coach"\ndue = "{quoted}"\n',
        encoding="utf-8",
    )
    with make_board(Path(folder, "made.board"), read_plan_file(Path(folder, "plan.toml"))) as made:
        (action,) = made.read().all(Action)
        return action.due


def by_sheet(file: BoardFile, folder: Path, words: str) -> str:
    rows = f'1.1,Coach,Head,"{words}",Green\n1.2,Hold reviews,Head,30/06/2021,Green\n'
    Path(folder, "plan.csv").write_text(f"Ref,Action,Lead,Due date,Status\n{rows}", encoding="utf-8")
    done = preview_of(file, file.read(), read_source(Path(folder, "plan.csv")), Answers())
    carry_out(file, done, who="Office")
    return due(file)


def by_merge(file: BoardFile, folder: Path, words: str) -> str:
    send_copy(file, Path(folder, "lead.board"))
    with BoardFile.open(Path(folder, "lead.board"), clock=lambda: NOW) as theirs:
        by_set(theirs, folder, words)
    merge(file, [Path(folder, "lead.board")])
    return due(file)


def due(file: BoardFile) -> str:
    action = file.read().find(COACH)
    assert isinstance(action, Action)
    return action.due


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "plan.board", clock=lambda: NOW) as made:
        made.write(
            [
                Change(AMBITION, "ambition", {"ref": "1", "title": "Practice"}),
                Change(COACH, "action", {"ambition": AMBITION, "ref": "1.1", "title": "Coach"}),
            ],
            who="Office",
        )
        yield made


def all_ways(file: BoardFile, folder: Path, words: str) -> set[tuple[date | None, str]]:
    """The day and the problem that come of words by each way; the last one leaves them on the board."""
    stated = [read_date(way(file, folder, words)) for way in (by_plan, by_sheet, by_form, by_set)]
    return {(each.day, each.problem) for each in stated}


@pytest.mark.parametrize(("words", "day"), DAYS.items())
def test_a_day_comes_in_by_every_way_as_the_same_and_is_no_finding(
    file: BoardFile, tmp_path: Path, words: str, day: str
) -> None:
    meant = date.fromisoformat(day)
    assert all_ways(file, tmp_path, words) == {(meant, "")}
    board = file.read()
    assert codes(board) == set()
    assert not overview(board, NOW.date()).undated
    said = read_sentence(board, f"1.1 date {words}", NOW.date())
    assert said is not None
    assert read_date(str(said.value)).day == meant


@pytest.mark.parametrize("words", NONE)
def test_words_that_tell_no_day_are_kept_found_and_in_the_list_of_what_has_none(
    file: BoardFile, tmp_path: Path, words: str
) -> None:
    ((day, problem),) = all_ways(file, tmp_path, words)
    assert day is None
    assert problem
    assert due(file) == normal_form(words)
    board = file.read()
    assert codes(board) & {"date_unclear", "date_impossible", "date_order"}
    assert [each.record.id for each in overview(board, NOW.date()).undated] == [COACH]
    assert COACH not in {each.record.id for each in due_soon(board, NOW.date())}
    if words not in ("1/4", "1st"):  # which the palette reads as the next of that name
        with pytest.raises(BoardError):
            read_sentence(board, f"1.1 date {words}", NOW.date())


@pytest.mark.parametrize("words", ["31–03–2021", "w/c 1 March 2021", "before Easter", "31/O3/2021", "31/03/2099"])
def test_a_lead_s_words_mean_the_same_after_a_merge(file: BoardFile, tmp_path: Path, words: str) -> None:
    merged = by_merge(file, tmp_path, words)
    found = codes(file.read())
    assert read_date(merged).day == read_date(words).day
    assert bool(found) is bool(read_date(words).problem)


def codes(board: Board) -> set[str]:
    return {each.code for each in entry_findings(board, [COACH], NOW.date())}
