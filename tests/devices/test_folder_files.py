import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.devices.file_kinds import LARGEST_FILE
from kiosk.devices.folder_files import FolderFiles
from kiosk.devices.ports import FileEntry, Ready, Sticks, Unplugged
from kiosk.errors import DeviceError
from tests.sticks import plugged_in, why_no_stick


@pytest.fixture
def mount(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    return tmp_path / "media"


def test_the_mount_folder_keeps_the_contract(hold_files_to_contract: Callable[..., None], mount: Path) -> None:
    def insert(contents: dict[str, bytes]) -> None:
        (mount / "USB").mkdir()
        for name, content in contents.items():
            (mount / "USB" / name).write_bytes(content)

    hold_files_to_contract(FolderFiles(mount), insert, lambda: shutil.rmtree(mount / "USB"))


def test_folders_are_searched_but_not_those_of_systems(mount: Path) -> None:
    for folder in ("stick/Ảnh/bé", "stick/.Trash", "stick/System Volume Information", "stick/1/2/3/4/5"):
        (mount / folder).mkdir(parents=True)
        (mount / folder / "ảnh.jpg").write_bytes(b"x")
    source = FolderFiles(mount)
    (entry,) = source.list()
    assert entry.id == "stick/Ảnh/bé/ảnh.jpg"
    assert source.read(entry) == b"x"


def test_links_are_neither_listed_nor_followed(mount: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.jpg").write_bytes(b"secret")
    (mount / "stick").mkdir()
    (mount / "stick" / "link.jpg").symlink_to(secret / "key.jpg")
    (mount / "stick" / "folder").symlink_to(secret)
    os.mkfifo(mount / "stick" / "pipe.jpg")
    source = FolderFiles(mount)
    assert source.list() == ()
    for path in (
        "stick/link.jpg",
        "stick/folder/key.jpg",
        "../secret/key.jpg",
        "stick/../../secret/key.jpg",
        str(secret / "key.jpg"),
        "stick/pipe.jpg",
        "stick",
        "",
        "stick//",
    ):
        with pytest.raises(DeviceError):
            source.read(FileEntry(path, "x.jpg", 1, "image/jpeg"))


def test_large_files_are_not_offered_nor_read(mount: Path) -> None:
    with (mount / "large.pdf").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with (mount / "fits.pdf").open("wb") as file:
        file.truncate(LARGEST_FILE)
    source = FolderFiles(mount)
    (entry,) = source.list()
    assert entry.label == "fits.pdf"
    with (mount / "fits.pdf").open("ab") as file:
        file.write(b"grown since it was listed")
    with pytest.raises(DeviceError, match="too large"):
        source.read(entry)


def test_a_stick_full_of_files_lists_a_bounded_number(mount: Path) -> None:
    for number in range(510):
        (mount / f"{number}.jpg").write_bytes(b"x")
    assert len(FolderFiles(mount).list()) == 500


def test_no_mount_folder_is_no_stick(tmp_path: Path) -> None:
    source = FolderFiles(tmp_path / "absent")
    assert source.status() == Unplugged()
    assert source.list() == ()
    (tmp_path / "absent").mkdir()
    assert source.status() == Unplugged()
    (tmp_path / "absent" / "x").mkdir()
    assert source.status() == Ready()


def test_names_that_are_no_text_are_passed_over(mount: Path) -> None:
    Path(os.fsdecode(bytes(mount) + b"/\xff\xfe.jpg")).write_bytes(b"x")
    (mount / "a\nb.jpg").write_bytes(b"x")
    assert FolderFiles(mount).list() == ()


def test_a_folder_of_the_own_disk_is_no_stick(mount: Path, tmp_path: Path) -> None:
    (mount / "kiosk" / "STICK").mkdir(parents=True)
    (mount / "readme").write_bytes(b"x")
    assert FolderFiles(mount).sticks(tmp_path) == Sticks()
    assert FolderFiles(tmp_path / "nothing").sticks(tmp_path) == Sticks()
    assert FolderFiles(mount).sticks(tmp_path / "nothing") == Sticks()


@pytest.mark.skipif(bool(why_no_stick()), reason=why_no_stick())
@pytest.mark.parametrize("place", ["", "STICK", "kiosk/STICK"])
def test_a_stick_is_found_wherever_it_is_mounted_unless_the_data_lies_on_it(
    mount: Path, tmp_path: Path, place: str
) -> None:
    with plugged_in(mount / place) as stick:
        assert FolderFiles(mount).sticks(tmp_path) == Sticks((stick,))
        assert FolderFiles(mount).sticks(stick) == Sticks()
    with plugged_in(mount / place, "ro"):
        assert FolderFiles(mount).sticks(tmp_path) == Sticks((), 1)
    assert FolderFiles(mount).sticks(tmp_path) == Sticks()
