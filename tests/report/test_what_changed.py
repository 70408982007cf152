"""What changed between two meetings, or since one."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from boardtui.domain.errors import BoardError
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.report.changes import changed_between, what_changed, what_changed_view
from boardtui.report.differences import Fate, difference, difference_words
from boardtui.report.markdown import inline
from boardtui.session.meeting import freezer
from boardtui.store.board_file import BoardFile
from tests.report.boards import TITLE, identity
from tests.report.held import CHAIR, CHANGES, LAST, NEXT, held, now


def rows(text: str, title: str) -> list[str]:
    found = re.search(rf"^## {re.escape(title)}\n\n(.*?)(?:\n\n|\n\Z)", text, re.M | re.S)
    return found[1].split("\n")[2:] if found else []


class TestTexts:
    def test_words_taken_out_and_put_in_are_marked_where_they_stand(self) -> None:
        assert inline(difference_words("Half of them are done now.", "Most of them are done now.")) == (
            "~~Half~~ **Most** of them are done now."
        )

    def test_a_long_stretch_that_stayed_is_shortened(self) -> None:
        words = " ".join(f"w{n}" for n in range(60))
        pieces = difference(f"old {words} end", f"new {words} stop")
        assert [piece.fate for piece in pieces] == [Fate.GONE, Fate.NEW, Fate.KEPT, Fate.GONE, Fate.NEW]
        assert pieces[2].text == "w0 w1 w2 w3 w4 w5 w6 w7 … w52 w53 w54 w55 w56 w57 w58 w59"

    @pytest.mark.parametrize(
        ("stayed", "between", "before", "behind"),
        [
            (10, "all", "all", "all"),
            (11, "all", "… 8", "8 …"),
            (18, "all", "… 8", "8 …"),
            (19, "8 … 8", "… 8", "8 …"),
        ],
    )
    def test_eight_words_are_left_on_each_side_of_a_change_and_no_ellipsis_stands_for_one_or_two(
        self, stayed: int, between: str, before: str, behind: str
    ) -> None:
        words = [f"w{n}" for n in range(stayed)]
        text = " ".join(words)

        def kept(old: str, new: str) -> str:
            (found,) = [piece.text for piece in difference(old, new) if piece.fate is Fate.KEPT]
            return found

        shapes = {
            "all": text,
            "… 8": " ".join(["…", *words[-8:]]),
            "8 …": " ".join([*words[:8], "…"]),
            "8 … 8": " ".join([*words[:8], "…", *words[-8:]]),
        }
        assert kept(f"a {text} b", f"c {text} d") == shapes[between]
        assert kept(f"{text} a", f"{text} b") == shapes[before]
        assert kept(f"a {text}", f"b {text}") == shapes[behind]

    @pytest.mark.parametrize(("common", "anew"), [(6, True), (7, False)])
    def test_below_seven_words_of_twenty_a_text_counts_as_written_anew(self, common: int, anew: bool) -> None:
        same = [f"w{n}" for n in range(common)]
        old, new = ([*same, *(f"{which}{n}" for n in range(20 - common))] for which in ("old", "new"))
        pieces = difference(" ".join(old), " ".join(new))
        assert (pieces[0].text == " ".join(old)) is anew
        assert len(pieces) == (2 if anew else 3)

    @pytest.mark.parametrize(
        ("before", "now", "fates"), [("", "All new.", [Fate.NEW]), ("All gone.", "", [Fate.GONE]), ("", "", [])]
    )
    def test_of_a_text_that_came_or_went_there_is_one_piece(self, before: str, now: str, fates: list[Fate]) -> None:
        assert [piece.fate for piece in difference(before, now)] == fates

    def test_a_text_written_anew_stands_whole_beside_the_old_one(self) -> None:
        assert [(piece.fate, piece.text) for piece in difference("All is well today.", "Nobody came.")] == [
            (Fate.GONE, "All is well today."),
            (Fate.NEW, "Nobody came."),
        ]

    def test_a_text_that_is_only_laid_out_anew_has_not_changed(self) -> None:
        assert difference("One.\nTwo.", "One. Two.") == []

    def test_a_very_long_text_is_compared_by_sentences_and_soon(self) -> None:
        text = "".join(f"Sentence number {n} says this. " for n in range(2_000))
        pieces = difference(text, text.replace("number 7 says", "number 7 denies"))
        assert [piece.text for piece in pieces if piece.fate is Fate.NEW] == ["Sentence number 7 denies this."]

    def test_markup_within_a_text_stays_words(self) -> None:
        assert (
            inline(difference_words("a **b** ~~c~~", "a **b** ~~d~~"))
            == "a \\*\\*b\\*\\* ~~\\~\\~c\\~\\~~~ **\\~\\~d\\~\\~**"
        )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> BoardFile:
    return held(tmp_path_factory.mktemp("changed") / "plan.board")


class TestBetweenTwoMeetings:
    def test_the_changes_from_january_to_march_are_as_they_were(self, file: BoardFile) -> None:
        text = what_changed(file.read(at=NEXT, since=LAST), until=now(file)[1])
        assert text == CHANGES.read_text(encoding="utf-8")

    def test_ratings_dates_and_risks_say_what_they_were_and_are(self, file: BoardFile) -> None:
        text = what_changed(file.read(at=NEXT, since=LAST), until=now(file)[1])
        assert text.startswith("# What changed: ")
        assert "\nFrom the meeting of 05/01/2021 to the meeting of 02/03/2021\n" in text
        assert any("1.1 Coach every manager | A ▲ Amber | R ✖ Red | ↓ worse |" in row for row in rows(text, "Ratings"))
        assert any("1.1 Coach every manager | 31/01/2021 | 30/06/2021 | +150 |" in row for row in rows(text, "Dates"))
        assert any("CIP01 Capacity | 4 × 3 | 5 × 4 | ↓ worsened |" in row for row in rows(text, "Risks"))

    def test_what_came_after_the_second_meeting_is_not_told(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as own:
            before = what_changed(own.read(at=NEXT, since=LAST), until=now(own)[1])
            own.write([Change(identity("1.1"), "action", {"rag": "green", "commentary": "all done"})], who="Lead")
            own.write([Change(identity("1.10"), "action", re_rated(Rag.GREEN))], who="Lead", why="as it was in January")
            own.write([Change(identity("1.3"), "action", delete=True)], who="Lead")
            assert what_changed(own.read(at=NEXT, since=LAST), until=now(own)[1]) == before

    def test_since_the_last_meeting_only_what_is_new_is_told(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as own:
            assert not changed_between(own.read())
            assert "Nothing has changed." in what_changed(own.read())
            own.write([Change(identity("1.1"), "action", {"title": TITLE})], who="Lead")
            own.write([Change(own.read().profile.id, "board", {"red_means": "Late | lost"})], who="Lead")
            text = what_changed(own.read())
        assert "From the meeting of 02/03/2021 to now" in text
        assert any(
            "| The board | Red means |" in row and "Late \\| lost |" in row for row in rows(text, "Other changes")
        )
        assert "| Title | Coach every manager |" in text
        assert "Ratings" not in text

    @pytest.mark.parametrize(
        ("ref", "kind", "name"),
        [
            ("1.10", "action", "rationale"),
            ("1.10", "action", "due_reason"),
            *(("CIP01", "risk", f"{which}_why") for which in ("inherent", "current", "target")),
        ],
    )
    def test_a_reason_that_was_changed_alone_is_told(self, tmp_path: Path, ref: str, kind: str, name: str) -> None:
        with held(tmp_path / "plan.board") as own:
            own.write([Change(identity(ref), kind, {name: "Said anew"})], who="Lead", why="Said anew")
            assert what_changed(own.read()).count("Said anew") == 1

    @pytest.mark.parametrize(
        "change",
        [
            Change(identity("1.1"), "action", {"rag": "red", "rationale": "WRONG"}),
            Change(identity("1.1"), "action", {"due": "2021-12-24", "due_reason": "WRONG"}),
            Change(identity("1.1"), "action", {"commentary": "WRONG"}),
            Change(identity("1.1"), "action", delete=True),
            Change(identity("wrong"), "action", {"ref": "9.9", "title": "WRONG"}),
        ],
        ids=["rating", "date", "text", "deletion", "addition"],
    )
    def test_what_was_undone_is_told_nowhere_and_what_was_done_again_is(self, tmp_path: Path, change: Change) -> None:
        with held(tmp_path / "plan.board") as file:
            before = what_changed(file.read())
            file.write([change], who="Office", why="WRONG")
            file.undo(who="Office")
            assert what_changed(file.read()) == before
            file.redo(who="Office")
            assert what_changed(file.read()) != before
            file.undo(who="Office")
            assert what_changed(file.read()) == before

    def test_an_edit_dated_before_the_meeting_but_merged_after_it_is_told(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as own:
            change = Change(identity("1.1"), "action", {"rag": "green"})
            own.write([change], who="Lead", at=datetime(2021, 1, 6, tzinfo=UTC))
            assert len(rows(what_changed(own.read()), "Ratings")) == 1

    def test_new_corrected_and_deleted_figures_stand_under_their_kpi(self, tmp_path: Path) -> None:
        def reading(period: str, **values: object) -> Change:
            key = {"kpi": identity("2.1k"), "series": "period", "period": period}
            return Change(identity_for(KINDS["reading"], key, ""), "reading", {**key, **values})

        with held(tmp_path / "plan.board") as own:
            own.write([reading("Mar 21", value="94%", provisional=True)], who="Lead")
            own.write([reading("Dec 20", value="96.5%")], who="Lead")
            own.write([Change(reading("Feb 21").record, "reading", delete=True)], who="Lead")
            figures = rows(what_changed(own.read()), "Figures")
        name = "| 2.1 % contacts in 1 day | "
        assert sorted(figures) == [
            f"{name}Dec 20 | 97.0% | 96.5% |",
            f"{name}Feb 21 | 93% | removed |",
            f"{name}Mar 21 | – | 94% (provisional) |",
        ]

    def test_without_a_closed_meeting_it_says_that_there_is_nothing_to_compare_with(self, tmp_path: Path) -> None:
        with BoardFile.create(tmp_path / "new.board", "Plan", who=CHAIR) as own:
            assert "No meeting was closed" in what_changed(own.read())


class TestOnTheScreen:
    @pytest.mark.parametrize("width", [60, 80, 200])
    def test_hostile_text_is_drawn_as_it_is(self, file: BoardFile, width: int) -> None:
        board = file.read(at=NEXT, since=LAST)
        out = io.StringIO()
        Console(file=out, width=width, no_color=True).print(what_changed_view(board, until=now(file)[1]))
        drawn = out.getvalue()
        assert "[SEND]" in drawn and "[-follow-]" in drawn
        assert max(map(len, drawn.split("\n"))) <= width
        assert "\x1b]" not in drawn

    def test_no_short_word_is_broken_where_it_is_narrow(self, file: BoardFile) -> None:
        board = file.read(at=NEXT, since=LAST)
        out = io.StringIO()
        Console(file=out, width=72, no_color=True).print(what_changed_view(board, until=now(file)[1]))
        words = set(out.getvalue().split())
        assert {"Movement", "Amber"} <= words
        assert not words & {"Movem", "Moveme", "bette", "ent", "nt"}


class TestTheBoardAsItWasKnown:
    def test_it_is_the_board_at_the_close_whatever_came_since(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as own:
            at_the_close = own.read(since=LAST)
            for number in range(100):
                own.write([Change(identity("1.1"), "action", {"commentary": f"edit {number}"})], who="Lead")
            own.write([Change(identity("1.3"), "action", delete=True)], who="Lead")
            own.write([Change(identity("late"), "action", {"ref": "9.9"})], who="Lead")
            past = own.read(at=NEXT, since=LAST)
        assert past.records == at_the_close.records
        assert past.redatings == at_the_close.redatings
        assert (past.since, past.profile, past.edition) == (
            at_the_close.since,
            at_the_close.profile,
            at_the_close.edition,
        )

    def test_by_default_it_is_compared_with_the_meeting_before(self, file: BoardFile) -> None:
        since = file.read(at=NEXT).since.meeting
        assert since is not None and since.id == LAST

    def test_the_first_meeting_has_none_before_it(self, file: BoardFile) -> None:
        assert file.read(at=LAST).since.meeting is None

    def test_a_meeting_that_is_not_closed_has_no_past(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as own:
            with pytest.raises(BoardError, match="was not closed in this file"):
                own.read(at=NEXT)
            with pytest.raises(BoardError, match="no such meeting"):
                own.read(at=identity("nobody"))
            own.close_meeting(NEXT, who=CHAIR, freeze=freezer(NEXT))
            assert own.read(at=NEXT).get(Meeting, NEXT) == now(own)[1]
