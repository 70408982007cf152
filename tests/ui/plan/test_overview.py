"""The overview: how the board is doing, what changed, what is overdue or off target, what is due from whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.attention.topics import attention
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Ambition, Mitigation, Risk
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.ui.plan.overview_top import top_lines
from boardtui.ui.shared.bars import rag_bar
from tests.domain.making import board_of, new_id
from tests.ui.conftest import (
    change,
    identity,
    lines,
    look_again,
    on_disk,
    opened,
    press,
    seen,
    toasts,
    values_of,
    write,
)
from tests.ui.council_board import make
from tests.ui.rest import until


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def table(pilot: object) -> list[str]:
    """The lines of the table, without the scroll bar."""
    shown = lines(pilot)  # type: ignore[arg-type]
    start = next(place for place, line in enumerate(shown) if line.strip().startswith("What"))
    rows = []
    for line in shown[start + 1 :]:
        row = line.split("│")[0].strip()
        if not row or set(row) == {"─"}:
            break
        rows.append(row)
    return rows


async def test_the_top_counts_ratings_changes_exceptions_and_who_has_most_due(board: Path) -> None:
    async with opened(board, size=(80, 40)) as pilot:
        await press(pilot, "1")
        top = [line.strip() for line in lines(pilot)[2:14]]
        start = next(place for place, line in enumerate(top) if line.startswith("Since"))
    assert " ".join(top[0].split()) == "Actions 5 R ✖ Red 1 A ▲ Amber 1 G ● Green 1 B ■ Blue 1 ○ Not rated 1"
    assert " ".join(top[start].split()) == "Since 19/01/2021 A ▲ +1 G ● −1 ↑ 0 better ↓ 3 worse 1 date revised"
    assert top[start + 1] == "2 updated"
    assert top[start + 2] == "1 overdue  1 of 1 KPI off target  1 of 1 risk above tolerance"
    assert top[start + 3] == "1 question unanswered  2 dates revised  1 action outstanding"
    assert top[start + 4] == "1 routed elsewhere, not counted"
    assert top[start + 5] == "2 due in 28 days: Principal Social Worker 1 · Head of Service 1 · 2 undated"


async def test_on_a_small_terminal_the_counts_take_two_lines_and_the_list_has_the_rest(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1")
        top = [" ".join(line.split()) for line in lines(pilot)[2:5]]
    assert top[0].startswith("Actions 5 R ✖ 1 A ▲ 1 G ● 1") and top[0].endswith("↑ 0 ↓ 3 since 19/01/2021")
    assert top[1].startswith("1 overdue 1 KPI off target 1 risk above tolerance 1 question unanswered")
    assert top[2].startswith("f:▸exceptions 6")


async def test_exceptions_of_every_kind_stand_in_one_table_gravest_first_and_say_why(board: Path) -> None:
    async with opened(board, size=(220, 60)) as pilot:
        await press(pilot, "1")
        rows = table(pilot)
    for row, (what, why) in zip(
        rows,
        (
            ("1.2 action", "red, 12 days overdue"),
            ("4.7 KPI", "off target: 88% against 90% – 95%, and worse"),
            ("CIP06 risk", "above tolerance: 20 against 9, worse since the"),
            (
                "1.1 action",
                "amber and slipping, worse since the last",
            ),
            ("2 ambition", "amber"),
            ("1.2 challenge", "unanswered since 19/01/2021"),
        ),
        strict=True,
    ):
        assert row.startswith(what) and why in row


async def test_f_goes_from_exceptions_to_changes_to_what_is_due_and_so_on(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "1")
        assert "▸exceptions 6" in seen(pilot)
        await press(pilot, "f")
        assert "▸changed 5" in seen(pilot)
        rows = table(pilot)
        assert rows[0] == "Worse" and [row.split()[0] for row in rows[1:4]] == ["4.7", "CIP06", "1.1"]
        assert "91% → 88%" in rows[1] and "4×4 → 5×4" in rows[2] and "G ● Green → A ▲ Amber" in rows[3]
        assert "Updated" in rows and any(row.startswith("2.2") and "commentary" in row for row in rows)
        await press(pilot, "f")
        rows = table(pilot)
        assert rows[0] == "Head of Service" and "30/03/2021, in 28 days" in " ".join(rows)
        assert "Principal Social Worker" in rows
        await press(pilot, "f")
        assert [row.split()[0] for row in table(pilot)] == ["4.7"]
        await press(pilot, "f")
        assert [row.split()[0] for row in table(pilot)] == ["CIP06"] and "score 20, tolerance 9" in table(pilot)[0]
        await press(pilot, "f")
        assert "▸no recent update 0" in seen(pilot)
        assert "Every action and next step has had an update in time." in seen(pilot)
        await press(pilot, "f", "f")
        assert "▸findings" in seen(pilot) and any("31 June" in row or "2.1 action" in row for row in table(pilot))
        await press(pilot, "escape")
        assert "▸exceptions 6" in seen(pilot)


async def test_the_filter_finds_what_is_here_by_its_reason(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1", "slash")
        await write(pilot, "tolerance")
        assert [row.split()[0] for row in table(pilot)] == ["CIP06"]


async def test_the_rag_keys_rate_an_action_here_too_and_its_reason_moves_it_on(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1", "b")
        await write(pilot, "Audit of March")
        await press(pilot, "enter")
        assert not any(row.startswith("1.2 action") for row in table(pilot)), "blue is no exception"
        assert " ".join(lines(pilot)[2].split("↑")[0].split()) == "Actions 5 A ▲ 1 G ● 1 B ■ 2 - ○ 1"
    assert values_of(board, "1.2", "rag", "evidence") == {"rag": Rag.BLUE, "evidence": "Audit of March"}


async def test_a_kpi_has_no_rating_of_its_own_and_says_so(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1", "j", "r")
        assert "KPIs have no rating of their own." in toasts(pilot)


async def test_o_goes_to_the_item_on_its_own_screen(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1", "end", "o")
        screen = pilot.app.item_screen  # type: ignore[attr-defined]
        assert screen.id == "papers" and screen.selected.id == identity("c1")
        await press(pilot, "1", "home", "o")
        screen = pilot.app.item_screen  # type: ignore[attr-defined]
        assert screen.id == "actions" and screen.selected.id == identity("1.2")


async def test_what_was_taken_out_of_the_plan_is_told_and_cannot_be_rated(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(identity("1.10"), "action", delete=True)], who="lead")
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "1", "f")
        assert "1 removed" in seen(pilot) and "Taken out of the plan" in seen(pilot)
        while pilot.app.item_screen.table.item.record.id != identity("1.10"):  # type: ignore[attr-defined]
            await press(pilot, "down")
        await press(pilot, "r", "o")
        assert "It has been removed from the plan" in toasts(pilot)
    with BoardFile.open(board) as file:
        assert file.read().find(identity("1.10")) is None


async def test_a_disagreement_between_copies_is_counted_first_and_stands_in_a_list_of_its_own(
    board: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.board"
    copy.write_bytes(board.read_bytes())
    for path, words in ((board, "ours"), (copy, "theirs")):
        with BoardFile.open(path) as file:
            file.write([Change(identity("2.2"), "action", {"commentary": words})], who=words)
    with BoardFile.open(board) as file:
        merge(file, [copy])
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "1")
        assert "1 to decide (!)" in seen(pilot) and "▸exceptions 6" in seen(pilot)
        await press(pilot, *"ffffff")
        assert "▸to decide 1" in seen(pilot)
        first = table(pilot)[0]
        assert first.startswith("2.2 action") and "⚠" in first and "copies disagree about" in first


async def test_without_a_closed_meeting_there_is_nothing_to_compare_with(path: Path) -> None:
    async with opened(path, size=(80, 40)) as pilot:
        await press(pilot, "1", "f")
        assert seen(pilot).count("No meeting has been closed yet: there is nothing to compare with.") == 2
        with BoardFile.open(path) as other:
            other.write([change("meeting", "m", date="2021-02-01")], who="office")
            other.close_meeting(identity("m"), who="office", freeze=lambda _board: ("", ""))
        await look_again(pilot)
        assert "Nothing has changed since the last board." in seen(pilot)
        for nothing in (
            "Nothing is due in the next 28 days.",
            "No KPI is off target.",
            "No risk is above its tolerance.",
            "Every action and next step has had an update in time.",
            "No copies disagree.",
        ):
            await press(pilot, "f")
            assert nothing in seen(pilot)


async def test_where_nobody_has_rated_anything_it_does_not_look_as_if_all_were_on_track(tmp_path: Path) -> None:
    with BoardFile.create(tmp_path / "new.board", "New", who="chair") as made:
        made.write([change("action", "1.1", ref="1.1", title="Coach")], who="chair")
    said = "No action has a rating or a date yet, so this"
    async with opened(tmp_path / "new.board", size=(200, 40)) as pilot:
        await press(pilot, "1")
        assert said in seen(pilot)
        await press(pilot, "3", "g", "escape", "escape", "escape", "1")
        assert "Nothing is red, slipping" in seen(pilot)
        assert "on track" not in seen(pilot)


async def test_a_new_board_says_where_to_begin(tmp_path: Path) -> None:
    BoardFile.create(tmp_path / "new.board", "New", who="chair").close()
    async with opened(tmp_path / "new.board") as pilot:
        await press(pilot, "1")
        assert "Nothing on this board yet. + adds the first item." in seen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_size_shows_table_and_detail(board: Path, size: tuple[int, int]) -> None:
    async with opened(board, size=size) as pilot:
        await press(pilot, "1")
        shown = lines(pilot)
        assert len(table(pilot)) >= 5
        assert any("· 12 days overdue" in line for line in shown), "the detail"
        assert all(len(line) <= size[0] for line in shown)
        has_bars = any("→ Start Well Board" in line for line in shown)
        assert has_bars == (size[1] > 30)


def test_a_bar_gives_every_rating_its_letter_however_few_have_it() -> None:
    counts = {Rag.RED: 1, Rag.AMBER: 480, Rag.GREEN: 19, Rag.BLUE: 0, Rag.NOT_RATED: 3}
    for width in (80, 40, 20):
        pieces = rag_bar(counts, width)
        text = "".join(piece.text for piece in pieces)
        assert len(text) == width
        assert [piece.style for piece in pieces] == ["rag-red", "rag-amber", "rag-green", "rag-not-rated"]
        assert all(str(count) in piece.text for count, piece in zip((1, 480, 19, 3), pieces, strict=True))
    shares = [len(piece.text) for piece in rag_bar({Rag.RED: 50, Rag.GREEN: 150}, 80)]
    assert shares == [20, 60]


@pytest.mark.parametrize(
    ("size", "bars"), [((80, 34), 2), ((80, 44), 5), ((109, 44), 5), ((110, 34), 4), ((110, 38), 6), ((110, 44), 10)]
)
def test_as_many_ambitions_have_a_bar_as_there_is_room_and_of_the_others_it_says_where_they_are(
    size: tuple[int, int], bars: int
) -> None:
    for count in (bars - 1, bars, bars + 1, bars + 12):
        a_board = board_of(*(Ambition(id=new_id(), ref=f"{number}", title="Practice") for number in range(count)))
        said = [
            "".join(each.text for each in line)
            for line in top_lines(a_board, attention(a_board, date(2021, 3, 1)), *size)
        ]
        assert sum(line.count("Practice") for line in said) == min(count, bars)
        left = "1 more ambition" if count == bars + 1 else f"{count - bars} more ambitions"
        more = [f"and {left}: 2 shows all"] if count > bars else []
        assert [line for line in said if "more ambition" in line] == more


async def test_somebody_whose_name_is_typed_in_two_ways_is_one_person_in_what_is_due(board: Path) -> None:
    with BoardFile.open(board) as file:
        leads = {"1.1": "Head’s Office", "2.2": "Head's Office"}
        further = Change(file.read().profile.id, "board", {"due_days": 30})
        file.write([further, *(change("action", ref, lead=lead) for ref, lead in leads.items())], who="x")
    async with opened(board, size=(80, 40)) as pilot:
        await press(pilot, "1")
        assert "3 due in 30 days: Head's Office 2 · Head of Service 1" in seen(pilot)


async def test_a_board_of_very_many_figures_is_shown_before_all_of_them_are_looked_at(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(board, size=(160, 40)) as pilot:
        await press(pilot, "1")
        known = next(line for line in lines(pilot) if "findings" in line)
    monkeypatch.setattr("boardtui.ui.plan.overview.MANY_READINGS", 3)  # as many as there are
    with monkeypatch.context() as slow:
        slow.setattr("boardtui.ui.shared.working_ahead.WorkingAhead.begin", lambda *_: None)
        async with opened(board, size=(160, 40)) as pilot:
            await press(pilot, "1")
            assert any("findings …" in line for line in lines(pilot))
    async with opened(board, size=(160, 40)) as pilot:
        await press(pilot, "1")
        assert await until(pilot, lambda: known in lines(pilot))


async def test_where_there_is_room_titles_are_whole_before_their_reasons_are(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "1")
        assert any("What do managers do differently?" in row for row in table(pilot))


async def test_plus_on_the_overview_offers_every_kind_and_what_is_added_belongs_to_what_is_under_the_cursor(
    board: Path,
) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1", "slash")
        await write(pilot, "CIP06")
        await press(pilot, "enter", "plus")
        assert "Add what?" in seen(pilot)
        for kind in ("Action", "Next step", "Milestone", "KPI", "Risk", "Mitigation", "Action arising", "Ambition"):
            assert kind in seen(pilot)
        await press(pilot, "down", "enter")
        assert "New mitigation" in seen(pilot)
        pilot.app.screen.query_one("#title").value = "Agency staff"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
    added = next(each for each in on_disk(board).all(Mitigation) if each.title == "Agency staff")
    assert added.risk == on_disk(board).all(Risk)[0].id
