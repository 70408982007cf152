"""Numbers in texts that people wrote: whether a text holds one, and whether it counts a few people.

Nothing is understood here. What is no count by its form (a ref, a date, a list number, an age, a time span) is passed
over; what is left is for a person to read.
"""

from __future__ import annotations

import re
from collections.abc import Container

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
