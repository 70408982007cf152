"""What is said of one risk: scores and appetite, who answers for it, what is done about it, and what it bears on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.movement import score_words
from boardtui.domain.attention.schedule import is_overdue
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, ref_and_title
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.records.kinds import Action, Ambition, Kpi, Mitigation, Risk
from boardtui.domain.records.risks import Response, RiskState
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.heat_map import Movement, moved, path_problem, score_of
from boardtui.domain.risks.matrix import Matrix, matrix_of, parse_score
from boardtui.report.palette import Palette
from boardtui.report.risk_columns import progress_words
from boardtui.ui.shared.columns import pieces, rag, score_badge
from boardtui.ui.shared.detail import field_lines
from boardtui.ui.shared.text import Piece, Pieces, one_line, rich_plain


def risk_detail(board: Board, risk: Risk, palette: Palette, today: date, *, mitigations: bool = True) -> RenderableType:
    """One risk in full.

    Args:
        board: the board.
        risk: the risk.
        palette: the colours.
        today: the day on which lateness is counted.
        mitigations: show the mitigations as well.
    """
    matrix = matrix_of(board.profile)
    return Group(
        *_head(board, matrix, risk, palette),
        *_scores(board, matrix, risk, palette),
        *_who(board, risk, palette, today),
        *_fields(board, risk, palette),
        *(_mitigations(board, risk, palette, today) if mitigations else ()),
        *_links(board, risk, palette),
    )


def appetite_words(matrix: Matrix, risk: Risk) -> str:
    """What the board bears in the category of a risk: `capacity: cautious, tolerance 9`; empty for nothing."""
    appetite = matrix.appetites.get(same_key(risk.category))
    if appetite is None:
        return ""
    return ": ".join(filter(None, (appetite.category, appetite.word))) + f", tolerance {appetite.tolerance}"


def _head(board: Board, matrix: Matrix, risk: Risk, palette: Palette) -> Iterator[RenderableType]:
    heading = Text(f"{risk.ref}  " if risk.ref else "", style=palette.style("accent"))
    heading.append(risk.title or "title not stated")
    heading.stylize("bold")
    yield heading
    for problem in _problems(board, matrix, risk):
        yield Text(f"⚠ {problem}", style=palette.style("warning"))
    if risk.state is RiskState.CLOSED:
        why = one_line(risk.closed_why) or "no reason is given"
        yield Text.assemble(
            ("Closed: ", palette.style("strong")), rich_plain(why), ("  c opens it again", palette.style("muted"))
        )


def _problems(board: Board, matrix: Matrix, risk: Risk) -> Iterator[str]:
    if risk.conflicts:
        yield "Copies disagree about it: ! decides"
    score = score_of(risk)
    if score is not None and not score.fits(matrix.size):
        yield f"Its score {score_words(risk.current)} is not on the {matrix.size}×{matrix.size} map: m scores it again"
    ref = same_key(risk.ref)
    if ref and any(same_key(other.ref) == ref and other.id != risk.id for other in board.all(Risk)):
        yield f"Another risk has the ref {risk.ref}: # gives this one a free ref"
    if problem := path_problem(risk):
        yield f"Can that be right? {capitalised(problem)}"


def _scores(board: Board, matrix: Matrix, risk: Risk, palette: Palette) -> Iterator[RenderableType]:
    muted = palette.style("muted")
    for label, words, why in (
        ("Inherent", risk.inherent, risk.inherent_why),
        ("Current", risk.current, risk.current_why),
        ("Target", risk.target, risk.target_why),
    ):
        badge, score = score_badge(matrix, words), parse_score(words)
        line = Text.assemble((f"{label:<9}", muted), (badge.text, palette.style(badge.style)))
        if score is not None and score.fits(matrix.size):
            likelihood, impact = matrix.likelihoods[score.likelihood - 1], matrix.impacts[score.impact - 1]
            line.append(f" {score.likelihood} {one_line(likelihood)} × {score.impact} {one_line(impact)}")
        if label == "Current":
            line.append_text(_movement(board, risk, palette))
        if why:
            line.append(f" · {one_line(why)}", style=muted)
        yield line
    if borne := appetite_words(matrix, risk):
        over = above_tolerance(risk, matrix)
        told = Text("  above tolerance", style=palette.style("error")) if over else Text("")
        yield Text.assemble(("Appetite ", muted), rich_plain(borne), told)
    elif risk.category:
        yield Text.assemble(("Appetite ", muted), rich_plain(one_line(risk.category)), (": not stated", muted))


def _movement(board: Board, risk: Risk, palette: Palette) -> Text:
    movement = moved(board, risk)
    if movement is Movement.NONE:
        return Text("")
    styles = {Movement.WORSENED: "mark-worse", Movement.IMPROVED: "mark-better", Movement.SAME: "mark-same"}
    before = str(board.since.value(risk, "current") or "")
    was = f" from {score_words(before)}" if movement in (Movement.WORSENED, Movement.IMPROVED) else ""
    return Text(f"  {movement.words}{was}", style=palette.style(styles.get(movement, "accent")))


def _who(board: Board, risk: Risk, palette: Palette, today: date) -> Iterator[RenderableType]:
    muted = palette.style("muted")
    review, day = show_date(risk.next_review), read_date(risk.next_review).day
    due = " !" if day is not None and day <= today and risk.state is RiskState.OPEN else ""
    ambition = board.get(Ambition, risk.ambition)
    response = "" if risk.response is Response.NOT_STATED else risk.response.value
    parts = [
        ("Owner", risk.owner or "not stated"),
        ("Response", response or "not stated"),
        ("Next review", f"{review}{due}" if review else "not stated"),
        (
            board.profile.ambition_label.capitalize(),
            ref_and_title(board, ambition) if ambition is not None else "",
        ),
    ]
    for label, words in parts:
        if words:
            style = palette.style("error") if label == "Next review" and due else ""
            yield Text.assemble((f"{one_line(label)}: ", muted), rich_plain(one_line(words), style))


def _fields(board: Board, risk: Risk, palette: Palette) -> Iterator[RenderableType]:
    for name in ("description", "commentary"):
        if getattr(risk, name):
            yield from field_lines(board, risk, risk.kind.attributes[name], palette)


def _mitigations(board: Board, risk: Risk, palette: Palette, today: date) -> list[RenderableType]:
    found = board.owned(Mitigation, risk.id)
    heading = Text("Mitigations", style=palette.style("heading"))
    if not found:
        return [heading, Text("none yet: M adds one", style=palette.style("muted"))]
    lines: list[RenderableType] = [heading]
    for each in found:
        late = is_overdue(board, each, today)
        done = _text(pieces(progress_words(each)), palette)
        line = Text.assemble(done, "  ", one_line(each.title) or "title not stated")
        line.append(f" · {one_line(each.owner) or 'no owner'}", style=palette.style("muted"))
        if each.due:
            style = palette.style("error" if late else "muted")
            line.append(f" · due {show_date(each.due)}{' !' if late else ''}", style=style)
        lines.append(line)
    return lines


def _links(board: Board, risk: Risk, palette: Palette) -> list[RenderableType]:
    actions, kpis = board.linked(Action, risk.id), board.linked(Kpi, risk.id)
    lines: list[RenderableType] = [
        *(_linked(palette, each.ref, each.title, rag(each.rag)) for each in actions),
        *(_linked(palette, f"KPI {each.ref}", each.title, _status(board, each)) for each in kpis),
    ]
    return [Text("Linked", style=palette.style("heading")), *lines] if lines else []


def _status(board: Board, kpi: Kpi) -> Pieces:
    return rag(view(board, kpi).status.rag)


def _linked(palette: Palette, ref: str, title: str, badge: Pieces) -> Text:
    return Text.assemble(_text(badge, palette), " ", rich_plain(one_line(f"{ref} {title}")))


def _text(pieces: Iterable[Piece] | Sequence[Piece], palette: Palette) -> Text:
    return Text.assemble(*((piece.text, palette.style(piece.style)) for piece in pieces))
