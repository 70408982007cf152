"""Everything a key can do, declared once.

The bindings, the footer, the command palette, the help screen, the remapping in settings.toml and the key table
of the README are all made from this table; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does.

    Attributes:
        id: its name in settings.toml.
        key: the keys, between commas, as Textual names them.
        shown: how the keys are printed.
        label: one or two words for the footer.
        help: a sentence for the palette and the help screen.
        where: the part of the program it works in: a screen's name, `everywhere` or `items`.
        action: the Textual action that does it.
        footer: its rank among the keys worth showing, 1 first; 0 keeps it out of the footer.
        always: it works while a dialog is open and while somebody types, too.
    """

    id: str
    key: str
    shown: str
    label: str
    help: str
    where: str
    action: str
    footer: int = 0
    always: bool = False


SCREENS = (
    ("overview", "Overview"),
    ("ambitions", "Ambitions"),
    ("actions", "Actions"),
    ("kpis", "KPIs"),
    ("risks", "Risks"),
    ("meeting", "Meeting"),
    ("papers", "Papers"),
)

_EVERYWHERE = "everywhere"
_ITEMS = "items"
_FORM = "form"
_DELETING = "delete"
_HISTORY = "history"
_HELP = "help"
_EXPORTING = "export"
_STARTING = "start"
_SIGNING = "signature"
_MAKING = "new board"
_ENTRY = "kpi_entry"
_MAP = "heat_map"
_PASTE = "kpi_paste"
_MEETING = "meeting"
_RUN = "meeting_run"
_CLOSING = "meeting_close"
_CHANGES = "what_changed"

_COPYING = "copy"
_CHOOSING = "merge"
_PREVIEWING = "merge_preview"
_MERGED = "merged"
_CONFLICTS = "conflicts"
_DECIDING = "decide"
_OFFER = "offer"
_LEAVING = "leaving"

COMMANDS: tuple[Command, ...] = (
    *(
        Command(f"screen_{name}", str(number), str(number), label, f"Go to {label}", _EVERYWHERE, f"app.show('{name}')")
        for number, (name, label) in enumerate(SCREENS, start=1)
    ),
    Command("help", "question_mark,f1", "?", "all keys", "Show every key that works here", _EVERYWHERE, "app.help", 99),
    Command(
        "palette", "ctrl+p", "ctrl+p", "find", "Find a command or an item by typing", _EVERYWHERE, "app.command_palette"
    ),
    Command("undo", "u", "u", "undo", "Take back your last edit", _EVERYWHERE, "app.undo", 8),
    Command("redo", "ctrl+y", "ctrl+y", "redo", "Do again what was undone", _EVERYWHERE, "app.redo"),
    Command("export", "x", "x", "export", "Write the snapshot as Markdown", _EVERYWHERE, "app.export", 10),
    Command("send_copy", "ctrl+s", "ctrl+s", "send copy", "Write a copy of the board to send", _EVERYWHERE, "app.copy"),
    Command("merge", "ctrl+g", "ctrl+g", "merge", "Bring in copies that came back", _EVERYWHERE, "app.merge"),
    Command(
        "conflicts", "exclamation_mark", "!", "conflicts", "Decide where copies disagree", _EVERYWHERE, "app.conflicts"
    ),
    Command(
        "board_settings",
        "ctrl+e",
        "ctrl+e",
        "board",
        "Edit the board's title, rules and labels",
        _EVERYWHERE,
        "app.edit_board",
    ),
    Command(
        "what_changed", "W", "W", "what changed", "Show what changed since a meeting", _EVERYWHERE, "app.what_changed"
    ),
    Command(
        "publish",
        "U",
        "U",
        "publish",
        "Bring this working copy and its board to the same state",
        _EVERYWHERE,
        "app.publish",
        9,
    ),
    Command(
        "work_locally",
        "L",
        "L",
        "work locally",
        "Work on a local copy of a board in a synced folder",
        _EVERYWHERE,
        "app.work_locally",
    ),
    Command("log", "H", "H", "log", "Show the history of the whole board", _EVERYWHERE, "app.log"),
    Command("theme", "t", "t", "theme", "Change the colours", _EVERYWHERE, "app.next_theme"),
    Command("quit", "q", "q", "quit", "Leave; everything is saved", _EVERYWHERE, "app.quit", 20),
    Command(
        "quit_from_anywhere",
        "ctrl+q",
        "ctrl+q",
        "quit",
        "Leave, also out of a dialog; not if something typed would be lost",
        _EVERYWHERE,
        "app.quit_from_anywhere",
        always=True,
    ),
    Command("red", "r", "r", "red", "Rate the item red", _ITEMS, "rate('red')", 2),
    Command("amber", "a", "a", "amber", "Rate the item amber", _ITEMS, "rate('amber')", 2),
    Command("green", "g", "g", "green", "Rate the item green", _ITEMS, "rate('green')", 2),
    Command("blue", "b", "b", "blue", "Rate the item blue", _ITEMS, "rate('blue')", 2),
    Command("not_rated", "0", "0", "not rated", "Take the rating away", _ITEMS, "rate('not rated')"),
    Command("open", "enter", "Enter", "open", "Read the item in full", _ITEMS, "open", 1),
    Command("back", "escape", "Esc", "back", "Go back", _ITEMS, "back"),
    Command("next", "n,right_square_bracket", "n ]", "next", "Next item", _ITEMS, "step(1)"),
    Command("previous", "p,left_square_bracket", "p [", "previous", "Previous item", _ITEMS, "step(-1)"),
    Command("filter", "slash", "/", "filter", "Show only items with these words", _ITEMS, "filter", 5),
    Command("ready_filter", "f", "f", "show", "Go through the ready filters", _ITEMS, "next_filter", 6),
    Command("sort", "s", "s", "sort", "Go through the orders", _ITEMS, "next_sort", 9),
    Command("edit", "e", "e", "edit", "Edit the item", _ITEMS, "edit", 3),
    Command("add", "plus", "+", "add", "Add an item", _ITEMS, "add", 4),
    Command("delete", "delete", "Del", "delete", "Delete the item, after showing what goes with it", _ITEMS, "delete"),
    Command("history", "h", "h", "history", "Show who changed the item, when and why", _ITEMS, "history", 7),
    Command(
        "renumber",
        "number_sign",
        "#",
        "renumber",
        "Give the item the next free ref, if another has the same",
        _ITEMS,
        "renumber",
    ),
    Command("go_there", "o", "o", "go there", "Go to the item on its own screen", "overview", "go_there", 3),
    Command("its_actions", "o", "o", "its actions", "Show its actions, and only those", "ambitions", "its_actions", 3),
    Command(
        "kpi_records", "E", "E", "its records", "Edit or delete its readings, targets, comparators", "kpis", "records"
    ),
    Command("enter_figures", "i", "i", "enter figures", "Enter the figures of a period", "kpis", "enter_figures", 2),
    Command(
        "earlier_periods", "left,less_than_sign", "← <", "earlier", "Show earlier periods", "kpis", "periods(1)", 3
    ),
    Command("later_periods", "right,greater_than_sign", "→ >", "later", "Show later periods", "kpis", "periods(-1)"),
    Command(
        "add_comparator",
        "C",
        "C",
        "compare",
        "Add a figure to compare the KPI with",
        "kpis",
        "add_to_kpi('comparator')",
    ),
    Command(
        "add_target_change",
        "T",
        "T",
        "new targets",
        "Change the KPI's targets or polarity from a period on",
        "kpis",
        "add_to_kpi('target_change')",
    ),
    Command(
        "add_rebase",
        "B",
        "B",
        "re-base",
        "Start the KPI's control limits afresh from a period on",
        "kpis",
        "add_to_kpi('rebase')",
    ),
    Command(
        "kpi_no_rating",
        "r,a,g,b,0",
        "r a g b",
        "no rating",
        "Say why a KPI is not rated by hand",
        "kpis",
        "no_rating",
    ),
    Command("entry_save", "enter", "Enter", "save, next", "Save and go to the next KPI", _ENTRY, "save", 1),
    Command("entry_next", "tab", "Tab", "next field", "Go to the next field", _ENTRY, "column(1)", 2),
    Command("entry_previous", "shift+tab", "shift+Tab", "field before", "Go to the field before", _ENTRY, "column(-1)"),
    Command("entry_down", "down", "↑ ↓", "other KPI", "Save and go to the next KPI", _ENTRY, "row(1)", 3),
    Command("entry_up", "up", "↑", "KPI before", "Save and go to the KPI before", _ENTRY, "row(-1)"),
    Command("entry_page_down", "pagedown", "PgDn", "page down", "Go down by a page", _ENTRY, "page(1)"),
    Command("entry_page_up", "pageup", "PgUp", "page up", "Go up by a page", _ENTRY, "page(-1)"),
    Command("entry_period", "ctrl+o", "ctrl+o", "period", "Choose the period by typing it", _ENTRY, "choose_period", 5),
    Command("entry_later", "ctrl+n", "ctrl+n", "later", "Go to the period after this one", _ENTRY, "period(1)"),
    Command("entry_earlier", "ctrl+b", "ctrl+b", "earlier", "Go to the period before", _ENTRY, "period(-1)", 6),
    Command("entry_frequency", "ctrl+t", "ctrl+t", "frequency", "Go to KPIs of another frequency", _ENTRY, "family", 7),
    Command(
        "entry_provisional", "ctrl+r", "ctrl+r", "provisional", "Mark the figure as provisional, or not", _ENTRY, "mark"
    ),
    Command("entry_leave", "escape", "Esc", "leave", "Leave; asks if anything would be lost", _ENTRY, "leave", 4),
    Command("paste_fill", "enter", "Enter", "fill in", "Fill the pasted figures in", _PASTE, "fill", 1),
    Command("paste_leave", "escape", "Esc", "leave it", "Fill nothing in", _PASTE, "leave", 2),
    Command("move_risk", "m", "m", "move", "Move the risk with the arrows; Enter asks why", "risks", "move", 2),
    Command(
        "map_or_register",
        "tab",
        "Tab",
        "other part",
        "Map or register; in a risk: text or mitigations",
        "risks",
        "other_side",
        2,
    ),
    Command(
        "risk_view", "v", "v", "view", "Show inherent, current or target scores, or a path", "risks", "next_view", 3
    ),
    Command("close_risk", "c", "c", "close", "Close the risk or open it again; asks why", "risks", "close_risk", 7),
    Command("add_mitigation", "M", "M", "mitigation", "Add a mitigation to the risk", "risks", "add_mitigation", 8),
    Command(
        "next_progress",
        "space",
        "Space",
        "progress",
        "Take the mitigation one step further",
        "risks",
        "next_progress",
        2,
    ),
    Command(
        "risk_no_rating",
        "r,a,g,b,0",
        "r a g b",
        "no rating",
        "Say why a risk is not rated by hand",
        "risks",
        "no_rating",
    ),
    Command("map_right", "right", "→", "right", "Next risk in the cell, or next cell", _MAP, "step(1, 0)"),
    Command("map_left", "left", "←", "left", "Risk before in the cell, or cell before", _MAP, "step(-1, 0)"),
    Command("map_up", "up,k", "↑ k", "up", "Cell above: more likely", _MAP, "step(0, 1)"),
    Command("map_down", "down,j", "↓ j", "down", "Cell below: less likely", _MAP, "step(0, -1)"),
    Command("place_risk", "enter", "Enter", "place it", "Ask why, and save the new score", _MAP, "place", 1),
    Command("put_risk_back", "escape,u", "Esc", "put it back", "Put the risk back where it was", _MAP, "put_back", 2),
    Command(
        "meeting_begin",
        "space",
        "Space",
        "run it",
        "Begin the meeting, or go on with the one that runs",
        _MEETING,
        "begin",
        1,
    ),
    Command("agenda_build", "i", "i", "bring in", "Put on the agenda what is not on it yet", _MEETING, "build", 2),
    Command("agenda_cut", "c", "c", "cut", "Cut the item, or take it in again", _MEETING, "cut", 4),
    Command("agenda_up", "K,shift+up", "K", "move up", "Move the agenda item up", _MEETING, "move_item(-1)"),
    Command("agenda_down", "J,shift+down", "J", "move down", "Move the agenda item down", _MEETING, "move_item(1)"),
    Command("agenda_longer", "greater_than_sign", ">", "longer", "Five minutes more", _MEETING, "extend(5)"),
    Command("agenda_shorter", "less_than_sign", "<", "shorter", "Five minutes less", _MEETING, "extend(-5)"),
    Command("meeting_form", "A", "A", "meeting", "Edit its date, place and who attends", _MEETING, "edit_meeting", 6),
    Command(
        "meeting_close",
        "E",
        "E",
        "close",
        "Close the meeting, after a list of what changed",
        _MEETING,
        "close_meeting",
        3,
    ),
    Command(
        "meeting_papers",
        "D",
        "D",
        "documents",
        "Write minutes and snapshot of a closed one",
        _MEETING,
        "write_papers",
        2,
    ),
    Command("meeting_there", "o", "o", "go there", "Go to the item on its own screen", _MEETING, "go_there"),
    Command("run_next", "right,space", "→", "next", "The next item; Space does it too", _RUN, "next", 1),
    Command("run_back", "left,backspace", "←", "back", "The item before; Backspace does it too", _RUN, "previous", 2),
    Command("run_decision", "d", "d", "decision", "Record a decision on the item", _RUN, "decision", 2),
    Command("run_challenge", "c", "c", "challenge", "Record a question of the board", _RUN, "challenge", 2),
    Command("run_action", "w", "w", "action", "Record an action arising: who, by when", _RUN, "arising", 2),
    Command("run_answer", "y", "y", "answer", "Answer an open challenge", _RUN, "answer"),
    Command("run_done", "f", "f", "done", "Mark an action arising as done", _RUN, "done"),
    Command("run_park", "z", "z", "park", "Put the item off to another meeting", _RUN, "park"),
    Command("run_note", "m", "m", "note", "Add a note for the minutes", _RUN, "note"),
    Command("run_edit_note", "M", "M", "edit note", "Edit the whole note for the minutes", _RUN, "edit_note"),
    Command("run_jump", "full_stop,slash", ". /", "go to", "Go to an item by ref, number or word", _RUN, "jump"),
    Command("close_confirm", "enter", "Enter", "close it", "Close the meeting and freeze it", _CLOSING, "confirm", 1),
    Command("close_leave", "escape", "Esc", "go on", "Go on with the meeting", _CLOSING, "leave", 2),
    Command("close_down", "down", "↑ ↓", "read on", "Read on", _CLOSING, "read(1)", 3),
    Command("close_up", "up", "↑", "read back", "Read back", _CLOSING, "read(-1)"),
    Command("close_page_down", "pagedown", "PgDn", "page down", "Read on by a page", _CLOSING, "page(1)"),
    Command("close_page_up", "pageup", "PgUp", "page up", "Read back by a page", _CLOSING, "page(-1)"),
    Command("changes_since", "s", "s", "other beginning", "Begin at an earlier meeting", _CHANGES, "since", 1),
    Command("changes_until", "n", "n", "other end", "End at an earlier meeting, or now", _CHANGES, "until", 2),
    Command("changes_write", "x", "x", "write", "Write it as Markdown beside the board", _CHANGES, "write", 3),
    Command("changes_leave", "escape,W,q", "Esc", "back", "Go back", _CHANGES, "leave", 4),
    Command("record_edit", "e,enter", "e", "edit", "Edit the record", "kpi_records", "edit", 1),
    Command("record_delete", "delete", "Del", "delete", "Delete the record", "kpi_records", "delete", 2),
    Command("record_history", "h", "h", "history", "Show who changed the record", "kpi_records", "history", 3),
    Command("records_back", "escape,E", "Esc", "back", "Go back to the KPIs", "kpi_records", "back", 4),
    Command(
        "form_save", "ctrl+s", "ctrl+s", "save", "Save; what cannot be saved stays on the screen", _FORM, "save", 1
    ),
    Command("form_leave", "escape", "Esc", "leave", "Leave; asks if something would be lost", _FORM, "leave", 2),
    Command("form_next", "down", "Tab ↓", "next field", "Next field", _FORM, "app.focus_next", 3),
    Command("form_previous", "up", "shift+Tab ↑", "previous", "Previous field", _FORM, "app.focus_previous", 4),
    Command("confirm_delete", "enter", "Enter", "delete", "Delete it", _DELETING, "confirm", 1),
    Command("keep", "escape", "Esc", "keep", "Keep it", _DELETING, "keep", 2),
    Command("history_open", "enter", "Enter", "read", "Read the change in full", _HISTORY, "open", 1),
    Command("history_back", "escape,h", "Esc", "back", "Go back", _HISTORY, "back", 2),
    Command("help_close", "escape,question_mark,q", "Esc", "back", "Go back", _HELP, "dismiss", 1),
    Command("export_write", "ctrl+s", "ctrl+s", "write", "Write the file", _EXPORTING, "write", 1),
    Command("export_leave", "escape", "Esc", "leave", "Write nothing", _EXPORTING, "leave", 2),
    Command("copy_write", "ctrl+s", "ctrl+s", "write the copy", "Write the copy", _COPYING, "write", 1),
    Command("copy_leave", "escape", "Esc", "leave", "Write nothing", _COPYING, "leave", 2),
    Command("merge_tick", "space", "Space", "tick", "Tick the copy, or take the tick away", _CHOOSING, "tick", 1),
    Command("merge_look", "enter", "Enter", "look at them", "Show what the copies would change", _CHOOSING, "look", 2),
    Command(
        "merge_type", "tab", "Tab", "type a path", "To the line for a path, and back", _CHOOSING, "app.focus_next", 3
    ),
    Command("merge_leave", "escape", "Esc", "leave", "Merge nothing", _CHOOSING, "leave", 4),
    Command("merge_do", "m", "m", "merge all of it", "Bring all of it in, after a backup", _PREVIEWING, "merge", 1),
    Command(
        "merge_leave_out",
        "l",
        "l",
        "leave out refused",
        "Leave out the copies that are refused",
        _PREVIEWING,
        "leave_out",
        2,
    ),
    Command(
        "merge_other_table",
        "tab",
        "Tab",
        "copies/changes",
        "From the changes to the copies and back",
        _PREVIEWING,
        "app.focus_next",
        3,
    ),
    Command("merge_back", "escape", "Esc", "back", "Merge nothing, and choose again", _PREVIEWING, "leave", 4),
    Command("merged_close", "enter", "Enter", "close", "Back to the board", _MERGED, "close", 1),
    Command("merged_decide", "exclamation_mark", "!", "decide", "Decide where copies disagree", _MERGED, "decide", 2),
    Command("keep_first", "1", "1", "take 1", "Take what stands under 1", _CONFLICTS, "take(1)", 1),
    Command("keep_second", "2", "2", "take 2", "Take what stands under 2", _CONFLICTS, "take(2)", 2),
    *(
        Command(f"keep_{n}", str(n), str(n), f"take {n}", f"Take what stands under {n}", _CONFLICTS, f"take({n})")
        for n in range(3, 10)
    ),
    Command(
        "write_third", "e", "e", "write another", "Write what is right, from what was said", _CONFLICTS, "write", 3
    ),
    Command(
        "conflict_next", "n,right_square_bracket", "n p", "others", "Next thing to decide", _CONFLICTS, "step(1)", 4
    ),
    Command("conflict_previous", "p,left_square_bracket", "p", "previous", "The one before", _CONFLICTS, "step(-1)"),
    Command(
        "conflict_read", "tab", "Tab", "scroll", "To the text, to read on, and back", _CONFLICTS, "app.focus_next", 6
    ),
    Command("conflict_leave", "escape", "Esc", "back", "Leave the rest for later", _CONFLICTS, "leave", 7),
    Command("decide_save", "ctrl+s", "ctrl+s", "save", "Save it as what is right", _DECIDING, "save", 1),
    Command("decide_leave", "escape", "Esc", "leave", "Decide nothing", _DECIDING, "leave", 2),
    Command("decide_next", "down", "Tab ↓", "next field", "Next field", _DECIDING, "app.focus_next", 3),
    Command("decide_previous", "up", "shift+Tab ↑", "previous", "Previous field", _DECIDING, "app.focus_previous", 4),
    Command(
        "offer_merge",
        "m",
        "m",
        "look at them",
        "Show what the files left beside the board would change",
        _OFFER,
        "merge",
        1,
    ),
    Command(
        "offer_local", "l", "l", "work locally", "Work on a local copy, and publish it back", _OFFER, "work_locally", 2
    ),
    Command("offer_here", "k", "k", "stay here", "Work in the synced folder, and do not ask again", _OFFER, "stay", 3),
    Command("offer_close", "escape,enter", "Esc", "not now", "Go on as it is", _OFFER, "dismiss", 4),
    Command(
        "leaving_publish", "U,p", "U", "publish, then quit", "Publish the edits, then leave", _LEAVING, "publish", 1
    ),
    Command(
        "leaving_quit",
        "q,enter",
        "q",
        "quit as it is",
        "Leave; the edits stay in the working copy",
        _LEAVING,
        "quit",
        2,
    ),
    Command("leaving_stay", "escape", "Esc", "stay", "Stay", _LEAVING, "dismiss", 3),
    Command("sign_later", "escape", "Esc", "only look", "Go on without a name, to look", _SIGNING, "leave", 1),
    Command("start_quit", "escape,q", "Esc", "quit", "Leave", _STARTING, "leave", 1),
    Command("new_make", "ctrl+s", "ctrl+s", "make it", "Make the board and open it", _MAKING, "make", 1),
    Command("new_back", "escape", "Esc", "back", "Make nothing", _MAKING, "back", 2),
)

# Four keys that do one thing are one entry in the footer.
GROUPED: Mapping[str, tuple[str, str]] = {
    "red": ("r a g b", "rate"),
    "amber": ("", ""),
    "green": ("", ""),
    "blue": ("", ""),
}


def bindings_for(*where: str) -> list[Binding]:
    """The bindings of a part of the program."""
    return [
        Binding(
            each.key, each.action, each.label, id=each.id, tooltip=each.help, show=each.footer > 0, priority=each.always
        )
        for each in COMMANDS
        if each.where in where
    ]


BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


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


def shown_key(command: Command, chosen: Mapping[str, str]) -> str:
    """How a command's key is printed, remapped or not."""
    return chosen.get(command.id) or command.shown
