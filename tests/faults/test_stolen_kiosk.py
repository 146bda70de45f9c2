"""A stolen kiosk: what was typed is in no byte of the store; after sealing not even the kiosk's own key finds it."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiosk.clock import VirtualClock
from kiosk.sync.canonical import canonical
from kiosk.sync.completeness import Attachment
from kiosk.sync.ids import new_file_id
from kiosk.sync.sealing import Sealed, SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache.drafts import Draft
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.sync.dossiers import Desk, pdf
from tests.sync.fake_gateway import FakeGateway, KeySet

NAME = "Hờ Y Bhăm Êban Kpơr Xuân Quỳnh"
NUMBER = "066199087123"
PHONE = "0987001234"
WORDS = "Nhà có cây bằng lăng tím cạnh giếng"
OFFICER = "Giấy của bà Quỳnh thiếu chữ ký của ông Kpơr"
ANSWERS = {"child.full_name": NAME, "applicant.number": NUMBER, "applicant.phone": PHONE, "note": WORDS}
CANARIES = (NAME, NUMBER, PHONE, WORDS, OFFICER)


def forms_of(text: str) -> Iterator[bytes]:
    """The ways a text may lie on a disk."""
    for form in ("NFC", "NFD"):
        for words in {text, text.lower(), text.upper()}:
            shaped = unicodedata.normalize(form, words)
            yield shaped.encode("utf-8")
            yield shaped.encode("utf-16-le")
            yield shaped.encode("unicode_escape")


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        yield "a name", str(path).encode()
        if path.is_file():
            yield path.name, path.read_bytes()


def assert_nothing_leaks(folder: Path, *secrets: bytes) -> None:
    needles = [needle for canary in CANARIES for needle in forms_of(canary)] + list(secrets)
    for name, data in every_byte(folder):
        for needle in needles:
            assert needle not in data, f"found in {name}"


def photograph(text: str) -> bytes:
    out = BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(out, "JPEG", comment=text.encode())
    return out.getvalue()


def open_kiosk_store(folder: Path, clock: VirtualClock) -> Store:
    return open_store(folder, clock, room=Room(folder, ballast=4096))


@pytest.fixture
def clock(tmp_path: Path) -> VirtualClock:
    return VirtualClock(tmp_path / "clock")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def typed_draft(store: Store) -> tuple[Draft, bytes]:
    """A draft saved after every letter, as it is at the kiosk, and one photographed page."""
    digits = store.proofs.make("K7F3-29QD-4M", NUMBER[-4:])
    draft = Draft(str(uuid.uuid4()), "K7F3-29QD-4M", "1.001193", "v", digits)
    for length in range(len(NAME)):
        store.drafts.save(draft, canonical(ANSWERS | {"child.full_name": NAME[:length]}))
    store.drafts.save(draft, canonical(ANSWERS))
    jpeg = photograph(NAME)
    store.pages.put(draft.id, uuid.uuid4().hex, jpeg)
    return draft, jpeg


def kept_in(store: Store) -> list[bytes]:
    """What the local key opens of a draft: its wrapped key, its body, its pages."""
    rows = store._database.rows("SELECT key, body FROM draft")
    boxes = [bytes(row[column]) for row in rows for column in ("key", "body")]
    return boxes + [path.read_bytes() for path in store.pages.folder.iterdir()]


def test_a_draft_and_its_pages_lie_there_encrypted_only(folder: Path, clock: VirtualClock) -> None:
    with open_kiosk_store(folder, clock) as store:
        draft, jpeg = typed_draft(store)
        assert_nothing_leaks(folder, jpeg[100:200], canonical(ANSWERS))
        assert store.drafts.open(draft.id) == canonical(ANSWERS)
    assert_nothing_leaks(folder, jpeg[100:200])


def test_after_sealing_not_even_the_local_key_finds_anything(folder: Path, clock: VirtualClock) -> None:
    keys = KeySet("demo")
    with open_kiosk_store(folder, clock) as store:
        desk = Desk(store, SealingKeys(keys.public, keys.device), clock)
        draft, jpeg = typed_draft(store)
        boxes = kept_in(store)
        papers = (
            Attachment(new_file_id(), "portrait", "image/jpeg", 1, jpeg),
            Attachment(new_file_id(), "birth_paper", "application/pdf", 1, pdf()),
        )
        sealed = desk.seal(desk.request(draft, *papers, body=canonical(ANSWERS)))
        assert isinstance(sealed, Sealed)
        assert_nothing_leaks(folder, jpeg[100:200], pdf()[:200], *boxes)
    assert_nothing_leaks(folder, jpeg[100:200], pdf()[:200], *boxes)


def test_an_erased_draft_is_gone_to_the_last_byte(folder: Path, clock: VirtualClock) -> None:
    with open_kiosk_store(folder, clock) as store, closing(store.reader()) as reader:
        draft, jpeg = typed_draft(store)
        boxes = kept_in(store)
        assert reader.drafts.find(draft.lookup_code) is not None
        store.drafts.erase(draft.id)
        assert reader.drafts.list() == ()
        assert_nothing_leaks(folder, jpeg[100:200], *boxes)


def test_an_expired_draft_is_gone_to_the_last_byte(folder: Path, clock: VirtualClock) -> None:
    with open_kiosk_store(folder, clock) as store:
        typed_draft(store)
        boxes = kept_in(store)
        clock.pass_time(8 * 86_400)
        assert len(store.drafts.erase_expired(clock.now())) == 1
        assert_nothing_leaks(folder, *boxes)


def test_what_officers_write_is_encrypted_and_a_purged_payload_is_gone(folder: Path, clock: VirtualClock) -> None:
    keys = KeySet("demo")
    gateway = FakeGateway(keys, clock)
    with open_kiosk_store(folder, clock) as store:
        desk = Desk(store, SealingKeys(keys.public, keys.device), clock)
        sealed = desk.seal(desk.request(typed_draft(store)[0], body=canonical(ANSWERS)))
        assert isinstance(sealed, Sealed)
        payload = store.outbox.payload(sealed.item.id)
        assert payload is not None
        syncer = Syncer(store, gateway, clock)
        syncer.run_once()
        gateway.tell(sealed.item.id, 5, OFFICER)
        syncer.run_once()
        assert len(store.messages.list(sealed.item.id)) == 1
        assert_nothing_leaks(folder)
        clock.pass_time(20 * 86_400)
        assert syncer.run_once().purged == (sealed.item.id,)
        assert_nothing_leaks(folder, payload.envelope)


def test_the_search_finds_what_does_leak(folder: Path, clock: VirtualClock) -> None:
    with open_kiosk_store(folder, clock) as store:
        store.notes.put("careless", f"gọi cho {WORDS}")
        with pytest.raises(AssertionError, match="found in store"):
            assert_nothing_leaks(folder)
