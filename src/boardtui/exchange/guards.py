"""Words that no spreadsheet program takes for a formula, and the same words again."""

from __future__ import annotations

import re

from boardtui.domain.dates.figures import read_figure
from boardtui.domain.records.text import harmless

ACTS_IN_A_SHEET = ("=", "+", "-", "@")
_GUARDED = re.compile(r"'+[=+\-@]")


def steady(words: str) -> str:
    """Words as a file keeps them: what would act on a screen is a mark, and a tab stays one."""
    return "\t".join(harmless(part) for part in words.split("\t"))


def guarded(words: str) -> str:
    """Words with an apostrophe before what a spreadsheet program would take for a formula.

    A figure such as -5 and a mere dash get none. Words that begin like guarded ones get one more.
    """
    words = steady(words)
    if _GUARDED.match(words):
        return f"'{words}"
    if not words.startswith(ACTS_IN_A_SHEET):
        return words
    figure = read_figure(words)
    # A figure with words behind it may well be a formula: "-1+cmd".
    is_figure = (
        not figure.problem and not figure.qualifier and (figure.number is not None or figure.missing is not None)
    )
    return words if is_figure else f"'{words}"


def unguarded(words: str) -> str:
    """Words without the apostrophe that guards them."""
    return words[1:] if _GUARDED.match(words) else words
