"""What a board should look at: each fact worked out once."""
