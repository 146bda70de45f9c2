"""The gateway's private keys on disk: what opens envelopes, what signs receipts, and the recovery key to take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.folder import Folder
from gateway.key_publishing import make_receipt, make_recovery, make_root, make_seal, publish, read_published
from gateway.private_keys import read_private
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.booking import BookingAnswer, SignedAnswer
from kiosk.sync.envelope import Keyring
from kiosk.sync.key_files import alone_in, decode_bytes, encode_bytes
from kiosk.sync.keys import Audience, GatewayKeys, KeysDocument, parse_document
from kiosk.sync.keys_document import tag_of
from kiosk.sync.known_devices import DeviceList, SignedDevices
from kiosk.sync.proven_time import SignedTime, ToldTime
from kiosk.sync.receipt import Receipt, SignedReceipt
from kiosk.sync.slip import SignedSlipStatus, SlipStatus
from kiosk.sync.slots import SignedSlots, SlotPage
from kiosk.sync.work_calendar import SignedCalendar, WorkCalendar


@dataclass(frozen=True)
class GatewayKeyring:
    """``seal`` holds the current and all former keys; receipts are signed with the first that is published.

    ``document`` is what is published, with its tag; both are empty when that is not signed.
    """

    audience: Audience
    public: GatewayKeys
    document: bytes
    tag: str
    seal: Keyring
    _receipt: Mapping[str, Ed25519PrivateKey] = field(repr=False)

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
        return kid, encode_bytes(self._receipt[kid].sign(data))


def make_keys(
    folder: Folder, audience: Audience, recovery_file: Path | None = None, root_file: Path | None = None
) -> tuple[GatewayKeys, Path]:
    """Make all keys of a new gateway; also returns where the recovery key was written.

    What is published is written last, so half a set is never used. Raises ConfigError when the folder has keys
    already: dossiers sealed to them could never be opened again.
    """
    folder.make()
    with alone_in(folder.keys):
        if folder.public_keys.exists():
            raise ConfigError(f"{folder.public_keys} exists: this gateway has its keys")
        recovery, recovery_path = make_recovery(folder, audience, recovery_file)
        document = KeysDocument(
            v=2,
            audience=audience,
            seal=(make_seal(folder, audience), make_seal(folder, audience)),
            recovery=recovery,
            receipt=(make_receipt(folder, audience), make_receipt(folder, audience)),
        )
        root = make_root(folder, audience, root_file)
        return publish(folder, document, root, folder.clock(audience).now()).keys(), recovery_path


def load_keyring(folder: Folder) -> GatewayKeyring:
    """Raises ConfigError when keys are missing, damaged or of another audience than the published ones."""
    try:
        data = read_published(folder)
        published = parse_document(data)
        public = published.keys()
        private = [read_private(path) for path in sorted(folder.keys.glob("*.key"))]
        seal = {file.kid: file.raw() for file in private if file.purpose == "seal"}
        receipt = {
            file.kid: Ed25519PrivateKey.from_private_bytes(file.raw()) for file in private if file.purpose == "receipt"
        }
    except FileNotFoundError as error:
        raise ConfigError(f"no keys in {folder.root}: run `gateway keys init` first") from error
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the keys in {folder.root} cannot be read: {error}") from error
    if any(file.audience != public.audience for file in private):
        raise ConfigError(f"{folder.keys} mixes keys of several audiences")
    if public.seal[0].kid not in seal or public.receipt[0].kid not in receipt:
        raise ConfigError(f"{folder.keys} lacks a private key that {folder.public_keys.name} publishes")
    opened = {kid: X25519PrivateKey.from_private_bytes(raw) for kid, raw in seal.items()}
    tag = tag_of(published) if published.root else ""
    keyring = Keyring(public.audience, opened)
    return GatewayKeyring(public.audience, public, data if tag else b"", tag, keyring, receipt)


def load_recovery(path: Path) -> Keyring:
    """The recovery key, brought back to open dossiers when the gateway's own key is lost. Raises ConfigError."""
    try:
        file = read_private(path)
        raw = file.raw()
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the recovery key cannot be read from {path}: {error}") from error
    return Keyring(file.audience, {file.kid: X25519PrivateKey.from_private_bytes(raw)})
