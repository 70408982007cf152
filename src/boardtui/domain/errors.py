"""What can go wrong, in words a chair can act on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

UNFORESEEN = 70
"""The exit code where something went wrong that nobody foresaw: what sysexits.h calls an internal error."""

_LONGEST_QUOTE = 60


class Code(Enum):
    """What sort of thing went wrong, for a program that has to act on it: nothing reads it out of the sentence."""

    OTHER = auto()
    AMBIGUOUS_REF = auto()
    DAMAGED = auto()
    DISK_FULL = auto()
    GONE = auto()
    INVALID_VALUE = auto()
    LEFT = auto()
    LOCKED = auto()
    NOT_REACHED = auto()
    PASSWORD_NEEDED = auto()
    READ_ONLY = auto()
    REPLACED = auto()
    TOO_OLD = auto()
    UNFORESEEN = auto()


class BoardError(Exception):
    """Something was refused. The message is one or two plain sentences that say what to do next."""

    def __init__(self, sentence: str, *, code: Code = Code.OTHER) -> None:
        super().__init__(sentence)
        self.code = code


class InvalidValue(BoardError, ValueError):  # noqa: N818 - reads as what it is
    """A value a field cannot hold.

    Attributes:
        reasons: why, for each field that does not fit, as a sentence that does not name the field. Empty where it is
            known from elsewhere which field it is, or where it is none.
    """

    def __init__(self, sentence: str, *, reasons: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence, code=Code.INVALID_VALUE)
        self.reasons = reasons or {}


class AmbiguousRef(BoardError):  # noqa: N818 - reads as what it is
    """A ref that several records have.

    Attributes:
        candidates: what to write instead, one for each of them.
    """

    def __init__(self, sentence: str, candidates: tuple[str, ...]) -> None:
        super().__init__(sentence, code=Code.AMBIGUOUS_REF)
        self.candidates = candidates


def quoted(value: object) -> str:
    """A value as a sentence quotes it: on one line, and cut where nobody would read it to its end."""
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[: _LONGEST_QUOTE - 2]}…{shown[-1]}"
