"""Certificates, EF.SOD and the operator's list: what is signed by whom, with `openssl` as a second opinion."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, keys, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.software_card.authority import Authority, Signature, make_authority, public_key_info
from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.certificates import Certificate, UnsupportedError, load_public_key, parse_certificate
from kiosk.identity.chip.curves import BRAINPOOL256, CURVES, P256, Curve
from kiosk.identity.chip.passive import Passive, PassiveReason, check_data, check_signer
from kiosk.identity.chip.security_object import parse_sod
from kiosk.identity.chip.trust import MAX_STORE, TrustFault, TrustStore, open_trust_store, sign_trust_store
from tests.identity.chip.taps import NOW, store_of

GROUPS = {1: b"a\x01x", 13: b"m\x01y"}


@pytest.fixture(scope="module")
def written_out() -> Authority:
    return make_authority(NOW, explicit=True)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.named.name)
def test_a_curve_by_name_and_written_out_is_one_key(curve: Curve) -> None:
    key = ec.generate_private_key(curve.named)
    for explicit in (False, True):
        assert load_public_key(public_key_info(key, explicit=explicit)) == key.public_key()


def changed(key: ec.EllipticCurvePrivateKey, change: Callable[[Any], None]) -> bytes:
    """A key whose written-out curve says something else in one place."""
    info: Any = keys.PublicKeyInfo.load(public_key_info(key, explicit=True))
    parameters = info["algorithm"]["parameters"].chosen
    change(parameters)
    info["algorithm"]["parameters"] = keys.ECDomainParameters(name="specified", value=parameters)
    der: bytes = info.dump(force=True)
    return der


def other_base(parameters: Any) -> None:
    parameters["base"] = P256.encode(P256.times_generator(7))


def other_a(parameters: Any) -> None:
    parameters["curve"]["a"] = bytes(32)


def other_order(parameters: Any) -> None:
    parameters["order"] = P256.order - 2


def other_field(parameters: Any) -> None:
    parameters["field_id"] = {"field_type": "prime_field", "parameters": BRAINPOOL256.p}


def other_cofactor(parameters: Any) -> None:
    parameters["cofactor"] = 2


@pytest.mark.parametrize("change", [other_base, other_a, other_order, other_field, other_cofactor])
def test_a_curve_of_ones_own_is_refused(change: Callable[[Any], None]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    assert load_public_key(changed(key, lambda _: None)) == key.public_key()
    with pytest.raises(UnsupportedError):
        load_public_key(changed(key, change))


def test_curves_that_are_not_known() -> None:
    with pytest.raises(UnsupportedError):
        load_public_key(public_key_info(ec.generate_private_key(ec.SECP256K1())))


def result(issuer: Authority, store: TrustStore | None, sod: bytes | None = None) -> PassiveReason:
    return check_signer(parse_sod(sod or issuer.sign(GROUPS)), store, NOW).reason


@pytest.mark.parametrize("hash_name", ["sha1", "sha224", "sha256", "sha384", "sha512"])
def test_digests(home: Authority, hash_name: str) -> None:
    sod = parse_sod(home.sign(GROUPS, hash_name))
    assert check_data(sod, GROUPS)
    assert not check_data(sod, {**GROUPS, 13: b"m\x01z"})
    assert not check_data(sod, {**GROUPS, 14: b"n\x00"})


def test_explicit_parameters_all_along(written_out: Authority) -> None:
    assert result(written_out, store_of(written_out.certificate)) is PassiveReason.CHECKED


def with_signer(sod: bytes, change: Callable[[Any], None]) -> bytes:
    info: Any = cms.ContentInfo.load(tlv.unwrap(sod, 0x77))
    change(info["content"])
    return tlv.encode(0x77, info.dump(force=True))


def test_a_signature_that_does_not_hold(home: Authority, store: TrustStore) -> None:
    def other_signature(signed: Any) -> None:
        signature = bytearray(signed["signer_infos"][0]["signature"].native)
        signature[-1] ^= 1
        signed["signer_infos"][0]["signature"] = bytes(signature)

    def other_digests(signed: Any) -> None:
        content = bytes(signed["encap_content_info"]["content"])
        signed["encap_content_info"]["content"] = content[:-1] + bytes((content[-1] ^ 1,))

    def no_certificate(signed: Any) -> None:
        signed["certificates"] = None

    sod = home.sign(GROUPS)
    assert result(home, store, with_signer(sod, other_signature)) is PassiveReason.SIGNATURE
    assert result(home, store, with_signer(sod, other_digests)) is PassiveReason.SIGNATURE
    assert result(home, store, with_signer(sod, no_certificate)) is PassiveReason.NO_SIGNER


def test_a_certificate_that_only_names_its_authority(home: Authority, store: TrustStore) -> None:
    """A forger may copy name and key id of an authority, and sign by a key of their own."""
    certificate: Any = x509.Certificate.load(home.signer_certificate)
    forger = ec.generate_private_key(ec.SECP384R1())
    body = certificate["tbs_certificate"].dump()
    certificate["signature_value"] = forger.sign(body, ec.ECDSA(hashes.SHA256()))
    forged = replace(home, signer_certificate=certificate.dump(force=True))
    assert result(forged, store) is PassiveReason.CERTIFICATE
    assert result(forged, None) is PassiveReason.NO_STORE


def test_a_key_that_may_not_sign_cards(home: Authority, store: TrustStore) -> None:
    root = parse_certificate(home.certificate)
    assert not root.may_sign
    assert root.may_certify
    assert not parse_certificate(home.signer_certificate).may_certify
    forged = replace(
        parse_sod(home.sign(GROUPS)), signer=replace(parse_certificate(home.signer_certificate), may_sign=False)
    )
    assert check_signer(forged, store, NOW).outcome is Passive.ALTERED


def test_the_day_decides(home: Authority, store: TrustStore) -> None:
    sod = parse_sod(home.sign(GROUPS))
    assert check_signer(sod, store, NOW - timedelta(days=366)).reason is PassiveReason.OUT_OF_DATE
    assert check_signer(sod, store, NOW + timedelta(days=365 * 12)).reason is PassiveReason.OUT_OF_DATE


@given(place=st.integers(0, 2000), bit=st.integers(0, 7))
def test_no_changed_bit_makes_other_data_genuine(home: Authority, store: TrustStore, place: int, bit: int) -> None:
    data = bytearray(home.sign(GROUPS))
    data[place % len(data)] ^= 1 << bit
    try:
        sod = parse_sod(bytes(data))
    except ProtocolError:
        return
    genuine = check_signer(sod, store, NOW).outcome is Passive.GENUINE
    assert not genuine or (check_data(sod, GROUPS) and set(sod.digests) == set(GROUPS))


@pytest.mark.parametrize("signature", ["ecdsa", "rsa", "rsa_pss"])
@pytest.mark.parametrize("explicit", [False, True])
def test_openssl_agrees(tmp_path: Path, signature: Signature, explicit: bool) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on this machine")
    issuer = make_authority(NOW, signature=signature, explicit=explicit)
    sod = issuer.sign(GROUPS)
    (tmp_path / "sod.der").write_bytes(tlv.unwrap(sod, 0x77))
    root: Any = x509.Certificate.load(issuer.certificate)
    (tmp_path / "root.der").write_bytes(root.dump())
    subprocess.run([openssl, "x509", "-inform", "DER", "-in", "root.der", "-out", "root.pem"], cwd=tmp_path, check=True)
    command = [openssl, "cms", "-verify", "-inform", "DER", "-in", "sod.der", "-CAfile", "root.pem", "-out", "content"]
    command += ["-binary", "-purpose", "any", "-attime", str(int(NOW.timestamp()))]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    read = parse_sod(sod)
    assert read.signature_holds()
    # OpenSSL 3 reads written-out curves and, by default, does not trust them in a chain; the signature it can check.
    if explicit and done.returncode:
        done = subprocess.run([*command, "-noverify"], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "content").read_bytes() == read.content


def test_the_operators_list(home: Authority) -> None:
    operator, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    data = sign_trust_store(3, NOW, [home.certificate], operator)
    store = open_trust_store(data, operator.public_key(), at_least=3)
    assert isinstance(store, TrustStore)
    assert (store.version, store.made_at, [item.der for item in store.certificates]) == (3, NOW, [home.certificate])
    assert open_trust_store(data, stranger.public_key()) is TrustFault.SIGNATURE
    assert open_trust_store(data, operator.public_key(), at_least=4) is TrustFault.ROLLBACK
    for garbled in (b"", b"{}", b"[" * 100_000, data[:-2], bytes(MAX_STORE + 1), data.replace(b"contents", b"content")):
        assert open_trust_store(garbled, operator.public_key()) is TrustFault.SHAPE
    for wrong in (home.signer_certificate, b"no certificate"):
        listed = sign_trust_store(3, NOW, [home.certificate, wrong], operator)
        assert open_trust_store(listed, operator.public_key()) is TrustFault.CERTIFICATE


@given(place=st.integers(0, 3000), value=st.integers(0, 255))
def test_a_changed_list_is_not_taken(home: Authority, place: int, value: int) -> None:
    operator = Ed25519PrivateKey.from_private_bytes(bytes(32))
    data = bytearray(sign_trust_store(3, NOW, [home.certificate], operator))
    before = data[place % len(data)]
    data[place % len(data)] = value
    outcome = open_trust_store(bytes(data), operator.public_key())
    assert isinstance(outcome, TrustFault) or value == before


@given(place=st.integers(0, 2000), flip=st.integers(1, 255), cut=st.integers(0, 2000))
def test_changed_keys_and_certificates_are_read_or_refused(
    written_out: Authority, place: int, flip: int, cut: int
) -> None:
    key = public_key_info(written_out.signer_key, explicit=True)
    for parse, data in ((load_public_key, key), (parse_certificate, written_out.signer_certificate)):
        changed = bytearray(data)
        changed[place % len(data)] ^= flip
        for given_data in (bytes(changed), data[: cut % len(data)]):
            try:
                read = parse(given_data)
            except ProtocolError:
                continue
            assert isinstance(read, Certificate | ec.EllipticCurvePublicKey)
