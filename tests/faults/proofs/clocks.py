"""The kiosk's clock is wrong by years, or jumps while dossiers are sealed and sent; the gateway's is right."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.ledger import Ledger
from tests.faults.place import Order
from tests.faults.proof import Fault, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from tests.faults.workshop import Workshop

SHIFTS = ("+0", "+3y", "-3y", "+1d", "-1d", "+40d", "-2h", "+90m", "-40d", "+3y", "-3y")
JUMP_EVERY_S = 0.15


def library() -> Path | None:
    """Debian's libfaketime for programs with threads."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


def missing() -> str:
    return "" if library() else "needs libfaketime (apt-get install faketime)"


def wrong_clock(workshop: Workshop, rounds: int) -> Tally:
    """Days with a clock that stays wrong, then days in which it jumps; at last one with the right time."""
    ledger, chance = Ledger(), workshop.chance()
    jumps = 0
    with workshop.folder() as folder:
        fake = folder / "time"
        fake.write_text("+0", "ascii")
        environment = {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(fake),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        with workshop.in_another_world(environment) as elsewhere, elsewhere.point() as point:
            url = point.serve()
            for number in range(rounds):
                fake.write_text(SHIFTS[number % len(SHIFTS)], "ascii")
                ledger.hear(point.day(Order(url, 2)).told)
                with _jumping(fake, chance) as jumped:
                    ledger.hear(point.day(Order(url, 3)).told)
                jumps += len(jumped)
            fake.write_text("+0", "ascii")
            ledger.hear(point.day(Order(url)).told)
            with point.store() as store:
                ledger.look(store)
            return ledger.tally(2 * rounds, point.gateway, f"{jumps} jumps while sealing and sending")


@contextmanager
def _jumping(fake: Path, chance: Random) -> Iterator[list[str]]:
    jumped: list[str] = []
    done = threading.Event()

    def jump() -> None:
        while not done.wait(JUMP_EVERY_S):
            jumped.append(chance.choice(SHIFTS))
            fake.write_text(jumped[-1], "ascii")

    thread = threading.Thread(target=jump)
    thread.start()
    try:
        yield jumped
    finally:
        done.set()
        thread.join()


FAULTS = (
    Fault(
        "clock",
        "the clock wrong by three years, and jumping",
        "faketime moves the kiosk's clock by +3 and -3 years, by days and by hours, and every 0.15 s while it seals and"
        " sends; the gateway's is right",
        8,
        1,
        wrong_clock,
        missing,
        at_least=10,
    ),
)
