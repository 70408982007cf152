"""A copy of the program in which something is declared besides, to see that nothing else is needed for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def change_program(folder: Path, *lines: tuple[str, str, str]) -> Path:
    """Copy the program, with more lines in it.

    Args:
        folder: where to.
        lines: a file of the program, a text that stands in it once, and what comes right after that.
    """
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("themes", "sample_data"):
        shutil.copytree(ROOT / name, folder / name)
    for name, before, new in lines:
        declared = folder / "src" / "boardtui" / name
        text = declared.read_text(encoding="utf-8")
        assert text.count(before) == 1
        declared.write_text(text.replace(before, before + new), encoding="utf-8")
    return folder


def run_changed(program: Path, home: Path, *words: object) -> str:
    """What Python says that runs these words, with the changed program instead of this one.

    Args:
        program: where the copy is.
        home: where it keeps what it keeps of a person.
        words: what `python` is called with.
    """
    places = os.pathsep.join(map(str, (program / "src", ROOT)))
    ran = subprocess.run(
        [sys.executable, *map(str, words)],
        env={**os.environ, "PYTHONPATH": places, "BOARDTUI_CONFIG_DIR": str(home / "config")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
