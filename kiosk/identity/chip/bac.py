"""Basic Access Control: opens cards without PACE by the machine-readable lines (Doc 9303 part 11, 4.3)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from kiosk.identity.chip.apdu import TRIES_LEFT, Command, Ins, Status
from kiosk.identity.chip.ciphers import DES, MAC_BYTES, Purpose
from kiosk.identity.chip.messaging import Messaging, session_keys
from kiosk.identity.chip.stopped import ReadFault, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.identity.chip.channel import Channel
    from kiosk.identity.chip.keys import MrzKey

_CHALLENGE = 8
_SECRET = 16
_SEED = 16
_ANSWER = 40
_WRONG = {Status.WRONG_KEY, Status.SECURITY, Status.CONDITIONS, Status.MESSAGING_WRONG, Status.WRONG_DATA}


def open_by_bac(channel: Channel, key: MrzKey, random: Callable[[int], bytes]) -> Messaging:
    """Agree on a session. Raises StoppedError: WRONG_KEY when the lines are another card's."""
    seed = key.secret[:_SEED]
    encryption, mac = DES.derive(seed, Purpose.ENCRYPTION), DES.derive(seed, Purpose.MAC)
    asked = channel.send_again_if_refused(Command(Ins.GET_CHALLENGE, answer=_CHALLENGE))
    if not asked.done or len(asked.data) != _CHALLENGE:
        raise StoppedError(ReadFault.UNSUPPORTED)
    theirs, ours, secret = asked.data, random(_CHALLENGE), random(_SECRET)
    hidden = DES.encrypt(encryption, DES.zeros, ours + theirs + secret)
    token = hidden + DES.mac(mac, DES.pad(hidden))
    answer = channel.send(Command(Ins.EXTERNAL_AUTHENTICATE, data=token, answer=_ANSWER))
    if not answer.done:
        wrong = answer.status in _WRONG or answer.status & 0xFFF0 == TRIES_LEFT
        raise StoppedError(ReadFault.WRONG_KEY if wrong else ReadFault.BROKEN)
    body, checksum = answer.data[:-MAC_BYTES], answer.data[-MAC_BYTES:]
    if len(answer.data) != _ANSWER or not hmac.compare_digest(DES.mac(mac, DES.pad(body)), checksum):
        raise StoppedError(ReadFault.BROKEN)
    opened = DES.decrypt(encryption, DES.zeros, body)
    if not hmac.compare_digest(opened[:_SECRET], theirs + ours):
        raise StoppedError(ReadFault.BROKEN)
    shared = bytes(one ^ other for one, other in zip(secret, opened[_SECRET:], strict=True))
    counter = theirs[_CHALLENGE // 2 :] + ours[_CHALLENGE // 2 :]
    return Messaging(session_keys(DES, shared, int.from_bytes(counter, "big")))
