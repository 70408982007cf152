"""What undo and redo bring back: which edit it was that first said what an edit says again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boardtui.domain.records.edits import Edit, EditId, heads


class Origins:
    """What each edit of a field group brings back, through undo and redo.

    However long the way there is, and however many edits ask for it, each edit on it is looked at once.
    """

    def __init__(self, own: Iterable[Edit]) -> None:
        """Take all edits of one record and group."""
        self._by_id = {edit.id: edit for edit in own}
        self._by_batch: dict[str, list[Edit]] = {}
        for edit in self._by_id.values():
            self._by_batch.setdefault(edit.batch, []).append(edit)
        self._values_before: dict[str, dict[str, Edit]] = {}
        self._found: dict[EditId, Edit | None] = {}

    def of(self, edit: Edit) -> Edit | None:
        """The ordinary edit whose value an edit brings back; itself if it is one, None for unset.

        Edits that claim to take each other back in a circle bring nothing back: each of them is its own origin.
        """
        way: dict[EditId, Edit] = {}
        now: Edit | None = edit
        while now is not None and now.id not in self._found and now.id not in way:
            way[now.id] = now
            now = self._next(now)
        origin = self._found.get(now.id, now) if now is not None else None
        astray = origin is not None and origin.reversed_batch
        self._found.update(way if astray else dict.fromkeys(way, origin))
        return self._found[edit.id]

    def before(self, done: Sequence[Edit]) -> tuple[Edit, ...]:
        """The edits that were current before some were made, the shown one first; several if they disagreed."""
        replaced = {parent for edit in done for parent in edit.parents} - {edit.id for edit in done}
        return heads(self._by_id[each] for each in replaced if each in self._by_id)

    def _next(self, edit: Edit) -> Edit | None:
        """One step back: the edit from before the reversed batch whose value this one brought back."""
        batch = edit.reversed_batch
        if not batch:
            return edit
        if batch not in self._values_before:
            before = self.before(self._by_batch.get(batch, ()))
            self._values_before[batch] = {each.value: each for each in by_value(before)}
        found = self._values_before[batch]
        return found.get(edit.value) or next(iter(found.values()), None)


def by_value(edits: Sequence[Edit]) -> list[Edit]:
    """The first edit of each value, in their order."""
    found: dict[str, Edit] = {}
    for edit in edits:
        found.setdefault(edit.value, edit)
    return list(found.values())
