"""The lookup slip as text: what it claims, signed by the device that sealed the dossier, small enough for a cheap QR.

``K7F3-29QD-4M.MC1.`` and base 32 (RFC 4648, no padding) of::

    1  audience: 1 demo, 2 practice, 3 production
    1  1 for what was prepared for a visit, 2 for sent and not answered; added
    8  kid of the device's key
    4  sealed at, seconds since 1970, big-endian
    4  received by the gateway at, or 0: no receipt had come when the slip was made
    1  length of the procedure's code, 1 to 32
    …  the procedure's code
   64  Ed25519 of ``motcham slip 1``, a line feed, the lookup code, a line feed, and all bytes before

Letters that QR has in its dense mode alone; the code comes first, for whoever reads the QR with a telephone.
"""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical
from kiosk.sync.keys import Audience, GatewayKeys, KidText
from kiosk.sync.protocol import Moment, Sha256, Wire
from kiosk.sync.signed import is_signed

if TYPE_CHECKING:
    from kiosk.sync.keys import DeviceKey, VerifyKey

VERSION = 1
MARK = f".MC{VERSION}."
SLIP_TYPE = "application/vnd.motcham.slip"
MAX_SLIP = 256
"""The longest slip has 201 characters."""

SIGNED_AS = b"motcham slip 1\n"
STATUS_SIGNED_AS = b"motcham slip status 1\n"

_SIGNATURE = 64
_HEAD = 19  # before the procedure's code
_PREPARED, _IN_DOUBT = 1, 2
_CODE = r"K[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}"
_TEXT = re.compile(rf"({_CODE}){re.escape(MARK)}([A-Z2-7]{{1,190}})")
_ANY_VERSION = re.compile(r"K[0-9A-Z-]{9,11}\.MC([0-9]{1,2})\.")
_PROCEDURE = re.compile(r"[0-9A-Za-z.-]{1,32}")
_AUDIENCES: tuple[Audience, ...] = ("demo", "practice", "production")


@dataclass(frozen=True)
class Slip:
    """What a slip claims; ``kid`` names the key it is signed by, ``received_at`` is None before the gateway's receipt.

    ``in_doubt``: it was sent, and whether it arrived was not known.
    """

    audience: Audience
    kid: str
    lookup_code: str
    procedure: str
    sealed_at: datetime
    received_at: datetime | None = None
    prepared: bool = False
    in_doubt: bool = False

    def body(self) -> bytes:
        """The bytes before the signature."""
        procedure = self.procedure.encode("ascii")
        return b"".join(
            (
                bytes((_AUDIENCES.index(self.audience) + 1, _PREPARED * self.prepared + _IN_DOUBT * self.in_doubt)),
                bytes.fromhex(self.kid),
                _seconds(self.sealed_at).to_bytes(4, "big"),
                (_seconds(self.received_at) if self.received_at else 0).to_bytes(4, "big"),
                bytes((len(procedure),)),
                procedure,
            )
        )

    def signed_bytes(self) -> bytes:
        return SIGNED_AS + self.lookup_code.encode("ascii") + b"\n" + self.body()


@dataclass(frozen=True)
class SignedSlip:
    """A slip as it was read; nothing in it is to be believed before its signature holds."""

    slip: Slip
    signature: bytes = field(repr=False)

    def made_by(self, key: VerifyKey) -> bool:
        return key.kid == self.slip.kid and key.verifies(self.signature, self.slip.signed_bytes())

    def text(self) -> str:
        packed = b32encode(self.slip.body() + self.signature).rstrip(b"=").decode("ascii")
        return f"{self.slip.lookup_code}{MARK}{packed}"


def sign_slip(slip: Slip, device: DeviceKey) -> str:
    """Return the text of a slip whose ``kid`` is the device's."""
    return SignedSlip(slip, device.sign(slip.signed_bytes())).text()


def slip_version(text: str) -> int | None:
    """Which version of slip a scanned text is meant to be; None for anything else, such as a card."""
    found = _ANY_VERSION.match(text.strip())
    return int(found[1]) if found else None


def read_slip(text: str) -> SignedSlip:
    """Read a slip; it has one spelling. Raises ProtocolError. Whether its signature holds is another question."""
    found = _TEXT.fullmatch(text.strip()) if len(text) <= MAX_SLIP else None
    if found is None:
        raise ProtocolError("not a slip")
    code, packed = found.groups()
    try:
        data = b32decode(packed + "=" * (-len(packed) % 8))
    except ValueError as error:
        raise ProtocolError("not base 32") from error
    body, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    signed = SignedSlip(_read_body(code, body), signature)
    if signed.text() != f"{code}{MARK}{packed}":
        raise ProtocolError("another spelling of a slip")
    return signed


def _read_body(code: str, body: bytes) -> Slip:
    if len(body) <= _HEAD or body[18] != len(body) - _HEAD:
        raise ProtocolError("a slip of another length")
    procedure = body[_HEAD:].decode("ascii", "replace")
    if (
        body[0] not in range(1, len(_AUDIENCES) + 1)
        or body[1] > _PREPARED + _IN_DOUBT
        or not _PROCEDURE.fullmatch(procedure)
    ):
        raise ProtocolError("a slip of other values")
    received = int.from_bytes(body[14:18], "big")
    return Slip(
        audience=_AUDIENCES[body[0] - 1],
        kid=body[2:10].hex(),
        lookup_code=code,
        procedure=procedure,
        sealed_at=_moment(int.from_bytes(body[10:14], "big")),
        received_at=_moment(received) if received else None,
        prepared=bool(body[1] & _PREPARED),
        in_doubt=bool(body[1] & _IN_DOUBT),
    )


def _seconds(moment: datetime) -> int:
    """Within four bytes, whatever the clock said: a slip for 1965 is one for 1970."""
    return min(max(int(moment.timestamp()), 1), 2**32 - 1)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class SlipStatus(Wire, frozen=True, kw_only=True):
    """What the gateway knows of a genuine slip's dossier: its state and no more. ``code`` 0: it has not come yet."""

    v: Literal[1] = 1
    audience: Audience
    slip_sha256: Sha256
    code: Annotated[int, Meta(ge=0, le=99)]
    dossier_code: Annotated[str, Meta(max_length=80)] = ""
    at: Moment | None = None
    told_at: Moment

    def signed_bytes(self) -> bytes:
        return STATUS_SIGNED_AS + canonical(msgspec.to_builtins(self))


class SignedSlipStatus(Wire, frozen=True, kw_only=True):
    """``200`` of ``POST /v1/slips``."""

    status: SlipStatus
    kid: KidText
    signature: Annotated[str, Meta(min_length=86, max_length=86)]

    def holds(self, keys: GatewayKeys) -> bool:
        """Whether one of the pinned receipt keys made this signature, and for this audience."""
        return is_signed(keys, self.status.audience, self.kid, self.signature, self.status.signed_bytes())
