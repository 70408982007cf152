"""The sections of the snapshot, one module for each part of a board paper."""
