"""Text in a copy that an earlier version made: it kept more of what nobody sees, and its copies still come in."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given

from boardtui.domain.records.edits import Edit, EditId, canonical
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.text import one_line, same_key, tidy_line, tidy_text
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.edit_rules import NotAcceptable, read_edit
from boardtui.store.soundness import examine
from tests.domain.records.test_text import texts
from tests.store.forging import forge, forge_more, refusal, sealed

SESSION = "0123456789abcdef" * 2
RECORD = "00000000-0000-0000-0000-000000000003"
OLD = "Cafe\u0301 im\u00adprove\u200bment \u202a1.1\u202c \ue000 a\u200db"


def first_line(text: str) -> str:
    """One line of text as the first version kept it."""
    return " ".join(_printable(re.sub(r"\s", " ", text)).split())


def first_text(text: str) -> str:
    """Text of several lines as the first version kept it."""
    text = _printable(text.replace("\r\n", "\n").replace("\r", "\n"), keep="\n\t")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _printable(text: str, keep: str = "") -> str:
    return "".join(
        c for c in text if c in keep or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\u2028\u2029")
    )


def row(group: str, values: dict[str, str], *, who: str = "Lead", why: str = "") -> list[object]:
    """The columns of an edit of an action with the digest that belongs to it."""
    edit = sealed(
        Edit(
            id=EditId(SESSION, 1),
            lamport=1,
            record=RECORD,
            kind="action",
            group=group,
            value=canonical(values),
            who=who,
            why=why,
            at="2021-01-19T10:00:00Z",
            batch=f"{SESSION}:1",
        )
    )
    said = (edit.record, edit.kind, edit.group, edit.value, edit.why, edit.who, edit.at, "", "", edit.batch, "")
    return [SESSION, 1, 1, *said, edit.digest]


@given(texts)
def test_whatever_the_first_version_kept_is_taken_as_it_is(text: str) -> None:
    line, several = first_line(text), first_text(text)
    for said in (
        row("title", {"title": line}, who=line, why=line),
        row("commentary", {"commentary": several}),
    ):
        assert read_edit(said, count=1, board="").value == said[6]


@given(texts)
def test_whatever_this_version_keeps_is_taken_too(text: str) -> None:
    read_edit(row("title", {"title": tidy_line(text)}, who=tidy_line(text)), count=1, board="")
    read_edit(row("commentary", {"commentary": tidy_text(text)}), count=1, board="")


@pytest.mark.parametrize("odd", ["\x1b]0;x\x07", "\x9b", "\x00", "\x7f", "\u2028", " ", "\r", "\x85", "a  b", "\n\n"])
@pytest.mark.parametrize("field", ["title", "commentary", "who", "why"])
def test_what_no_version_kept_is_refused(odd: str, field: str) -> None:
    if field == "commentary":
        if odd == "a  b":
            return  # spaces within a long text are its writer's
        said = row("commentary", {"commentary": f"x{odd}"})
    elif field == "title":
        said = row("title", {"title": f"x{odd}"})
    else:
        said = row("title", {"title": "x"}, **{field: f"x{odd}"})
    with pytest.raises(NotAcceptable, match=r"not spelled|not plain text"):
        read_edit(said, count=1, board="")


def test_a_copy_with_text_by_the_old_rules_merges_and_keeps_its_digests(board_file: BoardFile, copy: Path) -> None:
    forge(copy, 2, value=canonical({"commentary": f"{OLD}\n{OLD}"}))
    forge_more(copy, grp="title", value={"title": OLD}, why=OLD)
    forge(copy, 1, who=OLD)
    merge(board_file, [copy])
    assert examine(board_file.path)[0] == []
    kept = [entry.edit for entry in board_file.history() if entry.edit.group == "title" and entry.edit.why == OLD]
    assert [edit.digest == edit.content_digest() for edit in kept] == [True]
    (action,) = board_file.read().all(Action)
    assert action.title == OLD
    assert one_line(action.title) == "Café improvement \ufffd1.1\ufffd \ufffd ab"
    assert same_key(action.title) == same_key("Café improvement 1.1 ab")


def test_a_date_in_another_spelling_than_it_is_kept_in_is_still_refused(board_file: BoardFile, copy: Path) -> None:
    forge_more(copy, grp="dates", value={"due": "31/3/2021"})
    assert "not spelled" in refusal(board_file, copy)


def test_a_value_that_lacks_newer_fields_shows_its_text_as_stored(board_file: BoardFile, copy: Path) -> None:
    forge(copy, 1, value=canonical({"rag": "red", "rationale": OLD}))
    merge(board_file, [copy])
    (action,) = board_file.read().all(Action)
    assert (action.rag, action.rationale, action.evidence) == ("red", OLD, "")
