"""`boardtui add`: a new record."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.common import As, BoardArgument, Why, examples, say, signature, text_given, wrong_usage
from boardtui.cli.fields import label_of, read_values, read_words, title_of
from boardtui.cli.setting import Words, refuse_taken_ref
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from boardtui.domain.board import Board
    from boardtui.domain.declare import Kind

EXAMPLES = examples(
    'boardtui add plan.board action ambition=1 ref=1.10 title="Coach every team manager" due=31/03/2021',
    "boardtui add plan.board reading kpi=2.1 period=2021-03 value=97.8%",
    'boardtui add plan.board risk ref=CIP11 title="Agency cover ends" current=4x3',
)


def complete_kind(incomplete: str) -> list[str]:
    """For the shell: the kinds that begin like this."""
    from boardtui.domain.kinds import KINDS

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


def add(board: BoardArgument, kind: KindArgument, words: Words, why: Why = "", as_name: As = "") -> None:
    """Add a record."""
    from boardtui.domain.edits import Change
    from boardtui.domain.kinds import KINDS
    from boardtui.domain.schedule import with_first_date
    from boardtui.store.board_file import BoardFile
    from boardtui.store.writing import identity_for

    name = kind.strip().lower().replace("-", "_").replace(" ", "_")
    if name not in KINDS or name == "board":
        raise wrong_usage(f"There is no kind {kind!r}. It can be: {', '.join(complete_kind(''))}.")
    given = read_words(words)
    who, why = signature(as_name), text_given(why)
    declared = KINDS[name]
    with BoardFile.open(board) as file:
        before = file.read()
        values = _complete(before, declared, read_values(before, declared, given))
        if why and "rag" in values:
            values.setdefault("rationale", why)
        values = with_first_date(declared, values)
        identity = identity_for(declared, values, str(uuid.uuid4()))
        if (there := before.find(identity)) is not None:
            raise BoardError(f"There is such a {declared.label} already. To change it: boardtui set ... {there.id[:8]}")
        file.write([Change(identity, name, values)], who=who, why=why, seen=before.edition)
        added = file.read().find(identity)
    say(f"{title_of(added) if added else label_of(declared)}: added")


def _complete(board: Board, kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Bring the fields that identify a record to the form in which they are kept, and refuse what is left out."""
    from boardtui.domain.declare import validate
    from boardtui.domain.periods import parse_period

    refuse_taken_ref(board, kind.name, values)
    if kind.owner and not values.get(kind.owner):
        article = "an" if kind.owner[0] in "aeiou" else "a"
        raise BoardError(f"{label_of(kind)}s belong to {article} {kind.owner}. Say which: {kind.owner}=REF")
    if kind.name == "reading":
        try:
            values["period"] = parse_period(str(values.get("period", ""))).key
        except ValueError as error:
            raise BoardError(f"period: {error}") from None
    if kind.name == "target_change" and "polarity" not in values:
        values["polarity"] = _latest_polarity(board, values["kpi"])
    for group in {kind.attributes[name].group for name in kind.natural_key}:
        names = kind.groups[group]
        values |= validate(kind.name, group, {name: values[name] for name in names if name in values})
    return values


def _latest_polarity(board: Board, identity: str) -> str:
    """Which way of a KPI is good by its latest targets: whoever changes only these does not take it away."""
    from boardtui.domain.kinds import Kpi
    from boardtui.domain.scorecard import view

    kpi = board.get(Kpi, identity)
    return "none" if kpi is None else view(board, kpi).all_targets[-1][1].polarity.value
