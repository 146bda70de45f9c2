"""PACE: opens a card by a short password, of which nothing can be tried off-line (Doc 9303 part 11, 4.4; ECDH, GM)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.apdu import SHORT_ANSWER, TRIES_LEFT, Command, Ins, Status
from kiosk.identity.chip.ciphers import DES, Purpose, Suite
from kiosk.identity.chip.messaging import Keys, Messaging, session_keys
from kiosk.identity.chip.stopped import ReadFault, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.identity.chip.apdu import Response
    from kiosk.identity.chip.channel import Channel
    from kiosk.identity.chip.curves import Curve, Point
    from kiosk.identity.chip.keys import CardKey
    from kiosk.identity.chip.security_infos import PaceWay

CHAINED = 0x10
BY_MRZ, BY_CAN = 1, 2
_SET_TEMPLATE = (0xC1, 0xA4)
MECHANISM, PASSWORD, CURVE = 0x80, 0x83, 0x84
DYNAMIC = 0x7C
NONCE, OUR_MAP, THEIR_MAP, OUR_KEY, THEIR_KEY, OUR_TOKEN, THEIR_TOKEN = range(0x80, 0x87)
_PUBLIC_KEY, _OID, _POINT = 0x7F49, 0x06, 0x86
_FEW = 1
_NONCE_BYTES = {8, 16}


def open_by_pace(channel: Channel, way: PaceWay, key: CardKey, random: Callable[[int], bytes]) -> Messaging:
    """Agree on a session, in one attempt. Raises StoppedError: WRONG_KEY, UNSUPPORTED, FEW_TRIES, BLOCKED, BROKEN."""
    password, reference = _password(key)
    _choose(channel, way, reference)
    try:
        return _agree(channel, way, way.suite.derive(password, Purpose.PASSWORD), random)
    except ProtocolError as error:
        raise StoppedError(ReadFault.BROKEN) from error


def authentication_token(way: PaceWay, mac_key: bytes, point: Point) -> bytes:
    """What proves to the other side that one has the same keys: a MAC over its ephemeral public key."""
    inner = tlv.encode(_OID, way.oid) + tlv.encode(_POINT, way.curve.encode(point))
    message = tlv.encode(_PUBLIC_KEY, inner)
    return way.suite.mac(mac_key, way.suite.pad(message) if way.suite is DES else message)


def draw_secret(curve: Curve, random: Callable[[int], bytes]) -> int:
    """Draw a private key, evenly among all that there are."""
    bits = curve.order.bit_length()
    while True:
        secret = int.from_bytes(random((bits + 7) // 8), "big") >> (-bits % 8)
        if 0 < secret < curve.order:
            return secret


def mapped_generator(curve: Curve, nonce: bytes, shared: Point) -> Point:
    """Generic mapping: the nonce times the generator, plus a point that both have."""
    secret = int.from_bytes(nonce, "big") % curve.order
    return curve.add(curve.times_generator(secret), shared) if secret else shared


def _agree(channel: Channel, way: PaceWay, hidden_by: bytes, random: Callable[[int], bytes]) -> Messaging:
    curve, suite = way.curve, way.suite
    nonce = _nonce(suite, hidden_by, _step(channel, b"", NONCE))
    first = draw_secret(curve, random)
    theirs = curve.decode(_step(channel, _element(OUR_MAP, curve, curve.times_generator(first)), THEIR_MAP))
    generator = mapped_generator(curve, nonce, curve.multiply(first, theirs))
    second = draw_secret(curve, random)
    ours = curve.multiply(second, generator)
    other = curve.decode(_step(channel, _element(OUR_KEY, curve, ours), THEIR_KEY))
    if other == ours:
        raise ProtocolError("the card sent our own key back")
    keys = session_keys(suite, curve.shared_x(second, other))
    _prove(channel, way, keys, ours, other)
    return Messaging(keys)


def _prove(channel: Channel, way: PaceWay, keys: Keys, ours: Point, theirs: Point) -> None:
    token = tlv.encode(OUR_TOKEN, authentication_token(way, keys.mac, theirs))
    response = channel.send(Command(Ins.GENERAL_AUTHENTICATE, data=tlv.encode(DYNAMIC, token), answer=SHORT_ANSWER))
    if response.status == Status.KEY_BLOCKED:
        raise StoppedError(ReadFault.BLOCKED)
    if not response.done:
        raise StoppedError(ReadFault.WRONG_KEY)
    proof = tlv.only(tlv.parse(tlv.unwrap(response.data, DYNAMIC)), THEIR_TOKEN)
    if not hmac.compare_digest(proof, authentication_token(way, keys.mac, ours)):
        raise StoppedError(ReadFault.BROKEN)


def _password(key: CardKey) -> tuple[bytes, int]:
    if key.can:
        return key.can.encode("ascii", "replace"), BY_CAN
    if key.mrz is None:
        raise StoppedError(ReadFault.NEEDS_MRZ)
    return key.mrz.secret, BY_MRZ


def _choose(channel: Channel, way: PaceWay, reference: int) -> None:
    data = tlv.encode(MECHANISM, way.oid) + tlv.encode(PASSWORD, bytes((reference,)))
    data += tlv.encode(CURVE, bytes((way.curve.number,)))
    response = channel.send_again_if_refused(Command(Ins.MANAGE_SECURITY, *_SET_TEMPLATE, data))
    if response.status & 0xFFF0 == TRIES_LEFT:
        # The counter isn't ours to burn: a mistyped digit must not cost somebody the card.
        if response.status & 0xF <= _FEW:
            raise StoppedError(ReadFault.FEW_TRIES)
    elif response.status == Status.KEY_BLOCKED:
        raise StoppedError(ReadFault.BLOCKED)
    elif not response.done:
        raise StoppedError(ReadFault.UNSUPPORTED)


def _element(tag: int, curve: Curve, point: Point) -> bytes:
    return tlv.encode(tag, curve.encode(point))


def _step(channel: Channel, sent: bytes, wanted: int) -> bytes:
    """Send one of the chained steps and return the element that answers it."""
    data = tlv.encode(DYNAMIC, sent)
    response: Response = channel.send_again_if_refused(
        Command(Ins.GENERAL_AUTHENTICATE, data=data, answer=SHORT_ANSWER, cla=CHAINED),
    )
    if not response.done:
        raise StoppedError(ReadFault.UNSUPPORTED if response.status == Status.INSTRUCTION else ReadFault.BROKEN)
    return tlv.only(tlv.parse(tlv.unwrap(response.data, DYNAMIC)), wanted)


def _nonce(suite: Suite, key: bytes, hidden: bytes) -> bytes:
    if len(hidden) not in _NONCE_BYTES:
        raise ProtocolError("a nonce of another length")
    return suite.decrypt(key, suite.zeros, hidden)
