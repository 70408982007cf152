"""What an import would do to a board: what it adds, what it changes from what to what, and what it leaves alone."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from boardtui.domain.attention.schedule import with_first_date
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import plain_value, ref_of
from boardtui.domain.errors import BoardError, InvalidValue, quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import put_last
from boardtui.domain.records.declare import Attribute, identity_for, validate
from boardtui.domain.records.edits import Change
from boardtui.domain.records.explained import without_old_words, words_about
from boardtui.domain.records.kinds import KINDS, Ambition, Mitigation, Record
from boardtui.domain.records.origin import ImportMemory, imported_from
from boardtui.domain.records.text import same_key, tidy_line, tidy_text
from boardtui.domain.records.types import LINE_LIMIT, LINKS_LIMIT, REF_LIMIT
from boardtui.exchange.sheets.asking import CONFLICT, KEEPS, TAKES, Answers, Notices
from boardtui.exchange.sheets.drafts import ADDED, CHANGED, UNCHANGED, Draft, Named, TableRead, kept_lines, merged_lines
from boardtui.exchange.sheets.figures.by_period import settle_targets
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.matching import Linkable, Matcher, draft_title, split_mitigations, title_of
from boardtui.exchange.sources.watch import Watch

_WORST_LAST = (UNCHANGED, CHANGED, ADDED)


@immutable
class FieldChange:
    """A field that changes on a record that was there."""

    kind: str
    ref: str
    field: str
    before: Any
    after: Any
    at: str


@immutable
class Gone:
    """A record that an earlier import brought and the source has no more. It stays on the board."""

    kind: str
    ref: str
    title: str
    record: str


@dataclass(slots=True)
class Planned:
    """What an import would do.

    Attributes:
        changes: all of it, as one batch.
        made: how many records of each kind are new.
        fields: what changes on records that were there.
        outcomes: what becomes of each row from which a record comes, by table and row.
        gone: what the source has no more.
    """

    changes: list[Change] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    fields: list[FieldChange] = field(default_factory=list)
    outcomes: dict[tuple[str, int], str] = field(default_factory=dict)
    gone: list[Gone] = field(default_factory=list)


def _owner_of(draft: Draft, called: str) -> str:
    """The kind of the record under whose ref a change is shown: for one that is called in words, its owner's."""
    return draft.kind if not called else "risk" if draft.kind == "mitigation" else "kpi"


def _words_that_go(record: Record, changed: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of values that are no longer there, and so goes with them."""
    kind = record.kind
    gone: dict[str, Any] = {}
    for group in {kind.attributes[name].group: None for name in changed}:
        before = record.values(group)
        after = before | {name: value for name, value in changed.items() if name in before}
        kept = without_old_words(kind, before, after, changed)
        gone |= {name: plain_value(before[name]) for name, value in kept.items() if value != after[name]}
    return gone


class Planner:
    """Compares what was read with the board."""

    def __init__(self, board: Board, memory: ImportMemory, notices: Notices, answers: Answers, source: str) -> None:
        self._board, self._memory, self._notices, self._source = board, memory, notices, source
        self._answers = answers
        self.planned = Planned()
        self._ambitions: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._joined: dict[int, str] = {}  # the id of the record that a draft is
        for record in board.all(Ambition):
            self._learn(record.id, record.ref, record.title)
        self._linkable = Linkable(board)
        self._matched: dict[str, set[str]] = {}
        self._imported_at: dict[str, int] = {}

    def plan(self, tables: list[TableRead], watch: Watch) -> Planned:
        """Work out what to do with the records of all tables.

        Raises:
            BoardError: an answer names an ambition that is not there.
        """
        drafts = [(read, draft) for read in tables for draft in read.drafts]
        drafts.sort(key=lambda pair: pair[1].kind != "ambition")
        pairs: list[tuple[TableRead, Draft, Record | None]] = []
        known: dict[int, str] = {}
        # Milestones come last: the actions beside which they stand tell one of them from another.
        for kind in sorted({draft.kind: None for _, draft in drafts}, key=lambda each: each == "milestone"):
            own = [(read, draft) for read, draft in drafts if draft.kind == kind and draft.joins is None]
            matcher = Matcher(self._board, kind, [draft for _, draft in own])
            found = [
                (read, draft, matcher.find(draft, {known.get(id(each), "") for each in draft.of}))
                for read, draft in own
            ]
            known |= {id(draft): record.id for _, draft, record in found if record is not None}
            self._matched[kind] = {record.id for _, _, record in found if record is not None}
            self._imported_at[kind] = max((self._memory.last.get(each, 0) for each in self._matched[kind]), default=0)
            pairs += found
        for read, draft, record in watch.over("Comparing with the board", pairs):
            self._one(read, draft, record)
        for read, draft in drafts:
            if draft.joins is not None:
                self._more(read, draft, self._joined[id(draft.joins)])
        self._find_gone()
        self.planned.changes = put_last(self._board, self.planned.changes)
        return self.planned

    def _one(self, read: TableRead, draft: Draft, record: Record | None) -> None:
        table = read.mapping.table
        if draft.kind == "kpi" and not draft.in_series:
            settle_targets(draft, record, self._board)
        by_row = dict.fromkeys((each.row for each in draft.children), UNCHANGED)
        self._fit_children(draft)
        identity, outcome = self._record(table, draft, record)
        self._joined[id(draft)] = identity
        self._linkable.learn(draft.kind, identity, str(draft.values.get("ref", "")), draft_title(draft))
        self._names.setdefault(identity, str(draft.values.get("ref", "")) or draft_title(draft))
        if draft.kind == "ambition":
            self._learn(identity, str(draft.values.get("ref", "")), draft_title(draft))
        for child, known in self._children(draft, identity):
            done = self._child(table, draft, identity, child, known)
            by_row[child.row] = max(by_row.get(child.row, UNCHANGED), done, key=_WORST_LAST.index)
        if read.readings:
            for row, done in by_row.items():
                self.planned.outcomes[table.id, row] = ADDED if outcome == ADDED else done
            if outcome == CHANGED and self.planned.outcomes.get((table.id, draft.row)) == UNCHANGED:
                self.planned.outcomes[table.id, draft.row] = CHANGED
            return
        if outcome == UNCHANGED and any(done != UNCHANGED for done in by_row.values()):
            outcome = CHANGED
        if draft.of and (before := self.planned.outcomes.get((table.id, draft.row))) is not None:
            outcome = CHANGED if before == UNCHANGED != outcome else before  # the row of its action
        self.planned.outcomes[table.id, draft.row] = outcome

    def _fit_children(self, draft: Draft) -> None:
        """See what of the children their fields can hold; what they cannot hold is kept on the record."""
        for child in draft.children:
            child.fitting = self._fitting(child)
            of = f"{child.values.get('period') or child.values.get('year') or ''}"
            draft.kept += [(f"{heading} {of}".strip(), words) for heading, words in child.kept]
        # A figure whose words are all too long is left out: they were kept above, and nothing else is left of it.
        draft.children[:] = [
            each for each in draft.children if not each.kept or each.fitting.keys() - KINDS[each.kind].natural_key
        ]

    def _more(self, read: TableRead, draft: Draft, identity: str) -> None:
        """What a row says more of a KPI that another row has said."""
        self._fit_children(draft)
        done = [self._child(read.mapping.table, draft, identity, *pair) for pair in self._children(draft, identity)]
        self.planned.outcomes[read.mapping.table.id, draft.row] = max(done, key=_WORST_LAST.index, default=UNCHANGED)

    def _record(self, table: SheetTable, draft: Draft, record: Record | None) -> tuple[str, str]:
        kind = KINDS[draft.kind]
        values = self._fitting(draft)
        if draft.ambition is not None and kind.has("ambition"):
            linked = self._ambition(table, draft, draft.ambition)
            if linked:
                values["ambition"] = linked
                draft.places["ambition"] = draft.ambition.at or draft.at
        if links := self._links(draft, record):
            values["links"] = links
        words = kept_lines(draft)
        if record is None:
            identity = str(uuid.uuid4())
            if words:
                values["other_words"] = words
            self._write(table, draft, identity, with_first_date(kind, values))
            self.planned.made[draft.kind] += 1
            return identity, ADDED
        changed = self._differences(draft, record, values, ref_of(record))
        before = str(getattr(record, "other_words", ""))
        merged = merged_lines(before, words, self._said_before(record), draft.headings)
        if merged != before:
            changed["other_words"] = merged
            place = draft.at
            self.planned.fields.append(FieldChange(draft.kind, ref_of(record), "other_words", before, merged, place))
        if not changed:
            return record.id, UNCHANGED
        self._write(table, draft, record.id, with_first_date(kind, changed, was=record))
        return record.id, CHANGED

    def _links(self, draft: Draft, record: Record | None) -> tuple[str, ...]:
        """The links of a milestone: to what it names or stands beside, and to what it is linked to on the board."""
        found = {self._joined[id(each)] for each in draft.of}
        for heading, words in draft.linked:
            named = self._linkable.find(heading, words)
            found |= set(named)
            if not named:
                draft.keep(heading, words)
        before: tuple[str, ...] = getattr(record, "links", ())
        return tuple(sorted({*before, *found})[:LINKS_LIMIT]) if found else ()

    def _said_before(self, record: Record) -> str:
        said = self._memory.said.get((record.id, "other_words"))
        return str(said.values().get("other_words", "")) if said is not None else ""

    def _differences(
        self, draft: Draft, record: Record, values: Mapping[str, Any], ref: str, called: str = ""
    ) -> dict[str, Any]:
        """The fields in which the source differs from the board, without those that somebody changed there since."""
        changed: dict[str, Any] = {}
        kind = record.kind
        for name, value in values.items():
            before = getattr(record, name)
            if value == before or (name in ("title", "text") and same_key(str(value)) == same_key(str(before))):
                continue
            at = draft.places.get(name, draft.at)
            shown = f"{called} {name}".strip()
            owner = _owner_of(draft, called)
            imported_at = self._imported_at.get(owner, 0)
            said = self._said(name, plain_value(before)), self._said(name, value)
            if self._memory.changed_since(
                record.id, kind.name, name, plain_value(before), imported_at=imported_at
            ) and not self._takes(record, name, f"{owner} {ref}", *said, at=at):
                continue
            changed[name] = value
            self.planned.fields.append(FieldChange(owner, ref, shown, *said, at))
        # Words that the sheet states about a value that it changes are about the new one, even if they are the same.
        changed |= {words: values[words] for words in words_about(kind, changed) if words in values}
        for name, before in _words_that_go(record, changed).items():
            shown = f"{called} {name}".strip()
            self.planned.fields.append(FieldChange(_owner_of(draft, called), ref, shown, before, "", draft.at))
        return changed

    def _takes(self, record: Record, name: str, owner: str, board: Any, word: Any, *, at: str) -> bool:
        """Whether a person takes what the source says in place of what somebody has changed on the board since."""
        within, label = f"{record.id} {name}", record.kind.attributes[name].label.lower()
        key, told = (CONFLICT, within), f"{label} of {owner.replace('_', ' ')}: the board says {board or 'nothing'}"
        answer = self._answers.get(*key)
        self._notices.ask("conflict", at, word, answer, within=within, key=key, choices=(KEEPS, TAKES), told=told)
        return answer == TAKES

    def _said(self, name: str, value: Any) -> Any:
        if name == "ambition":
            return self._names.get(str(value), "")
        if name == "links":
            return ", ".join(filter(None, (self._names.get(each) or self._called(each) for each in value)))
        return value if isinstance(value, bool | int) else str(value)

    def _called(self, identity: str) -> str:
        record = self._board.find(identity)
        return ref_of(record) or title_of(record) if record is not None else ""

    # Children

    def _children(self, draft: Draft, owner: str) -> list[tuple[Draft, Record | None]]:
        mitigations = [each for each in draft.children if each.kind == "mitigation"]
        others = [each for each in draft.children if each.kind != "mitigation"]
        pairs: list[tuple[Draft, Record | None]] = []
        if mitigations:
            owned = list(self._board.owned(Mitigation, owner))
            pairs = split_mitigations(mitigations, owned, self._memory.last.keys())
        for child in others:
            identity = identity_for(KINDS[child.kind], {**child.values, "kpi": owner}, "")
            pairs.append((child, self._board.find(identity)))
        return pairs

    def _child(self, table: SheetTable, draft: Draft, owner: str, child: Draft, record: Record | None) -> str:
        kind = KINDS[child.kind]
        values = dict(child.fitting)
        if record is None:
            values[kind.owner] = owner
            self._write(table, child, identity_for(kind, values, str(uuid.uuid4())), values)
            self.planned.made[child.kind] += 1
            return ADDED
        key = {*kind.natural_key, kind.owner}
        ref = str(draft.values.get("ref", "")) or draft_title(draft)
        stated = {name: value for name, value in values.items() if name not in key}
        changed = self._differences(child, record, stated, ref, child.kind)
        if not changed:
            return UNCHANGED
        self._write(table, child, record.id, changed)
        return CHANGED

    # Writing

    def _write(self, table: SheetTable, draft: Draft, identity: str, values: Mapping[str, Any]) -> None:
        why = imported_from(self._source, table.sheet.name, table.sheet.place(draft.row))
        self.planned.changes.append(Change(identity, draft.kind, dict(values), why=why))

    def _fitting(self, draft: Draft) -> dict[str, Any]:
        """The values of a draft that their fields can hold; others are kept as words."""
        kind = KINDS[draft.kind]
        fitting: dict[str, Any] = {}
        for name, value in draft.values.items():
            if not kind.has(name):
                draft.keep(name.replace("_", " ").capitalize(), str(value))
                continue
            attribute = kind.attributes[name]
            if name == "title" and len(str(value)) > LINE_LIMIT:
                draft.keep(attribute.label, str(value))
                shown: object = f"{str(value)[: LINE_LIMIT - 2].rsplit(' ', 1)[0]} …"
            else:
                shown = value
            try:
                fitting[name] = _kept_as(kind.name, attribute, shown)
            except InvalidValue:
                draft.keep(attribute.label, str(value))
        return fitting

    # Ambitions

    def _learn(self, identity: str, ref: str, title: str) -> None:
        if ref:
            self._ambitions.setdefault(f"ref {same_key(ref)}", identity)
        if title:
            self._ambitions.setdefault(f"title {same_key(title)}", identity)
        self._names.setdefault(identity, ref or title)

    def _ambition(self, table: SheetTable, draft: Draft, named: Named) -> str:
        """The id of the ambition that is meant; one that is not there is made for an action."""
        ref, title = same_key(named.ref), same_key(named.title)
        found = (ref and self._ambitions.get(f"ref {ref}")) or (title and self._ambitions.get(f"title {title}"))
        if not found and ref and not title:
            found = self._ambitions.get(f"title {ref}")
        if found:
            return found
        if not named.at and self._answers.new_ambition:
            named = Named("", named.ref)
        elif not named.at:
            known = ", ".join(filter(None, self._names.values())) or "none yet"
            raise BoardError(f"There is no ambition {quoted(named.ref)} on this board. There are: {known}.")
        if draft.kind != "action":
            draft.keep("Ambition", " ".join(filter(None, (named.ref, named.title))))
            return ""
        identity = str(uuid.uuid4())
        new = Draft("ambition", draft.at, draft.row)
        self._write(table, new, identity, {k: v for k, v in (("ref", named.ref), ("title", named.title)) if v})
        self.planned.made["ambition"] += 1
        self._learn(identity, named.ref, named.title)
        return identity

    def _find_gone(self) -> None:
        """What an import brought that had records in common with this source, and the source has no more."""
        for kind, matched in self._matched.items():
            batches = {self._memory.made_by[each] for each in matched if each in self._memory.made_by}
            for record in self._board.of_kind(kind):
                if self._memory.made_by.get(record.id) in batches and record.id not in matched:
                    self.planned.gone.append(Gone(kind, ref_of(record), title_of(record), record.id))


def _kept_as(kind: str, attribute: Attribute, value: object) -> Any:
    """A value in the form in which a field keeps it.

    Raises:
        InvalidValue: the field cannot hold it.
    """
    form = attribute.look.form
    # Most cells are short words, of which nothing but spaces and what nobody sees can be wrong.
    if isinstance(value, str) and form in ("line", "text") and len(value) <= REF_LIMIT:
        return tidy_line(value) if form == "line" else tidy_text(value)
    return validate(kind, attribute.group, {attribute.name: value})[attribute.name]
