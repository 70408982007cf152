"""What the questions of an import can be answered with, what is wrong with an answer, and giving one.

The screen keeps the answers of an import: they are found again by the headings of the next file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import kind_label, ref_and_title, value_words
from boardtui.domain.dates.periods import period_of
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.headings import plain_heading
from boardtui.domain.records.kinds import KINDS, Ambition
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.matrix import matrix_of
from boardtui.exchange.sheets.asking import (
    KEEPS,
    LEFT_OUT,
    TAKES,
    Answers,
    ImportQuestion,
    map_of,
    read_answers,
    write_answers,
)
from boardtui.exchange.sheets.columns import IGNORED, KEPT
from boardtui.exchange.sheets.finding import Found
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sheets.importing import Preview
from boardtui.exchange.sheets.kinds import is_period
from boardtui.exchange.sheets.vocabulary import KINDS_READ
from boardtui.exchange.sources.grid import one_line
from boardtui.session.import_words import field_words, kind_words, place_of, word_words
from boardtui.settings.disk import why_not, write_new
from boardtui.settings.paths import Paths, under_free_name

_YEAR_RULE = ("year_rule",)
_CHOICES = {
    LEFT_OUT: "nothing: leave it out",
    "section": "yes, they are sections",
    "as stated": "as it stands",
    "fraction": "yes: 0.95 is 95%",
    "dmy": "day first: 31/12/2026",
    "mdy": "month first: 12/31/2026",
    KEEPS: "what the board says",
    TAKES: "what the file says",
}
_RAG = KINDS["action"].attributes["rag"]
_RATINGS = [(each.value if each is not Rag.NOT_RATED else "none", each) for each in Rag]
_SCORED = [f"{stage} {part}" for stage in ("current", "inherent") for part in ("likelihood", "impact")]


def can_be_answered(question: ImportQuestion) -> bool:
    """Whether a question has an answer here, and not only on the board."""
    return bool(question.key)


def answer_choices(question: ImportQuestion, done: Preview, board: Board) -> list[tuple[str, str]]:
    """What a question can be answered with, where that is one of a few: the answer, and it in words."""
    match question.about:
        case "ambition":
            known = [(each.ref or each.title, ref_and_title(board, each)) for each in board.all(Ambition)]
            return [*known, *((each, f"what the column {word_words(each)} says") for each in question.choices)]
        case "kind":
            return kind_choices(board)
        case "rating":
            return [(name, value_words(board, _RAG, each)) for name, each in _RATINGS]
        case "score word":
            labels = getattr(matrix_of(board.profile), f"{question.key[1]}s")
            return [(each, f"{each} {labels[int(each) - 1]}") for each in question.choices]
        case "column":
            return [(name, field_words(name, "action", board)) for name in question.choices]
        case "area":
            return [(each, each) for each in _words_below(question, done)]
        case "period" if question.key == _YEAR_RULE:
            return _years(question.word)
        case _:
            return [(each, _CHOICES.get(each, each)) for each in question.choices]


def answer_words(question: ImportQuestion, done: Preview, board: Board) -> str:
    """An answer in words; empty while a question is open."""
    if question.answer is None:
        return ""
    return dict(answer_choices(question, done, board)).get(question.answer, question.answer)


def typed_hint(question: ImportQuestion, board: Board) -> str:
    """What can be typed as an answer; empty where one of the choices has to be taken."""
    match question.about:
        case "ambition":
            return f"the title of a new {kind_label(board, KINDS['ambition'])}"
        case "period":
            return "such as 2025-04, 2024/25 Q1 or 2023/24"
        case _:
            return ""


def answer_problem(question: ImportQuestion, words: str) -> str:
    """What is wrong with what was typed as an answer; empty where nothing is."""
    if not words:
        return "Type an answer, or Esc to skip the question."
    if question.about == "period" and period_of(words) is None:
        return f"“{words}” is no period. Write it as 2025-04, 2024/25 Q1 or 2023/24."
    return ""


def give_answer(answers: Answers, question: ImportQuestion, words: str) -> None:
    """Answer a question."""
    if question.about == "ambition":
        if words in question.choices:
            answers.give(words, "ambition_column")
            return
        _leave_column(answers, question)
        answers.new_ambition = True  # where the board has none that is called so
    rule = f"{one_line(question.word)} = {words}"
    answers.give(rule if question.key == _YEAR_RULE else words, *question.key)


def take_back_answer(answers: Answers, question: ImportQuestion) -> None:
    """Leave a question open again."""
    answers.take_back(*question.key)
    if question.about == "ambition":
        _leave_column(answers, question)


def _leave_column(answers: Answers, question: ImportQuestion) -> None:
    """Take back that a column of this table names the ambitions; another table may have its own."""
    column = plain_heading(answers.copy().get("ambition_column") or "")
    if column in map(plain_heading, question.choices):
        answers.take_back("ambition_column")


def known_ambition(board: Board, words: str) -> bool:
    """Whether a board has an ambition that is called so, by its ref or its title."""
    wanted = same_key(words)
    return any(wanted in (same_key(each.ref), same_key(each.title)) for each in board.all(Ambition))


# What tables and columns can be said to be.


def kind_choices(board: Board) -> list[tuple[str, str]]:
    """What a table can be said to hold: the kinds, each with what it is called, and nothing."""
    return [*((name, kind_words(name, board)) for name in KINDS_READ), (LEFT_OUT, _CHOICES[LEFT_OUT])]


def field_choices(kind: str, board: Board) -> list[tuple[str, str]]:
    """What a column of a table can be said to be: each with what it is called."""
    names = [each for each in KINDS_READ[kind] if each not in ("product", "likelihood", "impact")]
    more = _SCORED if kind == "risk" else ["reading"] if kind == "kpi" else []
    return [(each, field_words(each, kind, board)) for each in (*names, *more, KEPT, IGNORED)]


def say_kind(answers: Answers, table: str, kind: str) -> None:
    """Say what a table holds; nothing takes back what was said."""
    if kind:
        answers.give(kind, "kind", table)
    else:
        answers.take_back("kind", table)


def say_column(answers: Answers, heading: ColumnHeading, name: str) -> None:
    """Say what a column is; nothing takes back what was said."""
    # Of columns that are headed alike, or not at all, the letter tells which is meant.
    named = heading.words if heading.parts and heading.alone else heading.letter
    for each in (heading.words, heading.letter, *heading.parts[-1:]):
        answers.take_back("column", each)
    if name:
        answers.give(name, "column", named)


def _words_below(question: ImportQuestion, done: Preview) -> list[str]:
    """The different words of the column at whose heading a question stands."""
    found = place_of(question.at, done.source.sheets)
    if found is None:
        return []
    sheet, first, column = found
    cells = (sheet.at(row, column) for row in sheet.used() if row > first)
    return list(dict.fromkeys(one_line(cell.text) for cell in cells if cell.text))


def _years(word: str) -> list[tuple[str, str]]:
    year = int(word)
    return [
        (f"{year - 1}/{year % 100:02d}", f"the year to March {year}: {year - 1}/{year % 100:02d}"),
        (f"{year}/{(year + 1) % 100:02d}", f"the year from April {year}: {year}/{(year + 1) % 100:02d}"),
        (str(year), f"the calendar year {year}"),
    ]


ALIKE = 0.7
"""The share of headings that two files need in common to be the same sheet of two months."""
_LONGEST_NAME = 40


def headings_of(found: Found) -> tuple[str, ...]:
    """What a source is known by next month: its headings, without those that name a period."""
    headings = (each for table in found.tables for each in table.headings if each.plain and not is_period(each))
    return tuple(dict.fromkeys(each.plain for each in headings))


def kept_answers(found: Found, paths: Paths) -> tuple[Answers, Path | None]:
    """The answers that were kept for a sheet of this shape, and the file they are in; none where there are none.

    What cannot be read is passed over: everything is asked anew then.
    """
    wanted, best, share = set(headings_of(found)), None, 0.0
    try:
        maps = sorted(paths.maps.glob("*.toml"))
    except OSError:
        maps = []
    for path in maps if wanted else ():
        try:
            answers = read_answers(path)
        except BoardError:
            continue
        known = set(answers.headings)
        common = len(wanted & known) / len(wanted | known)
        if common >= ALIKE and common > share:
            best, share = (answers, path), common
    return best or (Answers(), None)


def keep_answers(answers: Answers, found: Found, name: str, paths: Paths, kept: Path | None) -> Path | None:
    """Keep the answers that were used, for the next file of the same shape.

    Args:
        answers: the answers.
        found: the tables they are about.
        name: what the source is called.
        paths: where a person's own files lie.
        kept: the map they were read from, which is replaced.

    Returns:
        The map; None where nothing was answered.

    Raises:
        BoardError: it cannot be written.
    """
    # A heading such as *This month* means another month next time: that is asked anew.
    used = {key: None for key in answers.used if key[0] != "period"}
    kept_now = replace(answers, used=used, headings=headings_of(found))
    if not set(kept_now.as_map()) - {"headings"} or not kept_now.headings:
        return None
    try:
        paths.maps.mkdir(parents=True, exist_ok=True, mode=0o700)
        if kept is None:
            mine = paths.maps / f"{_file_name(name)}.toml"
            return under_free_name(mine, lambda free: write_new(free, map_of(kept_now)))
    except OSError as error:
        raise BoardError(f"The answers cannot be kept in {paths.maps}: {why_not(error)}.") from None
    write_answers(kept_now, kept, replace=kept)
    return kept


def _file_name(name: str) -> str:
    plain = re.sub(r"[^\w]+", "-", Path(name).stem).strip("-").lower()
    return plain[:_LONGEST_NAME] or "map"
