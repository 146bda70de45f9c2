"""Whether the catalogue on this kiosk can still be relied on: from what lies on the disk, without asking anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from kiosk.catalogue.pack import CatalogueError
from kiosk.catalogue.trust import ROLES, TRUST, Trust
from kiosk.catalogue.versions import Versions

OLD_AFTER = timedelta(days=60)
"""The portal changes some procedures every week: after two months a resident may be told yesterday's papers."""


@dataclass(frozen=True)
class Standing:
    """What is here. ``count`` procedures, put together at ``imported_at``, here or where they were signed."""

    version: str
    count: int
    imported_at: datetime


@dataclass(frozen=True)
class Fresh:
    standing: Standing


@dataclass(frozen=True)
class OldSince:
    """Nothing newer came for long; ``since`` is when it became old."""

    standing: Standing
    since: datetime


@dataclass(frozen=True)
class ExpiredSince:
    """Those who signed do not vouch for it any more: their word for ``role`` ran out, and no newer one was heard."""

    standing: Standing
    since: datetime
    role: str


@dataclass(frozen=True)
class NoCatalogue:
    """There never was one, or (``damaged``) it cannot be read."""

    damaged: str = ""


Freshness: TypeAlias = Fresh | OldSince | ExpiredSince | NoCatalogue


def freshness(folder: Path, now: datetime, *, embedded: bool = False) -> Freshness:
    """Look at a catalogue folder: the pointer, one header and four small files. ``embedded``: see `Trust`."""
    try:
        pack = Versions(folder).open_best()
    except CatalogueError as error:
        return NoCatalogue(str(error))
    if pack is None:
        return NoCatalogue()
    standing = Standing(pack.version, pack.header.count, pack.header.imported_at)
    pack.close()
    trust = Trust(folder / TRUST, embedded)
    told = [(moment, role) for role in ROLES if (moment := trust.expires(role))] if trust.is_pinned else []
    if told and min(told)[0] <= now:
        return ExpiredSince(standing, *min(told))
    old = standing.imported_at + OLD_AFTER
    return OldSince(standing, old) if old <= now else Fresh(standing)
