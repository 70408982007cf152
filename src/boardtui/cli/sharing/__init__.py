"""Boards on a server: addresses in place of paths, and the commands that put a board there and leave it."""
