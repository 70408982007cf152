"""Text as sheets of cells: how it is encoded, what stands between its cells, the tables of Markdown, and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.exchange.sources import reading
from boardtui.exchange.sources.grid import Sheet, SheetCell, column_number, letters, runs, text_cell
from boardtui.exchange.sources.reading import decoded, plain_markdown, read_delimited, read_source, read_text


def cells(sheet: Sheet) -> dict[int, dict[int, str]]:
    return {row: {column: cell.text for column, cell in each.items()} for row, each in sheet.rows.items()}


def rows(text: str, name: str = "table.txt") -> list[list[str]]:
    (sheet,) = read_text(text, name).sheets
    return [list(each.values()) for each in cells(sheet).values()]


class TestEncodings:
    """Files are read in whichever encoding a spreadsheet program of an office has written them."""

    WORDS = "Écrire – “vite”, Director’s office\n" * 3

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    def test_words_are_the_same_in_each(self, encoding: str) -> None:
        assert decoded(self.WORDS.encode(encoding), "a.txt") == self.WORDS

    @pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
    def test_a_mark_at_the_beginning_is_no_word(self, mark: str) -> None:
        assert decoded(f"\ufeff{self.WORDS}".encode(mark), "a.txt") == self.WORDS

    def test_bytes_that_are_no_text_are_refused(self) -> None:
        with pytest.raises(BoardError, match=r"a\.bin is no text\. Save the table as"):
            decoded(b"words and \0 more words", "a.bin")
        with pytest.raises(BoardError, match="is no text"):
            decoded(b"abc\0", "a.bin")
        assert decoded(b"a\0b\0", "a.txt") == "ab"


class TestCellsBetweenMarks:
    """Commas, semicolons, tabs or bars, whichever takes the rows into the same number of cells."""

    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a;b\nc, d;e\n", [["a", "b"], ["c, d", "e"]]),
            ("a\tb\nc, d\te\n", [["a", "b"], ["c, d", "e"]]),
            ("a|b\nc|d\n", [["a", "b"], ["c", "d"]]),
            ("words\nonly\n", [["words"], ["only"]]),
            ("a,b;c\nd,e;f\n", [["a", "b;c"], ["d", "e;f"]]),
            ("Plan\na;b\n", [["Plan"], ["a", "b"]]),
            ("a,b;c\nd;e,f\ng;h\n", [["a,b", "c"], ["d", "e,f"], ["g", "h"]]),
            ("1,5;2;3\n1,7;4;5\n", [["1,5", "2", "3"], ["1,7", "4", "5"]]),
            ("sep=;\na,b;c\n", [["a,b", "c"]]),
            ("SEP=|\na,b|c\n", [["a,b", "c"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
            ('"a, b",c\n"d\ne",f\n', [["a, b", "c"], ["d\ne", "f"]]),
            ('a,b\n"she said ""now""",c\n', [["a", "b"], ['she said "now"', "c"]]),
        ],
    )
    def test_what_stands_between_them_is_found(self, text: str, read: list[list[str]]) -> None:
        assert rows(text) == read

    def test_a_row_that_between_other_marks_would_be_a_cell_of_any_length_is_read(self) -> None:
        words = "x" * 70_000
        assert rows(f"a;b\n{words};{words}\n", "a.csv") == [["a", "b"], [words, words]]
        with pytest.raises(BoardError, match=r"^a\.csv cannot be read as a table: .* Save it as \.xlsx"):
            read_delimited(f"a,b\n{words * 2},c\n", "a.csv")

    def test_a_file_of_tabs_has_nothing_else_between_its_cells(self) -> None:
        assert rows("a,b;c\nd,e;f\n", "table.tsv") == [["a,b;c"], ["d,e;f"]]

    def test_quotation_marks_of_what_was_pasted_are_words(self) -> None:
        assert rows('Write\t"the plan" by May\nSend\tit\n') == [["Write", '"the plan" by May'], ["Send", "it"]]
        assert rows('Write\t"the plan"\nSend\tit\n') == [["Write", "the plan"], ["Send", "it"]]

    def test_empty_cells_and_rows_keep_the_places_of_the_others(self) -> None:
        (sheet,) = read_delimited("a,,b\n\n,,\n,c,\n", "a.csv").sheets
        assert cells(sheet) == {1: {1: "a", 3: "b"}, 4: {2: "c"}}

    @pytest.mark.parametrize(
        ("text", "row"),
        [('a,b\n"c,d\ne,f\n', 2), ('"a,b\nc,d\n', 1), ('a,b\nc,d\ne,"f\ng,h\n', 3)],
    )
    def test_a_quotation_mark_that_swallows_all_below_is_refused_with_its_row(self, text: str, row: int) -> None:
        with pytest.raises(BoardError, match=rf"^a\.csv: a quotation mark opens a cell in row {row} and none closes"):
            read_delimited(text, "a.csv")

    def test_one_that_only_the_last_cell_lacks_swallows_nothing(self) -> None:
        assert rows('a,b\nc,"d\n', "a.csv") == [["a", "b"], ["c", "d"]]

    def test_as_many_cells_as_a_plan_can_have_are_read_and_one_more_is_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "MOST_CELLS", 4)
        assert rows("a,b\nc,d\n", "a.csv") == [["a", "b"], ["c", "d"]]
        with pytest.raises(BoardError, match=r"a\.csv holds more than 4 cells"):
            read_delimited("a,b\nc,d\ne\n", "a.csv")


class TestMarkdown:
    TEXT = (
        "# Plan of *2026*\n\nSome | words\n\n| Ref | Action |\n|:--|--:|\n| 1 | Write \\| send |\n| 2 | |\n"
        "\n## Risks\nRef | Risk\n-|-\nR1 | Staff\nwords\n| a | b |\n"
    )

    def test_tables_stand_where_their_lines_are_and_have_the_heading_above_as_their_title(self) -> None:
        (sheet,) = read_text(self.TEXT, "plan.md").sheets
        assert sheet.given == [(5, 8, "Plan of 2026"), (11, 13, "Risks")]
        assert cells(sheet) == {
            1: {1: "# Plan of 2026"},
            3: {1: "Some | words"},
            5: {1: "Ref", 2: "Action"},
            7: {1: "1", 2: "Write | send"},
            8: {1: "2"},
            10: {1: "## Risks"},
            11: {1: "Ref", 2: "Risk"},
            13: {1: "R1", 2: "Staff"},
            14: {1: "words"},
            15: {1: "| a | b |"},
        }

    def test_it_is_the_same_with_the_ends_of_lines_of_windows(self) -> None:
        there, here = (read_text(text, "plan.md").sheets[0] for text in (self.TEXT.replace("\n", "\r\n"), self.TEXT))
        assert (cells(there), there.given) == (cells(here), here.given)

    def test_a_table_ends_with_the_text_and_needs_rows_of_no_kind(self) -> None:
        assert read_text("a|b\n-|-", "plan.md").sheets[0].given == [(1, 2, "")]
        assert read_text("a|b\n-|-\n1|2", "plan.md").sheets[0].given == [(1, 3, "")]
        assert cells(read_text("a|b\n-|-\n1|Write \\|", "plan.md").sheets[0])[3] == {1: "1", 2: "Write |"}

    @pytest.mark.parametrize(
        ("name", "text", "by_line"),
        [
            ("plan.txt", "| a | b |\n| - | - |\n| 1 | 2 |\n", True),
            ("plan.csv", "| a | b |\n| - | - |\n| 1 | 2 |\n", False),
            ("plan.md", "a,b\n1,2\n", True),
            ("plan.markdown", "a,b\n1,2\n", True),
            ("plan.txt", "a | b\n1 | 2\n", False),
            ("plan.txt", "---|---\na | b\n", False),
            ("plan.txt", "words\n---\n", False),
            ("plan.txt", "words\n-|-\n", False),
        ],
    )
    def test_a_text_is_markdown_by_its_name_or_by_a_table_in_it(self, name: str, text: str, by_line: bool) -> None:
        (sheet,) = read_text(text, name).sheets
        assert sheet.by_line is by_line

    @pytest.mark.parametrize(
        ("marked", "plain"),
        [
            ("**bold** and *slanted* and __both__ and _one_", "bold and slanted and both and one"),
            ("~~gone~~ `code`", "gone code"),
            ("[words](https://a.b/c) ![picture](x.png)", "words picture"),
            ("one<br>two<BR />three", "one\ntwo\nthree"),
            ("<b>loud</b> 3 < 4", "loud 3 < 4"),
            ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
            ("&pound;5 &amp; more", "£5 & more"),
            (r" either \| or ", "either | or"),
        ],
    )
    def test_its_marks_are_no_words(self, marked: str, plain: str) -> None:
        assert plain_markdown(marked) == plain


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("plan.docx", b"PK", "plan.docx is no spreadsheet. Copy its table"),
            ("plan.PDF", b"%PDF", "plan.PDF is no spreadsheet. Copy its table"),
            ("plan.xlsx", b"words", "plan.xlsx is no workbook. Open it in Excel"),
            ("plan.ods", b"words", "plan.ods is no workbook. Open it in Excel"),
            ("plan.csv", b" \n ", "plan.csv is empty. There is nothing to import."),
            ("plan.xls", reading._OLE + b"\0" * 9, "plan.xls is in the old format of Excel"),
            ("plan.xlsx", reading._OLE + "EncryptedPackage".encode("utf-16-le"), "is protected with a password"),
            ("plan.xlsx", b"PK\x03\x04damaged", "plan.xlsx is damaged, or is no workbook"),
        ],
    )
    def test_what_cannot_be_read_says_what_to_do(self, name: str, content: bytes, said: str, tmp_path: Path) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BoardError) as refused:
            read_source(tmp_path / name)
        assert said in str(refused.value)

    def test_a_folder_and_nothing_at_all_are_told_apart(self, tmp_path: Path) -> None:
        with pytest.raises(BoardError, match="is a folder"):
            read_source(tmp_path)
        with pytest.raises(BoardError, match="is not there"):
            read_source(tmp_path / "plan.xlsx")

    def test_a_file_is_read_up_to_the_largest_size(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "plan.csv").write_bytes(b"a,b\n")
        monkeypatch.setattr(reading, "LARGEST", 4)
        assert read_source(tmp_path / "plan.csv").sheets
        monkeypatch.setattr(reading, "LARGEST", 3)
        with pytest.raises(BoardError, match=r"plan\.csv is larger than 0 MB\. Import a part"):
            read_source(tmp_path / "plan.csv")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.toml", "words"),
        ("board.json", "words"),
        ("plan.txt", "# ours\nformat = 1\n"),
        ("plan.txt", '{"format": 1}'),
        ("plan.txt", ' { "board" : {}}'),
    ],
)
def test_a_plan_and_a_board_are_documents_whatever_they_are_called(name: str, text: str) -> None:
    source = read_text(text, name)
    assert (source.name, source.sheets, source.document) == (name, [], text)


class TestAddresses:
    @pytest.mark.parametrize(
        ("number", "name"),
        [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
    )
    def test_a_column_has_letters(self, number: int, name: str) -> None:
        assert (letters(number), column_number(name), column_number(name.lower())) == (name, number, number)

    @pytest.mark.parametrize("words", ["", "A1", "ABCD", "-", "Ä"])
    def test_other_words_are_no_column(self, words: str) -> None:
        assert column_number(words) == 0

    @pytest.mark.parametrize(
        ("sheet", "cell", "row", "place", "area", "line"),
        [
            (Sheet("Plan"), "Plan!C9", "Plan!9", "row 9", "Plan!B2:C9", "Plan!B2:C2"),
            (Sheet(), "C9", "9", "row 9", "B2:C9", "B2:C2"),
            (Sheet(by_line=True), "L9C", "L9", "line 9", "L2:L9", "L2"),
        ],
    )
    def test_places_are_called_as_people_know_them(
        self, sheet: Sheet, cell: str, row: str, place: str, area: str, line: str
    ) -> None:
        assert (sheet.cell(9, 3), sheet.row(9), sheet.place(9)) == (cell, row, place)
        assert (sheet.address((2, 2, 9, 3)), sheet.address((2, 2, 2, 3))) == (area, line)

    def test_a_range_of_one_cell_is_that_cell(self) -> None:
        assert [Sheet().range(area) for area in ((2, 3, 2, 3), (2, 3, 5, 3))] == ["C2", "C2:C5"]

    @pytest.mark.parametrize(
        ("numbers", "found"),
        [
            (set(), []),
            ({0}, [(0, 0)]),
            ({3}, [(3, 3)]),
            ({3, 1, 2}, [(1, 3)]),
            ({1, 2, 4, 7, 8}, [(1, 2), (4, 4), (7, 8)]),
            ([2, 2, 3], [(2, 3)]),
        ],
    )
    def test_numbers_without_a_gap_are_one_run(self, numbers: set[int], found: list[tuple[int, int]]) -> None:
        assert list(runs(numbers)) == found


class TestCells:
    def test_an_area_that_is_merged_over_all_of_a_sheet_counts_as_far_as_any_table_goes(self) -> None:
        down, across = (2, 1, 1_048_576, 1), (1, 3, 1, 16_384)
        sheet = Sheet(merged=[down, across])
        assert [sheet.merge_at(row, 1) for row in (1, 2, 5_002, 5_003)] == [None, down, down, None]
        assert [sheet.merge_at(1, column) for column in (2, 3, 203, 204)] == [None, across, across, None]

    def test_a_row_is_asked_for_what_it_shows_between_two_columns(self) -> None:
        sheet = Sheet(
            rows={1: {4: text_cell("d"), 2: text_cell("b"), 3: SheetCell(fill="FF0000")}, 2: {1: SheetCell(bold=True)}}
        )
        assert list(sheet.filled(1)) == [2, 4]
        assert [list(sheet.filled(1, *each)) for each in ((2, 4), (3, 4), (2, 3), (3, 3))] == [[2, 4], [4], [2], []]
        assert (sheet.filled(5), sheet.used()) == ({}, [1])

    @pytest.mark.parametrize(
        ("text", "shown", "raw"),
        [
            ("words", "words", ""),
            (" two  words\t", "two words", " two  words\t"),
            ("one \n  two\n", "one\ntwo", "one \n  two\n"),
            ("a\u00a0b", "a b", "a\u00a0b"),
            ("one\r\ntwo", "one\ntwo", "one\r\ntwo"),
            ("one\rtwo", "one\ntwo", "one\rtwo"),
            (" \u00a0\n", "", ""),
        ],
    )
    def test_a_cell_shows_tidy_words_and_keeps_those_that_were_written(self, text: str, shown: str, raw: str) -> None:
        cell = text_cell(text)
        assert (cell.text, cell.raw, cell.written) == (shown, raw, raw or shown)
