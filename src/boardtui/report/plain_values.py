"""The plain values of a record that programs get."""

from __future__ import annotations

from typing import Any

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.movement import movement_mark
from boardtui.domain.attention.schedule import REPORTED_ON, SCHEDULED, is_stale, slippage
from boardtui.domain.board.beside import beside, number_of
from boardtui.domain.board.words import GONE, plain_value, short_name
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView, view
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.trend import Verdict
from boardtui.domain.records.kinds import Kpi, Record, Risk
from boardtui.domain.risks.matrix import matrix_of, parse_score
from boardtui.report.sections.page import Page


def kpi_values(seen: KpiView) -> dict[str, Any]:
    """Its current figure with its parts, the year before, the targets in force, status, movement and trend.

    Figures are the words that were stated, with their numbers beside them; `trend` holds numbers. `variation` and
    `assurance` are the words of the control chart, None where there is no verdict.
    """
    row, before, targets = KpiRow(seen), seen.previous_year, seen.targets
    return {
        "current": seen.figure.text,
        "current_number": number_of(seen.figure.text),
        "numerator": seen.numerator.text,
        "numerator_number": number_of(seen.numerator.text),
        "denominator": seen.denominator.text,
        "denominator_number": number_of(seen.denominator.text),
        "provisional": seen.current is not None and bool(seen.current.record.provisional),
        "as_at": seen.as_at,
        "previous_year": None
        if before is None
        else {
            "value": before.value,
            "number": number_of(before.value),
            "year": before.year,
            "provisional": bool(before.provisional),
        },
        "targets": {
            "minimum": targets.minimum.text,
            "minimum_number": number_of(targets.minimum.text),
            "upper": targets.upper.text,
            "upper_number": number_of(targets.upper.text),
            "polarity": str(targets.polarity),
            "since": targets.since,
        },
        "status": seen.status.value,
        "change": seen.movement.change.value or None,
        "variation": _verdict(row.variation, judged=row.spc.analysis is not None and row.spc.analysis.variation),
        "assurance": _verdict(row.assurance, judged=row.spc.analysis is not None and row.spc.analysis.assurance),
        "trend": seen.series(),
        "periods": [_period(each) for each in seen.readings()],
    }


def _verdict(mark: Verdict | None, *, judged: object) -> str | None:
    return mark.word.lower() if mark is not None and judged else None


def _period(each: Stated) -> dict[str, Any]:
    """One reading; `missing` says why it has no number, and `qualifier` what limits the one it has."""
    record, figure = each.record, each.figure
    return {
        "period": each.period.key if each.period is not None else record.period,
        "in_the_future": each.ahead,
        "value": record.value,
        "number": number_of(record.value),
        "qualifier": figure.qualifier,
        "missing": None if figure.missing is None else figure.missing.value,
        "numerator": record.numerator,
        "numerator_number": number_of(record.numerator),
        "denominator": record.denominator,
        "denominator_number": number_of(record.denominator),
        "provisional": bool(record.provisional),
    }


def plain_values(page: Page, record: Record) -> dict[str, Any]:
    """The fields of a record by their names, links as refs, and after them what follows from them."""
    return plain_fields(page, record) | _derived(page, record)


def plain_fields(page: Page, record: Record) -> dict[str, Any]:
    """The fields of a record by their names, links as refs, without what follows from them."""
    values: dict[str, Any] = {"id": record.id, "name": short_name(page.board, record)}
    for name, attribute in record.kind.attributes.items():
        value = getattr(record, name)
        match attribute.look.form:
            case "data":
                continue
            case "link":
                values[name] = page.named(value)
            case "links":
                values[name] = [_known(page, each) for each in value]
            case _:
                values |= {name: plain_value(value)} | beside(page.board, attribute, value)
    return values


def _known(page: Page, identity: str) -> str:
    found = page.board.find(identity)
    return GONE if found is None else f"{found.kind.name}:{short_name(page.board, found)}"


def _derived(page: Page, record: Record) -> dict[str, Any]:
    derived: dict[str, Any] = {"movement": movement_mark(page.board, record).value or None}
    if isinstance(record, SCHEDULED):
        dates = slippage(page.board, record, page.today)
        derived |= {
            "slipped_days": dates.slipped,
            "late_days": dates.late,
            "redatings": dates.redatings,
            "date_problem": dates.problem,
            "as_at": page.today.isoformat(),
        }
    if isinstance(record, REPORTED_ON):
        derived["stale"] = is_stale(page.board, record, page.today)
    if isinstance(record, Risk):
        score = parse_score(record.current)
        matrix = matrix_of(page.board.profile)
        derived |= {
            "score": None if score is None else score.value,
            "band": None if score is None else matrix.band(score),
            "above_appetite": above_tolerance(record, matrix),
        }
    if isinstance(record, Kpi):
        derived |= kpi_values(view(page.board, record))
    return derived
