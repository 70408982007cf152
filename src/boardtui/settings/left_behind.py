"""What was typed when the program ended without being asked to: kept in a file that only its owner can read."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from boardtui.settings.paths import Paths, free_path
from boardtui.settings.unfinished import private_folder

_PATTERN = "typed-*.txt"
_FOR_THE_MENDER = "For whoever mends the program:"


def save_left_behind(words: Sequence[tuple[str, str]], failure: BaseException | None, now: datetime) -> Path:
    """Write what was typed, and below it where the program failed, without the values it worked with.

    Args:
        words: what each field is called, and what stood in it.
        failure: what ended the program.
        now: the time, for the name of the file.

    Raises:
        OSError: the file cannot be written.
    """
    folder = Paths.of_this_user().config
    private_folder(folder)
    path = free_path(folder / f"typed-{now:%Y-%m-%d-%H%M%S}.txt")
    lines = [f"{label}:\n{text}\n" for label, text in words]
    where = "".join(traceback.format_tb(failure.__traceback__)) if failure is not None else ""
    lines.append(f"{_FOR_THE_MENDER} {type(failure).__name__} at\n{where}")
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return path


def left_behind() -> list[Path]:
    """The files that are still there, the latest first."""
    found = sorted(Paths.of_this_user().config.glob(_PATTERN), reverse=True)
    return [each for each in found if each.is_file()]


def words_in(path: Path) -> str:
    """What was typed by such a file, each field under its name; empty where it cannot be read, or nothing was."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(_FOR_THE_MENDER)[0].strip() if _FOR_THE_MENDER in text else text.strip()
