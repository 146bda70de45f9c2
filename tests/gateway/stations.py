"""A whole kiosk beside a gateway: its own home, the keys that were pinned there once, a real store, a real line."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.bootstrap import Kiosk, open_kiosk
from kiosk.config import Config, GatewayConfig
from kiosk.key_words import standing_in_words
from kiosk.sync.envelope import parse
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import load_or_make_device_key
from kiosk.sync.protocol import MAX_ENVELOPE, decode
from kiosk.sync.receipt import SignedReceipt
from kiosk.sync.report import Report
from tests.gateway.running import Site
from tests.sync.dossiers import Desk, paper

NO_LINE = "http://127.0.0.1:9"


@dataclass
class Station:
    site: Site
    home: Path

    def __post_init__(self) -> None:
        """What the gateway publishes now is pinned, and the gateway knows the device."""
        self.home.mkdir()
        self._number = 0
        self.pin()
        self.site.register(load_or_make_device_key(self.home / "device.key", self.site.audience))

    def pin(self) -> None:
        """Copy what the gateway publishes, by hand."""
        for path in (self.site.folder.public_keys, self.site.folder.signed_keys):
            (self.home / path.name).unlink(missing_ok=True)
            if path.exists():
                shutil.copy(path, self.home)

    @property
    def pinned(self) -> Path:
        return self.home / "gateway.pub.json"

    def config(self, url: str = NO_LINE) -> Config:
        return Config(self.home, self.site.audience, gateway=GatewayConfig(url, self.pinned.name, embedded=False))

    @property
    def trust(self) -> GatewayTrust:
        """As a process sees it that has just been started."""
        return GatewayTrust.of(self.config())

    def doctor(self) -> str:
        """What is said about the gateway's keys."""
        with self.on() as kiosk:
            return ": ".join(standing_in_words(self.trust, kiosk.clock.now()))

    @contextlib.contextmanager
    def on(self, url: str = NO_LINE) -> Iterator[Kiosk]:
        with contextlib.closing(open_kiosk(self.config(url))) as kiosk:
            yield kiosk

    def seal(self, kiosk: Kiosk) -> str:
        """Seal a dossier with one paper; its id."""
        self._number += 1
        desk = Desk(kiosk.store, kiosk.sealing_keys(), kiosk.clock, self.site.audience)
        sealed = desk.seal(desk.request(desk.draft(f"K7F4{self._number:06}"), paper()))
        return sealed.item.id  # type: ignore[union-attr]


def sync(kiosk: Kiosk) -> Report:
    """Connect and run once, as after a start."""
    syncer = kiosk.connect()
    syncer.wake("hand")
    return syncer.run_once()


def sealed_to(kiosk: Kiosk, item_id: str) -> str:
    """The kid of the first recipient."""
    payload = kiosk.store.outbox.payload(item_id)
    assert payload is not None
    return parse(payload.envelope, limit=MAX_ENVELOPE).wraps[0].kid


def signer(kiosk: Kiosk, item_id: str) -> str:
    """The kid that signed the receipt that was kept."""
    receipt = kiosk.store.outbox.receipt(item_id)
    assert receipt is not None
    return decode(receipt, SignedReceipt).kid
