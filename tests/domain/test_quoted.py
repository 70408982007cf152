"""What somebody typed, as a sentence quotes it."""

from __future__ import annotations

import pytest

from boardtui.domain.errors import quoted


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1.3", "'1.3'"),
        ("two\nlines", r"'two\nlines'"),
        (5, "5"),
        ("it's", '"it\'s"'),
    ],
)
def test_it_stands_in_quotes_on_one_line(value: object, shown: str) -> None:
    assert quoted(value) == shown


def test_what_is_long_is_cut_and_its_quotes_are_closed() -> None:
    longest = next(length for length in range(1, 1000) if "…" in quoted("x" * length)) - 1
    whole, cut = quoted("x" * longest), quoted("x" * (longest + 1))
    assert whole == f"'{'x' * longest}'"
    assert len(cut) == len(whole) == len(quoted("x" * 5000)), "never longer than the longest that is whole"
    assert cut.startswith("'x") and cut.endswith("x…'")
