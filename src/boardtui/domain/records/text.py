"""Text that people wrote: what of it is kept, what of it is shown, and when two names are the same.

Text is cleaned twice. Where it enters, what nobody can see is left out, so that the board keeps only what its writer
saw. Where it leaves, whatever the file holds becomes harmless: a board that is opened directly was made by anybody,
and an earlier version kept more than this one does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from boardtui.domain.patterns import when_used

MARK = "\N{REPLACEMENT CHARACTER}"
"""Stands where a text holds something that would have acted on the screen. As wide as what it stands for is long."""

ACTING = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"
"""Within a character class: what acts on a screen and stands beyond the space, which JSON and TOML leave as it is.

Control characters, line and paragraph separators, and marks that reorder what stands beside them, so that one cell
could read as its neighbour. Letters of right-to-left scripts need none of them.
"""

_CONTROLS = f"\x00-\x08\x0b-\x1f{ACTING}\ud800-\udfff"  # halves of characters cannot be written to a terminal
_UNSEEN = "\u00ad\u180e\u200b\u2060-\u2065\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
_TAGS = "\U000e0000-\U000e007f"

UNSEEN = f"{_UNSEEN}{_TAGS}"
"""Within a character class: what has no width and shapes nothing, so that nobody sees that it is there."""

# Every plane ends in two that are no characters. What is private looks different on every machine, or like nothing.
_PLANES = range(0, 0x100000, 0x10000)
_NO_CHARACTERS = "\ufdd0-\ufdef\ue000-\uf8ff\U000f0000-\U0010ffff"
_NO_CHARACTERS += "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in _PLANES)

# The two joiners shape the letters of some scripts, and make one picture of several. Elsewhere they only hide.
_SHAPED = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U0001e900-\U0001e95f"
_PICTURE = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINERS = "\u200c\u200d"
_HIDING_JOINER = when_used(
    f"(?<![{_SHAPED}{_PICTURE}\ufe0f])[{_JOINERS}]|(?<=[{_PICTURE}\ufe0f])(?:\u200c|\u200d(?![{_PICTURE}]))"
)

_DISTURBS = when_used(f"[{_CONTROLS}{_NO_CHARACTERS}]")
_HIDDEN = when_used(f"[{_UNSEEN}{_TAGS}]")
_LEFT_OUT = when_used(f"[{_CONTROLS}{_NO_CHARACTERS}{_UNSEEN}{_TAGS}]")
_ACTS = when_used(f"[\t{_CONTROLS}]")
_NOT_DRAWN = when_used(f"[\t\n{_CONTROLS}{_UNSEEN}{_TAGS}]")
_LINE_END = when_used("\r\n|[\r\x85\u2028\u2029]")
# Word pastes the bullets of its symbol font as private characters.
_BULLETS = str.maketrans(dict.fromkeys("\uf0a7\uf0b7", "•"))

_WHAT = {bool: "yes or no", type(None): "nothing", list: "a list", tuple: "a list", dict: "several values"}


def clean(text: str) -> str:
    """Text as it is kept, its lines and tabs as they are.

    It is composed (NFC), line ends are of one kind, and what nobody sees is not in it: control characters and
    terminal escapes, marks that turn the direction of reading, soft hyphens, characters without width, and what is no
    character or means something on one machine only. Joiners stay where they shape letters or pictures.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LEFT_OUT.sub("", _LINE_END.sub("\n", text.translate(_BULLETS)))
    # What goes may let two marks stand beside each other that then change places, and lay another joiner bare.
    while (tidied := unicodedata.normalize("NFC", _HIDING_JOINER.sub("", unicodedata.normalize("NFC", text)))) != text:
        text = tidied
    return text


def tidy_line(value: object) -> str:
    """One line of text as it is kept: line ends become spaces, and runs of spaces one.

    Raises:
        ValueError: it is no text.
    """
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return " ".join(value.split())  # there is nothing to clean, as nearly always
    return " ".join(clean(re.sub(r"\s", " ", _words(value))).split())


def tidy_text(value: object) -> str:
    """Text of several lines as it is kept, without spaces at the ends of lines and empty lines around it.

    Raises:
        ValueError: it is no text.
    """
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return value.rstrip()  # one line with nothing to clean
    return "\n".join(line.rstrip() for line in clean(_words(value)).split("\n")).strip("\n")


def _words(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"words are needed here, not {_WHAT.get(type(value), 'anything else')}")
    return str(value)


def harmless(text: str) -> str:
    """Text as it is shown: what would act on a screen is a mark, and all else is as it would be kept.

    Lines stay lines, and a tab becomes spaces: where it ends depends on the terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _HIDDEN.sub("", _LINE_END.sub("\n", text.translate(_BULLETS)))
    return clean(_DISTURBS.sub(MARK, text)).expandtabs(4)


def one_line(text: str) -> str:
    """Text as it is shown on one line."""
    return " ".join(harmless(text).split())


def listed_in_words(parts: Sequence[str]) -> str:
    """Parts in a sentence: `1 red, 2 amber and 3 green`; empty where there are none."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def with_full_stop(text: str) -> str:
    """Text with a full stop at its end, unless it ends as a sentence does."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


_JOINED = when_used("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])")
_FLAG = when_used("[\U0001f1e6-\U0001f1ff]")


def of_sure_width(text: str) -> str:
    """Text as it is shown in cells: pictures that some terminals join and others do not stand one beside the other.

    A family is its members, a flag the letters of its country, a heart is not asked to be in colour: so all that
    count cells come to the same number, and the cursor is where it seems to be.
    """
    if text.isascii():
        return text
    return _FLAG.sub(lambda flag: chr(ord(flag[0]) - 0x1F1E6 + ord("A")), _JOINED.sub("", text))


def acts(text: str) -> bool:
    """Whether anything in a text would act on a screen, a tab included; line ends do not count."""
    return _ACTS.search(text) is not None


def is_drawn(text: str) -> bool:
    """Whether all of a text that has been laid out is drawn as it is."""
    return (text.isascii() and text.isprintable()) or _NOT_DRAWN.search(text) is None


def only_drawn(text: str) -> str:
    """Text that has been laid out already, without what acts on the screen or is not seen: none of it has a width."""
    return _NOT_DRAWN.sub("", text)


# What is typed in different ways on different machines and looks the same on all of them.
_LOOK_ALIKE = str.maketrans(
    dict.fromkeys("`´ʹʻʼʽˈ՚‘’‛′ꞌ＇", "'") | dict.fromkeys("‐‑‒–—―⁃−﹘﹣－", "-") | dict.fromkeys("．․。｡﹒", ".")
)


def same_key(text: str) -> str:
    """What a ref or a name is compared by: two that look the same to a reader have the same.

    Case does not matter, nor the kind of apostrophe, dash, dot or space, nor wide and narrow forms, nor what has no
    width.
    """
    if text.isascii() and text.isprintable() and "`" not in text:
        return " ".join(text.split()).lower()
    text = re.sub(f"[{_JOINERS}]", "", clean(re.sub(r"\s", " ", text)))
    for _ in range(2):  # folding the case can make something that has a narrow form
        text = unicodedata.normalize("NFKC", text.translate(_LOOK_ALIKE)).casefold()
    return " ".join(text.translate(_LOOK_ALIKE).split())


# What `same_key` takes for the same letter.
_TYPED_ALIKE = {"'": "['’‘`´]", "-": "[-‐‑‒–—−]", '"': '["“”]', " ": r"\s+"}


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of some words, however they were typed; None where there are none."""
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile("|".join("".join(map(_letter, each)) for each in longest_first), re.IGNORECASE)


def _letter(letter: str) -> str:
    return _TYPED_ALIKE.get(letter, re.escape(letter))


def around(text: str, found: re.Match[str], room: int) -> str:
    """The words around what was found, on one line of at most so many characters."""
    before = (room - (found.end() - found.start())) // 2
    start = max(0, found.start() - max(before, 0))
    piece = text[start : start + room * 2]
    line = one_line(piece)
    if start:
        line = "…" + line.partition(" ")[2]  # the first word may be half of one
    return line if len(line) <= room else f"{line[: room - 1].rstrip()}…"
