"""Reads the administrative units from the data files of the package vietnamadminunits (MIT), without its code."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

from kiosk.errors import DataError
from kiosk.places.units import Commune, CommuneKind, Province, ProvinceKind
from kiosk.text import clean

_PACKAGE = "vietnamadminunits"
_UNITS = "SELECT provinceCode, province, provinceKey, wardCode, ward FROM admin_units"
_FORMER_PROVINCES = "SELECT DISTINCT provinceKey, provinceShort FROM admin_units_legacy"
_FORMER_UNITS = (
    "SELECT provinceKey, districtKey, wardKey, provinceShort, district, ward, wardKeywords FROM admin_units_legacy"
)
_UNIT_KEYS = "SELECT provinceKey, wardKey, wardCode FROM admin_units"


def dataset_version() -> str:
    """Name the dataset, for addresses to carry: codes have moved between releases."""
    return f"{_PACKAGE} {version(_PACKAGE)}"


def read_units() -> tuple[tuple[Province, ...], tuple[Commune, ...]]:
    """Return all provinces and communes, in the dataset's order."""
    with closing(_open()) as database:
        rows = database.execute(_UNITS).fetchall()
        former_names = dict(database.execute(_FORMER_PROVINCES).fetchall())
    merged = _converter()["DICT_PROVINCE"]
    keys = {code: (name, key) for code, name, key, *_ in rows}
    provinces = tuple(
        _province(code, name, (former_names[former] for former in merged[key])) for code, (name, key) in keys.items()
    )
    return provinces, tuple(_commune(code, province, name) for province, _, _, code, name in rows)


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A commune, ward or town as it was until 30 June 2025; five island districts had no communes."""

    key: str  # as the converter names it
    province: str  # «Lai Châu»
    district: str  # «Huyện Tam Đường»
    name: str  # «Xã Nà Tăm», or empty
    known_as: tuple[str, ...] = ()  # itself and what it had taken in before, folded without spaces: "phuongyetkieu"


def read_former_units() -> tuple[FormerUnit, ...]:
    with closing(_open()) as database:
        rows = database.execute(_FORMER_UNITS).fetchall()
    return tuple(
        FormerUnit(
            f"{province}_{district}_{ward or ''}",
            clean(in_province),
            clean(in_district),
            clean(name or ""),
            tuple(json.loads(keywords)) if keywords else (),
        )
        for province, district, ward, in_province, in_district, name, keywords in rows
    )


def read_moves() -> dict[str, tuple[str, ...]]:
    """Return, for each former unit's key, the codes of the communes it became: one, or several if it was divided."""
    codes = _unit_codes()
    table = _converter()
    moves: dict[str, tuple[str, ...]] = {}
    for province, communes in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, former in communes.items():
            moves.update(dict.fromkeys(former, (codes[province, commune],)))
    for province, divided in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for former, parts in divided.items():
            moves[former] = tuple(codes[province, part["newWardKey"]] for part in parts)
    return moves


def _converter() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_folder() / "converter_2025.json").read_text("utf-8"))
    return content


def _unit_codes() -> dict[tuple[str, str], str]:
    with closing(_open()) as database:
        return {(province, ward): _code(code, 5) for province, ward, code in database.execute(_UNIT_KEYS)}


def _open() -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{(_folder() / 'dataset.db').as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise DataError("the table of administrative units cannot be read") from error


def _folder() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DataError(f"the package {_PACKAGE} is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _province(code: str, name: str, former: Any) -> Province:
    kind, short_name = _split(name, get_args(ProvinceKind))
    others = tuple(sorted(clean(other) for other in former if clean(other) != short_name))
    return Province(_code(code, 2), kind, clean(name), short_name, others)


def _commune(code: str, province: str, name: str) -> Commune:
    """Build a commune; its kind is read from its name, because the dataset's own column swaps four of them."""
    kind, short_name = _split(name, get_args(CommuneKind))
    return Commune(_code(code, 5), _code(province, 2), kind, clean(name), short_name)


def _split(name: str, kinds: tuple[Any, ...]) -> tuple[Any, str]:
    tidy = clean(name)
    for kind in kinds:
        if tidy.casefold().startswith(f"{kind} "):
            return kind, tidy[len(kind) + 1 :]
    raise DataError("the table of administrative units names a kind of unit that does not exist")


def _code(code: str, digits: int) -> str:
    return str(code).zfill(digits)
