"""A line as villages have it: 32 kbit/s, every twentieth packet lost, connections reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.ledger import Ledger
from tests.faults.namespaces import GATEWAY, Line, bad_line, why_no_line
from tests.faults.place import Order
from tests.faults.proof import Fault, Tally

if TYPE_CHECKING:
    from tests.faults.workshop import Workshop


def slow(workshop: Workshop, rounds: int) -> Tally:
    """Each dossier has a page of some KB; days of two dossiers until there were so many."""
    ledger = Ledger()
    with (
        bad_line(Line()) as (here, there),
        workshop.in_another_world({}, here, there) as elsewhere,
        elsewhere.point() as point,
    ):
        url = point.serve(host=GATEWAY)
        for _ in range(max(1, rounds // 2)):
            ledger.hear(point.day(Order(url, min(rounds, 2), slow=True)).told)
        for _ in range(6):
            with point.store() as store:
                if store.outbox.next_due() is None:
                    break
            ledger.hear(point.day(Order(url, slow=True)).told)
        with point.store() as store:
            ledger.look(store)
        return ledger.tally(rounds, point.gateway)


FAULTS = (
    Fault(
        "slow-line",
        "32 kbit/s, 5% loss, resets",
        "kiosk and gateway in two network namespaces; tc tbf at 32 kbit/s, nft drops 5% of the packets each way and"
        " resets 4 of 1,000; a dossier with its page has about 16 KB",
        10,
        1,
        slow,
        why_no_line,
    ),
)
