"""The risk matrix and where risks stand on it."""
