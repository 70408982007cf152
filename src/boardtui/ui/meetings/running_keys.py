"""What the keys of every screen of items do to the item of the meeting in progress."""

from __future__ import annotations

from boardtui.domain.records.rag import read_rag
from boardtui.ui.commands import shown_key
from boardtui.ui.meetings.agenda_keys import AgendaKeys
from boardtui.ui.meetings.run import RunView


class RunningKeys(AgendaKeys):
    """A screen on which one item of the meeting in progress may fill the room."""

    def action_rate(self, rating: str) -> None:
        """Rate what the item is about: the one that is shown when all keys before have done their work."""
        if self.ticked:
            super().action_rate(rating)
            return
        run = self.query_one(RunView)
        run.when_settled(lambda: self.host.rate(self.selected, read_rag(rating)) if self.selected is not None else None)

    def action_redate(self) -> None:
        """Move the date of what the item is about, once all keys before have done their work."""
        self.query_one(RunView).when_settled(super().action_redate)

    def action_comment(self) -> None:
        """Comment on what the item is about, likewise."""
        self.query_one(RunView).when_settled(super().action_comment)

    def action_present(self) -> None:
        """Show the item in large letters: that of the meeting in progress where it is seen."""
        if self.running:
            self.query_one(RunView).toggle_class("large").show()
            self.host.say(f"{shown_key('present', self.host.settings.keys)} again shows it as before.")
        else:
            super().action_present()

    def action_step(self, count: int) -> None:
        """The next or the previous item."""
        if self.running:
            run = self.query_one(RunView)
            (run.action_next if count > 0 else run.action_previous)()
        else:
            super().action_step(count)
