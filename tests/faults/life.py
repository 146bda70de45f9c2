"""A kiosk's days without a screen: the product's own start, desk and syncer, worked by a resident who never tires.

Runs in a child of `tests.faults.forks`, which may be killed at any write. What it tells is what a resident was shown:
``draft:CODE`` the code on the first screen with what was typed kept, ``sealed:ID:CODE`` the success screen.
"""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from gateway.folder import Folder
from gateway.keyring import make_keys
from kiosk.bootstrap import Kiosk, open_kiosk
from kiosk.catalogue.search_model import Here
from kiosk.config import Config, GatewayConfig
from kiosk.library import Library
from kiosk.outcomes import KeptPage
from kiosk.session import Session, proof_digits
from kiosk.shelf import GuideShelf
from kiosk.sync.answers import Patience
from kiosk.sync.client import GatewayClient
from kiosk.sync.sealing import Sealed
from kiosk.sync.syncer import Syncer
from offline_cache.database import Database
from offline_cache.errors import StoreError
from tests.faults.place import Place
from tests.kiosk.service_point import BIRTH, filled, pages_of, photograph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.procedures.wizard import Wizard
    from tests.faults.place import Order

SHELF = GuideShelf()
NOWHERE = "http://127.0.0.1:9"
"""Nothing listens there, and saying so takes no time."""

HASTE = Patience(connect=2.0, stall=2.0, answer=2.0, overall=8.0)
LANES = 2
"""Files brought at once, as the kiosk does."""

PAPER = (620, 877)
SMALL = (310, 438)
"""Pages of some 60 and 15 KB: what is proved does not depend on the size, how often it is proved does."""


def prepare(folder: Path) -> None:
    """Live a day without a line, so that the children need not load, once each, what a first day loads."""
    gateway = Folder(folder / "gateway")
    make_keys(gateway, "demo")
    with opened(Place(folder / "kiosk", folder / "kiosk" / "device.key", gateway.public_keys), NOWHERE) as kiosk:
        syncer, client = syncer_of(kiosk)
        seal(kiosk, take(kiosk, lambda _: None), lambda _: None)
        syncer.run_once()
        client.close()


@cache
def _examples() -> Wizard:
    return filled(BIRTH, {"papers.birth": [uuid.uuid4().hex]})


def wizard_of(page_id: str) -> Wizard:
    """A birth filled in to the end, with this page for its one paper."""
    return to_the_end(_examples().answer("papers.birth", [page_id]).wizard)


def to_the_end(wizard: Wizard) -> Wizard:
    """Touch «Tiếp tục» until there is no further screen."""
    while not wizard.at_end:
        gone = wizard.advance()
        assert not gone.faults, gone.faults
        wizard = gone.wizard
    return wizard


def config(place: Place, url: str) -> Config:
    return Config(place.store, gateway=GatewayConfig(url, str(place.keys), embedded=False))


@contextmanager
def opened(place: Place, url: str) -> Iterator[Kiosk]:
    """The kiosk as a start makes it. The device's key lies there already: the gateway knows it."""
    settings = config(place, url)
    library = Library(SHELF, settings.catalogue_folder, Here("commune", "Hải Phòng"))
    kiosk = open_kiosk(settings, library=library)
    try:
        yield kiosk
    finally:
        kiosk.close()


def syncer_of(kiosk: Kiosk, patience: Patience = HASTE) -> tuple[Syncer, GatewayClient]:
    """The kiosk's syncer with a client that is less patient than at a service point, so that proofs end."""
    client = GatewayClient(kiosk.gateway_url(), kiosk.trust, kiosk.device, kiosk.clock, patience)
    return Syncer(kiosk.store, client, kiosk.clock, lanes=LANES), client


def days(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """Go on with the drafts that lie there, take ``count`` new dossiers, send after each; then send what is left.

    A disk that refuses ends the day: residents are told, and nothing was promised.
    """
    try:
        with opened(place, order.url) as kiosk:
            tell("open")
            syncer, client = syncer_of(kiosk, Patience() if order.slow else HASTE)
            size = SMALL if order.slow else PAPER
            for draft in kiosk.store.drafts.list():
                seal(kiosk, resumed(kiosk, draft.lookup_code, size), tell)
            for _ in range(order.count):
                seal(kiosk, take(kiosk, tell, size), tell)
                send(kiosk, syncer)
            send(kiosk, syncer, 6)
            client.close()
    except (StoreError, OSError) as error:
        tell(f"stopped:{type(error).__name__}")


def careless_days(place: Place, order: Order, tell: Callable[[str], None]) -> None:
    """The same by a kiosk that never waits for its disk: a power cut must be seen to take something from it."""
    real = Database.transaction

    @contextmanager
    def unsynced(self: Database) -> Iterator[None]:
        self._connection.execute("PRAGMA synchronous = OFF")
        with real(self):
            yield

    Database.transaction = unsynced  # type: ignore[method-assign]
    setattr(os, "fsync", lambda _: None)  # noqa: B010 - its parameter has another name
    days(place, order, tell)


def take(kiosk: Kiosk, tell: Callable[[str], None], size: tuple[int, int] = PAPER) -> Session:
    """A dossier begun, its paper photographed, every answer given; each step kept as the screens do."""
    guide = SHELF.load(BIRTH)
    assert guide is not None
    begun = kiosk.desk.begin(guide)
    assert isinstance(begun, Session)
    tell(f"draft:{begun.lookup_code}")
    session = replace(begun, who_for="child").standing(wizard_of(uuid.uuid4().hex))
    return filled_in(kiosk, session, size)


def filled_in(kiosk: Kiosk, session: Session, size: tuple[int, int]) -> Session:
    for page_id in pages_of(session):
        kept = kiosk.desk.add_page(session, photograph("GIAY CHUNG SINH", size), replacing=page_id)
        assert isinstance(kept, KeptPage)
    kiosk.desk.keep(session)
    return session


def resumed(kiosk: Kiosk, code: str, size: tuple[int, int]) -> Session:
    """The draft opened again by its code; where the power went before the paper was kept, it is photographed again."""
    begun = kiosk.desk.resume(code, "")
    session = begun if isinstance(begun, Session) else kiosk.desk.resume(code, proof_digits(_finished()))
    assert isinstance(session, Session), type(session).__name__
    if not pages_of(session):
        return filled_in(kiosk, replace(session, who_for="child").standing(wizard_of(uuid.uuid4().hex)), size)
    return session.standing(to_the_end(session.wizard))


@cache
def _finished() -> Session:
    from datetime import datetime  # noqa: PLC0415

    return Session("", "", _examples(), datetime.min)  # noqa: DTZ901


def seal(kiosk: Kiosk, session: Session, tell: Callable[[str], None]) -> None:
    sealed = kiosk.desk.seal(session)
    assert isinstance(sealed, Sealed), sealed
    tell(f"sealed:{sealed.item.id}:{session.lookup_code}")


def send(kiosk: Kiosk, syncer: Syncer, rounds: int = 1) -> None:
    """Let the syncer run as if its waits were over, until nothing waits or ``rounds`` are."""
    for _ in range(rounds):
        syncer.wake("hand")
        syncer.run_once()
        if kiosk.store.outbox.next_due() is None:
            break
