"""The plan format: a board's content as a TOML file that people can read, write and keep. docs/plan-format.md."""

from __future__ import annotations

from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.exchange.plan import FORMAT, Plan, Step
from boardtui.exchange.plan_read import PlanText, RecordReader
from boardtui.exchange.plan_steps import StepReader
from boardtui.exchange.plan_write import write_plan
from boardtui.toml_files import one_line, why_not

__all__ = ["FORMAT", "LARGEST_PLAN", "Plan", "Step", "read_plan", "read_plan_file", "write_plan"]

LARGEST_PLAN = 50_000_000
"""Bytes. The plan of a large board has less than one million."""


def read_plan(text: str | bytes, *, name: str) -> Plan:
    """Read a plan. Nothing is made yet, and nothing but a wholly good plan is handed out.

    Args:
        text: the document, or the bytes of its file: UTF-8, with or without a byte order mark.
        name: what to call it in errors and in the history, such as `plan.toml`.

    Raises:
        BoardError: it is no plan, or something in it does not fit; the sentence names the line where it can.
    """
    source = PlanText(text, name)
    if not source.document:
        raise BoardError(f"{source.name} is empty. A plan begins with the line: format = {FORMAT}")
    stated = source.document.get("format")
    if stated is None:
        raise BoardError(f"{source.name} does not say that it is a plan: begin it with the line format = {FORMAT}")
    if stated != FORMAT or not isinstance(stated, int) or isinstance(stated, bool):
        shown = stated if isinstance(stated, int | float | str) else "unclear"
        newer = isinstance(stated, int) and stated > FORMAT
        what = "Update boardtui to read it." if newer else f"Write format = {FORMAT} if it is a plan."
        raise source.refusal(("format",), f"its format is {shown!r} and this version reads {FORMAT}. {what}")
    records = RecordReader(source)
    profile, changes = records.read_all()
    steps = StepReader.after(source, records, changes).read_all()
    return Plan(source.name, profile, changes, steps)


def read_plan_file(path: Path) -> Plan:
    """Read the plan in a file.

    Raises:
        BoardError: as for `read_plan`, or the file cannot be opened.
    """
    name = one_line(path.name)
    try:
        if not path.is_file():
            raise BoardError(f"There is no file {one_line(str(path))}. Give the name of a plan, such as plan.toml.")
        if path.stat().st_size > LARGEST_PLAN:
            raise BoardError(f"{name} is far too large for a plan. Look whether it is the right file.")
        content = path.read_bytes()
    except OSError as error:
        raise BoardError(f"{name} cannot be read: {why_not(error)}.") from None
    return read_plan(content, name=name)
