"""A figure is kept, rated and asked about alike whether it is typed into the grid, a form or a spreadsheet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from boardtui.domain.attention.findings import entry_findings, figure_doubts
from boardtui.domain.board.board_after import board_after
from boardtui.domain.dates.periods import parse_period
from boardtui.domain.kpis.entry import as_stated, change_of, doubts, draft_of, lines_of
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Kpi
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sources.reading import read_source
from boardtui.session.importing import preview_of
from boardtui.store.board_file import BoardFile

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2021, 3, 2)
FEBRUARY = parse_period("Feb 21")
VISITS = natural_id("test", "9.1")
PERCENT = {"unit": "percent", "polarity": "high", "minimum": "90%", "upper": "95%"}
FRACTION = {"unit": "percent", "polarity": "high", "minimum": "0.9", "upper": "0.95"}
FEW = {"unit": "count", "polarity": "low", "minimum": "40", "upper": "30"}
DAYS = {"unit": "days", "polarity": "low", "minimum": "10", "upper": "5"}
MONEY = {"unit": "money", "polarity": "low", "minimum": "£1.2m", "upper": "£1.1m"}
BEFORE = {"90%": ("97%", "96%"), "0.9": ("0.97", "0.96"), "40": ("31", "28"), "10": ("8 days", "7 days")}

CASES: list[tuple[dict[str, str], str, Status]] = [
    (PERCENT, "97%", Status.MET),
    (PERCENT, "97", Status.MET),
    (PERCENT, "93.5", Status.NEARLY),
    (PERCENT, "97.8 %", Status.MET),
    (PERCENT, "97percent", Status.MET),
    (PERCENT, "97% exc Dec", Status.MET),
    (PERCENT, "97%*", Status.MET),
    (PERCENT, "0.97", Status.UNRATED),
    (PERCENT, "0.5", Status.UNRATED),
    (PERCENT, "1", Status.UNRATED),
    (PERCENT, "1.0", Status.UNRATED),
    (PERCENT, "101%", Status.UNRATED),
    (PERCENT, "978%", Status.UNRATED),
    (PERCENT, "99999999999999999%", Status.UNRATED),
    (PERCENT, "-3%", Status.UNRATED),
    (PERCENT, "97 of 100", Status.UNRATED),
    (PERCENT, "97-98%", Status.UNRATED),
    (PERCENT, "~97%", Status.UNRATED),
    (PERCENT, ">95%", Status.UNRATED),
    (PERCENT, "97%%", Status.UNRATED),
    (PERCENT, "٩٧%", Status.UNRATED),
    (PERCENT, "31/07/2021", Status.UNRATED),
    (PERCENT, "n/a", Status.UNRATED),
    (PERCENT, "c", Status.HIDDEN),
    (FRACTION, "0.97", Status.MET),
    (FRACTION, "97%", Status.UNRATED),
    (FEW, "12", Status.MET),
    (FEW, "310", Status.MISSED),
    (FEW, "12%", Status.UNRATED),
    (FEW, "1 020", Status.UNRATED),
    (DAYS, "7", Status.NEARLY),
    (DAYS, "7 days", Status.NEARLY),
    (DAYS, "1 week", Status.UNRATED),
    (DAYS, "7 working days", Status.UNRATED),
    (MONEY, "£1.15m", Status.NEARLY),
    (MONEY, "£1,150k", Status.NEARLY),
    (MONEY, "1,150,000", Status.NEARLY),
    (MONEY, "1,150", Status.UNRATED),
    (MONEY, "1.15", Status.UNRATED),
]
NOT_DOUBTED = {"n/a", "c"}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "plan.board", clock=lambda: NOW) as made:
        yield made


def stated_by(file: BoardFile, folder: Path, unit: str, value: str) -> dict[str, Change]:
    """The edit that each way in makes of a value for February."""
    board = file.read()
    scorecard = Scorecard()
    (line,) = lines_of(scorecard.rows(board), scorecard)
    grid = change_of(line, FEBRUARY, as_stated(line, FEBRUARY, draft_of(None) | {"value": value}))
    typed = {"kpi": VISITS, "period": FEBRUARY.key, "value": value}
    sheet = f'Ref,Measure,Unit,Frequency,"Feb 21"\n9.1,Visits,{unit},monthly,"{value}"\n'
    Path(folder, "figures.csv").write_text(sheet, encoding="utf-8")
    planned = preview_of(file, board, read_source(Path(folder, "figures.csv")), Answers()).planned
    return {
        "grid": grid,
        "form": Change(grid.record, "reading", typed),
        "sheet": next(each for each in planned.changes if each.kind == "reading"),
    }


@pytest.mark.parametrize("known", [True, False], ids=["with figures before", "as the first figure"])
@pytest.mark.parametrize(("kpi", "value", "status"), CASES)
def test_every_way_in_comes_to_the_same_verdict_and_none_is_silent(
    file: BoardFile, tmp_path: Path, kpi: dict[str, str], value: str, status: Status, known: bool
) -> None:
    figures = BEFORE.get(kpi["minimum"], ("£1.16m", "£1.14m")) if known else ()
    earlier = [
        Change(natural_id("test", period), "reading", {"kpi": VISITS, "period": period, "value": figure})
        for period, figure in zip(("2020-12", "2021-01"), figures, strict=False)
    ]
    made = Change(VISITS, "kpi", {"ref": "9.1", "title": "Visits", "frequency": "monthly", **kpi})
    file.write([made, *earlier], who="Office")
    board = file.read()
    doubted = status is Status.UNRATED and value not in NOT_DOUBTED
    for way, change in stated_by(file, tmp_path, kpi["unit"], value).items():
        after = board_after(board, [change], TODAY)
        found = after.get(Kpi, VISITS)
        assert found is not None
        assert view(after, found).status is status, way
        assert not doubted or entry_findings(after, [VISITS], TODAY), way
        assert not doubted or figure_doubts(board, [change], TODAY), way
        if way == "grid":
            scorecard = Scorecard()
            (line,) = lines_of(scorecard.rows(board), scorecard)
            draft = draft_of(None) | {"value": str(change.values["value"])}
            assert not doubted or doubts(line, FEBRUARY, draft, TODAY), way
