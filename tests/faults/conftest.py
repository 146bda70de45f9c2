from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kiosk.sync.keys import format_device_public, load_or_make_device_key
from tests.faults.forks import Forks
from tests.faults.place import Place
from tests.faults.waiting import wait_for_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ALL = os.environ.get("MOTCHAM_FAULTS", "") == "all"
"""Set MOTCHAM_FAULTS=all to try every boundary; otherwise those that cost seconds each are sampled."""


@dataclass(frozen=True)
class Commune:
    """A real gateway process, its data, and the keys of a kiosk that it knows."""

    data: Path
    url: str
    device: Path

    def place(self, store: Path) -> Place:
        return Place(store, self.device, self.data / "gateway.pub.json")


def make_device(folder: Path) -> Path:
    device = load_or_make_device_key(folder / "device.key", "demo")
    (folder / "device.pub.json").write_bytes(format_device_public(device.public))
    return folder / "device.key"


@pytest.fixture(scope="session")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commune]:
    root = tmp_path_factory.mktemp("commune")
    device, data = make_device(root), root / "gateway"
    command = [sys.executable, "-m", "gateway", "serve", "--data", str(data), "--port", "0", "--demo"]
    command += ["--ready-file", str(root / "ready"), "--device-file", str(root / "device.pub.json")]
    with (root / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        assert wait_for_file(root / "ready", process.poll), "the gateway did not start"
        port = (root / "ready").read_text("ascii").strip()
        yield Commune(data, f"http://127.0.0.1:{port}", device)
        process.terminate()


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    server = Forks()
    yield server
    server.close()


@pytest.fixture
def boundaries() -> Callable[[int], Iterator[int]]:
    """Which writes to die at: every one, or every ``step``-th from the first when they are sampled."""

    def numbers(step: int) -> Iterator[int]:
        number = 1
        while True:
            yield number
            number += 1 if ALL else step

    return numbers
