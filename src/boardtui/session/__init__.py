"""An open board: reading, writing, meetings and papers on disk. Nothing of the terminal application is in it."""
