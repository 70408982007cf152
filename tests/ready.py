"""Boards that are made once and copied for each test that wants one."""

from collections.abc import Callable
from pathlib import Path

_READY: dict[Callable[[Path], None], tuple[bytes, int]] = {}  # what is in it, and who may read it


def ready(place: Path, build: Callable[[Path], None]) -> Path:
    """Put a board where a test wants it: built for the first test that asks, copied for all others, which is quicker.

    They are copies of one board; a test that needs another board beside it has to make that with `BoardFile.create`.

    Args:
        place: where it is to be; nothing may be there yet.
        build: makes it at a place, closed and the same every time.
    """
    if build not in _READY:
        build(place)
        _READY[build] = place.read_bytes(), place.stat().st_mode
    else:
        content, mode = _READY[build]
        with place.open("xb") as file:
            file.write(content)
        place.chmod(mode)
    return place
