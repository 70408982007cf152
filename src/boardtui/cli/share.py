"""`boardtui share` and `leave`: a board comes to a server, and a working copy goes its own way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boardtui.cli.common import BoardArgument, Yes, examples
from boardtui.cli.given import ask_for_password, given_working_copy
from boardtui.cli.output import note, say, shell_word, write_out
from boardtui.domain.errors import BoardError, Code
from boardtui.report.words import how_many
from boardtui.settings.address import Address

if TYPE_CHECKING:
    from boardtui.session.sharing import Exchanged
    from boardtui.store.board_file import BoardFile

commands = typer.Typer(rich_markup_mode=None)

SHARE_EXAMPLES = examples(
    "boardtui share plan.board 'postgresql://db.example.org/boards?board=plan' --sql > plan.sql",
    "boardtui share plan.board 'postgresql://db.example.org/boards?board=plan'",
    "boardtui 'postgresql://db.example.org/boards?board=plan'",
)
LEAVE_EXAMPLES = examples("boardtui leave 'postgresql://db.example.org/boards?board=plan'")


@commands.command("share", epilog=SHARE_EXAMPLES)
def share(
    board: BoardArgument,
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help="Where it is to be: postgresql://host/database?board=NAME", show_default=False
        ),
    ],
    sql: Annotated[
        bool, typer.Option("--sql", help="Only print what a database administrator runs once for this board.")
    ] = False,
) -> None:
    """Put a board on a PostgreSQL server, for many people at once.

    An administrator makes a place for it there first, of what --sql prints. Then the edits of the board are sent, and a
    working copy is made: from then on everybody opens the address, and works in a working copy of their own.
    """
    from boardtui.session.sharing import make_working_copy_of, working_copy_at
    from boardtui.session.surroundings import note_on
    from boardtui.settings.paths import Paths
    from boardtui.store.board_file import BoardFile

    where = Address.read(address)
    if (known := note_on(board)) is not None and known.address != where:
        first = f"boardtui leave {shell_word(board)}"
        raise BoardError(f"{board} is shared at {known.address}. To share it elsewhere, first: {first}")
    with BoardFile.open(board) as file:
        if sql:
            _print_sql(file, where)
            return
        done, password = _send(file, where)
    working = Paths.of_this_user().working
    path = working_copy_at(where, working) or make_working_copy_of(where, working, password)
    sent, came = (how_many(each, "edit") for each in (done.went_out, done.came))
    say(f"{board}: shared as {where.board} on {where.server}; {sent} sent, {came} came in")
    for sentence in done.left_out:
        note(sentence)
    say(f"To open it from now on, here and elsewhere: boardtui {shell_word(str(where))}")
    if known is None:
        say(f"{board} itself stays as it is: what is entered in it goes to nobody. The working copy: {path}")


def _print_sql(file: BoardFile, where: Address) -> None:
    from boardtui.store.columns import board_identity
    from boardtui.store.shared import schema_sql

    with file.reading() as reader:
        identity = board_identity(reader)
    write_out(schema_sql(where, identity))


def _send(file: BoardFile, where: Address) -> tuple[Exchanged, str]:
    """Exchange the edits of a board; a password is asked for where one is needed."""
    from boardtui.session.sharing import Exchanger

    def exchange(password: str) -> Exchanged:
        exchanger = Exchanger(where, lambda job: job(file), password=password, keep_note=False)
        try:
            done = exchanger.exchange()
            if done.refused is not None:
                raise done.refused
            return done
        finally:
            exchanger.close()

    file.must_be_writable()
    file.back_up("merge")
    try:
        return exchange(""), ""
    except BoardError as error:
        if error.code is not Code.PASSWORD_NEEDED:
            raise
    password = ask_for_password(where)
    return exchange(password), password


@commands.command("leave", epilog=LEAVE_EXAMPLES)
def leave(board: BoardArgument, yes: Yes = False) -> None:
    """Detach a working copy from its shared board.

    From then on it is an ordinary board, and exchanges nothing. What is on the server stays there, and the file
    stays where it is. Edits that are not on the server yet are sent first; where that cannot be done, it is refused
    unless --yes is given.
    """
    from boardtui.session.sharing import detach, unsent_in

    given = given_working_copy(board)
    if given is None:
        raise BoardError(f"{board} is no working copy of a shared board: there is nothing to leave.")
    waiting = unsent_in(board)
    if waiting and not yes:
        raise BoardError(
            f"{how_many(waiting, 'edit')} in {board} would be on no server: {given.problem or 'they were not sent'} "
            "To leave all the same, give --yes."
        )
    detach(Path(board))
    say(f"{board}: no longer shared. It is an ordinary board now.")
