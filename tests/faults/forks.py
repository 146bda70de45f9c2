"""Children of the product that die on order: a small server that has everything imported and forks one child a command.

Run as ``python -m tests.faults.forks``. It reads one JSON command a line; it answers with the child's process id, and
once more when the child is gone. Forking a process with one thread and all imports done costs some milliseconds, so
that every boundary can be tried in the normal suite.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import traceback
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from kiosk.catalogue.sources import StickSource
from kiosk.catalogue.updating import CatalogueUpdater
from kiosk.catalogue.versions import Versions
from kiosk.clock import SystemClock
from kiosk.sync.answers import Patience
from kiosk.sync.client import GatewayClient
from kiosk.sync.completeness import find_flaws
from kiosk.sync.desks import slot_time
from kiosk.sync.keys import load_gateway_keys, load_or_make_device_key
from kiosk.sync.sealing import Sealed, SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache.bookings import Wanted
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.faults.dying import Dying
from tests.sync.dossiers import Desk, paper
from tests.sync.fake_bookings import next_working_day

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = Patience(connect=2.0, stall=3.0, overall=10.0)


@dataclass(frozen=True)
class Ended:
    """How a child ended: killed, or by itself; how many writes it counted; the words it told before."""

    killed: bool
    writes: int
    told: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a kiosk's store, its device key and the gateway's public keys are."""

    store: Path
    device: Path
    keys: Path

    def open(self) -> Store:
        return open_store(self.store, SystemClock(), room=Room(self.store, floor=0, ballast=4096))

    def sealing_keys(self) -> SealingKeys:
        return SealingKeys(load_gateway_keys(self.keys, "demo"), load_or_make_device_key(self.device, "demo"))

    def desk(self, store: Store) -> Desk:
        return Desk(store, self.sealing_keys(), SystemClock())

    def syncer(self, store: Store, url: str) -> tuple[Syncer, GatewayClient]:
        keys = self.sealing_keys()
        client = GatewayClient(url, keys.gateway, keys.device, SystemClock(), QUICK)
        return Syncer(store, client, SystemClock()), client


def a_booking() -> Wanted:
    """A wish for two times at a desk of the demo."""
    day = next_working_day(SystemClock(), 2)
    return Wanted("book", 1, "mot-cua", first=slot_time(day, "08:00"), second=slot_time(day, "08:30"))


def seal(place: Place, _: str, tell: Callable[[str], None]) -> None:
    """Seal the draft that lies there; tell its id only when `seal` returned, as the success screen does."""
    with place.open() as store:
        desk = place.desk(store)
        request = desk.request(store.drafts.list()[0], paper("birth_paper"), paper("marriage_paper", 2))
        sealed = desk.seal(replace(request, booking=a_booking()))
        if isinstance(sealed, Sealed):
            tell(sealed.item.id)


def send(place: Place, url: str, tell: Callable[[str], None]) -> None:
    """Run the syncer until nothing waits; tell what was received."""
    with place.open() as store:
        syncer, client = place.syncer(store, url)
        for _ in range(5):
            syncer.wake("hand")
            for item_id in syncer.run_once().received:
                tell(item_id)
            if store.outbox.next_due() is None:
                break
        client.close()


def seal_for_ever(place: Place, _: str, tell: Callable[[str], None]) -> None:
    """Draft and seal one dossier after the other until the disk or the power goes; tell each that is acknowledged."""
    with place.open() as store:
        desk = place.desk(store)
        while True:
            draft = desk.draft()
            tell(f"draft:{draft.lookup_code}")
            sealed = desk.seal(desk.request(draft, paper()))
            if isinstance(sealed, Sealed):
                tell(f"sealed:{draft.lookup_code}")


def gateway(place: Place, _: str, tell: Callable[[str], None]) -> None:
    """Serve with the keys that lie there, until killed."""
    from gateway.cli import main  # noqa: PLC0415  # only this child is a gateway

    data = place.keys.parent
    device = str(place.device.with_name("device.pub.json"))
    tell("starts")
    main(["serve", "--data", str(data), "--port", "0", "--ready-file", str(data / "ready"), "--device-file", device])


def update_catalogue(place: Place, stick: str, tell: Callable[[str], None]) -> None:
    """Take the catalogue of a stick into the folder; tell what came of it."""
    with closing(StickSource(Path(stick))) as source:
        outcome = CatalogueUpdater(Versions(place.store)).update(source, SystemClock().now())
    tell(type(outcome).__name__)


ACTIONS = {
    "seal": seal,
    "seal_for_ever": seal_for_ever,
    "send": send,
    "gateway": gateway,
    "update_catalogue": update_catalogue,
}


class Forks:
    """The test's end of the server."""

    def __init__(self) -> None:
        root = Path(__file__).parents[2]
        command = [sys.executable, "-m", "tests.faults.forks"]
        self._server = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr, bufsize=0
        )

    def start(self, action: str, place: Place, url: str = "", die_at: int = 0) -> int:
        """Start a child; its process id. The next answer is about this one."""
        command = {"action": action, "place": [str(place.store), str(place.device), str(place.keys)]}
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(command | {"url": url, "die_at": die_at}).encode() + b"\n")
        return int(self._answer()["pid"])

    def wait(self, *, may_fail: bool = False) -> Ended:
        """Wait for the child's end; a child that failed by itself fails the test, unless its disk was taken away."""
        answer = self._answer()
        code = answer["code"]
        assert code in {0, -signal.SIGKILL} or may_fail, "a child failed by itself: see its traceback"
        return Ended(code != 0, answer["writes"], tuple(answer["told"]))

    def has_ended(self) -> bool:
        """Whether the child that was started last is gone."""
        assert self._server.stdout is not None
        return bool(select.select([self._server.stdout], [], [], 0)[0])

    def run(self, action: str, place: Place, url: str = "", die_at: int = 0) -> Ended:
        self.start(action, place, url, die_at)
        return self.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        assert line, "the fork server ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self._server.communicate(timeout=10)


def _serve() -> None:
    find_flaws((paper(),))  # what is imported late is imported now
    for name in ("gateway.cli", "gateway.assembly", "gateway.serving", "gateway.web.app"):
        import_module(name)
    for line in sys.stdin:
        command = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _be_child(command, writing)
        os.close(writing)
        _say({"pid": child})
        with os.fdopen(reading, encoding="ascii") as pipe:
            told = pipe.read().split()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        writes = int(told.pop()) if code == 0 else 0
        _say({"code": code, "writes": writes, "told": told})


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _be_child(command: dict[str, Any], writing: int) -> NoReturn:
    real_write, code = os.write, 1

    def tell(text: str) -> None:
        real_write(writing, f"{text}\n".encode("ascii"))

    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the answers' pipe is not the child's to write on
        dying = Dying(command["die_at"])
        dying.arm()
        ACTIONS[command["action"]](Place(*map(Path, command["place"])), command["url"], tell)
        tell(str(dying.seen))
        code = 0
    except BaseException:  # noqa: BLE001  # a forked child must never return into the server
        traceback.print_exc()
    os._exit(code)


if __name__ == "__main__":
    _serve()
