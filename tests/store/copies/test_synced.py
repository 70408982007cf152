"""What sync programs leave beside a board is noticed, and a folder that they keep in step is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from boardtui.settings.synced import synced_folder
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.nearby import conflicted_siblings

LEFT_BEHIND = [
    "plan (Lead's conflicted copy 2021-02-03).board",
    "plan (conflicted copy 2021-02-03 101500).board",
    "plan.sync-conflict-20210203-101500-ABCDEFG.board",
    "plan_conflict-20210203-101500.board",
    "plan-LAPTOP-7F3K.board",
    "plan-Lead's MacBook Pro.board",
    "plan-Lead’s MacBook.board",
    "plan [Conflict].board",
    "plan 2.board",
    "plan (1).board",
]


@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_what_a_sync_program_left_is_noticed(board_file: BoardFile, name: str) -> None:
    sibling = board_file.path.with_name(name)
    shutil.copyfile(board_file.path, sibling)
    assert conflicted_siblings(board_file.path) == [sibling]


@pytest.mark.parametrize(
    "name", ["another.board", "planning.board", "plan for Lead.board", "plan-LAPTOP.txt", "plan - Copy.board"]
)
def test_other_files_are_left_alone(board_file: BoardFile, name: str) -> None:
    shutil.copyfile(board_file.path, board_file.path.with_name(name))
    assert conflicted_siblings(board_file.path) == []


def test_a_file_of_another_board_or_of_none_is_not_offered(board_file: BoardFile, tmp_path: Path) -> None:
    BoardFile.create(tmp_path / "plan-2022.board", "Next year", who="plan").close()
    (tmp_path / "plan-LAPTOP.board").write_text("no board", encoding="utf-8")
    (tmp_path / "plan-FOLDER.board").mkdir()
    assert conflicted_siblings(board_file.path) == []


def test_looking_for_siblings_changes_nothing(board_file: BoardFile) -> None:
    sibling = board_file.path.with_name("plan-LAPTOP.board")
    shutil.copyfile(board_file.path, sibling)
    before = {each: each.read_bytes() for each in board_file.path.parent.iterdir()}
    conflicted_siblings(board_file.path)
    assert {each: each.read_bytes() for each in board_file.path.parent.iterdir()} == before


def test_a_folder_that_cannot_be_read_has_no_siblings(tmp_path: Path) -> None:
    assert conflicted_siblings(tmp_path / "nowhere" / "plan.board") == []


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - County Council/Boards", "OneDrive"),
        ("Library/CloudStorage/OneDrive-CountyCouncil", "OneDrive"),
        ("Dropbox/Boards", "Dropbox"),
        ("Dropbox (County Council)", "Dropbox"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-lead@example.org", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Documents/Boards", ""),
        ("Dropboxes and files", ""),
    ],
)
def test_a_folder_that_a_service_keeps_in_step_is_named(tmp_path: Path, folder: str, service: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert synced_folder(tmp_path / folder / "plan.board", mounts="") == service


def test_a_folder_that_syncthing_shares_is_known_by_what_it_keeps_there(tmp_path: Path) -> None:
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    (tmp_path / "shared" / "boards").mkdir()
    assert synced_folder(tmp_path / "shared" / "boards" / "plan.board", mounts="") == "Syncthing"


MOUNTS = """/dev/sda1 / ext4 rw 0 0
tmpfs {local} tmpfs rw 0 0
//server/share {network} cifs rw 0 0
"""


def test_a_network_drive_is_known_by_its_file_system(tmp_path: Path) -> None:
    local, network = tmp_path / "here", tmp_path / "the share"
    local.mkdir()
    network.mkdir()
    mounts = MOUNTS.format(local=local, network=str(network).replace(" ", "\\040"))
    assert synced_folder(network / "plan.board", mounts=mounts) == "a network folder"
    assert synced_folder(local / "plan.board", mounts=mounts) == ""


def test_a_windows_share_is_known_by_its_name() -> None:
    assert synced_folder(Path("\\\\server\\share\\plan.board"), mounts="") == "a network folder"
