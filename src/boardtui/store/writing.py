"""Making edits out of changes: parents, numbers, Lamport counters and digests, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from boardtui.domain.dates.dates import kept_time
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.declare import by_group, validate
from boardtui.domain.records.edits import LIFE, Change, Edit, EditId, canonical, heads, record_state
from boardtui.domain.records.explained import without_old_words
from boardtui.domain.records.kinds import KINDS, Kind
from boardtui.store.columns import board_identity, chunks, edit_of, edition, row_of
from boardtui.store.edit_rules import (
    VALUE_LIMIT,
    NotAcceptable,
    Rule,
    check_edit,
    check_parents,
    is_identity,
    reason,
    signature,
)
from boardtui.store.schema import EDIT, edit_select, insert_rows, reader_of


class EditWriter:
    """Writes the edits of one person in one transaction.

    Attributes:
        connection: the transaction.
        created: the records that it made.
        whole: it knows all edits of these, and not only those up to an edition.
        step: is called as it goes on; what it raises stops it, and nothing may be committed then.
    """

    def __init__(
        self,
        connection: Connection,
        session: str,
        at: datetime,
        *,
        who: str,
        why: str = "",
        meeting: str = "",
    ) -> None:
        self.connection = connection
        self.created: list[str] = []
        self.whole = True
        self.step: Callable[[], None] = _nothing
        self._session = session
        self._at = kept_time(at)
        self._who = signature(who)
        self._why = self._why_of_all = reason(why)
        self._meeting = meeting
        if meeting and not is_identity(meeting):
            raise InvalidValue(f"{meeting!r} is not the identity of a meeting.")
        number = select(func.coalesce(func.max(EDIT.c.number), 0)).where(EDIT.c.session == session)
        self._number = int(connection.execute(number).scalar_one())
        self._lamport = int(connection.execute(select(func.coalesce(func.max(EDIT.c.lamport), 0))).scalar_one())
        self._batch = ""
        self._pending: list[Edit] = []
        self._known: dict[str, list[Edit]] = {}

    @property
    def next_number(self) -> int:
        """The number that the next edit will have."""
        return self._number + 1

    def write(self, changes: Sequence[Change], *, seen: int | None, continues: str = "") -> list[Edit]:
        """Make the edits that the changes ask for, and put them into the file.

        Raises:
            BoardError: a value does not fit, or a record is unknown or deleted.
        """
        self._batch = continues if self._can_go_on(continues) else ""
        self._look_up([change.record for change in changes], seen)
        self.whole = seen is None or seen >= edition(reader_of(self.connection))
        for change in changes:
            self.step()
            if change.kind not in KINDS:
                raise BoardError(f"This version knows no records of the kind {change.kind!r}.")
            if not is_identity(change.record):
                raise InvalidValue(f"{change.record!r} is not the identity of a record: it must be a uuid.")
            self._why = reason(change.why) or self._why_of_all
            if change.delete:
                self._delete(change)
            elif change.restore:
                self._restore(change)
            else:
                self._set(KINDS[change.kind], change)
        self._why = self._why_of_all
        return self.flush()

    def _can_go_on(self, batch: str) -> bool:
        """Whether one undo can take back more edits together with those of a batch.

        Not where they were made in another opening, so that no copy can add to what an undo here takes back; nor where
        they were taken back, for what is added to them then could never be taken back itself.
        """
        if not batch.startswith(f"{self._session}:"):
            return False
        began = select(EDIT.c.arrival).where(
            EDIT.c.session == self._session, EDIT.c.number == EditId.read(batch).number
        )
        undone = select(EDIT.c.arrival).where(
            EDIT.c.arrival > began.scalar_subquery(), EDIT.c.intent == f"undo:{batch}"
        )
        return self.connection.execute(undone.limit(1)).first() is None

    def flush(self) -> list[Edit]:
        """Put the edits made so far into the file and hand them out.

        Raises:
            BoardError: one of them is of a sort that no board holds; nothing may be committed then.
        """
        done, self._pending = self._pending, []
        if done:
            self._check(done)
            insert_rows(self.connection, EDIT, [row_of(edit, received=False) for edit in done])
        return done

    def _check(self, edits: Sequence[Edit]) -> None:
        """See that every copy of this board would be taken in again with these edits."""
        board = board_identity(reader_of(self.connection))
        known = {edit.id: edit for of_record in self._known.values() for edit in of_record}
        # All that edits of one batch say beside their values is alike: a value is looked at once.
        good: set[tuple[str, str, str, bool]] = set()
        for edit in edits:
            self.step()
            said = (edit.kind, edit.group, edit.value, edit.record == board)
            try:
                check_parents(edit, known)
                if said not in good:
                    check_edit(edit, board=board)
                    good.add(said)
            except NotAcceptable as broken:
                # Undo brings back what was right when it was first written, perhaps by another version.
                if not edit.intent or broken.rule not in (Rule.VALUE, Rule.KNOWN_HERE):
                    raise InvalidValue(f"Nothing was changed: what was to be written {broken}.") from None

    def add(self, record: str, kind: str, group: str, value: Any, parents: Sequence[Edit], *, intent: str = "") -> Edit:
        """Make one edit. It is in the file after `flush`."""
        text = canonical(value)
        if len(text.encode()) > VALUE_LIMIT:
            raise InvalidValue("That is more text than one field can hold: shorten it.")
        self._number += 1
        self._lamport += 1
        identity = EditId(self._session, self._number)
        self._batch = self._batch or str(identity)
        edit = Edit.made(
            id=identity,
            lamport=self._lamport,
            record=record,
            kind=kind,
            group=group,
            value=text,
            why=self._why,
            who=self._who,
            at=self._at,
            meeting=self._meeting,
            parents=tuple(sorted(parent.id for parent in parents)),
            batch=self._batch,
            intent=intent,
        )
        self._pending.append(edit)
        self._known.setdefault(record, []).append(edit)
        return edit

    def edits_of(self, record: str) -> list[Edit]:
        """The edits of a record that were seen: those up to an edition, all of this session, and what those replace."""
        if record not in self._known:
            self._look_up([record], None)
        return self._known[record]

    def _look_up(self, records: Iterable[str], seen: int | None) -> None:
        self._known |= {record: [] for record in records}
        for some in chunks(records):
            query = edit_select().add_columns(EDIT.c.arrival).where(EDIT.c.record.in_(some))
            found = [(edit_of(row[:-1]), row[-1]) for row in self.connection.execute(query)]
            if seen is not None:
                before = {edit.id for edit, arrival in found if arrival <= seen or edit.id.session == self._session}
                parents = {edit.id: edit.parents for edit, _ in found}
                waiting = list(before)
                while waiting:  # who replaces an edit has seen it
                    new = [each for each in parents[waiting.pop()] if each in parents and each not in before]
                    before.update(new)
                    waiting += new
                found = [(edit, arrival) for edit, arrival in found if edit.id in before]
            for edit, _ in found:
                self._known[edit.record].append(edit)

    def _set(self, kind: Kind, change: Change) -> None:
        known = list(self.edits_of(change.record))
        exists = bool(known)
        if exists:
            state = record_state(known)
            if state.kind != kind.name:
                raise BoardError(f"That record is a {state.kind}, not a {kind.name}.")
            if state.deleted and kind.natural_key:
                self.add(change.record, kind.name, LIFE, True, state.groups[LIFE].heads)
            elif state.deleted:
                raise BoardError("That record was deleted in the meantime. Restore it with undo, or add it anew.")
        groups = by_group(kind, change.values)
        if not exists:
            self.created.append(change.record)
            groups = {group: groups.get(group, {}) for group in kind.groups if group in groups} or {
                next(iter(kind.groups)): {}
            }
        for group, values in groups.items():
            own = [edit for edit in known if edit.group == group]
            current = heads(own)
            before: Mapping[str, Any] = current[0].values() if current else {}
            known_before = _known(kind, group, before)
            after = validate(kind.name, group, {**known_before, **values})
            if current:
                was = validate(kind.name, group, known_before)
                after = validate(kind.name, group, without_old_words(kind, was, after, values))
            unchanged = current and canonical(after) == current[0].value
            if unchanged and not change.again and not (change.resolve and _disagree(current)):
                continue
            if exists and not current and not change.again and after == validate(kind.name, group, {}):
                continue
            # In a conflict an ordinary edit replaces only the value that was shown; what the other copy says
            # stays to be decided.
            shown = [edit for edit in current if edit.value == current[0].value]
            replaced = current if change.resolve else shown
            self.add(change.record, kind.name, group, after, replaced)

    def _delete(self, change: Change) -> None:
        known = self.edits_of(change.record)
        if not known:
            raise BoardError("There is no such record to delete.")
        if change.kind == "board":
            raise BoardError("The board itself cannot be deleted. To begin anew: boardtui new")
        state = record_state(known)
        if not state.deleted:
            current = [edit for group in state.groups.values() for edit in group.heads]
            self.add(change.record, change.kind, LIFE, False, current)

    def _restore(self, change: Change) -> None:
        state = record_state(self.edits_of(change.record))
        if LIFE in state.groups and any(edit.value == "false" for edit in state.groups[LIFE].heads):
            self.add(change.record, change.kind, LIFE, True, state.groups[LIFE].heads)


def _nothing() -> None:
    pass


def _known(kind: Kind, group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in kind.groups[group]}


def _disagree(current: Sequence[Edit]) -> bool:
    return len({edit.value for edit in current}) > 1
