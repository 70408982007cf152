"""A disk that loses its power: what was not synced may be there afterwards, or not, or in part."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import apsw

from tests.store.damage import SECTOR


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the database asked of the disk, or (`ack`) that a write was reported as done."""

    what: str
    name: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Recorder:
    """Everything asked of the disk, in order."""

    events: list[Event] = field(default_factory=list)

    def note(self, what: str, name: str = "", offset: int = 0, data: bytes = b"") -> None:
        self.events.append(Event(what, Path(name).name, offset, data))


class RecordingDisk(apsw.VFS):
    """The ordinary file system, with a record of what was asked of it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.name = f"recording-{id(recorder)}"
        super().__init__(self.name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path and flags[0] & apsw.SQLITE_OPEN_CREATE and not Path(path).exists():
            self.recorder.note("create", path)
        return RecordingFile(self.recorder, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.recorder.note("delete", filename)
        if syncdir:
            self.recorder.note("syncdir")
        super().xDelete(filename, syncdir)


class RecordingFile(apsw.VFSFile):
    """One open file of a recording disk."""

    def __init__(self, recorder: Recorder, name: Any, flags: list[int]) -> None:
        self._recorder = recorder
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._recorder.note("write", self._path, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._recorder.note("truncate", self._path, newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        # The ordinary file system syncs the folder of a new file together with it.
        self._recorder.note("sync", self._path)
        super().xSync(flags)


def after_a_cut(
    before: dict[str, bytes], events: Sequence[Event], chance: random.Random
) -> tuple[dict[str, bytes], int]:
    """The files as the disk holds them after the power fails behind these events, and how many writes were done.

    What was synced is there. Of the rest some is, in its order for one file, some is not, and of some writes only a few
    sectors of 512 bytes are; a file that was deleted
    or made without a sync of its folder may be back, or not there.
    """
    disk = {name: bytearray(content) for name, content in before.items()}
    waiting: list[Event] = []
    done = 0
    for event in events:
        if event.what == "ack":
            done += 1
        elif event.what == "sync":
            _settle(disk, [each for each in waiting if each.name == event.name])
            waiting = [each for each in waiting if each.name != event.name]
        elif event.what == "syncdir":
            settled = [each for each in waiting if each.what in ("create", "delete")]
            _settle(disk, settled)
            gone = {each.name for each in settled if each.what == "delete"}
            waiting = [each for each in waiting if each.what not in ("create", "delete") and each.name not in gone]
        else:
            waiting.append(event)
    _settle(disk, _some(waiting, chance))
    return {name: bytes(content) for name, content in disk.items()}, done


def _some(waiting: Sequence[Event], chance: random.Random) -> list[Event]:
    """What a disk happens to have kept of what it was never told to keep.

    A new file of an old name is another file: without its making, nothing that was written to it is to be found.
    """
    kept: list[Event] = []
    never_made: set[str] = set()
    for event in waiting:
        if event.name in never_made:
            continue
        if chance.random() < 0.5:
            kept.append(event)
        elif event.what == "write" and chance.random() < 0.5:
            kept += _torn(event, chance)
        elif event.what in ("create", "delete"):
            never_made.add(event.name)
    return kept


def _torn(write: Event, chance: random.Random) -> list[Event]:
    """The sectors of a write that a disk happens to have kept: it writes each of them whole, and promises no more."""
    sectors = range(0, len(write.data), SECTOR)
    return [
        replace(write, offset=write.offset + at, data=write.data[at : at + SECTOR])
        for at in sectors
        if chance.random() < 0.5
    ]


def _settle(disk: dict[str, bytearray], events: Sequence[Event]) -> None:
    for event in events:
        content = disk.get(event.name)
        if event.what == "delete":
            disk.pop(event.name, None)
        elif event.what == "create":
            disk.setdefault(event.name, bytearray())
        elif content is not None and event.what == "truncate":
            del content[event.offset :]
        elif content is not None:
            if len(content) < event.offset:
                content.extend(bytes(event.offset - len(content)))
            content[event.offset : event.offset + len(event.data)] = event.data
