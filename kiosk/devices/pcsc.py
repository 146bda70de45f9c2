"""A chip reader by PC/SC: pyscard's plain calls, each with a time-out, over a service and readers that come and go."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeAlias

from kiosk.devices import pcsc_codes as codes
from kiosk.devices.patience import GaveUp, Patience
from kiosk.devices.pcsc_features import longest_answer
from kiosk.devices.ports import CardOn, DeviceStatus, Failed, ReaderState, Ready, Unplugged
from kiosk.identity.chip.apdu import SHORT_ANSWER
from kiosk.identity.chip.transport import TransportFault

Result: TypeAlias = tuple[int, Any]

ANSWER_SECONDS: Final = 5.0
"""How long a card may think about one command; RSA signatures of slow cards take two."""
_SERVICE_SECONDS = 3.0  # for what no card has to answer
_SLICE_SECONDS = 0.5  # after so long the list of readers is looked at again
_HANGS: Final = Failed("pcscd does not answer: systemctl restart pcscd")
_STATUS_BYTES = 2  # some drivers report a card that went away as an empty answer
_PRESENT = 0x20
_AS_BEFORE = -1
_SAM = " sam "  # the slot of a security module in the reader itself, where no resident's card can lie


def pyscard() -> Any:
    """PC/SC's calls as pyscard has them. Raises ImportError where the optional extra ``chip`` isn't installed."""
    return import_module("smartcard.scard")


@dataclass(frozen=True)
class _Connected:
    handle: int
    protocol: Any
    reader: str


class PcscReader:
    """The first reader whose name holds ``name`` (any case) and on which a card lies; a ChipReader."""

    def __init__(self, name: str = "", seconds: float = ANSWER_SECONDS, library: Callable[[], Any] = pyscard) -> None:
        self._name = name.casefold()
        self._seconds = seconds
        self._library = library
        self._pcsc: Any = None
        self._context: int | None = None
        self._card: _Connected | None = None
        self._answers = False
        self._longest = SHORT_ANSWER
        self._calls = Patience("motcham-pcsc")
        self._cancels = Patience("motcham-pcsc-wake")
        self._woken = threading.Event()
        self._seen: dict[str, int] = {}  # the last state of each reader, as PC/SC gave it
        self._on: tuple[str, int] | None = None  # the reader with a card, and its count of comings and goings
        self._taps = 0

    @property
    def longest_answer(self) -> int:
        return self._longest

    def status(self) -> DeviceStatus:
        state = self._look(0)
        return Ready() if isinstance(state, CardOn) else state

    def wait(self, seen: ReaderState | None, seconds: float) -> ReaderState:
        ends = time.monotonic() + seconds
        state = self._look(0)
        while state == seen and (left := ends - time.monotonic()) > 0 and not self._woken.is_set():
            state = self._look(min(left, _SLICE_SECONDS))
        self._woken.clear()
        return state

    def wake(self) -> None:
        self._woken.set()
        context, pcsc = self._context, self._pcsc
        if context is not None:
            self._cancels.start(lambda: pcsc.SCardCancel(context))

    def connect(self) -> TransportFault | None:
        self.disconnect()
        state = self._look(0)
        if self._on is None or not isinstance(state, CardOn):
            return TransportFault.NO_CARD if state == Ready() else codes.why_no_answer(codes.DONE, _empty(state))
        reader, _ = self._on
        pcsc, context = self._pcsc, self._context
        any_protocol = pcsc.SCARD_PROTOCOL_T0 | pcsc.SCARD_PROTOCOL_T1
        code, given = self._ask(
            lambda: pcsc.SCardConnect(context, reader, pcsc.SCARD_SHARE_EXCLUSIVE, any_protocol), self._seconds
        )
        if code != codes.DONE:
            return codes.why_not_connected(code)
        handle, protocol = given
        header = pcsc.SCARD_PCI_T1 if protocol == pcsc.SCARD_PROTOCOL_T1 else pcsc.SCARD_PCI_T0
        self._card = _Connected(handle, header, reader)
        self._answers = True
        self._longest = longest_answer(reader, lambda number: self._control(handle, number))
        return None

    def transmit(self, command: bytes) -> bytes | TransportFault:
        card, pcsc = self._card, self._pcsc
        if card is None:
            return TransportFault.REMOVED
        code, answer = self._ask(lambda: pcsc.SCardTransmit(card.handle, card.protocol, list(command)), self._seconds)
        if code == codes.DONE and len(answer) >= _STATUS_BYTES:
            return bytes(answer)
        self._answers = False
        if code == codes.TIMEOUT:
            return TransportFault.TIMED_OUT
        return codes.why_no_answer(code, _empty(self._look(0)))

    def disconnect(self) -> None:
        """Reset the card, so that it forgets the session; one that is gone is left alone.

        pcscd that fails to reset a card takes it for absent until it has seen it go, and misses one laid back soon.
        """
        card, pcsc, self._card = self._card, self._pcsc, None
        if card is not None and self._context is not None:
            how = pcsc.SCARD_RESET_CARD if self._answers else pcsc.SCARD_LEAVE_CARD
            self._ask(lambda: (pcsc.SCardDisconnect(card.handle, how),), _SERVICE_SECONDS)

    def close(self) -> None:
        context, self._context, self._card = self._context, None, None
        self._calls.start(self._release(context))
        self._calls.close()
        self._cancels.close()

    def _look(self, seconds: float) -> ReaderState:
        """How it stands, at once when that is another state than the last, else within ``seconds``."""
        state = self._readers()
        if isinstance(state, tuple):
            found = self._look_at(state, seconds)
            if found != Unplugged():
                return found
            state = self._readers()  # one of them was pulled out; there may be others
            if isinstance(state, tuple):
                return self._look_at(state, 0)
        self._on = None if state == Unplugged() else self._as_before()
        self._woken.wait(seconds)
        return state

    def _readers(self) -> tuple[str, ...] | DeviceStatus:
        fault = self._begin()
        if fault is not None:
            return fault
        pcsc, context = self._pcsc, self._context
        code, found = self._ask(lambda: pcsc.SCardListReaders(context, []), _SERVICE_SECONDS)
        if code != codes.DONE:
            return _HANGS if code == codes.TIMEOUT else codes.status_of(code)
        names = [name for name in found if _SAM not in f"{name} ".casefold()]
        wanted = tuple(name for name in names if self._name in name.casefold())
        if not wanted and names:
            return Failed(f"no reader's name holds {self._name!r}; there are: {', '.join(names)}")
        return wanted or codes.status_of(codes.NO_READERS)

    def _look_at(self, readers: tuple[str, ...], seconds: float) -> ReaderState:
        pcsc, context = self._pcsc, self._context
        self._seen = {name: self._seen.get(name, 0) for name in readers}
        asked = [(name, state & ~pcsc.SCARD_STATE_CHANGED) for name, state in self._seen.items()]
        wait_ms = int(seconds * 1000)
        code, states = self._ask(lambda: pcsc.SCardGetStatusChange(context, wait_ms, asked), seconds + _SERVICE_SECONDS)
        if code == codes.DONE:
            self._seen = {name: state for name, state, _ in states}
        elif code not in {codes.TIMEOUT, codes.CANCELLED}:
            self._seen, self._on = {}, self._as_before()
            return codes.status_of(code)
        elif self._context is None:
            return _HANGS
        self._count(next((item for item in self._seen.items() if item[1] & _PRESENT), None))
        return CardOn(self._taps) if self._on else Ready()

    def _count(self, found: tuple[str, int] | None) -> None:
        """Each coming of a card is a tap of its own: PC/SC counts comings and goings in the upper half of the state."""
        on = (found[0], found[1] >> 16) if found else None
        if on is not None and self._on not in {on, (on[0], _AS_BEFORE)}:
            self._taps += 1
        self._on = on

    def _as_before(self) -> tuple[str, int] | None:
        """A card that lies there when the service comes back, and lay there before, is still the same tap."""
        return (self._on[0], _AS_BEFORE) if self._on else None

    def _begin(self) -> DeviceStatus | None:
        """Have a context, a new one where the last was lost."""
        if self._context is not None:
            return None
        try:
            self._pcsc = self._pcsc or self._library()
        except ImportError:
            return Failed("pyscard is not installed: make setup-chip")
        pcsc = self._pcsc
        code, context = self._ask(lambda: pcsc.SCardEstablishContext(pcsc.SCARD_SCOPE_SYSTEM), _SERVICE_SECONDS)
        if code != codes.DONE:
            return _HANGS if code == codes.TIMEOUT else codes.status_of(code)
        self._context, self._seen, self._on = context, {}, self._as_before()
        return None

    def _control(self, handle: int, number: int) -> bytes:
        pcsc = self._pcsc
        code, given = self._ask(
            lambda: pcsc.SCardControl(handle, number, []),
            _SERVICE_SECONDS,
        )
        return bytes(given) if code == codes.DONE and given else b""

    def _release(self, context: int | None) -> Callable[[], object]:
        pcsc = self._pcsc
        return lambda: pcsc.SCardReleaseContext(context) if context is not None else None

    def _ask(self, call: Callable[[], Any], seconds: float) -> Result:
        """Make one call; its code, and what came with it. A call that is given up, or raises, is a code like others."""
        try:
            done = self._calls.call(call, seconds, self._release(self._context))
            if isinstance(done, GaveUp):
                self._context, self._card = None, None  # it is let go once the call comes back
                return codes.TIMEOUT, None
            code, given = done[0] & 0xFFFFFFFF, done[1:]
        except Exception:  # noqa: BLE001 - nothing is raised out of a driver; pyscard has errors of several kinds
            code, given = codes.INTERNAL_ERROR, ()
        if code in codes.LOST_CONTEXT:
            self._context, self._card = None, None
        return code, given[0] if len(given) == 1 else given


def _empty(state: ReaderState) -> DeviceStatus | None:
    """How a reader stands on which no card lies."""
    return None if isinstance(state, CardOn) else state
