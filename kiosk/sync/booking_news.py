"""What the syncer fetches about bookings: answers since the last ones, and the times that are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.sync.outcomes import ItemRefused, LineDown, News, SameSlots, SlotsNow
from kiosk.sync.settling import kept_answer

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.outcomes import Gateway
    from kiosk.sync.sending import Submit
    from offline_cache.store import Store

CURSOR = "bookings.cursor"

SLOTS_EVERY = 10 * 60.0
"""Seconds between two questions for what is offered; the answer is mostly that nothing has changed."""
NOT_OFFERED_FOR = 60 * 60.0
"""A gateway that knows no slots is asked again after this many seconds."""
AGAIN_AFTER = 60.0
"""After a fault of the line; a page that cannot be proven must not be fetched at every poll."""

_MOST_PAGES = 20


class BookingNews:
    """Lives in the network thread."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, submit: Submit) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._submit = submit
        self._slots_at = 0.0
        self._has_asked = False

    def fetch(self, *, at_once: bool) -> int:
        """Fetch what is due, slots too when ``at_once``; how many answers were new. Faults are left to the next run."""
        news = self._pull() if self._concerned() else 0
        if at_once or news or self._clock.monotonic() >= self._slots_at:
            self._fetch_slots()
        return news

    def _concerned(self) -> bool:
        """Whether anything was ever booked here: else there are no news to ask for."""
        self._has_asked = self._has_asked or self._submit(self._store.bookings.has_any)
        return self._has_asked

    def _pull(self) -> int:
        fresh = 0
        for _ in range(_MOST_PAGES):
            cursor = self._submit(lambda: self._store.notes.get(CURSOR))
            pull = self._gateway.pull_bookings(cursor)
            if not isinstance(pull, News):
                break
            if pull.answers or pull.cursor != cursor:
                fresh += self._keep(pull)
            if not pull.more or pull.cursor == cursor:
                break
        return fresh

    def _keep(self, page: News) -> int:
        answers = [kept_answer(signed) for signed in page.answers]
        return self._submit(lambda: self._store.bookings.keep(answers, {CURSOR: page.cursor}))

    def _fetch_slots(self) -> None:
        kept = self._submit(self._store.bookings.slots)
        wait = SLOTS_EVERY
        match self._gateway.slots(kept.tag if kept else ""):
            case SlotsNow(body=body, tag=tag):
                self._submit(lambda: self._store.bookings.keep_slots(tag, body))
            case SameSlots():
                self._submit(self._store.bookings.confirm_slots)
            case ItemRefused():
                wait = NOT_OFFERED_FOR
            case LineDown():
                wait = AGAIN_AFTER
        self._slots_at = self._clock.monotonic() + wait
