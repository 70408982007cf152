"""The rules that every edit keeps to, whoever made it: writing, taking in a copy and checking a board all ask here.

Whether a value fits its field, the declaration of the field says. These rules are about the edit as a whole. Of an edit
from a copy nothing is believed: it is taken in only if it is just what this program would have written. Its text may
also be what an earlier version wrote, which kept more of what nobody sees: it stays as it is stored, since the digest
is over it, and is cleaned where it is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum, auto
from functools import lru_cache
from itertools import islice
from typing import Any

from boardtui.domain.dates.dates import normal_form, was_words
from boardtui.domain.errors import InvalidValue, quoted
from boardtui.domain.meetings.sittings import frozen_problem
from boardtui.domain.patterns import when_used
from boardtui.domain.records.as_written import is_as_written
from boardtui.domain.records.declare import declared, validate
from boardtui.domain.records.edits import LIFE, Edit, EditId, canonical
from boardtui.domain.records.kinds import FACTS, Kind, Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.text import tidy_line
from boardtui.domain.records.types import LINE_LIMIT, TEXT_LIMIT
from boardtui.store.columns import COLUMNS, TYPES, edit_of

WHO_LIMIT = 200
WHY_LIMIT = 5_000
VALUE_LIMIT = 20_000_000  # bytes of one edit's value: the frozen papers of a meeting are the longest there are

PARENTS_LIMIT = 1_000
"""Edits that one edit may replace. A decision replaces what each copy says of a field, of which there are tens; a
deletion does so in every field of a record."""

SESSION = when_used(r"[0-9a-f]{32}")
HIGHEST = 2**53  # numbers from here on are not exact in every program that reads JSON

_TIME = when_used(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def signature(who: str) -> str:
    """A name as edits are signed with it."""
    return tidy_line(tidy_line(who)[:WHO_LIMIT])


def reason(why: str) -> str:
    """A reason as edits keep it.

    Raises:
        InvalidValue: it is too long.
    """
    tidied = tidy_line(why)
    if len(tidied) > WHY_LIMIT:
        raise InvalidValue(f"The reason is {len(tidied):,} characters long and {WHY_LIMIT:,} fit: shorten it.")
    return tidied


@lru_cache(maxsize=50_000)
def is_identity(text: str) -> bool:
    """Whether a text has the form of a record's identity."""
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


@lru_cache(maxsize=10_000)
def is_time(text: str) -> bool:
    """Whether a text is a time as this program writes one: to the second, in UTC."""
    try:
        return _TIME.fullmatch(text) is not None and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_vector(text: str) -> bool:
    try:
        vector = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(vector, dict) and all(
        SESSION.fullmatch(session) and type(number) is int and 1 <= number < HIGHEST
        for session, number in vector.items()
    )


# What no version freezes: the first one left it out of what it wrote.
_NEVER_FROZEN = when_used("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# What no version keeps in a text.
_NEVER_KEPT = when_used("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# The forms of field whose text was kept by looser rules once. All others are the same in every version.
_TEXTS = ("line", "text", "period", "date", "figure")


def _is_plain(text: str) -> bool:
    return _NEVER_FROZEN.search(text) is None


def _was_kept(text: str, form: str) -> bool:
    """Whether some version keeps a text in a field of some form as it is here."""
    if not (text.isascii() and text.isprintable()) and _NEVER_KEPT.search(text):
        return False
    if form == "text":
        return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n") == text
    return " ".join(text.split()) == text and (form != "date" or normal_form(text) == text or was_words(text))


def _is_digest(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


KEPT_BY_THE_PROGRAM: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "opened_at": (is_time, "is no time"),
    "closed_at": (is_time, "is no time"),
    "known": (_is_vector, "does not say which edits were known"),
    "digest": (_is_digest, "is no checksum"),
    "snapshot": (_is_plain, "is not plain text"),
    "front_digest": (_is_digest, "is no checksum"),
    "front_sheet": (_is_plain, "is not plain text"),
    "agreed_minutes": (_is_plain, "is not plain text"),
    "agreed_digest": (_is_digest, "is no checksum"),
    "agreed_at": (is_time, "is no time"),
    "agreed_in": (is_identity, "is not the identity of a record"),
    "minutes": (_is_plain, "is not plain text"),
    "current_item": (is_identity, "is not the identity of a record"),
    "back_by": (_is_day, "is no day"),
    "brought": (_is_vector, "does not say which edits came"),
}
"""For each field that only the program fills in: what a value in it must be, and what is wrong with any other."""


def _check_kept(name: str, values: Mapping[str, Any]) -> None:
    """Check the values of a meeting or a copy that only the program fills in, as far as a field group has such."""
    for field, (fits, otherwise) in KEPT_BY_THE_PROGRAM.items():
        value = values.get(field, "")
        if value and not fits(value):
            raise _unfit(name, f"{field}: {quoted(value[:100])} {otherwise}")
    frozen = values.get("state") is MeetingState.CLOSED or "agreed_minutes" in values
    if frozen and frozen_problem(Meeting(id="", **values)):
        raise _unfit(name, "snapshot: it is not the one that was frozen when the meeting closed", Rule.FROZEN)


_NUMBER = r"[1-9][0-9]{0,15}"
_EDIT_ID = when_used(rf"[0-9a-f]{{32}}:{_NUMBER}")
_INTENT = when_used(rf"(?:(?:undo|redo):({_EDIT_ID.pattern}))?")

# How long a text may be before anything reads it closely; the exact limits are those of the declaration.
_ROUGH_LIMITS = {"text": TEXT_LIMIT, "data": VALUE_LIMIT}


class Rule(Enum):
    """What a rule is about, for those who tell it in words of their own."""

    DIGEST = auto()
    FROZEN = auto()
    KIND = auto()
    KNOWN_HERE = auto()
    OTHER = auto()
    PARENT_MISSING = auto()
    PARENT = auto()
    VALUE = auto()


class NotAcceptable(ValueError):  # noqa: N818 - it says what the edit or the file is
    """Why an edit or a file is not taken, as the rest of a sentence that begins with the name of the file.

    Attributes:
        rule: the rule that is broken, where it is one on an edit.
    """

    def __init__(self, words: str, rule: Rule = Rule.OTHER) -> None:
        super().__init__(words)
        self.rule = rule


_LAMPORT, _PARENTS = COLUMNS.index("lamport"), COLUMNS.index("parents")


def read_edit(row: Sequence[Any], *, count: int, board: str) -> Edit:
    """The edit that a row holds which anybody may have written.

    Args:
        row: the columns of the edit, in the order of `edit_select`.
        count: how many edits the file holds. Each edit's Lamport counter is one more than the highest one known
            when it was made, so no counter can be higher than this.
        board: the identity of the board.

    Raises:
        NotAcceptable: the edit is not what this program would have written.
    """
    if tuple(map(type, row)) != TYPES:
        raise NotAcceptable("holds numbers where words belong, or words where numbers do")
    session, number = row[:2]
    if not SESSION.fullmatch(session) or not 1 <= number < HIGHEST:
        raise NotAcceptable("holds an edit whose number no board gives")
    name = str(number)
    if not 1 <= row[_LAMPORT] <= count:
        raise NotAcceptable(f"places edit {name} in an impossible order")
    _check_spelling_of_parents(name, row[_PARENTS])
    edit = edit_of(row)
    check_edit(edit, board=board)
    check_digest(edit)
    return edit


def check_edit(edit: Edit, *, board: str) -> None:
    """Check what an edit says; not its digest, and not the edits that it replaces.

    Args:
        edit: the edit.
        board: the identity of the board.

    Raises:
        NotAcceptable: no board holds such an edit, or only one of a newer version does.
    """
    name = _name(edit.id)
    if not is_identity(edit.record) or (edit.meeting and not is_identity(edit.meeting)):
        raise NotAcceptable(f"holds an edit of something that is no record ({name})")
    if (edit.kind == "board") != (edit.record == board):
        raise NotAcceptable("holds a second board beside its own")
    _check_signature(name, edit)
    if not _is_batch_of(edit) or (edit.intent and not _INTENT.fullmatch(edit.intent)):
        raise NotAcceptable(f"does not say properly which edits belong together ({name})")
    _check_value(name, edit, board=edit.record == board)


def _is_batch_of(edit: Edit) -> bool:
    if edit.batch == str(edit.id):
        return True
    first = EditId.read(edit.batch) if _EDIT_ID.fullmatch(edit.batch) else None
    return first is not None and first.session == edit.id.session and first.number <= edit.id.number


def check_digest(edit: Edit) -> None:
    """Check that an edit still says what it said when it was made.

    Raises:
        NotAcceptable: it says something else.
    """
    if edit.content_digest() != edit.digest:
        name = _name(edit.id)
        raise NotAcceptable(
            f"was changed by something else than boardtui: edit {name} does not match its checksum", Rule.DIGEST
        )


def check_parents(edit: Edit, known: Mapping[EditId, Edit]) -> None:
    """Check that what an edit replaces exists, is older, and is of the same record and field group.

    Args:
        edit: the edit.
        known: the edits that it names as parents, by id; others do no harm.

    Raises:
        NotAcceptable: a parent is missing, or cannot be one.
    """
    # A deletion replaces all that was known of the record; any other edit its own group.
    deletes = edit.group == LIFE and edit.value == "false"
    for parent in edit.parents:
        found = known.get(parent)
        if found is None:
            missing = f"is not whole: edit {_name(edit.id)} replaces one that is neither in it nor here"
            raise NotAcceptable(missing, Rule.PARENT_MISSING)
        of_the_same = found.record == edit.record and found.kind == edit.kind and (found.group == edit.group or deletes)
        if not of_the_same or found.lamport >= edit.lamport:
            raise NotAcceptable(f"does not say properly what edit {_name(edit.id)} replaces", Rule.PARENT)


def check_kinds(edits: Iterable[Edit], kinds: Mapping[str, str]) -> dict[str, str]:
    """Check that each record is of one kind.

    Args:
        edits: the edits to look at.
        kinds: the kinds of the records that are known already.

    Returns:
        The kinds of the records of these edits.

    Raises:
        NotAcceptable: a record is of two kinds.
    """
    own: dict[str, str] = {}
    for edit in edits:
        if kinds.get(edit.record, edit.kind) != edit.kind or own.setdefault(edit.record, edit.kind) != edit.kind:
            raise NotAcceptable("calls one and the same record by two kinds", Rule.KIND)
    return own


def missing_numbers(edits: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """For each session of which edits are missing, the first ten of their numbers: they begin at 1 and have no gaps."""
    numbers: dict[str, set[int]] = {}
    for session, number in edits:
        numbers.setdefault(session, set()).add(number)
    gaps = {
        session: list(islice((number for number in range(1, max(some)) if number not in some), 10))
        for session, some in sorted(numbers.items())
    }
    return {session: missing for session, missing in gaps.items() if missing}


def _name(identity: EditId) -> str:
    return str(identity.number)


def _unfit(name: str, reason: str, rule: Rule = Rule.VALUE) -> NotAcceptable:
    return NotAcceptable(f"holds a value that no board takes ({name}): {reason[:200].rstrip('.')}", rule)


@lru_cache(maxsize=1_000)  # the same few people sign most edits, many of them for the same reason
def _may_sign(who: str, why: str) -> bool:
    fits = len(who) <= WHO_LIMIT and len(why) <= WHY_LIMIT
    return fits and _was_kept(who, "line") and _was_kept(why, "line")


def _check_signature(name: str, edit: Edit) -> None:
    if not _may_sign(edit.who, edit.why):
        raise NotAcceptable(f"holds a name or a reason that is too long or not plain text ({name})")
    if not is_time(edit.at):
        raise NotAcceptable(f"dates edit {name} with something that is no time")


def _check_spelling_of_parents(name: str, text: str) -> None:
    if not text or _EDIT_ID.fullmatch(text):
        return
    words = text.split(" ")
    if len(words) > PARENTS_LIMIT:
        raise NotAcceptable(f"says that edit {name} replaces {len(words):,} others, more than any board has at once")
    parents = list(map(EditId.read, words)) if all(map(_EDIT_ID.fullmatch, words)) else None
    if parents is None or parents != sorted(set(parents)):
        raise NotAcceptable(f"does not say properly what edit {name} replaces", Rule.PARENT)


def _check_value(name: str, edit: Edit, *, board: bool) -> None:
    kind, group, text = edit.kind, edit.group, edit.value
    declaration = declared(kind)
    if declaration is None or (group not in declaration.groups and (group != LIFE or kind in FACTS)):
        raise _from_newer(f"{quoted(kind)} with {quoted(group)}")
    if kind in FACTS and (edit.parents or edit.intent):
        raise NotAcceptable(f"takes back what only happened once ({name})")
    if group == LIFE:
        if text not in ("true", "false") or board:
            raise NotAcceptable(f"deletes or restores something in a way no board does ({name})", Rule.VALUE)
        return
    if is_as_written(kind, group, text):
        return
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise NotAcceptable(f"holds a value that cannot be read ({name})", Rule.VALUE)
    if not values:
        raise NotAcceptable(f"holds an edit that says nothing ({name})", Rule.VALUE)
    if unknown := sorted(field for field in values if field not in declaration.groups[group]):
        raise _from_newer(repr(unknown[0][:40]))
    try:
        if len(text) > LINE_LIMIT:  # no field can be longer than the text that spells it
            _check_lengths(declaration, values)
        valid = validate(kind, group, values)
    except (InvalidValue, RecursionError) as error:
        raise _unfit(name, str(error)) from None
    if kind == "meeting" or kind in FACTS:
        _check_kept(name, valid)
    # Values that an older version wrote lack the fields that came since: those have their defaults.
    # Text that an older version wrote may hold what this one leaves out.
    spelled = {
        field: valid[field] if valid[field] == value else _as_spelled(declaration, field, value, valid[field])
        for field, value in values.items()
    }
    if canonical(spelled) != text:
        raise NotAcceptable(f"holds a value that is not spelled as boardtui spells it ({name})", Rule.VALUE)


def _as_spelled(kind: Kind, field: str, value: Any, valid: Any) -> Any:
    """How some version spells a value that this one would change: as it came, or as this version does."""
    form = kind.attributes[field].look.form
    if isinstance(value, str) and form in _TEXTS and _was_kept(value, form):
        return value
    return valid


def _from_newer(what: str) -> NotAcceptable:
    return NotAcceptable(f"comes from a newer boardtui: this one knows no {what}. Update boardtui", Rule.KNOWN_HERE)


def _check_lengths(kind: Kind, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        limit = _ROUGH_LIMITS.get(kind.attributes[field].look.form, LINE_LIMIT)
        if isinstance(value, str) and len(value) > limit:
            raise InvalidValue(f"{field}: this is {len(value):,} characters long and {limit:,} fit")
