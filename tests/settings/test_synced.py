"""Folders kept in step, on the systems that councils have: none of them is this one."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, ClassVar

import pytest

from boardtui.settings.synced import _roots_under, is_network_path, service_of, synced_folder


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\lead\OneDrive - Northshire Council\plan.board", "OneDrive"),
        (r"C:\Users\lead\Kent County Council\Improvement Board - Documents\plan.board", "SharePoint"),
        (r"C:\Users\lead\Kent County Council\Improvement Board - General\2021\plan.board", "SharePoint"),
        (r"G:\My Drive\Board\plan.board", "Google Drive"),
        (r"G:\Shared drives\Improvement\plan.board", "Google Drive"),
        (r"C:\Users\lead\Northshire Council Dropbox\Lead\plan.board", "Dropbox"),
        (r"C:\Users\lead\Box\plan.board", "Box"),
        (r"C:\Users\lead\Egnyte\plan.board", "Egnyte"),
        (r"C:\Users\lead\Documents\plan.board", ""),
        (r"C:\Users\lead\Documents\Board - old\plan.board", ""),
        (r"D:\Improvement Board - Documents\plan.board", ""),
    ],
)
def test_a_service_is_known_by_how_its_folders_are_called(path: str, service: str) -> None:
    assert service_of(PureWindowsPath(path), {}) == service


def test_what_windows_knows_is_believed_whatever_the_folder_is_called() -> None:
    roots = {r"C:\Users\lead\Work": "SharePoint"}
    assert service_of(PureWindowsPath(r"c:\users\lead\work\plans\plan.board"), roots) == "SharePoint"
    assert service_of(PureWindowsPath(r"C:\Users\lead\Workshop\plan.board"), roots) == ""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        (r"\\server\share\plan.board", True),
        ("//server/share/plan.board", True),
        (r"\\?\UNC\server\share\plan.board", True),
        (r"\\?\C:\plans\plan.board", False),
        (r"C:\plans\plan.board", False),
        ("/home/lead/plan.board", False),
    ],
)
def test_a_long_path_of_this_machine_is_no_network_folder(path: str, *, network: bool) -> None:
    assert is_network_path(path) is network


def test_cloud_folders_of_macos_are_known() -> None:
    path = PurePosixPath("/Users/lead/Library/CloudStorage/OneDrive-Northshire/plan.board")
    assert service_of(path, {}) == "OneDrive"
    assert service_of(PurePosixPath("/Users/lead/Library/CloudStorage/Other/plan.board"), {}) == "a cloud service"


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Windows are on drives")
def test_the_mounts_of_macos_are_read(tmp_path: Path) -> None:
    volume = tmp_path / "Volumes" / "Board papers"
    volume.mkdir(parents=True)
    mounts = (
        "/dev/disk1s1 on / (apfs, local, journaled)\n"
        f"//lead@server/papers on {volume} (smbfs, nodev, nosuid, mounted by lead)\n"
    )
    assert synced_folder(volume / "plan.board", mounts=mounts, roots={}) == "a network folder"
    assert synced_folder(tmp_path / "plan.board", mounts=mounts, roots={}) == ""


class Registry:
    """Two keys of a registry of Windows, as `winreg` reads them."""

    keys: ClassVar[dict[str, dict[str, Any]]] = {
        r"one\Business1": {"MountPoint": r"C:\Users\lead\Northshire"},
        r"two\SharePoint!S-1-5\UserSyncRoots": {"S-1-5": r"C:\Users\lead\Team"},
        r"two\Dropbox!S-1-5\UserSyncRoots": {"S-1-5": r"C:\Users\lead\Boxes"},
        r"two\Other Cloud!S-1-5!x\UserSyncRoots": {"S-1-5": r"C:\Users\lead\Other", "S-1-6": r"C:\Users\office\Other"},
        r"two\Broken": {},
    }

    @contextmanager
    def OpenKey(self, under: Any, name: str) -> Any:
        path = f"{under}\\{name}".lstrip("\\")
        if not any(each == path or each.startswith(f"{path}\\") for each in self.keys):
            raise FileNotFoundError(path)
        yield path

    def _below(self, key: str) -> list[str]:
        names = [each.removeprefix(f"{key}\\").split("\\")[0] for each in self.keys if each.startswith(f"{key}\\")]
        return list(dict.fromkeys(names))

    def QueryInfoKey(self, key: str) -> tuple[int, int, int]:
        return len(self._below(key)), len(self.keys.get(key, {})), 0

    def EnumKey(self, key: str, number: int) -> str:
        return self._below(key)[number]

    def EnumValue(self, key: str, number: int) -> tuple[str, Any, int]:
        name, value = list(self.keys[key].items())[number]
        return name, value, 1

    def QueryValueEx(self, key: str, name: str) -> tuple[Any, int]:
        return self.keys[key][name], 1


def test_the_lists_of_the_registry_are_read_and_what_is_broken_in_them_is_passed_over() -> None:
    registry = Registry()
    assert _roots_under(registry, "", "one", "MountPoint", values_are_paths=False, named="OneDrive") == {
        r"C:\Users\lead\Northshire": "OneDrive"
    }
    assert _roots_under(registry, "", "two", "UserSyncRoots", values_are_paths=True) == {
        r"C:\Users\lead\Team": "SharePoint",
        r"C:\Users\lead\Boxes": "Dropbox",
        r"C:\Users\lead\Other": "Other Cloud",
        r"C:\Users\office\Other": "Other Cloud",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Windows are on drives")
@pytest.mark.parametrize(
    ("mounts", "network"),
    [
        ("/dev/sda1 / ext4 rw 0 0\nserver:/papers {here} nfs4 rw 0 0\n", True),
        ("server:/ / nfs rw 0 0\n/dev/sda1 {here} ext4 rw 0 0\n", False),
        ("/dev/sda1 {here} ext4 rw 0 0\nserver:/ / nfs rw 0 0\n", False),
        ("/dev/sda1 {here} ext4 rw 0 0\n//server/papers {here} cifs rw 0 0\n", True),
        ("//server/papers {here} cifs rw 0 0\n/dev/sda1 {here} ext4 rw 0 0\n", False),
        ("//server/papers {here}/inner cifs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n", False),
        ("//server/papers {here}s cifs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n", False),
        ("broken\n\n/dev/sda1 / ext4 rw 0 0\nlead@server: {above} fuse.sshfs rw 0 0\n", True),
        ("", False),
    ],
)
def test_the_innermost_mount_of_a_folder_says_whether_it_lies_elsewhere(
    mounts: str, network: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "Board papers"
    folder.mkdir()
    told = {name: str(path).replace(" ", r"\040") for name, path in (("here", folder), ("above", tmp_path))}
    found = synced_folder(folder / "plan.board", mounts=mounts.format(**told), roots={})
    assert found == ("a network folder" if network else "")


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".dropbox.cache", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".git", ""),
    ],
)
def test_what_a_sync_program_leaves_in_a_folder_or_above_it_tells_of_it(
    marker: str, service: str, tmp_path: Path
) -> None:
    inner = tmp_path / "papers" / "2026"
    inner.mkdir(parents=True)
    (tmp_path / "papers" / marker).touch()
    assert synced_folder(inner / "plan.board", mounts="", roots={}) == service
    assert synced_folder(tmp_path / "plan.board", mounts="", roots={}) == ""


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        (("OneDrive",), "OneDrive"),
        (("OneDrive-Personal", "a"), "OneDrive"),
        (("Dropbox (Council)",), "Dropbox"),
        (("GoogleDrive-lead@example.org",), "Google Drive"),
        (("iCloudDrive",), "iCloud"),
        (("com~apple~CloudDocs",), "iCloud"),
        (("Nextcloud2",), "Nextcloud"),
        (("ownCloud",), "ownCloud"),
        (("SharePoint - Board",), "SharePoint"),
        (("Box Sync",), "Box"),
        (("Dropbox", "OneDrive"), "OneDrive"),
        (("Inbox",), ""),
        (("Boxes",), ""),
        (("OneDriveless",), ""),
    ],
)
def test_the_innermost_folder_that_has_the_name_of_a_service_tells_of_it(parts: tuple[str, ...], service: str) -> None:
    assert service_of(PurePosixPath("/home/lead", *parts, "plan.board"), {}) == service
    assert service_of(PurePosixPath("/home/lead/plans", f"{parts[-1]}"), {}) == "", "a board may be called so"


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/lead/Kent County Council/Improvement Board - Documents/plan.board", "SharePoint"),
        ("/Users/lead/Kent County Council/Improvement Board - Documents/a/b/plan.board", "SharePoint"),
        ("/home/lead/Council/Improvement Board - Documents/plan.board", ""),
        ("/home/lead/Kent County Council/Improvement Board/plan.board", ""),
        ("/home/lead/a/Kent County Council/Improvement Board - Documents/plan.board", ""),
        ("/srv/lead/Kent County Council/Improvement Board - Documents/plan.board", ""),
        ("/home/lead/Kent County Council/plan - Documents", ""),
    ],
)
def test_a_library_of_a_council_is_known_by_the_two_folders_below_that_of_a_person(path: str, service: str) -> None:
    assert service_of(PurePosixPath(path), {}) == service


def test_a_path_of_the_network_needs_nobody_to_say_so() -> None:
    assert synced_folder(Path("//server/share/plan.board"), mounts="", roots={}) == "a network folder"


def test_what_windows_knows_goes_before_what_lies_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").touch()
    roots = {str(tmp_path): "SharePoint"}
    assert synced_folder(tmp_path / "plan.board", mounts="", roots=roots) == "SharePoint"
