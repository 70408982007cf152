"""The words of a published board that somebody has to read: no program can tell what a number in them counts.

Nothing is understood here. What is no count by its form (a ref, a date, a list number, an age, a time span) is passed
over; what is left is for a person to read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from boardtui.domain.board.board import Board
from boardtui.domain.immutable import immutable
from boardtui.domain.publish.suppression import Hidden
from boardtui.domain.records.kinds import KINDS, Kpi, Record, Risk

_NAMED = (
    "actions?|ambitions?|themes?|priority|priorities|objectives?|kpis?|risks?|milestone|recommendations?|phase|stage"
    "|step|tier|level|band|grade|part|section|table|annex|appendix|page|chart|version|quarter|week|day|year|term|ward"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SPAN = r"(?:minute|hour|day|night|week|fortnight|month|quarter|term|year)s?"
_NUMBER_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|twelve"

_NO_COUNT = re.compile(
    "|".join(
        (
            r"^\s*\(?[0-9]{1,2}[.)](?=\s)",  # the number of a list
            rf"\b(?:{_NAMED}) (?:no\.? ?)?[0-9]+(?:\.[0-9]+)*[a-z]?(?:(?:, | and | & |, and )[0-9.]*[0-9])*\b(?! ?%)",
            r"\b[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})\b|\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b",
            rf"\b(?:[0-9]{{1,2}} ?(?:st|nd|rd|th)?(?: of)? )?{_MONTH}\b[ '’-]*(?:[0-9]{{4}}|[0-9]{{2}})?\b(?! ?%)",
            rf"\b{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?\b",
            r"\b[0-9]+ ?(?:st|nd|rd|th)\b",
            r"\b(?:19|20)[0-9]{2}(?:[/–-][0-9]{2,4})?\b(?! ?%)",
            r"\b[0-9]{1,2}(?::[0-9]{2}|[.:][0-9]{2} ?[ap]m|[ap]m)\b",
            r"\bQ[1-4]\b",
            rf"\b(?:[0-9.,]{{0,9}}[0-9]|{_NUMBER_WORD})(?:[ –-](?:to )?[0-9]+)?[ -](?:(?:working|school) )?{_SPAN}\b",
            r"\b(?:aged?|under|over) [0-9]+(?:[ –-](?:to )?[0-9]+)?\b|\b[0-9]+\+",
            r"£ ?[0-9][0-9,.]*(?: ?[kmb]n?\b)?",
        )
    ),
    re.ASCII | re.IGNORECASE | re.MULTILINE,
)
"""What holds digits or the word for a number and counts nobody."""

_ANY = re.compile(
    r"\d|\b(?:two|three|four|five)\b|\b(?:one|only) (?:was|were|is|are|has|had|left|more)\b", re.IGNORECASE
)

_PEOPLE = (
    r"(?:child(?:ren)?|young(?:er)? (?:person|people|persons|adults?|women|woman|men|man|mothers?)|(?:care )?leavers?"
    r"|famil(?:y|ies)|bab(?:y|ies)|infants?|toddlers?|siblings?|brothers?|sisters?|twins?|girls?|boys?|teenagers?"
    r"|adolescents?|youths?|referrals?|pupils?|students?|learners?|parents?|mothers?|fathers?|persons?|people|victims?"
    r"|offenders?|minors?|unborns?|cases?|deaths?|adoptions?|lac|cla|cic|uasc|cyp)"
)
_SERVICES = r"(?!['’]s? (?:homes?|services?|cent(?:re|er)s?|trusts?|social|boards?|plans?|hubs?|commissioner))"
_FEW = (
    r"(?:(?<![\w.,/:£+-])(?<!\d )[1-5](?![\w%+]|[.,:/][0-9]| ?%| ?per ?cent)"
    r"|(?<!\bno )\b(?:one|two|three|four|five|both)\b)"
)
_GAP = r"""[] ()[*_"'“”‘’–-]{1,5}"""
# A word in between that begins another thing: "2 plans for children", "one to one with a family".
_BEGINS = (
    r"(?:for|with|to|by|from|about|on|in|at|and|or|between|where|which|who|that|is|are|was|were|as|into"
    r"|how|when|if|led|via|than|per|through|within|all)\b"
)

_A_FEW_PEOPLE = re.compile(
    rf"{_FEW}(?:{_GAP}(?!{_BEGINS})[^\W_]{{1,30}}){{0,3}}?{_GAP}{_PEOPLE}\b{_SERVICES}"
    rf"|\b{_PEOPLE}\b(?: \w+){{0,3}}? ?[:(=] ?{_FEW}(?! [a-z])"
    rf"|\b{_PEOPLE}\b(?: \w+){{0,3}}? (?:is|are|was|were|to|at|of|totalled) (?:only )?{_FEW}(?= ?(?:[.,;)]|$))",
    re.IGNORECASE | re.MULTILINE,
)


def has_number(text: str) -> bool:
    """Whether a text holds a number, percentages among them, that is no date, ref or other number without a count."""
    plain = _counting(text)
    return bool(_ANY.search(plain) or _A_FEW_PEOPLE.search(plain))


def counts_a_few_people(text: str) -> bool:
    """Whether a number from one to five, in digits or as a word, stands beside a word for people."""
    return bool(_A_FEW_PEOPLE.search(_counting(text)))


def _counting(text: str) -> str:
    """A text without the numbers that count nothing; a stroke in their place keeps their neighbours apart."""
    return _NO_COUNT.sub("|", text.replace("\u00a0", " "))


def names_ref(text: str, ref: str, *, alone: bool) -> bool:
    """Whether a text names a KPI by its ref: `KPI 2.1`, `KPIs 2.1 and 2.4`.

    Args:
        text: the text.
        ref: the ref of the KPI.
        alone: whether the ref alone, without the word KPI, is enough, since nothing else on the board has it.
    """
    found = rf"(?<![\w.]){re.escape(ref)}(?!\w|\.\d)"
    return bool(re.search(found if alone else _KPIS + found, text, re.IGNORECASE))


_OTHER_REFS = r"(?:(?=[\w.]{0,39}\d)[\w.]{1,40}(?:, (?:and )?| and | & ))*"
_KPIS = r"\b(?:KPIs?|measures?|indicators?)\b[ :(]{1,3}" + _OTHER_REFS


def without_refs(text: str, refs: Container[str]) -> str:
    """A text without the refs that cannot be taken for a number of their own: `2.1` and `CIP06`, but not `2`."""
    return _TOKEN.sub(lambda token: "|" if token[0].casefold() in refs and not token[0].isdecimal() else token[0], text)


_TOKEN = re.compile(r"(?<![\w.£])\w+(?:\.\w+)*(?! ?%)")


__all__ = ["ToRead", "words_to_read"]

_FORMS = ("line", "text", "date")  # what stands for a date may be any words
_SUMMARIES = ("purpose", "summary", "exceptions")
"""The texts of the board itself that are about its figures; the others are settings."""

_BEGINNING = 40
"""Letters by which a text is found in a document, which shortens some."""


@immutable
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
