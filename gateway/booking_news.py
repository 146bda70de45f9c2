"""What devices are told of their bookings: every answer in order, numbered and signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from gateway.database import Connection
from kiosk.sync.booking import MAX_NEWS, BookingAnswer, NewsPage, SignedAnswer
from kiosk.sync.protocol import decode, encode

Sign: TypeAlias = Callable[[BookingAnswer], SignedAnswer]

UNNUMBERED = 1
"""What stands in an answer until `tell` numbers it."""


def tell(connection: Connection, answer: BookingAnswer, sign: Sign) -> bytes:
    """Number, sign and keep an answer, in the caller's transaction; its bytes, the same for ever."""
    insert = "INSERT INTO booking_news (device_id, answer) VALUES (?, ?) RETURNING seq"
    (number,) = connection.execute(insert, (answer.device, b"")).fetchone()
    signed = encode(sign(replace(answer, number=number)))
    connection.execute("UPDATE booking_news SET answer = ? WHERE seq = ?", (signed, number))
    return signed


def news_since(connection: Connection, device_id: str, cursor: int) -> NewsPage:
    """What happened to a device's bookings after news number ``cursor``.

    A number that was never given comes from another store (a gateway restored from its backup): all is told again.
    """
    if cursor > connection.execute("SELECT coalesce(max(seq), 0) FROM booking_news").fetchone()[0]:
        cursor = 0
    query = "SELECT seq, answer FROM booking_news WHERE device_id = ? AND seq > ? ORDER BY seq LIMIT ?"
    found = connection.execute(query, (device_id, cursor, MAX_NEWS + 1)).fetchall()
    page = found[:MAX_NEWS]
    last = page[-1][0] if page else cursor
    return NewsPage(
        news=tuple(decode(row[1], SignedAnswer) for row in page),
        cursor=str(last) if last else "",
        more=len(found) > len(page),
    )
