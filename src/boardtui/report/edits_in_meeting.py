"""What changed in a meeting: its edits, summed up record by record for the minutes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, field_label, kind_label, named_in_full, remembering, value_words
from boardtui.domain.records.edits import LIFE, Edit, EditId
from boardtui.domain.records.kinds import KINDS, Kind, Reading, Record
from boardtui.domain.records.rag import Rag
from boardtui.report.differences import difference_words
from boardtui.report.document import Words, bold, italic, join
from boardtui.report.words import from_to

if TYPE_CHECKING:
    from boardtui.store.history import Entry

# What the minutes tell in a place of its own, and not as a change of the plan.
BOOKKEEPING = ("meeting", "agenda_item", "decision", "challenge", "action_arising")


@dataclass
class RecordChange:
    """All that changed about one record.

    Attributes:
        record: its id.
        kind: its kind.
        changed: for each field, its value at the beginning and at the end; those that came to the same left out.
        reasons: why, by field group: each once, in the order in which they were given.
        steps: for each field group that was changed more than once for different reasons, each of the changes with its
            own: no reason stands beside what it was not given for.
        why_made: why it was added.
        created, deleted, restored: whether it was added, removed or brought back.
        when: the wall clock of the last edit, ISO 8601; for display only.
        who: who made it, each once.
        batch: of a step, the deed it was part of.
        was: where it is not on the board any more, what is known of it.
        called: what it was called then, in full.
    """

    record: str
    kind: Kind
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    steps: dict[str, list[RecordChange]] = field(default_factory=dict)
    why_made: str = ""
    created: bool = False
    deleted: bool = False
    restored: bool = False
    when: str = ""
    who: list[str] = field(default_factory=list)
    batch: str = ""
    was: Record | None = None
    called: str = ""

    def why(self, group: str = "") -> str:
        """The reasons for what changed in a field group, or for all of it."""
        some = self.reasons.get(group, []) if group else [each for every in self.reasons.values() for each in every]
        return "; ".join(dict.fromkeys(some))

    def __bool__(self) -> bool:
        return bool(self.changed or self.created or self.deleted or self.restored)


def record_changes(board: Board, entries: Iterable[Entry], *, corrections: Iterable[Entry] = ()) -> list[RecordChange]:
    """Sum up edits record by record: what was taken back again is not told.

    Args:
        board: the board as it is after them.
        entries: the edits, in any order.
        corrections: later edits that correct them: what these say holds, and what was said before is not told.

    Returns:
        One for each record of which something is different, in the order in which they were first changed.
    """
    found: dict[str, RecordChange] = {}
    not_there_at_first: dict[str, bool] = {}
    gone_now: set[str] = set()
    corrected = {each.edit.id for each in corrections}
    entries = sorted((*entries, *corrections), key=lambda each: (each.edit.lamport, each.edit.id))
    gone, here = taken_back(entries), {entry.edit.id for entry in entries}
    for entry in entries:
        edit = entry.edit
        if edit.kind not in KINDS:
            continue
        change = found.setdefault(edit.record, RecordChange(edit.record, KINDS[edit.kind]))
        change.when = max(change.when, edit.at)
        _once(change.who, edit.who)
        if not edit.intent and edit.batch not in gone:
            if edit.id in corrected:
                _forget_what_was_said(change, edit)
            _once(change.reasons.setdefault(edit.group, []), edit.why)
            _add_step(change, entry)
        if edit.group == LIFE:
            if edit.record not in not_there_at_first:
                not_there_at_first[edit.record] = not entry.deleted or change.created or _is_new(entry, here)
            change.restored = not entry.deleted and not_there_at_first[edit.record]
            change.deleted = bool(entry.deleted) and not not_there_at_first[edit.record]
            (gone_now.add if entry.deleted else gone_now.discard)(edit.record)
            if entry.anew:
                change.created, change.why_made = True, edit.why
            continue
        record = board.find(edit.record)
        # The first edit of a record makes it.
        if record is not None and record.created == edit.lamport:
            change.created, change.why_made = True, edit.why
        for name, (before, now) in entry.changed.items():
            change.changed[name] = (change.changed[name][0] if name in change.changed else before, now)
    for change in found.values():
        change.changed = {
            name: pair
            for name, pair in change.changed.items()
            if _plain(change.kind, name, pair[0]) != _plain(change.kind, name, pair[1])
        }
        _keep_steps_with_reasons_of_their_own(change)
        _drop_reasons_that_are_news(change)
    # What came and went in between is no change.
    told = [each for each in found.values() if each and not (each.record in gone_now and not each.deleted)]
    _name_what_is_gone(board, told, entries)
    return told


def _is_new(deletion: Entry, here: Collection[EditId]) -> bool:
    """Whether the first that was said of what is deleted is among these edits."""
    first = min(deletion.of_deleted, key=lambda edit: (edit.lamport, edit.id), default=None)
    return first is not None and first.id in here


def _name_what_is_gone(board: Board, changes: Iterable[RecordChange], entries: Iterable[Entry]) -> None:
    """Let each record that is not on the board any more be told by the name it had: a reader is to know what went."""
    gone = [change for change in changes if board.find(change.record) is None]
    if gone:
        names = remembering(board, (edit for entry in entries for edit in entry.of_deleted))
        for change in gone:
            change.was = names.find(change.record)
            change.called = named_in_full(names, change.was) if change.was is not None else ""


def _forget_what_was_said(change: RecordChange, correction: Edit) -> None:
    """Let go of the reasons for what is corrected, but not of those that the correction itself gave before."""
    steps = change.steps.get(correction.group, [])
    if not steps or steps[-1].batch != correction.batch:
        change.steps.pop(correction.group, None)
        change.reasons.pop(correction.group, None)


def _add_step(change: RecordChange, entry: Entry) -> None:
    """Keep what one deed changed in a field group. Rating and reason may be two edits, but they are one deed."""
    edit = entry.edit
    if edit.group == LIFE:
        return
    steps = change.steps.setdefault(edit.group, [])
    if not steps or steps[-1].batch != edit.batch:
        steps.append(RecordChange(change.record, change.kind, batch=edit.batch))
    step = steps[-1]
    _once(step.reasons.setdefault(edit.group, []), edit.why)
    for name, (before, now) in entry.changed.items():
        step.changed[name] = (step.changed[name][0] if name in step.changed else before, now)


def _keep_steps_with_reasons_of_their_own(change: RecordChange) -> None:
    for group, steps in list(change.steps.items()):
        told = [step for step in steps if step.changed]
        still = any(name in change.kind.groups.get(group, ()) for name in change.changed)
        if still and len(told) > 1 and len({_why_of(step, group) for step in told}) > 1:
            change.steps[group] = told
            for step in told:
                _drop_reasons_that_are_news(step)
        else:
            del change.steps[group]


def _why_of(step: RecordChange, group: str) -> str:
    """Why something was done: as it was said, or as it stands beside the new value."""
    return step.why(group) or "; ".join(str(now) for name, (_, now) in step.changed.items() if name in _REASONS)


def _drop_reasons_that_are_news(change: RecordChange) -> None:
    """Let a reason that changed alone be told as the field it stands in: there is no other change to tell it beside."""
    for name, (_, now) in change.changed.items():
        if name not in _REASONS or not change.kind.has(name):
            continue
        group = change.kind.attributes[name].group
        if not any(other != name and other in change.kind.groups[group] for other in change.changed):
            said = " ".join(str(now).split())
            change.reasons[group] = [each for each in change.reasons.get(group, ()) if " ".join(each.split()) != said]


def not_taken_back(entries: Iterable[Entry]) -> list[Entry]:
    """The edits that were made and not taken back again; undo and redo themselves are none of them."""
    entries = list(entries)
    gone = taken_back(entries)
    return [each for each in entries if not each.edit.intent and each.edit.batch not in gone]


def taken_back(entries: Iterable[Entry]) -> set[str]:
    """The batches that were undone, and not done again."""
    return {first for first, gone in _fates(entries).items() if gone}


def standing_batches(entries: Iterable[Entry]) -> dict[str, str]:
    """For each batch that was ever undone, the one that stands for it now: that which did it again, or none."""
    roots: dict[str, str] = {}
    gone = _fates(entries, roots)
    again = {root: batch for batch, root in roots.items()}  # the last one of each
    stands = {root: "" if undone else again[root] for root, undone in gone.items()}
    return {**stands, **{batch: stands[root] for batch, root in roots.items()}}


def _fates(entries: Iterable[Entry], roots: dict[str, str] | None = None) -> dict[str, bool]:
    """For each batch that was ever undone, whether it is now.

    Args:
        entries: the edits, in any order.
        roots: filled, for each batch that undoes or does again, with the one that it does this to in the end.
    """
    ordered = sorted((entry.edit for entry in entries), key=lambda edit: (edit.lamport, edit.id))
    reversing = {edit.batch: edit for edit in ordered if edit.intent}
    gone: dict[str, bool] = {}
    done_first = {} if roots is None else roots
    for batch, edit in reversing.items():
        # Undo after redo takes back the redo, which stands for what was done at first.
        first = done_first.setdefault(batch, done_first.get(edit.reversed_batch, edit.reversed_batch))
        gone[first] = edit.undoes
    return gone


def standing(entries: Sequence[Entry], later: Iterable[Entry]) -> list[Entry]:
    """Entries without what was taken back, among them or later, and without what took it back."""
    roots: dict[str, str] = {}
    fates = _fates((*entries, *later), roots)
    here = {each.edit.batch for each in entries}
    gone = {batch for batch, is_gone in fates.items() if is_gone and batch in here}
    return [each for each in entries if roots.get(each.edit.batch, each.edit.batch) not in gone]


def _once(words: list[str], word: str) -> None:
    if word and word not in words:
        words.append(word)


def _plain(kind: Kind, name: str, value: Any) -> Any:
    """A value such that an unset one equals the default."""
    default = kind.attributes[name].default if kind.has(name) else ""
    value = default if value is None else value
    return tuple(value) if isinstance(value, list) else value


def change_lines(board: Board, change: RecordChange, *, named: bool = True) -> list[Words]:
    """What changed about a record, a line each, with its reason.

    Args:
        board: the board as it is after it.
        change: what changed about it.
        named: whether to say which record it is; not under a heading that does.
    """
    record = board.find(change.record)
    name = bold(name_of_changed(board, change, record)) if named else Words()
    if change.deleted:
        return [join(name or bold("It"), "was removed", _in_brackets(change.why(LIFE)))]
    if change.created and record is not None:
        figure = record.value if isinstance(record, Reading) else ""
        return [join(name, f"added: {figure}" if figure else "added", _in_brackets(change.why_made))]
    lines = [join(name or bold("It"), "was brought back", _in_brackets(change.why(LIFE)))] if change.restored else []
    for label, words, why in lines_told(board, change):
        start = join(name, f"{label}:") if name else bold(f"{label}:")
        lines.append(join(start, words, _in_brackets(why)))
    return lines


def _in_brackets(words: str) -> Words:
    return italic(f"({words})" if words else "")


NOTHING_CHANGED = "Nothing in the plan changed."
"""What the list says before a meeting closes, where there is no line in it."""


def name_of_changed(board: Board, change: RecordChange, record: Record | None) -> str:
    """What the record is called, or was before it was removed."""
    name = named_in_full(board, record) if record is not None else change.called
    return capitalised(name or kind_label(board, change.kind))


def lines_told(
    board: Board, change: RecordChange, *, texts: Callable[[str, str], str] = difference_words
) -> Iterator[tuple[str, str, str]]:
    """The label, the words and the reason of each thing that changed; a reason for several beside the first of them."""
    told: set[str] = set()
    for label, words, group in _changes(board, change, texts=texts):
        if group in change.steps:
            if group not in told:
                for step in change.steps[group]:
                    yield from lines_told(board, step, texts=texts)
        else:
            yield label, words, change.why(group) if group not in told else ""
        told.add(group)


def _changes(
    board: Board, change: RecordChange, *, texts: Callable[[str, str], str] = difference_words
) -> Iterator[tuple[str, str, str]]:
    """The label, the words and the field group of each thing that changed."""
    names = remembering(board)
    for name, (before, now) in sorted(change.changed.items(), key=lambda each: _place(change.kind, each[0])):
        if not change.kind.has(name):
            continue
        attribute = change.kind.attributes[name]
        if attribute.look.form == "data" or _told_as_reason(change, name, now):
            continue
        was, here = (value_words(names, attribute, each) for each in (before, now))
        if name == "rag":
            was = was or Rag.NOT_RATED.words
        # The reason for the old rating says nothing about the new one, so that it is gone needs no line.
        if not here and attribute.group == "status" and "rag" in change.changed:
            continue
        if attribute.look.form == "text" and was and here:
            yield field_label(names, attribute), texts(was, here), attribute.group
        else:
            yield field_label(names, attribute), from_to(was, here) if was else here, attribute.group


def _place(kind: Kind, name: str) -> int:
    names = list(kind.attributes)
    return names.index(name) if name in names else len(names)


def _told_as_reason(change: RecordChange, name: str, now: Any) -> bool:
    """Whether a field only repeats the reason that is told already."""
    return name in _REASONS and " ".join(str(now).split()) in change.reasons.get(change.kind.attributes[name].group, ())


_REASONS = ("rationale", "due_reason", "current_why", "inherent_why", "target_why", "reason", "closed_why")


def by_subject(
    board: Board, changes: Iterable[RecordChange], subjects: Iterable[str]
) -> tuple[Mapping[str, list[RecordChange]], list[RecordChange]]:
    """Sort what changed by the agenda item it belongs to.

    A reading belongs to its KPI, a mitigation to its risk, and an action to its ambition if it has no item of its own.

    Returns:
        What belongs to each subject, and what belongs to none.
    """
    there = set(subjects) - {""}
    under: dict[str, list[RecordChange]] = {}
    others: list[RecordChange] = []
    for each in changes:
        record = board.find(each.record) or each.was
        owner = str(getattr(record, record.kind.owner, "")) if record is not None and record.kind.owner else ""
        subject = next((identity for identity in (each.record, owner) if identity in there), None)
        (others if subject is None else under.setdefault(subject, [])).append(each)
    return under, others
