"""Made-up dossiers to seal: answers of nobody, papers with real pages."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image

from kiosk.sync.canonical import canonical
from kiosk.sync.completeness import Attachment
from kiosk.sync.ids import IdMaker, new_file_id
from kiosk.sync.sealing import Sealed, SealingKeys, SealRefused, SealRequest, seal
from offline_cache.drafts import Draft

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.keys import Audience
    from offline_cache.store import Store

ANSWERS = {"child.full_name": "Lò Thị Ánh Tuyết", "applicant.number": "012302000007", "copies.count": 2}


def pdf(pages: int = 1) -> bytes:
    document, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(out)
    return out.getvalue()


def heavy(size: int, document: str = "birth_paper") -> Attachment:
    """A paper of a page and about ``size`` bytes."""
    written = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root["/Filling"] = pikepdf.Stream(made, secrets.token_bytes(size))
        made.save(written, compress_streams=False)
    return Attachment(new_file_id(), document, "application/pdf", 1, written.getvalue())


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, "JPEG")
    return out.getvalue()


def paper(document: str = "birth_paper", pages: int = 1) -> Attachment:
    return Attachment(new_file_id(), document, "application/pdf", pages, pdf(pages))


@dataclass
class Desk:
    """Fills in drafts and seals them, as the kiosk's session does."""

    store: Store
    keys: SealingKeys
    clock: Clock
    audience: Audience = "demo"

    def __post_init__(self) -> None:
        self.ids = IdMaker(self.clock)
        self._number = 0

    def draft(self, code: str = "") -> Draft:
        self._number += 1
        draft = Draft(str(uuid.uuid4()), code or f"K7F3{self._number:06}", "1.001193", "2026-11-24.1")
        self.store.drafts.save(draft, canonical(ANSWERS))
        self.store.pages.put(draft.id, uuid.uuid4().hex, jpeg())
        return draft

    def request(self, draft: Draft, *attachments: Attachment, body: bytes = canonical(ANSWERS)) -> SealRequest:
        return SealRequest(
            draft.id, draft.lookup_code, draft.procedure, draft.version, self.audience, body, tuple(attachments)
        )

    def seal(self, request: SealRequest) -> Sealed | SealRefused:
        return seal(self.store, self.keys, request, clock=self.clock, ids=self.ids)

    def seal_new(self, *attachments: Attachment) -> str:
        """Seal a new dossier; its id."""
        sealed = self.seal(self.request(self.draft(), *attachments))
        assert isinstance(sealed, Sealed)
        return sealed.item.id
