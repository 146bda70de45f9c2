"""What a card says it can do: the list in EF.CardAccess, and again, signed, in DG14 (Doc 9303 part 11, 9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.ciphers import DES, SUITES, Suite
from kiosk.identity.chip.curves import PACE_CURVES, Curve

MAX_CARD_ACCESS = 4096
_MOST_INFOS = 32
_SET, _SEQUENCE, _OID, _INTEGER = 0x31, 0x30, 0x06, 0x02
_DG14 = 0x6E

PACE_ECDH_GM: Final = bytes.fromhex("04007F000702020402")
_PACE: Final = bytes.fromhex("04007F0007020204")
CHIP_ECDH: Final = bytes.fromhex("04007F000702020302")
_PUBLIC_KEY_ECDH: Final = bytes.fromhex("04007F000702020102")
_ACTIVE: Final = bytes.fromhex("678108010105")
_ECDSA_PLAIN: Final = bytes.fromhex("04007F000701010401")
_ECDSA_HASHES: Final = {1: "sha1", 2: "sha224", 3: "sha256", 4: "sha384", 5: "sha512"}


@dataclass(frozen=True)
class SecurityInfo:
    """One entry: its object identifier and what follows."""

    oid: bytes
    required: tlv.Tlv
    optional: tlv.Tlv | None
    whole: bytes

    @property
    def is_pace(self) -> bool:
        return self.oid.startswith(_PACE)


@dataclass(frozen=True)
class PaceWay:
    """PACE as this program speaks it: ECDH, generic mapping, a standardised curve."""

    oid: bytes
    suite: Suite
    curve: Curve


@dataclass(frozen=True)
class ChipKey:
    """A key for chip authentication; ``oid`` and ``suite`` say how it is to be used."""

    oid: bytes
    suite: Suite
    key_id: bytes
    public_key: bytes  # a SubjectPublicKeyInfo


def parse_card_access(data: bytes) -> tuple[SecurityInfo, ...]:
    """Read EF.CardAccess. Raises ProtocolError for anything else."""
    return tuple(_info(element) for element in tlv.parse(tlv.unwrap(data, _SET), _MOST_INFOS))


def parse_dg14(data: bytes) -> tuple[SecurityInfo, ...]:
    """Read DG14. Raises ProtocolError for anything else."""
    return parse_card_access(tlv.unwrap(data, _DG14))


def pace_ways(infos: tuple[SecurityInfo, ...]) -> tuple[PaceWay, ...]:
    """The ways that both sides can go, the longest key first."""
    found = []
    for info in infos:
        suite, curve = _suite(info.oid, PACE_ECDH_GM), PACE_CURVES.get(_number(info.optional))
        if suite and curve and _number(info.required) == 2:  # noqa: PLR2004 - PACE version 2, the only one
            found.append(PaceWay(info.oid, suite, curve))
    return tuple(sorted(found, key=lambda way: -way.suite.number))


def chip_keys(infos: tuple[SecurityInfo, ...]) -> tuple[ChipKey, ...]:
    """The keys for chip authentication by ECDH; a key that says nothing of its use is for 3DES (part 11, 6.2)."""
    uses = {_bytes(info.optional): info for info in infos if _suite(info.oid, CHIP_ECDH)}
    found = []
    for info in infos:
        if info.oid == _PUBLIC_KEY_ECDH:
            key_id = _bytes(info.optional)
            oid = uses[key_id].oid if key_id in uses else CHIP_ECDH + bytes((DES.number,))
            found.append(ChipKey(oid, SUITES[oid[-1]], key_id, info.required.whole))
    return tuple(found)


def offers_other_chip_keys(infos: tuple[SecurityInfo, ...]) -> bool:
    """Say whether there is chip authentication that this program cannot do (finite-field Diffie-Hellman)."""
    return any(info.oid.startswith(_PUBLIC_KEY_ECDH[:-1]) and info.oid != _PUBLIC_KEY_ECDH for info in infos)


def active_hash(infos: tuple[SecurityInfo, ...]) -> str | None:
    """The hash with which the card signs challenges by ECDSA; None where DG14 doesn't say."""
    for info in infos:
        if info.oid == _ACTIVE and info.optional and info.optional.tag == _OID:
            signs = info.optional.value
            return _ECDSA_HASHES.get(signs[-1]) if signs[:-1] == _ECDSA_PLAIN else None
    return None


def _info(element: tlv.Tlv) -> SecurityInfo:
    parts = tlv.parse(element.value, 4)
    if element.tag != _SEQUENCE or len(parts) not in {2, 3} or parts[0].tag != _OID or not parts[0].value:
        raise ProtocolError("not a security info")
    return SecurityInfo(parts[0].value, parts[1], parts[2] if len(parts) > 2 else None, element.whole)  # noqa: PLR2004


def _suite(oid: bytes, family: bytes) -> Suite | None:
    return SUITES.get(oid[-1]) if oid[:-1] == family else None


def _bytes(element: tlv.Tlv | None) -> bytes:
    return element.value if element and element.tag == _INTEGER else b""


def _number(element: tlv.Tlv | None) -> int:
    return int.from_bytes(_bytes(element), "big")
