"""A change said in the palette: it shows what would happen, Enter does it, and the reason is asked as always."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import Hit, Hits, Provider

from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.words import short_name
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record
from boardtui.ui.host import Host, host_of
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.rating import rate_all
from boardtui.ui.shared.text import plain

if TYPE_CHECKING:
    from boardtui.domain.typed.sentence import Said

# Above what a ref alone can reach: who types on after it means a change.
_A_CHANGE = 2_000.0
_MOST_TOLD = 2


class SentenceProvider(Provider):
    """Offers the change that the line says, or says why it cannot be made."""

    async def search(self, query: str) -> Hits:
        """The one change, if it is one."""
        # Imported where it is used: nobody who only looks at a board needs it.
        from boardtui.domain.typed.sentence import read_sentence

        host = host_of(self.app)
        if host.board is None:
            return
        try:
            said = read_sentence(host.board, query, host.today)
        except BoardError as error:
            yield Hit(_A_CHANGE, plain(str(error)), partial(host.refuse, str(error)), query, "Nothing would be changed")
            return
        if said is not None:
            told, more = ", ".join(said.told[:_MOST_TOLD]), len(said.told) - _MOST_TOLD
            words = f"{told} and {more} more" if more > 0 else told
            yield Hit(_A_CHANGE, plain(words), partial(_carry_out, host, query), query, _what_enter_does(said))


def _what_enter_does(said: Said) -> str:
    if said.rating is None and not said.changes:
        return "Nothing would be changed"
    from boardtui.domain.typed.values import REASON_BESIDE

    asks = said.field not in REASON_BESIDE or _explained(said)
    return "Enter does it, and asks why" if asks else "Enter does it"


def _explained(said: Said) -> list[Record]:
    """Those of the records that keep a reason beside what is set. A first date is no re-dating, and has none."""
    from boardtui.domain.typed.values import REASON_BESIDE

    beside = REASON_BESIDE.get(said.field, "")
    keep = [each for each in said.records if beside and each.kind.has(beside)]
    return [each for each in keep if said.field != "due" or bool(getattr(each, "due", ""))]


def _carry_out(host: Host, line: str) -> None:
    """Make the change that a line says, and ask for the reason."""
    from boardtui.domain.typed.sentence import read_sentence
    from boardtui.domain.typed.values import REASON_BESIDE, with_reasons

    board = host.board
    said = read_sentence(board, line, host.today) if board is not None else None
    if said is None or board is None or not host.writable():
        return
    records = said.records
    if (rating := said.rating) is not None:
        if len(records) == 1:
            host.rate(records[0], rating)
        else:
            rate_all(host, records, rating, done=lambda: None)
        return
    if not said.changes:
        host.say(", ".join(said.told[:_MOST_TOLD]))
        return
    name = short_name(board, records[0]) if len(records) == 1 else count_by_kind(records)
    changes = [
        Change(each.id, each.kind.name, with_reasons(each, values, ""))
        for each, values in zip(records, said.values, strict=True)
    ]
    beside = REASON_BESIDE.get(said.field, "")
    explained = _explained(said)
    question = Question(f"{name}: why?", name, leaving="without")
    told = f"{', '.join(said.told[:_MOST_TOLD])} · u undoes"
    if beside and not explained:
        host.begin(_write(host, changes, told))
    elif beside:
        host.begin(_write(host, changes, told, _Reasons(beside, [each.id for each in explained], host.ask([question]))))
    else:
        host.begin(_write_with_reason(host, changes, told, host.ask([question])))


@immutable
class _Reasons:
    """The field and the records to which the answer goes."""

    field: str
    records: list[str]
    asked: Asked


async def _write(host: Host, changes: list[Change], told: str, reasons: _Reasons | None = None) -> None:
    """Write a change at once, and what is answered then beside it."""
    batch = (await host.write(changes)).batch
    host.say(told)
    why = await reasons.asked.only() if reasons is not None else ""
    if why and batch and reasons is not None:
        beside = [
            Change(each.record, each.kind, {reasons.field: why}) for each in changes if each.record in reasons.records
        ]
        await host.write(beside, why=why, continues=batch)


async def _write_with_reason(host: Host, changes: list[Change], told: str, asked: Asked) -> None:
    """Write a change whose reason has no field of its own, once it is known."""
    why = await asked.only() or ""
    while True:
        try:
            await host.write(changes, why=why)
        except BoardError as error:
            if not why:
                raise
            asked.again(str(error))  # the words stay in the line
            if not (why := await asked.only() or ""):
                return
        else:
            host.say(told)
            return
