"""What people write for dates, periods and figures, read once."""
