"""Which kind of record a table holds: by its headings, its title and its sheet, and by what its rows say themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from boardtui.domain.dates.periods import period_of
from boardtui.domain.kpis.headings import plain_heading
from boardtui.exchange.sheets import vocabulary
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.headings import ColumnHeading, beside_a_bracket, without_reading_words
from boardtui.exchange.sheets.meanings import READINGS
from boardtui.exchange.sheets.vocabulary import KINDS_READ, rank
from boardtui.exchange.sources.grid import DATE, MONTH, TEXT, SheetCell

# What says of itself which kind a table holds, as the heading of its title column.
SAYS_KIND: dict[str, str] = {
    "action_arising": r"(?:matters?|actions?) arising(?: .*)?",
    "risk": r"(?:.* )?risks?(?: .*)?",
    "kpi": (
        r"(?:key )?(?:performance )?(?:indicators?|measures?|metrics?)(?: (?:name|title|description))?|kpis?(?: .*)?"
    ),
    "milestone": r"(?:key )?milestones?(?: .*)?",
    "decision": r"decisions?(?: .*)?|resolution",
    "action": r"(?:.* )?actions?(?: .*)?|tasks?(?: .*)?|action / decision|major tasks / deliverables|deliverables?"
    r"|what (?:we )?(?:will|needs?|ha(?:s|ve) to|(?:are )?going to|plan to).* (?:do|done|happen)",
    "budget_line": r"source of (?:funding|funds)|funding (?:source|stream)|budget (?:line|heading|item|head)",
    "ambition": r"ambitions?(?: .*)?",
}
REF_OF_KIND = re.compile(
    r"(action|risk|milestone|decision|kpi)s? (?:ref(?:erence)?|id|no|number|code)(?: (?:no|number))?"
)
"""The heading of the refs of a kind."""
# What a sheet or the title of a table says of its kind.
NAMES_KIND: tuple[tuple[str, str], ...] = (
    ("action_arising", r"\b(?:actions? arising|matters? arising)\b"),
    ("risk", r"\brisks?\b|\brisk register\b"),
    ("milestone", r"\bmilestones?\b"),
    (
        "kpi",
        r"\bkpis?\b|\bscorecard\b|\bperformance (?:indicators?|measures?|data|dashboard)\b|\bmetrics\b|\bindicators\b",
    ),
    ("decision", r"\bdecisions?\b"),
    ("budget_line", r"\bbudgets?\b|\bfunding\b|\bfinances?\b"),
    ("action", r"\bactions?\b|\bimprovement plan\b|\btasks?\b|\baction plan\b"),
    ("ambition", r"\bambitions\b"),
)
# Registers of things that no board here holds.
FOREIGN_NOUN = "issue|assumption|dependency|stakeholder|lesson|change|contact|constraint|opportunity|complaint"
FOREIGN_NAME = re.compile(
    r"\b(?:issues?|assumptions?|dependenc(?:y|ies)|stakeholders?|lessons?|change (?:log|requests?|control)|contacts?"
    r"|distribution|complaints?)\b",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"(?:issue|assumption|dependency|dependencies|stakeholder|lesson|change request|contact|constraint|opportunity"
    r"|question|complaint|compliment|benefit|attendee)s?"
    r"(?: (?:description|title|name|details?|summary|raised|statement|learned|learnt|log|identified))?"
)
MEETINGS = re.compile(
    r"\b(?:minutes?|meetings?|mtg|review|agenda|attend(?:ees|ance)|present|apologies)\b", re.IGNORECASE
)

ROW_KINDS: dict[str, str] = {
    "risk": "risk",
    "action": "action",
    "task": "action",
    "milestone": "milestone",
    "decision": "decision",
    "kpi": "kpi",
    "indicator": "kpi",
    "issue": "",
    "assumption": "",
    "dependency": "",
    "opportunity": "",
    "change": "",
    "constraint": "",
    "lesson": "",
}
"""What a column of kinds says of a row; "" for what no board here holds."""


SAMPLE = 500
"""Rows. What a column holds is seen from as many of them."""
TITLE_FIELDS = ("title", "text")


def body_cells(table: SheetTable, column: int) -> list[SheetCell]:
    """What stands in a column, below its heading, in the first rows."""
    rows = table.body[:SAMPLE]
    cells = (table.sheet.at(row, column) for row in rows if not table.is_repeated_header(row))
    return [cell for cell in cells if cell.text]


def kind_column(table: SheetTable) -> ColumnHeading | None:
    """The column that says of each row what it is: a risk, an issue, an action."""
    for heading in table.headings:
        if re.fullmatch(vocabulary.KIND_COLUMN, heading.plain):
            words = [row_kind(cell.text, heading) for cell in body_cells(table, heading.column)]
            if words and sum(each is not None for each in words) * 3 >= len(words) * 2:
                return heading
    return None


def row_kind(text: str, heading: ColumnHeading) -> str | None:
    """The kind that a word means; "" for a kind of thing that no board here holds, None for no kind.

    Below *RAID* letters are kinds: R is a risk, and what A and D are only who wrote them knows.
    """
    plain = plain_heading(text)
    if "raid" in heading.plain and plain in ("r", "a", "i", "d"):
        return "risk" if plain == "r" else ""
    for each in (plain, plain.removesuffix("s"), plain.removesuffix("ies") + "y"):
        if each in ROW_KINDS:
            return ROW_KINDS[each]
    return None


def main_kind(table: SheetTable, heading: ColumnHeading) -> str | None:
    """The kind of most rows, by their own column of kinds."""
    kinds = [kind for cell in body_cells(table, heading.column) if (kind := row_kind(cell.text, heading))]
    return max(sorted(set(kinds)), key=kinds.count) if kinds else None


def kind_of(table: SheetTable) -> str | None:
    """What a table holds by what it says itself; "" for what no board has, None where it does not say."""
    plain = [each.plain for each in table.headings if each.parts]
    scored = any(rank("risk", "likelihood", each) is not None and len(each) > 1 for each in plain) and any(
        rank("risk", "impact", each) is not None and len(each) > 1 for each in plain
    )
    said = [
        kind
        for kind, pattern in SAYS_KIND.items()
        for each in table.headings
        if any(re.fullmatch(pattern, words) for words in (each.plain, *_under_bands(each)))
        and _could_be_title(table, kind, each)
    ]
    named = _named_kind(table.title) or _named_kind(table.sheet.name)
    foreign = [
        each
        for each in table.headings
        if FOREIGN.fullmatch(each.plain)
        and any(cell.sort == TEXT and not cell.text[:1].isdigit() for cell in body_cells(table, each.column))
    ]
    if scored and (not foreign or "risk" in said or named == "risk"):
        return "risk"
    if named is None and ((foreign and not said) or _named_foreign(table)):
        return ""
    if "action_arising" in (named, *said):
        return "action_arising"
    if not said:
        return _by_form(table, named)
    if own := [each for each in said if each == named]:
        kind = own[0]
    elif "action" in said and ("ambition" in said or named is None):
        kind = "action" if not set(said) & {"risk", "kpi", "milestone", "decision"} else _leftmost(table, said)
    else:
        kind = _leftmost(table, said)
    if kind == "action" and _of_a_meeting(table):
        return None
    return kind


def _under_bands(heading: ColumnHeading) -> list[str]:
    """A heading such as `Name` with what stands above it and other columns: `indicator name`."""
    return [f"{band} {heading.plain}" for band in heading.bands]


def _could_be_title(table: SheetTable, kind: str, heading: ColumnHeading) -> bool:
    """Whether a column could name records of a kind: by its heading, and by cells that are words of their own."""
    cells = body_cells(table, heading.column)
    own = len({cell.text for cell in cells})
    if cells and kind != "ambition" and (own * 10 < len(cells) * 6 or len(cells) * 4 < _rows_with_words(table)):
        return False
    names = TITLE_FIELDS if kind != "budget_line" else ("title",)
    return any(rank(kind, name, heading.plain) is not None for name in names if name in KINDS_READ[kind]) or (
        kind == "ambition" and rank("action", "ambition", heading.plain) == 0
    )


def _rows_with_words(table: SheetTable) -> int:
    _, left, _, right = table.area
    return sum(len(table.sheet.filled(row, left, right)) > 1 for row in table.body[:SAMPLE])


def _leftmost(table: SheetTable, kinds: Sequence[str]) -> str:
    for heading in table.headings:
        for kind in kinds:
            best = (
                rank(kind, "title", heading.plain) if "title" in KINDS_READ[kind] else rank(kind, "text", heading.plain)
            )
            if best is not None and best < 2 and re.fullmatch(SAYS_KIND.get(kind, ""), heading.plain):
                return kind
    return kinds[0]


def _named_foreign(table: SheetTable) -> bool:
    """Whether the title of a table, its sheet or its refs say that it is a register of what no board here holds."""
    refs = any(re.fullmatch(rf"(?:{FOREIGN_NOUN})s? (?:id|ref|no|number)", each.plain) for each in table.headings)
    titles = any(FOREIGN.fullmatch(each.plain) for each in table.headings)
    last = table.title.split("\n")[-1]
    return titles and (refs or any(FOREIGN_NAME.search(words) for words in (last, table.sheet.name)))


def _named_kind(words: str) -> str | None:
    for kind, pattern in NAMES_KIND:
        if re.search(pattern, words.casefold()):
            return kind
    return None


def _by_form(table: SheetTable, named: str | None) -> str | None:
    """What a table holds by what its columns are, where no heading says it."""
    if any(each.plain == "version" for each in table.headings):
        return ""
    periods = [each for each in table.headings if is_period(each)]
    titled = any(rank("kpi", "title", each.plain) is not None for each in table.headings)
    if titled and (len(periods) >= 2 or has_long_form(table)):
        return "kpi"
    for each in table.headings:
        if (found := REF_OF_KIND.fullmatch(each.plain)) is not None:
            return found[1]
    if named is not None and any(
        rank(named, name, each.plain) is not None
        for name in TITLE_FIELDS
        if name in KINDS_READ[named]
        for each in table.headings
    ):
        money = sum(
            any(
                rank("budget_line", name, each.plain) is not None
                for name in ("approved", "spent", "projected", "variance")
            )
            for each in table.headings
        )
        return named if named != "budget_line" or money >= 2 else None
    return None


def _of_a_meeting(table: SheetTable) -> bool:
    """Whether a table of actions may be those that a meeting asked for: only a person knows then."""
    words = " ".join([table.title, *(cell.text for row in _first_rows(table) for cell in row.values())])
    return bool(MEETINGS.search(words)) and (table.sheet.by_line or bool(MEETINGS.search(table.title)))


def _first_rows(table: SheetTable) -> Iterable[dict[int, SheetCell]]:
    return (table.sheet.filled(row) for row in table.sheet.used()[:5]) if table.sheet.by_line else ()


def is_bare_period(heading: ColumnHeading) -> bool:
    """Whether a heading is a period whose year it does not say, such as `Q1`, `Q1 actual` or `This month`."""
    words = heading.parts[-1] if heading.parts else ""
    spellings = (heading.plain, plain_heading(without_reading_words(words)) if words else "")
    return any(re.fullmatch(READINGS, each) is not None for each in spellings if each)


def is_period(heading: ColumnHeading) -> bool:
    """Whether a heading is a period of figures."""
    return bool(heading.dated) or any(
        period_of(words) is not None or re.fullmatch(r"(?:19|20)\d\d", words) for words in _period_words(heading)
    )


def _period_words(heading: ColumnHeading) -> list[str]:
    if not heading.parts:
        return []
    low = heading.parts[-1].replace("_", " ")
    bare = without_reading_words(low)
    return [
        low,
        bare,
        beside_a_bracket(low),
        *(f"{low} {band}" for band in heading.parts[:-1]),
        *(f"{band} {low}" for band in heading.parts[:-1]),
        *(f"{bare} {band}" for band in heading.parts[:-1]),
    ]


def has_long_form(table: SheetTable) -> bool:
    """Whether a table has a row for each figure: a column says the period, another the figure."""
    return _period_column(table) is not None and any(
        rank("kpi", name, each.plain) is not None for each in table.headings for name in ("value", "numerator")
    )


def _period_column(table: SheetTable) -> ColumnHeading | None:
    for heading in table.headings:
        if rank("kpi", "period", heading.plain) is None:
            continue
        cells = body_cells(table, heading.column)
        good = sum(
            cell.sort in (DATE, MONTH)
            or period_of(cell.text) is not None
            or bool(re.fullmatch(r"\d{4}|\d{6}", cell.text))
            for cell in cells
        )
        if cells and good * 3 >= len(cells) * 2:
            return heading
    return None
