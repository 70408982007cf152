"""What people type for fields of a record, with the reason beside what changes; and a change said in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from boardtui.domain.attention.schedule import with_first_date
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import leads
from boardtui.domain.board.lookup import lookup, lookup_all
from boardtui.domain.board.words import capitalised, field_label, ref_of, short_name, shortened, value_words
from boardtui.domain.dates.dates import day_ahead, read_date, show_date
from boardtui.domain.errors import BoardError, InvalidValue, quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Attribute, Kind, Record, unknown_field, validate
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.rag import Rag, re_rated, read_rag
from boardtui.domain.records.text import same_key, tidy_line
from boardtui.domain.risks.matrix import check_score, matrix_of

REASON_BESIDE = {
    "due": "due_reason",
    "inherent": "inherent_why",
    "current": "current_why",
    "target": "target_why",
}
"""Where a field changes and nobody says otherwise, the reason for the edit is what stands beside it."""
# Other words for a field than its name and its label, by what it is called in the declarations.
_ALSO = {
    "due": ("date", "by", "to", "until", "when"),
    "lead": ("owner", "for"),
    "owner": ("lead", "for"),
    "rag": ("rating", "status"),
    "current": ("score",),
    "commentary": ("comment", "progress note"),
    "links": ("link",),
}
# A ref as boards have them, beyond doubt: 4.2, H1.1, CIP05, with the kind before it or without.
_REF = re.compile(r"([a-z]+:)?([a-z]{0,5}\d+(\.\d+)+[a-z]?|[a-z]{1,5}\d+)(-\S+)?", re.IGNORECASE)
_SCORE = re.compile(r"\s*\d\s*[x×*]\s*\d\s*", re.IGNORECASE)
_RATINGS = ("red", "amber", "green", "blue", "not rated")
_BETWEEN_WORDS = r"[\s_-]+"
_MOST_NAMED = 8


def settable(kind: Kind) -> list[str]:
    """The fields that people can set."""
    return [each.name for each in kind.attributes.values() if each.look.form != "data"]


def read_values(board: Board, kind: Kind, given: Mapping[str, str]) -> dict[str, Any]:
    """Turn what was said for each field into its value: refs into the records they name.

    Raises:
        BoardError: there is no such field, no such record to link to, or no such cell on the board's risk matrix.
    """
    return {name: _value(board, attribute(kind, name), text) for name, text in given.items()}


def attribute(kind: Kind, name: str) -> Attribute:
    """The declaration of a field that people can set.

    Raises:
        BoardError: the kind has no such field; the sentence lists those it has.
    """
    if name not in settable(kind):
        raise InvalidValue(unknown_field(kind, name))
    return kind.attributes[name]


def _value(board: Board, field: Attribute, text: str) -> Any:
    if field.look.form == "links":
        return [_linked(board, field, each) for each in text.split(",") if each.strip()]
    if field.look.form == "link":
        return _linked(board, field, text) if text.strip() else ""
    if field.look.form == "score":
        return _on_the_matrix(board, field, text)
    return text


def _on_the_matrix(board: Board, field: Attribute, text: str) -> str:
    try:
        return check_score(text, matrix_of(board.profile).size)
    except BoardError as error:
        raise BoardError(f"{field.name}: {error}") from None


def _linked(board: Board, field: Attribute, text: str) -> str:
    ref = text.strip()
    if len(field.look.kinds) == 1 and not same_key(ref).startswith(f"{field.look.kinds[0]}:"):
        ref = f"{field.look.kinds[0]}:{ref}"
    try:
        return lookup(board, ref).id
    except BoardError as error:
        raise BoardError(f"{field.name}: {error}") from None


def with_reasons(record: Record, values: Mapping[str, Any], why: str) -> dict[str, Any]:
    """The values, and the reason beside each of them that changes.

    Raises:
        BoardError: a value does not fit its field.
    """
    complete = dict(values)
    for name, beside in REASON_BESIDE.items():
        if beside not in values and record.kind.has(beside) and _changes(record, values, name):
            # A first date is no re-dating; a first score has its reason like any other.
            complete[beside] = "" if name == "due" and not getattr(record, "due", "") else why
    if _changes(record, values, "rag"):
        complete = re_rated(values["rag"], why) | complete
    return with_first_date(record.kind, complete, was=record)


def _changes(record: Record, values: Mapping[str, Any], name: str) -> bool:
    if name not in values:
        return False
    group = record.kind.attributes[name].group
    return bool(validate(record.kind.name, group, {name: values[name]})[name] != getattr(record, name))


def refuse_unfit(board: Board, record: Record, values: Mapping[str, Any]) -> None:
    """Refuse what an ordinary edit must not do.

    Raises:
        BoardError: it would reopen or rewrite a meeting, change what identifies a record, or use a ref twice.
    """
    if isinstance(record, Meeting):
        if record.state is MeetingState.CLOSED:
            raise BoardError("That meeting is closed and stays as it was. Say what has changed at the next one.")
        if "state" in values:
            raise BoardError("A meeting is opened and closed by running it, not by setting its state.")
    for name in record.kind.natural_key:
        if name in values and _changes(record, values, name):
            raise BoardError(
                f"{name} is what identifies a {record.kind.label}. Delete this one and add the right one instead."
            )
    refuse_taken_ref(board, record.kind.name, values, but=record.id)


def refuse_taken_ref(board: Board, kind: str, values: Mapping[str, Any], *, but: str = "") -> None:
    """Refuse a ref that another record of the kind has.

    Raises:
        BoardError: it is taken.
    """
    ref = tidy_line(values.get("ref", ""))
    own = same_key(ref)
    if own and any(same_key(str(getattr(each, "ref", ""))) == own and each.id != but for each in board.of_kind(kind)):
        raise BoardError(f"Another {board.of_kind(kind)[0].kind.label} has the ref {ref!r} already. Choose a free one.")


@immutable
class Said:
    """A change that somebody has said in a line.

    Attributes:
        records: what it is about.
        field: what is set.
        value: to what, as the field keeps it.
        values: what is set of each of the records, by field: who answers for a risk is its owner.
        told: what would happen, record by record.
        changes: whether anything would.
    """

    records: tuple[Record, ...]
    field: str
    value: object
    values: tuple[Mapping[str, object], ...]
    told: tuple[str, ...]
    changes: bool

    @property
    def rating(self) -> Rag | None:
        """The rating that is said, if it is one."""
        return read_rag(str(self.value)) if self.field == "rag" else None


def read_sentence(board: Board, words: str, today: date) -> Said | None:
    """Read a change that is said in one line: a ref, or several between commas, and what is to be set.

    Args:
        board: the board.
        words: the line.
        today: the day from which a date without a year is looked for.

    Returns:
        The change; None where the line does not begin with a ref, or says nothing after it.

    Raises:
        BoardError: it begins with a ref, and what follows is no change that can be made, or says a change of what there
            is not; the sentence says why.
    """
    refs, rest = _taken_apart(words)
    records = _meant(board, refs, rest) if rest else []
    if not records:
        return None
    field, text = _field_and_text(records, rest)
    values: list[dict[str, object]] = []
    told = []
    changes = False
    for record in records:
        name = _own_name(record.kind, field)
        if not name:
            raise BoardError(f"{short_name(board, record)} has no {field.replace('_', ' ')}.")
        stated = read_values(board, record.kind, {name: _as_kept(board, record.kind.attributes[name], text, today)})
        refuse_unfit(board, record, stated)
        group = record.kind.attributes[name].group
        value = validate(record.kind.name, group, stated)[name]
        values.append({name: value})
        told.append(_told(board, record, record.kind.attributes[name], value))
        changes |= getattr(record, name) != value
    field, said = next(iter(values[0].items()))
    return Said(tuple(records), field, said, tuple(values), tuple(told), changes)


def _taken_apart(words: str) -> tuple[str, str]:
    """The refs a line begins with, and all that follows; `1.4, 1.5 red` names two."""
    found = re.match(r"\s*([^\s,]+(?:\s*,\s*[^\s,]+)*)\s*(.*)", words, re.DOTALL)
    return (found[1], found[2].strip()) if found else ("", "")


def _meant(board: Board, refs: str, rest: str) -> Sequence[Record]:
    """The records that refs mean; none where they are no refs. Words of a title are looked for, not changed."""
    try:
        found = lookup_all(board, refs)
    except BoardError:
        if all(_REF.fullmatch(each.strip()) for each in refs.split(",")) and _says_a_change(rest):
            raise
        return ()
    typed = {same_key(each).rpartition(":")[2].strip() for each in refs.split(",")}
    return found if all(same_key(ref_of(each)) in typed for each in found) else ()


def _says_a_change(rest: str) -> bool:
    """Whether words would be a change of some kind of record, were there the record."""
    kinds = (KINDS["action"], KINDS["kpi"], KINDS["risk"])
    if any(_begins_with(words, rest) for kind in kinds for _, words in _field_words(kind)):
        return True
    return bool(_SCORE.fullmatch(rest)) or _is_rating(rest)


def _is_rating(words: str) -> bool:
    try:
        return bool(read_rag(words))
    except ValueError:
        return False


def _begins_with(words: str, rest: str) -> re.Match[str] | None:
    """Where what is said begins with words for a field: `help wanted`, `help_wanted`, `help wanted:`."""
    pattern = _BETWEEN_WORDS.join(map(re.escape, re.split("[ _]", words)))
    return re.match(rf"{pattern}(?![\w-])\s*[:=]?\s*", rest, re.IGNORECASE)


def _field_and_text(records: Sequence[Record], rest: str) -> tuple[str, str]:
    """Which field is to be set, and to what it says."""
    kinds = [record.kind for record in records]
    if _is_rating(rest) and all(kind.has("rag") for kind in kinds):
        return "rag", rest
    if _SCORE.fullmatch(rest) and all(kind.has("current") for kind in kinds):
        return "current", rest
    for name, words in sorted(_field_words(kinds[0]), key=lambda each: -len(each[1])):
        if begun := _begins_with(words, rest):
            if begun.end() == len(rest):
                raise BoardError(f"Say after “{begun[0].strip(' :=')}” what it is to be.")
            return name, _unquoted(rest[begun.end() :])
    raise BoardError(_not_understood(kinds[0], rest))


def _unquoted(text: str) -> str:
    """Words without the quotation marks around all of them: `lead "Head of Early Help"`; `lead ""` is nobody."""
    found = re.fullmatch(r"""(["'])((?:(?!\1).)*)\1|“([^“”]*)”""", text, re.DOTALL)
    return text if found is None else found[2] or found[3] or ""


def _field_words(kind: Kind) -> list[tuple[str, str]]:
    """All words for each field of a kind that people can set."""
    found = []
    for name in settable(kind):
        if kind.attributes[name].look.form != "data" and name not in kind.natural_key:
            words = (name, name.replace("_", " "), kind.attributes[name].label, *_ALSO.get(name, ()))
            found += [(name, same_key(each)) for each in words]
    own = {words for name, words in found if words == name}
    return [(name, words) for name, words in found if words == name or words not in own]


def _own_name(kind: Kind, field: str) -> str:
    """What a kind calls a field that another calls so: who answers for a risk is its owner."""
    if kind.has(field):
        return field
    return {"lead": "owner", "owner": "lead"}.get(field, "") if kind.has("lead") or kind.has("owner") else ""


def _as_kept(board: Board, field: Attribute, text: str, today: date) -> str:
    """What is said for a field in the words in which it is kept."""
    if field.look.form == "date":
        return _day_ahead(text, today)
    if field.name in ("lead", "owner"):
        return {same_key(each): each for each in leads(board)}.get(same_key(text), text)
    return text


def _day_ahead(text: str, today: date) -> str:
    """A date as it is kept. One without a year is the next of that name.

    Raises:
        BoardError: it is no date that can be counted with.
    """
    stated = read_date(text)
    day = stated.day or day_ahead(text, today)
    if day is None:
        problem = stated.problem or "it is no date"
        raise BoardError(f"{capitalised(problem)}. Write a date such as 31/03/2021, or a month.")
    return text if stated.day is not None else day.isoformat()


def _told(board: Board, record: Record, field: Attribute, value: object) -> str:
    def words(each: object) -> str:
        said = show_date(str(each)) if field.look.form == "date" else value_words(board, field, each)
        return shortened(said) or "nothing"

    name, label = short_name(board, record), field_label(board, field)
    before, now = words(getattr(record, field.name)), words(value)
    return f"{name} {label}: {now} already" if before == now else f"{name} {label}: {before} → {now}"


def _not_understood(kind: Kind, rest: str) -> str:
    """Why a line cannot be read: what can follow a ref."""
    fields = [
        name.replace("_", " ")
        for name in settable(kind)
        if name not in kind.natural_key
        and kind.attributes[name].look.form in ("line", "date", "score", "choice", "text")
    ]
    ratings = f"{', '.join(_RATINGS)}; or " if kind.has("rag") else ""
    first = rest.split(maxsplit=1)[0]
    if ratings and not _is_rating(rest) and _is_rating(first.strip(".,;:!")):
        return (
            f"Say a rating alone, and nothing else in one line: {quoted(rest)} says more. The reason is asked for then."
        )
    named = ", ".join(fields[:_MOST_NAMED])
    return f"{quoted(first)} is nothing that {kind.plural} have. After a ref: {ratings}{named}, …"
