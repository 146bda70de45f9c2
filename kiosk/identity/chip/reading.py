"""Reads one card on one tap: opens it, reads what is wanted, checks it, and hands on only what may be believed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.errors import ProtocolError
from kiosk.identity.chip import data_groups, files, opening, originality, passive, security_infos
from kiosk.identity.chip.certificates import UnsupportedError
from kiosk.identity.chip.channel import Channel
from kiosk.identity.chip.dg13 import parse_dg13
from kiosk.identity.chip.files import FileFault
from kiosk.identity.chip.originality import Originality
from kiosk.identity.chip.outcomes import Checks, ChipOutcome, ChipRead, NotRead, Refusal, Refused
from kiosk.identity.chip.passive import Passive, PassiveReason, PassiveResult
from kiosk.identity.chip.photo import parse_dg2
from kiosk.identity.chip.security_object import MAX_SOD, SecurityObject, parse_sod
from kiosk.identity.chip.stopped import ReadFault, StoppedError

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.identity.chip.keys import CardKey
    from kiosk.identity.chip.security_infos import SecurityInfo
    from kiosk.identity.chip.transport import Transport
    from kiosk.identity.chip.trust import TrustStore

T = TypeVar("T")

SECONDS: Final = 30.0
"""How long a read may take; a card that is slower is given up."""
LINES, PHOTO, DETAILS, SECURITY, ACTIVE_KEY = 1, 2, 13, 14, 15
_MOST: Final = {LINES: 256, PHOTO: 65_539, DETAILS: 16 * 1024, SECURITY: 8 * 1024, ACTIVE_KEY: 4 * 1024}
_MAX_COM = 256


@dataclass(frozen=True)
class _Signed:
    """What EF.SOD came to: the digests, or why there are none."""

    sod: SecurityObject | None
    result: PassiveResult


def read_card(
    transport: Transport,
    key: CardKey,
    store: TrustStore | None,
    clock: Clock,
    *,
    photo: bool = True,
    on_text: Callable[[ChipRead], None] | None = None,
    random: Callable[[int], bytes] = secrets.token_bytes,
    seconds: float = SECONDS,
) -> ChipOutcome:
    """Read the card that lies on the reader; blocks, so it belongs on the device's thread.

    ``on_text`` gets the read, checked but without its photograph, before that is fetched, which takes longest; the
    outcome returned is the one that counts (a photograph that was swapped refuses the card).
    """
    channel = Channel(transport, clock, seconds)
    try:
        channel.connect()
        return _Reading(channel, store, clock, random).run(key, on_text, photo=photo)
    except StoppedError as stopped:
        return NotRead(stopped.fault)
    finally:
        channel.disconnect()


class _Reading:
    """One read, from the opened channel to the outcome."""

    def __init__(
        self, channel: Channel, store: TrustStore | None, clock: Clock, random: Callable[[int], bytes]
    ) -> None:
        self._channel = channel
        self._store = store
        self._clock = clock
        self._random = random
        self._groups: dict[int, bytes] = {}
        self._missing: dict[int, FileFault] = {}

    def run(self, key: CardKey, on_text: Callable[[ChipRead], None] | None, *, photo: bool) -> ChipOutcome:
        opened = opening.open_card(self._channel, key, self._random)
        listed = self._listed()
        signed = self._signed()
        wanted = frozenset(signed.sod.digests) if signed.sod else listed
        for number in (LINES, DETAILS, SECURITY, ACTIVE_KEY):
            self._fetch(number, wanted)
        infos = self._parsed(SECURITY, security_infos.parse_dg14) or ()
        checks = Checks(
            at=self._clock.now(),
            access=opened.access,
            passive=self._passive(signed, opened.card_access, infos),
            active=self._active(signed, infos),
            chip=Originality.NOT_OFFERED,
            store_version=self._store.version if self._store else None,
        )
        if checks.passive.foreign:
            return Refused(Refusal.FOREIGN, checks)
        if checks.passive.outcome is Passive.ALTERED:
            return Refused(Refusal.ALTERED, checks)
        checks = replace(checks, chip=self._chip(signed, infos))
        if checks.copied:
            return Refused(Refusal.COPIED, checks)
        read = self._read(checks)
        if on_text:
            on_text(read)
        return self._with_photo(read, signed, wanted) if photo else read

    def _listed(self) -> frozenset[int]:
        """What EF.COM lists, or all there may be where it is missing or garbled; it counts only without an EF.SOD."""
        data = files.read_file(self._channel, files.COMMON, _MAX_COM)
        if not isinstance(data, FileFault):
            try:
                return data_groups.parse_com(data)
            except ProtocolError:
                pass
        return frozenset(_MOST)

    def _signed(self) -> _Signed:
        data = files.read_file(self._channel, files.SECURITY_OBJECT, MAX_SOD)
        if isinstance(data, FileFault):
            return _Signed(None, PassiveResult(_without_sod(data)))
        try:
            sod = parse_sod(data)
        except UnsupportedError:
            return _Signed(None, PassiveResult(PassiveReason.UNSUPPORTED))
        except ProtocolError:
            return _Signed(None, PassiveResult(PassiveReason.SECURITY_OBJECT))
        return _Signed(sod, passive.check_signer(sod, self._store, self._clock.now()))

    def _fetch(self, number: int, wanted: frozenset[int]) -> None:
        if number not in wanted:
            self._missing[number] = FileFault.ABSENT
            return
        data = files.read_file(self._channel, files.data_group(number), _MOST[number])
        if isinstance(data, FileFault):
            self._missing[number] = data
        else:
            self._groups[number] = data

    def _parsed(self, number: int, parse: Callable[[bytes], T]) -> T | None:
        """A group that was read and understood."""
        if number not in self._groups:
            return None
        try:
            return parse(self._groups[number])
        except ProtocolError:
            self._missing[number] = FileFault.UNREADABLE
            return None

    def _passive(
        self, signed: _Signed, card_access: tuple[SecurityInfo, ...], infos: tuple[SecurityInfo, ...]
    ) -> PassiveResult:
        if signed.sod is None:
            return signed.result
        # EF.CardAccess is signed by nobody, and DG14 repeats it: a card that was talked into a weaker way shows here.
        stated = {info.whole for info in infos if info.is_pace}
        used = {info.whole for info in card_access if info.is_pace}
        if not passive.check_data(signed.sod, self._groups) or (stated and not used <= stated):
            return PassiveResult(PassiveReason.DATA)
        return signed.result

    def _active(self, signed: _Signed, infos: tuple[SecurityInfo, ...]) -> Originality:
        key = self._parsed(ACTIVE_KEY, originality.parse_dg15)
        if key is None:
            return self._without(ACTIVE_KEY, signed)
        return originality.check_active(self._channel, key, security_infos.active_hash(infos), self._random)

    def _chip(self, signed: _Signed, infos: tuple[SecurityInfo, ...]) -> Originality:
        if not infos:
            return self._without(SECURITY, signed)
        keys = security_infos.chip_keys(infos)
        if keys:
            return originality.check_chip(self._channel, keys, self._random)
        other = security_infos.offers_other_chip_keys(infos)
        return Originality.UNSUPPORTED if other else Originality.NOT_OFFERED

    def _without(self, number: int, signed: _Signed) -> Originality:
        """Why there is no key: never given, not understood, or signed by the issuer and not shown."""
        if number in self._groups:
            return Originality.UNSUPPORTED
        return Originality.WITHHELD if signed.sod and number in signed.sod.digests else Originality.NOT_OFFERED

    def _read(self, checks: Checks) -> ChipRead:
        mrz = self._parsed(LINES, data_groups.parse_dg1)
        details = self._parsed(DETAILS, parse_dg13)
        if mrz is None and details is None:
            refused = self._missing.get(LINES) is FileFault.REFUSED
            raise StoppedError(ReadFault.REFUSED if refused else ReadFault.NO_DATA)
        return ChipRead(mrz, details, checks, dict(self._missing))

    def _with_photo(self, read: ChipRead, signed: _Signed, wanted: frozenset[int]) -> ChipOutcome:
        if read.checks.chip is Originality.FAILED:  # and the session with it
            return replace(read, missing={**self._missing, PHOTO: FileFault.REFUSED})
        self._fetch(PHOTO, wanted)
        if signed.sod and PHOTO in self._groups and not signed.sod.covers(PHOTO, self._groups[PHOTO]):
            altered = replace(read.checks, passive=PassiveResult(PassiveReason.DATA))
            return Refused(Refusal.ALTERED, altered)
        photo = self._parsed(PHOTO, parse_dg2)
        return replace(read, photo=photo, missing=dict(self._missing))


def _without_sod(fault: FileFault) -> PassiveReason:
    match fault:
        case FileFault.ABSENT:
            return PassiveReason.NO_SECURITY_OBJECT
        case FileFault.REFUSED:
            raise StoppedError(ReadFault.REFUSED)
        case FileFault.UNREADABLE:
            raise StoppedError(ReadFault.BROKEN)
        case FileFault.TOO_LARGE:
            return PassiveReason.SECURITY_OBJECT
