"""The trend table of KPIs as a terminal prints it: what a reader finds in it, and where."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Kpi, Record, TargetChange
from boardtui.domain.records.kpis import Basis, Frequency, Polarity
from boardtui.exchange.samples import sample_names
from boardtui.report.tables import rows, table
from tests.domain.making import board_of, current, kpi_of, months, new_id, previous_year, trend
from tests.report.boards import TITLE, TREND_WIDTHS, boards, trend_file, trend_table

SAMPLES = Path(__file__).parents[2] / "sample_data"
PERIODS_AT_80 = ["Nov", "20", "Dec", "20", "Jan", "21"]
TARGETS: dict[str, Any] = {"polarity": Polarity.HIGH, "minimum": "90%", "upper": "95%"}


def printed(made: Board, width: int, filter: str = "", today: date | None = None) -> list[str]:
    """The lines that a terminal of this width shows."""
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(table(made, "kpis", today=today, filter=filter))
    return out.getvalue().split("\n")[:-1]


def line_of(lines: list[str], words: str) -> str:
    """The first line that begins with some words, or has them where none does."""
    return next((line for line in lines if line.startswith(words)), "") or next(line for line in lines if words in line)


def after(lines: list[str], words: str) -> list[str]:
    """The lines from one on, up to the next empty one."""
    start = lines.index(line_of(lines, words))
    end = next((place for place in range(start, len(lines)) if not lines[place]), len(lines))
    return lines[start:end]


def _records() -> Iterator[Record]:
    contacts = kpi_of("2.1", title="Contacts", group="Front door", position=1, frequency=Frequency.MONTHLY, **TARGETS)
    yield contacts
    steady = ["91%", "93%", "92%", "91%", "94%", "92%", "93%", "91%", "92%", "94%", "93%", "92%"]
    yield from trend(contacts, months("2020-01", steady) | {"2021-01": "45/50 90%"})
    yield previous_year(contacts, "2019/20", "88%")
    quarterly = kpi_of("2.2", title="Assessments", group="Front door", position=2, **TARGETS)
    yield quarterly
    yield from trend(quarterly, {"2020/21 Q1": "81%", "2020/21 Q2": "27% exc Dec", "2020/21 Q3": "97%"})
    codes = kpi_of("3.1", title="Plans", group="Plans", position=3, basis=Basis.YEAR_TO_DATE, **TARGETS)
    yield codes
    yield from trend(codes, months("2020-08", ["c", "z", "-", "", "n/a", "86%"]))
    yield current(codes, "2021-01", "430/500 86.0%")
    academic = kpi_of("3.2", title="Attainment", group="Plans", position=4, **TARGETS)
    yield academic
    yield from (
        replace(each, provisional=each.value == "96%")
        for each in trend(academic, {"2018/19 academic": "88%", "2019/20 academic": "96%"})
    )
    irregular = kpi_of("4.1", title="Audits", group="Visits", position=5, frequency=Frequency.IRREGULAR)
    yield irregular
    yield from trend(irregular, {"2020-11-12": "2.5", "2021-01-26": "2.1"})
    yield kpi_of(
        "4.2",
        title="Nothing yet of what the new measure of visits counts",
        group="Visits",
        position=6,
        frequency=Frequency.MONTHLY,
    )


@pytest.fixture(scope="module")
def mixed() -> Board:
    """Months, quarters, academic years and odd days, with all that a figure can say."""
    return board_of(*_records())


class TestGolden:
    @pytest.fixture(scope="class")
    def samples(self, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Board]:
        return boards(tmp_path_factory.mktemp("samples"))

    @pytest.mark.parametrize("width", TREND_WIDTHS)
    @pytest.mark.parametrize("name", sample_names())
    def test_the_trend_table_is_the_one_that_was_approved(
        self, name: str, width: int, samples: dict[str, Board]
    ) -> None:
        # If the difference is meant: python -m tests.report.boards
        assert trend_table(samples[name], width) == trend_file(name, width).read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", sample_names())
    def test_every_figure_of_a_sample_stands_in_the_widest_table_as_the_paper_has_it(
        self, name: str, samples: dict[str, Board]
    ) -> None:
        lines = printed(samples[name], 260)
        for kpi in tomllib.loads((SAMPLES / f"{name}.toml").read_text(encoding="utf-8")).get("kpi", []):
            stated = list(kpi.get("trend", {}).values())
            for each in kpi.get("current", {}).values():
                stated += [each["numerator"], each["denominator"], each["value"]] if isinstance(each, dict) else [each]
            stated = [each["value"] if isinstance(each, dict) else each for each in stated]
            line = line_of(lines, f"{kpi['ref']} ")
            assert [figure for figure in stated if figure and f" {figure} " not in line] == [], kpi["ref"]


class TestColumns:
    def test_at_eighty_cells_it_has_the_most_telling_ones(self, mixed: Board) -> None:
        lines = printed(mixed, 80)
        assert lines[0].split() == [
            "Ref",
            "Measure",
            "Current",
            *["Nov", "20", "Dec", "20", "Jan", "21"],
            "Target",
            "RAG",
        ]
        assert line_of(lines, "2.1").split() == [
            *("2.1", "Contacts", "90%", "93%", "92%", "90%", "90%–95%", "A", "▲", "↓")
        ]

    def test_at_two_hundred_it_has_all_of_them(self, mixed: Board) -> None:
        lines = printed(mixed, 200)
        words = "Ref Measure Last year Num. Den. Current Basis Target Status Moved Trend┊target Variation Assurance"
        place = -1
        for heading in words.split():
            assert lines[0].index(heading) > place, heading
            place = lines[0].index(heading)
        line = " ".join(line_of(lines, "2.1").split())
        assert line.startswith("2.1 Contacts 88% 2019/20 45 50 90% ")
        assert "90%–95% A ▲ Nearly met ↓ worse ▂▇▄▅▂▄▇▅▄▁┊█ N No change ? Hit and miss" in line
        assert " YTD " in line_of(lines, "3.1")

    def test_a_wider_terminal_never_has_fewer_columns(self, mixed: Board) -> None:
        before: set[str] = set()
        for width in range(40, 240):
            words = printed(mixed, width)[0].replace("RAG", "Status").replace("SPC", "Variation").split()
            headings = {word for word in words if len(word) > 3 or word == "Ref"}
            assert before <= headings, width
            before = headings

    def test_more_periods_come_with_the_width_until_all_are_there(self, mixed: Board) -> None:
        counts = [printed(mixed, width)[0].count(" 20") for width in (60, 80, 120, 200, 300)]
        assert counts == sorted(set(counts))
        assert counts[-1] == len(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
        assert "Jan 20" in line_of(printed(mixed, 80), "Earlier periods")
        assert not any("Earlier periods" in line for line in printed(mixed, 300))

    def test_columns_in_which_nothing_is_said_are_left_out(self) -> None:
        kpi = kpi_of("1", title="Alone")
        lines = printed(board_of(kpi, *trend(kpi, {"2021-01": "3"})), 200)
        for heading in ("Last year", "Num.", "Den.", "Basis", "Target", "Moved", "Variation", "Assurance", "SPC"):
            assert heading not in lines[0]

    def test_a_title_is_not_cut_but_goes_on_beneath(self) -> None:
        title = "Children with a plan who were seen in the last four weeks, those of other councils included"
        kpi = kpi_of("1", title=title)
        lines = printed(board_of(kpi, current(kpi, "2021-01", "5")), 60)
        start, end = lines[0].index("Measure"), lines[0].index("Current")
        assert " ".join(line[start:end].strip() for line in lines[3:]) == title

    def test_a_word_too_long_for_its_column_goes_on_beneath_and_moves_nothing(self) -> None:
        kpi = kpi_of("1", title="x" * 50 + "家" * 20)
        lines = printed(board_of(kpi, current(kpi, "2021-01", "5%")), 60)
        start = lines[0].index("Measure")
        assert "".join(line[start:].split(" ")[0] for line in lines[3:]) == kpi.title
        assert cell_len(lines[3][: lines[3].index("5%") + 2]) == lines[0].index("Current") + len("Current")


class TestPeriods:
    def test_families_do_not_share_a_column_and_each_has_its_own_headings(self, mixed: Board) -> None:
        lines = printed(mixed, 120)
        assert "Nov 20 Dec 20 Jan 21" in lines[0]
        assert after(lines, "Front door · quarterly")[1].split() == ["Q1", "20/21", "Q2", "20/21", "Q3", "20/21"]
        assert after(lines, "Plans · academic years")[1].split() == ["18/19", "ac", "19/20", "ac"]
        assert after(lines, "Visits · irregular")[1].strip() == "date and figure"
        assert after(lines, "Visits · monthly")[1].split()[-2:] == ["Jan", "21"]
        assert "Q" not in lines[0]

    def test_headings_come_again_only_where_the_periods_change(self) -> None:
        some = [kpi_of(ref, group=ref, position=int(ref)) for ref in "12"]
        made = board_of(*some, *(each for kpi in some for each in trend(kpi, {"2021-01": "3"})))
        assert [place for place, line in enumerate(printed(made, 50)) if "Jan 21" in line] == [0]

    def test_irregular_figures_have_their_own_dates(self, mixed: Board) -> None:
        assert "12/11/20    2.5 26/01/21    2.1" in line_of(printed(mixed, 120), "4.1")
        assert "26/01/21    2.1" in line_of(printed(mixed, 80), "4.1")
        assert "irregular from 12/11/20" in " ".join(printed(mixed, 80))

    def test_qualifiers_and_missing_codes_stand_as_they_were_stated(self, mixed: Board) -> None:
        lines = printed(mixed, 240)
        assert "27% exc Dec" in line_of(lines, "2.2")
        # The empty one leaves its place empty: it is neither zero nor a dash.
        start = {label: lines[0].index(label) for label in ("Aug 20", "Sep 20", "Oct 20", "Nov 20", "Dec 20", "Jan 21")}
        line = line_of(lines, "3.1")
        cells = {label: line[place - 2 : place + len(label)].strip() for label, place in start.items()}
        assert list(cells.values()) == ["c", "z", "-", "", "n/a", "86%"]
        key = line_of(lines, "c confidential")
        assert "z not applicable" in key

    def test_a_long_qualifier_goes_on_beneath_its_figure(self, mixed: Board) -> None:
        first, second = after(printed(mixed, 80), "Front door · quarterly")[2:4]
        assert first.rindex("27% exc") + len("27% exc") == second.index("Dec") + len("Dec")

    def test_a_provisional_figure_keeps_its_mark(self, mixed: Board) -> None:
        lines = printed(mixed, 120)
        assert line_of(lines, "3.2").split()[2:6] == ["96%", "p", "88%", "96%"]
        assert " p " in line_of(lines, "3.2").split("88%")[1]
        assert any("p provisional" in line for line in lines)

    def test_a_year_to_date_is_not_its_latest_month(self, mixed: Board) -> None:
        assert "86.0% YTD" in line_of(printed(mixed, 120), "3.1")
        assert line_of(printed(mixed, 120), "3.1").count("86%") == 1


class TestGroups:
    def test_each_group_counts_its_own_statuses_by_letter_shape_and_word(self, mixed: Board) -> None:
        lines = printed(mixed, 80)
        assert line_of(lines, "Front door · monthly") == "Front door · monthly   A ▲ Nearly met 1"
        assert line_of(lines, "Plans · monthly") == "Plans · monthly   R ✖ Missed 1"
        assert line_of(lines, "Visits · monthly") == "Visits · monthly   ○ Not rated 1"

    def test_a_make_up_is_worst_first_and_whole_even_where_a_filter_hides_some(self) -> None:
        some = [kpi_of(f"1.{n}", group="Visits", **TARGETS) for n in range(4)]
        values = ("99%", "80%", "92%", "99%")
        made = board_of(*some, *(r for k, v in zip(some, values, strict=True) for r in trend(k, {"2021-01": v})))
        lines = printed(made, 80, filter="1.2")
        assert "Visits   R ✖ Missed 1   A ▲ Nearly met 1   G ● Met 2" in lines
        assert [line[:3] for line in lines if line.startswith("1.")] == ["1.2"]

    def test_a_narrow_terminal_breaks_the_line_between_two_statuses(self) -> None:
        some = [kpi_of(f"1.{n}", group="A group with quite a long name", **TARGETS) for n in range(2)]
        made = board_of(*some, *trend(some[0], {"2021-01": "99%"}), *trend(some[1], {"2021-01": "1%"}))
        assert printed(made, 44)[2:4] == ["A group with quite a long name", "R ✖ Missed 1   G ● Met 1"]


class TestMarks:
    def test_marks_without_words_are_explained_and_those_with_words_are_not(self, mixed: Board) -> None:
        assert "↑ better · ↓ worse" in line_of(printed(mixed, 80), "↑ better")
        assert not any(line.startswith("↑ better") for line in printed(mixed, 120))

    def test_a_control_chart_says_a_letter_and_where_there_is_room_a_word(self, mixed: Board) -> None:
        narrower = next(lines for width in range(120, 200) if "SPC" in (lines := printed(mixed, width))[0])
        assert line_of(narrower, "2.1").endswith("N ?")
        assert any("N No change · ? Hit and miss" in line for line in narrower)
        assert line_of(printed(mixed, 200), "2.1").endswith("N No change ? Hit and miss")

    def test_too_few_readings_for_a_verdict_are_no_column_and_no_value(self) -> None:
        kpi = kpi_of("1", **TARGETS)
        made = board_of(kpi, *trend(kpi, months("2020-01", ["91%", "93%"] * 4)))
        assert not {"SPC", "Variation", "Assurance"} & set(printed(made, 240)[0].split())
        assert (rows(made, "kpis")[0]["variation"], rows(made, "kpis")[0]["assurance"]) == (None, None)

    def test_a_figure_that_does_not_add_up_is_marked(self) -> None:
        kpi = kpi_of("4.7", title="Reviews", unit="percent")
        lines = printed(board_of(kpi, current(kpi, "2019-02", "199/200 99.3%")), 80)
        assert line_of(lines, "4.7").split()[:3] == ["4.7", "!", "Reviews"]
        assert "! a figure to look at: boardtui check says why" in lines

    def test_a_figure_that_is_overdue_is_marked_with_a_question(self) -> None:
        kpi = kpi_of("4.7", title="Reviews")
        made = board_of(kpi, current(kpi, "2019-02", "99%"))
        lines = printed(made, 80, today=date(2021, 3, 2))
        assert line_of(lines, "4.7").split()[:3] == ["4.7", "?", "Reviews"]
        assert "? the next figure is overdue" in lines
        assert "?" not in "".join(printed(made, 80, today=date(2019, 3, 2)))

    def test_nothing_is_marked_where_nothing_is_to_be_looked_at(self, mixed: Board) -> None:
        assert not any("!" in line for line in printed(mixed, 120) if "2.1" in line)


class TestAlignment:
    @pytest.mark.parametrize("width", [80, 120, 200])
    def test_figures_end_where_their_headings_end(self, mixed: Board, width: int) -> None:
        lines = printed(mixed, width)
        ends = {name: lines[0].index(name) + len(name) for name in ("Current", "Dec 20", "Jan 21")}
        line = line_of(lines, "2.1")
        for name, figure in (("Current", "90%"), ("Dec 20", "92%"), ("Jan 21", "90%")):
            assert line[: ends[name]].endswith(f" {figure}"), name
            assert line[ends[name]] == " "

    def test_columns_run_straight_through_all_blocks(self, mixed: Board) -> None:
        lines = printed(mixed, 120)
        start = lines[0].index("Target")
        assert {line[start - 1] for line in lines if line[:2] in ("2.", "3.", "4.")} == {" "}
        assert [line[start : start + 7].strip() for line in lines if line[:2] in ("2.", "3.")] == ["90%–95%"] * 4

    def test_wide_characters_do_not_move_what_stands_beside_them(self) -> None:
        some = [kpi_of("1", title="家族 👩‍👧 family"), kpi_of("2", title="plain")]
        made = board_of(*some, *(each for kpi in some for each in trend(kpi, {"2021-01": "17"})))
        lines = [line for line in printed(made, 80) if line[:1] in ("1", "2")]
        assert len({cell_len(line[: line.index("17")]) for line in lines}) == 1

    @pytest.mark.parametrize(
        "title", [TITLE, "[bold]x[/bold] [SEND] a [/", "\x1b[31mred\x1b[0m\nand more", "\u202eabc"]
    )
    def test_what_people_typed_is_shown_and_never_read(self, title: str) -> None:
        kpi = kpi_of("1", title=title, group=title)
        text = " ".join(" ".join(printed(board_of(kpi), 2000)).split())
        assert "\x1b" not in text
        assert "\u202e" not in text
        for words in ("[SEND]", "[/", "[bold]", "[31mred", "and more"):
            assert (words in text) == (words in title)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
hostile = st.sampled_from([TITLE, "[SEND] plan | a [/", "a\nb\tc", "家" * 30, "👩‍👧" * 20, "x" * 90, "\x1b[2J"]) | words
figures = st.sampled_from(["97.8%", "2,995", "n/a", "-", "27% exc Dec", "", "c", "£1,234,567.89"]) | hostile


class TestAnyWidth:
    @settings(max_examples=60, deadline=None)
    @given(data=st.data(), width=st.integers(40, 240))
    def test_no_line_is_wider_and_no_kpi_is_missing(self, data: st.DataObject, width: int) -> None:
        kpis: list[Kpi] = []
        records: list[Record] = []
        for ref in ("1.1", "2.10", "6.3D", "H1.2"):
            targets = {"minimum": data.draw(figures), "upper": data.draw(figures)}
            kpis.append(kpi_of(ref, title=data.draw(hostile), group=data.draw(hostile), **targets))
            keys = data.draw(
                st.sampled_from([["2020-12", "2021-01"], ["2020/21 Q1", "2020/21 Q2"], ["2021-01-26"], ["2019/20"], []])
            )
            records += [replace(each, value=data.draw(figures)) for each in trend(kpis[-1], dict.fromkeys(keys, "1"))]
            records.append(previous_year(kpis[-1], data.draw(hostile), data.draw(figures)))
        lines = printed(board_of(*kpis, *records), width)
        assert max(map(cell_len, lines)) <= width
        for kpi in kpis:
            assert any(line == kpi.ref or line.startswith(f"{kpi.ref} ") for line in lines)

    @pytest.mark.parametrize("width", [1, 5, 20, 39])
    def test_a_terminal_too_narrow_for_a_table_gets_what_fits(self, mixed: Board, width: int) -> None:
        assert max(map(cell_len, printed(mixed, width))) <= width


class TestForPrograms:
    def test_a_kpi_has_its_parts_the_year_before_and_its_verdicts(self, mixed: Board) -> None:
        found = {row["ref"]: row for row in rows(mixed, "kpis")}
        assert json.loads(json.dumps(found)) == found
        first = found["2.1"]
        assert (first["current"], first["numerator"], first["denominator"]) == ("90%", "45", "50")
        assert first["previous_year"] == {"value": "88%", "number": 88, "year": "2019/20", "provisional": False}
        assert (first["current_number"], first["numerator_number"], first["periods"][-1]["number"]) == (90, 45, 90)
        assert (first["variation"], first["assurance"]) == ("no change", "hit and miss")
        assert (found["2.2"]["previous_year"], found["2.2"]["variation"], found["2.2"]["assurance"]) == (None,) * 3
        assert found["3.1"]["basis"] == "year to date"

    def test_every_reading_of_the_trend_is_there_as_stated(self, mixed: Board) -> None:
        found = {row["ref"]: row["periods"] for row in rows(mixed, "kpis")}
        assert [each["period"] for each in found["2.2"]] == ["2020/21 Q1", "2020/21 Q2", "2020/21 Q3"]
        assert (found["2.2"][1]["value"], found["2.2"][1]["qualifier"]) == ("27% exc Dec", "exc Dec")
        assert [each["missing"] for each in found["3.1"]] == [
            *("confidential", "not_applicable", "dash", "not_stated", "not_applicable", None)
        ]
        assert [each["provisional"] for each in found["3.2"]] == [False, True]
        assert (found["2.1"][-1]["numerator"], found["2.1"][-1]["denominator"]) == ("45", "50")

    def test_the_targets_are_those_in_force_and_the_stated_fields_stay(self) -> None:
        kpi = kpi_of("1", **TARGETS)
        change = TargetChange(
            id=new_id(), kpi=kpi.id, since="2020-12", polarity=Polarity.HIGH, minimum="94%", upper="98%"
        )
        found = rows(board_of(kpi, change, *trend(kpi, {"2021-01": "93%"})), "kpis")[0]
        stated = {"minimum": "94%", "upper": "98%", "polarity": "high", "since": "2020-12"}
        assert found["targets"] == stated | {"minimum_number": 94, "upper_number": 98}
        assert (found["minimum"], found["upper"], found["status"]) == ("90%", "95%", "missed")


class TestFilter:
    def test_it_finds_status_group_and_current_figure_but_no_figure_of_the_trend(self, mixed: Board) -> None:
        def refs(words: str) -> list[str]:
            return [row["ref"] for row in rows(mixed, "kpis", filter=words)]

        assert refs("nearly") == ["2.1"]
        assert refs("front DOOR") == ["2.1", "2.2"]
        assert refs("86.0%") == ["3.1"]
        assert refs("94%") == []
        assert printed(mixed, 80, filter="[zzz") == ["No KPIs with “[zzz”."]
