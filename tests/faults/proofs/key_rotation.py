"""The gateway's keys are rotated while a kiosk has no line and goes on sealing to the ones it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.rotation import rotate
from tests.faults.ledger import Ledger
from tests.faults.life import NOWHERE
from tests.faults.place import Order
from tests.faults.proof import Fault, Tally

if TYPE_CHECKING:
    from tests.faults.workshop import Workshop


def rotated_meanwhile(workshop: Workshop, rounds: int) -> Tally:
    """Seal offline, rotate, seal offline, rotate again; then there is a line, for dossiers and for keys."""
    ledger = Ledger()
    with workshop.point() as point:
        for _ in range(rounds):
            for _ in range(2):
                ledger.hear(point.day(Order(NOWHERE, 3)).told)
                rotate(point.gateway)
            url = point.serve()
            ledger.hear(point.day(Order(url, 2)).told)
            ledger.hear(point.day(Order(url, 1)).told)
            point.kill_gateway()
        with point.store() as store:
            ledger.look(store)
        return ledger.tally(rounds, point.gateway, f"{2 * rounds} rotations")


FAULTS = (
    Fault(
        "keys",
        "key rotation while offline",
        "a kiosk without a line seals on while the gateway rotates its keys twice, then sends; and so on with the keys"
        " it has learnt of by then; all is opened with the keys that the gateway has in the end",
        12,
        1,
        rotated_meanwhile,
        at_least=100,
    ),
)
