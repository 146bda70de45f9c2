"""Where faults are done: folders, the two servers of children, and a service point whose gateway has many lives."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.folder import Folder
from gateway.keyring import make_keys
from kiosk.clock import SystemClock
from kiosk.sync.keys import format_device_public, load_or_make_device_key
from offline_cache.store import Store, open_store
from tests.faults.forks import Ended, Forks
from tests.faults.place import Order, Place
from tests.faults.waiting import wait_for_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass
class Workshop:
    """``seed`` makes the chances of a run come again."""

    root: Path
    seed: int = 5
    environment: Mapping[str, str] = field(default_factory=dict)
    before_kiosks: Sequence[str] = ()
    before_gateways: Sequence[str] = ()

    @cached_property
    def kiosks(self) -> Forks:
        return Forks(self.environment, self.root / "kiosks.log", self.before_kiosks)

    @cached_property
    def gateways(self) -> Forks:
        return Forks({}, self.root / "gateways.log", self.before_gateways)

    def chance(self) -> random.Random:
        return random.Random(self.seed)  # noqa: S311 - nothing secret

    @contextmanager
    def folder(self) -> Iterator[Path]:
        path = Path(tempfile.mkdtemp(dir=self.root))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def point(self, kiosk: Path | None = None, gateway: Path | None = None) -> Iterator[Point]:
        """A new service point; whose folders lie on disks of their own is furnished when these have power."""
        with self.folder() as folder:
            point = Point(self, folder, kiosk or folder / "kiosk", Folder(gateway or folder / "gateway"))
            if kiosk is None and gateway is None:
                point.furnish()
            try:
                yield point
            finally:
                point.kill_gateway()

    @contextmanager
    def in_another_world(
        self, environment: Mapping[str, str], before_kiosks: Sequence[str] = (), before_gateways: Sequence[str] = ()
    ) -> Iterator[Workshop]:
        """The same with processes that see other things: another clock, another network."""
        other = Workshop(self.root, self.seed, environment, before_kiosks, before_gateways)
        try:
            yield other
        finally:
            other.close()

    def close(self) -> None:
        for name in ("kiosks", "gateways"):
            if name in self.__dict__:
                self.__dict__[name].close()


@dataclass
class Point:
    """A kiosk and its gateway; the gateway remembers nothing but what is on its disk."""

    workshop: Workshop
    folder: Path
    home: Path
    gateway: Folder
    _serving: int = 0

    def furnish(self) -> None:
        """The gateway's keys, and a device key that the gateway knows."""
        self.home.mkdir(parents=True, exist_ok=True)
        make_keys(self.gateway, "demo")
        for keys in (self.gateway.public_keys, self.gateway.signed_keys):
            shutil.copy(keys, self.home)
        device = load_or_make_device_key(self.home / "device.key", "demo")
        (self.home / "device.pub.json").write_bytes(format_device_public(device.public))
        (self.folder / "device.pub.json").write_bytes(format_device_public(device.public))

    @property
    def place(self) -> Place:
        return Place(self.home, self.home / "device.key", self.home / "gateway.pub.json")

    @property
    def serving_place(self) -> Place:
        """The gateway reads the device's public key where no power is cut."""
        return Place(self.home, self.folder / "device.key", self.gateway.public_keys)

    def serve(self, die_at: int = 0, cut: str = "", host: str = "127.0.0.1") -> str:
        """Begin a life of the gateway; its address, "" when it died before it listened."""
        ready = self.gateway.root / "ready"
        ready.unlink(missing_ok=True)
        forks = self.workshop.gateways
        self._serving = forks.start("gateway", self.serving_place, host, die_at=die_at, cut=cut)
        if not wait_for_file(ready, forks.has_ended):
            return ""
        return f"http://{host}:{ready.read_text('ascii').strip()}"

    def has_died(self) -> bool:
        return bool(self._serving) and self.workshop.gateways.has_ended()

    def kill_gateway(self) -> None:
        if self._serving:
            with suppress(ProcessLookupError):
                os.kill(self._serving, signal.SIGKILL)
            self.workshop.gateways.wait(may_fail=True)
            self._serving = 0

    def day(self, order: Order, die_at: int = 0, cut: str = "", action: str = "days") -> Ended:
        """A day of the kiosk, to its end or its death."""
        self.workshop.kiosks.start(action, self.place, die_at=die_at, order=order, cut=cut)
        return self.workshop.kiosks.wait()

    @contextmanager
    def store(self) -> Iterator[Store]:
        with open_store(self.home / "store", SystemClock()) as store:
            yield store
