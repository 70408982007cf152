"""What has no room is cut after a word, in every table and in the lines that do not wrap."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import cut, fitted, plain

TITLE = "Supervision audits, of every team – and their follow-up"


@pytest.mark.parametrize("width", range(1, 60))
def test_a_title_fills_its_cells_exactly_and_ends_after_a_word(width: int) -> None:
    shown = fitted(TITLE, width)
    assert cell_len(shown) == width
    words, cut_off, _ = shown.partition("…")
    if cut_off and width > len("Supervision…"):
        assert TITLE.startswith(words) and not TITLE[len(words)].isalpha()
        assert words[-1].isalpha(), "no comma or dash is left hanging"


def test_what_has_no_words_is_cut_where_the_room_ends() -> None:
    assert cut("Supervision", 6) == "Super…"
    assert cut("/boards/2021/plan.board", 12) == "/boards/202…"
    assert cut("A thoroughgoing review", 12) == "A thoroughg…", "a letter alone would say nothing"
    assert (cut("abc thoroughgoing", 10), cut("abc thoroughgoing", 11)) == ("abc…", "abc thorou…"), "nor a third of it"
    assert (cut("abc", 1), cut("abc", 0), fitted("abc", 0)) == ("…", "", "")


def test_what_takes_two_cells_is_never_halved() -> None:
    assert [cell_len(fitted("日本語 日本", width)) for width in range(1, 9)] == list(range(1, 9))


async def test_a_line_that_does_not_wrap_is_cut_after_a_word_at_any_width() -> None:
    class Shows(App[None]):
        CSS = "OneLine { height: auto; text-wrap: nowrap; }"

        def compose(self) -> ComposeResult:
            yield OneLine(plain(f"{TITLE}\n{TITLE[:20]}"))

    whole, cut_once = (len(TITLE), TITLE), (len(TITLE) - 1, "Supervision audits, of every team – and their…")
    for width, first in ((30, "Supervision audits, of every…"), cut_once, whole, (80, TITLE)):
        async with Shows().run_test(size=(width, 5)) as pilot:
            strips = pilot.app.screen._compositor.render_strips()
            shown = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
            assert shown[:3] == [first, TITLE[:20].rstrip(), ""]
