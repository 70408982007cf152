"""What a record, a kind, a field and a value are called. Screens, papers and the command line all ask here.

Every name is one line. What is looked up for it is only asked of a board, or of something that remembers what the
board does not hold: a deleted record has a name as well, and so has one that a copy is about to bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from boardtui.domain.board.board import Board
from boardtui.domain.board.order import ref_order
from boardtui.domain.dates.dates import show_date
from boardtui.domain.dates.periods import show_period
from boardtui.domain.records.declare import Attribute, Kind
from boardtui.domain.records.edits import LIFE, Edit
from boardtui.domain.records.kinds import (
    KINDS,
    ActionArising,
    AgendaItem,
    BudgetLine,
    Challenge,
    Comparator,
    Decision,
    Kpi,
    Meeting,
    Narrative,
    Profile,
    Reading,
    Rebase,
    Record,
    TargetChange,
    TaskGroup,
)
from boardtui.domain.records.kpis import Series
from boardtui.domain.records.rag import Rag, read_rag

LONGEST_NAME = 60
"""Characters. What a record says is shortened to this where it is its name."""

GONE = "(deleted)"
"""What stands for a record of which nothing is known any more."""


class Names(Protocol):
    """What names are made from: a board, or one that remembers more."""

    @property
    def profile(self) -> Profile:
        """The board's own words."""

    def find(self, identity: str, /) -> Record | None:
        """The record with this id, or None."""


@dataclass(frozen=True)
class Remembered:
    """A board, and records that it does not hold or will soon hold in another form.

    Attributes:
        board: the board.
        known: those records by id. They are taken before those of the board.
    """

    board: Board
    known: Mapping[str, Record]

    @property
    def profile(self) -> Profile:
        """The board's own words."""
        return self.board.profile

    def find(self, identity: str, /) -> Record | None:
        """The record with this id, or None."""
        return self.known.get(identity) or self.board.find(identity)


def remembering(board: Board, edits: Iterable[Edit] = ()) -> Remembered:
    """The board, and of what is not on it the last that its edits or the last meeting say.

    Args:
        board: the board as it is now.
        edits: edits in any order, such as its history.
    """
    known = {record.id: record for record in board.since.gone}
    for edit in sorted(edits, key=lambda each: (each.lamport, each.id)):
        kind = KINDS.get(edit.kind)
        if kind is None or edit.group == LIFE or board.find(edit.record) is not None:
            continue
        # An edit of a later version may state fields that this one does not know.
        values = {name: _kept(value) for name, value in edit.values().items() if kind.has(name)}
        known[edit.record] = replace(known.get(edit.record) or kind.record(id=edit.record), **values)
    return Remembered(board, known)


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


# Kinds


def kind_label(names: Names, kind: Kind) -> str:
    """What one record of a kind is called within a sentence. Boards have a word of their own for an ambition."""
    own = names.profile.ambition_label if kind.name == "ambition" else ""
    return _line(own) or kind.label


def kind_plural(names: Names, kind: Kind) -> str:
    """What several records of a kind are called within a sentence."""
    own = names.profile.ambition_plural if kind.name == "ambition" else ""
    return _line(own) or kind.plural


# Records


def short_name(names: Names, record: Record) -> str:
    """What people say aloud: `1.3`, `CIP06`, `H3.2 Q4 2020/21`; what has no ref begins with what it says."""
    if isinstance(record, Profile):
        return record.kind.label
    if ref := ref_of(record):
        return ref
    if isinstance(record, Meeting):
        return show_date(_line(record.date)) or shortened(record.title) or _nameless(names, record)
    if isinstance(record, Reading | TargetChange | Comparator | Rebase):
        return " ".join(filter(None, (_kpi_of(names, record), which_one(record)))) or _nameless(names, record)
    return shortened(_says(names, record)) or _nameless(names, record)


def full_name(names: Names, record: Record) -> str:
    """Ref and title: `1.3 Moderation`; of what has no ref what it is, what it says and what it belongs to.

    Such as `reading of H3.2, Q4 2020/21` or `decision “Ask for a recovery plan” on 1.3`.
    """
    if isinstance(record, Profile):
        return "the board"
    if ref := ref_of(record):
        return f"{ref} {_title(record)}".strip()
    label = kind_label(names, record.kind)
    if isinstance(record, Meeting):
        title = f", {shortened(record.title)}" if record.date and record.title else ""
        return f"{the_meeting(record).removeprefix('the ')}{title}"
    if isinstance(record, Reading | TargetChange | Comparator | Rebase):
        kpi, which = _kpi_of(names, record), which_one(record)
        of = f"{label} of {kpi}" if kpi else label
        return of + ("" if not which else f" {which}" if which.startswith("from ") else f", {which}")
    says = "" if isinstance(record, AgendaItem) and not record.title else shortened(_says(names, record))
    about_item = isinstance(record, AgendaItem) and not record.title and record.item
    first = f"{label} “{says}”" if says else label if about_item else _nameless(names, record)
    return first + _belonging(names, record)


def named(names: Names, record: Record) -> str:
    """What it is and its short name: `action 1.3`; the full name of what has no ref, which says what it is."""
    return f"{kind_label(names, record.kind)} {ref}" if (ref := ref_of(record)) else full_name(names, record)


def cell_name(names: Names, record: Record) -> str:
    """As `named` where there is little room: `action 1.3`, `milestone Survey`, `H3.2 Q4 2020/21` for a reading."""
    if isinstance(record, Profile):
        return named(names, record)
    if isinstance(record, Reading | TargetChange | Comparator | Rebase):
        return short_name(names, record)
    return f"{kind_label(names, record.kind)} {short_name(names, record)}"


def line_name(names: Names, record: Record) -> str:
    """As `named`, to begin a line or a sentence with: `Action 1.3`."""
    return capitalised(named(names, record))


def named_in_full(names: Names, record: Record) -> str:
    """What it is and its full name: `action 1.3 Moderation`, `reading of H3.2, Q4 2020/21`."""
    name = full_name(names, record)
    return f"{kind_label(names, record.kind)} {name}" if ref_of(record) else name


def ref_and_title(names: Names, record: Record) -> str:
    """Ref and title, where what it is stands beside it; the whole first line of what has no title."""
    title = "" if isinstance(record, Comparator) else _title(record)
    return f"{ref_of(record)} {title}".strip() or short_name(names, record)


def title_words(names: Names, record: Record) -> str:
    """The title, or all that it says, on one line; of a part of a KPI which one it is. May be empty."""
    if isinstance(record, Reading | TargetChange | Comparator | Rebase):
        return short_name(names, record)
    for name in ("title", "heading", "text"):
        if words := _line(str(getattr(record, name, ""))):
            return words
    return _says(names, record) if isinstance(record, AgendaItem) else ""


def name_of(names: Names, identity: str) -> str:
    """The short name of the record with an id; empty for no id."""
    record = names.find(identity) if identity else None
    return short_name(names, record) if record is not None else GONE if identity else ""


def the_meeting(meeting: Meeting) -> str:
    """A meeting as a sentence names it: `the meeting of 02/03/2021`."""
    if meeting.date:
        return f"the meeting of {show_date(_line(meeting.date))}"
    return f"the meeting “{shortened(meeting.title)}”" if meeting.title else "the meeting without a date"


def ref_or_owners(names: Names, record: Record) -> str:
    """A record's ref, or that of what it belongs to or is about; empty where neither has one."""
    if ref := ref_of(record):
        return ref
    for name in filter(None, (record.kind.owner, "item")):
        other = names.find(str(getattr(record, name, "")))
        if other is not None and (ref := ref_of(other)):
            return ref
    return ""


def which_one(record: Record) -> str:
    """Which of its KPI's records of its kind a record is, such as `Feb 19` or `England 2017/18`."""
    match record:
        case Reading():
            period = show_period(_line(record.period))
            return f"{period}, current" if record.series == Series.CURRENT else period
        case TargetChange():
            return f"from {show_period(_line(record.since))}" if record.since else ""
        case Rebase():
            return f"from {show_period(show_date(_line(record.period)))}" if record.period else ""
        case Comparator():
            return _line(f"{record.title} {record.year}")
        case _:
            return ""


def ref_of(record: Record) -> str:
    """A record's ref; empty where it has none."""
    return _line(str(getattr(record, "ref", "")))


def _kpi_of(names: Names, record: Reading | TargetChange | Comparator | Rebase) -> str:
    kpi = names.find(record.kpi) if record.kpi else None
    return short_name(names, kpi) if isinstance(kpi, Kpi) else ""


def _title(record: Record) -> str:
    """The title of a record on one line, or the first line of what it says."""
    for name in ("title", "heading", "text"):
        if words := str(getattr(record, name, "")).strip():
            return _line(words.partition("\n")[0])
    return ""


def _says(names: Names, record: Record) -> str:
    """What tells a record that has no ref from others of its kind."""
    if title := _title(record):
        return title
    match record:
        case AgendaItem():
            item = names.find(record.item) if record.item else None
            # An item about itself would never end.
            return short_name(names, item) if item is not None and not isinstance(item, AgendaItem) else ""
        case Narrative():
            return _line(record.section)
        case BudgetLine():
            return _line(f"{record.source} {record.year}")
        case _:
            return ""


def _nameless(names: Names, record: Record) -> str:
    without = {"meeting": "a date", "reading": "a period", "comparator": "a title"}.get(record.kind.name, "")
    without = without or ("a title" if record.kind.has("title") else "words" if record.kind.has("text") else "a period")
    return f"{kind_label(names, record.kind)} without {without}"


def _belonging(names: Names, record: Record) -> str:
    """What a record without a ref belongs to, or what it is about."""
    match record:
        case Decision() | Challenge() | ActionArising():
            return _at(names, " on ", record.item) or _at(names, " at ", record.meeting)
        case AgendaItem():
            on = "" if record.title else _at(names, " on ", record.item)
            return on + _at(names, " of ", record.meeting)
        case TaskGroup():
            return _at(names, " on ", record.action) or _at(names, " of ", record.ambition)
        case BudgetLine():
            return "".join(f", {_line(each)}" for each in (record.source, record.year) if each and record.title)
        case Narrative():
            section = _line(record.section) if _title(record) else ""
            return (f" under {section}" if section else "") + _at(names, " on ", record.ambition)
        case _:
            owner = record.kind.owner
            return _at(names, " of ", str(getattr(record, owner))) if owner else ""


def _at(names: Names, word: str, identity: str) -> str:
    """Where something stands: a ref says enough, but a bare number such as that of an ambition does not."""
    record = names.find(identity) if identity else None
    if record is None:
        return ""
    if isinstance(record, Meeting):
        return word + the_meeting(record)
    if isinstance(record, Profile):
        return f"{word}the board"
    ref, label = ref_of(record), kind_label(names, record.kind)
    if not ref:
        return f"{word}{label} “{short_name(names, record)}”"
    return word + (f"{label} {ref}" if record.kind.name in ("ambition", "priority") else ref)


# Fields


def field_label(names: Names, attribute: Attribute) -> str:
    """The label of a field, in the board's own word where it is that for an ambition."""
    if attribute.label == KINDS["ambition"].label.capitalize():
        return capitalised(kind_label(names, KINDS["ambition"]))
    return attribute.label


def value_words(names: Names, attribute: Attribute, value: Any, *, full: bool = False) -> str:
    """What a field holds, as people write it; empty for nothing.

    Args:
        names: the board, which knows what linked records are called.
        attribute: the field.
        value: what it holds, as the record or as an edit keeps it.
        full: links by their full names, where there is room.
    """
    if value is None or value in ("", (), []):
        return ""
    if isinstance(attribute.default, Rag):
        return read_rag(str(value)).words
    match attribute.look.form:
        case "link" | "links":
            linked = [_linked(names, attribute, each, full=full) for each in _as_tuple(value)]
            return ", ".join(words for _, words in sorted(linked))
        case "date":
            return show_date(str(value))
        case "period":
            return show_period(str(value))
        case "flag":
            return "yes" if value else "no"
        case "score":
            return str(value).replace("x", " × ")
        case "data":
            return ""
        case _:
            return str(value)


def _as_tuple(value: Any) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value


def _linked(names: Names, attribute: Attribute, identity: str, *, full: bool) -> tuple[Any, str]:
    """Where a linked record stands among others, and its name: what it is goes without saying where one kind can be."""
    if (record := names.find(identity)) is None:
        return ref_order(""), GONE
    one_kind = len(attribute.look.kinds) == 1
    name = (full_name if full else short_name) if one_kind else (named_in_full if full else named)
    return ref_order(short_name(names, record)), name(names, record)


def choices_of(attribute: Attribute) -> list[tuple[str, str]]:
    """What a choice can be: words to show, and the value that is kept."""
    if isinstance(attribute.default, Rag):
        return [(rating.words, rating.value) for rating in Rag]
    return [(value or "not stated", value) for value in attribute.look.choices]


def plain_value(value: Any) -> Any:
    """A value as it is kept, in the types of JSON."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


# Words


def shortened(text: str, longest: int = LONGEST_NAME) -> str:
    """Text on one line, cut after a word with an ellipsis where it is longer than that many characters."""
    line = _line(text)
    if len(line) <= longest:
        return line
    whole, _, _ = line[:longest].rpartition(" ")
    # One endless word is cut where it has to be.
    return f"{(whole if len(whole) > longest // 2 else line[: longest - 1]).rstrip(' ,;:')}…"


def capitalised(text: str) -> str:
    """Text with a capital first letter, all others unchanged."""
    return text[:1].upper() + text[1:]


def _line(text: str) -> str:
    return " ".join(text.split())
