"""Why a photograph or a file is not taken as a document."""

from __future__ import annotations

from enum import Enum


class PaperFault(Enum):
    """Its words are in assets/text/<language>.toml under ``paper.<value>``; it holds nothing of the file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # more bytes than a file may have
    WRONG_TYPE = "wrong_type"  # neither JPEG nor PNG nor, where allowed, PDF
    HEIC = "heic"  # a phone's own format: the phone can send JPEG instead
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    PDF_LOCKED = "pdf_password"  # encrypted, even if it opens without a password
    PDF_SCRIPTS = "pdf_scripts"  # programs or files inside
    PDF_PAGES = "pdf_pages"  # none, or more than a document may have
    PDF_TOO_LARGE = "pdf_too_large"  # does not fit into a document even at the lowest quality
