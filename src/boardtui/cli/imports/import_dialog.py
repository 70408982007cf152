"""An import at a terminal: how far it is, its questions, and stopping it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from boardtui.cli.changes import tell_findings
from boardtui.cli.common import today
from boardtui.cli.output import INTERRUPTED, note, say
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from pathlib import Path

    from boardtui.domain.board.board import Board
    from boardtui.exchange.sheets.asking import Answers, Question
    from boardtui.exchange.sheets.finding import Found
    from boardtui.exchange.sheets.importing import Preview
    from boardtui.exchange.sources.watch import Watch

_WIDTH = 60
STOPPED = "Stopped. Nothing was imported: the board is as it was."


def somebody_is_there() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def shown_progress() -> Iterator[Watch]:
    """Show on a terminal how far an import is, in one line that is gone afterwards."""
    from boardtui.exchange.sources.watch import Watch

    if not sys.stderr.isatty():
        yield Watch()
        return

    def show(words: str) -> None:
        sys.stderr.write(f"\r{words[:_WIDTH]:<{_WIDTH}}")
        sys.stderr.flush()

    try:
        yield Watch(told=lambda watch: show(f"{watch.words} … ctrl+c stops it"))
    finally:
        show("")
        sys.stderr.write("\r")
        sys.stderr.flush()


@contextmanager
def stopped_with(sentence: Callable[[], str]) -> Iterator[None]:
    """Let ctrl+c stop an import with a sentence, and with the exit code that shells expect.

    Raises:
        typer.Exit: it was stopped.
    """
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        if sys.stderr.isatty():
            sys.stderr.write("\n")  # below the ^C that the terminal shows
        note(sentence())
        raise typer.Exit(INTERRUPTED) from None


def answer_all(done: Preview, answers: Answers, board: Board, look: Callable[[Found], Preview]) -> Preview:
    """Ask all that is open, one after the other, at the terminal.

    Args:
        done: what an import would do so far.
        answers: where the answers go.
        board: the board.
        look: sees again what it would do, as an answer may lead to another question.
    """
    while (question := _next(done, answers)) is not None:
        _answer(question, done, answers, board)
        done = look(done.found)
    return done


def _next(done: Preview, answers: Answers) -> Question | None:
    return next((each for each in done.open_questions if each.key and each.key not in answers.skipped), None)


def _answer(question: Question, done: Preview, answers: Answers, board: Board) -> None:
    from boardtui.session.import_answers import answer_choices, answer_problem, give_answer, typed_hint
    from boardtui.session.import_words import question_words, row_words, rows_asked_about

    rows = rows_asked_about(question, done)
    say(question_words(question, board))
    say(f"  It concerns {'1 row' if len(rows) == 1 else f'{len(rows):,} rows'}, such as {row_words(done, rows[0])}")
    choices, hint = answer_choices(question, done, board), typed_hint(question, board)
    for value, words in choices:
        say(f"  {value}" + (f": {words}" if words != value else ""))
    if hint:
        say(f"  {hint}")
    while True:
        given = typer.prompt("Answer, or Enter to skip the question", default="", show_default=False).strip()
        if not given:
            answers.skipped.append(question.key)
            return
        known = given in [value for value, _ in choices]
        if problem := "" if known else answer_problem(question, given) if hint else _choose(choices):
            note(problem)
            continue
        give_answer(answers, question, given)
        return


def _choose(choices: list[tuple[str, str]]) -> str:
    """What to say where an answer is none of those that there are; nothing where any will do."""
    return f"It can be: {', '.join(value for value, _ in choices)}." if choices else ""


def make_from_sheet(path: Path, source: Path, title: str, who: str, answers_from: Path | None) -> None:
    """Make a board and import a spreadsheet into it: a whole board, or none.

    Raises:
        BoardError: it cannot be read or made, or a row needs an answer and nobody gave one.
        typer.Exit: it was stopped.
    """
    from boardtui.domain.attention.findings import entry_findings
    from boardtui.exchange.sheets import drafts
    from boardtui.exchange.sheets.asking import Answers, read_answers
    from boardtui.exchange.sources.reading import read_source
    from boardtui.session.import_words import REASONS, made_words, question_words
    from boardtui.session.importing import building, carry_out, preview_of
    from boardtui.store.board_file import BoardFile

    answers = read_answers(answers_from) if answers_from is not None else Answers()
    who = who or f"import {source.stem}"
    answers.new_ambition = True  # there are none yet
    with stopped_with(lambda: "Stopped. No board was made."), building(path) as beside:
        with shown_progress() as watch:
            read = read_source(source, watch)
        with BoardFile.create(beside, title or path.stem, who=who) as file:
            board = file.read()

            def look(found: Found | None = None) -> Preview:
                with shown_progress() as watch:
                    return preview_of(file, board, read, answers, watch=watch, found=found)

            done = look()
            if somebody_is_there():
                done = answer_all(done, answers, board, look)
            if waiting := [each for read in done.reads for each in read.not_added if each.reason == "unanswered"]:
                asked = " ".join(question_words(each, board) for each in done.open_questions)
                rows = "1 row waits" if len(waiting) == 1 else f"{len(waiting):,} rows wait"
                raise BoardError(f"No board was made: {rows} for an answer. {asked}\nPut it in a map: --map MAP.toml")
            if not done.planned.changes:
                raise BoardError(f"No board was made: there is nothing to import in {source.name}.")
            carry_out(file, done, who=who, seen=board.edition)
            found = entry_findings(file.read(), {each.record for each in done.planned.changes}, today())
    tell_findings(found, path)
    note(f"Imported from {source.name}: {made_words(done, board)}.")
    for question in done.open_questions:
        note(f"Left open: {question_words(question, board)}")
    for row in (each for read in done.reads for each in read.not_added if each.outcome == drafts.REFUSED):
        note(f"Not entered: {row.at}: {REASONS[row.reason]}: {row.words}")
