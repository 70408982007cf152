"""`python -m boardtui` and the `boardtui` command."""

import sys


def main() -> None:
    """Run the command line. What it needs is imported here, so that ctrl+c ends it quietly meanwhile too."""
    try:
        from boardtui.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)  # as in boardtui.cli.run, which is not there yet
    run()


if __name__ == "__main__":
    main()
