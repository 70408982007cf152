"""Signs for terminals whose letters have no others: the console that came with Windows before Windows Terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_PLAIN = str.maketrans(
    {
        # What a rating, a mark or a box says, with what the fonts of that console have.
        **{"✖": "×", "⚠": "!", "✓": "√", "☐": "□", "◐": "○", "◆": "♦", "△": "^", "▽": "v", "▪": "■", "◦": "○"},
        **{"▸": "►", "‣": "►", "↖": "^", "↗": "^", "↘": "v", "↙": "v", "ˣ": "x", "−": "-", "✔": "√", "◇": "♦"},
        # Lines and corners: it has thin and double ones only, and no round ones.
        **dict.fromkeys("━╍┈╌┄┅╶╴╸╺", "─"),
        **dict.fromkeys("┃┊╎┆╏╵╷╹╻", "│"),
        **{"┏": "┌", "┓": "┐", "┗": "└", "┛": "┘", "┣": "├", "┫": "┤", "┳": "┬", "┻": "┴", "╋": "┼", "╇": "┼"},
        **{"╭": "┌", "╮": "┐", "╰": "└", "╯": "┘"},
        # Bars of eight heights become bars of three.
        **dict.fromkeys("▁▂", "_"),
        **dict.fromkeys("▃▅▆", "▄"),
        **dict.fromkeys("▇▊▉", "█"),
        **dict.fromkeys("▎▏▍▋", "▌"),
        "▔": "▀",
        # The lines of a chart are made of these: up to eight dots in one cell become one.
        **{chr(0x2800 + dots): "•" if dots else " " for dots in range(256)},
    }
)


def shows_all_signs(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """Whether the terminal can be taken to show every sign of the program.

    Windows Terminal, and terminals that come with editors, say who they are; the old console says nothing.
    """
    return system != "win32" or any(environment.get(name) for name in ("WT_SESSION", "TERM_PROGRAM", "TERM"))


class PlainSigns(LineFilter):
    """Draws what the terminal's letters lack with letters that they have, each as wide as what it stands for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, with other signs in their texts."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(each.text.translate(_PLAIN), each.style, each.control) for each in segments]
