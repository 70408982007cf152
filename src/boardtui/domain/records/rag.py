"""RAG ratings: letters, shapes and words, never colour alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from boardtui.domain.errors import quoted


class Rag(StrEnum):
    """A rating. *Not rated* is a state of its own, not a missing value."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    NOT_RATED = "not rated"

    @property
    def letter(self) -> str:
        """The one letter people say and type: R, A, G, B, or - for not rated."""
        return "-" if self is Rag.NOT_RATED else self.value[0].upper()

    @property
    def shape(self) -> str:
        """A one-cell shape that differs for each rating, for readers who cannot use the colour."""
        return _SHAPES[self]

    @property
    def word(self) -> str:
        """The rating as a word that can begin a sentence: `Amber`, `Not rated`."""
        return self.value.capitalize()

    @property
    def mark(self) -> str:
        """Letter and shape: `A ▲`."""
        return f"{self.letter} {self.shape}"

    @property
    def words(self) -> str:
        """Letter, shape and word: `A ▲ Amber`; `○ Not rated` for none."""
        return f"{self.shape} {self.word}" if self is Rag.NOT_RATED else f"{self.mark} {self.word}"


_SHAPES = {Rag.RED: "✖", Rag.AMBER: "▲", Rag.GREEN: "●", Rag.BLUE: "■", Rag.NOT_RATED: "○"}

# From the worst to the best, and what nobody has rated yet at the end.
WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE, Rag.NOT_RATED)

_SPOKEN = {
    **{rating.value: rating for rating in Rag},
    **{rating.letter.lower(): rating for rating in Rag},
    # What this program shows is what it reads.
    **{shown.lower(): rating for rating in Rag for shown in (rating.mark, rating.words)},
    "yellow": Rag.AMBER,
    "none": Rag.NOT_RATED,
    "unrated": Rag.NOT_RATED,
    "0": Rag.NOT_RATED,
    "": Rag.NOT_RATED,
}


def read_rag(words: object) -> Rag:
    """Read a rating as people type it: `amber`, `A`, `none`.

    Raises:
        ValueError: the words are no rating.
    """
    if isinstance(words, str) and (rating := _SPOKEN.get(words.strip().lower())) is not None:
        return rating
    raise ValueError(f"{quoted(words)} is no rating: it can be red, amber, green, blue or none")


def movement(before: Rag | None, now: Rag) -> str:
    """Compare two ratings: `better`, `worse`, `same`, or `new` where there was none to compare with."""
    if before is None:
        return "new"
    if before is now:
        return "same"
    if Rag.NOT_RATED in (before, now):
        return "new" if before is Rag.NOT_RATED else "same"
    return "better" if WORST_FIRST.index(now) > WORST_FIRST.index(before) else "worse"


def make_up(ratings: Iterable[Rag]) -> dict[Rag, int]:
    """Count ratings, worst first, with a zero for each rating that does not occur."""
    counts = Counter(ratings)
    return {rating: counts[rating] for rating in WORST_FIRST}


def re_rated(
    rating: Rag, reason: str = "", *, evidence: str = "", back_to_green: str = "", help_wanted: str = ""
) -> dict[str, object]:
    """The values of a new rating. What was said for the old one does not stand for the new one: history keeps it."""
    return {
        "rag": rating,
        "rationale": reason,
        "evidence": evidence,
        "back_to_green": back_to_green,
        "help_wanted": help_wanted,
    }
