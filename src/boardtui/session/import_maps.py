"""The maps that the screen keeps: the answers of an import, found again by the headings of the next file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.exchange.sheets.answers import Answers, read_answers, write_answers
from boardtui.exchange.sheets.finding import Found
from boardtui.exchange.sheets.kinds import is_period
from boardtui.settings.disk import why_not
from boardtui.settings.paths import Paths, free_path

ALIKE = 0.7
"""The share of headings that two files need in common to be the same sheet of two months."""
_LONGEST_NAME = 40


def headings_of(found: Found) -> tuple[str, ...]:
    """What a source is known by next month: its headings, without those that name a period."""
    headings = (each for table in found.tables for each in table.headings if each.plain and not is_period(each))
    return tuple(dict.fromkeys(each.plain for each in headings))


def kept_answers(found: Found, paths: Paths) -> tuple[Answers, Path | None]:
    """The answers that were kept for a sheet of this shape, and the file they are in; none where there are none.

    What cannot be read is passed over: everything is asked anew then.
    """
    wanted, best, share = set(headings_of(found)), None, 0.0
    try:
        maps = sorted(paths.maps.glob("*.toml"))
    except OSError:
        maps = []
    for path in maps if wanted else ():
        try:
            answers = read_answers(path)
        except BoardError:
            continue
        known = set(answers.headings)
        common = len(wanted & known) / len(wanted | known)
        if common >= ALIKE and common > share:
            best, share = (answers, path), common
    return best or (Answers(), None)


def keep_answers(answers: Answers, found: Found, name: str, paths: Paths, kept: Path | None) -> Path | None:
    """Keep the answers that were used, for the next file of the same shape.

    Args:
        answers: the answers.
        found: the tables they are about.
        name: what the source is called.
        paths: where a person's own files lie.
        kept: the map they were read from, which is replaced.

    Returns:
        The map; None where nothing was answered.

    Raises:
        BoardError: it cannot be written.
    """
    # A heading such as *This month* means another month next time: that is asked anew.
    used = {key: None for key in answers.used if key[0] != "period"}
    kept_now = replace(answers, used=used, headings=headings_of(found))
    if not set(kept_now.as_map()) - {"headings"} or not kept_now.headings:
        return None
    try:
        paths.maps.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = kept or free_path(paths.maps / f"{_file_name(name)}.toml")
    except OSError as error:
        raise BoardError(f"The answers cannot be kept in {paths.maps}: {why_not(error)}.") from None
    write_answers(kept_now, path, replace=kept)
    return path


def _file_name(name: str) -> str:
    plain = re.sub(r"[^\w]+", "-", Path(name).stem).strip("-").lower()
    return plain[:_LONGEST_NAME] or "map"
