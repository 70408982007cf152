"""What tests of an open board share with those of the store."""

from tests.store.conftest import board_file

__all__ = ["board_file"]
