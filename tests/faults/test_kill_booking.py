"""Kiosk or gateway dies at any write while a booking is asked for: it is answered once, and both sides say the same."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.booking_office import list_bookings
from gateway.bookings import find_answer
from gateway.database import connect
from gateway.demo_desks import furnish
from gateway.folder import Folder
from kiosk.appointment import find_appointment
from kiosk.sync.sealing import Sealed
from offline_cache.store import Store
from tests.faults.conftest import Commune
from tests.faults.forks import Forks, a_booking
from tests.faults.lives import Lives
from tests.faults.place import Place

pytestmark = pytest.mark.fault
Boundaries = Callable[[int], Iterator[int]]


def seal_with_a_booking(place: Place, store: Store, code: str) -> None:
    desk = place.desk(store)
    sealed = desk.seal(replace(desk.request(desk.draft(code)), booking=a_booking()))
    assert isinstance(sealed, Sealed)


def check_booking(store: Store, folder: Folder, code: str) -> None:
    """The request was answered once; the kiosk keeps those very bytes, and says what the gateway holds."""
    (request,) = store.bookings.requests(code)
    assert (request.item.state, request.item.pending) == ("received", False)
    with closing(connect(folder.database)) as connection:
        held = find_answer(connection, request.item.id)
        booked = [row for row in list_bookings(connection) if row.state == "booked"]
    assert held is not None
    assert [kept.body for kept in store.bookings.answers(code)] == [held.answer]
    assert max(Counter((row.starts_at, row.place) for row in booked).values(), default=0) <= 1
    found = find_appointment(store.bookings, code)
    assert found is not None
    said = [found.visit.starts_at.isoformat()] if found.visit else []
    assert [row.starts_at for row in booked if row.lookup_code == code] == said


def test_a_kiosk_that_dies_while_sending_asks_once(
    forks: Forks, commune: Commune, tmp_path: Path, boundaries: Boundaries
) -> None:
    deaths = 0
    for number in boundaries(5):
        place, code = commune.place(tmp_path / f"death-{number}"), f"K{number:09}"
        with place.open() as store:
            seal_with_a_booking(place, store, code)
        ended = forks.run("send", place, commune.url, die_at=number)
        deaths += ended.killed
        if ended.killed:
            forks.run("send", place, commune.url)
        with place.open() as store:
            check_booking(store, Folder(commune.data), code)
        if not ended.killed:
            break
        shutil.rmtree(place.store)
    assert deaths >= 8


def test_a_gateway_that_dies_at_any_write_answers_once(forks: Forks, tmp_path: Path, boundaries: Boundaries) -> None:
    lives = Lives(forks, tmp_path)
    furnish(lives.folder)
    deaths = 0
    with lives.place.open() as store:
        for number in boundaries(5):
            code = f"K{number:09}"
            seal_with_a_booking(lives.place, store, code)
            died = lives.live(store, die_at=number)
            deaths += died
            assert not lives.live(store)
            check_booking(store, lives.folder, code)
            if not died:
                break
    assert deaths >= 4
