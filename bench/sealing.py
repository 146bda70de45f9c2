"""``python -m bench.sealing``: from a draft to the durable dossier, beside a bare fsynced write of the same bytes.

A dossier with one paper of 20 KB and one of 5 MB: the paper opened and counted, both envelopes sealed, the file, the
row, its payload and its event on the disk, the draft and its pages gone. The bare write puts the same sealed bytes into
one new file and fsyncs file and folder. Both take turns on one disk; the screen is told as soon as sealing returns.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from kiosk.clock import SystemClock
from kiosk.sync.sealing import Sealed, SealingKeys, seal
from offline_cache.store import open_store
from tests.sync.dossiers import Desk, heavy
from tests.sync.fake_gateway import KeySet

SIZES = {"20 KB": 20_000, "5 MB": 5_000_000}
ROUNDS = 15
TIMES, PLUS_MS = 1.5, 50.0
"""The bar: so many times the bare write, and so much more."""


def measure(folder: Path, size: int) -> tuple[float, float]:
    """Milliseconds of sealing and of the bare write, medians."""
    keys, clock = KeySet("demo"), SystemClock()
    sealing, bare = [], []
    with open_store(folder / "store", clock) as store:
        desk = Desk(store, SealingKeys(keys.public, keys.device), clock)
        for number in range(ROUNDS):
            request = desk.request(desk.draft(), heavy(size))
            began = time.perf_counter()
            sealed = seal(store, desk.keys, request, clock=clock, ids=desk.ids)
            sealing.append((time.perf_counter() - began) * 1000)
            if not isinstance(sealed, Sealed):
                raise TypeError(sealed)
            payload = store.outbox.payload(sealed.item.id)
            if payload is None:
                raise RuntimeError("a dossier that was just sealed has no payload")
            written = payload.envelope + b"".join(file.path.read_bytes() for file in payload.files)
            bare.append(_ms(lambda at=folder / f"bare-{number}", data=written: _write(at, data)))  # type: ignore[misc]
    return median(sealing), median(bare)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _ms(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def main() -> int:
    """1 when sealing takes longer than the bar."""
    held = True
    for name, size in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            sealing, bare = measure(Path(folder), size)
        bar = TIMES * bare + PLUS_MS
        held = held and sealing <= bar
        verdict = "holds" if sealing <= bar else "MISSED"
        print(f"sealing {name:<6}{sealing:>7.1f} ms  bare write {bare:.1f} ms, target {bar:.1f}  {verdict}", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
