"""The heat map and the register."""
