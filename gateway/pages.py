"""Opens a document and counts its pages: one that arrived damaged is told at once, not by an officer days later."""

from __future__ import annotations

from io import BytesIO

from kiosk.sync.protocol import MediaType

# the two libraries are imported when a first document comes: a gateway's start need not wait for them


def count_pages(data: bytes, media_type: MediaType) -> int | None:
    """None when it is not a readable document of that type."""
    match media_type:
        case "application/pdf":
            return _count_pdf_pages(data)
        case "image/jpeg":
            return _count_jpeg(data)


def _count_pdf_pages(data: bytes) -> int | None:
    import pikepdf  # noqa: PLC0415 - see above

    try:
        with pikepdf.open(BytesIO(data)) as document:
            return len(document.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
        return None


def _count_jpeg(data: bytes) -> int | None:
    from PIL import Image  # noqa: PLC0415 - see above

    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
            picture.load()
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return 1
