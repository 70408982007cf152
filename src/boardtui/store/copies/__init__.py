"""Copies of a board: sent, received, merged, and where they disagree."""
