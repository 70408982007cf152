"""A board as it stands: its records, refs, leads and dates."""
