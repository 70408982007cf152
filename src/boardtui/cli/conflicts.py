"""`boardtui conflicts`: what copies disagree about, and settling it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.changes import field_words, read_words
from boardtui.cli.common import (
    As,
    BoardArgument,
    Json,
    Why,
    end_with_findings,
    examples,
    signature,
    why_it_is,
    wrong_usage,
)
from boardtui.cli.completion import complete_field, complete_ref
from boardtui.cli.in_meeting import InMeeting, meeting_of, tell_left_out
from boardtui.cli.output import REFUSED, say, say_json, shell_word
from boardtui.cli.records import RefArgument
from boardtui.domain.dates.dates import local_time
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import LIFE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from boardtui.domain.board.board import Board
    from boardtui.domain.records.edits import Change
    from boardtui.domain.records.kinds import Record
    from boardtui.store.copies.conflicts import Conflict, Side

LIST_EXAMPLES = examples(
    "boardtui conflicts list plan.board",
    'boardtui conflicts list plan.board "kpi:6.1 2019-03"',
    "boardtui conflicts list plan.board --json",
)
RESOLVE_EXAMPLES = examples(
    'boardtui conflicts resolve plan.board 1.1 --take 2 --why "The lead was there"',
    'boardtui conflicts resolve plan.board 1.1 --group status --take 1 --why "As the board decided"',
    'boardtui conflicts resolve plan.board 1.1 --group commentary --both --why "Both saw part of it"',
    'boardtui conflicts resolve plan.board 1.1 rag=amber --why "Between the two"',
    'boardtui conflicts resolve plan.board "kpi:6.1 2019-03" --take 1 --why "As published"',
)

commands = typer.Typer(help="Say what copies disagree about, and settle it.", rich_markup_mode=None)


@commands.command("list", epilog=LIST_EXAMPLES)
def list_them(
    board: BoardArgument,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="[REF]",
            help="Only what is about this record: 1.1, CIP06, or kpi:6.1 2019-03 for a figure.",
            show_default=False,
            autocompletion=complete_ref,
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Say what copies disagree about, and which refs stand twice.

    What each side says is numbered; the first one is shown on the board until somebody decides. Ends with 1 while there
    is something to settle.
    """
    from boardtui.domain.board.lookup import address, next_free_ref, same_refs
    from boardtui.domain.board.words import line_name, title_words
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.conflicts import both_kept, open_conflicts

    with BoardFile.open(board) as file:
        now = file.read()
        found = open_conflicts(file)
    twice = same_refs(now)
    if ref:
        # Of records with the same ref one may be meant or all: what is about any of them is said.
        meant = {each.id for each in _meant(now, ref)}
        found = [each for each in found if each.record in meant]
        twice = tuple(some for some in twice if meant & {each.id for each in some})
    if json:
        say_json([*(_as_data(now, each) for each in found), *(_twice_as_data(now, some) for some in twice)])
    for each in found if not json else ():
        # The name of the group stays as it is: `--group` takes it.
        say(f"{_named(now, each)}: {each.group}{' (deleted in one copy, edited in another)' * (each.group == LIFE)}")
        if each.base is not None:
            say("", f"before: {_values(now, each, each.base)}")
        for number, side in enumerate(each.sides, start=1):
            why = f" ({side.edit.why})" if side.edit.why else ""
            who = side.edit.who or "unsigned"
            say("", f"{number}: {_side(now, each, side)} - {who}, {local_time(side.edit.at)}{why}")
        if (record := now.find(each.record)) is not None:
            called = f"{shell_word(board)} {shell_word(address(now, record))} --group {each.group}"
            say("", f"to take the first: boardtui conflicts resolve {called} --take 1 --why ...")
            if both_kept(each) is not None:
                say("", f"to keep both: boardtui conflicts resolve {called} --both --why ...")
    for some in twice if not json else ():
        say(f"{line_name(now, some[0])}: ref twice")
        for number, record in enumerate(some, start=1):
            say("", f"{number}: {title_words(now, record)}")
        last, free = shell_word(address(now, some[-1])), next_free_ref(now, some[0])
        say("", f"to give the last one another: boardtui set {shell_word(board)} {last} ref={free}")
    if found or twice:
        raise typer.Exit(REFUSED)
    if not json:
        say(f"Copies agree about {ref or 'everything'}.")


def _meant(board: Board, ref: str) -> list[Record]:
    """What is called so: all of them, where copies gave away the same ref."""
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.errors import AmbiguousRef

    try:
        return [lookup(board, ref)]
    except AmbiguousRef as several:
        return [lookup(board, each) for each in several.candidates]


@commands.command("resolve", epilog=RESOLVE_EXAMPLES)
def resolve(
    board: BoardArgument,
    ref: RefArgument,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE",
            help="What it should say instead, if neither side is right.",
            show_default=False,
            autocompletion=complete_field,
        ),
    ] = None,
    *,
    take: Annotated[
        int | None,
        typer.Option(
            "--take", min=1, metavar="N", help="Take this side, by its number in the list.", show_default=False
        ),
    ] = None,
    both: Annotated[
        bool, typer.Option("--both", help="Keep both texts, one after the other, each with who wrote it and when.")
    ] = False,
    group: Annotated[
        str, typer.Option("--group", metavar="GROUP", help="Which disagreement, where there are several.")
    ] = "",
    why: Why,
    as_name: As = "",
    in_meeting: InMeeting = False,
) -> None:
    """Settle a disagreement.

    Take one side, keep both texts, or say what is right. It is an ordinary edit, which copies that come in later
    agree with. Ends with 1 while there is more to settle.
    """
    from boardtui.domain.board.lookup import count_to_decide, lookup
    from boardtui.domain.board.words import line_name
    from boardtui.domain.typed.values import read_values, with_reasons
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.conflicts import open_conflicts

    given = read_words(words or [])
    if bool(given) + (take is not None) + both != 1:
        raise wrong_usage("Say which side is right with --take N, keep --both, or say what is right with FIELD=VALUE.")
    reason = why_it_is(why)
    who = signature(as_name)
    with BoardFile.open(board) as file, file.at_once():
        now = file.read()
        record = lookup(now, ref)
        values = read_values(now, record.kind, given)
        groups = {record.kind.attributes[name].group for name in values}
        found = _choose([each for each in open_conflicts(file) if each.record == record.id], group, groups, ref)
        if both:
            change = _keeping_both(found)
        elif take is not None:
            change = _taking(found, take)
        else:
            change = _settling(found, with_reasons(record, values, reason))
        meeting = meeting_of(now, in_meeting)
        written = file.write([change], who=who, why=reason, meeting=meeting, seen=now.edition)
        after = file.refresh(now)
    is_now, left = after.find(record.id), count_to_decide(after)
    settled = "deleted" if is_now is None else "kept"
    if is_now is not None and found.group in record.kind.groups:
        settled = _values(after, found, is_now.values(found.group))
    say(f"{line_name(after, record)}: {found.group} settled: {settled}")
    for number, side in enumerate(found.sides, start=1):
        taken = " (taken)" if number == take else " (kept)" if both else ""
        say("", f"{number}: {_side(after, found, side)} - {side.edit.who or 'unsigned'}{taken}")
    tell_left_out(now, written.edits)
    end_with_findings(left, board)


def _choose(found: list[Conflict], group: str, groups: set[str], ref: str) -> Conflict:
    if len(groups) > 1:
        raise wrong_usage("Settle one disagreement at a time: these fields belong to several.")
    wanted = group or next(iter(groups), "")
    named = [each for each in found if not wanted or each.group == wanted]
    if not named:
        about = f" about its {wanted}" if wanted and found else ""
        raise BoardError(
            f"Copies do not disagree about {ref!r}{about}. To see what they disagree about: conflicts list"
        )
    if len(named) > 1:
        raise BoardError(
            f"Copies disagree about several things here. Say --group {' or '.join(e.group for e in named)}."
        )
    return named[0]


def _keeping_both(found: Conflict) -> Change:
    from boardtui.store.copies.conflicts import both_kept

    if (change := both_kept(found)) is None:
        raise BoardError(
            f"Both can be kept only where both wrote a text, and not about its {found.group}. "
            "Take one with --take N, or say what is right with FIELD=VALUE."
        )
    return change


def _taking(found: Conflict, number: int) -> Change:
    from boardtui.domain.records.edits import Change

    if number > len(found.sides):
        raise BoardError(f"There are only {len(found.sides)} sides to take. Look at them with: boardtui conflicts list")
    side = found.sides[number - 1]
    if side.deletes:
        return Change(found.record, found.kind, delete=True)
    if found.group == LIFE:
        return Change(found.record, found.kind, restore=True)
    return _settling(found, side.values)


def _settling(found: Conflict, values: Mapping[str, Any]) -> Change:
    from boardtui.domain.records.edits import Change

    return Change(found.record, found.kind, dict(values), resolve=True)


def _named(board: Board, conflict: Conflict) -> str:
    from boardtui.domain.board.words import capitalised, kind_label, line_name
    from boardtui.domain.records.kinds import KINDS

    record = board.find(conflict.record)
    return line_name(board, record) if record is not None else capitalised(kind_label(board, KINDS[conflict.kind]))


def _values(board: Board, conflict: Conflict, values: Mapping[str, Any]) -> str:
    from boardtui.domain.records.kinds import KINDS

    kind = KINDS[conflict.kind]
    said = [field_words(board, kind, name, value) for name, value in values.items() if value]
    return "; ".join(said) or "(empty)"


def _side(board: Board, conflict: Conflict, side: Side) -> str:
    return "deleted" if side.deletes else _values(board, conflict, side.values)


def _twice_as_data(board: Board, some: Sequence[Record]) -> dict[str, Any]:
    from boardtui.domain.board.words import ref_of, short_name, title_words

    ref = ref_of(some[0])
    sides = [
        {"number": number, "record": each.id, "values": {"ref": ref_of(each), "title": title_words(board, each)}}
        for number, each in enumerate(some, start=1)
    ]
    names = {"record": some[-1].id, "kind": some[-1].kind.name, "ref": ref, "name": short_name(board, some[-1])}
    return {**names, "group": "ref twice", "before": None, "sides": sides}


def _as_data(board: Board, conflict: Conflict) -> dict[str, Any]:
    from boardtui.domain.board.words import short_name

    record = board.find(conflict.record)
    return {
        "record": conflict.record,
        "kind": conflict.kind,
        "ref": getattr(record, "ref", ""),
        "name": short_name(board, record) if record is not None else "",
        "group": conflict.group,
        "before": conflict.base,
        "sides": [
            {
                "number": number,
                "values": side.values,
                "deletes": side.deletes,
                "who": side.edit.who,
                "at": side.edit.at,
                "why": side.edit.why,
            }
            for number, side in enumerate(conflict.sides, start=1)
        ],
    }
