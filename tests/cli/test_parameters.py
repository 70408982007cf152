"""What a command is given is read as typer reads it; only that pydantic is not asked about plain words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from boardtui.cli.app import quick, quickly_read


def whole(words: str) -> int:
    return int(words)


def made(read: Any) -> Any:
    """A command with a parameter of every kind that ours have."""
    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    def told(
        number: Annotated[int, typer.Argument(parser=whole)],
        name: Annotated[str, typer.Argument()] = "nobody",
        why: Annotated[str, typer.Option("--why")] = "",
        target: Annotated[Path | None, typer.Option("-o")] = None,
        limit: Annotated[int | None, typer.Option("--limit", min=1)] = None,
        take: Annotated[list[str] | None, typer.Option("--take")] = None,
        loud: Annotated[bool, typer.Option("--loud")] = False,
    ) -> None:
        print(repr((number, name, why, target, limit, take, loud)))

    command = typer.main.get_command(app)
    context = typer.Context(command)
    return read(command, context)


@pytest.mark.parametrize(
    "words",
    [
        "1",
        "",
        "1 Chair",
        "1 Chair --why late -o out.md --limit 3 --take a --take b --loud",
        "1 --why",
        "1 Chair more",
        "1 --why=",
        "--nonsense",
        "--help",
    ],
)
def test_it_means_the_same_and_is_refused_with_the_same_words(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for read in (lambda command, _context: command, quickly_read):
        command = made(read)
        with pytest.raises(SystemExit) as end:
            command.main(args=words.split(), prog_name="told")
        found.append((end.value.code, *capsys.readouterr()))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("x", "invalid literal for int() with base 10: 'x'"),
        ("1 --limit none", "'none' is no whole number"),
        ("1 --limit 0", "it should be at least 1"),
    ],
)
def test_what_is_no_value_is_said_in_the_words_of_people(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        made(quickly_read).main(args=words.split(), prog_name="told")
    last = capsys.readouterr().err.strip().split("\n")[-1]
    assert (end.value.code, last.partition(": ")[2].partition(": ")[2]) == (2, told)


def test_what_is_not_ours_stays_as_it_is() -> None:
    for other in (None, object()):
        assert quick(other) is other


def test_plain_words_are_read_without_pydantic() -> None:
    probe = (
        "import sys\n"
        "from tests.cli.test_parameters import made\n"
        f"from {quickly_read.__module__} import quickly_read\n"
        "words = ['1', 'Chair', '--why', 'late', '--take', 'a']\n"
        "made(quickly_read).main(args=words, prog_name='told', standalone_mode=False)\n"
        "print('pydantic' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert ran.stdout.split("\n")[-2] == "False"
