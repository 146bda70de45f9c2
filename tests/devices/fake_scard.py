"""PC/SC as pyscard shows it, without a service: readers and a card that a test moves, and codes that it makes come."""

from __future__ import annotations

import threading
from typing import Any

from kiosk.devices import pcsc_codes as codes
from kiosk.devices.pcsc_features import FEATURES
from kiosk.devices.software_card.card import SoftwareCard

READER = "ACS ACR1252 1S CL Reader PICC 0"
SAM = "ACS ACR1252 1S CL Reader SAM 0"
EMPTY, PRESENT, CHANGED, UNAVAILABLE = 0x10, 0x20, 0x02, 0x08


class FakeScard:
    """One machine. ``fail`` makes a call answer a code from now on; ``hold`` makes it hang until ``let_go``."""

    SCARD_SCOPE_SYSTEM, SCARD_SHARE_EXCLUSIVE, SCARD_LEAVE_CARD, SCARD_RESET_CARD = 2, 1, 0, 1
    SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1, SCARD_PCI_T0, SCARD_PCI_T1 = 1, 2, "T0", "T1"
    SCARD_STATE_CHANGED = CHANGED

    def __init__(self, *readers: str, properties: bytes = b"") -> None:
        self.readers = list(readers or (SAM, READER))
        self.properties = properties
        self.codes: dict[str, int] = {}
        self.released: list[int] = []
        self.calls: list[str] = []
        self.waits: list[int] = []
        self.ended: list[int] = []
        """How each connection was ended."""
        self.headers: set[str] = set()
        """By which protocol's header commands came."""
        self.protocol = self.SCARD_PROTOCOL_T1
        self.says_nothing = False
        """Commands come back as done, with nothing in the answer."""
        self._held: dict[str, threading.Event] = {}
        self._changed = threading.Condition()
        self._card: SoftwareCard | None = None
        self._count = 0
        self._contexts = 0
        self._cancelled = False

    def lay(self, card: SoftwareCard) -> None:
        card.reset()
        self._move(card)

    def lift(self) -> None:
        self._move(None)

    def unplug(self) -> None:
        with self._changed:
            self.readers.clear()
            self._changed.notify_all()

    def plug(self, *readers: str) -> None:
        with self._changed:
            self.readers[:] = readers or (SAM, READER)
            self._changed.notify_all()

    def fail(self, **calls: int) -> None:
        self.codes |= calls

    def mend(self) -> None:
        self.codes.clear()

    def hold(self, call: str) -> None:
        self._held[call] = threading.Event()

    def let_go(self) -> None:
        held, self._held = self._held, {}
        for event in held.values():
            event.set()

    def _move(self, card: SoftwareCard | None) -> None:
        with self._changed:
            self._card = card
            self._count += 1
            self._changed.notify_all()

    def _code(self, call: str) -> int:
        self.calls.append(call)
        if call in self._held:
            self._held[call].wait(60)
        return self.codes.get(call, codes.DONE)

    def SCardEstablishContext(self, _scope: int) -> list[int]:  # noqa: N802 - PC/SC's names
        self._contexts += 1
        return [self._code("establish"), self._contexts]

    def SCardReleaseContext(self, context: int) -> int:  # noqa: N802
        self.released.append(context)
        return codes.DONE

    def SCardCancel(self, _context: int) -> int:  # noqa: N802
        with self._changed:
            self._cancelled = True
            self._changed.notify_all()
        self.calls.append("cancel")
        return codes.DONE

    def SCardListReaders(self, _context: int, _groups: list[str]) -> list[Any]:  # noqa: N802
        code = self._code("list")
        return [code or (codes.DONE if self.readers else codes.NO_READERS), list(self.readers)]

    def SCardGetStatusChange(self, _context: int, wait_ms: int, asked: list[tuple[str, int]]) -> list[Any]:  # noqa: N802
        code = self._code("change")
        self.waits.append(wait_ms)
        if code:
            return [code, []]
        known = dict(asked)
        with self._changed:
            self._cancelled = False
            self._changed.wait_for(lambda: self._differs(known) or self._cancelled, wait_ms / 1000)
            if not set(known) <= set(self.readers):
                return [codes.UNKNOWN_READER, []]
            if not self._differs(known):
                return [codes.CANCELLED if self._cancelled else codes.TIMEOUT, []]
            return [codes.DONE, [(name, self._state(name) | CHANGED, []) for name in known]]

    def SCardConnect(self, _context: int, reader: str, _share: int, _protocols: int) -> list[int]:  # noqa: N802
        code = self._code("connect")
        if reader not in self.readers:
            code = code or codes.READER_UNAVAILABLE
        return [code or (codes.DONE if self._card else codes.NO_CARD), 77, self.protocol]

    def SCardTransmit(self, _handle: int, header: str, command: list[int]) -> list[Any]:  # noqa: N802
        code = self._code("transmit")
        self.headers.add(header)
        if self.says_nothing:
            return [codes.DONE, []]
        if not code and self.readers and self._card:
            return [codes.DONE, list(self._card.answer(bytes(command)))]
        return [code or codes.NOT_TRANSACTED, []]

    def SCardDisconnect(self, _handle: int, how: int) -> int:  # noqa: N802
        self.ended.append(how)
        if self._card:
            self._card.reset()
        return codes.DONE

    def SCardControl(self, _handle: int, number: int, _data: list[int]) -> list[Any]:  # noqa: N802
        if not self.properties:
            return [0x8010001F, []]
        return [codes.DONE, [0x12, 4, 0x42, 0x33, 0, 0x12] if number == FEATURES else self.properties]

    def _differs(self, known: dict[str, int]) -> bool:
        return any(self._state(name) != state for name, state in known.items())

    def _state(self, name: str) -> int:
        if name not in self.readers:
            return UNAVAILABLE
        if name != READER:
            return EMPTY
        return self._count << 16 | (PRESENT if self._card else EMPTY)
