"""What can go wrong, in words a chair can act on."""

_LONGEST_QUOTE = 60


class BoardError(Exception):
    """Something was refused. The message is one or two plain sentences that say what to do next."""


class InvalidValue(BoardError, ValueError):  # noqa: N818 - reads as what it is
    """A value a field cannot hold."""


def quoted(value: object) -> str:
    """A value as a sentence quotes it: on one line, and cut where nobody would read it to its end."""
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[: _LONGEST_QUOTE - 2]}…{shown[-1]}"
