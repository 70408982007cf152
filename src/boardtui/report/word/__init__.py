"""A paper as a Word document."""
