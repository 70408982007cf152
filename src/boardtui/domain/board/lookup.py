"""Finding the record that somebody means, what to type to mean one, and refs that mean two or are free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from boardtui.domain.board.board import Board
from boardtui.domain.board.order import counting_order
from boardtui.domain.board.words import capitalised, full_name, named, ref_of, short_name, shortened, title_words
from boardtui.domain.dates.dates import normal_form
from boardtui.domain.dates.periods import period_of
from boardtui.domain.errors import AmbiguousRef, BoardError, quoted
from boardtui.domain.records.kinds import KINDS, Kpi, Meeting, Reading, Record
from boardtui.domain.records.text import same_key
from boardtui.domain.records.types import REF_LIMIT

LEAST_OF_A_NAME = 3
"""Characters. As many have to be typed of the beginning of a name."""

MOST_OFFERED = 10
"""Records. More are not listed where several are called the same."""


def same_refs(board: Board) -> tuple[tuple[Record, ...], ...]:
    """The records of one kind that people would call the same, as they were made; the first one keeps its ref."""
    return board.refs_twice


def next_free_ref(board: Board, record: Record) -> str:
    """The ref after the last one of the same family: 1.13 where the 1.x go up to 1.12, CIP07 after CIP06.

    A gap is not filled: what stood there once is in earlier papers.
    """
    before, digits = _family(ref_of(record))
    others = [_family(ref_of(each)) for each in board.of_kind(record.kind.name)]
    last = max((int(own) for family, own in others if same_key(family) == same_key(before) and own), default=1)
    taken = {same_key(ref_of(each)) for each in board.of_kind(record.kind.name)}
    # A ref that is as long as a ref can be loses what its number needs; then the number alone makes it another one.
    numbers = (f"{number:0{len(digits)}d}" for number in count(last + 1))
    free = (f"{before[: REF_LIMIT - len(number)]}{number}" for number in numbers)
    return next(ref for ref in free if same_key(ref) not in taken)


def _family(ref: str) -> tuple[str, str]:
    """What the refs of a family begin with, and the digits that tell them apart: `1.` and `10`, `CIP` and `06`."""
    found = re.fullmatch(r"(.*?)([0-9]{1,9})[^0-9]{0,3}", ref)
    return (found[1], found[2]) if found else (f"{ref} " if ref else "", "")


def count_to_decide(board: Board) -> int:
    """How many things there are for people to decide: where copies disagree, and refs that stand twice."""
    return sum(len(record.conflicts) for record in board.conflicted) + sum(1 for _ in same_refs(board))


def lookup(board: Board, ref: str) -> Record:
    """Find what somebody means: `1.1`, `CIP06`, `kpi:2.1`, `board`, or a name such as `H3.2 Feb 19`.

    What looks the same is the same, however it was typed. With a kind before it the beginning of a name does, as in
    `decision:Ask for`. A reading is its KPI and its period, however that is written: `kpi:6.1 2019-03`. The first eight
    or more of an id do as well, which programs have from JSON. Of several that are called the same, `1.10 #2` is the
    second.

    Raises:
        AmbiguousRef: several records are called so.
        BoardError: nothing is.
    """
    found = _meant(board, ref)
    if len(found) == 1:
        return found[0]
    if found:
        choices = sorted(address(board, record) for record in found[:MOST_OFFERED])
        more = ", …" if len(found) > len(choices) else ""
        told = ", ".join(f"{each}{_title_of(board, each)}" for each in choices)
        sentence = f"{quoted(ref)} means more than one thing here. Say which: {told}{more}."
        raise AmbiguousRef(sentence, tuple(choices))
    kinds, _ = _kinds_and_words(ref)
    wanted = kinds[0] if len(kinds) == 1 else "action"
    known = [own for record in board.of_kind(wanted) if (own := ref_of(record))]
    hint = f" {capitalised(KINDS[wanted].plural)} here: {known[0]} to {known[-1]}." if known else ""
    raise BoardError(f"Nothing on this board has the ref {quoted(ref)}.{hint}")


def lookup_all(board: Board, refs: str) -> list[Record]:
    """The records that a word means: one, or several between commas, each of them once.

    Raises:
        BoardError: one of them is not there, or could be several, or a comma may have been typed for a dot.
    """
    try:
        return [lookup(board, refs)]
    except BoardError:
        # A name may hold a comma, so that it is taken whole first.
        several = [each.strip() for each in refs.split(",") if each.strip()]
        if len(several) < 2:
            raise
    dotted = refs.strip().replace(",", ".")
    if " " not in dotted and _is_a_ref(board, dotted):
        meant = f"{dotted}, or {' and '.join(several)}"
        raise BoardError(f"{quoted(refs.strip())} may be {meant}: write a dot, or a space after the comma.")
    return list({record.id: record for record in (lookup(board, each) for each in several)}.values())


def _is_a_ref(board: Board, words: str) -> bool:
    try:
        return same_key(ref_of(lookup(board, words))) == same_key(words)
    except BoardError:
        return False


def _meant(board: Board, ref: str) -> Sequence[Record]:
    """All that somebody may mean: one record where it is clear."""
    kinds, text = _kinds_and_words(ref)
    if text == "board" and "board" in kinds:
        return [board.profile]
    found = _by_ref(board, kinds, text) or _by_id(board, kinds, text) or _by_date(board, kinds, text)
    found = found or _by_number(board, kinds, text) or _by_name(board, kinds, text) or _by_period(board, kinds, text)
    # An action is what people mean by 1.1 unless they say otherwise.
    actions = [record for record in found if record.kind.name == "action"]
    return actions if len(actions) == 1 and len({each.kind.name for each in found}) == len(found) else found


def _kinds_and_words(ref: str) -> tuple[Sequence[str], str]:
    """The kinds in question, and what follows the name of a kind that was given."""
    text = same_key(ref)
    kind_name, _, rest = text.partition(":")
    return ((kind_name,), rest.strip()) if kind_name in KINDS and rest else (tuple(KINDS), text)


def addresses(board: Board, record: Record) -> Iterator[str]:
    """Words that may mean a record, the shortest first. The last of them always does."""
    kind = record.kind.name
    short = ref_of(record) or short_name(board, record)
    # Some of them would not do where words are taken apart, so there is always one without what takes them apart.
    for words in dict.fromkeys((short, re.split(r"[,;\n…]", short)[0].strip())):
        yield from (words, f"{kind}:{words}")
        same = [each.id for each in _called(board, (kind,), same_key(words))]
        if record.id in same:
            yield f"{kind}:{words} #{same.index(record.id) + 1}"
    yield f"{kind}:#{[each.id for each in board.of_kind(kind)].index(record.id) + 1}"


def address(board: Board, record: Record, *, among_others: bool = False) -> str:
    """The shortest thing to type that means a record.

    Args:
        board: the board; a record that is not on it has none.
        record: the record.
        among_others: it is to stand among others, with commas between them.
    """
    some = (words for words in addresses(board, record) if words and not (among_others and "," in words))
    return next(words for words in some if [*_meant(board, words)] == [record])


def _title_of(board: Board, address: str) -> str:
    """In brackets, the title of a record that only its number tells from others of its ref."""
    record = lookup(board, address) if "#" in address else None
    title = title_words(board, record) if record is not None and ref_of(record) else ""
    return f" (“{shortened(title, 40)}”)" if title else ""


def _all(board: Board, kinds: Iterable[str]) -> Iterator[Record]:
    return (record for name in kinds for record in board.of_kind(name))


def _called(board: Board, kinds: Sequence[str], text: str) -> list[Record]:
    return _by_ref(board, kinds, text) or _by_name(board, kinds, text)


def _by_ref(board: Board, kinds: Iterable[str], text: str) -> list[Record]:
    if not text:
        return []
    found: list[Record] = []
    # Only those that are found are put in order: most records of a board are readings, which have no refs.
    for name in (name for name in kinds if KINDS[name].has("ref")):
        same = (each for each in board.records.get(name, {}).values() if same_key(getattr(each, "ref", "")) == text)
        found += sorted(same, key=counting_order)
    return found


def _by_id(board: Board, kinds: Iterable[str], text: str) -> list[Record]:
    return [each for each in _all(board, kinds) if each.id.startswith(text)] if len(text) >= 8 else []


def _by_date(board: Board, kinds: Iterable[str], text: str) -> list[Record]:
    if "meeting" not in kinds or not text:
        return []
    return [meeting for meeting in board.all(Meeting) if normal_form(meeting.date) == normal_form(text)]


def _by_number(board: Board, kinds: Sequence[str], text: str) -> list[Record]:
    """`1.10 #2`: one of several that are called the same; `#3` with a kind: the third of its kind."""
    if not (parts := re.fullmatch(r"(.*?)\s*#([0-9]{1,6})", text)):
        return []
    words, number = parts[1], int(parts[2])
    all_of_kind = list(board.of_kind(kinds[0])) if len(kinds) == 1 else []
    some = _called(board, kinds, words) if words else all_of_kind
    return some[number - 1 : number] if number else []


def _by_period(board: Board, kinds: Sequence[str], text: str) -> list[Record]:
    """`6.1 2019-03`: the reading of a KPI for a period, also with `reading:` or `kpi:` before it."""
    if not {"reading", "kpi"} & set(kinds):
        return []
    found: list[Record] = []
    for kpi in board.all(Kpi):
        own = same_key(kpi.ref)
        words = text.removeprefix(own)
        if not own or words == text or words[:1] not in (" ", ",") or not (words := words.strip(" ,")):
            continue
        wanted = period_of(words)
        for reading in board.owned(Reading, kpi.id):
            same = same_key(reading.period) == words or (wanted is not None and period_of(reading.period) == wanted)
            found += [reading] if same else []
    return found


def _by_name(board: Board, kinds: Sequence[str], text: str) -> list[Record]:
    """Those with exactly this name, else, where the kind is given, those whose name begins so."""
    if not text:
        return []
    enough = len(kinds) == 1 and len(text) >= LEAST_OF_A_NAME
    found, begun = [], []
    for record in _all(board, kinds):
        names = [same_key(each(board, record)) for each in (short_name, title_words, full_name, named)]
        if text in names:
            found.append(record)
        elif enough and not ref_of(record) and any(each.startswith(text) for each in names):
            begun.append(record)
    return found or begun
