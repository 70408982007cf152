"""What any record is called in a list of records of many kinds."""

from __future__ import annotations

from boardtui.domain.board import Board, name_of
from boardtui.domain.kinds import Record
from boardtui.ui.text import Piece, Pieces, one_line


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
    key = [str(getattr(record, name)) for name in record.kind.natural_key if name != record.kind.owner]
    if owner is not None and key:
        return one_line(f"{name_of(owner)}, {', '.join(key)}")
    return ""


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
