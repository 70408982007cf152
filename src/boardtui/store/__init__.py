"""The only code that opens a board file: edits, projection, queries and copies."""
