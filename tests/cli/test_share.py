"""A board comes to a server: what an administrator runs once, what is sent, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.cli.output import shell_word
from boardtui.session.sharing import Exchanger
from boardtui.store import file as opening
from boardtui.store.backup import backups
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import Boardtui, identity_in, on_server, working_copy
from tests.server import MEMBER, Server


def test_an_administrator_is_told_what_to_run_and_the_program_makes_nothing_itself(
    board: Path, server: Server, boardtui: Boardtui
) -> None:
    where = server.address("council")
    refused = boardtui("share", board, where)
    assert refused.code == 1
    assert "There is no board council in this database" in refused.err and "--sql" in refused.err
    printed = boardtui("share", board, where, "--sql")
    assert (printed.code, printed.err) == (0, "")
    assert identity_in(board) in printed.out
    server.run(printed.out)
    server.run(f"GRANT board_council_member TO {MEMBER}")
    kept = len(backups(board))
    with pytest.MonkeyPatch.context() as locked:
        locked.setattr(opening, "is_writable", lambda _: False)
        assert "read-only" in boardtui("share", board, where).err
    assert (on_server(server, where), len(backups(board))) == (0, kept)
    ran = boardtui("share", board, where)
    assert (ran.code, ran.err) == (0, ""), ran.err
    with BoardFile.open(board) as file:
        edits = file.read().edition
    path, to_open = (
        working_copy(where),
        f"To open it from now on, here and elsewhere: boardtui {shell_word(str(where))}",
    )
    assert ran.out.splitlines() == [
        f"{board}: shared as council on 127.0.0.1; {edits} edits sent, 0 edits came in",
        to_open,
        f"{board} itself stays as it is: what is entered in it goes to nobody. The working copy: {path}",
    ]
    assert on_server(server, where) == edits
    assert [each.reason for each in backups(board)[kept:]] == ["merge"]
    again = boardtui("share", path, where)
    assert again.out.splitlines() == [f"{path}: shared as council on 127.0.0.1; 0 edits sent, 0 edits came in", to_open]
    elsewhere = boardtui("share", path, server.address("another"))
    assert (elsewhere.code, elsewhere.out) == (1, "")
    assert f"{path} is shared at {where}. To share it elsewhere, first: boardtui leave {path}\n" in elsewhere.err
    exchange = Exchanger.exchange
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Exchanger, "exchange", lambda self: replace(exchange(self), left_out=("One was left out.",)))
        assert "boardtui: One was left out.\n" in boardtui("share", board, where).err
        assert boardtui("show", where, "actions").err == "boardtui: One was left out.\n"
