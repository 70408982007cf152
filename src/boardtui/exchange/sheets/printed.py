"""An import as programs read it: the JSON of `boardtui import --json`."""

from __future__ import annotations

from typing import Any

from boardtui.exchange.sheets.drafts import ADDED, CHANGED, REFUSED, SKIPPED, UNCHANGED, TableRead
from boardtui.exchange.sheets.importing import Preview

OUTCOMES = (ADDED, CHANGED, UNCHANGED, SKIPPED, REFUSED)


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
