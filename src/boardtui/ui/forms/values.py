"""Fields as a form shows them and reads them back: what stands in the line, how it was understood, what it comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from boardtui.domain.attention.exceptions import escalation_words
from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import addresses, lookup
from boardtui.domain.board.words import GONE, capitalised, full_name, named_in_full, short_name
from boardtui.domain.dates.dates import normal_form, read_date, show_date
from boardtui.domain.dates.figures import Figure, read_figure, read_target, show_number
from boardtui.domain.dates.periods import show_period
from boardtui.domain.errors import AmbiguousRef, BoardError, InvalidValue
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.readings import period_for
from boardtui.domain.meetings import meeting_changes as meeting_planning
from boardtui.domain.records.declare import Attribute, Kind, validate
from boardtui.domain.records.kinds import KINDS, Meeting, Record
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag, read_rag
from boardtui.domain.records.text import clean, same_key, with_full_stop
from boardtui.domain.risks.matrix import check_score, matrix_of, parse_score
from boardtui.ui.shared.text import one_line

MOST_OFFERED = 5

NO_DATE = "Not a date the program can read"

_HINTS = {
    "date": "day first, such as 31/03/2021, or a month, a window, words",
    "links": "refs between commas, such as 1.1, kpi:2.1; ctrl+l picks them",
    "link": "its ref; ctrl+l picks it",
    "choice": "Enter shows the choices",
    "flag": "Space ticks it",
    "text": "several lines; Tab goes on",
}


def problems_of(board: Board, kind: Kind, record: Record | None, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with values that each fit their field: a sentence for each field to mend.

    Args:
        board: the board they were decided on.
        kind: the kind of the record.
        record: the record they are for; None for a new one.
        values: the fields that change.
    """
    problems: dict[str, str] = {}
    if record is None and kind.owner and not values.get(kind.owner):
        label = kind.attributes[kind.owner].label
        problems[kind.owner] = f"Say where this {kind.label} belongs: {label.lower()} is needed."
    ref = same_key(str(values.get("ref", "")))
    others = (each for each in board.of_kind(kind.name) if record is None or each.id != record.id)
    if ref and any(same_key(str(getattr(each, "ref", ""))) == ref for each in others):
        problems["ref"] = f"Another {kind.label} has the ref {values['ref']} already. Choose a free one."
    if kind is Meeting.kind:
        problems |= meeting_planning.problems(board, record if isinstance(record, Meeting) else None, values)
    if "rag" in values and (problem := _reason_wanted(board, record, values)):
        problems["evidence" if values["rag"] is Rag.BLUE else "rationale"] = problem
    return problems


def _reason_wanted(board: Board, record: Record | None, values: Mapping[str, Any]) -> str:
    rating, rule = values["rag"], board.profile.reasons
    wanted = rating is not Rag.NOT_RATED and (
        rule is ReasonRule.ALWAYS or (rule is ReasonRule.RED_AND_AMBER and rating in (Rag.RED, Rag.AMBER))
    )
    # What is said already was said of the rating before; an unchanged rating keeps it.
    same = getattr(record, "rag", None) is rating
    said = {name: values.get(name, getattr(record, name, "") if same else "") for name in ("rationale", "evidence")}
    return f"This board wants a reason for {rating.value}." if wanted and not any(said.values()) else ""


@immutable
class Understood:
    """How something typed was understood, for the line beneath it.

    Attributes:
        words: what to show; empty for nothing.
        doubtful: it can be saved, but somebody should look at it.
    """

    words: str = ""
    doubtful: bool = False


def form_fields(kind: Kind) -> list[Attribute]:
    """The fields that a form shows: all but those the program keeps, alone or together with others."""
    kept = {each.group for each in kind.attributes.values() if each.look.form == "data"}
    return [each for each in kind.attributes.values() if each.group not in kept]


def hint(attribute: Attribute) -> str:
    """One line of help for a field: what it means, and how it is written."""
    parts = [attribute.help]
    # Where the help says how to write it already, saying it twice would only take room.
    if "such as" not in attribute.help or attribute.look.form in ("choice", "flag"):
        parts.append(_HINTS.get(attribute.look.form, ""))
    return f"{attribute.label}: " + " · ".join(filter(None, parts)) if any(parts) else attribute.label


def text_of(board: Board, attribute: Attribute, value: Any) -> str:
    """A value as it stands in the form."""
    match attribute.look.form:
        case "links" | "link":
            return ", ".join(_spoken_links(board, attribute, value))
        case "date":
            return clean(show_date(str(value)))
        case "period":
            return show_period(str(value))
        case "flag":
            return "yes" if value else ""
        case _:
            return clean(str(value))  # as it would be kept: what a form was opened with is not a change


def value_of(
    board: Board, kind: Kind, attribute: Attribute, text: str, *, before: Any = "", frequency: str = ""
) -> Any:
    """The value that the text in a form comes to.

    Args:
        board: the board on which refs are looked up.
        kind: the kind of the record.
        attribute: the field.
        text: what stands in the form.
        before: the value the form was opened with: links to what is deleted meanwhile can be kept, not made.
        frequency: how often the KPI is read for which a period is given.

    Raises:
        InvalidValue: the field cannot hold it. The sentence does not name the field: it stands beside it.
    """
    value: Any = text
    form = attribute.look.form
    if form in ("link", "links"):
        known = _spoken_links(board, attribute, before)
        tokens = _tokens(text) if form == "links" else [one_line(text)] if text.strip() else []
        found = [known.get(token) or _find(board, attribute, token).id for token in tokens]
        value = found if form == "links" else "".join(found)
    elif form == "flag":
        value = bool(text)
    elif form == "score":
        value = check_score(text, matrix_of(board.profile).size)
    elif form == "number":
        if not re.fullmatch(r"\s*(-?[0-9]{1,9})?\s*", text):
            raise InvalidValue(f"{one_line(text)!r} is no whole number. Write digits only, such as 15.")
        value = int(text) if text.strip() else 0
    elif form == "period":
        try:
            value = period_for(text, frequency).key
        except ValueError as error:
            raise InvalidValue(with_full_stop(capitalised(str(error)))) from None
    try:
        return validate(kind.name, attribute.group, {attribute.name: value})[attribute.name]
    except InvalidValue as error:
        raise InvalidValue(error.reasons.get(attribute.name, str(error))) from None


def frequency_of(board: Board, kind: Kind, kpi: str) -> str:
    """How often the KPI is read that stands in a form of its figures; empty where that is not known."""
    if not kind.has("kpi"):
        return ""
    try:
        found = board.find(value_of(board, kind, kind.attributes["kpi"], kpi))
    except InvalidValue:
        return ""
    return str(getattr(found, "frequency", ""))


def picked_so_far(board: Board, attribute: Attribute, text: str, *, before: Any = "") -> tuple[list[str], list[str]]:
    """What the text of a field of links means so far: the identities, and what of it means nothing."""
    known, found, rest = _spoken_links(board, attribute, before), [], []
    for token in _tokens(text):
        try:
            found.append(known.get(token) or _find(board, attribute, token).id)
        except InvalidValue:
            rest.append(token)
    return found, rest


def reading_of(board: Board, attribute: Attribute, text: str, *, before: Any = "", frequency: str = "") -> Understood:
    """How the text in a form is understood, while it is typed."""
    if not text.strip():
        return Understood()
    match attribute.look.form:
        case "date":
            return _date(text)
        case "figure":
            return _figure(read_target(text) if attribute.name in ("minimum", "upper") else read_figure(text))
        case "score":
            return _score(board, text)
        case "link":
            return _links(board, attribute, [one_line(text)], before)
        case "links":
            return _links(board, attribute, _tokens(text), before)
        case "period":
            try:
                return Understood(f"= {period_for(text, frequency).label}")
            except ValueError as error:
                return Understood(str(error), doubtful=True)
        case "choice" if attribute.name == "rag":
            return Understood(escalation_words(board.profile, read_rag(text)))
        case _:
            return Understood()


def _date(text: str) -> Understood:
    stated = read_date(text)
    if stated.first is None or stated.last is None:
        return Understood(f"{stated.problem or NO_DATE}: kept as words", doubtful=bool(stated.problem))
    span = dict.fromkeys(show_date(day.isoformat()) for day in (stated.first, stated.last))
    doubt = f" · {stated.problem}" if stated.problem else ""
    return Understood(f"= {' – '.join(span)}{doubt}", doubtful=bool(doubt))


def _figure(figure: Figure) -> Understood:
    if figure.problem:
        return Understood(f"{figure.problem} Kept as words.", doubtful=True)
    if figure.missing is not None or figure.number is None:
        return Understood(f"= {figure.missing.label}" if figure.missing else "")
    return Understood(f"= {show_number(figure.number, figure.decimals, figure.unit)} {figure.qualifier}".rstrip())


def _score(board: Board, text: str) -> Understood:
    matrix, score = matrix_of(board.profile), parse_score(text)
    if score is None or not score.fits(matrix.size):
        return Understood(f"likelihood x impact, each from 1 to {matrix.size}", doubtful=True)
    labels = f"{matrix.likelihoods[score.likelihood - 1]} × {matrix.impacts[score.impact - 1]}"
    return Understood(f"= {score.value} {matrix.band(score)} · {labels}")


def _links(board: Board, attribute: Attribute, tokens: list[str], before: Any) -> Understood:
    known = _spoken_links(board, attribute, before)
    several = len(attribute.look.kinds) != 1
    found, doubtful = [], False
    for token in tokens:
        try:
            record = board.find(known[token]) if token in known else _find(board, attribute, token)
        except BoardError as error:
            offered = _offered(board, attribute, token)
            found.append(f"{token}? {'; '.join(offered)}" if offered else str(error))
            doubtful = True
        else:
            name = named_in_full if several else full_name
            found.append(name(board, record) if record is not None else token)
    return Understood(("" if doubtful else "= ") + " · ".join(found), doubtful)


def _offered(board: Board, attribute: Attribute, fragment: str) -> list[str]:
    """What somebody may mean who has typed only the beginning of a ref, or a word of a title."""
    needle = same_key(fragment)
    found = []
    for name in attribute.look.kinds or KINDS:
        for record in board.of_kind(name):
            ref = same_key(str(getattr(record, "ref", "")))
            if ref.startswith(needle) or needle in same_key(str(getattr(record, "title", ""))):
                found.append(f"{_spoken(board, attribute, record)} {one_line(str(getattr(record, 'title', '')))}")
                if len(found) == MOST_OFFERED:
                    return [*found, "…"]
    return found


def _find(board: Board, attribute: Attribute, token: str) -> Record:
    """The record that a ref means in a field.

    Raises:
        InvalidValue: none, several, or one of a kind the field does not link to.
    """
    kinds = attribute.look.kinds
    ref = token
    if len(kinds) == 1 and not same_key(token).startswith(f"{kinds[0]}:"):
        ref = f"{kinds[0]}:{normal_form(token) if kinds[0] == 'meeting' else token}"
    try:
        record = lookup(board, ref)
    except AmbiguousRef as error:
        raise InvalidValue(str(error)) from None
    except BoardError as error:
        if len(kinds) != 1:
            raise InvalidValue(str(error)) from None
        there = [short_name(board, each) for each in board.of_kind(kinds[0])[: MOST_OFFERED + 1]]
        listed = ", ".join(there[:MOST_OFFERED]) + (", …" if len(there) > MOST_OFFERED else "")
        kind = KINDS[kinds[0]]
        known = f"There are: {listed}." if there else f"There are no {kind.plural} yet."
        raise InvalidValue(f"{token!r} is no {kind.label} of this board. {known}") from None
    if kinds and record.kind.name not in kinds:
        raise InvalidValue(f"{token!r} is {record.kind.label}, and this links to {kinds[0]}.")
    return record


def _spoken(board: Board, attribute: Attribute, record: Record) -> str:
    """The shortest thing to type that means a record in a field."""
    date = [show_date(record.date)] if isinstance(record, Meeting) else []
    for candidate in (*date, *addresses(board, record)):
        with suppress(InvalidValue):
            if _tokens(candidate) == [candidate] and _find(board, attribute, candidate) is record:
                return candidate
    return record.id  # not to be reached: the last of the addresses means nothing else


def _spoken_links(board: Board, attribute: Attribute, value: Any) -> dict[str, str]:
    """What stands in a form for each link, and the record it means. What is gone cannot be typed, but it can stay."""
    spoken: dict[str, str] = {}
    gone = 0
    for identity in _as_tuple(value):
        if (record := board.find(identity)) is not None:
            spoken[_spoken(board, attribute, record)] = identity
        else:
            gone += 1
            spoken[GONE if gone == 1 else f"(deleted {gone})"] = identity
    return spoken


def _tokens(text: str) -> list[str]:
    return [token for token in (one_line(each) for each in re.split(r"[,;\n]", text)) if token]


def _as_tuple(value: Any) -> Iterable[str]:
    return (value,) if isinstance(value, str) and value else value or ()
