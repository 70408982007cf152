"""Copies sent, merged and decided between."""
