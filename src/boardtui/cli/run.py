"""Running the command line: whatever goes wrong becomes one or two plain sentences and an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from boardtui.cli.application import open_board, open_last
from boardtui.cli.given import begin, board_given, finish
from boardtui.cli.output import DONE, INTERRUPTED, REFUSED, note
from boardtui.cli.words import could_be_a_board, is_completing
from boardtui.domain.errors import UNFORESEEN, BoardError
from boardtui.settings.address import refuse_passwords
from boardtui.settings.disk import why_not

DEBUG_VARIABLE = "BOARDTUI_DEBUG"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused or findings, 2 wrong usage, 70 what nobody foresaw.

    Args:
        arguments: the words after `boardtui`; those of this process by default.

    Raises:
        SystemExit: always, with the exit code.
    """
    # Where the shell closed a stream there is none: what would go there goes nowhere, and the work is done.
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no ▲, or a file name that is no text, must not stop the program. What goes to a
            # file or another program is UTF-8, whatever the terminals of this system are set to.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        return _invoke(arguments)
    except BrokenPipeError:
        return _reader_gone()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BoardError as error:
        return _refused(str(error), error)
    except OSError as error:
        if error.errno == errno.EINVAL and error.filename is None and sys.platform == "win32":
            return _reader_gone()  # what Windows calls a pipe that was closed
        name = f"{error.filename}: " if error.filename else ""
        return _refused(f"{name}{why_not(error)}. Check the file and its folder.", error)
    except Exception as error:  # noqa: BLE001 - the last net: a traceback helps nobody in a meeting
        # What the error says may be words of the board: they belong on no screen that nobody chose to show them on.
        _refused(
            f"Something went wrong that should not ({type(error).__name__}). What was acknowledged is on disk. To see "
            f"where it went wrong, set {DEBUG_VARIABLE}=1 and run it again.",
            error,
        )
        return UNFORESEEN


def _reader_gone() -> int:
    """Whoever read the output has gone. The interpreter flushes once more at its end: let that find nothing."""
    sys.stdout = io.StringIO()
    return REFUSED


def _invoke(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else list(arguments)
    code: object = DONE
    begin()
    refuse_passwords(words)
    try:
        # A shell that asks how a word goes on, too, starts the program without arguments.
        if not words and not is_completing():
            open_last()
        elif len(words) == 1 and could_be_a_board(words[0]):
            open_board(board_given(words[0], exchanges=False))
        else:
            _run_command(words)
    except SystemExit as end:
        code = end.code
    finally:
        finish()
    sys.stdout.flush()  # here, where a reader who has gone is no accident
    return code if isinstance(code, int) else DONE


def _run_command(words: Sequence[str]) -> None:
    import typer  # here, as it takes as long to import as to read a board

    from boardtui.cli.app import app

    def run() -> None:
        typer.main.get_command(app).main(args=words, prog_name="boardtui")

    if os.environ.get("_BOARDTUI_COMPLETE") == "complete_bash":
        from boardtui.cli.completion import answer_bash

        answer_bash(run)
    else:
        run()


def _refused(sentence: str, error: BaseException) -> int:
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    for line in sentence.split("\n"):
        note(line)
    return REFUSED
