"""The heat map as lines of text: what stands in which cell, the line of the appetite, and the tray beside it.

Everything is said by letters, figures and lines as well as by colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from textwrap import wrap

from rich.cells import cell_len

from boardtui.domain.immutable import immutable
from boardtui.domain.risks.matrix import Matrix, Score
from boardtui.report.palette import band_style
from boardtui.ui.shared.text import Piece, Pieces, fitted, one_line


def packed(labels: Sequence[str], rooms: Sequence[int], focus: int = -1) -> tuple[list[list[int]], int]:
    """Which of some labels stand on which line, one after the other with a space between them.

    As many as fit, from the first on, or from the one in focus on if that would be hidden.

    Args:
        labels: what there is.
        rooms: the width of each line.
        focus: the one that has to be seen; -1 for none.

    Returns:
        The places of the labels on each line, and how many labels are hidden: room for `+3` is kept for them.
    """
    widths = [cell_len(label) for label in labels]
    placed, hidden = _packed_from(0, widths, rooms)
    if focus >= 0 and not any(focus in line for line in placed):
        placed, hidden = _packed_from(focus, widths, rooms)
    return placed, hidden


def _packed_from(first: int, widths: Sequence[int], rooms: Sequence[int]) -> tuple[list[list[int]], int]:
    lines: list[list[int]] = [[] for _ in rooms]
    line = used = 0
    for place in range(first, len(widths)):
        while line < len(rooms) and lines[line] and used + 1 + widths[place] > rooms[line]:
            line, used = line + 1, 0
        # A label that is wider than every line is cut, but only where it has the line to itself.
        while line < len(rooms) and not lines[line] and rooms[line] < min(widths[place], max(rooms)):
            line, used = line + 1, 0
        if line == len(rooms):
            break
        used += widths[place] + (1 if lines[line] else 0)
        lines[line].append(place)

    def hidden() -> int:
        return len(widths) - sum(map(len, lines))

    while hidden() and not _has_room(hidden(), lines, widths, rooms):
        last = max((number for number, some in enumerate(lines) if some), default=-1)
        if last < 0 or sum(map(len, lines)) == 1:
            break
        lines[last].pop()
    return lines, hidden()


def _has_room(hidden: int, lines: Sequence[Sequence[int]], widths: Sequence[int], rooms: Sequence[int]) -> bool:
    """Whether the count of what is hidden fits behind what is shown."""
    last = max((number for number, some in enumerate(lines) if some), default=0)
    used = sum(widths[place] + 1 for place in lines[last])
    return used + len(f"+{hidden}") <= rooms[last] or any(room >= len(f"+{hidden}") for room in rooms[last + 1 :])


_LEAST_CELL = 4
ROOMY_CELL = 15
"""Cells of a terminal from which a band's whole name fits into a cell of the map beside refs."""

# Which arms of a crossing are drawn: up, right, down, left.
_CROSSINGS = {
    "": " ",
    "u": "┃",
    "d": "┃",
    "ud": "┃",
    "r": "━",
    "l": "━",
    "rl": "━",
    "ur": "┗",
    "ul": "┛",
    "rd": "┏",
    "dl": "┓",
    "urd": "┣",
    "udl": "┫",
    "rdl": "┳",
    "url": "┻",
    "urdl": "╋",
}


@immutable
class Pin:
    """Something that stands in a cell: a risk, or a step of its path.

    Attributes:
        key: the id of the risk; empty for what cannot have the cursor.
        label: its ref.
        mark: what is shown right after the label, such as `!` for a risk above tolerance. It is never cut.
        style: the name of a style; that of the cell by default.
        grip: what stands before the label while it is in focus.
    """

    key: str
    label: str
    mark: str = ""
    style: str = ""
    grip: str = "▸"


@dataclass(frozen=True)
class Picture:
    """All that a map shows.

    Attributes:
        matrix: the board's matrix.
        pins: what stands in each cell.
        tray: what stands beside the map, under its headings.
        beyond: the cells beyond the line of the appetite.
        cell: the cell in focus; None for the tray.
        key: the risk in focus.
        focused: the map has the keys.
        heading: the line above.
        foot: the lines beneath, the most telling first.
    """

    matrix: Matrix
    pins: Mapping[Score, Sequence[Pin]] = field(default_factory=dict)
    tray: Sequence[tuple[str, Sequence[Pin]]] = ()
    beyond: frozenset[Score] = frozenset()
    cell: Score | None = None
    key: str = ""
    focused: bool = False
    heading: Pieces = ()
    foot: Sequence[Pieces] = ()


@immutable
class MapLayout:
    """Where things are on a map of some size, in cells of the terminal.

    Attributes:
        labels: width of the labels of likelihood.
        across, down: width and height of a cell of the map.
        gap: lines between two rows of cells.
        tray: width of the tray.
        foot: lines beneath the map.
    """

    labels: int
    across: int
    down: int
    gap: int
    tray: int
    foot: int

    @classmethod
    def of(cls, size: int, width: int, height: int, foot: int) -> MapLayout:
        """Share out the room: as large cells as fit, and what is left over to the labels."""
        tray = max(8, min(14, width // 8))
        labels = 10 if width >= 60 else 2
        across = max(_LEAST_CELL, (width - tray - labels - size - 2) // size)
        labels = max(labels, min(16, width - tray - across * size - size - 2))
        around = 4  # the line above, the axes, the labels of impact, the bands
        gap = 1 if height - around - 1 >= 2 * size - 1 else 0
        lines = height - around - min(1, foot)
        down = max(1, (lines - gap * (size - 1)) // size)
        # A foot of two lines is worth more than a taller map.
        if down > 2:
            down = max(2, (lines - foot + min(1, foot) - gap * (size - 1)) // size)
        left = height - around - down * size - gap * (size - 1)
        return cls(labels, across, down, gap, tray, max(0, min(foot, left)))

    def lines(self, size: int) -> int:
        """The lines from the top cell of the map to the bottom one."""
        return self.down * size + self.gap * (size - 1)

    def cell_at(self, x: int, y: int, size: int) -> Score | None:
        """The cell of the map under a place on the screen; None for none."""
        column, within = divmod(x - self.labels - 1, self.across + 1)
        row, beside = divmod(y - 2, self.down + self.gap)
        if not (0 <= column < size and 0 <= row < size) or within == self.across or beside >= self.down:
            return None
        return Score(size - row, column + 1)


def map_lines(picture: Picture, width: int, height: int) -> list[Pieces]:
    """The lines of a map, from the top; each is at most `width` cells wide where that is possible at all."""
    matrix = picture.matrix
    layout = MapLayout.of(matrix.size, width, height, len(picture.foot))
    lines: list[Pieces] = [picture.heading, _axes(picture, layout)]
    beside = _tray(picture, layout)
    for likelihood in range(matrix.size, 0, -1):
        lines += _row(picture, layout, likelihood, beside)
        if likelihood > 1 and layout.gap:
            lines.append([Piece(" " * layout.labels), *_between(picture, layout, likelihood), *_pop(beside)])
    lines += [_impacts(matrix, layout), bands(matrix)]
    lines += [[]] * (height - len(lines) - layout.foot)
    return [*lines, *picture.foot[: layout.foot]]


def bands(matrix: Matrix) -> Pieces:
    """The bands with their letters and the scores in them."""
    pieces: list[Piece] = []
    below = 0
    for band in matrix.bands:
        # A product such as 7 is no score: what is shown are the lowest and the highest that there are.
        scores = [each for each in matrix.cells() if below < each.value <= band.highest]
        below = band.highest
        if scores:
            lowest, highest = min(each.value for each in scores), max(each.value for each in scores)
            style = band_style(matrix, next((each for each in scores if each not in matrix.overrides), scores[0]))
            span = f"{lowest}–{highest}" if lowest != highest else str(lowest)
            pieces += [Piece(f" {matrix.letters[band.name]} ", style), Piece(f" {one_line(band.name)} {span}  ")]
    own = len(matrix.overrides)
    return [
        *pieces,
        Piece(f"({own} {'cell has' if own == 1 else 'cells have'} a band of its own)" if own else "", "muted"),
    ]


def _row(picture: Picture, layout: MapLayout, likelihood: int, beside: list[Pieces]) -> list[Pieces]:
    matrix = picture.matrix
    scores = [Score(likelihood, impact) for impact in range(1, matrix.size + 1)]
    cells = [_cell(picture, layout, score) for score in scores]
    name = wrap(f"{likelihood} {one_line(matrix.likelihoods[likelihood - 1])}", layout.labels - 1) or [""]
    if layout.labels < 10:
        name = [str(likelihood)]
    lines: list[Pieces] = []
    for number in range(layout.down):
        line = [Piece(fitted(name[number] if number < len(name) else "", layout.labels), "muted")]
        for place, cell in enumerate(cells):
            line += [_beside(picture, scores, place), *cell[number]]
        line.append(_beside(picture, scores, len(cells)))
        lines.append([*line, *_pop(beside)])
    return lines


def _beside(picture: Picture, scores: Sequence[Score], place: int) -> Piece:
    """What stands between two cells of a row: the brackets of the cell in focus, or the line of the appetite."""
    style = "accent" if picture.focused else "muted"
    if place < len(scores) and scores[place] == picture.cell:
        return Piece("▐", style)
    if place and scores[place - 1] == picture.cell:
        return Piece("▌", style)
    return Piece("┃" if _divided(picture, scores[place - 1 : place + 1]) and place else " ", "strong")


def _divided(picture: Picture, two: Sequence[Score]) -> bool:
    return len(two) == 2 and (two[0] in picture.beyond) != (two[1] in picture.beyond)


def _between(picture: Picture, layout: MapLayout, likelihood: int) -> list[Piece]:
    """The line between two rows of cells."""
    size = picture.matrix.size
    upper, lower = ([Score(each, impact) for impact in range(1, size + 1)] for each in (likelihood, likelihood - 1))
    level = [_divided(picture, pair) for pair in zip(upper, lower, strict=True)]
    text = ""
    for place in range(size + 1):
        arms = {
            "u": 0 < place < size and _divided(picture, upper[place - 1 : place + 1]),
            "r": place < size and level[place],
            "d": 0 < place < size and _divided(picture, lower[place - 1 : place + 1]),
            "l": place > 0 and level[place - 1],
        }
        text += _CROSSINGS["".join(name for name, drawn in arms.items() if drawn)]
        if place < size:
            text += ("━" if level[place] else " ") * layout.across
    return [Piece(text, "strong")]


def _cell(picture: Picture, layout: MapLayout, score: Score) -> Sequence[Pieces]:
    matrix, width = picture.matrix, layout.across
    style, band = band_style(matrix, score), matrix.band(score)
    name = one_line(band) if width >= ROOMY_CELL else matrix.letters.get(band, "")
    tag = f"{name} {score.value}".strip()
    pins = tuple(picture.pins.get(score, ()))
    key = next((pin.key for pin in pins if pin.key and pin.key == picture.key), "")
    in_focus = bool(key) or (not pins and score == picture.cell)
    return _cell_lines(tag, style, pins, key, (width, layout.down), focused=in_focus and picture.focused)


@lru_cache(maxsize=512)
def _cell_lines(
    tag: str, style: str, pins: tuple[Pin, ...], key: str, size: tuple[int, int], *, focused: bool
) -> Sequence[Pieces]:
    """The lines of one cell. A step changes two of them, so that what the others say is known."""
    width, down = size
    tag = fitted(tag, min(width, cell_len(tag)))
    # The last line of a cell says its band and score; what room is left before them, refs may have.
    rooms = [width] * (down - 1) + [max(0, width - cell_len(tag) - 1)]
    lines = _pinned(pins, key, rooms, style, focused=focused)
    if not pins and focused and rooms[0]:
        lines[0] = [Piece("▸", style)]
    lines[-1] = [*_filled(lines[-1], width - cell_len(tag), style), Piece(tag, style)]
    return [_filled(line, width, style) for line in lines]


def _pinned(pins: Sequence[Pin], key: str, rooms: Sequence[int], style: str, *, focused: bool) -> list[list[Piece]]:
    """Pins on lines, each at most as wide as its room, and how many more there are."""
    widest = max(rooms)
    texts = [_pin_text(pin, key, widest) for pin in pins]
    focus = next((place for place, pin in enumerate(pins) if pin.key and pin.key == key), -1)
    placed, hidden = packed(texts, rooms, focus)
    lines: list[list[Piece]] = []
    for some, room in zip(placed, rooms, strict=True):
        line: list[Piece] = []
        left = room
        for place in some:
            text = texts[place] if cell_len(texts[place]) <= left else fitted(texts[place], left)
            in_focus = place == focus
            own = ("cursor" if focused else "cursor-away") if in_focus else pins[place].style or style
            line += [*([Piece(" ", style)] if line else []), Piece(text, own)]
            left -= cell_len(text) + 1
        lines.append(line)
    if hidden:
        _say_hidden(f"+{hidden}", lines, rooms, style)
    return lines


def _say_hidden(words: str, lines: list[list[Piece]], rooms: Sequence[int], style: str) -> None:
    last = max((number for number, line in enumerate(lines) if line), default=0)
    for number in range(last, len(lines)):
        used = sum(cell_len(piece.text) for piece in lines[number])
        if used + bool(used) + len(words) <= rooms[number]:
            lines[number] += [*([Piece(" ", style)] if used else []), Piece(words, style)]
            return


def _pin_text(pin: Pin, key: str, width: int) -> str:
    before = pin.grip if pin.key and pin.key == key else ""
    room = max(1, width - len(before) - cell_len(pin.mark))
    label = pin.label if cell_len(pin.label) <= room else fitted(pin.label, room).rstrip()
    return f"{before}{label}{pin.mark}"


def _filled(line: Sequence[Piece], width: int, style: str) -> list[Piece]:
    used = sum(cell_len(piece.text) for piece in line)
    return [*line, Piece(" " * (width - used), style)] if used < width else list(line)


def _axes(picture: Picture, layout: MapLayout) -> Pieces:
    across = (layout.across + 1) * picture.matrix.size + 1
    heading = picture.tray[0][0] if picture.tray else ""
    name = "Likelihood" if layout.labels >= 10 else ""
    return [
        Piece(fitted(name, layout.labels), "muted"),
        Piece(" " * (across + 1)),
        Piece(fitted(heading, layout.tray), "heading"),
    ]


def _tray(picture: Picture, layout: MapLayout) -> list[Pieces]:
    """The lines of the tray; its first heading stands above them, beside the name of the axis."""
    lines: list[Pieces] = []
    room = layout.lines(picture.matrix.size)
    for number, (heading, pins) in enumerate(picture.tray):
        if number:
            lines += [[], [Piece(" "), Piece(fitted(heading, layout.tray), "heading")]]
        later = sum(2 + min(1, len(some)) for _, some in picture.tray[number + 1 :])
        most = max(1, room - len(lines) - later)
        some = _one_a_line(picture, pins, layout.tray, most) if pins else [[Piece("none", "muted")]]
        lines += [[Piece(" "), *line] for line in some]
    return lines[:room]


def _one_a_line(picture: Picture, pins: Sequence[Pin], width: int, most: int) -> list[list[Piece]]:
    focus = next((place for place, pin in enumerate(pins) if pin.key and pin.key == picture.key), -1)
    shown = most if len(pins) <= most else max(1, most - 1)
    first = max(0, min(focus - shown + 1, len(pins) - shown)) if focus >= shown else 0
    style = "cursor" if picture.focused else "cursor-away"
    lines = [
        [Piece(fitted(_pin_text(pin, picture.key, width), width).rstrip(), style if first + n == focus else pin.style)]
        for n, pin in enumerate(pins[first : first + shown])
    ]
    hidden = len(pins) - shown
    return [*lines, [Piece(f"+{hidden}")]] if hidden > 0 and most > 1 else lines


def _pop(lines: list[Pieces]) -> Pieces:
    return lines.pop(0) if lines else []


def _impacts(matrix: Matrix, layout: MapLayout) -> Pieces:
    """What the columns mean: each word below its column, or whole and a little beside it where it is longer."""
    name = "Impact →" if layout.labels >= 10 else ""
    words = [f"{number} {one_line(label)}" for number, label in enumerate(matrix.impacts, start=1)]
    pitch = layout.across + 1
    line = ""
    for place, each in enumerate(words):
        line = f"{line}{' ' * max(place > 0, place * pitch - cell_len(line))}{each}"
    if cell_len(line) > pitch * len(words) + layout.tray:
        line = " ".join(fitted(each, layout.across) for each in words)
    return [Piece(f"{fitted(name, layout.labels)} {line}", "muted")]
