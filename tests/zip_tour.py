"""Work with boardtui where all is missing that the zip for Windows leaves out; the result is printed.

python -I -S tests/zip_tour.py FOLDER LIBRARY...

FOLDER holds the packages; nothing else is looked at but Python itself, of which LIBRARY are modules to do without.
"""

from __future__ import annotations

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

SAMPLES = Path(__file__).parents[1] / "sample_data"
CHAIR = ("--as", "Chair")
FENCED = "```python\nagreed = True\n```"


class Missing:
    """Says of modules of Python that there are none."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = set(names)

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse, or find nothing, so that the others are asked."""
        if name in self.names:
            raise ModuleNotFoundError(f"{name} is not in the zip", name=name)
        return None


def boardtui(*words: str) -> None:
    """One command."""
    from boardtui.__main__ import main

    sys.argv = ["boardtui", *words]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise RuntimeError(f"{words} ended with {end.code}") from end


def commands(folder: Path) -> None:
    """What people do with a board; each kind of file that is read and written is among it."""
    board, figures, copy = (str(folder / name) for name in ("plan.board", "figures.board", "copy.board"))
    boardtui("new", board, "--from", str(SAMPLES / "improvement-plan.toml"), *CHAIR)
    boardtui("new", figures, "--from", str(SAMPLES / "kpi-scorecard.toml"), *CHAIR)
    for name in ("plan.md", "plan.docx", "plan.xlsx", "plan.json", "plan.toml"):
        boardtui("export", board, "-o", str(folder / name))
    boardtui("export", board, "--only", "actions", "-o", str(folder / "actions.csv"))
    boardtui("export", figures, "--full", "-o", str(folder / "figures.docx"))  # with pictures
    boardtui("import", board, str(folder / "plan.xlsx"), "--yes", *CHAIR)
    boardtui("copy", board, copy)
    boardtui("set", copy, "1.1", "rag=red", "--why", "Two coaches left", "--as", "Sam")
    boardtui("merge", board, copy, "--yes", *CHAIR)
    boardtui("meeting", "new", board, "--date", "13/04/2021", *CHAIR)
    boardtui("meeting", "begin", board, "13/04/2021", *CHAIR)
    boardtui("meeting", "close", board, *CHAIR)
    boardtui("meeting", "minutes", board, "13/04/2021", "-o", str(folder / "minutes.docx"))
    boardtui("backup", "list", board)
    boardtui("doctor")


async def screens(board: Path) -> str:
    """Go to the screens; then the large letters, and minutes in which something looks like source code."""
    from rich.console import Console

    from boardtui.domain.records.kinds import Meeting
    from boardtui.report.palette import Palette
    from boardtui.store.board_file import BoardFile
    from boardtui.ui.app import BoardApp
    from boardtui.ui.meetings.large import large_lines
    from boardtui.ui.meetings.rows import meeting_detail

    app = BoardApp(board)
    async with app.run_test(size=(100, 30)) as pilot:
        for key in "12345678":
            await pilot.press(key)
    with BoardFile.open(board) as opened:
        plan = opened.read()
    console = Console(width=60, file=io.StringIO(), record=True)
    console.print(meeting_detail(plan, plan.all(Meeting)[0], Palette({}), FENCED))
    return "\n".join([*large_lines("L", 60, 6)[0], console.export_text()])


def main(packages: str, *missing: str) -> None:
    """Make the folder of packages the only one, and go through it all."""
    sys.meta_path.insert(0, Missing(missing))
    sys.path.insert(0, packages)
    with tempfile.TemporaryDirectory() as place:
        os.environ["BOARDTUI_CONFIG_DIR"] = str(Path(place) / "config")
        commands(Path(place))
        sys.stdout.write(asyncio.run(screens(Path(place) / "plan.board")))


if __name__ == "__main__":
    main(*sys.argv[1:])
