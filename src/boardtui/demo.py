"""A throw-away copy of a sample board, in the middle of real work."""

from __future__ import annotations

import tempfile
from pathlib import Path

DEFAULT_SAMPLE = "improvement-plan"


def make_demo(sample: str = DEFAULT_SAMPLE) -> Path:
    """Make a sample board in a new temporary folder, which the caller may delete when it is done with.

    Args:
        sample: name of the sample, such as `kpi-scorecard`.

    Returns:
        The path of the board.

    Raises:
        BoardError: there is no such sample, or the temporary folder cannot be written.
    """
    from boardtui.exchange.samples import make_board, read_sample
    from boardtui.export import frozen

    path = Path(tempfile.mkdtemp(prefix="boardtui-demo-")) / f"{sample}.board"
    make_board(path, read_sample(sample), who=f"sample {sample}", freeze=frozen).close()
    return path
