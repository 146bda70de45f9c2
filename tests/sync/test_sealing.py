"""Sealing: whole or not at all, opened by the gateway's key and the recovery key alone, never a wrong audience."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.sync.canonical import canonical
from kiosk.sync.completeness import MAX_ATTACHMENT, Attachment, Incomplete
from kiosk.sync.contents import parse_contents
from kiosk.sync.ids import new_file_id
from kiosk.sync.sealing import Sealed, SealingKeys, SealRefused
from offline_cache.errors import StoreError
from offline_cache.files import HALF
from offline_cache.store import Store, open_store
from tests.sync.dossiers import ANSWERS, Desk, jpeg, paper, pdf
from tests.sync.fake_gateway import KeySet

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import VirtualClock
    from kiosk.sync.keys import Audience


def sealed_files(store: Store) -> set[str]:
    return {path.name for path in store.sealed.folder.iterdir()}


def test_what_is_sealed_is_what_the_gateway_opens(desk: Desk, store: Store, keys: KeySet) -> None:
    papers = (paper("birth_paper", 2), Attachment(new_file_id(), "portrait", "image/jpeg", 1, jpeg()))
    draft = desk.draft()
    sealed = desk.seal(desk.request(draft, *papers))
    assert isinstance(sealed, Sealed)
    payload = store.outbox.payload(sealed.item.id)
    assert payload is not None
    contents = parse_contents(keys.open(payload.envelope))
    assert contents.submission == canonical(ANSWERS)
    assert (contents.lookup_code, contents.procedure) == (draft.lookup_code, draft.procedure)
    assert contents.manifest.sha256 == sealed.item.manifest_sha256
    for entry, attachment, file in zip(contents.manifest.files, papers, payload.files, strict=True):
        blob = file.path.read_bytes()
        assert keys.open(blob) == attachment.data == keys.open(blob, recovery=True)
        assert (entry.id, entry.document, entry.pages) == (attachment.id, attachment.document, attachment.pages)
        assert (entry.sha256, entry.size) == (hashlib.sha256(attachment.data).hexdigest(), len(attachment.data))
        assert (entry.sealed_sha256, entry.sealed_size) == (file.sha256, len(blob))
    assert keys.open(payload.envelope, recovery=True) == keys.open(payload.envelope)


def test_sealing_takes_the_draft_and_its_pages_away(desk: Desk, store: Store) -> None:
    desk.seal_new(paper())
    assert store.drafts.list() == ()
    assert list(store.pages.folder.iterdir()) == []


def test_a_dossier_without_attachments_is_sealed_too(desk: Desk, store: Store) -> None:
    payload = store.outbox.payload(desk.seal_new())
    assert payload is not None
    assert payload.files == ()


def test_a_second_tap_gives_the_same_dossier(desk: Desk, store: Store) -> None:
    request = desk.request(desk.draft(), paper())
    first, second = desk.seal(request), desk.seal(request)
    assert isinstance(first, Sealed)
    assert isinstance(second, Sealed)
    assert second.again
    assert second.item == first.item
    assert len(store.outbox.all()) == 1


@pytest.mark.parametrize(
    ("attachment", "flaw"),
    [
        (Attachment(new_file_id(), "birth_paper", "application/pdf", 1, b""), "empty"),
        (Attachment(new_file_id(), "birth_paper", "application/pdf", 0, pdf()), "empty"),
        (Attachment(new_file_id(), "birth_paper", "application/pdf", 1, pdf()[: len(pdf()) // 3]), "unreadable"),
        (Attachment(new_file_id(), "birth_paper", "application/pdf", 1, jpeg()), "unreadable"),
        (Attachment(new_file_id(), "birth_paper", "application/pdf", 3, pdf(2)), "pages"),
        (Attachment(new_file_id(), "birth_paper", "application/pdf", 1, pdf(0)), "pages"),
        (Attachment(new_file_id(), "birth_paper", "image/jpeg", 1, jpeg()[:-400]), "unreadable"),
        (Attachment(new_file_id(), "birth_paper", "image/jpeg", 1, pdf()), "unreadable"),
        (Attachment(new_file_id(), "birth_paper", "image/jpeg", 2, jpeg()), "pages"),
        (Attachment(new_file_id(), "birth_paper", "application/pdf", 1, bytes(MAX_ATTACHMENT + 1)), "too_large"),
        (Attachment("../store.db", "birth_paper", "application/pdf", 1, pdf()), "twice"),
    ],
)
def test_a_useless_attachment_is_refused_and_the_draft_stays(
    desk: Desk, store: Store, attachment: Attachment, flaw: str
) -> None:
    draft = desk.draft()
    refused = desk.seal(desk.request(draft, paper("other"), attachment))
    assert refused == SealRefused("incomplete", (Incomplete("birth_paper", flaw),))  # type: ignore[arg-type]
    assert store.drafts.open(draft.id) == canonical(ANSWERS)
    assert sealed_files(store) == set()


def test_a_document_that_the_dossier_needs_and_has_not_is_refused(desk: Desk, store: Store) -> None:
    draft = desk.draft()
    request = replace(desk.request(draft, paper("birth_paper")), required=("birth_paper", "marriage_paper"))
    assert desk.seal(request) == SealRefused("incomplete", (Incomplete("marriage_paper", "missing"),))
    assert store.drafts.open(draft.id) == canonical(ANSWERS)
    whole = replace(request, attachments=(*request.attachments, paper("marriage_paper")))
    assert isinstance(desk.seal(whole), Sealed)


def test_all_flaws_are_told_at_once(desk: Desk) -> None:
    broken = [Attachment(new_file_id(), name, "application/pdf", 1, b"%PDF-") for name in ("first", "second")]
    refused = desk.seal(desk.request(desk.draft(), *broken))
    assert isinstance(refused, SealRefused)
    assert refused.flaws == (Incomplete("first", "unreadable"), Incomplete("second", "unreadable"))


def test_a_sealed_file_is_never_written_again(desk: Desk, store: Store) -> None:
    attachment = paper()
    desk.seal_new(attachment)
    before = store.sealed.path(attachment.id).read_bytes()
    twice = desk.seal(desk.request(desk.draft(), attachment))
    assert twice == SealRefused("incomplete", (Incomplete("birth_paper", "twice"),))
    assert store.sealed.path(attachment.id).read_bytes() == before


@pytest.mark.parametrize(
    ("request_for", "gateway_of", "device_of"),
    [
        ("practice", "production", "production"),
        ("production", "practice", "practice"),
        ("production", "production", "practice"),
        ("practice", "production", "practice"),
        ("demo", "production", "demo"),
    ],
)
def test_practice_and_production_never_mix(
    desk: Desk, store: Store, request_for: Audience, gateway_of: Audience, device_of: Audience
) -> None:
    keys = SealingKeys(KeySet(gateway_of).public, KeySet(device_of).device)
    draft = desk.draft()
    request = replace(desk.request(draft, paper()), audience=request_for)
    assert replace(desk, keys=keys).seal(request) == SealRefused("audience")
    assert store.drafts.find(draft.lookup_code) is not None


def test_without_its_draft_nothing_is_sealed(desk: Desk, store: Store) -> None:
    draft = desk.draft()
    request = replace(desk.request(draft), draft_id=new_file_id())
    assert desk.seal(request) == SealRefused("no_draft")
    store.drafts.erase(draft.id)
    assert desk.seal(desk.request(draft)) == SealRefused("no_draft")


@pytest.mark.parametrize("body", [b"", b"[1]", b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1.5}', b'{"a":NaN}'])
def test_a_submission_the_gateway_would_not_take_is_refused(desk: Desk, store: Store, body: bytes) -> None:
    draft = desk.draft()
    assert desk.seal(desk.request(draft, paper(), body=body)) == SealRefused("malformed")
    assert store.drafts.find(draft.lookup_code) is not None
    assert sealed_files(store) == set()


def test_a_file_that_cannot_be_written_keeps_the_draft_and_drops_the_others(desk: Desk, store: Store) -> None:
    draft, first, second = desk.draft(), paper(), paper()
    in_the_way = store.sealed.folder / (second.id + HALF)
    in_the_way.mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        desk.seal(desk.request(draft, first, second))
    in_the_way.rmdir()
    assert store.drafts.open(draft.id) == canonical(ANSWERS)
    assert sealed_files(store) == set()


def test_a_sealing_whose_transaction_fails_keeps_the_draft_and_its_files_go_at_the_next_start(
    tmp_path: Path, keys: KeySet, clock: VirtualClock
) -> None:
    folder = tmp_path / "another"
    with open_store(folder, clock) as store:
        desk = Desk(store, SealingKeys(keys.public, keys.device), clock)
        draft = desk.draft()
        store._database._connection.execute("DROP TABLE event")
        with pytest.raises(StoreError):
            desk.seal(desk.request(draft, paper()))
        assert store.drafts.open(draft.id) == canonical(ANSWERS)
        left = sealed_files(store)
        assert len(left) == 1
    with open_store(folder, clock) as store:
        assert set(store.reconciled.dropped_files) == left
        assert store.drafts.find(draft.lookup_code) is not None
