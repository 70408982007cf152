"""Ratings as a bar: how much of a whole has each of them, told by letters and counts as well as by colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len
from rich.text import Text

from boardtui.domain.records.rag import WORST_FIRST, Rag
from boardtui.report.palette import Palette, rag_style
from boardtui.ui.shared.text import Piece, Pieces


def rag_bar(counts: Mapping[Rag, int], width: int) -> Pieces:
    """A bar of ratings, worst first, each with its letter and count.

    Every rating that occurs is there, however few have it, so that one red among five hundred is not lost. Where the
    letters alone are wider than the bar, they are all that is shown.

    Args:
        counts: how many have each rating.
        width: in cells.
    """
    present = [rating for rating in WORST_FIRST if counts.get(rating)]
    if not present:
        return [Piece("none yet", "muted")]
    labels = next(
        (some for some in _labels(counts, present) if sum(map(cell_len, some)) <= width),
        _tightest(counts, present),
    )
    sizes = _shared(width, [counts[rating] for rating in present], [cell_len(label) for label in labels])
    return [
        Piece(label + " " * (size - cell_len(label)), rag_style(rating))
        for rating, label, size in zip(present, labels, sizes, strict=True)
    ]


def _labels(counts: Mapping[Rag, int], present: list[Rag]) -> Iterable[list[str]]:
    """The labels from the roomiest to the tightest."""
    yield [f" {rating.words} {counts[rating]} " for rating in present]
    yield [f" {rating.mark} {counts[rating]} " for rating in present]
    yield [f" {_letter(rating)}{counts[rating]} " for rating in present]
    yield _tightest(counts, present)


def _tightest(counts: Mapping[Rag, int], present: list[Rag]) -> list[str]:
    return [f"{_letter(rating)}{counts[rating]}" for rating in present]


def _letter(rating: Rag) -> str:
    # The letter of what nobody has rated is a dash, and a dash before a count reads as a minus.
    return rating.shape if rating is Rag.NOT_RATED else rating.letter


def _shared(width: int, counts: list[int], least: list[int]) -> list[int]:
    """Share a width out by counts, giving each at least what its label needs; it adds up to the width if it can."""
    sizes = list(least)
    total = sum(counts)
    for _ in range(width - sum(least)):
        # The next cell goes to the one that is furthest behind its share.
        behind = max(range(len(counts)), key=lambda place: counts[place] / total * width - sizes[place])
        sizes[behind] += 1
    return sizes


def as_text(pieces: Pieces, palette: Palette) -> Text:
    """Pieces as text for a rich table or a static."""
    return Text.assemble(*((piece.text, palette.style(piece.style)) for piece in pieces), no_wrap=True)
