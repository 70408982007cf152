"""What a board is and the rules on it: pure, no database, no files, no screen."""
