"""Two gateways on one PostgreSQL, of which now one, now the other is killed while a crowd of kiosks sends to both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.folder import Folder
from tests.faults.proof import Fault, Tally
from tests.gateway.postgres_server import postgres, programs
from tests.gateway.running import Site
from tests.gateway.test_two_on_one import DOSSIERS_EACH, KILLS, KIOSKS, gateways_die_in_turn

if TYPE_CHECKING:
    from tests.faults.workshop import Workshop


def missing() -> str:
    return "" if programs() else "needs PostgreSQL 15 or newer (apt-get install postgresql)"


def two_gateways(workshop: Workshop, rounds: int) -> Tally:
    """A fresh database for each round."""
    acknowledged = lost = doubled = 0
    found = programs()
    assert found is not None
    with postgres(found) as server:
        for _ in range(rounds):
            with workshop.folder() as folder:
                root = Folder(folder / "gateway")
                root.make()
                root.use_database(server.new_database())
                done = gateways_die_in_turn(Site(root), folder)
            acknowledged += len(done.acknowledged)
            lost += sum(done.held.get(each) != code for each, code in done.acknowledged.items())
            doubled += done.events - len(done.held)
            doubled += len(done.held) - len({dossier.id for kiosk in done.kiosks for dossier in kiosk.dossiers})
    return Tally(rounds, acknowledged, lost, doubled, f"{rounds * KILLS} kills; acknowledged are signed receipts")


FAULTS = (
    Fault(
        "two-gateways",
        "two gateways on one PostgreSQL, one killed",
        f"{KIOSKS} kiosks send {DOSSIERS_EACH} dossiers each, and now and then again, to either of two gateways, while"
        " one, then the other is killed and started again",
        4,
        0,
        two_gateways,
        missing,
        at_least=400,
    ),
)
