"""Why a chip cannot be read, by name; and how that travels up to ``read_card``, which returns it as a value."""

from __future__ import annotations

from enum import Enum

from kiosk.errors import DeviceError


class ReadFault(Enum):
    """Why nothing was read; it holds nothing of the card."""

    NO_SERVICE = "no_service"  # what drives readers on this machine (pcscd) does not run, or is not let in
    NO_READER = "no_reader"  # unplugged, before or during the read
    IN_USE = "in_use"  # another program holds the reader
    NO_CARD = "no_card"
    MUTE = "mute"  # something lies on the reader and does not answer at all
    REMOVED = "removed"  # the card was there and went away
    TIMED_OUT = "timed_out"
    NOT_AN_ID_CARD = "not_an_id_card"  # another card: no application of a travel document on it
    WRONG_KEY = "wrong_key"  # the number, or the machine-readable lines, are not this card's
    FEW_TRIES = "few_tries"  # the card says that one more wrong key would block it; nothing was tried
    BLOCKED = "blocked"
    NEEDS_MRZ = "needs_mrz"  # the card opens by its machine-readable lines only
    UNSUPPORTED = "unsupported"  # a protocol or curve that this program does not know
    REFUSED = "refused"  # the card opened and then did not give what every card gives
    BROKEN = "broken"  # answers without the agreed shape, or a protected answer that was tampered with
    NO_DATA = "no_data"  # neither the lines nor the Vietnamese data are on it


class StoppedError(DeviceError):
    """Ends a read; raised in this package alone and never let out of ``read_card``."""

    def __init__(self, fault: ReadFault) -> None:
        super().__init__(f"the chip cannot be read: {fault.value}")
        self.fault = fault
