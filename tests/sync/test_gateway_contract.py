"""What every gateway keeps to: the real one through the real client, and the one in memory that other tests use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.folder import Folder
from gateway.history import set_status
from kiosk.clock import SystemClock
from kiosk.sync.ids import new_file_id
from kiosk.sync.outcomes import (
    Answered,
    Conflict,
    Delivered,
    Gateway,
    MissingFiles,
    News,
    NotThere,
    SameSlots,
    SlotsNow,
    Updates,
    Uploaded,
)
from kiosk.sync.protocol import Update
from tests.gateway.booked import add_desks, at, desk, sealed
from tests.gateway.running import Dossier, Sealer, Site, make_document, make_dossier, running
from tests.sync.fake_gateway import FakeGateway, KeySet


@dataclass(frozen=True)
class Side:
    """A gateway as the kiosk sees it, and an officer behind it who sets a state."""

    gateway: Gateway
    sealer: Sealer
    tell: Callable[[str, int, str], None]


@pytest.fixture(params=["real", "in memory"])
def side(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Side]:
    if request.param == "in memory":
        keys = KeySet("demo")
        fake = FakeGateway(keys, SystemClock())
        fake.bookings.publish(desk())
        yield Side(fake, Sealer(keys.public, keys.device), fake.tell)
        return
    site = Site(Folder(tmp_path / "gateway"))
    add_desks(site, desk())
    with running(site) as live:

        def tell(submission_id: str, code: int, message: str) -> None:
            update = Update(
                id=submission_id, dossier_code="", code=code, at="2026-11-24T09:00:00+07:00", message=message
            )
            live.gateway.writer.submit(lambda connection: set_status(connection, update)).result(10)

        yield Side(live.client(), Sealer(site.keys, site.device), tell)


def deliver(side: Side, dossier: Dossier) -> object:
    return side.gateway.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)


def ask(side: Side, dossier: Dossier) -> object:
    return side.gateway.ask(dossier.id, dossier.envelope_sha256, dossier.manifest.sha256)


def test_a_dossier_is_held_once_and_proved(side: Side) -> None:
    dossier = make_dossier(side.sealer)
    assert ask(side, dossier) == NotThere()
    first = deliver(side, dossier)
    assert isinstance(first, Delivered)
    assert not first.repeated
    assert first.receipt.holds(side.sealer.keys)
    receipt = first.receipt.receipt
    assert (receipt.id, receipt.envelope_sha256) == (dossier.id, dossier.envelope_sha256)
    assert receipt.manifest_sha256 == dossier.manifest.sha256
    assert deliver(side, dossier) == ask(side, dossier) == Delivered(first.receipt, repeated=True)


def test_files_come_first_and_are_listed_in_the_receipt(side: Side, tmp_path: Path) -> None:
    documents = tuple(make_document(side.sealer, tmp_path, pages=pages) for pages in (1, 2))
    dossier = make_dossier(side.sealer, documents)
    assert deliver(side, dossier) == MissingFiles(tuple(document.entry.id for document in documents))
    for document in documents:
        uploaded = side.gateway.upload(document.entry.id, document.path, document.entry.sealed_sha256)
        assert uploaded == Uploaded(document.entry.id, document.entry.sealed_size)
    again = side.gateway.upload(documents[0].entry.id, documents[0].path, documents[0].entry.sealed_sha256)
    assert again == Uploaded(documents[0].entry.id, 0)
    received = deliver(side, dossier)
    assert isinstance(received, Delivered)
    assert [(file.id, file.pages) for file in received.receipt.receipt.files] == [
        (document.entry.id, document.entry.pages) for document in documents
    ]


def test_other_bytes_are_a_conflict(side: Side) -> None:
    dossier = make_dossier(side.sealer)
    other = make_dossier(side.sealer, submission_id=dossier.id)
    assert isinstance(deliver(side, dossier), Delivered)
    assert isinstance(deliver(side, other), Conflict)
    assert isinstance(ask(side, other), Conflict)


def test_updates_come_once_and_in_order(side: Side) -> None:
    dossier = make_dossier(side.sealer)
    assert isinstance(deliver(side, dossier), Delivered)
    before = side.gateway.pull("")
    assert isinstance(before, Updates)
    side.tell(dossier.id, 2, "")
    side.tell(dossier.id, 5, "Chụp lại trang 2")
    page = side.gateway.pull(before.cursor)
    assert isinstance(page, Updates)
    assert [(one.id, one.code, one.message) for one in page.updates] == [
        (dossier.id, 2, ""),
        (dossier.id, 5, "Chụp lại trang 2"),
    ]
    assert side.gateway.pull(page.cursor) == Updates((), page.cursor, more=False)


def test_a_file_that_is_not_there_is_the_kiosks_own_fault(side: Side, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        side.gateway.upload(new_file_id(), tmp_path / "none", "0" * 64)


def test_a_booking_is_answered_once_and_told_as_news(side: Side) -> None:
    request_id, envelope = sealed(side.sealer, at("08:10"))
    digest = hashlib.sha256(envelope).hexdigest()
    assert side.gateway.ask_booking(request_id, digest) == NotThere()
    first = side.gateway.book(request_id, envelope)
    assert isinstance(first, Answered)
    answer = first.answer.answer
    assert (first.repeated, answer.outcome, answer.slot) == (False, "confirmed", at("08:10"))
    assert first.answer.holds(side.sealer.keys)
    assert side.gateway.book(request_id, envelope) == Answered(first.answer, repeated=True)
    assert side.gateway.ask_booking(request_id, digest) == Answered(first.answer, repeated=True)
    _, other = sealed(side.sealer, at("08:30"), request_id=request_id)
    assert isinstance(side.gateway.book(request_id, other), Conflict)
    assert isinstance(side.gateway.ask_booking(request_id, "0" * 64), Conflict)
    news = side.gateway.pull_bookings("")
    assert isinstance(news, News)
    assert news.answers == (first.answer,)
    assert side.gateway.pull_bookings(news.cursor) == News((), news.cursor, more=False)


def test_times_are_told_until_they_are_known(side: Side) -> None:
    first = side.gateway.slots("")
    assert isinstance(first, SlotsNow)
    assert side.gateway.slots(first.tag) == SameSlots()
    side.gateway.book(*sealed(side.sealer, at("08:10")))
    second = side.gateway.slots(first.tag)
    assert isinstance(second, SlotsNow)
    assert second.tag != first.tag
