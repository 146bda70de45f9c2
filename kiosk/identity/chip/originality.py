"""Tells the card itself from a copy of its data, which has no private keys (Doc 9303 part 11, 6).

Active authentication has a challenge signed; chip authentication agrees on keys with the card's own.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.apdu import LONG_ANSWER, SHORT_ANSWER, Command, Ins
from kiosk.identity.chip.certificates import HASHES, PublicKey, UnsupportedError, curve_of, load_public_key
from kiosk.identity.chip.ciphers import DES
from kiosk.identity.chip.files import data_group
from kiosk.identity.chip.iso9796 import recovers
from kiosk.identity.chip.messaging import Messaging, session_keys
from kiosk.identity.chip.pace import draw_secret
from kiosk.identity.chip.stopped import ReadFault, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.identity.chip.channel import Channel
    from kiosk.identity.chip.curves import Curve
    from kiosk.identity.chip.security_infos import ChipKey

_DG15 = 0x6F
_CHALLENGE = 8
_LONG_SIGNATURE = 1793  # bits; 224 bytes and what protects them are 259
_KEY_AGREEMENT = (0x41, 0xA6)
_AUTHENTICATION = (0x41, 0xA4)
EPHEMERAL, MECHANISM, KEY_ID, DYNAMIC, PUBLIC_KEY = 0x91, 0x80, 0x84, 0x7C, 0x80
_PROBE = Command(Ins.SELECT, 0x02, 0x0C, data_group(14))
"""Any command will do, an answer with a right checksum is the proof; this file is there, the keys came from it."""


class Originality(Enum):
    """What one of the two checks found."""

    PROVEN = "proven"
    FAILED = "failed"
    WITHHELD = "withheld"  # the issuer signed a key for it, and the card doesn't show it
    NOT_OFFERED = "not_offered"
    UNSUPPORTED = "unsupported"


def parse_dg15(data: bytes) -> bytes:
    """Return the public key for active authentication as DER. Raises ProtocolError for anything else."""
    return tlv.unwrap(data, _DG15)


def check_active(
    channel: Channel, public_key: bytes, hash_name: str | None, random: Callable[[int], bytes]
) -> Originality:
    """Have a challenge signed. ``hash_name`` is what DG14 says of ECDSA; None tries what cards use."""
    try:
        key = load_public_key(public_key)
    except UnsupportedError:
        return Originality.UNSUPPORTED
    except ProtocolError:
        return Originality.FAILED
    length = _answer_length(key)
    if length > SHORT_ANSWER and not channel.reader_takes_long_answers:
        return Originality.UNSUPPORTED
    challenge = random(_CHALLENGE)
    command = Command(Ins.INTERNAL_AUTHENTICATE, data=challenge, answer=length)
    response = channel.send_again_if_refused(command)
    if not response.done:
        return Originality.FAILED
    if isinstance(key, ec.EllipticCurvePublicKey):
        names = (hash_name,) if hash_name else tuple(HASHES)
        holds = any(_ecdsa(key, name, response.data, challenge) for name in names)
    else:
        holds = recovers(key, response.data, challenge)
    return Originality.PROVEN if holds else Originality.FAILED


def check_chip(channel: Channel, keys: tuple[ChipKey, ...], random: Callable[[int], bytes]) -> Originality:
    """Agree on keys with the card's static one; the session goes on under them. After FAILED it is of no use."""
    usable = [(key, *found) for key in keys if (found := _point(key)) is not None]
    if not usable:
        return Originality.UNSUPPORTED
    key, curve, theirs = max(usable, key=lambda item: item[0].suite.number)
    secret = draw_secret(curve, random)
    ours = curve.encode(curve.times_generator(secret))
    try:
        if not _agree(channel, key, ours):
            return Originality.FAILED
        channel.session = Messaging(session_keys(key.suite, curve.shared_x(secret, theirs)))
        answer = channel.send_again_if_refused(_PROBE)
    except StoppedError as stopped:
        if stopped.fault is ReadFault.BROKEN:
            return Originality.FAILED
        raise
    return Originality.PROVEN if answer.protected else Originality.FAILED


def _answer_length(key: PublicKey) -> int:
    """A signature of 2,048 bits and more, protected, does not fit a short answer."""
    short = isinstance(key, ec.EllipticCurvePublicKey) or key.key_size < _LONG_SIGNATURE
    return SHORT_ANSWER if short else LONG_ANSWER


def _agree(channel: Channel, key: ChipKey, ours: bytes) -> bool:
    key_id = tlv.encode(KEY_ID, key.key_id) if key.key_id else b""
    if key.suite is DES:
        data = tlv.encode(EPHEMERAL, ours) + key_id
        return channel.send_again_if_refused(Command(Ins.MANAGE_SECURITY, *_KEY_AGREEMENT, data)).done
    data = tlv.encode(MECHANISM, key.oid) + key_id
    if not channel.send_again_if_refused(Command(Ins.MANAGE_SECURITY, *_AUTHENTICATION, data)).done:
        return False
    data = tlv.encode(DYNAMIC, tlv.encode(PUBLIC_KEY, ours))
    return channel.send(Command(Ins.GENERAL_AUTHENTICATE, data=data, answer=SHORT_ANSWER)).done


def _point(key: ChipKey) -> tuple[Curve, tuple[int, int]] | None:
    try:
        public = load_public_key(key.public_key)
        if not isinstance(public, ec.EllipticCurvePublicKey):
            return None
        numbers = public.public_numbers()
        return curve_of(public), (numbers.x, numbers.y)
    except ProtocolError:
        return None


def _ecdsa(key: ec.EllipticCurvePublicKey, hash_name: str, signature: bytes, challenge: bytes) -> bool:
    """Check a plain signature: both numbers in the width of the group's order, one after the other."""
    width = (curve_of(key).order.bit_length() + 7) // 8
    if len(signature) != 2 * width:
        return False
    one, other = (int.from_bytes(half, "big") for half in (signature[:width], signature[width:]))
    try:
        key.verify(encode_dss_signature(one, other), challenge, ec.ECDSA(HASHES[hash_name]()))
    except (InvalidSignature, ValueError):
        return False
    return True
