from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.canonical import canonical
from kiosk.sync.envelope import (
    OVERHEAD,
    EnvelopeError,
    Header,
    Keyring,
    Opened,
    Refusal,
    open_envelope,
    parse,
    parse_header,
    seal,
)
from kiosk.sync.keys import Audience, DeviceKey, SealKey, VerifyKey, new_device_key
from tests.sync.second_envelope import build, open_for, read_recipient

VECTORS = Path(__file__).parents[1] / "vectors"
VECTOR: dict[str, Any] = json.loads((VECTORS / "envelope-v1.json").read_text("utf-8"))
BLOB = (VECTORS / "envelope-v1.bin").read_bytes()
BODY = bytes.fromhex(VECTOR["body"])
GATEWAY, RECOVERY = map(read_recipient, VECTOR["recipients"])
KEYRING = Keyring("demo", {GATEWAY.kid: GATEWAY.private})
DEVICE = DeviceKey(VECTOR["header"]["device"], "demo", bytes.fromhex(VECTOR["device_private_key"]))
SUBMISSION = VECTOR["header"]["id"]
ATTACHMENT = "3f0c9a52-7d0e-4c8b-9a5f-1f2e3d4c5b6a"
LIMIT = 1024 * 1024


def public(key: X25519PrivateKey, audience: Audience = "demo") -> SealKey:
    return SealKey(audience, key.public_key().public_bytes_raw())


RECIPIENTS = (public(GATEWAY.private), public(RECOVERY.private))


def find_device(header: Header) -> VerifyKey | None:
    return DEVICE.public.key if header.device == DEVICE.device_id else None


def opened(blob: bytes, keyring: Keyring = KEYRING) -> Opened:
    return open_envelope(blob, keyring, find_device, limit=LIMIT)


def refusal(blob: bytes, keyring: Keyring = KEYRING) -> Refusal:
    with pytest.raises(EnvelopeError) as caught:
        opened(blob, keyring)
    return caught.value.reason


def signed_again(signed: bytes) -> bytes:
    """Bytes that the device itself signed, so that only what lies behind the signature can refuse them."""
    return signed + DEVICE.sign(signed)


def test_the_kept_vector_is_what_its_keys_make() -> None:
    assert bytes.fromhex(VECTOR["envelope"]) == BLOB
    assert hashlib.sha256(BLOB).hexdigest() == VECTOR["sha256"]
    assert build(VECTOR) == BLOB


@pytest.mark.parametrize("recipient", [GATEWAY, RECOVERY], ids=["gateway", "recovery"])
def test_the_kept_vector_opens_with_either_key(recipient: Any) -> None:
    keyring = Keyring("demo", {recipient.kid: recipient.private})
    assert opened(BLOB, keyring) == Opened(Header(SUBMISSION, "submission", "demo", DEVICE.device_id), BODY)


@given(body=st.binary(max_size=2000), part=st.sampled_from(["submission", "attachment"]))
def test_a_second_implementation_opens_what_we_seal(body: bytes, part: Any) -> None:
    header = Header(SUBMISSION if part == "submission" else ATTACHMENT, part, "demo", DEVICE.device_id)
    blob = seal(body, header, RECIPIENTS, DEVICE)
    assert opened(blob) == Opened(header, body)
    for recipient in (GATEWAY, RECOVERY):
        assert open_for(blob, recipient.private, recipient.kid) == body
    assert len(blob) <= len(body) + OVERHEAD


def test_sealing_twice_shares_nothing_secret() -> None:
    header = Header(SUBMISSION, "submission", "demo", DEVICE.device_id)
    first, second = (parse(seal(BODY, header, RECIPIENTS, DEVICE), limit=LIMIT) for _ in range(2))
    assert first.header_bytes == second.header_bytes
    assert {first.nonce, first.sealed, *(wrap.enc for wrap in first.wraps)}.isdisjoint(
        {second.nonce, second.sealed, *(wrap.enc for wrap in second.wraps)}
    )


@pytest.mark.parametrize("wrong", ["header", "recipient", "signer"])
def test_audiences_never_mix_when_sealing(wrong: str) -> None:
    header = Header(SUBMISSION, "submission", "practice" if wrong == "header" else "demo", DEVICE.device_id)
    recipients = (RECIPIENTS[0], public(RECOVERY.private, "production" if wrong == "recipient" else "demo"))
    signer = DeviceKey(DEVICE.device_id, "production", DEVICE.private) if wrong == "signer" else DEVICE
    with pytest.raises(EnvelopeError) as caught:
        seal(BODY, header, recipients, signer)
    assert caught.value.reason == "audience"


@pytest.mark.parametrize("audience", ["practice", "production"])
def test_a_gateway_refuses_another_audience_even_with_the_right_key(audience: Audience) -> None:
    assert refusal(BLOB, Keyring(audience, KEYRING.keys)) == "audience"


def test_nobody_seals_in_the_name_of_another_device_or_to_nobody() -> None:
    header = Header(SUBMISSION, "submission", "demo", DEVICE.device_id)
    for signer, recipients, reason in (
        (new_device_key("demo"), RECIPIENTS, "device"),
        (DEVICE, (), "recipient"),
        (DEVICE, RECIPIENTS * 3, "recipient"),
    ):
        with pytest.raises(EnvelopeError) as caught:
            seal(BODY, header, recipients, signer)
        assert caught.value.reason == reason


def test_who_is_refused_and_why() -> None:
    stranger = X25519PrivateKey.generate()
    assert refusal(BLOB, Keyring("demo", {public(stranger).kid: stranger})) == "recipient"
    assert refusal(BLOB, Keyring("demo", {GATEWAY.kid: stranger})) == "sealed"
    with pytest.raises(EnvelopeError) as caught:
        open_envelope(BLOB, KEYRING, lambda _: None, limit=LIMIT)
    assert caught.value.reason == "device"
    with pytest.raises(EnvelopeError) as caught:
        open_envelope(BLOB, KEYRING, lambda _: new_device_key("demo").public.key, limit=LIMIT)
    assert caught.value.reason == "signature"


@given(at=st.integers(0, len(BLOB) - 1), bit=st.integers(0, 7))
def test_any_changed_bit_is_refused(at: int, bit: int) -> None:
    changed = bytearray(BLOB)
    changed[at] ^= 1 << bit
    refusal(bytes(changed))


@given(at=st.integers(0, len(BLOB) - 65), bit=st.integers(0, 7))
def test_any_changed_bit_is_refused_even_when_the_device_signs_it(at: int, bit: int) -> None:
    changed = bytearray(BLOB[:-64])
    changed[at] ^= 1 << bit
    refusal(signed_again(bytes(changed)))


@given(length=st.integers(0, len(BLOB) - 1))
def test_a_cut_envelope_is_refused(length: int) -> None:
    refusal(BLOB[:length])
    if length != len(BLOB) - 64:  # signing again what was signed gives the envelope itself
        refusal(signed_again(BLOB[:length]))


@given(data=st.binary(max_size=600) | st.binary(max_size=400).map(lambda rest: BLOB[:178] + rest))
def test_any_bytes_are_refused_and_never_crash_the_parser(data: bytes) -> None:
    refusal(data)
    refusal(signed_again(data))


@given(extra=st.binary(min_size=1, max_size=40))
def test_bytes_behind_the_envelope_are_refused(extra: bytes) -> None:
    refusal(BLOB + extra)
    refusal(signed_again(BLOB[:-64] + extra))


def test_an_envelope_over_the_limit_is_not_even_read() -> None:
    with pytest.raises(EnvelopeError) as caught:
        parse(BLOB, limit=len(BLOB) - 1)
    assert caught.value.reason == "too_large"
    assert parse(BLOB, limit=len(BLOB)).header.id == SUBMISSION


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"alg": "none"},
        {"part": "everything"},
        {"audience": "Demo"},
        {"id": "019aae00-1122-4a5b-8c3d-445566778899"},
        {"id": SUBMISSION.upper()},
        {"id": "../../etc/passwd"},
        {"id": SUBMISSION + "\n"},
        {"device": "a" * 65},
        {"device": "../up"},
        {"device": ""},
        {"extra": 1},
    ],
)
def test_headers_outside_the_protocol_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeError):
        parse_header(canonical(VECTOR["header"] | change))


def test_a_header_has_one_spelling() -> None:
    header = canonical(VECTOR["header"])
    assert parse_header(header).id == SUBMISSION
    for other in (
        json.dumps(VECTOR["header"]).encode(),
        header.replace(b'"v":1', b'"v":1.0'),
        header.replace(b'"v":1', b'"v":1,"v":1'),
        header + b" ",
        b"[" * 400 + b"]" * 400,
        b'{"a":"\xff"}',
        header.replace(b"demo", b"\\u0064emo"),
        b"x" * 600,
    ):
        with pytest.raises(EnvelopeError):
            parse_header(other)


def test_the_annotated_example_is_the_vector() -> None:
    page = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")
    noted = re.findall(r"\b([0-9a-f]{4})  ((?:[0-9a-f]{2})+)\b", page)
    assert len(noted) == 14
    for offset, digits in noted:
        assert BLOB[int(offset, 16) :].hex().startswith(digits)
