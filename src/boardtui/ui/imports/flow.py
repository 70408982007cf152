"""The steps of an import one after the other: what is in it, what is asked, what would happen."""

from __future__ import annotations

from boardtui.ui.host import Host
from boardtui.ui.imports.job import ImportJob
from boardtui.ui.imports.preview import ImportPreview
from boardtui.ui.imports.questions import ImportQuestions
from boardtui.ui.imports.step import Goes, ImportStep, take_step
from boardtui.ui.imports.tables import ImportTables
from boardtui.ui.screens import home_of

_STEPS: tuple[type[ImportStep], ...] = (ImportTables, ImportQuestions, ImportPreview)


async def go_through(host: Host, job: ImportJob) -> bool:
    """Go through the steps of an import, there and back.

    Returns:
        Whether it came to its end; False where somebody goes back to choose another file.
    """
    if await take_step(host, job, _STEPS) is not Goes.DONE:
        return False
    made = job.preview.planned.made
    kinds = [kind for kind, _ in made.most_common()] or [each.kind for each in job.preview.planned.fields]
    if kinds:
        await host.show_screen(home_of(kinds[0]))
    return True
