"""What commands share: the arguments that many of them take, who signs, where words go, and which meeting is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.given import board_given
from boardtui.cli.output import REFUSED, note, shell_word
from boardtui.domain.errors import BoardError, quoted
from boardtui.domain.records.text import same_key, tidy_line

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.records.kinds import Meeting

BoardArgument = Annotated[
    Path,
    typer.Argument(
        metavar="BOARD",
        help="The board file, or the address of a shared board.",
        show_default=False,
        parser=board_given,
    ),
]
As = Annotated[
    str, typer.Option("--as", metavar="NAME", help="Sign with this name instead of the one in your settings.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for the history and the minutes.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON, for programs to read.")]
On = Annotated[
    str,
    typer.Option(
        "--on",
        metavar="DAY",
        help="Count on this day, such as 02/03/2021 or today; by default on the day the board speaks of.",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def examples(*lines: str) -> str:
    """The end of a command's help."""
    # The first character keeps the lines as they are.
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def end_with_findings(left: int, board: Path) -> None:
    """End a command that leaves things on which copies disagree: with a line that says so, and exit code 1.

    Args:
        left: how many there are.
        board: where they are settled.

    Raises:
        typer.Exit: there are some.
    """
    from boardtui.report.words import how_many

    if left:
        note(f"{how_many(left, 'thing')} to settle: boardtui conflicts list {shell_word(board)}")
        raise typer.Exit(REFUSED)


def wrong_usage(text: str) -> Exception:
    """The error for words that make no sense as a command. Raise it."""
    # Its base is what prints the usage; it has no public name of its own.
    usage_error: Any = typer.BadParameter.__base__
    error: Exception = usage_error(text)
    return error


def why_it_is(given: str) -> str:
    """The reason that was given for an edit.

    Raises:
        Exception: for wrong usage: it is blank.
        BoardError: it is no text.
    """
    if not given.strip():
        raise wrong_usage("Say why: the history and the minutes show it.")
    return text_given(given)


def text_given(words: str) -> str:
    """Words of the command line that are to be kept.

    Raises:
        BoardError: they hold bytes that are no text in the encoding of this terminal. They would be lost.
    """
    if any("\ud800" <= character <= "\udfff" for character in words):
        shown = words.encode("utf-8", errors="replace").decode()
        raise BoardError(f"{quoted(shown)} holds bytes that are no text here. Set the terminal and LANG to UTF-8.")
    return words


def today() -> date:
    """The day it is where this runs."""
    return datetime.now(UTC).astimezone().date()


def day_given(words: str) -> date | None:
    """The day that `--on` says; None where it says nothing.

    Raises:
        Exception: for wrong usage: it is no single day.
    """
    from boardtui.domain.dates.dates import read_date

    if not words.strip() or words.strip().lower() == "today":
        return today() if words.strip() else None
    stated = read_date(words)
    if stated.day is None or not stated.exact:
        problem = f": {stated.problem}" if stated.problem else ""
        raise wrong_usage(f"{words!r} is no day{problem}. Write it as 02/03/2021, or today.")
    return stated.day


def signature(given: str, *, needed: bool = True) -> str:
    """The name to sign edits with: the one given, or else the one in the settings.

    Args:
        given: what `--as` says; empty for nothing.
        needed: whether to refuse where there is none. Otherwise it is empty.

    Raises:
        BoardError: there is no usable name.
    """
    from boardtui.settings.paths import Paths
    from boardtui.settings.settings import load_settings, read_signature

    if given:
        name, complaint = read_signature(text_given(given))
        if not name:
            raise BoardError(complaint or "The name to sign with is empty. Give one with --as NAME.")
        if complaint:
            note(complaint)
        return name
    settings, problems = load_settings()
    for problem in problems:
        note(problem)
    if needed and not settings.signature:
        raise BoardError(
            "Who signs this? Give --as NAME, or set it once for all: "
            f'put signature = "NAME" into {Paths.of_this_user().settings}.'
        )
    return settings.signature


def find_meeting(board: Board, words: str) -> Meeting:
    """Find a meeting by its date, its title, or what else means one where a ref is asked for.

    Raises:
        BoardError: there is none, or several are meant; the sentence lists those there are.
    """
    from boardtui.domain.board.lookup import address
    from boardtui.domain.board.words import short_name
    from boardtui.domain.dates.dates import normal_form
    from boardtui.domain.records.kinds import Meeting

    text = tidy_line(words)
    every = board.all(Meeting)
    by_date = [each for each in every if normal_form(each.date) == normal_form(text) != ""]
    by_title = [each for each in every if same_key(each.title) == same_key(text) != ""]
    # Of two meetings on one day the one without a title is meant by the date alone, if there is such a one.
    found = by_date or by_title or _looked_up(board, text)
    plain = [each for each in found if not each.title]
    if len(found) > 1 and len(plain) == 1:
        found = plain
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(address(board, each) for each in found)
        raise BoardError(f"{words!r} means several meetings: {names}. Name one of these.")
    known = ", ".join(short_name(board, each) for each in every)
    hint = f"There are: {known}." if known else "There are none yet: boardtui meeting new"
    raise BoardError(f"There is no meeting {quoted(words)} on this board. {hint}")


def _looked_up(board: Board, text: str) -> list[Meeting]:
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.records.kinds import Meeting

    try:
        found = lookup(board, f"meeting:{text.removeprefix('meeting:')}")
    except BoardError:
        return []
    return [found] if isinstance(found, Meeting) else []
