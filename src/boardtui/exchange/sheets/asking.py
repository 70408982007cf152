"""What has to be asked, and what has to be pointed out: each once, with the cell where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import same_key


@dataclass(slots=True)
class Question:
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

    questions: list[Question] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    _asked: dict[tuple[str, str, str], Question] = field(default_factory=dict)

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
            found = self._asked[name] = Question(about, word, at, answer, key, choices, told=told)
            self.questions.append(found)
        found.rows.append(at)
        return found.answer

    def flag(self, at: str, what: str, words: str = "") -> None:
        """Point something out."""
        self.flags.append(Flag(at, what, words))
