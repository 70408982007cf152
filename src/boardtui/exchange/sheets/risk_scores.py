"""The scores of risks: from numbers, from the board's own words, or from words that a person gives a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boardtui.domain.board.board import Board
from boardtui.domain.risks.matrix import matrix_of
from boardtui.exchange.sheets import meanings
from boardtui.exchange.sheets.asking import Answers, Notices
from boardtui.exchange.sheets.columns import TableMapping
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.headings import CURRENT, INHERENT, TARGET, ColumnHeading
from boardtui.exchange.sources.grid import SheetCell, runs

PARTS = ("likelihood", "impact")
_IMPACT_FIRST = re.compile(
    r"\b[is] ?[x×*] ?[lp]\b|\b(?:impact|severity) ?[x×*] ?(?:likelihood|probability)", re.IGNORECASE
)
"""A heading of scores such as `4x3` whose first number is the impact."""
_SCALE = re.compile(r"\b\d+\s*(?:-|–|to|\.\.)\s*(\d+)\b")
_LEADING = re.compile(r"(\d{1,2})(?:\s*[-–:.)=]\s*\D.*|\s*\(.*\))")
_LETTERED = re.compile(r"[A-Za-z]\s?[-–:.=]?\s?(\d{1,2})")
"""A score after the letter of its column, such as L3."""
_TRAILING = re.compile(r"\D.*?[\s(=-]+(\d{1,2})\)?")


@dataclass(slots=True)
class _Stage:
    name: str
    likelihood: ColumnHeading | None
    impact: ColumnHeading | None
    product: ColumnHeading | None
    unsettled: bool = False


class Scores:
    """Reads the scores of one table."""

    def __init__(self, mapping: TableMapping, board: Board, answers: Answers, notices: Notices) -> None:
        self._mapping, self._answers, self._notices = mapping, answers, notices
        self._sheet = mapping.table.sheet
        matrix = matrix_of(board.profile)
        self._size = matrix.size
        self._labels = {
            "likelihood": {label.casefold(): number for number, label in enumerate(matrix.likelihoods, 1)},
            "impact": {label.casefold(): number for number, label in enumerate(matrix.impacts, 1)},
        }
        self._stages = list(self._find_stages())
        self._wrong: dict[int, list[int]] = {}
        self._right: set[int] = set()
        self.compared: set[tuple[int, int]] = set()
        for stage in self._stages:
            self._settle_scale(stage)

    def _find_stages(self) -> Iterator[_Stage]:
        for name in (INHERENT, CURRENT, TARGET):
            likelihood, impact, product = (self._mapping.column(f"{name} {part}") for part in (*PARTS, "product"))
            if likelihood or impact or product:
                yield _Stage(name, likelihood, impact, product)

    def _settle_scale(self, stage: _Stage) -> None:
        """Ask about a scale that is not the board's: such scores are kept as words and the risk is unscored."""
        columns = [each for each in (stage.likelihood, stage.impact) if each is not None]
        numbers = [int(n) for each in columns for row in self._mapping.table.body if (n := self._number(row, each))]
        hints = [found for each in columns if (found := _SCALE.search(each.hint)) is not None]
        stated = max((int(found[1]) for found in hints), default=0)
        above = sum(number > self._size for number in numbers)
        many = above >= 2 and above * 10 >= len(numbers)
        if not numbers or not ((stated and stated != self._size) or (not stated and many)):
            return
        rows, places = [each.row for each in columns], [each.column for each in columns]
        area = (min(rows), min(places), max(rows), max(places))
        near = max(places) - min(places) <= 1
        at = self._sheet.address(area) if near else self._sheet.cell(columns[0].row, columns[0].column)
        word = next((f"({each.hint})" for each in columns if _SCALE.search(each.hint)), "")
        self._notices.ask("scale", at, word, within=f"{self._mapping.table.id} {stage.name}")
        body = self._mapping.table.body
        self._notices.flag(self._sheet.address((body[0], min(places), body[-1], max(places))), "scale", word)
        stage.unsettled = True

    def _number(self, row: int, heading: ColumnHeading) -> int | None:
        cell = self._sheet.shared(row, heading.column)
        text = cell.text.strip()
        found = _LEADING.fullmatch(text) or _LETTERED.fullmatch(text) or _TRAILING.fullmatch(text)
        digits = found[1] if found else text
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None

    def read(self, draft: Draft, row: int) -> None:
        """Read the scores of a row into a draft; what is unclear is kept as words."""
        for stage in self._stages:
            parts = [self._part(row, part, getattr(stage, part), unsettled=stage.unsettled) for part in PARTS]
            if all(parts):
                at = self._sheet.cell(row, (stage.likelihood or self._mapping.table.headings[0]).column)
                draft.put(stage.name, f"{parts[0]}x{parts[1]}", at)
            else:
                for part in PARTS:
                    self._keep(draft, row, getattr(stage, part))
            if stage.product is not None:
                self._compare(row, stage.product, parts)
        for name in (INHERENT, CURRENT, TARGET):
            heading = self._mapping.column(name)
            if heading is not None and (cell := self._sheet.shared(row, heading.column)).text:
                self._pair(draft, name, heading, row, cell)

    def _pair(self, draft: Draft, name: str, heading: ColumnHeading, row: int, cell: SheetCell) -> None:
        found = meanings.PAIR.fullmatch(cell.text)
        first, second = (int(found["first"]), int(found["second"])) if found else (0, 0)
        at = self._sheet.cell(row, heading.column)
        if found and max(first, second) <= self._size:
            named = (found["one"] or found["two"] or "").casefold()
            turned = _IMPACT_FIRST.search(f"{heading.plain} {heading.hint}") is not None
            if named:
                turned = (named in "is") == bool(found["one"])
            likelihood, impact = (second, first) if turned else (first, second)
            draft.put(name, f"{likelihood}x{impact}", at)
            product = found["product"] or found["within"]
            if product and int(product) != first * second:
                self._notices.flag(at, "score_disagrees", cell.text)
                self._keep(draft, row, heading)
        else:
            self._notices.flag(at, "not_a_score", cell.text)
            self._keep(draft, row, heading)

    def _keep(self, draft: Draft, row: int, heading: ColumnHeading | None) -> None:
        if heading is not None:
            draft.keep(heading.name, self._sheet.shared(row, heading.column).text)

    def _part(self, row: int, part: str, heading: ColumnHeading | None, *, unsettled: bool) -> int | None:
        """Likelihood or impact as the board counts it; None where the row does not say it, or it has to be asked."""
        if heading is None or unsettled:
            return None
        cell = self._sheet.shared(row, heading.column)
        if not cell.text or cell.text in meanings.NOTHING_WORDS:
            return None
        at = self._sheet.cell(row, heading.column)
        number = self._number(row, heading)
        if number is not None or re.fullmatch(r"[\d.,]+", cell.text):
            if number is not None and 1 <= number <= self._size:
                return number
            self._notices.flag(at, "not_a_score", cell.text)
            return None
        word = " ".join(cell.text.split())
        if (label := self._labels[part].get(word.casefold())) is not None:
            return label
        key = ("score_words", part, word)
        choices = tuple(map(str, range(1, self._size + 1)))
        answer = self._notices.ask(
            "score word", at, word, self._answers.get(*key), within=part, key=key, choices=choices
        )
        return int(answer) if answer and 1 <= int(answer) <= self._size else None

    def _compare(self, row: int, heading: ColumnHeading, parts: list[int | None]) -> None:
        """Compare a product with what it is the product of."""
        product = self._number(row, heading)
        likelihood, impact = parts
        if product is None or likelihood is None or impact is None:
            return
        self.compared.add((row, heading.column))
        if product == likelihood * impact:
            self._right.add(heading.column)
        else:
            self._wrong.setdefault(heading.column, []).append(row)

    def finish(self) -> set[int]:
        """Point out products that do not follow from their parts.

        Returns:
            The columns of products all of which do: they are compared and need not be kept.
        """
        for column, rows in self._wrong.items():
            if column in self._right:
                for first, last in runs(rows):
                    self._notices.flag(self._sheet.address((first, column, last, column)), "score_disagrees")
            else:
                self._notices.flag(self._sheet.address((rows[0], column, rows[-1], column)), "score_disagrees")
        return self._right - self._wrong.keys()
