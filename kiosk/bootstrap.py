"""The one place where every long-lived object is built, in order, and closed in reverse."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.catalogue.search_model import Here
from kiosk.catalogue.view import FOLDER
from kiosk.clock import Clock, SystemClock
from kiosk.desk import Desk
from kiosk.embedded import EmbeddedGateway
from kiosk.library import Library
from kiosk.office import office_of
from kiosk.places.gazetteer import open_places
from kiosk.procedures.wizard import Context
from kiosk.shelf import GuideShelf
from kiosk.slips import Slips
from kiosk.sync.answers import Patience
from kiosk.sync.budget import Allowance
from kiosk.sync.client import GatewayClient
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import format_device_public, load_or_make_device_key
from kiosk.sync.sealing import SealingKeys
from kiosk.sync.syncer import Syncer, at_once
from kiosk.work_days import work_days
from offline_cache.errors import StoreBusy, StoreError
from offline_cache.store import RESCUE, Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.appointments import Appointments
    from kiosk.catalogue.checking import Checker
    from kiosk.config import Config
    from kiosk.procedures.model import Guide
    from kiosk.sync.keys import DeviceKey
    from kiosk.sync.outcomes import SlipInquiry
    from kiosk.sync.sending import Submit
    from kiosk.sync.tls import TlsTrust
    from offline_cache.rescue import Rescued

log = logging.getLogger("motcham")
SOMEBODY_WAITS = Patience(connect=4.0, stall=6.0, answer=8.0, overall=12.0)
RUNNING = "running"
"""The note that stands while the kiosk runs: found at a start, it tells of a power cut."""


@dataclass
class Kiosk:
    """The kiosk without a screen. All but ``library``, ``clock`` and ``trust`` belongs to the store-writer thread."""

    config: Config
    clock: Clock
    library: Library
    store: Store
    slips: Slips
    desk: Desk
    device: DeviceKey
    trust: GatewayTrust  # the gateway's keys that count here
    embedded: EmbeddedGateway | None = None
    interrupted: bool = False  # the machine went down with a draft open
    rescued: Rescued | None = None  # the store does not open: this one only sends what waits there

    @cached_property
    def appointments(self) -> Appointments:
        """Booking a desk; for the store-writer thread."""
        from kiosk.appointments import Appointments  # noqa: PLC0415 - the start need not wait for it

        return Appointments(self.store, self.clock, self.config, self.keys_when_there)

    def keys_when_there(self) -> SealingKeys:
        """Blocks until the embedded gateway, if there is one, has made its keys."""
        if self.embedded:
            self.embedded.wait_for_url()
        return self.sealing_keys()

    def connect(self, submit: Submit = at_once, changed: Callable[[], None] = lambda: None) -> Syncer:
        """The syncer of the network thread. Blocks until the embedded gateway, if there is one, has its keys."""
        url = self.embedded.wait_for_url() if self.embedded else self.config.gateway.url
        self.trust.keys()  # a kiosk without any says so at once
        client = GatewayClient(url, self.trust, self.device, self.clock, tls=self.tls)
        volume = Allowance.of_megabytes(self.config.line.megabytes_an_hour, self.config.line.megabytes_a_day)
        return Syncer(
            *(self.store, client, self.clock, submit),
            changed=changed,
            lanes=self.config.line.files_at_once,
            allowance=volume,
        )

    def gateway_url(self) -> str:
        """Where the gateway is; "" while the embedded one does not listen. For any thread: it does not block."""
        return self.embedded.url() if self.embedded else self.config.gateway.url

    @cached_property
    def tls(self) -> TlsTrust:
        """Whose certificates the lines to the gateway believe; for any thread. Raises ConfigError."""
        from kiosk.sync.tls import TlsTrust  # noqa: PLC0415 - the start need not wait for it

        return TlsTrust(self.config.gateway_authority, self.clock)

    def catalogue_checker(self) -> Checker:
        """What looks after the catalogue; for a thread of its own."""
        from kiosk.catalogue.checking import Checker  # noqa: PLC0415 - the start need not wait for it

        child = self.config.gateway_catalogue if self.embedded else None
        return Checker(
            self.config.catalogue_folder,
            self.gateway_url,
            self.clock,
            child,
            prepare=self.library.prepare,
            secure=lambda: self.tls.secure,
        )

    def ask_slip(self, text: str) -> SlipInquiry:
        """Ask the gateway how the dossier of a slip stands, whichever machine sealed it; for a thread of its own."""
        from kiosk.sync.outcomes import LineDown  # noqa: PLC0415 - the start need not wait for it

        url = self.gateway_url()
        if not url:
            return LineDown("offline")
        client = GatewayClient(url, self.trust, self.device, self.clock, SOMEBODY_WAITS, tls=self.tls)
        try:
            return client.ask_slip(text)
        finally:
            client.close()

    def sealing_keys(self) -> SealingKeys:
        """To whom is sealed. Raises ConfigError while the gateway's keys are not there."""
        return SealingKeys(self.trust.keys(), self.device)

    def to_rescue(self, cause: StoreError) -> Kiosk:
        """Close the store, found damaged while it was open: this kiosk only sends from now on, if that can be."""
        from offline_cache.rescue import open_rescue  # noqa: PLC0415 - no ordinary start waits for it

        self.store.close()
        rescued = open_rescue(self.config.store_folder, self.clock, cause)
        return replace(self, store=rescued.store, rescued=rescued)

    def close(self) -> None:
        """Close all of it, also on a disk that takes nothing more: the next start then tells of a power cut."""
        if self.rescued:
            self.rescued.close()
        else:
            with suppress(StoreError):
                self.store.notes.put(RUNNING, "")
            self.store.close()
        if self.embedded:
            self.embedded.close()


def library_of(config: Config) -> Library:
    """The procedures of this machine, as likely as they are at its service point. Reads nothing yet."""
    province = open_places().province(config.office.province)
    here = Here("commune", province.name if province else "")
    return Library(GuideShelf(), config.home / FOLDER, here)


def open_kiosk(
    config: Config, clock: Clock | None = None, library: Library | None = None, *, or_rescue: bool = False
) -> Kiosk:
    """Open the store and build what works on it, in the store-writer thread.

    ``or_rescue``: when the store does not open, the kiosk that comes back is ``rescued``: it sends, and nothing else
    may be asked of it. Raises StoreError (StoreBusy when another process owns the store) or ConfigError.
    """
    clock = clock or SystemClock()
    library = library or library_of(config)
    config.home.mkdir(parents=True, exist_ok=True)
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    device_file = config.home / "device.pub.json"
    _write_once(device_file, format_device_public(device.public))
    store, rescued = _open_store(config, clock, or_rescue=or_rescue)
    embedded = EmbeddedGateway(config.gateway_folder, device_file) if config.gateway.embedded else None
    office = office_of(config)
    trust = GatewayTrust.of(config)

    def keys() -> SealingKeys:
        return kiosk.keys_when_there()

    def context(guide: Guide) -> Context:
        """What a dossier begun now knows: a calendar that was imported meanwhile counts from here."""
        return Context(clock.now().date(), office, work_days(config), kiosk.appointments.has_times(guide))

    slips = Slips(store.notes, device, trust.keys)
    desk = Desk(store, library, clock, config, context, keys, slips)
    interrupted = bool(store.notes.get(RUNNING)) and bool(store.drafts.list())
    store.notes.put(RUNNING, "yes")
    store.drafts.erase_expired(clock.now())
    kiosk = Kiosk(config, clock, library, store, slips, desk, device, trust, embedded, interrupted, rescued)
    return kiosk


def _open_store(config: Config, clock: Clock, *, or_rescue: bool) -> tuple[Store, Rescued | None]:
    try:
        store = open_store(config.store_folder, clock)
    except StoreBusy:
        raise
    except StoreError as cause:
        if not or_rescue:
            raise
        from offline_cache.rescue import open_rescue  # noqa: PLC0415 - no ordinary start waits for it

        rescued = open_rescue(config.store_folder, clock, cause)
        log.error("the store does not open (%s), what waits in it is sent: %s", type(cause).__name__, cause)  # noqa: TRY400 - no trace: a StoreError's words are plain
        return rescued.store, rescued
    _take_back(store, clock)
    _tell_what_the_start_found(store)
    return store, None


def _take_back(store: Store, clock: Clock) -> None:
    if not (store.folder / RESCUE).exists():
        return
    from offline_cache.rescue import take_back  # noqa: PLC0415 - no ordinary start waits for it

    log.warning("a rescue had delivered %d dossiers", take_back(store, clock))


def _tell_what_the_start_found(store: Store) -> None:
    """Counts alone: `kiosk outbox list` names what needs somebody."""
    if store.updated:
        log.info("the store was brought from level %d to %d", store.updated.before, store.updated.after)
    found = store.reconciled
    if not found.clean:
        told = {"dropped": found.dropped_files, "pages lost": found.lost_pages, "attachments lost": found.lost_files}
        told |= {"sending when it stopped": found.in_doubt}
        log.warning("the start found: %s", ", ".join(f"{len(ids)} {what}" for what, ids in told.items() if ids))


def _write_once(path: Path, data: bytes) -> None:
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
