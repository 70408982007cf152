"""What has changed in a text, so that somebody can read it: words taken out, words put in, and a little around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import harmless
from boardtui.report.document import Words, bold, inline, join, struck

CONTEXT = 8
"""How many unchanged words are left standing on each side of a change."""

MOST_WORDS = 3_000
"""Longer texts are compared sentence by sentence: word by word would take too long."""

REWRITTEN = 0.35
"""Below this share of common words a text counts as written anew, and old and new stand whole beside each other."""


class Fate(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@immutable
class ComparedWords:
    """Some words of a text, and what became of them."""

    fate: Fate
    text: str


def difference(before: str, now: str) -> list[ComparedWords]:
    """Compare two texts.

    Returns:
        The pieces in reading order; a long unchanged stretch is shortened to an ellipsis. Nothing for equal texts.
    """
    old, new = _tokens(before), _tokens(now)
    if old == new:
        return []
    if len(old) + len(new) > MOST_WORDS:
        old, new = _sentences(before), _sentences(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < REWRITTEN:
        return [ComparedWords(fate, " ".join(words)) for fate, words in ((Fate.GONE, old), (Fate.NEW, new)) if words]
    pieces: list[ComparedWords] = []
    blocks = matcher.get_opcodes()
    for number, (what, a, b, c, d) in enumerate(blocks):
        if what == "equal":
            kept = _shortened(old[a:b], first=number == 0, last=number == len(blocks) - 1)
            pieces.append(ComparedWords(Fate.KEPT, kept))
            continue
        if b > a:
            pieces.append(ComparedWords(Fate.GONE, " ".join(old[a:b])))
        if d > c:
            pieces.append(ComparedWords(Fate.NEW, " ".join(new[c:d])))
    return pieces


def _tokens(text: str) -> list[str]:
    return harmless(text).split()


def _sentences(text: str) -> list[str]:
    return [" ".join(each.split()) for each in re.split(r"(?<=[.!?])\s+|\n+", harmless(text)) if each.strip()]


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> str:
    before = [] if first else list(words[:CONTEXT])
    after = [] if last else list(words[-CONTEXT:])
    if len(words) <= len(before) + len(after) + 2:
        return " ".join(words)
    return " ".join([*before, "…", *after])


def difference_words(before: str, now: str) -> Words:
    """The difference as one paragraph: what was taken out struck through, what was put in bold."""
    return join(*(marked(piece) for piece in difference(before, now)))


def marked(piece: ComparedWords) -> Words:
    """A piece as papers show it: struck through, bold, or as it is."""
    if piece.fate is Fate.GONE:
        return struck(piece.text)
    return bold(piece.text) if piece.fate is Fate.NEW else inline(piece.text)
