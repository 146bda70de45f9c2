"""``python -m bench.outbox``: a durable put and take with 1,000, 10,000 and 100,000 waiting, beside other queues.

All on one disk in one run, every commit fsynced (SQLite's WAL with ``synchronous=FULL``). A put is what sealing
writes: a row, its payload of 1 KB and its event. A take claims the next and notes durably what became of it. Peers keep
the payload and nothing else; huey and diskcache forget what was taken when the taker dies, the others do not.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from kiosk.clock import SystemClock
from kiosk.sync.ids import IdMaker
from offline_cache.items import NewItem
from offline_cache.outbox import Settlement
from offline_cache.store import open_store

WAITING = (1_000, 10_000, 100_000)
TIMED = 200
GROWTH_BAR = 1.2
PEER_BAR = 1.0
PAYLOAD = b"x" * 1024


@dataclass(frozen=True)
class Queue:
    """``take`` claims one and ends it; ``keeps`` whether one that was claimed outlives a kill."""

    name: str
    put: Callable[[], object]
    take: Callable[[], object]
    keeps: bool = True


@dataclass(frozen=True)
class Timed:
    """Milliseconds, medians of ``TIMED`` calls."""

    put: float
    take: float


@contextmanager
def ours(folder: Path) -> Iterator[Queue]:
    clock = SystemClock()
    ids, numbers = IdMaker(clock), iter(range(10**9))
    with open_store(folder / "ours", clock) as store:

        def put() -> None:
            number = next(numbers)
            manifest = hashlib.sha256(str(number).encode()).hexdigest()
            item = NewItem(ids.new(), f"K{number:09}", "1.001193", "2026-11-24.1", "demo", manifest, PAYLOAD)
            store.outbox.append(item, (), None)

        def take() -> None:
            (item,) = store.outbox.due(clock.now(), 1)
            store.outbox.settle([Settlement(item.id, "received", "receipt", pending=False, receipt=PAYLOAD)])

        yield Queue("ours", put, take)


@contextmanager
def litequeue(folder: Path) -> Iterator[Queue]:
    queue: Any = import_module("litequeue").LiteQueue(str(folder / "litequeue"))
    queue.conn.execute("PRAGMA synchronous = FULL")
    text = PAYLOAD.decode()
    yield Queue("litequeue", lambda: queue.put(text), lambda: queue.done(queue.pop().message_id))
    queue.conn.close()


@contextmanager
def persist_queue(folder: Path) -> Iterator[Queue]:
    queue: Any = import_module("persistqueue").SQLiteAckQueue(str(folder / "persist"), auto_commit=True)
    for connection in (queue._putter, queue._getter):  # noqa: SLF001 - it has no setting for this
        connection.execute("PRAGMA synchronous = FULL")
    with closing(queue):
        yield Queue("persist-queue", lambda: queue.put(PAYLOAD), lambda: queue.ack(queue.get(block=False)))


@contextmanager
def huey(folder: Path) -> Iterator[Queue]:
    storage: Any = import_module("huey.storage").SqliteStorage(filename=str(folder / "huey"), fsync=True)
    yield Queue("huey", lambda: storage.enqueue(PAYLOAD), storage.dequeue, keeps=False)
    storage.close()


@contextmanager
def diskcache(folder: Path) -> Iterator[Queue]:
    cache: Any = import_module("diskcache").Cache(str(folder / "diskcache"), sqlite_synchronous=2, cull_limit=0)
    with closing(cache):
        yield Queue("diskcache", lambda: cache.push(PAYLOAD), cache.pull, keeps=False)


PEERS = {"litequeue": litequeue, "persistqueue": persist_queue, "huey": huey, "diskcache": diskcache}


def measure(queue: Queue, waiting: Sequence[int]) -> list[Timed]:
    """One figure for each number of waiting items, from few to many."""
    figures, held = [], 0
    for number in waiting:
        for _ in range(number - held):
            queue.put()
        figures.append(Timed(_median_ms(queue.put), _median_ms(queue.take)))
        held = number
    return figures


def _median_ms(call: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMED):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def main(argv: Sequence[str] | None = None) -> int:
    """1 when ours grows by more than the bar, or is slower than the fastest peer that keeps what it promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.outbox")
    parser.add_argument("--most", type=int, default=WAITING[-1], help="items that wait at the end")
    waiting = [number for number in WAITING if number <= parser.parse_args(argv).most]
    peers = {name: opened for name, opened in PEERS.items() if find_spec(name) is not None}
    for name in sorted(PEERS.keys() - peers.keys()):  # litequeue has no release for Python 3.12
        print(f"outbox: {name} is not installed (make bench installs what there is)", file=sys.stderr)
    if "persistqueue" not in peers or not waiting:
        return 1
    found: dict[Queue, list[Timed]] = {}
    for opened in (ours, *peers.values()):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as queue:
            figures = measure(queue, waiting)
            found[replace(queue)] = figures
        told = "  ".join(
            f"{n:,}: {figure.put:.2f} + {figure.take:.2f} ms" for n, figure in zip(waiting, figures, strict=True)
        )
        print(
            f"{queue.name:<14} put + take, waiting {told}{'' if queue.keeps else '  (forgets what was taken)'}",
            flush=True,
        )
    return 0 if _holds(found) else 1


def _holds(found: dict[Queue, list[Timed]]) -> bool:
    ours_first, ours_last = next(iter(found.values()))[0], next(iter(found.values()))[-1]
    peers = [figures[-1] for queue, figures in found.items() if queue.name != "ours" and queue.keeps]
    growth = max(ours_last.put / ours_first.put, ours_last.take / ours_first.take)
    beside = (ours_last.put + ours_last.take) / min(peer.put + peer.take for peer in peers)
    for name, figure, bar in (("growth", growth, GROWTH_BAR), ("beside peers", beside, PEER_BAR)):
        print(f"outbox {name:<13}{figure:>6.2f} ×  target {bar:g}  {'holds' if figure <= bar else 'MISSED'}")
    return growth <= GROWTH_BAR and beside <= PEER_BAR


if __name__ == "__main__":
    sys.exit(main())
