"""The overview, the ambitions, the actions and the papers."""
