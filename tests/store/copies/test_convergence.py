"""Copies may be edited, passed on and merged in any order, by any way: all come to show the same, and nothing is lost.

With BOARDTUI_NIGHTLY=1 many more cases are tried.
"""

import os

from hypothesis import HealthCheck, settings

from tests.store.replicas import Copies

NIGHTLY = bool(os.environ.get("BOARDTUI_NIGHTLY"))

Copies.TestCase.settings = settings(
    max_examples=600 if NIGHTLY else 12,
    stateful_step_count=60 if NIGHTLY else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestCopiesOfABoardConverge = Copies.TestCase
