"""`boardtui serve`: a board in the browser of this machine."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import Annotated

import typer

from boardtui.cli.common import BoardArgument, examples
from boardtui.domain.errors import BoardError
from boardtui.store.board_file import BoardFile

commands = typer.Typer(rich_markup_mode=None)

SERVE_EXAMPLES = examples(
    "boardtui serve plan.board",
    "boardtui serve plan.board --read-only --font-size 22",
)


@commands.command("serve", epilog=SERVE_EXAMPLES)
def serve(
    board: BoardArgument,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")] = 8765,
    font_size: Annotated[int, typer.Option("--font-size", min=6, max=72, help="Height of letters in pixels.")] = 16,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show the board; change nothing.")] = False,
) -> None:
    """Show a board in a browser on this machine. No other machine can reach it."""
    try:
        from boardtui.cli.browser import own_server
    except ImportError:
        raise BoardError("Serving needs one more package: pip install 'boardtui[web]'") from None
    BoardFile.open(board, read_only=read_only).close()  # what is wrong with it is said here, not in a browser
    words = [sys.executable, "-m", "boardtui", "open", str(board.absolute()), *(["--read-only"] if read_only else [])]
    command = subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
    server = own_server.OwnServer(command, port=port, title=board.stem, font_size=font_size)
    try:
        server.serve()
    except OSError:
        raise BoardError(f"Port {port} is taken. Choose another: --port {port % 65535 + 1}") from None
