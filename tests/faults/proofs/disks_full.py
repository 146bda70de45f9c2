"""Disks that are full to the last block, or fail into read-only, while a dossier is being sealed and sent."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.faults.disks import Disk, why_no_disk
from tests.faults.ledger import Ledger
from tests.faults.place import Order
from tests.faults.proof import Fault, Tally

if TYPE_CHECKING:
    from tests.faults.workshop import Workshop

BLOCKS_OF_A_DOSSIER = 60
"""Sealing one dossier with its paper, and sending it, writes about so many blocks of 4 KiB."""


def full(workshop: Workshop, rounds: int) -> Tally:
    """Leave 0, 1, 2 … blocks when a dossier is finished: it is sealed, or stays a draft; with the ballast, sealed."""
    ledger, with_ballast = Ledger(), 0
    with workshop.folder() as folder:
        disk = Disk(folder)
        with workshop.point(kiosk=disk.mounted / "kiosk") as point, disk.power():
            point.furnish()
            url = point.serve()
            step = max(1, BLOCKS_OF_A_DOSSIER // rounds)
            for number in range(rounds):
                for action in ("full", "full_but_for_ballast"):
                    ended = point.day(Order(url, blocks=number * step), action=action)
                    ledger.hear(ended.told)
                    if action == "full_but_for_ballast" and not any(word.startswith("sealed:") for word in ended.told):
                        ledger.missing.add(f"ballast {number}")
                    with_ballast += action == "full_but_for_ballast"
                    with point.store() as store:
                        ledger.look(store)
                    ledger.hear(point.day(Order(url)).told)
            with point.store() as store:
                ledger.look(store)
            refused = ledger.stopped
            told = f"{with_ballast} sealed in the ballast's room; {refused} refused, kept as drafts and sealed later"
            return ledger.tally(2 * rounds, point.gateway, told)


def read_only(workshop: Workshop, rounds: int) -> Tally:
    """ext4 finds an error and makes itself read-only at a random moment; checked, mounted, started again."""
    ledger, chance = Ledger(), workshop.chance()
    with workshop.folder() as folder:
        disk = Disk(folder)
        with workshop.point(kiosk=disk.mounted / "kiosk") as point:
            with disk.power():
                point.furnish()
                url = point.serve()
                ledger.hear(point.day(Order(url, 1)).told)
            for _ in range(rounds):
                with disk.power("errors=remount-ro"):
                    forks = workshop.kiosks
                    process_id = forks.start("days", point.place, order=Order(url, 1000))
                    time.sleep(chance.uniform(0.2, 1.6))
                    disk.fail()
                    time.sleep(0.3)
                    with suppress(ProcessLookupError):
                        os.kill(process_id, signal.SIGKILL)
                    ledger.hear(forks.wait(may_fail=True).told)
                disk.check()
                with disk.power(), point.store() as store:
                    ledger.look(store)
            with disk.power():
                ledger.hear(point.day(Order(url)).told)
                with point.store() as store:
                    ledger.look(store)
            told = f"{ledger.stopped} times the kiosk said so before it was stopped"
            return ledger.tally(rounds, point.gateway, told)


FAULTS = (
    Fault(
        "disk-full",
        "the disk full at each write",
        "an ext4 disk filled until 0, 1, 2 … blocks are left when a dossier is finished, without and with the ballast;"
        " sealed or kept as a draft, never half; sent when there is room again",
        BLOCKS_OF_A_DOSSIER,
        2,
        full,
        why_no_disk,
    ),
    Fault(
        "read-only",
        "the disk failing into read-only",
        "ext4 (errors=remount-ro) is made to find an error at a random moment of a busy day; fsck, and on",
        30,
        1,
        read_only,
        why_no_disk,
    ),
)
