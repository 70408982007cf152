"""The risks: those above tolerance first, the heat map as a table, what moved, and the register with mitigations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.movement import score_words
from boardtui.domain.board.words import capitalised
from boardtui.domain.dates.dates import show_date
from boardtui.domain.records.kinds import Action, Kpi, Mitigation, Record, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.risks import Response, RiskState
from boardtui.domain.records.text import with_full_stop
from boardtui.domain.risks.heat_map import Grid, Movement, by_band, grid, label_of, moved, score_of
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of
from boardtui.report.columns import MOVED, OWNER, REF, RISK
from boardtui.report.document import (
    Block,
    Column,
    bold,
    bullets,
    closed_up,
    heading,
    inline,
    join,
    paragraph,
    records_table,
    table,
    told_of,
    toned,
)
from boardtui.report.palette import band_style
from boardtui.report.record_tables import MITIGATIONS
from boardtui.report.risk_columns import CATEGORY, TOLERANCE, UNSCORED, score_and_band, scores
from boardtui.report.sections.page import Page
from boardtui.report.words import counted, one_line

MOST_REFS = 12
"""More refs in one cell of the heat map are only counted; the register has them all."""

_INHERENT, _CURRENT, _TARGET = scores(score_and_band)
_MOVED = (Column("Risk", 32), Column("Then", 10), Column("Now", 10), Column("Movement", 14), Column("Why", 34))


def register(page: Page) -> list[Block]:
    """What is above tolerance, heat map, movement, register and mitigations."""
    risks = worst_first(page.board.all(Risk), matrix_of(page.board.profile))
    if not risks and not any(page.marked and isinstance(each, Risk) for each in page.board.since.gone):
        return []
    return [
        *(heading(2, "Risks") + paragraph(_made_of(page))),
        *_above(page, risks),
        *heat_map(grid(page.board)),
        *_movement(page, risks),
        *_register(page, risks),
        *_mitigations(page, risks),
    ]


def worst_first(risks: Sequence[Risk], matrix: Matrix) -> list[Risk]:
    """Risks above tolerance first, then by their current score; unscored and then closed ones at the end."""

    def place(risk: Risk) -> tuple[bool, bool, int]:
        score = score_of(risk)
        return (
            risk.state is RiskState.CLOSED,
            not above_tolerance(risk, matrix),
            -score.value if score is not None else 0,
        )

    return sorted(risks, key=place)


def _made_of(page: Page) -> str:
    counts = by_band(page.board)
    parts = [f"{number} {band or UNSCORED}" for band, number in counts.items() if number]
    total = sum(counts.values())
    matrix = matrix_of(page.board.profile)
    above = sum(above_tolerance(risk, matrix) for risk in page.board.all(Risk))
    told = f"{capitalised(counted(total, 'open risk'))}: {', '.join(parts)}." if total else "No open risks."
    if above:
        told += f" {capitalised(counted(above, 'risk'))} above the board's tolerance."
    return told


def _above(page: Page, risks: Sequence[Risk]) -> list[Block]:
    matrix = matrix_of(page.board.profile)
    found = [risk for risk in risks if above_tolerance(risk, matrix)]
    what = replace(RISK, make=lambda _, risk: join(bold(risk.ref), risk.title))
    columns = (what, _CURRENT, TOLERANCE, OWNER, Column("In hand", 34, make=_in_hand))
    return heading(3, "Above tolerance") + records_table(columns, page, found) if found else []


def _in_hand(page: Page, risk: Risk) -> str:
    finished = (Progress.COMPLETE, Progress.STOPPED)
    titles = [each.title for each in page.board.owned(Mitigation, risk.id) if each.progress not in finished]
    return "; ".join(filter(None, titles)) or "no mitigation under way"


def heat_map(found: Grid) -> list[Block]:
    """The matrix with the refs of the risks in their cells. Each cell names its band: colour alone says nothing."""
    if not any(found.cells.values()):
        return paragraph("No risk has been scored yet, so there is no heat map.") + _beside(found)
    matrix = found.matrix
    sides = range(1, matrix.size + 1)
    columns = [Column("Likelihood ↓ / Impact →", 16)]
    columns += [Column(f"{each} {matrix.impacts[each - 1]}", 14) for each in sides]
    rows = []
    for likelihood in reversed(sides):
        label = bold(f"{likelihood} {matrix.likelihoods[likelihood - 1]}")
        rows.append([label, *(_cell(found, Score(likelihood, impact)) for impact in sides)])
    above = any(above_tolerance(risk, matrix) for some in found.cells.values() for risk in some)
    key = paragraph("An exclamation mark: above the board's tolerance.") if above and found.which == "current" else []
    return heading(3, "Heat map") + table(columns, rows) + key + _beside(found)


def _cell(found: Grid, score: Score) -> str:
    risks = found.cells[score]
    band = join(found.matrix.band(score), str(score.value))
    words = join(bold(refs_of(found, risks)), f"({band})") if risks else band
    return toned(words, band_style(found.matrix, score))


def refs_of(found: Grid, risks: Sequence[Risk]) -> str:
    """The refs in one cell of the map, those above tolerance marked; very many of them are counted."""
    marked = found.which == "current"
    refs = [
        f"{label_of(risk.ref, risk.title)}{'!' if marked and above_tolerance(risk, found.matrix) else ''}"
        for risk in risks[:MOST_REFS]
    ]
    return ", ".join(refs) + (f" +{len(risks) - MOST_REFS}" if len(risks) > MOST_REFS else "")


def _beside(found: Grid) -> list[Block]:
    names = ", ".join(label_of(risk.ref, risk.title) for risk in found.unscored)
    return (paragraph(join(bold("Not scored:"), names)) if names else []) + bullets(found.problems)


def _movement(page: Page, risks: Sequence[Risk]) -> list[Block]:
    """What has moved since the last meeting, for the worse first; what stood still is in the register."""
    if not page.marked:
        return []
    order = (Movement.WORSENED, Movement.IMPROVED, Movement.NEW, Movement.UNSCORED, Movement.CLOSED)
    told = {risk.id: moved(page.board, risk) for risk in risks}
    rows = [_moved(page, risk, each) for each in order for risk in risks if told[risk.id] is each]
    rows += [
        (join(bold(gone.ref), gone.title), score_words(gone.current), "", "removed", "")
        for gone in page.board.since.gone
        if isinstance(gone, Risk) and gone.state is not RiskState.CLOSED
    ]
    return heading(3, "Movement since the last meeting") + table(_MOVED, rows) if rows else []


def _moved(page: Page, risk: Risk, movement: Movement) -> tuple[str, ...]:
    before = page.board.since.value(risk, "current")
    then = "" if before is None else score_words(str(before))
    closed = movement is Movement.CLOSED
    now = "closed" if closed else score_words(risk.current)
    why = risk.closed_why if closed else risk.current_why
    return join(bold(risk.ref), risk.title), then, now, movement.words, why


def _register(page: Page, risks: Sequence[Risk]) -> list[Block]:
    if not risks:
        return []
    current = replace(_CURRENT, make=_against_tolerance)
    columns = [REF, RISK, CATEGORY, OWNER, _INHERENT, current, _TARGET, *([MOVED] if page.marked else [])]
    out = heading(3, "Register") + records_table(columns, page, risks)
    told = [block for risk in risks for block in told_of(page.named(risk.id), *_story(page, risk))]
    return out + (paragraph(bold("Behind the risks")) + closed_up(told) if told else [])


def _against_tolerance(page: Page, risk: Risk) -> str:
    matrix = matrix_of(page.board.profile)
    current = inline("closed") if risk.state is RiskState.CLOSED else score_and_band(matrix, risk.current)
    if above_tolerance(risk, matrix):
        return toned(f"{current}, above tolerance ({matrix.tolerance(risk.category)})", current.tone)
    return current


def _story(page: Page, risk: Risk) -> list[str]:
    parts = [
        risk.description,
        f"Score: {risk.current_why}" if risk.current_why else "",
        risk.commentary,
        "" if risk.response is Response.NOT_STATED else f"Response: {risk.response.value}",
        f"Next review: {show_date(risk.next_review)}" if risk.next_review else "",
        f"Bears on: {bears_on}" if (bears_on := ", ".join(_linked(page, risk))) else "",
        f"Closed: {risk.closed_why}" if risk.closed_why else "",
    ]
    return [part if "\n" in part else with_full_stop(one_line(part)) for part in parts if part]


def _linked(page: Page, risk: Risk) -> Iterator[str]:
    kinds: tuple[type[Record], ...] = (Action, Kpi)
    for kind in kinds:
        yield from (page.kind_and_name(each) for each in page.board.linked(kind, risk.id))


def _mitigations(page: Page, risks: Sequence[Risk]) -> list[Block]:
    found = [each for risk in risks for each in page.board.owned(Mitigation, risk.id)]
    return heading(3, "Mitigations") + records_table(MITIGATIONS, page, found) if found else []
