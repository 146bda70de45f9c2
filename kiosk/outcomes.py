"""What the desk answers: expected outcomes of opening, keeping, sealing and looking up a dossier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from kiosk.papers.quality import Remark
    from kiosk.procedures.lookup_code import CodeFault
    from kiosk.session import Session
    from offline_cache.drafts import Draft
    from offline_cache.items import Event, Item
    from offline_cache.messages import Message
    from offline_cache.proofs import Wait, Wrong

    Resumed: TypeAlias = "Session | Found | AskDigits | Wrong | Wait | NotFound | Unreadable | CodeFault"
    LookedUp: TypeAlias = "Found | Draft | Wrong | Wait | NotFound | CodeFault"


PREPARED = frozenset({"sealed", "sending", "in_doubt", "received", "accepted", "withdrawn"})
"""States that are told otherwise of what was prepared for a visit: nothing of it was handed in."""


@dataclass(frozen=True)
class NoRoom:
    """The disk is too full to begin a dossier that could be finished."""


@dataclass(frozen=True)
class NotFound:
    """There is nothing under this code here."""


@dataclass(frozen=True)
class AskDigits:
    """The code is known; what it opens needs the last four digits."""


@dataclass(frozen=True)
class Unreadable:
    """The draft is there and cannot be opened: a human is needed, nothing is erased."""


@dataclass(frozen=True)
class Found:
    """A sealed dossier; ``messages`` only for whoever proved that it is theirs.

    ``prepared`` means that it is no dossier yet but what was prepared for a visit. ``slip`` is its QR, a PNG.
    """

    item: Item
    events: tuple[Event, ...]
    messages: tuple[Message, ...] = field(default=(), repr=False)
    proved: bool = False
    provable: bool = False
    prepared: bool = False
    slip: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Alike:
    """A dossier about the same people for the same procedure was sealed here before; ``item`` is the last of them."""

    item: Item


@dataclass(frozen=True)
class KeptPage:
    """A page of the draft; ``remarks`` are what a person should be told before keeping it."""

    id: str
    thumbnail: bytes = field(repr=False)
    remarks: tuple[Remark, ...] = ()
    pages: int = 1
