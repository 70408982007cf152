"""Files as a failing disk, a torn download or a careless program leaves them."""

from __future__ import annotations

import random

SECTOR = 512


def damaged(whole: bytes, seed: int) -> bytes:
    """A file with one sort of damage somewhere in it; the same for each seed."""
    rnd = random.Random(seed)
    sort = seed % 6
    if sort == 0:
        return _with_sector(whole, rnd, bytes(SECTOR))
    if sort == 1:
        return _with_sector(whole, rnd, rnd.randbytes(SECTOR))
    if sort == 2:
        return whole[: rnd.randrange(1, len(whole))]
    if sort == 3:
        at = rnd.randrange(0, len(whole), SECTOR)
        return _with_sector(whole, rnd, whole[at : at + SECTOR])  # written to a wrong place
    content = bytearray(whole)
    for _ in range(1 if sort == 4 else 8):
        at = rnd.randrange(len(content))
        content[at] ^= 1 << rnd.randrange(8)
    return bytes(content)


def _with_sector(whole: bytes, rnd: random.Random, sector: bytes) -> bytes:
    at = rnd.randrange(0, len(whole), SECTOR)
    return whole[:at] + sector.ljust(SECTOR, b"\0")[: len(whole) - at] + whole[at + SECTOR :]
