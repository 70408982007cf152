"""The application as a program of its own with a clock that stands still, for tests in a real terminal.

python -m tests.run_app BOARD --at 2021-03-02T09:30:00+00:00
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from boardtui.ui.app import BoardApp


def main(board: str, at: str) -> None:
    """Open a board at a time that does not pass."""
    now = datetime.fromisoformat(at)
    BoardApp(Path(board), clock=lambda: now).run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[sys.argv.index("--at") + 1])
