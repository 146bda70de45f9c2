"""A simulated reader: cards are laid on it, answer after a while, and are pulled away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kiosk.identity.chip.apdu import LONG_ANSWER, SHORT_ANSWER
from kiosk.identity.chip.transport import TransportFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.devices.software_card.card import SoftwareCard


class SimulatedReader:
    """A transport; ``wait`` lets time pass, which a test does by a clock of its own."""

    def __init__(self, wait: Callable[[float], None] = time.sleep, *, long_answers: bool = True) -> None:
        self._wait = wait
        self._longest = LONG_ANSWER if long_answers else SHORT_ANSWER
        self._card: SoftwareCard | None = None
        self._seconds = 0.0
        self._pull_after: int | None = None
        self._plugged = True
        self.commands = 0
        """How many commands passed since the card was laid on."""

    @property
    def longest_answer(self) -> int:
        return self._longest

    def present(self, card: SoftwareCard, seconds: float = 0.0, pull_after: int | None = None) -> None:
        """Lay a card on; it takes ``seconds`` for each answer, and is gone after so many commands."""
        card.reset()
        self._card, self._seconds, self._pull_after, self.commands = card, seconds, pull_after, 0

    def remove(self) -> None:
        self._card = None

    def plug(self, *, there: bool) -> None:
        """Plug the reader in, or out."""
        self._plugged = there

    def connect(self) -> TransportFault | None:
        if not self._plugged:
            return TransportFault.NO_READER
        return None if self._card else TransportFault.NO_CARD

    def transmit(self, command: bytes) -> bytes | TransportFault:
        if not self._plugged:
            return TransportFault.NO_READER
        if self._pull_after is not None and self.commands >= self._pull_after:
            self._card = None
        if self._card is None:
            return TransportFault.REMOVED
        self.commands += 1
        self._wait(self._seconds)
        return self._card.answer(command)

    def disconnect(self) -> None:
        """The card stays where it is; the next tap begins anew."""
        if self._card:
            self._card.reset()
