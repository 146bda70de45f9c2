"""The gateway's private keys on disk: what opens envelopes, what signs receipts, and the recovery key to take away."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.folder import Folder
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.booking import BookingAnswer, SignedAnswer
from kiosk.sync.envelope import Keyring
from kiosk.sync.key_files import (
    KEY_BYTES,
    decode_bytes,
    decode_key_file,
    encode_bytes,
    format_key_file,
    read_key_file,
    write_key_file,
)
from kiosk.sync.keys import (
    Audience,
    GatewayKeys,
    KeyText,
    KidText,
    SealKey,
    VerifyKey,
    format_gateway_keys,
    key_id,
    parse_gateway_keys,
)
from kiosk.sync.known_devices import DeviceList, SignedDevices
from kiosk.sync.proven_time import SignedTime, ToldTime
from kiosk.sync.receipt import Receipt, SignedReceipt
from kiosk.sync.slip import SignedSlipStatus, SlipStatus
from kiosk.sync.slots import SignedSlots, SlotPage
from kiosk.sync.work_calendar import SignedCalendar, WorkCalendar

Purpose = Literal["seal", "receipt", "recovery"]


class PrivateKeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    purpose: Purpose
    audience: Audience
    kid: KidText
    private_key: KeyText


@dataclass(frozen=True)
class GatewayKeyring:
    """``seal`` holds the current and all former keys; receipts are signed with the first that is published."""

    audience: Audience
    public: GatewayKeys
    seal: Keyring
    _receipt: Mapping[str, bytes] = field(repr=False)

    def sign(self, receipt: Receipt) -> SignedReceipt:
        kid, signature = self._sign(receipt.signed_bytes())
        return SignedReceipt(receipt=receipt, kid=kid, signature=signature)

    def sign_index(self, data: bytes) -> bytes:
        """The index of a file of receipts; its magic goes before it, so that it fits nothing else."""
        return decode_bytes(self._sign(data)[1], 64)

    def sign_calendar(self, calendar: WorkCalendar) -> SignedCalendar:
        kid, signature = self._sign(calendar.signed_bytes())
        return SignedCalendar(calendar=calendar, kid=kid, signature=signature)

    def sign_slots(self, page: SlotPage) -> SignedSlots:
        kid, signature = self._sign(page.signed_bytes())
        return SignedSlots(page=page, kid=kid, signature=signature)

    def sign_answer(self, answer: BookingAnswer) -> SignedAnswer:
        kid, signature = self._sign(answer.signed_bytes())
        return SignedAnswer(answer=answer, kid=kid, signature=signature)

    def sign_time(self, time: ToldTime) -> SignedTime:
        kid, signature = self._sign(time.signed_bytes())
        return SignedTime(time=time, kid=kid, signature=signature)

    def sign_devices(self, devices: DeviceList) -> SignedDevices:
        kid, signature = self._sign(devices.signed_bytes())
        return SignedDevices(devices=devices, kid=kid, signature=signature)

    def sign_slip_status(self, status: SlipStatus) -> SignedSlipStatus:
        kid, signature = self._sign(status.signed_bytes())
        return SignedSlipStatus(status=status, kid=kid, signature=signature)

    def _sign(self, data: bytes) -> tuple[str, str]:
        kid = self.public.receipt[0].kid
        return kid, encode_bytes(Ed25519PrivateKey.from_private_bytes(self._receipt[kid]).sign(data))


def make_keys(folder: Folder, audience: Audience, recovery_file: Path | None = None) -> tuple[GatewayKeys, Path]:
    """Make all keys of a new gateway; also returns where the recovery key was written.

    ``gateway.pub.json`` is written last, so half a set is never used. Raises ConfigError when the folder has keys
    already: dossiers sealed to them could never be opened again.
    """
    folder.make()
    with alone_in(folder.keys):
        if folder.public_keys.exists():
            raise ConfigError(f"{folder.public_keys} exists: this gateway has its keys")
        return _make_keys(folder, audience, recovery_file)


def _make_keys(folder: Folder, audience: Audience, recovery_file: Path | None) -> tuple[GatewayKeys, Path]:
    seal = X25519PrivateKey.generate()
    recovery = X25519PrivateKey.generate()
    receipt = Ed25519PrivateKey.generate()
    public = GatewayKeys(
        audience,
        (SealKey(audience, seal.public_key().public_bytes_raw()),),
        SealKey(audience, recovery.public_key().public_bytes_raw()),
        (VerifyKey(receipt.public_key().public_bytes_raw()),),
    )
    recovery_path = recovery_file or folder.root / f"recovery-{public.recovery.kid}.key"
    write_private(recovery_path, "recovery", audience, public.recovery.raw, recovery.private_bytes_raw())
    write_private(
        key_path(folder, "seal", public.seal[0].kid), "seal", audience, public.seal[0].raw, seal.private_bytes_raw()
    )
    receipt_path = key_path(folder, "receipt", public.receipt[0].kid)
    write_private(receipt_path, "receipt", audience, public.receipt[0].raw, receipt.private_bytes_raw())
    write_key_file(folder.public_keys, format_gateway_keys(public), mode=0o644)
    return public, recovery_path


def load_keyring(folder: Folder) -> GatewayKeyring:
    """Raises ConfigError when keys are missing, damaged or of another audience than the published ones."""
    try:
        public = parse_gateway_keys(read_key_file(folder.public_keys))
        private = [read_private(path) for path in sorted(folder.keys.glob("*.key"))]
        seal = {file.kid: _raw(file) for file in private if file.purpose == "seal"}
        receipt = {file.kid: _raw(file) for file in private if file.purpose == "receipt"}
    except FileNotFoundError as error:
        raise ConfigError(f"no keys in {folder.root}: run `gateway keys init` first") from error
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the keys in {folder.root} cannot be read: {error}") from error
    if any(file.audience != public.audience for file in private):
        raise ConfigError(f"{folder.keys} mixes keys of several audiences")
    if public.seal[0].kid not in seal or public.receipt[0].kid not in receipt:
        raise ConfigError(f"{folder.keys} lacks a private key that {folder.public_keys.name} publishes")
    opened = {kid: X25519PrivateKey.from_private_bytes(raw) for kid, raw in seal.items()}
    return GatewayKeyring(public.audience, public, Keyring(public.audience, opened), receipt)


def load_recovery(path: Path) -> Keyring:
    """The recovery key, brought back to open dossiers when the gateway's own key is lost. Raises ConfigError."""
    try:
        file = read_private(path)
        raw = _raw(file)
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the recovery key cannot be read from {path}: {error}") from error
    return Keyring(file.audience, {file.kid: X25519PrivateKey.from_private_bytes(raw)})


@contextlib.contextmanager
def alone_in(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def key_path(folder: Folder, purpose: Purpose, kid: str) -> Path:
    return folder.keys / f"{purpose}-{kid}.key"


def write_private(path: Path, purpose: Purpose, audience: Audience, public: bytes, private: bytes) -> None:
    if path.exists():
        raise ConfigError(f"{path} exists and is not overwritten")
    file = PrivateKeyFile(
        v=1, purpose=purpose, audience=audience, kid=key_id(public), private_key=encode_bytes(private)
    )
    write_key_file(path, format_key_file(file))


def read_private(path: Path) -> PrivateKeyFile:
    return decode_key_file(read_key_file(path), PrivateKeyFile)


def _raw(file: PrivateKeyFile) -> bytes:
    return decode_bytes(file.private_key, KEY_BYTES)
