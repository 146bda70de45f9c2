"""The completeness seal: a dossier is sealed only when every attachment opens and has the pages it claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from PIL import Image, UnidentifiedImageError

from kiosk.sync.envelope import OVERHEAD
from kiosk.sync.ids import is_uuid
from kiosk.sync.protocol import MAX_FILE, MAX_FILES, MAX_PAGES

if TYPE_CHECKING:
    from kiosk.sync.protocol import MediaType

MAX_ATTACHMENT = MAX_FILE - OVERHEAD

Flaw = Literal["missing", "empty", "unreadable", "pages", "too_large", "too_many", "twice"]
"""Why an attachment is not sealed; ``missing``: the dossier needs it and has none."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One document as it will be sent: ``document`` is the guide's key of it, ``pages`` how many the resident saw."""

    id: str
    document: str
    media_type: MediaType
    pages: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An attachment that would arrive useless. ``document`` is "" when it is about all of them together."""

    document: str
    flaw: Flaw


def find_flaws(attachments: tuple[Attachment, ...], required: tuple[str, ...] = ()) -> tuple[Incomplete, ...]:
    """Look into every attachment; all flaws at once, none when the dossier may be sealed.

    ``required`` are the documents, by the guide's key, without which it would be useless.
    """
    flaws = [Incomplete("", "too_many")] if len(attachments) > MAX_FILES else []
    ids = [attachment.id for attachment in attachments]
    for attachment in attachments:
        flaw = _flaw(attachment)
        if flaw is None and (ids.count(attachment.id) > 1 or not is_uuid(attachment.id)):
            flaw = "twice"
        if flaw is not None:
            flaws.append(Incomplete(attachment.document, flaw))
    there = {attachment.document for attachment in attachments}
    flaws += [Incomplete(document, "missing") for document in dict.fromkeys(required) if document not in there]
    return tuple(flaws)


def _flaw(attachment: Attachment) -> Flaw | None:
    if not attachment.data or attachment.pages < 1:
        return "empty"
    if len(attachment.data) > MAX_ATTACHMENT or attachment.pages > MAX_PAGES:
        return "too_large"
    pages = _count_pages(attachment)
    if pages is None:
        return "unreadable"
    return None if pages == attachment.pages else "pages"


def _count_pages(attachment: Attachment) -> int | None:
    """Open the document; None when it does not open."""
    if attachment.media_type == "application/pdf":
        return _count_pdf_pages(attachment.data)
    try:
        with Image.open(BytesIO(attachment.data), formats=("JPEG",)) as picture:
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return 1


def _count_pdf_pages(data: bytes) -> int | None:
    import pikepdf  # noqa: PLC0415  # a tenth of a second that the kiosk's first frame need not wait for

    try:
        with pikepdf.open(BytesIO(data)) as document:
            return len(document.pages)
    except (pikepdf.PdfError, ValueError):
        return None
