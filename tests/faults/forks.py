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
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, NoReturn

from kiosk.catalogue.sources import StickSource
from kiosk.catalogue.updating import CatalogueUpdater
from kiosk.catalogue.versions import Versions
from kiosk.clock import SystemClock
from kiosk.sync.completeness import find_flaws
from kiosk.sync.desks import slot_time
from kiosk.sync.key_trust import GatewayTrust, LastLook
from kiosk.sync.sealing import Sealed
from offline_cache.bookings import Wanted
from tests.faults import couriers, full_disk, life
from tests.faults.dying import Dying
from tests.faults.place import Order, Place
from tests.sync.dossiers import paper
from tests.sync.fake_bookings import next_working_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True)
class Ended:
    """How a child ended: killed, or by itself; how many writes it counted; the words it told before."""

    killed: bool
    writes: int
    told: tuple[str, ...]


def a_booking() -> Wanted:
    """A wish for two times at a desk of the demo."""
    day = next_working_day(SystemClock(), 2)
    return Wanted("book", 1, "mot-cua", first=slot_time(day, "08:00"), second=slot_time(day, "08:30"))


def seal(place: Place, _: Order, tell: Callable[[str], None]) -> None:
    """Seal the draft that lies there; tell its id only when `seal` returned, as the success screen does."""
    with place.open() as store:
        desk = place.desk(store)
        request = desk.request(store.drafts.list()[0], paper("birth_paper"), paper("marriage_paper", 2))
        sealed = desk.seal(replace(request, booking=a_booking()))
        if isinstance(sealed, Sealed):
            tell(sealed.item.id)


def send(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Run the syncer until nothing waits; tell what was received."""
    with place.open() as store:
        syncer, client = place.syncer(store, order.url)
        for _ in range(5):
            syncer.wake("hand")
            for item_id in syncer.run_once().received:
                tell(item_id)
            if store.outbox.next_due() is None:
                break
        client.close()


def gateway(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Serve with the keys that lie there, until killed."""
    from gateway.cli import main  # noqa: PLC0415  # only this child is a gateway

    data = place.keys.parent
    device = str(place.device.with_name("device.pub.json"))
    tell("starts")
    words = ["serve", "--data", str(data), "--port", "0", "--ready-file", str(data / "ready")]
    main([*words, "--device-file", device, "--host", order.url or "127.0.0.1"])


def update_catalogue(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Take the catalogue of a stick into the folder; tell what came of it."""
    with closing(StickSource(Path(order.url))) as source:
        outcome = CatalogueUpdater(Versions(place.store)).update(source, SystemClock().now())
    tell(type(outcome).__name__)


def take_keys(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Take the gateway's keys from a stick, and say so to the doctor; tell what came of it."""
    trust = GatewayTrust(place.keys, place.store, "demo")
    taken = trust.take(Path(order.url).read_bytes())
    trust.note(LastLook(SystemClock().now(), "taken"))
    tell(type(taken).__name__)


ACTIONS: dict[str, Callable[[Place, Order, Callable[[str], None]], None]] = {
    "seal": seal,
    "send": send,
    "gateway": gateway,
    "update_catalogue": update_catalogue,
    "days": life.days,
    "careless_days": life.careless_days,
    "full": partial(full_disk.finish_on_full_disk, keep_ballast=False),
    "full_but_for_ballast": partial(full_disk.finish_on_full_disk, keep_ballast=True),
    **couriers.ACTIONS,
    "take_keys": take_keys,
}


class Forks:
    """The test's end of the server."""

    def __init__(
        self, environment: Mapping[str, str] | None = None, log: Path | None = None, before: Sequence[str] = ()
    ) -> None:
        """``before`` goes before the command; what children complain of is written to ``log``."""
        command = [*before, sys.executable, "-m", "tests.faults.forks"]
        with log.open("ab") if log else nullcontext(sys.stderr) as errors:
            self._server = self._start(command, environment or {}, errors)

    @staticmethod
    def _start(command: list[str], environment: Mapping[str, str], errors: IO[Any]) -> subprocess.Popen[bytes]:
        root = Path(__file__).parents[2]
        return subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            bufsize=0,
        )

    def start(
        self, action: str, place: Place, url: str = "", die_at: int = 0, order: Order | None = None, cut: str = ""
    ) -> int:
        """Start a child; its process id. The next answer is about this one.

        With its death it takes the power from the disk that is mounted at ``cut``.
        """
        command: dict[str, Any] = {"action": action, "place": [str(place.store), str(place.device), str(place.keys)]}
        command |= {"order": asdict(order or Order(url)), "die_at": die_at, "cut": cut}
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(command).encode() + b"\n")
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
    with TemporaryDirectory() as folder:
        life.prepare(Path(folder))
    for name in ("gateway.cli", "gateway.assembly", "gateway.serving", "gateway.web.app", "gateway.commands.courier"):
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
        dying = Dying(command["die_at"], command["cut"])
        dying.arm()
        ACTIONS[command["action"]](Place(*map(Path, command["place"])), Order(**command["order"]), tell)
        tell(str(dying.seen))
        code = 0
    except BaseException:  # noqa: BLE001  # a forked child must never return into the server
        traceback.print_exc()
    os._exit(code)


if __name__ == "__main__":
    _serve()
