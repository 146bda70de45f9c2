"""Secure messaging from the card's side: commands checked and opened, answers encrypted and signed."""

from __future__ import annotations

import hmac

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.apdu import SHORT_ANSWER, Command
from kiosk.identity.chip.ciphers import DES, unpad
from kiosk.identity.chip.messaging import ANSWER_LENGTH, CHECKSUM, CIPHERED, PLAIN, STATUS, Keys

_PADDED = b"\x01"


class CardMessaging:
    """The other end of ``kiosk.identity.chip.messaging.Messaging``, written from the standard and not from it."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._counter = keys.counter

    def open(self, command: Command) -> Command:
        """Raises ProtocolError when the command wasn't made with these keys, next in turn."""
        self._counter += 1
        suite = self._keys.suite
        elements = {item.tag: item for item in tlv.parse(command.data, 4)}
        covered = b"".join(item.whole for tag, item in elements.items() if tag != CHECKSUM)
        message = self._now() + suite.pad(command.header) + (suite.pad(covered) if covered else b"")
        checksum = elements.pop(CHECKSUM, None)
        if checksum is None or not hmac.compare_digest(suite.mac(self._keys.mac, message), checksum.value):
            raise ProtocolError("a command that is not under these keys")
        data = b""
        if CIPHERED in elements:
            data = self._opened(elements[CIPHERED].value.removeprefix(_PADDED))
        elif PLAIN in elements:
            data = self._opened(elements[PLAIN].value)
        answer = 0
        if ANSWER_LENGTH in elements:
            value = elements[ANSWER_LENGTH].value
            answer = int.from_bytes(value, "big") or SHORT_ANSWER ** len(value)
        return Command(command.ins, command.p1, command.p2, data, answer, command.cla & 0xF0)

    def protect(self, ins: int, data: bytes, status: int) -> bytes:
        self._counter += 1
        suite, body = self._keys.suite, b""
        if data:
            hidden = suite.encrypt(self._keys.encryption, self._iv(), suite.pad(data))
            body = tlv.encode(PLAIN, hidden) if ins % 2 else tlv.encode(CIPHERED, _PADDED + hidden)
        body += tlv.encode(STATUS, status.to_bytes(2, "big"))
        return body + tlv.encode(CHECKSUM, suite.mac(self._keys.mac, self._now() + suite.pad(body)))

    def _opened(self, hidden: bytes) -> bytes:
        return unpad(self._keys.suite.decrypt(self._keys.encryption, self._iv(), hidden))

    def _iv(self) -> bytes:
        suite = self._keys.suite
        return suite.zeros if suite is DES else suite.one_block(self._keys.encryption, self._now())

    def _now(self) -> bytes:
        return self._counter.to_bytes(self._keys.suite.block, "big")
