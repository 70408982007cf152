"""The words of a published board that somebody has to read: no program can tell what a number in them counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from boardtui.domain.board import Board
from boardtui.domain.counts_in_words import counts_a_few_people, has_number, names_ref, without_refs
from boardtui.domain.kinds import KINDS, Kpi, Record, Risk
from boardtui.domain.small_numbers import Hidden

__all__ = ["ToRead", "words_to_read"]

_FORMS = ("line", "text", "date")  # what stands for a date may be any words
_SUMMARIES = ("purpose", "summary", "exceptions")
"""The texts of the board itself that are about its figures; the others are settings."""

_BEGINNING = 40
"""Letters by which a text is found in a document, which shortens some."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A record whose words somebody has to read.

    Attributes:
        record: the record.
        fields: the fields in which the numbers stand.
    """

    record: Record
    fields: tuple[str, ...]


def words_to_read(board: Board, hidden: Iterable[Hidden], document: str) -> list[ToRead]:
    """The records whose words may give away a hidden figure or a few people, to be read before a document goes out.

    Of a KPI with a hidden figure, and of all that is linked to it, about it, part of it or names its ref, these are
    the texts with any number; so are the summaries of the board. Of everything else they are the texts in which a
    number from one to five stands beside a word for people. Texts that the document does not print are left out.

    Args:
        board: the board.
        hidden: the figures that are hidden.
        document: what is published, in Markdown.
    """
    kpis = [kpi for kpi in board.all(Kpi) if kpi.id in {each.kpi for each in hidden}]
    records = [*(record for name in KINDS for record in board.of_kind(name)), *board.since.gone]
    refs = Counter(str(getattr(record, "ref", "")).casefold() for record in records)
    ties = _Ties(board, kpis, refs)
    printed = _letters(document)

    def is_to_read(name: str, line: str, *, tied: bool) -> bool:
        tells = has_number if tied or (kpis and name in _SUMMARIES) else counts_a_few_people
        return tells(without_refs(line, refs)) and _letters(line)[:_BEGINNING] in printed

    found = []
    for record in records:
        texts = list(_texts(board, record))
        tied = record.id in ties.records or any(ties.named_in(text) for _, text in texts)
        fields = [name for name, text in texts if any(is_to_read(name, line, tied=tied) for line in text.split("\n"))]
        if fields:
            found.append(ToRead(record, tuple(dict.fromkeys(fields))))
    return found


class _Ties:
    """What on a board has to do with some of its KPIs."""

    def __init__(self, board: Board, kpis: Sequence[Kpi], refs: Mapping[str, int]) -> None:
        ids = {kpi.id for kpi in kpis}
        linked = {each.id for kpi in kpis for kind in KINDS.values() for each in board.linked(kind.record, kpi.id)}
        owners = ids | {each.id for each in board.all(Risk) if each.id in linked}
        self.records = ids | linked | {kpi.ambition for kpi in kpis if kpi.ambition}
        self.records |= {
            record.id
            for name, kind in KINDS.items()
            for record in board.of_kind(name)
            if getattr(record, "item", "") in ids or (kind.owner and getattr(record, kind.owner) in owners)
        }
        # Where an action has the same ref, the ref alone does not mean the KPI.
        self._refs = [(kpi.ref, refs[kpi.ref.casefold()] == 1 and not kpi.ref.isdecimal()) for kpi in kpis if kpi.ref]

    def named_in(self, text: str) -> bool:
        """Whether a text names one of the KPIs by its ref."""
        folded = text.casefold()
        return any(ref.casefold() in folded and names_ref(text, ref, alone=alone) for ref, alone in self._refs)


def _texts(board: Board, record: Record) -> Iterator[tuple[str, str]]:
    """The name of each field that holds words, with its words; the reasons for earlier dates are among them."""
    for each in record.kind.attributes.values():
        if each.look.form in _FORMS and each.name != "ref" and (text := str(getattr(record, each.name))):
            yield each.name, text
    yield from (("due_reason", each.why) for each in board.redatings.get(record.id, ()) if each.why)


def _letters(text: str) -> str:
    """Letters and digits alone, which layout leaves as they are."""
    return re.sub(r"[\W_]+", "", text).casefold()
