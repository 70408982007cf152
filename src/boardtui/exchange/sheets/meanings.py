"""What people write: headings of owners and figures; words for ratings, states, responses, progress, and nothing."""

from __future__ import annotations

import re

from boardtui.domain.kpis.headings import BEFORE, HEADINGS, NOW
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import Response, RiskState

Headings = dict[str, tuple[str, ...]]
"""For each field its headings in order: regular expressions that match the whole of one."""

OWNERS = (
    r"(?:{0} )?(?:owner|lead)|(?:{0} )?(?:lead officer|lead person|responsible officer)|senior responsible owner|sro",
    r"assigned to(?: owner)?|assignee|allocated to|responsible(?: person| officer| lead| owner)?|who|by whom|resourcing"
    r"|resources?(?: names?)?|person responsible|lead responsible|accountable(?: officer| person| lead)?"
    r"|owned by|delivery lead|responsibility|(?:{0} )?(?:manager|officer)|lead / owner|owner / lead|lead name"
    r"|owner name|lead\(s\)|leads|owners|team|who (?:is|are|will be) (?:responsible|leading|accountable)|who leads?"
    r"|who by|by who|action by|named (?:lead|officer)|lead (?:agency|partner|director|manager|member)"
    r"|(?:strategic|executive|operational|responsible|accountable) (?:lead|owner|director|manager)|post ?holder",
)
RATING_WORDS = {
    **{word: rating for rating in Rag if rating is not Rag.NOT_RATED for word in (rating.value, rating.letter.lower())},
    "not rated": Rag.NOT_RATED,
}
STANDARD_FILLS = {
    "FF0000": Rag.RED,
    "C00000": Rag.RED,
    "FFC000": Rag.AMBER,
    "00B050": Rag.GREEN,
    "0070C0": Rag.BLUE,
}
PROGRESS_WORDS = {
    "not started": Progress.NOT_STARTED,
    "in progress": Progress.IN_PROGRESS,
    "complete": Progress.COMPLETE,
    "completed": Progress.COMPLETE,
    "stopped": Progress.STOPPED,
}
STATE_WORDS = {"open": RiskState.OPEN, "closed": RiskState.CLOSED}
RESPONSE_WORDS = {
    **{each.value: each for each in Response if each},
    **dict.fromkeys(("mitigate", "reduce"), Response.TREAT),
    "accept": Response.TOLERATE,
    "avoid": Response.TERMINATE,
    "share": Response.TRANSFER,
}
WORKFLOW_WORDS = re.compile(
    r"open|closed|done|to ?do|in pro\w+|in review|under way|underway|on ?going|on hold|proposed.*|agreed.*|cancell?ed"
    r"|carried over|pending|planned|not (?:yet )?started|wip|yet to start|complet\w+|resolved|re-?open(?:ed)?|started"
    r"|on track|off track|at risk|delayed|late|overdue|deferred|stopped|blocked|no progress|not due|monitoring"
    r"|\d{1,3} ?%|red|amber|green|blue|[ragb]",
    re.IGNORECASE,
)
DONE_WORDS = ("closed", "done", "complete", "completed", "yes", "y", "true", "✅", "✔", "✔️", "✓", "☑")
_GOOD_ENDS = {
    **dict.fromkeys(("high", "higher", "bigger", "more"), "high"),
    **dict.fromkeys(("low", "lower", "smaller", "less"), "low"),
}
POLARITY_WORDS = {
    **{
        said.format(end): way
        for end, way in _GOOD_ENDS.items()
        for said in ("{}", "{} is better", "{} is good", "{} = good", "{} better", "good to be {}")
    },
    **dict.fromkeys(("maximise", "increase", "up", "↑", "▲", "↗"), "high"),
    **dict.fromkeys(("minimise", "decrease", "down", "↓", "▼", "↘"), "low"),
    **dict.fromkeys(("near target", "close to target", "on target"), "near target"),
    **dict.fromkeys(("-", "–", "none", "neutral", "neither"), "none"),
}
_GRADES = (
    r"(?:(?:very|extremely|almost|highly|fairly|quite) )?(?:low|lo|medium|med|moderate|mod|mid|high|hi|minor|major"
    r"|severe|serious|critical|catastrophic|negligible|insignificant|significant|minimal|marginal|extreme|rare|unlikely"
    r"|possible|likely|probable|certain|improbable|remote|frequent|occasional|tolerable|intolerable|substantial|none"
    r"|v ?[hl]|[hml]|n/?a)(?: (?:risk|impact|likelihood))?"
)
GRADE = re.compile(rf"{_GRADES}(?: ?(?:[-–/]|to) ?{_GRADES})?", re.IGNORECASE)
"""A word of a scale of likelihood or impact."""
PAIR = re.compile(
    r"(?P<one>[LPIS])?\s*(?P<first>[1-9])\s*(?:[x×*]|(?<=[1-9]),?\s*(?=[LPIS]\s*\d))\s*(?P<two>[LPIS])?\s*(?P<second>[1-9])"
    r"(?:\s*=\s*(?P<product>\d+)\b.*|\s*\((?P<within>\d+)\b.*\)|\s*=.*)?",
    re.IGNORECASE,
)
"""Likelihood and impact in one cell, such as `4x3`, `4 x 3 = 12` or `L4 I3`."""
NOTHING_WORDS = ("-", "–", "—", "no notes", "no comment", "no comments")
"""In a column of texts these say nothing. `None` and `N/A` were written by somebody and stay."""
TOTAL_WORDS = re.compile(r"(?:grand |sub[ -]?|overall )?totals?(?: .*)?|sum", re.IGNORECASE)
BARE_TOTAL = re.compile(r"(?:grand |sub[ -]?|overall )?totals?:?|sum", re.IGNORECASE)
AMOUNT = re.compile(r"[-+−(]*[£$€]?\s?-?[\d,.]+\s?[%km]?\)?|[-–—*]|n/?a|tbc", re.IGNORECASE)
MONEY_SCALE = re.compile(
    r"£ ?'?0{3}'?s?|£ ?k\b|£ ?m\b|£ ?millions?\b|\(k\)|£ ?thousands?\b|\bin thousands\b|£ ?'000s?", re.IGNORECASE
)


def of(kind: str, *patterns: str) -> tuple[str, ...]:
    """Patterns of headings with the name of a kind put in where `{0}` stands."""
    return tuple(each.replace("{0}", f"(?:{kind})") for each in patterns)


KPI: Headings = {
    "ref": HEADINGS["ref"],
    "title": HEADINGS["title"],
    "upper": (
        r"target|standard|norm|goal|threshold|upper target|target value|annual target|year end target|(?:19|20)\d\d"
        r"(?: ?[/-] ?\d{2,4})? target|stretch(?: target)?|target (?:19|20)\d\d(?: ?[/-] ?\d{2,4})?"
        r"|\d\d ?/ ?\d\d target|target (?:for )?\d\d ?/ ?\d\d"
        r"|(?:board|local|our|current|agreed|monthly|quarterly|national|improvement) target",
    ),
    "minimum": (r"minimum(?: target| standard)?|lower target|floor|tolerance|lower threshold|min target",),
    "unit": (r"units?(?: of measure(?:ment)?)?|uom|format|measure type|value type",),
    "polarity": (
        r"polarity|ranking type|good|good is|good to be|good performance(?: is)?|desired direction|better|high / low"
        r"|direction of good",
    ),
    "frequency": (r"frequency|reporting frequency|frequency of reporting|collected|reported|reporting period",),
    "source": (r"source|data source|source of data|data system|system",),
    "definition": (r"definition|calculation|methodology|how (?:it is )?calculated|formula|method|rationale",),
    "group": (
        r"group|topic|service|committee|theme|heading|section|service area|domain|directorate|department"
        r"|area of practice",
    ),
    "lead": of("data|kpi|measure", *OWNERS),
    "commentary": HEADINGS["commentary"],
    "period": (
        r"period|time period|month|quarter|year|financial year|date|(?:period|month|quarter|week|year) end(?:ing|ed)?"
        r"|(?:reporting|data|performance|measurement) (?:period|month|quarter|year|date)|fin(?:ancial)? year|as at",
    ),
    "value": HEADINGS["value"],
    "numerator": HEADINGS["numerator"],
    "denominator": HEADINGS["denominator"],
    "area": (
        r"la|las|la name|local authority(?: name)?|area(?: name)?|authority(?: name)?|council|borough|district|lad name"
        r"|geography(?: name)?|place",
        r"region(?: name)?|country(?: name)?|geographic level|geography level|area type",
    ),
    "ambition": (r"ambition(?: no| number| ref)?",),
}
READINGS = rf"{NOW}|{BEFORE}|q(?:uarter)? ?[1-4]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
SAID_OF_A_FIGURE = (
    r"b?rag(?: status| rating)?|status|comments?|commentary|notes?|narrative|explanation|direction of travel|dot"
    r"|trend|direction"
)
PARTS_OF_A_FIGURE: dict[str, str] = {
    "numerator": r"\b(?:numerator|num)\b\.?",
    "denominator": r"\b(?:denominator|denom|den)\b\.?",
    "upper": r"\b(?:target|standard)\b",
    "figure_note": rf"\b(?:{SAID_OF_A_FIGURE})\b",
}
"""What a heading that names a period says of the figures below it beside that."""

BUDGET: Headings = {
    "title": (
        r"source of (?:funding|funds)|funding source|funding stream|budget (?:line|heading|item|head)|cost heading"
        r"|budget area|grant|funding|cost centre|project name|project|line",
        r"item|heading|description|title|name|service|workstream|category|area|activity|programme",
    ),
    "source": (r"source|funded (?:by|from)|funder|source of (?:funding|funds)|funding source|funding",),
    "year": (r"(?:financial )?year|fy",),
    "approved": (
        r"approved(?: budget| amount| funding)?|(?:total |original |revised |annual )?budget|allocation|allocated"
        r"|agreed(?: budget)?|budget (?:approved|allocated|agreed)|award|grant awarded|full year budget",
    ),
    "spent": (
        r"spend to date|spent(?: to date)?|actual (?:spend|spent|cost|expenditure)(?: to date)?"
        r"|expenditure(?: to date)?"
        r"|actuals?(?: to date)?|(?:actuals?|spend|spent) (?:ytd|year to date)|spend|paid"
        r"|ytd (?:spend|actual)|year to date (?:spend|actual)|cost to date"
        r"|(?:spend|spent|expenditure|actuals?) (?:to|at|as at|up to) (?:end |the end of )?(?:\d|[a-z]{3}).*",
    ),
    "projected": (
        r"forecast(?: outturn| spend| out - turn| expenditure| cost)?|projected(?: outturn| spend| cost)?|outturn"
        r"|expected outturn|estimated outturn|year end forecast|forecast year end|projection|full year forecast",
    ),
    "variance": (r"variance|variation|difference|(?:over|under) / (?:over|under)(?: ?spen[dt])?",),
    "note": (r"comments?|notes?|commentary|remarks?|narrative|explanation",),
}

COMPARATORS = (
    r"(?:latest |published |all )?(?:"
    r"england|great britain|uk|united kingdom|wales|scotland|nat(?:ional)?|eng"
    r"|stat(?:istical)? neigh(?:bours?|bors?|s)?|s ?/ ?neighbours?|sns?|(?:(?:nearest|cipfa) )?neighbours?"
    r"|regional|region|comparators?|benchmarks?|peers?|similar (?:councils?|las?|authorities)|core cities"
    r"|north (?:east|west)|south (?:east|west)|yorkshire(?: and (?:the )?humber(?:side)?)?|east(?:ern)?(?: of england)?"
    r"|(?:east|west) midlands|(?:inner |outer |greater )?london|unitar(?:y|ies)|counties|metropolitan"
    r")(?: (?:authorit(?:y|ies)|las?|group|family|averages?|avg?|ave|mean|median|figures?|rate|value|%)){0,3}"
)
"""Headings of columns that say how others do, beside the figures of a KPI."""
