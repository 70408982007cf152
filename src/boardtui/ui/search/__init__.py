"""What the palette finds and does besides commands and items: changes said in a line, and everything ever said."""
