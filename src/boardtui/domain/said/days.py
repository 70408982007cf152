"""Days as people say them in passing, without a year: `30 June`, `30/06`, `June`, `today`."""

from __future__ import annotations

import re
from datetime import date

from boardtui.domain.dates.dates import read_date

_DAY_AND_MONTH = re.compile(r"\s*(\d{1,2}\s*[/.-]\s*\d{1,2})\s*\.?\s*")


def day_said(text: str, today: date) -> date | None:
    """The day that is said, of this year where none is; None where it is no day."""
    if text.strip().casefold() in ("today", "now"):
        return today
    return _of_year(text, today.year)


def day_ahead(text: str, today: date) -> date | None:
    """As `day_said`, but without a year it is the next day of that name."""
    day = day_said(text, today)
    if day is not None and day < today and read_date(text).day is None:
        return _of_year(text, today.year + 1) or day
    return day


def kept_ahead(text: str, today: date) -> str:
    """A date that lies ahead, as it is kept: without a year the next of that name; what is none stays words."""
    day = day_ahead(text, today) if read_date(text).day is None else None
    return day.isoformat() if day is not None else text


def _of_year(text: str, year: int) -> date | None:
    found = _DAY_AND_MONTH.fullmatch(text)
    return read_date(f"{found[1]}/{year}" if found else text, default_year=year).day
