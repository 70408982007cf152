"""An import from the source to the preview, step by step: each step gives a plain object that a screen can show.

`read_source` gives the sheets, `found_tables` the tables with what they are taken for, `preview` what would happen.
Nothing here prints, asks or writes: answers come in, questions go out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, quoted
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.origin import remembered
from boardtui.domain.records.text import same_key
from boardtui.exchange.returned.compare import Comparison
from boardtui.exchange.returned.documents import Returned, read_json_entries, read_plan_entries
from boardtui.exchange.returned.tables import written_tables
from boardtui.exchange.sheets.asking import LEFT_OUT, Answers, ImportQuestion, Notices
from boardtui.exchange.sheets.columns import IGNORED, TableMapping, map_table
from boardtui.exchange.sheets.drafts import ADDED, CHANGED, REFUSED, SKIPPED, UNCHANGED, Draft, TableRead
from boardtui.exchange.sheets.figures.by_period import join_series, stands_on_its_side, turned
from boardtui.exchange.sheets.finding import Found, SheetTable, find_tables
from boardtui.exchange.sheets.leftovers import NotTable, around
from boardtui.exchange.sheets.planning import Planned, Planner
from boardtui.exchange.sheets.records import Context, read_table
from boardtui.exchange.sources.grid import Source, runs
from boardtui.exchange.sources.watch import Watch

CHILDREN = {"risk": ("mitigation",), "kpi": ("reading", "comparator", "target_change"), "action": ("ambition",)}

EditsOf = Callable[[Collection[str]], Iterable[Edit]]
OUTCOMES = (ADDED, CHANGED, UNCHANGED, SKIPPED, REFUSED)


@dataclass(slots=True)
class Preview:
    """What an import would do, with all that has to be asked and pointed out.

    Attributes:
        source: what was read.
        found: the tables in it, and what is none.
        reads: what the rows of each table come to.
        planned: what would be done to the board.
        notices: questions and flags.
        answers: the answers, with those that were used.
        counts: for each table how many rows come to what.
        returned: the file is one that this program wrote, or a plan: what its tables hold is not asked.
    """

    source: Source
    found: Found
    reads: list[TableRead]
    planned: Planned
    notices: Notices
    answers: Answers
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    returned: bool = False

    @property
    def open_questions(self) -> list[ImportQuestion]:
        """What nobody has answered yet."""
        return [each for each in self.notices.questions if each.open]

    @property
    def refused(self) -> int:
        """How many rows cannot be entered."""
        return sum(counts[REFUSED] for counts in self.counts.values())

    @property
    def nothing_left(self) -> bool:
        """Whether every row was entered and every question has its answer."""
        return not self.refused and not self.open_questions


def find(source: Source, sheet: str = "") -> Found:
    """The tables of a source.

    Raises:
        BoardError: there is no such sheet.
    """
    names = [each.name for each in source.sheets]
    if sheet and not any(each.casefold() == sheet.casefold() for each in names):
        known = ", ".join(map(quoted, filter(None, names))) or "none with a name"
        raise BoardError(f"{source.name} has no sheet {quoted(sheet)}. There are: {known}.")
    return find_tables(source, sheet)


def preview(
    source: Source,
    board: Board,
    edits_of: EditsOf,
    answers: Answers,
    *,
    sheet: str = "",
    kind: str = "",
    watch: Watch | None = None,
    found: Found | None = None,
) -> Preview:
    """Work out what importing a source would do to a board.

    Args:
        source: what was read.
        board: the board as it is.
        edits_of: gives all edits of some kinds of record, for what earlier imports brought.
        answers: what a person has said.
        sheet: the one sheet that is read; all by default.
        kind: what all tables hold.
        watch: is told how far it is, and can stop it.
        found: the tables, where they were found already.

    Raises:
        BoardError: there is no such sheet, or an answer names what is not there.
    """
    answers.used.clear()
    if not (sheet or kind) and (returned := _returned(source, board)) is not None:
        return _brought_back(source, returned, board, edits_of, answers)
    found, notices = found or find(source, sheet), Notices()
    watch = watch or Watch()
    context = Context(board, answers, notices, watch)
    reads = []
    for table in found.tables:
        if answers.get("kind", table.id) == LEFT_OUT:
            reads.append(_left_out(table, notices))
            continue
        if "kpi" in (kind, answers.get("kind", table.id)) and stands_on_its_side(table):
            table = turned(table)  # noqa: PLW2901 - it is read as it stands when it is turned
        mapping = map_table(table, board, answers, notices, kind=kind)
        _point_out_hidden(table, notices)
        read = read_table(mapping, context)
        _point_out_uncached(mapping, notices)
        reads.append(read)
    join_series(draft for read in reads if not read.mapping.long for draft in read.drafts)
    _point_out_same_refs(reads, notices)
    kinds = {draft.kind for read in reads for draft in read.drafts}
    wanted = kinds | {child for each in kinds for child in CHILDREN.get(each, ())}
    memory = remembered(edits_of(wanted)) if kinds else remembered(())
    planned = Planner(board, memory, notices, answers, source.name).plan(reads, watch)
    done = Preview(source, found, reads, planned, notices, answers)
    done.counts = {read.mapping.table.id: _counts(read, planned) for read in reads}
    return done


def _returned(source: Source, board: Board) -> Returned | None:
    """What a file that this program wrote, or a plan, says; None where it is another sort of file."""
    if not source.document:
        return written_tables(source, board)
    if source.document.lstrip().startswith("{"):
        return read_json_entries(source.document, source.name)
    return read_plan_entries(source.document.encode(), source.name)


def _brought_back(source: Source, returned: Returned, board: Board, edits_of: EditsOf, answers: Answers) -> Preview:
    """What bringing back a file that this program wrote, or a plan, would do."""
    notices = Notices()
    memory = remembered(edits_of({each.kind.name for each in returned.entries}))
    planned = Comparison(board, memory, notices, answers, source.name).plan(returned)
    reads = {each.table.id: TableRead(each) for each in returned.tables}
    for entry in returned.entries:
        read = reads[entry.table.table.id]
        read.seen += 1
        read.drafts.append(Draft(entry.kind.name, entry.at, entry.row, dict(entry.values)))
    taken = [each.table.sheet for each in returned.tables]
    others = [NotTable(each, around(each), "notes") for each in source.sheets if each.rows and each not in taken]
    found = Found([each.table for each in returned.tables], others)
    done = Preview(source, found, list(reads.values()), planned, notices, answers, returned=True)
    done.counts = {read.mapping.table.id: _counts(read, planned) for read in done.reads}
    return done


def _left_out(table: SheetTable, notices: Notices) -> TableRead:
    """A table of which a person says that it is not to be imported."""
    notices.ask("kind", table.first_cell, answer=LEFT_OUT, within=table.id, key=("kind", table.id))
    return TableRead(TableMapping(table, None, {each.column: IGNORED for each in table.headings}, left_out=True))


def _counts(read: TableRead, planned: Planned) -> Counter[str]:
    table = read.mapping.table.id
    counts = Counter(outcome for (name, _), outcome in planned.outcomes.items() if name == table)
    counts += Counter(each.outcome for each in read.not_added if each.outcome in (SKIPPED, REFUSED))
    return counts


def _point_out_hidden(table: SheetTable, notices: Notices) -> None:
    """Say which hidden rows and columns were read."""
    top, left, bottom, right = table.area
    sheet = table.sheet
    for first, last in runs({each for each in sheet.hidden_columns if left <= each <= right}):
        notices.flag(sheet.address((top, first, bottom, last)), "hidden")
    for first, last in runs({each for each in sheet.hidden_rows if top <= each <= bottom}):
        notices.flag(sheet.address((first, left, last, right)), "hidden")


def _point_out_uncached(mapping: TableMapping, notices: Notices) -> None:
    """Say which formulas have no value in the file."""
    table = mapping.table
    for heading in table.headings:
        rows = [row for row in table.body if table.sheet.at(row, heading.column).uncached]
        for first, last in runs(rows):
            notices.flag(table.sheet.address((first, heading.column, last, heading.column)), "no_cached_value")


def _point_out_same_refs(reads: list[TableRead], notices: Notices) -> None:
    places: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for read in reads:
        for draft in read.drafts:
            ref = str(draft.values.get("ref", ""))
            if ref and draft.joins is None and KINDS[draft.kind].has("ref"):
                places.setdefault((draft.kind, same_key(ref)), []).append((draft.places["ref"], ref))
    for some in places.values():
        for at, ref in some if len(some) > 1 else ():
            notices.flag(at, "same_ref", ref)


def import_json(done: Preview) -> dict[str, Any]:
    """All that an import says, as plain values."""
    tables = [_table(done, read) for read in done.reads]
    totals = {name: sum(table["rows"][name] for table in tables) for name in ("seen", *OUTCOMES)}
    return {
        "tables": tables,
        "totals": totals,
        "made": dict(done.planned.made),
        "changes": [
            {"kind": c.kind, "ref": c.ref, "field": c.field, "from": c.before, "to": c.after, "at": c.at}
            for c in done.planned.fields
        ],
        "gone": [{"kind": each.kind, "ref": each.ref, "title": each.title} for each in done.planned.gone],
        "questions": [
            {"about": each.about, "word": each.word, "at": each.at, "answer": each.answer}
            for each in done.notices.questions
        ],
        "flags": [{"at": each.at, "what": each.what, "words": each.words} for each in done.notices.flags],
        "not_tables": [
            {"sheet": each.sheet.name, "range": each.sheet.range(each.area), "what": each.what}
            for each in done.found.not_tables
        ],
    }


def _table(done: Preview, read: TableRead) -> dict[str, Any]:
    mapping, table = read.mapping, read.mapping.table
    counts = done.counts[table.id]
    return {
        "id": table.id,
        "sheet": table.sheet.name,
        "range": table.sheet.range(table.area),
        "header_rows": table.header_rows,
        "kind": mapping.kind,
        "columns": [
            {"column": each.letter, "heading": " / ".join(each.parts), "field": mapping.fields[each.column]}
            for each in table.headings
        ],
        "rows": {"seen": read.seen, **{name: counts[name] for name in OUTCOMES}},
        "not_added": [
            {"at": each.at, "outcome": each.outcome, "reason": each.reason, "words": each.words}
            for each in sorted(read.not_added, key=lambda each: each.row)
        ],
    }
