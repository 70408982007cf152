"""`python -m boardtui` and the `boardtui` command."""

import gc
import os
import sys


def main() -> None:
    """Run the command line. What it needs is imported here, so that ctrl+c ends it quietly meanwhile too."""
    # Everything that is made at the start stays, and a command is over before there is garbage worth looking for. The
    # application begins to look when it has drawn its first frame.
    gc.disable()
    # Looking for plugins means to look through everything that is installed; and none shall see what people write.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    try:
        from boardtui.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)  # as in boardtui.cli.run, which is not there yet
    try:
        run()
    finally:
        # At its end the interpreter looks for garbage several times, although everything goes away with the program:
        # that took a sixth of the time of a write. Nothing waits for it: whoever wrote something has closed it.
        gc.freeze()


if __name__ == "__main__":
    main()
