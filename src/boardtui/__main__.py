"""`python -m boardtui` and the `boardtui` command."""

from boardtui.cli import main

if __name__ == "__main__":
    main()
