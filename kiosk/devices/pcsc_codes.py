"""What PC/SC's return codes mean here: which of them end a tap, and what a technician is told (winscard.h)."""

from __future__ import annotations

from typing import Final

from kiosk.devices.ports import DeviceStatus, Failed, Unplugged
from kiosk.identity.chip.transport import TransportFault

DONE: Final = 0
INTERNAL_ERROR: Final = 0x80100001
CANCELLED: Final = 0x80100002
INVALID_HANDLE: Final = 0x80100003
UNKNOWN_READER: Final = 0x80100009
TIMEOUT: Final = 0x8010000A
SHARING_VIOLATION: Final = 0x8010000B
NO_CARD: Final = 0x8010000C
PROTOCOL: Final = 0x8010000F
COMMUNICATION: Final = 0x80100013
NOT_TRANSACTED: Final = 0x80100016
READER_UNAVAILABLE: Final = 0x80100017
NO_SERVICE: Final = 0x8010001D
SERVICE_STOPPED: Final = 0x8010001E
NO_READERS: Final = 0x8010002E
UNSUPPORTED_CARD: Final = 0x80100065
UNRESPONSIVE: Final = 0x80100066
UNPOWERED: Final = 0x80100067
RESET: Final = 0x80100068
REMOVED: Final = 0x80100069
SECURITY: Final = 0x8010006A

LOST_CONTEXT: Final = frozenset({NO_SERVICE, SERVICE_STOPPED, INVALID_HANDLE, INTERNAL_ERROR, COMMUNICATION})
"""After these nothing more can be asked for by the same context: the service went away, or was started anew."""

_NO_READER = frozenset({UNKNOWN_READER, READER_UNAVAILABLE, NO_READERS})
_CONNECTING = {
    SHARING_VIOLATION: TransportFault.IN_USE,
    NO_CARD: TransportFault.NO_CARD,
    REMOVED: TransportFault.NO_CARD,
    TIMEOUT: TransportFault.TIMED_OUT,
}


def why_not_connected(code: int) -> TransportFault:
    """Why the card that lies there cannot be spoken to; what isn't known is a card that does not answer."""
    if code in LOST_CONTEXT or code == SECURITY:
        return TransportFault.NO_SERVICE
    return TransportFault.NO_READER if code in _NO_READER else _CONNECTING.get(code, TransportFault.MUTE)


def why_no_answer(code: int, standing: DeviceStatus | None) -> TransportFault:
    """Why a command got no answer. ``standing`` is how the reader stands by now; None when a card lies on it.

    A card that is moved away gives NOT_TRANSACTED first, and so does a reader that is pulled out.
    """
    if code in LOST_CONTEXT or isinstance(standing, Failed):
        return TransportFault.NO_SERVICE
    if code in _NO_READER or isinstance(standing, Unplugged):
        return TransportFault.NO_READER
    return TransportFault.TIMED_OUT if code == TIMEOUT else TransportFault.REMOVED


def status_of(code: int) -> DeviceStatus:
    """What is told of a service that lists no readers."""
    if code in _NO_READER:
        return Unplugged()
    if code == SECURITY:
        return Failed("pcscd does not let this user in: polkit needs a rule for org.debian.pcsc-lite")
    if code in LOST_CONTEXT:
        return Failed("pcscd does not run: systemctl enable --now pcscd.socket")
    return Failed(f"pcscd answers {code:08X}")
