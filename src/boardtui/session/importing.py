"""Importing into a board on disk: compared with it, told line by line, and entered as one batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from boardtui.domain.attention.findings import figure_doubts
from boardtui.domain.board.board import Board
from boardtui.domain.board.board_after import records_after
from boardtui.domain.board.finding import Finding
from boardtui.domain.board.words import Remembered, capitalised, field_label, full_name, named_in_full
from boardtui.domain.board.words import value_words as words_of
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.drafts import ADDED, CHANGED, REFUSED, SKIPPED, UNCHANGED
from boardtui.exchange.sheets.finding import Found
from boardtui.exchange.sheets.importing import Preview, preview
from boardtui.exchange.sources.grid import Source
from boardtui.exchange.sources.watch import Watch
from boardtui.session.import_words import FLAGS, REASONS, made_words, place_words, row_words
from boardtui.settings.disk import put_new, remove_if_possible, unfinished
from boardtui.settings.paths import TEXTS, can_be_imported
from boardtui.store.board_file import BoardFile, Receipt, exists_already, must_be_new
from boardtui.store.history import edits_of_kinds

GONE, LOOK_AT = "gone", "to look at"
GROUPS = {
    REFUSED: "Refused: these rows are not entered",
    CHANGED: "Changed: on the board already, and different in the file",
    ADDED: "Added: not on the board yet",
    GONE: "No longer in the file: stays on the board",
    LOOK_AT: "To look at",
    SKIPPED: "Left alone: no records",
    UNCHANGED: "Unchanged: on the board just so",
}

_NOTHING = "nothing to import"


@contextmanager
def building(path: Path) -> Iterator[Path]:
    """A place beside a path where a board is built: it gets its name when it is whole, and is deleted otherwise.

    Raises:
        BoardError: it cannot be made there, or somebody made it meanwhile.
    """
    must_be_new(path)
    part = unfinished(path)
    try:
        yield part
        put_new(part, path)
    except FileExistsError:
        raise exists_already(path) from None
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            remove_if_possible(left)


def preview_of(
    file: BoardFile,
    board: Board,
    source: Source,
    answers: Answers,
    *,
    sheet: str = "",
    kind: str = "",
    watch: Watch | None = None,
    found: Found | None = None,
) -> Preview:
    """What importing a source into an open board would do.

    Args:
        file: the board.
        board: what was read from it.
        source: what was read from the source.
        answers: what a person has said.
        sheet: the one sheet that is read; all by default.
        kind: what all tables hold.
        watch: is told how far it is, and can stop it.
        found: the tables of the source, where they were found already.

    Raises:
        BoardError: the board cannot be read, or an answer names what is not there.
    """

    def said_before(kinds: Collection[str]) -> list[Edit]:
        with file.reading() as reader:
            return edits_of_kinds(reader, kinds)

    return preview(source, board, said_before, answers, sheet=sheet, kind=kind, watch=watch, found=found)


def carry_out(
    file: BoardFile, done: Preview, *, who: str, meeting: str = "", seen: int | None = None, watch: Watch | None = None
) -> Receipt:
    """Enter what a preview says, all of it or nothing.

    Args:
        file: the board.
        done: the preview.
        who: the name the edits are signed with.
        meeting: id of the meeting in which it is done.
        seen: the edition of the board that the preview was made from.
        watch: can stop it, until it is whole.

    Raises:
        BoardError: the board cannot be written, or it was stopped; nothing is entered then.
    """
    why = f"imported from {Path(done.source.name).name}"
    step = partial(watch.at, "Entering changes") if watch is not None else None
    return file.write(done.planned.changes, who=who, why=why, meeting=meeting, seen=seen, step=step)


MOST_OFFERED = 50
PLAN = ".toml"


def sources_near(folders: Iterable[Path]) -> list[tuple[Path, float]]:
    """The files in some folders that may be imported, each with when it was last written: spreadsheets, newest first.

    Texts, of which most hold no table, and plans come after them.
    """
    found: dict[Path, float] = {}
    for folder in dict.fromkeys(folders):
        with suppress(OSError):  # what was found until then is better than nothing
            for path in folder.iterdir():
                known = can_be_imported(path) or path.suffix.casefold() == PLAN
                if known and not path.name.startswith((".", "~$")) and path.is_file():
                    found[path] = path.stat().st_mtime

    def place(each: tuple[Path, float]) -> tuple[bool, float, str]:
        return each[0].suffix.casefold() in (*TEXTS, PLAN), -each[1], str(each[0])

    return sorted(found.items(), key=place)[:MOST_OFFERED]


@immutable
class ImportLine:
    """One line of what an import would do.

    Attributes:
        group: which of the groups it belongs to.
        item: what the record is called, or where the row stands.
        field: the field that changes; empty for the record as a whole.
        before, after: what it says now, and then.
        at: where in the file it comes from.
        fields: all that is said of a new record: labels and words.
    """

    group: str
    item: str
    field: str = ""
    before: str = ""
    after: str = ""
    at: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def import_lines(done: Preview, board: Board, today: date) -> list[ImportLine]:
    """All that an import would do to a board on a day, what needs somebody's eye first."""
    lines = [*_rows_without(done), *_changes(done, board)]
    lines += [ImportLine(GONE, capitalised(named_in_full(board, record))) for record in _gone(done, board)]
    lines += [
        ImportLine(LOOK_AT, each.at, after=f"{FLAGS.get(each.what, each.what)}{_in_quotes(each.words)}", at=each.at)
        for each in done.notices.flags
    ]
    lines += [ImportLine(LOOK_AT, each.ref, after=each.sentence) for each in _doubts(done, board, today)]
    lines += _unchanged(done)
    order = list(GROUPS)
    return sorted(lines, key=lambda line: order.index(line.group))


def _doubts(done: Preview, board: Board, today: date) -> list[Finding]:
    """What can hardly be meant of the figures; cells that cannot be read are told as such."""
    found = figure_doubts(board, done.planned.changes, today)
    return [each for each in found if each.code != "figure_unreadable"]


def counts_of(done: Preview, table: str = "") -> dict[str, int]:
    """How many rows are added, changed, unchanged, skipped and refused, of all tables or of one."""
    counts = dict.fromkeys((ADDED, CHANGED, UNCHANGED, SKIPPED, REFUSED), 0)
    for name, some in done.counts.items():
        for outcome, count in some.items() if table in ("", name) else ():
            counts[outcome] += count
    return counts


def counts_words(done: Preview, board: Board) -> str:
    """What comes of all tables, without what is nought: `2 ambitions and 8 actions added · 2 refused · 1 gone`.

    What is added is counted as records, and by kind: a row can make several, and none of the list is left out.
    """
    counts, made = counts_of(done), made_words(done, board)
    counts[ADDED] = 0
    parts = [f"{made} added"] if made else []
    parts += _told(done, counts)
    parts += [f"{gone:,} no longer in the file"] if (gone := len(done.planned.gone)) else []
    return " · ".join(parts) or _NOTHING


def counts_words_of(done: Preview, table: str) -> str:
    """The counts of the rows of a table in words, without those that are nought."""
    return " · ".join(_told(done, counts_of(done, table), table)) or _NOTHING


def _told(done: Preview, counts: dict[str, int], table: str = "") -> list[str]:
    waiting = sum(
        each.reason == "unanswered"
        for read in done.reads
        if table in ("", read.mapping.table.id)
        for each in read.not_added
    )
    counts[REFUSED] -= waiting
    told = {SKIPPED: "left alone"}
    parts = [f"{count:,} {told.get(name, name)}" for name, count in counts.items() if count]
    return parts + ([f"{waiting:,} waiting for an answer"] if waiting else [])


def _changes(done: Preview, board: Board) -> Iterator[ImportLine]:
    after = records_after(board, done.planned.changes)
    names = Remembered(board, after)
    for change in done.planned.changes:
        kind, before, record = KINDS[change.kind], board.find(change.record), after[change.record]
        at = change.why.rpartition(", ")[2]
        if before is None:
            fields = _fields(names, record, change.values)
            yield ImportLine(
                ADDED, capitalised(named_in_full(names, record)), after=_in_short(fields), at=at, fields=fields
            )
            continue
        for name in change.values:
            attribute = kind.attributes[name]
            was = words_of(names, attribute, getattr(before, name))
            now = words_of(names, attribute, getattr(record, name))
            label = field_label(board, attribute)
            yield ImportLine(CHANGED, capitalised(full_name(names, before)), label, was, now, at)


def _fields(names: Remembered, record: Record, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = []
    for name in values:
        attribute = record.kind.attributes[name]
        words = words_of(names, attribute, getattr(record, name))
        if words and name not in ("ref", "title", "text", "kpi", "risk", "period"):
            found.append((field_label(names, attribute), words))
    return tuple(found)


def _in_short(fields: tuple[tuple[str, str], ...]) -> str:
    return " · ".join(words for _, words in fields)


def _rows_without(done: Preview) -> Iterator[ImportLine]:
    for read in done.reads:
        for each in sorted(read.not_added, key=lambda each: each.row):
            reason = REASONS.get(each.reason, each.reason)
            item = f"{place_words(each.at)}: {each.words}"
            yield ImportLine(each.outcome, item, after=reason, at=each.at)


def _unchanged(done: Preview) -> Iterator[ImportLine]:
    for read in done.reads:
        sheet, table = read.mapping.table.sheet, read.mapping.table.id
        rows = sorted({row for (name, row), out in done.planned.outcomes.items() if name == table and out == UNCHANGED})
        for row in rows:
            at = sheet.row(row)
            yield ImportLine(UNCHANGED, f"{place_words(at)}: {row_words(done, at)}", at=at)


def _gone(done: Preview, board: Board) -> Iterator[Record]:
    for each in done.planned.gone:
        if (record := board.find(each.record)) is not None:
            yield record


def _in_quotes(words: str) -> str:
    return f": “{' '.join(words.split())}”" if words else ""
