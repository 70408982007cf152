"""Sixteen shapes of real sheets, each judged whole: what was asked, what was pointed out, and every field of a record.

What each key of what is expected means is in `tests/data/import_cases/SCHEMA.md`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.cli import main
from tests.imports.judge import Case

GIVEN = Path(__file__).parents[1] / "data" / "import_cases" / "given"


@pytest.mark.parametrize("path", sorted(GIVEN.glob("*.expected.json")), ids=lambda each: each.name.partition(".")[0])
def test_a_sheet_comes_to_what_a_careful_person_would_enter(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        signed = ("--as", "Programme Office") if words[0] not in ("export", "new") else ()
        with pytest.raises(SystemExit) as end:
            main([*words, *signed])
        assert isinstance(end.value.code, int)
        return end.value.code, capsys.readouterr().out

    case = Case(path, run, tmp_path)
    case.check()
    assert case.missed == []
    assert case.held > 50
