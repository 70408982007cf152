"""Picking what a record is linked to: searched by ref and title, several at once; and opening what evidence names."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from boardtui.domain.records.kinds import Action, Decision, Kpi, Milestone, Priority
from boardtui.session.named_places import places_in
from boardtui.store.board_file import BoardFile
from boardtui.ui.forms.chooser import LinkPicker, Offer, matching, offers
from boardtui.ui.table.item_table import ItemTable
from tests.domain.making import board_of
from tests.ui.conftest import change, identity, opened, press, seen, settle, toasts, values_of, write

OFFERED = (Offer("a", "1.1 action", "Coaching"), Offer("k", "2.1 KPI", "Visits in time"), Offer("r", "R1", "Cover 2.1"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["a", "k", "r"]),
        ("visits", ["k"]),
        ("2.1", ["k", "r"]),
        ("2.1 v", ["k", "r"]),
        ("VISITS kpi", ["k"]),
        ("nothing", []),
    ],
)
def test_every_word_must_stand_in_ref_or_title_and_a_ref_that_begins_so_comes_first(
    words: str, found: list[str]
) -> None:
    assert [each.id for each in matching(OFFERED[::-1] if words.startswith("2.1") else OFFERED, words)] == found


def test_what_people_know_by_a_ref_or_a_title_is_offered_kind_by_kind_and_no_record_to_itself() -> None:
    board = board_of(
        Action(id="x", ref="1.1", title="Coaching"),
        Kpi(id="k", ref="2.1", title="Visits"),
        Priority(id="p", title="People"),
        Milestone(id="m", ref="M1", title="Visit"),
        Decision(id="d", text="Report"),
    )
    told = [(each.id, each.name, each.title) for each in offers(board, ())]
    assert told == [
        ("k", "KPI 2.1", "Visits"),
        ("x", "action 1.1", "Coaching"),
        ("p", "priority People", "People"),
        ("m", "milestone M1", "Visit"),
    ]
    assert [each.id for each in offers(board, (), "x")] == ["k", "p", "m"]
    assert [each.id for each in offers(board, ("decision", "kpi"))] == ["d", "k"]


async def to_field(pilot: object, field: str) -> None:
    pilot.app.screen.query_one(f"#{field}").focus()  # type: ignore[attr-defined]
    await press(pilot, "end")  # type: ignore[arg-type]


async def test_several_are_ticked_and_linked_at_once_and_what_was_typed_stays(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", "1.1", links=[identity("1.2")])], who="office")
    async with opened(path) as pilot:
        await press(pilot, "e")
        await to_field(pilot, "links")
        await write(pilot, ", 9.9")
        await press(pilot, "ctrl+l")
        assert "Linked to: tick what it names" in seen(pilot)
        listed = [row.key for row in pilot.app.screen.query_one(ItemTable).rows]
        assert listed[0] == identity("1.2") and identity("1.1") not in listed, "nothing is linked to itself"
        await press(pilot, *"timeli", "enter")  # the first that is found is ticked
        await press(pilot, "tab", "tab")
        await press(pilot, "enter", *["backspace"] * 5)
        assert pilot.app.screen.query_one("#links", Input).value == "1.2, kpi:2.1", "9.9 stood at its end"
        await press(pilot, "ctrl+s")
        assert "saved" in toasts(pilot)
    links = values_of(path, "1.1", "links")["links"]
    assert set(links) == {identity("1.2"), identity("k2.1")}


async def test_evidence_is_named_in_words_under_what_stands_there_and_esc_names_nothing(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", "1.1", evidence="Audit of May", rag="blue")], who="office")
    async with opened(path) as pilot:
        await press(pilot, "e")
        await to_field(pilot, "evidence")
        await press(pilot, "ctrl+l", "space", "escape", "ctrl+l")
        await pilot.click(ItemTable, offset=(3, 1), times=2)  # ticks as space does
        await press(pilot, "enter", "ctrl+l", "space", "enter")
        await write(pilot, ": met")
        await press(pilot, "ctrl+s")
    words = {"evidence": "Audit of May\nKPI 2.1 Timeliness: met"}
    assert values_of(path, "1.1", "evidence") == words, "what is named already is not named again"


async def test_a_field_of_one_takes_one_and_another_field_says_that_it_is_typed(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "e")
        await to_field(pilot, "title")
        await press(pilot, "ctrl+l")
        assert "Links and evidence are picked" in seen(pilot)
        await to_field(pilot, "ambition")
        await press(pilot, "ctrl+l")
        assert "pick one" in seen(pilot)
        await write(pilot, "")
        await press(pilot, "down", "space", "enter", "ctrl+s")
    assert values_of(path, "1.1", "ambition") == {"ambition": identity("a2")}


@pytest.mark.parametrize(("count", "scrolls"), [(100, True), (3, False)])
async def test_its_keys_are_seen_below_a_long_list_and_long_titles_are_whole_in_a_short_one(
    path: Path, count: int, scrolls: bool
) -> None:
    offered = [Offer(str(number), f"1.{number} action", "Embed practice learning " * 6) for number in range(count)]
    async with opened(path, size=(120, 40)) as pilot:
        pilot.app.push_screen(LinkPicker("Which?", offered, (), several=True))
        for size in (None, (200, 60), (100, 24), (120, 40)):
            if size is not None:
                await pilot.resize_terminal(*size)
            await settle(pilot)
            dialog = pilot.app.screen
            assert dialog.query_one(".dialog").content_region.contains_region(dialog.query_one(".hint").region)
            table = dialog.query_one(ItemTable)
            assert (table.virtual_size.height > table.size.height) == scrolls


class TestWhatEvidenceNames:
    def named(self, words: str, board: Path) -> list[str]:
        return places_in(Action(id="x", evidence=words), board)

    def test_addresses_and_documents_that_are_there_and_nothing_that_would_run(self, tmp_path: Path) -> None:
        board = tmp_path / "plan.board"
        for name in ("audit of May.pdf", "run.exe", "run.sh"):
            (tmp_path / name).write_text("x", encoding="utf-8")
        assert self.named("See https://example.org/audit?year=2021, and http://x.org.", board) == [
            "https://example.org/audit?year=2021",
            "http://x.org",
        ]
        assert self.named("Report: audit of May.pdf\nrun.exe\nrun.sh\ngone.pdf", board) == [
            (tmp_path / "audit of May.pdf").as_uri()
        ]
        assert self.named("javascript:alert(1) file:///etc/passwd KPI 2.1", board) == []

    async def test_it_is_opened_by_the_person_only_after_it_was_shown_in_full(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            file.write([change("action", "1.1", evidence="https://one.example https://two.example")], who="office")
        opened_: list[str] = []
        async with opened(path, size=(120, 40)) as pilot:
            pilot.app.open_url = lambda url, **_: opened_.append(url)  # type: ignore[method-assign]
            await press(pilot, "enter", "escape", "O")
            assert "Open https://one.example? Enter opens it; Esc shows the next" in seen(pilot)
            assert opened_ == []
            await press(pilot, "escape")
            assert "Open https://two.example? Enter opens it " in seen(pilot)
            await press(pilot, "enter")
            assert opened_ == ["https://two.example"] and "Opened https://two.example" in toasts(pilot)
            await press(pilot, "j", "O")
            assert "It names no address" in toasts(pilot)
