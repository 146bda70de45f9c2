"""Sticks that are really mounted, in memory: where the system puts them, as large as a test says."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def plugged_in(folder: Path, *options: str) -> Iterator[Path]:
    """A stick mounted at ``folder`` until the block ends; pulled out before is as good."""
    folder.mkdir(parents=True, exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", ",".join(("size=64m", *options)), "stick", str(folder))
    try:
        yield folder
    finally:
        if folder.is_mount():
            pull_out(folder)


def pull_out(folder: Path) -> None:
    """What was open stays open for whoever holds it, as little as that helps."""
    _run("umount", "-l", str(folder))


@cache
def why_no_stick() -> str:
    """Why no stick can be mounted here; "" when one can."""
    if os.geteuid() != 0:
        return "needs the superuser"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with plugged_in(Path(folder) / "stick"):
                return ""
        except subprocess.CalledProcessError:
            return "this system lets nobody mount anything"


def _run(*command: str) -> None:
    path = f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin"
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PATH": path})
