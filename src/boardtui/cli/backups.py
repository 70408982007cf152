"""`boardtui backup`: the complete copies that were kept before merges, meetings and upgrades, and going back to one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boardtui.cli.common import BoardArgument, Json, Yes, examples
from boardtui.cli.output import note, say, say_json, shell_word
from boardtui.domain.dates.dates import kept_time, local_time
from boardtui.domain.errors import BoardError

LIST_EXAMPLES = examples("boardtui backup list plan.board", "boardtui backup list plan.board --json")
RESTORE_EXAMPLES = examples(
    "boardtui backup restore plan.board 1",
    "boardtui backup restore plan.board 0003-merge-2021-03-02.board --yes",
)

commands = typer.Typer(help="List the backups of a board, or go back to one.", rich_markup_mode=None)

BoardAnyhow = Annotated[
    Path,
    # It may be gone or damaged: that is when a backup is wanted.
    typer.Argument(metavar="BOARD", help="The board file.", show_default=False),
]


@commands.command("list", epilog=LIST_EXAMPLES)
def list_them(board: BoardArgument, json: Json = False) -> None:
    """List what was kept, the newest first.

    It says of each its number, when and before what it was made, and its file.
    """
    from boardtui.store.backup import backup_folder, backups

    folder = backup_folder(board)
    found = backups(board)[::-1]
    if json:
        say_json(
            [
                {"file": str(folder / each.name), "at": _made_at(folder / each.name), "before": each.reason}
                for each in found
            ]
        )
        return
    for number, each in enumerate(found, start=1):
        say(str(number), local_time(_made_at(folder / each.name)), f"before: {each.reason}", each.name)
    if not found:
        note("There is no backup of this board yet: one is made before each merge, meeting and upgrade.")


def _made_at(path: Path) -> str:
    """When a backup was written, as an ISO 8601 UTC time."""
    from datetime import UTC, datetime

    return kept_time(datetime.fromtimestamp(path.stat().st_mtime, UTC))


@commands.command("restore", epilog=RESTORE_EXAMPLES)
def restore(
    board: BoardAnyhow,
    backup: Annotated[
        str,
        typer.Argument(
            metavar="BACKUP", help="Its number or file, as `boardtui backup list` prints them.", show_default=False
        ),
    ],
    yes: Yes = False,
) -> None:
    """Bring a board back to what a backup holds.

    The board as it is now is kept as a backup of its own first, so that this too can be taken back.
    """
    from boardtui.store import backup as keeping
    from boardtui.store.soundness import examine

    chosen = _chosen(board, backup)
    problems, held = examine(chosen)
    if problems or held is None:
        raise BoardError(f"{chosen.name} is not sound, and nothing was changed: {' '.join(problems)}")
    if not yes:
        raise BoardError(
            f"Every edit made since {chosen.name} goes from the board. To do it, add --yes; nothing was changed."
        )
    kept = keeping.restore(board, chosen)
    say(f"{board}: as it was in {chosen.name}")
    if kept is not None:
        note(f"As it was before that: {shell_word(kept)}")


def _chosen(board: Path, words: str) -> Path:
    from boardtui.store.backup import backup_folder, backups

    found = [backup_folder(board) / each.name for each in reversed(backups(board))]
    if words.isdecimal() and 1 <= int(words) <= len(found):
        return found[int(words) - 1]
    if named := [each for each in found if each.name == words]:
        return named[0]
    if Path(words).is_file():
        return Path(words)
    raise BoardError(
        f"There is no backup {words!r} of {board.name}. To see which there are: boardtui backup list "
        f"{shell_word(board)}"
    )
