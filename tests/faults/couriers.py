"""What a courier's children do before they die: each runs one step of the way of a stick."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import SystemClock
from kiosk.sync.courier_carrying import Taken
from tests.sync.couriers import Station

if TYPE_CHECKING:
    from collections.abc import Callable

    from offline_cache.store import Store
    from tests.faults.place import Order, Place


def station(place: Place, store: Store) -> Station:
    keys = place.sealing_keys()
    return Station(store, keys.gateway, keys.device, SystemClock())


def export(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Export all that waits, as the command does; tell each file that it says is whole."""
    with place.open() as store:
        for path in station(place, store).export(Path(order.url)).files:
            tell(path.name)


def carry(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Take the stick's parcels in; tell what is carried."""
    with place.open() as store:
        for path in sorted(Path(order.url).glob("*.parcel")):
            taken = station(place, store).carry(path.read_bytes())
            if isinstance(taken, Taken):
                for item_id in taken.new + taken.known + taken.answered:
                    tell(item_id)


def come_back(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Take the stick's receipts in."""
    with place.open() as store:
        for path in sorted(Path(order.url).glob("*.receipts")):
            tell(type(station(place, store).come_back(path.read_bytes())).__name__)


def hand_in(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Import the stick's parcels at the gateway whose keys lie there."""
    from gateway.cli import main  # noqa: PLC0415  # only this child is a gateway

    files = sorted(str(path) for path in Path(order.url).glob("*.parcel"))
    tell(str(main(["courier", "import", *files, "--data", str(place.keys.parent)])))


def courier(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Bring what is carried to the gateway."""
    with place.open() as store:
        syncer, client = place.syncer(store, order.url)
        with closing(client):
            syncer.wake("hand")
            for item_id in syncer.run_once().carried:
                tell(item_id)


ACTIONS = {"export": export, "carry": carry, "come_back": come_back, "hand_in": hand_in, "courier": courier}
