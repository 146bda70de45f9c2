"""What to choose or type for an answer: keys of a guide become the labels that stand on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.phrases import say
from kiosk.places.gazetteer import open_places
from kiosk.procedures.model import Option, Step
from kiosk.robot.result import StepError
from kiosk.robot.screen import plain

_YES = frozenset({"true", "yes", "có"})
_NO = frozenset({"false", "no", "không"})


def missing_label(step: Step, value: object, language: str) -> str | None:
    """Return the label of «Không có», «Chưa biết …» or «Bỏ qua» when the answer is one of these."""
    if isinstance(value, Mapping) and set(value) == {"missing"}:
        return say(f"ui.{value['missing']}", language)
    if isinstance(value, str):
        labels = [say(f"ui.{kind}", language) for kind in step.missing]
        return next((label for label in labels if plain(value) in {label, label.split(" – ")[0]}), None)
    return None


def option_label(options: tuple[Option, ...], value: object) -> str:
    """Return the label of the option with that key, or the value itself where it is a label already."""
    labels = {option.key: option.label for option in options}
    if not isinstance(value, str):
        raise StepError(f"an option's key or label is needed, not {value!r}")
    if value not in labels and plain(value) not in {plain(label) for label in labels.values()}:
        raise StepError(f"no such option: «{value}»; there are: {', '.join(labels)}")
    return labels.get(value, value)


def yes_no_label(value: object, language: str) -> str:
    word = str(value).lower()
    if word not in _YES | _NO:
        raise StepError(f"yes or no is needed, not {value!r}")
    return say("ui.yes" if word in _YES else "ui.no", language)


def date_parts(value: object) -> tuple[str, ...]:
    """Return year, month and day as far as they are given: «2026-11-21», «2026-11», «2026», or «21/11/2026»."""
    text = str(value)
    parts = tuple(reversed(text.split("/"))) if "/" in text else tuple(text.split("-"))
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts) or len(parts[0]) != 4:  # noqa: PLR2004
        raise StepError(f"a date like 2026-11-21, 2026-11 or 2026 is needed, not {value!r}")
    return (parts[0], *(part.zfill(2) for part in parts[1:]))


@dataclass(frozen=True, slots=True)
class WantedAddress:
    """Province and commune by their names on the screen."""

    province: str
    commune: str
    details: str


def wanted_address(value: object) -> WantedAddress:
    """Read an answer whose units are given by code or by name, or a line «details, commune, province»."""
    match value:
        case str():
            parts = [part.strip() for part in value.rsplit(",", 2)]
            if len(parts) < 2:  # noqa: PLR2004 - a commune and a province
                raise StepError(f"an address like «details, commune, province» is needed, not «{value}»")
            return _named(parts[-1], parts[-2], parts[0] if len(parts) > 2 else "")  # noqa: PLR2004 - as above
        case Mapping():
            units = [str(value.get(part) or value.get(f"{part}_name") or "") for part in ("province", "commune")]
            return _named(units[0], units[1], str(value.get("details") or ""))
    raise StepError(f"an address is a mapping or a line, not {value!r}")


def _named(province: str, commune: str, details: str) -> WantedAddress:
    places = open_places()
    in_province = places.province(province) or next((hit.province for hit in places.search_provinces(province)), None)
    if in_province is None:
        raise StepError(f"no such province: «{province}»")
    found = places.commune(commune) or next(iter(places.search(commune, in_province.code)), None)
    if found is None or found.province != in_province.code:
        raise StepError(f"no such commune in {in_province.name}: «{commune}»")
    return WantedAddress(in_province.name, found.name, details)
