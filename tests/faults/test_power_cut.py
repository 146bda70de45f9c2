"""A real power cut: the file system under the store stops in mid-write and forgets what was not on the disk.

An ext4 image is mounted and shut down without flushing its log, which is what the disk sees when the power goes. That
needs the superuser and loop devices; elsewhere the deaths by SIGKILL stand alone.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kiosk.sync.canonical import canonical
from offline_cache.store import Store
from tests.faults.conftest import ALL, Commune, wait_until
from tests.faults.forks import Forks
from tests.sync.dossiers import ANSWERS

pytestmark = pytest.mark.fault

EXT4_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2


class Disk:
    """A small ext4 disk in a file, that can be cut from its power."""

    def __init__(self, root: Path) -> None:
        self._image, self.mounted = root / "disk.img", root / "disk"
        self.mounted.mkdir()
        with self._image.open("wb") as image:
            image.truncate(64 * 1024 * 1024)
        run("mkfs.ext4", "-q", "-F", str(self._image))

    @contextmanager
    def power(self) -> Iterator[Path]:
        run("mount", "-o", "loop", str(self._image), str(self.mounted))
        try:
            yield self.mounted
        finally:
            run("umount", str(self.mounted))

    def cut(self) -> None:
        descriptor = os.open(self.mounted, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(descriptor)


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
        pytest.skip("a power cut needs the superuser and mkfs.ext4")
    made = Disk(tmp_path)
    try:
        with made.power():
            pass
    except subprocess.CalledProcessError:
        pytest.skip("a power cut needs loop devices")
    return made


@pytest.mark.parametrize("wanted", range(3, 78, 3) if ALL else (3, 18, 41))
def test_what_was_acknowledged_before_a_power_cut_is_there_after_it(
    disk: Disk, forks: Forks, commune: Commune, wanted: int
) -> None:
    place = commune.place(disk.mounted / "store")
    with disk.power():
        process_id = forks.start("seal_for_ever", place)
        sealed = place.store / "sealed"
        assert wait_until(lambda: sealed.is_dir() and len(list(sealed.iterdir())) >= wanted)
        disk.cut()
        with suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGKILL)
        told = forks.wait(may_fail=True).told
    with disk.power(), place.open() as store:
        check(store, told)
    assert len(told) > wanted


def check(store: Store, told: tuple[str, ...]) -> None:
    assert store.reconciled.lost_files == ()
    assert store.reconciled.lost_pages == ()
    sealed = {word.removeprefix("sealed:") for word in told if word.startswith("sealed:")}
    drafted = {word.removeprefix("draft:") for word in told if word.startswith("draft:")}
    for code in drafted:
        item, draft = store.outbox.find(code), store.drafts.find(code)
        assert item is not None or (draft is not None and code not in sealed)
        assert item is None or draft is None
        if draft is not None:
            assert store.drafts.open(draft.id) == canonical(ANSWERS)
        if item is not None:
            payload = store.outbox.payload(item.id)
            assert payload is not None
            assert all(file.path.stat().st_size == file.size for file in payload.files)
    assert sealed <= {item.lookup_code for item in store.outbox.all()}
