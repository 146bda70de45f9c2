"""Pages bound into one PDF per document: small enough to send, the same bytes each time, nobody's name in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import img2pdf
import pikepdf
from PIL import Image

from kiosk.papers.faults import PaperFault
from kiosk.papers.kinds import kind_of
from kiosk.papers.page import as_jpeg
from kiosk.papers.pdf_file import LARGEST_PDF, MOST_PAGES, PdfFile, read_pdf

LARGEST_DOCUMENT = LARGEST_PDF
_STEPS = ((1.0, 70), (0.85, 60), (0.7, 50), (0.6, 40), (0.5, 35))
"""How pages are made smaller until a document fits: size and JPEG quality."""

_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
_PRIVATE_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")


@dataclass(frozen=True)
class DocumentPdf:
    data: bytes
    pages: int


def bind(pages: Sequence[bytes]) -> DocumentPdf | PaperFault:
    """Bind kept pages (JPEG) and files (PDF) in their order into one document of at most five million bytes.

    A single PDF that carries an electronic signature is left as it is: rewriting would break the signature.
    """
    if not pages:
        return PaperFault.EMPTY
    files = [read_pdf(page) if kind_of(page) == "pdf" else page for page in pages]
    for file in files:
        if isinstance(file, PaperFault):
            return file
    if len(files) == 1 and isinstance(files[0], PdfFile) and files[0].signed:
        return DocumentPdf(files[0].data, files[0].pages)
    parts = [file.data if isinstance(file, PdfFile) else file for file in files if not isinstance(file, PaperFault)]
    return _fit(parts)


def _fit(parts: list[bytes]) -> DocumentPdf | PaperFault:
    """Bind at full quality first, then step down until the document fits."""
    document = _bind(parts)
    if document.pages > MOST_PAGES:
        return PaperFault.PDF_PAGES
    for scale, quality in _STEPS:
        if len(document.data) <= LARGEST_DOCUMENT:
            return document
        document = _bind([part if kind_of(part) == "pdf" else _smaller(part, scale, quality) for part in parts])
    return document if len(document.data) <= LARGEST_DOCUMENT else PaperFault.PDF_TOO_LARGE


def _bind(parts: list[bytes]) -> DocumentPdf:
    with pikepdf.new() as document:
        for part in parts:
            with pikepdf.open(io.BytesIO(part if kind_of(part) == "pdf" else _sheet(part))) as source:
                document.pages.extend(source.pages)
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                for key in _PRIVATE_KEYS:
                    if key in item:
                        del item[key]
        buffer = io.BytesIO()
        document.save(buffer, deterministic_id=True, fix_metadata_version=False)
        return DocumentPdf(buffer.getvalue(), len(document.pages))


def _sheet(jpeg: bytes) -> bytes:
    """Lay a photograph on an A4 sheet, upright or lying as the photograph is; its pixels are not touched."""
    layout = img2pdf.get_layout_fun(pagesize=_A4, fit=img2pdf.FitMode.into, auto_orient=True)
    sheet: bytes = img2pdf.convert(jpeg, layout_fun=layout, nodate=True, engine=img2pdf.Engine.internal)
    return sheet


def _smaller(jpeg: bytes, scale: float, quality: int) -> bytes:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        size = (round(picture.width * scale), round(picture.height * scale))
        return as_jpeg(picture.resize(size, Image.Resampling.LANCZOS) if scale < 1 else picture, quality)
