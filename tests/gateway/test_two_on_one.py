"""A crowd of kiosks sends to two gateways on one store while one is killed: nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from gateway.database import connect
from gateway.rotation import rotate
from kiosk.clock import SystemClock
from kiosk.sync.client import GatewayClient
from kiosk.sync.http_signature import EMPTY_SHA256, sign_request
from kiosk.sync.keys import DeviceKey, new_device_key
from kiosk.sync.outcomes import Delivered, Updates
from kiosk.sync.protocol import Update
from kiosk.sync.receipt import Receipt
from tests.gateway.running import QUICK, Dossier, Sealer, Site, make_document, make_dossier
from tests.gateway.test_bookings_race import Program, two_programs
from tests.gateway.test_program import PATIENCE

KIOSKS = 10
DOSSIERS_EACH = 12
KILLS = 3


@dataclass
class Kiosk:
    """Sends again whatever was not answered, to whichever gateway, and now and then what was; reads updates."""

    site: Site
    device: DeviceKey
    dossiers: list[Dossier]
    programs: tuple[Program, Program]
    receipts: list[Receipt] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    cursor: str = ""

    def run(self, seed: int, gates: list[threading.Barrier]) -> None:
        chance = random.Random(seed)  # noqa: S311 - nothing secret
        client = GatewayClient(self.programs[0].address(), self.site.keys, self.device, SystemClock(), QUICK)
        waits = {DOSSIERS_EACH * number // (KILLS + 1): gate for number, gate in enumerate(gates, start=1)}
        try:
            for number, dossier in enumerate(self.dossiers):
                if number in waits:
                    waits[number].wait(PATIENCE)
                self.receipts.append(self._deliver(client, chance, dossier))
                if chance.random() < 0.2:
                    assert self._deliver(client, chance, chance.choice(self.dossiers[: number + 1])) in self.receipts
                self._read(client, chance)
            while self._read(client, chance) is not False:
                pass
        finally:
            client.close()

    def _deliver(self, client: GatewayClient, chance: random.Random, dossier: Dossier) -> Receipt:
        for _ in range(400):
            client.move_to(chance.choice(self.programs).address())
            for document in dossier.documents:
                client.upload(document.entry.id, document.path, document.entry.sealed_sha256)
            outcome = client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
            if isinstance(outcome, Delivered):
                return outcome.receipt.receipt
        raise AssertionError("no receipt")

    def _read(self, client: GatewayClient, chance: random.Random) -> bool | None:
        """False when there is nothing more, None when nobody answered."""
        client.move_to(chance.choice(self.programs).address())
        page = client.pull(self.cursor)
        if not isinstance(page, Updates):
            return None
        self.updates.extend(page.updates)
        self.cursor = page.cursor
        return bool(page.updates)


@dataclass(frozen=True)
class Outcome:
    """``acknowledged`` and ``held``: dossier codes by id; ``events`` arrivals that the gateway counts."""

    kiosks: list[Kiosk]
    acknowledged: dict[str, str]
    held: dict[str, str]
    events: int


def gateways_die_in_turn(site: Site, folder: Path) -> Outcome:
    """Let a crowd of kiosks send to two gateways while now one, now the other is killed."""
    devices = [site.device, *(new_device_key("demo") for _ in range(KIOSKS - 1))]
    for device in devices[1:]:
        site.register(device)
    with two_programs(site, folder) as programs:
        kiosks = [Kiosk(site, device, _dossiers(site, device, folder), programs) for device in devices]
        gates = [threading.Barrier(KIOSKS + 1) for _ in range(KILLS)]
        with ThreadPoolExecutor(KIOSKS) as pool:
            runs = [pool.submit(kiosk.run, seed, gates) for seed, kiosk in enumerate(kiosks)]
            for number, gate in enumerate(gates):
                gate.wait(PATIENCE)
                programs[number % 2].kill_and_start()
            for run in runs:
                run.result(120)
    with contextlib.closing(connect(site.folder.database)) as connection:
        held = dict(connection.execute("SELECT id, dossier_code FROM dossier").fetchall())
        events = connection.execute("SELECT count(*) FROM event").fetchone()[0]
    acknowledged = {receipt.id: receipt.dossier_code for kiosk in kiosks for receipt in kiosk.receipts}
    return Outcome(kiosks, acknowledged, held, events)


@pytest.mark.fault
def test_nothing_is_lost_and_nothing_twice_though_a_gateway_dies(site: Site, tmp_path: Path) -> None:
    done = gateways_die_in_turn(site, tmp_path)
    assert len(done.acknowledged) == KIOSKS * DOSSIERS_EACH == done.events
    assert done.held == done.acknowledged
    numbers = sorted(int(code.rpartition("-")[2]) for code in done.held.values())
    days = Counter(code.rpartition("-")[0] for code in done.held.values())
    assert numbers == sorted(number for many in days.values() for number in range(1, many + 1))  # no gap, no double
    for kiosk in done.kiosks:  # each heard of all its own, once
        assert sorted(update.id for update in kiosk.updates) == sorted(dossier.id for dossier in kiosk.dossiers)


def _dossiers(site: Site, device: DeviceKey, folder: Path) -> list[Dossier]:
    made = []
    for number in range(DOSSIERS_EACH):
        documents = (make_document(site, folder, device=device),) if number % 4 == 0 else ()
        made.append(make_dossier(site, documents, device=device))
    return made


def test_a_rotation_counts_at_once_in_all_processes_on_one_folder(site: Site, tmp_path: Path) -> None:
    with two_programs(site, tmp_path) as programs:
        old = make_dossier(site)
        rotate(site.folder)
        newest = rotate(site.folder)
        new = make_dossier(Sealer(newest, site.device))
        for dossier in (old, new):
            receipts = []
            for program in programs:
                client = GatewayClient(program.address(), newest, site.device, SystemClock(), QUICK)
                outcome = client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
                client.close()
                assert isinstance(outcome, Delivered)
                receipts.append(outcome.receipt)
            assert receipts[0] == receipts[1]
            assert receipts[0].kid == newest.receipt[0].kid


def test_a_request_is_taken_once_by_all_processes_on_one_database(site: Site, tmp_path: Path) -> None:
    shared = not isinstance(site.folder.database, Path)
    with two_programs(site, tmp_path) as programs:
        signed = sign_request(site.device, "GET", "/v1/updates", EMPTY_SHA256, int(time.time()))
        first, second = (
            requests.get(f"{program.address()}/v1/updates", headers=signed, timeout=5) for program in programs
        )
    assert first.status_code == 200
    assert second.status_code == (401 if shared else 200)  # on one folder each process remembers its own
