"""Build what an officer without admin rights unpacks and runs on Windows, on any system that has pip.

The zip holds python.org's embeddable Python, boardtui and all it needs, and `boardtui.cmd`. Nothing is installed, and
no network is needed where it is unpacked. The Python archive is a parameter: get `python-3.13.X-embed-amd64.zip` (or
`-arm64.zip`) from python.org, and check it against the hash that is published there.

    python scripts/build_windows.py python-3.13.9-embed-amd64.zip dist/
    python scripts/build_windows.py --wheels dist/

The second form makes a folder of wheels for managed machines: `pipx install --pip-args="--no-index --find-links
wheels" boardtui`, or the same with `uv tool install`.
"""

from __future__ import annotations

import argparse
import fnmatch
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PLATFORMS = {"amd64": "win_amd64", "arm64": "win_arm64"}
STARTER = '@echo off\r\n"%~dp0python\\python.exe" -X utf8 -m boardtui %*\r\n'
_ARCHIVE = re.compile(r"python-(\d+)\.(\d+)\.\d+-embed-(amd64|arm64)\.zip")
_DATE = (2020, 1, 1, 0, 0, 0)


class LeftOut(NamedTuple):
    """Files that boardtui never needs when it runs, and that do not go into the zip."""

    why: str
    what: str
    """Patterns of their paths, with blanks between; a star stands for any characters, slashes too."""
    but: str = ""
    """Patterns of those among them that are needed."""


LEFT_OUT = (
    LeftOut(
        "pictures are drawn, and written as PNG; no other kind is read or written",
        what="PIL/_avif.* PIL/_webp.* PIL/_imagingcms.* PIL/_imagingtk.*",
    ),
    LeftOut(
        "of lxml only its tree is used; the headers are for programs in C",
        what="lxml/objectify.* lxml/sax.* lxml/builder.* lxml/html/* lxml/isoschematron/* lxml/includes/* "
        "*.pxd *.pyx *.pxi *.h *.c",
    ),
    LeftOut(
        "no text is coloured as source code, but for Python's own where somebody looks for a fault in boardtui",
        what="pygments/lexers/* pygments/styles/* pygments/formatters/*",
        but="*/__init__.py */_mapping.py */special.py */python.py */default.py */monokai.py",
    ),
    LeftOut(
        "a board is a file of SQLite",
        what="sqlalchemy/dialects/* sqlalchemy/testing/* sqlalchemy/ext/*",
        but="sqlalchemy/ext/__init__.py sqlalchemy/dialects/__init__.py sqlalchemy/dialects/_typing.py "
        "sqlalchemy/dialects/sqlite/*",
    ),
    LeftOut("Markdown is drawn by Rich, which needs neither", what="mdit_py_plugins/* linkify_it/*"),
    LeftOut("for programs that were written for an older pydantic", what="pydantic/v1/* pydantic/mypy.py"),
    LeftOut("examples, and tests of the packages", what="textual/demo/* */tests/* */test/*"),
    LeftOut("for checkers of types", what="*.pyi */py.typed"),
    LeftOut(
        "for pip; what each package is called, its version and its licence stay",
        what="*.dist-info/*",
        but="*.dist-info/METADATA *.dist-info/licenses/* *.dist-info/LICEN* *.dist-info/COPYING* "
        "*.dist-info/AUTHORS* *.dist-info/NOTICE*",
    ),
)
"""What is in the wheels and not in the zip. A test works with boardtui where all of it is missing."""

LEFT_OUT_OF_PYTHON = (
    LeftOut(
        "nothing here goes over a network, and Python has digests of its own",
        what="_ssl.pyd libssl-*.dll libcrypto-*.dll _hashlib.pyd",
    ),
    LeftOut("boardtui runs in a terminal, and makes no sound", what="pythonw.exe winsound.pyd"),
)
"""What is in the embeddable Python and not in the zip."""

LEFT_OUT_OF_LIBRARY = (
    LeftOut("for who writes programs", what="pydoc.pyc pydoc_data/* doctest.pyc pdb.pyc unittest/* _pyrepl/*"),
    LeftOut(
        "mail and servers",
        what="mailbox.pyc smtplib.pyc imaplib.pyc poplib.pyc ftplib.pyc xmlrpc/* wsgiref/*",
    ),
)
"""What is in the library of Python, which is a zip of its own, and not in that of the zip."""


def main() -> int:
    """Run the command line: 0 done, 1 something cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", type=Path, nargs="?", help="the embeddable Python as python.org ships it")
    parser.add_argument("folder", type=Path, help="where the result goes")
    parser.add_argument("--wheels", action="store_true", help="make a folder of wheels for this system instead")
    given = parser.parse_args()
    if given.wheels == (given.python is not None):
        parser.error("give either the Python archive or --wheels")
    given.folder.mkdir(parents=True, exist_ok=True)
    try:
        made = wheelhouse(given.folder) if given.wheels else bundle(given.python, given.folder)
    except (OSError, ValueError, zipfile.BadZipFile, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{made}\n")
    return 0


def wheelhouse(folder: Path) -> Path:
    """Boardtui and all it needs as wheels for the system that this runs on."""
    wheels = folder / "wheels"
    wheels.mkdir(exist_ok=True)
    _pip("wheel", "--wheel-dir", str(wheels), str(ROOT))
    return wheels


def bundle(archive: Path, folder: Path) -> Path:
    """The zip of an embeddable Python, the wheels unpacked beside it, and the file that starts the program.

    Raises:
        ValueError: the archive is not one of python.org's embeddable ones, by its name or by what is in it.
    """
    named = _ARCHIVE.fullmatch(archive.name)
    if named is None:
        raise ValueError(f"{archive.name} is not called as python.org calls it: python-3.13.9-embed-amd64.zip")
    major, minor, machine = named.groups()
    target = folder / f"boardtui-windows-{machine}.zip"
    with tempfile.TemporaryDirectory() as place:
        own, wheels = Path(place) / "own", Path(place) / "wheels"
        _pip("wheel", "--no-deps", "--wheel-dir", str(own), str(ROOT))
        (wheel,) = own.glob("*.whl")
        _pip(
            *("download", "--dest", str(wheels), "--only-binary=:all:", "--python-version", f"{major}.{minor}"),
            *("--platform", PLATFORMS[machine], "--implementation", "cp", "--abi", f"cp{major}{minor}", str(wheel)),
        )
        pack(archive, sorted(wheels.glob("*.whl")), f"python{major}{minor}", target)
    return target


def pack(archive: Path, wheels: list[Path], tag: str, target: Path) -> None:
    """Write the zip.

    Args:
        archive: the embeddable Python.
        wheels: what is unpacked into `lib`.
        tag: how its files are called, such as `python313`.
        target: the zip.

    Raises:
        ValueError: the archive lacks the file that says where modules are looked for.
    """
    with zipfile.ZipFile(target, "w") as made:
        with zipfile.ZipFile(archive) as python:
            if f"{tag}._pth" not in python.namelist():
                raise ValueError(f"{archive.name} is no embeddable Python: it holds no {tag}._pth")
            for name in sorted(python.namelist()):
                if not goes_in(name, LEFT_OUT_OF_PYTHON):
                    continue
                content = python.read(name)
                if name == f"{tag}._pth":
                    # This replaces all other ways to look for modules: nothing on the machine can stand in between.
                    content = f"{tag}.zip\r\n.\r\n..\\lib\r\n".encode()
                elif name == f"{tag}.zip":
                    content = _smaller(content)
                _add(made, f"boardtui/python/{name}", content)
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as opened:
                for name in sorted(opened.namelist()):
                    if not name.endswith("/") and (where := _place_in_lib(name)) and goes_in(where):
                        _add(made, f"boardtui/lib/{where}", opened.read(name))
        _add(made, "boardtui/boardtui.cmd", STARTER.encode())
        _add(made, "boardtui/install.md", (ROOT / "docs" / "install.md").read_bytes())


def goes_in(name: str, left_out: tuple[LeftOut, ...] = LEFT_OUT) -> bool:
    """Whether a file goes into the zip, by its path in the folder where packages are."""

    def matches(patterns: str) -> bool:
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns.split())

    return not any(matches(each.what) and not matches(each.but) for each in left_out)


def _smaller(library: bytes) -> bytes:
    """The library of Python without what is left out of it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(library)) as whole, zipfile.ZipFile(made, "w") as part:
        for name in sorted(whole.namelist()):
            if goes_in(name, LEFT_OUT_OF_LIBRARY):
                _add(part, name, whole.read(name))
    return made.getvalue()


def _place_in_lib(name: str) -> str:
    """Where a file of a wheel goes; empty for scripts, headers and what would leave the folder."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts:
        raise ValueError(f"a wheel holds {name!r}, which leads out of its folder")
    if not parts[0].endswith(".data"):
        return name
    return "/".join(parts[2:]) if parts[1] in ("purelib", "platlib") else ""


def _add(made: zipfile.ZipFile, name: str, content: bytes) -> None:
    # One date for all, so that the same parts make the same zip.
    entry = zipfile.ZipInfo(name, date_time=_DATE)
    made.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words], check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main())
