"""A board as a document on disk. The command line and the screen both write it here, so their bytes are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from boardtui.domain.dates.figures import Missing
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.readings import figure_of
from boardtui.domain.records.text import listed_in_words
from boardtui.session.excerpts import KINDS_OF, Wanted, kinds_wanted, only_wanted
from boardtui.settings.disk import mode_in, mode_like, why_not, write_in_one_step, write_new
from boardtui.settings.paths import address_problem, name_problem, under_free_name
from boardtui.store.header import says_it_is_a_board

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.publish.words_to_read import ToRead
    from boardtui.report.document import Block
    from boardtui.settings.themes import ThemeFile


class TakenError(BoardError):
    """A document was not written, as there is a file of that name."""


class Format(StrEnum):
    """What a board can be exported to."""

    MARKDOWN = "markdown"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TOML = "toml"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """What names of such files end in."""
        return ".md" if self is Format.MARKDOWN else f".{self.value}"


PAPERS = (Format.MARKDOWN, Format.DOCX)
"""The formats of what people read: the snapshot, what was frozen, and what changed."""

BY_SUFFIX = {
    **{form.suffix: form for form in Format},
    **dict.fromkeys((".markdown", ".txt"), Format.MARKDOWN),  # Markdown is plain text
}


def form_of(out: Path) -> Format:
    """The format that the name of a file asks for; Markdown where it ends in nothing that looks like one.

    Raises:
        BoardError: it ends in something that no export is written as.
    """
    # What begins with a digit belongs to the name: "snapshot 19.01.2021".
    if not re.fullmatch(r"\.[a-z][a-z0-9]{0,7}", out.suffix, re.ASCII | re.IGNORECASE):
        return Format.MARKDOWN
    if (form := BY_SUFFIX.get(out.suffix.lower())) is None:
        raise BoardError(
            f"No export is written as {out.suffix}. Let the name end in .md, .markdown or .txt for the snapshot in "
            "Markdown, in .docx for the same in Word, in .xlsx for a workbook, in .csv for one kind of record, in "
            ".toml for the plan, or in .json for all the data."
        )
    return form


_HIDDEN_BEFORE = (Missing.CONFIDENTIAL, Missing.LOW)
"""What an office enters for a figure that it keeps back itself."""


EVERYTHING = Wanted()
PAPER_THEME = "council-light"
"""The theme whose colours documents have: they are read on white, and by people who chose no theme."""


def document(
    board: Board, form: Format, *, public: bool = False, wanted: Wanted = EVERYTHING, full: bool = False
) -> str:
    """The board as a document of words.

    Args:
        board: read with the `since` that the snapshot compares with.
        form: Markdown is the snapshot, TOML the plan, JSON all the data, CSV one kind of record.
        public: hide what must not be published; for papers only.
        wanted: what of the board is wanted.
        full: the whole plan in place of the front sheet. Parts are always parts of the whole plan.

    Raises:
        BoardError: what is wanted cannot be written in this form.
    """
    match form:
        case Format.TOML:
            from boardtui.exchange.plan_toml import write_plan

            kinds_wanted(wanted)
            return write_plan(only_wanted(board, wanted, owners=True))
        case Format.JSON:
            from boardtui.exchange.json_output import board_json

            return board_json(only_wanted(board, wanted), kinds_wanted(wanted))
        case Format.CSV:
            from boardtui.exchange.rows import kind_csv

            return kind_csv(only_wanted(board, wanted), _one_kind(wanted))
        case Format.XLSX | Format.DOCX:
            raise ValueError("a workbook or a Word document is no text: see `content`")
        case Format.MARKDOWN:
            from boardtui.report.markdown import markdown

            return markdown(paper(board, public=public, wanted=wanted, full=full))


def paper(board: Board, *, public: bool = False, wanted: Wanted = EVERYTHING, full: bool = False) -> list[Block]:
    """The front sheet or the whole plan of a board, which Markdown and Word draw; see `document`."""
    from boardtui.report.snapshot import SnapshotOptions, front_sheet_paper, snapshot_paper

    options = SnapshotOptions(public=public, only=wanted.only, within=wanted.within)
    return (snapshot_paper if full or not wanted.everything else front_sheet_paper)(board, options)


def word_document(board: Board, blocks: Sequence[Block]) -> bytes:
    """A paper of a board as a Word document. The same board gives the same bytes.

    Args:
        board: the board that it is about.
        blocks: the paper.
    """
    from boardtui.domain.board.board import last_edited
    from boardtui.report.word.paper import Properties, word_paper

    about = Properties(board.profile.author, board.profile.council, last_edited(board))
    return word_paper(blocks, about, _paper_theme())


def content(
    board: Board, form: Format, *, public: bool = False, wanted: Wanted = EVERYTHING, full: bool = False
) -> bytes:
    """The bytes of the file that a board is exported to; see `document`.

    Raises:
        BoardError: what is wanted cannot be written in this form.
    """
    if form is Format.XLSX:
        from boardtui.exchange.workbook import board_workbook

        return board_workbook(only_wanted(board, wanted), _paper_theme(), kinds_wanted(wanted))
    if form is Format.DOCX:
        return word_document(board, paper(board, public=public, wanted=wanted, full=full))
    text = document(board, form, public=public, wanted=wanted, full=full)
    # Without this mark a spreadsheet program takes the file for one of its system's old alphabet.
    return text.encode("utf-8-sig" if form is Format.CSV else "utf-8")


def _one_kind(wanted: Wanted) -> str:
    if len(wanted.only) != 1 or wanted.only[0] not in KINDS_OF:
        names = ", ".join(KINDS_OF)
        raise BoardError(f"A CSV file holds one kind of record. Say which with --only: {names}. All kinds: --to xlsx.")
    return KINDS_OF[wanted.only[0]][0]


def _paper_theme() -> ThemeFile | None:
    from boardtui.settings.paths import bundled
    from boardtui.settings.theme_files import read_theme
    from boardtui.settings.toml_files import UnreadableFileError

    try:
        return read_theme(bundled("themes") / f"{PAPER_THEME}.toml")[0]
    except (OSError, UnreadableFileError):
        return None  # the letter and the word of a rating stand beside its colour


def told_of_hiding(board: Board, text: str, *, front: bool = False) -> list[str]:
    """What is hidden from the published copy of a board and why, and what is to be read before it goes out.

    A hidden figure itself is not in it. Words are not altered: nobody can tell what a number in them counts.

    Args:
        board: the board.
        text: the document that is published.
        front: whether that is the front sheet, which prints few figures.
    """
    from boardtui.domain.publish.suppression import suppressed
    from boardtui.domain.publish.words_to_read import words_to_read
    from boardtui.report.sections import front as front_sheet
    from boardtui.report.sections import kpis

    _, hidden = suppressed(board)
    figures = front_sheet.printed_figures(board) if front else kpis.printed_figures(board)
    printed = {(record.id, name) for record, name in figures}
    fields: dict[tuple[str, str, str], list[str]] = {}
    for each in hidden:
        if (each.record, each.field) in printed:
            fields.setdefault((each.ref, each.period, each.why), []).append(each.field)
    told = [
        f"Hidden: KPI {ref}, {period}, {listed_in_words(list(dict.fromkeys(some)))}: {why}."
        for (ref, period, why), some in fields.items()
    ]
    before = sum(figure_of(str(getattr(record, name))).missing in _HIDDEN_BEFORE for record, name in figures)
    if not told:
        told.append(f"No {'other ' if before else ''}figure had to be hidden.")
    if before:
        told.append(
            "1 figure was hidden before it was entered: whether others give it away cannot be checked."
            if before == 1
            else f"{before} figures were hidden before they were entered: "
            "whether others give them away cannot be checked."
        )
    words = "Words are published as they are. Read the document before it goes out"
    if names := [_text_of(board, each) for each in words_to_read(board, hidden, text)]:
        told.append(f"{words}, above all: {'; '.join(dict.fromkeys(names))}.")
    elif fields or before:
        told.append(f"{words}.")
    else:
        told = [f"{told[0]} {words}."]
    return told


def _text_of(board: Board, each: ToRead) -> str:
    from boardtui.domain.board.words import line_name
    from boardtui.domain.records.kinds import Profile

    record = each.record
    if isinstance(record, Profile):
        return listed_in_words([f"the {record.kind.attributes[name].label.lower()}" for name in each.fields])
    return line_name(board, record)


def refuse_place(board: Path, out: Path) -> None:
    """Refuse a place that no export can be written to, whatever anybody says.

    Raises:
        BoardError: its folder does not exist, it is a folder, or it is the board itself or another one.
    """
    if "\0" in str(out):
        raise BoardError("That is no name for a file. Choose another.")
    if not out.parent.is_dir():
        said = f"There is no folder {out.parent}. Make it first, or choose another."
        raise BoardError(address_problem(out) or said)
    if out.is_dir():
        raise BoardError(f"{out} is a folder. Name a file in it.")
    if problem := name_problem(out):
        raise BoardError(problem)
    if out.exists() and board.exists() and out.samefile(board):
        raise BoardError(f"{out} is the board itself, which an export must not replace. Choose another name.")
    _refuse_board(out)


def _refuse_board(out: Path) -> None:
    if says_it_is_a_board(out):
        raise BoardError(f"{out} is a board, which a document never replaces. Choose another name.")


def write_document(out: Path, text: str | bytes, *, board: Path | None = None, replace: bool = False) -> None:
    """Write a document in one step: whoever opens the file sees the old or the new one, and sees it whole.

    A new one is for its owner, and for whom its folder or the board was opened on purpose.

    Args:
        out: the file.
        text: what it holds.
        board: the board that it is of.
        replace: in place of a file that is there. Somebody was asked.

    Raises:
        TakenError: a file is there that is not to be replaced.
        BoardError: it cannot be written, or a board is there.
    """
    try:
        _write(out, text, board, replace=replace)
    except FileExistsError:
        raise TakenError(f"{out} exists already: another program made it meanwhile. Choose another name.") from None
    except OSError as error:
        raise _cannot_be_written(out, error) from None


def write_beside(path: Path, text: str | bytes, *, board: Path) -> Path:
    """Write a document as `write_document`, at a path that nothing has: the one given, or the next with a number.

    Returns:
        Where it is.

    Raises:
        BoardError: it cannot be written.
    """
    try:
        return under_free_name(path, lambda free: _write(free, text, board))
    except OSError as error:
        raise _cannot_be_written(path, error) from None


def _write(out: Path, text: str | bytes, board: Path | None, *, replace: bool = False) -> None:
    _refuse_board(out)
    content = text.encode() if isinstance(text, str) else text
    if replace and out.exists():
        write_in_one_step(out, content)
    else:
        write_new(out, content, mode_like(board) | mode_in(out.parent))


def _cannot_be_written(out: Path, error: OSError) -> BoardError:
    return BoardError(f"{out} cannot be written: {why_not(error)}.")
