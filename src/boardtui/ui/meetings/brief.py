"""One agenda item as a room reads it: what matters most at the top, where nobody has to scroll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import ref_and_title
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.kpis.scorecard import KpiView, since_meeting
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.words import figure, short
from boardtui.domain.meetings.agenda import minutes_title
from boardtui.domain.meetings.brief import ItemBrief, item_brief
from boardtui.domain.meetings.minuted import minutes_are_draft
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Decision, Kpi, Meeting, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.heat_map import Movement, score_of
from boardtui.domain.risks.matrix import matrix_of
from boardtui.report.palette import Palette, band_style, mark_style
from boardtui.report.scorecard_columns import change_words
from boardtui.ui.kpis.chart import chart
from boardtui.ui.meetings.brief_pieces import bar_pieces, figure_pieces, risk_style
from boardtui.ui.meetings.large import large_title
from boardtui.ui.meetings.recorded import Recorded
from boardtui.ui.shared.bars import as_text, rag_bar
from boardtui.ui.shared.columns import pieces as pieces_of
from boardtui.ui.shared.columns import rag, score_badge
from boardtui.ui.shared.text import Piece, Pieces, cut, one_line, rich_plain

TWO_COLUMNS, THREE_COLUMNS = 110, 165
"""The widths in cells from which there are two and three columns beneath the essentials."""

CHART_FROM = 34
"""The height in cells from which a chart is drawn rather than a line of bars, and things stand apart."""

LATEST = 12
"""How many of its latest periods a KPI shows in a meeting."""

_BETWEEN = 3
"""Cells between two columns."""

_Asked = TypeVar("_Asked", Challenge, ActionArising)

_SAID_ABOVE = {"Why this rating", "Evidence"}
_FIRST = {"Latest commentary", "How it stands", "Help wanted", "Note"}


class Brief:
    """Draws the brief of one item.

    Args:
        board: the board.
        brief: all that is known about the item.
        meeting: the meeting that talks about it; None while it is only prepared.
        item: the agenda item; None where it is not on the agenda yet.
        palette: the styles.
        width, height: of the room there is, in cells.
        large: title and rating in large letters.
    """

    def __init__(
        self,
        board: Board,
        brief: ItemBrief,
        meeting: Meeting | None,
        item: AgendaItem | None,
        palette: Palette,
        *,
        width: int,
        height: int,
        large: bool = False,
    ) -> None:
        self._board = board
        self._brief = brief
        self._meeting = meeting
        self._item = item
        self._palette = palette
        self._width = max(20, width)
        self._height = height
        self._large = large

    def drawn(self) -> RenderableType:
        """All of it."""
        return Group(self.essentials(), self.rest())

    def essentials(self) -> RenderableType:
        """What the room has to see first."""
        top = [*self._title(), *self._gap(), *self._standing(), *self._gap(), *self._asked()]
        return Group(*top, *(self._trend() if self._alone else ()))

    @property
    def _alone(self) -> bool:  # a KPI before the board, which looks at its chart before anything else
        return isinstance(self._brief.record, Kpi) and self._meeting is not None

    def _trend(self) -> Iterator[RenderableType]:
        """The chart of the KPI with its limits and targets, and its latest figures as they are stated."""
        for view in self._brief.kpis:
            row = KpiRow(view)
            drawn = chart(row, self._palette, self._width, min(20, max(8, self._height - 9)), latest=LATEST)
            if drawn is not None:
                yield drawn
            elif pieces := bar_pieces(row):
                yield self._line(pieces)
            told = [
                f"{short(each.period)} {one_line(figure(each))}".replace(" ", "\u00a0")  # no figure without its period
                for each in view.readings()
                if each.period is not None and not (each.blank or each.ahead)
            ]
            if told:
                yield Text(" · ".join(told[-LATEST:]))

    def recorded(self, said: Sequence[Recorded], picked: int) -> Text:
        """What was recorded at this meeting, a line each, with a mark at the one that is picked."""
        lines = [*self._heading("Recorded today")] if said else []
        for place, each in enumerate(said):
            mark = ("▸ ", self._palette.style("accent")) if place == picked else ("  ", "")
            label = (f"{each.label}: ", self._palette.style("muted"))
            lines.append(Text.assemble(mark, label, each.words, style="bold" if place == picked else ""))
        return Text("\n").join(lines)

    def rest(self) -> RenderableType:
        """What can be read on, in as many columns as there is room for."""
        words = list(self._texts(first=True))
        if self._width < TWO_COLUMNS:
            return Group(*words, *self._questions(), *self._beside(self._width), *self._rest())
        count = 3 if self._width >= THREE_COLUMNS else 2
        width = (self._width - _BETWEEN * (count - 1)) // count
        if count == 3:
            columns = [words, list(self._beside(width)), [*self._questions(), *self._rest()]]
        else:
            columns = [[*words, *self._rest()], [*self._questions(), *self._beside(width)]]
        grid = Table.grid(padding=(0, _BETWEEN))
        shown = [column for column in columns if column]
        for _ in shown:
            grid.add_column(width=width, overflow="fold")
        grid.add_row(*(Group(*column) for column in shown))
        return grid

    def _gap(self) -> list[Text]:
        """An empty line, where there is room for one."""
        return [Text("")] if self._height >= CHART_FROM else []

    # The essentials.

    def _title(self) -> Iterable[Text]:
        if self._large:
            return large_title(self._board, self._brief, self._palette, self._width, self._height)
        record = self._brief.record
        title = minutes_title(record) if isinstance(record, Meeting) else self._brief.title
        return [Text(clipped(one_line(title), self._width, self._title_lines), style=self._palette.style("strong"))]

    @property
    def _title_lines(self) -> int:
        """How many lines the title may have: of a question or an action arising it is all there is to read."""
        return 5 if isinstance(self._brief.record, ActionArising | Challenge) else 2

    def _standing(self) -> Iterator[Text]:
        """Rating and movement, then the dates."""
        brief = self._brief
        pieces: list[Piece] = []
        if isinstance(brief.record, Meeting):
            draft = minutes_are_draft(brief.record)
            pieces.append(Piece("A draft · Y agrees it, as it has been corrected" if draft else "Agreed", "accent"))
        if brief.rag is not None:
            pieces += rag(brief.rag, word=True)
        elif isinstance(brief.record, Kpi) and brief.kpis:
            pieces += figure_pieces(brief.kpis[0])
        elif isinstance(brief.record, Risk):
            pieces += self._score(brief.record)
        if words := self._movement():
            pieces += [Piece("   "), *words]
        if brief.routed_to:
            pieces.append(Piece(f"   now routed through {one_line(brief.routed_to)}", "accent"))
        if pieces:
            yield self._line(pieces)
        if brief.dates is not None:
            yield self._line(self._dates())
        back = one_line(str(getattr(brief.record, "back_to_green", "")))
        texts = {each.label: each.text for each in brief.texts}
        why = texts.get("Evidence" if brief.rag is Rag.BLUE else "Why this rating", "")
        back_words = f" · back to green by {show_date(back)}" if back else ""
        if why or back_words:
            label = "Evidence: " if brief.rag is Rag.BLUE else "Why: "
            shown = clipped(one_line(why) or "no reason given", self._width - 6, 2)
            yield self._labelled(label, shown + back_words)

    def _movement(self) -> Pieces:
        brief, board = self._brief, self._board
        if board.since.meeting is None:
            return []
        if isinstance(brief.record, Kpi) and brief.kpis:
            since = since_meeting(brief.kpis[0])
            if since.before is None:
                return []
            was = one_line(since.before.record.value)
            return [*pieces_of(change_words(since.change)), Piece(f" since the last board, was {was}")]
        if isinstance(brief.record, Risk):
            move = brief.risk_marks.get(brief.record.id, Movement.NONE)
            was = str(board.since.value(brief.record, "current") or "").replace("x", " × ")
            then = f", was {was}" if was and move is not Movement.SAME else ""
            return [Piece(move.words, risk_style(move)), Piece(then)] if move is not Movement.NONE else []
        if not brief.mark or brief.rag is None:
            return []
        before = brief.rag_before
        first = before is Rag.NOT_RATED and brief.rag is not Rag.NOT_RATED  # the rating is new, and not the item
        gone = brief.rag is Rag.NOT_RATED and before not in (None, Rag.NOT_RATED)
        mark = "rated" if first else "no longer rated" if gone else brief.mark.words
        pieces = [Piece(mark, mark_style(brief.mark.value))]
        if before in (None, brief.rag):
            return [*pieces, Piece(f" {'since' if before is None else 'as at'} the last board")]
        return [*pieces, Piece(" since the last board, was "), *rag(before, word=True)]

    def _dates(self) -> Pieces:
        dates = self._brief.dates
        assert dates is not None
        if not dates.due.text:
            return [Piece("Due: ", "muted"), Piece("no date stated")]
        pieces = [Piece("Due: ", "muted"), Piece(show_date(dates.due.text), "strong")]
        if dates.due.problem:
            pieces.append(Piece(f" ⚠ {dates.due.problem}", "warning"))
        if dates.original.text and show_date(dates.original.text) != show_date(dates.due.text):
            pieces.append(Piece(f", original date {show_date(dates.original.text)}"))
        words = dates.words
        pieces.append(Piece(f"   {words}" if words else "   no slippage", "error" if dates.late else ""))
        return pieces

    def _asked(self) -> Iterator[Text]:
        """The open challenges and actions arising of earlier meetings: the first of each whole, the others shorter."""
        here = self._meeting is not None
        some = self._before_or_several(self._brief.challenges)
        for number, each in enumerate(some, start=1):
            mark = f"Question{f' {number}' if len(some) > 1 else ''} "
            key = " · y answers it" if here and number == 1 else ""
            yield self._request(mark, f"of {self._when(each)}:", self._beyond_title(each), key, 3 if number == 1 else 2)
        tasks = self._before_or_several(self._brief.arising)
        for number, task in enumerate(tasks, start=1):
            mark = f"Action{f' {number}' if len(tasks) > 1 else ''} "
            key = " · f marks it complete" if here and number == 1 else ""
            due = f"by {show_date(task.due)}" if task.due else "no date"
            who = f"({one_line(task.owner) or 'nobody named'}, {due}):"
            yield self._request(mark, f"of {self._when(task)} {who}", self._beyond_title(task), key, 2)

    def _beyond_title(self, asked: Challenge | ActionArising) -> str:
        """The words of a question or an action arising, where they are not the title already."""
        return "" if asked is self._brief.record and not self._large else one_line(asked.text)

    def _before_or_several(self, some: Sequence[_Asked]) -> Sequence[_Asked]:
        """Those of earlier meetings; with those of today where they are numbered: the list of today tells these too."""
        one_of_today = len(some) == 1 and self._meeting is not None and some[0].meeting == self._meeting.id
        return () if one_of_today else some

    def _request(self, mark: str, when: str, words: str, key: str, lines: int) -> Text:
        room = self._width - cell_len(key) // lines
        return Text.assemble(
            (mark, self._palette.style("warning")),
            (f"{when} " if words else when.rstrip(":"), self._palette.style("muted")),
            clipped(words, room - (cell_len(mark) + cell_len(when)) // lines, lines),
            (key, self._palette.style("accent")),
        )

    def _when(self, each: Challenge | ActionArising) -> str:
        if self._meeting is not None and each.meeting == self._meeting.id:
            return "today"
        meeting = self._board.get(Meeting, each.meeting)
        return show_date(meeting.date) if meeting is not None and meeting.date else "earlier"

    # The rest.

    def _texts(self, *, first: bool) -> Iterator[RenderableType]:
        brief = self._brief
        for each in brief.texts:
            said_above = each.label in _SAID_ABOVE and self._is_whole(each.text)
            if (each.label in _FIRST) is not first or said_above or self._is_title(each.text):
                continue
            since = f" ({brief.commented})" if brief.commented and each.label == "Latest commentary" else ""
            yield from self._heading(each.label + since)
            yield rich_plain(each.text)
        if first and not brief.texts and brief.record.kind.has("commentary"):
            yield from self._heading("Latest commentary")
            yield Text("not stated", style=self._palette.style("muted"))

    def _is_title(self, text: str) -> bool:
        """Whether a text is the title of a question or an action arising, and stands there in full."""
        if not isinstance(self._brief.record, ActionArising | Challenge) or self._large:
            return False
        words = one_line(self._brief.title)
        return one_line(text) == words == clipped(words, self._width, self._title_lines)

    def _is_whole(self, text: str) -> bool:
        """Whether a text stands above in full already."""
        return clipped(one_line(text), self._width - 6, 2) == one_line(text)

    def _beside(self, width: int) -> Iterator[RenderableType]:
        brief = self._brief
        if brief.make_up is not None:
            yield from self._heading("Its actions")
            yield as_text(rag_bar(brief.make_up, min(width, 60)), self._palette)
            for exceptional in brief.exceptions:
                reasons = exceptional.short
                rating = Rag(getattr(exceptional.record, "rag", Rag.NOT_RATED))
                title = one_line(f"{getattr(exceptional.record, 'ref', '')} {getattr(exceptional.record, 'title', '')}")
                room = max(24, width - len(reasons) - 9)
                yield self._line([*rag(rating), Piece(f" {clipped(title, room, 1)}"), Piece(f" – {reasons}", "muted")])
        if brief.kpis and not self._alone:
            yield from self._heading("KPI trend" if isinstance(brief.record, Kpi) else "KPIs")
            for view in brief.kpis:
                yield from self._kpi(view, width)
        if brief.risks and not isinstance(brief.record, Risk):
            yield from self._heading("Risks")
            for risk in brief.risks:
                move = brief.risk_marks.get(risk.id, Movement.NONE)
                pieces = [*self._score(risk), Piece(f" {one_line(f'{risk.ref} {risk.title}')} ")]
                yield self._line([*pieces, Piece(move.words, risk_style(move))])
        if brief.mitigations:
            yield from self._heading("Mitigations")
            for each in brief.mitigations:
                due = f", due {show_date(each.due)}" if each.due else ""
                yield self._line([Piece(f"· {one_line(each.title)}"), Piece(f" – {each.progress.value}{due}", "muted")])

    def _questions(self) -> Iterator[RenderableType]:
        if self._brief.questions:
            yield from self._heading("Suggested questions")
            yield from (rich_plain(f"· {one_line(question)}") for question in self._brief.questions)

    def _rest(self) -> Iterator[RenderableType]:
        yield from self._texts(first=False)
        earlier = [each for each in self._brief.decisions if self._meeting is None or each.meeting != self._meeting.id]
        if earlier:
            yield from self._heading("Decided before")
            yield from (self._decision(each) for each in earlier)
        if self._brief.dates is not None and self._brief.dates.revisions:
            yield from self._heading("Dates revised")
            for revision in self._brief.dates.revisions:
                why = f": {one_line(revision.why)}" if revision.why else ""
                yield rich_plain(f"{show_date(revision.before)} → {show_date(revision.now)}{why}")

    def _decision(self, each: Decision) -> Text:
        when = show_date(each.date) if not read_date(each.date).problem else one_line(each.date)
        return self._labelled(f"{when} " if when else "", one_line(each.text))

    def _kpi(self, view: KpiView, width: int) -> Iterator[RenderableType]:
        row = KpiRow(view)
        alone = isinstance(self._brief.record, Kpi)
        figure = Piece(f" {one_line(view.figure.text) or 'no figure'} {one_line(view.as_at)}".rstrip(), "strong")
        target = Piece(f" target {one_line(view.targets.words)}" if view.targets.words else " no target", "muted")
        if not alone:
            name = one_line(ref_and_title(self._board, view.kpi))
            yield self._line([*rag(view.status.rag), Piece(f" {name}")])
            moved = pieces_of(change_words(view.movement.change))
            yield self._line([Piece("     "), figure, target, Piece(" "), *moved, *bar_pieces(row)])
        if self._height >= CHART_FROM and (alone or len(self._brief.kpis) == 1):
            drawn = chart(row, self._palette, width, 14)
            if drawn is not None:
                yield drawn
                return
        if alone:
            yield self._line([*bar_pieces(row), figure, target])

    def _score(self, risk: Risk) -> Pieces:
        score, matrix = score_of(risk), matrix_of(self._board.profile)
        if score is None or not score.fits(matrix.size):
            return [score_badge(matrix, risk.current)]
        over = " above tolerance" if above_tolerance(risk, matrix) else ""
        name = f" {score.likelihood} × {score.impact} = {score.value} {one_line(matrix.band(score))} "
        return [Piece(name, band_style(matrix, score)), Piece(over, "warning")]

    def _heading(self, words: str) -> Iterator[Text]:
        yield from self._gap()
        yield Text(words, style=self._palette.style("heading"))

    def _labelled(self, label: str, words: str) -> Text:
        return Text.assemble((label, self._palette.style("muted")), words)

    def _line(self, pieces: Iterable[Piece]) -> Text:
        return Text.assemble(*((piece.text, self._palette.style(piece.style)) for piece in pieces))


def clipped(text: str, width: int, lines: int) -> str:
    """Text that takes about so many lines at most, with an ellipsis where it is longer."""
    room = width * lines - (lines - 1) * 8  # words do not fill their lines
    return text if cell_len(text) <= room else cut(text, max(2, room))


def presented(
    board: Board, record: Record, today: date, palette: Palette, *, width: int, height: int
) -> RenderableType:
    """A record as a room sees it outside a meeting: in large letters, then what a meeting would ask of it."""
    return Brief(
        board, item_brief(board, record, today), None, None, palette, width=width, height=height, large=True
    ).drawn()
