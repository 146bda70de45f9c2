"""``python -m bench.gateway``: durable ``PUT /v1/submissions`` a second, on SQLite and on PostgreSQL.

A closed-loop client of our own (wrk cannot sign each request with a nonce of its own): processes that were handed
requests sealed and signed beforehand send them over kept-alive connections on loopback and wait for each answer, every
tenth being a replay of one that was answered. Client and gateway share the machine's cores, so the figure is a floor.
PostgreSQL is Debian's, a fresh cluster with its default settings (fsync and synchronous_commit on).
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.database import connect
from gateway.folder import Folder
from kiosk.sync.http_signature import sign_request
from kiosk.sync.keys import DeviceKey, new_device_key
from kiosk.sync.protocol import ENVELOPE_TYPE
from tests.gateway.postgres_server import postgres, programs
from tests.gateway.running import Site, make_dossier

REPLAY_EVERY = 10
START_SECONDS = 20.0

_Request = tuple[str, bytes, dict[str, str]]


@dataclass(frozen=True)
class Load:
    requests: int
    kiosks: int
    gateways: int


@dataclass(frozen=True)
class Figure:
    """``slowest_ms`` is the 99th percentile of one request's time."""

    store: str
    per_second: float
    median_ms: float
    slowest_ms: float
    fresh: int
    repeated: int

    def text(self) -> str:
        times = f"median {self.median_ms:.1f} ms, 99% {self.slowest_ms:.1f} ms"
        return f"{self.store:<10}{self.per_second:>7.0f} PUT/s   {times}   {self.fresh} new, {self.repeated} replays"


def measure(store: str, site: Site, load: Load) -> Figure:
    """Send everything once. Raises RuntimeError when an answer is not 201 or 200, or the store holds another number."""
    devices = [new_device_key(site.audience) for _ in range(load.kiosks)]
    for device in devices:
        site.register(device)
    with _gateways(site.folder, load.gateways) as ports:
        shares = [
            (ports[number % len(ports)], _requests(site, device, load.requests // load.kiosks))
            for number, device in enumerate(devices)
        ]
        with multiprocessing.get_context("fork").Pool(load.kiosks) as pool:
            began = time.perf_counter()
            answered = [one for share in pool.starmap(_send, shares, chunksize=1) for one in share]
            took = time.perf_counter() - began
    fresh = sum(status == http.client.CREATED for status, _ in answered)
    repeated = sum(status == http.client.OK for status, _ in answered)
    with closing(connect(site.folder.database)) as connection:
        held = connection.execute("SELECT count(*) FROM dossier").fetchone()[0]
    if fresh + repeated != len(answered) or held != fresh:
        raise RuntimeError(f"{store}: {len(answered)} sent, {fresh} new, {repeated} again, {held} held")
    times = sorted(seconds * 1000 for _, seconds in answered)
    return Figure(store, len(answered) / took, times[len(times) // 2], times[len(times) * 99 // 100], fresh, repeated)


def _requests(site: Site, device: DeviceKey, count: int) -> list[_Request]:
    made: list[_Request] = []
    now = int(time.time())
    for number in range(count):
        if number % REPLAY_EVERY == REPLAY_EVERY - 1:
            target, body, _ = made[number - REPLAY_EVERY // 2]
        else:
            dossier = make_dossier(site, device=device)
            target, body = f"/v1/submissions/{dossier.id}", dossier.envelope
        signed = sign_request(device, "PUT", target, hashlib.sha256(body).digest(), now)
        made.append((target, body, signed | {"Content-Type": ENVELOPE_TYPE}))
    return made


def _send(port: int, requests: list[_Request]) -> list[tuple[int, float]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    answered = []
    for target, body, headers in requests:
        began = time.perf_counter()
        connection.request("PUT", target, body, headers)
        response = connection.getresponse()
        response.read()
        answered.append((response.status, time.perf_counter() - began))
    connection.close()
    return answered


@contextmanager
def _gateways(folder: Folder, count: int) -> Iterator[list[int]]:
    children, ready = [], [folder.root / f"ready-{number}" for number in range(count)]
    try:
        for path in ready:
            command = [sys.executable, "-m", "gateway", "serve", "--data", str(folder.root), "--port", "0"]
            children.append(subprocess.Popen([*command, "--ready-file", str(path)], stderr=subprocess.DEVNULL))
        deadline = time.monotonic() + START_SECONDS
        while not all(path.exists() for path in ready):
            if time.monotonic() > deadline:
                raise RuntimeError("a gateway did not start")
            time.sleep(0.02)
        yield [int(path.read_text()) for path in ready]
    finally:
        for child in children:
            child.terminate()
            child.wait(START_SECONDS)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.gateway")
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--kiosks", type=int, default=16, help="connections at once")
    parser.add_argument("--gateways", type=int, default=1, help="processes on one store")
    told: dict[str, Any] = vars(parser.parse_args(argv))
    load = Load(**told)
    found = programs()
    with tempfile.TemporaryDirectory() as name:
        print(measure("SQLite", Site(Folder(Path(name) / "sqlite")), load).text(), flush=True)
        if found is None:
            print("PostgreSQL: none here (apt-get install postgresql)")
            return 0
        with postgres(found) as server:
            folder = Folder(Path(name) / "postgres")
            folder.make()
            folder.use_database(server.new_database())
            print(measure("PostgreSQL", Site(folder), load).text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
