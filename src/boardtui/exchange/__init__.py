"""Boards to and from other formats: TOML, JSON and spreadsheets."""
