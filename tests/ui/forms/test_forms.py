"""Adding and editing in forms made from the declaration of each kind."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, TextArea

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action, Meeting, Reading
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.forms.form import WHY, RecordForm
from boardtui.ui.forms.values import form_fields
from tests.ui.conftest import (
    HOSTILE,
    change,
    identity,
    lines,
    look_again,
    on_disk,
    opened,
    press,
    seen,
    settle,
    toasts,
    values_of,
    write,
)


async def form(pilot: Pilot[None], name: str, *, focus: str = "") -> RecordForm:
    """Open the form of a record."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    assert app.board is not None
    record = app.board.find(identity(name))
    assert record is not None
    app.edit(record, focus=focus)
    await settle(pilot)
    screen = app.screen
    assert isinstance(screen, RecordForm)
    return screen


def flat(pilot: Pilot[None]) -> str:
    """All that is seen, as if it were one line."""
    return " ".join(seen(pilot).replace("│", " ").split())


def line_with(pilot: Pilot[None], words: str) -> str:
    return next((line for line in lines(pilot) if words in line), "")


class TestEveryKind:
    async def test_a_form_has_every_field_but_those_the_program_keeps(self, path: Path) -> None:
        async with opened(path) as pilot:
            for kind in KINDS.values():
                screen = RecordForm(kind, None)
                pilot.app.push_screen(screen)
                await settle(pilot)
                assert pilot.app.screen is screen
                shown = [row.field for row in screen.rows]
                assert shown == [each.name for each in form_fields(kind)], kind.name
                kept = {name for name, each in kind.attributes.items() if each.look.form == "data"}
                assert not kept & set(shown), kind.name
                for row in screen.rows:
                    match kind.attributes[row.field].look.form:
                        case "text":
                            assert isinstance(row.control, TextArea), row.field
                        case "choice":
                            assert isinstance(row.control, Select), row.field
                        case "flag":
                            assert row.text == "", row.field
                        case _:
                            assert isinstance(row.control, Input), row.field
                await press(pilot, "escape")
                assert pilot.app.screen is not screen, kind.name

    async def test_what_the_program_keeps_beside_it_is_not_typed_either(self) -> None:
        assert "state" not in [each.name for each in form_fields(Meeting.kind)]

    async def test_it_begins_at_the_first_field_however_long_the_texts_are(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            texts = dict.fromkeys(("rationale", "evidence", "commentary", "difference"), "many words " * 60)
            file.write([change("action", "1.2", **texts)], who="office")
        async with opened(path) as pilot:
            screen = await form(pilot, "1.2")
            assert screen.focused is screen.row("ambition").control
            assert line_with(pilot, "= 1 Leaders")
            assert line_with(pilot, "Title")

    @pytest.mark.parametrize("size", [(80, 24), (120, 40)])
    async def test_the_keys_and_the_help_are_in_sight_at_any_field(self, path: Path, size: tuple[int, int]) -> None:
        async with opened(path, size=size) as pilot:
            screen = await form(pilot, "1.1")
            for row in screen.rows:
                row.control.focus()
                await settle(pilot)
                assert line_with(pilot, "ctrl+s save"), row.field
                assert screen.row(row.field).control.region.height, row.field
                assert screen.region.contains_region(screen.row(row.field).control.region), row.field
                assert line_with(pilot, f"{row.label}"), row.field


class TestSaving:
    async def test_all_changed_groups_are_one_write_that_one_undo_takes_back(self, path: Path) -> None:
        async with opened(path) as pilot:
            screen = await form(pilot, "1.2", focus="title")
            await write(pilot, " again")
            screen.row("lead").control.focus()
            await write(pilot, "Head of Service")
            screen.row(WHY).control.focus()
            await write(pilot, "agreed on Monday")
            await press(pilot, "ctrl+s")
            assert not isinstance(pilot.app.screen, RecordForm)
            assert values_of(path, "1.2", "title", "lead") == {"title": "Audits again", "lead": "Head of Service"}
            with BoardFile.open(path) as file:
                newest = file.history(identity("1.2"))[:2]
            assert {entry.edit.group for entry in newest} == {"title", "lead"}
            assert {entry.edit.why for entry in newest} == {"agreed on Monday"}
            assert {entry.edit.who for entry in newest} == {"Independent Chair"}
            await press(pilot, "u")
            assert values_of(path, "1.2", "title", "lead") == {"title": "Audits", "lead": ""}

    async def test_only_what_was_changed_is_written(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="lead")
            await write(pilot, "Head of Service")
            await press(pilot, "ctrl+s")
        with BoardFile.open(path) as file:
            assert file.history(identity("1.2"))[0].edit.group == "lead"
            assert "title" not in [e.edit.group for e in file.history(identity("1.2")) if e.edit.who != "plan"]

    async def test_hostile_words_are_shown_and_kept_as_they_are(self, path: Path) -> None:
        async with opened(path) as pilot:
            screen = await form(pilot, "1.1", focus="lead")
            assert line_with(pilot, f"Action 1.1 Coach {HOSTILE}")
            assert line_with(pilot, f"= 1 Leaders {HOSTILE}")
            await write(pilot, HOSTILE)
            screen.row("commentary").control.focus()
            await write(pilot, HOSTILE)
            screen.row("due").control.focus()
            await write(pilot, HOSTILE)
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.1", "lead", "commentary", "due") == dict.fromkeys(
            ("lead", "commentary", "due"), HOSTILE
        )

    async def test_letters_are_letters_in_a_form(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="lead")
            await press(pilot, *"qrabgu0", "plus", "question_mark")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.2", "lead", "rag") == {"lead": "qrabgu0+?", "rag": Rag.NOT_RATED}

    async def test_several_lines_pasted_into_a_line_become_one(self, path: Path) -> None:
        async with opened(path) as pilot:
            screen = await form(pilot, "1.2", focus="lead")
            await write(pilot, "Head of\nService")
            assert screen.row("lead").text == "Head of Service"
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.2", "lead") == {"lead": "Head of Service"}

    async def test_a_rating_is_chosen_with_the_keys_and_what_was_said_stays_as_typed(self, path: Path) -> None:
        async with opened(path) as pilot:
            screen = await form(pilot, "1.1", focus="rationale")
            await write(pilot, "on its way")
            screen.row("rag").control.focus()
            await press(pilot, "enter", "up", "enter")
            assert line_with(pilot, "A ▲ Amber")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.1", "rag", "rationale") == {"rag": Rag.AMBER, "rationale": "on its way"}

    async def test_the_boards_rule_on_reasons_holds_in_the_form_too(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            file.write([Change(file.read().profile.id, "board", {"reasons": "red and amber"})], who="office")
        async with opened(path) as pilot:
            screen = await form(pilot, "1.1", focus="rag")
            await press(pilot, "enter", "up", "enter", "ctrl+s")
            assert line_with(pilot, "This board wants a reason for amber.")
            assert screen.focused is screen.row("rationale").control
            await write(pilot, "two coaches are ill")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.1", "rag") == {"rag": Rag.AMBER}


class TestRefusals:
    async def test_what_does_not_fit_stays_with_its_sentence_and_the_keys(self, path: Path) -> None:
        async with opened(path) as pilot:
            screen = await form(pilot, "1.2", focus="lead")
            await write(pilot, "Head of Service")
            screen.row("ambition").control.focus()
            await press(pilot, "ctrl+u")
            await write(pilot, "9")
            screen.row("commentary").control.focus()
            await press(pilot, "ctrl+s")
            assert line_with(pilot, "'9' is no ambition of this board. There are: 1, 2.")
            assert flat(pilot).count("is no ambition of this board") == 1, "typing said it already"
            assert line_with(pilot, "'9' is no").index("'9'") == screen.row("ambition").control.region.x
            assert screen.focused is screen.row("ambition").control
            assert screen.row("lead").text == "Head of Service"
            assert values_of(path, "1.2", "lead") == {"lead": ""}
            await press(pilot, "ctrl+u")
            await write(pilot, "2")
            assert not line_with(pilot, "is no ambition")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.2", "lead", "ambition") == {"lead": "Head of Service", "ambition": identity("a2")}

    async def test_a_ref_that_is_taken_is_refused(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="ref")
            await press(pilot, "ctrl+u")
            await write(pilot, "1.1")
            await press(pilot, "ctrl+s")
            assert line_with(pilot, "Another action has the ref 1.1 already.")
        assert values_of(path, "1.2", "ref") == {"ref": "1.2"}

    async def test_a_score_off_the_boards_matrix_is_refused(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "r6", focus="current")
            assert line_with(pilot, "= 12 high · Likely × Moderate")
            await press(pilot, "ctrl+u")
            await write(pilot, "6x2")
            await press(pilot, "ctrl+s")
            assert line_with(pilot, "6x2 is not on this board's 5×5 matrix")
        assert values_of(path, "r6", "current") == {"current": "4x3"}

    async def test_what_turns_out_not_to_fit_when_it_is_saved_is_said_beside_its_field(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reasons = {"lead": "Nobody is called: so.", "elsewhere": "It does not fit there either."}

        def refuse(*_: object, **__: object) -> None:
            raise InvalidValue("It does not fit.", reasons=reasons)

        async with opened(path) as pilot:
            screen = await form(pilot, "1.2", focus="title")
            await write(pilot, "Audits again")
            monkeypatch.setattr(BoardFile, "write", refuse)
            await press(pilot, "ctrl+s")
            assert line_with(pilot, "Nobody is called: so.")
            assert flat(pilot).count("Nobody is called") == 1
            assert line_with(pilot, "It does not fit there either.")
            assert line_with(pilot, "ctrl+s save"), "there is room for the sentence"
            assert screen.focused is screen.row("lead").control
            reasons.clear()
            await press(pilot, "ctrl+s")
            assert line_with(pilot, "It does not fit.")

    async def test_a_record_deleted_meanwhile_is_said_and_what_was_typed_stays(self, path: Path) -> None:
        async with opened(path) as pilot:
            screen = await form(pilot, "1.2", focus="lead")
            await write(pilot, "Head of Service")
            assert isinstance(pilot.app, BoardApp)
            assert pilot.app.file is not None
            pilot.app.file.write([Change(identity("1.2"), "action", delete=True)], who="Independent Chair")
            await press(pilot, "ctrl+s")
            assert line_with(pilot, "That record was deleted in the meantime.")
            assert screen.row("lead").text == "Head of Service"

    async def test_a_change_by_another_program_is_kept_as_a_conflict(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="title")
            await write(pilot, " here")
            with BoardFile.open(path) as other:
                other.write([change("action", "1.2", title="Audits there")], who="Lead")
            await look_again(pilot)
            await press(pilot, "ctrl+s")
            assert "somebody else changed action 1.2" in toasts(pilot)
        board = on_disk(path)
        assert board.find(identity("1.2")).conflicts == ("title",)  # type: ignore[union-attr]

    async def test_a_closed_meeting_is_not_edited(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            file.write([change("meeting", "m", date="2021-02-01")], who="office")
            file.close_meeting(identity("m"), who="office", freeze=lambda _board: ("", ""))
        async with opened(path) as pilot:
            assert isinstance(pilot.app, BoardApp)
            assert pilot.app.board is not None
            pilot.app.edit(pilot.app.board.all(Meeting)[0])
            await settle(pilot)
            assert not isinstance(pilot.app.screen, RecordForm)
            assert "stays as it was" in toasts(pilot)


class TestLeaving:
    async def test_escape_leaves_at_once_where_nothing_would_be_lost(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2")
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, RecordForm)
            await form(pilot, "1.2", focus="lead")
            await press(pilot, "x", "backspace", "escape")
            assert not isinstance(pilot.app.screen, RecordForm), "a value taken back is nothing to lose"

    async def test_escape_asks_where_something_would_be_lost(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="lead")
            await write(pilot, "Head")
            await press(pilot, "escape")
            assert line_with(pilot, "What you typed is not saved")
            assert line_with(pilot, "ctrl+s save  Esc leave")
            await write(pilot, "s")
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, RecordForm), "typing on takes the question back"
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, RecordForm)
        assert values_of(path, "1.2", "lead") == {"lead": ""}


class TestReadingAsOneTypes:
    async def test_a_date_says_how_it_was_read(self, path: Path) -> None:
        async with opened(path) as pilot:
            note = (await form(pilot, "1.1", focus="due")).row("due").query_one(".note")
            for typed, said in {
                "30 April 2021": "= 30/04/2021",
                "31/06/2021": "there is no 31 June 2021: kept as words",
                "June - September 2021": "= 01/06/2021 – 30/09/2021",
                "Ongoing": "Not a date the program can read: kept as words",
                "before Easter": "cannot be read as a date",
            }.items():
                await press(pilot, "ctrl+u")
                await write(pilot, typed)
                assert line_with(pilot, said), seen(pilot)
                assert note.has_class("doubtful") is ("there is no" in said or "cannot" in said), (
                    "in the colour of a warning"
                )
            await press(pilot, "ctrl+u")
            await write(pilot, "31/06/2021")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.1", "due") == {"due": "31/06/2021"}

    async def test_a_figure_says_how_it_was_read(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "k2.1", focus="minimum")
            await write(pilot, "£335k")
            assert line_with(pilot, "= £335,000")
            await write(pilot, " of 2")
            assert line_with(pilot, "is not one figure.")

    async def test_links_are_typed_as_refs_and_answered_with_titles(self, path: Path) -> None:
        async with opened(path, size=(120, 50)) as pilot:
            await form(pilot, "1.1", focus="links")
            await write(pilot, "1.2, kpi:2.1, cip06")
            assert line_with(pilot, "= action 1.2 Audits · KPI 2.1 Timeliness · risk CIP06 Agency cover")
            await press(pilot, "ctrl+s")
            await form(pilot, "1.1", focus="links")
            assert line_with(pilot, "KPI 2.1 Timeliness"), "2.1 alone would mean the action"
        links = values_of(path, "1.1", "links")["links"]
        assert set(links) == {identity("1.2"), identity("k2.1"), identity("r6")}

    async def test_the_beginning_of_a_title_offers_what_may_be_meant(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="ambition")
            await press(pilot, "ctrl+u")
            await write(pilot, "pract")
            assert line_with(pilot, "pract? 2 Practice")

    async def test_a_link_to_what_is_deleted_can_be_kept(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            file.write([change("action", "1.1", links=[identity("r6"), identity("k2.1")])], who="office")
            file.write([Change(identity("r6"), "risk", delete=True)], who="office")
        async with opened(path, size=(120, 50)) as pilot:
            await form(pilot, "1.1", focus="links")
            assert line_with(pilot, "(deleted)")
            await write(pilot, ", 1.2")
            await press(pilot, "ctrl+s")
        links = values_of(path, "1.1", "links")["links"]
        assert set(links) == {identity("r6"), identity("k2.1"), identity("1.2")}


class TestDates:
    async def test_moving_a_date_asks_for_the_reason_beside_it(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="due")
            assert not line_with(pilot, "Wanted")
            await press(pilot, "ctrl+u")
            await write(pilot, "30/04/2021")
            assert line_with(pilot, "Wanted: why does the date move?")
            await press(pilot, "enter")
            await write(pilot, "two coaches are ill")
            assert not line_with(pilot, "Wanted")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.2", "due", "due_reason") == {"due": "2021-04-30", "due_reason": "two coaches are ill"}

    async def test_it_is_only_a_nudge_and_a_later_date_never_becomes_the_original_one(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="due")
            await press(pilot, "ctrl+u")
            await write(pilot, "30/04/2021")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.2", "due", "original_due") == {"due": "2021-04-30", "original_due": ""}

    async def test_the_reason_for_an_earlier_move_does_not_stand_beside_the_next_date(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            moved = {"due": "2021-04-30", "due_reason": "put off in lockdown"}
            file.write([Change(identity("1.2"), "action", moved)], who="Office")
        async with opened(path) as pilot:
            await form(pilot, "1.2", focus="due")
            await press(pilot, "ctrl+u")
            await write(pilot, "31/05/2021")
            assert line_with(pilot, "Wanted: this was said of the earlier date.")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.2", "due", "due_reason") == {"due": "2021-05-31", "due_reason": ""}

    async def test_words_about_a_rating_that_changes_say_that_they_go_with_it(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            said = {"rag": "green", "rationale": "All is well"}
            file.write([Change(identity("1.2"), "action", said)], who="Office")
        async with opened(path, size=(100, 40)) as pilot:
            screen = await form(pilot, "1.2", focus="rag")
            assert not line_with(pilot, "goes with it")
            await press(pilot, "enter", "up", "enter")
            assert screen.row("rag").changed
            assert line_with(pilot, "This was said of what stood there before, and goes with it")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.2", "rationale") == {"rationale": ""}

    async def test_the_first_due_date_is_kept_as_the_original_one(self, path: Path) -> None:
        async with opened(path) as pilot:
            await form(pilot, "1.1", focus="due")
            await write(pilot, "30/04/2021")
            assert not line_with(pilot, "Wanted")
            await press(pilot, "ctrl+s")
        assert values_of(path, "1.1", "original_due") == {"original_due": "2021-04-30"}


class TestAdding:
    async def test_a_new_action_joins_its_neighbours_and_is_gone_to(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "end", "plus")
            assert line_with(pilot, "New action")
            assert line_with(pilot, "= 2 Practice")
            await write(pilot, "2.2")
            await press(pilot, "enter")
            await write(pilot, "Joint visits")
            await press(pilot, "ctrl+s")
            assert isinstance(pilot.app, BoardApp)
            assert pilot.app.item_screen is not None
            selected = pilot.app.item_screen.selected
            assert isinstance(selected, Action)
            assert (selected.ref, selected.title) == ("2.2", "Joint visits")
            assert selected.ambition == identity("a2")
            assert "Action 2.2: added" in toasts(pilot)

    async def test_one_key_saves_and_begins_another_that_belongs_to_the_same(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "end", "plus")
            assert line_with(pilot, "ctrl+n save, another")
            for ref, title in (("2.2", "Joint visits"), ("2.3", "Joint audits")):
                await write(pilot, ref)
                await press(pilot, "enter")
                await write(pilot, title)
                await press(pilot, "ctrl+n")
                assert line_with(pilot, "New action")
                assert line_with(pilot, "= 2 Practice")
                assert not line_with(pilot, title)
            await press(pilot, "ctrl+n")
            assert line_with(pilot, "Nothing has been entered yet.")
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, RecordForm)
        added = [each for each in on_disk(path).all(Action) if each.title.startswith("Joint")]
        assert [(each.ref, each.title, each.ambition) for each in added] == [
            ("2.2", "Joint visits", identity("a2")),
            ("2.3", "Joint audits", identity("a2")),
        ]

    async def test_another_is_offered_only_after_a_new_one(self, path: Path) -> None:
        async with opened(path) as pilot:
            assert isinstance(pilot.app, BoardApp)
            first = on_disk(path).all(Action)[0]
            pilot.app.edit(first, focus="title")
            await settle(pilot)
            assert not line_with(pilot, "save, another")
            await write(pilot, "Not to be kept")
            await press(pilot, "ctrl+n")
            assert isinstance(pilot.app.screen, RecordForm)
        assert on_disk(path).all(Action)[0].title == first.title

    async def test_nothing_entered_adds_nothing(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "plus", "ctrl+s")
            assert line_with(pilot, "Nothing has been entered yet.")
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, RecordForm), "what was there already is nothing to lose"
        assert len(on_disk(path).all(Action)) == 3

    async def test_an_action_without_its_ambition_is_refused(self, path: Path) -> None:
        async with opened(path) as pilot:
            pilot.app.push_screen(RecordForm(Action.kind, None))
            await settle(pilot)
            await press(pilot, "enter")
            await write(pilot, "3.1")
            await press(pilot, "ctrl+s")
            assert line_with(pilot, "Say where this action belongs: ambition is needed.")

    async def test_a_reading_is_known_by_its_kpi_and_period_and_never_entered_twice(self, path: Path) -> None:
        async with opened(path) as pilot:
            assert isinstance(pilot.app, BoardApp)
            for expected in (1, 1):
                pilot.app.add("reading", {"kpi": identity("k2.1")})
                await settle(pilot)
                screen = pilot.app.screen
                assert isinstance(screen, RecordForm)
                screen.row("period").control.focus()
                await write(pilot, "Sept 2018")
                assert line_with(pilot, "= Sep 18")
                screen.row("value").control.focus()
                await write(pilot, "97.8%")
                await press(pilot, "ctrl+s")
                assert len(on_disk(path).all(Reading)) == expected
            assert line_with(pilot, "There is such a reading already")
            assert isinstance(screen, RecordForm)
            assert screen.focused is screen.row("kpi").control
        reading = on_disk(path).all(Reading)[0]
        assert (reading.period, reading.value, reading.kpi) == ("2018-09", "97.8%", identity("k2.1"))

    async def test_a_figure_or_a_target_that_can_hardly_be_meant_is_asked_about_once(self, path: Path) -> None:
        async with opened(path) as pilot:
            assert isinstance(pilot.app, BoardApp)
            pilot.app.add("reading", {"kpi": identity("k2.1"), "period": "2018-09"})
            await settle(pilot)
            screen = pilot.app.screen
            assert isinstance(screen, RecordForm)
            screen.row("value").control.focus()
            await write(pilot, "978%")
            await press(pilot, "ctrl+s")
            assert "978% is more than the whole or less than nothing" in flat(pilot)
            assert "ctrl+s again saves it as it is" in flat(pilot)
            assert not on_disk(path).all(Reading)
            await press(pilot, "ctrl+s")
            assert [each.value for each in on_disk(path).all(Reading)] == ["978%"]
            await form(pilot, "k2.1", focus="upper")
            await press(pilot, "ctrl+a")
            await write(pilot, "0.95")
            await press(pilot, "ctrl+s")
            assert "which cannot be compared" in flat(pilot)
            assert values_of(path, "k2.1", "upper") != {"upper": "0.95"}
            await press(pilot, "ctrl+s")
        assert values_of(path, "k2.1", "upper") == {"upper": "0.95"}

    async def test_what_identifies_a_record_is_shown_and_not_typed_into_afterwards(self, path: Path) -> None:
        with BoardFile.open(path) as file:
            file.write([change("reading", "r", kpi=identity("k2.1"), period="2018-09", value="1")], who="office")
        async with opened(path) as pilot:
            screen = await form(pilot, "r")
            assert line_with(pilot, "Reading of 2.1, Sep 18")
            assert [line_with(pilot, label).split()[2] for label in ("│ KPI ", "│ Period ")] == ["2.1", "Sep"]
            assert [row.field for row in screen.rows] == ["numerator", "denominator", "value", "provisional", "note"]
            screen.row("provisional").control.focus()
            await press(pilot, "space")
            assert line_with(pilot, "[x]")
            await press(pilot, "ctrl+s")
        assert values_of(path, "r", "provisional", "value") == {"provisional": True, "value": "1"}


class TestChoosingAField:
    async def test_typing_goes_on_in_the_field_that_the_form_opens_with_and_replaces_what_is_in_one_that_tab_chose(
        self, path: Path
    ) -> None:
        async with opened(path) as pilot:
            screen = await form(pilot, "1.1", focus="title")
            before = screen.row("title").text
            await press(pilot, "x")
            assert screen.row("title").text == f"{before}x"
            await press(pilot, "tab", "shift+tab", *"New")
            assert screen.row("title").text == "New"


async def test_who_goes_on_at_once_is_not_brought_back_to_the_first_field(path: Path) -> None:
    async with opened(path) as pilot:
        form = RecordForm(KINDS["meeting"], None)
        await pilot.app.push_screen(form)
        assert form.focused is form.row("date").control
        form.focus_next()
        await settle(pilot)
        assert form.focused is form.row("title").control
