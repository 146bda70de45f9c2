"""Updates with a full outbox, killed at each write, and rollbacks: what the gateway holds afterwards.

``python -m tests.faults.updating [--rounds N] [--step N]`` does it as often as one likes, a line a round; ``--kills
RELEASE`` kills the update of such a store at each step-th write, ``--cut`` takes the power from its disk as well.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.database import connect
from gateway.dossiers import list_dossiers
from kiosk.clock import SystemClock
from kiosk.sync.client import GatewayClient
from kiosk.sync.key_trust import read_pinned
from kiosk.sync.keys import load_or_make_device_key
from kiosk.sync.sealing import Sealed, SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache import database
from offline_cache.migrations import Change, load_changes, standing
from offline_cache.promised import portrait, tables_of
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.faults.disks import Disk
from tests.faults.dying import Dying
from tests.offline_cache.releases.shelf import QUEUED, RELEASES, lay_keys, lay_store
from tests.sync.dossiers import Desk, paper

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SEALED_SINCE = 3
NEXT_RELEASE = Change(
    "CREATE TABLE next_release (id TEXT PRIMARY KEY) STRICT;\n"
    "ALTER TABLE item ADD COLUMN next_release TEXT NOT NULL DEFAULT 'unknown';",
    addition=True,
)
"""What a release after this one may change."""


@dataclass(frozen=True)
class Round:
    """``promised`` dossiers were sealed, of which the gateway should hold each once."""

    release: str
    deaths: int
    promised: int
    lost: int
    doubled: int


@dataclass(frozen=True)
class Home:
    """A kiosk's folders beside its gateway's, laid down as an earlier release left them."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def gateway(self) -> Path:
        return self.root / "gateway"

    def open(self) -> Store:
        return open_store(self.store, SystemClock(), room=Room(self.store, floor=0, ballast=4096))

    def keys(self) -> SealingKeys:
        gateway = read_pinned(self.gateway / "gateway.pub.json", "demo")[1].keys()
        return SealingKeys(gateway, load_or_make_device_key(self.root / "device.key", "demo"))

    def seal(self, store: Store, count: int, series: str) -> None:
        """Seal new dossiers; each is told once `seal` returned, as the success screen does."""
        desk = Desk(store, self.keys(), SystemClock())
        for number in range(count):
            code = f"{series}{number:09}"
            assert isinstance(desk.seal(desk.request(desk.draft(code), paper())), Sealed)
            with (self.root / "told").open("a", encoding="ascii") as told:
                told.write(f"{code}\n")

    def told(self) -> set[str]:
        told = self.root / "told"
        return set(told.read_text("ascii").split()) if told.exists() else set()

    def queued(self) -> set[str]:
        """The dossiers that wait in the store as it was laid down."""
        with closing(sqlite3.connect(self.store / "store.db")) as connection:
            return {row[0] for row in connection.execute("SELECT lookup_code FROM item WHERE pending = 1")}

    def send(self, store: Store, url: str, runs: int = 1000) -> None:
        """Send until nothing waits, or for so many runs of the syncer."""
        keys = self.keys()
        client = GatewayClient(url, keys.gateway, keys.device, SystemClock())
        syncer = Syncer(store, client, SystemClock())
        for _ in range(runs):
            syncer.wake("hand")
            syncer.run_once()
            if store.outbox.next_due() is None:
                break
        client.close()

    def count(self, promised: set[str]) -> tuple[int, int]:
        """How many dossiers the gateway misses, and how many it holds twice, by their lookup codes."""
        with closing(connect(self.gateway / "gateway.db")) as connection:
            held = [dossier.lookup_code for dossier in list_dossiers(connection)]
        return len(promised - set(held)), len(held) - len(set(held))


def lay_home(release: str, root: Path) -> Home:
    lay_keys(root)
    lay_store(release, root / "store")
    return Home(root)


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """Run the gateway as a process of its own; where it listens."""
    ready = home.root / "ready"
    command = [sys.executable, "-m", "gateway", "serve", "--data", str(home.gateway), "--port", "0", "--demo"]
    command += ["--ready-file", str(ready), "--device-file", str(home.root / "device.pub.json")]
    with (home.root / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 30
            while not (ready.exists() and ready.read_text("ascii").strip()):
                assert process.poll() is None, "the gateway ended"
                assert time.monotonic() < deadline, "the gateway does not start"
                time.sleep(0.02)
            yield f"http://127.0.0.1:{ready.read_text('ascii').strip()}"
        finally:
            process.terminate()
            process.wait(20)


def in_a_child(work: Callable[[], object], die_at: int = 0, cut: str = "") -> bool:
    """Do it in a process that dies at its n-th write, with the power of the disk mounted at ``cut``; whether it died.

    Only for a process with one thread.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            Dying(die_at, cut).arm()
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - a forked child must never return
            traceback.print_exc()
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}, "a child failed by itself: see its traceback"
    return code != 0


def become_the_next_release() -> None:
    """For the rest of this process."""
    database.load_changes = lambda: (*load_changes(), NEXT_RELEASE)  # type: ignore[attr-defined]


def kills(release: str, root: Path, step: int = 1, disk: Disk | None = None) -> int:
    """Kill an update at each ``step``-th write: an old or a new store is there and has all. How many deaths."""
    laid = lay_store(release, root / "laid")
    before, level = look(laid / "store.db")
    folder = (disk.mounted if disk else root) / "store"
    cut = str(disk.mounted) if disk else ""
    for deaths, number in enumerate(range(1, 100_000, step)):
        with disk.power() if disk else nullcontext():
            shutil.copytree(laid, folder)
            os.sync()
            died = in_a_child(lambda: database.open_database(folder / "store.db").close(), number, cut)
        with disk.power() if disk else nullcontext():
            there, now = look(folder / "store.db")
            assert now in {level, len(load_changes())}
            assert {table: there[table] for table in before} == before
            check_starts(folder)
            shutil.rmtree(folder)
        if not died:
            return deaths
    raise AssertionError("an update never ends")


def check_starts(folder: Path) -> None:
    """The first start has everything, and the second finds nothing left over."""
    with open_store(folder, SystemClock(), room=Room(folder, floor=0, ballast=4096)) as store:
        assert sum(item.pending for item in store.outbox.all()) == QUEUED
        assert store.reconciled.lost_files == store.reconciled.lost_pages == store.reconciled.dropped_files == ()
    with open_store(folder, SystemClock(), room=Room(folder, floor=0, ballast=4096)):
        names = {path.name for path in folder.iterdir() if path.name.startswith("store.db")}
        assert names <= {"store.db", "store.db-wal", "store.db-shm"}


def look(path: Path) -> tuple[dict[str, tuple[int, str]], int]:
    """What a store holds, as any release sees it, and its level."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return portrait(connection, tables_of(connection)), standing(connection).level


def there_and_back(release: str, root: Path, die_at: int) -> Round:
    """An older store, this release, the next one (killed while it sends), and this one again; all is delivered once."""
    home = lay_home(release, root)
    queued = home.queued()
    with serving(home) as url:
        deaths = int(in_a_child(lambda: home.open().close(), die_at))

        def as_the_next_release() -> None:
            become_the_next_release()
            with home.open() as store:
                home.seal(store, SEALED_SINCE, "N")
                home.send(store, url)

        deaths += in_a_child(as_the_next_release, die_at + 900)
        with home.open() as store:
            home.seal(store, SEALED_SINCE, "B")
            home.send(store, url)
            waiting = sum(item.pending for item in store.outbox.all()) + len(store.bookings.waiting())
        promised = queued | home.told()
        lost, doubled = home.count(promised)
    return Round(release, deaths, len(promised), lost + waiting, doubled)


def rounds(count: int, step: int = 7) -> Iterator[Round]:
    """Releases in turn, each round with its death elsewhere."""
    for number, release in enumerate(islice(cycle(RELEASES), count)):
        with tempfile.TemporaryDirectory(prefix="motcham-") as root:
            yield there_and_back(release, Path(root), 5 + number * step)


def say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--step", type=int, default=7)
    parser.add_argument("--kills", default="", help="kill the update of this release at each step-th write instead")
    parser.add_argument("--cut", action="store_true", help="on a disk of its own that loses its power each time")
    asked = parser.parse_args()
    if asked.kills:
        with tempfile.TemporaryDirectory(prefix="motcham-") as root:
            disk = Disk(Path(root) / "machine") if asked.cut else None
            say({"release": asked.kills, "deaths": kills(asked.kills, Path(root), asked.step, disk)})
        return 0
    good = True
    for done in rounds(asked.rounds, asked.step):
        say(asdict(done))
        good = good and not done.lost and not done.doubled
    return 0 if good else 1


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
