"""Where a person's own files lie, where the data that comes with the program does, and paths as people type them."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePath
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

import platformdirs

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import harmless
from boardtui.settings.address import is_address

CONFIG_FOLDER_VARIABLE = "BOARDTUI_CONFIG_DIR"

_PACKAGE = Path(__file__).parents[1]


@immutable
class Paths:
    """Where a person's own files lie.

    Attributes:
        config: The configuration folder; it need not exist.
    """

    config: Path

    @classmethod
    def of_this_user(cls) -> Self:
        """The folder named by ``BOARDTUI_CONFIG_DIR``, or else the one that is usual on this system."""
        chosen = os.environ.get(CONFIG_FOLDER_VARIABLE)
        if chosen:
            return cls(Path(chosen).expanduser().absolute())
        return cls(platformdirs.user_config_path("boardtui", appauthor=False))

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.toml"

    @property
    def verified(self) -> Path:
        """The list of the files that were found whole, by what they hold."""
        return self.config / "verified.txt"

    @property
    def places(self) -> Path:
        """Where one was on each board."""
        return self.config / "places.json"

    @property
    def themes(self) -> Path:
        """The folder of the user's own themes."""
        return self.config / "themes"

    @property
    def maps(self) -> Path:
        """The folder of the answers that were given to imports."""
        return self.config / "imports"

    @property
    def working(self) -> Path:
        """The folder of the working copies of boards that lie in synced folders, or are shared over a server."""
        if os.environ.get(CONFIG_FOLDER_VARIABLE):
            return self.config / "working"
        return platformdirs.user_data_path("boardtui", appauthor=False) / "working"


def bundled(folder: Literal["themes", "sample_data"]) -> Path:
    """Find a folder of data that comes with the program.

    Returns:
        The folder inside the installed package, or the one at the top of a checkout.

    Raises:
        FileNotFoundError: The installation is incomplete; the message is a sentence to show.
    """
    # The wheel copies both folders into the package; an editable installation leaves them at the top.
    for place in (_PACKAGE / folder, _PACKAGE.parents[1] / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"This installation lacks its folder {folder}. Install boardtui again.")


SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv")
TEXTS = (".txt", ".md")


def can_be_imported(path: PurePath) -> bool:
    """Whether a file is one that people import, by its name."""
    return path.suffix.casefold() in (*SPREADSHEETS, *TEXTS)


def free_path(path: Path) -> Path:
    """A path that nothing has yet: the one given, or else `plan-2.md`, `plan-3.md` … in the same folder."""
    return next(each for each in _names(path) if not each.exists())


def under_free_name(path: Path, make: Callable[[Path], None]) -> Path:
    """Make a file at a path that nothing has yet, as `free_path` gives it. Returns where.

    Args:
        path: the path that is tried first.
        make: makes the file, or raises FileExistsError where another program did so meanwhile: then the next is tried.
    """
    for free in _names(path):
        if not free.exists():
            with suppress(FileExistsError):
                make(free)
                return free
    raise AssertionError("there is always a next number")


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def typed_path(text: str, beside: Path) -> Path | None:
    """The path that somebody means; a name without a folder lies beside a file. None for what no file can be called.

    Args:
        text: what was typed.
        beside: the file beside which a name without a folder is meant, wherever the program was started.
    """
    plain = _unwrapped(text)
    if not plain or "\0" in plain:
        return None
    if address_problem(PurePath(plain)):
        return Path(plain)  # left as typed: whoever opens it can tell that it is an address
    try:
        path = Path(os.path.expandvars(plain)).expanduser()
    except RuntimeError:  # ~somebody who is not known here
        return None
    # What no file system can have is told at once, and not repeated over all of the screen.
    if any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in path.parts):
        return None
    return path if path.is_absolute() else beside.absolute().parent / path


_LONGEST_NAME = 255


def typed_paths(text: str, beside: Path) -> list[Path]:
    """As `typed_path`, for one path or several, as when some files are dropped on the terminal at once."""
    whole = typed_path(text, beside)
    if whole is not None and is_there(whole):
        return [whole]
    try:
        words = shlex.split(text.strip(), posix=os.name != "nt")
    except ValueError:
        words = []
    # Terminals put a backslash before each space of what is dropped on them, or quotes around it.
    several = [path for path in (typed_path(word, beside) for word in words) if path is not None]
    if several and all(is_there(path) for path in several):
        return several
    return [whole] if whole is not None else []


def _unwrapped(text: str) -> str:
    text = text.strip()
    if found := re.fullmatch(r"""(["'])(.*)\1""", text):
        text = found[2].strip()
    return _path_of_address(text) if text.startswith("file:") else text


def _path_of_address(address: str, system: str = os.name) -> str:
    """The path in a `file:` address, as browsers and file managers copy it; empty where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unquote(parts.path)
    if system == "nt" and re.match(r"/[A-Za-z]:", path):
        path = path[1:]  # file:///C:/plans/plan.board
    host = parts.netloc if parts.netloc != "localhost" else ""
    return f"//{host}{path}" if host else path


def command_word(text: str, system: str = os.name) -> str:
    """A word as it can be pasted into a command line of this system: quoted where that is needed.

    `cmd` and PowerShell both take double quotes, and `cmd` no others; no file there can have one in its name.
    """
    if system != "nt":
        return shlex.quote(text)
    return text if re.fullmatch(r"[\w@+=:,./\\~-]+", text) else f'"{text}"'


_NOT_IN_NAMES = '<>:"|?*\\/'
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in "123456789")}


def address_problem(path: PurePath) -> str:
    """Why something is no path but an address, as a sentence that repeats nothing of it: it may hold a password."""
    if is_address(str(path)):
        return "That is the address of a shared board. This has to be a file: name one."
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):[/\\]", str(path))
    return f"That is an address ({found[1].lower()}:…) and no file. Name a file." if found else ""


def name_problem(path: PurePath) -> str:
    """Why a file should not be called so, as a sentence; empty if nothing speaks against it.

    A board goes from one machine to the next: what Windows takes for something else, or cannot have, is refused
    everywhere. `plan 10:30.board` would be a hidden part of a file called `plan 10` there, and `NUL.board` nowhere.
    """
    if problem := address_problem(path):
        return problem
    name = path.name
    wrong = [each for each in name if each in _NOT_IN_NAMES or ord(each) < ord(" ")]
    stem = name.split(".")[0].strip().casefold()
    if not wrong and stem not in _RESERVED and name == name.rstrip(". "):
        return ""
    what = f"holds {wrong[0]!r}" if wrong else "is a device" if stem in _RESERVED else "ends in a dot or a space"
    return f"No file can be called {harmless(name)} on every system: the name {what}. Choose another name."


def is_there(path: Path) -> bool:
    """Whether there is something at a path; nothing is where no file can be called so."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether there is a file at a path; none is where no file can be called so."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
