"""What people write in cells: words for ratings, states, responses and progress, and words that say nothing."""

from __future__ import annotations

import re

from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import Response, RiskState

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
