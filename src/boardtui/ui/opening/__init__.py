"""How the application begins: which board, and whose signature."""
