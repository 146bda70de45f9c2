"""`openssl cms -verify` on the EF.SOD of whole cards: it and we say the same of good, altered, copied and foreign."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.devices.software_card.authority import Authority
from kiosk.devices.software_card.card import SoftwareCard
from kiosk.devices.software_card.making import CardKind, CardPlan, make_card
from kiosk.identity.chip import files, tlv
from kiosk.identity.chip.outcomes import ChipRead, Refusal, Refused
from kiosk.identity.chip.passive import PassiveReason
from kiosk.identity.chip.trust import TrustStore
from tests.identity.chip.taps import NOW, tap


def openssl_takes(sod: bytes, issuer: Authority, folder: Path) -> bytes | None:
    """The signed content, when OpenSSL follows the signature to the authority; None when it refuses."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on this machine")
    root = x509.load_der_x509_certificate(issuer.certificate)
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "sod.der").write_bytes(tlv.unwrap(sod, 0x77))
    command = [openssl, "cms", "-verify", "-inform", "DER", "-in", "sod.der", "-CAfile", "root.pem", "-binary"]
    command += ["-purpose", "any", "-attime", str(int(NOW.timestamp())), "-out", "content"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    return (folder / "content").read_bytes() if done.returncode == 0 else None


def held(card: SoftwareCard) -> dict[bytes, bytes]:
    return dict(card._contents.files)


@pytest.mark.parametrize(
    ("kind", "taken", "data_agree"),
    [("good", True, True), ("altered", True, False), ("cloned", True, True), ("foreign", False, True)],
)
def test_both_say_the_same_of_a_card(
    home: Authority, store: TrustStore, photo: bytes, tmp_path: Path, kind: CardKind, taken: bool, data_agree: bool
) -> None:
    card = make_card(kind, home, NOW, plan=CardPlan(photo=photo))
    content = openssl_takes(held(card)[files.SECURITY_OBJECT], home, tmp_path)
    assert (content is not None) is taken
    if content is not None:
        digest = hashlib.sha256(held(card)[files.data_group(1)]).digest()
        assert (digest in content) is data_agree
    outcome = tap(card, store).outcome
    ours = {"good": None, "altered": Refusal.ALTERED, "cloned": Refusal.COPIED, "foreign": Refusal.FOREIGN}[kind]
    assert (outcome.why if isinstance(outcome, Refused) else None) is ours
    assert isinstance(outcome, ChipRead) is (kind == "good")


def test_both_refuse_a_changed_signature_and_changed_digests(
    home: Authority, store: TrustStore, photo: bytes, tmp_path: Path
) -> None:
    card = make_card("good", home, NOW, plan=CardPlan(photo=photo))
    sod = held(card)[files.SECURITY_OBJECT]
    digest = hashlib.sha256(held(card)[files.data_group(13)]).digest()
    for place in (len(sod) - 1, sod.index(digest)):
        changed = bytearray(sod)
        changed[place] ^= 1
        assert openssl_takes(bytes(changed), home, tmp_path) is None
        other = SoftwareCard(replace(card._contents, files={**held(card), files.SECURITY_OBJECT: bytes(changed)}))
        outcome = tap(other, store).outcome
        assert isinstance(outcome, Refused)
        assert outcome.checks.passive.reason in {PassiveReason.SIGNATURE, PassiveReason.DATA}
