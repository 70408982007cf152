"""Words as bash takes them: `lead=Head of` and `kpi:6.1` are one word to everybody else, and three to bash.

It asks for the piece behind the sign, and puts the answer in place of that piece only, as it is: what is special to it
has to be escaped.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, MutableMapping, Sequence
from contextlib import redirect_stdout

_SIGNS = re.compile(r"[=:]+")
_SPECIAL = re.compile(r"""([\s"'\\`$&|;<>()*?\[\]!#~{}])""")


def answer_bash(answer: Callable[[], object], environment: MutableMapping[str, str] = os.environ) -> None:
    """Have a word completed that bash asks for, and print what it makes a whole word of.

    Args:
        answer: prints whole words, one a line, for the word that the environment names.
        environment: what bash asks: `COMP_WORDS`, a piece a line, and `COMP_CWORD`, the place of the piece to complete.
    """
    pieces = environment.get("COMP_WORDS", "").split("\n")
    place = min(int(environment.get("COMP_CWORD") or 0), len(pieces) - 1)
    words, begun = whole_words(pieces[: place + 1])
    environment["COMP_WORDS"], environment["COMP_CWORD"] = "\n".join(words), str(len(words) - 1)
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            answer()
    finally:
        quoted = pieces[place][:1] in ("'", '"')
        for word in said.getvalue().splitlines():
            if word.startswith(begun):
                print(word[len(begun) :] if quoted else _SPECIAL.sub(r"\\\1", word[len(begun) :]))


def whole_words(pieces: Sequence[str]) -> tuple[list[str], str]:
    """Put the pieces of a line together again.

    Args:
        pieces: those up to the one that is to be completed.

    Returns:
        The words, and what of the last of them stands before the piece.
    """
    words: list[str] = []
    begun, joins = "", False
    for place, piece in enumerate(pieces):
        sign = _SIGNS.fullmatch(piece) is not None
        # What an equals sign follows is the name of a field: the one before it was given nothing.
        named = pieces[place + 1 : place + 2] == ["="]
        if words and (sign or (joins and piece and not named)):
            begun = words[-1] + (piece if sign else "")
            words[-1] += piece
        else:
            begun = ""
            words.append(piece)
        joins = sign
    return words, begun
