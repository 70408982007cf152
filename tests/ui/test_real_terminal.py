"""The program in a real pseudo-terminal, with nothing simulated but the hands."""

from pathlib import Path

from boardtui.domain.records.kinds import Action
from boardtui.domain.records.rag import Rag
from boardtui.settings.places import left_behind
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from tests.store.conftest import add_action
from tests.terminal import boardtui


def test_a_chair_opens_rates_undoes_quits_and_finds_it_all_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    with BoardFile.create(path, "Plan [SEND] | a [/", who="plan") as made:
        first = add_action(made, "1.1", title="Coaching [b]for[/b] managers | a [/", rag="green")
        second = add_action(made, "1.2", title="Supervision audits", rag="green")
    with boardtui(path) as terminal:
        terminal.wait_for("What name shall your edits be signed with?")
        terminal.press("Independent Chair", "enter")
        terminal.wait_for("Plan [SEND] | a [/", gone="What name")
        terminal.press("3")
        terminal.wait_for("1.1", "Coaching [b]for[/b]", "Supervision audits")
        terminal.press("r")
        terminal.wait_for("why?", "R ✖")
        terminal.press("Staff left | [/", "enter")
        terminal.wait_for("Back to green by?")
        terminal.press("escape")
        terminal.wait_for("Help wanted from the board?")
        terminal.press("escape")
        terminal.press("j", "b")
        terminal.wait_for("which KPI or audit shows the impact?")
        terminal.press("escape")
        terminal.press("u")
        terminal.wait_for("Undone")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with BoardFile.open(path) as reopened:
        board = reopened.read()
    ratings = {a.id: (a.rag, a.rationale) for a in board.all(Action)}
    assert ratings == {first: (Rag.RED, "Staff left | [/"), second: (Rag.GREEN, "")}


def test_a_kill_in_the_middle_keeps_everything_that_was_shown_as_done(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    change_settings(lambda settings: type(settings)(signature="Independent Chair"))
    with BoardFile.create(path, "Plan", who="plan") as made:
        identity = add_action(made, "1.1", title="Coaching", rag="green")
    with boardtui(path) as terminal:
        terminal.wait_for("Plan")
        terminal.press("3")
        terminal.wait_for("Coaching")
        terminal.press("r")
        terminal.wait_for("R ✖")
        terminal.kill()
    with BoardFile.open(path) as reopened:
        action = reopened.read().get(Action, identity)
    assert action is not None and action.rag is Rag.RED


FAILING = """
import sys
from boardtui.ui.forms.form import RecordForm

def fail(form):
    secret_of_the_screen = "a name in a variable"
    raise RuntimeError(secret_of_the_screen)

RecordForm.action_save = fail
from boardtui.cli.run import main
main(sys.argv[1:])
"""


def test_what_nobody_foresaw_shows_no_values_ends_with_70_and_the_next_start_names_what_was_typed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.board"
    change_settings(lambda settings: type(settings)(signature="Independent Chair"))
    with BoardFile.create(path, "Plan", who="plan") as made:
        add_action(made, "1.1", title="Coaching", rag="green")
    with boardtui(path, size=(120, 30), python=("-c", FAILING)) as terminal:
        terminal.wait_for("Plan")
        terminal.press("3")
        terminal.wait_for("Coaching")
        terminal.press("e")
        terminal.wait_for("Rationale")
        terminal.press("Coaches are in post", "ctrl+s")
        assert terminal.wait_for_end() == 70
        said = terminal.text
    plain = "".join(said.split())  # it may be broken anywhere at the edge of the screen
    assert "Whatyouweretypingisin" in plain and "Allyouconfirmedissaved." in plain
    for each in ("secret_of_the_screen", "a name in a variable", "Traceback", "locals"):
        assert each not in said
    (kept,) = left_behind()
    assert "Coaches are in post" in kept.read_text(encoding="utf-8")
    with boardtui(path, size=(120, 30)) as terminal:
        terminal.wait_for("boardtui once ended")
        terminal.wait_for("Coaches are in post")
        terminal.press("escape")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
