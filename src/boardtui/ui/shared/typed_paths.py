"""Paths as people give them: typed with ~, pasted with quotes, or dropped on the terminal."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit


def typed_path(text: str, beside: Path) -> Path | None:
    """The path that somebody means; a name without a folder lies beside a file. None for no name at all.

    Args:
        text: what was typed.
        beside: the file beside which a name without a folder is meant, wherever the program was started.
    """
    plain = _unwrapped(text)
    if not plain or "\0" in plain:
        return None
    try:
        path = Path(plain).expanduser()
    except RuntimeError:  # ~somebody who is not known here
        return None
    return path if path.is_absolute() else beside.absolute().parent / path


def typed_paths(text: str, beside: Path) -> list[Path]:
    """As `typed_path`, for one path or several, as when some files are dropped on the terminal at once."""
    whole = typed_path(text, beside)
    if whole is not None and _is_there(whole):
        return [whole]
    try:
        words = shlex.split(text.strip(), posix=os.name != "nt")
    except ValueError:
        words = []
    # Terminals put a backslash before each space of what is dropped on them, or quotes around it.
    several = [path for path in (typed_path(word, beside) for word in words) if path is not None]
    if several and all(_is_there(path) for path in several):
        return several
    return [whole] if whole is not None else []


def _unwrapped(text: str) -> str:
    text = text.strip()
    if found := re.fullmatch(r"""(["'])(.*)\1""", text):
        text = found[2].strip()
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    return text


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
