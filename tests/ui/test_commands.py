"""The table of commands, and what follows from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.keys import Keys, _character_to_key

import boardtui.ui
from boardtui.ui.command import Command
from boardtui.ui.command_table import COMMANDS, PARTS
from boardtui.ui.commands import BY_ID, bindings_for, keymap, keys_in, keys_worth_showing, shown_key, words_to_find
from boardtui.ui.screens import SCREENS
from boardtui.ui.shared.palette import likeness

# Where the palette can be opened: dialogs name all of their own keys in their last line.
ON_SCREENS = [
    command
    for command in COMMANDS
    if command.where in {"everywhere", "items", "meeting_run", *(each.name for each in SCREENS)}
]


def test_every_command_has_a_name_of_its_own() -> None:
    assert len(BY_ID) == len(COMMANDS)


def test_within_a_part_no_key_does_two_things() -> None:
    for part in PARTS:
        keys = [key for command in part.commands for key in command.key.split(",")]
        assert sorted(keys) == sorted(set(keys)), part.name


@pytest.mark.parametrize("command", ON_SCREENS, ids=lambda command: command.id)
def test_a_command_of_a_screen_has_words_for_it_that_its_own_are_not(command: Command) -> None:
    own = f"{command.label} {command.help} {command.id}".casefold().replace("_", " ").split()
    assert [word for word in command.words.split() if word not in own], "add words that people search by"
    assert set(command.words.split()) <= set(words_to_find(command).split())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("re-date", "redate"),
        ("date slipped", "redate"),
        ("commentary", "comment"),
        ("paste figures", "enter_figures"),
        ("what is due", "screen_overview"),
        ("send back", "send_copy"),
        ("spreadsheet", "import"),
    ],
)
def test_the_palette_finds_a_command_by_the_words_that_people_use(typed: str, wanted: str) -> None:
    found = {each.id for each in COMMANDS if likeness(typed.split(), words_to_find(each))}
    assert wanted in found


def test_a_command_that_is_remapped_is_shown_with_the_persons_keys_as_they_are_printed() -> None:
    assert shown_key("undo", {}) == "u"
    assert shown_key("undo", {"undo": "ctrl+z"}) == "ctrl+z"
    assert shown_key("undo", {"undo": "delete,question_mark"}) == "Del ?"


def test_the_bindings_of_a_part_are_its_commands() -> None:
    undo = next(each for each in bindings_for("everywhere") if each.id == "undo")
    assert (undo.key, undo.action, undo.description, undo.tooltip) == (
        *("u", "app.undo", "undo"),
        "Take back your last edit",
    )
    assert {each.id for each in bindings_for("merge_preview", "merged")} == {
        command.id for command in COMMANDS if command.where in ("merge_preview", "merged")
    }


def test_a_key_for_what_is_no_command_is_said() -> None:
    keys, (problem,) = keymap({"undo": "ctrl+z", "undoo": "z"})
    assert keys == {"undo": "ctrl+z"}
    assert problem == "settings.toml gives a key to 'undoo', which is no command."


def test_the_four_ratings_are_one_entry_of_the_footer_with_the_keys_that_were_chosen() -> None:
    ratings = [BY_ID[name] for name in ("green", "red", "blue", "amber", "not_rated")]
    assert keys_worth_showing(ratings, {}) == [(2, "r a g b", "rate")]
    assert keys_worth_showing(ratings, {"red": "z"}) == [(2, "z a g b", "rate")]
    assert keys_worth_showing(ratings, {}, ranks={"red": 0}) == [(2, "a g b", "rate")]


def test_the_most_useful_key_comes_first_and_what_is_of_no_use_here_not_at_all() -> None:
    some = [BY_ID[name] for name in ("edit", "open", "back")]
    assert [label for *_, label in keys_worth_showing(some, {})] == ["open", "edit"]
    assert [label for *_, label in keys_worth_showing(some, {}, ranks={"back": 1, "open": 0})] == ["back", "edit"]


def test_a_dialog_names_its_own_keys_but_for_those_that_do_not_apply() -> None:
    assert keys_in("leaving", {"leaving_quit": "f2"}) == [
        ("U", "publish, then quit"),
        ("F2", "quit as it is"),
        ("Esc", "stay"),
    ]
    assert keys_in("leaving", {}, hidden=("leaving_publish",)) == [("q", "quit as it is"), ("Esc", "stay")]


def test_no_method_is_called_like_a_key_which_would_be_pressed_with_it() -> None:
    """Textual calls `key_at` where somebody types @."""
    names = {_character_to_key(chr(code)) for code in range(0x20, 0x7F)} | {each.value for each in Keys}
    ui = Path(boardtui.ui.__file__).parent
    methods = re.findall(r"def key_(\w+)\(", "".join(path.read_text("utf-8") for path in ui.rglob("*.py")))
    assert "of" in methods and not names & set(methods)
