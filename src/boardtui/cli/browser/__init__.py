"""Boards in a browser of this machine."""
