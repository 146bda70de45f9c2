"""Files of several dossiers at once to a real gateway: a line that cuts, a syncer that is stopped on the way."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gateway.folder import Folder
from kiosk.clock import SystemClock
from kiosk.sync.sealing import SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache.space import Room
from offline_cache.store import open_store
from tests.gateway.cutting_proxy import cutting_proxy
from tests.gateway.running import Site, running
from tests.sync.dossiers import Desk, heavy, paper

if TYPE_CHECKING:
    from pathlib import Path

EVERY, STOPPED = 150_000, 5


def test_everything_arrives_once_through_cuts_and_restarts_and_hardly_a_byte_twice(tmp_path: Path) -> None:
    site, clock, folder = Site(Folder(tmp_path / "gateway")), SystemClock(), tmp_path / "store"
    with running(site) as live, open_store(folder, clock, room=Room(folder, ballast=4096)) as store:
        desk = Desk(store, SealingKeys(site.keys, site.device), clock)
        items = {desk.seal_new(heavy(700_000), heavy(300_000)), desk.seal_new(heavy(600_000)), desk.seal_new(paper())}
        payloads = [payload for payload in map(store.outbox.payload, items) if payload is not None]
        sealed = sum(file.size for payload in payloads for file in payload.files)
        parts = urlsplit(live.url)
        received: list[str] = []
        with cutting_proxy((parts.hostname or "", parts.port or 0), EVERY) as proxy:
            for turn in range(20):
                with closing(live.client()) as client:
                    client.move_to(proxy.url)
                    syncer = Syncer(store, client, clock, lanes=3)
                    stopper = threading.Timer(0.15, syncer.stop)
                    if turn < STOPPED:
                        stopper.start()
                    syncer.wake("hand")
                    received += syncer.run_once().received
                    stopper.cancel()
                if set(received) == items:
                    break
        assert sorted(received) == sorted(items)
        assert len(proxy.threads) > sealed // EVERY
        assert proxy.carried < 1.1 * sealed
        assert live.gateway.reader.execute("SELECT count(*) FROM dossier").fetchone()[0] == len(items)
