"""A paper as GitHub Markdown that survives pandoc to Word: the one place where user text becomes Markdown.

There is no HTML in it, since Word gets none of it: a line break within a table cell would join two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from boardtui.domain.patterns import when_used
from boardtui.report.document import Block, Bullets, Column, Heading, Lines, Paragraph, Run, Table, Words
from boardtui.report.document import inline as words_of
from boardtui.report.words import NONE

# What means something to Markdown wherever it stands.
_ANYWHERE = when_used(r"[\\`*_\[\]<>|~$]")
# An entity, a web address and an emoji code become something else; the colon or the ampersand is what makes them so.
_SEQUENCES = when_used(r"&(?=#?[0-9A-Za-z]+;)|:(?=//)|:(?=[0-9A-Za-z_+\-]+:)|(?<=\bwww)\.", re.IGNORECASE)
# What means something at the beginning of a line.
_LEADING = when_used(r"^(?=[#\-+=:])|^(?P<number>[0-9]+)(?=[.)])")


def markdown(blocks: Iterable[Block]) -> str:
    """Write a paper. The same blocks give the same text, which ends with one newline."""
    lines = [line for block in blocks for line in (*_block(block), "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            # Number signs at the end of a heading are taken for its closing marks.
            text = re.sub(r"(?:^|(?<= ))#+$", lambda found: "\\" + found[0], inline(block.words))
            yield f"{'#' * block.level} {text}"
        case Paragraph():
            yield _line(block.words)
        case Lines():
            texts = [_line(each) for each in block.lines]
            yield from (*(text + "\\" for text in texts[:-1]), texts[-1])
        case Bullets():
            yield from (f"- {_line(item)}" for item in block.items)
        case Table():
            yield from _table(block.without_pictures())


def inline(words: Words) -> str:
    """Words within a line of Markdown."""
    return "".join(map(_run, words.runs))


def _run(run: Run) -> str:
    text = _SEQUENCES.sub(r"\\\g<0>", _ANYWHERE.sub(r"\\\g<0>", run.text))
    for wanted, mark in ((run.bold, "**"), (run.italic, "*"), (run.struck, "~~")):
        text = f"{mark}{text}{mark}" if wanted else text
    return text


def _line(words: Words) -> str:
    """Words that stand at the beginning of a line: no marker among them begins a heading, a list or a rule."""
    text = inline(words)
    if words.runs and replace(words.runs[0], tone="") == Run(words.runs[0].text):
        return _LEADING.sub(lambda found: f"{found['number'] or ''}\\", text)
    return text


def _table(table: Table) -> Iterator[str]:
    """A table. An empty cell shows a dash, so that nothing looks forgotten."""
    yield _row([inline(words_of(column.heading)) for column in table.columns])
    yield _rule(table.columns)
    yield from (_row(map(inline, row)) for row in table.rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell or NONE for cell in cells) + " |"


def _rule(columns: Sequence[Column]) -> str:
    # The number of dashes is what newer versions of pandoc take the widths from.
    marks = {"right": ("", ":"), "centre": (":", ":"), "": ("", "")}
    return "|" + "|".join("{1}{0}{2}".format("-" * max(c.width, 3), *marks[c.align]) for c in columns) + "|"
