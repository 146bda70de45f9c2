"""The catalogue of a kiosk that runs: what lies on its disk now, and a question to its gateway."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.catalogue.freshness import Freshness, freshness
from kiosk.catalogue.outcomes import LineDown, NoTrust, Refused, UpdateOutcome
from kiosk.catalogue.pack import CatalogueBusyError, CatalogueError, Pack
from kiosk.catalogue.trust import TRUST, Trust
from kiosk.catalogue.versions import Stamp, Versions

if TYPE_CHECKING:
    from kiosk.catalogue.sources import GatewaySource
    from kiosk.clock import Clock
    from kiosk.sync.answers import Patience
    from kiosk.sync.deadline import Secure

REREAD_S = 600.0
"""A catalogue grows old while nothing is written."""


@dataclass(frozen=True)
class Look:
    """``version`` is the current one by the pointer; ``offer`` changes when the kiosk's own child publishes."""

    version: str
    pinned: bool
    offer: Stamp
    freshness: Freshness


class Checker:
    """Lives in the catalogue thread; `stop` may be called from any.

    ``child`` is where the embedded gateway publishes. It is this kiosk's own child on its own disk, so its root is
    believed without asking anybody, once; no other gateway's ever is. ``prepare``: see `Versions`.
    ``secure`` says whose certificates are believed.
    """

    def __init__(
        self,
        folder: Path,
        url: Callable[[], str],
        clock: Clock,
        child: Path | None = None,
        patience: Patience | None = None,
        prepare: Callable[[Pack], None] = lambda _: None,
        secure: Callable[[], Secure | None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._versions = Versions(folder, prepare)
        self._trust = Trust(folder / TRUST, child is not None)
        self._url = url
        self._clock = clock
        self._child = child
        self._patience = patience
        self._secure = secure
        self._stopped = False
        self._lock = threading.Lock()
        self._source: GatewaySource | None = None
        self._read: tuple[Stamp, float] | None = None
        self._version = ""
        self._freshness: Freshness

    def look(self) -> Look:
        """A few stats, unless the pointer was written, a question was asked, or some minutes have passed."""
        stamp, now = self._versions.stamp(), self._clock.monotonic()
        if self._read is None or self._read[0] != stamp or now - self._read[1] > REREAD_S:
            self._read = stamp, now
            self._version = self._current()
            self._freshness = freshness(self._folder, self._clock.now(), embedded=self._trust.embedded)
        return Look(self._version, self._trust.is_pinned, self._offer(), self._freshness)

    def check(self) -> UpdateOutcome:
        """Ask the gateway, and take what is newer and in order. Blocks, for minutes on a bad line."""
        self._read = None
        try:
            self._believe_child()
        except CatalogueBusyError as error:
            return Refused("busy", str(error))
        except (CatalogueError, OSError) as error:
            return Refused("damaged", str(error))
        if not self._trust.is_pinned:
            return NoTrust()
        url = self._url()
        if not url:
            return LineDown("refused")
        # what checks signatures takes a tenth of a second to import, and a kiosk that believes nobody never needs it
        from kiosk.catalogue.sources import GatewaySource  # noqa: PLC0415 - see above
        from kiosk.catalogue.updating import CatalogueUpdater  # noqa: PLC0415 - see above

        with closing(GatewaySource(url, self._patience, self._secure())) as source:
            with self._lock:
                if self._stopped:
                    return LineDown("offline")
                self._source = source
            try:
                return CatalogueUpdater(self._versions, self._trust.embedded).update(source, self._clock.now())
            finally:
                with self._lock:
                    self._source = None

    def stop(self) -> None:
        """Cut the question that is under way; no other is asked."""
        with self._lock:
            self._stopped = True
            if self._source is not None:
                self._source.stop()

    def _current(self) -> str:
        try:
            return self._versions.pointer().current
        except CatalogueError:
            return ""

    def _offer(self) -> Stamp:
        if self._child is None:
            return ()
        try:
            found = (self._child / "metadata" / "timestamp.json").stat()
        except OSError:
            return ()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _believe_child(self) -> None:
        if self._child is None or self._trust.is_pinned:
            return
        roots = {int(path.name.partition(".")[0]): path for path in (self._child / "metadata").glob("[1-9]*.root.json")}
        if roots:
            self._trust.pin(roots[max(roots)].read_bytes(), by_hand=False)
