"""One module a screen, named by the users' nouns."""
