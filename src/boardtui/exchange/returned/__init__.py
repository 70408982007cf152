"""Files that this program wrote and plans, on their way back into a board: read for exactly what they say."""
