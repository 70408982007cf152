"""Every kind of record, declared once, and the edits that a board is made of."""
