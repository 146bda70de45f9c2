"""What is in a parcel, checked as far as anybody can who may not open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from kiosk.sync.courier_file import (
    CourierError,
    ParcelDossier,
    ParcelFile,
    ParcelIndex,
    expect_end,
    read_body,
)
from kiosk.sync.envelope import Envelope, EnvelopeError, Header, parse
from kiosk.sync.key_files import KEY_BYTES, decode_bytes
from kiosk.sync.keys import GatewayKeys, VerifyKey, key_id
from kiosk.sync.protocol import MAX_ENVELOPE, MAX_FILE


@dataclass(frozen=True)
class Piece:
    """One body of a parcel: the envelope of a dossier, or with ``file`` that of one of its attachments."""

    dossier: ParcelDossier
    file: ParcelFile | None
    data: bytes = field(repr=False)

    @property
    def is_last(self) -> bool:
        """Whether the dossier ends here."""
        return self.file == (self.dossier.files[-1] if self.dossier.files else None)


def read_pieces(file: BinaryIO, index: ParcelIndex) -> Iterator[Piece]:
    """Every body, each as the index lists it, and the end of the file. Raises CourierError."""
    for dossier in index.dossiers:
        yield Piece(dossier, None, read_body(file, dossier.size, dossier.sha256))
        for entry in dossier.files:
            yield Piece(dossier, entry, read_body(file, entry.size, entry.sha256))
    expect_end(file)


def signer_of(index: ParcelIndex) -> VerifyKey:
    """The key that the index is signed with. Raises CourierError when the device's id is not that key's name."""
    key = VerifyKey(decode_bytes(index.key, KEY_BYTES))
    if key_id(key.raw) != index.device:
        raise CourierError("device")
    return key


def check_piece(piece: Piece, index: ParcelIndex, signer: VerifyKey) -> Envelope:
    """The envelope is the one it is listed as, and the device that signed the index signed it. Raises CourierError."""
    if piece.file is None:
        wanted, limit = Header(piece.dossier.id, "submission", index.audience, index.device), MAX_ENVELOPE
    else:
        wanted, limit = Header(piece.file.id, "attachment", index.audience, index.device), MAX_FILE
    try:
        envelope = parse(piece.data, limit=limit)
    except EnvelopeError as error:
        raise CourierError("altered") from error
    if envelope.header != wanted or not signer.verifies(envelope.signature, envelope.signed):
        raise CourierError("altered")
    return envelope


def check_recipient(envelope: Envelope, keys: GatewayKeys) -> None:
    """Raises CourierError when it is sealed to another gateway.

    A former sealing key is not known to a kiosk any more; the recovery key, to which all is sealed too, stays.
    """
    known = {key.kid for key in (*keys.seal, keys.recovery)}
    if not any(wrap.kid in known for wrap in envelope.wraps):
        raise CourierError("gateway")
