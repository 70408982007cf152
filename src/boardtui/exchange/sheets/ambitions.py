"""Which ambition an action goes to: a column, a section or a merged cell names it, or else a person says so."""

from __future__ import annotations

import re

from boardtui.domain.board.board import Board
from boardtui.domain.kpis.headings import plain_heading
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.text import same_key
from boardtui.exchange.sheets.asking import Answers, Notices
from boardtui.exchange.sheets.columns import KEPT, TableMapping
from boardtui.exchange.sheets.drafts import Named
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sheets.kinds import body_cells
from boardtui.exchange.sheets.rows import SheetRow
from boardtui.exchange.sources.grid import one_line

_WORDS = "ambition|theme|priority|work ?stream|objective|outcome|pillar|strand|area"
_GRADE = re.compile(
    r"(?:very )?(?:high|medium|med|moderate|low|urgent|critical|normal|h|m|l)|must|should|could|won'?t|yes|no",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\d+(?:\.\d+)*\.?")


def named_ambition(text: str, at: str, label: str = "") -> Named:
    """The ambition that some words name: `Ambition 1: Practice`, `1 - Practice`, `1` or `Practice`."""
    words = one_line(text)
    noun = "|".join(filter(None, (re.escape(label.casefold()), _WORDS)))
    for pattern in (
        rf"(?:{noun})\s*(?:no\.?\s*)?(?P<ref>\d[\w.]*|[a-z])\s*[:.)–—-]\s*(?P<title>.+)",
        rf"(?:{noun})\s*(?:no\.?\s*)?(?P<ref>\d[\w.]*)\s+(?P<title>.+)",
        r"(?P<ref>\d+(?:\.\d+)*)\s*[:.)–—-]\s*(?P<title>\D.*)",
        r"(?P<ref>\d+)\s+(?P<title>\D.*)",
        rf"(?:(?:{noun})\s*)?(?P<ref>\d+[a-z]?)",
    ):
        if (found := re.fullmatch(pattern, words, re.IGNORECASE)) is not None:
            parts = found.groupdict()
            return Named(parts["ref"].rstrip("."), (parts.get("title") or "").strip(), at)
    return Named("", words, at)


def _name(heading: ColumnHeading) -> str:
    """How a person says which column is meant: of several that are headed alike, its letter."""
    return heading.words if heading.alone else heading.letter


def _could_name_ambitions(mapping: TableMapping, label: str) -> list[ColumnHeading]:
    """The columns that could name the ambition of each action: a person is offered them, and none is taken unasked.

    A column of priorities such as *High* and *Low* names none, and one that is different in every row groups nothing.
    """
    noun = "|".join(
        filter(None, (re.escape(label.casefold()), _WORDS, "goal", "aim", "programme", "project", "bucket"))
    )
    found = []
    rows = max((len(body_cells(mapping.table, each.column)) for each in mapping.columns("title")), default=0)
    for each in mapping.table.headings:
        if mapping.fields[each.column] not in (KEPT, "ambition") or not re.search(rf"\b(?:{noun})s?\b", each.plain):
            continue
        words = [one_line(cell.text) for cell in body_cells(mapping.table, each.column)]
        # A number is the ref of an ambition, but under *Priority* it may be how urgent the action is.
        grades = all(_GRADE.fullmatch(word) or ("priorit" in each.plain and word.isdigit()) for word in words)
        # What is left empty below a word goes on with it.
        several = len(words) < 2 or len({same_key(word) for word in words}) < max(len(words), rows)
        if words and not grades and several:
            found.append(each)
    return found


class Ambitions:
    """The ambitions that the rows of one table go to."""

    def __init__(self, mapping: TableMapping, board: Board, answers: Answers, notices: Notices) -> None:
        self._mapping, self._answers, self._notices = mapping, answers, notices
        self._label = board.profile.ambition_label
        self._all = self._before = ""
        self._section: tuple[str, str] = ("", "")
        self._level = ""
        self._columns: tuple[str, ...] = ()
        self._known = {same_key(words) for action in board.all(Action) for words in (action.ref, action.title) if words}
        if mapping.kind != "action":
            return
        table = mapping.table
        self._columns = tuple(dict.fromkeys(_name(each) for each in _could_name_ambitions(mapping, self._label)))
        named = answers.get("ambition_column") or ""
        wanted = plain_heading(named)
        column = next(
            (each for each in table.headings if named and (each.plain == wanted or named in (each.words, _name(each)))),
            None,
        )
        # A table without the column that another one has still goes where the other answer says.
        self._all = (answers.get("ambition") or "") if column is None else ""
        if self._all or column is not None:
            for each in mapping.columns("ambition"):
                mapping.fields[each.column] = KEPT
            if column is not None:
                mapping.fields[column.column] = "ambition"
            self._ask(self._all or named)

    def _ask(self, answer: str | None = None) -> None:
        table = self._mapping.table
        self._notices.ask(
            "ambition", table.first_cell, answer=answer, within=table.id, key=("ambition",), choices=self._columns
        )

    def enter(self, row: SheetRow) -> None:
        """Enter a section: the actions below go to the ambition it names; other headings only divide those of one."""
        noun = rf"{re.escape(self._label)}|{_WORDS}" if self._label else _WORDS
        found = re.match(rf"({noun})\s*(?:no\.?\s*)?(?:\d|[a-z]\b|[:–—-])", row.section, re.IGNORECASE)
        if found is None:
            return
        level = found[1].casefold().replace(" ", "")
        self._level = self._level or level
        if level == self._level:
            self._section = (row.section, row.section_at)

    def of_row(self, row: SheetRow) -> tuple[Named | None, bool]:
        """The ambition of an action.

        Returns:
            What names it, None where it is that of the record on the board; and whether the row has to wait for an
            answer.
        """
        if self._all:
            return Named(self._all), False
        if (stated := self.stated(row)) is not None:
            return stated, False
        noun = rf"(?:{re.escape(self._label)}|{_WORDS})" if self._label else rf"(?:{_WORDS})"
        if self._section[0]:
            return named_ambition(*self._section, self._label), False
        if (titled := self._titled(noun)) is not None:
            return titled, False
        mapping = self._mapping
        for heading in (mapping.column("ref"), mapping.title):
            cell = row.cells.get(heading.column) if heading is not None else None
            if cell is not None and same_key(one_line(cell.text)) in self._known:
                return None, False
        self._ask()
        return None, True

    def _titled(self, noun: str) -> Named | None:
        """The one ambition that the title of the table or the name of its sheet names, as on a sheet for each."""
        table = self._mapping.table
        named = [
            line for line in table.title.split("\n") if re.match(rf"{noun}\s*\d+\w?\s*[:–—-]", line, re.IGNORECASE)
        ]
        if not named and re.match(rf"{noun}\s*\d+\w?(?![\w.])", table.sheet.name, re.IGNORECASE):
            return named_ambition(table.sheet.name, table.first_cell, self._label)
        if len(named) != 1 or table.title_at is None:
            return None
        return named_ambition(named[0], table.sheet.cell(*table.title_at), self._label)

    def stated(self, row: SheetRow) -> Named | None:
        """The ambition that the column for it names; what is left empty goes on with the one above."""
        column = self._mapping.column("ambition")
        if column is None:
            return None
        sheet = self._mapping.table.sheet
        words = sheet.shared(row.number, column.column).text
        if self._mapping.kind == "action":
            words = self._before = words or self._before
        return named_ambition(words, sheet.cell(row.number, column.column), self._label) if words else None

    def summary_rows(self) -> frozenset[int]:
        """The rows that sum up those below them, where a person says that they are sections."""
        if self._mapping.kind not in ("action", "milestone"):
            return frozenset()
        rows = frozenset(self._sums())
        if not rows:
            return rows
        answer = self._notices.ask(
            "summary rows",
            self._mapping.table.first_cell,
            answer=self._answers.get("summary_rows"),
            within=self._mapping.table.id,
            key=("summary_rows",),
            choices=("section",),
        )
        return rows if answer == "section" else frozenset()

    def _sums(self) -> list[int]:
        mapping, table = self._mapping, self._mapping.table
        level = next((h for h in table.headings if h.plain in ("outline level", "level", "indent level")), None)
        ref = mapping.column("ref")
        outline = next((h for h in table.headings if h.plain in ("wbs", "outline number", "wbs code")), ref)
        found, before = [], (0, "")
        for row in table.body:
            heading = level or outline
            text = table.sheet.at(row, heading.column).text.rstrip(".") if heading is not None else ""
            if not _DOTTED.fullmatch(text):
                continue
            number, words = before
            deeper = (
                int(text) > int(words or text) if level is not None and text.isdigit() else text.startswith(f"{words}.")
            )
            if number and words and deeper:
                found.append(number)
            before = (row, text)
        return found
