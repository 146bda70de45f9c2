"""The gateway's receipt: signed, echoing the manifest's hash, listing every attachment with its pages."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.sync.canonical import canonical
from kiosk.sync.key_files import decode_bytes
from kiosk.sync.keys import Audience, GatewayKeys, KidText
from kiosk.sync.protocol import MAX_FILE, MAX_FILES, MAX_PAGES, FileId, Moment, Sha256, SubmissionId, Wire

SIGNED_AS = b"motcham receipt 1\n"
"""Goes before the canonical bytes, so that a signature made for something else never fits."""


class ReceivedFile(Wire, frozen=True, kw_only=True):
    id: FileId
    document: Annotated[str, Meta(max_length=80)]
    pages: Annotated[int, Meta(ge=1, le=MAX_PAGES)]
    size: Annotated[int, Meta(ge=1, le=MAX_FILE)]
    sha256: Sha256


class Receipt(Wire, frozen=True, kw_only=True):
    """What the gateway holds from now on. It is the same at every replay, so it tells no state."""

    v: Literal[1] = 1
    id: SubmissionId
    audience: Audience
    device: Annotated[str, Meta(max_length=64)]
    dossier_code: Annotated[str, Meta(pattern=r"^[0-9A-Z.-]{1,80}\Z")]
    received_at: Moment
    procedure: Annotated[str, Meta(max_length=32)]
    lookup_code: Annotated[str, Meta(max_length=20)]
    envelope_sha256: Sha256
    manifest_sha256: Sha256
    files: Annotated[tuple[ReceivedFile, ...], Meta(max_length=MAX_FILES)]

    def signed_bytes(self) -> bytes:
        return SIGNED_AS + canonical(msgspec.to_builtins(self))


class SignedReceipt(Wire, frozen=True, kw_only=True):
    """``201`` and ``200`` of ``PUT /v1/submissions/{id}``, and ``200`` of the GET."""

    receipt: Receipt
    kid: KidText
    signature: Annotated[str, Meta(min_length=86, max_length=86)]

    def holds(self, keys: GatewayKeys) -> bool:
        """Whether one of the pinned receipt keys made this signature, and for this audience."""
        key = keys.receipt_key(self.kid)
        if key is None or self.receipt.audience != keys.audience:
            return False
        return key.verifies(decode_bytes(self.signature, 64), self.receipt.signed_bytes())
