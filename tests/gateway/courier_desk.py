"""A gateway's command line with a stick in it, and kiosks that export to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main
from gateway.database import connect
from gateway.dossiers import list_dossiers
from kiosk.clock import SystemClock
from kiosk.sync.keys import DeviceKey
from offline_cache.space import Room
from offline_cache.store import open_store
from tests.gateway.running import Site
from tests.sync.couriers import Station

Told = dict[str, Any]


@dataclass
class Counter:
    """``gateway courier import`` as an operator types it."""

    site: Site
    stick: Path
    capsys: pytest.CaptureFixture[str]

    def take(self, *files: Path) -> tuple[int, list[Told]]:
        code = main(["courier", "import", *map(str, files), "--data", str(self.site.folder.root), "--json"])
        return code, json.loads(self.capsys.readouterr().out)["files"]

    def take_one(self, data: bytes) -> Told:
        path = self.stick / "one.parcel"
        path.write_bytes(data)
        _, (told,) = self.take(path)
        return told

    def held(self) -> list[str]:
        with closing(connect(self.site.folder.database)) as connection:
            return [one.id for one in list_dossiers(connection)]

    def shelves(self) -> list[Path]:
        """Every file of the gateway's, whole or on its way."""
        return [*self.site.folder.files.iterdir(), *self.site.folder.incoming.iterdir()]


@contextmanager
def station(site: Site, device: DeviceKey, folder: Path) -> Iterator[Station]:
    """A kiosk of this gateway."""
    with open_store(folder / "store", SystemClock(), room=Room(folder / "store", ballast=4096)) as store:
        yield Station(store, site.keys, device, SystemClock())
