"""What may be published: small numbers hidden, words to read."""
