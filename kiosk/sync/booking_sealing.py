"""Seals a booking request to the gateway: what the outbox keeps of it in the clear is codes and times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.sync import envelope
from kiosk.sync.booking import MAX_BOOKING, BookingRequest, format_request
from offline_cache.items import NewItem
from offline_cache.outbox import NewRequest

if TYPE_CHECKING:
    from kiosk.sync.keys import DeviceKey, GatewayKeys
    from offline_cache.bookings import Wanted

VERSION = "booking-1"
"""What stands where a dossier has the version of its guide."""


@dataclass(frozen=True)
class RequestHead:
    """Whose request it is: ``id`` is a new UUIDv7, ``made_at`` RFC 3339."""

    id: str
    lookup_code: str
    procedure: str
    made_at: str


def seal_request(gateway: GatewayKeys, device: DeviceKey, head: RequestHead, wanted: Wanted) -> NewRequest:
    """Raises ProtocolError when the gateway would not take it."""
    body = format_request(
        BookingRequest(
            id=head.id,
            audience=gateway.audience,
            device=device.device_id,
            lookup_code=head.lookup_code,
            turn=wanted.turn,
            asked=wanted.asked,
            procedure=head.procedure,
            desk=wanted.desk if wanted.asked != "cancel" else "",
            choices=wanted.choices if wanted.asked != "cancel" else (),
            made_at=head.made_at,
        )
    )
    header = envelope.Header(head.id, "booking", gateway.audience, device.device_id)
    sealed = envelope.seal(body, header, gateway.recipients, device)
    if len(sealed) > MAX_BOOKING:
        raise envelope.EnvelopeError("too_large")
    item = NewItem(
        id=head.id,
        lookup_code=head.lookup_code,
        procedure=head.procedure,
        version=VERSION,
        audience=gateway.audience,
        manifest_sha256="",
        payload=sealed,
        kind="booking",
    )
    return NewRequest(item, wanted)
