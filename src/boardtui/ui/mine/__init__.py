"""What is due from somebody, and the pass through it: one item a screen."""
