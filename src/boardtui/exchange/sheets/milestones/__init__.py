"""Milestones in tables: beside their actions, several in one cell, and linked to what they name."""
