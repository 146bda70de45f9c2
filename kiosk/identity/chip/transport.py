"""The port to a card in a reader: bytes there and bytes back; a card that goes away is an outcome."""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class TransportFault(Enum):
    """Why no answer came."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    IN_USE = "in_use"
    NO_CARD = "no_card"
    MUTE = "mute"
    REMOVED = "removed"
    TIMED_OUT = "timed_out"


class Transport(Protocol):
    """One reader. Calls block, so they belong on the device's thread; the driver keeps a time-out of its own."""

    @property
    def longest_answer(self) -> int:
        """The most data bytes of one response that reader and driver carry; 256 where long APDUs do not pass."""
        ...

    def connect(self) -> TransportFault | None:
        """Power the card that lies on the reader; None once it is there."""
        ...

    def transmit(self, command: bytes) -> bytes | TransportFault:
        """Send one command APDU and return the response APDU, its two status bytes last."""
        ...

    def disconnect(self) -> None:
        """Let the card go; harmless when there is none."""
        ...
