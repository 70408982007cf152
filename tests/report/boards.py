"""The boards whose snapshots and trend tables are kept in golden/: a small one with hostile text, and the samples.

After a change that is meant: `python -m tests.report.boards` writes the golden files anew. Read the difference.
"""

from __future__ import annotations

import io
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from boardtui.domain.board.board import Board
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.samples import make_board, read_sample, sample_names
from boardtui.report.snapshot import front_sheet, snapshot
from boardtui.report.tables import table
from boardtui.store.board_file import BoardFile
from boardtui.store.open_file import Clock

GOLDEN = Path(__file__).parent / "golden"

# Whatever means something to Markdown, to HTML, to a terminal or to the eye, on lines that begin with it.
TITLE = "[SEND] plan | a [/ *b* _i_ `c` ~~d~~ <script>alert(1)</script> &amp; $1 and $2 :smile: \\ end #"
LINES = (
    "# x",
    "- bullet",
    "1. one",
    "2) two",
    "> quote",
    "---",
    "=====",
    "+ plus",
    "    code",
    "| a | b |",
    "|---|---|",
    "[x]: https://example.org/a_b_c",
    "www.example.org and someone@example.org",
    "👩‍👧 family, עברית (Hebrew), é",
    "=SUM(A1)",
    "```",
)
TEXT = "\n".join(LINES)

BEGAN = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)


def identity(key: str) -> str:
    """An id that is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, key))


def hand_made(path: Path) -> Board:
    """A small board with everything on it, one closed meeting, and changes since."""
    with BoardFile.create(path, "Improvement plan", who="plan", clock=_ticking()) as file:
        board = file.read().profile.id
        _plan(file, board)
        _papers(file)
        _figures(file)
        file.close_meeting(identity("last"), who="Chair", freeze=lambda _: ("", ""))
        _since(file)
        return file.read()


def _ticking() -> Clock:
    ticks = _every_hour(BEGAN)
    return lambda: next(ticks)


def _every_hour(first: datetime) -> Iterator[datetime]:
    while True:
        yield first
        first += timedelta(hours=1)


def _add(file: BoardFile, kind: str, key: str, **values: object) -> None:
    values = {name: identity(v) if name in _LINKS and v else v for name, v in values.items()}  # type: ignore[arg-type]
    if "links" in values:
        values["links"] = [identity(each) for each in values["links"]]  # type: ignore[attr-defined]
    known = identity_for(KINDS[kind], values, identity(key))
    file.write([Change(known, kind, values)], who="plan")


def _set(file: BoardFile, kind: str, key: str, why: str = "", **values: object) -> None:
    file.write([Change(identity(key), kind, values)], who="Lead", why=why)


_LINKS = ("ambition", "priority", "risk", "kpi", "action", "meeting", "item", "answered_in")


def _plan(file: BoardFile, board: str) -> None:
    profile = {
        "title": "Improvement plan " + TITLE,
        "council": "Anytown | County",
        "summary": TEXT,
        "paper_date": "19 th January 2021",
        "appetite": "workforce: cautious 9",
    }
    file.write([Change(board, "board", profile)], who="plan")
    _add(file, "meeting", "last", date="2021-01-05", title="January board")
    _add(file, "meeting", "next", date="2021-03-02", title="March board")
    _add(file, "ambition", "one", ref="1", title="Leaders understand practice", lead="Director", rag="amber")
    file.write(
        [Change(identity("one"), "ambition", {"narrative": "Two lines\nof narrative.\n- and a point\n- or two"})],
        who="plan",
    )
    file.write([Change(identity("one"), "ambition", {"achievements": "- Clinics monthly\n- " + TITLE})], who="plan")
    _add(file, "ambition", "two", ref="2", title="Partnerships", routed_to="Start Well Board | TSSP")
    _add(
        file,
        "action",
        "1.1",
        ambition="one",
        ref="1.1",
        title="Coach every manager",
        lead="Principal Social Worker",
        rag="amber",
        original_due="2020-11-30",
        due="2021-01-31",
        commentary="Half are done.\nThe rest follow",
    )
    _add(file, "action", "1.2", ambition="one", ref="1.2", title=TITLE, rag="green", due="31/06/2021", commentary=TEXT)
    _add(
        file,
        "action",
        "1.10",
        ambition="one",
        ref="1.10",
        title="Refresh the framework",
        rag="green",
        original_due="2021-02-28",
        due="2021-02-28",
        measure="Audits judged good",
        tracker="A1",
    )
    _add(
        file,
        "action",
        "1.3",
        ambition="one",
        ref="1.3",
        title="Embed supervision",
        rag="blue",
        due="2020-12-31",
        evidence="KPI 2.1 and the January audit",
    )
    _add(
        file, "action", "2.1", ambition="two", ref="2.1", title="Routed with its ambition", rag="red", due="2020-12-31"
    )
    _add(file, "task_group", "hub", ambition="one", action="1.1", title="Practice hub", lead="Principal Social Worker")
    _add(file, "priority", "thread", ref="P1", title="Workforce", description="The golden thread", links=["one"])
    _add(
        file,
        "next_step",
        "step",
        priority="thread",
        title="Retention programme",
        due="Ongoing",
        difference="Fewer changes of worker",
    )


def _papers(file: BoardFile) -> None:
    _add(file, "narrative", "key", section="key message", text="4 months of 2 years are over.", position=1)
    _add(file, "narrative", "well", section="Doing well", heading="CP", text=TEXT, source="Paper, March")
    _add(file, "milestone", "mile", title="Launch", due="June – September 2021", note="As the paper has it")
    _add(file, "budget_line", "money", title="Whole", year="2020/21", approved="£1m", spent="£335k", spent_at="January")
    _add(file, "decision", "decided", meeting="last", item="two", text="Routed to | another board", made_by="Chair")
    _add(
        file, "challenge", "asked", meeting="last", item="1.2", text="June has no 31st: which day?", raised_by="Adviser"
    )
    _add(file, "action_arising", "todo", meeting="last", text="Bring the audit", owner="Head of QA", due="2021-02-12")


def _figures(file: BoardFile) -> None:
    _add(
        file,
        "kpi",
        "2.1k",
        ref="2.1",
        title="% contacts in 1 day",
        group="Front door",
        polarity="high",
        minimum="90%",
        upper="95%",
        basis="year to date",
        commentary="Steady",
    )
    _add(file, "kpi", "H1", ref="H1", title="Audits completed", ambition="one")
    _add(file, "kpi", "small", ref="3.1", title="Children missing", group="Cohorts", unit="count")
    for period, value in (("Dec 20", "97.0%"), ("Jan 21", "n/a"), ("Feb 21", "93%")):
        _add(file, "reading", period, kpi="2.1k", series="period", period=period, value=value)
    _add(
        file,
        "reading",
        "c",
        kpi="2.1k",
        series="current",
        period="Feb 21",
        value="97.2%",
        numerator="13,140",
        denominator="13,525",
    )
    _add(file, "reading", "q", kpi="H1", series="period", period="Q3 2020/21", value="60%", provisional=True)
    for period, value in (("Jan 21", "12"), ("Feb 21", "3")):
        _add(file, "reading", f"s{period}", kpi="small", series="period", period=period, value=value)
    _add(file, "comparator", "e", kpi="2.1k", title="England", year="2018/19", value="94%")
    _add(
        file,
        "risk",
        "CIP01",
        ref="CIP01",
        title="Capacity",
        category="workforce",
        owner="Head of Early Help",
        inherent="5x4",
        current="4x3",
        target="2x3",
        response="treat",
        next_review="2021-03-09",
    )
    _add(file, "risk", "CIP02", ref="CIP02", title=TITLE)
    _add(file, "mitigation", "m", risk="CIP01", title="Recruit", progress="in progress", due="2021-02-01")


def _since(file: BoardFile) -> None:
    _set(file, "action", "1.1", "leads asked", due="2021-03-31", due_reason="Winter | pressure")
    _set(
        file,
        "action",
        "1.10",
        rag="red",
        rationale="No lead.\nNo plan",
        back_to_green="2021-05-31",
        help_wanted="A lead",
    )
    _set(file, "risk", "CIP01", current="5x4", current_why="Two leave")
    _set(file, "challenge", "asked", answer="The end of June", answered_by="Director")
    _set(file, "kpi", "2.1k", commentary="Steady, in spite of the winter")
    _add(file, "action", "1.4", ambition="one", ref="1.4", title="A new one")


def sample(name: str, path: Path) -> Board:
    """A sample board, as made on one day."""
    clock = lambda: datetime(2021, 2, 24, 9, 0, tzinfo=UTC)  # noqa: E731
    with make_board(path, read_sample(name), clock=clock) as file:
        return file.read()


def trend_table(board: Board, width: int) -> str:
    """The scorecard as a terminal without colours prints it."""
    written = io.StringIO()
    Console(file=written, width=width, color_system=None, legacy_windows=False).print(table(board, "kpis"))
    return written.getvalue()


TREND_WIDTHS = (80, 120, 200)


def trend_file(name: str, width: int) -> Path:
    """Where the trend table of a sample board is kept."""
    return GOLDEN / f"trend_{name}_{width}.txt"


def boards(folder: Path) -> dict[str, Board]:
    """All boards that have a golden snapshot, by name."""
    found = {name: sample(name, folder / f"{name}.board") for name in sample_names()}
    return {"hand-made": hand_made(folder / "hand-made.board"), **found}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, board in boards(Path(folder)).items():
            (GOLDEN / f"{name}.md").write_text(snapshot(board), encoding="utf-8")
            (GOLDEN / "front" / f"{name}.md").write_text(front_sheet(board), encoding="utf-8")
            for width in TREND_WIDTHS if name in sample_names() else ():
                trend_file(name, width).write_text(trend_table(board, width), encoding="utf-8")
