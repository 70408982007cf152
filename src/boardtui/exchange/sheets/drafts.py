"""What the rows of a table come to, before anything on the board is compared with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import tidy_text
from boardtui.exchange.sheets.columns import TableMapping

ADDED, CHANGED, UNCHANGED, SKIPPED, REFUSED = "added", "changed", "unchanged", "skipped", "refused"


@immutable
class Named:
    """A record that a source names, such as the ambition of an action: by its ref, its title, or both."""

    ref: str = ""
    title: str = ""
    at: str = ""


@dataclass(slots=True)
class Draft:
    """One record as a row says it.

    Attributes:
        kind: its kind.
        at: the address of its row.
        row: the row.
        values: what it says of each field, in the words in which fields take them.
        places: where each of these stands.
        kept: what has no field: heading and words.
        headings: the headings whose words it keeps, whether or not they say something here.
        children: what belongs to it: mitigations, readings, comparators, targets of later periods.
        joins: the draft of which this says more, where several tables have a row for one KPI.
        in_series: other rows say more of it, or it says more of another; its targets are settled among them.
        fitting: of a child, the values as its fields hold them.
        ambition: the ambition it names.
        beside: of an action, the milestones that stand in its row and below it.
        of: of such a milestone, the actions beside which it stands.
        linked: what it says that it is linked to: heading and words.
    """

    kind: str
    at: str
    row: int
    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    headings: frozenset[str] = frozenset()
    children: list[Draft] = field(default_factory=list)
    ambition: Named | None = None
    joins: Draft | None = None
    in_series: bool = False
    fitting: dict[str, object] = field(default_factory=dict)
    beside: list[Draft] = field(default_factory=list)
    of: list[Draft] = field(default_factory=list)
    linked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, name: str, value: object, at: str) -> None:
        """Say something of a field."""
        if value not in ("", None):
            self.values[name] = value
            self.places[name] = at

    def keep(self, heading: str, words: str) -> None:
        """Keep words that have no field."""
        line = " ".join(words.split())
        if line:
            self.kept.append((heading, line))


@immutable
class NotAdded:
    """A row from which no record comes."""

    at: str
    outcome: str
    reason: str
    words: str = ""
    row: int = 0


@dataclass(slots=True)
class TableRead:
    """A table with all that its rows say.

    Attributes:
        mapping: what it was taken for.
        seen: how many of its rows say anything.
        drafts: the records, those of one KPI of a long table as one.
        not_added: the rows without a record.
        readings: in a long table, the row of each figure and the draft it is in.
    """

    mapping: TableMapping
    seen: int = 0
    drafts: list[Draft] = field(default_factory=list)
    not_added: list[NotAdded] = field(default_factory=list)
    readings: list[tuple[int, Draft]] = field(default_factory=list)


def kept_lines(draft: Draft) -> str:
    """The words of a draft that have no field, a line a heading."""
    return tidy_text("\n".join(f"{heading}: {words}" for heading, words in draft.kept))


def merged_lines(before: str, now: str, said: str, headings: frozenset[str]) -> str:
    """The words without a field after an import: what it says now for what it said before, and what others wrote.

    Lines of columns that this source does not have stay, whoever wrote them.
    """
    lines, new, old = before.split("\n"), now.split("\n"), set(said.split("\n"))
    dropped = {line for line in old if line not in new and line.partition(": ")[0] in headings}
    kept = [line for line in lines if line and line not in dropped]
    # A line that was brought before and is not there now was taken out by somebody.
    added = [line for line in new if line and line not in kept and line not in old]
    return "\n".join([*kept, *added])
