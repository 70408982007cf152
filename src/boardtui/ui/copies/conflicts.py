"""Deciding where copies disagree: what each says and why, one key or what is right instead, a reason, and the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.console import Group
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import choices_of, field_label
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.declare import Attribute
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.store.copies.conflicts import Conflict, open_conflicts
from boardtui.ui.commands import bindings_for
from boardtui.ui.copies.conflict_lines import Resolution, ToDecide, decide_detail, fields_of, said_by_sides, to_decide
from boardtui.ui.forms.field_row import FieldRow, Fields
from boardtui.ui.forms.values import reading_of, text_of, value_of
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine, keys_drawn
from boardtui.ui.shared.prompt_line import Asked, PromptLine, Question
from boardtui.ui.shared.text import Piece, Pieces, plain
from boardtui.ui.shared.working_ahead import once_drawn
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

WHY = "reason_for_the_decision"  # no kind has such a field


class DecideScreen(Dialog[Receipt | None]):
    """A form for one field group on which copies disagree, with what the sides say above it.

    Args:
        board: the board as it was when the disagreement was read.
        item: what is to be decided.
        edition: the edition of that board.
    """

    asks_before_leaving = True

    CSS = """
    DecideScreen .dialog { width: 100%; max-width: 140; max-height: 100%; }
    DecideScreen .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    DecideScreen #sides { height: auto; max-height: 9; scrollbar-size-vertical: 1; margin-bottom: 1; }
    DecideScreen #sides:focus { background: $boost; }
    DecideScreen #said { height: auto; }
    DecideScreen #fields { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
    DecideScreen #wrong { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("decide")]

    def __init__(self, board: Board, item: ToDecide, edition: int) -> None:
        super().__init__()
        assert item.conflict is not None
        self._board, self._item, self._conflict, self._edition = board, item, item.conflict, edition
        self._kind = KINDS[item.conflict.kind]

    def compose(self) -> ComposeResult:
        """What was said, the fields, the reason, and the keys."""
        with Vertical(classes="dialog"):
            yield OneLine(plain(f"What is right? {self._item.name}, {self._item.what}"), classes="title")
            with VerticalScroll(id="sides"):
                said = Group(*said_by_sides(self._board, self._conflict, self.host.palette))
                yield Static(said, id="said", markup=False)
            with Fields(id="fields"):
                for attribute in fields_of(self._conflict):
                    text = text_of(self._board, attribute, self._value_at_first(attribute))
                    yield FieldRow(
                        attribute.name,
                        field_label(self._board, attribute),
                        text,
                        attribute.look.form,
                        choices=choices_of(attribute),
                    )
                yield FieldRow(WHY, "Reason", "")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("decide", self.host.settings.keys), classes="hint")

    def _value_at_first(self, attribute: Attribute) -> Any:
        value = self._conflict.sides[0].values.get(attribute.name, attribute.default)
        if isinstance(attribute.default, Rag):
            return Rag(value).value
        return tuple(value) if isinstance(value, list) else value

    @property
    def rows(self) -> list[FieldRow]:
        """The fields in dispute."""
        return [row for row in self.query(FieldRow) if row.field != WHY]

    @property
    def dirty(self) -> bool:
        """Whether something typed would be lost."""
        return any(row.changed for row in [*self.rows, self.why])

    @property
    def why(self) -> FieldRow:
        """The reason."""
        return self.query_one(f"#row-{WHY}", FieldRow)

    def on_mount(self) -> None:
        """Begin with the first field."""
        for number, row in enumerate([*self.rows, self.why]):
            row.set_class(number % 2 == 1, "even")
        once_drawn(self, self._begin)

    def _begin(self) -> None:
        self.rows[0].control.focus()
        self.on_resize()

    def on_resize(self) -> None:
        """Give what was said all the room that the fields, and what is wrong with them, leave."""
        fields = self.query_one("#fields").virtual_size.height
        self.query_one("#sides").styles.max_height = max(5, self.size.height - fields - 7)

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Say how the field is understood."""
        self.typed_again()
        once_drawn(self, self.on_resize)
        if event.row.field != WHY and event.row.changed:
            reading = reading_of(self._board, self._kind.attributes[event.row.field], event.row.text)
            event.row.note(reading.words, doubtful=reading.doubtful)

    def on_field_row_done(self) -> None:
        """Enter goes on, and after the reason saves."""
        if self.why.control.has_focus:
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Save it in the place of what all sides say, or say beside the fields why not."""
        if self.busy:
            return
        values: dict[str, Any] = {}
        for row in self.rows:
            attribute = self._kind.attributes[row.field]
            before = self._value_at_first(attribute)
            try:
                values[row.field] = (
                    value_of(self._board, self._kind, attribute, row.text, before=before) if row.changed else before
                )
            except InvalidValue as error:
                self._complain_at(row, str(error))
                return
        if not self.why.text.strip():
            self._complain_at(self.why, NEEDED)
            return
        self.begin(self._save(values))

    async def _save(self, values: dict[str, Any]) -> None:
        change = Change(self._conflict.record, self._conflict.kind, values, resolve=True)
        self.dismiss(await self.host.write([change], why=self.why.text, seen=self._edition))

    def _complain_at(self, row: FieldRow, sentence: str) -> None:
        row.complain(sentence)
        row.control.focus()
        once_drawn(self, self.on_resize)


NEEDED = "A reason is needed: others will want to know why it is so now."


class ConflictScreen(Dialog[None]):
    """Lists what is to be decided, with the one under the cursor in full.

    Args:
        about: the record to begin with, if something about it is to be decided.
    """

    CSS = """
    ConflictScreen .dialog { width: 100%; max-width: 200; height: 100%; max-height: 100%; }
    ConflictScreen .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    ConflictScreen ItemTable { height: 4; background: $surface; }
    ConflictScreen #whole { height: 1fr; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    ConflictScreen #whole:focus { border-top: solid $border; }
    ConflictScreen #text { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("conflicts")]

    def __init__(self, about: str = "") -> None:
        super().__init__()
        self._about = about
        self._edition = 0
        self._settled = 0

    @property
    def table(self) -> ItemTable:
        """What is to be decided."""
        return self.query_one(ItemTable)

    @property
    def current(self) -> ToDecide | None:
        """What is under the cursor."""
        item = self.table.item
        return item if isinstance(item, ToDecide) else None

    def compose(self) -> ComposeResult:
        """The list, the one under the cursor in full, the question for the reason, and the keys."""
        with Vertical(classes="dialog"):
            yield OneLine("To decide", classes="title", id="title")
            yield ItemTable(empty="Looking …")
            with VerticalScroll(id="whole"):
                yield Static(id="text", markup=False)
            yield Static(classes="problem", id="wrong")
            yield PromptLine()
            yield Static(keys_line("conflicts", self.host.settings.keys), classes="hint", id="keys")

    def on_mount(self) -> None:
        """Read what copies disagree about, which may take a moment."""
        self.table.palette = self.host.palette
        self.begin(self._look())

    async def _look(self) -> None:
        def job(file: BoardFile) -> tuple[Board, list[Conflict]]:
            # The board first: what comes in between the two was not seen, and so stays to be decided.
            return file.read(), open_conflicts(file)

        board, conflicts = await self.host.do(job)
        if not self.still_open:
            return
        items = to_decide(board, conflicts)
        self._edition = board.edition
        if not items:
            self.host.say("Nothing is left to decide." if self._settled else "There is nothing to decide.")
            self.dismiss()
            return
        self.table.show(_columns(), [TableRow(each.key, each) for each in items])
        self.table.styles.height = 1 + min(len(items), max(4, self.size.height // 4))
        if self._about:
            self.table.go_to(next((each.key for each in items if each.record == self._about), ""))
            self._about = ""
        self.query_one("#title", Static).update(plain(f"⚠ {len(items)} to decide"))
        self._show_whole()

    def on_item_table_moved(self) -> None:
        """Show what is under the cursor in full, from its beginning."""
        self._show_whole()
        self.complain("")
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def _show_whole(self) -> None:
        board, item = self.host.board, self.current
        if board is not None and item is not None:
            self.query_one("#text", Static).update(decide_detail(board, item, self.host.palette))

        self._show_keys()

    def _show_keys(self) -> None:
        """Name the keys that work now: those of the question, or those for what is under the cursor."""
        prompt, item = self.query_one(PromptLine), self.current
        if prompt.asking:
            keys = keys_drawn(prompt.keys_now)
        else:
            keys = keys_line("conflicts", self.host.settings.keys, hidden=hidden_keys(item))
        self.query_one("#keys", Static).update(keys)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the reason is asked for, the keys of the list rest."""
        return not (action != "leave" and self.query_one(PromptLine).asking) if self.is_mounted else True

    def action_step(self, count: int) -> None:
        """Go to the next or the previous one."""
        self.table.step(count)

    def action_take(self, number: int) -> None:
        """Ask for the reason, then take what stands under a number."""
        item = self.current
        if item is None or self.busy:
            return
        if number > len(item.choices):
            self.complain(f"There is no {number} here: there are {len(item.choices)}.")
            return
        self._ask(item, item.choices[number - 1])

    def action_both(self) -> None:
        """Keep what all sides wrote, one after the other, each signed."""
        item = self.current
        if item is None or self.busy:
            return
        if item.both is None:
            self.complain("Both can be kept only where both wrote a text. Here one of the numbers decides.")
            return
        self._ask(item, item.both)

    def action_renumber(self) -> None:
        """Give the next free ref to the first of those that have the same one."""
        item = self.current
        if item is None or self.busy:
            return
        if item.conflict is not None:
            self.complain("# is for refs that stand twice. Here one of the numbers decides.")
            return
        self._ask(item, item.choices[0])

    def _ask(self, item: ToDecide, choice: Resolution) -> None:
        """Ask for the reason, then decide."""
        self.complain("")
        edition = self._edition
        question = Question(f"{choice.label}. Why?", item.name, needed=NEEDED, value=choice.why, leaving="cancels")
        asked = self.query_one(PromptLine).ask([question])
        self._show_keys()
        self.host.begin(self._take(item, choice, edition, asked))

    async def _take(self, item: ToDecide, choice: Resolution, edition: int, asked: Asked) -> None:
        while (why := await asked.only()) is not None:
            self.busy = True
            try:
                await self.host.write(choice.changes, why=why, seen=edition)
            except BoardError as error:
                if not self.still_open:
                    raise
                asked.again(str(error))
                self._show_keys()
                continue
            finally:
                self.busy = False
            await self._decided(item, choice.label)
            return
        if self.still_open:
            await self._look()  # what could not be decided may have changed

    def action_write(self) -> None:
        """Write what is right, beginning with what was said."""
        item, board = self.current, self.host.board
        if item is None or board is None or self.busy:
            return
        if not item.may_write or item.conflict is None:
            self.complain("Here one of the numbers decides: there is nothing to write.")
            return

        self.host.begin(self._write(board, item))

    async def _write(self, board: Board, item: ToDecide) -> None:
        if await self.host.answer_of(DecideScreen(board, item, self._edition)) is not None:
            await self._decided(item, "decided")

    async def _decided(self, item: ToDecide, label: str) -> None:
        self._settled += 1
        self.host.say(f"{item.name}, {item.what}: {label[:1].lower()}{label[1:]} · u undoes")
        if self.still_open:
            await self._look()


def hidden_keys(item: ToDecide | None) -> tuple[str, ...]:
    """The keys that do nothing for what is under the cursor, or do not do what they say."""
    if item is None:
        return ()
    if item.conflict is None:
        return ("keep_first", "keep_second", "keep_both", "write_third")
    hidden = ["conflict_renumber"]
    hidden += [] if item.both is not None else ["keep_both"]
    hidden += [] if item.may_write else ["write_third"]
    return tuple(hidden)


def _columns() -> Sequence[ScreenColumn]:
    return (
        ScreenColumn("Item", lambda item: item.item, width=16, to_width=99),
        ScreenColumn("Item", lambda item: item.item, width=30, from_width=100),
        ScreenColumn("What", lambda item: item.what, width=14),
        ScreenColumn("1", lambda item: item.sides[0], share=1),
        ScreenColumn("2", _second, share=1),
    )


def _second(item: ToDecide) -> Pieces:
    more = f" and {len(item.sides) - 2} more" if len(item.sides) > 2 else ""
    return [Piece(item.sides[1] if len(item.sides) > 1 else ""), Piece(more, "muted")]
