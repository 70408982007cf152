"""`boardtui check`: is the file sound, and what is noticed in its data."""

from __future__ import annotations

from dataclasses import asdict

import typer

from boardtui.cli.common import REFUSED, BoardArgument, Json, On, day_given, examples, say, say_json

EXAMPLES = examples(
    "boardtui check plan.board",
    "boardtui check plan.board --json",
)


def check(board: BoardArgument, on: On = "", json: Json = False) -> None:
    """Say whether a board file is sound, and what its data lacks.

    It looks at the file's structure, every edit with its digest, number, parents and value, what is shown against what
    the edits say, and the frozen snapshots of closed meetings. Figures are old by the day the board speaks of, as in
    the snapshot. The file is not changed. Exit code 1 if there is anything to say.
    """
    from boardtui.domain.findings import findings as findings_on
    from boardtui.domain.overview import as_at
    from boardtui.store.soundness import examine

    day = day_given(on)
    problems, sound = examine(board)
    findings = [] if sound is None else findings_on(sound, day or as_at(sound))
    if json:
        say_json({"sound": not problems, "problems": problems, "findings": [asdict(each) for each in findings]})
    else:
        for line in (*problems, *(each.sentence for each in findings)):
            say(line)
        if not problems:
            count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "nothing to note"
            say(f"{board.name} is sound: {count}")
    if problems or findings:
        raise typer.Exit(REFUSED)
