"""The script that makes what officers on Windows unpack, with a Python that is not the real one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests import scripts


@pytest.fixture
def script() -> ModuleType:
    return scripts.script("build_windows")


def zip_of(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


@pytest.fixture
def python(tmp_path: Path) -> Path:
    library = zip_of(tmp_path / "library.zip", {"this.pyc": "", "pydoc_data/topics.pyc": ""})
    made = zip_of(
        tmp_path / "python-3.13.9-embed-amd64.zip",
        {"python.exe": "MZ", "python313._pth": "python313.zip\n.\n#import site\n", "libcrypto-3.dll": "MZ"},
    )
    with zipfile.ZipFile(made, "a") as opened:
        opened.write(library, "python313.zip")
    return made


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    files = {
        "boardtui/__main__.py": "print()",
        "boardtui-1.data/purelib/other.py": "",
        "boardtui-1.data/scripts/boardtui": "#!python",
        "boardtui-1.dist-info/METADATA": "Name: boardtui",
        "boardtui-1.dist-info/RECORD": "",
        "boardtui-1.dist-info/licenses/LICENSE": "MIT",
        "PIL/_avif.cp313-win_amd64.pyd": "MZ",
        "PIL/_imaging.cp313-win_amd64.pyd": "MZ",
    }
    return zip_of(tmp_path / "boardtui-1-py3-none-any.whl", files)


def test_the_zip_holds_what_is_needed_of_python_and_the_packages_and_a_file_to_start_it(
    script: ModuleType, python: Path, wheel: Path, tmp_path: Path
) -> None:
    script.pack(python, [wheel], "python313", tmp_path / "made.zip")
    with zipfile.ZipFile(tmp_path / "made.zip") as made:
        assert {name.removeprefix("boardtui/") for name in made.namelist()} == {
            *("python/python.exe", "python/python313.zip", "python/python313._pth", "boardtui.cmd", "install.md"),
            *("lib/boardtui/__main__.py", "lib/other.py", "lib/PIL/_imaging.cp313-win_amd64.pyd"),
            *("lib/boardtui-1.dist-info/METADATA", "lib/boardtui-1.dist-info/licenses/LICENSE"),
        }
        with zipfile.ZipFile(io.BytesIO(made.read("boardtui/python/python313.zip"))) as library:
            assert library.namelist() == ["this.pyc"]
        # Python looks for modules in what came along, and nowhere else on the machine.
        assert made.read("boardtui/python/python313._pth") == b"python313.zip\r\n.\r\n..\\lib\r\n"
        assert b'"%~dp0python\\python.exe" -X utf8 -m boardtui %*' in made.read("boardtui/boardtui.cmd")


def test_the_same_parts_make_the_same_zip(script: ModuleType, python: Path, wheel: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        script.pack(python, [wheel], "python313", tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_what_is_no_embeddable_python_is_refused(script: ModuleType, wheel: Path, tmp_path: Path) -> None:
    other = zip_of(tmp_path / "python-3.13.9-embed-amd64.zip", {"setup.exe": "MZ"})
    with pytest.raises(ValueError, match="is no embeddable Python"):
        script.pack(other, [wheel], "python313", tmp_path / "made.zip")
    with pytest.raises(ValueError, match="is not called as"):
        script.bundle(tmp_path / "some.zip", tmp_path)


def test_a_wheel_that_leads_out_of_its_folder_is_refused(script: ModuleType, python: Path, tmp_path: Path) -> None:
    bad = zip_of(tmp_path / "bad-1-py3-none-any.whl", {"../../evil.py": ""})
    with pytest.raises(ValueError, match="leads out of its folder"):
        script.pack(python, [bad], "python313", tmp_path / "made.zip")
