"""No test sees the machine it runs on: its owner's settings, home, terminal, colours or time zone."""

import contextlib
import errno
import gc
import os
import stat
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis.internal.conjecture import providers

from tests import server as servers
from tests.left_out import LeftOut

sys.meta_path.insert(0, LeftOut())

# The same random examples in every run, on a fast machine as on a slow one; at night others are looked for.
hypothesis.settings.register_profile(
    "steady", derandomize=True, database=None, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if not os.environ.get("BOARDTUI_NIGHTLY"):
    hypothesis.settings.load_profile("steady")
    # Hypothesis mixes in what is written in the modules that are imported by then, and that is another set wherever the
    # workers share the tests out in another way.
    if hasattr(providers, "_get_local_constants"):
        _nothing: Any = getattr(providers, "_local_constants", None)
        setattr(providers, "_get_local_constants", lambda: _nothing)  # noqa: B010

_homes = count(1)
_OF_THE_DEVELOPER = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "COLORTERM", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
_PREFIXES = ("BOARDTUI_", "TEXTUAL")


@pytest.fixture(autouse=True)
def _a_machine_of_nobody(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    # Named, not made: what a test does not use costs nothing, and nothing is left for the next one.
    home = tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    for name in [each for each in os.environ if each in _OF_THE_DEVELOPER or each.startswith(_PREFIXES)]:
        # How many cases to run is for the caller to say; the other one is where pictures are compared.
        if name not in ("BOARDTUI_NIGHTLY", "TEXTUAL_SNAPSHOT_TEMPDIR"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture(autouse=True)
def _no_sync_of_what_was_opened_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where it fails: every copy, backup and merge would."""
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode) and os.name == "posix":
            import fcntl

            if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
                raise OSError(errno.EBADF, "Bad file descriptor")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)


def _open_files() -> set[tuple[int, int]]:
    """The files that this process has open, by device and number."""
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            status = each.stat()
            found.add((status.st_dev, status.st_ino))
    return found


@pytest.fixture
def files_that_are_open_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a file that is open can be neither deleted nor replaced."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not say which files are open")

    def refuse(path: object) -> None:
        with contextlib.suppress(FileNotFoundError):
            status = Path(str(path)).stat()
            if stat.S_ISREG(status.st_mode) and (status.st_dev, status.st_ino) in _open_files():
                error = PermissionError(errno.EACCES, "The process cannot access the file", str(path))
                error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
                raise error

    unlink, replace, rename = os.unlink, os.replace, os.rename

    def careful_unlink(path: Any, *args: Any, **options: Any) -> None:
        # Whole trees are deleted by the names of files within folders that are open.
        folder = options.get("dir_fd")
        refuse(path if folder is None else f"/proc/self/fd/{folder}/{path}")
        unlink(path, *args, **options)

    def careful_rename(source: Any, target: Any, **options: Any) -> None:
        if not options:
            refuse(source)
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "the file is there already", str(target))
        rename(source, target, **options)

    def careful_replace(source: Any, target: Any, **options: Any) -> None:
        refuse(source)
        refuse(target)
        replace(source, target, **options)

    monkeypatch.setattr(os, "unlink", careful_unlink)
    monkeypatch.setattr(os, "remove", careful_unlink)
    monkeypatch.setattr(os, "replace", careful_replace)
    monkeypatch.setattr(os, "rename", careful_rename)


_WHERE_FILES_ARE_WRITTEN = ("cli", "exchange", "session", "settings", "store")


@pytest.fixture(autouse=True)
def _as_on_windows(request: pytest.FixtureRequest) -> None:
    """Whatever writes files is tested as on Windows, on every system that can say which files are open."""
    folder = request.path.relative_to(Path(__file__).parent).parts[0]
    if folder in _WHERE_FILES_ARE_WRITTEN and Path("/proc/self/fd").is_dir():
        request.getfixturevalue("files_that_are_open_stay")


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    """A PostgreSQL server, where one is installed; .ci/run installs one."""
    if (found := servers.programs()) is None:
        pytest.skip("there is no PostgreSQL here: install it, or pip install 'boardtui[test-server]'")
    pytest.importorskip("psycopg")
    with servers.throwaway(found) as running, pytest.MonkeyPatch.context() as patient:
        # It is on this machine, which may be busy. Where one gives up is tested with less.
        patient.setattr("boardtui.store.shared.CONNECT_SECONDS", 120)
        patient.setattr("boardtui.store.shared.SECONDS", 120.0)
        yield running


def pytest_xdist_auto_num_workers() -> int:
    """Two workers for each processor: a test of a screen waits half of its time for the screen to come to rest."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Have little time spent on looking for garbage, and Hypothesis draw the same examples in every run.

    By now the tests themselves are half a million objects that stay. Going through them again and again, and through
    those of each application that is started, was a third of the time of a test of a screen.

    Hypothesis takes numbers and words also from whatever modules of ours are imported when it draws, which depends on
    the tests that the process has run before: an example that fails would be met in some runs only.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    if (providers := sys.modules.get("hypothesis.internal.conjecture.providers")) is not None:
        none = vars(providers)["_local_constants"]  # nothing has been drawn yet
        vars(providers)["_get_local_constants"] = lambda: none
