"""boardtui: an improvement board's plan, meeting and minutes in one local file."""

__version__ = "0.1.0"
