"""`boardtui import`: bring in tables, from a spreadsheet, text or a document; how far it is, and its questions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boardtui.cli.changes import tell_findings
from boardtui.cli.common import As, BoardArgument, Json, examples, signature, today, wrong_usage
from boardtui.cli.in_meeting import InMeeting, meeting_of, tell_left_out
from boardtui.cli.output import INTERRUPTED, REFUSED, note, say, say_json
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.exchange.sheets.asking import Answers, ImportQuestion
    from boardtui.exchange.sheets.finding import Found
    from boardtui.exchange.sheets.importing import Preview
    from boardtui.exchange.sources.watch import Watch


_WIDTH = 60
STOPPED = "Stopped. Nothing was imported: the board is as it was."
CHANGED = "Another program has changed the board meanwhile, so nothing was imported: do it again."
commands = typer.Typer(rich_markup_mode=None)

EXAMPLES = examples(
    "boardtui import plan.board actions.xlsx --dry-run              what would happen",
    "boardtui import plan.board actions.xlsx --save-map actions.toml",
    "boardtui import plan.board june.xlsx --map actions.toml --yes",
    "boardtui import plan.board register.csv --kind risk",
    "boardtui import plan.board plan.xlsx --dry-run                 what somebody changed in an export",
)


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


def _next(done: Preview, answers: Answers) -> ImportQuestion | None:
    return next((each for each in done.open_questions if each.key and each.key not in answers.skipped), None)


def _answer(question: ImportQuestion, done: Preview, answers: Answers, board: Board) -> None:
    from boardtui.report.words import how_many
    from boardtui.session.import_answers import answer_choices, answer_problem, give_answer, typed_hint
    from boardtui.session.import_words import question_words, row_words, rows_asked_about

    rows = rows_asked_about(question, done)
    say(question_words(question, board))
    say("", f"It concerns {how_many(len(rows), 'row')}, such as {row_words(done, rows[0])}")
    choices, hint = answer_choices(question, done, board), typed_hint(question, board)
    for value, words in choices:
        say("", value + (f": {words}" if words != value else ""))
    if hint:
        say("", hint)
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


def complete_table_kind(incomplete: str) -> list[str]:
    """For the shell: the kinds that tables can hold."""
    from boardtui.exchange.sheets.vocabulary import KINDS_READ

    return [name for name in KINDS_READ if name.startswith(incomplete)]


@commands.command("import", epilog=EXAMPLES)
def import_file(
    board: BoardArgument,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE", help="A .xlsx, .csv, .tsv, .txt, .md, .toml or .json file.", show_default=False
        ),
    ],
    *,
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="Read this sheet only.")] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="What the tables hold, such as action or risk.",
            autocompletion=complete_table_kind,
        ),
    ] = "",
    answers_from: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.toml", help="Take answers from this file.", show_default=False)
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save-map", metavar="MAP.toml", help="Write the answers that were used.", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Enter all that needs no answer, without asking.")] = False,
    as_name: As = "",
    in_meeting: InMeeting = False,
    as_json: Json = False,
) -> None:
    """Bring in a spreadsheet, a pasted table or a document.

    That is a workbook, a CSV file, a table copied from another program, or the tables of a Markdown document. What
    is already there is found by its ref, else its title. Nothing is deleted, and what somebody changed on the board
    since the last import stays. All is entered as one step that one undo takes back.
    """
    from boardtui.domain.attention.findings import new_findings
    from boardtui.exchange.sheets.asking import Answers, is_kind, read_answers, write_answers
    from boardtui.exchange.sheets.importing import import_json
    from boardtui.exchange.sources.reading import read_source
    from boardtui.session.importing import carry_out, preview_of
    from boardtui.store.board_file import BoardFile

    kind = kind.strip().lower().replace("-", "_").replace(" ", "_")
    if kind and not is_kind(kind):
        raise wrong_usage(f"Tables of {kind!r} cannot be imported. It can be: {', '.join(complete_table_kind(''))}.")
    who = "" if dry_run else signature(as_name)
    answers = read_answers(answers_from) if answers_from is not None else Answers()
    asks = not (yes or dry_run or as_json) and somebody_is_there()
    with BoardFile.open(board) as file:
        before = file.read()
        meeting = meeting_of(before, in_meeting)

        def stopped() -> str:
            entered = file.made and not file.lacks(file.made)
            return "Everything was imported before it stopped." if entered else STOPPED

        def look(found: Found | None = None) -> Preview:
            with shown_progress() as watch:
                return preview_of(file, before, read, answers, sheet=sheet, kind=kind, watch=watch, found=found)

        with stopped_with(stopped):
            with shown_progress() as watch:
                read = read_source(source, watch)
            done = look()
            if asks:
                _tell_tables(done)
                done = answer_all(done, answers, before, look)
            if as_json:
                say_json(import_json(done))
            else:
                _tell(done)
            if save is not None:
                write_answers(answers, save, replace=answers_from)
            entered = not dry_run and (yes or (asks and bool(done.planned.changes) and typer.confirm("Enter this?")))
            if entered and done.planned.changes:
                with file.at_once():
                    if file.refresh(before).edition != before.edition:
                        raise BoardError(CHANGED)
                    written = carry_out(file, done, who=who, meeting=meeting, seen=before.edition)
                    after = file.refresh(before)
                tell_left_out(before, written.edits)
                changed = {each.record for each in done.planned.changes}
                tell_findings(new_findings(before, after, changed, today()), board)
            if not done.reads:
                note(f"No table was found in {read.name}: a table needs a row of headings above its rows.")
            elif not dry_run and not as_json:
                say(_ending(done, before, entered=entered))
    if not done.reads or not done.nothing_left or (not dry_run and not entered):
        raise typer.Exit(REFUSED)


def _tell_tables(done: Preview) -> None:
    """Say which tables there are, and what they and their columns were taken for."""
    for read in done.reads:
        table = read.mapping.table
        counts = done.counts[table.id]
        where = table.sheet.address(table.area)
        said = ", ".join(f"{counts[name]} {name}" for name in counts if counts[name])
        say(f"{table.id} {where}: {read.mapping.kind or 'not known'}, {read.seen} rows: {said}")
        for heading in table.headings:
            say("", "", f"{heading.letter} {heading.name}: {read.mapping.fields[heading.column].replace('_', ' ')}")
    for each in done.found.not_tables:
        say(f"read, and no table: {each.what} {each.sheet.address(each.area)}")


def _tell(done: Preview) -> None:
    """Say what would happen, for people."""
    _tell_tables(done)
    for change in done.planned.fields:
        after = change.after if change.after != "" else "(empty)"
        say(f"changes: {change.kind} {change.ref} {change.field}: {change.before} -> {after} ({change.at})")
    for read in done.reads:
        for each in read.not_added:
            say(f"{each.outcome}: {each.at} {each.reason.replace('_', ' ')}: {each.words}")
    for gone in done.planned.gone:
        say(f"not in the source any more, stays on the board: {gone.kind} {gone.ref} {gone.title}")
    for flag in done.notices.flags:
        say(f"look at {flag.at}: {flag.what.replace('_', ' ')} {flag.words}")
    for question in done.notices.questions:
        word = f" {question.word!r}" if question.word else ""
        say(f"asked: {question.about}{word} at {question.at}: {question.answer or 'open'}")


def _ending(done: Preview, board: Board, *, entered: bool) -> str:
    from boardtui.session.import_words import made_words

    if not entered:
        return "Nothing was imported. Enter it with --yes, or see what would happen with --dry-run."
    if not done.planned.changes:
        return f"Nothing new in {done.source.name}: the board is as it was."
    changed = len({(each.kind, each.ref) for each in done.planned.fields})
    parts = [made_words(done, board), f"{changed:,} changed" if changed else ""]
    return f"Imported from {done.source.name}: {', '.join(filter(None, parts))}. One undo takes all of it back."
