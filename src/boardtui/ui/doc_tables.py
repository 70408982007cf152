"""The tables in the documents that are made from declarations: keys, settings, and the fields of a theme.

`python -m boardtui.ui.doc_tables FOLDER` writes them anew in a checkout; a test compares them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from boardtui.domain.records.declare import allowed, needed
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.json_output import schema_text
from boardtui.exchange.plan import table_kinds, written_fields
from boardtui.settings.settings import settings_table
from boardtui.settings.themes import fields_table
from boardtui.settings.toml_files import table_of
from boardtui.ui.command_table import PARTS


def key_table() -> str:
    """All keys as a Markdown table: where each works, what it does, and its name in settings.toml."""
    rows = [
        (part.heading if number == 0 else "", f"`{command.shown}`", command.help, f"`{command.id}`")
        for part in PARTS
        for number, command in enumerate(part.commands)
    ]
    return table_of(("where", "key", "what it does", "name"), rows)


def plan_fields() -> str:
    """A table for every kind, under its name."""
    parts = []
    order = ["board", *(kind.name for kind in table_kinds())]
    order.insert(order.index("kpi") + 1, "reading")
    for kind in (KINDS[name] for name in order):
        rows = [
            (
                f"`{each.name}`",
                each.label + (f": {each.help}" if each.help else ""),
                allowed(each),
                "yes" if needed(kind, each) else "",
            )
            for each in written_fields(kind)
        ]
        parts.append(f"### `{kind.name}`\n\n" + table_of(("field", "what it is", "what it can hold", "needed"), rows))
    return "\n" + "\n".join(parts) + "\n"


TABLES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "README.md": ("keys", key_table),
    "docs/settings.md": ("settings", settings_table),
    "docs/themes.md": ("fields", fields_table),
    "docs/plan-format.md": ("plan-fields", plan_fields),
}
"""The mark between which the table of each page stands, and what makes it."""


def with_table(text: str, mark: str, table: str) -> str:
    """A page with a table between ``<!-- mark -->`` and ``<!-- /mark -->`` in place of the one there.

    Raises:
        ValueError: It has no such marks.
    """
    page, count = re.subn(
        rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", lambda found: found[1] + table + found[2], text, flags=re.DOTALL
    )
    if count != 1:
        raise ValueError(f"There is no one place between <!-- {mark} --> and <!-- /{mark} --> to write to.")
    return page


FILES: Mapping[str, Callable[[], str]] = {"docs/board.schema.json": schema_text}
"""Files that are made from declarations altogether, and what makes each."""


if __name__ == "__main__":
    for name, (between, make) in TABLES.items():
        file = Path(sys.argv[1]) / name
        file.write_text(with_table(file.read_text(encoding="utf-8"), between, make()), encoding="utf-8")
    for name, whole in FILES.items():
        (Path(sys.argv[1]) / name).write_text(whole(), encoding="utf-8")
