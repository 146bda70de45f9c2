"""Many kiosks at once, two gateways on one folder, one of them killed in the middle: nobody's place is given twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from gateway.booking_office import list_bookings
from gateway.database import connect
from kiosk.clock import SystemClock
from kiosk.sync.booking import BookingAnswer
from kiosk.sync.client import GatewayClient
from kiosk.sync.keys import DeviceKey, new_device_key
from kiosk.sync.outcomes import Answered, NotThere
from offline_cache.bookings import Asked
from tests.gateway.booked import add_desks, at, desk, sealed
from tests.gateway.running import QUICK, Site
from tests.gateway.test_program import PATIENCE, serve, wait_for

CAPACITY = 2
SLOTS = tuple(at(time, 2) for time in ("08:10", "08:30", "08:50", "09:10"))
RESIDENTS = 24
REQUESTS_EACH = 6


@dataclass
class Program:
    """A gateway process on the folder, which can be killed and started again."""

    site: Site
    ready: Path
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        self.ready.unlink(missing_ok=True)
        self.child = serve(self.site.folder.root, self.ready)
        self.url = f"http://127.0.0.1:{wait_for(self.ready)}"

    def kill(self) -> None:
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.communicate(timeout=PATIENCE)

    def kill_and_start(self) -> None:
        with self.lock:
            self.kill()
            self.start()

    def address(self) -> str:
        with self.lock:
            return self.url


@contextlib.contextmanager
def two_programs(site: Site, folder: Path) -> Iterator[tuple[Program, Program]]:
    programs = Program(site, folder / "ready-1"), Program(site, folder / "ready-2")
    try:
        for program in programs:
            program.start()
        yield programs
    finally:
        for program in programs:
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                program.kill()


@dataclass
class Resident:
    """One code at one kiosk: asks, moves, gives up, asks again, and never takes silence for an answer."""

    site: Site
    device: DeviceKey
    code: str
    programs: tuple[Program, Program]
    answers: list[BookingAnswer] = field(default_factory=list)

    def run(self, seed: int, done: threading.Barrier) -> None:
        chance = random.Random(seed)  # noqa: S311 - nothing secret
        client = GatewayClient(self.programs[0].address(), self.site.keys, self.device, SystemClock(), QUICK)
        try:
            for turn in range(1, REQUESTS_EACH + 1):
                if turn == REQUESTS_EACH // 2:
                    done.wait(PATIENCE)  # now one gateway is killed
                self.answers.append(self._ask(client, chance, turn))
        finally:
            client.close()

    def _ask(self, client: GatewayClient, chance: random.Random, turn: int) -> BookingAnswer:
        booked = bool(self.answers and self.answers[-1].slot)
        asked: Asked = chance.choice(["move", "move", "cancel"]) if booked else "book"
        choices = () if asked == "cancel" else tuple(chance.sample(SLOTS, 2))
        request_id, envelope = sealed(self.site, *choices, code=self.code, asked=asked, turn=turn, device=self.device)
        for _ in range(400):
            client.move_to(chance.choice(self.programs).address())
            answer = client.book(request_id, envelope)
            if isinstance(answer, Answered):
                return answer.answer.answer
            inquiry = client.ask_booking(request_id, sha256(envelope).hexdigest())
            assert isinstance(inquiry, Answered | NotThere) or "Line" in type(inquiry).__name__
        raise AssertionError("no answer")


def test_no_place_is_given_twice_though_many_ask_and_a_gateway_dies(site: Site, tmp_path: Path) -> None:
    add_desks(site, desk(capacity=CAPACITY))
    devices = [site.device, new_device_key("demo"), new_device_key("demo")]
    for device in devices[1:]:
        site.register(device)
    with two_programs(site, tmp_path) as programs:
        residents = [Resident(site, devices[number % 3], f"K{number:04}", programs) for number in range(RESIDENTS)]
        half_way = threading.Barrier(RESIDENTS + 1)
        with ThreadPoolExecutor(RESIDENTS) as pool:
            runs = [pool.submit(resident.run, seed, half_way) for seed, resident in enumerate(residents)]
            half_way.wait(PATIENCE)
            programs[0].kill_and_start()
            for run in runs:
                run.result(60)
    with contextlib.closing(connect(site.folder.database)) as connection:
        booked = [row for row in list_bookings(connection) if row.state == "booked"]
        held = connection.execute("SELECT id, count(*) FROM booking_request GROUP BY id").fetchall()
    places = Counter((row.starts_at, row.place) for row in booked)
    assert max(places.values()) == 1
    assert max(Counter(row.starts_at for row in booked).values()) <= CAPACITY
    assert max(Counter((row.device_id, row.lookup_code) for row in booked).values()) == 1
    stands = {(row.device_id, row.lookup_code): row.starts_at for row in booked}
    for resident in residents:  # what was told last is what is so
        last = resident.answers[-1]
        assert stands.get((resident.device.device_id, resident.code), "") == last.slot
    told = [answer for resident in residents for answer in resident.answers]
    assert len(held) == len(told) == RESIDENTS * REQUESTS_EACH
    assert len({answer.number for answer in told}) == len(told)
    assert {answer.outcome for answer in told} >= {"confirmed", "moved", "no_room", "cancelled"}
