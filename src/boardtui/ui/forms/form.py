"""Adding and editing a record of any kind, in a form made from its declaration."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.attention.findings import figure_doubts
from boardtui.domain.attention.schedule import with_first_date
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import (
    capitalised,
    choices_of,
    field_label,
    kind_label,
    line_name,
    named,
    named_in_full,
    ref_and_title,
    the_meeting,
)
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.kpis.scorecard import as_known, put_last
from boardtui.domain.meetings.meeting_changes import one_a_line
from boardtui.domain.meetings.minuted import minuted_at
from boardtui.domain.records.declare import Attribute, Kind, identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.explained import EXPLAINED_BY, words_about
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.meetings import Meeting, MeetingState
from boardtui.store.board_file import Receipt
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.forms.chooser import can_be_picked, pick
from boardtui.ui.forms.field_row import FieldRow, Fields
from boardtui.ui.forms.values import form_fields, frequency_of, hint, problems_of, reading_of, text_of, value_of
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import plain

SAVED_NOTHING = "Nothing has been entered yet."


def redating_nudge(due: FieldRow, reason: FieldRow) -> str:
    """What to say beside the reason for re-dating: that one is wanted, where a date moves without a new one."""
    if not due.before or not due.changed or reason.changed:
        return ""
    if not reason.before:
        return "Wanted: why does the date move?"
    return "Wanted: this was said of the earlier date."


OLD_WORDS = "This was said of what stood there before, and goes with it unless it is changed."


def tidied(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept: however a list of people was pasted, each of them stands on a line."""
    people = ("attendees", "apologies") if kind is Meeting.kind else ()
    return {name: one_a_line(str(value)) if name in people else value for name, value in values.items()}


WHY = "reason_for_the_change"  # no kind has such a field
CORRECTS = "corrects_the_minutes"
_CORRECTS_HELP = "It was minuted wrongly at {}: its minutes, a draft still, then say what is saved here"
_WHY_HELP = "Reason for the change: for the history and the minutes; may stay empty"


class RecordForm(Dialog[None]):
    """A form for one record.

    Args:
        kind: what is added or edited.
        record: the record to edit; None adds one.
        values: what a new record has already, such as the ambition of its neighbours.
        focus: the field to begin with; by default the first one, of a new record the first empty one.
    """

    asks_before_leaving = True

    CSS = """
    RecordForm .dialog { width: 100%; max-height: 100%; }
    RecordForm .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    RecordForm Fields { height: auto; scrollbar-size-vertical: 1; }
    RecordForm .group { height: 1; color: $accent; text-wrap: nowrap; text-overflow: clip; }
    RecordForm #about { height: 2; color: $text-muted; }
    RecordForm #wrong { display: none; }
    RecordForm #wrong.said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("form")]

    def __init__(
        self, kind: Kind, record: Record | None, values: Mapping[str, Any] | None = None, focus: str = ""
    ) -> None:
        super().__init__()
        self.kind = kind
        self.record = record
        self._given = dict(values or {})
        self._begin_with = focus
        self.rows: list[FieldRow] = []  # those that can be typed into, without the reason
        self._asked = ""

    def compose(self) -> ComposeResult:
        """What is edited, the fields by their groups, help for one of them, and the keys."""
        # What is typed here was decided on the board as it is now, whatever others write in the meantime.
        self._board: Board = self.host.board  # type: ignore[assignment]
        self._minuted_at = minuted_at(self._board, self.record) if self.record is not None else None
        with Vertical(classes="dialog"):
            yield OneLine(plain(self._title()), classes="title")
            with Fields():
                yield from self._rows()
                yield Static("─" * 200, classes="group")
                yield FieldRow(WHY, "Reason for the change", "")
                if self._minuted_at is not None:
                    yield FieldRow(CORRECTS, "Corrects the minutes", "", "flag")
            yield Static(classes="problem", id="wrong")
            yield Static(id="about")
            yield Static(keys_line("form", self.host.settings.keys, hidden=self._unsaid()), classes="hint")

    def _unsaid(self) -> tuple[str, ...]:
        """The keys that the last line leaves out: what does not apply, or has no room beside what does."""
        return ("form_another",) if self.record is not None else ("form_previous",)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another one is only added after a new one."""
        return self.record is None if action == "save" and parameters else super().check_action(action, parameters)

    def _title(self) -> str:
        if self.record is None:
            return f"New {kind_label(self._board, self.kind)}"
        about = self._board.find(str(getattr(self.record, "item", "")))
        if about is not None:  # it is what people know such a record by; its own words stand in the form
            label = capitalised(kind_label(self._board, self.kind))
            return f"{label} about {ref_and_title(self._board, about)}"
        return capitalised(named_in_full(self._board, self.record))

    def _rows(self) -> Iterator[Static | FieldRow]:
        ruled = False
        for group, some in groupby(form_fields(self.kind), key=lambda each: each.group):
            attributes = list(some)
            if len(attributes) > 1 or ruled:
                name = f" {_heading(group)} " if len(attributes) > 1 else ""
                yield Static(plain(f"──{name}{'─' * 200}"), classes="group")
            ruled = len(attributes) > 1
            for attribute in attributes:
                yield self._row(attribute)

    def _row(self, attribute: Attribute) -> FieldRow:
        form = attribute.look.form
        if self.record is not None and attribute.name in self.kind.natural_key:
            form = "fixed"
        text = text_of(self._board, attribute, self._value_at_first(attribute))
        row = FieldRow(attribute.name, field_label(self._board, attribute), text, form, choices=choices_of(attribute))
        if row.control.can_focus:
            row.set_class(len(self.rows) % 2 == 1, "even", update=False)  # else fields beside each other look like one
            self.rows.append(row)
        return row

    def _value_at_first(self, attribute: Attribute) -> Any:
        if self.record is not None:
            return getattr(self.record, attribute.name)
        return self._given.get(attribute.name, attribute.default)

    def on_mount(self) -> None:
        """Begin typing. A closed meeting stays as it was."""
        if isinstance(self.record, Meeting) and self.record.state is MeetingState.CLOSED:
            self.host.refuse("That meeting is closed and stays as it was. Say what has changed at the next one.")
            self.dismiss()
            return
        for row in self.rows:
            self._read(row)
        first = next((row for row in self.rows if row.field == self._begin_with), None)
        empty = [row for row in self.rows if self.record is None and not row.text]
        begin = first or next(iter(empty), self.rows[0])
        # At once: later it would take the keys back from the field that somebody has gone on to.
        self.set_focus(begin.control, scroll_visible=False)

    def on_resize(self) -> None:
        """Leave room for what stands around the fields: border, title, help and keys, and a sentence if one is said."""
        said = self.query_one("#wrong", Static).has_class("said")
        self.query_one(Fields).styles.max_height = max(3, self.size.height - (9 if said else 7))

    def row(self, name: str) -> FieldRow:
        """The row of a field."""
        return self.query_one(f"#row-{name}", FieldRow)

    @property
    def dirty(self) -> bool:
        """Whether something would be lost by leaving."""
        return any(row.changed for row in [*self.rows, self.row(WHY)])

    # While somebody types.

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field is for."""
        row = next((each for each in event.widget.ancestors_with_self if isinstance(each, FieldRow)), None)
        if row is not None:
            self.query_one("#about", Static).update(plain(self._help(row.field)))

    def _help(self, field: str) -> str:
        if field == CORRECTS and self._minuted_at is not None:
            return _CORRECTS_HELP.format(the_meeting(self._minuted_at))
        return _WHY_HELP if field == WHY else hint(self.kind.attributes[field])

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Say how the field is understood."""
        self.typed_again()
        self._read(event.row)

    def on_field_row_done(self) -> None:
        """Enter goes on."""
        self.focus_next()

    def _read(self, row: FieldRow) -> None:
        self._note(row)
        about = set(words_about(self.kind, (row.field,)))
        for words in (each for each in self.rows if each.field in about):
            self._note(words)

    def _note(self, row: FieldRow) -> None:
        if row.field in (WHY, CORRECTS):
            return
        if nudge := self._nudge(row):
            row.note(nudge, doubtful=True)
            return
        attribute = self.kind.attributes[row.field]
        before = self._value_at_first(attribute)
        reading = reading_of(self._board, attribute, row.text, before=before, frequency=self._frequency)
        as_typed = reading.words == f"= {row.text}" and not row.changed
        row.note("" if as_typed else reading.words, doubtful=reading.doubtful)

    def _nudge(self, row: FieldRow) -> str:
        explained = [name for name in EXPLAINED_BY if row.field in words_about(self.kind, (name,))]
        if "due" in explained:
            return redating_nudge(self.row("due"), row)
        changed = any(each.changed for each in self.rows if each.field in explained)
        return OLD_WORDS if changed and row.before and not row.changed else ""

    # Picking from a list.

    def action_pick(self) -> None:
        """Pick what a field links to, or what is named as evidence."""
        row = next((each for each in self.rows if each.has_class("here")), None)
        attribute = self.kind.attributes[row.field] if row is not None else None
        if row is None or attribute is None or not can_be_picked(attribute):
            self.complain("What stands in this field is typed. Links and evidence are picked.")
        elif not self.busy:
            own = self.record.id if self.record is not None else ""
            before = self._value_at_first(attribute)
            self.begin(pick(self.host, self._board, attribute, row, own=own, before=before))

    # Leaving and saving.

    def action_save(self, another: bool = False) -> None:
        """Save all that was changed in one write, or say beside the fields why not.

        Args:
            another: whether an empty form for the next one follows.
        """
        if self.busy:
            return
        values, problems = self._read_all()
        if not values and not problems:
            if self.record is not None and not self.dirty:
                self.dismiss()
                return
            self.complain(SAVED_NOTHING)
            return
        problems = problems_of(self._board, self.kind, self.record, values) | problems
        if self.record is None and not problems:
            values = as_known(self._board, self.kind.name, values)
            identity = identity_for(self.kind, values, str(uuid.uuid4()))
            if self._board.find(identity) is not None:
                problems = {self.kind.natural_key[0]: f"There is such a {self.kind.label} already: edit that one."}
        else:
            identity = self.record.id if self.record is not None else ""
        if problems:
            self._show_problems(problems)
            return
        change = Change(
            identity, self.kind.name, with_first_date(self.kind, tidied(self.kind, values), was=self.record)
        )
        if asked := self._doubts(change):
            self.complain(asked)
            return
        self.begin(self._save(change, another=another))

    def _doubts(self, change: Change) -> str:
        """What to ask before figures and targets are saved; nothing of what was just asked."""
        asked = " ".join(each.sentence for each in figure_doubts(self._board, [change], self.host.today))
        before, self._asked = self._asked, asked
        key = shown_key("form_save", self.host.settings.keys)
        return f"{asked} {key} again saves it as it is." if asked not in ("", before) else ""

    async def _save(self, change: Change, *, another: bool) -> None:
        receipt = await self.host.write(
            put_last(self._board, [change]),
            why=self.row(WHY).text,
            seen=self._board.edition,
            meeting=self._minuted_at.id if self._minuted_at is not None and self.row(CORRECTS).text else "",
        )
        self._saved(change.record, receipt, another=another)

    @property
    def _frequency(self) -> str:
        kpi = next((row.text for row in self.rows if row.field == "kpi"), "")
        return frequency_of(self._board, self.kind, kpi) if kpi else ""

    def _read_all(self) -> tuple[dict[str, Any], dict[str, str]]:
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for row in self.rows:
            attribute = self.kind.attributes[row.field]
            new = self.record is None and (row.field in self._given or row.field in self.kind.natural_key)
            if not row.changed and not (new and self.dirty):
                continue
            try:
                before = self._value_at_first(attribute)
                values[row.field] = value_of(
                    self._board, self.kind, attribute, row.text, before=before, frequency=self._frequency
                )
            except InvalidValue as error:
                problems[row.field] = str(error)
        return values, problems

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        for row in self.query(FieldRow):
            row.complain(problems.get(row.field, ""))
        wrong = [row for row in self.rows if row.field in problems]
        if wrong:
            wrong[0].control.focus()
            self.query_one(Fields).keep_in_sight()
        self.complain(" ".join(text for name, text in problems.items() if name not in {row.field for row in wrong}))

    def failed(self, error: BoardError) -> None:
        """Say beside the field what is wrong with it."""
        if isinstance(error, InvalidValue) and error.reasons:
            self._show_problems(error.reasons)
        else:
            self.complain(str(error))

    def complain(self, sentence: str) -> None:
        """Say what is wrong, and leave room for it."""
        super().complain(sentence)
        self.on_resize()

    def _saved(self, identity: str, receipt: Receipt, *, another: bool) -> None:
        host = self.host
        board = host.board
        record = board.find(identity) if board is not None else None
        self.dismiss()
        if board is None or record is None:
            return
        name = line_name(board, record)
        if self.record is None:
            host.say(f"{name}: added · u undoes")
            host.show_here(record, str(getattr(record, self.kind.owner)) if self.kind.owner else "")
            if another:
                # What they share is what the form began with, and where they belong.
                shared = {name for name in (*self._given, self.kind.owner) if self.kind.has(name)}
                self.app.call_later(host.add, self.kind.name, {name: getattr(record, name) for name in shared})
        elif not receipt.edits:
            host.say(f"{name}: nothing changed, it says so already")
        elif set(record.conflicts) - set(self.record.conflicts):
            what = named(board, record)
            host.refuse(f"Saved, but somebody else changed {what} in the meantime. Both are kept: ! decides.")
        else:
            host.say(f"{name}: saved · u undoes")


def _heading(group: str) -> str:
    return group.replace("_", " ").capitalize().replace("Rag", "RAG")
