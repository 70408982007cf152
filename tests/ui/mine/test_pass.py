"""A lead's ten minutes: their copy opens on what is theirs, and a pass goes through what is due by few keys an item."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Challenge, Reading
from boardtui.domain.records.rag import Rag
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import send_copy
from boardtui.ui.app import BoardApp
from boardtui.ui.mine.sending_back import back_to
from boardtui.ui.mine.updates import Outcome, outcome
from tests.ui.conftest import (
    NOW,
    change,
    identity,
    on_disk,
    press,
    ready,
    seen,
    settle,
    toasts,
    values_of,
    write,
)
from tests.ui.locking import locked, until_seen

HEAD = "Head of Early Help"
LATER = NOW + timedelta(days=30)
NINE = [f"1.{n}" for n in range(1, 10)]


def plan(place: Path) -> None:
    """Build a board with nine actions of a lead, and one of each other kind that is due from them."""
    with BoardFile.create(place, "Plan", who="plan", clock=lambda: NOW) as made:
        actions = [
            change("action", each, ref=each, title=f"Work {each}", lead=HEAD, rag="amber", commentary=f"Was {each}")
            for each in NINE
        ]
        made.write([change("ambition", "a", ref="1", title="Help"), *actions], who="plan")


def all_kinds(place: Path) -> None:
    """Build a board with one item of each kind that is due from a lead."""
    with BoardFile.create(place, "Plan", who="plan", clock=lambda: NOW) as made:
        made.write(
            [
                change("action", "1.1", ref="1.1", title="Audits", lead=HEAD, due="2021-04-30", help_wanted="Money"),
                change("kpi", "k1", ref="K1", title="Visits in time", lead=HEAD, unit="percent"),
                change("risk", "r1", ref="R1", title="Cover", owner=HEAD, current="4x3"),
                change("challenge", "c1", item=identity("1.1"), text="When will it be done?"),
                change("reading", "x", kpi=identity("k1"), period="2021-01", value="88.0%"),
                change("reading", "y", kpi=identity("k1"), period="2020-02", value="81.0%"),
            ],
            who="plan",
        )


@pytest.fixture
def nine(tmp_path: Path) -> Path:
    return ready(tmp_path / "nine.board", plan)


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    return ready(tmp_path / "kinds.board", all_kinds)


@asynccontextmanager
async def as_lead(
    path: Path, who: str = HEAD, size: tuple[int, int] = (80, 24), now: datetime = LATER
) -> AsyncIterator[Pilot[None]]:
    """The application over a board a month later, signed by a lead."""
    change_settings(lambda settings: type(settings)(signature=who))
    app = BoardApp(path, clock=lambda: now)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


@pytest.mark.parametrize("gives_up", [False, True])
async def test_the_pass_tries_as_long_as_any_key_to_save_in_a_locked_board_and_esc_stops_that(
    nine: Path, monkeypatch: pytest.MonkeyPatch, gives_up: bool
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.3)
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "g", "tab")
        app = pilot.app
        assert isinstance(app, BoardApp)
        app.opened.close()  # so that it is opened anew, with that patience
        with locked(nine):
            app.post_message(events.Paste("All coached"))
            await pilot.press("ctrl+s")
            await until_seen(pilot, "it is tried again until it lets go")
            await pilot.press(*"xyz", "ctrl+n")
            assert "1 of 9" in seen(pilot)
            if gives_up:
                await pilot.press("escape")
                await until_seen(pilot, "is being written by another program")
        await settle(pilot)
        assert ("1 of 9" if gives_up else "2 of 9") in seen(pilot)
        if gives_up:
            await write(pilot, " again")  # the keys are where they were, and nothing that was pressed has come between
            await press(pilot, "ctrl+s")
    said = values_of(nine, "1.1", "rag", "commentary")
    assert said == {"rag": Rag.GREEN, "commentary": "All coached" + " again" * gives_up}


class Keys:
    """Presses keys and counts them; what is typed as text is not counted."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot, self.count = pilot, 0

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await press(self.pilot, *keys)

    async def text(self, words: str) -> None:
        await write(self.pilot, words)


def word_of(path: Path, name: str) -> str:
    return str(values_of(path, name, "commentary")["commentary"])


async def test_a_board_opened_by_a_lead_starts_on_what_is_theirs_and_says_how_much_is_left(nine: Path) -> None:
    async with as_lead(nine) as pilot:
        assert f"{HEAD}: 9 of 9 left" in seen(pilot)
        assert "Due from you" in seen(pilot)
        assert "8 Mine" in seen(pilot)


async def test_a_copy_made_for_a_lead_starts_on_what_is_theirs_and_fills_in_their_name(
    nine: Path, tmp_path: Path
) -> None:
    with BoardFile.open(nine) as file:
        copy = send_copy(file, tmp_path / "copy.board", lead=HEAD)
    async with as_lead(copy, who="") as pilot:
        assert pilot.app.screen.query_one("#signature").value == HEAD  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert f"{HEAD}: 9 of 9 left" in seen(pilot)


async def test_whoever_signs_as_a_lead_only_then_is_shown_what_is_theirs(nine: Path) -> None:
    async with as_lead(nine, who="") as pilot:
        await press(pilot, "escape", "8")
        assert "nothing on this board is in your name" in seen(pilot)
        await press(pilot, "plus")
        await write(pilot, HEAD)
        await press(pilot, "enter")
        assert f"{HEAD}: 9 of 9 left" in seen(pilot)


async def test_nine_commentaries_take_two_keys_each_besides_the_text(nine: Path) -> None:
    async with as_lead(nine) as pilot:
        keys = Keys(pilot)
        await keys.press("enter")
        for each in NINE:
            await keys.press("enter")  # the rating stays as it is
            await keys.text(f"Now {each}")
            await keys.press("ctrl+s")
        assert "All 9 done" in seen(pilot)
        assert keys.count == 1 + 2 * 9
        await press(pilot, "enter")
        assert "c writes the copy to mail" in seen(pilot) and "Enter begins" not in seen(pilot)
    assert [word_of(nine, each) for each in NINE] == [f"Now {each}" for each in NINE]


async def test_rating_and_commentary_of_an_item_take_three_keys_besides_the_text(nine: Path) -> None:
    async with as_lead(nine) as pilot:
        await press(pilot, "enter")
        keys = Keys(pilot)
        await keys.press("g", "tab")
        await keys.text("On track again")
        await keys.press("ctrl+s")
        assert keys.count == 3
        assert "2 of 9" in seen(pilot)
    assert values_of(nine, "1.1", "rag", "commentary") == {"rag": Rag.GREEN, "commentary": "On track again"}


async def test_last_months_words_stand_beside_and_one_key_says_them_again(nine: Path) -> None:
    async with as_lead(nine) as pilot:
        await press(pilot, "enter")
        assert "Was 1.1" in seen(pilot)
        assert pilot.app.screen.query_one("#commentary").text == ""  # type: ignore[attr-defined]
        keys = Keys(pilot)
        await keys.press("ctrl+r", "ctrl+s")
        assert keys.count == 2
        assert "2 of 9" in seen(pilot)
        await press(pilot, "escape")
        assert "8 of 9 left" in seen(pilot)
    assert word_of(nine, "1.1") == "Was 1.1"
    record = on_disk(nine).find(identity("1.1"))
    assert isinstance(record, Action)
    assert record.changed_at.startswith("2021-04-01")


async def test_an_item_is_skipped_with_one_key_and_stays_in_the_list(nine: Path) -> None:
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", *["ctrl+n"] * 9)
        assert "Skipped" in seen(pilot)
        await press(pilot, "enter")
        assert "9 of 9 left" in seen(pilot)


async def test_typed_words_are_not_skipped_away_without_being_asked(nine: Path) -> None:
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "enter")
        await write(pilot, "Half a sen")
        await press(pilot, "ctrl+n")
        assert "not saved" in seen(pilot)
        assert "1 of 9" in seen(pilot)
        await press(pilot, "ctrl+n")
        assert "2 of 9" in seen(pilot) and "not saved" not in seen(pilot)
    assert word_of(nine, "1.1") == "Was 1.1"


async def test_saving_nothing_says_what_to_press_and_writes_nothing(nine: Path) -> None:
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "ctrl+s")
        assert "ctrl+r says it is as last time; ctrl+n skips" in seen(pilot)
        assert "1 of 9" in seen(pilot)
        await press(pilot, "g")
        assert "ctrl+r says it is as last time" not in seen(pilot)


async def test_a_date_moves_with_its_reason_and_help_is_asked_for_on_the_same_screen(kinds: Path) -> None:
    async with as_lead(kinds) as pilot:
        await press(pilot, "enter", "ctrl+n")
        assert "1.1 Audits" in seen(pilot)
        screen = pilot.app.screen
        screen.query_one("#due").value = "soon"  # type: ignore[attr-defined]
        await settle(pilot)
        assert "it cannot be read as a date" in seen(pilot)
        screen.query_one("#due").value = "30/04/2021"  # type: ignore[attr-defined]
        await settle(pilot)
        assert "it cannot be read" not in seen(pilot)
        assert not screen.query_one("#due_reason").is_on_screen, "nothing is changed, and no reason asked"
        screen.query_one("#due").value = "31/05/2021"  # type: ignore[attr-defined]
        await settle(pilot)
        assert "it cannot be read" not in seen(pilot)
        screen.query_one("#due_reason").value = "Staff left"  # type: ignore[attr-defined]
        screen.query_one("#help_wanted").value = "A post"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
    assert values_of(kinds, "1.1", "due", "due_reason", "help_wanted") == {
        "due": "2021-05-31",
        "due_reason": "Staff left",
        "help_wanted": "A post",
    }
    with BoardFile.open(kinds) as file:
        moved = [each.edit.why for each in file.history(identity("1.1")) if "due" in each.changed]
    assert moved[0] == "Staff left"


async def test_help_that_is_seen_on_the_screen_is_kept_with_a_new_rating(kinds: Path) -> None:
    async with as_lead(kinds) as pilot:
        await press(pilot, "enter", "ctrl+n", "r")
        await write(pilot, "Two posts vacant")
        await press(pilot, "ctrl+s")
    found = values_of(kinds, "1.1", "rag", "rationale", "help_wanted")
    assert found == {"rag": Rag.RED, "rationale": "Two posts vacant", "help_wanted": "Money"}


async def test_a_question_comes_first_and_is_answered_there_in_the_name_of_who_signs(kinds: Path) -> None:
    async with as_lead(kinds) as pilot:
        await press(pilot, "enter")
        assert "When will it be done?" in seen(pilot)
        assert "About action 1.1 Audits" in seen(pilot)
        await write(pilot, "In May.")
        await press(pilot, "ctrl+s")
    answered = on_disk(kinds).find(identity("c1"))
    assert isinstance(answered, Challenge)
    assert (answered.answer, answered.answered_by) == ("In May.", HEAD)


async def test_a_kpi_that_is_due_offers_its_figure_with_the_last_one_and_that_of_a_year_before(kinds: Path) -> None:
    async with as_lead(kinds, now=datetime(2021, 3, 10, tzinfo=UTC)) as pilot:
        await press(pilot, "enter", "ctrl+n", "ctrl+n")
        assert "Figure for Feb 21" in seen(pilot)
        assert "last 88.0% · a year before 81.0%" in seen(pilot)
        keys = Keys(pilot)
        await keys.text("90.5")
        await keys.press("tab")
        await keys.text("Better")
        await keys.press("ctrl+s")
        assert keys.count == 2
    readings = {each.period: each.value for each in on_disk(kinds).all(Reading)}
    assert readings["2021-02"] == "90.5%"
    assert word_of(kinds, "k1") == "Better"


async def test_a_figure_that_cannot_be_is_asked_about_once(kinds: Path) -> None:
    async with as_lead(kinds, now=datetime(2021, 3, 10, tzinfo=UTC)) as pilot:
        await press(pilot, "enter", "ctrl+n", "ctrl+n")
        await write(pilot, "905")
        await press(pilot, "ctrl+s")
        assert "Sure?" in seen(pilot)
        assert len(on_disk(kinds).all(Reading)) == 2
        await press(pilot, "ctrl+s")
    assert {each.value for each in on_disk(kinds).all(Reading)} >= {"905%"}


def test_a_new_date_that_no_calendar_has_is_asked_about_once_and_kept_if_so_meant(kinds: Path) -> None:
    board = on_disk(kinds)
    record = board.find(identity("1.1"))
    assert isinstance(record, Action)

    def said(due: str, *, sure: bool = False) -> Outcome:
        return outcome(board, record, {"due": due}, today=NOW.date(), who=HEAD, sure=sure)

    assert said("30/02/2027").doubt == "there is no 30 February 2027"
    assert said("30/02/2027", sure=True).changes[0].values["due"] == "30/02/2027"
    assert not said("28/02/2027").doubt
    assert not said("").doubt


async def test_a_risk_offers_its_score(kinds: Path) -> None:
    async with as_lead(kinds) as pilot:
        await press(pilot, "enter", "ctrl+n", "ctrl+n", "ctrl+n")
        assert "R1 Cover" in seen(pilot)
        pilot.app.screen.query_one("#current").value = "2x3"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
    assert values_of(kinds, "r1", "current") == {"current": "2x3"}


async def test_at_the_end_it_is_said_what_was_done_and_one_key_writes_the_copy_to_mail(
    nine: Path, tmp_path: Path
) -> None:
    with BoardFile.open(nine, clock=lambda: NOW) as file:
        profile = file.read().profile
        file.write([Change(profile.id, "board", {"author": "Director"})], who="plan")
        sending = Sending("Improvement Office", None)
        mine = send_copy(file, tmp_path / "mine.board", lead=HEAD, sending=sending)
    async with as_lead(mine) as pilot:
        await press(pilot, "enter", "ctrl+r", "ctrl+s", *["ctrl+n"] * 8)
        assert "Updated now: 1" in seen(pilot)
        assert "Skipped, and not lost: they stay in the list: 8" in seen(pilot)
        assert "action 1.1 " in seen(pilot) and "1.1 · 1.1" not in seen(pilot), "each is named once"
        said = " ".join(seen(pilot).replace("│", "").split())
        assert "mail it to Improvement Office, who sent it to you" in said
        await press(pilot, "c")
        copy = tmp_path / "mine sent back.board"
        assert f"Mail this file to Improvement Office, who sent it to you: {copy}" in toasts(pilot)
    assert len(on_disk(copy).all(Action)) == 9


def test_a_file_that_does_not_say_who_sent_it_goes_back_to_whoever_did() -> None:
    assert back_to("") == "whoever sent it to you"


async def test_a_board_that_wants_reasons_says_so_beside_the_rating(nine: Path) -> None:
    with BoardFile.open(nine, clock=lambda: NOW) as file:
        profile = file.read().profile
        file.write([change("board", "x").__class__(profile.id, "board", {"reasons": "always"})], who="plan")
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "r", "tab", "ctrl+s")
        assert "This board wants a reason for red." in seen(pilot)
        assert "1 of 9" in seen(pilot)
        await write(pilot, "Two left")
        await press(pilot, "ctrl+s")
        assert "2 of 9" in seen(pilot)
    assert values_of(nine, "1.1", "rationale") == {"rationale": "Two left"}, "the keys are where it is missing"


async def test_at_forty_columns_the_pass_still_shows_item_rating_and_words(nine: Path) -> None:
    async with as_lead(nine, size=(40, 24)) as pilot:
        await press(pilot, "enter")
        await pilot.resize_terminal(40, 14)
        await press(pilot, "tab", "tab", "tab")
        assert "Help" in seen(pilot) and "[A ▲ Amber]" not in seen(pilot), "the field that has the keys is in sight"
        await press(pilot, "shift+tab", "shift+tab")
        await write(pilot, "Still here")
        assert "Work 1.1" in seen(pilot)
        assert "Still here" in seen(pilot)


async def test_the_evidence_of_a_blue_rating_is_picked_in_the_pass_too(kinds: Path) -> None:
    async with as_lead(kinds) as pilot:
        await press(pilot, "enter", "ctrl+n", "b", "ctrl+l", "space", "enter", "ctrl+s")
    assert values_of(kinds, "1.1", "rag", "evidence") == {"rag": Rag.BLUE, "evidence": "KPI K1 Visits in time"}
