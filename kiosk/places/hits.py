"""What looking for a place can find, and where an address of before 1 July 2025 lies now. Values without a table."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.places.units import Commune, Province


@dataclass(frozen=True, slots=True)
class ProvinceHit:
    """A province that was found; ``former`` is the old province by which it was, or empty."""

    province: Province
    former: str = ""


@dataclass(frozen=True, slots=True)
class CommuneHit:
    """A commune of today; ``elsewhere`` when it need not be in the province that was looked through."""

    commune: Commune
    elsewhere: bool = False


@dataclass(frozen=True)
class FormerHit:
    """A commune or district of before that was found by its name, and the communes it became."""

    name: str  # «Xã Nà Tăm»
    behind: str  # «Huyện Tam Đường, Lai Châu», or «Lai Châu» for a district
    communes: tuple[Commune, ...]


Finding = ProvinceHit | CommuneHit | FormerHit


@dataclass(frozen=True)
class Certain:
    """The whole former unit went to this commune, or the address names it by its new name."""

    commune: Commune
    details: str = ""  # what stands before the units: «Bản Nà Luồng»


@dataclass(frozen=True)
class Candidates:
    """The former unit was divided, or its name fits several: the hamlet decides, so ask."""

    communes: tuple[Commune, ...]
    details: str = ""


@dataclass(frozen=True)
class Unknown:
    """No former unit reads like this."""


Whereabouts = Certain | Candidates | Unknown


@dataclass(frozen=True, slots=True)
class Merged:
    """An address names a province that is none any more."""

    former: str
    now: str


@dataclass(frozen=True, slots=True)
class NoDistricts:
    """An address names a district: they are no more."""

    name: str
