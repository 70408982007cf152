"""Agendas, what is worth asking, and what is done at a meeting."""
