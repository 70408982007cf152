"""Bringing sheets and plans in: the command, and what it asks at a terminal."""
