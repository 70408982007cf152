"""The words that were looked for stand out where they are found, not by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.segment import Segment
from rich.style import Style

_LIT = Style(bold=True, underline=True)

Words = re.Pattern[str] | None
"""What is to stand out; None for nothing."""


def lit(segments: Sequence[Segment], words: Words) -> list[Segment]:
    """Segments of a line with the words standing out in them, also where a word is in two of them."""
    if words is None:
        return list(segments)
    text = "".join(each.text for each in segments if not each.control)
    spans = _spans(words, text)
    return list(_cut(segments, spans)) if spans else list(segments)


def lit_part(segments: Sequence[Segment], words: Words, text: str, start: int, end: int) -> list[Segment]:
    """Segments of a part of a text with the words standing out, also where they begin before it or end after it.

    Args:
        segments: the part as it is drawn. It may be cut, and filled up with blanks.
        words: what is to stand out.
        text: all of the text.
        start: where the part begins in it.
        end: where the part ends in it.
    """
    if words is None:
        return list(segments)
    found = ((max(begins, start) - start, min(ends, end) - start) for begins, ends in _spans(words, text))
    spans = [(first, last) for first, last in found if first < last]
    return list(_cut(segments, spans)) if spans else list(segments)


def _spans(words: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [found.span() for found in words.finditer(text) if found.end() > found.start()]


def _cut(segments: Iterable[Segment], spans: Sequence[tuple[int, int]]) -> Iterator[Segment]:
    start = 0
    for each in segments:
        if each.control:
            yield each
            continue
        end, at = start + len(each.text), start
        for begins, ends in spans:
            if begins < end and ends > at:
                first, last = max(begins, at), min(ends, end)
                yield Segment(each.text[at - start : first - start], each.style)
                yield Segment(each.text[first - start : last - start], (each.style or Style()) + _LIT)
                at = last
        yield Segment(each.text[at - start :], each.style)
        start = end
