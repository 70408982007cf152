"""Copies of a board: who was sent one, who has returned it, what they did, and who is late."""
