"""The lookup slips of this machine: made for what it sealed, and read again, whichever machine they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.errors import ConfigError, ProtocolError
from kiosk.slip import code_picture
from kiosk.sync.device_news import LIST_NOTE
from kiosk.sync.known_devices import read_signed_devices
from kiosk.sync.slip import Slip, sign_slip
from kiosk.sync.slip_judging import judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.sync.keys import DeviceKey, DevicePublicKey, GatewayKeys, VerifyKey
    from kiosk.sync.slip_judging import Judged
    from offline_cache.items import Item
    from offline_cache.notes import NotesView


class Slips:
    """For the store-writer thread. ``keys`` are the gateway's as they are pinned now; it may raise ConfigError."""

    def __init__(self, notes: NotesView, device: DeviceKey, keys: Callable[[], GatewayKeys]) -> None:
        self._device = device
        self._kid = device.public.key.kid
        self._reader = SlipReader(notes, device.public, keys)
        self._drawn: tuple[str, bytes] = ("", b"")

    def picture_of(self, item: Item, *, prepared: bool) -> bytes:
        """Draw the slip of a dossier of this machine as it stands now: a QR code as PNG."""
        text = self.text_of(item, prepared=prepared)
        if self._drawn[0] != text:
            self._drawn = (text, code_picture(text))
        return self._drawn[1]

    def text_of(self, item: Item, *, prepared: bool) -> str:
        slip = Slip(
            self._device.audience,
            self._kid,
            item.lookup_code,
            item.procedure,
            item.sealed_at,
            item.received_at,
            prepared=prepared,
            in_doubt=item.state == "in_doubt",
        )
        return sign_slip(slip, self._device)

    def read(self, text: str) -> Judged:
        """Judge a scanned text that is meant to be a slip."""
        return self._reader.read(text)


class SlipReader:
    """Judges slips by what was fetched of other devices; for whichever thread owns ``notes``."""

    def __init__(self, notes: NotesView, own: DevicePublicKey, keys: Callable[[], GatewayKeys]) -> None:
        self._notes = notes
        self._own = own
        self._keys = keys

    def read(self, text: str) -> Judged:
        return judge(text, self._own, self._find)

    def _find(self, kid: str) -> VerifyKey | None:
        """The key of a device, by a list that holds with the gateway's keys of now; None where there is none."""
        kept = self._notes.get(LIST_NOTE)
        try:
            listed = read_signed_devices(kept.encode()) if kept else None
            return listed.find(kid) if listed is not None and listed.holds(self._keys()) else None
        except (ProtocolError, ConfigError):
            return None
