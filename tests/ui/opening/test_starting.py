"""Opening a board keeps it from being looked at as garbage, but no longer than it is open."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from boardtui.ui.opening.opened import nothing_collected


@pytest.fixture(autouse=True)
def _nothing_frozen() -> Iterator[None]:
    """Here the collector is what is tested. What the whole run keeps is put aside again for the tests that follow."""
    yield
    gc.freeze()


class Thing:
    """Something that only the collector can let go, since it refers to itself."""

    def __init__(self) -> None:
        self.own = self


def test_what_was_loaded_with_one_board_is_let_go_when_the_next_is_opened() -> None:
    with nothing_collected():
        gone = weakref.ref(Thing())
    gc.collect()
    assert gone() is not None  # what a board holds is not gone through again and again
    with nothing_collected():
        assert gone() is None
