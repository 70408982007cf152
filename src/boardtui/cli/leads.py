"""`boardtui leads`: who is named on a board, and how many items are theirs."""

from __future__ import annotations

import typer

from boardtui.cli.common import BoardArgument, Json, examples
from boardtui.cli.output import note, say, say_json

commands = typer.Typer(rich_markup_mode=None)

EXAMPLES = examples("boardtui leads plan.board", "boardtui leads plan.board --json")


@commands.command("leads", epilog=EXAMPLES)
def leads(board: BoardArgument, json: Json = False) -> None:
    """List who is named on the board as lead or owner, and how many items are theirs.

    These are the names that `boardtui copy --for` and `boardtui export --lead` take.
    """
    from boardtui.domain.board.leads import leads as leads_on
    from boardtui.store.board_file import BoardFile

    with BoardFile.open(board) as file:
        named = leads_on(file.read())
    if json:
        say_json([{"lead": name, "items": count} for name, count in named.items()])
        return
    for name, count in named.items():
        say(name, f"{count:,} item{'' if count == 1 else 's'}")
    if not named:
        note("Nobody is named on this board yet. To name somebody: boardtui set ... lead=ROLE")
