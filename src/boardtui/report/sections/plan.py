"""The plan: each ambition with its actions, achievements, headline figures and task and finish groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardtui.domain.attention.counts import AmbitionStanding
from boardtui.domain.attention.schedule import date_words, slippage
from boardtui.domain.board.words import capitalised, field_label, line_name, value_words
from boardtui.domain.dates.dates import show_date
from boardtui.domain.records.kinds import KINDS, Action, Ambition, NextStep, Priority, Record, TaskGroup
from boardtui.domain.records.rag import WORST_FIRST
from boardtui.domain.records.text import with_full_stop
from boardtui.report.columns import ACTION, DUE, LEAD, ORIGINAL, RATING_MOVED, REF, SLIPPAGE, field
from boardtui.report.document import (
    Block,
    Column,
    Words,
    bold,
    bullets,
    closed_up,
    heading,
    join,
    listed,
    paragraph,
    prose,
    records_table,
    told_of,
)
from boardtui.report.record_tables import TASK_GROUPS
from boardtui.report.sections import kpis
from boardtui.report.sections.page import Page
from boardtui.report.words import NOT_STATED, counted, one_line


def _reviewed(page: Page, action: Action) -> str:
    """The date that holds now; without a re-dating the original one is not repeated as if somebody had reviewed it."""
    dates = slippage(page.board, action, page.today)
    moved = dates.redatings or (action.original_due and not action.due)
    return (date_words(dates.due) or NOT_STATED) if moved else ""


_DIFFERENCE = (
    field("How it will make a difference", "difference", 30, optional=True),
    field("How we will know", "measure", 30, optional=True),
)
_ACTIONS = (
    *(REF, ACTION, LEAD, RATING_MOVED, ORIGINAL),
    *(Column("Reviewed date", 12, optional=True, make=_reviewed), SLIPPAGE),
)
_PURPOSES = (
    *(REF, ACTION, field("Recommendation it answers", "recommendation", 30, optional=True)),
    *(*_DIFFERENCE, field("Tracker", "tracker", optional=True)),
)
_STEPS = (REF, ACTION, LEAD, RATING_MOVED, DUE, SLIPPAGE, *_DIFFERENCE)


def ambitions(page: Page) -> list[Block]:
    """Every ambition, then the actions that belong to none."""
    return [line for standing in page.view.standings for line in _ambition(page, standing)]


def _ambition(page: Page, standing: AmbitionStanding) -> list[Block]:
    ambition = standing.ambition
    if ambition is None:
        return heading(2, f"Actions of no {page.ambition}") + _actions(page, standing)
    out = heading(2, _title(page, ambition)) + _facts(page, ambition)
    out += prose(ambition.narrative)
    out += _actions(page, standing)
    if ambition.achievements:
        out += heading(3, "Achievements") + listed(ambition.achievements)
    return out + kpis.headlines(page, ambition) + _task_groups(page, page.board.owned(TaskGroup, ambition.id))


def _title(page: Page, ambition: Ambition) -> str:
    label = f"{capitalised(page.ambition)} {ambition.ref}" if ambition.ref else ""
    return " – ".join(filter(None, (label, ambition.title))) or capitalised(page.ambition)


def _facts(page: Page, ambition: Ambition) -> list[Block]:
    lead = join(bold("Lead:"), ambition.lead or NOT_STATED)
    if ambition.routed_to:
        return paragraph(lead) + paragraph(bold(f"Now routed through {ambition.routed_to}"))
    rating = join(bold("Rating:"), page.rating(ambition))
    return paragraph(join(lead, rating, separator=". ")) + prose_of_status(ambition)


def prose_of_status(record: Record) -> list[Block]:
    """What a rating was given for, where that is stated."""
    return bullets([join(bold(label), text) for label, text in _reasons(record)])


def _reasons(record: Record) -> list[tuple[str, str]]:
    said = (
        ("Why:", "rationale"),
        ("Evidence:", "evidence"),
        ("Back to green:", "back_to_green"),
        ("Help wanted:", "help_wanted"),
    )
    return [(label, show_date(str(text))) for label, name in said if (text := getattr(record, name, ""))]


def _actions(page: Page, standing: AmbitionStanding) -> list[Block]:
    if not standing.actions:
        return [] if standing.routed_to else paragraph("No actions are recorded.")
    out = heading(3, "Actions") + paragraph(_made_of(standing))
    out += records_table(_ACTIONS, page, standing.actions)
    return out + _commentary(page, standing.actions) + behind_the_ratings(page, standing.actions)


def _commentary(page: Page, actions: Iterable[Action]) -> list[Block]:
    """The latest commentary of each action, outside the table, where it can have paragraphs and lists."""
    told = [block for each in actions for block in told_of(page.named(each.id), each.commentary)]
    return paragraph(bold("Latest commentary")) + closed_up(told) if told else []


def _made_of(standing: AmbitionStanding) -> str:
    if standing.routed_to:
        return ""
    now = standing.make_up.now
    parts = [f"{now[each]} {each.value}" for each in WORST_FIRST if now[each]]
    return f"{capitalised(counted(standing.make_up.total, 'action'))}: {', '.join(parts)}."


def behind_the_ratings(page: Page, items: Iterable[Action | NextStep]) -> list[Block]:
    """For each item that says so: cause, recovery, evidence, help wanted, and every reason for re-dating."""
    told = []
    for item in items:
        said = [f"{label} {one_line(text)}" for label, text in _reasons(item)]
        said += [
            f"{show_date(each.before)} → {show_date(each.now) or 'no date'}: {each.why or 'no reason stated'}"
            for each in page.board.redatings.get(item.id, ())
        ]
        if not page.board.redatings.get(item.id) and item.due_reason:
            said.append(f"Why the date was revised: {item.due_reason}")
        if said:
            told.append(join(bold(page.named(item.id)), "; ".join(each.rstrip(".") for each in said) + "."))
    return paragraph(bold("Behind the ratings and dates")) + bullets(told) if told else []


def _task_groups(page: Page, groups: Iterable[TaskGroup]) -> list[Block]:
    found = list(groups)
    return heading(3, "Task and finish groups") + records_table(TASK_GROUPS, page, found) if found else []


def purposes(page: Page) -> list[Block]:
    """What each action is for, as an appendix: recommendation, difference, measure."""
    found = [
        each
        for each in page.board.all(Action)
        if each.recommendation or each.difference or each.measure or each.tracker
    ]
    return heading(2, "What each action is for") + records_table(_PURPOSES, page, found) if found else []


def priorities(page: Page) -> list[Block]:
    """Priorities with what they run through and their next steps, then the next steps of no priority."""
    board = page.board
    known = board.all(Priority)
    strays = [step for step in board.all(NextStep) if board.get(Priority, step.priority) is None]
    if not (known or strays):
        return []
    out = heading(2, "Priorities and next steps")
    for priority in known:
        out += heading(3, " ".join(filter(None, (priority.ref, priority.title))) or f"Title {NOT_STATED}") + prose(
            priority.description
        )
        through = [page.kind_and_name(each) for kind in (Ambition, Action) for each in board.linked(kind, priority.id)]
        out += paragraph(join(bold("Runs through:"), ", ".join(through))) if through else []
        out += _steps(page, board.owned(NextStep, priority.id))
    if strays:
        out += (heading(3, "Other next steps") if known else []) + _steps(page, strays)
    return out


def _steps(page: Page, steps: Iterable[NextStep]) -> list[Block]:
    steps = list(steps)
    return records_table(_STEPS, page, steps) + behind_the_ratings(page, steps)


def also_recorded(page: Page) -> list[Block]:
    """A line for each record that says something in such a field, under its label."""
    items = [
        join(bold(line_name(page.board, record)), *told)
        for kind in KINDS
        for record in page.board.of_kind(kind)
        if (told := list(_told(page, record)))
    ]
    return heading(2, "Also recorded") + bullets(items) if items else []


def _told(page: Page, record: Record) -> Iterator[Words]:
    for attribute in record.kind.attributes.values():
        value = getattr(record, attribute.name)
        if attribute.in_papers and value != attribute.default:
            words = one_line(value_words(page.board, attribute, value))
            yield join(f"{field_label(page.board, attribute)}:", with_full_stop(words))
