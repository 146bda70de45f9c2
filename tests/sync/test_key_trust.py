"""Which published keys a kiosk takes: none that did not follow from what is pinned, and never earlier ones."""

from __future__ import annotations

import json
import random
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.folder import Folder
from gateway.key_publishing import bring_root, published
from gateway.keyring import make_keys
from gateway.rotation import RootSource, rotate
from kiosk.clock import HANOI, SystemClock
from kiosk.errors import ConfigError, ProtocolError
from kiosk.key_words import NOT_ASKED_FOR_LONG, WHY, standing_in_words
from kiosk.sync.answers import NoAnswer
from kiosk.sync.key_files import KEY_BYTES, encode_bytes, format_key_file
from kiosk.sync.key_following import KeyFollower
from kiosk.sync.key_trust import LAST, TAKEN, GatewayTrust, KeysRefused, KeysSame, KeysTaken, LastLook
from kiosk.sync.keys import (
    MAX_RETIRED,
    MAX_SIGNATURES,
    KeysDocument,
    KeySignature,
    format_gateway_keys,
    name_key,
    parse_document,
)
from kiosk.sync.keys_document import signed_bytes
from kiosk.sync.outcomes import LineDown

Change = Callable[[dict[str, Any]], object]


@dataclass
class Place:
    """A gateway's folder, and a kiosk that pinned what it published first."""

    root: Path

    def __post_init__(self) -> None:
        self.folder = Folder(self.root / "gateway")
        self.first = make_keys(self.folder, "demo")[0]
        self.home = self.root / "kiosk"
        self.home.mkdir()
        self.pinned = Path(shutil.copy(self.folder.signed_keys, self.home))

    @property
    def offered(self) -> bytes:
        return self.folder.signed_keys.read_bytes()

    def trust(self) -> GatewayTrust:
        return GatewayTrust(self.pinned, self.home, "demo")

    def signed(self, change: Change) -> bytes:
        """What is published, changed, and signed by the root all the same."""
        body = json.loads(self.offered)
        change(body)
        document = msgspec.convert(body, KeysDocument)
        root = bring_root(self.folder, published(self.folder))
        signature = Ed25519PrivateKey.from_private_bytes(root.private).sign(signed_bytes(document))
        made = KeySignature(root.public.kid, encode_bytes(signature))
        return format_key_file(msgspec.structs.replace(document, signatures=(made,)))


class Silent:
    """A line that is down."""

    def exchange(self, method: str, path: str, body: bytes = b"", headers: object = None) -> NoAnswer:
        assert (method, path, body) == ("GET", "/v1/keys", b"")
        assert isinstance(headers, dict)
        return NoAnswer("offline")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_newer_keys_of_the_same_root_are_taken_and_kept(place: Place) -> None:
    trust = place.trust()
    assert trust.keys() == place.first
    assert trust.take(place.offered) == KeysSame()
    second = rotate(place.folder)
    assert trust.take(place.offered) == KeysTaken(second)
    assert trust.keys() == second
    assert trust.take(place.offered) == KeysSame()
    assert place.trust().keys() == second


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("altered", lambda body: body["seal"].reverse()),
        ("altered", lambda body: body.update(number=body["number"] + 1)),
        ("altered", lambda body: body["receipt"].reverse()),
        ("altered", lambda body: body.update(recovery=body["seal"][0])),
        ("altered", lambda body: body.update(issued_at="2031-01-01T00:00:00+07:00")),
        ("altered", lambda body: body.pop("retired")),
        ("altered", lambda body: body["signatures"][0].update(kid="0" * 16)),
        ("altered", lambda body: body["signatures"][0].update(signature="A" * 86)),
        ("audience", lambda body: body.update(audience="production")),
        ("damaged", lambda body: body.update(extra=1)),
        ("damaged", lambda body: body.update(number=-1)),
        ("damaged", lambda body: body.update(number=2**60)),
        ("damaged", lambda body: body.update(signatures=[])),
        ("damaged", lambda body: body.pop("root")),
        ("damaged", lambda body: body.update(retired=body["seal"] * 40)),
        ("damaged", lambda body: body["seal"][0].update(public_key=body["seal"][1]["public_key"])),
    ],
)
def test_what_was_changed_on_the_way_changes_nothing(place: Place, why: str, change: Change) -> None:
    rotate(place.folder)
    body = json.loads(place.offered)
    change(body)
    trust = place.trust()
    assert trust.take(json.dumps(body).encode()) == KeysRefused(why)  # type: ignore[arg-type]
    assert trust.keys() == place.first
    assert not (place.home / TAKEN).exists()


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b"null", b"\xff" * 40, b"[" * 5000, b" " * 9000, b"1e999"])
def test_garbage_is_refused(place: Place, data: bytes) -> None:
    assert place.trust().take(data) == KeysRefused("damaged")


def test_earlier_and_other_keys_of_the_same_number_are_refused(place: Place) -> None:
    trust = place.trust()
    rotate(place.folder)
    between = place.offered
    newest = rotate(place.folder)
    assert isinstance(trust.take(place.offered), KeysTaken)
    assert trust.take(between) == KeysRefused("older")
    assert trust.take(place.pinned.read_bytes()) == KeysRefused("older")
    twin = place.signed(lambda body: body.update(issued_at="2031-01-01T00:00:00+07:00"))
    assert trust.take(twin) == KeysRefused("twice")
    assert trust.keys() == newest
    assert trust.take(format_gateway_keys(newest)) == KeysRefused("unsigned")


def test_another_root_is_foreign_until_it_is_pinned(place: Place, tmp_path: Path) -> None:
    trust = place.trust()
    taken = rotate(place.folder)
    trust.take(place.offered)
    changed = rotate(place.folder, root=RootSource(new=True))
    assert trust.take(place.offered) == KeysRefused("foreign")
    assert trust.keys() == taken
    with pytest.raises(ConfigError):
        trust.pin(tmp_path / "none")
    shutil.copy(place.folder.signed_keys, place.pinned)  # by hand
    assert trust.keys() == changed
    assert trust.standing().void == "foreign"  # what the other root had signed
    assert "counts for nothing" in standing_in_words(trust, SystemClock().now())[1]
    trust.note(LastLook(SystemClock().now(), "refused", "foreign"))
    assert trust.pin(place.folder.signed_keys).keys == changed
    assert standing_in_words(trust, SystemClock().now())[0] == "ok"
    newest = rotate(place.folder)
    assert trust.take(place.offered) == KeysTaken(newest)
    assert not trust.standing().void


def test_where_no_root_is_known_a_pinned_receipt_key_vouches_for_it(place: Place) -> None:
    place.pinned.write_bytes(format_gateway_keys(place.first))
    trust = place.trust()
    assert trust.keys().root is None
    assert trust.tag() == ""
    assert trust.take(place.signed(lambda _: None)) == KeysRefused("foreign")  # the root alone, whoever that is
    assert trust.take(place.offered) == KeysTaken(place.first)
    rotate(place.folder, root=RootSource(new=True))  # the receipt keys vouch, but the root is known by now
    assert trust.take(place.offered) == KeysRefused("foreign")
    assert place.trust().keys() == place.first
    place.pinned.write_bytes(format_gateway_keys(rotate(place.folder)))
    assert place.trust().standing().void == "foreign"  # another file was pinned


def test_the_signed_keys_beside_the_pinned_ones_count_when_they_belong_to_them(place: Place, tmp_path: Path) -> None:
    place.pinned.unlink()
    place.pinned = Path(shutil.copy(place.folder.public_keys, place.home))
    assert place.trust().keys().root is None
    beside = Path(shutil.copy(place.folder.signed_keys, place.home))
    assert place.trust().keys() == place.first
    second = rotate(place.folder)
    trust = place.trust()
    assert trust.take(place.offered) == KeysTaken(second)
    for damage in (b"", beside.read_bytes().replace(b'"demo"', b'"practice"'), place.offered):
        beside.write_bytes(damage)
        alone = place.trust()
        assert (alone.keys().root, alone.standing().void) == (None, "beside")
        assert "kiosk keys trust" in standing_in_words(alone, SystemClock().now())[2]
    assert alone.pin(place.folder.signed_keys).keys == second
    assert beside.read_bytes() == place.offered
    assert place.pinned.read_bytes() == place.folder.public_keys.read_bytes()
    assert not place.trust().standing().void
    assert alone.pin(place.folder.public_keys).keys.root is None  # a gateway that does not sign
    assert not beside.exists()


def test_what_was_kept_counts_for_nothing_when_it_is_damaged(place: Place) -> None:
    rotate(place.folder)
    newest, good = place.offered, place.trust()
    good.take(newest)
    path = place.home / TAKEN
    kept = json.loads(path.read_bytes())
    kept["document"]["seal"].reverse()
    for damaged in (b"", path.read_bytes()[:300], b" " * 9000, json.dumps(kept).encode()):
        path.write_bytes(damaged)
        trust = place.trust()
        assert trust.keys() == place.first
        light, told, mend = standing_in_words(trust, SystemClock().now())
        assert (light, "damaged" in told, mend) == ("warn", True, "kiosk keys update")
        assert isinstance(trust.take(newest), KeysTaken)
        assert not trust.standing().void


def test_a_pinned_file_that_is_being_copied_changes_nothing_for_who_runs(place: Place) -> None:
    trust = place.trust()
    assert trust.keys() == place.first
    whole = place.pinned.read_bytes()
    place.pinned.write_bytes(whole[:200])
    assert trust.keys() == place.first
    assert trust.take(place.offered) == KeysRefused("unpinned")
    with pytest.raises(ConfigError):
        place.trust().keys()
    place.pinned.write_bytes(whole.replace(b'"demo"', b'"practice"'))
    with pytest.raises(ConfigError, match="practice"):
        place.trust().keys()
    body = json.loads(whole)
    body["seal"].reverse()
    place.pinned.write_text(json.dumps(body))
    with pytest.raises(ConfigError, match="altered"):
        place.trust().keys()


def test_the_largest_document_fits_where_it_is_kept(place: Place) -> None:
    chance = random.Random(1)  # noqa: S311 - nothing secret

    def key() -> dict[str, str]:
        named: dict[str, str] = msgspec.to_builtins(name_key(chance.randbytes(KEY_BYTES)))
        return named

    def fill(body: dict[str, Any]) -> None:
        body.update(seal=[key()] * 4, receipt=[key()] * 4, retired=[key() for _ in range(MAX_RETIRED)])
        body.update(number=2**53 - 1)

    document = parse_document(place.signed(fill))
    padding = (KeySignature("0" * 16, "A" * 86),) * (MAX_SIGNATURES - 1)
    full = format_key_file(msgspec.structs.replace(document, signatures=document.signatures + padding))
    trust = place.trust()
    assert isinstance(trust.take(full), KeysTaken)
    assert place.trust().keys().number == 2**53 - 1


def test_a_disk_that_keeps_nothing_changes_nothing(place: Place) -> None:
    trust = place.trust()
    rotate(place.folder)
    (place.home / TAKEN).mkdir()
    (place.home / LAST).mkdir()
    assert trust.take(place.offered) == KeysRefused("disk")
    trust.note(LastLook(SystemClock().now(), "refused", "disk"))
    assert trust.last() is None
    assert trust.keys() == place.first


def test_who_seals_meanwhile_meets_whole_keys(place: Place) -> None:
    trust = place.trust()
    known = {place.first.number: place.first}
    steps = []
    for _ in range(5):
        keys = rotate(place.folder)
        known[keys.number] = keys
        steps.append(place.offered)
    done, met = threading.Event(), []

    def seal() -> None:
        while not done.is_set():
            met.append(trust.keys())

    sealing = [threading.Thread(target=seal) for _ in range(2)]
    for thread in sealing:
        thread.start()
    for step in steps:
        assert isinstance(trust.take(step), KeysTaken)
    done.set()
    for thread in sealing:
        thread.join()
    assert trust.keys() == keys
    assert all(found == known[found.number] for found in met)


def test_the_doctor_says_what_a_question_came_to(place: Place) -> None:
    trust, now = place.trust(), SystemClock().now().astimezone(HANOI)
    assert standing_in_words(trust, now)[0] == "ok"
    for why, words in WHY.items():
        trust.note(LastLook(now, "refused", why))
        light, told, mend = standing_in_words(trust, now)
        assert (light, words in told, mend != "") == ("warn", True, True)
    trust.note(LastLook(now, "same"))
    assert standing_in_words(trust, now)[0] == "ok"
    light, _, mend = standing_in_words(trust, now + 2 * NOT_ASKED_FOR_LONG)
    assert (light, "on a stick" in mend) == ("warn", True)


def test_what_comes_some_other_way_is_taken_or_let_pass(place: Place) -> None:
    trust = place.trust()
    follower = KeyFollower(Silent(), trust, SystemClock())
    assert follower.look_when_due() == LineDown("offline")
    assert follower.look_when_due() == LineDown("offline")  # still due
    assert follower.proving("0" * 16) == place.first
    assert not follower.offered(b"")
    assert not follower.offered(b'{"type":"urn:motcham:problem:not-found"}')
    assert trust.last() is None
    newest = rotate(place.folder)
    assert follower.offered(place.offered)
    assert follower.known() == newest


@pytest.fixture(scope="module")
def rotated(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("rotated"))
    rotate(place.folder)
    return place


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_edit_of_any_byte_is_taken_for_other_keys(rotated: Place, data: st.DataObject) -> None:
    true, edited = rotated.offered, bytearray(rotated.offered)
    for _ in range(data.draw(st.integers(1, 3))):
        edited[data.draw(st.integers(0, len(edited) - 1))] = data.draw(st.integers(0, 255))
    outcome = rotated.trust().take(bytes(edited))
    (rotated.home / TAKEN).unlink(missing_ok=True)
    if isinstance(outcome, KeysTaken):
        assert outcome.keys == parse_document(true).keys()
    else:
        assert isinstance(outcome, KeysRefused)


def test_a_signature_counts_for_nothing_else(place: Place) -> None:
    """It is made over a text that begins as no other signed thing does."""
    document = parse_document(place.offered)
    assert signed_bytes(document).startswith(b'motcham keys 1\n{"audience":"demo","issued_at":')
    with pytest.raises(ProtocolError):
        parse_document(b" " * 9000)
