"""What people call the columns of owners, whatever they own, and of figures: of KPIs, comparators and budgets."""

from __future__ import annotations

from boardtui.domain.kpis.headings import BEFORE, HEADINGS, NOW

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
READINGS = rf"{NOW}|{BEFORE}|q[1-4]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
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
