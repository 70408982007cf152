"""What has to be asked and pointed out, each once, with the cell where it stands; and what a person has answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from boardtui.domain.errors import BoardError, quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.headings import plain_heading
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key
from boardtui.exchange.json_output import escaped
from boardtui.exchange.sheets.vocabulary import KINDS_READ
from boardtui.settings.disk import why_not, write_in_one_step, write_new
from boardtui.settings.toml_files import UnreadableFileError, read_toml

PLAIN = ("ambition", "ambition_column", "date_order", "year_rule", "area", "summary_rows", "money")
TABLES = ("kind", "column", "period", "rating_words", "score_words", "unit")
SCORES = ("likelihood", "impact")
_CHOICES = {"date_order": ("dmy", "mdy"), "summary_rows": ("section",), "money": ("as stated",)}
_HEADINGS = ("column", "period")
LEFT_OUT = "none"
"""The kind of a table that a person leaves out."""
CONFLICT = "conflict"
"""Under this, what is right where somebody changed a value on the board since: for one import, and in no map."""
KEEPS, TAKES = "board", "file"
"""What the answer to a conflict can be."""

Path_ = tuple[str, ...]


@dataclass(slots=True)
class Answers:
    """The answers there are.

    Attributes:
        given: each answer, by the names that lead to it in the map, the last as it is compared.
        spelled: the same names as the map has them.
        used: those that a source asked for.
        skipped: questions that a person leaves open.
        headings: the headings of the source that a map was made for, by which it is found again.
        new_ambition: an ambition that the answers name and the board does not have is made.
    """

    given: dict[Path_, str] = field(default_factory=dict)
    spelled: dict[Path_, Path_] = field(default_factory=dict)
    used: dict[Path_, None] = field(default_factory=dict)
    skipped: list[Path_] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    new_ambition: bool = False

    def get(self, *path: str) -> str | None:
        """An answer, which is then one that was used; None where there is none."""
        key = _key(path)
        answer = self.given.get(key)
        if answer is not None:
            self.used[key] = None
        return answer

    def give(self, answer: str, *path: str) -> None:
        """Add an answer."""
        self.given[_key(path)] = answer
        self.spelled[_key(path)] = path

    def copy(self) -> Answers:
        """The same answers, to be changed apart from these."""
        return Answers(dict(self.given), dict(self.spelled), headings=self.headings, new_ambition=self.new_ambition)

    def take_back(self, *path: str) -> None:
        """Leave open what was answered."""
        self.given.pop(_key(path), None)
        self.used.pop(_key(path), None)

    def as_map(self) -> dict[str, Any]:
        """The answers that were used, as a map writes them."""
        document: dict[str, Any] = {}
        order = {name: position for position, name in enumerate((*PLAIN, *TABLES))}
        if self.headings:
            document["headings"] = list(self.headings)
        kept = [key for key in self.used if key[0] != CONFLICT]
        for key in sorted(kept, key=lambda each: order[each[0]]):
            *tables, name = self.spelled[key]
            level = document
            for each in tables:
                level = level.setdefault(each, {})
            level[name] = self.given[key]
        return document


def _key(path: Path_) -> Path_:
    last = plain_heading(path[-1]) if path[0] in _HEADINGS else same_key(path[-1])
    return (*path[:-1], last or path[-1])


def read_answers(path: Path) -> Answers:
    """Read a map.

    Raises:
        BoardError: it cannot be read, or says something that no map says.
    """
    try:
        document = read_toml(path)
    except UnreadableFileError as error:
        raise BoardError(f"{path}: {error}.") from None
    except OSError as error:
        raise BoardError(f"{path} cannot be read: {why_not(error)}. Check the name after --map.") from None
    answers = Answers()
    for name, value in document.items():
        if name == "headings" and isinstance(value, list):
            answers.headings = tuple(map(str, value))
        elif name in PLAIN:
            _take(answers, path, value, name)
        elif name in TABLES and isinstance(value, dict):
            _take_table(answers, path, name, value)
        elif name in TABLES:
            raise BoardError(f"{path}: {name} has to be a table: a line [{name}] and under it a line for each answer.")
        elif name == "headings":
            raise BoardError(f"{path}: headings has to be a list of words between quotes.")
        else:
            known = ", ".join(("headings", *PLAIN, *TABLES))
            raise BoardError(f"{path}: no map has {quoted(name)}. It can have: {known}.")
    return answers


def _take_table(answers: Answers, path: Path, name: str, table: dict[str, Any]) -> None:
    for key, value in table.items():
        if name == "score_words":
            if key not in SCORES or not isinstance(value, dict):
                raise BoardError(f"{path}: score_words is for likelihood or impact, not {quoted(key)}.")
            for word, score in value.items():
                _take(answers, path, score, name, key, word)
        else:
            _take(answers, path, value, name, key)


def _take(answers: Answers, path: Path, value: Any, *names: str) -> None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BoardError(f"{path}: {'.'.join(names)} has to be words between quotes.")
    answer = str(value).strip()
    allowed: tuple[str, ...] = _CHOICES.get(names[0], ())
    if names[0] == "kind":
        allowed = (*KINDS_READ, LEFT_OUT)
    elif names[0] == "unit":
        allowed = ("fraction", "as stated")
    elif names[0] == "rating_words":
        allowed = ("red", "amber", "green", "blue", "none")
    if allowed and answer not in allowed:
        raise BoardError(f"{path}: {'.'.join(names)} can be {', '.join(allowed)}, not {quoted(answer)}.")
    if names[0] == "score_words" and not (answer.isascii() and answer.isdigit()):
        raise BoardError(f"{path}: {'.'.join(names)} has to be a number, such as 4, not {quoted(answer)}.")
    answers.give(answer, *names)


def map_of(answers: Answers) -> bytes:
    """The answers that were used, as the content of a map."""
    import tomli_w

    return escaped(tomli_w.dumps(answers.as_map())).encode()


def write_answers(answers: Answers, path: Path, *, replace: Path | None = None) -> None:
    """Write the answers that were used as a map.

    Args:
        answers: the answers.
        path: the file to write.
        replace: the one file that may be there already.

    Raises:
        BoardError: it is there, or cannot be written.
    """
    content = map_of(answers)
    try:
        if path.exists() and replace is not None and replace.exists() and path.samefile(replace):
            write_in_one_step(path, content)
        else:
            write_new(path, content)
    except FileExistsError:
        raise BoardError(
            f"{path} is there already and was not replaced. Choose another name after --save-map."
        ) from None
    except OSError as error:
        raise BoardError(f"{path} cannot be written: {why_not(error)}. Choose another place.") from None


def rating_answer(answer: str) -> Rag:
    """The rating that an answer gives a word."""
    return Rag.NOT_RATED if answer == "none" else Rag(answer)


def is_kind(name: str) -> bool:
    """Whether tables of this kind can be imported."""
    return name in KINDS_READ and name in KINDS


@dataclass(slots=True)
class ImportQuestion:
    """Something that only a person knows.

    Attributes:
        about: what sort of question it is, such as `rating`.
        word: the word it is about; empty for none.
        at: where that stands first.
        answer: what was answered; None while it is open.
        key: what leads to the answer in a map; empty where it is settled on the board.
        choices: what the answer can be; empty for anything.
        rows: where else the word stands.
        told: what it is about in words, where the word alone does not say it.
    """

    about: str
    word: str
    at: str
    answer: str | None = None
    key: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    rows: list[str] = field(default_factory=list)
    told: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answer is None


@immutable
class Flag:
    """Something that somebody should look at."""

    at: str
    what: str
    words: str = ""


@dataclass(slots=True)
class Notices:
    """The questions and flags of an import."""

    questions: list[ImportQuestion] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    _asked: dict[tuple[str, str, str], ImportQuestion] = field(default_factory=dict)

    def ask(
        self,
        about: str,
        at: str,
        word: str = "",
        answer: str | None = None,
        *,
        within: str = "",
        once: bool = False,
        key: tuple[str, ...] = (),
        choices: tuple[str, ...] = (),
        told: str = "",
    ) -> str | None:
        """Ask something, unless it was asked already.

        Args:
            about: what sort of question it is.
            at: where the word stands.
            word: the word.
            answer: what the map says.
            within: what the same word means something else in, such as another column.
            once: whatever the word: only the first one is asked about.
            key: what leads to the answer in a map.
            choices: what the answer can be.
            told: what it is about in words, where the word alone does not say it.

        Returns:
            The answer, if there is one.
        """
        name = (about, within, "" if once else same_key(word))
        if (found := self._asked.get(name)) is None:
            found = self._asked[name] = ImportQuestion(about, word, at, answer, key, choices, told=told)
            self.questions.append(found)
        found.rows.append(at)
        return found.answer

    def flag(self, at: str, what: str, words: str = "") -> None:
        """Point something out."""
        self.flags.append(Flag(at, what, words))
