"""The lives of one gateway, one after the other."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from gateway.folder import Folder
from gateway.keyring import make_keys
from tests.faults.conftest import make_device
from tests.faults.place import Place
from tests.faults.waiting import wait_for_file, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.store import Store
    from tests.faults.forks import Forks


class Lives:
    """The lives of one gateway, one after the other, and a kiosk that sends to it."""

    def __init__(self, forks: Forks, root: Path) -> None:
        self._forks = forks
        self.folder = Folder(root / "gateway")
        make_keys(self.folder, "demo")
        self.place = Place(root / "store", make_device(root), self.folder.public_keys)

    def live(self, store: Store, die_at: int = 0) -> bool:
        """One life, in which the kiosk sends what it has; whether the gateway died of itself."""
        ready = self.folder.root / "ready"
        ready.unlink(missing_ok=True)
        process_id = self._forks.start("gateway", self.place, die_at=die_at)
        if wait_for_file(ready, self._forks.has_ended):
            self._send(store, f"http://127.0.0.1:{ready.read_text('ascii').strip()}")
        if store.outbox.next_due() is not None:  # it did not take all, so it died: its end may be told a moment later
            wait_until(self._forks.has_ended)
        died = self._forks.has_ended()
        if not died:
            os.kill(process_id, signal.SIGKILL)
        self._forks.wait()
        return died

    def _send(self, store: Store, url: str) -> None:
        syncer, client = self.place.syncer(store, url)
        for _ in range(3):
            syncer.wake("hand")
            syncer.run_once()
            if store.outbox.next_due() is None or self._forks.has_ended():
                break
        client.close()
