"""The table of records that every screen shares: its columns, the lines of its rows, its cursor."""
