"""One item in full: every field that says something, what follows from it, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from boardtui.domain.attention.movement import movement_mark, score_words
from boardtui.domain.attention.schedule import SCHEDULED, who_answers
from boardtui.domain.board.beside import labels
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, kind_plural, named_in_full, ref_and_title, short_name, value_words
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.records.kinds import KINDS, Kpi, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import harmless
from boardtui.report.columns import status_words
from boardtui.report.palette import rag_style
from boardtui.report.plain_values import plain_values
from boardtui.report.sections.page import Page, SnapshotOptions
from boardtui.report.words import disagreed_on, one_line


@immutable
class Item:
    """An item, ready to be written.

    Attributes:
        title: what it is and what it is called.
        fields: each with its label; the words may have several lines.
        parts: what belongs to it or is about it, a line each, under what they are.
    """

    title: str
    fields: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def item(board: Board, record: Record, *, today: date | None = None) -> Item:
    """All that a board says of one record.

    Args:
        board: the board.
        record: one of its records.
        today: the day on which lateness is counted; the one the board speaks of by default.
    """
    page = Page.of(board, SnapshotOptions(), today)
    return Item(
        capitalised(one_line(named_in_full(board, record))),
        (*_fields(board, record), *_derived(page, record)),
        tuple(
            (capitalised(kind_plural(board, KINDS[kind])), tuple(_line(board, each, record) for each in some))
            for kind, some in _parts(board, record).items()
        ),
    )


def item_line(board: Board, record: Record) -> str:
    """An item as one line for a mail: what it is called, its rating, when it is due and from whom."""
    rating, due = getattr(record, "rag", None), show_date(str(getattr(record, "due", "")))
    parts = (
        ref_and_title(board, record),
        rating.words if isinstance(rating, Rag) else _now(board, record),
        f"due {due}" if due else "",
        who_answers(record),
    )
    return one_line(" · ".join(filter(None, parts)))


def _now(board: Board, record: Record) -> str:
    """Where something stands that has no rating."""
    if isinstance(record, Kpi):
        seen = view(board, record)
        return f"{seen.figure.text or 'no figure'} ({seen.as_at or 'no period'}), {status_words(seen.status)}"
    return score_words(record.current) if isinstance(record, Risk) else ""


def item_data(board: Board, record: Record, *, today: date | None = None) -> dict[str, Any]:
    """The same for programs: as in the table of its kind, with `kind` and `parts`."""
    page = Page.of(board, SnapshotOptions(), today)
    parts = {kind: [plain_values(page, each) for each in some] for kind, some in _parts(board, record).items()}
    return {"kind": record.kind.name, **plain_values(page, record), "parts": parts}


def item_text(found: Item) -> str:
    """An item as plain text: a field a line, those of several lines indented below their label."""
    lines = [found.title]
    for label, words in found.fields:
        first, *rest = words.split("\n")
        lines += (
            [f"{label}: {first}"] if not rest else [f"{label}:", *(f"  {each}".rstrip() for each in (first, *rest))]
        )
    for heading, some in found.parts:
        lines += [f"{heading}:", *(f"  {each}" for each in some)]
    return "\n".join(lines) + "\n"


def item_drawn(found: Item, rating: Rag | None) -> RenderableType:
    """An item as a terminal shows it: labels at the left, words beside them."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column()
    for label, words in found.fields:
        is_rating = rating is not None and words == rating.words
        grid.add_row(Text(label), Text(words, style=rag_style(rating) if is_rating and rating is not None else ""))
    for heading, some in found.parts:
        grid.add_row(Text(heading), Text("\n".join(some)))
    return Group(Text(found.title, style="bold"), Text(), grid)


def _fields(board: Board, record: Record) -> Iterator[tuple[str, str]]:
    fields = [each for each in record.kind.attributes.values() if each.look.form != "data"]
    over = labels(board, record.kind, fields)
    for each in fields:
        if words := value_words(board, each, getattr(record, each.name), full=True):
            yield over[each.name], harmless(words)


def _derived(page: Page, record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Kpi):
        seen = view(page.board, record)
        yield "Current", f"{seen.figure.text or 'not stated'}, {status_words(seen.status)}"
    if isinstance(record, SCHEDULED) and (slipped := page.slipped(record)):
        yield "Slippage", slipped
    if page.marked and (moved := movement_mark(page.board, record).words):
        yield "Since the last meeting", moved
    if record.conflicts:
        yield "Copies disagree on", "; ".join(disagreed_on(page.board, record, each) for each in record.conflicts)


def _parts(board: Board, record: Record) -> dict[str, list[Record]]:
    """By kind, the records that say they belong to this one or are about it."""
    found: dict[str, list[Record]] = {}
    for name, kind in KINDS.items():
        single = [each.name for each in kind.attributes.values() if each.look.form == "link"]
        for each in board.of_kind(name):
            if each.id != record.id and any(getattr(each, field) == record.id for field in single):
                found.setdefault(name, []).append(each)
    return found


def _line(board: Board, part: Record, whole: Record) -> str:
    """A part on one line: what it is called, then what it says, without what it belongs to."""
    told = [
        f"{label} {one_line(words)}"
        for (name, label), words in _said(board, part)
        if getattr(part, name) not in (whole.id, part.kind.attributes[name].default)
    ]
    return one_line(f"{short_name(board, part)}: {'; '.join(told)}" if told else short_name(board, part))


def _said(board: Board, part: Record) -> Iterator[tuple[tuple[str, str], str]]:
    fields = [each for each in part.kind.attributes.values() if each.look.form != "data"]
    over = labels(board, part.kind, fields)
    for each in fields:
        if each.name not in part.kind.natural_key and (words := value_words(board, each, getattr(part, each.name))):
            yield (each.name, over[each.name]), words
