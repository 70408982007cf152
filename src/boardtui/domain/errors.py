"""What can go wrong, in words a chair can act on."""


class BoardError(Exception):
    """Something was refused. The message is one or two plain sentences that say what to do next."""


class InvalidValue(BoardError, ValueError):  # noqa: N818 - reads as what it is
    """A value a field cannot hold."""
