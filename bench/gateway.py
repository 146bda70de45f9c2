"""``python -m bench.gateway``: durable ``PUT /v1/submissions`` a second, on SQLite and on PostgreSQL, asked by wrk.

wrk cannot sign, so all requests are sealed and signed before it begins, each with a nonce of its own; it sends them
over kept-alive connections on loopback, every tenth being a replay of one that was sent. wrk, gateway and database
share the machine's cores. PostgreSQL is Debian's, a fresh cluster with its default settings (fsync and
synchronous_commit on).
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from gateway.database import connect
from gateway.folder import Folder
from kiosk.sync.http_signature import sign_request
from kiosk.sync.keys import DeviceKey, new_device_key
from kiosk.sync.protocol import ENVELOPE_TYPE
from tests.gateway.postgres_server import postgres, programs
from tests.gateway.running import Site, make_dossier

REPLAY_EVERY = 10
KIOSKS = 16
BAR = 700.0
START_SECONDS = 20.0
_SCRIPT = Path(__file__).with_suffix(".lua")

_Request = tuple[str, bytes, dict[str, str]]


@dataclass(frozen=True)
class Load:
    """``requests`` are made ready, and must be more than ``seconds`` allow for."""

    seconds: int
    requests: int
    connections: int
    gateways: int


class Counted(msgspec.Struct, frozen=True):
    """What wrk counted (gateway.lua); ``slowest_ms`` is the 99th percentile of one request's time."""

    seconds: float
    median_ms: float
    slowest_ms: float
    fresh: int
    repeated: int
    others: int

    @property
    def per_second(self) -> float:
        return (self.fresh + self.repeated) / self.seconds

    def text(self, store: str) -> str:
        times = f"median {self.median_ms:.1f} ms, 99% {self.slowest_ms:.1f} ms"
        return f"{store:<18}{self.per_second:>7.0f} PUT/s   {times}   {self.fresh} new, {self.repeated} replays"


def measure(store: str, site: Site, load: Load) -> Counted:
    """Raises RuntimeError when an answer is not 201 or 200, or the store does not hold what was answered."""
    devices = [new_device_key(site.audience) for _ in range(KIOSKS)]
    for device in devices:
        site.register(device)
    with _gateways(site.folder, load.gateways) as ports, tempfile.TemporaryDirectory() as folder:
        shares = [_requests(site, device, load.requests // KIOSKS) for device in devices]
        turns = [request for one_of_each in zip(*shares, strict=True) for request in one_of_each]
        counts = [_load(Path(folder), port, turns[number :: len(ports)], load) for number, port in enumerate(ports)]
        told = [_counted(*child.communicate(timeout=load.seconds + START_SECONDS)) for child in counts]
    total = Counted(
        max(one.seconds for one in told),
        max(one.median_ms for one in told),
        max(one.slowest_ms for one in told),
        sum(one.fresh for one in told),
        sum(one.repeated for one in told),
        sum(one.others for one in told),
    )
    with closing(connect(site.folder.database)) as connection:
        held = connection.execute("SELECT count(*) FROM dossier").fetchone()[0]
    if total.others or not total.fresh <= held <= total.fresh + load.connections:  # the last answers came too late
        raise RuntimeError(f"{store}: {total}, {held} held; with more than {len(turns)} requests to send it may do")
    return total


def _load(folder: Path, port: int, requests: Sequence[_Request], load: Load) -> subprocess.Popen[str]:
    written = bytearray()
    for target, body, headers in requests:
        lines = [f"PUT {target} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        whole = "\r\n".join([*lines, "", ""]).encode("ascii") + body
        written += len(whole).to_bytes(4, "big") + whole
    source = folder / str(port)
    source.write_bytes(written)
    connections = str(load.connections // load.gateways)
    command = ["wrk", "--threads", "1", "--connections", connections, "--duration", f"{load.seconds}s"]
    command += ["--script", str(_SCRIPT), f"http://127.0.0.1:{port}", "--", str(source)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _counted(out: str, errors: str) -> Counted:
    if errors:
        raise RuntimeError(errors)
    return msgspec.json.decode(out.splitlines()[-1], type=Counted)


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
    """1 when several gateways on one PostgreSQL take fewer than the bar."""
    parser = argparse.ArgumentParser(prog="python -m bench.gateway")
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--requests", type=int, default=14_000, help="made ready for each store")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--gateways", type=int, default=2, help="processes on one PostgreSQL")
    told: dict[str, Any] = vars(parser.parse_args(argv))
    load = Load(**told)
    found = programs()
    if shutil.which("wrk") is None or found is None:
        print("gateway: needs wrk and PostgreSQL (apt-get install wrk postgresql)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        alone = replace(load, gateways=1)
        print(measure("SQLite", Site(Folder(Path(name) / "sqlite")), alone).text("SQLite, 1 process"), flush=True)
        with postgres(found) as server:

            def on_postgres(load: Load) -> Counted:
                folder = Folder(Path(name) / f"postgres-{load.gateways}")
                folder.make()
                folder.use_database(server.new_database())
                return measure("PostgreSQL", Site(folder), load)

            print(on_postgres(alone).text("PostgreSQL, 1"), flush=True)
            counted = on_postgres(load)
    holds = counted.per_second >= BAR
    text = counted.text(f"PostgreSQL, {load.gateways}")
    print(f"{text}   target {BAR:.0f}  {'holds' if holds else 'MISSED'}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
