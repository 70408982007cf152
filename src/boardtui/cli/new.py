"""`boardtui new`: make a board, empty or from a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boardtui.cli.common import As, BoardArgument, examples, say, shell_word, signature, text_given
from boardtui.export import frozen

EXAMPLES = examples(
    'boardtui new plan.board --title "Improvement Plan"',
    "boardtui new plan.board --from plan.toml",
)


def new(
    board: BoardArgument,
    plan: Annotated[
        Path | None,
        typer.Option("--from", metavar="PLAN.toml", help="Fill it from a plan.", show_default=False),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The title of the plan.")] = "",
    as_name: As = "",
) -> None:
    """Make a board, empty or from a plan. An existing file is never replaced."""
    from boardtui.store.board_file import BoardFile

    who, title = signature(as_name, needed=False), text_given(title)
    if plan is None:
        BoardFile.create(board, title, who=who).close()
    else:
        _from_plan(board, plan, title, who)
    say(f"{board}: made. To open it: boardtui {shell_word(board)}")


def _from_plan(path: Path, plan: Path, title: str, who: str) -> None:
    from dataclasses import replace

    from boardtui.exchange.plan_toml import read_plan_file
    from boardtui.exchange.samples import make_board

    read = read_plan_file(plan)
    if title:
        read = replace(read, profile={**read.profile, "title": title})
    make_board(path, read, who=who, freeze=frozen).close()
