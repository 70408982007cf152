"""What people type in one line: a change to an item, and a filter of items. Each is read into what it means."""
