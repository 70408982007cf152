"""What people call the column of those who are responsible, whatever for."""

from __future__ import annotations

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
