"""Readings, targets, the scorecard and control charts."""
