"""A pattern that is compiled when it is first used finds what it would find anyway."""

import copy
import re

import pytest

from boardtui.domain.patterns import when_used


def test_it_finds_what_a_compiled_pattern_finds() -> None:
    found = when_used(r"(?P<day>[0-9]+) (may|june)", re.IGNORECASE)
    for _ in range(2):  # the second time it is compiled
        match = found.fullmatch("4 MAY")
        assert match is not None and match["day"] == "4"
        assert found.sub("", "on 4 May and 5 June") == "on  and "
        assert [each[2] for each in found.finditer("4 May, 5 june, 6 july")] == ["May", "june"]
    assert found.groupindex == {"day": 1}
    assert found.flags & re.IGNORECASE


def test_it_is_not_compiled_before(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    really = re.compile

    def noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return really(pattern, flags)

    monkeypatch.setattr(re, "compile", noted)
    one, other = when_used("[a-z]+"), when_used("[0-9]+")
    assert (one.pattern, compiled) == ("[a-z]+", [])
    assert [other.fullmatch("12") is not None, other.fullmatch("ab") is not None] == [True, False]
    assert compiled == ["[0-9]+"]


def test_it_can_be_copied() -> None:
    assert copy.copy(when_used("[a-z]+")).fullmatch("plan")
