"""Whether this machine is ready for the morning: one light for each thing, with its cause and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.catalogue.freshness import ExpiredSince, Fresh, NoCatalogue, OldSince, freshness
from kiosk.catalogue.trust import TRUST, Trust
from kiosk.clock import HANOI, SystemClock
from kiosk.csca import CscaFolder, Damaged, NoList
from kiosk.devices.ports import Failed, Missing, Ready, Unplugged
from kiosk.devices.registry import statuses
from kiosk.errors import KioskError
from kiosk.gateway_lights import gateway_lights
from kiosk.lights import Finding, Light
from kiosk.procedures.guide_yaml import GuideError
from kiosk.shelf import GuideShelf
from kiosk.store_lights import private_files, store_lights
from kiosk.work_days import FILE, reach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kiosk.config import Config


def look(config: Config, today: date | None = None) -> tuple[Finding, ...]:
    """Look at everything, also beside a running kiosk; nothing is changed. ``today`` is the machine's own if None."""
    return (
        Finding("config", "ok", f"audience {config.audience}, {config.office.unit}, machine {config.office.machine}"),
        *store_lights(config),
        *private_files(config),
        *gateway_lights(config),
        *_guides(),
        *_catalogue(config),
        _calendar(config, today or SystemClock().now().date()),
        *_devices(config),
        *_csca(config),
    )


def _catalogue(config: Config) -> Iterator[Finding]:
    trust = Trust(config.catalogue_folder / TRUST, config.gateway.embedded)
    found = freshness(config.catalogue_folder, SystemClock().now(), embedded=config.gateway.embedded)
    pinned = "signed by whom this kiosk trusts" if trust.is_pinned else "trust not pinned"
    last = trust.last()
    asked = f"; asked {last.at.astimezone(HANOI):%Y-%m-%d %H:%M}: {last.outcome} {last.why}".rstrip() if last else ""
    refused = last is not None and last.outcome == "refused" and last.why != "incomplete"
    match found:
        case NoCatalogue(damaged=""):
            yield Finding("catalogue", "warn", f"there is none yet, {pinned}{asked}", _bring(trust))
            return
        case NoCatalogue(damaged=damaged):
            yield Finding("catalogue", "fail", f"{damaged}{asked}", "kiosk catalogue rollback, or import FILE anew")
            return
        case Fresh(standing):
            state, light = "fresh", "ok"
        case OldSince(standing, since):
            state, light = f"old since {since.astimezone(HANOI):%Y-%m-%d}", "warn"
        case ExpiredSince(standing, since, role):
            state, light = f"expired since {since.astimezone(HANOI):%Y-%m-%d} ({role})", "warn"
    text = (
        f"version {standing.version}, {standing.count} procedures, of {standing.imported_at.astimezone(HANOI):%Y-%m-%d}"
    )
    worry = light == "warn" or refused or not (trust.is_pinned or config.gateway.embedded)
    mend = _bring(trust) if worry else ""
    yield Finding("catalogue", "warn" if worry else "ok", f"{text}, {state}, {pinned}{asked}", mend)


def _bring(trust: Trust) -> str:
    """What makes the catalogue a fresh one."""
    last = trust.last()
    if not trust.is_pinned:
        if trust.embedded:
            return "gateway catalogue init and publish FILE, then it comes by itself; or kiosk catalogue import FILE"
        return "kiosk catalogue trust ROOT-FILE (from the gateway's technician), then kiosk catalogue update"
    if last is not None and last.outcome == "refused" and last.why in _REFUSED:
        return _REFUSED[last.why]
    return "kiosk catalogue update, with a line or with the FILE of `gateway catalogue export` on a stick"


_REFUSED = {
    "foreign": "whoever offers it is not who is trusted: ask the gateway's technician before kiosk catalogue trust",
    "expired": "look at this machine's clock; else at the gateway: gateway catalogue renew",
    "older": "an earlier catalogue was offered: ask for a new stick, or look at the gateway",
    "no_room": "make room on the disk of the data folder",
}


def _calendar(config: Config, today: date) -> Finding:
    """Swaps are announced late each year: from November on those of the next are missed."""
    known = reach(config, today)
    here = f"number {known.calendar.number}, {known.calendar.title}" if known.calendar else "none signed is here"
    if known.void:
        here = f"{FILE} counts for nothing: damaged, or not signed by this kiosk's gateway"
    told = f"swapped days are known until {known.until}-12-31" if known.until else "swapped days are not known"
    missed = today.year if not known.until else known.until + 1
    if known.until > today.year or (known.until and today.month < _ANNOUNCED_FROM):
        light: Light = "warn" if known.void else "ok"
    else:
        light, told = "warn", f"{told}, for {missed} the law's holidays alone count"
    if known.void:
        mend = "kiosk calendar import FILE anew; ask who put this one here"
    else:
        mend = f"once {missed}'s are announced: gateway calendar sign, then kiosk calendar import FILE"
    return Finding("calendar", light, f"{here}; {told}", mend if light == "warn" else "")


_ANNOUNCED_FROM = 11


def _guides() -> Iterator[Finding]:
    shelf = GuideShelf()
    today = SystemClock().now().date()
    for entry in shelf.summaries:
        try:
            shelf.load(entry.code)
        except (GuideError, KioskError) as error:
            yield Finding(f"guide {entry.code}", "fail", str(error).splitlines()[0], "kiosk guide check")
            continue
        over = entry.effective_to is not None and today > entry.effective_to
        found = f"{entry.name}, version {entry.version}"
        mend = "it still files, marked; a newer version is needed" if over else ""
        yield Finding(f"guide {entry.code}", "warn" if over else "ok", found, mend)


def _devices(config: Config) -> Iterator[Finding]:
    for name, status in statuses(config.devices).items():
        match status:
            case None:
                yield Finding(name, "warn", "none is configured", f"set devices.{name} in config.toml")
            case Ready():
                yield Finding(name, "ok", "ready")
            case Failed(reason):
                yield Finding(name, "fail", "does not work", reason)
            case Missing() if name == "speaker":
                mend = "make setup-speech, then the screens are read aloud"
                yield Finding(name, "warn", "no voice is installed: «Nghe đọc» is not offered", mend)
            case Unplugged() if name == "speaker":
                mend = "plug in a loudspeaker, or name one of `aplay -L` as devices.speaker_output"
                yield Finding(name, "warn", "no sound device: «Nghe đọc» is not offered", mend)
            case _ if name == "files":
                yield Finding(name, "ok", "no stick is in")
            case _:
                light: Light = "warn" if isinstance(status, Missing) else "fail"
                yield Finding(name, light, type(status).__name__.lower(), "plug it in and look again")


def _csca(config: Config) -> Iterator[Finding]:
    if config.devices.chip == "none":
        return
    now = SystemClock().now()
    match CscaFolder(config.home).standing():
        case NoList(pinned):
            mend = "kiosk csca import FILE" if pinned else "kiosk csca trust KEY.pem, then kiosk csca import FILE"
            yield Finding("card authorities", "warn", "no list: who issued a card stays unchecked", mend)
        case Damaged(why):
            yield Finding("card authorities", "fail", f"the list cannot be used: {why.value}", "kiosk csca import FILE")
        case store:
            old = sum(not authority.valid_at(now) for authority in store.certificates)
            found = f"version {store.version} of {store.made_at.astimezone(HANOI):%Y-%m-%d}"
            found += f", {len(store.certificates)} authorities, {old} out of date"
            useless = old == len(store.certificates)
            mend = "look at this machine's clock; ask the operator for a new list" if useless else ""
            yield Finding("card authorities", "warn" if useless else "ok", found, mend)
