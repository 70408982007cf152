"""A board's risk matrix as its settings say it: scores, bands, labels and appetite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from boardtui.domain.errors import InvalidValue, quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used
from boardtui.domain.records.profile import Profile
from boardtui.domain.records.text import same_key, tidy_line


class Score(NamedTuple):
    """Likelihood × impact, each counted from 1."""

    likelihood: int
    impact: int

    @property
    def value(self) -> int:
        """The product that bands and tolerances speak of."""
        return self.likelihood * self.impact

    def __str__(self) -> str:
        return f"{self.likelihood}x{self.impact}"

    def fits(self, size: int) -> bool:
        """Whether there is such a cell on a matrix of this size."""
        return 1 <= self.likelihood <= size and 1 <= self.impact <= size


_SCORE = when_used(r"(-?[0-9]{1,6}) ?[x×*] ?(-?[0-9]{1,6})", re.IGNORECASE | re.ASCII)


def parse_score(text: str) -> Score | None:
    """Read a score such as `4x3`; None for an unscored risk or words that are no score."""
    found = _SCORE.fullmatch(tidy_line(text))
    return Score(int(found[1]), int(found[2])) if found else None


def check_score(text: str, size: int) -> str:
    """Check that a score is a cell of the matrix, and give it the form in which it is kept.

    Args:
        text: such as `4x3`; empty for unscored.
        size: the side of the matrix, 5 or 4.

    Raises:
        InvalidValue: it is no score, or there is no such cell.
    """
    if not tidy_line(text):
        return ""
    score = parse_score(text)
    if score is None:
        raise InvalidValue(f"{quoted(text)} is no score. Write likelihood x impact, such as 4x3.")
    if not score.fits(size):
        raise InvalidValue(
            f"{score} is not on this board's {size}×{size} matrix: likelihood and impact go from 1 to {size}."
        )
    return str(score)


def move(score: Score, dx: int, dy: int, size: int) -> Score:
    """Move a score across the matrix, as the arrow keys do, and stop at its edges.

    Args:
        score: Where the risk stands.
        dx: Steps to the right, which is more impact.
        dy: Steps up, which is more likelihood.
        size: The side of the matrix.
    """

    def stepped(place: int, step: int) -> int:
        # A score that is off the matrix stays as it is until somebody moves it along that side.
        return min(max(place + step, 1), size) if step else place

    return Score(stepped(score.likelihood, dy), stepped(score.impact, dx))


@immutable
class Band:
    """A band of scores: its name, and the highest score in it."""

    name: str
    highest: int


@immutable
class Appetite:
    """How much risk the board bears in a category: a score above `tolerance` is too much."""

    category: str
    word: str
    tolerance: int


@dataclass(frozen=True)
class Matrix:
    """The matrix of a board.

    Attributes:
        size: the side, 5 or 4.
        likelihoods, impacts: the labels from 1 up; a number stands in for one that is missing.
        bands: from the lowest scores to the highest.
        overrides: cells that have a band of their own.
        appetites: by category in small letters.
        problems: what is wrong with the settings, as sentences; what they speak of is left out.
    """

    size: int
    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    bands: tuple[Band, ...]
    overrides: Mapping[Score, str]
    appetites: Mapping[str, Appetite]
    problems: tuple[str, ...]

    def band(self, score: Score) -> str:
        """The name of the band a score is in; empty where the settings give it none."""
        if score in self.overrides:
            return self.overrides[score]
        return next((band.name for band in self.bands if score.value <= band.highest), "")

    def level(self, score: Score) -> int:
        """The place of a score's band, 0 for the lowest; -1 where it has none."""
        names = [band.name for band in self.bands]
        name = self.band(score)
        return names.index(name) if name in names else -1

    @property
    def letters(self) -> Mapping[str, str]:
        """For each band the first letters that tell it from the others: colour alone says nothing."""
        names = [band.name for band in self.bands]
        return {name: _initials(name, [other for other in names if other != name]) for name in names}

    def tolerance(self, category: str) -> int | None:
        """The highest score the board bears in a category; None for a category that it says nothing about."""
        appetite = self.appetites.get(same_key(category))
        return None if appetite is None else appetite.tolerance

    def cells(self) -> tuple[Score, ...]:
        """All cells as a heat map shows them: the highest likelihood first, then by impact."""
        sides = range(1, self.size + 1)
        return tuple(Score(likelihood, impact) for likelihood in reversed(sides) for impact in sides)

    def above_appetite(self, category: str) -> frozenset[Score]:
        """The cells beyond the appetite line of a category; none where there is no line."""
        tolerance = self.tolerance(category)
        if tolerance is None:
            return frozenset()
        return frozenset(score for score in self.cells() if score.value > tolerance)


def matrix_of(profile: Profile) -> Matrix:
    """The matrix that a board's settings describe."""
    return _read(
        size=int(profile.matrix),
        likelihoods=profile.likelihoods,
        impacts=profile.impacts,
        bands=profile.bands,
        overrides=profile.band_overrides,
        appetite=profile.appetite,
    )


@lru_cache(maxsize=64)
def _read(*, size: int, likelihoods: str, impacts: str, bands: str, overrides: str, appetite: str) -> Matrix:
    problems: list[str] = []
    read_bands = _bands(bands, size, problems)
    return Matrix(
        size=size,
        likelihoods=_labels("likelihood", likelihoods, size, problems),
        impacts=_labels("impact", impacts, size, problems),
        bands=read_bands,
        overrides=_overrides(overrides, size, read_bands, problems),
        appetites=_appetites(appetite, size, problems),
        problems=tuple(problems),
    )


def _labels(name: str, words: str, size: int, problems: list[str]) -> tuple[str, ...]:
    labels = _parts(words)
    # A board that turns to 4×4 keeps the five labels it came with until it says otherwise: that is no mistake
    # to be sure of, but which four are meant has to be said.
    if len(labels) != size:
        problems.append(
            f"There are {len(labels)} {name} labels for a {size}×{size} matrix: write {size} between commas."
        )
    return tuple(labels[:size]) + tuple(str(number) for number in range(len(labels) + 1, size + 1))


def _bands(words: str, size: int, problems: list[str]) -> tuple[Band, ...]:
    found: list[Band] = []
    for part in _parts(words):
        said = re.fullmatch(r"(.*\S)\s+([0-9]{1,4})", part)
        if said is None:
            problems.append(f"Score band {part!r} is not a name and its highest score: write it like high 12.")
            continue
        band = Band(said[1], int(said[2]))
        if band.highest <= (found[-1].highest if found else 0):
            before = f"the band before it ends at {found[-1].highest}" if found else "scores begin at 1"
            problems.append(f"Score band {part!r} holds no score: {before}. Write the bands from low to high.")
        elif same_key(band.name) in {same_key(each.name) for each in found}:
            problems.append(f"There are two score bands called {band.name!r}: give one of them another name.")
        else:
            found.append(band)
    highest = found[-1].highest if found else 0
    if highest < size * size:
        problems.append(
            f"Scores from {highest + 1} to {size * size} have no band: the last band has to reach {size * size}."
        )
    return tuple(found)


def _overrides(words: str, size: int, bands: Iterable[Band], problems: list[str]) -> dict[Score, str]:
    names = {same_key(band.name): band.name for band in bands}
    found: dict[Score, str] = {}
    for part in _parts(words):
        cell, _, name = part.partition(" ")
        score = parse_score(cell)
        if score is None or not name.strip():
            problems.append(f"{part!r} is not a cell and its band: write it like 1x5 high.")
        elif not score.fits(size):
            problems.append(f"{score} has a band of its own, but is not on a {size}×{size} matrix.")
        elif same_key(name) not in names:
            problems.append(f"{score} is put into the band {name.strip()!r}, but there is no such band.")
        elif found.setdefault(score, names[same_key(name)]) != names[same_key(name)]:
            problems.append(f"{score} is put into two bands: keep one of them.")
    return found


def _appetites(words: str, size: int, problems: list[str]) -> dict[str, Appetite]:
    found: dict[str, Appetite] = {}
    for line in filter(None, map(tidy_line, words.splitlines())):
        said = re.fullmatch(r"([^:]*[^:\s])\s*:\s*(.*?)\s*\b([0-9]{1,4})", line)
        if said is None:
            problems.append(f"Risk appetite {line!r} has no tolerance score: write a line like workforce: cautious 9.")
            continue
        appetite = Appetite(said[1], said[2], int(said[3]))
        if appetite.tolerance > size * size:
            problems.append(f"Risk appetite {line!r} can never be passed: the highest score is {size * size}.")
        if same_key(appetite.category) in found:
            problems.append(f"The risk appetite for {appetite.category!r} is stated twice: the first is used.")
        found.setdefault(same_key(appetite.category), appetite)
    return found


def _initials(name: str, others: Iterable[str]) -> str:
    folded = [other.casefold() for other in others]
    for length in range(1, len(name)):
        if not any(other.startswith(name[:length].casefold()) for other in folded):
            return name[:length].upper()
    return name.upper()


def _parts(words: str) -> list[str]:
    return [part for part in map(tidy_line, words.split(",")) if part]
