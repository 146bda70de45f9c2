"""Whether this machine is ready for the morning: one light for each thing, with its cause and what mends it."""

from __future__ import annotations

import stat
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from kiosk.catalogue.freshness import ExpiredSince, Fresh, NoCatalogue, OldSince, freshness
from kiosk.catalogue.trust import TRUST, Trust
from kiosk.clock import HANOI, SystemClock
from kiosk.csca import CscaFolder, Damaged, NoList
from kiosk.devices.ports import Failed, Missing, Ready, Unplugged
from kiosk.devices.registry import statuses
from kiosk.errors import ConfigError, KioskError
from kiosk.key_words import standing_in_words
from kiosk.procedures.guide_yaml import GuideError
from kiosk.rescue import MEND, cause_of
from kiosk.shelf import GuideShelf
from kiosk.sync.budget import HELD, NOTE, Allowance, read_used
from kiosk.sync.client import GatewayClient
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import load_or_make_device_key
from kiosk.sync.tls import TlsTrust
from kiosk.work_days import FILE, reach
from offline_cache.errors import StoreError, StoreOlder
from offline_cache.rescue import look_at_rescue
from offline_cache.space import Room
from offline_cache.store import Reader, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kiosk.config import Config
    from offline_cache.bookings import KeptSlots, Request

Light = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One light: what was looked at, what was found in a sentence, and what mends it."""

    what: str
    light: Light
    found: str
    mend: str = ""


def look(config: Config, today: date | None = None) -> tuple[Finding, ...]:
    """Look at everything, also beside a running kiosk; nothing is changed. ``today`` is the machine's own if None."""
    return (
        Finding("config", "ok", f"audience {config.audience}, {config.office.unit}, machine {config.office.machine}"),
        *_store(config),
        *_private_files(config),
        *_gateway(config),
        *_guides(),
        *_catalogue(config),
        _calendar(config, today or SystemClock().now().date()),
        *_devices(config),
        *_csca(config),
    )


def _store(config: Config) -> Iterator[Finding]:
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


def _private_files(config: Config) -> Iterator[Finding]:
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


def _gateway(config: Config) -> Iterator[Finding]:
    trust = GatewayTrust.of(config)
    try:
        light, found, mend = standing_in_words(trust, SystemClock().now())
    except ConfigError as error:
        if config.gateway.embedded:
            yield Finding("gateway keys", "warn", "not made yet", "the embedded gateway makes them at its first start")
        else:
            yield Finding(
                "gateway keys", "fail", str(error), "put the gateway's gateway.pub.json where the config says"
            )
        return
    yield Finding("gateway keys", light, found, mend)
    if config.gateway.embedded:
        yield Finding("gateway", "ok", "embedded: it runs with the kiosk")
        return
    try:
        tls = TlsTrust(config.gateway_authority, SystemClock())
    except ConfigError as error:
        yield Finding("certificate", "fail", str(error), "copy the gateway's authority.pem where the config says")
        return
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    client = GatewayClient(config.gateway.url, trust, device, SystemClock(), tls=tls)
    down = client.reachable()
    if down is not None:
        yield Finding(
            "gateway", "fail", f"not reached: {down.cause}", _MEND.get(down.cause, "look at the gateway's log")
        )
        return
    skew = client.skew()
    if skew is not None and abs(skew.ahead) > _SKEW:
        away = str(timedelta(seconds=round(abs(skew.ahead).total_seconds())))
        side = "behind" if skew.ahead > timedelta() else "ahead of"
        yield Finding("clock", "warn", f"{away} {side} the gateway's", "set the machine's clock")
    yield Finding("gateway", "ok", "answers")
    if tls.valid_until is not None:
        yield _certificate(config, tls.valid_until, SystemClock().now() + (skew.ahead if skew else timedelta()))


def _certificate(config: Config, until: datetime, now: datetime) -> Finding:
    told = f"good until {until.astimezone(HANOI):%Y-%m-%d}"
    if until - now < _CERTIFICATE_SOON:
        return Finding("certificate", "warn", told, "at the gateway: gateway tls issue, or whoever issues it")
    if config.gateway_authority is None:
        mend = "pin the gateway's own: gateway.authority in config.toml"
        return Finding("certificate", "warn", f"{told}; any public authority is believed", mend)
    return Finding("certificate", "ok", f"{told}, by the pinned authority alone")


_SKEW = timedelta(minutes=2)
_CERTIFICATE_SOON = timedelta(days=30)
_SLOTS_OLD_H = 24
_MEND = {
    "offline": "look at the network cable or the modem; dossiers wait safely meanwhile",
    "refused": "the gateway does not run: start it",
    "captive": "the network wants a log-in page: open it on another device, or ask for a free line",
    "tls": "no secure connection: look at gateway.url, then at how the gateway is served (gateway serve --tls)",
    "tls_authority": "whoever answers there is not certified by the authority that is pinned: try another network; "
    "if it stays so, compare gateway.authority with the gateway's authority.pem",
    "tls_name": "its certificate is for another name: look at gateway.url, or gateway tls issue --host NAME",
    "tls_expired": "at the gateway: gateway tls issue, or whoever issues its certificate",
    "tls_clock": "this machine's clock is wrong, or the certificate out of date: look at the clock first",
    "auth": "the gateway does not know this device: gateway devices add",
}


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
