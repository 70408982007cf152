"""Whether a board file is sound, found by several programs at once."""
