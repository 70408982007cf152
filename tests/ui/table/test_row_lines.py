"""Where the words of a row are broken, and which line belongs to which row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from boardtui.domain.records.text import of_sure_width
from boardtui.report.palette import Palette
from boardtui.ui.shared.text import Piece
from boardtui.ui.table.laid_out import Room
from boardtui.ui.table.row_drawing import RowLines, RowLook, breaks, lines_of, part_of, row_segments
from boardtui.ui.table.table_columns import MOST_WRAPPED, ScreenColumn, TableRow

PLAIN = RowLook(Palette({}), Style())
LONG = "Embed the consistent use of evidence based tools in assessment"


def lines_said(text: str, width: int) -> list[str]:
    """The lines of a text."""
    return [text[start:end] for start, end in breaks(text, width)]


def room(width: int, height: int, *, wraps: bool = True) -> Room:
    """A table with a scroll bar of one cell."""
    return Room(width, height, 1, wraps, True)


def titled(*titles: str) -> list[TableRow]:
    """A row for each title."""
    return [TableRow(str(place), title) for place, title in enumerate(titles)]


TITLE = (ScreenColumn("Title", str, wraps=True),)


class TestWhereWordsAreBroken:
    def test_a_line_ends_after_a_word(self) -> None:
        assert lines_said("Refresh of MARAC system and processes", 16) == [
            "Refresh of MARAC",
            "system and",
            "processes",
        ]

    def test_what_fits_exactly_is_one_line(self) -> None:
        assert lines_said("Early Help", 10) == ["Early Help"]
        assert lines_said("  as is", 7) == ["  as is"], "blanks before it too"
        assert lines_said("Early", 5) == ["Early"]
        assert lines_said("Early Help", 5) == ["Early", "Help"], "nor does a word that fits leave a blank one"

    def test_a_word_longer_than_a_line_goes_on_in_the_next(self) -> None:
        assert lines_said("see https://example.org now", 10) == ["see", "https://ex", "ample.org", "now"]
        assert lines_said("ab cd", 1) == ["a", "b", "c", "d"], "a letter at a time where there is no room for two"

    def test_of_blanks_alone_nothing_is_left(self) -> None:
        assert lines_said("     ", 3) == [""]

    def test_signs_of_two_cells_are_counted_as_two(self) -> None:
        assert lines_said("日本語 日本", 5) == ["日本", "語", "日本"]

    @pytest.mark.parametrize("width", [0, -1])
    def test_where_there_is_no_room_at_all_nothing_is_broken(self, width: int) -> None:
        assert lines_said("one two", width) == ["one two"]

    @given(st.text(alphabet="ab 日é-", max_size=60), st.integers(min_value=2, max_value=12))
    def test_no_word_is_lost_and_no_line_is_too_long(self, text: str, width: int) -> None:
        text = of_sure_width(text)
        said = lines_said(text, width)
        assert "".join(said).replace(" ", "") == text.replace(" ", "")
        assert all(cell_len(line) <= width for line in said)


class TestTheLinesOfACell:
    def test_each_is_as_wide_as_the_column_and_keeps_its_colours(self) -> None:
        pieces = [Piece("⚠ ", "warning"), Piece(LONG), Piece(" today", "muted")]
        count = lines_of(pieces, 20)
        said = ["".join(each.text for each in part_of(pieces, 20, PLAIN, nth, count)) for nth in range(count)]
        assert all(cell_len(line) == 20 for line in said)
        assert " ".join(line.strip() for line in said) == f"⚠ {LONG} today"

    def test_what_has_no_room_even_so_is_cut_in_the_last_line(self) -> None:
        said = ["".join(each.text for each in part_of([Piece(LONG)], 20, PLAIN, nth, 2)) for nth in range(2)]
        assert said == ["Embed the consistent", "use of evidence…    "]

    def test_the_other_cells_stand_in_the_first_line_and_texts_among_them_go_on_in_the_next(self) -> None:
        layout = [
            (ScreenColumn("", str, wraps=True), 9),
            (ScreenColumn("", str, right=True), 4),
            (ScreenColumn("", str), 6),
        ]
        cells = [[Piece("one two three")], [Piece("12")], [Piece("four five")]]
        said = ["".join(each.text for each in row_segments(layout, cells, PLAIN, nth, 2)) for nth in range(2)]
        assert said == ["one two     12 four   ", "three          five   "]
        ticked = [row_segments(layout, cells, RowLook(PLAIN.palette, Style(), "✓"), nth, 2) for nth in range(2)]
        assert ["".join(each.text for each in line) for line in ticked] == [
            "one two  ✓  12 four   ",
            "three          five   ",
        ]
        bold = ["".join(each.text for each in line if each.style is not None and each.style.bold) for line in ticked]
        assert bold == ["✓", ""], "the tick alone stands out, once in a row"

    def test_what_is_cut_in_a_row_of_one_line_keeps_the_blanks_before_it(self) -> None:
        drawn = row_segments([(ScreenColumn("", str), 9)], [[Piece("  one two three")]], PLAIN)
        assert "".join(each.text for each in drawn) == "  one…    "

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ("one two three four|||x", "one two three… x  "),
            ("one two three four|y||x", "one… y         x  "),
            ("one|||", "one               "),
            ("|one two three||x", "     one two…  x  "),
            ("one two three four|||", "one two three…    "),
        ],
    )
    def test_a_text_that_spills_takes_the_cells_of_those_after_it_up_to_the_first_that_says_something(
        self, cells: str, said: str
    ) -> None:
        layout = [
            (ScreenColumn("", str, spills=True), 4),
            (ScreenColumn("", str, spills=True), 6),
            (ScreenColumn("", str), 2),
        ]
        layout.append((ScreenColumn("", str), 2))
        drawn = row_segments(layout, [[Piece(each)] for each in cells.split("|")], PLAIN)
        assert "".join(each.text for each in drawn) == said


class TestWhichRowALineBelongsTo:
    def test_rows_of_several_lines(self) -> None:
        lines = RowLines([1, 3, 2])
        assert [lines.row_at(line) for line in range(lines.total)] == [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1)]
        assert [lines.top(place) for place in range(4)] == [0, 1, 4, 6]
        assert lines.row_at(6) == (3, 0), "below the last"
        assert lines.height(3) == 0 and RowLines(0).row_at(0) == (0, 0)


class TestHowATableIsLaidOut:
    def test_each_title_has_the_lines_it_needs(self) -> None:
        fit = room(20, 30).fit(TITLE, titled("short", LONG))
        assert [fit.lines.height(place) for place in range(2)] == [1, len(breaks(LONG, 19))]

    def test_in_a_narrow_terminal_each_row_has_one_line(self) -> None:
        assert room(20, 30, wraps=False).fit(TITLE, titled(LONG, LONG)).lines.total == 2

    def test_in_a_very_long_table_each_row_has_one_line(self) -> None:
        assert room(20, 30).fit(TITLE, titled(*[LONG] * MOST_WRAPPED)).lines.total > MOST_WRAPPED
        assert room(20, 30).fit(TITLE, titled(*[LONG] * (MOST_WRAPPED + 1))).lines.total == MOST_WRAPPED + 1

    def test_a_row_is_never_higher_than_the_table_under_its_heading(self) -> None:
        assert room(20, 5).fit(TITLE, titled(LONG * 5)).lines.total == 3
        assert room(20, 1).fit(TITLE, titled(LONG * 5)).lines.total == 1

    @pytest.mark.parametrize(
        ("more", "height", "width", "lines"), [("", 6, 14, 5), ("", 5, 12, 10), ("b c d e f", 6, 12, 10)]
    )
    def test_where_all_lines_have_room_no_cell_is_left_for_a_scroll_bar(
        self, more: str, height: int, width: int, lines: int
    ) -> None:
        titles = [*["12345 67890 a"] * 4, f"12345 67890 a {more}".strip()]
        fit = Room(14, height, 2, True, True).fit(TITLE, titled(*titles))
        assert (fit.width, fit.lines.total) == (width, lines)

    def test_a_heading_among_the_rows_is_whole_too(self) -> None:
        rows = [TableRow("", heading=LONG), *titled("short")]
        assert room(20, 30).fit(TITLE, rows).lines.height(0) == len(breaks(LONG, 20))
        assert Room(20, 30, 1, True, False).fit(TITLE, rows).lines.height(0) == 1, "where headings do so"

    def test_where_the_column_that_wraps_is_not_shown_each_row_has_one_line(self) -> None:
        columns = (ScreenColumn("Ref", str, width=4), ScreenColumn("Title", str, wraps=True, from_width=100))
        assert room(20, 30).fit(columns, titled(LONG, LONG)).lines.total == 2

    def test_an_entry_that_is_a_text_of_its_own_has_only_so_many_lines(self) -> None:
        assert room(20, 30).fit((ScreenColumn("Says", str, wraps=True, most_lines=2),), titled(LONG)).lines.total == 2

    def test_a_title_that_runs_on_over_an_empty_cell_needs_fewer_lines(self) -> None:
        columns = (
            ScreenColumn("Title", lambda item: item[0], width=20, wraps=True, spills=True),
            ScreenColumn("When", lambda item: item[1], width=20),
        )
        rows = [
            TableRow("1", ("one two three four five six", "")),
            TableRow("2", ("one two three four five six", "now")),
        ]
        fit = room(42, 30).fit(columns, rows)
        assert [fit.lines.height(0), fit.lines.height(1)] == [1, 2]
