"""What the digest of an edit is made of: written out, because every copy of every board has such digests in it."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace

import pytest

from boardtui.domain.records.edits import Edit, EditId

ALONE = Edit(
    id=EditId("5e551075", 1),
    lamport=7,
    record="0b0a7d00-0000-4000-8000-000000000001",
    kind="action",
    group="title",
    value='{"title":"Größe | [SEND]"}',
    why="agreed",
    who="Independent Chair",
    at="2021-03-02T10:00:00Z",
    meeting="0b0a7d00-0000-4000-8000-000000000002",
    batch="5e551075:1",
)
SPELLED_ALONE = (
    '["5e551075:1",7,"0b0a7d00-0000-4000-8000-000000000001","action","title",'
    '"{\\"title\\":\\"Größe | [SEND]\\"}","agreed","Independent Chair","2021-03-02T10:00:00Z",'
    '"0b0a7d00-0000-4000-8000-000000000002",[],"5e551075:1",""]'
)
# The parents stand in the order of their text, in which 10 comes before 2.
SPELLED_WITH_PARENTS = (
    '["5e551075:12",30,"0b0a7d00-0000-4000-8000-000000000001","action","title",'
    '"{\\"title\\":\\"Größe | [SEND]\\"}","agreed","Independent Chair","2021-03-02T10:00:00Z",'
    '"0b0a7d00-0000-4000-8000-000000000002",["0aa:3","5e551075:10","5e551075:2"],"5e551075:1","undo:5e551075:2"]'
)
PARENTS = (EditId("5e551075", 2), EditId("5e551075", 10), EditId("0aa", 3))
WITH_PARENTS = replace(ALONE, id=EditId("5e551075", 12), lamport=30, parents=PARENTS, intent="undo:5e551075:2")


@pytest.mark.parametrize(
    ("edit", "spelled", "digest"),
    [
        (ALONE, SPELLED_ALONE, "ce1f6d2d58927dd0fa5cc0b4f97da8e14bc4237eb009d43139b2b49e7c848528"),
        (WITH_PARENTS, SPELLED_WITH_PARENTS, "aa9152cd44e23ab1709b87d644ad410171ed2ca2bee93981e1d5c18d00a27a2a"),
    ],
    ids=["no parent", "several parents"],
)
def test_the_digest_of_an_edit_is_the_one_that_boards_on_disk_hold(edit: Edit, spelled: str, digest: str) -> None:
    assert hashlib.sha256(spelled.encode()).hexdigest() == digest
    assert edit.content_digest() == digest
    said = {each.name: getattr(edit, each.name) for each in fields(Edit) if each.name != "digest"}
    assert Edit.made(**said).digest == digest


def test_it_does_not_matter_in_which_order_the_parents_are_held() -> None:
    assert replace(WITH_PARENTS, parents=PARENTS[::-1]).content_digest() == WITH_PARENTS.content_digest()
