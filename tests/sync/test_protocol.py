"""What travels: one byte form, strict reading, ids in order, receipts and requests that prove who made them."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import SystemClock, VirtualClock
from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical, parse_canonical
from kiosk.sync.contents import Contents, FileEntry, format_contents, make_manifest, parse_contents
from kiosk.sync.http_signature import Claim, read_claim, sign_request
from kiosk.sync.ids import IdMaker, is_uuid, is_uuid7, new_file_id
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.keys import GatewayKeys, SealKey, VerifyKey, new_device_key
from kiosk.sync.protocol import OFFICIAL_STATES, Health, Problem, Update, UpdatePage, decode, encode, problem
from kiosk.sync.receipt import Receipt, ReceivedFile, SignedReceipt

ID = "019aae00-1122-7a5b-8c3d-445566778899"
FILE = "3f0c9a52-7d0e-4c8b-9a5f-1f2e3d4c5b6a"
NOON = "2026-11-24T12:00:00+07:00"

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_a_value_has_one_byte_form_and_comes_back(value: Any) -> None:
    data = canonical(value)
    assert parse_canonical(data, 1 << 20) == value
    assert data == canonical(json.loads(data))


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), st.integers(), min_size=2, max_size=6))
def test_keys_stand_in_code_point_order(value: dict[str, int]) -> None:
    keys = list(json.loads(canonical(value)))
    assert keys == sorted(value)


@given(st.binary(max_size=200))
def test_bytes_that_are_not_canonical_are_refused_quietly(data: bytes) -> None:
    try:
        value = parse_canonical(data, 1000)
    except ProtocolError:
        return
    assert canonical(value) == data


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b'"\\u0041"',
        b'"\\ud800"',
        b'"\xc3\x28"',
        b" 1",
        b"[" * 5000 + b"]" * 5000,
        b"",
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_canonical(data, 20_000)


@pytest.mark.parametrize("value", [1.5, {"a": 0.0}, [float("nan")], {1: 2}, {"a": {2}}, "\ud800", {"a": b"x"}])
def test_values_without_a_byte_form_are_refused(value: Any) -> None:
    with pytest.raises(ProtocolError):
        canonical(value)


def test_ids_rise_even_when_the_clock_is_stepped_back(tmp_path: Path) -> None:
    clock = VirtualClock(tmp_path / "clock")
    maker, made = IdMaker(clock), []
    for step in (0, -3600, 5, -86400 * 365):
        clock.shift_wall(timedelta(seconds=step))
        made += [maker.new() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(is_uuid7(one) and is_uuid(one) for one in made)


def test_an_id_tells_its_time() -> None:
    milliseconds = int(IdMaker(SystemClock()).new().replace("-", "")[:12], 16)
    assert abs(milliseconds / 1000 - SystemClock().now().timestamp()) < 5


@pytest.mark.parametrize("text", ["", ID.upper(), ID + "\n", ID[:-1], ID.replace("-", ""), "{" + ID + "}", f" {ID}"])
def test_an_id_has_one_spelling(text: str) -> None:
    assert not is_uuid7(text)
    assert not is_uuid(text)


def test_file_ids_tell_nothing_and_are_no_submission_ids() -> None:
    assert is_uuid(new_file_id())
    assert not is_uuid7(new_file_id())


def entry(**changes: Any) -> FileEntry:
    plain: dict[str, Any] = {
        "id": FILE,
        "document": "birth_paper",
        "media_type": "application/pdf",
        "pages": 2,
        "size": 10,
        "sha256": "0" * 64,
        "sealed_size": 20,
        "sealed_sha256": "1" * 64,
    }
    return FileEntry(**(plain | changes))


def contents(submission: bytes = b'{"a":1}', files: tuple[FileEntry, ...] = ()) -> Contents:
    manifest = make_manifest(ID, submission, files)
    return Contents(ID, "demo", "device", "K7F329QD4M", "1.001193", "2026-11-24.1", NOON, manifest, submission)


def test_contents_come_back_with_the_very_same_bytes_of_the_answers() -> None:
    answers = canonical({"child.full_name": "H'Hen Niê", "copies.count": 2, "none": {"missing": "none"}})
    whole = contents(answers, (entry(),))
    assert parse_contents(format_contents(whole)) == whole


def test_the_manifests_hash_covers_answers_and_files() -> None:
    hashes = {
        contents().manifest.sha256,
        contents(b'{"a":2}').manifest.sha256,
        contents(files=(entry(),)).manifest.sha256,
        contents(files=(entry(pages=3),)).manifest.sha256,
        contents(files=(entry(sealed_sha256="2" * 64),)).manifest.sha256,
    }
    assert len(hashes) == 5


@pytest.mark.parametrize(
    "change",
    [
        {"pages": 0},
        {"pages": 201},
        {"size": 0},
        {"media_type": "text/html"},
        {"document": "../x"},
        {"document": "Giấy"},
        {"sha256": "0" * 63},
        {"sha256": "A" * 64},
        {"id": "x"},
    ],
)
def test_a_manifest_outside_the_protocol_is_not_sealed(change: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError):
        format_contents(contents(files=(entry(**change),)))


def test_contents_that_contradict_themselves_are_refused() -> None:
    whole = json.loads(format_contents(contents(files=(entry(),))))
    changes: tuple[dict[str, Any], ...] = (
        {"id": ID[:-1] + "8"},
        {"submission": {"a": 2}},
        {"submission": []},
        {"extra": 1},
        {"v": 2},
        {"lookup_code": "k7f3"},
        {"sealed_at": "yesterday"},
        {"manifest": whole["manifest"] | {"files": whole["manifest"]["files"] * 2}},
        {"manifest": whole["manifest"] | {"extra": 1}},
    )
    for change in changes:
        with pytest.raises(ProtocolError):
            parse_contents(canonical(whole | change))
    with pytest.raises(ProtocolError):
        parse_contents(json.dumps(whole).encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_as_contents(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_contents(data)


RECEIPT_KEY = Ed25519PrivateKey.generate()
KEYS = GatewayKeys(
    "demo",
    (SealKey("demo", bytes(32)),),
    SealKey("demo", bytes(32)),
    (VerifyKey(bytes(32)), VerifyKey(RECEIPT_KEY.public_key().public_bytes_raw())),
)


def receipt(**changes: Any) -> Receipt:
    plain: dict[str, Any] = {
        "id": ID,
        "audience": "demo",
        "device": "device",
        "dossier_code": "DEMO-H00.00.00-261124-0001",
        "received_at": NOON,
        "procedure": "1.001193",
        "lookup_code": "K7F329QD4M",
        "envelope_sha256": "0" * 64,
        "manifest_sha256": "1" * 64,
        "files": (ReceivedFile(id=FILE, document="birth_paper", pages=2, size=10, sha256="2" * 64),),
    }
    return Receipt(**(plain | changes))


def signed(body: Receipt) -> SignedReceipt:
    signature = encode_bytes(RECEIPT_KEY.sign(body.signed_bytes()))
    return SignedReceipt(receipt=body, kid=KEYS.receipt[1].kid, signature=signature)


def test_a_receipt_holds_after_its_journey() -> None:
    arrived = decode(encode(signed(receipt())), SignedReceipt)
    assert arrived == signed(receipt())
    assert arrived.holds(KEYS)


@pytest.mark.parametrize(
    "change",
    [
        {"dossier_code": "DEMO-H00.00.00-261124-0002"},
        {"manifest_sha256": "3" * 64},
        {"received_at": "2026-11-24T12:00:01+07:00"},
        {"files": ()},
        {"audience": "production"},
    ],
)
def test_a_changed_receipt_does_not_hold(change: dict[str, Any]) -> None:
    changed = msgspec.structs.replace(signed(receipt()), receipt=receipt(**change))
    assert not changed.holds(KEYS)


def test_a_receipt_of_an_unknown_key_or_another_audience_does_not_hold() -> None:
    assert not msgspec.structs.replace(signed(receipt()), kid="0" * 16).holds(KEYS)
    assert not msgspec.structs.replace(signed(receipt()), kid=KEYS.receipt[0].kid).holds(KEYS)
    assert not signed(receipt(audience="practice")).holds(KEYS)


def test_unknown_fields_and_wrong_types_are_refused() -> None:
    for text, kind in (
        (b'{"ready":true,"audience":"demo","free_bytes":1,"extra":1}', Health),
        (b'{"ready":"true","audience":"demo","free_bytes":1}', Health),
        (b'{"ready":true,"audience":"Demo","free_bytes":1}', Health),
        (b'{"updates":[],"cursor":"1"}', UpdatePage),
        (b'{"updates":[],"cursor":"one","more":false}', UpdatePage),
        (b'{"updates":{},"cursor":"1","more":false}', UpdatePage),
        (b'{"type":"x","title":"x","status":200}', Problem),
    ):
        with pytest.raises(ProtocolError):
            decode(text, kind)
    with pytest.raises(ProtocolError):
        decode(b" " * 100 + b'{"ready":true,"audience":"demo","free_bytes":1}', Health, limit=100)


@pytest.mark.parametrize("code", [0, 100, -1, 1.5, "2", True, None])
def test_an_official_code_is_a_small_number(code: Any) -> None:
    update = {"id": ID, "dossier_code": "X", "code": code, "at": NOON}
    with pytest.raises(ProtocolError):
        decode(json.dumps(update).encode(), Update)


def test_a_code_that_a_province_added_stops_no_updates() -> None:
    update = {"id": ID, "dossier_code": "X", "code": 11, "at": NOON}
    assert decode(json.dumps(update).encode(), Update).code == 11
    assert sorted(OFFICIAL_STATES) == list(range(1, 11))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_as_answers(data: bytes) -> None:
    for kind in (Problem, UpdatePage, SignedReceipt):
        with pytest.raises(ProtocolError):
            decode(data, kind)


def test_a_problem_names_its_kind() -> None:
    told = decode(encode(problem("missing-files", 422, "files have to be uploaded first", missing=(FILE,))), Problem)
    assert (told.kind, told.status, told.missing) == ("missing-files", 422, (FILE,))


DEVICE = new_device_key("demo")
BODY_SHA256 = hashlib.sha256(b"body").digest()


def claim(method: str = "PUT", target: str = "/v1/x?y=1", **changes: str) -> Claim:
    headers = sign_request(DEVICE, "PUT", "/v1/x?y=1", BODY_SHA256, 1_795_500_000)
    lower = {name.lower(): value for name, value in headers.items()}
    return read_claim(method, target, lower | {name.replace("_", "-"): value for name, value in changes.items()})


def test_a_signed_request_tells_who_when_and_what() -> None:
    told = claim()
    assert (told.device_id, told.audience, told.created) == (DEVICE.device_id, "demo", 1_795_500_000)
    assert told.body_sha256 == BODY_SHA256
    assert told.proven_by(DEVICE.public.key)
    assert not told.proven_by(new_device_key("demo").public.key)


@pytest.mark.parametrize(
    ("method", "target"), [("GET", "/v1/x?y=1"), ("PUT", "/v1/x?y=2"), ("PUT", "/v1/x"), ("PUT", "/v1/z?y=1")]
)
def test_a_signature_fits_no_other_request(method: str, target: str) -> None:
    assert not claim(method, target).proven_by(DEVICE.public.key)


def test_no_two_requests_share_a_nonce() -> None:
    assert len({claim().nonce for _ in range(50)}) == 50


@given(st.text(max_size=60), st.sampled_from(["signature", "signature_input", "content_digest"]))
def test_headers_outside_the_profile_are_refused(text: str, name: str) -> None:
    with pytest.raises(ProtocolError):
        claim(**{name: text})
