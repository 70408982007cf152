"""Meetings prepared, run and closed."""
