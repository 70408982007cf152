"""The columns of each table that a terminal shows, and the plain values that programs get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.movement import movement_mark
from boardtui.domain.attention.schedule import REPORTED_ON, SCHEDULED, is_finished, is_stale, routed_to, slippage
from boardtui.domain.board.beside import beside, number_of
from boardtui.domain.board.words import GONE, plain_value, short_name
from boardtui.domain.dates.dates import show_date
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView, view
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.trend import Mark
from boardtui.domain.records.kinds import Ambition, Kpi, Mitigation, NextStep, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import matrix_of, parse_score
from boardtui.report import words
from boardtui.report.palette import rag_style
from boardtui.report.sections.page import Page
from boardtui.report.words import NONE, one_line


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


def _verdict(mark: Mark | None, *, judged: object) -> str | None:
    return mark.word.lower() if mark is not None and judged else None


def _period(each: Stated) -> dict[str, Any]:
    """One reading; `missing` says why it has no number, and `qualifier` what limits the one it has."""
    record, figure = each.record, each.figure
    return {
        "period": each.period.key if each.period is not None else record.period,
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


Draw = Callable[[Page, Any], "str | Text"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a terminal table.

    Attributes:
        heading: what stands over it.
        draw: makes the cell of a record.
        right: whether it is aligned to the right.
        whole: whether it is never broken into lines.
    """

    heading: str
    draw: Draw
    right: bool = False
    whole: bool = False


Columns = tuple[Column, ...]


def cell(page: Page, column: Column, record: Record) -> Text:
    """What stands in a cell; a dash where nothing does."""
    drawn = column.draw(page, record)
    if isinstance(drawn, Text):
        return drawn
    return Text(one_line(drawn) or NONE)


def rag_text(rating: Rag) -> Text:
    """A rating as letter, shape and word, with the name of its style: what draws it knows the colours."""
    return Text(rating.words, style=rag_style(rating))


def _rating(page: Page, record: Any) -> Text:
    if routed_to(page.board, record):
        return Text(words.rating(page.board, record))
    return rag_text(Rag(record.rag))


def _field(name: str) -> Draw:
    def draw(_: Page, record: Any) -> str:
        return show_date(str(getattr(record, name)))

    return draw


def _link(name: str) -> Draw:
    return lambda page, record: page.named(getattr(record, name))


def _about(page: Page, record: Any) -> str:
    found = page.board.find(record.item) if record.item else None
    return "" if found is None else page.kind_and_name(found)


def _ambition_rating(page: Page, ambition: Ambition) -> Text:
    if ambition.routed_to:
        return Text(f"now routed through {one_line(ambition.routed_to)}")
    return rag_text(ambition.rag)


def _made_of(page: Page, ambition: Ambition) -> str:
    standing = next((s for s in page.view.standings if s.ambition is not None and s.ambition.id == ambition.id), None)
    if standing is None or ambition.routed_to:
        return ""
    counts = standing.make_up.now
    return "  ".join(f"{rating.mark} {counts[rating]}" for rating in counts if counts[rating])


def _score(name: str) -> Draw:
    def draw(page: Page, risk: Risk) -> str:
        score = parse_score(getattr(risk, name))
        if score is None:
            return "unscored"
        band = matrix_of(page.board.profile).band(score)
        return f"{score.value} {band}".strip()

    return draw


def _flags(page: Page, risk: Risk) -> str:
    above = above_tolerance(risk, matrix_of(page.board.profile))
    return "closed" if is_finished(risk) else "above appetite" if above else ""


def _progress(_: Page, each: Mitigation) -> str:
    return each.progress_words or each.progress.value


_REF = Column("Ref", _field("ref"), whole=True)
_LEAD = Column("Lead", _field("lead"))
_RATING = Column("RAG", _rating, whole=True)
_DUE = Column("Due", lambda page, item: page.due(item))
_SLIPPAGE = Column("Slippage", lambda page, item: page.slipped(item))
_MOVED = Column("Moved", lambda page, record: page.movement(record), whole=True)
_MEETING = Column("Meeting", _link("meeting"), whole=True)
_ABOUT = Column("About", _about)

COLUMNS: dict[str, Columns] = {
    "ambition": (
        *(_REF, Column("Title", _field("title")), _LEAD, Column("RAG", _ambition_rating)),
        *(Column("Actions", _made_of), _MOVED),
    ),
    "action": (_REF, Column("Action", _field("title")), _LEAD, _RATING, _DUE, _SLIPPAGE, _MOVED),
    "risk": (
        *(_REF, Column("Risk", _field("title")), Column("Owner", _field("owner"))),
        *(Column("Inherent", _score("inherent")), Column("Current", _score("current"))),
        *(Column("Target", _score("target")), Column("State", _flags), _MOVED),
    ),
    "priority": (
        *(_REF, Column("Title", _field("title")), Column("Description", _field("description"))),
        Column("Next steps", lambda page, each: str(len(page.board.owned(NextStep, each.id))), right=True),
    ),
    "next_step": (
        *(_REF, Column("Area of focus", _link("priority")), Column("Action", _field("title")), _LEAD, _RATING),
        *(_DUE, _SLIPPAGE, _MOVED),
    ),
    "milestone": (
        *(Column("When", lambda page, item: page.due(item)), _REF, Column("Milestone", _field("title"))),
        *(_LEAD, _RATING, _SLIPPAGE, Column("Note", _field("note"))),
    ),
    "budget_line": (
        *(Column("Budget", _field("title")), Column("Source", _field("source")), Column("Year", _field("year"))),
        *(Column("Approved", _field("approved"), right=True), Column("Spent", _field("spent"), right=True)),
        Column("Projected", _field("projected"), right=True),
        *(Column("Variance", _field("variance")), Column("Note", _field("note"))),
    ),
    "narrative": (
        *(Column("Section", _field("section")), Column("Heading", _field("heading"))),
        Column("Text", _field("text")),
    ),
    "meeting": (
        *(Column("Date", _field("date"), whole=True), Column("Title", _field("title"))),
        *(Column("Place", _field("place")), Column("Chair", _field("chair")), Column("State", _field("state"))),
    ),
    "decision": (_MEETING, _ABOUT, Column("Decision", _field("text")), Column("Made by", _field("made_by"))),
    "challenge": (
        *(_MEETING, _ABOUT, Column("Challenge", _field("text")), Column("Raised by", _field("raised_by"))),
        Column("Answer", lambda _, each: each.answer or "open"),
    ),
    "action_arising": (
        *(_MEETING, _ABOUT, Column("Action", _field("text")), Column("Who", _field("owner"))),
        *(Column("By when", lambda page, item: page.due(item)), _SLIPPAGE),
        Column("Outcome", lambda _, each: each.outcome or ("done" if each.done else "open")),
    ),
    "task_group": (
        *(Column("Group", _field("title")), Column("Ambition", _link("ambition"))),
        *(Column("Action", _link("action")), _LEAD),
        *(Column("Co-lead", _field("co_lead")), Column("Remit", _field("remit"))),
    ),
    "mitigation": (
        *(Column("Risk", _link("risk"), whole=True), Column("Mitigation", _field("title"))),
        *(Column("Owner", _field("owner")), Column("Status", _progress), _DUE, _SLIPPAGE),
    ),
}


def plain_values(page: Page, record: Record) -> dict[str, Any]:
    """The fields of a record by their names, links as refs, and after them what follows from them."""
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
    values |= _derived(page, record)
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
