"""Sealing and looking up: what arrives at the gateway, what a failure leaves, and who may read an officer's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from kiosk.errors import ConfigError, KioskError
from kiosk.outcomes import Found, KeptPage, NotFound
from kiosk.sync.contents import parse_contents
from kiosk.sync.protocol import Update
from kiosk.sync.sealing import Sealed, SealingKeys, SealRefused
from kiosk.sync.updates import settle_updates
from offline_cache.drafts import Draft
from offline_cache.errors import StoreError
from offline_cache.proofs import Wait, Wrong
from tests.kiosk.service_point import BIRTH, MORNING, RESIDENCE, ServicePoint, answered, photograph
from tests.sync.fake_gateway import KeySet

WORDS = "Thiếu chữ ký của bà Lò Thị Kín."


def sealed(point: ServicePoint, code: str = BIRTH) -> Sealed:
    outcome = point.desk.seal(point.fill(code))
    assert isinstance(outcome, Sealed)
    return outcome


def opened(point: ServicePoint, item_id: str) -> tuple[dict[str, Any], list[bytes]]:
    """The submission and the documents, as only the gateway can read them."""
    payload = point.store.outbox.payload(item_id)
    assert payload is not None
    contents = parse_contents(point.keys.open(payload.envelope))
    return json.loads(contents.submission), [point.keys.open(file.path.read_bytes()) for file in payload.files]


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE])
def test_the_gateway_reads_what_was_answered_and_photographed(point: ServicePoint, code: str) -> None:
    outcome = sealed(point, code)
    submission, documents = opened(point, outcome.item.id)
    text = json.dumps(submission, ensure_ascii=False)
    assert outcome.item.lookup_code in text
    assert "012302000007" in text
    assert [len(pikepdf.open(BytesIO(document)).pages) for document in documents] == [1] * len(documents)
    assert documents
    assert outcome.item.sealed_at == MORNING or outcome.item.sealed_at > MORNING


def test_two_pages_are_one_document_in_their_order(point: ServicePoint) -> None:
    session = point.fill()
    second = point.desk.add_page(session, photograph("TRANG HAI"))
    assert isinstance(second, KeptPage)
    pages = [*point.store.pages.list(session.draft_id)]
    outcome = point.desk.seal(answered(session, "papers.birth", [pages[0], second.id]))
    assert isinstance(outcome, Sealed)
    _, documents = opened(point, outcome.item.id)
    assert [len(pikepdf.open(BytesIO(document)).pages) for document in documents] == [2]


def test_a_paper_that_is_skipped_is_not_missed(point: ServicePoint) -> None:
    begun = point.begin()
    session = begun.standing(point.fill(BIRTH, {"papers.birth": {"missing": "skipped"}}).wizard)
    point.desk.keep(session)
    outcome = point.desk.seal(session)
    assert isinstance(outcome, Sealed)
    assert opened(point, outcome.item.id)[1] == []


def refuse_files(point: ServicePoint) -> None:
    """The folder of sealed files turns into something nothing can be written into."""
    for path in point.store.sealed.folder.iterdir():
        path.unlink()
    point.store.sealed.folder.rmdir()
    point.store.sealed.folder.write_bytes(b"")


def refuse_rows(point: ServicePoint) -> None:
    point.store._database._connection.execute("PRAGMA query_only = ON")


def heal(point: ServicePoint) -> None:
    point.store._database._connection.execute("PRAGMA query_only = OFF")
    if point.store.sealed.folder.is_file():
        point.store.sealed.folder.unlink()
        point.store.sealed.folder.mkdir(mode=0o700)


@pytest.mark.parametrize("break_disk", [refuse_files, refuse_rows])
def test_a_disk_that_fails_keeps_the_draft_and_a_second_try_seals(
    point: ServicePoint, break_disk: Callable[[ServicePoint], None]
) -> None:
    session = point.fill()
    break_disk(point)
    with pytest.raises(StoreError):
        point.desk.seal(session)
    assert point.store.outbox.all() == ()
    heal(point)
    draft = point.desk.look_up(session.lookup_code)
    assert isinstance(draft, Draft)
    outcome = point.desk.seal(session)
    assert isinstance(outcome, Sealed)
    assert not outcome.again
    point.restart()  # what the failed try left behind goes at the latest now
    payload = point.store.outbox.payload(outcome.item.id)
    assert payload is not None
    assert {path.name for path in point.store.sealed.folder.iterdir()} == {file.id for file in payload.files}


def test_keys_of_another_audience_seal_nothing(point: ServicePoint) -> None:
    session = point.fill()
    strange = KeySet("practice")
    assert point.desk_with(SealingKeys(strange.public, strange.device)).seal(session) == SealRefused("audience")
    assert isinstance(point.desk.look_up(session.lookup_code), Draft)


def test_keys_that_are_not_there_are_told_and_keep_the_draft(point: ServicePoint) -> None:
    session = point.fill()

    def none() -> SealingKeys:
        raise ConfigError("no keys yet")

    point.desk._keys = none
    with pytest.raises(KioskError):
        point.desk.seal(session)
    assert isinstance(point.desk.look_up(session.lookup_code), Draft)


def test_a_draft_that_was_erased_meanwhile_is_not_sealed(point: ServicePoint) -> None:
    session = point.fill(BIRTH, {"papers.birth": {"missing": "skipped"}})
    point.store.drafts.erase(session.draft_id)
    assert point.desk.seal(session) == SealRefused("no_draft")


def told(point: ServicePoint, item_id: str, *, message: str = WORDS) -> None:
    """The gateway tells what an officer did."""
    update = Update(
        id=item_id, dossier_code="H31-1", code=5, at=point.clock.now().isoformat(), message=message, reasons=()
    )
    settlements, strangers = settle_updates((update,), point.store.outbox.get)
    assert strangers == 0
    point.store.outbox.settle(settlements)


def test_the_code_alone_tells_the_state_and_nothing_that_an_officer_wrote(point: ServicePoint) -> None:
    item = sealed(point).item
    told(point, item.id)
    found = point.desk.look_up(item.lookup_code)
    assert isinstance(found, Found)
    assert found.item.state == "supplement_requested"
    assert (found.messages, found.proved, found.provable) == ((), False, True)
    assert WORDS not in repr(found)
    resumed = point.desk.resume(item.lookup_code, "0007")
    assert isinstance(resumed, Found)
    assert resumed.messages == ()


def test_the_digits_open_an_officers_words_and_guessing_stops(point: ServicePoint) -> None:
    item = sealed(point).item
    told(point, item.id)
    found = point.desk.look_up(item.lookup_code, "0007")
    assert isinstance(found, Found)
    assert found.proved
    assert WORDS.encode() in found.messages[0].body
    assert [point.desk.look_up(item.lookup_code, "9999") for _ in range(5)] == [Wrong(n) for n in (4, 3, 2, 1, 0)]
    assert isinstance(point.desk.look_up(item.lookup_code, "0007"), Wait)
    assert isinstance(point.desk.look_up(item.lookup_code), Found)
    point.clock.pass_time(61)
    assert isinstance(point.desk.look_up(item.lookup_code, "0007"), Found)


def test_without_words_there_is_nothing_to_prove_for(point: ServicePoint) -> None:
    item = sealed(point).item
    told(point, item.id, message="")
    found = point.desk.look_up(item.lookup_code)
    assert isinstance(found, Found)
    assert not found.provable


def test_an_open_screen_hears_of_a_new_state_as_it_was_proved(point: ServicePoint) -> None:
    item = sealed(point).item
    told(point, item.id)
    for proved in (True, False):
        found = point.desk.state_of(item.id, proved=proved)
        assert found is not None
        assert found.item.state == "supplement_requested"
        assert bool(found.messages) == proved
    assert point.desk.state_of("01932f00-0000-7000-8000-000000000001", proved=True) is None


def test_a_code_of_nobody_is_not_found(point: ServicePoint) -> None:
    code = point.begin().lookup_code
    for draft in point.store.drafts.list():
        point.store.drafts.erase(draft.id)
    assert point.desk.look_up(code) == NotFound()
    assert point.desk.look_up(code, "0007") == NotFound()
