"""Processes killed: the kiosk and the gateway at each of their writes, then both again and again by chance."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING

from tests.faults.ledger import Ledger
from tests.faults.life import NOWHERE
from tests.faults.place import Order
from tests.faults.proof import Fault, Tally

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.workshop import Point, Workshop

WRITES_OF_A_DAY = 200
"""About so many writes has a kiosk's day with one dossier: opening the store, draft, page, sealing, sending."""

WRITES_OF_A_LIFE = 260
"""And so many a gateway's life in which one dossier comes."""


DOSSIERS_FOR_A_KILL = 5


def kiosk_at_each_write(workshop: Workshop, rounds: int) -> Tally:
    """Die at write 1, 2, 3 … of a day with one dossier, each time from the same store; then have a day to recover."""
    ledger, deaths = Ledger(), 0
    with workshop.point() as point:
        url = point.serve()
        point.day(Order(url))
        kept = point.home.rename(point.folder / "kept")
        for number in itertools.count(1, max(1, WRITES_OF_A_DAY // rounds)):
            copy(kept, point.home)
            ended = point.day(Order(url, 1), die_at=number)
            deaths += ended.killed
            recover(point, ledger, ended.told, url)
            shutil.rmtree(point.home)
            if not ended.killed:
                break
        return ledger.tally(deaths, point.gateway, f"{ended.writes} writes in a day")


def copy(kept: Path, home: Path) -> None:
    shutil.copytree(kept, home, ignore=shutil.ignore_patterns("ballast"))


def recover(point: Point, ledger: Ledger, told: tuple[str, ...], url: str) -> None:
    """One more day without a fault; what was promised in this one alone is looked for in this store."""
    here = Ledger()
    here.hear(told)
    here.hear(point.day(Order(url)).told)
    with point.store() as store:
        here.look(store)
    ledger.drafts |= here.drafts
    ledger.sealed |= here.sealed
    ledger.missing |= here.missing
    ledger.receipts |= here.receipts


def gateway_at_each_write(workshop: Workshop, rounds: int) -> Tally:
    """The gateway dies at write 1, 2, 3 … of a life in which one dossier comes; in the next life it comes again."""
    ledger, deaths = Ledger(), 0
    with workshop.point() as point:
        for number in itertools.count(1, max(1, WRITES_OF_A_LIFE // rounds)):
            url = point.serve(die_at=number)
            ledger.hear(point.day(Order(url or NOWHERE, 1)).told)
            died = point.has_died()
            deaths += died
            point.kill_gateway()
            if not died:
                break
        ledger.hear(point.day(Order(point.serve())).told)
        with point.store() as store:
            ledger.look(store)
        return ledger.tally(deaths, point.gateway)


def by_chance(workshop: Workshop, rounds: int) -> Tally:
    """Either, or both at once, at a write that chance names; the next day begins with what is on the disks."""
    ledger, chance = Ledger(), workshop.chance()
    kiosk_deaths = gateway_deaths = days = 0
    with workshop.point() as point:
        while kiosk_deaths + gateway_deaths < rounds or len(ledger.sealed) < DOSSIERS_FOR_A_KILL * rounds:
            days += 1
            both = chance.random() < 1 / 4
            gateway_at = chance.randrange(1, WRITES_OF_A_LIFE + 700) if both or chance.random() < 1 / 2 else 0
            kiosk_at = chance.randrange(1, WRITES_OF_A_DAY + 900) if both or not gateway_at else 0
            url = point.serve(die_at=gateway_at)
            ended = point.day(Order(url or NOWHERE, 8), die_at=kiosk_at)
            ledger.hear(ended.told)
            kiosk_deaths += ended.killed
            gateway_deaths += point.has_died()
            point.kill_gateway()
        url = point.serve()
        for _ in range(3):
            ledger.hear(point.day(Order(url)).told)
        with point.store() as store:
            ledger.look(store)
        told = f"{kiosk_deaths} kiosk, {gateway_deaths} gateway kills in {days} days"
        return ledger.tally(kiosk_deaths + gateway_deaths, point.gateway, told)


FAULTS = (
    Fault(
        "kiosk-writes",
        "the kiosk killed at each of its writes",
        "SIGKILL before, after and in the middle of every file, database and socket write of a day: start, draft,"
        " photographed page, sealing, sending; each time from the same store, then a day to recover",
        WRITES_OF_A_DAY,
        10,
        kiosk_at_each_write,
    ),
    Fault(
        "gateway-writes",
        "the gateway killed at its writes",
        "SIGKILL at every third write of a life in which a dossier and its paper come in; the next takes the rest",
        WRITES_OF_A_LIFE // 3,
        8,
        gateway_at_each_write,
    ),
    Fault(
        "kills",
        "kiosk and gateway killed by chance",
        "SIGKILL of either or both at a random write, day after day on the same two stores, without a pause to recover",
        200,
        3,
        by_chance,
        at_least=1000,
    ),
)
