"""What the heat map shows of a board: which risks stand where, the line of the appetite, and the words beneath."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.movement import score_words
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, ref_and_title
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Risk
from boardtui.domain.records.risks import RiskState
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.heat_map import Grid, Movement, PathStep, Which, arrow, grid, label_of, moved, score_of
from boardtui.domain.risks.matrix import Appetite, Matrix, Score, move
from boardtui.report.palette import band_style
from boardtui.ui.risks.heat_map_lines import ROOMY_CELL, Pin
from boardtui.ui.shared.columns import score_badge
from boardtui.ui.shared.text import Piece, Pieces, one_line

VIEWS = ("inherent", "current", "target", "path")

Tray = list[tuple[str, list[Pin]]]


@immutable
class Move:
    """A risk on its way to another cell; nothing of it is on disk yet.

    Attributes:
        risk: the risk as it was when it was taken up.
        which: which of its scores.
        origin: where it stood; None for unscored.
        place: where it stands now.
        edition: the edition of the board on which this is decided.
    """

    risk: Risk
    which: Which
    origin: Score | None
    place: Score
    edition: int


@immutable
class RiskPlaces:
    """Where the risks that are shown stand.

    Attributes:
        found: the board's grid.
        pins: those on the map.
        tray: those beside it, under their headings.
        of: the cell of each risk; None for one in the tray.
    """

    found: Grid
    pins: Mapping[Score, Sequence[Pin]]
    tray: Tray
    of: Mapping[str, Score | None]

    def keys(self, cell: Score | None) -> list[str]:
        """The risks in a cell, or in the tray."""
        pins = self.pins.get(cell, ()) if cell is not None else [pin for _, some in self.tray for pin in some]
        return [pin.key for pin in pins if pin.key]


@immutable
class MapPlace:
    """Where the focus is.

    Attributes:
        cell: the cell; None for the tray.
        key: the risk under the cursor, which may stand elsewhere if the cell is empty.
        row: the likelihood from which one came into the tray.
    """

    cell: Score | None
    key: str
    row: int


def next_place(places: RiskPlaces, at: MapPlace, right: int, up: int, size: int) -> tuple[Score | None, str]:
    """Where an arrow leads: risk by risk within a cell along its row, else to the next cell; and down the tray.

    Returns:
        The cell, or None for the tray; and the risk that is under the cursor then.
    """
    here = places.keys(at.cell)
    place = here.index(at.key) if at.key in here else -1
    along = right if at.cell is not None else -up
    if place >= 0 and along and 0 <= place + along < len(here):
        return at.cell, here[place + along]
    if at.cell is None:
        cell: Score | None = Score(min(at.row, size), size) if right < 0 else None
    elif right > 0 and at.cell.impact == size:
        cell = None if places.keys(None) else at.cell
    else:
        cell = move(at.cell, right, up, size)
    there = places.keys(cell)
    if cell == at.cell or not there:
        return cell, at.key
    return cell, there[-1] if right < 0 else there[0]


def places_of(board: Board, which: Which, shown: Collection[str], moving: Move | None = None) -> RiskPlaces:
    """Where the risks stand that the filters leave; one that is being moved stands where it is by now."""
    found = grid(board, which)
    pins: dict[Score, list[Pin]] = {}
    for score, risks in found.cells.items():
        pins[score] = [_pin(found, each) for each in risks if each.id in shown]
    tray: Tray = [("Unscored", [_pin(found, each) for each in found.unscored if each.id in shown])]
    outside = [_pin(found, each) for each in found.outside if each.id in shown]
    if outside:
        tray.append(("Off map", outside))
    if moving is not None:
        _put(moving, pins, tray)
    places: dict[str, Score | None] = {pin.key: score for score, some in pins.items() for pin in some if pin.key}
    places |= {pin.key: None for _, some in tray for pin in some if pin.key}
    return RiskPlaces(found, pins, tray, places)


def _pin(found: Grid, risk: Risk) -> Pin:
    above = found.which == "current" and above_tolerance(risk, found.matrix)
    return Pin(risk.id, label_of(risk.ref, risk.title), "!" if above else "")


def _put(moving: Move, pins: dict[Score, list[Pin]], tray: Tray) -> None:
    """Draw the risk where it is now, and an empty place where it was."""
    name = label_of(moving.risk.ref, moving.risk.title)
    everywhere = [*pins.values(), *(some for _, some in tray)]
    for some in everywhere:
        some[:] = [Pin("", f"({name})") if pin.key == moving.risk.id else pin for pin in some]
    pin = Pin(moving.risk.id, name, grip="◆")
    if moving.place in pins:
        at = pins[moving.place]
        at[:] = [pin, *(each for each in at if each.key or moving.place != moving.origin)]
    else:
        tray[-1][1].insert(0, pin)


def pins_of_path(steps: Sequence[PathStep], matrix: Matrix, room: int) -> dict[Score, list[Pin]]:
    """The steps of a path in their cells, numbered, with an arrow to the next one; in words where a cell has room."""
    pins: dict[Score, list[Pin]] = {}
    for number, step in enumerate(steps, start=1):
        onward = arrow(step.score, steps[number].score) if number < len(steps) else ""
        if step.score.fits(matrix.size):
            words = f" {step.words}" if room >= ROOMY_CELL else ""
            pins.setdefault(step.score, []).append(Pin("", f"{number}{onward}{words}"))
    return pins


def line_of(matrix: Matrix, risk: Risk | None) -> tuple[frozenset[Score], Pieces]:
    """The cells beyond the appetite for the risk in focus, or else where the board is strictest; and that in words."""
    appetite: Appetite | None = None
    if risk is not None:
        appetite = matrix.appetites.get(same_key(risk.category))
    if appetite is None and risk is not None and matrix.appetites:
        category = one_line(risk.category)
        return frozenset(), [
            Piece(f"no appetite stated for {category}" if category else "no category, no line", "muted")
        ]
    if appetite is None:
        appetite = min(matrix.appetites.values(), key=lambda each: each.tolerance, default=None)
    if appetite is None:
        return frozenset(), [Piece("no appetite stated: ctrl+e", "muted")]
    words = capitalised(one_line(f"{appetite.category} risks").strip())
    return matrix.above_appetite(appetite.category), [
        Piece("━ ", "strong"),
        Piece(f"{words}: tolerance {appetite.tolerance}"),
    ]


def heading(view: str, key: str, line: Pieces, width: int) -> Pieces:
    """Which scores are shown, how to see others, and what the line means where there is room for it."""
    pieces = [Piece(f"{key}: ", "muted")]
    for each in VIEWS:
        pieces.append(Piece(f"▸{each} ", "strong") if each == view else Piece(f" {each} ", "muted"))
    used, more = (sum(cell_len(piece.text) for piece in some) for some in (pieces, line))
    return [*pieces, Piece(" " * max(2, width - used - more)), *line] if used + 8 < width else pieces


def foot_of_move(moving: Move, matrix: Matrix) -> list[Pieces]:
    """What a move means, while it is made."""
    name = label_of(moving.risk.ref, moving.risk.title)
    before = score_badge(matrix, str(moving.origin) if moving.origin is not None else "")
    first = [
        *(Piece(f"{name} {moving.which} ", "strong"), before, Piece(" → "), score_badge(matrix, str(moving.place))),
        Piece(f" {_in_words(matrix, moving.place)}"),
    ]
    return [first, [Piece("arrows move it · Enter asks why and saves · Esc puts it back", "muted")]]


def foot_of_cell(matrix: Matrix, cell: Score | None, *, addable: bool, none_yet: bool = False) -> list[Pieces]:
    """What an empty cell stands for; on a board without risks also how to begin."""
    if cell is None:
        return [[Piece("Every risk here has a score.", "muted")]]
    band = matrix.band(cell)
    first = [Piece(f" {cell.value} {one_line(band)} ", band_style(matrix, cell)), Piece(f" {_in_words(matrix, cell)}")]
    if none_yet and addable:
        return [first, [Piece("No risks yet: + adds one with this score. I imports a spreadsheet.", "muted")]]
    return [first, [Piece("no risk here" + (" · + adds one with this score" if addable else ""), "muted")]]


def foot_of_risk(board: Board, matrix: Matrix, risk: Risk, which: Which) -> list[Pieces]:
    """The risk in focus, in two lines."""
    title = ref_and_title(board, risk)
    score = score_of(risk, which)
    second = [score_badge(matrix, getattr(risk, which))]
    if score is not None and score.fits(matrix.size):
        second.append(Piece(f" {_in_words(matrix, score)}"))
    if which == "current" and above_tolerance(risk, matrix):
        second.append(Piece(f" · above tolerance {matrix.tolerance(risk.category)}", "error"))
    movement = moved(board, risk) if which == "current" else Movement.NONE
    if movement in (Movement.WORSENED, Movement.IMPROVED):
        style = "mark-worse" if movement is Movement.WORSENED else "mark-better"
        before = score_words(str(board.since.value(risk, "current") or ""))
        second.append(Piece(f" · {movement.words} from {before}", style))
    elif movement is Movement.NEW:
        second.append(Piece(" · new", "accent"))
    if risk.state is RiskState.CLOSED:
        second = [Piece("closed", "strong"), Piece(f": {one_line(risk.closed_why)}" if risk.closed_why else "")]
    elif score is None:
        second.append(Piece(" · m scores it", "muted"))
    second.append(Piece(f" · {one_line(risk.owner) or 'no owner'}", "muted"))
    return [[Piece(title, "strong")], second]


def foot_of_path(matrix: Matrix, risk: Risk, steps: Sequence[PathStep], width: int) -> list[Pieces]:
    """The steps of a path, one after the other, on two lines at most; each with its number on the map.

    Where there are too many, the oldest meetings are left out.
    """
    name = label_of(risk.ref, risk.title)
    if not steps:
        return [[Piece(f"{name} has no scores yet: m scores it", "muted")]]
    numbered = list(enumerate(steps, start=1))
    told = _told(name, numbered, matrix, width)
    while len(told) > 2 and len(numbered) > 3:
        del numbered[1]
        told = _told(name, numbered, matrix, width)
    return told


def _told(name: str, numbered: Sequence[tuple[int, PathStep]], matrix: Matrix, width: int) -> list[Pieces]:
    lines: list[list[Piece]] = [[Piece(f"{name}: ", "strong")]]
    before = 0
    for number, step in numbered:
        part = [Piece("" if not before else " → " if number == before + 1 else " → … → ", "muted")]
        part += [Piece(f"{number} {step.words} "), score_badge(matrix, str(step.score))]
        before = number
        if len(lines[-1]) > 1 and sum(cell_len(piece.text) for piece in (*lines[-1], *part)) > width:
            lines.append([])
        lines[-1] += part
    return list(lines)


def _in_words(matrix: Matrix, score: Score) -> str:
    if not score.fits(matrix.size):
        return f"is not on the {matrix.size}×{matrix.size} map"
    labels = (matrix.likelihoods[score.likelihood - 1], matrix.impacts[score.impact - 1])
    return f"{score.likelihood} {one_line(labels[0])} × {score.impact} {one_line(labels[1])}"
