"""The server has to prove that it is the one that the address names: with a certificate of somebody who is trusted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.settings.address import Address
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.shared import SharedLog
from tests.certificates import Authority, authority, encrypted
from tests.server import MEMBER, Server

NAME = "db.council.example"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here: install it")


@pytest.fixture
def council(tmp_path: Path) -> Authority:
    return authority(tmp_path / "council")


@pytest.fixture
def address(server: Server, board_file: BoardFile, council: Authority, monkeypatch: pytest.MonkeyPatch) -> Address:
    """The address as people write it, of a machine with a name; it is found on this one."""
    monkeypatch.setenv("PGHOSTADDR", "127.0.0.1")
    with board_file.reading() as reader:
        board = server.make_board(board_identity(reader)).board
    return Address.read(
        f"postgresql://{MEMBER}@{NAME}:{server.port}/postgres?board={board}&sslrootcert={council.certificate}"
    )


@pytest.fixture
def signed(server: Server, council: Authority) -> Iterator[None]:
    """The server has the certificate of the council for its name."""
    with encrypted(server, council.sign(NAME)):
        yield


def refusal(address: Address) -> str:
    """Why the server is not talked to, in one plain sentence that says nothing of what the library said."""
    with pytest.raises(BoardError) as told:
        SharedLog(address)
    assert told.value.code is Code.NOT_REACHED
    sentence = str(told.value)
    assert re.fullmatch(rf"{re.escape(NAME)} could not be reached: [^\n]+\.", sentence)
    assert "SSL error" not in sentence and "connection to server" not in sentence
    return sentence


def test_a_server_with_the_certificate_of_a_trusted_authority_for_its_name_is_talked_to_over_an_encrypted_line(
    address: Address, signed: None
) -> None:
    with SharedLog(address) as log:
        assert log.standing().arrival == 0
        ((encrypted,),) = log._rows("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    assert encrypted is True


def test_not_one_whose_certificate_is_made_out_to_another_name(
    server: Server, council: Authority, address: Address
) -> None:
    with encrypted(server, council.sign("other.council.example")):
        assert "made out to another name" in refusal(address)


def test_not_one_whose_certificate_somebody_else_signed(server: Server, tmp_path: Path, address: Address) -> None:
    with encrypted(server, authority(tmp_path / "somebody").sign(NAME)):
        assert "not one that this machine trusts" in refusal(address)


def test_not_where_nobody_is_trusted_yet_and_then_it_is_said_what_to_ask_for(address: Address, signed: None) -> None:
    plain = Address.read(str(address).partition("&")[0])
    assert "&sslrootcert=FILE" in refusal(plain)


def test_not_one_that_offers_no_encryption(address: Address) -> None:
    assert "offers no encrypted line" in refusal(address)


def test_the_root_certificate_may_lie_where_the_library_looks_for_it(
    address: Address, signed: None, council: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSSLROOTCERT", str(council.certificate))
    monkeypatch.setenv("PGSSLMODE", "disable")  # which does not count
    with SharedLog(Address.read(str(address).partition("&")[0])) as log:
        assert log._rows("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [(True,)]
