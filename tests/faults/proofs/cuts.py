"""The power goes: the file system under the kiosk, or the gateway, stops in mid-write and forgets what was not written.

A file system in a file is shut down without flushing its log, which is what the disk sees when the power goes.
"""

from __future__ import annotations

import itertools
import os
import signal
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError
from tests.faults.disks import Disk, why_no_disk
from tests.faults.ledger import Ledger
from tests.faults.life import NOWHERE
from tests.faults.place import Order
from tests.faults.proof import Fault, Tally

if TYPE_CHECKING:
    from tests.faults.disks import Kind
    from tests.faults.workshop import Point, Workshop

LONGEST_DAY_S = 1.5
WRITES_OF_A_DAY = 240


def kiosk_by_chance(kind: Kind, workshop: Workshop, rounds: int) -> Tally:
    """Cut at a random moment of a busy day, again and again on one disk; each next day begins with what is on it."""
    ledger, chance = Ledger(), workshop.chance()
    with workshop.folder() as folder:
        disk = Disk(folder, kind)
        with workshop.point(kiosk=disk.mounted / "kiosk") as point:
            with disk.power():
                point.furnish()
                url = point.serve()
                ledger.hear(point.day(Order(url, 1)).told)
            for _ in range(rounds):
                with disk.power():
                    ledger.hear(_day_until(point, disk, Order(url, 1000), chance.uniform(0.02, LONGEST_DAY_S)))
                with disk.power(), point.store() as store:
                    ledger.look(store)
            with disk.power():
                ledger.hear(point.day(Order(url)).told)
                with point.store() as store:
                    ledger.look(store)
            return ledger.tally(rounds, point.gateway)


def careless(workshop: Workshop) -> int:
    """What a cut takes from a kiosk that never waits for its disk; were it nothing, no proof here would be one."""
    ledger = Ledger()
    with workshop.folder() as folder:
        disk = Disk(folder)
        with workshop.point(kiosk=disk.mounted / "kiosk") as point:
            with disk.power():
                point.furnish()
                point.day(Order(NOWHERE))
                ledger.hear(_day_until(point, disk, Order(NOWHERE, 1000), 3.0, "careless_days"))
            with disk.power():
                try:
                    with point.store() as store:
                        ledger.look(store)
                except (StoreError, OSError):
                    return len(ledger.sealed)
    return len(ledger.missing)


def _day_until(point: Point, disk: Disk, order: Order, seconds: float, action: str = "days") -> tuple[str, ...]:
    """A day that ends with the power; what residents were shown until then."""
    forks = point.workshop.kiosks
    process_id = forks.start(action, point.place, order=order)
    time.sleep(seconds)
    disk.cut()
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)
    return forks.wait(may_fail=True).told


def kiosk_at_each_write(workshop: Workshop, rounds: int) -> Tally:
    """Cut at write 1, 2, 3 … of a day that takes in one dossier; the next day begins with what is on the disk."""
    ledger, cuts = Ledger(), 0
    with workshop.folder() as folder:
        disk = Disk(folder)
        with workshop.point(kiosk=disk.mounted / "kiosk") as point:
            with disk.power():
                point.furnish()
            url = point.serve()
            for number in itertools.count(1, max(1, WRITES_OF_A_DAY // rounds)):
                with disk.power():
                    ended = point.day(Order(url, 1), die_at=number, cut=str(disk.mounted))
                    ledger.hear(ended.told)
                    cuts += ended.killed
                with disk.power(), point.store() as store:
                    ledger.look(store)
                if not ended.killed:
                    break
            with disk.power():
                ledger.hear(point.day(Order(url)).told)
                with point.store() as store:
                    ledger.look(store)
            return ledger.tally(cuts, point.gateway)


def gateway_by_chance(workshop: Workshop, rounds: int) -> Tally:
    """Cut the gateway's disk at a random write while dossiers come in: every receipt it gave is for what it holds."""
    ledger, chance = Ledger(), workshop.chance()
    cuts = 0
    with workshop.folder() as folder:
        disk = Disk(folder)
        with workshop.point(gateway=disk.mounted / "gateway") as point:
            with disk.power():
                point.furnish()
            for _ in range(rounds):
                with disk.power():
                    url = point.serve(die_at=chance.randrange(20, 360), cut=str(disk.mounted))
                    ledger.hear(point.day(Order(url or NOWHERE, 3)).told)
                    cuts += point.has_died()
                    point.kill_gateway()
            with disk.power():
                ledger.hear(point.day(Order(point.serve())).told)
                with point.store() as store:
                    ledger.look(store)
                point.kill_gateway()
                return ledger.tally(cuts, point.gateway)


HOW = "the {kind} file system under the store is shut down without flushing its log and the process killed, {when};"
HOW += " mounted again, started again, and so on with the same store"

FAULTS = (
    Fault(
        "cuts-ext4",
        "power cuts at random moments, ext4",
        HOW.format(kind="ext4", when="at a random moment of a day of sealing and sending"),
        100,
        2,
        partial(kiosk_by_chance, "ext4"),
        why_no_disk,
    ),
    Fault(
        "cuts-xfs",
        "power cuts at random moments, xfs",
        HOW.format(kind="xfs", when="at a random moment of a day of sealing and sending"),
        25,
        1,
        partial(kiosk_by_chance, "xfs"),
        partial(why_no_disk, "xfs"),
    ),
    Fault(
        "cuts-writes",
        "power cuts at the writes",
        HOW.format(kind="ext4", when="at every other write of a day with one dossier"),
        WRITES_OF_A_DAY // 2,
        3,
        kiosk_at_each_write,
        why_no_disk,
    ),
    Fault(
        "cuts-gateway",
        "the gateway's power cut",
        "the ext4 file system under the gateway is shut down without flushing its log at a random write while dossiers"
        " come in; after it, what its receipts say is there",
        40,
        2,
        gateway_by_chance,
        why_no_disk,
    ),
)
