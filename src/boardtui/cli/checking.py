"""`boardtui check`: is the file sound, and what is noticed in its data."""

from __future__ import annotations

from dataclasses import asdict

import typer

from boardtui.cli.common import REFUSED, BoardArgument, Json, examples, say, say_json, today

EXAMPLES = examples(
    "boardtui check plan.board",
    "boardtui check plan.board --json",
)


def check(board: BoardArgument, json: Json = False) -> None:
    """Say whether a board file is sound, and what its data lacks.

    It looks at the file's structure, every edit with its digest, number, parents and value, what is shown against what
    the edits say, and the frozen snapshots of closed meetings. The file is not changed. Exit code 1 if there is
    anything to say.
    """
    from boardtui.domain.findings import findings as findings_on
    from boardtui.store.soundness import examine

    problems, sound = examine(board)
    findings = [] if sound is None else findings_on(sound, today())
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
