"""A board as text: the Markdown snapshot, minutes and rich tables."""
