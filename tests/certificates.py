"""Certificates of the tests' own, and the server of the tests with one of them: as in a council that has a CA."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.server import Server

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass(frozen=True)
class Authority:
    """Who signs certificates.

    Attributes:
        folder: where its own lie.
        certificate: what those are given who are to trust it.
    """

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.crt"

    def sign(self, name: str, *, days: int = 2) -> tuple[Path, Path]:
        """Make a certificate for a machine, and its key.

        Args:
            name: what the machine is called.
            days: how long it holds.
        """
        key, asked, made, names = (self.folder / f"{name}.{end}" for end in ("key", "csr", "crt", "txt"))
        names.write_text(f"subjectAltName=DNS:{name}\n", encoding="utf-8")
        _openssl("req", "-new", *_KEY, "-keyout", key, "-out", asked, "-subj", f"/CN={name}")
        own = ("-CA", self.certificate, "-CAkey", self.folder / "ca.key", "-CAcreateserial")
        _openssl("x509", "-req", "-in", asked, *own, "-days", days, "-extfile", names, "-out", made)
        return made, key


def authority(folder: Path) -> Authority:
    """Somebody who signs certificates, and whom nobody trusts yet."""
    folder.mkdir()
    made = Authority(folder)
    subject = ("-subj", f"/CN={folder.name}", "-days", 2)
    _openssl("req", "-x509", *_KEY, "-keyout", folder / "ca.key", "-out", made.certificate, *subject)
    return made


@contextmanager
def encrypted(server: Server, signed: tuple[Path, Path]) -> Iterator[None]:
    """The server encrypts with a certificate, as long as this lasts."""
    for path, name in zip(signed, ("server.crt", "server.key"), strict=True):
        there = server.folder / "data" / name
        shutil.copyfile(path, there)
        there.chmod(0o600)
        if os.geteuid() == 0:
            status = there.parent.stat()
            os.chown(there, status.st_uid, status.st_gid)
    _set(server, "on")
    try:
        yield
    finally:
        _set(server, "off")


def _set(server: Server, state: str) -> None:
    server.run(f"ALTER SYSTEM SET ssl = {state}")
    server.run("SELECT pg_reload_conf()")
    for _ in range(1_000):
        if server.run("SHOW ssl") == [(state,)]:
            return
    raise RuntimeError(f"the server does not turn encryption {state}")


def _openssl(*words: object) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
