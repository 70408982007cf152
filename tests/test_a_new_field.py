"""One line in the declaration of a kind is all that a new field needs: a copy of the program gets one, and shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.changed_program import change_program, run_changed

BEFORE = '    commentary: Text = attr("Commentary", "commentary", help="the latest progress, in your own words")\n'
NEW = '    sponsor: Line = attr("Sponsor", "sponsor", help="who speaks for it", in_papers=True)\n'

LOOK = """
import io, json, sys
from pathlib import Path
from rich.console import Console
from boardtui.domain.board.lookup import lookup
from boardtui.report.palette import Palette
from boardtui.store.board_file import BoardFile
from boardtui.ui.forms.values import form_fields, hint
from boardtui.ui.shared.detail import detail

with BoardFile.open(Path(sys.argv[1])) as file:
    board = file.read()
record = lookup(board, "1.1")
shown = io.StringIO()
Console(file=shown, width=200).print(detail(board, record, Palette({})))
fields = {each.label: hint(each) for each in form_fields(record.kind)}
print(json.dumps({"detail": shown.getvalue(), "form": fields}))
"""


def test_one_line_is_a_field_everywhere(tmp_path: Path) -> None:
    program, board = (
        change_program(tmp_path / "program", ("domain/records/plan.py", BEFORE, NEW)),
        tmp_path / "plan.board",
    )

    def python(*words: object) -> str:
        return run_changed(program, tmp_path, *words)

    def boardtui(*words: object) -> str:
        return python("-m", "boardtui", *words)

    signed = ("--as", "Chair")
    plan = tmp_path / "plan.toml"
    lines = (
        "format = 1",
        "[[ambition]]",
        'ref = "1"',
        "[[action]]",
        'ambition = "1"',
        'ref = "1.1"',
        'title = "Coaching"',
    )
    plan.write_text("\n".join((*lines, 'sponsor = "Director"')), encoding="utf-8")
    boardtui("new", board, "--from", plan, *signed)
    boardtui("meeting", "new", board, "--date", "02/03/2021", *signed)
    boardtui("meeting", "begin", board, "02/03/2021", *signed)
    boardtui("meeting", "close", board, *signed, "--at", "now")
    boardtui("set", board, "1.1", "sponsor=Lead Member", "--why", "agreed", *signed)

    assert "Sponsor: Lead Member" in boardtui("show", board, "1.1")
    assert json.loads(boardtui("show", board, "1.1", "--json"))["sponsor"] == "Lead Member"
    assert re.search("Sponsor.*Director.*Lead Member", boardtui("log", board, "1.1"))
    assert '"sponsor": "Lead Member"' in boardtui("export", board, "--to", "json")
    assert 'sponsor = "Lead Member"' in boardtui("export", board, "--to", "toml")
    assert "Sponsor" in boardtui("export", board, "--to", "csv", "--only", "actions").splitlines()[0]
    assert re.search(r"\| Sponsor \| Director \| Lead Member \|", boardtui("export", board, "--changes"))
    assert "**Action 1.1** Sponsor: Lead Member." in boardtui("export", board, "--full")
    looked = json.loads(python("-c", LOOK, board))
    assert re.search("Sponsor.*Lead Member", looked["detail"])
    assert "who speaks for it" in looked["form"]["Sponsor"]
    boardtui("add", board, "action", "ambition=1", "title=Another", "sponsor=Chair", *signed)
    assert "who speaks for it" in boardtui("set", "--help", "sponsor")
