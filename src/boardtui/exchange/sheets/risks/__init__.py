"""Registers of risks in tables: which columns are scores and whose the status is, and what the scores are."""
