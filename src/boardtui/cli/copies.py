"""`boardtui merge` and `publish`: bringing copies together."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.changes import tell_findings
from boardtui.cli.common import As, BoardArgument, Json, Yes, end_with_findings, examples, signature, today, wrong_usage
from boardtui.cli.given import Given, board_given, given_working_copy
from boardtui.cli.output import REFUSED, note, say, say_json, shell_word
from boardtui.domain.dates.dates import local_time
from boardtui.domain.errors import BoardError
from boardtui.report.words import how_many
from boardtui.settings.paths import is_there

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.records.edits import Edit
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.merge import CopyReport, MergeResult

commands = typer.Typer(rich_markup_mode=None)

PUBLISH_EXAMPLES = examples(
    "boardtui publish working/plan.board          the file that the application works in",
    "boardtui publish working/plan.board --json",
)
MERGE_EXAMPLES = examples(
    "boardtui merge plan.board inbox/*.board --dry-run",
    "boardtui merge plan.board lead.board",
    "boardtui merge plan.board inbox --yes --report merged.md",
    "boardtui merge plan.board inbox/*.board --yes --json",
)

WorkingCopy = Annotated[
    Path,
    typer.Argument(
        metavar="BOARD",
        help="The working copy, where the application made it, or the address of a shared board.",
        show_default=False,
        parser=board_given,
    ),
]


@commands.command("merge", epilog=MERGE_EXAMPLES)
def merge(
    board: BoardArgument,
    copies: Annotated[
        list[Path],
        # One that may not be read is refused like any other, in the preview.
        typer.Argument(
            metavar="COPY",
            help="The copies to bring in; of a folder, every .board file in it.",
            show_default=False,
            readable=False,
            parser=board_given,
        ),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="After merging, write what came from whom, what is to decide and what was not touched, as Markdown.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the FILE of --report if it is there, but never a board.")
    ] = False,
    move: Annotated[
        bool, typer.Option("--move-merged", help="Then move the copies into a folder called merged, beside them.")
    ] = False,
    yes: Yes = False,
    json: Json = False,
    as_name: As = "",
) -> None:
    """Bring in what was edited in copies of this board.

    First it is said what would change; then all of it comes in, or nothing, after a backup. Where copies disagree, both
    values stay until somebody decides: see `boardtui conflicts`. It does not matter in which order copies come in, or
    how often. Ends with 1 while there is something to settle, or a copy is refused.
    """
    from boardtui.domain.attention.findings import new_findings
    from boardtui.domain.board.lookup import count_to_decide
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies import merge as merging
    from boardtui.store.copies.nearby import moved_words, put_away

    who = signature(as_name, needed=False)
    if report is not None and dry_run:
        raise wrong_usage("A report is of what was merged, and --dry-run merges nothing. Leave out one of the two.")
    if move and dry_run:
        raise wrong_usage("Only what was merged is moved, and --dry-run merges nothing. Leave out one of the two.")
    if force and report is None:
        raise wrong_usage("--force is about the file of a report. Give --report too, or leave it out.")
    if report is not None:
        _refuse_report(board, report, force=force)
    with BoardFile.open(board) as file:
        planned = merging.preview_merge(file, _copies_in(copies, board))
        now = file.read()
        if not json:
            _print(now, planned)
            tell_findings(new_findings(now, planned.board_after(now), set(planned.records), today()), board)
        merged = False
        if not dry_run and planned.edits and not planned.refused:
            _agree(planned, yes=yes, may_ask=not json)
            merged = True
        if not dry_run and not planned.refused:
            planned = merging.merge(file, planned, who=who)
        left = count_to_decide(file.refresh(now)) if merged else planned.to_decide(now)
        page = _page(file, planned) if report is not None and not planned.refused else ""
        moved = put_away(file, [each.path for each in planned.copies]) if move and not planned.refused else []
    if json:
        say_json({**_as_data(now, planned, merged=merged), "to_settle": left})
    elif merged:
        say(f"Merged {how_many(len(planned.edits), 'edit')}. The board as it was before: {planned.backup}")
    if report is not None and page:
        _write_report(board, page, report, force=force)
    if moved:
        note(moved_words(moved))
    if planned.refused:
        others = len(planned.refused) < len(planned.copies)
        note(f"Nothing was merged.{' Leave out what was refused to merge the others.' if others else ''}")
        raise typer.Exit(REFUSED)
    if left and planned.edits and not merged:
        note(f"{how_many(left, 'thing')} would be to settle after merging.")
        raise typer.Exit(REFUSED)
    end_with_findings(left, board)


def _refuse_report(board: Path, out: Path, *, force: bool) -> None:
    """Refuse, before anything is merged, a place that no report can be written to."""
    from boardtui.session.export import refuse_place

    refuse_place(board, out)
    if out.exists() and not force:
        raise BoardError(f"{out} exists already. Choose another name, or replace it with --force.")


def _page(file: BoardFile, planned: MergeResult) -> str:
    from boardtui.report.markdown import markdown
    from boardtui.session.copies.merge_lines import page_of

    return markdown(page_of(file, planned, today()).blocks())


def _write_report(board: Path, page: str, out: Path, *, force: bool) -> None:
    from boardtui.session.export import write_document

    write_document(out, page, board=board, replace=force)
    note(f"Wrote {out}")


def _copies_in(paths: Sequence[Path], board: Path) -> list[Path]:
    """The files that are meant, each of them once: of a folder the boards in it, but not the board itself."""
    found: list[Path] = []
    for path in chain.from_iterable(map(_meant_by, paths)):
        if not path.is_dir():
            found.append(path)
            continue
        inside = [each for each in sorted(path.glob("*.board")) if each.is_file() and not each.samefile(board)]
        if not inside:
            raise BoardError(f"There is no copy in the folder {path}: none of its files ends in .board.")
        found += inside
    return list(dict.fromkeys(found))


def _meant_by(path: Path) -> list[Path]:
    """The files that a path such as `inbox/*.board` stands for: the shells of Windows leave that to the programs."""
    if not set("*?") & set(str(path)) or is_there(path):
        return [path]
    if not (meant := sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))):
        raise BoardError(f"There is no file like {path}.")
    return meant


@commands.command("publish", epilog=PUBLISH_EXAMPLES)
def publish(board: WorkingCopy, json: Json = False) -> None:
    """Bring a working copy and its board to the same state.

    A working copy is made in the application, where a board lies in a synced or network folder. What is new in that
    board comes in and what is new in the copy goes out, each all or nothing and after a backup. Ends with 1 while
    there is something to settle: see `boardtui conflicts`.

    With a shared board edits are exchanged after every command; this does it now, and says what came in and went out.
    """
    if (given := given_working_copy(board)) is not None:
        _publish_shared(board, given, json=json)
        return
    from boardtui.domain.board.lookup import count_to_decide
    from boardtui.session import working_copy
    from boardtui.store.board_file import BoardFile

    origin = _origin_of(board)
    with BoardFile.open(board) as file:
        published = working_copy.publish(file, origin)
        now = file.read()
        left = count_to_decide(now)
    if json:
        came_in, went_out = (
            _as_data(now, each, merged=bool(each.edits)) for each in (published.came_in, published.went_out)
        )
        say_json({"board": str(origin), "came_in": came_in, "went_out": went_out, "conflicts": left})
    else:
        _print_way(now, f"In from {origin}", published.came_in)
        _print_way(now, f"Out to {origin}", published.went_out)
    end_with_findings(left, board)


def _publish_shared(board: Path, given: Given, *, json: bool) -> None:
    """Say what was exchanged with the server when the command began."""
    from boardtui.domain.board.lookup import count_to_decide
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.merge import MergeResult

    if (problem := given.problem) is not None or given.done is None:
        given.problem = None  # it is said once
        raise problem or BoardError("Nothing was exchanged.")
    with BoardFile.open(board) as file:
        now = file.read()
    left = count_to_decide(now)
    came_in = given.done.came_in or MergeResult(())
    address = given.exchanger.address
    if json:
        data = {**_as_data(now, came_in, merged=bool(came_in.edits)), "copies": []}
        say_json({"board": str(address), "came_in": data, "went_out": given.done.went_out, "conflicts": left})
    else:
        _print_way(now, f"In from {address.board} on {address.server}", came_in)
        sent = how_many(given.done.went_out, "edit") if given.done.went_out else "nothing new"
        say(f"Out to {address.board} on {address.server}: {sent}")
    end_with_findings(left, board)


def _origin_of(board: Path) -> Path:
    """The board of which a file is a working copy.

    Raises:
        BoardError: it is none.
    """
    from boardtui.session.surroundings import origin_of
    from boardtui.session.working_copy import working_copy_of
    from boardtui.settings.paths import Paths
    from boardtui.store.header import check_header

    check_header(board)
    folder = Paths.of_this_user().working
    # A note beside any other file may have come with it, from anybody.
    origin = origin_of(board) if folder.resolve() in board.resolve().parents else None
    if origin is not None:
        return origin
    if (working := working_copy_of(board, folder)) is not None:
        raise BoardError(f"{board} is no working copy. The one made from it: boardtui publish {shell_word(working)}")
    raise BoardError(
        f"{board} is no working copy: every edit in it is in the board itself, and nothing is to be published. "
        "Copies are brought in with: boardtui merge"
    )


def _print_lines(board: Board, planned: MergeResult) -> None:
    """What changes, as the preview on the screen shows it: by whom, and there in the order of the board."""
    from boardtui.session.copies.merge_lines import by_person, merge_lines, names_after

    for who, lines in by_person(merge_lines(names_after(board, planned), planned)):
        say("", f"{who}:")
        for line in lines:
            say("", "", line.text)


def _print_way(board: Board, way: str, planned: MergeResult) -> None:
    reports = "; ".join(_report(each) for each in planned.copies) or "nothing new"
    say(f"{way}: {reports}")
    _print_lines(board, planned)


def _agree(planned: MergeResult, *, yes: bool, may_ask: bool) -> None:
    if yes:
        return
    if not may_ask or not sys.stdin.isatty():
        raise BoardError("Nothing was merged. Give --yes to merge without being asked, or --dry-run to look only.")
    if not typer.confirm(f"Merge {how_many(len(planned.edits), 'edit')}?", err=True):
        raise BoardError("Nothing was merged.")


def _print(board: Board, planned: MergeResult) -> None:
    for report in planned.copies:
        say(f"{report.path.name}: {_report(report)}")
    _print_lines(board, planned)
    if not planned.edits and not planned.refused:
        say("Nothing new.")


def _report(report: CopyReport) -> str:
    if report.refused:
        return f"refused. {report.refused}"
    whose = f"copy for {report.lead}, " if report.lead else ""
    if not report.new:
        return f"{whose}nothing new"
    parts = [f"{whose}{how_many(report.new, 'new edit')}"]
    if report.who:
        parts.append(f"by {', '.join(report.who)}")
    parts.append(f"{local_time(report.opened_at)} to {local_time(report.last_at)}")
    parts.append(f"{report.known:,} here already")
    if report.conflicts:
        parts.append(f"disagrees on {how_many(report.conflicts, 'thing')}")
    if report.skew_days:
        way = "ahead" if report.skew_days > 0 else "behind"
        parts.append(f"its clock seems {how_many(abs(report.skew_days), 'day')} {way}")
    return ", ".join(parts)


def _said_by(edit: Edit, field: str) -> Any:
    """What another side says about a field; of a record that one side deletes, everything that the other changed."""
    return edit.values() if field == "deleted" else edit.values().get(field)


def _as_data(board: Board, planned: MergeResult, *, merged: bool) -> dict[str, Any]:
    from boardtui.domain.board.words import Remembered, short_name

    names = Remembered(board, planned.records)
    return {
        "merged": merged,
        "edits": len(planned.edits),
        "conflicts": planned.conflicts,
        "backup": str(planned.backup) if planned.backup else None,
        "copies": [
            {
                "path": str(each.path),
                "for": each.lead,
                "who": list(each.who),
                "opened_at": each.opened_at,
                "last_at": each.last_at,
                "new": each.new,
                "known": each.known,
                "conflicts": each.conflicts,
                "skew_days": each.skew_days,
                "refused": each.refused,
            }
            for each in planned.copies
        ],
        "items": [
            {
                "record": each.record,
                "kind": each.kind,
                "name": short_name(names, names.known[each.record]),
                "group": each.group,
                "field": each.field,
                "before": each.before,
                "after": each.after,
                "conflict": each.conflict,
                "who": each.edit.who,
                "at": each.edit.at,
                "why": each.edit.why,
                "others": [
                    {"who": other.who, "at": other.at, "why": other.why, "value": _said_by(other, each.field)}
                    for other in each.others
                ],
            }
            for each in planned.items
        ],
    }
