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
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
PLATFORMS = {"amd64": "win_amd64", "arm64": "win_arm64"}
STARTER = '@echo off\r\n"%~dp0python\\python.exe" -X utf8 -m boardtui %*\r\n'
_ARCHIVE = re.compile(r"python-(\d+)\.(\d+)\.\d+-embed-(amd64|arm64)\.zip")
_DATE = (2020, 1, 1, 0, 0, 0)


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
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        with zipfile.ZipFile(archive) as python:
            if f"{tag}._pth" not in python.namelist():
                raise ValueError(f"{archive.name} is no embeddable Python: it holds no {tag}._pth")
            for name in sorted(python.namelist()):
                # This file replaces all other ways to look for modules: nothing on the machine can stand in between.
                content = f"{tag}.zip\r\n.\r\n..\\lib\r\n".encode() if name == f"{tag}._pth" else python.read(name)
                _add(made, f"boardtui/python/{name}", content)
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as opened:
                for name in sorted(opened.namelist()):
                    if not name.endswith("/") and (where := _place_in_lib(name)):
                        _add(made, f"boardtui/lib/{where}", opened.read(name))
        _add(made, "boardtui/boardtui.cmd", STARTER.encode())
        _add(made, "boardtui/install.md", (ROOT / "docs" / "install.md").read_bytes())


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
    entry.compress_type = zipfile.ZIP_DEFLATED
    made.writestr(entry, content)


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words], check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main())
