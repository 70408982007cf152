"""A paper as a Word document, read back as a word processor reads it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import _Cell
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Kpi, Reading, Risk
from boardtui.domain.records.kpis import Series
from boardtui.domain.records.rag import Rag
from boardtui.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Table,
    TrendLine,
    bold,
    bullets,
    heading,
    inline,
    italic,
    join,
    lines,
    paragraph,
    struck,
    table,
)
from boardtui.report.markdown import markdown
from boardtui.report.markdown_reading import paper_of, read_markdown
from boardtui.report.snapshot import SnapshotOptions, snapshot_paper
from boardtui.report.word.paper import Properties, word_paper
from boardtui.report.word.tables import in_words, trend_picture
from boardtui.report.word.widths import PORTRAIT, needs_landscape, parts, row_lines, widths
from tests.domain.boards import board
from tests.report.boards import TITLE, boards
from tests.report.word_files import THEME, after, alternative_texts, cells, fill, headings, opened, rooms, text_colour

ABOUT = Properties("Director", "Council", datetime(2021, 3, 2, 12, 0))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Block]]:
    """The snapshot of every sample and of a small board with hostile words."""
    return {name: snapshot_paper(each) for name, each in boards(tmp_path_factory.mktemp("boards")).items()}


@pytest.fixture(scope="module")
def documents(papers: dict[str, list[Block]]) -> dict[str, bytes]:
    return {name: word_paper(blocks, ABOUT, THEME) for name, blocks in papers.items()}


def one(*blocks: list[Block]) -> bytes:
    """A document of a few blocks."""
    return word_paper([each for some in blocks for each in some], ABOUT, THEME)


class TestWords:
    def test_its_headings_are_those_of_the_markdown_in_the_same_order(
        self, papers: dict[str, list[Block]], documents: dict[str, bytes]
    ) -> None:
        for name, blocks in papers.items():
            wanted = [(each.level - 1, str(each.words)) for each in blocks if isinstance(each, Heading)]
            # The document makes its own contents, of links.
            assert headings(opened(documents[name])) == [each for each in wanted if each != (1, "Contents")]

    def test_its_tables_say_what_the_markdown_says(
        self, papers: dict[str, list[Block]], documents: dict[str, bytes]
    ) -> None:
        for name, blocks in papers.items():
            wanted = [each for each in blocks if isinstance(each, Table)]
            for made, each in zip(opened(documents[name]).tables, wanted, strict=True):
                assert cells(made)[0] == [column.heading for column in each.columns]
                for row, said in zip(cells(made)[1:], each.rows, strict=True):
                    # A trend is a picture there, which has no words.
                    shown = [word for word, cell in zip(row, said, strict=True) if cell.trend is None]
                    assert shown == [cell or "–" for cell in said if cell.trend is None]

    def test_words_that_mean_something_to_a_markup_are_the_words_they_are(self) -> None:
        document = opened(one(heading(1, TITLE), paragraph(TITLE), table([Column("What")], [[TITLE]])))
        assert [each.text for each in document.paragraphs[:2]] == [inline(TITLE)] * 2
        assert cells(document.tables[0])[1] == [inline(TITLE)]

    def test_what_xml_refuses_does_not_keep_the_document_from_opening(self) -> None:
        nasty = "a\x00b\x1bc\ufffed\ud800e\x0bf"
        document = opened(one(heading(1, nasty), bullets([nasty])))
        assert re.fullmatch("a.b.c.d.e.f", document.paragraphs[0].text)
        assert document.core_properties.title == document.paragraphs[0].text

    def test_emphasis_is_that_of_the_words(self) -> None:
        (line,) = opened(one(paragraph(join("plain", bold("heavy"), italic("slanted"), struck("gone"))))).paragraphs
        told = {run.text: (run.bold, run.italic, run.font.strike) for run in line.runs if run.text.strip()}
        assert told == {
            "plain": (None, None, None),
            "heavy": (True, None, None),
            "slanted": (None, True, None),
            "gone": (None, None, True),
        }

    def test_an_empty_cell_shows_a_dash(self) -> None:
        assert cells(opened(one(table([Column("A"), Column("B")], [["", "b"]]))).tables[0])[1] == ["–", "b"]


class TestColours:
    BOARD = board(
        Action(id="a1", ref="1.1", title="Coaching", rag=Rag.RED),
        Action(id="a2", ref="1.2", title="Visits", rag=Rag.GREEN),
        Risk(id="r1", ref="R1", title="Capacity", current="5×4"),
        Risk(id="r2", ref="R2", title="Systems", current="1×2"),
    )

    def test_a_rating_fills_its_cell_and_stands_in_it_as_letter_shape_and_word(self) -> None:
        document = opened(word_paper(snapshot_paper(self.BOARD), ABOUT, THEME))
        rated = {row.cells[0].text: row.cells[3] for row in after(document, "Actions").rows}
        assert (rated["1.1"].text, fill(rated["1.1"])) == ("R ✖ Red", THEME.rag["red"].background)
        assert (rated["1.2"].text, fill(rated["1.2"])) == ("G ● Green", THEME.rag["green"].background)
        assert text_colour(rated["1.1"]) == THEME.rag["red"].text
        assert (fill(rated["Ref"]), text_colour(rated["Ref"])) == (THEME.header.background, THEME.header.text)

    def test_the_heat_map_is_a_grid_in_the_colours_of_its_bands(self) -> None:
        grid = after(opened(word_paper(snapshot_paper(self.BOARD), ABOUT, THEME)), "Heat map")
        found = {cell.text: fill(cell) for row in grid.rows[1:] for cell in row.cells[1:]}
        assert found["R1 (extreme 20)"] == THEME.bands["extreme"].background
        assert found["R2 (low 2)"] == THEME.bands["low"].background
        assert "" not in found.values()

    def test_without_a_theme_every_word_is_there_and_no_cell_is_filled(self) -> None:
        document = opened(word_paper(snapshot_paper(self.BOARD), ABOUT, None))
        rated = [row.cells[3] for row in after(document, "Actions").rows]
        assert [each.text for each in rated] == ["Rating", "R ✖ Red", "G ● Green"]
        assert {fill(each) for each in rated} == {""}


def kpi_board(*values: str, **more: object) -> Board:
    readings = [
        Reading(id=f"x{month}", kpi="k", period=f"2021-{month:02}", value=value, series=Series.PERIOD)
        for month, value in enumerate(values, start=1)
    ]
    return board(Kpi(id="k", ref="4.2", title="Re-referrals", minimum="30%", upper="20%", **more), *readings)  # type: ignore[arg-type]


class TestTrends:
    def test_the_trend_of_a_kpi_is_a_picture_that_tells_its_figures(self) -> None:
        document = opened(word_paper(snapshot_paper(kpi_board("24%", "25.5%", "22%")), ABOUT, THEME))
        told = "Trend of 4.2 Re-referrals: Jan 21 24, Feb 21 25.5, Mar 21 22; target 30 and 20"
        assert alternative_texts(document) == [told]
        (name,) = [each for each in document.part.package.iter_parts() if each.partname.endswith(".png")]
        with Image.open(io.BytesIO(name.blob)) as picture:
            assert picture.width > picture.height > 50

    def test_one_figure_is_no_trend(self) -> None:
        document = opened(word_paper(snapshot_paper(kpi_board("24%")), ABOUT, THEME))
        assert alternative_texts(document) == []
        assert after(document, "Measures").rows[1].cells[-1].text == "–"

    def test_a_figure_that_must_not_be_published_is_in_no_picture(self) -> None:
        shown = kpi_board("40", "3", "44", "41", unit="children")
        told = alternative_texts(opened(word_paper(snapshot_paper(shown, SnapshotOptions(public=True)), ABOUT, THEME)))
        assert told == [
            "Trend of 4.2 Re-referrals: Jan 21 40, Feb 21 no figure, Mar 21 44, Apr 21 41; target 30 and 20"
        ]

    def test_a_line_goes_up_where_the_figures_do_and_has_a_gap_where_one_is_missing(self) -> None:
        def highest_ink(values: tuple[float | None, ...], part: int) -> int | None:
            """How far from the top the line is, in one of four parts of the picture."""
            trend = TrendLine("x", values, tuple("abcd"))
            with Image.open(io.BytesIO(trend_picture(trend, THEME))) as picture:
                grey = picture.convert("L")
            left = 12 + part * 85
            dark = [y for y in range(grey.height) for x in range(left, left + 60) if _dark(grey.getpixel((x, y)))]
            return min(dark, default=None)

        rising = [highest_ink((1.0, 2.0, 3.0, 4.0), part) for part in range(4)]
        assert rising == sorted(rising, key=lambda each: -(each or 0))
        assert rising[0] != rising[3]
        assert highest_ink((1.0, None, None, 4.0), 1) is None

    def test_what_never_moves_can_be_drawn(self) -> None:
        assert trend_picture(TrendLine("x", (5.0, 5.0), ("a", "b")), THEME).startswith(b"\x89PNG")

    def test_the_words_for_it_leave_no_figure_out(self) -> None:
        assert in_words(TrendLine("x", (1.0, None), ("a", "b"))) == "Trend of x: a 1, b no figure"


def _dark(dot: object) -> bool:
    return isinstance(dot, int) and dot < 128


WIDE = [Column(f"Column {number}", 20) for number in range(8)]


def _stays_with_next(cell: _Cell) -> bool:
    return bool(cell.paragraphs[0].paragraph_format.keep_with_next)


class TestPages:
    def test_every_table_fits_between_the_margins_of_its_page(self, documents: dict[str, bytes]) -> None:
        for content in documents.values():
            found = list(rooms(opened(content)))
            assert found
            for made, across in found:
                wide = sum(int(each.get(qn("w:w"))) for each in made._tbl.tblGrid.iter(qn("w:gridCol")))
                assert wide * 635 <= across * 1.001  # in twentieths of a point and in EMU

    def test_paper_is_turned_where_a_table_needs_it_and_only_there(self, documents: dict[str, bytes]) -> None:
        turned = [each.orientation for each in opened(documents["improvement-plan"]).sections]
        assert WD_ORIENT.LANDSCAPE in turned
        assert turned[0] is WD_ORIENT.PORTRAIT
        for section in opened(documents["improvement-plan"]).sections:
            wide, high = section.page_width or 0, section.page_height or 0
            assert (wide > high) is (section.orientation is WD_ORIENT.LANDSCAPE)

    def test_a_wide_table_needs_turned_paper_and_a_narrow_one_does_not(self) -> None:
        (wide,) = table(WIDE, [["some words of a cell"] * 8])
        (narrow,) = table(WIDE[:3], [["some words of a cell"] * 3])
        assert isinstance(wide, Table)
        assert isinstance(narrow, Table)
        assert (needs_landscape(wide), needs_landscape(narrow)) == (True, False)

    def test_a_short_table_that_would_like_more_room_stays_on_the_paper_that_is_there(self) -> None:
        either = table(WIDE[:6], [["some words of a cell"] * 6])
        (made,) = either
        assert isinstance(made, Table) and needs_landscape(made) is None
        wide = table(WIDE, [["some words of a cell"] * 8])
        assert [turned for turned, _ in parts([*heading(2, "A"), *paragraph("x"), *heading(2, "B"), *either])] == [
            False
        ]
        assert [turned for turned, _ in parts([*heading(2, "A"), *wide, *heading(2, "B"), *either])] == [True]
        (long,) = table(WIDE[:6], [["some words of a cell"] * 6] * 40)
        assert isinstance(long, Table) and needs_landscape(long) is True

    def test_no_page_is_turned_for_a_few_rows_though_they_are_deep_on_upright_paper(self) -> None:
        row = ["some words of a cell " * 5, *["some words of a cell"] * 5]
        (two,) = table(WIDE[:6], [row, row])
        (many,) = table(WIDE[:6], [row] * 6)
        assert isinstance(two, Table) and isinstance(many, Table)
        assert max(row_lines(two, PORTRAIT)) > 6, "deeper than a longer table may be"
        assert (needs_landscape(two), needs_landscape(many)) == (None, True)

    def test_a_budget_of_three_rows_and_many_columns_has_no_page_of_its_own(
        self, papers: dict[str, list[Block]]
    ) -> None:
        assert [turned for turned, _ in parts(papers["progress-report"])] == [False]

    def test_what_is_short_or_in_italics_below_a_heading_stays_with_what_follows(self) -> None:
        paper = [
            *heading(3, "Item 1"),
            *paragraph(italic("Red at the last meeting")),
            *paragraph("It was discussed."),
            *heading(3, "Item 2"),
            *paragraph(italic("New")),
            *heading(3, "Item 3"),
            *lines("Lead: Head of Service", "Due: 30/11/2020"),
            *paragraph("What was done. " * 20),
            *heading(3, "Item 4"),
            *paragraph("Lead: not stated"),
            *paragraph("What is to be done. " * 20),
            *heading(3, "Item 5"),
            *paragraph("What is long. " * 20),
            *lines("The end"),
        ]
        kept = {
            each.text.strip()
            for each in opened(word_paper(paper, ABOUT, THEME)).paragraphs
            if each.paragraph_format.keep_with_next
        }
        assert kept == {"Red at the last meeting", "Lead: Head of Service", "Due: 30/11/2020", "Lead: not stated"}

    def test_a_short_part_between_two_on_turned_paper_is_turned_too(self) -> None:
        wide = table(WIDE, [["some words of a cell"] * 8])
        paper = [*heading(2, "A"), *wide, *heading(2, "B"), *paragraph("short"), *heading(2, "C"), *wide]
        assert [turned for turned, _ in parts(paper)] == [True]
        long = [each for number in range(40) for each in paragraph(f"Paragraph {number}.")]
        paper = [*heading(2, "A"), *wide, *heading(2, "B"), *long, *heading(2, "C"), *wide]
        assert [turned for turned, _ in parts(paper)] == [True, False, True]
        paper = [*heading(2, "A"), *wide, *heading(2, "B"), *paragraph("short")]
        assert [turned for turned, _ in parts(paper)] == [True, False]

    def test_no_word_is_broken_where_there_is_room(self) -> None:
        (made,) = table([Column("A", 2), Column("Safeguarding", 1), Column("B", 90)], [["a", "x", "some words " * 40]])
        assert isinstance(made, Table)
        found = widths(made, PORTRAIT)
        assert sum(found) == pytest.approx(PORTRAIT)
        assert found[1] > 2.5  # centimetres, for twelve bold letters
        assert found[2] > found[0] + found[1]

    def test_the_heading_of_a_table_stands_on_each_of_its_pages_and_no_row_is_torn(self) -> None:
        (made,) = opened(one(table([Column("A")], [["a"], ["b " * 2000]]))).tables
        head, short, long = (row._tr.get_or_add_trPr() for row in made.rows)
        assert head.find(qn("w:tblHeader")) is not None
        assert head.find(qn("w:cantSplit")) is not None
        assert short.find(qn("w:cantSplit")) is not None
        assert long.find(qn("w:cantSplit")) is None  # it may be longer than a page

    def test_a_small_table_is_not_divided_and_a_long_one_may_be(self) -> None:
        small, tall = opened(one(table([Column("A")], [["a"]] * 3), table([Column("A")], [["b " * 400]] * 3))).tables
        kept = [[_stays_with_next(row.cells[0]) for row in each.rows] for each in (small, tall)]
        assert kept == [[True, True, True, False], [True, False, False, False]]

    def test_every_page_has_its_number_and_all_but_the_first_say_what_paper_it_is(self) -> None:
        document = opened(one(heading(1, "Plan"), heading(2, "A"), table(WIDE, [["some words of a cell"] * 8])))
        first = document.sections[0]
        assert first.header.paragraphs[0].text == "Council – Plan"
        assert first.first_page_header.paragraphs[0].text == ""
        for footer in (first.footer, first.first_page_footer):
            told = "".join(each.text or "" for each in footer._element.iter(qn("w:instrText")))
            assert told.split() == ["PAGE", "NUMPAGES"]
        assert all(each.footer.is_linked_to_previous for each in list(document.sections)[1:])


LONG = [*heading(1, "Plan"), *heading(2, "First"), *paragraph("word " * 2600), *heading(2, "Second")]


def _words(element: Any) -> str:
    return "".join(each.text for each in element.iter(qn("w:t")))


class TestContents:
    def test_a_long_paper_has_contents_whose_links_lead_to_its_headings(self) -> None:
        body = opened(word_paper(LONG, ABOUT, THEME)).element.body
        marks = {each.get(qn("w:name")): each.getparent() for each in body.iter(qn("w:bookmarkStart"))}
        links = {_words(link): _words(marks[link.get(qn("w:anchor"))]) for link in body.iter(qn("w:hyperlink"))}
        assert links == {"First": "First", "Second": "Second"}
        (field,) = [each.text for each in body.iter(qn("w:instrText"))]
        assert field.strip().startswith("TOC ")
        kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
        assert kinds == ["begin", "separate", "end"]

    def test_what_markdown_lists_as_contents_is_not_there_twice(self, papers: dict[str, list[Block]]) -> None:
        assert "Contents" in [str(each.words) for each in papers["improvement-plan"] if isinstance(each, Heading)]
        document = opened(word_paper(papers["improvement-plan"], ABOUT, THEME))
        assert [each.text for each in document.paragraphs].count("Contents") == 1
        linked = [_words(each) for each in document.element.body.iter(qn("w:hyperlink"))]
        assert linked == [words for level, words in headings(document) if level == 1]
        assert "Contents" not in linked

    def test_a_section_that_somebody_called_contents_stays(self) -> None:
        document = opened(one(heading(1, "Plan"), heading(2, "Contents")))
        assert (1, "Contents") in headings(document)

    def test_a_short_paper_has_none(self) -> None:
        document = opened(one(heading(1, "Plan"), heading(2, "First"), paragraph("word")))
        assert list(document.element.body.iter(qn("w:hyperlink"))) == []


class TestFile:
    def test_the_same_paper_gives_the_same_bytes_whatever_the_clock_says(self, papers: dict[str, list[Block]]) -> None:
        name = "progress-report"
        first = word_paper(papers[name], ABOUT, THEME)
        assert word_paper(papers[name], ABOUT, THEME) == first
        with zipfile.ZipFile(io.BytesIO(first)) as file:
            assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_it_says_what_it_is_and_when_the_board_was_last_edited(self) -> None:
        said = opened(one(heading(1, "Plan"))).core_properties
        assert (said.title, said.author, said.subject, said.language) == ("Plan", "Director", "Council", "en-GB")
        assert (said.created, said.modified) == (said.modified, said.modified)
        assert said.modified is not None
        assert said.modified.replace(tzinfo=None) == ABOUT.changed

    def test_it_has_no_picture_of_another_document(self) -> None:
        with zipfile.ZipFile(io.BytesIO(one(heading(1, "Plan")))) as file:
            assert [each for each in file.namelist() if "thumbnail" in each] == []

    def test_what_only_word_needs_is_not_imported_for_markdown(self) -> None:
        code = (
            "import sys\n"
            "from boardtui.report.snapshot import snapshot\n"
            "import boardtui.cli.export, boardtui.session.export, boardtui.session.meeting\n"
            "print(sorted({'docx', 'PIL', 'lxml', 'markdown_it'} & sys.modules.keys()))\n"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == "[]"


class TestFrozen:
    def test_markdown_is_read_back_as_the_paper_it_was(self, papers: dict[str, list[Block]]) -> None:
        for blocks in papers.values():
            text = markdown(blocks)
            assert markdown(read_markdown(text)) == text

    @given(st.text())
    @example(TITLE)
    @example("1. one")
    @example("a & b &amp; c")
    def test_no_words_are_taken_for_markup_on_the_way(self, words: str) -> None:
        blocks: list[Block] = [
            *(heading(2, words) + paragraph(words) + bullets([words]) if inline(words) else []),
            *lines("first", words, "last"),
            *table([Column("What", 7, "right"), Column("So")], [[words, bold("x")]]),
        ]
        made = read_markdown(markdown(blocks))
        assert [_plain(each) for each in made] == [_plain(each) for each in blocks]

    def test_ratings_in_what_was_frozen_have_their_colours(self) -> None:
        (made,) = read_markdown("| Rating |\n|---|\n| R ✖ Red (▼ worse) |\n| ○ Not rated |\n| Redone |\n")
        assert isinstance(made, Table)
        assert [row[0].tone for row in made.rows] == ["rag-red", "rag-not-rated", ""]

    def test_a_paper_that_is_still_made_alike_keeps_its_pictures_and_another_does_not(self) -> None:
        made = snapshot_paper(kpi_board("24%", "25.5%"))
        assert paper_of(markdown(made), made) == made
        other = paper_of("# Another plan\n", made)
        assert [_plain(each) for each in other] == [("Another plan",)]


def _plain(block: Block) -> tuple[str, ...]:
    match block:
        case Table():
            return tuple(str(cell or "–") for row in block.rows for cell in row)
        case Bullets():
            return block.items
        case Heading():
            return (block.words,)
        case _:
            return getattr(block, "lines", None) or (block.words,)  # type: ignore[union-attr]
