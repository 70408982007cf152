"""What a command is, and a part of the program that has some."""

from __future__ import annotations

from dataclasses import replace

from boardtui.domain.immutable import immutable

# How keys are printed that Textual names in words.
_PRINTED = {
    "ampersand": "&",
    "asterisk": "*",
    "at": "@",
    "comma": ",",
    "delete": "Del",
    "down": "↓",
    "enter": "Enter",
    "equals_sign": "=",
    "escape": "Esc",
    "exclamation_mark": "!",
    "f2": "F2",
    "full_stop": ".",
    "greater_than_sign": ">",
    "left": "←",
    "left_curly_bracket": "{",
    "left_square_bracket": "[",
    "less_than_sign": "<",
    "number_sign": "#",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "plus": "+",
    "question_mark": "?",
    "right": "→",
    "right_curly_bracket": "}",
    "right_square_bracket": "]",
    "shift+tab": "shift+Tab",
    "slash": "/",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
}


@immutable
class Command:
    """One thing that a key does.

    Attributes:
        id: its name in settings.toml.
        key: the keys, between commas, as Textual names them.
        label: one or two words for the footer.
        help: a sentence for the palette and the help screen.
        action: the Textual action that does it.
        rank: its rank among the keys worth showing, 1 first; 0 keeps it out of the footer.
        words: other words by which people look for it in the palette.
        family: commands of one family are one entry in the footer, under this label and with all their keys.
        shows: how the keys are printed, where that is more than the first of them.
        where: the part of the program it works in; the table fills it in.
        always: it works while a dialog is open and while somebody types, too.
    """

    id: str
    key: str
    label: str
    help: str
    action: str
    rank: int = 0
    words: str = ""
    family: str = ""
    shows: str = ""
    where: str = ""
    always: bool = False

    @property
    def shown(self) -> str:
        """How its keys are printed, as long as nobody has chosen others."""
        return self.shows or printed(self.key.partition(",")[0])


@immutable
class Part:
    """A part of the program with keys of its own: a screen, a part of one, or a dialog.

    Attributes:
        name: what `bindings_for` calls it.
        heading: what stands over its keys in the help and in the README.
        commands: what can be done there.
        inside: the screen whose help lists it too.
    """

    name: str
    heading: str
    commands: tuple[Command, ...]
    inside: str = ""


def part(name: str, heading: str, *commands: Command, inside: str = "") -> Part:
    """Declare a part: each of its commands knows where it is."""
    return Part(name, heading, tuple(replace(command, where=name) for command in commands), inside)


def printed(key: str) -> str:
    """How one key is printed: `Esc` for `escape`."""
    return _PRINTED.get(key, key)
