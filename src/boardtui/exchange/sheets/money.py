"""The amounts of a budget: as they stand, and never multiplied by what only a title says."""

from __future__ import annotations

from boardtui.exchange.sheets.answers import Answers
from boardtui.exchange.sheets.asking import Notices
from boardtui.exchange.sheets.columns import Mapping
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.headings import Heading, year_in
from boardtui.exchange.sheets.values import figure_words, is_no_figure
from boardtui.exchange.sheets.words import meanings
from boardtui.exchange.sources.grid import Cell

AMOUNTS = ("approved", "spent", "projected", "variance")


class Money:
    """Reads the amounts of one table."""

    def __init__(self, mapping: Mapping, answers: Answers, notices: Notices) -> None:
        self._mapping, self._notices = mapping, notices
        self._unsettled = False
        table = mapping.table
        places = [(table.title, table.title_at)]
        places += [
            (" ".join(each.parts), (each.row, each.column))
            for each in table.headings
            if mapping.fields[each.column] in AMOUNTS
        ]
        for words, place in places:
            found = meanings.MONEY_SCALE.search(words)
            if found is not None:
                at = table.sheet.cell(*place) if place is not None else table.first_cell
                answer = notices.ask(
                    "money", at, found[0].strip("()"), answers.get("money"), key=("money",), choices=("as stated",)
                )
                self._unsettled = answer is None
                break
        said = " ".join(
            [table.title, *(each.words for each in table.headings if mapping.fields[each.column] in AMOUNTS)]
        )
        self._year = year_in(said)

    def takes(self, name: str) -> bool:
        """Whether a field is an amount."""
        return name in AMOUNTS

    def read(self, draft: Draft, name: str, heading: Heading, cell: Cell, at: str) -> None:
        """Read an amount."""
        words = figure_words(cell)
        if is_no_figure(words):
            self._notices.flag(at, "not_a_figure", words)
        if self._unsettled:
            draft.keep(heading.name, words)
        else:
            draft.put(name, words, at)

    def finish(self, draft: Draft, at: str) -> None:
        """Give a line the year that the title of its table names."""
        if self._year and "year" not in draft.values:
            draft.put("year", self._year, at)
