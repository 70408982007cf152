"""The risks: the heat map as a table, and the register with its mitigations."""

from __future__ import annotations

from boardtui.domain.dates import show_date
from boardtui.domain.heatmap import Grid, above_tolerance, by_band, grid, moved
from boardtui.domain.kinds import Mitigation, Risk
from boardtui.domain.matrix import Matrix, Score, matrix_of, parse_score
from boardtui.domain.risks import Response, RiskState
from boardtui.report.markdown import Column, bold, bullets, heading, join, paragraph, table
from boardtui.report.page import Page
from boardtui.report.words import NOT_STATED, capitalised, counted, one_line

UNSCORED = "unscored"

_MITIGATIONS = (
    *(Column("Risk", 8), Column("Mitigation", 44), Column("Owner", 18), Column("Status", 18), Column("Due", 12)),
    Column("Slippage", 16, optional=True),
)


def register(page: Page) -> list[str]:
    """Heat map, register and mitigations."""
    risks = page.board.all(Risk)
    if not risks:
        return []
    return [
        *(heading(2, "Risks") + paragraph(_made_of(page))),
        *heat_map(grid(page.board)),
        *_register(page, risks),
        *_mitigations(page),
    ]


def _made_of(page: Page) -> str:
    counts = by_band(page.board)
    parts = [f"{number} {band or UNSCORED}" for band, number in counts.items() if number]
    total = sum(counts.values())
    matrix = matrix_of(page.board.profile)
    above = sum(above_tolerance(risk, matrix) for risk in page.board.all(Risk))
    told = f"{capitalised(counted(total, 'open risk'))}: {', '.join(parts)}." if total else "No open risks."
    if above:
        told += f" {capitalised(counted(above, 'risk'))} above the board's appetite."
    return told


def heat_map(found: Grid) -> list[str]:
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
    return heading(3, "Heat map") + table(columns, rows) + _beside(found)


def _cell(found: Grid, score: Score) -> str:
    refs = [risk.ref or risk.title for risk in found.cells[score]]
    band = join(found.matrix.band(score), str(score.value))
    return join(bold(", ".join(refs)), f"({band})") if refs else band


def _beside(found: Grid) -> list[str]:
    names = ", ".join(risk.ref or risk.title for risk in found.unscored)
    return (paragraph(join(bold("Not scored:"), names)) if names else []) + bullets(found.problems)


def _register(page: Page, risks: tuple[Risk, ...]) -> list[str]:
    columns = [
        *(Column("Ref", 8), Column("Risk", 36), Column("Category", 14, optional=True), Column("Owner", 18)),
        *(Column("Inherent", 12), Column("Current", 14), Column("Target", 12)),
        *([Column("Since last meeting", 12)] if page.marked else []),
        *(Column("Response", 10, optional=True), Column("Next review", 12, optional=True)),
    ]
    matrix = matrix_of(page.board.profile)
    out = heading(3, "Register") + table(columns, (_row(page, matrix, risk) for risk in risks))
    told = [join(bold(page.named(risk.id)), _story(risk)) for risk in risks if _story(risk)]
    return out + (paragraph(bold("Behind the risks")) + bullets(told) if told else [])


def _row(page: Page, matrix: Matrix, risk: Risk) -> list[str]:
    movement = [moved(page.board, risk).words] if page.marked else []
    current = "closed" if risk.state is RiskState.CLOSED else _score(matrix, risk.current)
    if above_tolerance(risk, matrix):
        current += f", above appetite ({matrix.tolerance(risk.category)})"
    return [
        *(risk.ref, risk.title, risk.category, risk.owner or NOT_STATED),
        *(_score(matrix, risk.inherent), current, _score(matrix, risk.target), *movement),
        *("" if risk.response is Response.NOT_STATED else risk.response.value, show_date(risk.next_review)),
    ]


def _score(matrix: Matrix, words: str) -> str:
    score = parse_score(words)
    if score is None:
        return words or UNSCORED
    return " ".join(filter(None, (f"{score.value} ({score.likelihood}×{score.impact})", matrix.band(score))))


def _story(risk: Risk) -> str:
    parts = [
        risk.description,
        f"Score: {risk.current_why}" if risk.current_why else "",
        risk.commentary,
        f"Closed: {risk.closed_why}" if risk.closed_why else "",
    ]
    return " ".join(_sentence(one_line(part)) for part in parts if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _mitigations(page: Page) -> list[str]:
    rows = [
        (
            *(page.named(each.risk), each.title, each.owner or NOT_STATED, _progress(each)),
            *(page.due(each), page.slipped(each)),
        )
        for risk in page.board.all(Risk)
        for each in page.board.owned(Mitigation, risk.id)
    ]
    return heading(3, "Mitigations") + table(_MITIGATIONS, rows) if rows else []


def _progress(each: Mitigation) -> str:
    words = {word.casefold(): word for word in (each.progress_words, each.progress.value) if word}
    return ": ".join(reversed(words.values())) or NOT_STATED
