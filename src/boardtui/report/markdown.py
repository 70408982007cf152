"""GitHub Markdown that survives pandoc to Word: the one place where user text becomes Markdown.

Words are plain `str` and are escaped here. Only what this module made, `Markup`, goes through as it is: so nothing
can be left unescaped by mistake. There is no HTML in it, since Word gets none of it: a line break within a table
cell would join two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boardtui.domain.records.text import harmless
from boardtui.report.words import NONE, one_line

# What means something to Markdown wherever it stands.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~$]")
# An entity, a web address and an emoji code become something else; the colon or the ampersand is what makes them so.
_SEQUENCES = re.compile(r"&(?=#?[0-9A-Za-z]+;)|:(?=//)|:(?=[0-9A-Za-z_+\-]+:)|(?<=\bwww)\.", re.IGNORECASE)
# What means something at the beginning of a line.
_LEADING = re.compile(r"^(?=[#\-+=:])|^(?P<number>[0-9]+)(?=[.)])")
_BULLET = re.compile(r"^\s*[-*•‣◦▪·–]\s+(?=\S)")


class Markup(str):
    """Markdown that is ready: it is not escaped again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        heading: what stands over it.
        width: how much of the page it gets, beside the other columns.
        align: right, centre, or left where empty.
        optional: whether it is left out where none of its cells says anything.
    """

    heading: str
    width: int = 10
    align: str = ""
    optional: bool = False


def inline(words: str) -> Markup:
    """Words within a line of Markdown. Line ends become a space or a stroke."""
    if isinstance(words, Markup):
        return words
    return Markup(_SEQUENCES.sub(r"\\\g<0>", _ANYWHERE.sub(r"\\\g<0>", one_line(words))))


def line(words: str) -> Markup:
    """Words that stand at the beginning of a line: no marker among them begins a heading, a list or a rule."""
    if isinstance(words, Markup):
        return words
    return Markup(_LEADING.sub(lambda found: f"{found['number'] or ''}\\", inline(words)))


def join(*parts: str, separator: str = " ") -> Markup:
    """Parts of a line, escaped each, without the empty ones."""
    return Markup(separator.join(inline(part) for part in parts if part))


def bold(words: str) -> Markup:
    """Words in bold; nothing for no words."""
    text = inline(words)
    return Markup(f"**{text}**") if text else text


def italic(words: str) -> Markup:
    """Words in italics; nothing for no words."""
    text = inline(words)
    return Markup(f"*{text}*") if text else text


def heading(level: int, words: str) -> list[str]:
    """A heading. Levels below six do not exist and become six."""
    # Number signs at the end of a heading are taken for its closing marks.
    text = re.sub(r"(?:^|(?<= ))#+$", lambda found: "\\" + found[0], inline(words))
    return ["#" * min(level, 6) + " " + text, ""]


def paragraph(*words: str) -> list[str]:
    """One paragraph of one line; nothing where there are no words."""
    text = " ".join(line(part) if index == 0 else inline(part) for index, part in enumerate(words) if part)
    return [text, ""] if text else []


def lines(*parts: str) -> list[str]:
    """Lines that stand directly under each other, such as those of a title block."""
    texts = [line(part) for part in parts if part]
    return [*(text + "\\" for text in texts[:-1]), texts[-1], ""] if texts else []


def bullets(items: Iterable[str]) -> list[str]:
    """A list; nothing where there are no items."""
    texts = [line(item) for item in items if item]
    return [*(f"- {text}" for text in texts), ""] if texts else []


def prose(text: str) -> list[str]:
    """Text of several lines as its writer laid it out: paragraphs, and lists where lines begin with a bullet."""
    if isinstance(text, Markup):
        return paragraph(text)
    out: list[str] = []
    items: list[str] = []
    for each in harmless(text).split("\n"):
        if bullet := _BULLET.match(each):
            items.append(each[bullet.end() :])
            continue
        out += bullets(items) + paragraph(each)
        items = []
    return out + bullets(items)


def listed(text: str) -> list[str]:
    """Text that holds one thing a line, as a list, whether or not its lines begin with a bullet."""
    return bullets(_BULLET.sub("", each).strip() for each in harmless(text).split("\n"))


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; nothing where there are no rows. An empty cell shows a dash, so that nothing looks forgotten.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    body = [tuple(zip(columns, cells, strict=True)) for cells in rows]
    if not body:
        return []
    said = [not column.optional or any(row[i][1] for row in body) for i, column in enumerate(columns)]
    kept = [column for column, says in zip(columns, said, strict=True) if says]
    shown = [_row([cell for (_, cell), says in zip(row, said, strict=True) if says]) for row in body]
    return [_row([column.heading for column in kept]), _rule(kept), *shown, ""]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(inline(cell) or NONE for cell in cells) + " |"


def _rule(columns: Sequence[Column]) -> str:
    # The number of dashes is what newer versions of pandoc take the widths from.
    marks = {"right": ("", ":"), "centre": (":", ":"), "": ("", "")}
    return "|" + "|".join("{1}{0}{2}".format("-" * max(c.width, 3), *marks[c.align]) for c in columns) + "|"
