"""The command line: one module a noun. Only what a command needs is imported, and only when it runs."""

from boardtui.cli.run import main

__all__ = ["main"]
