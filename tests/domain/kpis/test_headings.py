"""Headings over figures: one definition for cells that are pasted into the grid and for files that are imported."""

from __future__ import annotations

import pytest

from boardtui.domain.kpis.headings import field_headed, plain_heading
from boardtui.exchange.sheets.vocabulary import rank


class TestWhatAHeadingSays:
    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Measure_code", "ref"),
            ("KPI Ref.", "ref"),
            ("Key performance indicator", "title"),
            ("Performance measure ¹", "title"),
            ("Num", "numerator"),
            ("Cohort", "denominator"),
            ("Actual (%)", "value"),
            ("YTD", "value"),
            ("This quarter", "value"),
            ("Latest commentary", "commentary"),
        ],
    )
    def test_it_is_the_same_wherever_the_table_comes_from(self, heading: str, field: str) -> None:
        assert field_headed(heading) == field
        assert field == "value" or rank("kpi", field, plain_heading(heading)) is not None

    @pytest.mark.parametrize("heading", ["", "Number", "Total", "Target %", "England rate", "Last month", "RAG"])
    def test_of_others_it_says_nothing_alone(self, heading: str) -> None:
        assert field_headed(heading) == ""
