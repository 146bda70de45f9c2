"""A file a resident brought: a photograph becomes a page, a PDF is kept as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.papers.kinds import kind_of
from kiosk.papers.page import Page, read_page
from kiosk.papers.pdf_file import PdfFile, read_pdf

if TYPE_CHECKING:
    from kiosk.papers.faults import PaperFault


def read_upload(data: bytes) -> Page | PdfFile | PaperFault:
    """Take a JPEG, PNG or PDF file from a stick."""
    return read_pdf(data) if kind_of(data) == "pdf" else read_page(data)
