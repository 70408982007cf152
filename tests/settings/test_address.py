"""An address says where a shared board is. It never holds a password, and a wrong one is repeated nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.settings.address import OPTIONS, Address, is_address, refuse_passwords


def refused(text: str) -> str:
    with pytest.raises(BoardError) as told:
        Address.read(text)
    return str(told.value)


def test_an_address_says_which_board_lies_where() -> None:
    read = Address.read(" postgresql://lead@db.council.example:5433/plans?board=send_2021 ")
    assert (read.board, read.host, read.port, read.user, read.database) == (
        "send_2021",
        "db.council.example",
        "5433",
        "lead",
        "plans",
    )
    assert str(read) == "postgresql://lead@db.council.example:5433/plans?board=send_2021"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://host/db?board=plan",
        "postgresql://principal%20lead@host/db?board=plan&sslrootcert=/etc/ssl/council.crt",
        "postgresql:///db?board=plan&host=/var/run/postgresql",
        "postgresql:///?board=plan&service=boards",
        "postgresql://[::1]:5433/db?board=plan",
    ],
)
def test_what_it_is_written_as_is_read_as_the_same(text: str) -> None:
    assert str(Address.read(text)) == text
    assert Address.read(str(Address.read(text))) == Address.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://lead:secret@host/db?board=plan",
        "postgresql://lead:@host/db?board=plan",
        "postgresql://lead%3Asecret@host/db?board=plan",
        "postgresql://:secret@host/db?board=plan",
        "postgresql://host/db?board=plan&password=secret",
        "postgresql://host/db?board=plan&PassWord=secret",
        "postgresql://host/db?board=plan&sslpassword=secret",
    ],
)
def test_a_password_inside_is_refused_with_what_to_do_instead(text: str) -> None:
    told = refused(text)
    assert "holds no password" in told and "pgpass" in told
    assert "secret" not in told and "lead" not in told


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://lead:sec/ret@host/db?board=plan",
        "postgresql://lead:sec#ret@host/db?board=plan",
        "postgresql://lead:sec?ret@host/db?board=plan",
        "postgresql://lead:sec ret@host/db?board=plan",
        "postgresql://lead:sec[ret@host/db?board=plan",
        "postgresql://host/sec@ret?board=plan",
        "postgresql://host/db?board=sec-ret",
        "postgresql://host/db?sec=ret",
        "postgresql://host/db?board=plan&sec=ret",
        "postgresql://host/db?board=plan&options=-csec=ret",
        "postgresql://host/db?board=plan&sslmode=sec-ret",
        "postgresql://host:sec/db?board=ret",
        "postgresql:/sec/ret",
    ],
)
def test_nothing_of_an_address_that_is_refused_is_repeated(text: str) -> None:
    told = refused(text)
    assert "sec" not in told.replace("service", "") and "ret" not in told


@pytest.mark.parametrize(
    "word",
    [
        "postgresql://lead:secret@host/db?board=plan",
        "postgresql+psycopg://lead:sec/ret@host/db",
        "--map=postgresql://lead:secret@host/db?board=plan",
        "postgres://host/db?board=plan&password=secret",
    ],
)
def test_no_word_of_a_command_holds_a_password(word: str) -> None:
    with pytest.raises(BoardError, match="holds no password") as told:
        refuse_passwords(["copies", "plan.board", word])
    assert "secret" not in str(told.value)


def test_words_that_hold_none_pass() -> None:
    refuse_passwords(
        ["set", "plan.board", "1.1", "title=See https://a:b@host", "postgresql://lead@[::1]:5433/db?board=p"]
    )


def test_a_board_has_to_be_named() -> None:
    assert "?board=NAME" in refused("postgresql://host/db")
    assert "at most 40" in refused("postgresql://host/db?board=Plan")
    assert "at most 40" in refused(f"postgresql://host/db?board={'a' * 41}")


class TestTheLine:
    def test_to_another_machine_it_is_encrypted_and_the_server_is_compared_with_its_name(self) -> None:
        told = Address.read("postgresql://db.council.example/plans?board=plan").for_the_library()
        assert (told["sslmode"], told["gssencmode"]) == ("verify-full", "disable")

    def test_a_service_may_lead_anywhere_and_is_verified(self) -> None:
        assert Address.read("postgresql:///?board=plan&service=boards").for_the_library()["sslmode"] == "verify-full"

    @pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
    def test_an_address_cannot_ask_for_less(self, mode: str) -> None:
        assert "sslmode=verify-full" in refused(f"postgresql://host/db?board=plan&sslmode={mode}")
        assert "sslmode=verify-full" in refused(f"postgresql://127.0.0.1.example/db?board=plan&sslmode={mode}")

    @pytest.mark.parametrize(
        "text",
        [
            "postgresql://localhost/db?board=plan",
            "postgresql://127.0.0.1/db?board=plan",
            "postgresql://127.8.8.8/db?board=plan",
            "postgresql://[::1]/db?board=plan",
            "postgresql:///db?board=plan&host=/var/run/postgresql",
        ],
    )
    def test_within_one_machine_it_need_not_be(self, text: str) -> None:
        assert "sslmode" not in Address.read(text).for_the_library()
        assert Address.read(f"{text}&sslmode=disable").for_the_library()["sslmode"] == "disable"

    @pytest.mark.parametrize("name", ["PGHOSTADDR", "PGSERVICE"])
    def test_where_the_environment_may_lead_to_another_machine_it_is_verified_all_the_same(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(name, "192.0.2.1")
        for where in ("localhost/db?board=plan", "localhost/db?board=plan&sslmode=disable"):
            assert Address.read(f"postgresql://{where}").for_the_library()["sslmode"] == "verify-full"

    def test_a_service_on_this_machine_may_lead_to_another_one(self) -> None:
        told = Address.read("postgresql://localhost/db?board=plan&service=boards").for_the_library()
        assert told["sslmode"] == "verify-full"

    def test_a_socket_is_one_folder_and_not_the_first_of_several_machines(self) -> None:
        assert "the folder of a socket" in refused("postgresql:///db?board=plan&host=/run/postgresql,db.example")

    def test_where_the_address_names_no_machine_it_is_verified_whatever_the_environment_says(self) -> None:
        assert Address.read("postgresql:///db?board=plan").for_the_library()["sslmode"] == "verify-full"


@pytest.mark.parametrize("name", [each for each in OPTIONS if each not in ("host", "sslmode")])
def test_the_library_is_told_what_the_address_says(name: str) -> None:
    assert Address.read(f"postgresql://host/db?board=plan&{name}=/a b".replace(" ", "%20")).for_the_library()[name] == (
        "/a b"
    )


def test_an_address_is_told_from_a_path_even_after_a_path_was_made_of_it() -> None:
    assert is_address("postgresql://host/db?board=plan")
    assert is_address(" Postgres://host/db")
    assert is_address(str(Path("postgresql://host/db?board=plan")))
    assert not is_address("postgresql plan.board")
    assert not is_address("/srv/postgresql:/plan.board")
