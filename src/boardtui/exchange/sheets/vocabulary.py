"""What people call things in their sheets: the headings for each field, and what says which kind a table holds.

For each kind the fields, and for each field its headings in order: of two columns that could be a field, the one whose
heading comes first is it. A heading is a regular expression that has to match the whole of it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

Headings = dict[str, tuple[str, ...]]

_OWNERS = (
    r"(?:{0} )?(?:owner|lead)|(?:{0} )?(?:lead officer|lead person|responsible officer)|senior responsible owner|sro",
    r"assigned to(?: owner)?|assignee|allocated to|responsible(?: person| officer| lead| owner)?|who|by whom|resourcing"
    r"|resources?(?: names?)?|person responsible|lead responsible|accountable(?: officer| person| lead)?"
    r"|owned by|delivery lead|responsibility|(?:{0} )?(?:manager|officer)|lead / owner|owner / lead|lead name"
    r"|owner name|lead\(s\)|leads|owners|team",
)


def _of(kind: str, *patterns: str) -> tuple[str, ...]:
    return tuple(each.replace("{0}", f"(?:{kind})") for each in patterns)


ACTION: Headings = {
    "ref": (
        r"action (?:ref(?:erence)?|no|number|id)|ref|reference|ref no|reference (?:no|number)",
        r"issue key|task id|task (?:no|number|ref)|wbs|outline number",
        r"id|no|number|s no|sr no|item no|item number|issue id|item|unique id|key|#",
        r"row (?:id|no|number)|line (?:no|number)",
    ),
    "title": (
        r"action / decision|action|agreed action|action required|actions required|action description|action title"
        r"|action / task|recommended action|improvement action|action to be taken|what (?:we )?(?:will|are going to) do"
        r"|what (?:needs|has) to (?:happen|be done)|what (?:we )?(?:need|plan) to do|what will (?:happen|be done)"
        r"|specific action|key action|action point",
        r"task name|task|task title|task description|tasks|deliverable|deliverables|major tasks / deliverables"
        r"|activity|activities|step|key activity|work package|to do",
        r"summary|query|title|name|subject|item|to - do item",
        r"actions|key actions|next steps?|what",
        r"description|details?|parameters|issue",
    ),
    "lead": _of("action|task", *_OWNERS),
    "due": (
        r"revised (?:timescale|date|target date|due date|deadline|completion date)|new (?:due"
        r"|target) date|current due date"
        r"|current (?:timescale|target date|deadline)|forecast (?:completion|finish|end) date|latest date",
        r"target (?:date|completion date|completion)|due(?: date| by| on)?|date due|deadline|by when|by|when"
        r"|(?:planned|expected|target) (?:end|finish|completion|resolution) date|timescales?|timeframe|time ?line"
        r"|completion due|complete by|to be completed by|action due|due for completion|delivery date",
        r"end date|finish(?: date)?|end|target",
    ),
    "original_due": (
        r"original (?:timescale|date|target date|due date|deadline|completion date)|baseline (?:date|finish|end date)"
        r"|first (?:due|target) date|initial (?:timescale|target date|due date)",
    ),
    "rag": (
        r"b?rag(?: ?b)?(?: status| rating| rate)?|ragb|brag|r a g|status b?rag|overall rag|current rag|delivery rag"
        r"|progress b?rag",
        r"status|current status|issue status|action status|task status|completion status|overall status|state",
        r"progress",
    ),
    "commentary": (
        r"progress / update|progress updates?|progress notes?|progress comments?|progress commentary|latest update"
        r"|updates?|update / progress|commentary|current position|progress to date|status update|progress / comments?"
        r"|latest progress|comments / progress|action taken|actions taken|update / comments?",
        r"outcome|progress|remarks?|comments?|notes|note|actions|narrative",
        r"description|details?",
    ),
    "measure": (
        r"impact - how will we know|how will we know(?: .*)?|(?:success|outcome) measures?|measures? of success"
        r"|success criteria|evidence of impact|measure|impact measures?|how we will know(?: .*)?"
        r"|what will success look like",
    ),
    "difference": (
        r"(?:how (?:it|this) will|how will (?:it|this)) make a difference|difference (?:it will|to be) ?made?"
        r"|(?:intended|expected|desired|required) (?:outcomes?|impacts?)|impact|benefits?",
    ),
    "recommendation": (
        r"recommendations?|ofsted recommendations?|inspection recommendations?|recommendation (?:no|ref)",
    ),
    "raised": (
        r"(?:date )?(?:raised|added|opened|logged|identified)(?: on| date)?|raised date|action date|date agreed",
    ),
    "completed": (
        r"(?:date )?(?:completed|closed|resolved|done)(?: on| date)?|(?:completed|closed|closure|actual completion"
        r"|actual finish|actual end|resolved) date|date of completion|actual (?:finish|end|completion)|closed on",
    ),
    "ambition": (
        r"ambition(?: no| number| ref)?|ambition title",
        r"(?:theme|workstream|work stream|priority area|improvement (?:area|theme|priority)|objective"
        r"|strategic objective"
        r"|outcome area|pillar|strand|focus area|area of focus)(?: no| number| ref)?",
        r"bucket(?: name)?",
    ),
    "progress": (r"status|progress|action status|task status|completion status|progress status|current status",),
}

MILESTONE: Headings = {
    "ref": (r"milestone (?:id|ref|no|number)|ref|reference|ref no|id|no|number|s no",),
    "title": (
        r"milestones?|milestone (?:description|name|title)|key milestones?|milestone / deliverable|deliverable|event",
        r"title|name|task name|task|activity|summary",
        r"description|details?",
    ),
    "lead": _of("milestone", *_OWNERS),
    "due": (
        r"revised (?:date|due date|target date)|forecast (?:date|end date)|current (?:date|target date)",
        r"(?:milestone )?(?:due|target)(?: date)?|date due|by when|when|deadline|planned (?:date|end date)|target|date"
        r"|milestone date|due by|timescale|planned|target completion(?: date)?",
        r"end date|finish(?: date)?|completion date due",
    ),
    "rag": ACTION["rag"],
    "note": (
        r"notes?|comments?|commentary|progress notes?|remarks?|progress updates?|updates?|latest update",
        r"description",
    ),
    "completed": ACTION["completed"],
    "progress": ACTION["progress"],
}

_SCORED = (
    r"(?:(?:inherent|baseline|gross|initial|original|raw|untreated|residual|current|net|controlled|mitigated|treated"
    r"|managed|latest|target|desired|planned|pre|post|mitigation|risk|overall|assessed|before|after) ?-? ?)*"
)

RISK: Headings = {
    "ref": (
        r"risk (?:id|ref(?:erence)?|no|number|code)|raid id|ref|reference|ref no|reference (?:no|number)",
        r"id|no|number|s no|sr no|item|raid (?:ref|no)|code|#",
    ),
    "title": (
        r"risk name|risk title|risk|title|risk and effects?|risk / effects?|risk event|risk summary|potential risks?",
        r"risk descriptions?|description of (?:the )?(?:potential )?risks?|risk detail|risk statement|risks"
        r"|what is the risk|risk / issue|risk or issue|name|summary|event",
        r"description|details?|issue",
    ),
    "description": (
        r"description of (?:the )?(?:potential )?impacts?|impact description|potential impacts?|effects?|consequences?"
        r"|potential (?:effects?|consequences?)|risk effects?|impact of (?:the )?risk|effect of risk",
        r"impacts?",
        r"risk descriptions?|description of (?:the )?(?:potential )?risks?|description|details?|further details?"
        r"|risk detail|cause and effect|causes? and consequences?|causes?",
    ),
    "category": (r"risk category|category|categories|risk type|risk area|type of risk|rbs level 1|theme|domain",),
    "owner": _of("risk", *_OWNERS),
    "likelihood": (
        rf"{_SCORED}(?:likelihood|probability|frq|frequency|occurrence|l)(?: score| rating| level)?"
        r"|likelihood / probability|probability / likelihood|chance|p|o|lik|prob",
    ),
    "impact": (
        rf"{_SCORED}(?:impact|severity|sev|consequence|i)(?: score| rating| level)?|impact / severity"
        r"|severity / impact|consequences|s|c|imp",
    ),
    "product": (
        rf"{_SCORED}(?:score|index|exposure|rpn|rating|total|product|factor|value|magnitude|rank)"
        r"|l x i|lxi|i x l|p x i|pxi|(?:gross|net|inherent|residual|current|target|baseline) risk|rag score|severity x "
        r"likelihood|risk level score|overall",
    ),
    "mitigation": (
        r"mitigations?|mitigation (?:plan|strategy|action|actions|measures?|in place)|mitigating (?:actions?|measures?)"
        r"|actions? being taken to manag(?:e|ing) (?:the )?risks?|controls?(?: in place| measures?)?|existing controls?"
        r"|key controls?|current controls?|further actions?(?: required)?|planned actions?|additional controls?"
        r"|risk response|response plan|planned mitigation|treatment(?: plan)?|risk treatment|actions? to mitigate"
        r"|risk mitigation(?: .*)?|mitigation / controls?|control measures?|management actions?|action to be taken",
        r"action plan|actions?|action required|response",
    ),
    "mitigation due": (
        r"(?:mitigation|action|target|due)(?: target| due| completion)? date|target(?: date| completion)?|due|by when"
        r"|date due|deadline|due by|timescales?|completion date|(?:mitigation|action) (?:due|deadline)"
        r"|target resolution",
    ),
    "mitigation owner": (r"(?:mitigation|action|control) (?:owner|lead)|mitigation (?:officer|responsible)",),
    "mitigation progress": (r"(?:mitigation|action|control) (?:status|progress)",),
    "contingency": (r"contingency(?: plans?| actions?| arrangements?)?|fall ?back(?: plan)?",),
    "response": (
        r"strategy|risk (?:strategy|response strategy|response type|treatment type)|response(?: type| strategy)?"
        r"|treatment|risk response|4ts|treat / tolerate / transfer / terminate|approach|risk approach|response option",
    ),
    "state": (r"(?:risk )?status|risk state|state|open / closed|current status|open or closed",),
    "commentary": (
        r"comments?(?: and progress of actions)?|commentary|progress(?: updates?| notes?)?|latest update"
        r"|updates?|notes?"
        r"|remarks?|current position|progress / comments?|review comments?|comments / updates?",
    ),
    "next_review": (r"(?:next )?review(?: date| due)?|date of next review|next review(?: due| on)?|review by",),
    "raised": (
        r"(?:date )?(?:raised|added|identified|opened|logged|registered)(?: on| date)?|raised date|date of entry"
        r"|date risk (?:raised|identified)|identified on",
    ),
    "ambition": (r"ambition(?: no| number| ref)?",),
}

KPI: Headings = {
    "ref": (
        r"(?:kpi |measure |indicator |pi )?(?:code|ref|reference|id|no|number)|measure code|ref no|kpi",
        r"#|s no",
    ),
    "title": (
        r"indicator|performance indicator|kpi (?:name|title|description|measure)|measure (?:name|title|description)"
        r"|indicator (?:name|title|description)|performance measure|key performance indicator|measure title",
        r"measures?|metrics?|kpis?|indicators|pi|key measure|what we measure",
        r"category|title|name|description|data item|dataset",
    ),
    "upper": (
        r"target|standard|norm|goal|threshold|upper target|target value|annual target|year end target|(?:19|20)\d\d"
        r"(?: ?[/-] ?\d{2,4})? target|stretch(?: target)?|target (?:19|20)\d\d(?: ?[/-] ?\d{2,4})?",
    ),
    "minimum": (r"minimum(?: target| standard)?|lower target|floor|tolerance|lower threshold|min target",),
    "unit": (r"units?(?: of measure(?:ment)?)?|uom|format|measure type|value type",),
    "polarity": (r"polarity|ranking type|good is|good to be|desired direction|better|high / low|direction of good",),
    "frequency": (r"frequency|reporting frequency|frequency of reporting|collected|reported|reporting period",),
    "source": (r"source|data source|source of data|data system|system",),
    "definition": (r"definition|calculation|methodology|how (?:it is )?calculated|formula|method|rationale",),
    "group": (
        r"group|topic|service|committee|theme|heading|section|service area|domain|directorate|department"
        r"|area of practice",
    ),
    "lead": _of("data|kpi|measure", *_OWNERS),
    "commentary": (
        r"comments?|commentary|notes?|narrative|analysis|remarks?|performance commentary|latest commentary",
    ),
    "period": (r"period|time period|reporting period|month|quarter|year|financial year|date|period end(?:ing)?|as at",),
    "value": (
        r"value|actual|result|figure|performance|outturn|score|percentage|percent|rate|reading|actual value|data value"
        r"|current value|latest value|obs value|observation",
        r"(?:.* )?(?:percent|percentage|pct|rate|%)",
        r"count|total|number",
    ),
    "numerator": (r"(?:.* )?numerator|num|top line",),
    "denominator": (r"(?:.* )?denominator|denom|den|cohort|population|base",),
    "area": (
        r"la name|local authority(?: name)?|area(?: name)?|authority(?: name)?|council|borough|district|lad name"
        r"|geography(?: name)?|place",
        r"region(?: name)?|country(?: name)?|geographic level|geography level|area type",
    ),
    "ambition": (r"ambition(?: no| number| ref)?",),
}
READINGS = (
    r"actual|current|latest|value|result|performance|outturn|this (?:week|month|quarter|year|period)"
    r"|last (?:week|month|"
    r"quarter|year|period)|previous (?:week|month|quarter|year|period)|prior (?:month|quarter|year)|to date|ytd|"
    r"year to date|current (?:value|figure|performance|position)|latest (?:value|figure|result|performance)|year end"
    r"|actual performance|score|figure|reading|cumulative|q[1-4]|(?:jan|feb|mar|apr|may|jun|jul|aug"
    r"|sep|sept|oct|nov|dec)"
    r"[a-z]*|baseline"
)

BUDGET: Headings = {
    "title": (
        r"source of (?:funding|funds)|funding source|funding stream|budget (?:line|heading|item|head)|cost heading"
        r"|budget area|grant|funding|cost centre|project name|project|line",
        r"item|description|title|name|service|workstream|category|area|activity|programme",
    ),
    "source": (r"source|funded (?:by|from)|funder|source of (?:funding|funds)|funding source",),
    "year": (r"(?:financial )?year|fy",),
    "approved": (
        r"approved(?: budget| amount| funding)?|(?:total |original |revised |annual )?budget|allocation|allocated"
        r"|agreed(?: budget)?|budget (?:approved|allocated|agreed)|award|grant awarded|full year budget",
    ),
    "spent": (
        r"spend to date|spent(?: to date)?|actual (?:spend|spent|cost|expenditure)(?: to date)?"
        r"|expenditure(?: to date)?"
        r"|actuals?(?: to date)?|spend|paid|ytd (?:spend|actual)|year to date (?:spend|actual)|cost to date",
    ),
    "projected": (
        r"forecast(?: outturn| spend| out - turn| expenditure| cost)?|projected(?: outturn| spend| cost)?|outturn"
        r"|expected outturn|estimated outturn|year end forecast|forecast year end|projection|full year forecast",
    ),
    "variance": (
        r"variance|variation|over / underspend|under / overspend|difference|over / under spend|over / \(under\)",
    ),
    "note": (r"comments?|notes?|commentary|remarks?|narrative|explanation",),
}

DECISION: Headings = {
    "ref": (r"(?:decision )?(?:ref(?:erence)?|no|number|id)|decision ref(?:erence)?|ref no|#|s no",),
    "text": (
        r"decisions?(?: made| taken| agreed| description)?|decision / resolution|resolution|resolved|what was decided",
        r"description|details?|summary|title",
    ),
    "made_by": (
        r"(?:decided|taken|made|agreed|approved|authorised) by|decision maker|decision (?:made|taken|owner) ?(?:by)?"
        r"|by whom|owner|approver|authority|forum|meeting|who",
    ),
    "date": (
        r"date(?: taken| made| agreed| decided| of decision| approved)?|decision date|decided on|when|meeting date"
        r"|date of meeting|agreed on",
    ),
}

ARISING: Headings = {
    "ref": ACTION["ref"],
    "text": (*ACTION["title"], r"matters? arising"),
    "owner": _of("action|task", *_OWNERS),
    "due": ACTION["due"],
    "done": (r"status|done|complete|completed|progress|state|action status|current status|open / closed|closed",),
    "outcome": (r"outcome|result|resolution",),
}

AMBITION: Headings = {
    "ref": (r"(?:ambition |theme |priority )?(?:ref(?:erence)?|no|number|id)|#",),
    "title": (
        r"ambitions?(?: title| name)?|themes?|priorit(?:y|ies)|objectives?|workstreams?"
        r"|strategic objectives?|aims?|goals?",
        r"title|name|description",
    ),
    "lead": _of("ambition|theme|priority", *_OWNERS, r"sponsor"),
    "rag": ACTION["rag"],
    "narrative": (r"narrative|summary|position|commentary|comments?|updates?|progress|how it stands",),
    "achievements": (r"achievements?|what has been achieved|successes|key achievements?",),
}

KINDS_READ: dict[str, Headings] = {
    "action": ACTION,
    "milestone": MILESTONE,
    "risk": RISK,
    "kpi": KPI,
    "budget_line": BUDGET,
    "decision": DECISION,
    "action_arising": ARISING,
    "ambition": AMBITION,
}

KIND_COLUMN = r"type|raid(?: type| category)?|entry type|item type|record type|log type|category|kind|raid item type"
"""The heading of a column that says of each row what it is."""
NUMBERING = r"s no|sr no|no|number|#|row|item no|line"
AMBIGUOUS_DATES = r"completion date|complete date|date complete|completion|date"
"""Headings of which only a person knows whether the day is planned or the day it was done."""


_LONGEST_KNOWN = 60


@lru_cache(maxsize=100_000)
def rank(kind: str, field: str, plain: str) -> int | None:
    """How well a heading fits a field: 0 for best, None where it is none of its headings."""
    patterns = KINDS_READ[kind].get(field, ())
    for words in _spellings(plain):
        for position, pattern in enumerate(patterns):
            # Where a heading is one word, its words may have been written together.
            loose = pattern if " " in words else pattern.replace(" ", " ?")
            if re.fullmatch(f"(?:{loose})", words):
                return position
    return None


@lru_cache(maxsize=20_000)
def _spellings(plain: str) -> tuple[str, ...]:
    """A heading as it is, of one instead of several, and without the year it is for."""
    single = re.sub(r"(?<=[a-z]{2}[^su\W])s\b", "", plain)
    undated = " ".join(re.sub(r"\b20\d\d(?: ?[/-] ?\d{2,4})?\b", "", plain).split())
    return tuple(dict.fromkeys(filter(None, (plain, single, undated))))


@cache
def _any_heading() -> re.Pattern[str]:
    every = {pattern for fields in KINDS_READ.values() for patterns in fields.values() for pattern in patterns}
    return re.compile(
        "|".join(f"(?:{pattern})".replace(" ", " ?") for pattern in sorted({*every, KIND_COLUMN, READINGS}))
    )


@lru_cache(maxsize=100_000)
def known(plain: str) -> bool:
    """Whether a heading is that of any field of any kind."""
    if len(plain) > _LONGEST_KNOWN:
        return False
    return any(_any_heading().fullmatch(words) is not None for words in _spellings(plain))
