"""``python -m bench.delivery``: what cuts cost, how soon a small dossier passes big files, how fast a queue drains.

The kiosk's own store, syncer and client deliver to a real gateway in this process, over a proxy on loopback that cuts
(`tests.gateway.cutting_proxy`) or is slow (`bench.slow_line`). Beside them, in the same run, what a plain client does:
one item after the other, a connection for each request.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.slow_line import slow_line
from gateway.folder import Folder
from kiosk.clock import SystemClock
from kiosk.sync.answers import Answer, NoAnswer
from kiosk.sync.client import GatewayClient
from kiosk.sync.outcomes import Delivered, Uploaded
from kiosk.sync.sealing import SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache.items import Payload
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.gateway.cutting_proxy import cutting_proxy
from tests.gateway.running import Running, Site, running
from tests.sync.dossiers import Desk, heavy

CUTS, FIVE_MB = 20, 5_000_000
MOST_BYTES = 1.05
LANES = 3


@dataclass
class Kiosk:
    """A store with dossiers to send, of a device that the gateway knows."""

    store: Store
    desk: Desk
    gateway: Running
    lock: threading.Lock = field(default_factory=threading.Lock)  # the store is one thread's at a time

    def client(self, url: str) -> GatewayClient:
        return GatewayClient(url, self.gateway.site.keys, self.gateway.site.device, SystemClock())

    def syncer(self, client: GatewayClient, changed: Callable[[], None] = lambda: None) -> Syncer:
        def submit(call: Callable[[], object], /) -> object:
            with self.lock:
                return call()

        return Syncer(self.store, client, SystemClock(), submit, changed=changed, lanes=LANES)  # type: ignore[arg-type]  # any result

    def seal(self, *sizes: int) -> str:
        papers = [heavy(size) for size in sizes]
        with self.lock:
            return self.desk.seal_new(*papers)

    def payload(self, item_id: str) -> Payload:
        payload = self.store.outbox.payload(item_id)
        if payload is None:
            raise RuntimeError("nothing was sealed")
        return payload

    def manifest_sha256(self, item_id: str) -> str:
        item = self.store.outbox.get(item_id)
        return item.manifest_sha256 if item else ""

    def received(self, item_id: str) -> bool:
        with self.lock:
            return self.store.outbox.receipt(item_id) is not None


@contextmanager
def kiosk(folder: Path) -> Iterator[Kiosk]:
    folder.mkdir()
    site, clock = Site(Folder(folder / "gateway")), SystemClock()
    with ExitStack() as stack:
        live = stack.enter_context(running(site))
        store = stack.enter_context(open_store(folder / "store", clock, room=Room(folder, ballast=4096)))
        yield Kiosk(store, Desk(store, SealingKeys(site.keys, site.device), clock), live)


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 0


def bytes_with_cuts(folder: Path) -> float:
    """Bytes over the line for each byte of one file of 5 MB, cut twenty times."""
    with kiosk(folder) as ours:
        item_id = ours.seal(FIVE_MB)
        payload = ours.payload(item_id)
        every = int(FIVE_MB * 1.02) // (CUTS + 1)
        with cutting_proxy(address(ours.gateway.url), every) as proxy, closing(ours.client(proxy.url)) as client:
            while not ours.received(item_id):
                syncer = ours.syncer(client)
                syncer.wake("hand")
                syncer.run_once()
        return proxy.carried / (payload.files[0].size + len(payload.envelope))


def small_past_big(folder: Path, kbit_s: float, big: int) -> tuple[float, float]:
    """Seconds until a small dossier is received that was sealed after three big ones, and until all are."""
    with kiosk(folder) as ours, slow_line(address(ours.gateway.url), kbit_s=kbit_s) as line:
        large = [ours.seal(big) for _ in range(3)]
        with closing(ours.client(line.url)) as client:
            syncer = ours.syncer(client)
            sending = threading.Thread(target=syncer.run_once)
            began = time.monotonic()
            sending.start()
            while line.carried < big // 20:
                time.sleep(0.01)
            small, sealed_at = ours.seal(20_000), time.monotonic()
            syncer.wake("network")
            while not ours.received(small):
                time.sleep(0.01)
            took = time.monotonic() - sealed_at
            sending.join()
            if not all(map(ours.received, large)):
                raise RuntimeError("not all was received")
            return took, time.monotonic() - began


def drain(folder: Path, dossiers: int, kbit_s: float, round_trip: float) -> tuple[float, float]:
    """Seconds to deliver a queue of dossiers with a paper each: by the syncer, and by a plain client."""
    times = []
    for name, deliver in (("ours", _by_syncer), ("plain", _plainly)):
        with (
            kiosk(folder / name) as ours,
            slow_line(address(ours.gateway.url), kbit_s=kbit_s, round_trip=round_trip) as line,
        ):
            queued = [ours.seal(20_000) for _ in range(dossiers)]
            began = time.monotonic()
            deliver(ours, line.url, queued)
            times.append(time.monotonic() - began)
    return times[0], times[1]


def _by_syncer(ours: Kiosk, url: str, queued: list[str]) -> None:
    with closing(ours.client(url)) as client:
        while not all(map(ours.received, queued)):
            syncer = ours.syncer(client)
            syncer.wake("hand")
            syncer.run_once()


def _plainly(ours: Kiosk, url: str, queued: list[str]) -> None:
    """One after the other, and no connection is used twice."""
    with closing(ours.client(url)) as client:
        exchange = client._line.exchange  # noqa: SLF001 - the same requests, byte for byte, each on a line of its own

        def alone(*request: Any, **named: Any) -> Answer | NoAnswer:
            answer = exchange(*request, **named)
            client.close()
            return answer

        client._line.exchange = alone  # type: ignore[method-assign]  # noqa: SLF001
        for item_id in queued:
            payload = ours.payload(item_id)
            outcomes: list[object] = [client.upload(file.id, file.path, file.sha256) for file in payload.files]
            outcomes.append(client.deliver(item_id, payload.envelope, ours.manifest_sha256(item_id)))
            if not all(isinstance(outcome, Uploaded | Delivered) for outcome in outcomes):
                raise RuntimeError("the plain client failed")


def main(argv: Sequence[str] | None = None) -> int:
    """0 when twenty cuts cost at most a twentieth."""
    parser = argparse.ArgumentParser(prog="python -m bench.delivery", description=__doc__)
    parser.add_argument("--kbit", type=float, default=1000, help="of the line that three big files crowd")
    parser.add_argument("--big", type=int, default=1_000_000, help="bytes of each of them")
    parser.add_argument("--dossiers", type=int, default=40, help="in the queue that is drained")
    told = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ratio = bytes_with_cuts(folder / "cuts")
        verdict = "holds" if ratio <= MOST_BYTES else "MISSED"
        print(f"5 MB with {CUTS} cuts: {ratio:.3f}× the bytes   target {MOST_BYTES}  {verdict}", flush=True)
        small, whole = small_past_big(folder / "small", told.kbit, told.big)
        behind = 3 * told.big * 8 / 1000 / told.kbit
        print(
            f"a small dossier sealed behind three files of {told.big / 1e6:g} MB at {told.kbit:g} kbit/s: {small:.1f} s"
            f"   all of it {whole:.1f} s, which is what it waits one after the other (at least {behind:.1f} s)",
            flush=True,
        )
        ours, plain = drain(folder, told.dossiers, 2000, 0.150)
        print(
            f"{told.dossiers} dossiers with a paper at 150 ms and 2 Mbit/s: {told.dossiers / ours:.1f} a second"
            f"   {plain / ours:.1f}× a connection for each request ({told.dossiers / plain:.1f} a second)"
        )
    return 0 if ratio <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
