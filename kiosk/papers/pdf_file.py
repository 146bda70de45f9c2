"""A PDF file from outside: taken only if it is a plain, open, finished document of few pages."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pikepdf

from kiosk.papers.faults import PaperFault
from kiosk.papers.kinds import kind_of

LARGEST_PDF = 5 * 1000 * 1000
MOST_PAGES = 50
_MOST_OBJECTS = 50_000
_LARGEST_STREAM = 64 * 1024 * 1024
_ACTIVE_KEYS = ("/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/AA")
_ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie")


@dataclass(frozen=True)
class PdfFile:
    """A PDF that may become a document; ``signed`` means that changing it would break an electronic signature."""

    data: bytes
    pages: int
    signed: bool


def read_pdf(data: bytes) -> PdfFile | PaperFault:
    """Look through a PDF file, however hostile, without running or drawing anything of it."""
    if not data:
        return PaperFault.EMPTY
    if kind_of(data) != "pdf":
        return PaperFault.WRONG_TYPE
    if len(data) > LARGEST_PDF:
        return PaperFault.PDF_TOO_LARGE
    _bound_memory()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return _look_through(document, data)
    except pikepdf.PasswordError:
        return PaperFault.PDF_LOCKED
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
        return PaperFault.BROKEN


def _look_through(document: pikepdf.Pdf, data: bytes) -> PdfFile | PaperFault:
    if document.is_encrypted:
        return PaperFault.PDF_LOCKED
    if not 0 < len(document.pages) <= MOST_PAGES:
        return PaperFault.PDF_PAGES
    if len(document.objects) > _MOST_OBJECTS:
        return PaperFault.PDF_TOO_LARGE
    signed = False
    for dictionary in _dictionaries(document.objects):
        if _is_active(dictionary):
            return PaperFault.PDF_SCRIPTS
        signed = signed or "/ByteRange" in dictionary
    return PdfFile(data, len(document.pages), signed)


def _dictionaries(objects: Iterable[pikepdf.Object]) -> Iterable[pikepdf.Object]:
    """Go through every dictionary of a file, those inside other objects too."""
    waiting = list(objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield item
            waiting.extend(value for _, value in item.items() if _is_nested(value))
        elif isinstance(item, pikepdf.Array):
            waiting.extend(value for value in item if _is_nested(value))


def _is_nested(value: object) -> bool:
    """Say whether a value is a container written in place; what is only referred to comes up by itself."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _is_active(dictionary: pikepdf.Object) -> bool:
    if any(key in dictionary for key in _ACTIVE_KEYS):
        return True
    return str(dictionary.get("/S", "")) in _ACTIVE_ACTIONS


@cache
def _bound_memory() -> None:
    """Set limits for all PDF reading of this process, once: a compressed stream may not unfold without end."""
    pikepdf.settings.set_qpdf_limits(flate_max_memory=_LARGEST_STREAM, run_length_max_memory=_LARGEST_STREAM)
