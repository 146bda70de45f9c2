"""The line does what lines do: answers and requests lost, doubled, delayed, reordered; or somebody else answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kiosk.robot.line import Line
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.protocol import HEADER_PROTOCOL, VERSION
from tests.faults.ledger import Ledger
from tests.faults.place import Order
from tests.faults.proof import Fault, Tally
from tests.faults.unruly import Reply, Request, Trouble, Unruly, unruly
from tests.sync.fake_gateway import KeySet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.robot.steps import NetworkMode
    from tests.faults.workshop import Point, Workshop

TROUBLES: tuple[Trouble, ...] = ("answer lost", "request lost", "doubled", "delayed", "late")
OFTEN: Sequence[int] = (5, 3, 5, 1, 5)
"""A delay takes two seconds, the others none."""

MODES: tuple[NetworkMode, ...] = ("captive", "refuse", "on")


def troubled_answers(workshop: Workshop, rounds: int) -> Tally:
    """Every third request meets a trouble, until there were so many; then the line is well."""
    ledger, chance = Ledger(), workshop.chance()
    with workshop.point() as point:

        def choose() -> Trouble:
            return chance.choices(TROUBLES, OFTEN)[0] if chance.random() < 1 / 3 else ""

        with unruly(Unruly(point.serve(), choose)) as proxy:
            while proxy.done.total() < rounds:
                ledger.hear(point.day(Order(proxy.url, 4)).told)
            told = ", ".join(f"{many} {trouble}" for trouble, many in sorted(proxy.done.items()) if trouble)
            rounds = proxy.done.total()
            proxy.choose = lambda: ""
            ledger.hear(point.day(Order(proxy.url)).told)
        return _tally(point, ledger, rounds, told)


def captive_portal(workshop: Workshop, rounds: int) -> Tally:
    """The line becomes a portal's, refuses, or is well, by turns; then a liar answers with receipts of its own."""
    ledger = Ledger()
    with workshop.point() as point:
        url = point.serve()
        line = Line(int(url.rpartition(":")[2]))
        try:
            for number in range(rounds):
                line.switch(MODES[number % 3])
                ledger.hear(point.day(Order(f"http://127.0.0.1:{line.port}", 2)).told)
        finally:
            line.close()
        with unruly(Unruly(url, answer_for=_forged)) as liar:
            ledger.hear(point.day(Order(liar.url, 4)).told)
            with point.store() as store:
                believed = [item.id for item in store.outbox.all() if store.outbox.receipt(item.id) is None]
        told = f"{len(believed)} still waited when the portal had lied to them"
        ledger.hear(point.day(Order(url)).told)
        return _tally(point, ledger, rounds, told)


def _forged(request: Request) -> Reply | None:
    """A receipt for each dossier, in the gateway's form, signed by a key that is not the gateway's."""
    if not request.target.startswith("/v1/submissions/"):
        return None
    submission_id = request.target.rpartition("/")[2]
    receipt = {
        "id": submission_id,
        "audience": "demo",
        "device": "0000000000000000",
        "dossier_code": "DEMO-1",
        "received_at": "2026-11-24T08:00:00+07:00",
        "procedure": "1.001193",
        "lookup_code": "K7F329QD4M",
        "envelope_sha256": "0" * 64,
        "manifest_sha256": "0" * 64,
        "files": [],
    }
    keys = KeySet("demo")
    signature = encode_bytes(keys.receipt.sign(json.dumps(receipt).encode()))
    body = {"receipt": receipt, "kid": keys.public.receipt[0].kid, "signature": signature}
    headers = ((HEADER_PROTOCOL, VERSION), ("Content-Type", "application/json"))
    return Reply(200, headers, json.dumps(body).encode())


def _tally(point: Point, ledger: Ledger, rounds: int, told: str) -> Tally:
    with point.store() as store:
        ledger.look(store)
    return ledger.tally(rounds, point.gateway, told)


FAULTS = (
    Fault(
        "answers",
        "answers lost, doubled, reordered, delayed",
        "a proxy between kiosk and gateway loses, doubles or delays past all patience every third request or answer, or"
        " brings a request long after it was given up",
        200,
        12,
        troubled_answers,
        at_least=20,
    ),
    Fault(
        "portal",
        "a captive portal",
        "a sign-in page answers, then connections are refused, then all is well, by turns; at last a portal answers"
        " with receipts in the right form and a signature of its own",
        15,
        3,
        captive_portal,
    ),
)
