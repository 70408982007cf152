"""Bash takes `lead=Head of` apart at the sign, asks for what stands behind it, and puts only that in its place."""

from __future__ import annotations

import pytest

from boardtui.cli.completion import answer_bash, whole_words


@pytest.mark.parametrize(
    ("pieces", "words", "begun"),
    [
        (["boardtui", "show"], ["boardtui", "show"], ""),
        (["set", "1.1", "lead", "=", "He"], ["set", "1.1", "lead=He"], "lead="),
        (["set", "1.1", "lead", "="], ["set", "1.1", "lead="], "lead="),
        (["set", "1.1", "lead", "=", ""], ["set", "1.1", "lead=", ""], ""),
        (["set", "1.1", "due", "=", "rag", "=", "r"], ["set", "1.1", "due=", "rag=r"], "rag="),
        (["set", "kpi", ":", "6"], ["set", "kpi:6"], "kpi:"),
        (["set", "1.1", "links", "=", "kpi", ":", "6"], ["set", "1.1", "links=kpi:6"], "links=kpi:"),
    ],
)
def test_pieces_are_words_again(pieces: list[str], words: list[str], begun: str) -> None:
    assert whole_words(pieces) == (words, begun)


@pytest.mark.parametrize(
    ("piece", "printed"),
    [("He", "Head\\ of\\ Early\\ Help\\ \\&\\ Children\\'s\n"), ("'He", "Head of Early Help & Children's\n")],
)
def test_what_is_special_to_bash_is_escaped_unless_a_quote_is_open(
    piece: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"COMP_WORDS": "\n".join(["set", "1.1", "lead", "=", piece]), "COMP_CWORD": "4"}
    answer_bash(lambda: print("lead=Head of Early Help & Children's"), asked)
    assert capsys.readouterr().out == printed
    assert asked == {"COMP_WORDS": f"set\n1.1\nlead={piece}", "COMP_CWORD": "2"}
