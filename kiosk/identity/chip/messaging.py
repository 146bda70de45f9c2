"""Secure messaging from the terminal's side: commands encrypted and signed, answers checked before they are opened."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.apdu import SHORT_ANSWER, SHORT_DATA, Command, Response
from kiosk.identity.chip.ciphers import DES, Purpose, Suite, unpad

PROTECTED_CLASS = 0x0C
PLAIN, CIPHERED, ANSWER_LENGTH, STATUS, CHECKSUM = 0x85, 0x87, 0x97, 0x99, 0x8E
_PADDED = b"\x01"
_LONG = 65536
_STATUS_BYTES = 2


@dataclass(frozen=True)
class Keys:
    """What a session is protected by."""

    suite: Suite
    encryption: bytes
    mac: bytes
    counter: int = 0

    def __repr__(self) -> str:
        return f"Keys({self.suite.name}, …)"


def session_keys(suite: Suite, secret: bytes, counter: int = 0) -> Keys:
    """Make both keys from a secret that only card and terminal have."""
    return Keys(suite, suite.derive(secret, Purpose.ENCRYPTION), suite.derive(secret, Purpose.MAC), counter)


class Messaging:
    """One session; its counter goes on with every message, so none can be repeated, left out or swapped."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._counter = keys.counter

    @property
    def suite(self) -> Suite:
        return self._keys.suite

    def protect(self, command: Command) -> Command:
        """Encrypt the data, hide nothing else, sign all."""
        counter = self._next()
        header = bytes((PROTECTED_CLASS | command.cla, command.ins, command.p1, command.p2))
        body = self._ciphered(command, counter) if command.data else b""
        long = len(command.data) > SHORT_DATA or command.answer > SHORT_ANSWER
        if command.answer:
            width = 2 if long else 1
            body += tlv.encode(ANSWER_LENGTH, (command.answer % 256**width).to_bytes(width, "big"))
        suite = self.suite
        signed = counter + suite.pad(header) + (suite.pad(body) if body else b"")
        body += tlv.encode(CHECKSUM, suite.mac(self._keys.mac, signed))
        return Command(command.ins, command.p1, command.p2, body, _LONG if long else SHORT_ANSWER, header[0])

    def open(self, response: Response) -> Response:
        """Check and open an answer. Raises ProtocolError when it isn't from the card that holds the keys.

        A bare status is returned unprotected, for the caller to judge; the counter then doesn't go on.
        """
        if not response.data:
            return response
        counter = self._next()
        elements = tlv.parse(response.data, 4)
        *covered, last = elements
        if last.tag != CHECKSUM or [item.tag for item in covered] not in (
            [STATUS],
            [CIPHERED, STATUS],
            [PLAIN, STATUS],
        ):
            raise ProtocolError("not a protected answer")
        suite = self.suite
        signed = counter + suite.pad(b"".join(item.whole for item in covered))
        if not hmac.compare_digest(suite.mac(self._keys.mac, signed), last.value):
            raise ProtocolError("a protected answer whose checksum is wrong")
        status = covered[-1].value
        if len(status) != _STATUS_BYTES or int.from_bytes(status, "big") != response.status:
            raise ProtocolError("a protected answer with two statuses")
        data = self._opened(covered[0], counter) if len(covered) > 1 else b""
        return Response(data, response.status, protected=True)

    def take_back(self) -> None:
        """Let the next command take the place of the last one, which the card did not look into."""
        self._counter -= 1

    def _ciphered(self, command: Command, counter: bytes) -> bytes:
        suite = self.suite
        hidden = suite.encrypt(self._keys.encryption, self._iv(counter), suite.pad(command.data))
        if command.ins % 2:  # odd instructions carry elements, and elements are not marked as padded
            return tlv.encode(PLAIN, hidden)
        return tlv.encode(CIPHERED, _PADDED + hidden)

    def _opened(self, element: tlv.Tlv, counter: bytes) -> bytes:
        hidden = element.value
        if element.tag == CIPHERED:
            if hidden[:1] != _PADDED:
                raise ProtocolError("a protected answer padded in another way")
            hidden = hidden[1:]
        if not hidden:
            raise ProtocolError("a protected answer without data")
        return unpad(self.suite.decrypt(self._keys.encryption, self._iv(counter), hidden))

    def _iv(self, counter: bytes) -> bytes:
        """The initial vector: zeros for 3DES, the encrypted counter for AES."""
        suite = self.suite
        return suite.zeros if suite is DES else suite.one_block(self._keys.encryption, counter)

    def _next(self) -> bytes:
        self._counter = (self._counter + 1) % 256**self.suite.block
        return self._counter.to_bytes(self.suite.block, "big")
