"""What somebody should look at before a paper goes out: all findings on the data of a board."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any

from boardtui.domain.attention import checks
from boardtui.domain.attention.schedule import SCHEDULED
from boardtui.domain.board.board import Board
from boardtui.domain.board.board_after import board_after
from boardtui.domain.board.finding import Finding
from boardtui.domain.board.gathered import Asker, Gathered, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.kpis.figure_checks import PERIODS_MISSING, kpi_findings, not_looked_at
from boardtui.domain.kpis.prose_checks import narrative_findings
from boardtui.domain.kpis.scorecard import KpiView, scorecard_order, view
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Kpi, Milestone, Narrative, Profile, Record, Risk

__all__ = ["FOUND", "Finding", "findings", "in_order"]

_Check = Callable[[Board, Any, date], Iterable[Finding]]

_ON_DATES = ("stated", "before original", "too far", "order")
_CHECKS = ("figures", "narrative", *_ON_DATES, "ratings", "refs", "matrix", "scores")
"""All checks, in the order in which their findings are told."""


def _checks_of() -> dict[str, list[tuple[str, int, _Check]]]:
    """The checks of single records, by their kind: each with its name and the place of the kind among its findings."""
    found: dict[str, list[tuple[str, int, _Check]]] = {}
    for place, (name, kind) in enumerate(KINDS.items()):
        own: list[tuple[str, int, _Check]] = []
        if kind.record is Narrative:
            own.append(("narrative", place, lambda board, record, _today: narrative_findings(board, record)))
        if checks.DATES[name]:
            own.append(("stated", place, lambda board, record, _today: checks.stated_dates(board, record)))
        if kind.has("due"):
            own.append(("before original", place, lambda board, each, _today: checks.due_before_original(board, each)))
        if kind.record in SCHEDULED:
            own.append(("too far", SCHEDULED.index(kind.record), checks.too_far))
        if kind.has("rag"):
            own.append(("ratings", place, lambda board, record, _today: checks.rating_alone(board, record)))
        if kind.record is Profile:
            own.append(("matrix", place, lambda board, profile, _today: checks.matrix_settings(board, profile)))
        if kind.record is Risk:
            own.append(("scores", place, lambda board, risk, _today: checks.scores(board, risk)))
        found[name] = own
    return found


_CHECKS_OF = _checks_of()


class _Together(dict[str, "dict[Hashable, tuple[Any, Any]]"]):
    """What checks of all milestones and of all refs have found, by record."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.made_of = (board.all(Milestone), board.refs_twice)
        for name, found in (("order", checks.milestone_order(board)), ("refs", checks.refs_twice(board))):
            for place, each in enumerate(found):
                first, before = self.setdefault(each.record, {}).get(name, (place, ()))
                self[each.record][name] = (first, (*before, each))


def _together(board: Board, before: Mapping[str, Any] | None, *_more: Hashable) -> Mapping[str, Any]:
    now = (board.all(Milestone), board.refs_twice)
    same = isinstance(before, _Together) and all(one is other for one, other in zip(before.made_of, now, strict=True))
    return before if before is not None and same else _Together(board)


def _asker(board: Board, beside: Mapping[str, Any], today: date, figures: bool) -> Asker:
    def ask(record: Record) -> Said:
        """What each check has found on a record, at the place where it is told among what that check has found."""
        found: dict[Hashable, tuple[Any, Any]] = dict(beside.get(record.id, {}))
        if figures and isinstance(record, Kpi) and (some := tuple(kpi_findings(view(board, record), today))):
            found["figures"] = (scorecard_order(record), some)
        for name, place, check in _CHECKS_OF[record.kind.name]:
            if some := tuple(check(board, record, today)):
                found[name] = ((place, counting_order(record)), some)
        return found

    return ask


_CHECKED = [name for name, kind in KINDS.items() if name != "board" and (_CHECKS_OF[name] or kind.has("ref"))]


def _among(board: Board) -> Iterator[Record]:
    yield board.profile
    for name in _CHECKED:
        yield from board.of_kind(name)


def with_figures(board: Board, today: date, figures: bool) -> tuple[tuple[date, bool], Iterable[Record]] | None:
    """That what is found with the figures of KPIs is found without them, but for the KPIs."""
    return ((today, False), board.of_kind("kpi")) if figures else None


FOUND = Gathering(_asker, _among, _together, more_than=with_figures)
"""What each check has found on a day, with the figures of KPIs or without them; see `in_order`."""


def _listed(found: Gathered, *names: str) -> list[Finding]:
    return [each for name in names for some in found.of(name) for each in some]


def in_order(said: Said) -> tuple[Any, tuple[Finding, ...]] | None:
    """All that was found on one record, after its place among what was found on others; None where nothing was."""
    told = [(place, *said[name]) for place, name in enumerate(_CHECKS) if name in said]
    return (told[0][:2], tuple(chain.from_iterable(some for _, _, some in told))) if told else None


def findings(board: Board, today: date, *, figures: bool = True) -> list[Finding]:
    """Everything on a board that somebody should look at: figures, words, dates, ratings, refs, risks.

    Args:
        board: the board.
        today: the day to tell stale readings by.
        figures: whether to look at the figures of KPIs, which takes by far the longest.
    """
    return _listed(FOUND.on(board, today, figures), *_CHECKS)


def figures_left(board: Board, today: date) -> list[KpiView]:
    """The KPIs whose figures nobody has looked at on this board yet, in the order of the scorecard."""
    left = FOUND.left(board, today, True)
    kpis = board.all(Kpi) if left is None else [kpi for each in left if (kpi := board.get(Kpi, each)) is not None]
    return not_looked_at(board, sorted(kpis, key=scorecard_order), today)


def entry_findings(board: Board, ids: Collection[str], today: date) -> list[Finding]:
    """What is wrong with dates and figures of some records, to be said to whoever has just entered them.

    Args:
        board: the board they are on.
        ids: the records. For a figure it is the KPI that is looked at, with all its figures.
        today: the day on which lateness is counted.
    """
    ids = frozenset(ids)
    return [*date_findings(board, today, among=ids), *_figures_of(board, _kpis_of(board, ids))]


def date_findings(board: Board, today: date, *, among: Collection[str] | None = None) -> list[Finding]:
    """All findings on the dates of a board.

    Args:
        board: the board.
        today: the day on which lateness is counted.
        among: ids of the records that are looked at, without a look at the others; all by default.
    """
    if among is None:
        return _listed(FOUND.on(board, today, False), *_ON_DATES)
    found: dict[str, list[tuple[Any, tuple[Finding, ...]]]] = {}
    records = [record for each in among if (record := board.find(each)) is not None]
    for record in records:
        for name, place, check in _CHECKS_OF[record.kind.name]:
            if name in _ON_DATES and (some := tuple(check(board, record, today))):
                found.setdefault(name, []).append(((place, counting_order(record)), some))
    if any(isinstance(each, Milestone) for each in records):
        in_order_of_time = (each for each in checks.milestone_order(board) if each.record in among)
        found["order"] = [(place, (each,)) for place, each in enumerate(in_order_of_time)]
    return [each for name in _ON_DATES for _, some in sorted(found.get(name, ()), key=itemgetter(0)) for each in some]


def new_findings(before: Board, after: Board, ids: Collection[str], today: date) -> list[Finding]:
    """As `entry_findings`, without what was there before some records were entered or changed.

    Of a figure that is none of them, it is told only if nothing was found on that figure before: what is said of it may
    change its words with every figure that comes after it.

    Args:
        before: the board as it was.
        after: the board as it is with them.
        ids: the records.
        today: the day on which lateness is counted.
    """
    every = {*ids, *_kpis_of(before, ids), *_kpis_of(after, ids)}
    now = entry_findings(after, every, today)
    return _without(now, entry_findings(before, every, today), ids) if now else []


def brought_findings(board: Board, ids: Collection[str], today: date) -> list[Finding]:
    """What is to be looked at among dates and figures that came in from elsewhere, and of no others.

    Args:
        board: the board with them.
        ids: the records that came in or were changed.
        today: the day on which lateness is counted.
    """
    return [each for each in entry_findings(board, ids, today) if each.reading in ids or each.record in ids]


def figure_doubts(board: Board, changes: Sequence[Change], today: date) -> list[Finding]:
    """What is to be asked of the figures and targets in some changes before they are written.

    A period that nobody has entered yet is no doubt about the one that is entered.
    """
    ids = {change.record for change in changes}
    if not any(change.kind == "kpi" or KINDS[change.kind].owner == "kpi" for change in changes):
        return []
    after = board_after(board, changes, today)
    kpis = _kpis_of(after, ids)
    found = (each for each in _figures_of(after, kpis) if each.code != PERIODS_MISSING)
    return _without(found, _figures_of(board, kpis), ids)


def _without(now: Iterable[Finding], before: Iterable[Finding], ids: Collection[str]) -> list[Finding]:
    """What is found now that was not found before, whatever a record was called then."""
    known = set[str]()
    for each in before:
        known.add(_unnamed(each))
        if each.reading and each.reading not in ids:
            known.add(each.reading)
    return [each for each in now if _unnamed(each) not in known and each.reading not in known]


def _unnamed(finding: Finding) -> str:
    return f"{finding.code} {finding.sentence.replace(finding.ref, '', 1)}"


def _kpis_of(board: Board, ids: Collection[str]) -> set[str]:
    """The KPIs that some records are, or belong to."""
    records = [record for each in ids if (record := board.find(each)) is not None]
    return {record.id if isinstance(record, Kpi) else str(getattr(record, "kpi", "")) for record in records} - {""}


def _figures_of(board: Board, kpis: Collection[str]) -> Iterator[Finding]:
    for each in sorted(kpis):
        if (kpi := board.get(Kpi, each)) is not None:
            yield from kpi_findings(view(board, kpi))
