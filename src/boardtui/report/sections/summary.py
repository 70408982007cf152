"""The first page: title block, key to the ratings, how the plan stands, what is exceptional, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from boardtui.domain.attention.counts import AmbitionStanding, MakeUp, nothing_rated
from boardtui.domain.attention.exceptions import NO_EXCEPTIONS, Exceptional, Why, escalation_words
from boardtui.domain.attention.movement import Moved
from boardtui.domain.attention.schedule import SCHEDULED, changed_day, who_answers
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, ref_of, short_name, title_words
from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.kpis.scorecard import view as kpi_view
from boardtui.domain.kpis.scorecard import views
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.kinds import (
    KINDS,
    ActionArising,
    Challenge,
    Kpi,
    Meeting,
    Milestone,
    Mitigation,
    Record,
    Risk,
)
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.rag import WORST_FIRST, Rag
from boardtui.domain.records.text import listed_in_words
from boardtui.domain.risks.matrix import matrix_of
from boardtui.report.columns import DUE, LEAD, RATED, REF, status_words
from boardtui.report.document import (
    Block,
    Column,
    Words,
    bold,
    bullets,
    heading,
    join,
    lines,
    paragraph,
    prose,
    records_table,
    table,
    toned,
)
from boardtui.report.palette import rag_style
from boardtui.report.risk_columns import score_and_band
from boardtui.report.sections.page import Page
from boardtui.report.words import NOT_STATED, counted


def title_block(page: Page) -> list[Block]:
    """Title, council, meeting, author, and the day for which all of it is told."""
    profile, since = page.board.profile, page.board.since.meeting
    facts = [
        ("Council", profile.council or NOT_STATED),
        ("Meeting", _meeting(page) or NOT_STATED),
        ("Report author", profile.author or NOT_STATED),
        *(
            []
            if _is_of_an_earlier_paper(page)
            else [("Date of the paper", show_date(profile.paper_date) or NOT_STATED)]
        ),
        ("Position as at", format_day(page.today) if page.today != date.min else NOT_STATED),
    ]
    if page.marked and since is not None:
        facts.append(("Compared with the meeting of", show_date(since.date) or since.title or NOT_STATED))
    out = heading(1, profile.title or "Improvement plan")
    return out + lines(*(join(bold(label + ":"), value) for label, value in facts))


def _is_of_an_earlier_paper(page: Page) -> bool:
    """Whether the date that is kept for the paper lies before the last meeting: then nobody has set it anew since."""
    since = page.board.since.meeting
    stated = read_date(page.board.profile.paper_date).day
    held = read_date(since.date).day if since is not None else None
    return stated is not None and held is not None and stated < held


def opening_words(page: Page) -> list[Block]:
    """What the author of the report says of it."""
    profile = page.board.profile
    out: list[Block] = []
    for label, text in (
        ("Purpose of the report", profile.purpose),
        ("Executive summary", profile.summary),
        ("Key areas of note", profile.exceptions),
    ):
        if text:
            out += heading(2, label) + prose(text)
    return out


def _meeting(page: Page) -> str:
    ahead = [m for m in page.board.all(Meeting) if m.state is not MeetingState.CLOSED]
    found = next((m for m in ahead if read_date(m.date).day == page.today), None)
    if found is None:
        return ""
    return ", ".join(filter(None, (format_day(page.today), found.title, found.place)))


def rag_key(page: Page) -> list[Block]:
    """What the ratings mean on this board: elsewhere they mean other things."""
    rows: list[tuple[str, str]] = []
    grey = rag_style(Rag.NOT_RATED)
    if _has_ratings(page.board):
        rows += [
            (toned(bold(each.words), rag_style(each)), page.board.profile.meaning(each) or NOT_STATED)
            for each in WORST_FIRST[:4]
        ]
        rows.append((toned(bold(Rag.NOT_RATED.words), grey), "Nobody has rated it yet"))
    if any(each.status is Status.HIDDEN for each in views(page.board)):
        told = "What it would be follows from a figure that is confidential, or not published"
        rows.append((toned(bold(f"{Rag.NOT_RATED.shape} {Status.HIDDEN.word}"), grey), told))
    if not rows:
        return []  # a board of KPIs alone: the scorecard says what each status means
    out = heading(2, "What the ratings mean")
    out += table([Column("Rating", 12), Column("Meaning on this board", 60)], rows)
    if page.marked:
        out += paragraph(
            "Movement since the last meeting: ↑ better, ↓ worse, ► same, and new or closed in words. "
            "An arrow says better or worse, not up or down."
        )
    return out


def _has_ratings(board: Board) -> bool:
    """Whether there is anything that the board rates; of most milestones nobody expects that."""
    found: Iterable[Any] = (
        each for kind in KINDS.values() if kind.has("rag") for each in board.records[kind.name].values()
    )
    return any(not isinstance(each, Milestone) or each.rag is not Rag.NOT_RATED for each in found)


def summary(page: Page) -> list[Block]:
    """The counts, overall and for each ambition, with movement."""
    view = page.view
    if not (view.standings or view.next_steps.total):
        return []
    out = heading(2, "Summary") + paragraph(headline(page))
    out += _counts("Actions", view.make_up, marked=page.marked)
    if view.routed:
        verb = "is" if view.routed == 1 else "are"
        out += paragraph(f"{capitalised(counted(view.routed, 'action'))} {verb} now routed elsewhere and not counted.")
    if _is_rated(view.next_steps):
        out += _counts("Next steps", view.next_steps, marked=page.marked)
    return out + _by_ambition(page)


def _is_rated(made_of: MakeUp) -> bool:
    return any(
        number and rating is not Rag.NOT_RATED
        for counts in (made_of.now, made_of.then or {})
        for rating, number in counts.items()
    )


def headline(page: Page, *, ratings: bool = True) -> str:
    """The plan in a sentence or two: ratings, unless a table says them, lateness, re-dating, movement."""
    view = page.view
    late, moved = len(view.overdue), len(view.redated)
    parts = [f"{view.make_up.now[r]} {r.value}" for r in WORST_FIRST if view.make_up.now[r]]
    rated = f": {listed_in_words(parts)}" if ratings and parts else ""
    told = f"{capitalised(counted(view.make_up.total, 'action'))}{rated}. " if parts else ""
    verb, have = "is" if late == 1 else "are", "has" if moved == 1 else "have"
    told += (
        f"{capitalised(counted(late, 'item'))} {verb} overdue and {counted(moved, 'open item')} {have} revised dates."
    )
    if view.stale:
        have = "has" if len(view.stale) == 1 else "have"
        told += f" {capitalised(counted(len(view.stale), 'item'))} {have} had no recent update."
    if page.marked:
        changed = view.changes
        told += (
            f" Since the last meeting {_movement_words(len(changed.better), len(changed.worse), len(changed.redated))}."
        )
    return told


def _movement_words(better: int, worse: int, redated: int) -> str:
    if not (better or worse or redated):
        return "nothing got better or worse and no date was revised"
    its = "its date" if redated == 1 else "their dates"
    return f"{better} got better, {worse} got worse, {redated} had {its} revised"


def _counts(what: str, made_of: MakeUp, *, marked: bool) -> list[Block]:
    columns = [Column("Rating", 14), Column(what, 8, "right")]
    rows: list[list[str]] = [
        [toned(rating.words, rag_style(rating)), str(made_of.now[rating])] for rating in WORST_FIRST
    ]
    rows.append([bold("All"), bold(str(made_of.total))])
    if marked and made_of.then is not None:
        columns += [Column("Last meeting", 12, "right"), Column("Change", 8, "right")]
        for rating, row in zip(WORST_FIRST, rows, strict=False):
            row += [str(made_of.then[rating]), signed(made_of.change(rating) or 0)]
        then = sum(made_of.then.values())
        rows[-1] += [bold(str(then)), bold(signed(made_of.total - then))]
    return table(columns, rows)


def signed(number: int) -> str:
    """A change of a count: `+2`, `−1`, `0`."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def _by_ambition(page: Page) -> list[Block]:
    columns = [Column(capitalised(page.ambition), 40), Column("Lead", 20), Column("Rating", 16)]
    columns += [Column(each.shape if each is Rag.NOT_RATED else each.mark, 5, "right") for each in WORST_FIRST]
    rows = [_standing(page, each) for each in page.view.standings if each.ambition is not None]
    return table(columns, rows)


def _standing(page: Page, standing: AmbitionStanding) -> list[str]:
    ambition = standing.ambition
    assert ambition is not None
    name = " ".join(filter(None, (ambition.ref, ambition.title)))
    if standing.routed_to:
        return [name, ambition.lead, f"Now routed through {standing.routed_to}", *[""] * len(WORST_FIRST)]
    counts = [_now_and_then(standing.make_up, rating, marked=page.marked) for rating in WORST_FIRST]
    return [name, ambition.lead, page.rating(ambition), *counts]


def _now_and_then(made_of: MakeUp, rating: Rag, *, marked: bool) -> str:
    number = str(made_of.now[rating])
    if not marked or made_of.then is None or not made_of.change(rating):
        return number
    return f"{number} (was {made_of.then[rating]})"


def exceptions(page: Page) -> list[Block]:
    """What the board should look at first, and why."""
    found = page.view.exceptions
    if not (found or page.view.standings or page.view.next_steps.total):
        return []
    out = heading(2, "Exceptions")
    if not found:
        return out + paragraph(NO_EXCEPTIONS, nothing_rated(page.board))
    columns = [
        *(REF, Column("What", 34), replace(LEAD, optional=True), RATED, Column("Why it is here", 24)),
        *(replace(DUE, width=20, optional=True), Column("Help wanted", 20, optional=True)),
    ]
    return out + table(columns, [_exception(page, each) for each in found]) + paragraph(escalation(page, found))


def escalation(page: Page, found: Sequence[Exceptional]) -> str:
    """What the board does with what is for escalation, beneath it; nothing where nothing is, nor in public."""
    escalated = any(reason.why is Why.ESCALATED for each in found for reason in each.reasons)
    return escalation_words(page.board.profile) if escalated and not page.options.public else ""


def _exception(page: Page, each: Exceptional) -> list[str]:
    record = each.record
    return [
        ref_of(record) or of_what(page, record),
        what_it_is(page, record),
        who_answers(record),
        standing_of(page, record),
        each.short,
        ", ".join(filter(None, (page.due(record), page.slipped(record)))) if isinstance(record, SCHEDULED) else "",
        recovery(record),
    ]


def recovery(record: Record) -> str:
    """What help is wanted for an item, and when it is to be back to green."""
    back, wanted = getattr(record, "back_to_green", ""), getattr(record, "help_wanted", "")
    return ". ".join(filter(None, (wanted, f"Back to green: {show_date(back)}" if back else "")))


def of_what(page: Page, record: Record) -> str:
    """What a record without a ref belongs to: a mitigation to its risk, a challenge to what it is about."""
    if isinstance(record, Mitigation):
        return page.named(record.risk)
    return (
        page.named(record.item)
        if isinstance(record, Challenge | ActionArising) and page.board.find(record.item)
        else ""
    )


def standing_of(page: Page, record: Record) -> str:
    """The rating of an item, the status of a KPI, the score of a risk."""
    match record:
        case Kpi():
            return status_words(kpi_view(page.board, record).status)
        case Risk():
            return score_and_band(matrix_of(page.board.profile), record.current)
        case _:
            return page.rating(record) if record.kind.has("rag") else ""


def what_it_is(page: Page, record: Record) -> str:
    """What a record is about; its kind goes before it unless it is an action."""
    text = title_words(page.board, record) or short_name(page.board, record)
    return text if record.kind.name == "action" else f"{capitalised(page.label(record))}: {text}"


def due_soon(page: Page) -> list[Block]:
    """What is due from whom before about the next meeting."""
    columns = [Column("Day", 12), Column("Who", 20), Column("Ref", 7, optional=True), Column("What", 50)]
    rows = [(each.when, each.who or NOT_STATED, ref_of(each.record), task(page, each.record)) for each in page.view.due]
    title = heading(2, f"Due in the next {page.view.due_days} days")
    return (title + table(columns, rows) if rows else []) + _undated(page)


def _undated(page: Page) -> list[Block]:
    """What the board waits for whose date cannot be read: no list of dates would ever have it."""
    columns = [Column("Stated", 30), Column("Who", 20), Column("Ref", 7, optional=True), Column("What", 50)]
    rows = [
        (each.words, each.who or NOT_STATED, ref_of(each.record), task(page, each.record)) for each in page.view.undated
    ]
    told = paragraph(
        "What is stated here cannot be read as one date, so these items are never listed as due or overdue."
    )
    return heading(2, "Without a readable date") + told + table(columns, rows) if rows else []


def stale(page: Page) -> list[Block]:
    """What nobody has said anything about for longer than the board allows."""
    what, updated = Column("What", 50, make=what_it_is), Column("Last update", 12, make=_last_update)
    told = records_table((REF, what, LEAD, updated), page, page.view.stale)
    return heading(2, "Without a recent update") + told if told else []


def _last_update(_: Page, record: Record) -> str:
    day = changed_day(record)
    return format_day(day) if day is not None else NOT_STATED


def task(page: Page, record: Record) -> str:
    """What is to be done by its day: of a risk its review."""
    return f"Review of the risk: {record.title}" if isinstance(record, Risk) else what_it_is(page, record)


def changed(page: Page) -> list[Block]:
    """What has moved since the last meeting."""
    if not page.marked:
        return []
    changes, out = page.view.changes, heading(2, "What has changed since the last meeting")
    if not changes:
        return out + paragraph("Nothing has changed.")
    out += _moved(page, "Worse", changes.worse) + _moved(page, "Better", changes.better)
    out += _moved(page, "Rated or scored for the first time", changes.rated)
    out += _moved(page, "New figures", changes.figures)
    out += _moved(page, "Date revised", changes.redated)
    for label, records in (
        ("New", changes.new),
        ("Closed", changes.closed),
        ("No longer in the plan", changes.gone),
    ):
        out += _names(page, label, records)
    # Most of a plan is updated between two meetings: the names are enough.
    updated = "; ".join(page.kind_and_name(record) for record in changes.updated)
    return out + (paragraph(bold("Updated:"), updated) if updated else [])


def _moved(page: Page, label: str, moved: Iterable[Moved]) -> list[Block]:
    items = [join(_name(page, each.record), f"{each.before} → {each.now}", separator=": ") for each in moved]
    return [*paragraph(bold(label)), *bullets(items)] if items else []


def _names(page: Page, label: str, records: Iterable[Record]) -> list[Block]:
    items = [_name(page, record) for record in records]
    return [*paragraph(bold(label)), *bullets(items)] if items else []


def _name(page: Page, record: Record) -> Words:
    return join(bold(ref_of(record)), what_it_is(page, record))
