"""What follows from the figures of a KPI, as plain values for programs."""

from __future__ import annotations

from typing import Any

from boardtui.domain.readings import Stated
from boardtui.domain.scorecard import KpiView
from boardtui.domain.scorecard_blocks import KpiRow
from boardtui.domain.spc_marks import Mark


def kpi_values(seen: KpiView) -> dict[str, Any]:
    """Its current figure with its parts, the year before, the targets in force, status, movement and trend.

    Figures are the words that were stated; only `trend` holds numbers. `variation` and `assurance` are the words of
    the control chart, None where there is no verdict.
    """
    row, before, targets = KpiRow(seen), seen.previous_year, seen.targets
    return {
        "current": seen.figure.text,
        "numerator": seen.numerator.text,
        "denominator": seen.denominator.text,
        "provisional": seen.current is not None and bool(seen.current.record.provisional),
        "as_at": seen.as_at,
        "previous_year": None
        if before is None
        else {"value": before.value, "year": before.year, "provisional": bool(before.provisional)},
        "targets": {
            "minimum": targets.minimum.text,
            "upper": targets.upper.text,
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


def _verdict(mark: Mark | None, *, judged: object) -> str | None:
    return mark.word.lower() if mark is not None and judged else None


def _period(each: Stated) -> dict[str, Any]:
    """One reading; `missing` says why it has no number, and `qualifier` what limits the one it has."""
    record, figure = each.record, each.figure
    return {
        "period": each.period.key if each.period is not None else record.period,
        "value": record.value,
        "qualifier": figure.qualifier,
        "missing": None if figure.missing is None else figure.missing.value,
        "numerator": record.numerator,
        "denominator": record.denominator,
        "provisional": bool(record.provisional),
    }
