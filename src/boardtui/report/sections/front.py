"""The front sheet: what a board is asked and has to know, on two pages. Everything else is in the whole plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from boardtui.domain.attention.counts import nothing_rated
from boardtui.domain.attention.exceptions import Exceptional, all_above_tolerance
from boardtui.domain.attention.movement import Moved, changes, movement_mark
from boardtui.domain.attention.schedule import SCHEDULED, who_answers
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, ref_of, shortened
from boardtui.domain.kpis.scorecard import KpiView, since_meeting, standing, views
from boardtui.domain.kpis.targets import WORST_FIRST as WORST_STATUS_FIRST
from boardtui.domain.kpis.targets import Status
from boardtui.domain.kpis.trend import Spc, spc
from boardtui.domain.records.kinds import Action, Ambition, Comparator, Kpi, NextStep, Reading, Record, Risk
from boardtui.domain.records.rag import WORST_FIRST, Rag
from boardtui.domain.records.text import listed_in_words
from boardtui.domain.risks.matrix import matrix_of
from boardtui.report.columns import LEAD, RATED, status_words
from boardtui.report.document import Block, Column, Words, bold, bullets, heading, join, paragraph, prose, table, toned
from boardtui.report.palette import rag_style
from boardtui.report.risk_columns import UNSCORED, score_and_band, tolerance_words
from boardtui.report.scorecard_columns import current_in_full
from boardtui.report.sections import narrative
from boardtui.report.sections.kpis import in_doubt
from boardtui.report.sections.kpis import printed_figures as kpi_figures
from boardtui.report.sections.page import Page
from boardtui.report.sections.summary import (
    escalation,
    headline,
    recovery,
    signed,
    task,
    what_it_is,
)
from boardtui.report.words import NOT_STATED, counted, one_line

MOST, FEW = 10, 8
"""How many rows the table of what is off track has at most, and how many each list; the rest are counted."""
MOST_CHANGES = 3
"""How many items a kind of change names."""
MOST_MESSAGES = 3
"""How many key messages stand on the front sheet."""
LONGEST_TITLE, LONGEST_IN_A_ROW = 56, 40
"""How many characters of a title a line holds, and each of several in one line; the whole plan has all of them."""

_OFF_TRACK = (
    *(Column("What", 44), replace(LEAD, width=22, optional=True), RATED),
    Column("Why it is here, and what is wanted", 44),
)
_WORDS = {each.words: each.value for each in Rag}
"""Ratings within a sentence."""


def asked(page: Page) -> list[Block]:
    """What the board is asked to do; said also where nothing is asked."""
    out = narrative.asked(page)
    return out or heading(2, "What the board is asked to do") + paragraph("No recommendation is recorded.")


def how_we_are_doing(page: Page) -> list[Block]:
    """Key messages, and the counts with their movement and what each rating means on this board."""
    view, out = page.view, heading(2, "How we are doing")
    messages = narrative.key_messages(page)
    for each in messages[:MOST_MESSAGES]:
        out += prose(each.text)
    out += paragraph(_more(len(messages) - MOST_MESSAGES, "key message"))
    out += prose(page.board.profile.summary) + prose(page.board.profile.exceptions)
    if view.make_up.total or view.next_steps.total:
        ratings = _ratings(page)
        out += paragraph(headline(page, ratings=not ratings)) + ratings
    if view.routed:
        verb = "is" if view.routed == 1 else "are"
        out += paragraph(f"{capitalised(counted(view.routed, 'action'))} {verb} now routed elsewhere and not counted.")
    return out + bullets(filter(None, (_kpis(page), _risks(page), _asked_before(page), _disagreements(page))))


def _ratings(page: Page) -> list[Block]:
    made_of = page.view.make_up
    if not any(made_of.now[each] or (made_of.change(each) or 0) for each in WORST_FIRST if each is not Rag.NOT_RATED):
        return []  # nothing for a table: the headline says it in words
    columns = [Column("Rating", 14), Column("What it means on this board", 60), Column("Actions", 8, "right")]
    marked = page.marked and made_of.then is not None
    if marked:
        columns += [Column("Change", 8, "right")]
    rows = []
    for rating in WORST_FIRST:
        if rating is Rag.NOT_RATED and not made_of.now[rating] and not made_of.change(rating):
            continue
        meaning = page.board.profile.meaning(rating) if rating is not Rag.NOT_RATED else "Nobody has rated it yet"
        row = [toned(rating.words, rag_style(rating)), meaning or NOT_STATED, str(made_of.now[rating])]
        rows.append([*row, signed(made_of.change(rating) or 0)] if marked else row)
    return table(columns, rows)


def _kpis(page: Page) -> str:
    counts, total = page.view.kpis, sum(page.view.kpis.values())
    if not total:
        return ""
    parts = [f"{counts[each]} {each.value}" for each in WORST_STATUS_FIRST if counts[each]]
    return f"{capitalised(counted(total, 'KPI'))}: {listed_in_words(parts)}."


def _risks(page: Page) -> str:
    view = page.view
    if not view.risks:
        return ""
    above = len(view.above_tolerance)
    return f"{capitalised(counted(view.risks, 'open risk'))}, {above or 'none'} above the board's tolerance."


def _asked_before(page: Page) -> str:
    view = page.view
    parts = [
        f"{counted(len(view.unanswered), 'question')} unanswered" if view.unanswered else "",
        f"{counted(len(view.arising), 'action')} outstanding" if view.arising else "",
    ]
    told = ", ".join(filter(None, parts))
    return f"Of earlier meetings: {told}." if told else ""


def _disagreements(page: Page) -> str:
    found = sum(len(record.conflicts) for record in page.board.conflicted)
    if page.options.public or not found:
        return ""
    verb = "is" if found == 1 else "are"
    return f"Copies of this board disagree: {counted(found, 'question')} {verb} open, and one of the values is shown."


def off_track(page: Page) -> list[Block]:
    """The gravest exceptions among what is to be done, at most a dozen; the rest counted by why they are exceptions."""
    found = [each for each in page.view.exceptions if not isinstance(each.record, Kpi | Risk)]
    out = heading(2, "What is off track")
    if not found:
        if not (page.view.make_up.total or page.view.next_steps.total):
            return []
        return out + paragraph("Nothing is red, slipping, overdue, worse or unanswered.", nothing_rated(page.board))
    rows = [_off_track(page, each) for each in found[:MOST]]
    return out + table(_OFF_TRACK, rows) + paragraph(_others(found[MOST:])) + paragraph(escalation(page, found))


def _off_track(page: Page, each: Exceptional) -> list[str]:
    record: Any = each.record
    due = page.due(record) if isinstance(record, SCHEDULED) else ""
    wanted = recovery(record)
    why = "; ".join([*(reason.words for reason in each.reasons), *([f"due {due}"] if due else [])])
    return [
        join(bold(ref_of(record)), _title(what_it_is(page, record))),
        who_answers(record),
        # How it has moved is among the reasons.
        toned(Rag(record.rag).words, rag_style(record.rag)) if record.kind.has("rag") else "",
        join(f"{capitalised(why)}.", f"Help wanted: {wanted}" if record.kind.has("help_wanted") and wanted else wanted),
    ]


def _others(rest: Sequence[Exceptional]) -> str:
    if not rest:
        return ""
    counts = Counter(each.reasons[0].why.value for each in rest)
    told = listed_in_words([f"{number} {why}" for why, number in counts.items()])
    return f"And {len(rest)} more, in the full plan: {told}."


def kpis(page: Page) -> list[Block]:
    """In words: each KPI that is off target, or whose trend is a real change for the worse."""
    if not page.board.all(Kpi):
        return []
    out, found = heading(2, "KPIs off target or of concern"), list(_of_concern(page.board))
    if not found:
        return out + paragraph("None: no KPI misses its minimum, and none shows a real change for the worse.")
    told = [
        join(
            bold(each.kpi.ref or each.kpi.title),
            each.kpi.title if each.kpi.ref else "",
            _stands(page, each, chart or spc(each)),
        )
        for each, chart in found[:FEW]
    ]
    return out + bullets(told) + paragraph(_more(len(found) - FEW, "KPI"))


def _of_concern(board: Board) -> Iterator[tuple[KpiView, Spc | None]]:
    """The KPIs that the front sheet tells of; with the control charts of those that it tells of because of these."""
    for each in views(board):
        if standing(board, each.kpi).status is Status.MISSED:
            yield each, None
        elif (chart := spc(each)).of_concern:
            yield each, chart


def printed_figures(board: Board) -> list[tuple[Reading | Comparator, str]]:
    """The figures that the front sheet of a board prints: the record that holds each, and its field."""
    since = changes(board)
    moved = {each.record.id for each in (*since.worse, *since.better)}
    shown = {each.kpi.id for each, _ in _of_concern(board)} | moved
    current_ones = {each.current.record.id for each in views(board) if each.current and each.kpi.id in shown}
    return [(record, name) for record, name in kpi_figures(board) if record.id in current_ones]


def _stands(page: Page, each: KpiView, chart: Spc) -> Words:
    against = f", against {each.targets.words}" if each.targets.words else ""
    figure = f"{current_in_full(each)}{f', {each.as_at}' if each.as_at else ''}{against}"
    parts = [join(status_words(each.status), figure, separator=": ")]
    if page.marked and (change := since_meeting(each).change.words):
        parts.append(join(f"{change} since the last meeting"))
    elif change := each.movement.change.words:
        parts.append(join(f"{change} on the period before"))
    verdicts = [f"{mark.word}: {mark.sentence}" for mark in chart.verdicts]
    if in_doubt(page, each):
        verdicts += ["The figures stated do not agree: see Figures to check, in the full plan"]
    return join("–", join(join(*parts, separator=", "), *verdicts, separator=". "))


def risks(page: Page) -> list[Block]:
    """The risks above the board's tolerance, the highest score first."""
    board = page.board
    if not board.all(Risk):
        return []
    out, found = heading(2, "Risks above tolerance"), all_above_tolerance(board)
    if not found:
        unscored = page.view.risks and not any(risk.current for risk in board.all(Risk))
        return out + paragraph(f"None: the risks are {UNSCORED}." if unscored else "None.")
    return out + bullets(_risk(page, each) for each in found[:FEW]) + paragraph(_more(len(found) - FEW, "risk"))


def _risk(page: Page, risk: Risk) -> Words:
    matrix = matrix_of(page.board.profile)
    parts = [
        score_and_band(matrix, risk.current),
        f"tolerance {tolerance_words(page, risk)}",
        movement_mark(page.board, risk).words if page.marked else "",
        f"owner {one_line(risk.owner)}" if risk.owner else "no owner",
    ]
    said = join(bold(risk.ref), _title(risk.title))
    return join(said, join(*parts, separator=", "), separator=" – ")


def changed(page: Page) -> list[Block]:
    """What has changed since the last meeting, a line for each kind of change."""
    if not page.marked:
        return []
    since, out = page.view.changes, heading(2, "What has changed since the last meeting")
    if not since:
        return out + paragraph("Nothing has changed.")
    moved = (("Worse", since.worse), ("Better", since.better), ("Date revised", since.redated))
    told = [_moved(page, label, some) for label, some in moved]
    kinds = (("New", since.new), ("Closed", since.closed), ("No longer in the plan", since.gone))
    told += [_named(page, label, some) for label, some in kinds]
    other = len(since.rated) + len(since.figures) + len(since.updated)
    return out + bullets([*told, join(bold("Otherwise updated:"), f"{other}, in the full plan.") if other else ""])


def _moved(page: Page, label: str, moved: Sequence[Moved]) -> Words:
    told = [
        join(_name(page, each.record), f"({_WORDS.get(each.before, each.before)} → {_WORDS.get(each.now, each.now)})")
        for each in moved[:MOST_CHANGES]
    ]
    return _line(label, told, len(moved))


def _named(page: Page, label: str, records: Sequence[Record]) -> Words:
    return _line(label, [_name(page, each) for each in records[:MOST_CHANGES]], len(records))


def _line(label: str, told: Iterable[Words], total: int) -> Words:
    more = f"and {total - MOST_CHANGES} more" if total > MOST_CHANGES else ""
    return join(bold(f"{label}:"), join(*told, more, separator="; ")) if total else join()


def _name(page: Page, record: Record) -> Words:
    return join(ref_of(record), shortened(what_it_is(page, record), LONGEST_IN_A_ROW))


def due(page: Page) -> list[Block]:
    """What is due before about the next meeting."""
    view = page.view
    if not (view.due or view.undated):
        return []
    told = [
        join(f"{each.when}:", ref_of(each.record), _title(task(page, each.record)), f"({each.who})" if each.who else "")
        for each in view.due[:FEW]
    ]
    out = heading(2, f"What is due in the next {view.due_days} days")
    have = "has" if len(view.undated) == 1 else "have"
    return (
        out
        + bullets(told)
        + paragraph(
            "" if told else "Nothing that has a date.",
            _more(len(view.due) - FEW, "item"),
            f"{capitalised(counted(len(view.undated), 'item'))} {have} no date that can be read."
            if view.undated
            else "",
        )
    )


def where_the_rest_is(page: Page) -> list[Block]:
    """That there is more, for those who have only this."""
    kinds: tuple[tuple[type[Record], str], ...]
    kinds = ((Ambition, page.ambition), (Action, "action"), (NextStep, "next step"), (Kpi, "KPI"), (Risk, "risk"))
    there = [word for kind, word in kinds if page.board.all(kind)]
    figures = " and figures" if {"KPI", "risk"}.intersection(there) else ""
    told = (
        f"Every {listed_in_words(there)}, with its commentary{figures}, is in the full plan."
        if there
        else "The rest is in it."
    )
    told_of = page.marked or any(True for _ in _of_concern(page.board))
    arrows = "An arrow says better or worse, not up or down." if told_of else ""
    return heading(2, "The full plan") + paragraph(told, arrows)


def _title(title: str) -> str:
    return shortened(title, LONGEST_TITLE)


def _more(number: int, noun: str) -> str:
    return f"And {counted(number, f'more {noun}')}, in the full plan." if number > 0 else ""
