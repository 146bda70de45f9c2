"""The operator's list of authorities: taken whole or not at all, newer only, and only from whom is trusted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509 import load_der_x509_certificate

from kiosk.config import Config, DeviceConfig
from kiosk.csca import CscaFolder, Damaged, NoList, NotTaken, SameAgain, Taken, kept_store
from kiosk.devices.software_card.authority import Authority, make_authority
from kiosk.identity.chip.trust import MAX_STORE, TrustFault, TrustStore, sign_trust_store
from kiosk.readiness import look
from tests.identity.chip.taps import NOW

OPERATOR, STRANGER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def issuer() -> Authority:
    return make_authority(NOW)


@pytest.fixture
def folder(tmp_path: Path) -> CscaFolder:
    return CscaFolder(tmp_path)


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed(issuer: Authority, version: int, by: Ed25519PrivateKey = OPERATOR) -> bytes:
    return sign_trust_store(version, NOW, [issuer.certificate], by)


def version(folder: CscaFolder) -> int | None:
    standing = folder.standing()
    return standing.version if isinstance(standing, TrustStore) else None


def test_without_a_pinned_key_nothing_is_taken(folder: CscaFolder, issuer: Authority) -> None:
    assert folder.standing() == NoList(pinned=False)
    assert folder.take(signed(issuer, 1)) == NotTaken(None)
    assert folder.pin(public(OPERATOR))
    assert folder.standing() == NoList(pinned=True)


def test_newer_lists_follow_and_older_ones_never(folder: CscaFolder, issuer: Authority) -> None:
    folder.pin(public(OPERATOR))
    first = folder.take(signed(issuer, 3))
    assert isinstance(first, Taken)
    assert (first.before, version(folder)) == (None, 3)
    again = (Path(folder._folder) / "authorities.json").read_bytes()
    assert isinstance(folder.take(again), SameAgain)
    for older in (3, 2, 0, -1):
        other = sign_trust_store(older, NOW, [issuer.certificate, issuer.certificate], OPERATOR)
        assert folder.take(other) == NotTaken(TrustFault.ROLLBACK)
    newer = folder.take(signed(issuer, 4))
    assert isinstance(newer, Taken)
    assert (newer.before, version(folder)) == (3, 4)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data[:-10], TrustFault.SHAPE),
        (lambda _: b"", TrustFault.SHAPE),
        (lambda _: bytes(MAX_STORE + 1), TrustFault.SHAPE),
        (lambda data: data.replace(b"A", b"B", 1), TrustFault.SIGNATURE),
    ],
)
def test_what_is_refused_changes_nothing(
    folder: CscaFolder, issuer: Authority, change: object, why: TrustFault
) -> None:
    folder.pin(public(OPERATOR))
    folder.take(signed(issuer, 1))
    assert callable(change)
    refused = folder.take(change(signed(issuer, 2)))
    assert isinstance(refused, NotTaken)
    assert refused.why in {why, TrustFault.SHAPE}
    assert folder.take(signed(issuer, 2, STRANGER)) == NotTaken(TrustFault.SIGNATURE)
    assert version(folder) == 1


def test_another_operator_starts_anew(folder: CscaFolder, issuer: Authority) -> None:
    one, other = folder.pin(public(OPERATOR)), None
    folder.take(signed(issuer, 9))
    other = folder.pin(public(STRANGER))
    assert one != other
    assert folder.standing() == Damaged(TrustFault.SIGNATURE)
    assert isinstance(folder.take(signed(issuer, 1, STRANGER)), Taken)


X25519 = X25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("key", [X25519, b"", b"no key", bytes(5000), b"-----BEGIN PUBLIC KEY-----\nAAAA\n"])
def test_what_is_no_key_is_not_pinned(folder: CscaFolder, key: bytes) -> None:
    folder.pin(public(OPERATOR))
    assert folder.pin(key) is None
    assert folder.operator() == OPERATOR.public_key()


def test_the_running_kiosk_follows_the_list(tmp_path: Path, folder: CscaFolder, issuer: Authority) -> None:
    store = kept_store(tmp_path)
    assert store() is None
    folder.pin(public(OPERATOR))
    folder.take(signed(issuer, 1))
    first = store()
    assert first is not None
    assert store() is first
    folder.take(signed(issuer, 2))
    second = store()
    assert second is not None
    assert (first.version, second.version) == (1, 2)
    folder.pin(public(STRANGER))
    assert store() is None  # another operator: what the one before signed is out of force at once
    folder.pin(public(OPERATOR))
    assert store() is not None
    (tmp_path / "csca" / "authorities.json").write_bytes(b"{}")
    assert store() is None


def program(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk.cli", "csca", *map(str, arguments)]
    environment = {**os.environ, "MOTCHAM_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_from_the_operators_desk_to_the_kiosk(tmp_path: Path, issuer: Authority) -> None:
    private = OPERATOR.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "public.pem").write_bytes(public(OPERATOR))
    (tmp_path / "root.der").write_bytes(issuer.certificate)
    pem = load_der_x509_certificate(make_authority(NOW).certificate).public_bytes(Encoding.PEM)
    (tmp_path / "root.pem").write_bytes(pem)
    home, stick = tmp_path / "home", tmp_path / "list.json"
    sign = ("sign", "--key", tmp_path / "key.pem", "--out", stick)
    done = program(home, *sign, "--version", "5", tmp_path / "root.der", tmp_path / "root.pem")
    assert done.returncode == 0, done.stderr
    refused = program(home, "import", stick)
    assert refused.returncode == 1
    assert "no operator's key is pinned" in refused.stderr
    assert program(home, "trust", tmp_path / "public.pem").returncode == 0
    taken = program(home, "import", "--json", stick)
    assert json.loads(taken.stdout)["outcome"] == "taken"
    shown = program(home, "show")
    assert "version 5" in shown.stdout
    assert shown.stdout.count("VN ") == 2
    told = json.loads(program(home, "show", "--json").stdout)
    assert (told["version"], [row["valid"] for row in told["authorities"]]) == (5, [True, True])
    for wrong in ((*sign, "--version", "6", tmp_path / "key.pem"), (*sign, "--version", "0", tmp_path / "root.der")):
        done = program(home, *wrong)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert program(home, "import", tmp_path / "absent").returncode == 1


def test_the_doctor_says_how_the_list_stands(tmp_path: Path, issuer: Authority) -> None:
    def light(config: Config) -> tuple[str, str]:
        (found,) = (finding for finding in look(config) if finding.what == "card authorities")
        return found.light, found.mend

    folder = CscaFolder(tmp_path)
    assert light(Config(tmp_path)) == ("warn", "kiosk csca trust KEY.pem, then kiosk csca import FILE")
    folder.pin(public(OPERATOR))
    assert light(Config(tmp_path)) == ("warn", "kiosk csca import FILE")
    folder.take(signed(issuer, 1))
    assert light(Config(tmp_path)) == ("ok", "")
    folder.pin(public(STRANGER))
    assert light(Config(tmp_path)) == ("fail", "kiosk csca import FILE")
    without = Config(tmp_path, devices=DeviceConfig(chip="none"))
    assert all(finding.what != "card authorities" for finding in look(without))
