"""A simulated reader: cards are laid on it, answer after a while, and are pulled away."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from kiosk.clock import SystemClock
from kiosk.devices.ports import CardOn, DeviceStatus, Failed, ReaderState, Ready, Unplugged
from kiosk.identity.chip.apdu import LONG_ANSWER, SHORT_ANSWER
from kiosk.identity.chip.transport import TransportFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.devices.software_card.authority import Authority
    from kiosk.devices.software_card.card import SoftwareCard
    from kiosk.devices.software_card.making import CardKind
    from kiosk.identity.chip.trust import TrustStore


class SimulatedReader:
    """Keeps the ChipReader's contract; ``wait_for`` lets time pass, which a test does by a clock of its own."""

    def __init__(self, wait_for: Callable[[float], None] = time.sleep, *, long_answers: bool = True) -> None:
        self._wait_for = wait_for
        self._longest = LONG_ANSWER if long_answers else SHORT_ANSWER
        self._changed = threading.Condition()
        self._card: SoftwareCard | None = None
        self._seconds = 0.0
        self._pull_after: int | None = None
        self._status: DeviceStatus = Ready()
        self._taps = 0
        self._woken = False
        self._issuer: Authority | None = None
        self._connected = 0  # to which tap; 0 to none
        self.commands = 0
        """How many commands passed since the card was laid on."""

    @property
    def longest_answer(self) -> int:
        return self._longest

    def present(self, card: SoftwareCard, seconds: float = 0.0, pull_after: int | None = None) -> None:
        """Lay a card on; it takes ``seconds`` for each answer, and is gone after so many commands."""
        card.reset()
        with self._changed:
            self._card, self._seconds, self._pull_after, self.commands = card, seconds, pull_after, 0
            self._taps += 1
            self._changed.notify_all()

    def lay(self, kind: CardKind = "good", milliseconds: int = 0, pull_after: int | None = None) -> None:
        """Lay on a card of a person who does not exist, issued by this reader's own made-up authority."""
        from kiosk.devices.software_card.making import make_card  # noqa: PLC0415 - a start need not wait for it

        self.present(make_card(kind, self._authority(), SystemClock().now()), milliseconds / 1000, pull_after)

    def trusted(self) -> TrustStore:
        """A list that holds this reader's own authority, and nothing else: for a demo."""
        from kiosk.devices.software_card.authority import list_of  # noqa: PLC0415 - a start need not wait for it

        return list_of(self._authority(), SystemClock().now())

    def remove(self) -> None:
        with self._changed:
            self._card = None
            self._changed.notify_all()

    def plug(self, *, there: bool) -> None:
        """Plug the reader in, or out."""
        self.become(Ready() if there else Unplugged())

    def become(self, status: DeviceStatus) -> None:
        with self._changed:
            self._status = status
            self._changed.notify_all()

    def status(self) -> DeviceStatus:
        return self._status

    def wait(self, seen: ReaderState | None, seconds: float) -> ReaderState:
        with self._changed:
            self._changed.wait_for(lambda: self._woken or self._state() != seen, seconds)
            self._woken = False
            return self._state()

    def wake(self) -> None:
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def close(self) -> None:
        self.wake()

    def connect(self) -> TransportFault | None:
        fault = self._fault() or (None if self._card else TransportFault.NO_CARD)
        self._connected = 0 if fault else self._taps
        return fault

    def transmit(self, command: bytes) -> bytes | TransportFault:
        fault = self._fault()
        if fault is not None:
            return fault
        if self._pull_after is not None and self.commands >= self._pull_after:
            self.remove()
        card = self._card
        if card is None or self._connected != self._taps:
            return TransportFault.REMOVED
        self.commands += 1
        self._wait_for(self._seconds)
        return card.answer(command)

    def disconnect(self) -> None:
        """The card stays where it is; the next tap begins anew."""
        self._connected = 0
        if self._card:
            self._card.reset()

    def _authority(self) -> Authority:
        from kiosk.devices.software_card.authority import make_authority  # noqa: PLC0415 - a start need not wait for it

        with self._changed:
            self._issuer = self._issuer or make_authority(SystemClock().now())
            return self._issuer

    def _fault(self) -> TransportFault | None:
        if self._status == Ready():
            return None
        return TransportFault.NO_SERVICE if isinstance(self._status, Failed) else TransportFault.NO_READER

    def _state(self) -> ReaderState:
        if self._status == Ready() and self._card:
            return CardOn(self._taps)
        return self._status
