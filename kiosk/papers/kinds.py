"""What a file is, by its first bytes; names and endings say nothing."""

from __future__ import annotations

from typing import Literal

Kind = Literal["jpeg", "png", "pdf", "heic", "other"]

_PDF_WINDOW = 1024
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}


def kind_of(data: bytes) -> Kind:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "heic"
    return "pdf" if b"%PDF-" in data[:_PDF_WINDOW] else "other"
