"""Bringing in a spreadsheet or a table: from where, what is in it, what only a person knows, and what would happen."""
