"""`boardtui import`: bring in a spreadsheet, a CSV file, a pasted table or the tables of a Markdown document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boardtui.cli.common import As, BoardArgument, Json, examples, signature, wrong_usage
from boardtui.cli.output import REFUSED, note, say, say_json

if TYPE_CHECKING:
    from boardtui.exchange.sheets.answers import Answers
    from boardtui.exchange.sheets.asking import Question
    from boardtui.exchange.sheets.importing import Preview

commands = typer.Typer(rich_markup_mode=None)

EXAMPLES = examples(
    "boardtui import plan.board actions.xlsx --dry-run              what would happen",
    "boardtui import plan.board actions.xlsx --save-map actions.toml",
    "boardtui import plan.board june.xlsx --map actions.toml --yes",
    "boardtui import plan.board register.csv --kind risk",
    "boardtui import plan.board plan.xlsx --dry-run                 what somebody changed in an export",
)


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
    as_json: Json = False,
) -> None:
    """Bring in a spreadsheet, a CSV file, a pasted table or the tables of a Markdown document.

    What is already there is found by its ref, else its title. Nothing is deleted, and what somebody changed on the
    board since the last import stays. All is entered as one step that one undo takes back.
    """
    from boardtui.exchange.sheets.answers import Answers, is_kind, read_answers, write_answers
    from boardtui.exchange.sheets.printed import import_json
    from boardtui.exchange.sources.reading import read_source
    from boardtui.session.importing import carry_out, preview_of
    from boardtui.store.board_file import BoardFile

    kind = kind.strip().lower().replace("-", "_").replace(" ", "_")
    if kind and not is_kind(kind):
        raise wrong_usage(f"Tables of {kind!r} cannot be imported. It can be: {', '.join(complete_table_kind(''))}.")
    who = "" if dry_run else signature(as_name)
    answers = read_answers(answers_from) if answers_from is not None else Answers()
    read = read_source(source)
    asks = not (yes or dry_run or as_json) and sys.stdin.isatty() and sys.stdout.isatty()
    with BoardFile.open(board) as file:
        before = file.read()
        done = preview_of(file, before, read, answers, sheet=sheet, kind=kind)
        if asks:
            while _answer(done, answers):
                done = preview_of(file, before, read, answers, sheet=sheet, kind=kind)
        if as_json:
            say_json(import_json(done))
        else:
            _tell(done)
        if save is not None:
            write_answers(answers, save, replace=answers_from)
        entered = not dry_run and (yes or (asks and bool(done.planned.changes) and typer.confirm("Enter this?")))
        if entered and done.planned.changes:
            carry_out(file, done, who=who, seen=before.edition)
        if not done.reads:
            note(f"No table was found in {read.name}: a table needs a row of headings above its rows.")
        elif not dry_run and not as_json:
            say(_ending(done, entered=entered))
    if not done.reads or not done.nothing_left or (not dry_run and not entered):
        raise typer.Exit(REFUSED)


def _answer(done: Preview, answers: Answers) -> bool:
    """Ask the first question that is open and has a place in a map.

    Returns:
        Whether there may be more to ask.
    """
    for question in done.open_questions:
        if not question.key or question.key in answers.skipped:
            continue
        note(_asked(question))
        given = typer.prompt("Answer, or Enter to leave it open", default="", show_default=False).strip()
        if given and (not question.choices or given in question.choices):
            answers.give(f"{question.word} = {given}" if question.key == ("year_rule",) else given, *question.key)
        else:
            answers.skipped.append(question.key)
        return True
    return False


_ASKED = {
    "kind": "What does the table at {at} hold?",
    "ambition": "Which ambition do the actions of the table at {at} go to? Its ref.",
    "column": "What is the column {word} at {at}?",
    "rating": "Which rating is {word} at {at}?",
    "score word": "What is {word} at {at} as a number?",
    "period": "Which period is {word} at {at}? Such as 2025-04, 2024/25 Q1 or 2023/24.",
    "date order": "{word} at {at} can only be month first. In which order are the dates?",
    "area": "Whose figures are yours in the column at {at}? The name of the area.",
    "unit": "{word} at {at} stands beside per cents. Is it a fraction of one?",
    "money": "The amounts are in {word}, says {at}. Enter them as they stand?",
    "summary rows": "Rows of the table at {at} sum up those below them. Are they sections?",
}


def _asked(question: Question) -> str:
    """A question as a person is asked it."""
    asked = _ASKED.get(question.about, "{about} {word} at {at}")
    sentence = asked.format(about=question.about, word=repr(question.word), at=question.at)
    rows = f" It stands in {len(question.rows)} places." if question.word and len(question.rows) > 1 else ""
    choices = f" ({', '.join(question.choices)})" if question.choices else ""
    return f"{sentence}{rows}{choices}"


def _tell(done: Preview) -> None:
    """Say what would happen, for people."""
    for read in done.reads:
        table = read.mapping.table
        counts = done.counts[table.id]
        where = table.sheet.address(table.area)
        said = ", ".join(f"{counts[name]} {name}" for name in counts if counts[name])
        say(f"{table.id} {where}: {read.mapping.kind or 'not known'}, {read.seen} rows: {said}")
        for heading in table.headings:
            say(f"    {heading.letter} {heading.name}: {read.mapping.fields[heading.column].replace('_', ' ')}")
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


def _ending(done: Preview, *, entered: bool) -> str:
    made = [f"{count} {kind}" for kind, count in done.planned.made.items()]
    if changed := len({(each.kind, each.ref) for each in done.planned.fields}):
        made.append(f"{changed} changed")
    if not entered:
        return "Nothing was imported. Enter it with --yes, or see what would happen with --dry-run."
    return f"Imported from {done.source.name}: {', '.join(made) or 'nothing new'}. One undo takes all of it back."
