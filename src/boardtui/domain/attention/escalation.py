"""What a board escalates: when a red rating is for escalation, and what the board has said is done with it then.

The rule that is followed is the board's setting `escalate`, and there is none until somebody chooses one. What goes
to whom is in the board's own words, `escalation`: they are shown where somebody rates something red, and beneath
what is for escalation. Nothing is sent to anybody.
"""

from __future__ import annotations

from boardtui.domain.attention.movement import read_before
from boardtui.domain.attention.schedule import is_awaited
from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Profile, Record
from boardtui.domain.records.profile import Escalate
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import one_line

_RULES = {Escalate.RED: "what is red", Escalate.RED_TWICE: "what is red, and was at the last meeting too"}


def escalated_because(board: Board, item: Record) -> str:
    """Why an item is for escalation by the board's rule, in words; empty where it is not.

    Where the rule is `red twice`, the item is red and was so when the last meeting closed; what was rated otherwise in
    between does not count. What is new since, and a board that has closed no meeting, has nothing red twice.
    """
    rule = board.profile.escalate
    if rule is Escalate.NEVER or getattr(item, "rag", None) is not Rag.RED or not is_awaited(board, item):
        return ""
    if rule is Escalate.RED:
        return "for escalation"
    return "for escalation: red at the last meeting too" if read_before(board, item) is Rag.RED else ""


def escalation_words(profile: Profile, rating: Rag = Rag.RED) -> str:
    """What a board does with a red rating, in one line: in its own words, or else its rule; empty of other ratings."""
    if rating is not Rag.RED:
        return ""
    if words := one_line(profile.escalation):
        return f"Escalation: {words}"
    rule = _RULES.get(profile.escalate, "")
    return f"Escalation: this board escalates {rule}" if rule else ""
