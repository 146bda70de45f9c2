"""How places that were found stand on the screen of an address: a name, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from kiosk.phrases import say
from kiosk.places.hits import Candidates, Certain, CommuneHit, FormerHit, Merged, NoDistricts, ProvinceHit, Unknown
from ui.viewmodels.rows import PlainRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.places.gazetteer import Places
    from kiosk.places.hits import Finding, Whereabouts
    from kiosk.places.units import Commune

MOST_NAMED = 4
OLD = "old-"
"""Before the number in the list: the key of what has no code any more."""


def rows_of(findings: Iterable[Finding], places: Places) -> tuple[PlainRow, ...]:
    """What was found; a row's key is the place's code, or OLD with its number in the list."""
    return tuple(_row(number, finding, places) for number, finding in enumerate(findings))


def former_of(key: str, findings: tuple[Finding, ...]) -> FormerHit | None:
    """The former unit that a row's key stands for."""
    number = key.removeprefix(OLD)
    hit = findings[int(number)] if number != key and int(number) < len(findings) else None
    return hit if isinstance(hit, FormerHit) else None


def choices_of(communes: tuple[Commune, ...], places: Places) -> tuple[PlainRow, ...]:
    """What a divided unit became, to choose from."""
    whole = len({commune.province for commune in communes}) > 1
    return tuple(
        PlainRow(commune.code, places.full_name(commune.code) if whole else commune.name, "") for commune in communes
    )


def led(hit: FormerHit, places: Places) -> str:
    """Where an old name led."""
    if len(hit.communes) == 1:
        return say("place.led", name=hit.name, behind=hit.behind, place=places.full_name(hit.communes[0].code))
    return say("place.which", name=hit.name, behind=hit.behind, count=str(len(hit.communes)))


def about_search(findings: tuple[Finding, ...], province: str, places: Places) -> str:
    """Say that nothing is called so, or nothing in the province that was looked through."""
    if not findings:
        return say("place.nothing")
    within = places.province(province)
    if within is None or any(_is_in(finding, province) for finding in findings):
        return ""
    return say("place.elsewhere", province=within.name)


def remark(found: Merged | NoDistricts | None) -> str:
    """Say what of a typed address is no more."""
    match found:
        case None:
            return ""
        case Merged(former, now):
            return say("place.merged", former=former, now=now)
        case NoDistricts(name):
            return say("place.no_districts", name=name)
        case _:
            assert_never(found)


def offer_text(offer: Whereabouts, places: Places) -> str:
    """What the machine makes of the address on a card."""
    match offer:
        case Certain(commune, details):
            return say("place.card_now", place=", ".join(filter(None, (details, places.full_name(commune.code)))))
        case Candidates(communes, _):
            if len(communes) > MOST_NAMED:
                return say("place.card_which_many", count=str(len(communes)))
            return say("place.card_which", names=_names(communes))
        case Unknown():
            return say("place.card_unknown")
        case _:
            assert_never(offer)


def one_line(address: dict[str, str]) -> str:
    parts = (address.get(part, "") for part in ("details", "commune_name", "province_name"))
    return ", ".join(part for part in parts if part)


def _row(number: int, finding: Finding, places: Places) -> PlainRow:
    match finding:
        case ProvinceHit(province, former):
            if former:
                about = say("place.merged", former=former, now=province.short_name)
            else:
                about = say("place.took_in", former=", ".join(province.former)) if province.former else ""
            return PlainRow(province.code, province.name, about)
        case CommuneHit(commune, elsewhere):
            return PlainRow(commune.code, places.full_name(commune.code) if elsewhere else commune.name, "")
        case FormerHit(name, behind, communes):
            title = say("place.old_name", name=name, behind=behind)
            return PlainRow(f"{OLD}{number}", title, _became(communes, places))
        case _:
            assert_never(finding)


def _is_in(finding: Finding, province: str) -> bool:
    match finding:
        case ProvinceHit(found):
            return found.code == province
        case CommuneHit(commune):
            return commune.province == province
        case FormerHit(_, _, communes):
            return any(commune.province == province for commune in communes)
        case _:
            assert_never(finding)


def _became(communes: tuple[Commune, ...], places: Places) -> str:
    if len(communes) == 1:
        return say("place.now", place=places.full_name(communes[0].code))
    if len(communes) <= MOST_NAMED:
        return say("place.now_parts", count=str(len(communes)), names=_names(communes))
    province = places.province(communes[0].province)
    return say("place.now_many", count=str(len(communes)), province=province.name if province else "")


def _names(communes: tuple[Commune, ...]) -> str:
    return ", ".join(commune.name for commune in communes)
