"""What people install: the wheel with its manual and completions, by pipx and by uv, and the one file that runs.

Nothing is fetched: what boardtui needs is here already.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardtui import __version__
from tests.scripts import script

ROOT = Path(__file__).parents[1]


def run(*words: object, **environment: str) -> str:
    ran = subprocess.run(
        [str(word) for word in words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("*.whl")
    return made


def needed(name: str = "boardtui", seen: set[str] | None = None) -> set[str]:
    """The distributions that one needs, by way of others too, without its extras."""
    from packaging.requirements import Requirement

    seen = set() if seen is None else seen
    for line in importlib.metadata.requires(name) or ():
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        if wanted.name not in seen:
            seen.add(wanted.name)
            needed(wanted.name, seen)
    return seen


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that boardtui and its build need, as it is installed here, but not boardtui."""
    folder = tmp_path_factory.mktemp("packages")
    for name in {*needed(), "hatchling", *needed("hatchling")}:
        for file in importlib.metadata.distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                target = folder / Path(*file.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)
    return folder


@pytest.fixture(scope="module")
def shelf(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel for each package that is needed: each only leads to what is installed here."""
    folder = tmp_path_factory.mktemp("shelf")
    for name in {*needed(), "hatchling", *needed("hatchling")}:
        found = importlib.metadata.distribution(name)
        plain = re.sub(r"[-.]+", "_", name).lower()
        info = f"{plain}-{found.version}.dist-info"
        with zipfile.ZipFile(folder / f"{plain}-{found.version}-py3-none-any.whl", "w") as made:
            made.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {found.version}\n")
            made.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            made.writestr(f"{info}/RECORD", "")
            made.writestr(f"{plain}.pth", f"{packages}\n")
    return folder


class TestTheWheel:
    def test_it_holds_the_manual_the_completions_the_themes_and_the_samples(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as opened:
            names = set(opened.namelist())
        share = f"boardtui-{__version__}.data/data/share"
        assert {
            f"{share}/man/man1/boardtui.1",
            f"{share}/bash-completion/completions/boardtui",
            f"{share}/zsh/site-functions/_boardtui",
            f"{share}/fish/vendor_completions.d/boardtui.fish",
            f"{share}/boardtui/completion.ps1",
            "boardtui/ui/app.tcss",
            "boardtui/cli/browser/page.html",
        } <= names
        assert {Path(name).name for name in names if name.startswith("boardtui/themes/")} == {
            path.name for path in (ROOT / "themes").glob("*.toml")
        }
        assert any(name.startswith("boardtui/sample_data/") for name in names)

    @pytest.mark.parametrize("source", ["wheel", "checkout"])
    def test_pipx_installs_it_with_its_command_and_its_manual(
        self, source: str, wheel: Path, shelf: Path, tmp_path: Path
    ) -> None:
        homes = {"PIPX_HOME": "home", "PIPX_BIN_DIR": "bin", "PIPX_MAN_DIR": "man", "PIPX_SHARED_LIBS": "shared"}
        pip = f"--no-index --find-links {shelf}"
        run(
            *(sys.executable, "-m", "pipx", "install", "--pip-args", pip, wheel if source == "wheel" else ROOT),
            **{name: str(tmp_path / folder) for name, folder in homes.items()},
        )
        assert run(tmp_path / "bin" / "boardtui", "--version") == f"boardtui {__version__}\n"
        assert (tmp_path / "man" / "man1" / "boardtui.1").exists()

    @pytest.mark.parametrize("source", ["wheel", "checkout"])
    def test_uv_installs_it_with_its_command(self, source: str, wheel: Path, shelf: Path, tmp_path: Path) -> None:
        folders = {"UV_TOOL_DIR": "tools", "UV_TOOL_BIN_DIR": "bin", "UV_CACHE_DIR": "cache"}
        run(
            *(sys.executable, "-m", "uv", "tool", "install", "--no-index", "--find-links", shelf, "--offline"),
            *("--no-config", "--python", sys.executable, wheel if source == "wheel" else ROOT),
            **{name: str(tmp_path / folder) for name, folder in folders.items()},
        )
        assert run(tmp_path / "bin" / "boardtui", "--version") == f"boardtui {__version__}\n"


class TestOneFile:
    def test_it_makes_a_board_and_prints_it_with_no_other_package_in_reach(
        self, wheel: Path, packages: Path, tmp_path: Path
    ) -> None:
        whole = shutil.copytree(packages, tmp_path / "packages")  # what `pip install --target` would make
        with zipfile.ZipFile(wheel) as opened:
            opened.extractall(whole)
        made = script("build_pyz").build(tmp_path / "boardtui.pyz", whole)
        start = (sys.executable, "-I", made)
        home = {"SHIV_ROOT": str(tmp_path / "unpacked"), "PYTHONPATH": ""}
        board = tmp_path / "plan.board"
        run(*start, "new", board, "--title", "Improvement plan", "--as", "Chair", **home)
        run(
            *start, "add", board, "ambition", "ref=1", "title=Good practice", "--why", "agreed", "--as", "Chair", **home
        )
        assert "Good practice" in run(*start, "show", board, "ambitions", **home)


class TestTheZipForWindows:
    def test_boardtui_works_where_all_is_missing_that_the_zip_leaves_out(
        self, wheel: Path, packages: Path, tmp_path: Path
    ) -> None:
        zipped = script("build_windows")
        with zipfile.ZipFile(wheel) as opened:
            opened.extractall(tmp_path, [name for name in opened.namelist() if zipped.goes_in(name)])
        for file in (each for each in packages.rglob("*") if each.is_file()):
            name = file.relative_to(packages).as_posix()
            if zipped.goes_in(name):
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, tmp_path / name)
        # Here Python is a whole one: its own modules are refused by name.
        left_out = (*zipped.LEFT_OUT_OF_PYTHON, *zipped.LEFT_OUT_OF_LIBRARY)
        missing = re.findall(r"(\w+)(?:\.pyd|\.pyc|/\*)", " ".join(each.what for each in left_out))
        assert {"_hashlib", "pydoc", "xmlrpc"} <= set(missing)
        shown = run(sys.executable, "-I", "-S", ROOT / "tests" / "zip_tour.py", tmp_path, *missing)
        assert "▐▌" in shown  # large letters, and below them what stands between fences
        assert shown.split()[-3:] == ["agreed", "=", "True"]


class TestTheManual:
    def test_the_manual_and_the_completions_are_those_of_the_commands(self) -> None:
        """After a change of commands: python scripts/make_manual.py share."""
        made = script("make_manual").every_file()
        assert {path: (ROOT / "share" / path).read_text(encoding="utf-8") for path in made} == made

    @pytest.fixture(scope="class")
    def page(self) -> str:
        if shutil.which("man") is None:
            pytest.skip("there is no man here")
        return run("man", "-l", ROOT / "share" / "man" / "man1" / "boardtui.1", MANWIDTH="100", MANPAGER="cat")

    def test_man_shows_every_command_with_its_options(self, page: str) -> None:
        from boardtui.cli.words import COMMANDS

        for name in set(COMMANDS) - {"open"}:
            assert re.search(rf"^ +boardtui {name}\b", page, re.MULTILINE), name
        assert "--why TEXT" in page
        assert "EXIT STATUS" in page


@pytest.fixture
def completing(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment in which `boardtui` is a command."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "boardtui"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m boardtui "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    yield {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}


ASKED = {
    "bash": "source {script}; COMP_WORDS=(boardtui me); COMP_CWORD=1; _boardtui_completion boardtui; "
    'printf "%s\\n" "${{COMPREPLY[@]}}"',
    # What the shell itself would make of the answer stands for it here: its words, printed.
    "zsh": "_arguments() {{ print -r -- $1 }}; words=(boardtui me); CURRENT=2; source {script}",
    "fish": "source {script}; complete -C 'boardtui me'",
}


@pytest.mark.parametrize("shell", ASKED)
def test_a_shell_completes_a_command(shell: str, completing: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    path = ROOT / "share" / script("make_manual").SHELLS[shell]
    said = run(shell, "-c", ASKED[shell].format(script=path), **completing)
    assert set(re.findall(r"\b(?:merge|meeting|undo|export)\b", said)) == {"merge", "meeting"}


def test_bash_completes_the_value_of_a_field(completing: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Bash takes `rag=a` for three words and asks for the last of them."""
    path = ROOT / "share" / script("make_manual").SHELLS["bash"]
    asked = "COMP_WORDS=(boardtui set plan.board 1.1 rag = a); COMP_CWORD=6; _boardtui_completion boardtui"
    said = run("bash", "-c", f'source {path}; {asked}; printf "%s\\n" "${{COMPREPLY[@]}}"', **completing)
    assert said.split() == ["amber"]


def powershell_asks(line: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What PowerShell would offer at the end of a line, read as the script reads it.

    PowerShell itself is on no machine that runs the tests, so the script is followed by hand: the variables it sets,
    and how it takes apart what it is answered.
    """
    script_text = (ROOT / "share" / script("make_manual").SHELLS["powershell"]).read_text(encoding="utf-8")
    meant = {"$commandAst.ToString()": line, "$wordToComplete": line.rpartition(" ")[2]}
    begins, ends = script_text.split("boardtui | ForEach-Object")
    asked = dict(re.findall(r"^ +\$Env:(\w+) = (.+)$", begins, re.MULTILINE))
    said = run("boardtui", **environment, **{name: meant.get(value, value.strip('"')) for name, value in asked.items()})
    (separator,) = re.findall(r'\$_ -Split "(.+)"', ends)
    assert dict(re.findall(r"^ +\$Env:(\w+) = (.+)$", ends, re.MULTILINE)) == dict.fromkeys(asked, '""')
    return [(word, help_) for word, help_ in (each.split(separator) for each in said.splitlines())]


def test_powershell_is_offered_commands_and_a_help_that_is_never_empty(
    completing: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = dict(powershell_asks("boardtui me", completing, monkeypatch))
    assert set(offered) == {"merge", "meeting"} and offered["merge"].startswith("Bring")
    # It refuses to offer a word whose help is empty.
    assert all(powershell_asks("boardtui set plan.board 1.1 rat", completing, monkeypatch)[0])
    assert [word for word, _ in powershell_asks("boardtui set plan.board 1.1 rat", completing, monkeypatch)] == [
        "rationale="
    ]


def test_after_powershell_has_completed_a_word_commands_do_as_ever(completing: dict[str, str], tmp_path: Path) -> None:
    """PowerShell 7.5 and later leave the variables there, with nothing in them."""
    environment = {**os.environ, **completing, "_BOARDTUI_COMPLETE": "", "BOARDTUI_CONFIG_DIR": str(tmp_path / "own")}
    shared = ["boardtui", "show", "postgresql://chair@127.0.0.1:1/office?board=plan"]
    ran = subprocess.run(shared, env=environment, capture_output=True, text=True, check=False)
    assert "could not be reached" in ran.stderr
