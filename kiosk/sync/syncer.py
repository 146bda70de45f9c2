"""The syncer: what is due goes to the gateway, what the gateway says comes back, each outcome one transaction.

`run_once` is called again and again by one network thread, which waits ``Report.next_in`` seconds between calls and is
woken early by whoever calls `wake`. Every store call goes through ``submit``, which runs it in the store-writer thread.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from random import SystemRandom
from typing import TYPE_CHECKING, TypeVar, assert_never

from kiosk.sync.attempts import Arrived, Replied, Stopped, Stuck
from kiosk.sync.booking_news import BookingNews
from kiosk.sync.line import NOTE, Line, LineState, Waker
from kiosk.sync.outcomes import ItemRefused, LineDown, Updates
from kiosk.sync.sending import Sending, Submit
from kiosk.sync.settling import Policy, settle_attempt
from kiosk.sync.updates import CURSOR, settle_updates
from kiosk.sync.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kiosk.clock import Clock
    from kiosk.sync.attempts import Attempt
    from kiosk.sync.outcomes import Gateway
    from offline_cache.items import Item
    from offline_cache.store import Store

_T = TypeVar("_T")

_MOST_ITEMS = 50
_MOST_PAGES = 20
"""How much one run does at most, so that updates and deliveries take turns."""


@dataclass(frozen=True)
class Report:
    """What one run did: ids of dossiers, ``refused`` why updates could not be fetched, ``next_in`` in seconds."""

    line: LineState
    received: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    needs_human: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()
    updates: int = 0
    strangers: int = 0  # updates about dossiers this store does not know
    refused: str = ""
    next_in: float = 0.0
    answered: tuple[str, ...] = ()  # booking requests
    news: int = 0  # answers about bookings that were not known yet


@dataclass
class _Tally:
    """A report in the making."""

    received: list[str] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    needs_human: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    updates: int = 0
    news: int = 0
    strangers: int = 0
    refused: str = ""


def at_once(call: Callable[[], _T], /) -> _T:
    """The `Submit` of a process with one thread."""
    return call()


class Syncer:
    """Lives in the network thread; ``line``, ``sending``, `wake` and `stop` may be used from any thread.

    ``changed`` is called in the network thread whenever an item or the line changed.
    """

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        clock: Clock,
        submit: Submit = at_once,
        *,
        policy: Policy | None = None,
        random: Random | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._outbox = store.outbox
        self._notes = store.notes
        self._gateway = gateway
        self._clock = clock
        self._submit = submit
        self._policy = policy or Policy()
        self._random = random or SystemRandom()
        self._changed = changed
        self._sender = Sending(store, gateway, submit)
        self._bookings = BookingNews(store, gateway, clock, submit)
        self._upkeep = Upkeep(store, clock, submit, self._policy)
        self._line_note = submit(lambda: store.notes.get(NOTE))
        self._line = Line(clock, self._random, self._line_note)
        self._wakers: set[Waker] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self.sending: frozenset[str] = frozenset()

    @property
    def line(self) -> LineState:
        return self._line.state

    def wake(self, by: Waker) -> None:
        """Make the next run try everything at once; the caller also ends its wait."""
        with self._lock:
            self._wakers.add(by)

    def stop(self) -> None:
        """End a run after the dossier that is being sent."""
        self._stopping.set()

    def run_once(self) -> Report:
        tally = _Tally()
        self._upkeep.follow_clock()
        self._answer_wakers()
        if self._line.wait() == 0:
            if self._pull(tally):
                self._send_due(tally)
            if self._line.state.up:
                self._fetch_bookings(tally)
            self._upkeep.keep_skew(self._gateway.skew())
        tally.needs_human += self._upkeep.look_after()
        purged = self._upkeep.purge()
        if tally.needs_human or purged:
            self._changed()
        return Report(
            self.line,
            tuple(tally.received),
            tuple(tally.in_doubt),
            tuple(tally.needs_human),
            purged,
            tally.updates,
            tally.strangers,
            tally.refused,
            self._next_in(),
            tuple(tally.answered),
            tally.news,
        )

    def _answer_wakers(self) -> None:
        with self._lock:
            wakers, self._wakers = self._wakers, set()
        for waker in wakers:
            self._line.wake(waker)
        if wakers:
            self._submit(self._outbox.wake)

    def _pull(self, tally: _Tally) -> bool:
        """Fetch updates, which also shows whether the line is up; whether sending may be tried."""
        for _ in range(_MOST_PAGES):
            cursor = self._submit(lambda: self._notes.get(CURSOR))
            pull = self._gateway.pull(cursor)
            match pull:
                case Updates():
                    self._came_up()
                    self._keep(pull, tally)
                    if not pull.more or pull.cursor == cursor:
                        return True
                case ItemRefused(problem=problem):
                    tally.refused = problem.kind
                    return True
                case LineDown(cause=cause):
                    # A fault in the gateway's updates alone must not keep dossiers from being sent.
                    if cause in {"server", "unproven"} and self._submit(lambda: self._outbox.due(self._clock.now(), 1)):
                        tally.refused = cause
                        return True
                    self._went_down(pull)
                    return False
                case _:
                    assert_never(pull)
        return True

    def _keep(self, page: Updates, tally: _Tally) -> None:
        """Keep a page of updates and the cursor behind it in one transaction."""

        def keep() -> tuple[int, int]:
            settlements, strangers = settle_updates(page.updates, self._outbox.get)
            if settlements or page.cursor != self._notes.get(CURSOR):
                self._outbox.settle(settlements, {CURSOR: page.cursor})
            return len(settlements), strangers

        updates, strangers = self._submit(keep)
        tally.updates += updates
        tally.strangers += strangers
        if updates:
            self._changed()

    def _fetch_bookings(self, tally: _Tally) -> None:
        """After dossiers; what goes wrong here is found by the next pull, and keeps nothing else from being sent."""
        tally.news = self._bookings.fetch(at_once=bool(tally.answered))
        if tally.news:
            self._changed()

    def _send_due(self, tally: _Tally) -> None:
        for _ in range(_MOST_ITEMS):
            due = self._submit(lambda: self._outbox.due(self._clock.now(), 1))
            if not due or self._stopping.is_set():
                break
            if not self._send(due[0], tally):
                return
        if self._line.state.kind == "sending":
            self._came_up()

    def _send(self, item: Item, tally: _Tally) -> bool:
        """Send one item; whether the line held."""
        attempt = self._attempt(item)
        match attempt:
            case Arrived():
                self._line.came_up("sending")
                tally.received.append(item.id)
            case Replied():
                self._line.came_up("sending")
                tally.answered.append(item.id)
            case Stuck():
                tally.needs_human.append(item.id)
            case Stopped(down=down, in_doubt=in_doubt, progressed=progressed):
                if in_doubt:
                    tally.in_doubt.append(item.id)
                self._went_down(down, progressed=progressed)
                return False
            case _:
                assert_never(attempt)
        return True

    def _attempt(self, item: Item) -> Attempt:
        """Try to send one item and settle it; the chip says so meanwhile, and no longer if the store fails."""
        before = self._line.state
        self.sending = frozenset({item.id})
        self._line.begin_sending()
        self._changed()
        try:
            attempt = self._sender.send(item)
            settlement = settle_attempt(item, attempt, self._clock.now(), self._policy, self._random)
            self._submit(lambda: self._outbox.settle([settlement]))
        except BaseException:
            self._line.state = before
            raise
        finally:
            self.sending = frozenset()
            self._changed()
        return attempt

    def _came_up(self) -> None:
        before = self._line.state
        self._line.came_up()
        self._line_changed(before)

    def _went_down(self, down: LineDown, *, progressed: bool = False) -> None:
        before = self._line.state
        self._line.went_down(down, progressed=progressed)
        self._line_changed(before)

    def _line_changed(self, before: LineState) -> None:
        note = self._line.note()
        if note != self._line_note:
            self._line_note = note
            self._submit(lambda: self._notes.put(NOTE, note))
        if self._line.state != before:
            self._changed()

    def _next_in(self) -> float:
        """Seconds until the next run is worth it: the line's wait, else the first item due, else the next poll."""
        with self._lock:
            if self._wakers:
                return 0.0
        poll = self._policy.poll.total_seconds()
        if self._line.wait() > 0:
            return self._line.wait()
        due_at = self._submit(self._outbox.next_due)
        return poll if due_at is None else min(poll, max(0.0, (due_at - self._clock.now()).total_seconds()))
