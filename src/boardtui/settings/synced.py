"""Folders that other programs keep in step with other machines, and those that lie on other machines altogether."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any

_SERVICES = (
    (re.compile(r"onedrive(?:[ -].*)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"(?:.* )?dropbox(?: \(.*\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive(?:-.*)?|drivefs|my drive|shared drives", re.IGNORECASE), "Google Drive"),
    (re.compile(r"com~apple~clouddocs|icloud ?drive|iclouddrive", re.IGNORECASE), "iCloud"),
    (re.compile(r"nextcloud\d?", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"owncloud\d?", re.IGNORECASE), "ownCloud"),
    (re.compile(r"sharepoint(?:[ -].*)?", re.IGNORECASE), "SharePoint"),
    (re.compile(r"box(?: sync|-box)?", re.IGNORECASE), "Box"),
    (re.compile(r"egnyte(?:[ -].*)?", re.IGNORECASE), "Egnyte"),
    (re.compile(r"cloudstorage", re.IGNORECASE), "a cloud service"),
)
# The folder of a council, and in it one for each library: `Kent County Council\\Improvement Board - Documents`.
_LIBRARY = re.compile(r".+ - .+")
_OF_USERS = re.compile(r"users|home", re.IGNORECASE)
_MARKERS = (
    *((".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".nextcloudsync.log", "Nextcloud")),
    *((".dropbox", "Dropbox"), (".owncloudsync.log", "ownCloud")),
)
_NETWORK_TYPES = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "9p", "davfs", "fuse.sshfs", "fuse.davfs", "fuse.rclone"),
    *("ncpfs", "afs", "fuse.gvfsd-fuse", "webdav", "autofs_nfs"),
}
_DRIVE_REMOTE = 4  # what Windows calls a drive letter that stands for a network folder
_PROVIDERS = (("onedrive", "OneDrive"), ("sharepoint", "SharePoint"), ("dropbox", "Dropbox"), ("box", "Box"))
NETWORK = "a network folder"


def synced_folder(path: Path, *, mounts: str | None = None, roots: Mapping[str, str] | None = None) -> str:
    """What keeps the folder of a board in step with other machines; "" if nothing is known to.

    Args:
        path: the board.
        mounts: the mounted file systems, as `/proc/mounts` or the `mount` of macOS tell them; those of this machine by
            default.
        roots: the folders that Windows itself knows to be kept in step, with the service; those of this machine by
            default.

    Returns:
        The name of the service, "a network folder", or "".
    """
    if is_network_path(str(path)):
        return NETWORK
    whole = path.resolve()
    if service := service_of(whole, _read_roots() if roots is None else roots):
        return service
    for folder in whole.parents:
        for marker, service in _MARKERS:
            if (folder / marker).exists():
                return service
    return NETWORK if _on_network(whole, _read_mounts() if mounts is None else mounts) else ""


def is_network_path(text: str) -> bool:
    r"""Whether a path names another machine: `\\server\share`, also in its long form, but not `\\?\C:\plans`."""
    plain = text.replace("/", "\\")
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        return plain[4:].upper().startswith("UNC\\")
    return plain.startswith("\\\\")


def service_of(path: PurePath, roots: Mapping[str, str]) -> str:
    """The service that keeps a folder in step, by what Windows knows and by how the folders are called."""
    above = [each.as_posix().casefold() for each in path.parents]
    for root, service in roots.items():
        if PureWindowsPath(root).as_posix().casefold().rstrip("/") in above:
            return service
    parts = path.parent.parts
    for part in reversed(parts):
        for pattern, service in _SERVICES:
            if pattern.fullmatch(part):
                return service
    # C:\Users\somebody\Kent County Council\Improvement Board - Documents
    for place, part in enumerate(parts[:-3]):
        if _OF_USERS.fullmatch(part) and " " in parts[place + 2] and _LIBRARY.fullmatch(parts[place + 3]):
            return "SharePoint"
    return ""


def _read_roots() -> dict[str, str]:
    """The folders that sync programs have told Windows of, with the service; none on other systems."""
    if sys.platform != "win32":
        return {}
    import winreg

    found: dict[str, str] = {}
    for hive, key, value, names, service in (
        (winreg.HKEY_CURRENT_USER, r"Software\SyncEngines\Providers\OneDrive", "MountPoint", False, "OneDrive"),
        (
            winreg.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\SyncRootManager",
            "UserSyncRoots",
            True,
            "",
        ),
    ):
        with contextlib.suppress(OSError):
            found |= _roots_under(winreg, hive, key, value, values_are_paths=names, named=service)
    return found


def _roots_under(
    registry: Any, hive: Any, key: str, value: str, *, values_are_paths: bool, named: str = ""
) -> dict[str, str]:
    """The roots below one key of the registry.

    Each provider has a key of its own. In the one list a value of it is the folder; in the other a key below it holds a
    value for each user, and each is a folder.
    """
    found: dict[str, str] = {}
    with registry.OpenKey(hive, key) as opened:
        for number in range(registry.QueryInfoKey(opened)[0]):
            name = registry.EnumKey(opened, number)
            service = next((service for word, service in _PROVIDERS if name.casefold().startswith(word)), "")
            with contextlib.suppress(OSError):
                if values_are_paths:
                    with registry.OpenKey(opened, f"{name}\\{value}") as users:
                        count = registry.QueryInfoKey(users)[1]
                        folders = [registry.EnumValue(users, each)[1] for each in range(count)]
                else:
                    with registry.OpenKey(opened, name) as one:
                        folders = [registry.QueryValueEx(one, value)[0]]
                found |= {str(folder): service or named or name.split("!")[0] for folder in folders}
    return found


def _read_mounts() -> str:
    if sys.platform == "darwin":
        try:
            return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=2, check=False).stdout
        except (OSError, subprocess.SubprocessError):
            return ""
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _on_network(path: PurePath, mounts: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _DRIVE_REMOTE)
    return _type_of_mount(path, mounts.splitlines()) in _NETWORK_TYPES


def _type_of_mount(path: PurePath, mounts: Iterable[str]) -> str:
    """The type of the innermost file system that holds a path."""
    best, found = -1, ""
    for line in mounts:
        # macOS: //user@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by user)
        if mac := re.fullmatch(r".+? on (?P<point>.+) \((?P<kind>\w+)[,)].*", line):
            point, kind = mac["point"], mac["kind"]
        else:
            _device, point, kind, *_ = [*line.split(" "), "", "", ""]
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)
        folder = PurePath(point)
        if (folder == path or folder in path.parents) and len(folder.parts) >= best:
            best, found = len(folder.parts), kind
    return found
