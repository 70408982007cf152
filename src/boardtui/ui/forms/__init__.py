"""Adding, editing and deleting a record of any kind."""
