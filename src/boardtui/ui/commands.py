"""What follows from the table of commands: bindings, the keys worth showing, what the palette finds, remapping."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from boardtui.domain.board.words import capitalised
from boardtui.ui.command import Command, printed
from boardtui.ui.command_table import COMMANDS

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}
_PLACES = {name: place for place, name in enumerate(BY_ID)}  # in the table, not searched for at every key


def bindings_for(*where: str) -> list[Binding]:
    """The bindings of a part of the program."""
    return [
        Binding(each.key, each.action, each.label, id=each.id, tooltip=each.help, priority=each.always)
        for each in COMMANDS
        if each.where in where
    ]


def active_commands(screen: Screen[Any]) -> Iterator[tuple[Command, DOMNode]]:
    """The commands that do something on a screen as it is now, each with the part of it that does."""
    found: dict[str, DOMNode] = {}
    for active in screen.active_bindings.values():
        if active.enabled and (name := active.binding.id or "") in BY_ID:
            found.setdefault(name, active.node)
    return ((BY_ID[name], node) for name, node in found.items())


def keymap(chosen: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The user's keys for Textual, and a sentence for each that names no command."""
    unknown = [f"settings.toml gives a key to {name!r}, which is no command." for name in chosen if name not in BY_ID]
    return {name: key for name, key in chosen.items() if name in BY_ID}, unknown


def shown_key(name: str, chosen: Mapping[str, str]) -> str:
    """How the keys of a command are printed, remapped or not.

    Args:
        name: its id.
        chosen: the keys the person has chosen, by command.
    """
    own = chosen.get(name, "")
    return " ".join(map(printed, own.split(","))) if own else BY_ID[name].shown


def with_keys(words: str, chosen: Mapping[str, str]) -> str:
    """Words with the keys of commands in place of their names in braces: `{undo} takes back`."""
    return re.sub(r"\{(\w+)\}", lambda found: shown_key(found[1], chosen), words)


def keys_worth_showing(
    commands: Iterable[Command], chosen: Mapping[str, str], *, ranks: Mapping[str, int] | None = None
) -> list[tuple[int, str, str]]:
    """The rank, the keys and the label of each command that belongs into the footer, the most useful first.

    Args:
        commands: those that do something here.
        chosen: the keys the person has chosen, by command.
        ranks: ranks that differ here from those of the table; 0 keeps a command out.
    """
    found: dict[str, tuple[int, str, str]] = {}
    for command in sorted(commands, key=lambda command: _PLACES[command.id]):
        rank = (ranks or {}).get(command.id, command.rank)
        if rank:
            entry = command.family or command.id
            first, keys, label = found.get(entry, (rank, "", command.family or command.label))
            found[entry] = (first, f"{keys} {shown_key(command.id, chosen)}".strip(), label)
    return sorted(found.values())


def keys_in(where: str, chosen: Mapping[str, str], *, hidden: Collection[str] = ()) -> list[tuple[str, str]]:
    """The keys and labels that stand in the last line of a dialog; some of its commands may not apply."""
    commands = (each for each in COMMANDS if each.where == where and each.id not in hidden)
    return [(key, label) for _, key, label in keys_worth_showing(commands, chosen)]


def title_of(command: Command, chosen: Mapping[str, str]) -> str:
    """A command for the palette: what it is called, what it does, and its key."""
    return f"{capitalised(command.label)}: {command.help} ({shown_key(command.id, chosen)})"


def words_to_find(command: Command) -> str:
    """All words by which somebody may look for a command: its own, its name in settings.toml, and others for it."""
    return f"{command.label} {command.help} {command.id.replace('_', ' ')} {command.words}"
