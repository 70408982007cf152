"""Words that say a figure rose where it fell, or the other way round.

Prose is not understood here, so little is said: only a sentence that claims one way, about what has happened,
without a cause or a condition in it, is held against the figures. And only where no figure bears it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from boardtui.domain.board.board import Board
from boardtui.domain.board.finding import Finding, found, sentence
from boardtui.domain.board.words import line_name, short_name
from boardtui.domain.dates.figures import read_figure
from boardtui.domain.kpis.readings import Stated, figure_of
from boardtui.domain.kpis.scorecard import KpiView, view
from boardtui.domain.patterns import when_used
from boardtui.domain.records.kinds import Kpi, Narrative

_WORDS = {
    1: r"increas(?:e|es|ed|ing)|risen|rose|rising|grew|grown|gone up|went up|up from|higher",
    -1: (
        r"decreas(?:e|es|ed|ing)|fell|fallen|falling|dropp(?:ed|ing)|dipped|declin(?:e|ed|ing)|gone down|went down"
        r"|down from|lower|reduced|reductions?"
    ),
}
_CLAIMS = {way: when_used(rf"\b(?:{words})\b", re.IGNORECASE) for way, words in _WORDS.items()}
# What is wanted, feared, denied or the cause of something else is no claim about the figure.
_NO_CLAIM = when_used(
    r"\b(?:not?|never|without|none|nor|neither|target|aim|hope|plan|planned|expect|expected|will|would|should|could|may"
    r"|might|if|unless|until|want|need|to (?:increase|reduce|lower|decrease)|due|because|owing|caused|result|following"
    r"|despite|although|since|in order|slow(?:ed|ing)?|rate of)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
_BETWEEN_SENTENCES = when_used(r"(?<=[.!?])\s+|\n")
_FIGURE = r"£?[0-9][0-9,]*(?:\.[0-9]+)?(?: ?%| per ?cent)?"
_FROM_TO = when_used(
    rf"\b(?P<word>{_WORDS[1]}|{_WORDS[-1]})\b[^.;:0-9£]{{0,60}}?\bfrom (?P<before>{_FIGURE})"
    rf"(?: [^.;:0-9£]{{0,40}}?)?,? to (?P<now>{_FIGURE})",
    re.IGNORECASE,
)
_SHOWN = 120


def commentary_findings(view: KpiView) -> Iterator[Finding]:
    """Sentences of a KPI's commentary that its figures contradict."""
    yield from from_to_findings(view.board, view.kpi, view.kpi.commentary)
    yield from _against_figures(view.kpi, view.kpi.commentary, view)


def narrative_findings(board: Board, item: Narrative) -> Iterator[Finding]:
    """Sentences of a narrative item that contradict themselves, or the one KPI that it is linked to."""
    yield from from_to_findings(board, item, item.text)
    linked = board.linked(Kpi, item.id) if any(board.get(Kpi, each) is not None for each in item.links) else ()
    if len(linked) == 1:
        yield from _against_figures(item, item.text, view(board, linked[0]))


def from_to_findings(board: Board, record: Kpi | Narrative, text: str) -> Iterator[Finding]:
    """Words such as *increased from 87% to 85%*, where the two figures go the other way."""
    for said in _FROM_TO.finditer(text):
        way = 1 if _CLAIMS[1].fullmatch(said["word"]) else -1
        if _CLAIMS[-way].search(said[0]):
            continue  # "increased demand, and timeliness fell from 90% to 85%" is right
        before, now = read_figure(said["before"]), read_figure(said["now"])
        if before.number is None or now.number is None or (before.unit and now.unit and before.unit != now.unit):
            continue
        if (now.number - before.number) * way < 0:
            words = f"{line_name(board, record)} says “{_short(said[0])}”, which is {_fall_or_rise(-way)}"
            yield found(board, record, "words_against_figures", sentence(words))


def _against_figures(record: Kpi | Narrative, text: str, view: KpiView) -> Iterator[Finding]:
    now = view.current
    if not text or now is None or now.figure.number is None:
        return
    ways = _ways(view)
    for each in _BETWEEN_SENTENCES.split(text):
        claimed = [way for way, words in _CLAIMS.items() if words.search(each)]
        if len(claimed) != 1 or _NO_CLAIM.search(each) or _FROM_TO.search(each):
            continue
        if ways and all(way == -claimed[0] for way in ways):
            before = view.movement.before
            shown = f"from {before.record.value} to " if before is not None else ""
            latest = view.movement.now or now
            figures = f"the figures of {short_name(view.board, view.kpi)} show {_fall_or_rise(-claimed[0])}"
            but = f"{figures}: {shown}{latest.record.value}"
            words = f"{line_name(view.board, record)} says “{_short(each)}”, but {but}"
            yield found(view.board, record, "words_against_figures", sentence(words))


def _ways(view: KpiView) -> list[int]:
    """Which way the KPI went, against all that prose may mean: the last reading, last year, the previous year."""
    now = view.movement.now
    before = view.movement.before
    if now is None or before is None or now.figure.number is None:
        return []
    others: list[Decimal | None] = [before.figure.number, _year_before(view, now)]
    if view.previous_year is not None:
        others.append(figure_of(view.previous_year.value).number)
    number = now.figure.number
    return [(number > other) - (number < other) for other in others if other is not None]


def _year_before(view: KpiView, now: Stated) -> Decimal | None:
    if now.period is None or now.period.start.year < 2:
        return None
    wanted = now.period.same_period_last_year()
    return next((each.figure.number for each in view.readings(now.series) if each.period == wanted), None)


def _fall_or_rise(way: int) -> str:
    return "a rise" if way > 0 else "a fall"


def _short(words: str) -> str:
    plain = " ".join(words.split()).rstrip(".")
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"
