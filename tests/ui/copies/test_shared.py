"""A shared board on the screen: what others do comes in, and what is done here goes out, or is said to wait."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change
from boardtui.session.meeting import begin_meeting
from boardtui.session.sharing import detach, make_working_copy_of
from boardtui.session.surroundings import SharedLine, note_of, note_on
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from boardtui.store.shared import schema_of
from boardtui.ui.app import BoardApp
from boardtui.ui.copies import sharing
from boardtui.ui.meetings.run import RunView
from boardtui.ui.shared.lines import shared_words
from tests.server import READER, Server
from tests.ui.conftest import NOW, change, identity, lines, opened, press, seen, settle, toasts, values_of, write
from tests.ui.copies.conftest import Elsewhere, meeting_m, server_away
from tests.ui.rest import until

NOON = datetime(2021, 3, 2, 12, 0, tzinfo=UTC)


async def test_what_is_done_elsewhere_is_shown_marked_and_leaves_the_cursor_and_what_is_typed_alone(
    mine: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MARKED_SECONDS", 0.5)
    async with opened(mine, size=(100, 30)) as pilot:
        assert isinstance(pilot.app, BoardApp)
        assert "shared" in lines(pilot)[0]
        await press(pilot, "end", "r")
        await write(pilot, "Half a sentence")
        cursor = pilot.app.item_screen.table.key  # type: ignore[union-attr]
        elsewhere.write(
            change("action", "1.2", title="Audits of everything"),
            change("action", "0.1", ref="0.1", title="Something before all others"),
        )
        assert await until(pilot, lambda: "changed by Office." in toasts(pilot)), seen(pilot)
        marked = [line for line in lines(pilot) if "•" in line]
        assert "Audits of everything" in "".join(marked) and "Something before" in "".join(marked)
        assert "Something before all others" in seen(pilot)
        assert pilot.app.item_screen.table.key == cursor  # type: ignore[union-attr]
        assert getattr(pilot.app.focused, "value", "") == "Half a sentence"
        assert await until(pilot, lambda: "•" not in seen(pilot))
        await press(pilot, "enter")
        assert await until(pilot, lambda: elsewhere.knows("2.1", "rationale") == "Half a sentence")


async def test_what_is_done_here_goes_out_on_its_own(mine: Path, elsewhere: Elsewhere) -> None:
    async with opened(mine) as pilot:
        await press(pilot, "home", "r", *["escape"] * 3)
        assert await until(pilot, lambda: elsewhere.knows("1.1", "rag") == "red")
        await settle(pilot)
        assert "shared" in lines(pilot)[0]


async def test_without_the_server_all_of_it_works_and_the_header_says_what_is_to_be_sent(
    mine: Path, elsewhere: Elsewhere
) -> None:
    async with opened(mine, size=(120, 30)) as pilot:
        assert isinstance(pilot.app, BoardApp)
        assert await until(pilot, lambda: pilot.app.live._exchanger.connected)  # type: ignore[attr-defined]
        async with server_away(pilot.app):
            await press(pilot, "home", "r", *["escape"] * 3)
            assert await until(pilot, lambda: "1 to send, server not reached since" in lines(pilot)[0]), lines(pilot)[0]
            assert values_of(mine, "1.1", "rag") == {"rag": "red"}
            assert "lets you type it" not in toasts(pilot), "no password would help"
            note = note_on(mine)
            assert note is not None and note.unsent(pilot.app.board.edition) == 1  # type: ignore[union-attr]
        await press(pilot, "U")
        assert await until(pilot, lambda: "0 edits came in." in toasts(pilot)), seen(pilot)
        assert elsewhere.knows("1.1", "rag") == "red"
        assert await until(pilot, lambda: "· shared ·" in lines(pilot)[0])


async def test_who_may_only_look_and_types_something_keeps_it_and_goes_on_seeing_what_others_do(
    address: Address, server: Server, elsewhere: Elsewhere
) -> None:
    mine = make_working_copy_of(replace(address, user=READER), Paths.of_this_user().working)
    async with opened(mine, size=(120, 30)) as pilot:
        assert isinstance(pilot.app, BoardApp)
        live = pilot.app.live
        assert live is not None and await until(pilot, lambda: live._exchanger.connected)
        await press(pilot, "home", "r", *["escape"] * 3)
        assert await until(pilot, lambda: "1 to send, not taken by the server" in lines(pilot)[0]), lines(pilot)[0]
        elsewhere.write(change("action", "1.2", title="News for all"))
        assert await until(pilot, lambda: "News for all" in seen(pilot))
        assert live._failed == 0 and live._exchanger.connected  # and not when the server is tried again
        await press(pilot, "U")
        assert await until(pilot, lambda: "You may not do that" in toasts(pilot))
        server.run(f"GRANT {schema_of(address)}_member TO {READER}")
        await press(pilot, "U")
        assert await until(pilot, lambda: "· shared ·" in lines(pilot)[0]), lines(pilot)[0]
    assert elsewhere.knows("1.1", "rag") == "red"


async def test_what_both_did_at_once_is_to_be_decided_as_always(mine: Path, elsewhere: Elsewhere) -> None:
    async with opened(mine, size=(120, 30)) as pilot:
        assert isinstance(pilot.app, BoardApp)
        assert await until(pilot, lambda: pilot.app.live._exchanger.connected)  # type: ignore[attr-defined]
        async with server_away(pilot.app):
            await press(pilot, "home", "r", *["escape"] * 3)
            elsewhere.file.write([change("action", "1.1", rag="amber")], who="Office")
        elsewhere.exchanger.exchange()
        await press(pilot, "U")
        assert await until(pilot, lambda: "1 to decide" in lines(pilot)[0])


class TestFollowing:
    """Two go through a meeting: who follows sees the item of who steps, and who does not stays at their own."""

    def begin(self, path: Path) -> Path:
        topics = [
            change("agenda_item", f"i{n}", meeting=identity("m"), title=f"Topic number {n}", position=n)
            for n in (1, 2, 3)
        ]
        with BoardFile.open(path) as file:
            file.write([change("meeting", "m", date="2021-03-02"), *topics], who="Chair")
            begin_meeting(file, file.read(), meeting_m(file.read()), who="Chair", now=NOW, today=NOW.date())
        return path

    async def test_an_item_stays_until_one_chooses_to_follow(self, mine: Path, elsewhere: Elsewhere) -> None:
        async with opened(self.begin(mine), size=(100, 30)) as pilot:
            app = pilot.app
            assert isinstance(app, BoardApp)
            assert await until(pilot, lambda: elsewhere.knows("i3", "title") == "Topic number 3")
            await press(pilot, "6", "space")
            view = app.query_one(RunView)

            def at(name: str) -> bool:
                return view.item is not None and view.item.id == identity(name)

            assert at("i1"), seen(pilot)
            elsewhere.write(Change(identity("m"), "meeting", {"current_item": identity("i3")}))
            assert await until(pilot, lambda: meeting_m(app.board).current_item == identity("i3"))
            assert at("i1") and "Topic number 1" in seen(pilot)
            assert "changed by" not in toasts(pilot)  # a step is no news
            await press(pilot, "F")
            assert at("i3") and "You follow the meeting" in toasts(pilot)
            elsewhere.write(Change(identity("m"), "meeting", {"current_item": identity("i2")}))
            assert await until(pilot, lambda: at("i2"))
            assert "Topic number 2" in seen(pilot)
            await press(pilot, "F", "right")
            assert at("i3")
            assert await until(pilot, lambda: elsewhere.knows("m", "current_item") == identity("i3"))

    async def test_what_led_to_another_item_and_is_undone_leads_back_also_where_one_follows_nobody(
        self, mine: Path, elsewhere: Elsewhere
    ) -> None:
        async with opened(self.begin(mine), size=(100, 30)) as pilot:
            app = pilot.app
            assert isinstance(app, BoardApp)
            assert await until(pilot, lambda: elsewhere.knows("i3", "title") == "Topic number 3")
            await press(pilot, "6", "space", "z")
            assert "Topic number 2" in seen(pilot) and "Parked: Topic number 1" in toasts(pilot)
            await press(pilot, "u", "enter")
            assert "Topic number 1" in lines(pilot)[3]
            await press(pilot, "right", "full_stop")
            await write(pilot, "1.2")
            await press(pilot, "enter")
            assert "Audits" in lines(pilot)[3], seen(pilot)
            await press(pilot, "u", "enter")
            assert "Topic number 2" in lines(pilot)[3], seen(pilot)
            await press(pilot, "ctrl+y", "enter")
            assert "Audits" in lines(pilot)[3]
            here = meeting_m(app.board).current_item
            assert await until(pilot, lambda: elsewhere.knows("m", "current_item") == here)
            elsewhere.write(Change(identity("m"), "meeting", {"current_item": identity("i3")}))
            assert await until(pilot, lambda: meeting_m(app.board).current_item == identity("i3"))
            assert "Audits" in lines(pilot)[3]  # what others do leads nobody who follows nobody

    async def test_on_an_ordinary_board_there_is_nobody_to_follow(self, path: Path) -> None:
        async with opened(self.begin(path), size=(100, 30)) as pilot:
            await press(pilot, "6", "space", "F")
            view = pilot.app.query_one(RunView)
            assert view.check_action("follow", ()) is False and not view.place.follows


async def test_a_board_that_is_detached_while_it_is_open_is_an_ordinary_one_from_then_on(
    mine: Path, elsewhere: Elsewhere
) -> None:
    async with opened(mine, size=(120, 30)) as pilot:
        assert isinstance(pilot.app, BoardApp)
        assert await until(pilot, lambda: pilot.app.live._exchanger.connected)  # type: ignore[attr-defined]
        detach(mine)  # as `boardtui leave` does in another terminal
        await press(pilot, "home", "r", *["escape"] * 3)
        assert await until(pilot, lambda: "What you enter stays in it." in toasts(pilot)), seen(pilot)
        assert "shared" not in lines(pilot)[0] and "saved" in lines(pilot)[0] and pilot.app.live is None
    assert not note_of(mine).exists()
    assert values_of(mine, "1.1", "rag") == {"rag": "red"}
    assert elsewhere.knows("1.1", "rag") == "green"


async def test_leaving_ends_the_exchange(mine: Path) -> None:
    async with opened(mine) as pilot:
        assert isinstance(pilot.app, BoardApp)
        assert await until(pilot, lambda: pilot.app.live._exchanger.connected)  # type: ignore[attr-defined]
    assert not [each for each in threading.enumerate() if each.name == "exchange"]


async def test_an_ordinary_board_connects_to_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from boardtui.store import shared

    monkeypatch.setattr(shared, "library", lambda: pytest.fail("the library is not to be imported"))
    async with opened(path) as pilot:
        assert isinstance(pilot.app, BoardApp)
        assert pilot.app.live is None
        assert "shared" not in lines(pilot)[0]


class TestTheHeader:
    REACHED = datetime(2021, 3, 2, 14, 2, tzinfo=UTC)

    def words(
        self, code: Code | None, *, waiting: int = 0, edition: int = 10, reached: datetime | None = REACHED
    ) -> str:
        problem = BoardError("x", code=code) if code is not None else None
        line = SharedLine("plan", "host", 10, waiting, reached, problem)
        return shared_words(line, edition, NOON)

    def test_all_is_well(self) -> None:
        assert self.words(None) == self.words(None, edition=11) == "shared"

    def test_the_server_is_away(self) -> None:
        assert self.words(Code.NOT_REACHED) == "server not reached since 14:02"
        assert self.words(Code.NOT_REACHED, waiting=2, edition=11) == "3 to send, server not reached since 14:02"
        assert self.words(Code.NOT_REACHED, reached=None, edition=11) == "1 to send, server not reached"

    def test_since_another_day(self) -> None:
        reached = self.REACHED - timedelta(days=3)
        assert self.words(Code.NOT_REACHED, reached=reached) == "server not reached since 27/02 14:02"

    def test_in_the_time_of_the_place(self) -> None:
        line = SharedLine("plan", "host", 10, 0, self.REACHED, BoardError("x", code=Code.NOT_REACHED))
        there = NOON.astimezone(timezone(timedelta(hours=1)))
        assert shared_words(line, 10, there) == "server not reached since 15:02"

    def test_what_somebody_has_to_do(self) -> None:
        assert self.words(Code.TOO_OLD, edition=11) == "1 to send, update to go on sharing"
        assert self.words(Code.PASSWORD_NEEDED) == "the server asks for a password"
        assert self.words(Code.OTHER, edition=12) == "2 to send, not taken by the server"
