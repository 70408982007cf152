"""The address of a board that is shared over a server: `postgresql://user@host/database?board=NAME`.

People paste addresses, and some hold a password. Such a one is refused, and nothing of any address that is refused is
repeated: what is wrong with it may be that the password stands where something else belongs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used

BOARD_NAME = when_used(r"[a-z][a-z0-9_]{0,39}")

OPTIONS = ("host", "service", "sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "krbsrvname")
"""What may stand in an address beside the board, as the PostgreSQL library names it."""

VERIFIED = "verify-full"

_ADDRESS = when_used(r"postgres(?:ql)?(?:\+\w+)?:[/\\]", re.IGNORECASE)
_PASSWORD = when_used(r"[/\\][^/@]*:.*@|[?&](?:ssl)?password=", re.IGNORECASE | re.DOTALL)
_PLAIN = when_used(r"[^\x00-\x20\x7f#]+")
_USER = when_used(r"[^:/@?]*")
_DATABASE = when_used(r"[^:/@?]*")
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", VERIFIED)
_FORM = "Write it as postgresql://host/database?board=NAME."


def is_address(text: str) -> bool:
    """Whether somebody means a shared board, however wrong the rest of it may be; also where a path was made of it."""
    return _ADDRESS.match(text.strip()) is not None


def refuse_passwords(words: Iterable[str]) -> None:
    """Refuse a command in which an address with a password stands, wherever: what is wrong would be told with it.

    Raises:
        BoardError: there is one. The sentence repeats nothing of it.
    """
    for word in words:
        for text in (word, word.partition("=")[2]):
            if is_address(text) and _PASSWORD.search(text):
                raise _holds_a_password()


@immutable
class Address:
    """Where a shared board is. It never holds a password.

    Attributes:
        board: the name of the board on the server.
        host, port, user, database: "" where the PostgreSQL library is to find out.
        options: what else the library is told, in the order of `OPTIONS`.
    """

    board: str
    host: str = ""
    port: str = ""
    user: str = ""
    database: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what somebody typed or pasted.

        Raises:
            BoardError: it is no address of a board, or holds a password. The sentence repeats nothing of it.
        """
        text = text.strip()
        try:
            parts = urlsplit(text)
            port, host = parts.port, parts.hostname or ""
        except ValueError:
            raise _wrong("This is no address of a board.", text) from None
        if parts.password is not None or ":" in unquote(parts.username or ""):
            raise _holds_a_password()
        if not re.match(r"postgres(?:ql)?://", text, re.IGNORECASE) or not _PLAIN.fullmatch(text):
            raise _wrong("This is no address of a board.", text)
        user, database = unquote(parts.username or ""), unquote(parts.path.removeprefix("/"))
        if not _USER.fullmatch(user) or not _DATABASE.fullmatch(database) or not re.fullmatch(r"[\w.:%-]*", host):
            raise _wrong("This is no address of a board.", text)
        stated = parse_qsl(parts.query, keep_blank_values=True)
        found = dict(stated)
        if {"password", "sslpassword"} & {name.casefold() for name in found}:
            raise _holds_a_password()
        if len(found) != len(stated) or found.keys() - {"board", *OPTIONS} or ("host" in found and host):
            raise BoardError(f"The address says something that it cannot. It may say: board, {', '.join(OPTIONS)}.")
        name = found.get("board", "")
        if not BOARD_NAME.fullmatch(name):
            raise BoardError(
                "The address has to end in ?board=NAME. The name of a board on a server has lower-case letters, "
                f"digits and _, begins with a letter, and has at most 40 of them. {_FORM}"
            )
        options = tuple((each, found[each]) for each in OPTIONS if found.get(each))
        read = cls(name, host, str(port or ""), user, database, options)
        read._check_security()
        return read

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        options = "".join(f"&{name}={quote(value, safe='/')}" for name, value in self.options)
        return f"postgresql://{user}{host}{port}/{quote(self.database, safe='')}?board={self.board}{options}"

    @property
    def place(self) -> tuple[object, ...]:
        """Which board of which login it is of, however the server is proved to be the right one."""
        where = tuple((name, value) for name, value in self.options if name in ("host", "service"))
        return self.board, self.host, self.port or "5432", self.user, self.database, where

    @property
    def server(self) -> str:
        """What a sentence calls the server."""
        return self.host or self._option("service") or "this machine"

    @property
    def stays_here(self) -> bool:
        """Whether what goes to the server never leaves this machine: over loopback, or a socket in a folder."""
        host = self.host or self._option("host")
        if host.startswith("/") or host.casefold() == "localhost":
            return True
        import ipaddress  # which few addresses need

        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    def for_the_library(self) -> dict[str, str]:
        """What the PostgreSQL library is told."""
        named = {"host": self.host, "port": self.port, "user": self.user, "dbname": self.database}
        told = {name: value for name, value in named.items() if value} | dict(self.options)
        # A service or the environment may lead to another machine than the one that is named.
        elsewhere = self._option("service") or any(os.environ.get(name) for name in ("PGHOSTADDR", "PGSERVICE"))
        if elsewhere or not self.stays_here:
            # Encryption by Kerberos would come first, and then nobody would compare the name of the server.
            told |= {"sslmode": VERIFIED, "gssencmode": "disable"}
        return told

    def _option(self, name: str) -> str:
        return dict(self.options).get(name, "")

    def _check_security(self) -> None:
        mode = self._option("sslmode")
        if mode and mode not in _SSL_MODES:
            raise BoardError(f"The address names an sslmode that there is not. There are: {', '.join(_SSL_MODES)}.")
        if mode not in ("", VERIFIED) and not self.stays_here:
            raise BoardError(
                f"A board is shared over a line that is encrypted, with a server that is known: sslmode={VERIFIED}. "
                "Leave sslmode out of the address. The certificate of the server is a matter for who runs it."
            )
        # Of several the library takes the next one where the first does not answer, wherever that is.
        if (host := self._option("host")) and (not host.startswith("/") or "," in host):
            raise BoardError(f"A host after the ? is the folder of a socket, from / on. {_FORM}")


def _wrong(what: str, text: str) -> BoardError:
    # What stands before an @ may be a password that was put in the wrong place.
    return _holds_a_password() if "@" in text and text.count(":") > 1 else BoardError(f"{what} {_FORM}")


def _holds_a_password() -> BoardError:
    return BoardError(
        "An address holds no password: it would be kept and shown where addresses are. Leave it out. It is asked for, "
        "or lies in a password file of PostgreSQL (pgpass) or a service file."
    )
