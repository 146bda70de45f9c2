"""A file that is carried by hand: a signed index, then the bytes it lists, nothing between them and nothing after.

    magic 8 · length of the index 4 · index (canonical JSON) · Ed25519(all before) 64 · bodies, in the index's order

A **parcel** brings sealed dossiers to a gateway, **receipts** go the way back. Both are read as a stream, each body
whole and at most 8 MiB, so that a hostile file costs neither memory nor a byte on the disk. docs/protocol.md.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator
from typing import Annotated, BinaryIO, Literal, TypeVar

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical, parse_canonical
from kiosk.sync.key_files import KEY_BYTES, decode_bytes
from kiosk.sync.keys import Audience, DeviceId, GatewayKeys, KeyText, VerifyKey
from kiosk.sync.protocol import (
    MAX_ENVELOPE,
    MAX_FILE,
    MAX_FILES,
    FileId,
    Moment,
    Sha256,
    SubmissionId,
    Wire,
)

PARCEL_MAGIC = b"MOTPARC\x01"
RECEIPTS_MAGIC = b"MOTRCPT\x01"
"""The last byte is the version of the layout."""
MAX_DOSSIERS = 500
MAX_INDEX = 4 * 1024 * 1024
MAX_PARCEL = 1024**3
"""The most that all bodies of a file have together: FAT32 ends at 4 GiB, and a stick's patience earlier."""
MAX_RECEIPT = 64 * 1024

_SIGNATURE = 64

Refusal = Literal[
    "strange",  # not such a file at all
    "newer",  # written by a later release
    "torn",  # it ends before its index says
    "altered",  # the signature or a hash does not hold
    "too_large",
    "audience",  # demo, practice and production never mix
    "device",  # the device that sealed it is not known, or not who it says
    "gateway",  # sealed to another gateway
    "unreadable",  # the stick does not give it
]


class CourierError(ProtocolError):
    """A carried file that is not taken; ``reason`` is safe to log and to show."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(f"the file is refused: {reason}")
        self.reason: Refusal = reason


class ParcelFile(Wire, frozen=True, kw_only=True):
    """A sealed attachment as it is carried; size and hash are of the envelope."""

    id: FileId
    size: Annotated[int, Meta(ge=1, le=MAX_FILE)]
    sha256: Sha256


class ParcelDossier(Wire, frozen=True, kw_only=True):
    """A sealed submission; its body comes first, then those of its files."""

    id: SubmissionId
    size: Annotated[int, Meta(ge=1, le=MAX_ENVELOPE)]
    sha256: Sha256
    files: Annotated[tuple[ParcelFile, ...], Meta(max_length=MAX_FILES)]

    @property
    def total(self) -> int:
        return self.size + sum(file.size for file in self.files)


class ParcelIndex(Wire, frozen=True, kw_only=True):
    """``key`` is the device's Ed25519 key, which signs index and envelopes; receipts are sealed to ``reply``."""

    v: Literal[1] = 1
    audience: Audience
    device: DeviceId
    key: KeyText
    reply: KeyText
    made_at: Moment
    dossiers: Annotated[tuple[ParcelDossier, ...], Meta(min_length=1, max_length=MAX_DOSSIERS)]

    @property
    def total(self) -> int:
        return sum(dossier.total for dossier in self.dossiers)


class CarriedReceipt(Wire, frozen=True, kw_only=True):
    """A gateway's receipt, sealed to whom the dossier comes from."""

    id: SubmissionId
    size: Annotated[int, Meta(ge=1, le=MAX_RECEIPT)]
    sha256: Sha256


class ReceiptsIndex(Wire, frozen=True, kw_only=True):
    """``by`` is "gateway" or the device that carried the dossiers; each receipt proves itself, whoever brings it."""

    v: Literal[1] = 1
    audience: Audience
    by: DeviceId
    key: KeyText
    made_at: Moment
    receipts: Annotated[tuple[CarriedReceipt, ...], Meta(min_length=1, max_length=MAX_DOSSIERS)]


Sign = Callable[[bytes], bytes]
_Index = TypeVar("_Index", ParcelIndex, ReceiptsIndex)


def write_index(out: BinaryIO, index: ParcelIndex | ReceiptsIndex, sign: Sign) -> None:
    """Begin a file; the bodies follow in the index's order. ``sign`` has the private half of ``index.key``."""
    magic = PARCEL_MAGIC if isinstance(index, ParcelIndex) else RECEIPTS_MAGIC
    body = canonical(msgspec.to_builtins(index))
    signed = magic + struct.pack(">I", len(body)) + body
    out.write(signed + sign(signed))


def read_parcel_index(file: BinaryIO) -> ParcelIndex:
    """Raises CourierError."""
    index = _read_index(file, PARCEL_MAGIC, ParcelIndex)
    ids = [dossier.id for dossier in index.dossiers]
    ids += [file.id for dossier in index.dossiers for file in dossier.files]
    if len(set(ids)) != len(ids):
        raise CourierError("altered")
    if index.total > MAX_PARCEL:
        raise CourierError("too_large")
    return index


def read_receipts_index(file: BinaryIO) -> ReceiptsIndex:
    """Raises CourierError."""
    return _read_index(file, RECEIPTS_MAGIC, ReceiptsIndex)


def is_receipts(file: BinaryIO) -> bool:
    """Whether the file calls itself receipts; it is left at its beginning. Raises CourierError."""
    magic = _read(file, len(RECEIPTS_MAGIC))
    _seek(file, 0)
    return magic[:-1] == RECEIPTS_MAGIC[:-1]


def read_body(file: BinaryIO, size: int, sha256: str) -> bytes:
    """The next body. Raises CourierError unless it is the one that the index lists."""
    body = _take(file, size)
    if hashlib.sha256(body).hexdigest() != sha256:
        raise CourierError("altered")
    return body


def expect_end(file: BinaryIO) -> None:
    """Raises CourierError when bytes follow that no index lists."""
    if _read(file, 1):
        raise CourierError("altered")


def read_receipts(file: BinaryIO, index: ReceiptsIndex) -> Iterator[tuple[CarriedReceipt, bytes]]:
    """Each sealed receipt, and the end of the file. Raises CourierError."""
    for receipt in index.receipts:
        yield receipt, read_body(file, receipt.size, receipt.sha256)
    expect_end(file)


def check_audience(index: ParcelIndex | ReceiptsIndex, keys: GatewayKeys) -> None:
    """Raises CourierError when the file is not for the world of this gateway."""
    if index.audience != keys.audience:
        raise CourierError("audience")


def rewind(file: BinaryIO, position: int) -> None:
    """Go back to read once more. Raises CourierError."""
    _seek(file, position)


def _read_index(file: BinaryIO, magic: bytes, kind: type[_Index]) -> _Index:
    begun = _read(file, len(magic))
    if begun != magic:
        raise CourierError(_stranger(begun, magic))
    head = _take(file, 4)
    length = struct.unpack(">I", head)[0]
    if not 0 < length <= MAX_INDEX:
        raise CourierError("altered")
    body = _take(file, length)
    signature = _take(file, _SIGNATURE)
    try:
        index = msgspec.convert(parse_canonical(body, MAX_INDEX), kind)
        key = VerifyKey(decode_bytes(index.key, KEY_BYTES))
    except (ProtocolError, msgspec.ValidationError) as error:
        raise CourierError("altered") from error
    if not key.verifies(signature, magic + head + body):
        raise CourierError("altered")
    return index


def _stranger(begun: bytes, magic: bytes) -> Refusal:
    if magic.startswith(begun):
        return "torn"
    if begun[:-1] == magic[:-1] and begun[-1] > magic[-1]:
        return "newer"
    return "strange"


def _take(file: BinaryIO, length: int) -> bytes:
    data = _read(file, length)
    if len(data) < length:
        raise CourierError("torn")
    return data


def _read(file: BinaryIO, length: int) -> bytes:
    try:
        return file.read(length)
    except OSError as error:
        raise CourierError("unreadable") from error


def _seek(file: BinaryIO, position: int) -> None:
    try:
        file.seek(position)
    except OSError as error:
        raise CourierError("unreadable") from error
