"""How the store stands, and what waits in it."""

from __future__ import annotations

import stat
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.clock import SystemClock
from kiosk.lights import Finding
from kiosk.rescue import MEND, cause_of
from kiosk.sync.budget import HELD, NOTE, Allowance, read_used
from offline_cache.errors import StoreError, StoreOlder
from offline_cache.rescue import look_at_rescue
from offline_cache.space import Room
from offline_cache.store import Reader, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.config import Config
    from offline_cache.bookings import KeptSlots, Request

_SLOTS_OLD_H = 24


def store_lights(config: Config) -> Iterator[Finding]:
    """The disk, the store and what waits in it, the allowance of the line, the requests for visits."""
    if not config.store_folder.exists():
        yield Finding("store", "warn", "there is no store yet", "it is made at the first start of the kiosk")
        return
    space = Room(config.store_folder).look()
    free = f"{space.free // 2**20} MiB free"
    if space.enough:
        yield Finding("disk", "ok", free)
    else:
        yield Finding("disk", "fail", f"{free}: no new dossier is begun", "make room on the disk of the data folder")
    try:
        with closing(open_reader(config.store_folder)) as reader:
            states = reader.outbox.count()
            drafts = len(reader.drafts.list())
            slots, requests = reader.bookings.slots(), reader.bookings.waiting()
            volume = _volume(config, reader)
    except StoreError as error:
        yield from _closed_store(config, error)
        return
    yield from _rescue(config)
    waiting = sum(states.get(state, 0) for state in ("sealed", "in_doubt"))
    human = states.get("needs_human", 0)
    told = f"{drafts} drafts, {waiting} dossiers waiting to be sent, {human} for a human"
    mend = "see `kiosk outbox list`" if human else ""
    yield Finding("outbox", "warn" if human else "ok", told, mend)
    yield from volume
    yield _bookings(slots, requests)


def _volume(config: Config, reader: Reader) -> tuple[Finding, ...]:
    """What the line's allowance came to, and who waits for it; nothing where the line is not limited."""
    allowance = Allowance.of_megabytes(config.line.megabytes_an_hour, config.line.megabytes_a_day)
    used = read_used(reader.notes.get(NOTE), SystemClock().now())
    told = used.told(allowance)
    held = sum(item.pending and item.last_error == HELD for item in reader.outbox.all()) if told else 0
    if not held:
        return (Finding("data volume", "ok", told),) if told else ()
    frees_at = used.frees_at(allowance, small=False) or used.at
    found = f"{told}: {held} dossiers with files wait until {frees_at:%Y-%m-%d %H:%M}, all else goes on"
    mend = "they go by themselves then, or sooner where config.toml allows more (line.megabytes_…)"
    return (Finding("data volume", "warn", found, mend),)


def _closed_store(config: Config, error: StoreError) -> Iterator[Finding]:
    """The store cannot be read from beside: it may just wait for its update, or the kiosk is in rescue."""
    mend = MEND[cause_of(error)]
    if isinstance(error, StoreOlder):
        yield Finding("store", "warn", str(error), "start the kiosk")
    else:
        yield Finding("store", "fail", str(error), mend)
    yield from _rescue(config)


def _rescue(config: Config) -> Iterator[Finding]:
    """Whether the last start had to leave the store closed; a start that opens it takes the rescue back."""
    try:
        last = look_at_rescue(config.store_folder)
    except StoreError as error:
        yield Finding("rescue", "fail", str(error), MEND["store"])
        return
    if last is not None:
        told = f"the store did not open ({last.cause}); what waits is sent all the same, {last.waiting} dossiers to go"
        yield Finding("rescue", "fail", told, "docs/updates.md, «Rescue»")


def _bookings(slots: KeptSlots | None, requests: tuple[Request, ...]) -> Finding:
    """Whether residents can be offered times, and whether somebody waits for an answer that does not come."""
    human = sum(request.item.state == "needs_human" for request in requests)
    told = f"{len(requests)} requests without an answer, {human} for a human"
    if slots is None:
        return Finding("bookings", "warn", f"no times known yet, {told}", "kiosk sync, once there is a line")
    hours = max(0, (SystemClock().now() - slots.checked_at) // timedelta(hours=1))
    told = f"times as of {hours} h ago, {told}"
    if human:
        return Finding("bookings", "warn", told, "see `kiosk bookings list`")
    old = hours > _SLOTS_OLD_H
    return Finding("bookings", "warn" if old else "ok", told, "kiosk sync: the line was down for long" if old else "")


def private_files(config: Config) -> Iterator[Finding]:
    """Keys are for the kiosk's own user alone."""
    keys = [config.home / "device.key", config.store_folder / "local.key"]
    open_to_others = [
        path.name
        for path in keys
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_others:
        yield Finding("keys", "fail", f"others may read {', '.join(open_to_others)}", "chmod 600 them")
    elif (config.home / "device.key").exists():
        yield Finding("keys", "ok", "readable by this user alone")
