"""Who publishes a signed catalogue, and a kiosk that trusts them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.catalogue_publishing import export, publish
from gateway.catalogue_repository import Repository
from gateway.folder import Folder
from kiosk.catalogue.model import Procedure
from kiosk.catalogue.pack import encode_all
from kiosk.catalogue.sources import GatewaySource, Source, StickSource
from kiosk.catalogue.updating import CatalogueUpdater
from kiosk.catalogue.versions import Versions
from kiosk.catalogue.view import open_catalogue
from kiosk.sync.answers import Patience
from kiosk.sync.bundle import Row, pack_bundle, whole
from tests.catalogue.portal_rows import listed, read
from tests.gateway.running import Running, Site

NOW = datetime.now(UTC).replace(microsecond=0)
QUICK = Patience(connect=2.0, stall=2.0, answer=2.0, overall=3.0, slowest=10**9)


def packed(procedures: dict[str, Procedure], version: str, moment: datetime) -> bytes:
    return pack_bundle(
        whole(version, moment, (Row(code, body) for code, body in encode_all(procedures.values()).items()))
    )


@dataclass
class Centre:
    """Who publishes, and a kiosk that trusts them."""

    folder: Path
    kiosk: str = "kiosk"

    def __post_init__(self) -> None:
        self.site = Site(Folder(self.folder / "gateway"))
        catalogue = self.site.folder.catalogue
        self.repository = Repository(catalogue, catalogue / "keys")
        self.repository.create(NOW)
        names = (hashlib.sha256(bytes([number])).hexdigest() for number in range(200))  # nothing alike to pack
        rows = (listed(f"1.{number:06d}", f"Thủ tục cấp giấy {name}") for number, name in enumerate(names))
        self.procedures = read(self.folder, *rows)[0]
        self.versions = Versions(self.folder / self.kiosk)
        self.updater = CatalogueUpdater(self.versions)
        self.updater.pin(self.repository.root_file.read_bytes())
        self.published = 0

    def publish(self, changed: int = 0, at: datetime = NOW) -> str:
        """Publish, with the names of the first procedures changed."""
        self.published += 1
        for code in sorted(self.procedures)[:changed]:
            self.procedures[code] = replace(self.procedures[code], name=f"Cấp giấy {self.published}")
        version = f"2026-11-2{self.published}.1"
        publish(self.repository, packed(self.procedures, version, at + timedelta(seconds=self.published)), at)
        return version

    def stick(self, name: str = "stick.zip", repository: Repository | None = None) -> Path:
        export(repository or self.repository, self.folder / name, NOW)
        return self.folder / name

    def take(self, source: Source) -> object:
        return self.updater.update(source, NOW)

    def take_stick(self, file: Path) -> object:
        stick = StickSource(file)
        try:
            return self.take(stick)
        finally:
            stick.close()

    @property
    def current(self) -> str:
        return open_catalogue(self.versions.folder).version


def fresh(live: Running) -> GatewaySource:
    return GatewaySource(live.url, QUICK)
