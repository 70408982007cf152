"""How the width of a table is shared out: titles stay whole as long as there is room for them anywhere."""

from __future__ import annotations

from boardtui.ui.table.table_columns import ScreenColumn, lay_out

COLUMNS = (
    ScreenColumn("Ref", lambda item: item["ref"], width=5),
    ScreenColumn("Title", lambda item: item["title"], share=2),
    ScreenColumn("Why", lambda item: item["why"], share=3),
    ScreenColumn("Lead", lambda item: item["lead"], width=20, extra=True),
)
SHORT = {"ref": "1.1", "title": "Coach", "why": "amber", "lead": "Head"}
LONG = {**SHORT, "title": "x" * 60}


def widths(items: list[dict[str, str]], total: int) -> dict[str, int]:
    return {COLUMNS[place].label: width for place, width in lay_out(COLUMNS, items, total)}


def test_where_all_texts_fit_the_room_is_shared_as_the_columns_ask() -> None:
    assert widths([SHORT], 100) == {"Ref": 5, "Title": 29, "Why": 42, "Lead": 20}


def test_a_column_that_needs_less_gives_its_room_to_one_that_would_be_cut() -> None:
    assert widths([SHORT, LONG], 120) == {"Ref": 5, "Title": 86, "Why": 5, "Lead": 20}


def test_an_extra_column_goes_before_a_title_is_cut() -> None:
    assert widths([SHORT, LONG], 80) == {"Ref": 5, "Title": 67, "Why": 5}
    assert widths([SHORT], 39) == {"Ref": 5, "Title": 5, "Why": 5, "Lead": 20}, "all are just whole"
    assert widths([SHORT], 38) == {"Ref": 5, "Title": 12, "Why": 18}


def test_no_column_is_narrower_than_a_few_letters() -> None:
    columns = (ScreenColumn("No", lambda item: "7"), ScreenColumn("Title", lambda item: "x" * 60))
    assert lay_out(columns, [""], 50) == [(0, 4), (1, 44)]
    assert lay_out(columns, [""], 5) == lay_out(columns, [""], 0) == [(0, 4), (1, 4)]


def test_columns_of_a_given_width_keep_it_however_much_room_there_is() -> None:
    columns = (ScreenColumn("No", str, width=3), ScreenColumn("When", str, width=10, from_width=20, to_width=40))
    assert [lay_out(columns, [], total) for total in (19, 20, 40, 41)] == [
        [(0, 3)],
        [(0, 3), (1, 10)],
        [(0, 3), (1, 10)],
        [(0, 3)],
    ]


def test_every_line_is_as_wide_as_the_table() -> None:
    for total in range(30, 200):
        found = widths([SHORT, {**LONG, "why": "y" * 90}], total)
        assert sum(found.values()) + len(found) == total
