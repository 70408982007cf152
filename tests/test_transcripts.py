"""What the pages show of a command is what it says: their transcripts are run, one after the other, in a folder."""

import io
import re
import shlex
import shutil
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from boardtui.cli import main

ROOT = Path(__file__).parents[1]
LEADS = ("Head of Early Help", "Principal Social Worker")

_FENCED = re.compile(r"^```(bash|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What needs a terminal, a server, a synced folder or a spreadsheet; and lines that a shell takes to pieces.
_LEFT_OUT = re.compile(
    r"boardtui (?:demo|serve|import|publish|leave|share|meeting run|\"|[\w./]+\.board$)"
    r"|postgresql:| [|<>] |^(?!boardtui )"
)
_STAMP = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d|(?<=returned )\d\d/\d\d/\d{4}|\d{4}-\d\d-\d\d(?=\.board$)")

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as the programme office, or somebody else, and give what stands in the terminal afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for name in ("improvement-plan", "kpi-scorecard"):
        shutil.copy(ROOT / "sample_data" / f"{name}.toml", tmp_path)
    shutil.move("improvement-plan.toml", "plan.toml")
    for folder in ("inbox", "outbox"):
        (tmp_path / folder).mkdir()
    (tmp_path / "update.txt").write_text("The audits are back.\n", encoding="utf-8")

    def run(line: str, who: str = "Programme Office") -> str:
        (tmp_path / "settings.toml").write_text(f'signature = "{who}"\n', encoding="utf-8")
        monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path))
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main(shlex.split(line)[1:])
        said = capsys.readouterr()
        return said.out + said.err

    run("boardtui new scorecard.board --from kpi-scorecard.toml")
    return run


def send_two(run: Run) -> None:
    """Both leads have a copy, and the social worker has returned hers."""
    for lead in LEADS:
        run(f'boardtui copy plan.board inbox --for "{lead}" --back-by 02/03/2021')
    theirs = f"inbox/plan for {LEADS[1]}.board"
    run(f'boardtui set "{theirs}" 1.1 rag=green --why "All managers are coached"', LEADS[1])


def merge_one(run: Run) -> None:
    """The social worker has done more, and it is brought in."""
    send_two(run)
    for field in ("commentary=All are coached", "measure=Audits"):
        run(f'boardtui set "inbox/plan for {LEADS[1]}.board" 1.1 "{field}" --why "Monthly update"', LEADS[1])
    run(f'boardtui merge plan.board "inbox/plan for {LEADS[1]}.board" --yes')


def disagree(run: Run) -> None:
    """The other lead has rated the same action otherwise, and written of another."""
    theirs = f"inbox/plan for {LEADS[0]}.board"
    run(f'boardtui set "{theirs}" 1.1 rag=red --why "Two coaches are off sick"', LEADS[0])
    run(f'boardtui set "{theirs}" 2.1 commentary="All four teams are open." --why "Monthly update"', LEADS[0])


def merge_both(run: Run) -> None:
    """Both copies are in."""
    disagree(run)
    run("boardtui merge plan.board inbox/*.board --yes")


def both_came_back(run: Run) -> None:
    """Both copies lie in the folder, and neither is in."""
    send_two(run)
    disagree(run)


BEFORE: dict[tuple[str, str], Callable[[Run], None]] = {
    ("command-line", "boardtui copies *"): merge_one,
    ("command-line", "boardtui merge plan.board inbox/*"): merge_both,
    ("copies", "boardtui merge plan.board inbox/*"): both_came_back,
}
"""What has happened until then, as the text around a transcript has it."""


def transcripts(page: str) -> list[tuple[str, list[str] | None]]:
    """Each command of a page, and the lines that are shown below it; None where it says nothing of them."""
    found: list[tuple[str, list[str] | None]] = []
    for language, block in _FENCED.findall((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")):
        for line in block.splitlines():
            if language == "bash" or line.startswith("$ "):
                found.append((line.removeprefix("$ "), None))
            else:
                found[-1] = (found[-1][0], [*(found[-1][1] or []), line])
    return found


def without_times(lines: list[str]) -> list[str]:
    return [_STAMP.sub("TIME", line.rstrip()) for line in lines]


def shows(shown: list[str], said: list[str]) -> bool:
    """Whether lines are those that were said; … stands for any number of them."""
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in said)) is not None


@pytest.mark.parametrize("page", ["command-line", "copies", "risks"])
def test_a_command_says_what_its_page_shows(page: str, run: Run) -> None:
    wrong, compared = "", 0
    if page != "command-line":
        run("boardtui new plan.board --from plan.toml")
    for line, shown in transcripts(page):
        if _LEFT_OUT.search(line):
            continue
        for (where, pattern), happened in BEFORE.items():
            if where == page and fnmatchcase(line, pattern.replace("/*", "/[*]") + "*"):
                happened(run)
        # A table is drawn in a terminal, and here is none.
        said = run(f"{line} --table" if shown and line.startswith("boardtui show") else line).splitlines()
        if shown is not None:
            compared += 1
            if not shows(without_times(shown), without_times(said)):
                wrong += "\n".join([f"$ {line}", *said, ""])
    assert compared, "there are transcripts on the page"
    if wrong:
        pytest.fail(f"The page does not show what is said:\n{wrong}")


@pytest.mark.parametrize(("said", "same"), [("a\nb\nc", True), ("a\nc", True), ("a\nb", False), ("b\nc", False)])
def test_another_line_than_those_shown_would_be_noticed(said: str, *, same: bool) -> None:
    assert shows(["a", "…", "c"], said.splitlines()) is same
