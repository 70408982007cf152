"""What says of a table, a sheet or a row which kind of record it holds, and what no board here holds."""

from __future__ import annotations

import re

# What says of itself which kind a table holds, as the heading of its title column.
SAYS_KIND: dict[str, str] = {
    "action_arising": r"(?:matters?|actions?) arising(?: .*)?",
    "risk": r"(?:.* )?risks?(?: .*)?",
    "kpi": (
        r"(?:key )?(?:performance )?(?:indicators?|measures?|metrics?)(?: (?:name|title|description))?|kpis?(?: .*)?"
    ),
    "milestone": r"(?:key )?milestones?(?: .*)?",
    "decision": r"decisions?(?: .*)?|resolution",
    "action": r"(?:.* )?actions?(?: .*)?|tasks?(?: .*)?|action / decision|major tasks / deliverables|deliverables?"
    r"|what (?:we )?(?:will|needs?|ha(?:s|ve) to|(?:are )?going to|plan to).* (?:do|done|happen)",
    "budget_line": r"source of (?:funding|funds)|funding (?:source|stream)|budget (?:line|heading|item|head)",
    "ambition": r"ambitions?(?: .*)?",
}
REF_OF_KIND = re.compile(
    r"(action|risk|milestone|decision|kpi)s? (?:ref(?:erence)?|id|no|number|code)(?: (?:no|number))?"
)
"""The heading of the refs of a kind."""
# What a sheet or the title of a table says of its kind.
NAMES_KIND: tuple[tuple[str, str], ...] = (
    ("action_arising", r"\b(?:actions? arising|matters? arising)\b"),
    ("risk", r"\brisks?\b|\brisk register\b"),
    ("milestone", r"\bmilestones?\b"),
    (
        "kpi",
        r"\bkpis?\b|\bscorecard\b|\bperformance (?:indicators?|measures?|data|dashboard)\b|\bmetrics\b|\bindicators\b",
    ),
    ("decision", r"\bdecisions?\b"),
    ("budget_line", r"\bbudgets?\b|\bfunding\b|\bfinances?\b"),
    ("action", r"\bactions?\b|\bimprovement plan\b|\btasks?\b|\baction plan\b"),
    ("ambition", r"\bambitions\b"),
)
# Registers of things that no board here holds.
FOREIGN_NOUN = "issue|assumption|dependency|stakeholder|lesson|change|contact|constraint|opportunity|complaint"
FOREIGN_NAME = re.compile(
    r"\b(?:issues?|assumptions?|dependenc(?:y|ies)|stakeholders?|lessons?|change (?:log|requests?|control)|contacts?"
    r"|distribution|complaints?)\b",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"(?:issue|assumption|dependency|dependencies|stakeholder|lesson|change request|contact|constraint|opportunity"
    r"|question|complaint|compliment|benefit|attendee)s?"
    r"(?: (?:description|title|name|details?|summary|raised|statement|learned|learnt|log|identified))?"
)
MEETINGS = re.compile(
    r"\b(?:minutes?|meetings?|mtg|review|agenda|attend(?:ees|ance)|present|apologies)\b", re.IGNORECASE
)

ROW_KINDS: dict[str, str] = {
    "risk": "risk",
    "action": "action",
    "task": "action",
    "milestone": "milestone",
    "decision": "decision",
    "kpi": "kpi",
    "indicator": "kpi",
    "issue": "",
    "assumption": "",
    "dependency": "",
    "opportunity": "",
    "change": "",
    "constraint": "",
    "lesson": "",
}
"""What a column of kinds says of a row; "" for what no board here holds."""
