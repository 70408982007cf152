"""What any record is called in a list of records of many kinds, and what its fields hold, in words."""

from __future__ import annotations

from boardtui.domain.board.board import Board, name_of
from boardtui.domain.dates.dates import show_date
from boardtui.domain.kpis.readings import show_period
from boardtui.domain.records.declare import Attribute
from boardtui.domain.records.kinds import Record
from boardtui.ui.shared.text import Piece, Pieces, one_line


def kind_label(board: Board, record: Record) -> str:
    """What a kind is called on this board, in the middle of a sentence."""
    return board.profile.ambition_label if record.kind.name == "ambition" else record.kind.label


def ref_of(board: Board, record: Record) -> str:
    """A record's ref, or that of what it belongs to or is about."""
    if ref := str(getattr(record, "ref", "")):
        return ref
    for name in (record.kind.owner, "item"):
        other = board.find(str(getattr(record, name, ""))) if name else None
        if other is not None and (ref := str(getattr(other, "ref", ""))):
            return ref
    return ""


def label_of(board: Board, record: Record) -> str:
    """A record's title on one line; for one without a title, what it belongs to and which one it is."""
    for name in ("title", "heading", "text"):
        if own := one_line(str(getattr(record, name, ""))):
            return own
    owner = board.find(str(getattr(record, record.kind.owner, ""))) if record.kind.owner else None
    key = which_one(board, record)
    return one_line(f"{name_of(owner)}, {key}") if owner is not None and key else ""


def full_name(board: Board, record: Record) -> str:
    """Kind, ref and title on one line: `action 1.3 Moderation`."""
    words = (kind_label(board, record), one_line(ref_of(board, record)), label_of(board, record) or name_of(record))
    return " ".join(filter(None, words))


def which_one(board: Board, record: Record) -> str:
    """Which of its owner's records of its kind a record is, such as `Feb 19`; empty where no key says so."""
    key = [record.kind.attributes[name] for name in record.kind.natural_key if name != record.kind.owner]
    stated = [(each, getattr(record, each.name)) for each in key]
    # What is the rule goes without saying: a reading is its period's, if nothing else is said.
    return one_line(" ".join(field_words(board, each, value) for each, value in stated if value != each.default))


def what_it_is(board: Board, record: Record) -> Pieces:
    """Ref and kind: `CIP06 risk`. The ref comes first, so that it is never what is cut."""
    ref = one_line(ref_of(board, record))
    kind = kind_label(board, record)
    return [Piece(f"{ref} "), Piece(kind, "muted")] if ref else [Piece(kind, "muted")]


def title_of(board: Board, record: Record) -> Pieces:
    """The title for a table, marked where copies disagree about the record."""
    shown = label_of(board, record)
    pieces = [Piece(shown)] if shown else [Piece("title not stated", "muted")]
    return [Piece("⚠ ", "warning"), *pieces] if record.conflicts else pieces


def field_words(board: Board, attribute: Attribute, value: object) -> str:
    """A field's value as words: dates day first, links by what people call the record."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int):
        return str(value) if value else ""
    if isinstance(value, tuple):
        return ", ".join(_linked(board, each) for each in value)
    text = str(value)
    if attribute.look.form == "date":
        return show_date(text)
    if attribute.look.form == "period":
        return show_period(text)
    if attribute.look.form == "link":
        return _linked(board, text) if text else ""
    return text


def _linked(board: Board, identity: str) -> str:
    record = board.find(identity)
    if record is None:
        return "(deleted)"
    ref, title = getattr(record, "ref", ""), getattr(record, "title", "")
    return " ".join(filter(None, (kind_label(board, record), ref, title or ("" if ref else name_of(record)))))
