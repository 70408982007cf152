"""Where one is on the heat map: the scores shown, the cell in focus, where arrows and clicks lead, and a risk moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, cast

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Risk
from boardtui.domain.risks.heat_map import Which, score_of, steps_of
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of, move
from boardtui.ui.risks.heat_map_lines import MapLayout, Picture
from boardtui.ui.risks.picture import (
    VIEWS,
    MapPlace,
    Move,
    RiskPlaces,
    foot_of_cell,
    foot_of_move,
    foot_of_path,
    foot_of_risk,
    heading,
    line_of,
    next_place,
    pins_of_path,
    places_of,
)


class MapFocus:
    """Where the focus of the map is. It may be an empty cell; the cursor of the register stays where it was then.

    Attributes:
        view: the scores that are shown: one of `VIEWS`.
        cell: the cell in focus; None for the tray beside the map.
        move: the risk in the hand, if one is being moved.
    """

    def __init__(self) -> None:
        self.view = "current"
        self.cell: Score | None = None
        self.move: Move | None = None
        self._row = 1  # the likelihood from which one came into the tray
        self._places: RiskPlaces | None = None
        self._looked: tuple[Any, ...] | None = None  # what these were worked out from

    @property
    def which(self) -> Which:
        """The scores that are shown and moved; a path is moved along its current score."""
        return "current" if self.on_path else cast(Which, self.view)

    @property
    def on_path(self) -> bool:
        """Whether the map shows the path of one risk."""
        return self.view == "path"

    def next_view(self) -> None:
        """Inherent, current, target, path."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]

    def look(self, board: Board, shown: Collection[str]) -> RiskPlaces:
        """See where the risks stand that the register shows."""
        risks = board.all(Risk)  # another tuple wherever any of them has changed
        known, now = self._looked, (risks, board.profile, shown, self.which, self.move)
        if self._places is None or known is None or known[0] is not risks or known[1:] != now[1:]:
            self._places, self._looked = places_of(board, self.which, shown, self.move), now
        return self._places

    def in_empty_cell(self, key: str) -> bool:
        """Whether the focus is on a cell where the risk under the cursor does not stand."""
        places = self._places
        return places is not None and not self.on_path and key in places.of and key not in places.keys(self.cell)

    def follow(self, board: Board, shown: Collection[str], key: str) -> None:
        """Put the focus on the cell of the risk under the cursor."""
        places = self.look(board, shown)
        matrix = places.found.matrix
        if key in places.of:
            self._go(places.of[key])
        elif self.cell is None and not places.keys(None):
            self.cell = _middle(matrix)
        if self.cell is not None and not self.cell.fits(matrix.size):
            self.cell = Score(*(min(each, matrix.size) for each in self.cell))

    def step(self, board: Board, key: str, right: int, up: int) -> str:
        """Go risk by risk along a row, cell by cell otherwise.

        Returns:
            The risk that is under the cursor then.
        """
        if self._places is None:
            return key
        size = matrix_of(board.profile).size
        cell, key = next_place(self._places, MapPlace(self.cell, key, self._row), right, up, size)
        self._go(cell)
        return key

    def click(self, cell: Score, key: str, *, twice: bool) -> str:
        """Go to a cell; another click there goes on to its next risk.

        Returns:
            The risk that is under the cursor then.
        """
        here = self._places.keys(cell) if self._places is not None else []
        again = cell == self.cell and key in here
        self._go(cell)
        if not here:
            return key
        return here[(here.index(key) + (0 if twice else 1)) % len(here)] if again else here[0]

    def risk_in(self, cell: Score, key: str) -> str:
        """A risk that stands in a cell: the one under the cursor if it is among them; empty where none does."""
        here = self._places.keys(cell) if self._places is not None else []
        return key if key in here else here[0] if here else ""

    def _go(self, cell: Score | None) -> None:
        self.cell = cell
        if cell is not None:
            self._row = cell.likelihood

    # A risk in the hand.

    def take_up(self, board: Board, risk: Risk) -> None:
        """Take a risk up, from the middle of the map if it has no score."""
        origin = score_of(risk, self.which)
        self.move = Move(risk, self.which, origin, origin or _middle(matrix_of(board.profile)), board.edition)

    def carry(self, board: Board, right: int, up: int) -> None:
        """Move the risk in the hand by so many cells."""
        if self.move is not None:
            place = move(self.move.place, right, up, matrix_of(board.profile).size)
            self.move = replace(self.move, place=place)

    # Drawing.

    def picture(
        self,
        board: Board,
        shown: Collection[str],
        risk: Risk | None,
        past: Sequence[tuple[str, str]],
        *,
        on_map: bool,
        room: tuple[int, int],
        view_key: str,
    ) -> Picture:
        """What the map shows.

        Args:
            board: the board.
            shown: the risks that the register shows.
            risk: the one under its cursor.
            past: the scores of that one at past meetings; only a path shows them.
            on_map: the keys go about on the map, where the focus may be on an empty cell.
            room: width and height of the map, in cells of the terminal.
            view_key: the key that shows other scores.
        """
        places, matrix = self.look(board, shown), matrix_of(board.profile)
        pins, cell, key = places.pins, self.cell, risk.id if risk is not None else ""
        width, height = room
        if self.move is not None:
            cell, key = self.move.place if self.move.place in pins else None, self.move.risk.id
            foot = foot_of_move(self.move, matrix)
        elif self.on_path and risk is not None:
            steps = steps_of(risk, past)
            across = MapLayout.of(matrix.size, width, height, 2).across
            pins, foot = pins_of_path(steps, matrix, across), foot_of_path(matrix, risk, steps, width)
            cell = next((step.score for step in steps if "now" in step.labels), None)
        elif risk is None or (on_map and self.in_empty_cell(key)):
            key = ""
            addable, none_yet = self.view == "current", not board.all(Risk)
            foot = foot_of_cell(matrix, cell, addable=addable, none_yet=none_yet)
        else:
            foot = foot_of_risk(board, matrix, risk, self.which)
        beyond, line = line_of(matrix, self.move.risk if self.move is not None else risk if key else None)
        return Picture(
            matrix=matrix,
            pins=pins,
            tray=places.tray,
            beyond=beyond,
            cell=cell,
            key=key,
            heading=heading(self.view, view_key, line, width),
            foot=foot,
        )


def _middle(matrix: Matrix) -> Score:
    return Score((matrix.size + 1) // 2, (matrix.size + 1) // 2)
