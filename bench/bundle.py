"""`python -m bench.bundle`: what a signed catalogue costs on the wire, both ways, through a real gateway process.

The procedures are the portal's own in the samples folder (MOTCHAM_SAMPLES). Bytes are counted by a relay between kiosk
and gateway: everything that TCP carries, requests, heads and bodies. Exits 1 when a figure misses its target.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from gateway.catalogue_publishing import publish
from gateway.catalogue_repository import Repository
from gateway.folder import Folder
from kiosk.catalogue.importing import import_files
from kiosk.catalogue.model import Procedure
from kiosk.catalogue.outcomes import UpdateOutcome
from kiosk.catalogue.pack import encode_all
from kiosk.catalogue.sources import GatewaySource
from kiosk.catalogue.updating import CatalogueUpdater
from kiosk.catalogue.versions import Versions
from kiosk.sync.bundle import Row, pack_bundle, whole

SAMPLES = Path(os.environ.get("MOTCHAM_SAMPLES", Path(__file__).resolve().parents[2] / "shared" / "data")) / "portal"
FILES = [SAMPLES / name for name in ("catalog.jsonl.gz", "details.jsonl.gz", "texts.jsonl.gz")]
CHANGED = 50
TARGETS = {"everything, the first time": 3_000_000, f"{CHANGED} changed": 150_000, "nothing changed": 1_000}
START_S = 20


@dataclass
class Relay:
    """Passes bytes between a kiosk and a gateway, and counts them."""

    port: int
    server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    carried: int = 0

    def __post_init__(self) -> None:
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.server.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                self.carried += len(piece)
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)


def start_gateway(data: Path, ready: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gateway", "serve", "--data", str(data), "--port", "0", "--demo"]
    return subprocess.Popen([*command, "--ready-file", str(ready)], stderr=subprocess.DEVNULL)


def wait_for_port(ready: Path) -> int:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        with suppress(OSError, ValueError):
            return int(ready.read_text("ascii"))
        time.sleep(0.05)
    raise SystemExit("the gateway did not start")


def publish_all(repository: Repository, procedures: dict[str, Procedure], number: int, now: datetime) -> None:
    rows = (Row(code, body) for code, body in encode_all(procedures.values()).items())
    version = f"{now.date()}.{number}"
    publish(repository, pack_bundle(whole(version, now + timedelta(seconds=number), rows)), now)


def ask(updater: CatalogueUpdater, relay: Relay, now: datetime) -> tuple[UpdateOutcome, int, float]:
    """What came of it, the bytes both ways, and the seconds it took."""
    before, began = relay.carried, time.monotonic()
    with closing(GatewaySource(relay.url)) as source:
        outcome = updater.update(source, now)
    return outcome, relay.carried - before, time.monotonic() - began


def measure(root: Path) -> bool:
    now = datetime.now(UTC).replace(microsecond=0)
    procedures = {one.code: one for one in import_files(FILES, {}, now).procedures}
    detailed = sorted((one for one in procedures.values() if one.detailed), key=lambda one: len(str(one)))
    print(f"{len(procedures)} procedures, {len(detailed)} of them with details")
    data = root / "gateway"
    catalogue = Folder(data).catalogue
    repository = Repository(catalogue, catalogue / "keys")
    repository.create(now)
    updater = CatalogueUpdater(Versions(root / "kiosk"))
    updater.pin(repository.root_file.read_bytes())
    publish_all(repository, procedures, 1, now)
    gateway = start_gateway(data, root / "ready")
    good = True
    try:
        relay = Relay(wait_for_port(root / "ready"))
        for number, (name, most) in enumerate(TARGETS.items()):
            if number == 1:
                changed = {one.code: replace(one, name=f"{one.name} (mới)") for one in detailed[-CHANGED:]}
                publish_all(repository, procedures | changed, 2, now)
            outcome, size, seconds = ask(updater, relay, now)
            good &= size <= most
            verdict = "holds" if size <= most else "MISSED"
            print(
                f"{name:<28}{size:>9} bytes  target {most:>9}  {verdict:<7} {seconds:.2f} s  {type(outcome).__name__}"
            )
        relay.server.close()
    finally:
        gateway.terminate()
        gateway.wait()
    return good


def main() -> int:
    if not all(path.exists() for path in FILES):
        print(f"no samples in {SAMPLES}: set MOTCHAM_SAMPLES", file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder:
        return 0 if measure(Path(folder)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
