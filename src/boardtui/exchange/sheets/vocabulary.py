"""What people call things in their sheets: the headings for each field, and what says which kind a table holds.

For each kind the fields, and for each field its headings in order: of two columns that could be a field, the one whose
heading comes first is it. A heading is a regular expression that has to match the whole of it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from boardtui.exchange.sheets.meanings import BUDGET, COMPARATORS, KPI, OWNERS, READINGS, Headings, of

ACTION: Headings = {
    "ref": (
        r"action (?:ref(?:erence)?|no|number|id)|ref|reference|ref no|reference (?:no|number)",
        r"issue key|task id|task (?:no|number|ref)|wbs|outline number",
        r"id|no|number|s no|sr no|item no|item number|issue id|item|unique id|key|#",
        r"row (?:id|no|number)|line (?:no|number)",
        r"action|task",
    ),
    "title": (
        r"action / decision|actions? / milestones?|milestones? / actions?"
        r"|action|agreed action|action required|actions required|action description|action title"
        r"|action / task|recommended action|improvement action|action to be taken|what (?:we )?(?:will|are going to) do"
        r"|what (?:needs|has) to (?:happen|be done)|what (?:we )?(?:need|plan) to do|what will (?:happen|be done)"
        r"|specific action|key action|action point|what (?:do )?we (?:are going|need|have|plan|intend) to do"
        r"|improvement activity|action details?|task / action|action / activity|activity / action"
        r"|what action (?:will be|is) (?:taken|needed|required)|actions? agreed|agreed actions?",
        r"task name|task|task title|task description|tasks|deliverable|deliverables|major tasks / deliverables"
        r"|activity|activities|step|key activity|work package|to do",
        r"summary|query|title|name|subject|item|to - do item",
        r"actions|key actions|next steps?|what",
        r"description|details?|parameters|issue",
    ),
    "lead": of("action|task", *OWNERS),
    "due": (
        r"revised (?:timescale|date|target date|due date|deadline|completion date)|forecast|revised|new (?:due"
        r"|target) date|current due date"
        r"|current (?:timescale|target date|deadline)|forecast (?:completion|finish|end) date|latest date",
        r"target (?:date|completion date|completion)|due(?: date| by| on)?|date due|deadline|by when|by|when"
        r"|(?:planned|expected|target) (?:end|finish|completion|resolution) date|timescales?|timeframe|time ?line"
        r"|completion due|complete by|to be completed by|action due|due for completion|delivery date|when by"
        r"|(?:to be )?done by|deadline date|required by|needed by|(?:expected|estimated|anticipated|planned) completion"
        r"(?: date)?|date for completion|implementation date|completion deadline|agreed (?:date|deadline)",
        r"end date|finish(?: date)?|end|target",
    ),
    "original_due": (
        r"original (?:timescale|date|target date|due date|deadline|completion date)|baseline|original"
        r"|baseline (?:date|finish|end date)"
        r"|first (?:due|target) date|initial (?:timescale|target date|due date)",
    ),
    "rag": (
        r"b?rag(?: ?b)?(?: status| rating| rate)?|ragb|brag|r a g|status b?rag|overall rag|current rag|delivery rag"
        r"|progress b?rag"
        r"|(?:this|current|latest|new) (?:(?:month|period|quarter|week|meeting) )?b?rag(?: status| rating)?"
        r"|b?rag (?:this|now|current|latest)(?: (?:month|period|quarter|week|meeting))?",
        r"status|current status|issue status|action status|task status|completion status|overall status|state",
        r"progress",
    ),
    "commentary": (
        r"progress / update|progress updates?|progress notes?|progress comments?|progress commentary|latest update"
        r"|updates?|update / progress|commentary|current position|progress to date|status update|progress / comments?"
        r"|latest progress|comments? / (?:progress|updates?|actions?)|action taken|actions taken|update / comments?"
        r"|where (?:are we|we are)(?: now)?|what (?:have we|we have) done(?: so far)?|how are we doing"
        r"|what has (?:been done|happened)(?: so far)?|progress (?:so far|made|summary|since .*|this .*)"
        r"|summary of progress|(?:latest|monthly|weekly|current|lead|officer) (?:comments?|commentary|notes?|news"
        r"|update|position|progress)|position statement",
        r"outcome|progress|remarks?|comments?|notes|note|actions|narrative",
        r"description|details?",
    ),
    "measure": (
        r"impact - how will we know|how will we know(?: .*)?|(?:success|outcome) measures?|measures? of success"
        r"|success criteria|evidence of impact|measure|impact measures?|how we will know(?: .*)?"
        r"|what will success look like",
    ),
    "rationale": (
        r"(?:rationale|reasons?|justification) for (?:b?rag|rating|status)(?: rating| status)?"
        r"|(?:b?rag|rating) (?:rationale|reason|justification)",
    ),
    "back_to_green": (r"(?:date )?back to green(?: date| by)?|(?:path|return|route) to green(?: date)",),
    "help_wanted": (r"(?:help|support) (?:wanted|needed|required)(?: from .*)?",),
    "difference": (
        r"(?:how (?:it|this) will|how will (?:it|this)) make a difference"
        r"|difference (?:it|this|we) (?:will|want to) make"
        r"|what difference (?:it|this|we|will it|will this|will we) (?:will )?make(?: .*)?"
        r"|difference (?:it will|to be) ?made?"
        r"|(?:intended|expected|desired|required) (?:outcomes?|impacts?)|impact|benefits?",
    ),
    "recommendation": (
        r"recommendations?|ofsted recommendations?|inspection recommendations?|recommendation (?:no|ref)",
    ),
    "raised": (
        r"(?:date )?(?:raised|added|opened|logged|identified)(?: on| date)?|raised date|action date|date agreed",
    ),
    "completed": (
        r"(?:date )?(?:completed|closed|resolved|done)(?: on| at| date)?|(?:completed|closed|closure|actual completion"
        r"|actual(?: finish| end)?|resolved) date|actual|date of completion|actual (?:finish|end|completion)|closed on",
    ),
    "ambition": (
        r"ambition(?: no| number| ref)?|ambition title",
        r"(?:theme|workstream|work stream|priority area|improvement (?:area|theme|priority)|areas? for improvement"
        r"|objective"
        r"|strategic objective"
        r"|outcome area|pillar|strand|focus area|area of focus)(?: no| number| ref)?",
        r"bucket(?: name)?",
    ),
    "progress": (r"status|progress|action status|task status|completion status|progress status|current status",),
}

MILESTONE: Headings = {
    "ref": (r"milestone (?:id|ref|no|number)|ref|reference|ref no|id|no|number|s no", r"milestone"),
    "title": (
        r"milestones?|milestone (?:description|name|title)|key milestones?|milestone / deliverable|deliverable|event",
        r"title|name|task name|task|activity|summary",
        r"description|details?",
    ),
    "lead": of("milestone", *OWNERS),
    "due": (
        r"revised (?:date|due date|target date)|forecast(?: date| end date)?|revised|current (?:date|target date)",
        r"(?:milestone )?(?:due|target)(?: date)?|date due|by when|when|deadline|planned (?:date|end date)|target|date"
        r"|milestone date|due by|timescale|planned|target completion(?: date)?",
        r"end date|finish(?: date)?|completion date due",
    ),
    "original_due": ACTION["original_due"],
    "rag": ACTION["rag"],
    "note": (
        r"notes?|comments?|commentary|progress notes?|remarks?|progress updates?|updates?|latest update"
        r"|comments? / updates?|updates? / comments?",
        r"description",
    ),
    "completed": ACTION["completed"],
    "progress": ACTION["progress"],
    "links": (
        r"(?:linked|related|associated|parent|supports) (?:actions?|kpis?|risks?)(?: (?:refs?|nos?|numbers?|ids?))?"
        r"|links?(?: to)?(?: actions?)?|linked to",
        r"actions?(?: (?:refs?|nos?|numbers?|ids?))?",
    ),
}

_SCORED = (
    r"(?:(?:inherent|baseline|gross|initial|original|raw|untreated|residual|current|net|controlled|mitigated|treated"
    r"|managed|latest|target|desired|planned|pre|post|mitigation|risk|overall|assessed|before|after) ?-? ?)*"
)

RISK: Headings = {
    "ref": (
        r"risk (?:id|ref(?:erence)?|no|number|code)|raid id|ref|reference|ref no|reference (?:no|number)",
        r"id|no|number|s no|sr no|item|raid (?:ref|no)|code|#",
        r"risk",
    ),
    "title": (
        r"risk name|risk title|risk|title|risk and effects?|risk / effects?|risk event|risk summary|potential risks?",
        r"risk descriptions?|description of (?:the )?(?:potential )?risks?|risk detail|risk statement|risks"
        r"|what is the risk|risk / issue|risk or issue|name|summary|event",
        r"description|details?|issue",
    ),
    "description": (
        r"description of (?:the )?(?:potential )?impacts?|impact description|potential impacts?|effects?|consequences?"
        r"|potential (?:effects?|consequences?)|risk effects?|impact of (?:the )?risk|effect of risk"
        r"|(?:impact|effect|consequence) if (?:it|the risk|this) (?:happens|occurs|materiali[sz]es)"
        r"|what (?:could|would|might|may) happen(?: .*)?",
        r"impacts?",
        r"risk descriptions?|description of (?:the )?(?:potential )?risks?|description|details?|further details?"
        r"|risk detail|cause and effect|causes? and consequences?|causes?",
    ),
    "category": (r"risk category|category|categories|risk type|risk area|type of risk|rbs level 1|theme|domain",),
    "owner": of("risk", *OWNERS),
    "likelihood": (
        rf"{_SCORED}(?:likelihood|probability|frq|frequency|occurrence|l|p)(?: score| rating| level)?"
        r"|likelihood / probability|probability / likelihood|chance|p|o|lik|prob",
    ),
    "impact": (
        rf"{_SCORED}(?:impact|severity|sev|consequence|i|s)(?: score| rating| level)?|impact / severity"
        r"|severity / impact|consequences|s|c|imp",
    ),
    "product": (
        rf"{_SCORED}(?:score|index|exposure|rpn|rating|total|product|factor|value|magnitude|rank|rr)"
        r"|l x [isc]|lx[isc]|[isc] x l|p x i|pxi|(?:gross|net|inherent|residual|current|target|baseline) risk|rag score"
        r"|severity x likelihood|risk level score|overall",
    ),
    "mitigation": (
        r"mitigations?|mitigation (?:plan|strategy|action|actions|measures?|in place)|mitigating (?:actions?|measures?)"
        r"|actions? being taken to manag(?:e|ing) (?:the )?risks?|controls?(?: in place| measures?)?|existing controls?"
        r"|key controls?|current controls?|further actions?(?: required)?|planned actions?|additional controls?"
        r"|risk response|response plan|planned mitigation|treatment(?: plan)?|risk treatment|actions? to mitigate"
        r"|risk mitigation(?: .*)?|mitigations? / (?:controls?|actions?)"
        r"|actions? / mitigations?|controls? / mitigations?|control measures?|management actions?|action to be taken"
        r"|(?:existing|current|key|planned|further|additional|proposed|agreed|future|new|outstanding) (?:mitigations?"
        r"|mitigating actions?|controls?|actions?|measures?|control measures?)(?: required| needed| planned| in place)?"
        r"|mitigations? (?:in place|required|needed|planned)"
        r"|actions? to (?:reduce|manage|control)(?: (?:it|(?:the )?risks?))?"
        r"|what (?:are we|we are) doing(?: about it)?|how (?:will|is) (?:it|this) (?:be )?(?:managed"
        r"|mitigated|controlled)",
        r"action plan|actions?|action required|response",
    ),
    "mitigation due": (
        r"(?:mitigation|action|target|due)(?: target| due| completion)? date|target(?: date| completion)?|due|by when"
        r"|date due|deadline|due by|timescales?|completion date|(?:mitigation|action) (?:due|deadline)"
        r"|target resolution",
    ),
    "mitigation owner": (
        r"(?:mitigation|mitigating action|action|control|treatment|response)s?(?: plan)? (?:owner|lead)"
        r"|(?:mitigation|action plan|treatment plan|response plan) (?:lead )?(?:officer|responsible|who|by whom)",
    ),
    "mitigation progress": (
        r"(?:mitigation|action|control)s? (?:status|progress)"
        r"|(?:status|progress) of (?:the )?(?:mitigation|action|control)s?",
    ),
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

DECISION: Headings = {
    "ref": (r"(?:decision )?(?:ref(?:erence)?|no|number|id)|decision ref(?:erence)?|ref no|#|s no",),
    "text": (
        r"decisions?(?: made| taken| agreed| description)?|decision / resolution|resolution|resolved|what was decided",
        r"description|details?|summary|title",
    ),
    "made_by": (
        r"(?:decided|taken|made|agreed|approved|authorised) by|by|decision maker|decision (?:made|taken|owner) ?(?:by)?"
        r"|by whom|owner|approver|authority|forum|meeting|who(?: (?:agreed|decided|approved)(?: it)?)?",
    ),
    "date": (
        r"date(?: taken| made| agreed| decided| of decision| approved)?|decision date|decided on|when|on|meeting date"
        r"|date of meeting|agreed on",
    ),
}

ARISING: Headings = {
    "ref": ACTION["ref"],
    "text": (r"(?:matters?|actions?) arising", *ACTION["title"]),
    "owner": of("action|task", *OWNERS),
    "due": ACTION["due"],
    "done": (r"status|done|complete|completed|progress|state|action status|current status|open / closed|closed",),
    "outcome": (r"outcome|result|resolution",),
}

AMBITION: Headings = {
    "ref": (
        r"(?:ambition |theme |priority )?(?:ref(?:erence)?|no|number|id)|#",
        r"ambition|theme|priority|objective|workstream|aim|goal",
    ),
    "title": (
        r"ambitions?(?: title| name)?|themes?|priorit(?:y|ies)|objectives?|workstreams?"
        r"|strategic objectives?|aims?|goals?",
        r"title|name|description",
    ),
    "lead": of("ambition|theme|priority", *OWNERS, r"sponsor"),
    "rag": ACTION["rag"],
    "narrative": (
        r"narrative|summary|position|commentary|comments?|updates?|progress|how it stands|summary of progress"
        r"|progress (?:summary|update)|latest (?:update|position)|where (?:are we|we are)(?: now)?",
    ),
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

KIND_COLUMN = r"type|raid(?: type| category)?|(?:entry|item|record|log|raid item|work item) type|category|kind"
"""The heading of a column that says of each row what it is."""
NUMBERING = r"s no|sr no|no|number|#|row|item no|line"
STAGES_OF_A_DATE = ("forecast", "revised", "baseline", "original", "actual")
"""Headings of days where days stand below them."""
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
        "|".join(
            f"(?:{pattern})".replace(" ", " ?") for pattern in sorted({*every, KIND_COLUMN, READINGS, COMPARATORS})
        )
    )


@lru_cache(maxsize=100_000)
def known(plain: str) -> bool:
    """Whether a heading is that of any field of any kind."""
    if len(plain) > _LONGEST_KNOWN:
        return False
    return any(_any_heading().fullmatch(words) is not None for words in _spellings(plain))
