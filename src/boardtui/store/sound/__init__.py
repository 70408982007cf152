"""The rules that a sound board file keeps to, and the programs that look at parts of one together."""
