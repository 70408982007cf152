"""Files that another program holds for a moment, as virus scanners and sync programs do on Windows.

There a file that is held can be neither replaced nor deleted. Who holds it lets go within moments, or is a program that
somebody has to close.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_HELD = (5, 32, 33)
"""What Windows says where another program holds a file: access denied, sharing violation, lock violation."""
_PAUSES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.25)
"""Seconds between the attempts at a file that is held: about one in all."""


def where_let(act: Callable[[], T]) -> T:
    """Do something with a file, and try again for about a second where another program holds it.

    Raises:
        OSError: it could not be done.
    """
    for pause in _PAUSES:
        try:
            return act()
        except OSError as error:
            if not is_held(error):
                raise
            time.sleep(pause)
    return act()


def is_held(error: OSError) -> bool:
    """Whether a file was refused because another program has it open, as far as the system says."""
    return getattr(error, "winerror", None) in _HELD
