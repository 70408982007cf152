"""How a paper looks in Word: its styles, its pages, the frame of its tables, and the pictures of its trends."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from PIL import Image

from boardtui.report.document import Block, Column, Run, TrendLine, Words, heading, paragraph, table, toned
from boardtui.report.word.paper import Properties, word_paper
from boardtui.report.word.tables import HIGH, WIDE, trend_picture
from boardtui.settings.themes import ThemeFile
from tests.report.word_files import THEME, fill, opened

MANY = [Column(f"Column {number}", 20) for number in range(8)]
PAPER: list[Block] = [
    *(
        *heading(1, "Plan"),
        *paragraph("x"),
        *heading(2, "A"),
        *table([Column("Left"), Column("R", align="right")], [["a", "1"]]),
    ),
    *(*heading(2, "B"), *table(MANY, [["some words of a cell"] * 8])),
]


def paper(theme: ThemeFile | None) -> Document:
    return opened(word_paper(PAPER, Properties("Director", "Council"), theme))


@pytest.fixture(scope="module")
def coloured() -> Document:
    return paper(THEME)


def style(document: Document, name: str) -> ParagraphStyle:
    found = document.styles[name]
    assert isinstance(found, ParagraphStyle)
    return found


def size(document: Document, name: str) -> float:
    found = style(document, name).font.size
    assert found is not None
    return float(found.pt)


class TestStyles:
    def test_every_style_is_in_one_font_whatever_the_theme_of_word_says(self, coloured: Document) -> None:
        for name in ("Normal", "Title", "Heading 1", "Heading 5", "List Bullet", "Table text", "Footer"):
            fonts = style(coloured, name).element.rPr.rFonts
            assert {fonts.get(qn(f"w:{which}")) for which in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Arial"}, name
            assert not [each for each in fonts.attrib if each.endswith("Theme")], name

    def test_headings_are_larger_than_the_text_the_deeper_the_smaller_and_stay_with_what_follows(
        self, coloured: Document
    ) -> None:
        names = ["Title", *(f"Heading {level}" for level in range(1, 6))]
        sizes = [size(coloured, each) for each in (*names, "Normal", "Table text", "Footer")]
        assert sizes == [20, 14, 12, 11, 11, 11, 10, 9, 8.5]
        assert all(style(coloured, each).font.bold for each in names)
        assert all(style(coloured, each).paragraph_format.keep_with_next for each in (*names[1:], "Contents heading"))
        above = [style(coloured, f"Heading {level}").paragraph_format.space_before for level in (1, 2, 3)]
        assert above == [Pt(12), Pt(10), Pt(8)]
        assert style(coloured, "Heading 1").paragraph_format.space_after == Pt(4)

    def test_headings_have_the_colour_of_the_theme_or_are_black_and_no_line_is_beneath_the_title(
        self, coloured: Document
    ) -> None:
        plain = paper(None)
        for name in ("Title", "Heading 1", "Heading 3"):
            assert f"#{style(coloured, name).font.color.rgb}".lower() == THEME.colours["primary"].lower()
            assert style(plain, name).font.color.rgb is None
            assert style(plain, name).element.rPr.find(qn("w:color")) is None
            assert style(coloured, name).element.pPr.find(qn("w:pBdr")) is None

    def test_the_lines_of_a_table_are_close_and_those_of_the_text_a_little_apart(self, coloured: Document) -> None:
        spacing = [
            style(coloured, each).paragraph_format.line_spacing for each in ("Normal", "Table text", "Table heading")
        ]
        assert spacing == [1.05, 1.0, 1.0]

    def test_around_each_paragraph_is_the_room_that_its_style_has(self, coloured: Document) -> None:
        rooms = {
            **{"Normal": (0, 5), "Title": (0, 6), "Heading 2": (10, 3), "Heading 5": (8, 3), "List Bullet": (0, 2)},
            **{"Fact": (0, 1), "Table text": (1, 1), "Table heading": (2, 2), "Contents heading": (12, 4)},
            **{"toc 1": (0, 2), "Header": (0, 0), "Footer": (0, 0)},
        }
        for name, (above, below) in rooms.items():
            room = style(coloured, name).paragraph_format
            assert (room.space_before, room.space_after) == (Pt(above), Pt(below)), name

    def test_the_spelling_is_checked_as_the_english_do(self, coloured: Document) -> None:
        assert {each.get(qn("w:val")) for each in coloured.styles.element.iter(qn("w:lang"))} == {"en-GB"}


class TestPages:
    def test_each_part_is_on_a4_with_the_same_margins_upright_or_turned(self, coloured: Document) -> None:
        upright, turned = coloured.sections
        assert [round((upright.page_width or 0) / Cm(1), 1), round((upright.page_height or 0) / Cm(1), 1)] == [
            21.0,
            29.7,
        ]
        assert (turned.page_width, turned.page_height) == (upright.page_height, upright.page_width)
        for each in (upright, turned):
            margins = (each.left_margin, each.right_margin, each.top_margin, each.bottom_margin)
            assert [round((margin or 0) / Cm(1), 2) for margin in margins] == [2.0] * 4
            assert round((each.header_distance or 0) / Cm(1), 2) == round((each.footer_distance or 0) / Cm(1), 2) == 1.0

    def test_the_first_page_alone_has_no_head_and_the_number_stands_at_the_right(self, coloured: Document) -> None:
        upright, turned = coloured.sections
        assert (upright.different_first_page_header_footer, turned.different_first_page_header_footer) == (True, False)
        for footer in (upright.footer, upright.first_page_footer):
            (line,) = footer.paragraphs
            assert line.text == "Page 1 of 1"
            assert line.alignment == WD_ALIGN_PARAGRAPH.RIGHT
            assert line.style is not None and line.style.name == "Footer"


class TestTheWhole:
    def test_what_it_says_of_itself_is_no_longer_than_programs_take_and_nobody_is_the_program(self) -> None:
        long = opened(word_paper(heading(1, "T" * 300), Properties("A" * 300, "C" * 300), None)).core_properties
        assert (long.title, long.subject, long.author) == ("T" * 255, "C" * 255, "A" * 255)
        nobody = opened(word_paper(heading(1, "Plan"), Properties(), None)).core_properties
        assert (nobody.author, nobody.last_modified_by, nobody.revision) == ("boardtui", "boardtui", 1)

    @pytest.mark.parametrize(("words", "listed"), [(2_500, False), (2_501, True)])
    def test_a_paper_of_more_than_two_thousand_five_hundred_words_has_contents(self, words: int, listed: bool) -> None:
        blocks = [*heading(1, "Plan"), *heading(2, "A"), *paragraph("word " * (words - 2)), *heading(3, "")]
        names = [each.style.name for each in opened(word_paper(blocks, Properties(), None)).paragraphs if each.style]
        assert names == ["Title", *["Contents heading", "toc 1"] * listed, "Heading 1", "Normal", "Heading 2"]

    def test_what_stands_first_of_a_part_is_beneath_no_heading_though_one_is_its_last(self) -> None:
        blocks = [*paragraph("x"), *paragraph("y"), *heading(3, "A")]
        lines = opened(word_paper(blocks, Properties(), None)).paragraphs
        assert [each.paragraph_format.keep_with_next for each in lines] == [None, None, None]

    @pytest.mark.parametrize(("letters", "kept"), [(60, True), (61, None)])
    def test_a_line_of_sixty_letters_below_a_heading_stays_with_what_follows(
        self, letters: int, kept: bool | None
    ) -> None:
        blocks = [*heading(3, "A"), *paragraph("x" * letters), *paragraph("y")]
        lines = opened(word_paper(blocks, Properties(), None)).paragraphs
        assert [each.paragraph_format.keep_with_next for each in lines] == [None, kept, None]


class TestTables:
    @pytest.mark.parametrize(("rows", "together"), [(12, True), (13, None)])
    def test_twelve_lines_are_not_divided_between_pages(self, rows: int, together: bool | None) -> None:
        (made,) = opened(word_paper(table([Column("A")], [["x"]] * rows), Properties(), None)).tables
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in made.rows]
        assert kept == [True, *[together] * (rows - 1), None]

    def test_a_row_of_nine_hundred_letters_in_a_cell_is_whole_and_a_longer_one_may_go_on_over_the_page(self) -> None:
        rows = [["x " * 449 + "xx", "x"], ["x " * 450 + "x", "x"]]
        (made,) = opened(word_paper(table([Column("A"), Column("B")], rows), Properties(), None)).tables
        assert [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in made.rows] == [
            *(True, True, False)
        ]

    def test_two_figures_are_a_picture_and_one_is_a_dash(self) -> None:
        lines = [TrendLine("x", values, ("a", "b")) for values in ((1.0, 2.0), (1.0, None))]
        rows = [[Words([Run("▁")], trend=each)] for each in lines]
        (made,) = opened(word_paper(table([Column("Trend")], rows), Properties(), None)).tables
        cells = [made.cell(1, 0), made.cell(2, 0)]
        assert [len(list(cell._tc.iter(qn("wp:inline")))) for cell in cells] == [1, 0]
        assert cells[1].text == "–"

    def test_a_table_has_lines_on_all_sides_and_its_columns_keep_their_widths(self, coloured: Document) -> None:
        for document, colour in ((coloured, THEME.colours["secondary"].removeprefix("#")), (paper(None), "auto")):
            properties = document.tables[0]._tbl.tblPr
            sides = {each.tag.split("}")[1]: each.get(qn("w:color")) for each in properties.find(qn("w:tblBorders"))}
            assert sides == dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), colour)
            assert properties.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
            margins = {each.tag.split("}")[1]: each.get(qn("w:w")) for each in properties.find(qn("w:tblCellMar"))}
            assert margins == {"left": "85", "right": "85"}
            assert properties.find(qn("w:tblInd")).get(qn("w:w")) == "85"

    def test_what_a_table_says_of_itself_stands_in_the_order_of_the_format(self, coloured: Document) -> None:
        for made in coloured.tables:
            tags = [each.tag.split("}")[1] for each in made._tbl.tblPr]
            order = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
            assert [each for each in order if each in tags] == tags

    def test_cells_are_as_wide_as_their_column_and_words_stand_on_its_side(self, coloured: Document) -> None:
        made = coloured.tables[0]
        grid = [column.width for column in made.columns]
        for row in made.rows:
            assert [cell.width for cell in row.cells] == grid
            sides = [cell.paragraphs[0].alignment for cell in row.cells]
            assert sides == [WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT]
        names = [row.cells[0].paragraphs[0].style for row in made.rows]
        assert [each.name for each in names if each is not None] == ["Table heading", "Table text"]
        assert fill(made.rows[1].cells[0]) == "", "a cell that is no rating has no colour"


KNOWN = {
    "shd": {"val": {"clear"}, "color": {"auto"}},
    "fldChar": {"fldCharType": {"begin", "separate", "end"}},
    "hyperlink": {"history": {"1"}},
    "tblInd": {"type": {"dxa"}},
    **{side: {"val": {"single"}, "sz": {"4"}, "space": {"0"}} for side in ("top", "bottom", "insideH", "insideV")},
}
"""What stands in elements of the format that the library does not make, and that a program would refuse otherwise."""


class TestTheFormat:
    def test_what_is_said_in_the_words_of_the_format_is_what_it_knows(self) -> None:
        rated = table([Column("Rating")], [[toned("R ✖ Red", "rag-red")]])
        long = [*heading(1, "Plan"), *heading(2, "A"), *paragraph("word " * 2600), *heading(2, "B"), *rated]
        body = opened(word_paper(long, Properties("Director", "Council"), THEME)).element.body
        for tag, attributes in KNOWN.items():
            found = list(body.iter(qn(f"w:{tag}")))
            assert found, tag
            for name, values in attributes.items():
                assert {each.get(qn(f"w:{name}")) for each in found} <= values, f"{tag} {name}"
        spaces = {each.get(qn("xml:space")) for each in body.iter(qn("w:instrText"))}
        assert spaces == {"preserve"}
        marks = [each.get(qn("w:id")) for kind in ("Start", "End") for each in body.iter(qn(f"w:bookmark{kind}"))]
        assert marks == ["1", "2", "1", "2"]
        names = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
        assert names == ["_Toc00000001", "_Toc00000002"]
        # A mark begins behind the properties of its paragraph, which have to be the first in it.
        for each in body.iter(qn("w:bookmarkStart")):
            assert [child.tag for child in each.getparent()].index(qn("w:bookmarkStart")) == 1


def dark(trend: TrendLine, *, light: int = 150) -> list[tuple[int, int]]:
    """The dots of a picture that are not light."""
    with Image.open(io.BytesIO(trend_picture(trend, None))) as picture:
        assert picture.size == (WIDE, HIGH)
        grey = picture.convert("L")
    dots = ((x, y, grey.getpixel((x, y))) for x in range(WIDE) for y in range(HIGH))
    return [(x, y) for x, y, shade in dots if isinstance(shade, int) and shade < light]


class TestPictures:
    def test_the_line_goes_from_margin_to_margin_and_its_end_has_a_dot(self) -> None:
        dots = dark(TrendLine("x", (1.0, 2.0), ("a", "b")))
        assert min(x for x, _ in dots) in range(5, 12)
        ends = {y for x, y in dots if x >= WIDE - 5}
        assert ends and max(ends) <= 20, "at the top, where the larger figure is"
        high = max(y for x, y in dots if x == WIDE - 10) - min(y for x, y in dots if x == WIDE - 10)
        assert high in range(12, 20)
        assert min(y for x, y in dots if x <= 12) >= HIGH - 20

    def test_a_figure_between_two_gaps_is_a_dot_of_its_own(self) -> None:
        dots = dark(TrendLine("x", (1.0, None, 2.0, None, 3.0), tuple("abcde")))
        groups = sorted({round((x - 10) / 85) for x, _ in dots})
        assert groups == [0, 2, 4]
        middle = [x for x, _ in dots if round((x - 10) / 85) == 2]
        assert max(middle) - min(middle) in range(6, 10)

    def test_what_never_moves_is_a_line_across_the_middle(self) -> None:
        dots = dark(TrendLine("x", (5.0, 5.0, 5.0), tuple("abc")))
        assert {y for x, y in dots if x < WIDE - 30} <= set(range(HIGH // 2 - 3, HIGH // 2 + 4))

    def test_targets_are_dashes_where_they_lie_and_the_scale_has_room_for_them(self) -> None:
        dots = dark(TrendLine("x", (1.0, 1.0), ("a", "b"), targets=(3.0, 2.0)))
        dashed = {y: sorted(x for x, other in dots if other == y) for y in (10, HIGH // 2)}
        for across in dashed.values():
            gaps = [after - before for before, after in pairwise(across) if after - before > 1]
            assert len(gaps) == 19, "a dash each eighteen dots"
            assert set(gaps) <= {7, 8, 9, 10}
        assert any(y > HIGH - 16 for _, y in dots)
