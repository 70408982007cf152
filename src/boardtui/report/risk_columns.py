"""The columns of risks and of what is done about them: scores, tolerance, how far a mitigation is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.movement import score_words
from boardtui.domain.attention.schedule import is_finished
from boardtui.domain.records.kinds import Mitigation, Record, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.matrix import Matrix, matrix_of, parse_score
from boardtui.report.columns import DUE, Columns, Make, field
from boardtui.report.document import Column, Words, inline, join, lit, toned
from boardtui.report.palette import band_style
from boardtui.report.seen import Seen
from boardtui.report.words import NONE, NOT_STATED, one_line

UNSCORED = "unscored"


def score_badge(matrix: Matrix, score: str, *, word: bool = True) -> Words:
    """A score with its band: `16 extreme`. One that is on no cell of the matrix is flagged and kept.

    Args:
        matrix: that of the board.
        score: as it is kept.
        word: whether there is room for words; the colour tells the band anyway.
    """
    found = parse_score(score)
    if found is None:
        return lit(one_line(score) or UNSCORED if word else NONE, "muted")
    if not found.fits(matrix.size):
        return lit(f"⚠ {score_words(score)}{' off the map' if word else ''}", "warning")
    return toned(f"{found.value} {matrix.band(found) if word else ''}".strip(), band_style(matrix, found))


def score_and_band(matrix: Matrix, score: str) -> Words:
    """A score as a paper tells it: `12 (4×3) high`, in the colour of its band."""
    found = parse_score(score)
    if found is None:
        return inline(score or UNSCORED)
    if not found.fits(matrix.size):
        # It keeps the score it was given; no band of this matrix is about it.
        shape = f"({found.likelihood}×{found.impact}), not on the {matrix.size}×{matrix.size} matrix"
        return inline(f"{found.value} {shape}")
    return toned(
        join(f"{found.value} ({found.likelihood}×{found.impact})", matrix.band(found)), band_style(matrix, found)
    )


def _score(name: str, tell: Callable[[Matrix, str], Words]) -> Make:
    return lambda seen, risk: tell(matrix_of(seen.board.profile), getattr(risk, name))


def scores(tell: Callable[[Matrix, str], Words]) -> Columns:
    """The three scores of a risk, told as by a badge or in full."""
    return tuple(
        Column(f"{name.capitalize()} score", 14, make=_score(name, tell)) for name in ("inherent", "current", "target")
    )


def _badge(*, word: bool) -> Make:
    """The current score of a risk, and whether it is above what the board tolerates."""

    def make(seen: Seen, risk: Risk) -> str:
        if is_finished(risk):
            return lit("closed", "muted")
        matrix = matrix_of(seen.board.profile)
        above = above_tolerance(risk, matrix)
        return join(score_badge(matrix, risk.current, word=word), lit("!", "error") if above else "")

    return make


def _mixed_score(*, word: bool) -> Make:
    def make(seen: Seen, record: Record) -> str:
        if not isinstance(record, Risk):
            return ""
        matrix, score = matrix_of(seen.board.profile), parse_score(record.current)
        on_map = score is not None and score.fits(matrix.size)
        return score_badge(matrix, record.current, word=word and on_map)

    return make


SCORE = Column("Current score", 14, make=_badge(word=True), brief=_badge(word=False), short="Score")
SCORED = replace(SCORE, make=_mixed_score(word=True), brief=_mixed_score(word=False), quiet=True)
"""The score alone, in a table that lists other kinds too."""


def tolerance_words(seen: Seen, risk: Risk) -> str:
    """The tolerance of a risk's category and whose it is: `9 (Capacity: cautious)`."""
    appetite = matrix_of(seen.board.profile).appetites.get(same_key(risk.category))
    if appetite is None:
        return ""
    return f"{appetite.tolerance} ({': '.join(filter(None, (appetite.category, appetite.word)))})"


def _tolerance(seen: Seen, risk: Risk) -> str:
    matrix = matrix_of(seen.board.profile)
    borne = matrix.tolerance(risk.category)
    if borne is None:
        return ""
    return lit(f"over {borne}", "error") if above_tolerance(risk, matrix) else str(borne)


TOLERANCE = Column("Tolerance", 18, make=tolerance_words, brief=_tolerance)
RESPONSE = field("Response", "response")
NEXT_REVIEW = replace(DUE, heading="Next review", short="Review")
CATEGORY = field("Category", "category", 14, optional=True)


def _state(seen: Seen, risk: Risk) -> str:
    above = above_tolerance(risk, matrix_of(seen.board.profile))
    return "closed" if is_finished(risk) else "above tolerance" if above else ""


STATE = Column("State", make=_state)


PROGRESS_MARKS = {
    Progress.NOT_STATED: "·",
    Progress.NOT_STARTED: "○",
    Progress.IN_PROGRESS: "◐",
    Progress.COMPLETE: "●",
    Progress.STOPPED: "✖",
}


def progress_words(each: Mitigation) -> Words:
    """How far a mitigation is: a shape, and its own words where it has such."""
    told = f"{PROGRESS_MARKS[each.progress]} {each.progress_words or each.progress.value or NOT_STATED}"
    return lit(told, "" if each.progress else "muted")


def _progress(_: Seen, each: Mitigation) -> str:
    stated = {word.casefold(): word for word in (each.progress_words, each.progress.value) if word}
    return ": ".join(reversed(stated.values())).removesuffix(NOT_STATED)


PROGRESS = Column("Status", 18, make=_progress, brief=lambda _, each: progress_words(each), missing=NOT_STATED)
