"""How a software card lets itself be opened: PACE and BAC from the card's side."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.errors import ProtocolError
from kiosk.identity.chip import pace, tlv
from kiosk.identity.chip.apdu import Status
from kiosk.identity.chip.ciphers import DES, MAC_BYTES, Purpose
from kiosk.identity.chip.messaging import Keys, session_keys

if TYPE_CHECKING:
    from kiosk.identity.chip.curves import Point
    from kiosk.identity.chip.keys import MrzKey
    from kiosk.identity.chip.security_infos import PaceWay

_NONCE = 16
_CHALLENGE = 8
_SECRET = 16


@dataclass(frozen=True)
class Step:
    """What a step answers; ``keys`` open the session that follows."""

    data: bytes = b""
    status: int = Status.DONE
    keys: Keys | None = None


class CardPace:
    """One run of PACE."""

    def __init__(self, way: PaceWay, password: bytes) -> None:
        self._way = way
        self._hidden_by = way.suite.derive(password, Purpose.PASSWORD)
        self._nonce = secrets.token_bytes(_NONCE)
        self._generator: Point = way.curve.generator
        self._own: Point = way.curve.generator
        self._theirs: Point = way.curve.generator
        self._keys: Keys | None = None

    def step(self, data: bytes) -> Step:
        """Answer one GENERAL AUTHENTICATE. Raises ProtocolError for what doesn't belong there."""
        elements = tlv.parse(tlv.unwrap(data, pace.DYNAMIC))
        if not elements:
            suite = self._way.suite
            return self._answer(pace.NONCE, suite.encrypt(self._hidden_by, suite.zeros, self._nonce))
        (element,) = elements
        match element.tag:
            case pace.OUR_MAP:
                return self._map(self._way.curve.decode(element.value))
            case pace.OUR_KEY:
                return self._agree(self._way.curve.decode(element.value))
            case pace.OUR_TOKEN:
                return self._prove(element.value)
        raise ProtocolError("no step of PACE")

    def _map(self, theirs: Point) -> Step:
        curve = self._way.curve
        secret = pace.draw_secret(curve, secrets.token_bytes)
        self._generator = pace.mapped_generator(curve, self._nonce, curve.multiply(secret, theirs))
        return self._answer(pace.THEIR_MAP, curve.encode(curve.times_generator(secret)))

    def _agree(self, theirs: Point) -> Step:
        curve = self._way.curve
        secret = pace.draw_secret(curve, secrets.token_bytes)
        self._theirs, self._own = theirs, curve.multiply(secret, self._generator)
        self._keys = session_keys(self._way.suite, curve.shared_x(secret, theirs))
        return self._answer(pace.THEIR_KEY, curve.encode(self._own))

    def _prove(self, token: bytes) -> Step:
        if self._keys is None:
            raise ProtocolError("a token before there are keys")
        if token != pace.authentication_token(self._way, self._keys.mac, self._own):
            return Step(status=Status.WRONG_KEY)
        proof = pace.authentication_token(self._way, self._keys.mac, self._theirs)
        return Step(self._answer(pace.THEIR_TOKEN, proof).data, keys=self._keys)

    def _answer(self, tag: int, value: bytes) -> Step:
        return Step(tlv.encode(pace.DYNAMIC, tlv.encode(tag, value)))


class CardBac:
    """One run of BAC."""

    def __init__(self, key: MrzKey) -> None:
        seed = key.secret[:_SECRET]
        self._encryption, self._mac = DES.derive(seed, Purpose.ENCRYPTION), DES.derive(seed, Purpose.MAC)
        self.challenge = secrets.token_bytes(_CHALLENGE)

    def authenticate(self, token: bytes) -> Step:
        hidden, checksum = token[:-MAC_BYTES], token[-MAC_BYTES:]
        if checksum != DES.mac(self._mac, DES.pad(hidden)):
            return Step(status=Status.WRONG_KEY)
        opened = DES.decrypt(self._encryption, DES.zeros, hidden)
        theirs, ours, secret = opened[:8], opened[8:16], opened[16:]
        if ours != self.challenge:
            return Step(status=Status.WRONG_KEY)
        own = secrets.token_bytes(_SECRET)
        answer = DES.encrypt(self._encryption, DES.zeros, ours + theirs + own)
        shared = bytes(one ^ other for one, other in zip(secret, own, strict=True))
        keys = session_keys(DES, shared, int.from_bytes(ours[4:] + theirs[4:], "big"))
        return Step(answer + DES.mac(self._mac, DES.pad(answer)), keys=keys)
