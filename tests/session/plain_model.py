"""What the minutes of a meeting should say, worked out with dictionaries alone: no edits, no projection, no report.

Every reason, decision, question and note is a word of its own, such as `w17w`, so that a paper can be read for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

TOLD_BY = {"status": "rag", "dates": "due", "current": "score"}
"""The fact of a group, whose reason stands beside it."""


@dataclass
class Step:
    """Something that undo takes back: what it set, with what was there before and the marks of before and after."""

    item: str
    group: str
    before: dict[str, Any]
    after: dict[str, Any]
    marks: tuple[int, int]

    @property
    def reason(self) -> str:
        """Why it was done, where that was said: a reason that is new with it."""
        return self.after["why"] if self.after.get("why") != self.before.get("why") else ""


@dataclass
class Told:
    """A line of the minutes: the words in it, and the rating that it tells of, if it does."""

    words: list[str]
    rating: tuple[Any, Any] | None = None


def _told(group: str, before: dict[str, Any], now: dict[str, Any], reason: str) -> Told:
    """What changed from one to the other, with the reason for it.

    A reason stands beside what moved. Where nothing but the words changed, the old ones are struck out beside the new.
    """
    fact = TOLD_BY[group]
    others = [name for name in now if name != "why" and now[name] != before[name]]
    words = [reason] if others else [before["why"], now["why"]] if before["why"] != now["why"] else []
    for name in others:
        # That evidence for an old rating is gone with it needs no words.
        if name != fact and (now[name] or fact not in others):
            words += [before[name], now[name]]
    rating = (before["rag"], now["rag"]) if "rag" in others else None
    return Told([each for each in words if each], rating)


@dataclass
class Plain:
    """A board with one running meeting, as somebody would keep it on paper.

    Attributes:
        facts: by item and group, the values now.
        start: those with which the meeting began.
        said: for each item, decisions and the like: the word now, by a key of its own.
        state: of each item of the agenda: to do, discussed, parked.
        shown: the items that were on the screen.
    """

    agenda: list[str]
    facts: dict[tuple[str, str], dict[str, Any]]
    start: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    current: str = ""
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    marks: dict[tuple[str, str], int] = field(default_factory=dict)
    count: int = 0

    def begin(self) -> None:
        """Begin the meeting at its first item."""
        self.start = {key: dict(values) for key, values in self.facts.items()}
        self.state = dict.fromkeys(self.agenda, "to do")
        self.shown, self.done, self.undone = set(), [], []
        self.show(self.agenda[0])

    def show(self, item: str) -> None:
        """Bring an item on the screen."""
        self.current = item
        self.shown.add(item)

    def go_on(self) -> None:
        """The next item; this one has been discussed, unless it is parked. At the last, stay there."""
        if self.state[self.current] == "to do":
            self.state[self.current] = "discussed"
            self._mark(self.current, "state")
        place = self.agenda.index(self.current)
        self.show(self.agenda[min(place + 1, len(self.agenda) - 1)])

    def change(self, item: str, group: str, **values: Any) -> bool:
        """Change something of an item; whether that is a step which can be taken back."""
        before = self._values(item, group)
        if all(before.get(name) == value for name, value in values.items()):
            return False
        old = self.marks.get((item, group), 0)
        self._put(item, group, {**before, **values})
        self.done.append(Step(item, group, before, {**before, **values}, (old, self._mark(item, group))))
        self.undone = []
        return True

    def undo(self) -> bool:
        """Take back the last step; False where something has moved on since, or there is none."""
        return self._turn(self.done, self.undone, back=True)

    def redo(self) -> bool:
        """Do again what was taken back last."""
        return self._turn(self.undone, self.done, back=False)

    def _turn(self, here: list[Step], there: list[Step], *, back: bool) -> bool:
        if not here:
            return False
        step = here[-1]
        was, becomes = step.marks[::-1] if back else step.marks
        if self.marks.get((step.item, step.group), 0) != was:
            return False
        self._put(step.item, step.group, step.before if back else step.after)
        self.marks[step.item, step.group] = becomes
        there.append(here.pop())
        return True

    def _values(self, item: str, group: str) -> dict[str, Any]:
        return {"state": self.state[item]} if group == "state" else dict(self.facts.get((item, group), {}))

    def _put(self, item: str, group: str, values: dict[str, Any]) -> None:
        if group == "state":
            self.state[item] = values["state"]
        else:
            self.facts[item, group] = dict(values)

    def _mark(self, item: str, group: str) -> int:
        self.count += 1
        self.marks[item, group] = self.count
        return self.count

    # What the minutes say.

    def told(self, item: str) -> list[str]:
        """The words that stand under an item, each as often as it is told, in no order."""
        return sorted(word for each in self._lines(item) for word in each.words)

    def moves(self, item: str) -> list[tuple[Any, Any]]:
        """From what to what the rating of an item is told to have changed, step by step."""
        return [each.rating for each in self._lines(item) if each.rating]

    def _lines(self, item: str) -> Iterator[Told]:
        for (whose, group), now in self.facts.items():
            if whose != item:
                continue
            before = self.start.get((item, group), {})
            if group not in TOLD_BY:
                yield Told(self._said(group, before, now))
            elif now != before:
                # Each reason stands beside what it was given for. Where nobody gave several, the end is told alone.
                steps = [each for each in self.done if (each.item, each.group) == (item, group)]
                if len(steps) > 1 and any(each.reason for each in steps):
                    yield from (_told(group, each.before, each.after, each.reason) for each in steps)
                else:
                    yield _told(group, before, now, steps[0].reason)

    def _said(self, group: str, before: dict[str, Any], now: dict[str, Any]) -> list[str]:
        """What was said stands as it was said last; a figure that was there before is told with what it was."""
        changed = [name for name, value in now.items() if value != before.get(name)]
        was = [before[name] for name in changed if group == "figure" and name in before]
        return [*was, *(now[name] for name in changed)]

    @property
    def arising(self) -> set[str]:
        """The words that stand under no item: what earlier meetings asked and asked for, and nobody has answered."""
        said = {group: values["text"] for (_, group), values in self.start.items() if values.get("text")}
        answered = {group.removeprefix("answer ") for group in said if group.startswith("answer ")}
        return {text for group, text in said.items() if group.startswith(("task ", "question "))} - answered

    @property
    def parked(self) -> list[str]:
        """What is put off to another meeting."""
        return [item for item in self.agenda if self.state[item] == "parked"]

    @property
    def not_reached(self) -> list[str]:
        """What nobody came to: never on the screen, and nothing was said to it that stands."""
        spoken_of = {step.item for step in self.done if step.group != "state"}
        return [
            item
            for item in self.agenda
            if self.state[item] == "to do" and item not in self.shown and item not in spoken_of
        ]
