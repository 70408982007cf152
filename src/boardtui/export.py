"""A board as a document on disk. The command line and the screen both write it here, so their bytes are the same."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from boardtui.domain.errors import BoardError
from boardtui.toml_files import why_not, write_in_one_step

if TYPE_CHECKING:
    from boardtui.domain.board import Board
    from boardtui.domain.kinds import Meeting, Record


class Format(StrEnum):
    """What a board can be exported to."""

    MARKDOWN = "markdown"
    TOML = "toml"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """What names of such files end in."""
        return ".md" if self is Format.MARKDOWN else f".{self.value}"


BY_SUFFIX = {".markdown": Format.MARKDOWN} | {form.suffix: form for form in Format}


def document(board: Board, form: Format, *, public: bool = False) -> str:
    """The board as a document.

    Args:
        board: read with the `since` that the snapshot compares with.
        form: Markdown is the snapshot, TOML the plan, JSON all the data.
        public: hide what must not be published; for Markdown only.
    """
    if form is Format.TOML:
        from boardtui.exchange.plan_toml import write_plan

        return write_plan(board)
    if form is Format.JSON:
        from boardtui.exchange.plan_json import board_json

        return board_json(board)
    from boardtui.report.snapshot import SnapshotOptions, snapshot

    return snapshot(board, SnapshotOptions(public=public))


def told_of_hiding(board: Board) -> list[str]:
    """What is hidden from the published copy of a board and why, and what is to be read before it goes out.

    A hidden figure itself is not in it. Prose is not altered: nobody can tell what a number in it counts.
    """
    from boardtui.domain.suppression import prose_to_read, suppressed

    _, hidden = suppressed(board)
    if not hidden:
        return ["No figure had to be hidden. Words are published as they are."]
    fields: dict[tuple[str, str, str], list[str]] = {}
    for each in hidden:
        fields.setdefault((each.ref, each.period, each.why), []).append(each.field)
    told = [
        f"Hidden: KPI {ref}, {period}, {_and(list(dict.fromkeys(some)))}: {why}."
        for (ref, period, why), some in fields.items()
    ]
    names = [_text_of(board, record) for record in prose_to_read(board, hidden)]
    if names:
        told.append(f"Words are published as they are. Read before it goes out: {'; '.join(names)}.")
    return told


def _text_of(board: Board, record: Record) -> str:
    from boardtui.domain.finding import called
    from boardtui.domain.kinds import Kpi, Profile, Reading

    if isinstance(record, Profile):
        return "the summary of the board"
    if isinstance(record, Reading) and (kpi := board.get(Kpi, record.kpi)) is not None:
        return f"the note on {record.period} of {called(kpi)}"
    return called(record)


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def frozen(board: Board, meeting: Meeting) -> tuple[str, str]:
    """The Markdown snapshot and minutes with which a meeting of a plan is closed, where nobody has said anything."""
    from boardtui.report.freeze import freeze
    from boardtui.store.past import Spoken

    return freeze(board, meeting, Spoken())


def refuse_place(board: Path, out: Path) -> None:
    """Refuse a place that no export can be written to, whatever anybody says.

    Raises:
        BoardError: its folder does not exist, it is a folder, or it is the board itself.
    """
    if "\0" in str(out):
        raise BoardError("That is no name for a file. Choose another.")
    if not out.parent.is_dir():
        raise BoardError(f"There is no folder {out.parent}. Make it first, or choose another.")
    if out.is_dir():
        raise BoardError(f"{out} is a folder. Name a file in it.")
    if out.exists() and board.exists() and out.samefile(board):
        raise BoardError(f"{out} is the board itself, which an export must not replace. Choose another name.")


def write_document(out: Path, text: str) -> None:
    """Write a document in one step: whoever opens the file sees the old or the new one, and sees it whole.

    Raises:
        BoardError: it cannot be written.
    """
    try:
        new = not out.exists()
        write_in_one_step(out, text.encode())
        if new:
            # The file was made so that nobody else could read it. It is for the board: give it the usual rights.
            umask = os.umask(0)
            os.umask(umask)
            out.chmod(0o666 & ~umask)
    except OSError as error:
        raise BoardError(f"{out} cannot be written: {why_not(error)}.") from None
