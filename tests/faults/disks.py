"""Disks of our own in a file each: cut from their power, full to the last block, or failing into read-only."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["ext4", "xfs"]

SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN are the same number: both are ``_IOR('X', 125, __u32)``."""

NO_LOG_FLUSH = 2


def cut_power(mounted: str | Path) -> None:
    """Stop the file system where it stands; what it has not put on its disk is gone."""
    descriptor = os.open(mounted, os.O_RDONLY)
    try:
        fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    finally:
        os.close(descriptor)


class Disk:
    """``image`` is what the disk holds, byte for byte; sparse, so that it takes what is used."""

    def __init__(self, root: Path, kind: Kind = "ext4", megabytes: int = 640) -> None:
        self.image, self.mounted, self._kind = root / "disk.img", root / "disk", kind
        self.mounted.mkdir(parents=True)
        with self.image.open("wb") as image:
            image.truncate(megabytes * 1024 * 1024)
        force = ("-F", "-m", "0", "-E", "lazy_itable_init=1") if kind == "ext4" else ("-f",)
        _run(f"mkfs.{kind}", "-q", *force, str(self.image))

    @contextmanager
    def power(self, *options: str) -> Iterator[Path]:
        """The disk mounted until the block ends; a journal left by a cut is replayed first."""
        _run("mount", "-o", ",".join(("loop", *options)), str(self.image), str(self.mounted))
        try:
            yield self.mounted
        finally:
            _run("umount", str(self.mounted))

    def cut(self) -> None:
        cut_power(self.mounted)

    def fail(self) -> None:
        """Let ext4 find an error in itself: mounted with ``errors=remount-ro`` it is read-only from now on."""
        device = self.mounted.stat().st_dev
        name = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve().name
        Path(f"/sys/fs/ext4/{name}/trigger_fs_error").write_text("proved", "ascii")

    def check(self) -> None:
        """What the next start of a machine does with a disk that had an error; 1 is «mended»."""
        checked = subprocess.run(["/sbin/fsck.ext4", "-p", str(self.image)], check=False, capture_output=True)
        assert checked.returncode in {0, 1}, checked.stdout


@cache
def why_no_disk(kind: Kind = "ext4") -> str:
    """Why no disk of our own can be mounted here; "" when one can."""
    if os.geteuid() != 0:
        return "needs the superuser"
    if shutil.which(f"mkfs.{kind}", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin") is None:
        return f"needs mkfs.{kind}"
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - a kiosk's child never asks

    with TemporaryDirectory() as folder:
        try:
            with Disk(Path(folder), kind).power():
                return ""
        except subprocess.CalledProcessError:
            return f"needs loop devices and {kind} in the kernel"


def _run(*command: str) -> None:
    path = f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin"
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PATH": path})
