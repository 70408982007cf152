"""How far something is: what people do about it, said beside any rating and never in place of one."""

from __future__ import annotations

from enum import StrEnum


class Progress(StrEnum):
    """How far an action, a milestone or a mitigation is."""

    NOT_STATED = ""
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    STOPPED = "stopped"
