"""The counts above the overview: as many lines as there is room for, the most telling first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from boardtui.domain.attention.counts import AmbitionStanding, MakeUp, nothing_rated
from boardtui.domain.attention.movement import Mark
from boardtui.domain.attention.topics import Attention
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import counted_names
from boardtui.domain.board.lookup import count_to_decide
from boardtui.domain.board.words import ref_and_title
from boardtui.domain.dates.dates import show_date
from boardtui.domain.records.rag import WORST_FIRST, Rag
from boardtui.report.palette import Palette, mark_style, rag_style
from boardtui.report.words import how_many
from boardtui.ui.shared.bars import as_text, rag_bar
from boardtui.ui.shared.text import Piece, Pieces, fitted, one_line

TALL = 34
"""Lines of terminal from which the counts take more than two lines, and each ambition has a bar of its own."""


class OverviewTop(Widget):
    """How the board is doing, in a few lines."""

    DEFAULT_CSS = "OverviewTop { height: auto; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Board, Attention, Palette] | None = None

    def show(self, board: Board, seen: Attention, palette: Palette) -> None:
        """Show other counts."""
        self._shown = (board, seen, palette)
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[Text]:
        if self._shown is None:
            return []
        board, seen, palette = self._shown
        lines = top_lines(board, seen, width, self.app.size.height)
        return [as_text(line, palette) for line in lines]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there is something to say."""
        return len(self._lines(width))

    def render(self) -> Text:
        """The lines."""
        return Text("\n", no_wrap=True).join(self._lines(self.size.width))


def top_lines(board: Board, seen: Attention, width: int, height: int) -> list[Pieces]:
    """The lines of the overview.

    Args:
        board: the board.
        seen: what it should look at.
        width: of the lines, in cells.
        height: of the terminal, in lines; a tall one shows a bar for each ambition.
    """
    overview = seen.overview
    if height < TALL:
        return _in_two_lines(board, seen, width)
    lines = [_bar("Actions", overview.make_up, width)]
    if overview.next_steps.total:
        lines.append(_bar("Next steps", overview.next_steps, width))
    lines += _bars(board, overview.standings, width, most=max(2, (height - 24) // 4))
    lines += _flow(_changed(board, seen), width)
    lines += _flow(_counts(board, seen), width)
    lines.append(_due(seen, width))
    return lines


def _in_two_lines(board: Board, seen: Attention, width: int) -> list[Pieces]:
    """The ratings with their movement, and the counts, as many of them as fit: the rest of the room is the list's."""
    overview, meeting = seen.overview, board.since.meeting
    moved: Pieces = []
    if meeting is not None:
        changes = overview.changes
        moved = [
            *(Piece("  "), Piece(f"{Mark.BETTER.arrow} {len(changes.better)}", "mark-better")),
            *(Piece("  "), Piece(f"{Mark.WORSE.arrow} {len(changes.worse)}", "mark-worse")),
            Piece(f" since {show_date(meeting.date) or 'the last board'}", "muted"),
        ]
    taken = sum(cell_len(piece.text) for piece in moved)
    lines = [[*_bar("Actions", overview.make_up, width - taken), *moved]]
    return [*lines, _flow(_counts(board, seen, short=True), width)[0]]


def _bar(label: str, made_of: MakeUp, width: int) -> Pieces:
    name = f"{label} {made_of.total} "
    return [Piece(name, "strong"), *rag_bar(made_of.now, max(4, width - cell_len(name)))]


def _bars(board: Board, standings: Sequence[AmbitionStanding], width: int, most: int) -> list[Pieces]:
    """A bar for each ambition, in two columns where they fit."""
    across = 2 if width >= 110 else 1
    each_width = (width - 2 * (across - 1)) // across
    shown = standings[: most * across]
    rows = -(-len(shown) // across)
    lines: list[Pieces] = []
    for row in range(rows):
        line: list[Piece] = []
        for place in range(row, len(shown), rows):
            line += [*([Piece("  ")] if line else []), *_small_bar(board, shown[place], each_width)]
        lines.append(line)
    if len(shown) < len(standings):
        more, profile = len(standings) - len(shown), board.profile
        label = one_line(profile.ambition_label if more == 1 else profile.ambition_plural)
        lines.append([Piece(f"and {more} more {label}: 2 shows all", "muted")])
    return lines


def _small_bar(board: Board, standing: AmbitionStanding, width: int) -> Pieces:
    ambition = standing.ambition
    name = ref_and_title(board, ambition) if ambition is not None else f"no {board.profile.ambition_label}"
    room = min(30, max(16, width // 2 - 4))
    arrow = standing.mark.arrow if standing.mark.value in ("better", "worse") else ""
    label = fitted(one_line(name), width - room - 3) + " "
    if standing.routed_to:
        return [Piece(label), Piece(fitted(f"→ {one_line(standing.routed_to)}", room), "muted"), Piece("  ")]
    bar = rag_bar(standing.make_up.now, room)
    size = sum(cell_len(piece.text) for piece in bar)
    mark = Piece(fitted(f" {arrow}", 2 + max(0, room - size)), mark_style(standing.mark.value) if arrow else "")
    return [Piece(label), *bar, mark]


def _changed(board: Board, seen: Attention) -> list[Pieces]:
    meeting = board.since.meeting
    if meeting is None:
        return [[Piece("No meeting has been closed yet: there is nothing to compare with.", "muted")]]
    overview = seen.overview
    facts: list[Pieces] = [[Piece(f"Since {show_date(meeting.date) or 'the last board'}", "strong")]]
    facts += [
        [Piece(f" {_letter(rating)} ", rag_style(rating)), Piece(f" {change:+d}".replace("-", "−"))]
        for rating in WORST_FIRST
        if (change := overview.make_up.change(rating))
    ]
    changes = overview.changes
    facts.append([Piece(f"{Mark.BETTER.arrow} {len(changes.better)} better", "mark-better")])
    facts.append([Piece(f"{Mark.WORSE.arrow} {len(changes.worse)} worse", "mark-worse")])
    for records, word in (
        (changes.redated, f"{_plural(len(changes.redated), 'date')} revised"),
        (changes.rated, "rated first"),
        (changes.figures, "up or down"),
        (changes.new, "new"),
        (changes.closed, "closed"),
        (changes.gone, "removed"),
        (changes.updated, "updated"),
    ):
        if records:
            facts.append([Piece(f"{len(records)} {word}")])
    return facts


def _letter(rating: Rag) -> str:
    return rating.shape if rating is Rag.NOT_RATED else rating.mark


def _counts(board: Board, seen: Attention, *, short: bool = False) -> list[Pieces]:
    """How many there are of what the board should look at, the gravest first; shortly without how many there are."""
    overview = seen.overview
    off, above = len(overview.off_target), len(overview.above_tolerance)
    kpis, risks = how_many(sum(overview.kpis.values()), "KPI"), how_many(overview.risks, "risk")
    facts = [
        (count_to_decide(board), "to decide (!)", "warning"),
        (len(overview.overdue), "overdue", "error"),
        (off, f"{_plural(off, 'KPI') if short else f'of {kpis}'} off target", "error"),
        (above, f"{_plural(above, 'risk') if short else f'of {risks}'} above tolerance", "error"),
        (len(overview.unanswered), f"{_plural(len(overview.unanswered), 'question')} unanswered", "warning"),
        (len(overview.redated), f"{_plural(len(overview.redated), 'date')} revised", "warning"),
        (len(overview.arising), f"{_plural(len(overview.arising), 'action')} outstanding", ""),
        (len(overview.stale), "without recent update", ""),
        (overview.routed, "routed elsewhere, not counted", "muted"),
    ]
    said: list[Pieces] = [[Piece(str(count), style), Piece(f" {words}")] for count, words, style in facts if count]
    # Where nobody has rated anything, that is no good news.
    good = "muted" if nothing_rated(board) else "success"
    return said or [[Piece("Nothing is overdue, off target or waiting for an answer.", good)]]


def _due(seen: Attention, width: int) -> Pieces:
    """What is due from whom: those who have most to do first, and how many others there are."""
    due, days, undated = seen.overview.due, seen.overview.due_days, len(seen.overview.undated)
    if not due:
        nothing = Piece(f"Nothing is due in the next {days} days.", "muted")
        return [nothing, Piece(f" · {undated} without a readable date", "warning")] if undated else [nothing]
    label = f"{len(due)} due in {days} days: "
    # What has no date comes after the people, in as many words as there is room for.
    unread = f" · {undated} without a readable date" if undated else ""
    people = Counter(counted_names(each.who or "nobody named" for each in due)).most_common()
    everybody = _named(people)
    if cell_len(label + everybody + unread) > width:
        unread = f" · {undated} undated" if undated else ""
    left = width - cell_len(label + unread)
    said = everybody if cell_len(everybody) <= left else _as_many(people, left)
    return [Piece(label, "strong"), Piece(fitted(said, left).rstrip()), *([Piece(unread, "warning")] if unread else [])]


def _as_many(people: Sequence[tuple[str, int]], room: int) -> str:
    """As many of some people as have room, those who have most to do first, and how many others there are."""
    for named in range(len(people) - 1, 0, -1):
        others = len(people) - named
        said = _named(people[:named]) + f" · and {others} {_plural(others, 'other')}"
        if cell_len(said) <= room:
            return said
    return f"{len(people)} {'person' if len(people) == 1 else 'people'}"


def _named(people: Sequence[tuple[str, int]]) -> str:
    return " · ".join(f"{who} {count}" for who, count in people)


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def _flow(facts: Iterable[Pieces], width: int) -> list[Pieces]:
    """Facts one after the other, on as many lines as they need."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for fact in facts:
        size = sum(cell_len(piece.text) for piece in fact)
        if lines[-1] and used + 2 + size > width:
            lines.append([])
            used = 0
        if lines[-1]:
            lines[-1].append(Piece("  "))
            used += 2
        lines[-1] += fact
        used += size
    return list(lines)
