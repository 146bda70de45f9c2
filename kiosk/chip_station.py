"""The chip reader with a thread of its own: tells of cards that come and go, and reads one on each tap when asked to.

A tap is a card laid down until it is lifted. Each is read once at most: the tries that a card allows are its holder's.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kiosk.devices.ports import CardOn, ChipReader, Failed, Missing, ReaderState, Unplugged
from kiosk.identity.chip.belief import words_of_fault
from kiosk.identity.chip.outcomes import ChipOutcome, ChipRead, NotRead
from kiosk.identity.chip.reading import read_card
from kiosk.identity.chip.stopped import ReadFault
from kiosk.identity.chip.transport import TransportFault

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.identity.chip.keys import CardKey
    from kiosk.identity.chip.trust import TrustStore

Doing = Literal["idle", "waiting", "lift", "reading"]

_WAIT_SECONDS: Final = 30.0  # a change and ``wake`` come through at once; this is only how long one wait is
log = logging.getLogger("motcham.chip")


@dataclass(frozen=True)
class StationState:
    """How the reader stands, and what the station does about it.

    ``waiting``: a read is wanted and no card lies there. ``lift``: one is wanted, and the card that lies there was read
    or tried before; it must be lifted and laid down again.
    """

    reader: ReaderState
    doing: Doing

    @property
    def words(self) -> str:
        """The key of what is said to the resident, in assets/text; "" when nothing need be said."""
        if isinstance(self.reader, Failed):
            return words_of_fault(ReadFault.NO_SERVICE)
        if isinstance(self.reader, Missing | Unplugged):
            return words_of_fault(ReadFault.NO_READER)
        return "" if self.doing == "idle" else f"chip.doing.{self.doing}"


@dataclass(frozen=True)
class Wish:
    """A read that is wanted."""

    key: CardKey
    done: Callable[[ChipOutcome], None]
    named: Callable[[ChipRead], None] | None
    photo: bool


class _WhileWanted:
    """The card while somebody wants it read; after that it is as good as gone, and the reader free after one answer."""

    def __init__(self, reader: ChipReader, is_wanted: Callable[[], bool]) -> None:
        self._reader = reader
        self._is_wanted = is_wanted

    @property
    def longest_answer(self) -> int:
        return self._reader.longest_answer

    def connect(self) -> TransportFault | None:
        return self._reader.connect()

    def transmit(self, command: bytes) -> bytes | TransportFault:
        return self._reader.transmit(command) if self._is_wanted() else TransportFault.REMOVED

    def disconnect(self) -> None:
        self._reader.disconnect()


class ChipStation:
    """All methods return at once and are for any thread; all callbacks come on the station's own.

    A callback must not call ``close``. One that was under way may still come just after ``cancel`` or ``stop``: whoever
    shows what it brings asks whose session it is.
    """

    def __init__(
        self,
        reader: ChipReader,
        store: Callable[[], TrustStore | None],
        clock: Clock,
        ahead: Callable[[], object] | None = None,
    ) -> None:
        """``ahead`` is what is read before the first card, else ``store``."""
        self._reader = reader
        self._store = store
        self._ahead = ahead or store
        self._clock = clock
        self._lock = threading.Condition()
        self._told: Callable[[StationState], None] | None = None
        self._wish: Wish | None = None
        self._closed = False
        self._spent = 0  # the tap that was read
        self._last: StationState | None = None
        self._thread: threading.Thread | None = None

    def start(self, told: Callable[[StationState], None]) -> None:
        """Tell how it stands, now and at every change, until ``stop``. Starting again replaces who is told."""
        with self._lock:
            self._told, self._last = told, None
        self._wake()

    def read(
        self,
        key: CardKey,
        done: Callable[[ChipOutcome], None],
        named: Callable[[ChipRead], None] | None = None,
        *,
        photo: bool = False,
    ) -> None:
        """Read the card that lies there, or the next one. Asking again replaces what was asked.

        ``named`` gets the data, checked, before the photograph is fetched; ``done`` gets the one outcome that counts.
        """
        with self._lock:
            self._wish = Wish(key, done, named, photo)
        self._wake()

    def cancel(self) -> None:
        """Read nothing; a read under way is dropped, and its outcome with it."""
        with self._lock:
            self._wish = None
        self._wake()

    def stop(self) -> None:
        """Tell nobody and read nothing, as at the end of a session; the reader is left alone from then on."""
        with self._lock:
            self._wish = self._told = None
        self._wake()

    def close(self) -> None:
        """End the thread; waits for a call to the reader that is under way, which ends in bounded time."""
        with self._lock:
            self._closed, self._wish, self._told = True, None, None
        self._wake()
        if self._thread:
            self._thread.join()
        self._reader.close()

    def _wake(self) -> None:
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="motcham-chip", daemon=True)
                self._thread.start()
            self._lock.notify_all()
        self._reader.wake()

    def _run(self) -> None:
        state: ReaderState | None = None
        self._ahead()  # the first card need not wait for the list to be read
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._closed or self._told or self._wish)
                if self._closed:
                    return
            try:
                state = self._step(state)
            except Exception as error:  # noqa: BLE001 - the boundary: a fault of ours must not end the thread
                log.error("the chip station failed: %s", type(error).__name__)  # noqa: TRY400 - never the message
                self._finish(self._wish, NotRead(ReadFault.BROKEN))

    def _step(self, before: ReaderState | None) -> ReaderState:
        state = self._reader.wait(before, _WAIT_SECONDS)
        wish = self._wish
        if wish is None:
            self._tell(StationState(state, "idle"))
        elif not isinstance(state, CardOn):
            self._tell(StationState(state, "waiting"))
        elif state.tap == self._spent:
            self._tell(StationState(state, "lift"))
        else:
            self._tell(StationState(state, "reading"))
            self._spent = state.tap
            self._finish(wish, self._read(wish))
            if self._wish is None:
                self._tell(StationState(state, "idle"))
        return state

    def _read(self, wish: Wish) -> ChipOutcome:
        named = self._if_wanted(wish)
        card = _WhileWanted(self._reader, lambda: self._wish is wish)
        outcome = read_card(card, wish.key, self._store(), self._clock, photo=wish.photo, on_text=named)
        if outcome == NotRead(ReadFault.NEEDS_MRZ):  # nothing was tried: the lines may follow on the same tap
            self._spent = 0
        return outcome

    def _if_wanted(self, wish: Wish) -> Callable[[ChipRead], None] | None:
        named = wish.named
        if named is None:
            return None

        def pass_on(read: ChipRead) -> None:
            if self._wish is wish:
                named(read)

        return pass_on

    def _finish(self, wish: Wish | None, outcome: ChipOutcome) -> None:
        """Hand over what came of it, unless nobody wants it any more; then a photograph is overwritten."""
        with self._lock:
            wanted = wish is not None and self._wish is wish
            if wanted:
                self._wish = None
        if wanted and wish is not None:
            wish.done(outcome)
        elif isinstance(outcome, ChipRead) and outcome.photo:
            outcome.photo.wipe()

    def _tell(self, state: StationState) -> None:
        with self._lock:
            told = self._told if state != self._last else None
            self._last = state
        if told:
            told(state)


def open_station(config: Config, reader: ChipReader | None, clock: Clock) -> ChipStation | None:
    """The station of this kiosk; None where it has no chip reader, or a simulated one in earnest.

    A demo's simulated cards are vouched for by their own made-up authority, as long as no operator's list is here.
    """
    from kiosk.csca import kept_store  # noqa: PLC0415 - it brings cryptography, which the first frame need not wait for
    from kiosk.devices.software_card.reader import SimulatedReader  # noqa: PLC0415

    simulated = isinstance(reader, SimulatedReader)
    if reader is None or (simulated and config.audience == "production"):
        return None
    operators = kept_store(config.home)
    if config.audience == "demo" and isinstance(reader, SimulatedReader):
        made_up = reader
        # The made-up authority is made with the first card: until then a demo has no use for it.
        return ChipStation(reader, lambda: operators() or made_up.trusted(), clock, operators)
    return ChipStation(reader, operators, clock)
