"""`boardtui set`, `add`, `delete`, `undo` and `redo`: change a record, acknowledged once the change is on disk."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.changes import FieldsInHelp, data_of, lines_of, read_words
from boardtui.cli.common import (
    As,
    BoardArgument,
    Json,
    Why,
    Yes,
    examples,
    signature,
    text_given,
    today,
    why_it_is,
    wrong_usage,
)
from boardtui.cli.completion import complete_field, complete_ref, complete_refs
from boardtui.cli.in_meeting import Corrects, InMeeting, meeting_of, said_there, tell_left_out
from boardtui.cli.output import note, say, say_json, shell_word
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.records.declare import Kind, Record
    from boardtui.domain.records.edits import Edit


RefArgument = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="What people say aloud: 1.1, CIP06, 2.10; kpi:2.1 where a ref means two things; "
        "board for the board itself.",
        show_default=False,
        autocompletion=complete_ref,
    ),
]
RefsArgument = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="What people say aloud: 1.1, CIP06, 2.10; several between commas, 1.4,1.5; kpi:2.1 where a ref means two "
        "things; board for the board itself.",
        show_default=False,
        autocompletion=complete_refs,
    ),
]
Words = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=VALUE",
        help="What to set, such as rag=amber. Links take refs, several of them between commas.",
        show_default=False,
        autocompletion=complete_field,
    ),
]

commands = typer.Typer(rich_markup_mode=None)

SET_EXAMPLES = examples(
    'boardtui set plan.board 1.1 rag=amber --why "Two coaches are off sick" --as "Principal Social Worker"',
    'boardtui set plan.board 1.1 due=30/06/2021 --why "Agreed with the ambition lead"',
    'boardtui set plan.board CIP06 current=4x3 --why "Agency cover ends in May"',
    'boardtui set plan.board "1.4,1.5" lead="Head of Early Help" --why "New in post"',
    'boardtui set plan.board 1.1 commentary=@update.txt --why "Monthly update"',
    'boardtui set plan.board 1.2 rag=amber --why "Two audits are missing" --corrects 02/03/2021',
    'boardtui set plan.board 1.1 links="kpi:2.1,risk:CIP06" --why "They go together"',
)
UNDO_EXAMPLES = examples(
    "boardtui undo plan.board",
    'boardtui undo plan.board --as "Principal Social Worker"',
    "boardtui undo plan.board --json",
)
REDO_EXAMPLES = examples("boardtui redo plan.board")


@commands.command("set", cls=FieldsInHelp, epilog=SET_EXAMPLES)
def set_fields(
    board: BoardArgument,
    ref: RefsArgument,
    words: Words,
    *,
    why: Why,
    as_name: As = "",
    in_meeting: InMeeting = False,
    corrects: Corrects = "",
    json: Json = False,
) -> None:
    """Change fields of a record, or of several at once.

    A line is printed for each field that changed, once the change is on disk: all of it is there, or nothing. A new
    rating takes its rationale from --why, and what was said for the old rating goes from the item, not from its
    history. A long text can be read from a file, commentary=@FILE, or from standard input, commentary=-.
    """
    from boardtui.domain.board.lookup import lookup_all
    from boardtui.domain.records.edits import Change
    from boardtui.domain.typed.values import read_values, refuse_unfit, with_reasons
    from boardtui.store.board_file import BoardFile

    given = read_words(words)
    why_it_is(why)
    who = signature(as_name)
    with BoardFile.open(board) as file:
        before = file.read()
        meeting = meeting_of(before, in_meeting, corrects)
        records = lookup_all(before, ref)
        if len(records) > 1 and "ref" in given:
            raise BoardError("Several records cannot have one ref. Set it for each of them.")
        changes = []
        for record in records:
            values = read_values(before, record.kind, given)
            refuse_unfit(before, record, values)
            if in_meeting:
                values = said_there(before, record.kind.name, values, added=False)
            changes.append(Change(record.id, record.kind.name, with_reasons(record, values, why)))
        with file.at_once():
            written = file.write(changes, who=who, why=why, meeting=meeting, seen=before.edition)
            after = file.refresh(before)
    _acknowledge(before, after, [record.id for record in records], written.edits, json=json)
    tell_left_out(before, written.edits)


def _acknowledge(before: Board, after: Board, ids: list[str], edits: Sequence[Edit], *, json: bool) -> None:
    from boardtui.domain.board.words import line_name, named

    if json:
        say_json(data_of(before, after, ids, edits))
    for identity in ids:
        lines = list(lines_of(before, after, [edit for edit in edits if edit.record == identity]))
        if not lines and (record := after.find(identity)) is not None:
            lines = [f"{line_name(after, record)}: nothing changed, it says so already"]
        for line in lines if not json else ():
            say(line)
        now = after.find(identity)
        if now is not None and now.conflicts:
            note(
                f"Copies disagree about {named(after, now)} ({', '.join(now.conflicts)}). "
                "To settle it: boardtui conflicts list"
            )
        if any("ref" in edit.values() for edit in edits if edit.record == identity):
            _tell_same_ref(after, identity)
        _tell_doubts(before, after, identity)


def _tell_same_ref(board: Board, identity: str) -> None:
    """Say that another record has the ref that was given, as where another program gave it in the same moment."""
    from boardtui.domain.board.lookup import same_refs
    from boardtui.domain.board.words import line_name

    for some in same_refs(board):
        if (given := next((each for each in some if each.id == identity), None)) is not None:
            note(f"{line_name(board, given)}: another has this ref too. To settle it: boardtui conflicts list")


def _tell_doubts(before: Board, after: Board, identity: str) -> None:
    """Say what has become doubtful in the dates and figures of a record. It is saved all the same."""
    from boardtui.domain.attention.findings import new_findings

    for each in new_findings(before, after, (identity,), today()):
        note(f"Saved, but look at it again: {each.sentence}")


ADD_EXAMPLES = examples(
    'boardtui add plan.board action ambition=1 ref=1.10 title="Coach every team manager" due=31/03/2021',
    "boardtui add plan.board reading kpi=2.1 period=2021-03 value=97.8%",
    "boardtui add plan.board reading kpi=2.1 period=2021-03 value=97.9% --update --json",
    'boardtui add plan.board risk ref=CIP11 title="Agency cover ends" current=4x3',
)


def complete_kind(incomplete: str) -> list[str]:
    """For the shell: the kinds that begin like this."""
    from boardtui.domain.records.kinds import KINDS

    return [name for name in KINDS if name.startswith(incomplete) and name != "board"]


KindArgument = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        help="What to add: action, kpi, reading, risk, ... (all of them are listed below).",
        show_default=False,
        autocompletion=complete_kind,
    ),
]


@commands.command("add", cls=FieldsInHelp, epilog=ADD_EXAMPLES)
def add(
    board: BoardArgument,
    kind: KindArgument,
    words: Words,
    *,
    why: Why = "",
    as_name: As = "",
    update: Annotated[
        bool,
        typer.Option("--update", help="Where there is one already, with the same ref or period, change that instead."),
    ] = False,
    in_meeting: InMeeting = False,
    json: Json = False,
) -> None:
    """Add a record."""
    from boardtui.domain.attention.schedule import with_first_date
    from boardtui.domain.board.lookup import address
    from boardtui.domain.kpis.scorecard import put_last
    from boardtui.domain.records.declare import identity_for
    from boardtui.domain.records.edits import Change
    from boardtui.domain.records.kinds import KINDS
    from boardtui.domain.typed.values import read_values, refuse_unfit, with_reasons
    from boardtui.store.board_file import BoardFile

    name = kind.strip().lower().replace("-", "_").replace(" ", "_")
    if name not in KINDS or name == "board":
        raise wrong_usage(f"There is no kind {kind!r}. It can be: {', '.join(complete_kind(''))}.")
    given = read_words(words)
    who, why = signature(as_name), text_given(why)
    declared = KINDS[name]
    with BoardFile.open(board) as file, file.at_once():  # what is there already is still all that is there
        before = file.read()
        meeting = meeting_of(before, in_meeting)
        stated = read_values(before, declared, given)
        there = same_ref(before, name, stated) if update else None
        if there is None:
            values = _complete(before, declared, stated)
            identity = identity_for(declared, values, str(uuid.uuid4()))
            there = before.find(identity)
        if there is not None and not update:
            named = shell_word(address(before, there))
            raise BoardError(f"There is such a {declared.label} already. To change it: boardtui set ... {named}")
        if there is not None:
            # What identifies it is the same, whichever way it was typed.
            values = {name: value for name, value in stated.items() if name not in declared.natural_key}
            refuse_unfit(before, there, values)
            identity, values = there.id, with_reasons(there, values, why)
        else:
            if why and "rag" in values:
                values.setdefault("rationale", why)
            values = with_first_date(declared, values)
        if in_meeting:
            values = said_there(before, name, values, added=there is None)
        changes = put_last(before, [Change(identity, name, values)])
        written = file.write(changes, who=who, why=why, meeting=meeting, seen=before.edition)
        after = file.refresh(before)
    _acknowledge(before, after, [identity], written.edits, json=json)
    tell_left_out(before, written.edits)


def same_ref(board: Board, kind: str, values: Mapping[str, Any]) -> Record | None:
    """The record of a kind that has the stated ref; None where none is stated or none has it.

    Raises:
        BoardError: several have it.
    """
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.board.words import ref_of
    from boardtui.domain.records.text import same_key

    own = same_key(str(values.get("ref", "")))
    if not own or all(same_key(ref_of(each)) != own for each in board.of_kind(kind)):
        return None
    return lookup(board, f"{kind}:{values['ref']}")


def _complete(board: Board, kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Bring the fields that identify a record to the form in which they are kept, and refuse what is left out."""
    from boardtui.domain.board.words import capitalised, kind_plural
    from boardtui.domain.kpis.readings import period_for
    from boardtui.domain.kpis.scorecard import as_known
    from boardtui.domain.records.declare import validate
    from boardtui.domain.typed.values import refuse_taken_ref

    refuse_taken_ref(board, kind.name, values)
    if kind.owner and not values.get(kind.owner):
        article = "an" if kind.owner[0] in "aeiou" else "a"
        several = capitalised(kind_plural(board, kind))
        raise BoardError(f"{several} belong to {article} {kind.owner}. Say which: {kind.owner}=REF")
    if kind.name == "reading":
        try:
            kpi = board.find(str(values["kpi"]))
            values["period"] = period_for(str(values.get("period", "")), str(getattr(kpi, "frequency", ""))).key
        except ValueError as error:
            raise BoardError(f"period: {error}") from None
        values = as_known(board, kind.name, values)
    if kind.name == "target_change" and "polarity" not in values:
        values["polarity"] = _latest_polarity(board, values["kpi"])
    for group in {kind.attributes[name].group for name in kind.natural_key}:
        names = kind.groups[group]
        values |= validate(kind.name, group, {name: values[name] for name in names if name in values})
    return values


def _latest_polarity(board: Board, identity: str) -> str:
    """Which way of a KPI is good by its latest targets: whoever changes only these does not take it away."""
    from boardtui.domain.kpis.scorecard import view
    from boardtui.domain.records.kinds import Kpi

    kpi = board.get(Kpi, identity)
    return "none" if kpi is None else view(board, kpi).all_targets[-1][1].polarity.value


DELETE_EXAMPLES = examples(
    'boardtui delete plan.board 1.10 --why "Entered twice"',
    'boardtui delete plan.board ambition:8 --why "Merged with ambition 3" --yes',
)


@commands.command("delete", epilog=DELETE_EXAMPLES)
def delete(
    board: BoardArgument,
    ref: RefArgument,
    *,
    why: Why,
    as_name: As = "",
    in_meeting: InMeeting = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Delete a record, and what belongs to it. Its history stays.

    What has records of its own, such as an ambition with its actions, is only deleted with --yes.
    """
    from boardtui.domain.board.deleting import affected_by_deleting, count_by_kind, deletion, refuse_to_delete
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.board.words import line_name
    from boardtui.store.board_file import BoardFile

    why_it_is(why)
    who = signature(as_name)
    with BoardFile.open(board) as file, file.at_once():
        before = file.read()
        meeting = meeting_of(before, in_meeting)
        record = lookup(before, ref)
        refuse_to_delete(record)
        name = line_name(before, record)
        affected = affected_by_deleting(before, record)
        owned = count_by_kind(affected.owned)
        if affected.owned and not yes:
            raise BoardError(f"{name} has {owned}, which would be deleted with it. Give --yes to delete them all.")
        changes = deletion(record, affected)
        written = file.write(changes, who=who, why=why, meeting=meeting, seen=before.edition)
        after = file.refresh(before)
    if json:
        say_json(data_of(before, after, [change.record for change in changes], written.edits))
    else:
        say(f"{name}: deleted" + (f", with {owned}" if owned else ""))
    tell_left_out(before, written.edits)
    if affected.open:
        note(f"Still open about what was deleted: {count_by_kind(affected.open)}. They stay on the board.")


@commands.command("undo", epilog=UNDO_EXAMPLES)
def undo(board: BoardArgument, as_name: As = "", in_meeting: InMeeting = False, json: Json = False) -> None:
    """Take back the last thing that you did in this file.

    It is the last of those that are signed with your name, and what was done at once is taken back at once. Refused
    where somebody has changed the same since.
    """
    _turn_back(board, as_name, json, in_meeting=in_meeting, again=False)


@commands.command("redo", epilog=REDO_EXAMPLES)
def redo(board: BoardArgument, as_name: As = "", in_meeting: InMeeting = False, json: Json = False) -> None:
    """Do again what was undone last."""
    _turn_back(board, as_name, json, in_meeting=in_meeting, again=True)


def _turn_back(board: BoardArgument, as_name: str, json: bool, *, in_meeting: bool, again: bool) -> None:
    from boardtui.store.board_file import BoardFile

    who = signature(as_name)
    with BoardFile.open(board) as file:
        turn = file.redo if again else file.undo
        with file.at_once():
            before = file.read()
            undone = turn(who=who, meeting=meeting_of(before, in_meeting))
            after = file.refresh(before)
    if json:
        say_json(data_of(before, after, [edit.record for edit in undone.edits], undone.edits))
    else:
        for line in lines_of(before, after, undone.edits):
            say(line)
    tell_left_out(before, undone.edits, again="undo, then redo" if again else "redo, then undo")
