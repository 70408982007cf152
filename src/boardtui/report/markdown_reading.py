"""What was frozen as Markdown, read back as a paper: so that it can be drawn in Word too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import harmless
from boardtui.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Lines,
    Paragraph,
    Run,
    Table,
    Words,
    inline,
    toned,
)
from boardtui.report.markdown import markdown
from boardtui.report.palette import rag_style

_ALIGNED = {"text-align:right": "right", "text-align:center": "centre"}
_USUAL_WIDTH = 10


def paper_of(text: str, made: Sequence[Block]) -> list[Block]:
    """A frozen paper.

    Args:
        text: it, in Markdown.
        made: the same paper as this version of the program would make it, with the colours and pictures that Markdown
            has not. It is only good where it says the very same.
    """
    return list(made) if markdown(made) == text else read_markdown(text)


def read_markdown(text: str) -> list[Block]:
    """Read Markdown of the sort that `markdown` writes."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    rules = iter([line for line in text.split("\n") if line.startswith("|-") or line.startswith("|:-")])
    return list(_blocks(iter(tokens), rules))


def _blocks(tokens: Iterator[Token], rules: Iterator[str]) -> Iterator[Block]:
    for token in tokens:
        match token.type:
            case "heading_open":
                yield Heading(int(token.tag[1:]), Words(_runs(next(tokens).children)))
            case "paragraph_open":
                lines = _lines(next(tokens).children or [])
                yield Lines(lines) if len(lines) > 1 else Paragraph(lines[0])
            case "bullet_list_open" | "ordered_list_open":
                yield Bullets(tuple(_inlines(_until(tokens, token.type.replace("open", "close")))))
            case "table_open":
                yield _table(list(_until(tokens, "table_close")), next(rules, ""))
            case "fence" | "code_block" | "html_block":
                yield Paragraph(inline(token.content))
            case _:
                pass


def _until(tokens: Iterator[Token], end: str) -> Iterator[Token]:
    depth = 1
    for token in tokens:
        depth += (token.type == end.replace("close", "open")) - (token.type == end)
        if not depth:
            return
        yield token


def _inlines(tokens: Iterable[Token]) -> Iterator[Words]:
    return (Words(_runs(token.children)) for token in tokens if token.type == "inline")


def _lines(children: Sequence[Token]) -> tuple[Words, ...]:
    """The lines of a paragraph that ends some of them by force."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type == "hardbreak":
            lines.append([])
        else:
            lines[-1].append(child)
    return tuple(Words(_runs(line)) for line in lines)


def _runs(children: Sequence[Token] | None) -> Iterator[Run]:
    on = dict.fromkeys(("strong", "em", "s"), 0)
    for child in children or ():
        name, _, what = child.type.partition("_")
        if name in on:
            on[name] += 1 if what == "open" else -1
        elif child.type in ("softbreak", "hardbreak"):
            yield Run(" ")
        elif child.content:
            yield Run(harmless(child.content), on["strong"] > 0, on["em"] > 0, on["s"] > 0)


def _table(tokens: Sequence[Token], rule: str) -> Table:
    cells = [
        (opened, Words(_runs(inside.children)))
        for opened, inside in pairwise(tokens)
        if opened.type in ("th_open", "td_open")
    ]
    widths = [part.count("-") or _USUAL_WIDTH for part in rule.strip("|").split("|")]
    columns = [
        Column(
            words,
            width=widths[place] if place < len(widths) else _USUAL_WIDTH,
            align=_ALIGNED.get(str(opened.attrGet("style") or ""), ""),
        )
        for place, (opened, words) in enumerate(each for each in cells if each[0].type == "th_open")
    ]
    body = [_cell(words) for opened, words in cells if opened.type == "td_open"]
    rows = (tuple(body[start : start + len(columns)]) for start in range(0, len(body), len(columns)))
    return Table(tuple(columns), tuple(rows))


def _cell(words: Words) -> Words:
    """A cell of a table: a rating in it has its colour."""
    for rating in Rag:
        beginning = rating.shape if rating is Rag.NOT_RATED else rating.mark
        if words.startswith(f"{beginning} "):
            return toned(words, rag_style(rating))
    return words
