"""Looks into what arrives: opens the envelope and every file it lists, and says whether the dossier is whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TypeAlias

from gateway.pages import count_pages
from gateway.shelf import Shelf
from kiosk.errors import ProtocolError
from kiosk.sync.contents import Contents, FileEntry, parse_contents
from kiosk.sync.envelope import Envelope, EnvelopeError, FindSigner, Keyring, open_envelope, unseal
from kiosk.sync.protocol import MAX_FILE


@dataclass(frozen=True)
class Whole:
    """Opened, and every file is there and is what the manifest says."""

    contents: Contents


@dataclass(frozen=True)
class Missing:
    """These files have to be uploaded first."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class NotOpened:
    """The envelope stays shut; ``reason`` tells nothing of its contents."""

    reason: str


@dataclass(frozen=True)
class NotAsListed:
    """A file is not what the manifest says."""

    file_id: str
    reason: str


Finding: TypeAlias = Whole | Missing | NotOpened | NotAsListed


def examine(envelope: Envelope, keyring: Keyring, find_signer: FindSigner, shelf: Shelf) -> Finding:
    """Open and check a submission. Takes as long as its files need: not for the event loop. Raises OSError."""
    header = envelope.header
    try:
        contents = parse_contents(unseal(envelope, keyring, find_signer).body)
    except EnvelopeError as error:
        return NotOpened(error.reason)
    except ProtocolError:
        return NotOpened("contents")
    if (contents.id, contents.audience, contents.device) != (header.id, header.audience, header.device):
        return NotOpened("header")
    entries = contents.manifest.files
    missing = tuple(entry.id for entry in entries if not shelf.holds(entry.id))
    if missing:
        return Missing(missing)
    for entry in entries:
        reason = _fault(entry, contents.device, shelf.read(entry.id, MAX_FILE), keyring, find_signer)
        if reason:
            return NotAsListed(entry.id, reason)
    return Whole(contents)


def _fault(entry: FileEntry, device: str, sealed: bytes, keyring: Keyring, find_signer: FindSigner) -> str:
    if len(sealed) != entry.sealed_size or hashlib.sha256(sealed).hexdigest() != entry.sealed_sha256:
        return "other bytes were uploaded"
    try:
        opened = open_envelope(sealed, keyring, find_signer, limit=MAX_FILE)
    except EnvelopeError as error:
        return f"not opened: {error.reason}"
    header = opened.header
    if (header.id, header.part, header.device) != (entry.id, "attachment", device):
        return "sealed as something else"
    if len(opened.body) != entry.size or hashlib.sha256(opened.body).hexdigest() != entry.sha256:
        return "another document was sealed"
    pages = count_pages(opened.body, entry.media_type)
    if pages is None:
        return f"not a readable {entry.media_type}"
    return "" if pages == entry.pages else f"{pages} pages, {entry.pages} listed"
