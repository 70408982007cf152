"""Build one file that holds boardtui and all it needs, and runs wherever that Python is: `python boardtui.pyz demo`.

    pip install shiv
    python scripts/build_pyz.py dist/

What is compiled is that of the system that builds it: the file runs on the same system with the same version of
Python. At its first start it unpacks itself into `~/.shiv` (`SHIV_ROOT` names another folder).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run the command line: 0 done, 1 something cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where boardtui.pyz goes")
    parser.add_argument("--packages", type=Path, help="a folder of installed packages, in place of installing them")
    given = parser.parse_args()
    try:
        given.folder.mkdir(parents=True, exist_ok=True)
        made = build(given.folder / "boardtui.pyz", given.packages)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{made}\n")
    return 0


def build(target: Path, packages: Path | None) -> Path:
    """Write the file.

    Raises:
        OSError: it cannot be written.
        CalledProcessError: a package cannot be had, or shiv is not there.
    """
    with tempfile.TemporaryDirectory() as place:
        if packages is None:
            packages = Path(place) / "packages"
            _run("pip", "--disable-pip-version-check", "-q", "install", "--target", str(packages), str(ROOT))
        _run(
            *("shiv", "--site-packages", str(packages), "--entry-point", "boardtui.__main__:main"),
            # The same parts make the same file, and it starts by whichever Python is first on the path.
            *("--reproducible", "--python", "/usr/bin/env python3", "--output-file", str(target)),
        )
    return target


def _run(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", module, *words], check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main())
