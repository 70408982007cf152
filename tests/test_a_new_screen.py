"""One line in its table is all that a new screen, a key or a command needs: a copy of the program gets one of each."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.changed_program import change_program, run_changed

SCREEN = (
    "ui/screens.py",
    '    ScreenEntry("risks", "Risks", "risks.risks:RisksScreen", ("risk", "mitigation"), "register heat map"),\n',
    '    ScreenEntry("dangers", "Dangers", "risks.risks:RisksScreen", (), "jeopardy"),\n',
)
KEY = (
    "ui/command_table.py",
    '    part("overview", "On the Overview screen",\n',
    '        Command("to_papers", "Y", "the papers", "Read the papers", "app.show(\'papers\')", 1, "minutiae"),\n',
)
COMMAND = ("cli/words.py", '    "doctor": "doctor",\n', '    "diagnose": "doctor",\n')
ITS_FUNCTION = (
    "cli/doctor.py",
    "commands = typer.Typer(rich_markup_mode=None)\n",
    '\n\n@commands.command()\ndef diagnose() -> None:\n    """Tell how the machine is."""\n    print("well")\n',
)

LOOK = """
import asyncio, json, sys
from pathlib import Path
from boardtui.ui.doc_tables import key_table
from tests.ui.conftest import look_for, lines, opened, press, seen, small

async def look(board):
    small(board)
    async with opened(board, size=(120, 40)) as pilot:
        tabs = lines(pilot)[1]
        await press(pilot, "6")
        shown = pilot.app.query_one("#dangers").has_focus_within
        await press(pilot, "1")
        keys = lines(pilot)[-1]
        await press(pilot, "Y")
        led_to = pilot.app.query_one("#papers").has_focus_within
        await press(pilot, "1", "question_mark")
        help = seen(pilot)
        await press(pilot, "escape")
        found = []
        for words in ("jeopardy", "minutiae"):
            await look_for(pilot, words)
            found.append(seen(pilot))
            await press(pilot, "escape")
        return dict(tabs=tabs, shown=shown, keys=keys, led_to=led_to, help=help, found=found, table=key_table())

print(json.dumps(asyncio.run(look(Path(sys.argv[1])))))
"""


def test_one_line_is_a_screen_a_key_or_a_command_everywhere(tmp_path: Path) -> None:
    program = change_program(tmp_path / "program", SCREEN, KEY, COMMAND, ITS_FUNCTION)
    looked = json.loads(run_changed(program, tmp_path, "-c", LOOK, tmp_path / "plan.board"))
    assert "5 Risks  6 Dangers  7 Meeting" in looked["tabs"]
    assert looked["shown"]
    assert "Y the papers" in looked["keys"]
    assert looked["led_to"]
    assert "Read the papers" in looked["help"]
    assert "Go to Dangers" in looked["found"][0]
    assert "Read the papers" in looked["found"][1]
    assert "| `6` | Go to Dangers | `screen_dangers` |" in looked["table"]
    assert "| On the Overview screen | `Y` | Read the papers | `to_papers` |" in looked["table"]

    def boardtui(*words: object) -> str:
        return run_changed(program, tmp_path, "-m", "boardtui", *words)

    assert re.search(r"^  diagnose +Tell how the machine is", boardtui("--help"), re.MULTILINE)
    assert boardtui("diagnose") == "well\n"
