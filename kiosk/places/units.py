"""What a province and a commune are after 1 July 2025."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProvinceKind = Literal["tỉnh", "thành phố"]
CommuneKind = Literal["xã", "phường", "đặc khu"]


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34; ``former`` names the provinces it took in («Hải Dương» for Hải Phòng)."""

    code: str  # two digits
    kind: ProvinceKind
    name: str  # «Thành phố Hải Phòng»
    short_name: str  # «Hải Phòng»
    former: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commune:
    """One of the 3,321; its code is the General Statistics Office's."""

    code: str  # five digits
    province: str  # the province's code
    kind: CommuneKind
    name: str  # «Phường Lê Chân»
    short_name: str  # «Lê Chân»
