"""Where one was on a board: its screens as they were left, filters kept under a name, and back and forward."""
